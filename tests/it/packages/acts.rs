use zeitgenosse::kernel::booking::Status;
use zeitgenosse::kernel::event_type::Visibility;
use zeitgenosse::kernel::packages::{Outcome, PackageError, Rhythm};
use zeitgenosse::kernel::policy::Policy;
use zeitgenosse::kernel::reminder::{Audience, Occasion, Reminder, Wording};
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::event_types::{self, Means};
use zeitgenosse::service::packages::{self, PackageForm, Plan};
use zeitgenosse::service::teams;
use zeitgenosse::service::{ServiceError, hosts, policy, reminders};
use zeitgenosse::store::jobs::Job;
use zeitgenosse::store::links::Purpose;

use super::{MONDAYS, TUESDAY, book, cancel, form, ledger, refusal, sell, travel, try_sell, view};
use crate::policy::{day_before, set};
use crate::support::rig::{Host, Rig, at, booking, event_type_form, minutes};

async fn series(rig: &Rig, token: &str, first: &str, count: u32) -> Result<Plan, ServiceError> {
    let (token, first, now) = (token.to_owned(), at(first), rig.now());
    let wish = (Rhythm::Weekly, count);
    rig.state
        .store
        .read(move |db| packages::series(db, &token, first, wish, now))
        .await
}

#[actix_web::test]
async fn sessions_are_taken_until_none_is_left() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let two = PackageForm {
        size: Some(2),
        ..form(&host)
    };
    let (_, token) = sell(&rig, &host, two).await;

    book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    assert_eq!(ledger(&rig, &token).await, (0, 1, 1));
    book(&rig, &token, &MONDAYS[1..2]).await.unwrap();
    let third = book(&rig, &token, &MONDAYS[2..3]).await;

    assert_eq!(refusal(third), Some(PackageError::UsedUp));
    travel(&rig, "2026-01-14T08:00:00Z");
    assert_eq!(ledger(&rig, &token).await, (1, 1, 0));
}

#[actix_web::test]
async fn a_series_is_booked_whole_or_not_at_all() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.book(booking("mira", MONDAYS[2])).await.unwrap();

    let refused = book(&rig, &token, &MONDAYS).await;

    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::Taken))
    ));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
    let others = [MONDAYS[0], MONDAYS[1], "2026-01-27T09:00:00Z"];
    assert_eq!(book(&rig, &token, &others).await.unwrap().len(), 3);
    assert_eq!(ledger(&rig, &token).await, (0, 3, 2));
}

#[actix_web::test]
async fn more_sessions_than_are_left_are_refused_together() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let three = PackageForm {
        size: Some(3),
        ..form(&host)
    };
    let (_, token) = sell(&rig, &host, three).await;

    let refused = book(&rig, &token, &MONDAYS).await;

    assert_eq!(refusal(refused), Some(PackageError::TooMany));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 3));
    let planned = series(&rig, &token, MONDAYS[0], 4).await;
    assert_eq!(refusal(planned), Some(PackageError::TooMany));
    for count in [0, 31] {
        let planned = series(&rig, &token, MONDAYS[0], count).await;
        assert!(matches!(planned, Err(ServiceError::Invalid(_))));
    }
}

#[actix_web::test]
async fn a_day_that_is_taken_gets_a_free_one_near_it() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.book(booking("mira", MONDAYS[1])).await.unwrap();

    let plan = series(&rig, &token, MONDAYS[0], 3).await.unwrap();

    assert!(!plan.is_free());
    assert_eq!(plan.proposals[0].outcome, Outcome::Free);
    assert_eq!(plan.proposals[2].outcome, Outcome::Free);
    let Outcome::Instead(instead) = &plan.proposals[1].outcome else {
        panic!("{:?}", plan.proposals);
    };
    // The same Monday, as soon as the other session is over.
    assert_eq!(instead[0].start(), at("2026-01-19T08:00:00Z"));
}

#[actix_web::test]
async fn a_series_keeps_the_time_on_the_wall_when_clocks_change() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let spring = PackageForm {
        last_day: Some("2026-04-30".parse().unwrap()),
        ..form(&host)
    };
    let (_, token) = sell(&rig, &host, spring).await;

    // Farther ahead than others can book: what was sold can be planned.
    let plan = series(&rig, &token, "2026-03-17T09:00:00Z", 4)
        .await
        .unwrap();
    let starts: Vec<String> = plan
        .proposals
        .iter()
        .map(|it| it.wanted.start().to_rfc3339())
        .collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();

    assert!(plan.is_free(), "{:?}", plan.proposals);
    let booked = book(&rig, &token, &starts).await.unwrap();
    let hours: Vec<String> = booked
        .iter()
        .map(|it| {
            it.life
                .span
                .start()
                .with_timezone(&chrono_tz::Europe::Berlin)
        })
        .map(|start| start.format("%d.%m. %H:%M").to_string())
        .collect();
    assert_eq!(
        hours,
        [
            "17.03. 10:00",
            "24.03. 10:00",
            "31.03. 10:00",
            "07.04. 10:00"
        ]
    );
}

