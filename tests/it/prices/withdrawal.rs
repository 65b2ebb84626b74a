//! The button to withdraw (§ 356a BGB).

use chrono::TimeDelta;
use zeitgenosse::kernel::booking::{CancelledBy, Status};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::{ServiceError, withdrawals};
use zeitgenosse::store::prices as rows;

use super::{LATER, SOON, book, early, paid_host, sender, set_sender};
use crate::desk;
use crate::pages::{get, location, post, read};
use crate::support::rig::{Rig, at, booking};

#[actix_web::test]
async fn a_client_withdraws_in_two_steps_and_both_sides_get_it_in_writing() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let (booked, path) = book(&rig, early(SOON)).await;
    rig.run_jobs().await.unwrap();
    let before = rig.mails().len();

    let (_, asked) = get(&rig, &format!("{path}/withdraw")).await;
    let done = post(&rig, &format!("{path}/withdraw"), &[]).await;
    let (_, page) = get(&rig, &location(&done)).await;
    rig.run_jobs().await.unwrap();

    assert!(asked.contains("until Thursday 22\u{a0}January 2026") && asked.contains("€70"));
    assert!(asked.contains("hereby withdraw from the contract about “First session”"));
    assert!(page.contains("<h1>Withdrawn.</h1>"));
    assert!(page.contains("received Thursday 8\u{a0}January 2026, 8:00"));
    let id = booked.booking.id.clone();
    let status = rig
        .write(move |db| bookings::load(db, &id))
        .await
        .unwrap()
        .booking
        .life
        .status;
    let by = CancelledBy::Attendee;
    assert_eq!(status, Status::Cancelled { at: rig.now(), by });
    // Each gets the news with the entry for the calendar, and the receipt.
    let mails = rig.mails();
    assert_eq!(mails.len(), before + 4);
    let receipts = mails.iter().filter(|(name, _)| name.contains("withdrawal"));
    let receipts: Vec<_> = receipts
        .map(|(_, mail)| mail.replace("=\r\n", ""))
        .collect();
    assert_eq!(receipts.len(), 2);
    assert!(
        receipts
            .iter()
            .any(|mail| mail.contains("hereby withdraw") && mail.contains("2026, 8:00"))
    );
    assert!(
        receipts
            .iter()
            .any(|mail| mail.contains("Hiermit widerrufe ich"))
    );
}

#[actix_web::test]
async fn who_withdraws_twice_gets_the_same_answer_and_no_second_receipt() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let (_, path) = book(&rig, early(SOON)).await;
    post(&rig, &format!("{path}/withdraw"), &[]).await;
    rig.run_jobs().await.unwrap();
    let mails = rig.mails().len();
    rig.clock.advance(TimeDelta::hours(1));

    let again = post(&rig, &format!("{path}/withdraw"), &[]).await;
    let (_, page) = get(&rig, &location(&again)).await;

    assert_eq!(again.status(), 303);
    assert!(page.contains("received Thursday 8\u{a0}January 2026, 8:00"));
    assert_eq!(rig.run_jobs().await.unwrap(), 0);
    assert_eq!(rig.mails().len(), mails);
}

#[actix_web::test]
async fn the_right_ends_with_its_last_day_in_the_zone_of_the_client() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let (_, path) = book(&rig, booking("mira", LATER)).await;
    // Booked on the 8th; in Lisbon the 22nd ends at midnight UTC.
    rig.clock.advance(at("2026-01-22T23:59:59Z") - rig.now());
    let (_, open) = get(&rig, &format!("{path}/withdraw")).await;
    rig.clock.advance(TimeDelta::seconds(1));

    let (status, body) = read(post(&rig, &format!("{path}/withdraw"), &[]).await).await;
    let (_, page) = get(&rig, &path).await;

    assert!(open.contains("Confirm withdrawal"));
    assert_eq!(status, 409);
    assert!(
        body.contains("The time to withdraw is over. It lasted until Thursday 22\u{a0}January")
    );
    assert!(!page.contains("Withdraw from contract"));
    assert!(page.contains("<h1>Agreed.</h1>"), "nothing was changed");
}

