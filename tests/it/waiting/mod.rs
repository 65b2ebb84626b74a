//! The waiting list: who gets what becomes free, and that nothing is lost between them.

mod model;
mod paid;

use std::sync::Arc;

use chrono::NaiveDate;
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::kernel::waiting::{Offer, State};
use zeitgenosse::service::bookings::{BookingView, NewBooking, Wishes};
use zeitgenosse::service::groups::{self, GroupForm};
use zeitgenosse::service::waiting::{self, Entry, WaitingView, Wanted};
use zeitgenosse::service::{ServiceError, busy, schedules};

use crate::groups::{EVENING, MONDAY, cancel, client, group, look, set, wait_until, webinar};
use crate::support::rig::{Host, Rig, at, minutes, office_hours};

/// Somebody joins the list.
async fn try_join(rig: &Rig, new: NewBooking, wanted: Wanted) -> Result<Entry, ServiceError> {
    let (links, now) = (Arc::clone(&rig.state.links), rig.now());
    rig.write(move |db| waiting::join(db, &links, (&new, wanted), now))
        .await
}

async fn join(rig: &Rig, name: &str, start: &str) -> Entry {
    try_join(rig, client(name, start), Wanted::Time(at(start)))
        .await
        .unwrap()
}

async fn see(rig: &Rig, entry: &Entry) -> WaitingView {
    let token = rig.state.links.waiting_token(&entry.id);
    rig.write(move |db| waiting::look(db, &token))
        .await
        .unwrap()
}

async fn offer_of(rig: &Rig, entry: &Entry) -> Option<Offer> {
    match see(rig, entry).await.entry.state {
        State::Offered(offer) => Some(offer),
        _ => None,
    }
}

async fn accept(rig: &Rig, entry: &Entry) -> Result<BookingView, ServiceError> {
    let token = rig.state.links.waiting_token(&entry.id);
    let (links, now) = (Arc::clone(&rig.state.links), rig.now());
    rig.write(move |db| waiting::accept(db, &links, (&token, &Wishes::default()), now))
        .await
}

async fn decline(rig: &Rig, entry: &Entry) -> Result<WaitingView, ServiceError> {
    let (token, now) = (rig.state.links.waiting_token(&entry.id), rig.now());
    rig.write(move |db| waiting::decline(db, &token, now)).await
}

async fn leave(rig: &Rig, entry: &Entry) -> Result<WaitingView, ServiceError> {
    let (token, now) = (rig.state.links.waiting_token(&entry.id), rig.now());
    rig.write(move |db| waiting::leave(db, &token, now)).await
}

/// A webinar of one seat that somebody has.
async fn full_webinar(
    rig: &Rig,
) -> (
    Host,
    groups::Session,
    zeitgenosse::service::bookings::Booked,
) {
    let host = group(rig, webinar(2)).await;
    let session = set(rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    let booked = rig.book(client("Jonas", EVENING)).await.unwrap();
    (host, session, booked)
}

#[actix_web::test]
async fn a_time_that_is_given_back_is_kept_for_the_first_who_waits() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();
    let first = join(&rig, "Jonas", MONDAY).await;
    let second = join(&rig, "Aylin", MONDAY).await;
    assert_eq!(see(&rig, &second).await.place, Some(2));

    cancel(&rig, &booked).await;

    assert!(offer_of(&rig, &first).await.is_some());
    assert_eq!(offer_of(&rig, &second).await, None);
    let snipe = rig.book(client("Grete", MONDAY)).await;
    assert!(matches!(snipe, Err(ServiceError::Refused(Refusal::Taken))));
    let view = accept(&rig, &first).await.unwrap();
    assert_eq!(view.booking.life.span.start(), at(MONDAY));
    assert_eq!(see(&rig, &second).await.place, Some(1));
}

#[actix_web::test]
async fn the_offer_comes_by_mail_with_its_link() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();
    let first = join(&rig, "Jonas", MONDAY).await;

    cancel(&rig, &booked).await;
    rig.run_jobs().await.unwrap();

    let link = rig.state.links.waiting(&first.id);
    let said = |(_, mail): &(String, String)| {
        mail.contains("Something is free") && mail.replace("=\r\n", "").contains(&link)
    };
    assert!(rig.mails().iter().any(said));
}

