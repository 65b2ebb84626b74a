//! When reminders go out.

use zeitgenosse::service::bookings::{self, By, NewBooking};
use zeitgenosse::service::reminders;
use zeitgenosse::store::jobs::{self, Job, MailReader};
use zeitgenosse::store::links::Purpose;

use super::{MONDAY, TUESDAY, announced, live_until, sent};
use crate::support::rig::{Rig, at, booking};

async fn cancel(rig: &Rig, id: &str) {
    let token = rig.state.links.token(id, Purpose::Manage);
    let now = rig.now();
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
}

async fn reschedule(rig: &Rig, id: &str, start: &str) {
    let token = rig.state.links.token(id, Purpose::Manage);
    let (start, now) = (at(start), rig.now());
    rig.write(move |db| bookings::reschedule(db, &By::Link(&token), None, start, now))
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_client_is_reminded_a_day_and_an_hour_before_and_never_again() {
    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    live_until(&rig, "2026-01-11T08:59:59Z").await;
    assert_eq!(sent(&rig).len(), 0);
    live_until(&rig, "2026-01-11T09:00:00Z").await;
    assert_eq!(sent(&rig).len(), 1);
    live_until(&rig, "2026-01-12T07:59:59Z").await;
    assert_eq!(sent(&rig).len(), 1);
    live_until(&rig, "2026-01-12T08:00:00Z").await;
    assert_eq!(sent(&rig).len(), 2);
    live_until(&rig, "2026-02-12T08:00:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 2);
    for (to, text) in sent {
        assert_eq!(to, "\"Thea Behrend\" <thea@post.example>");
        assert!(
            text.contains("Subject: Reminder: Monday 12 January, 9:00"),
            "{text}"
        );
        assert!(text.contains("9:00 to 9:50 (Lisbon time)"), "{text}");
        assert!(text.contains("10:00 to 10:50 (Berlin time)"), "{text}");
        assert!(text.contains("Am Zollhafen 3, Hamburg"), "{text}");
        assert!(text.contains("http://127.0.0.1:8080/b/"), "{text}");
        assert!(
            text.contains("Reply-To: \"mira of the tests\" <mira@coop.example>"),
            "{text}"
        );
    }
}

#[actix_web::test]
async fn a_reminder_continues_the_conversation_of_its_booking() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;

    live_until(&rig, "2026-01-11T09:00:00Z").await;

    let thread = format!("In-Reply-To: <{}@127.0.0.1>", booked.id);
    let mails = rig.mails();
    assert_eq!(mails.len(), 3);
    assert!(
        mails.iter().all(|(_, text)| text.contains(&thread)),
        "{mails:?}"
    );
}

#[actix_web::test]
async fn guests_are_reminded_too_but_cannot_move_the_session() {
    let rig = Rig::new();
    rig.host("mira").await;
    let new = NewBooking {
        guests: vec!["gast@post.example".to_owned()],
        ..booking("mira", MONDAY)
    };
    rig.book(new).await.unwrap();

    live_until(&rig, "2026-01-11T09:00:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 2);
    let (_, guest) = sent
        .iter()
        .find(|(to, _)| to == "gast@post.example")
        .unwrap();
    assert!(!guest.contains("/b/"), "{guest}");
}

#[actix_web::test]
async fn reminders_move_with_the_session() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;

    reschedule(&rig, &id, TUESDAY).await;
    live_until(&rig, "2026-01-12T08:59:59Z").await;
    assert_eq!(sent(&rig).len(), 0);
    live_until(&rig, "2026-01-12T09:00:00Z").await;
    assert_eq!(sent(&rig).len(), 1);
    live_until(&rig, "2026-01-13T08:00:00Z").await;

    assert_eq!(sent(&rig).len(), 2);
}

#[actix_web::test]
async fn a_session_that_moves_after_its_reminder_is_reminded_of_anew() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    live_until(&rig, "2026-01-11T09:00:00Z").await;

    reschedule(&rig, &id, "2026-01-14T09:00:00Z").await;
    live_until(&rig, "2026-01-13T09:00:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter()
            .any(|(_, text)| text.contains("Reminder: Wednesday 14 January"))
    );
}

