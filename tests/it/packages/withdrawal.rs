//! A client withdraws from the contract about a package.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use zeitgenosse::kernel::booking::Status;
use zeitgenosse::service::invoices::Sender;

use super::days::paid;
use super::mails::{about, decoded};
use super::{MONDAYS, book, ledger, sell, step, travel, view};
use crate::pages::{get, post, read};
use crate::prices::{paid_host, sender, set_sender};
use crate::support::rig::{Host, Rig};

/// A package that was sold on 8 January with an invoice; two of its sessions are in January.
async fn sold() -> (Rig, Host, String, String) {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    let automatic = Sender {
        is_automatic: true,
        ..sender()
    };
    set_sender(&rig, &host, automatic).await;
    let (package, token) = sell(&rig, &host, paid(&host)).await;
    book(&rig, &token, &MONDAYS).await.unwrap();
    (rig, host, package.id, token)
}

#[actix_web::test]
async fn the_page_of_a_package_has_the_button_and_says_what_comes_back() {
    let (rig, _, _, token) = sold().await;
    travel(&rig, "2026-01-13T08:00:00Z");
    let path = format!("/p/{token}/withdraw");

    let (_, package) = get(&rig, &format!("/p/{token}")).await;
    assert!(package.contains(&format!("href=\"{path}\"")), "{package}");
    let (_, question) = get(&rig, &path).await;
    // One of five was used, and costs 70 € alone.
    assert!(question.contains("€230"), "{question}");
    let first = post(&rig, &path, &[]).await;
    let (_, done) = get(&rig, &path).await;
    let second = post(&rig, &path, &[]).await;

    assert_eq!(
        (first.status(), second.status()),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
    );
    assert!(done.contains("Withdrawn.") && done.contains("€230"));
    assert_eq!(ledger(&rig, &token).await, (1, 0, 0));
    let view = view(&rig, &token).await;
    let cents: Vec<i64> = view.invoices.iter().map(|it| it.total.cents).collect();
    assert_eq!(cents, [30_000, -30_000, 7_000]);
    let planned = &view.sessions[2].1.life;
    assert!(matches!(planned.status, Status::Cancelled { .. }));
}

#[actix_web::test]
async fn both_sides_get_the_receipt_once() {
    let (rig, _, _, token) = sold().await;
    let path = format!("/p/{token}/withdraw");
    post(&rig, &path, &[]).await;
    post(&rig, &path, &[]).await;

    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    let client = about(&mails, "thea@post.example", "Withdrawn");
    assert_eq!(client.len(), 1);
    let text = decoded(client[0]);
    assert!(
        text.contains("hereby withdraw") && text.contains("=E2=82=AC300"),
        "{text}"
    );
    assert_eq!(about(&mails, "mira@coop.example", "Widerrufen").len(), 1);
}

#[actix_web::test]
async fn after_two_weeks_or_when_its_host_has_ended_it_nobody_withdraws() {
    let (rig, host, id, token) = sold().await;
    let path = format!("/p/{token}/withdraw");
    travel(&rig, "2026-01-23T08:00:00Z");

    let (_, package) = get(&rig, &format!("/p/{token}")).await;
    let (status, late) = read(post(&rig, &path, &[]).await).await;
    assert!(!package.contains(&path));
    assert_eq!(status, 409);
    assert!(late.contains("The time to withdraw is over."), "{late}");

    step(&rig, &host, &id, "end").await.unwrap();
    let (status, _) = read(post(&rig, &path, &[]).await).await;
    assert_eq!(status, 409);
}

#[actix_web::test]
async fn programs_withdraw_as_well() {
    let (rig, _, _, token) = sold().await;
    let path = format!("/api/v1/packages/{token}/withdrawal");
    let ask = async |request: TestRequest| -> Value {
        let (status, text) = read(rig.send(request.uri(&path)).await).await;
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    };

    let before = ask(TestRequest::get()).await;
    let after = ask(TestRequest::post()).await;

    assert_eq!(before["state"], "open");
    assert_eq!(after["state"], "withdrawn");
    assert_eq!(after["refund"], json!(30_000));
}