#[actix_web::test]
async fn an_offer_that_is_declined_goes_to_the_next() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();
    let first = join(&rig, "Jonas", MONDAY).await;
    let second = join(&rig, "Aylin", MONDAY).await;
    cancel(&rig, &booked).await;

    decline(&rig, &first).await.unwrap();

    assert_eq!(see(&rig, &first).await.entry.state, State::Declined);
    assert!(offer_of(&rig, &second).await.is_some());
    assert!(accept(&rig, &first).await.is_err());
    accept(&rig, &second).await.unwrap();
}

#[actix_web::test]
async fn an_offer_that_nobody_answers_goes_to_the_next() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();
    let first = join(&rig, "Jonas", MONDAY).await;
    let second = join(&rig, "Aylin", MONDAY).await;
    cancel(&rig, &booked).await;
    let until = offer_of(&rig, &first).await.unwrap().until;

    wait_until(&rig, until);
    assert!(accept(&rig, &first).await.is_err());
    rig.run_jobs().await.unwrap();

    assert_eq!(see(&rig, &first).await.entry.state, State::Expired);
    assert!(offer_of(&rig, &second).await.is_some());
}

#[actix_web::test]
async fn the_last_one_who_declines_leaves_the_time_to_everybody() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();
    let only = join(&rig, "Jonas", MONDAY).await;
    cancel(&rig, &booked).await;

    decline(&rig, &only).await.unwrap();

    rig.book(client("Grete", MONDAY)).await.unwrap();
}

#[actix_web::test]
async fn a_seat_that_is_given_back_is_kept_for_who_waits() {
    let rig = Rig::new();
    let (host, session, booked) = full_webinar(&rig).await;
    let first = join(&rig, "Aylin", EVENING).await;

    cancel(&rig, &booked).await;

    assert!(offer_of(&rig, &first).await.is_some());
    let snipe = rig.book(client("Grete", EVENING)).await;
    assert!(matches!(snipe, Err(ServiceError::Refused(Refusal::Full))));
    accept(&rig, &first).await.unwrap();
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_taken), (2, 2));
}

#[actix_web::test]
async fn more_seats_go_to_those_who_wait() {
    let rig = Rig::new();
    let (host, session, _) = full_webinar(&rig).await;
    let first = join(&rig, "Aylin", EVENING).await;
    let second = join(&rig, "Grete", EVENING).await;

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    rig.write(move |db| groups::set_seats(db, &viewer, (&id, 3), now))
        .await
        .unwrap();

    assert!(offer_of(&rig, &first).await.is_some());
    assert_eq!(offer_of(&rig, &second).await, None);
}

#[actix_web::test]
async fn one_who_fits_gets_the_seat_that_two_do_not_fit_into() {
    let rig = Rig::new();
    let form = GroupForm {
        extra_places: 1,
        ..webinar(2)
    };
    let host = group(&rig, form).await;
    set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    let booked = rig.book(client("Jonas", EVENING)).await.unwrap();
    let pair = NewBooking {
        wishes: Wishes {
            extra_places: 1,
            ..Wishes::default()
        },
        ..client("Aylin", EVENING)
    };
    let pair = try_join(&rig, pair, Wanted::Time(at(EVENING)))
        .await
        .unwrap();
    let one = join(&rig, "Grete", EVENING).await;

    cancel(&rig, &booked).await;

    assert_eq!(offer_of(&rig, &pair).await, None);
    assert!(offer_of(&rig, &one).await.is_some());
}

#[actix_web::test]
async fn a_session_that_is_called_off_while_the_list_moves_up_ends_the_waiting() {
    let rig = Rig::new();
    let (host, session, booked) = full_webinar(&rig).await;
    let offered = join(&rig, "Aylin", EVENING).await;
    let anything = try_join(&rig, client("Grete", EVENING), Wanted::Any)
        .await
        .unwrap();
    cancel(&rig, &booked).await;
    assert!(offer_of(&rig, &offered).await.is_some());

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    rig.write(move |db| groups::cancel(db, &viewer, (&id, ""), now))
        .await
        .unwrap();

    assert!(accept(&rig, &offered).await.is_err());
    assert_eq!(see(&rig, &offered).await.entry.state, State::Expired);
    assert_eq!(see(&rig, &anything).await.entry.state, State::Waiting);
    let view = look(&rig, &host, &session.id).await;
    assert_eq!((view.people(), view.session.seats_taken), (0, 0));
    set(&rig, &host, "2026-01-22T17:00:00Z").await;
    assert!(offer_of(&rig, &anything).await.is_some());
}