#[actix_web::test]
async fn what_a_policy_allows_per_person_does_not_bind_a_package() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let strict = Policy {
        max_open: Some(1),
        once_per_person: true,
        ..Policy::default()
    };
    set(&rig, &host, strict).await;

    assert_eq!(book(&rig, &token, &MONDAYS).await.unwrap().len(), 4);
}

#[actix_web::test]
async fn calling_off_in_time_gives_the_session_back() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    set(&rig, &host, day_before()).await;
    let booked = book(&rig, &token, &MONDAYS[..2]).await.unwrap();

    cancel(&rig, &booked[0]).await.unwrap();

    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
    // The time is free again, too.
    book(&rig, &token, &MONDAYS[..1]).await.unwrap();
}

#[actix_web::test]
async fn calling_off_too_late_uses_the_session_up_until_the_host_lets_it_pass() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    set(&rig, &host, day_before()).await;
    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    travel(&rig, "2026-01-12T08:00:00Z");

    cancel(&rig, &booked[0]).await.unwrap();
    assert_eq!(ledger(&rig, &token).await, (1, 0, 4));

    let (viewer, id, now) = (host.viewer.clone(), booked[0].id.clone(), rig.now());
    rig.write(move |db| policy::waive(db, &viewer, &id, now))
        .await
        .unwrap();
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
}

#[actix_web::test]
async fn a_host_who_calls_off_gives_the_session_back_at_any_time() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    set(&rig, &host, day_before()).await;
    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    travel(&rig, "2026-01-12T08:59:00Z");
    let (viewer, id, now) = (host.viewer.clone(), booked[0].id.clone(), rig.now());

    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();

    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
}

#[actix_web::test]
async fn not_coming_uses_the_session_up_unless_it_is_given_back() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    let booked = book(&rig, &token, &MONDAYS[..2]).await.unwrap();
    travel(&rig, "2026-01-12T11:00:00Z");
    let (viewer, id, now) = (host.viewer.clone(), booked[0].id.clone(), rig.now());
    rig.write(move |db| policy::mark_no_show(db, &viewer, &id, now))
        .await
        .unwrap();
    assert_eq!(ledger(&rig, &token).await, (1, 1, 3));

    let give_back = |booking_id: String| {
        let (viewer, id, now) = (host.viewer.clone(), package.id.clone(), rig.now());
        rig.write(move |db| packages::give_back(db, &viewer, (&id, &booking_id), now))
    };
    give_back(booked[0].id.clone()).await.unwrap();

    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
    let again = give_back(booked[0].id.clone()).await;
    assert_eq!(refusal(again), Some(PackageError::NotCounted));
    // One that is to come is called off instead.
    let planned = give_back(booked[1].id.clone()).await;
    assert_eq!(refusal(planned), Some(PackageError::NotCounted));
}

#[actix_web::test]
async fn requests_that_are_declined_or_run_out_give_the_session_back() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let booked = book(&rig, &token, &MONDAYS[..3]).await.unwrap();
    assert_eq!(ledger(&rig, &token).await, (0, 3, 2));
    let (viewer, now) = (host.viewer.clone(), rig.now());
    let ids = [booked[0].id.clone(), booked[1].id.clone()];
    rig.write(move |db| {
        bookings::decline(db, &viewer, &ids[0], "", now)?;
        bookings::confirm(db, &viewer, &ids[1], now)
    })
    .await
    .unwrap();
    assert_eq!(ledger(&rig, &token).await, (0, 2, 3));

    rig.clock.advance(minutes(3 * 24 * 60));
    rig.run_jobs().await.unwrap();

    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
}

