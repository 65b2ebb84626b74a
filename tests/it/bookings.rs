//! Booking and what can happen to a booking, through the service, on either database.

use std::sync::Arc;

use chrono::TimeDelta;
use zeitgenosse::kernel::booking::{CancelledBy, Status, TransitionError};
use zeitgenosse::kernel::event_type::{Question, QuestionKind};
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::slots::{self, Wish};
use zeitgenosse::service::{ServiceError, links};
use zeitgenosse::store::links::Purpose;
use zeitgenosse::store::{StoreError, bookings as rows, jobs};

use crate::support::rig::{Rig, at, booking, minutes};

/// A Monday, 10:00 in Berlin.
const MONDAY: &str = "2026-01-12T09:00:00Z";
const TUESDAY: &str = "2026-01-13T09:00:00Z";

fn fields(error: ServiceError) -> Vec<(String, &'static str)> {
    match error {
        ServiceError::Invalid(fields) => fields
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect(),
        other => panic!("not about fields: {other}"),
    }
}

async fn waiting_jobs(rig: &Rig) -> i64 {
    rig.state.store.read(jobs::counts).await.unwrap().0
}

#[actix_web::test]
async fn a_booked_slot_is_not_offered_again_and_both_are_written_to() {
    let rig = Rig::new();
    let host = rig.host("mira").await;

    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    let refused = rig.book(booking("mira", MONDAY)).await.unwrap_err();

    assert_eq!(booked.booking.life.status, Status::Confirmed);
    assert!(matches!(refused, ServiceError::Refused(Refusal::Taken)));
    assert_eq!(rig.run_jobs().await.unwrap(), 2);
    let mails = rig.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails[0].1.contains("thea@post.example"));
    assert!(mails[1].1.contains(host.viewer.person.email.as_str()));
}

#[actix_web::test]
async fn every_offered_slot_can_be_booked_and_no_other() {
    let rig = Rig::new();
    rig.host("mira").await;
    let now = rig.now();
    let wish = Wish {
        duration: 50,
        except: None,
    };
    let place = booking("mira", MONDAY).place;
    let offered: Vec<_> = rig
        .write(move |db| {
            let offered = slots::offered(db, &place)?;
            slots::next(db, &offered, wish, (now, 30), now)
        })
        .await
        .unwrap();

    for slot in offered.iter().step_by(2) {
        let mut new = booking("mira", MONDAY);
        new.start = slot.span.start();
        rig.book(new).await.unwrap();
    }
    for slot in offered.iter().skip(1).step_by(2) {
        let mut new = booking("mira", MONDAY);
        new.start = slot.span.start();
        assert!(matches!(
            rig.book(new).await.unwrap_err(),
            ServiceError::Refused(Refusal::Taken)
        ));
    }
}

#[actix_web::test]
async fn what_cannot_be_booked_says_why_and_changes_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;

    for (start, duration, expected) in [
        ("2026-01-07T09:00:00Z", None, Refusal::InThePast),
        ("2026-01-08T12:00:00Z", None, Refusal::MinimumNotice),
        ("2026-12-01T09:00:00Z", None, Refusal::BeyondWindow),
        ("2026-01-10T09:00:00Z", None, Refusal::OutsideHours),
        ("2026-01-12T15:30:00Z", None, Refusal::OutsideHours),
        ("2026-01-12T09:07:00Z", None, Refusal::OffGrid),
        (MONDAY, Some(45), Refusal::WrongDuration),
    ] {
        let mut new = booking("mira", start);
        new.duration = duration;
        match rig.book(new).await.unwrap_err() {
            ServiceError::Refused(refusal) => assert_eq!(refusal, expected, "{start}"),
            other => panic!("{start}: {other}"),
        }
    }
    assert_eq!(waiting_jobs(&rig).await, 0);
}

