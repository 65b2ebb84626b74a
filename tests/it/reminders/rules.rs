//! What hosts choose, and what comes of it.

use zeitgenosse::kernel::event_type::Window;
use zeitgenosse::kernel::people::Language;
use zeitgenosse::kernel::reminder::{Audience, Occasion, Plan, Tone, Wording};
use zeitgenosse::service::bookings::NewBooking;
use zeitgenosse::service::{ServiceError, reminders};

use super::{MONDAY, TUESDAY, announced, choose, live_until, reminder, sent};
use crate::support::rig::{Rig, at, booking};

#[actix_web::test]
async fn new_rules_hold_for_sessions_that_are_booked_already() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;

    choose(
        &rig,
        &host,
        vec![reminder(Occasion::Before { minutes: 120 })],
    )
    .await;

    assert_eq!(announced(&rig, &id).await, [at("2026-01-12T07:00:00Z")]);
    live_until(&rig, "2026-01-12T06:59:59Z").await;
    assert_eq!(sent(&rig).len(), 0);
    live_until(&rig, "2026-01-12T07:00:00Z").await;
    assert_eq!(sent(&rig).len(), 1);
    live_until(&rig, "2026-01-12T08:59:00Z").await;
    assert_eq!(sent(&rig).len(), 1);
}

#[actix_web::test]
async fn a_rule_made_after_its_moment_sends_nothing_late() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    choose(
        &rig,
        &host,
        vec![reminder(Occasion::Before {
            minutes: 5 * 24 * 60,
        })],
    )
    .await;
    live_until(&rig, "2026-01-12T08:59:00Z").await;

    assert_eq!(sent(&rig).len(), 0);
}

#[actix_web::test]
async fn a_host_may_choose_no_reminder_at_all() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let plan = choose(&rig, &host, Vec::new()).await;
    rig.book(booking("mira", TUESDAY)).await.unwrap();
    for moment in [
        "2026-01-11T09:00:00Z",
        "2026-01-12T08:00:00Z",
        "2026-01-13T08:00:00Z",
    ] {
        live_until(&rig, moment).await;
    }

    assert!(!plan.is_standard);
    assert_eq!(sent(&rig).len(), 0);
}

#[actix_web::test]
async fn a_reminder_that_is_edited_after_it_went_out_does_not_go_out_twice() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    live_until(&rig, "2026-01-11T09:00:00Z").await;

    let mut chosen = Plan::standard().reminders;
    chosen.truncate(1);
    chosen[0].en.body = "Please bring your notes.".to_owned();
    chosen[0].occasion = Occasion::Before { minutes: 600 };
    choose(&rig, &host, chosen).await;
    live_until(&rig, "2026-01-12T08:59:00Z").await;

    assert_eq!(sent(&rig).len(), 1);
}

#[actix_web::test]
async fn the_standard_comes_back_without_rows() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    choose(&rig, &host, Vec::new()).await;

    let plan = choose(&rig, &host, Plan::standard().reminders).await;

    assert_eq!(plan, Plan::standard());
}

#[actix_web::test]
async fn three_days_before_are_72_hours_also_where_the_clocks_change_between() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.rules.window = Window::Open)
        .await;
    let three_days = Occasion::Before {
        minutes: 3 * 24 * 60,
    };
    choose(&rig, &host, vec![reminder(three_days)]).await;
    // The clocks go forward on the Sunday before this Monday.
    rig.book(booking("mira", "2026-03-30T08:00:00Z"))
        .await
        .unwrap();

    live_until(&rig, "2026-03-27T07:59:59Z").await;
    assert_eq!(sent(&rig).len(), 0);
    live_until(&rig, "2026-03-27T08:00:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 1);
    let text = &sent[0].1;
    assert!(text.contains("9:00 to 9:50 (Lisbon time)"), "{text}");
    assert!(text.contains("10:00 to 10:50 (Berlin time)"), "{text}");
}

#[actix_web::test]
async fn a_host_may_be_reminded_alone_or_with_the_client() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let mut chosen = reminder(Occasion::Before { minutes: 60 });
    chosen.to = Audience::Both;
    let mut alone = reminder(Occasion::After { minutes: 15 });
    alone.to = Audience::Host;
    choose(&rig, &host, vec![chosen, alone]).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    live_until(&rig, "2026-01-12T08:00:00Z").await;
    assert_eq!(sent(&rig).len(), 2);
    live_until(&rig, "2026-01-12T10:05:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 3);
    let to_host = sent
        .iter()
        .filter(|(to, _)| to.contains("mira@coop.example"));
    assert_eq!(to_host.count(), 2);
}

