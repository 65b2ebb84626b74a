//! Prices as programs read and write them.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{LATER, SOON};
use crate::support::rig::{Host, Rig};

const PUBLIC: &str = "/api/v1/hosts/mira/event-types/first-session";

async fn ask(rig: &Rig, request: TestRequest) -> (u16, Value) {
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn event_type(price: &Value) -> Value {
    json!({"slug": "first-session", "title": "First session", "durations": [50, 80],
           "location": {"kind": "place", "address": "here"}, "price": price})
}

async fn put(rig: &Rig, host: &Host, price: &Value) -> (u16, Value) {
    let request = TestRequest::put()
        .uri(&format!("/api/v1/me/event-types/{}", host.event_type.id))
        .insert_header(("Authorization", format!("Bearer {}", host.token)))
        .set_json(event_type(price));
    ask(rig, request).await
}

fn prices() -> Value {
    json!({"currency": "EUR", "tax": {"kind": "vat", "rate": 8.1}, "durations": [
        {"duration": 50, "kind": "fixed", "amount": 7000, "covers": "the session"},
        {"duration": 80, "kind": "sliding", "steps": [
            {"amount": 4500, "covers": "a"}, {"amount": 7000, "covers": "b"},
            {"amount": 9500, "covers": "c"}]}]})
}

#[actix_web::test]
async fn a_price_is_read_as_it_was_written_and_nothing_is_free() {
    let rig = Rig::new();
    let host = rig.host("mira").await;

    let (_, free) = ask(&rig, TestRequest::get().uri(PUBLIC)).await;
    let (status, written) = put(&rig, &host, &prices()).await;
    let (_, public) = ask(&rig, TestRequest::get().uri(PUBLIC)).await;
    let (_, list) = ask(
        &rig,
        TestRequest::get().uri("/api/v1/hosts/mira/event-types"),
    )
    .await;
    let slots = format!("{PUBLIC}/slots?from=2026-02-02&to=2026-02-02&duration=80");
    let (_, slots) = ask(&rig, TestRequest::get().uri(&slots)).await;
    let (_, emptied) = put(&rig, &host, &json!({})).await;

    assert_eq!(free["price"], json!({}));
    assert_eq!((status, &written["price"]), (200, &prices()));
    assert_eq!(public["price"], prices());
    assert_eq!(list["items"][0]["price"], prices());
    assert_eq!(
        slots["price"]["durations"],
        json!([prices()["durations"][1]])
    );
    assert_eq!(emptied["price"], json!({}));
}

#[actix_web::test]
async fn a_price_that_cannot_be_is_refused_at_its_field_and_changes_nothing() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    put(&rig, &host, &prices()).await;
    let fixed =
        |amount: Value| json!({"durations": [{"duration": 50, "kind": "fixed", "amount": amount}]});

    for (price, field, code) in [
        (fixed(json!(-7000)), "price.50.standard", "not-positive"),
        (fixed(json!(0)), "price.50.standard", "not-positive"),
        (fixed(json!(100_000_000)), "price.50.standard", "too-much"),
        (fixed(json!(i64::MAX)), "price.50.standard", "too-much"),
        (
            json!({"currency": "XXX"}),
            "price.currency",
            "unknown-currency",
        ),
        (
            json!({"tax": {"kind": "vat", "rate": 19.55}}),
            "price.tax",
            "rate",
        ),
        (
            json!({"durations": [{"duration": 20, "kind": "fixed", "amount": 1}]}),
            "price.20",
            "unknown-duration",
        ),
        (
            json!({"durations": [{"duration": 50, "kind": "sliding", "steps": []}]}),
            "price.50",
            "three-steps",
        ),
    ] {
        let (status, problem) = put(&rig, &host, &price).await;
        assert_eq!(status, 422, "{price}");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
    let (malformed, _) = put(&rig, &host, &fixed(json!(70.5))).await;
    let (_, public) = ask(&rig, TestRequest::get().uri(PUBLIC)).await;

    assert_eq!(malformed, 400);
    assert_eq!(public["price"], prices());
}

#[actix_web::test]
async fn a_program_chooses_a_price_and_reads_it_with_the_booking() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    put(&rig, &host, &prices()).await;
    let wish = |start: &str, more: Value| {
        let mut wish = json!({"start": start, "duration": 80, "name": "Thea", "zone": "Europe/Berlin",
                              "email": "thea@post.example"});
        wish.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        TestRequest::post()
            .uri(&format!("{PUBLIC}/bookings"))
            .set_json(wish)
    };

    let (missing, problem) = ask(&rig, wish(LATER, json!({}))).await;
    let (early, consent) = ask(&rig, wish(SOON, json!({"price": "low"}))).await;
    let more = json!({"price": "high", "early_start": true});
    let (status, booked) = ask(&rig, wish(SOON, more)).await;
    let token = booked["manage_url"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    let found = TestRequest::get().uri(&format!("/api/v1/bookings/{token}"));
    let (_, found) = ask(&rig, found).await;
    let own = TestRequest::get()
        .uri("/api/v1/me/bookings")
        .insert_header(("Authorization", format!("Bearer {}", host.token)));
    let (_, own) = ask(&rig, own).await;

    assert_eq!(
        (missing, problem["errors"][0]["code"].as_str()),
        (422, Some("choose-price"))
    );
    assert_eq!(
        (early, consent["errors"][0]["field"].as_str()),
        (422, Some("early_start"))
    );
    let price = json!({"amount": 9500, "currency": "EUR", "choice": "high",
                       "tax": {"kind": "vat", "rate": 8.1}});
    assert_eq!((status, &booked["price"]), (201, &price));
    assert_eq!(found["price"], price);
    assert_eq!(own["items"][0]["price"], price);
}

fn as_host(host: &Host, request: TestRequest) -> TestRequest {
    request.insert_header(("Authorization", format!("Bearer {}", host.token)))
}

#[actix_web::test]
async fn an_invoice_is_made_paid_and_taken_back() {
    let rig = Rig::new();
    let host = super::paid_host(&rig).await;
    super::set_sender(&rig, &host, super::sender()).await;
    let booked = rig.book(super::early(SOON)).await.unwrap();
    let invoices = "/api/v1/me/invoices";
    let post =
        |path: &str, body: Value| as_host(&host, TestRequest::post().uri(path).set_json(body));

    let (status, made) = ask(
        &rig,
        post(invoices, json!({"bookings": [booked.booking.id]})),
    )
    .await;
    let one = format!("{invoices}/{}", made["id"].as_str().unwrap());
    let paid = TestRequest::put().uri(&format!("{one}/paid"));
    let paid = paid.set_json(json!({"paid_on": "2026-01-13"}));
    let (_, paid) = ask(&rig, as_host(&host, paid)).await;
    let wrong = TestRequest::put().uri(&format!("{one}/paid"));
    let wrong = wrong.set_json(json!({"paid_on": "2026-02-30"}));
    let (wrong, _) = ask(&rig, as_host(&host, wrong)).await;
    let (_, taken) = ask(&rig, post(&format!("{one}/take-back"), json!({}))).await;
    let (again, _) = ask(&rig, post(&format!("{one}/take-back"), json!({}))).await;
    let list = TestRequest::get().uri("/api/v1/me/invoices?limit=1");
    let (_, list) = ask(&rig, as_host(&host, list)).await;
    let other = rig.host("jonas").await;
    let (foreign, _) = ask(&rig, as_host(&other, TestRequest::get().uri(&one))).await;

    assert_eq!((status, &made["total"]), (201, &json!(7_000)));
    assert_eq!(paid["paid_on"], "2026-01-13");
    assert!(taken["taken_back_by"].is_string());
    assert_eq!((wrong, again, foreign), (422, 409, 404));
    assert_eq!(
        (list["items"].as_array().unwrap().len(), &list["next"]),
        (1, &json!("1"))
    );
}

#[actix_web::test]
async fn a_client_withdraws_and_hears_the_sum() {
    let rig = Rig::new();
    super::paid_host(&rig).await;
    let booked = rig.book(super::early(SOON)).await.unwrap();
    let token = crate::policy::manage(&rig, &booked);
    let path = format!("/api/v1/bookings/{token}/withdrawal");

    let (_, before) = ask(&rig, TestRequest::get().uri(&path)).await;
    let (status, done) = ask(&rig, TestRequest::post().uri(&path)).await;
    let (_, again) = ask(&rig, TestRequest::post().uri(&path)).await;

    assert_eq!(
        (&before["state"], &before["refund"]),
        (&json!("open"), &json!(7_000))
    );
    assert_eq!((status, &done["state"]), (200, &json!("withdrawn")));
    assert_eq!(done, again);
}
