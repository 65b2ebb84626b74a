use zeitgenosse::kernel::booking::Status;
use zeitgenosse::kernel::packages::{Outcome, PackageError, Rhythm, Standing};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::invoices::Sender;
use zeitgenosse::service::packages::{self, PackageForm};
use zeitgenosse::store::links::Purpose;

use super::{MONDAYS, book, form, ledger, refusal, sell, step, travel, view};
use crate::prices::{paid_host, sender, set_sender};
use crate::support::rig::{Rig, at};

/// Until Wednesday, 21 January.
fn short(host: &crate::support::rig::Host) -> PackageForm {
    PackageForm {
        last_day: Some("2026-01-21".parse().unwrap()),
        ..form(host)
    }
}

#[actix_web::test]
async fn sessions_beyond_the_validity_are_refused_and_earlier_ones_proposed() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, short(&host)).await;
    let (link, now) = (token.clone(), rig.now());

    let plan = rig
        .state
        .store
        .read(move |db| packages::series(db, &link, at(MONDAYS[0]), (Rhythm::Weekly, 3), now))
        .await
        .unwrap();

    assert_eq!(plan.proposals[1].outcome, Outcome::Free);
    let Outcome::BeyondValidity(before) = &plan.proposals[2].outcome else {
        panic!("{:?}", plan.proposals);
    };
    // The last free hour of the last day.
    assert_eq!(before[0].start(), at("2026-01-21T15:00:00Z"));
    let refused = book(&rig, &token, &MONDAYS[..3]).await;
    assert_eq!(refusal(refused), Some(PackageError::BeyondValidity));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
    let start = before[0].start().to_rfc3339();
    let instead = [MONDAYS[0], MONDAYS[1], start.as_str()];
    assert_eq!(book(&rig, &token, &instead).await.unwrap().len(), 3);
}

#[actix_web::test]
async fn what_was_booked_stays_when_the_package_expires() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, short(&host)).await;
    book(&rig, &token, &MONDAYS[..2]).await.unwrap();
    travel(&rig, "2026-01-22T08:00:00Z");

    let refused = book(&rig, &token, &MONDAYS[2..3]).await;

    assert_eq!(refusal(refused), Some(PackageError::Expired));
    let view = view(&rig, &token).await;
    assert!(matches!(
        view.package.standing(rig.now()),
        Standing::Expired(_)
    ));
    let sessions = view.sessions.iter();
    assert!(
        sessions
            .clone()
            .all(|(it, _)| it.status == Status::Confirmed)
    );
    assert_eq!(ledger(&rig, &token).await, (2, 0, 3));
}

#[actix_web::test]
async fn a_session_can_move_within_the_validity_and_not_beyond() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    // Others can book 60 days ahead, until 9 March.
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    let reschedule = |start: &'static str| {
        let link = rig.state.links.token(&booked[0].id, Purpose::Manage);
        let now = rig.now();
        rig.write(move |db| bookings::reschedule(db, &By::Link(&link), None, at(start), now))
    };

    reschedule("2026-03-31T08:00:00Z").await.unwrap();
    let beyond = reschedule("2026-04-01T08:00:00Z").await;

    assert_eq!(refusal(beyond), Some(PackageError::BeyondValidity));
    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
}

#[actix_web::test]
async fn while_it_rests_nothing_is_booked_and_then_its_last_day_has_moved() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, short(&host)).await;
    book(&rig, &token, &MONDAYS[1..2]).await.unwrap();

    step(&rig, &host, &package.id, "freeze").await.unwrap();
    let refused = book(&rig, &token, &MONDAYS[..1]).await;
    assert_eq!(refusal(refused), Some(PackageError::Frozen));
    let twice = step(&rig, &host, &package.id, "freeze").await;
    assert_eq!(refusal(twice), Some(PackageError::Frozen));
    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));

    // It rests for longer than it was valid, and does not expire.
    travel(&rig, "2026-01-29T08:00:00Z");
    let thawed = step(&rig, &host, &package.id, "thaw").await.unwrap();

    assert_eq!(thawed.last_day, Some("2026-02-11".parse().unwrap()));
    book(&rig, &token, &MONDAYS[3..]).await.unwrap();
    let again = step(&rig, &host, &package.id, "thaw").await;
    assert_eq!(refusal(again), Some(PackageError::NotFrozen));
}