#[actix_web::test]
async fn what_was_typed_wrong_is_said_at_once_field_by_field() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.questions = vec![
            Question {
                key: "topic".to_owned(),
                label: "What is it about?".to_owned(),
                kind: QuestionKind::Text,
                is_required: true,
                ..Question::default()
            },
            Question {
                key: "way".to_owned(),
                label: "How?".to_owned(),
                kind: QuestionKind::Choice(vec!["here".to_owned(), "there".to_owned()]),
                is_required: false,
                ..Question::default()
            },
        ];
    })
    .await;
    let mut new = booking("mira", MONDAY);
    new.name = "evil \u{202E}name".to_owned();
    new.email = "thea.post.example".to_owned();
    new.zone = "Europe/Atlantis".to_owned();
    new.guests = vec!["nobody".to_owned()];
    new.answers = [
        ("way".to_owned(), "elsewhere".to_owned()),
        ("x".to_owned(), "?".to_owned()),
    ]
    .into();

    let error = rig.book(new).await.unwrap_err();

    assert_eq!(
        fields(error),
        [
            ("name".to_owned(), "unprintable"),
            ("email".to_owned(), "no-at"),
            ("zone".to_owned(), "unknown-zone"),
            ("guests".to_owned(), "no-at"),
            ("answers.x".to_owned(), "unknown-question"),
            ("answers.topic".to_owned(), "missing"),
            ("answers.way".to_owned(), "unknown-choice"),
        ]
    );
}

#[actix_web::test]
async fn a_name_of_a_megabyte_is_too_long() {
    let rig = Rig::new();
    rig.host("mira").await;
    let mut new = booking("mira", MONDAY);
    new.name = "n".repeat(1_000_000);

    let error = rig.book(new).await.unwrap_err();

    assert_eq!(fields(error), [("name".to_owned(), "too-long")]);
}

#[actix_web::test]
async fn the_same_key_with_the_same_request_is_the_same_booking() {
    let rig = Rig::new();
    rig.host("mira").await;
    let mut new = booking("mira", MONDAY);
    new.idempotency_key = Some("k1".to_owned());
    let mut other = booking("mira", TUESDAY);
    other.idempotency_key = Some("k1".to_owned());

    let first = rig.book(new.clone()).await.unwrap();
    let again = rig.book(new).await.unwrap();
    let reused = rig.book(other).await.unwrap_err();

    assert!(first.is_new && !again.is_new);
    assert_eq!(first.booking.id, again.booking.id);
    assert!(matches!(reused, ServiceError::IdempotencyKeyReused));
}

#[actix_web::test]
async fn a_request_holds_its_time_until_the_host_says_yes() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let asked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    assert!(matches!(asked.life.status, Status::Tentative { .. }));
    assert!(rig.book(booking("mira", MONDAY)).await.is_err());

    let (viewer, id, now) = (host.viewer.clone(), asked.id.clone(), rig.now());
    let confirmed = rig
        .write(move |db| bookings::confirm(db, &viewer, &id, now))
        .await
        .unwrap();
    rig.clock.advance(TimeDelta::hours(49));
    rig.run_jobs().await.unwrap();

    assert_eq!(confirmed.life.status, Status::Confirmed);
    assert_eq!(confirmed.life.sequence, 1);
    let id = asked.id;
    let later = rig.write(move |db| Ok(rows::find(db, &id)?)).await.unwrap();
    assert_eq!(
        later.life.status,
        Status::Confirmed,
        "an answered hold ran out"
    );
}

#[actix_web::test]
async fn a_request_nobody_answers_runs_out_and_frees_its_time() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let asked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;

    rig.clock.advance(TimeDelta::hours(48));
    let (viewer, id, now) = (host.viewer, asked.id.clone(), rig.now());
    let late = rig
        .write(move |db| bookings::confirm(db, &viewer, &id, now))
        .await
        .unwrap_err();
    // Another client comes before the job does.
    rig.book(booking("mira", MONDAY)).await.unwrap();
    rig.run_jobs().await.unwrap();

    assert!(matches!(
        late,
        ServiceError::Transition(TransitionError::HoldExpired)
    ));
    let id = asked.id;
    let ended = rig.write(move |db| Ok(rows::find(db, &id)?)).await.unwrap();
    assert!(matches!(
        ended.life.status,
        Status::Cancelled {
            by: CancelledBy::Expired,
            ..
        }
    ));
}

#[actix_web::test]
async fn a_declined_request_frees_its_time_and_tells_the_client() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let asked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    rig.run_jobs().await.unwrap();

    let (viewer, now) = (host.viewer, rig.now());
    rig.write(move |db| bookings::decline(db, &viewer, &asked.id, "Holiday", now))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
    let mails = rig.mails();
    assert!(
        mails
            .iter()
            .any(|(name, _)| name.contains("declined-attendee"))
    );
}

