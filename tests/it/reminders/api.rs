//! The API of reminders.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{MONDAY, live_until, sent};
use crate::support::rig::{Host, Rig, booking};

async fn ask(rig: &Rig, host: &Host, request: TestRequest, body: Option<Value>) -> (u16, Value) {
    let mut request = request.insert_header(("Authorization", format!("Bearer {}", host.token)));
    if let Some(body) = body {
        request = request.set_json(body);
    }
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap())
}

fn path(host: &Host) -> String {
    format!("/api/v1/me/event-types/{}/reminders", host.event_type.id)
}

#[actix_web::test]
async fn an_event_type_that_nobody_has_changed_has_the_standard() {
    let rig = Rig::new();
    let host = rig.host("mira").await;

    let (status, body) = ask(&rig, &host, TestRequest::get().uri(&path(&host)), None).await;

    let words = json!({"subject": "", "body": ""});
    let one = |id: &str, minutes: u32| {
        json!({"id": id, "occasion": {"kind": "before", "minutes": minutes}, "to": "client",
               "de": words, "en": words})
    };
    assert_eq!(status, 200);
    let expected = json!({"standard": true, "tone": null,
                          "reminders": [one("day", 1440), one("hour", 60)]});
    assert_eq!(body, expected);
}

#[actix_web::test]
async fn what_was_put_is_got_and_sent_and_the_standard_can_come_back() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let wish = json!({"tone": "du", "reminders": [
        {"occasion": {"kind": "before", "minutes": 30},
         "en": {"subject": "{title}, {name}", "body": "Bring {{tea}}.\n{when}\n{nothing}"}}]});

    let (refused, problem) = ask(
        &rig,
        &host,
        TestRequest::put().uri(&path(&host)),
        Some(wish.clone()),
    )
    .await;
    let mut wish = wish;
    wish["reminders"][0]["en"]["body"] = json!("Bring {{tea}}.\n{when}");
    let (status, put) = ask(
        &rig,
        &host,
        TestRequest::put().uri(&path(&host)),
        Some(wish),
    )
    .await;
    let (_, got) = ask(&rig, &host, TestRequest::get().uri(&path(&host)), None).await;
    let (_, same) = ask(
        &rig,
        &host,
        TestRequest::put().uri(&path(&host)),
        Some(got.clone()),
    )
    .await;
    live_until(&rig, "2026-01-12T08:30:00Z").await;

    assert_eq!(refused, 422);
    assert_eq!(problem["errors"][0]["field"], "reminders.0.en.body");
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("{name}, {host}"), "{message}");
    assert_eq!(status, 200);
    assert_eq!(put["standard"], false);
    assert_eq!(put, got);
    assert_eq!(got, same, "an id does not last");
    let sent = sent(&rig);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.contains("Subject: First session, Thea Behrend"));
    assert!(sent[0].1.contains("Bring {tea}."), "{}", sent[0].1);

    let standard = json!({"standard": true});
    let (_, back) = ask(
        &rig,
        &host,
        TestRequest::put().uri(&path(&host)),
        Some(standard),
    )
    .await;
    assert_eq!(back["reminders"][0]["id"], "day");
}

#[actix_web::test]
async fn bodies_that_make_no_sense_and_strangers_are_refused() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let stranger = rig.host("noor").await;

    for body in [
        json!({"reminders": [{"occasion": {"kind": "never"}}]}),
        json!({"reminders": [{"occasion": {"kind": "before", "minutes": -5}}]}),
        json!({"tone": "hey"}),
        json!({"other": 1}),
    ] {
        let request = TestRequest::put().uri(&path(&host));
        let (status, _) = ask(&rig, &host, request, Some(body.clone())).await;
        assert_eq!(status, 400, "{body}");
    }
    let request = TestRequest::put().uri(&path(&host));
    assert_eq!(ask(&rig, &host, request, Some(json!({}))).await.0, 422);
    let request = TestRequest::get().uri(&path(&host));
    assert_eq!(ask(&rig, &stranger, request, None).await.0, 404);
    let request = TestRequest::put().uri(&path(&host));
    let body = json!({"reminders": []});
    assert_eq!(ask(&rig, &stranger, request, Some(body)).await.0, 404);
    assert_eq!(rig.call(TestRequest::get().uri(&path(&host))).await.0, 401);
}

#[actix_web::test]
async fn a_host_chooses_how_people_are_addressed() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let uri = "/api/v1/me/reminders";

    let (_, before) = ask(&rig, &host, TestRequest::get().uri(uri), None).await;
    let body = json!({"tone": "sie"});
    let (status, _) = ask(&rig, &host, TestRequest::put().uri(uri), Some(body.clone())).await;
    let (_, after) = ask(&rig, &host, TestRequest::get().uri(uri), None).await;

    assert_eq!(before, json!({"tone": "neutral"}));
    assert_eq!(status, 200);
    assert_eq!(after, body);
}