#[actix_web::test]
async fn an_event_type_with_packages_can_be_closed_and_changed_but_not_removed() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());

    let removed = rig
        .write(move |db| event_types::delete(db, &viewer, &id))
        .await;
    assert!(matches!(removed, Err(ServiceError::InUse)));

    let mut changed = event_type_form();
    changed.rules.durations = vec![30];
    changed.visibility = Visibility::Closed;
    change(&rig, &host, changed).await;

    // What was sold holds: 50 minutes, by the link that was given.
    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    assert_eq!(booked[0].life.span.duration(), minutes(50));
    let (link, now) = (
        rig.state.links.token(&booked[0].id, Purpose::Manage),
        rig.now(),
    );
    let moved = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&link), None, at(TUESDAY), now))
        .await
        .unwrap();
    assert_eq!(moved.life.span.duration(), minutes(50));
}

/// The host changes the event type.
pub async fn change(rig: &Rig, host: &Host, form: event_types::EventTypeForm) {
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
}

#[actix_web::test]
async fn when_the_host_leaves_the_package_shows_its_ledger_and_gives_nothing_more() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    let (username, now) = (host.viewer.person.username.clone(), rig.now());
    rig.write(move |db| hosts::set_disabled(db, &username, true, now))
        .await
        .unwrap();

    let refused = book(&rig, &token, &MONDAYS[1..2]).await;

    assert_eq!(refusal(refused), Some(PackageError::HostGone));
    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
    assert!(!view(&rig, &token).await.is_offered());
}

#[actix_web::test]
async fn a_package_of_a_team_goes_on_with_those_who_stay() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "noor"]).await;
    let of_team = PackageForm {
        event_type_id: team.event_type.id.clone(),
        ..form(&team.hosts[0])
    };
    // Only who leads the team sells for it.
    let by_member = try_sell(&rig, &team.hosts[1], of_team.clone()).await;
    assert!(matches!(by_member, Err(ServiceError::Forbidden)));
    let (_, token) = sell(&rig, &team.hosts[0], of_team).await;
    let (lead, id) = (team.hosts[0].viewer.clone(), team.team.id.clone());
    let leaving = team.hosts[1].viewer.person.username.clone();

    rig.write(move |db| teams::remove_member(db, &lead, &id, &leaving))
        .await
        .unwrap();
    let booked = book(&rig, &token, &MONDAYS[..2]).await.unwrap();

    let mira = &team.hosts[0].viewer.person.id;
    assert!(booked.iter().all(|booking| booking.host_id == *mira));
}

#[actix_web::test]
async fn the_host_hears_when_a_package_is_nearly_used() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    let nearly = Reminder {
        id: String::new(),
        occasion: Occasion::Package { left: 1 },
        to: Audience::Client,
        de: Wording::default(),
        en: Wording::default(),
    };
    rig.write(move |db| {
        reminders::change(db, &viewer, &id, |plan| plan.reminders = vec![nearly], now)
    })
    .await
    .unwrap();

    book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    assert_eq!(rig.nearly_used().await, 0);
    book(&rig, &token, &MONDAYS[1..4]).await.unwrap();

    assert_eq!(rig.nearly_used().await, 1);
}

impl Rig {
    /// How many reminders wait to be sent.
    async fn nearly_used(&self) -> usize {
        let now = self.now();
        let waiting = self
            .write(move |db| Ok(zeitgenosse::store::jobs::take(db, now, minutes(0), 100)?))
            .await
            .unwrap();
        let reminders = waiting.iter();
        reminders
            .filter(|taken| matches!(taken.job, Job::Reminder { .. }))
            .count()
    }
}

#[actix_web::test]
async fn a_package_that_makes_no_sense_is_refused_at_its_fields() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let wrong = PackageForm {
        size: Some(101),
        minutes: Some(45),
        name: String::new(),
        email: "thea".to_owned(),
        zone: "Europe/Atlantis".to_owned(),
        cents: Some(0),
        last_day: Some("2026-01-07".parse().unwrap()),
        ..form(&host)
    };

    let Err(ServiceError::Invalid(errors)) = try_sell(&rig, &host, wrong).await else {
        panic!("it was sold");
    };

    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "minutes", "size", "name", "email", "zone", "price", "last_day"
        ]
    );
    let booked = book(&rig, "no-such-token", &MONDAYS[..1]).await;
    assert!(matches!(booked, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn a_session_of_a_package_costs_nothing_and_is_an_ordinary_booking() {
    let rig = Rig::new();
    let host = crate::prices::paid_host(&rig).await;
    let (_, token) = sell(&rig, &host, form(&host)).await;

    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();

    assert_eq!(booked[0].life.status, Status::Confirmed);
    let id = booked[0].id.clone();
    let charge = rig
        .write(move |db| zeitgenosse::service::prices::of_booking(db, &id))
        .await
        .unwrap();
    assert_eq!(charge, None);
}
