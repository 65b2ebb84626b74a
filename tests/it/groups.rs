//! Sessions with seats: who gets one, and what happens to a session.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use zeitgenosse::kernel::booking::Status;
use zeitgenosse::kernel::people::Language;
use zeitgenosse::kernel::reminder::{Audience, Occasion};
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, Booked, By, NewBooking, Wishes};
use zeitgenosse::service::event_types::{self, Means};
use zeitgenosse::service::groups::{
    self, Attendance, GroupForm, Session, SessionForm, SessionStatus, SessionView,
};
use zeitgenosse::service::slots::{self, Wish};
use zeitgenosse::service::{FieldError, ServiceError, policy, reminders};
use zeitgenosse::store::links::Purpose;

use crate::support::rig::{Host, Rig, at, booking, event_type_form, minutes};

/// Monday, 12 January 2026, 10:00 in Berlin, where it is winter.
pub const MONDAY: &str = "2026-01-12T09:00:00Z";
/// The evening of that week's Thursday, beyond the host's hours.
pub const EVENING: &str = "2026-01-15T17:00:00Z";

/// A group of so many at times that are set.
pub fn webinar(seats: u32) -> GroupForm {
    GroupForm {
        seats,
        set_times_only: true,
        close_before: Some(60),
        ..GroupForm::default()
    }
}

/// A host whose first session takes several people.
pub async fn group(rig: &Rig, form: GroupForm) -> Host {
    let host = rig.host("mira").await;
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    rig.write(move |db| groups::set_rules(db, &viewer, &id, &form, now))
        .await
        .unwrap();
    host
}

/// Sets sessions of as many weeks.
pub async fn try_set(
    rig: &Rig,
    host: &Host,
    start: &str,
    weeks: u32,
) -> Result<Vec<Session>, ServiceError> {
    let form = SessionForm {
        start: at(start),
        duration: None,
        seats: None,
        title: String::new(),
        weeks,
    };
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    let links = Arc::clone(&rig.state.links);
    rig.write(move |db| groups::create(db, &links, &viewer, (&id, &form), now))
        .await
}

/// Sets one session.
pub async fn set(rig: &Rig, host: &Host, start: &str) -> Session {
    try_set(rig, host, start, 1).await.unwrap().remove(0)
}

/// Time passes until then.
pub fn wait_until(rig: &Rig, then: DateTime<Utc>) {
    rig.clock.advance(then - rig.now());
}

/// A client of their own.
pub fn client(name: &str, start: &str) -> NewBooking {
    NewBooking {
        name: name.to_owned(),
        email: format!("{}@post.example", name.to_lowercase()),
        ..booking("mira", start)
    }
}

/// The session and who comes, as its host sees it.
pub async fn look(rig: &Rig, host: &Host, id: &str) -> SessionView {
    let (viewer, id) = (host.viewer.clone(), id.to_owned());
    rig.write(move |db| groups::find(db, &viewer, &id))
        .await
        .unwrap()
}

/// The client calls it off.
pub async fn cancel(rig: &Rig, booked: &Booked) {
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    let now = rig.now();
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
}

async fn seats_left(rig: &Rig, start: &str) -> Option<u32> {
    let (place, start, now) = (booking("mira", start).place, at(start), rig.now());
    let slots = rig
        .write(move |db| {
            let offered = slots::offered(db, &place)?;
            let wish = Wish {
                duration: 50,
                except: None,
            };
            slots::next(db, &offered, wish, (start, 1), now)
        })
        .await
        .unwrap();
    let first = slots.first().filter(|slot| slot.span.start() == start);
    first.map(|slot| slot.seats_left)
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, ServiceError>, expected: Refusal) {
    match result {
        Err(ServiceError::Refused(refusal)) => assert_eq!(refusal, expected),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn fields<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> Vec<FieldError> {
    match result {
        Err(ServiceError::Invalid(fields)) => fields,
        other => panic!("{other:?}"),
    }
}

fn within_hours(seats: u32) -> GroupForm {
    GroupForm {
        set_times_only: false,
        close_before: None,
        ..webinar(seats)
    }
}

#[actix_web::test]
async fn a_slot_with_seats_takes_people_until_it_is_full() {
    let rig = Rig::new();
    let host = group(&rig, within_hours(2)).await;
    assert_eq!(seats_left(&rig, MONDAY).await, Some(2));

    let first = rig.book(client("Thea", MONDAY)).await.unwrap();
    assert_eq!(seats_left(&rig, MONDAY).await, Some(1));
    let second = rig.book(client("Jonas", MONDAY)).await.unwrap();

    assert_refused(rig.book(client("Aylin", MONDAY)).await, Refusal::Full);
    assert_ne!(first.booking.id, second.booking.id);
    let session = list(&rig, &host).await.remove(0);
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_left()), (2, 0));
}

