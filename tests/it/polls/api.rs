//! Polls as programs meet them.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{DEADLINE, MONDAY, TUESDAY};
use crate::support::rig::{Host, Rig, booking};

async fn ask(rig: &Rig, request: TestRequest) -> (u16, Value) {
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn as_host(host: &Host, request: TestRequest) -> TestRequest {
    request.insert_header(("Authorization", format!("Bearer {}", host.token)))
}

fn wish(host: &Host) -> Value {
    json!({"title": "Spring meeting", "event_type": host.event_type.id, "zone": "Europe/Berlin",
           "options": [MONDAY, TUESDAY], "deadline": DEADLINE, "holds": true,
           "emails": ["ruth@post.example"]})
}

async fn made(rig: &Rig, host: &Host) -> Value {
    let request = TestRequest::post().uri("/api/v1/me/polls");
    let (status, poll) = ask(rig, as_host(host, request.set_json(wish(host)))).await;
    assert_eq!(status, 201, "{poll}");
    poll
}

fn token(url: &Value) -> &str {
    url.as_str().unwrap().rsplit('/').next().unwrap()
}

#[actix_web::test]
async fn a_poll_goes_from_the_first_proposal_to_the_session() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = made(&rig, &mira).await;
    let link = format!("/api/v1/polls/{}", token(&poll["url"]));
    let (_, seen) = ask(&rig, TestRequest::get().uri(&link)).await;
    let tuesday = seen["options"][1]["id"].as_str().unwrap();
    let votes = json!({"name": "Anna", "email": "anna@post.example", "votes": {tuesday: "yes"}});

    let request = TestRequest::post().uri(&format!("{link}/votes"));
    let (answered, own) = ask(&rig, request.set_json(&votes)).await;
    let own = format!("/api/v1/polls/{}/votes", token(&own["url"]));
    let (changed, _) = ask(&rig, TestRequest::post().uri(&own).set_json(&votes)).await;
    let path = format!("/api/v1/me/polls/{}", poll["id"].as_str().unwrap());
    let request = TestRequest::post().uri(&format!("{path}/close"));
    let (closed, done) = ask(&rig, as_host(&mira, request)).await;
    let (late, problem) = ask(&rig, TestRequest::post().uri(&own).set_json(&votes)).await;

    assert_eq!(seen["options"][0]["start"], "2026-01-19T10:00:00+01:00");
    assert_eq!(seen["missing"], 1);
    assert!(
        seen.get("missing_emails").is_none(),
        "addresses are the host's"
    );
    assert_eq!((answered, changed, closed, late), (201, 200, 200, 409));
    assert_eq!(done["status"], "booked");
    assert_eq!(done["options"][1]["won"], true);
    assert!(done["booking_id"].is_string());
    assert_eq!(problem["type"], "/problems/poll-over");
}

#[actix_web::test]
async fn polls_are_listed_read_replaced_and_deleted() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = made(&rig, &mira).await;
    let path = format!("/api/v1/me/polls/{}", poll["id"].as_str().unwrap());
    let mut other = wish(&mira);
    other["title"] = json!("Summer fair");
    other["options"] = json!([TUESDAY]);

    let (_, list) = ask(
        &rig,
        as_host(&mira, TestRequest::get().uri("/api/v1/me/polls?limit=1")),
    )
    .await;
    let (_, read) = ask(&rig, as_host(&mira, TestRequest::get().uri(&path))).await;
    let request = TestRequest::put().uri(&path).set_json(&other);
    let (replaced, after) = ask(&rig, as_host(&mira, request)).await;
    let next = format!("/api/v1/me/polls?cursor={}", list["next"].as_str().unwrap());
    let (_, rest) = ask(&rig, as_host(&mira, TestRequest::get().uri(&next))).await;
    let (deleted, _) = ask(&rig, as_host(&mira, TestRequest::delete().uri(&path))).await;
    let (gone, _) = ask(&rig, as_host(&mira, TestRequest::get().uri(&path))).await;

    assert_eq!(list["items"][0]["title"], "Spring meeting");
    assert_eq!(rest["items"], json!([]));
    assert_eq!(read["missing_emails"], json!(["ruth@post.example"]));
    assert_eq!((replaced, &after["title"]), (200, &json!("Summer fair")));
    assert_eq!(after["options"].as_array().unwrap().len(), 1);
    assert_eq!((deleted, gone), (204, 404));
    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn what_is_wrong_is_named_with_its_field() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = made(&rig, &mira).await;
    let check = async |change: Value, field: &str, code: &str| {
        let mut body = wish(&mira);
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let request = TestRequest::post().uri("/api/v1/me/polls").set_json(&body);
        let (status, problem) = ask(&rig, as_host(&mira, request)).await;
        assert_eq!(status, 422);
        assert_eq!(problem["errors"][0]["field"], field);
        assert_eq!(problem["errors"][0]["code"], code);
    };

    check(
        json!({"options": ["Monday"]}),
        "options.0",
        "not-an-instant",
    )
    .await;
    check(json!({"deadline": "soon"}), "deadline", "not-an-instant").await;
    check(json!({"sight": "never"}), "sight", "unknown-choice").await;
    // The first poll holds both.
    check(json!({}), "options.0", "time-taken").await;
    let votes = json!({"name": "Anna", "votes": {"nothing": "yes"}});
    let link = format!("/api/v1/polls/{}/votes", token(&poll["url"]));
    let request = TestRequest::post().uri(&link).set_json(&votes);
    let (status, problem) = ask(&rig, request).await;
    assert_eq!(
        (status, &problem["errors"][0]["code"]),
        (422, &json!("unknown-time"))
    );
    let (status, _) = ask(&rig, TestRequest::get().uri("/api/v1/polls/forged")).await;
    assert_eq!(status, 404);
    let (status, _) = ask(&rig, TestRequest::get().uri("/api/v1/me/polls")).await;
    assert_eq!(status, 401);
}