#[actix_web::test]
async fn a_client_moves_and_then_cancels_by_the_link() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let token = rig.state.links.token(&booked.id, Purpose::Manage);
    let now = rig.now();

    let moving = token.clone();
    let moved = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&moving), None, at(TUESDAY), now))
        .await
        .unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();
    rig.run_jobs().await.unwrap();
    let cancelling = token.clone();
    let cancelled = rig
        .write(move |db| bookings::cancel(db, &By::Link(&cancelling), None, "ill", now))
        .await
        .unwrap();
    rig.book(booking("mira", TUESDAY)).await.unwrap();
    let again = rig
        .write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap_err();

    assert_eq!(
        (moved.life.sequence, moved.life.span.start()),
        (1, at(TUESDAY))
    );
    assert_eq!(cancelled.life.sequence, 2);
    assert!(matches!(
        again,
        ServiceError::Transition(TransitionError::AlreadyCancelled)
    ));
}

#[actix_web::test]
async fn moving_into_its_own_time_is_allowed_and_into_anothers_is_not() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    rig.book(booking("mira", TUESDAY)).await.unwrap();
    let token = rig.state.links.token(&booked.id, Purpose::Manage);
    let now = rig.now();

    let half_an_hour_later = at(MONDAY) + minutes(30);
    let own = token.clone();
    let overlapping = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&own), None, half_an_hour_later, now))
        .await;
    let taken = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&token), None, at(TUESDAY), now))
        .await
        .unwrap_err();

    assert!(overlapping.is_ok());
    assert!(matches!(taken, ServiceError::Refused(Refusal::Taken)));
}

#[actix_web::test]
async fn a_forged_link_and_the_link_of_a_door_open_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let door = rig.state.links.token(
        &booked.id,
        Purpose::Door(zeitgenosse::kernel::booking::Actor::Attendee),
    );

    for token in [door, links::random_token(), String::new()] {
        let error = rig
            .write(move |db| bookings::find_managed(db, &token).map(|_| ()))
            .await
            .unwrap_err();
        assert!(matches!(error, ServiceError::NotFound));
    }
}

#[actix_web::test]
async fn the_database_itself_refuses_two_claims_on_one_time() {
    use zeitgenosse::store::claims::{self, NewClaim};

    let rig = Rig::new();
    let host = rig.host("mira").await;
    let first = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let second = rig.book(booking("mira", TUESDAY)).await.unwrap().booking;

    let refused: Result<(), StoreError> = rig
        .state
        .store
        .write(move |db| {
            claims::delete(db, &second.id)?;
            let event_type = &host.event_type;
            let span = first.life.span;
            let claim = NewClaim::of(&second.id, &event_type.id, span, &event_type.rules);
            claims::insert(db, &claim, &[&second.host_id])
        })
        .await;

    assert!(matches!(refused, Err(StoreError::Overlap)));
}

#[actix_web::test]
async fn of_64_clients_who_want_one_slot_exactly_one_gets_it() {
    let rig = Rig::new();
    rig.host("mira").await;
    let now = rig.now();

    let clients = (0..64).map(|_| {
        let (store, links) = (rig.state.store.clone(), Arc::clone(&rig.state.links));
        actix_web::rt::spawn(async move {
            let new = booking("mira", MONDAY);
            store
                .write(move |db| bookings::book(db, &links, &new, now))
                .await
        })
    });
    let mut winners = 0;
    for client in clients.collect::<Vec<_>>() {
        match client.await.unwrap() {
            Ok(_) => winners += 1,
            Err(error) => assert!(matches!(error, ServiceError::Refused(Refusal::Taken))),
        }
    }

    assert_eq!(winners, 1);
    assert_eq!(waiting_jobs(&rig).await, 2);
}

#[actix_web::test]
async fn an_act_that_fails_leaves_nothing_behind() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let before = waiting_jobs(&rig).await;

    let links = Arc::clone(&rig.state.links);
    let now = rig.now();
    let failed: Result<(), ServiceError> = rig
        .write(move |db| {
            bookings::book(db, &links, &booking("mira", MONDAY), now)?;
            panic!("after the booking, before the commit");
        })
        .await;

    assert!(matches!(
        failed,
        Err(ServiceError::Store(StoreError::Panicked))
    ));
    assert_eq!(waiting_jobs(&rig).await, before);
    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
    assert_eq!(host.event_type.title, "First session");
}