async fn list(rig: &Rig, host: &Host) -> Vec<Session> {
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    rig.write(move |db| groups::list(db, &viewer, &id, now))
        .await
        .unwrap()
}

#[actix_web::test]
async fn other_times_around_a_session_are_taken() {
    let rig = Rig::new();
    group(&rig, within_hours(2)).await;

    rig.book(client("Thea", MONDAY)).await.unwrap();

    let half_past = "2026-01-12T09:30:00Z";
    assert_refused(rig.book(client("Jonas", half_past)).await, Refusal::Taken);
}

#[actix_web::test]
async fn the_last_one_who_leaves_a_slot_gives_the_time_back() {
    let rig = Rig::new();
    let host = group(&rig, within_hours(2)).await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();

    cancel(&rig, &booked).await;

    assert_eq!(list(&rig, &host).await[0].status, SessionStatus::Cancelled);
    let half_past = "2026-01-12T09:30:00Z";
    rig.book(client("Jonas", half_past)).await.unwrap();
}

#[actix_web::test]
async fn of_twenty_who_want_the_last_seat_exactly_one_gets_it() {
    let rig = Rig::new();
    let host = group(&rig, webinar(3)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();

    let all = (0..20).map(|number| rig.book(client(&format!("Client{number}"), EVENING)));
    let answers = futures_util::future::join_all(all).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_taken), (3, 3));
}

#[actix_web::test]
async fn twenty_who_open_a_session_at_once_share_one() {
    let rig = Rig::new();
    let host = group(&rig, within_hours(12)).await;

    let all = (0..20).map(|number| rig.book(client(&format!("Client{number}"), MONDAY)));
    let answers = futures_util::future::join_all(all).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 12);
    let sessions = list(&rig, &host).await;
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].seats_taken, 12);
}

#[actix_web::test]
async fn where_times_are_set_no_other_time_can_be_booked() {
    let rig = Rig::new();
    let host = group(&rig, webinar(24)).await;
    set(&rig, &host, EVENING).await;

    rig.book(client("Thea", EVENING)).await.unwrap();

    assert_refused(rig.book(client("Jonas", MONDAY)).await, Refusal::OffGrid);
    assert_eq!(seats_left(&rig, EVENING).await, Some(23));
}

#[actix_web::test]
async fn a_weekly_series_keeps_its_hour_when_the_clocks_change() {
    let rig = Rig::new();
    let host = group(&rig, webinar(24)).await;

    let series = try_set(&rig, &host, "2026-03-19T17:00:00Z", 3)
        .await
        .unwrap();

    let starts: Vec<DateTime<Utc>> = series.iter().map(|s| s.span.start()).collect();
    let expected = [
        "2026-03-19T17:00:00Z",
        "2026-03-26T17:00:00Z",
        "2026-04-02T16:00:00Z",
    ];
    assert_eq!(starts, expected.map(at));
}

#[actix_web::test]
async fn a_series_that_meets_something_else_is_not_set_at_all() {
    let rig = Rig::new();
    let host = group(&rig, webinar(24)).await;
    set(&rig, &host, "2026-01-22T17:00:00Z").await;

    assert_refused(try_set(&rig, &host, EVENING, 3).await, Refusal::Taken);

    assert_eq!(list(&rig, &host).await.len(), 1);
}

