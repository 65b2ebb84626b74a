//! Invoices: numbers, pages, what can happen to them.

use diesel::connection::SimpleConnection;
use futures_util::future::join_all;
use zeitgenosse::kernel::invoice::InvoiceError;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::invoices::{self, Invoice, Sender};
use zeitgenosse::service::{ServiceError, Viewer};
use zeitgenosse::store::{Db, StoreError};

use super::{LATER, SOON, book, early, paid_host, sender, set_price, set_sender};
use crate::desk::{self, get, post};
use crate::pages::{self, location, read};
use crate::support::rig::{Host, Rig, at, booking};

async fn make(rig: &Rig, viewer: &Viewer, ids: &[&str]) -> Result<Invoice, ServiceError> {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let (viewer, now) = (viewer.clone(), rig.now());
    rig.write(move |db| invoices::make(db, &viewer, &ids, "", now))
        .await
}

fn refusal(result: Result<Invoice, ServiceError>) -> InvoiceError {
    match result {
        Err(ServiceError::Invoice(error)) => error,
        other => panic!("{other:?}"),
    }
}

async fn host_with_sender(rig: &Rig) -> Host {
    let host = paid_host(rig).await;
    set_sender(rig, &host, sender()).await;
    host
}

#[actix_web::test]
async fn twenty_invoices_at_once_have_twenty_numbers_in_a_row() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let mut ids = Vec::new();
    for day in [2, 3, 4] {
        for hour in 8..15 {
            let start = format!("2026-02-0{day}T{hour:02}:00:00Z");
            ids.push(book(&rig, booking("mira", &start)).await.0.booking.id);
        }
    }
    ids.truncate(20);

    let made = join_all(
        ids.iter()
            .map(async |id| make(&rig, &host.viewer, &[id]).await),
    )
    .await;

    let mut serials: Vec<u32> = made.into_iter().map(|made| made.unwrap().serial).collect();
    serials.sort_unstable();
    assert_eq!(serials, (1..=20).collect::<Vec<_>>());
}

#[actix_web::test]
async fn one_session_gets_one_invoice_however_often_it_is_asked_for_at_once() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (booked, _) = book(&rig, booking("mira", LATER)).await;
    let id = booked.booking.id.as_str();

    let made = join_all((0..10).map(async |_| make(&rig, &host.viewer, &[id]).await)).await;

    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
    // A refusal takes no number.
    let (other, _) = book(&rig, booking("mira", "2026-02-03T09:00:00Z")).await;
    let next = make(&rig, &host.viewer, &[&other.booking.id])
        .await
        .unwrap();
    assert_eq!(next.number, "RE-2026-0002");
}

#[actix_web::test]
async fn a_circle_begins_anew_with_the_year_of_the_host() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (first, _) = book(&rig, booking("mira", LATER)).await;
    let (second, _) = book(&rig, booking("mira", "2026-02-03T09:00:00Z")).await;
    make(&rig, &host.viewer, &[&first.booking.id])
        .await
        .unwrap();
    // In Berlin it is 2027 already.
    rig.clock.advance(at("2026-12-31T23:30:00Z") - rig.now());

    let made = make(&rig, &host.viewer, &[&second.booking.id])
        .await
        .unwrap();

    assert_eq!(
        (made.number.as_str(), made.issued_on.to_string().as_str()),
        ("RE-2027-0001", "2027-01-01")
    );
}

#[actix_web::test]
async fn what_is_not_owed_or_does_not_belong_together_is_refused() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    let (first, _) = book(&rig, booking("mira", LATER)).await;
    let (id, viewer) = (first.booking.id.as_str(), &host.viewer);
    assert_eq!(
        refusal(make(&rig, viewer, &[id]).await),
        InvoiceError::NoSender
    );
    set_sender(&rig, &host, sender()).await;

    let (march, _) = book(&rig, booking("mira", "2026-03-02T09:00:00Z")).await;
    let mut stranger = booking("mira", "2026-02-03T09:00:00Z");
    stranger.email = "lia@post.example".to_owned();
    let (stranger, _) = book(&rig, stranger).await;
    let (cancelled, path) = book(&rig, booking("mira", "2026-02-04T09:00:00Z")).await;
    pages::post(&rig, &format!("{path}/cancel"), &[("reason", "")]).await;
    set_price(&rig, &host, zeitgenosse::kernel::price::Pricing::default()).await;
    let (free, _) = book(&rig, booking("mira", "2026-02-05T09:00:00Z")).await;

    for (ids, expected) in [
        (vec![id, march.booking.id.as_str()], InvoiceError::Mixed),
        (vec![id, stranger.booking.id.as_str()], InvoiceError::Mixed),
        (
            vec![cancelled.booking.id.as_str()],
            InvoiceError::NothingOwed,
        ),
        (vec![free.booking.id.as_str()], InvoiceError::NothingOwed),
        (vec![], InvoiceError::Mixed),
    ] {
        assert_eq!(refusal(make(&rig, viewer, &ids).await), expected);
    }
    assert_eq!(
        make(&rig, viewer, &[id]).await.unwrap().serial,
        1,
        "no number was lost"
    );
    assert_eq!(
        refusal(make(&rig, viewer, &[id]).await),
        InvoiceError::AlreadyMade
    );
}