#[actix_web::test]
async fn who_did_not_come_is_written_to_when_that_is_noted_and_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    choose(
        &rig,
        &host,
        vec![reminder(Occasion::NoShow { minutes: 30 })],
    )
    .await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    live_until(&rig, "2026-01-12T10:00:00Z").await;

    for _ in 0..2 {
        let (booked, now) = (booked.clone(), rig.now());
        rig.write(move |db| reminders::after_no_show(db, &booked, now))
            .await
            .unwrap();
    }
    rig.run_jobs().await.unwrap();
    assert_eq!(sent(&rig).len(), 0);
    live_until(&rig, "2026-01-12T10:30:00Z").await;

    let sent = sent(&rig);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.contains("We missed you"), "{}", sent[0].1);
}

#[actix_web::test]
async fn a_package_is_called_nearly_used_at_the_chosen_number_alone() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    choose(&rig, &host, vec![reminder(Occasion::Package { left: 2 })]).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;

    for left in [3, 2, 1] {
        let (booked, now) = (booked.clone(), rig.now());
        rig.write(move |db| reminders::package_nearly_used(db, &booked, left, now))
            .await
            .unwrap();
        rig.run_jobs().await.unwrap();
    }

    let sent = sent(&rig);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.contains("Sessions left: 2."), "{}", sent[0].1);
}

#[actix_web::test]
async fn a_host_chooses_du_or_sie_for_all_offers_or_for_one() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let german = NewBooking {
        language: Language::De,
        ..booking("mira", MONDAY)
    };
    let id = rig.book(german).await.unwrap().booking.id;

    let tone = async |host_tone, own| {
        let (viewer, offer, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
        let id = id.clone();
        rig.write(move |db| {
            reminders::set_tone(db, &viewer, host_tone)?;
            reminders::change(db, &viewer, &offer, |plan| plan.tone = own, now)?;
            let due = reminders::find_due(db, (&id, "day"), at(MONDAY), now)?;
            Ok(due.unwrap().tone)
        })
        .await
        .unwrap()
    };

    assert_eq!(tone(Tone::Neutral, None).await, Tone::Neutral);
    assert_eq!(tone(Tone::Du, None).await, Tone::Du);
    assert_eq!(tone(Tone::Du, Some(Tone::Sie)).await, Tone::Sie);
    assert_eq!(tone(Tone::Sie, Some(Tone::Neutral)).await, Tone::Neutral);
}

#[actix_web::test]
async fn what_cannot_be_kept_is_said_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let own = |subject: &str, body: &str| Wording {
        subject: subject.to_owned(),
        body: body.to_owned(),
    };
    let mut one = reminder(Occasion::Before { minutes: 0 });
    one.de = own("Bis {wann}", "Hallo {name}, {{das}} geht.");
    let mut two = reminder(Occasion::Package { left: 101 });
    two.en = own(&"x".repeat(201), "Open { brace");
    let chosen = vec![one, two];

    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    let refused = rig
        .write(move |db| reminders::change(db, &viewer, &id, |plan| plan.reminders = chosen, now))
        .await
        .unwrap_err();

    let ServiceError::Invalid(errors) = refused else {
        panic!("{refused}")
    };
    let errors: Vec<_> = errors
        .iter()
        .map(|error| (error.field.as_str(), error.code))
        .collect();
    assert_eq!(
        errors,
        [
            ("reminders.0.number", "reminder-number"),
            ("reminders.0.de.subject", "unknown-placeholder"),
            ("reminders.1.number", "reminder-number"),
            ("reminders.1.en.subject", "too-long"),
            ("reminders.1.en.body", "unknown-placeholder"),
        ]
    );
}

#[actix_web::test]
async fn twenty_reminders_are_enough_and_other_hosts_have_no_say() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let stranger = rig.host("noor").await;
    let (id, now) = (host.event_type.id.clone(), rig.now());
    let many = (1..=21)
        .map(|minutes| reminder(Occasion::Before { minutes }))
        .collect();

    let (viewer, own) = (host.viewer.clone(), id.clone());
    let too_many = rig
        .write(move |db| reminders::change(db, &viewer, &own, |plan| plan.reminders = many, now))
        .await;
    let foreign = rig
        .write(move |db| reminders::change(db, &stranger.viewer, &id, |_| (), now))
        .await;

    assert!(matches!(too_many, Err(ServiceError::Invalid(_))));
    assert!(matches!(foreign, Err(ServiceError::NotFound)));
}