#[actix_web::test]
async fn more_people_than_seats_are_left_are_refused_together() {
    let rig = Rig::new();
    let form = GroupForm {
        extra_places: 2,
        ..webinar(3)
    };
    let host = group(&rig, form).await;
    let session = set(&rig, &host, EVENING).await;
    let three = NewBooking {
        wishes: Wishes {
            extra_places: 2,
            ..Wishes::default()
        },
        ..client("Thea", EVENING)
    };
    rig.book(client("Jonas", EVENING)).await.unwrap();

    assert_refused(rig.book(three.clone()).await, Refusal::TooFewSeats);

    let two = NewBooking {
        guests: vec!["friend@post.example".to_owned()],
        wishes: Wishes::default(),
        ..three
    };
    rig.book(two).await.unwrap();
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_left()), (3, 0));
}

#[actix_web::test]
async fn one_booking_brings_no_more_than_it_may() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    set(&rig, &host, EVENING).await;
    let two = NewBooking {
        wishes: Wishes {
            extra_places: 1,
            ..Wishes::default()
        },
        ..client("Thea", EVENING)
    };

    let wrong = fields(rig.book(two).await);

    assert_eq!((wrong[0].code, wrong[0].max), ("too-many-places", Some(0)));
}

#[actix_web::test]
async fn nobody_joins_after_sign_up_has_closed() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    set(&rig, &host, EVENING).await;

    wait_until(&rig, at(EVENING) - minutes(61));
    rig.book(client("Thea", EVENING)).await.unwrap();
    wait_until(&rig, at(EVENING) - minutes(60));

    assert_refused(
        rig.book(client("Jonas", EVENING)).await,
        Refusal::SignupClosed,
    );
}

fn with_minimum(minimum: u32) -> GroupForm {
    GroupForm {
        minimum,
        decide_before: 24 * 60,
        ..webinar(9)
    }
}

#[actix_web::test]
async fn a_session_with_too_few_is_called_off_on_its_day() {
    let rig = Rig::new();
    let host = group(&rig, with_minimum(2)).await;
    let session = set(&rig, &host, EVENING).await;
    let booked = rig.book(client("Thea", EVENING)).await.unwrap();

    wait_until(&rig, at(EVENING) - TimeDelta::days(1));
    rig.run_jobs().await.unwrap();

    let view = look(&rig, &host, &session.id).await;
    assert_eq!(view.session.status, SessionStatus::Cancelled);
    let status = view.seats[0].booking.life.status;
    assert!(matches!(status, Status::Cancelled { .. }));
    assert_eq!(view.seats[0].booking.id, booked.booking.id);
    let told = |(_, mail): &(String, String)| {
        mail.contains("too few people have signed up") && mail.contains("thea@post.example")
    };
    assert!(rig.mails().iter().any(told));
}

#[actix_web::test]
async fn a_minimum_that_is_reached_at_the_last_minute_is_reached() {
    let rig = Rig::new();
    let host = group(&rig, with_minimum(2)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    let day = at(EVENING) - TimeDelta::days(1);

    wait_until(&rig, day - TimeDelta::seconds(1));
    rig.book(client("Jonas", EVENING)).await.unwrap();
    wait_until(&rig, day);
    rig.run_jobs().await.unwrap();

    let view = look(&rig, &host, &session.id).await;
    assert_eq!(view.session.status, SessionStatus::Going);
    let told = |(_, mail): &&(String, String)| mail.contains("Subject: It takes place");
    assert_eq!(rig.mails().iter().filter(told).count(), 2);
}

#[actix_web::test]
async fn everybody_hears_when_a_session_is_moved() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();
    rig.run_jobs().await.unwrap();

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    let later = at(EVENING) + TimeDelta::days(1);
    rig.write(move |db| groups::reschedule(db, &viewer, (&id, later), now))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    let view = look(&rig, &host, &session.id).await;
    assert!(view.coming().all(|c| c.booking.life.span.start() == later));
    for name in ["thea", "jonas"] {
        let told = |(_, mail): &(String, String)| {
            mail.contains(&format!("{name}@post.example")) && mail.contains("Subject: Moved")
        };
        assert!(rig.mails().iter().any(told), "{name}");
    }
    assert_refused(
        try_set(&rig, &host, "2026-01-16T17:00:00Z", 1).await,
        Refusal::Taken,
    );
    set(&rig, &host, EVENING).await;
}