/// Five sessions for 300 €, one alone 70 €.
pub(super) fn paid(host: &crate::support::rig::Host) -> PackageForm {
    PackageForm {
        cents: Some(30_000),
        ..form(host)
    }
}

#[actix_web::test]
async fn ending_calls_off_what_is_planned_and_gives_back_the_rest() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    let automatic = Sender {
        is_automatic: true,
        ..sender()
    };
    set_sender(&rig, &host, automatic).await;
    let (package, token) = sell(&rig, &host, paid(&host)).await;
    book(&rig, &token, &MONDAYS).await.unwrap();
    travel(&rig, "2026-01-20T08:00:00Z");
    assert_eq!(ledger(&rig, &token).await, (2, 2, 1));

    let ended = step(&rig, &host, &package.id, "end").await.unwrap();

    assert_eq!(ended.ended.unwrap().refund_cents, 30_000 - 2 * 7_000);
    assert_eq!(ledger(&rig, &token).await, (2, 0, 0));
    let view = view(&rig, &token).await;
    let planned = &view.sessions[2].1.life;
    assert!(matches!(planned.status, Status::Cancelled { .. }));
    let cents: Vec<i64> = view.invoices.iter().map(|it| it.total.cents).collect();
    assert_eq!(cents, [30_000, -30_000, 14_000]);
    let refused = book(&rig, &token, &MONDAYS[2..3]).await;
    assert_eq!(refusal(refused), Some(PackageError::Ended));
    let again = step(&rig, &host, &package.id, "end").await;
    assert_eq!(refusal(again), Some(PackageError::Ended));
}

#[actix_web::test]
async fn a_package_that_was_not_used_is_given_back_whole() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    set_sender(&rig, &host, sender()).await;
    let (package, token) = sell(&rig, &host, paid(&host)).await;
    assert!(view(&rig, &token).await.invoices.is_empty());
    let make = || {
        let (viewer, id, now) = (host.viewer.clone(), package.id.clone(), rig.now());
        rig.write(move |db| packages::make_invoice(db, &viewer, &id, now))
    };
    make().await.unwrap();
    assert!(make().await.is_err(), "there is one already");

    step(&rig, &host, &package.id, "end").await.unwrap();

    let view = view(&rig, &token).await;
    let cents: Vec<i64> = view.invoices.iter().map(|it| it.total.cents).collect();
    assert_eq!(cents, [30_000, -30_000]);
    assert!(make().await.is_err(), "nothing is owed any more");
}

#[actix_web::test]
async fn the_letter_about_the_end_comes_two_weeks_before_and_for_the_day_that_holds() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, _) = sell(&rig, &host, form(&host)).await;
    rig.run_jobs().await.unwrap();
    let before = rig.mails().len();
    step(&rig, &host, &package.id, "freeze").await.unwrap();
    travel(&rig, "2026-01-15T08:00:00Z");
    step(&rig, &host, &package.id, "thaw").await.unwrap();
    rig.run_jobs().await.unwrap();

    // A week later than it would have been.
    travel(&rig, "2026-03-18T08:00:00Z");
    rig.run_jobs().await.unwrap();
    let told = rig.mails().len();
    travel(&rig, "2026-03-25T08:00:00Z");
    rig.run_jobs().await.unwrap();

    assert_eq!(rig.mails().len(), told + 1);
    assert!(told > before);
    let mails = rig.mails();
    assert!(
        mails
            .iter()
            .any(|(_, mail)| mail.contains("The package expires soon"))
    );
}