#[actix_web::test]
async fn a_session_that_moves_there_and_back_is_reminded_of_once() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;

    reschedule(&rig, &id, TUESDAY).await;
    reschedule(&rig, &id, MONDAY).await;
    live_until(&rig, "2026-01-14T09:00:00Z").await;

    // Both were due while the server was down, and the session is over.
    assert_eq!(sent(&rig).len(), 0);
    let other = rig
        .book(booking("mira", "2026-01-19T09:00:00Z"))
        .await
        .unwrap();
    reschedule(&rig, &other.booking.id, "2026-01-20T09:00:00Z").await;
    reschedule(&rig, &other.booking.id, "2026-01-19T09:00:00Z").await;
    live_until(&rig, "2026-01-18T09:00:00Z").await;
    assert_eq!(sent(&rig).len(), 1);
}

#[actix_web::test]
async fn nobody_is_reminded_of_a_session_that_was_called_off() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;

    cancel(&rig, &id).await;
    for moment in ["2026-01-11T09:00:00Z", "2026-01-12T08:00:00Z"] {
        live_until(&rig, moment).await;
    }

    assert_eq!(sent(&rig).len(), 0);
    assert!(announced(&rig, &id).await.is_empty());
}

#[actix_web::test]
async fn a_session_called_off_while_its_reminder_waits_in_the_queue_is_not_reminded_of() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    rig.run_jobs().await.unwrap();
    rig.clock.advance(at("2026-01-11T09:00:00Z") - rig.now());
    let (moment, booking_id) = (rig.now(), id.clone());
    rig.write(move |db| reminders::remind(db, &booking_id, moment))
        .await
        .unwrap();

    cancel(&rig, &id).await;
    rig.run_jobs().await.unwrap();

    assert_eq!(sent(&rig).len(), 0);
}

#[actix_web::test]
async fn a_request_is_reminded_of_once_it_is_agreed() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let asked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    assert!(announced(&rig, &asked.id).await.is_empty());

    let (viewer, id, now) = (host.viewer.clone(), asked.id.clone(), rig.now());
    rig.write(move |db| bookings::confirm(db, &viewer, &id, now))
        .await
        .unwrap();
    live_until(&rig, "2026-01-11T09:00:00Z").await;

    assert_eq!(sent(&rig).len(), 1);
}

#[actix_web::test]
async fn a_session_booked_half_an_hour_before_is_not_reminded_of() {
    let rig = Rig::new();
    rig.host_with("mira", |form| form.rules.minimum_notice = 0)
        .await;
    rig.clock.advance(at("2026-01-12T08:30:00Z") - rig.now());
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;

    live_until(&rig, "2026-01-12T08:59:59Z").await;
    live_until(&rig, "2026-01-12T12:00:00Z").await;

    assert_eq!(sent(&rig).len(), 0);
    assert!(announced(&rig, &id).await.is_empty());
}

#[actix_web::test]
async fn a_session_booked_five_hours_before_is_reminded_of_once() {
    let rig = Rig::new();
    rig.host_with("mira", |form| form.rules.minimum_notice = 0)
        .await;
    rig.clock.advance(at("2026-01-12T04:00:00Z") - rig.now());
    rig.book(booking("mira", MONDAY)).await.unwrap();

    live_until(&rig, "2026-01-12T08:59:59Z").await;

    assert_eq!(sent(&rig).len(), 1);
}

#[actix_web::test]
async fn what_was_due_while_the_server_was_down_is_sent_until_the_session_begins() {
    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    rig.book(booking("mira", TUESDAY)).await.unwrap();

    // Nothing ran for days: one session has just begun, the other is tomorrow.
    live_until(&rig, MONDAY).await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.contains("Tuesday 13 January"), "{}", sent[0].1);
}

#[actix_web::test]
async fn two_runs_of_the_same_job_send_one_mail() {
    let rig = Rig::new();
    rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    live_until(&rig, "2026-01-11T09:00:00Z").await;
    for entry in std::fs::read_dir(rig.database.dir.path().join("mail")).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }

    let (moment, booking_id) = (rig.now(), id.clone());
    rig.write(move |db| {
        reminders::remind(db, &booking_id, moment)?;
        reminders::remind(db, &booking_id, moment)
    })
    .await
    .unwrap();
    let job = Job::Reminder {
        booking_id: id,
        reminder_id: "day".to_owned(),
        starts_at: at(MONDAY),
        reader: MailReader::Attendee,
    };
    rig.write(move |db| Ok(jobs::push(db, &job, moment)?))
        .await
        .unwrap();
    let ran = rig.run_jobs().await.unwrap();

    assert!(ran > 0);
    assert_eq!(rig.mails().len(), 0, "it left a second time");
}