#[actix_web::test]
async fn calling_a_session_off_calls_every_booking_off() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    rig.write(move |db| groups::cancel(db, &viewer, (&id, "I am ill."), now))
        .await
        .unwrap();

    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_taken), (0, 0));
    assert!(view.seats.iter().all(|s| s.booking.reason == "I am ill."));
    set(&rig, &host, EVENING).await;
}

#[actix_web::test]
async fn seats_that_are_taken_cannot_be_taken_away() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();
    let set_seats = |seats| {
        let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
        rig.write(move |db| groups::set_seats(db, &viewer, (&id, seats), now))
    };

    let wrong = fields(set_seats(1).await);

    assert_eq!((wrong[0].code, wrong[0].max), ("seats-taken", Some(2)));
    assert_eq!(set_seats(2).await.unwrap().seats_left(), 0);
}

#[actix_web::test]
async fn a_session_stays_as_it_is_when_its_event_type_changes() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    let session = set(&rig, &host, EVENING).await;
    let mut form = event_type_form();
    form.rules.durations = vec![90];
    form.rules.seats = 4;
    let (state, viewer, id) = (
        rig.state.clone(),
        host.viewer.clone(),
        host.event_type.id.clone(),
    );
    rig.write(move |db| {
        let means = Means {
            rooms: &state.rooms,
            texts: &state.texts,
        };
        event_types::replace(db, &viewer, &means, &id, form)
    })
    .await
    .unwrap();

    let booked = rig.book(client("Thea", EVENING)).await.unwrap();

    assert_eq!(booked.booking.life.span, session.span);
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.session.seats, view.people()), (9, 1));
}

#[actix_web::test]
async fn an_event_type_with_sessions_is_not_deleted() {
    let rig = Rig::new();
    let host = group(&rig, webinar(9)).await;
    set(&rig, &host, EVENING).await;
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());

    let deleted = rig
        .write(move |db| event_types::delete(db, &viewer, &id))
        .await;

    assert!(matches!(deleted, Err(ServiceError::InUse)));
}

#[actix_web::test]
async fn a_client_moves_from_one_session_to_another() {
    let rig = Rig::new();
    let host = group(&rig, webinar(1 + 1)).await;
    let series = try_set(&rig, &host, EVENING, 2).await.unwrap();
    let booked = rig.book(client("Thea", EVENING)).await.unwrap();
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    let (start, now) = (series[1].span.start(), rig.now());

    rig.write(move |db| bookings::reschedule(db, &By::Link(&token), None, start, now))
        .await
        .unwrap();

    assert_eq!(
        look(&rig, &host, &series[0].id).await.session.seats_taken,
        0
    );
    assert_eq!(
        look(&rig, &host, &series[1].id).await.session.seats_taken,
        1
    );
}

#[actix_web::test]
async fn a_message_reaches_each_who_comes_once() {
    let rig = Rig::new();
    let host = group(
        &rig,
        GroupForm {
            extra_places: 1,
            ..webinar(9)
        },
    )
    .await;
    let session = set(&rig, &host, EVENING).await;
    let mut with_guest = client("Thea", EVENING);
    with_guest.guests = vec!["rosa@post.example".to_owned()];
    rig.book(with_guest).await.unwrap();
    let gone = rig.book(client("Jonas", EVENING)).await.unwrap();
    cancel(&rig, &gone).await;
    rig.run_jobs().await.unwrap();

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    let count = rig
        .write(move |db| {
            groups::send_message(
                db,
                &viewer,
                (&id, "Bring a case", "One page is enough."),
                now,
            )
        })
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    assert_eq!(count, 1);
    let said = |(_, mail): &&(String, String)| mail.contains("Subject: Bring a case");
    let mails = rig.mails();
    let said: Vec<_> = mails.iter().filter(said).collect();
    assert_eq!(said.len(), 2);
    let to = |email: &str| {
        said.iter()
            .find(|(_, mail)| mail.contains(&format!("To: {email}")))
    };
    let guest = &to("rosa@post.example").unwrap().1;
    assert!(guest.contains("One page is enough.") && !guest.contains("/b/"));
    let thea = said
        .iter()
        .find(|(_, mail)| mail.contains("<thea@post.example>"));
    assert!(thea.unwrap().1.contains("/b/"));
}