#[actix_web::test]
async fn who_waits_for_a_session_waits_for_it_when_it_moves() {
    let rig = Rig::new();
    let (host, session, booked) = full_webinar(&rig).await;
    let entry = join(&rig, "Aylin", EVENING).await;
    let later = at(EVENING) + minutes(24 * 60);

    let (viewer, id, now) = (host.viewer.clone(), session.id.clone(), rig.now());
    rig.write(move |db| groups::reschedule(db, &viewer, (&id, later), now))
        .await
        .unwrap();
    cancel(&rig, &booked).await;

    assert_eq!(offer_of(&rig, &entry).await.unwrap().span.start(), later);
}

#[actix_web::test]
async fn who_waits_for_a_day_gets_the_first_time_of_that_day() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let day: NaiveDate = "2026-01-12".parse().unwrap();
    let viewer = host.viewer.clone();
    let time = rig
        .write(move |db| {
            let span = zeitgenosse::kernel::zone::day(day, chrono_tz::Europe::Berlin).unwrap();
            busy::create(db, &viewer, span, "Away")
        })
        .await
        .unwrap();
    let entry = try_join(&rig, client("Jonas", MONDAY), Wanted::Day(day))
        .await
        .unwrap();
    assert_eq!(entry.state, State::Waiting);

    rig.write(move |db| busy::delete(db, &host.viewer, &time.id))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    let offer = offer_of(&rig, &entry).await.unwrap();
    assert_eq!(offer.span.start(), at("2026-01-12T08:00:00Z"));
}

#[actix_web::test]
async fn hours_that_are_added_reach_those_who_wait() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.rules.minimum_notice = 0)
        .await;
    let saturday: NaiveDate = "2026-01-10".parse().unwrap();
    let entry = try_join(&rig, client("Jonas", MONDAY), Wanted::Day(saturday))
        .await
        .unwrap();

    let mut hours = office_hours();
    hours.weekly[0].days.push(chrono::Weekday::Sat);
    rig.write(move |db| schedules::replace(db, &host.viewer, &host.schedule.id, "Practice", hours))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    assert!(offer_of(&rig, &entry).await.is_some());
}

#[actix_web::test]
async fn what_is_free_already_is_offered_at_once() {
    let rig = Rig::new();
    rig.host("mira").await;

    let entry = try_join(&rig, client("Jonas", MONDAY), Wanted::Any)
        .await
        .unwrap();

    assert!(matches!(entry.state, State::Offered(_)));
}

#[actix_web::test]
async fn who_leaves_gives_back_what_was_kept_for_them() {
    let rig = Rig::new();
    let (_, _, booked) = full_webinar(&rig).await;
    let first = join(&rig, "Aylin", EVENING).await;
    let second = join(&rig, "Grete", EVENING).await;
    cancel(&rig, &booked).await;

    leave(&rig, &first).await.unwrap();

    assert_eq!(see(&rig, &first).await.entry.state, State::Left);
    assert!(offer_of(&rig, &second).await.is_some());
    assert!(leave(&rig, &first).await.is_err());
}

#[actix_web::test]
async fn nobody_waits_twice_for_the_same_or_for_what_can_never_be() {
    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(client("Thea", MONDAY)).await.unwrap();
    join(&rig, "Jonas", MONDAY).await;

    let again = try_join(&rig, client("Jonas", MONDAY), Wanted::Time(at(MONDAY))).await;
    let night = "2026-01-12T02:00:00Z";
    let never = try_join(&rig, client("Aylin", night), Wanted::Time(at(night))).await;
    let past: NaiveDate = "2026-01-02".parse().unwrap();
    let past = try_join(&rig, client("Aylin", night), Wanted::Day(past)).await;

    match again {
        Err(ServiceError::Invalid(fields)) => assert_eq!(fields[0].code, "already-waiting"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        never,
        Err(ServiceError::Refused(Refusal::OutsideHours))
    ));
    assert!(matches!(
        past,
        Err(ServiceError::Refused(Refusal::InThePast))
    ));
}

#[actix_web::test]
async fn twenty_who_say_yes_to_one_offer_get_one_booking() {
    let rig = Rig::new();
    let (host, session, booked) = full_webinar(&rig).await;
    let entry = join(&rig, "Aylin", EVENING).await;
    cancel(&rig, &booked).await;

    let all = (0..20).map(|_| accept(&rig, &entry));
    let answers = futures_util::future::join_all(all).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(look(&rig, &host, &session.id).await.people(), 2);
}