#[actix_web::test]
async fn an_invoice_of_a_session_that_is_cancelled_later_stays_until_it_is_taken_back() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (booked, _) = book(&rig, booking("mira", LATER)).await;
    let invoice = make(&rig, &host.viewer, &[&booked.booking.id])
        .await
        .unwrap();
    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/invoices/{}", invoice.id);

    let (status, page) = get(&rig, &path, &cookie).await;
    let taken_back = post(&rig, &format!("{path}/storno"), &[], &cookie).await;
    let (again, body) = read(post(&rig, &format!("{path}/storno"), &[], &cookie).await).await;
    let day = [("paid_on", "2026-01-08")];
    let (paid, _) = read(post(&rig, &format!("{path}/paid"), &day, &cookie).await).await;

    assert_eq!(status, 200);
    assert!(page.contains("Rechnung RE-2026-0001"));
    assert!(location(&taken_back).ends_with("?done=invoice-storno"));
    assert_eq!((again, paid), (409, 409));
    assert!(body.contains("Storniert durch RE-2026-0002") && body.contains("schon storniert"));
    assert!(!body.contains("QR-Code"), "nothing is to be transferred");
}

#[actix_web::test]
async fn the_database_itself_refuses_to_change_an_invoice() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (booked, _) = book(&rig, booking("mira", LATER)).await;
    make(&rig, &host.viewer, &[&booked.booking.id])
        .await
        .unwrap();
    let mut db = Db::open(&rig.database.url).unwrap();

    for statement in [
        "UPDATE invoices SET cents = 1",
        "UPDATE invoice_lines SET title = 'x'",
    ] {
        let error: StoreError = db.batch_execute(statement).unwrap_err().into();
        assert!(
            error.to_string().contains("invoices_never_change"),
            "{error}"
        );
    }
}

#[actix_web::test]
async fn an_invoice_keeps_its_sender_and_its_client() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (booked, path) = book(&rig, booking("mira", LATER)).await;
    make(&rig, &host.viewer, &[&booked.booking.id])
        .await
        .unwrap();
    set_sender(
        &rig,
        &host,
        Sender {
            name: "Somebody Else".to_owned(),
            ..sender()
        },
    )
    .await;

    let (_, page) = pages::get(&rig, &format!("{path}/invoice")).await;

    assert!(page.contains("Mira Lindner") && !page.contains("Somebody Else"));
    assert!(page.contains("DE02\u{a0}1203\u{a0}0000\u{a0}0000\u{a0}2020\u{a0}51"));
    assert!(page.contains("role=\"img\" aria-label=\"QR code for the transfer\""));
}

#[actix_web::test]
async fn a_host_writes_one_invoice_for_a_month_sends_it_and_marks_it_as_paid() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let (first, path) = book(&rig, booking("mira", LATER)).await;
    let (second, _) = book(&rig, booking("mira", "2026-02-09T09:00:00Z")).await;
    rig.run_jobs().await.unwrap();
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let form = format!("/desk/bookings/{}/invoice", first.booking.id);
    let (_, shown) = get(&rig, &form, &cookie).await;
    assert!(shown.contains(&format!("value=\"{}\"", second.booking.id)));

    let fields = [
        ("with", second.booking.id.as_str()),
        ("address", "Gasse 1\n1010 Wien"),
    ];
    let made = location(&post(&rig, &form, &fields, &cookie).await);
    let invoice = made.split('?').next().unwrap().to_owned();
    let before = rig.mails().len();
    post(&rig, &format!("{invoice}/send"), &[], &cookie).await;
    rig.run_jobs().await.unwrap();
    let (_, client) = pages::get(&rig, &format!("{path}/invoice")).await;
    let (_, open) = get(&rig, "/desk/invoices", &cookie).await;
    let (wrong, _) = read(
        post(
            &rig,
            &format!("{invoice}/paid"),
            &[("paid_on", "soon")],
            &cookie,
        )
        .await,
    )
    .await;
    let day = [("paid_on", "2026-01-08")];
    post(&rig, &format!("{invoice}/paid"), &day, &cookie).await;
    let (_, still_open) = get(&rig, "/desk/invoices", &cookie).await;
    let (_, paid) = get(&rig, "/desk/invoices?list=paid", &cookie).await;
    post(&rig, &format!("{invoice}/unpaid"), &[], &cookie).await;
    let (_, open_again) = get(&rig, "/desk/invoices", &cookie).await;

    assert!(client.contains("€140") && client.contains("1010 Wien"));
    let mails = rig.mails();
    assert_eq!(mails.len(), before + 1);
    let mail = mails
        .iter()
        .find(|(name, _)| name.contains("invoice"))
        .unwrap();
    let mail = mail.1.replace("=\r\n", "").replace("=\n", "");
    assert!(mail.contains(&format!("{path}/invoice")), "{mail}");
    assert_eq!(wrong, 422);
    assert!(open.contains("RE-2026-0001") && open_again.contains("RE-2026-0001"));
    assert!(!still_open.contains("RE-2026-0001"));
    assert!(paid.contains("RE-2026-0001") && paid.contains("bezahlt"));
}