#[actix_web::test]
async fn after_the_session_the_right_is_gone_and_the_page_says_so() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let (_, path) = book(&rig, early(SOON)).await;
    rig.clock.advance(at("2026-01-12T09:50:00Z") - rig.now());

    let (status, body) = read(post(&rig, &format!("{path}/withdraw"), &[]).await).await;

    assert_eq!(status, 409);
    assert!(body.contains("has fully taken place"));
}

#[actix_web::test]
async fn who_cancelled_may_still_withdraw_and_what_the_host_ended_is_over() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    let (_, own) = book(&rig, early(SOON)).await;
    let (ended, theirs) = book(&rig, early("2026-01-13T09:00:00Z")).await;
    post(&rig, &format!("{own}/cancel"), &[("reason", "")]).await;
    let (viewer, id, now) = (host.viewer.clone(), ended.booking.id.clone(), rig.now());
    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();

    let withdrawn = post(&rig, &format!("{own}/withdraw"), &[]).await;
    let (refused, body) = read(post(&rig, &format!("{theirs}/withdraw"), &[]).await).await;

    assert_eq!(withdrawn.status(), 303);
    assert_eq!(refused, 409);
    assert!(body.contains("no contract left"));
}

#[actix_web::test]
async fn the_right_of_a_request_counts_from_the_answer() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    super::set_price(&rig, &host, super::fixed()).await;
    let (booked, path) = book(&rig, booking("mira", LATER)).await;
    rig.clock.advance(TimeDelta::hours(40));
    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    rig.write(move |db| bookings::confirm(db, &viewer, &id, now))
        .await
        .unwrap();

    let (_, page) = get(&rig, &path).await;

    // Agreed on Saturday the 10th; the 24th is a Saturday, too.
    assert!(page.contains("until Monday 26\u{a0}January 2026"), "{page}");
}

#[actix_web::test]
async fn the_consent_is_kept_with_the_version_of_its_words() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let (soon, _) = book(&rig, early(SOON)).await;
    let (later, _) = book(&rig, booking("mira", LATER)).await;

    let consents = rig
        .write(move |db| {
            let mut of =
                |id: &str| Ok::<_, ServiceError>(rows::find_charge(db, id)?.unwrap().consent);
            Ok((of(&soon.booking.id)?, of(&later.booking.id)?))
        })
        .await
        .unwrap();

    let version = zeitgenosse::kernel::withdrawal::CONSENT_VERSION;
    assert_eq!(consents, (version.to_owned(), String::new()));
}

#[actix_web::test]
async fn a_withdrawal_takes_the_invoice_back() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    set_sender(
        &rig,
        &host,
        zeitgenosse::service::invoices::Sender {
            is_automatic: true,
            ..sender()
        },
    )
    .await;
    let (booked, path) = book(&rig, early(SOON)).await;
    let (_, invoice) = get(&rig, &format!("{path}/invoice")).await;

    post(&rig, &format!("{path}/withdraw"), &[]).await;

    let (_, storno) = get(&rig, &format!("{path}/invoice")).await;
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let desk_path = format!("/desk/bookings/{}", booked.booking.id);
    let (_, desk) = desk::get(&rig, &desk_path, &cookie).await;
    assert!(invoice.contains("<h1>Invoice RE-2026-0001</h1>"));
    assert!(storno.contains("<h1>Cancellation invoice RE-2026-0002</h1>"));
    assert!(storno.contains("\u{2212}€70"));
    assert!(desk.contains("Stornorechnung RE-2026-0002") && !desk.contains("Rechnung schreiben"));
}

#[actix_web::test]
async fn a_forged_link_withdraws_nothing() {
    let rig = Rig::new();
    paid_host(&rig).await;
    let now = rig.now();

    let refused = rig
        .write(move |db| withdrawals::withdraw(db, "forged", now))
        .await;

    assert!(matches!(refused, Err(ServiceError::NotFound)));
}