#[actix_web::test]
async fn fixed_members_are_booked_in_and_their_hours_counted() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());
    rig.write(move |db| {
        groups::add_member(
            db,
            &viewer,
            &id,
            ("Thea Behrend", "thea@post.example", Language::De),
        )?;
        groups::add_member(
            db,
            &viewer,
            &id,
            ("Jonas Wittkamp", "jonas@post.example", Language::De),
        )
    })
    .await
    .unwrap();

    let series = try_set(&rig, &host, EVENING, 2).await.unwrap();

    let mut bookings = Vec::new();
    for (session, theas) in series.iter().zip([Attendance::Present, Attendance::Absent]) {
        let view = look(&rig, &host, &session.id).await;
        assert_eq!((view.people(), view.session.seats_taken), (2, 2));
        let sheet: Vec<_> = view
            .seats
            .iter()
            .zip([theas, Attendance::Present])
            .map(|(seat, attendance)| (seat.booking.id.clone(), Some(attendance)))
            .collect();
        bookings.extend(view.seats.into_iter().map(|seat| seat.booking));
        let (viewer, id) = (host.viewer.clone(), session.id.clone());
        wait_until(&rig, session.span.end());
        let now = rig.now();
        rig.write(move |db| groups::set_attendance(db, &viewer, &id, &sheet, now))
            .await
            .unwrap();
    }
    let absent: Vec<String> = bookings.iter().map(|booking| booking.id.clone()).collect();
    let agreed = rig
        .write(move |db| {
            let of = |id: &String| policy::of_booking(db, id);
            absent.iter().map(of).collect::<Result<Vec<_>, _>>()
        })
        .await
        .unwrap();
    let missed = agreed.iter().filter(|it| it.no_show_at.is_some()).count();
    assert_eq!(missed, 1);
    let (viewer, id) = (host.viewer.clone(), bookings[0].id.clone());
    let certificate = rig
        .write(move |db| groups::certificate(db, &viewer, &id))
        .await
        .unwrap();
    assert_eq!(certificate.name, "Thea Behrend");
    assert_eq!(certificate.duration(), minutes(50));
}

#[actix_web::test]
async fn another_host_sees_no_session() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let session = set(&rig, &host, EVENING).await;
    let other = rig.host("selma").await;

    let found = rig
        .write(move |db| groups::find(db, &other.viewer, &session.id))
        .await;

    assert!(matches!(found, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn a_host_is_reminded_of_a_session_once_however_many_come() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let session = set(&rig, &host, EVENING).await;
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    rig.write(move |db| {
        let to_both = |plan: &mut zeitgenosse::kernel::reminder::Plan| {
            plan.reminders.truncate(1);
            plan.reminders[0].occasion = Occasion::Before { minutes: 60 };
            plan.reminders[0].to = Audience::Both;
        };
        reminders::change(db, &viewer, &id, to_both, now)
    })
    .await
    .unwrap();
    for name in ["Thea", "Jonas", "Aylin"] {
        rig.book(client(name, EVENING)).await.unwrap();
    }
    rig.run_jobs().await.unwrap();

    wait_until(&rig, session.span.start() - minutes(60));
    rig.run_jobs().await.unwrap();

    let names: Vec<String> = rig.mails().into_iter().map(|(name, _)| name).collect();
    let count = |reader: &str| {
        let is_it = |name: &&String| name.starts_with("reminder-") && name.contains(reader);
        names.iter().filter(is_it).count()
    };
    assert_eq!((count("-host"), count("-attendee")), (1, 3), "{names:?}");
}