#[actix_web::test]
async fn a_name_that_is_a_formula_is_a_text_in_the_table() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let mut new = booking("mira", LATER);
    new.name = "=HYPERLINK(\"http://evil.example\")".to_owned();
    let (booked, _) = book(&rig, new).await;
    make(&rig, &host.viewer, &[&booked.booking.id])
        .await
        .unwrap();
    let cookie = desk::signed_in(&rig, &host.viewer).await;

    let (status, table) = get(&rig, "/desk/invoices.csv", &cookie).await;

    assert_eq!(status, 200);
    let row = table.lines().nth(1).unwrap();
    assert!(
        row.starts_with("RE-2026-0001,2026-01-08,\"'=HYPERLINK("),
        "{row}"
    );
    assert!(row.contains(",70,0,70,EUR,,"), "{row}");
}

#[actix_web::test]
async fn what_is_wrong_with_the_sender_is_said_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = desk::signed_in(&rig, &host.viewer).await;
    let path = "/desk/invoices/sender";

    for (name, value) in [
        ("name", ""),
        ("address", ""),
        ("tax_number", ""),
        ("iban", "DE02 1203 0000 0000 2020 52"),
        ("iban", ""),
        ("iban", "=1+1"),
        ("bic", "SHORT"),
        ("prefix", "Rö ="),
        ("note", &"x".repeat(301)),
    ] {
        let mut fields = vec![
            ("name", "Mira"),
            ("address", "Am Zollhafen 3"),
            ("tax_number", "22/000/00000"),
            ("iban", "de02120300000000202051"),
            ("prefix", "RE-"),
        ];
        fields.retain(|(other, _)| *other != name);
        fields.push((name, value));
        let (status, body) = read(post(&rig, path, &fields, &cookie).await).await;
        assert_eq!(status, 422, "{name}={value}");
        assert!(
            body.contains(&format!("id=\"{name}-error\"")),
            "{name}={value}"
        );
    }
}

#[actix_web::test]
async fn an_invoice_made_by_itself_comes_with_the_hosts_yes_and_only_once() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    set_price(&rig, &host, super::fixed()).await;
    set_sender(
        &rig,
        &host,
        Sender {
            is_automatic: true,
            ..sender()
        },
    )
    .await;
    let (booked, path) = book(&rig, early(SOON)).await;
    let (before, _) = pages::get(&rig, &format!("{path}/invoice")).await;
    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    rig.write(move |db| bookings::confirm(db, &viewer, &id, now))
        .await
        .unwrap();

    let (after, page) = pages::get(&rig, &format!("{path}/invoice")).await;
    let again = make(&rig, &host.viewer, &[&booked.booking.id]).await;
    rig.run_jobs().await.unwrap();

    assert_eq!((before, after), (404, 200));
    assert!(page.contains("RE-2026-0001"));
    assert_eq!(refusal(again), InvoiceError::AlreadyMade);
    let sent = rig
        .mails()
        .iter()
        .filter(|(name, _)| name.contains("invoice"))
        .count();
    assert_eq!(sent, 1);
}

#[actix_web::test]
async fn the_invoices_of_others_are_not_found() {
    let rig = Rig::new();
    let host = host_with_sender(&rig).await;
    let other = rig.host("jannis").await;
    let (booked, _) = book(&rig, booking("mira", LATER)).await;
    let invoice = make(&rig, &host.viewer, &[&booked.booking.id])
        .await
        .unwrap();
    let cookie = desk::signed_in(&rig, &other.viewer).await;
    let path = format!("/desk/invoices/{}", invoice.id);

    let (shown, _) = get(&rig, &path, &cookie).await;
    let (taken_back, _) = read(post(&rig, &format!("{path}/storno"), &[], &cookie).await).await;
    let (_, table) = get(&rig, "/desk/invoices.csv", &cookie).await;

    assert_eq!((shown, taken_back), (404, 404));
    assert_eq!(table.lines().count(), 1);
}
