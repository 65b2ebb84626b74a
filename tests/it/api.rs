//! The JSON API as programs meet it.

use actix_web::test::TestRequest;
use serde_json::{Value, json};
use zeitgenosse::service::hosts;
use zeitgenosse::store::jobs;

use crate::support::rig::{Host, Rig, booking};

const SLOTS: &str = "/api/v1/hosts/mira/event-types/first-session/slots";
const BOOKINGS: &str = "/api/v1/hosts/mira/event-types/first-session/bookings";

pub async fn ask(rig: &Rig, request: TestRequest) -> (u16, Value) {
    let (status, body) = rig.call(request).await;
    let json = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&body).unwrap_or_else(|_| panic!("{status} is not JSON: {body}"))
    };
    (status, json)
}

pub fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

pub fn post(path: &str, body: &Value) -> TestRequest {
    TestRequest::post().uri(path).set_json(body)
}

pub fn with_token(host: &Host, request: TestRequest) -> TestRequest {
    request.insert_header(("Authorization", format!("Bearer {}", host.token)))
}

fn wish(start: &str) -> Value {
    json!({"start": start, "name": "Thea Behrend", "email": "thea@post.example",
           "zone": "Europe/Lisbon", "language": "en"})
}

/// The token of the client's link.
fn token_of(booking: &Value) -> &str {
    booking["manage_url"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
}

fn kind(problem: &Value) -> &str {
    problem["type"].as_str().unwrap()
}

#[actix_web::test]
async fn slots_are_days_of_the_zone_asked_for_with_its_offset() {
    let rig = Rig::new();
    rig.host("mira").await;

    let path = format!("{SLOTS}?from=2026-01-12&to=2026-01-12&zone=Asia/Kolkata&duration=50");
    let (status, body) = ask(&rig, get(&path)).await;

    assert_eq!(status, 200);
    assert_eq!(body["zone"], "Asia/Kolkata");
    assert_eq!(
        body["slots"][0],
        json!({"start": "2026-01-12T13:30:00+05:30", "end": "2026-01-12T14:20:00+05:30",
               "seats_left": 1})
    );
}

#[actix_web::test]
async fn an_offered_slot_is_booked_once_and_then_gone() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = format!("{SLOTS}?from=2026-01-12&to=2026-01-12");
    let (_, before) = ask(&rig, get(&path)).await;
    let start = before["slots"][2]["start"].as_str().unwrap();

    let (created, booked) = ask(&rig, post(BOOKINGS, &wish(start))).await;
    let (refused, problem) = ask(&rig, post(BOOKINGS, &wish(start))).await;
    let (_, after) = ask(&rig, get(&path)).await;

    assert_eq!((created, refused), (201, 409));
    assert_eq!(booked["status"], "confirmed");
    assert!(booked["manage_url"].as_str().unwrap().contains("/b/"));
    assert_eq!(kind(&problem), "/problems/slot-taken");
    assert_eq!(problem["nearest"].as_array().unwrap().len(), 3);
    let starts: Vec<&Value> = after["slots"].as_array().unwrap().iter().collect();
    assert!(starts.iter().all(|slot| slot["start"] != start));
}

#[actix_web::test]
async fn a_range_that_makes_no_sense_names_its_field() {
    let rig = Rig::new();
    rig.host("mira").await;

    for (query, field, code) in [
        ("from=2026-02-30&to=2026-03-01", "from", "not-a-date"),
        ("from=2026-02-01&to=1", "to", "not-a-date"),
        ("from=2026-02-02&to=2026-02-01", "to", "to-before-from"),
        ("from=2026-01-01&to=2026-04-11", "to", "too-many-days"),
        (
            "from=2026-01-01&to=2026-01-02&zone=Europe/Atlantis",
            "zone",
            "unknown-zone",
        ),
    ] {
        let (status, problem) = ask(&rig, get(&format!("{SLOTS}?{query}"))).await;
        assert_eq!(status, 422, "{query}");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
        assert_eq!(problem["errors"][0]["code"], code, "{query}");
    }
    let (status, problem) = ask(
        &rig,
        get(&format!(
            "{SLOTS}?from=2026-01-12&to=2026-01-12&duration=45"
        )),
    )
    .await;
    assert_eq!((status, kind(&problem)), (409, "/problems/wrong-duration"));
    let (status, _) = ask(&rig, get(&format!("{SLOTS}?from=2026-01-01&to=2026-04-10"))).await;
    assert_eq!(status, 200);
}

#[actix_web::test]
async fn a_bad_booking_is_a_problem_and_changes_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;
    let change = |field: &str, value: Value| {
        let mut body = wish("2026-01-12T10:00:00+01:00");
        body[field] = value;
        body
    };

    for (body, status, expected) in [
        (
            change("start", json!("2026-01-07T10:00:00+01:00")),
            409,
            "in-the-past",
        ),
        (
            change("start", json!("2026-01-08T12:00:00+01:00")),
            409,
            "minimum-notice",
        ),
        (
            change("start", json!("2026-01-11T12:00:00+01:00")),
            409,
            "outside-hours",
        ),
        (
            change("start", json!("2026-01-12T10:05:00+01:00")),
            409,
            "off-grid",
        ),
        (
            change("start", json!("2026-02-30T10:00:00+01:00")),
            422,
            "invalid-fields",
        ),
        (change("duration", json!(45)), 409, "wrong-duration"),
        (change("zone", json!("Mars/Olympus")), 422, "invalid-fields"),
        (
            change("name", json!("n".repeat(50_000))),
            422,
            "invalid-fields",
        ),
        (change("name", json!("a\u{0000}b")), 422, "invalid-fields"),
        (change("name", json!("a\u{202E}b")), 422, "invalid-fields"),
        (
            change("email", json!("thea.post.example")),
            422,
            "invalid-fields",
        ),
        (
            change("answers", json!({"unknown": "x"})),
            422,
            "invalid-fields",
        ),
        (change("more", json!(1)), 400, "malformed-body"),
        (
            change("name", json!("n".repeat(70_000))),
            413,
            "body-too-large",
        ),
    ] {
        let (got, problem) = ask(&rig, post(BOOKINGS, &body)).await;
        assert_eq!(
            (got, kind(&problem)),
            (status, format!("/problems/{expected}").as_str())
        );
        assert_eq!(problem["status"], status);
    }
    let text = TestRequest::post()
        .uri(BOOKINGS)
        .insert_header(("Content-Type", "text/plain"))
        .set_payload("{}");
    let (got, problem) = ask(&rig, text).await;
    assert_eq!(
        (got, kind(&problem)),
        (415, "/problems/unsupported-media-type")
    );
    let (waiting, _) = rig.state.store.read(jobs::counts).await.unwrap();
    assert_eq!(waiting, 0);
}

#[actix_web::test]
async fn the_same_key_and_body_are_answered_alike() {
    let rig = Rig::new();
    rig.host("mira").await;
    let request = |start: &str| {
        post(BOOKINGS, &wish(start)).insert_header(("Idempotency-Key", "one-two-three"))
    };

    let (first, one) = ask(&rig, request("2026-01-12T10:00:00+01:00")).await;
    let (again, two) = ask(&rig, request("2026-01-12T10:00:00+01:00")).await;
    let (other, problem) = ask(&rig, request("2026-01-13T10:00:00+01:00")).await;

    assert_eq!((first, again, other), (201, 201, 422));
    assert_eq!(one, two);
    assert_eq!(kind(&problem), "/problems/idempotency-key-reused");
}

#[actix_web::test]
async fn a_client_sees_moves_and_cancels_a_booking_by_its_token() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (_, booked) = ask(&rig, post(BOOKINGS, &wish("2026-01-12T10:00:00+01:00"))).await;
    let path = format!("/api/v1/bookings/{}", token_of(&booked));

    let (_, seen) = ask(&rig, get(&path)).await;
    let to = json!({"start": "2026-01-13T10:00:00+01:00"});
    let (moved, after) = ask(&rig, post(&format!("{path}/reschedule"), &to)).await;
    let (cancelled, _) = ask(
        &rig,
        post(&format!("{path}/cancel"), &json!({"reason": "ill"})),
    )
    .await;
    let (again, problem) = ask(&rig, post(&format!("{path}/cancel"), &json!({}))).await;
    let (forged, _) = ask(&rig, get("/api/v1/bookings/AAAAAAAAAAAAAAAAAAAAAAAA")).await;

    assert_eq!(seen["id"], booked["id"]);
    assert_eq!((moved, &after["sequence"]), (200, &json!(1)));
    assert_eq!((cancelled, again, forged), (200, 409, 404));
    assert_eq!(kind(&problem), "/problems/already-cancelled");
}

#[actix_web::test]
async fn a_host_keeps_schedules_by_the_contract() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let schedule = json!({"name": "Practice", "zone": "Europe/Berlin",
        "weekly": [{"days": ["mo", "tu", "th"], "from": "09:00", "to": "12:30"},
                   {"days": ["mo"], "from": "14:00", "to": "24:00"}],
        "overrides": [{"date": "2026-12-24", "hours": []},
                      {"date": "2026-12-28", "hours": [{"from": "10:00", "to": "12:00"}]}]});

    let (created, stored) = ask(
        &rig,
        with_token(&host, post("/api/v1/me/schedules", &schedule)),
    )
    .await;
    let path = format!("/api/v1/me/schedules/{}", stored["id"].as_str().unwrap());
    let (_, read) = ask(&rig, with_token(&host, get(&path))).await;
    let (_, list) = ask(&rig, with_token(&host, get("/api/v1/me/schedules"))).await;
    let (deleted, _) = ask(&rig, with_token(&host, TestRequest::delete().uri(&path))).await;
    let used = format!("/api/v1/me/schedules/{}", host.schedule.id);
    let (in_use, _) = ask(&rig, with_token(&host, TestRequest::delete().uri(&used))).await;

    assert_eq!(created, 201);
    for key in ["name", "zone", "weekly", "overrides"] {
        assert_eq!(read[key], schedule[key], "{key}");
    }
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!((deleted, in_use), (204, 409));
}

#[actix_web::test]
async fn hours_that_make_no_sense_are_refused_at_their_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let weekly = |from: &str, to: &str| {
        json!({"name": "x", "zone": "Europe/Berlin",
               "weekly": [{"days": ["mo"], "from": "09:00", "to": "12:00"},
                          {"days": ["mo"], "from": from, "to": to}]})
    };

    for (from, to, code) in [
        ("22:00", "02:00", "across-midnight"),
        ("11:00", "13:00", "overlap"),
        ("13:00", "13:00", "empty-range"),
        ("25:00", "26:00", "not-a-time"),
    ] {
        let request = with_token(&host, post("/api/v1/me/schedules", &weekly(from, to)));
        let (status, problem) = ask(&rig, request).await;
        assert_eq!((status, &problem["errors"][0]["code"]), (422, &json!(code)));
    }
}

#[actix_web::test]
async fn a_host_keeps_event_types_by_the_contract() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let event_type = json!({"slug": "coaching", "title": "Coaching", "durations": [50, 80],
        "schedule": host.schedule.id, "slot_step": 30, "buffer_before": 0, "buffer_after": 10,
        "minimum_notice": 720, "window": {"days": 60}, "limits": {"per_day": 4, "per_week": 12},
        "seats": 1, "approval": false, "assignment": "single",
        "location": {"kind": "link", "url": "https://meet.example/mira"}, "questions": [],
        "price": {}, "visibility": "public"});

    let (created, stored) = ask(
        &rig,
        with_token(&host, post("/api/v1/me/event-types", &event_type)),
    )
    .await;
    let (_, public) = ask(&rig, get("/api/v1/hosts/mira/event-types/coaching")).await;
    let (_, list) = ask(&rig, get("/api/v1/hosts/mira/event-types")).await;
    let (twice, problem) = ask(
        &rig,
        with_token(&host, post("/api/v1/me/event-types", &event_type)),
    )
    .await;

    assert_eq!(created, 201);
    for (key, value) in event_type.as_object().unwrap() {
        assert_eq!(&stored[key], value, "{key}");
    }
    assert_eq!(
        public["location"]["url"], "",
        "a link is told before it is booked"
    );
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(twice, 422);
    assert_eq!(
        problem["errors"][0],
        json!({"field": "slug", "code": "already-taken",
        "message": "That is already taken."})
    );
}

#[actix_web::test]
async fn a_host_answers_requests_and_pages_through_bookings() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    for start in [
        "2026-01-12T09:00:00Z",
        "2026-01-13T09:00:00Z",
        "2026-01-14T09:00:00Z",
    ] {
        rig.book(booking("mira", start)).await.unwrap();
    }

    let (_, first) = ask(&rig, with_token(&host, get("/api/v1/me/bookings?limit=2"))).await;
    let next = format!(
        "/api/v1/me/bookings?limit=2&cursor={}",
        first["next"].as_str().unwrap()
    );
    let (_, second) = ask(&rig, with_token(&host, get(&next))).await;
    let id = first["items"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/me/bookings/{id}");
    let (confirmed, after) = ask(
        &rig,
        with_token(&host, post(&format!("{path}/confirm"), &json!({}))),
    )
    .await;
    let (declined, _) = ask(
        &rig,
        with_token(&host, post(&format!("{path}/decline"), &json!({}))),
    )
    .await;

    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert_eq!(second["next"], Value::Null);
    assert_eq!((confirmed, &after["status"]), (200, &json!("confirmed")));
    assert_eq!(
        after["manage_url"],
        Value::Null,
        "the client's link is the client's"
    );
    assert_eq!(declined, 409);
}

#[actix_web::test]
async fn busy_time_takes_slots_away_at_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let path = format!("{SLOTS}?from=2026-01-12&to=2026-01-12");
    let (_, before) = ask(&rig, get(&path)).await;

    let busy =
        json!({"start": "2026-01-12T08:00:00Z", "end": "2026-01-12T16:00:00Z", "title": "x"});
    let (created, stored) = ask(&rig, with_token(&host, post("/api/v1/me/busy", &busy))).await;
    let (_, during) = ask(&rig, get(&path)).await;
    let gone = format!("/api/v1/me/busy/{}", stored["id"].as_str().unwrap());
    let (deleted, _) = ask(&rig, with_token(&host, TestRequest::delete().uri(&gone))).await;
    let (_, after) = ask(&rig, get(&path)).await;

    assert_eq!((created, deleted), (201, 204));
    assert!(during["slots"].as_array().unwrap().is_empty());
    assert_eq!(before, after);
}

#[actix_web::test]
async fn without_a_token_or_with_anothers_nothing_is_told() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let selma = rig.host("selma").await;
    let path = format!("/api/v1/me/schedules/{}", mira.schedule.id);

    let (nobody, problem) = ask(&rig, get(&path)).await;
    let forged = get(&path).insert_header(("Authorization", "Bearer nonsense"));
    let (unknown, _) = ask(&rig, forged).await;
    let (another, _) = ask(&rig, with_token(&selma, get(&path))).await;

    assert_eq!((nobody, unknown, another), (401, 401, 404));
    assert_eq!(kind(&problem), "/problems/unauthorized");
}

#[actix_web::test]
async fn what_is_not_there_is_a_problem_too() {
    let rig = Rig::new();

    let (missing, problem) = ask(&rig, get("/api/v1/nothing")).await;
    let (method, _) = ask(&rig, TestRequest::delete().uri("/api/v1/hosts/mira")).await;
    let (remote, _) = ask(&rig, get("/api/v1/hosts/mira@other.coop")).await;

    assert_eq!((missing, method, remote), (404, 405, 404));
    assert_eq!(kind(&problem), "/problems/not-found");
}

#[actix_web::test]
async fn the_description_names_every_address_and_its_pages_are_ours() {
    let rig = Rig::new();

    let (status, document) = ask(&rig, get("/api/v1/openapi.json")).await;
    let (pages, html) = rig.call(get("/api/docs/")).await;

    assert_eq!((status, pages), (200, 200));
    assert!(document["paths"].as_object().unwrap().len() >= 15);
    assert!(!html.contains("https://"), "{html}");
}

#[actix_web::test]
async fn a_body_that_cannot_be_read_cancels_nothing() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, booked) = ask(&rig, post(BOOKINGS, &wish("2026-01-12T10:00:00+01:00"))).await;
    let own = format!("/api/v1/bookings/{}", token_of(&booked));
    let paths = [
        own.clone(),
        format!("/api/v1/me/bookings/{}", booked["id"].as_str().unwrap()),
    ];

    for path in &paths {
        let request = || {
            let request = TestRequest::post().uri(&format!("{path}/cancel"));
            with_token(&host, request)
        };
        let json = |body: String| {
            let request = request().insert_header(("Content-Type", "application/json"));
            request.set_payload(body)
        };
        for (request, status, expected) in [
            (json("{".to_owned()), 400, "malformed-body"),
            (json(r#"{"why": "ill"}"#.to_owned()), 400, "malformed-body"),
            (json(" ".repeat(70_000)), 413, "body-too-large"),
            (request().set_payload("x"), 415, "unsupported-media-type"),
        ] {
            let (got, problem) = ask(&rig, request).await;
            let expected = format!("/problems/{expected}");
            assert_eq!((got, kind(&problem)), (status, expected.as_str()), "{path}");
        }
    }
    let (_, seen) = ask(&rig, get(&own)).await;
    assert_eq!(seen["status"], "confirmed");
    let (without_body, _) = ask(&rig, TestRequest::post().uri(&format!("{own}/cancel"))).await;
    assert_eq!(without_body, 200);
}

#[actix_web::test]
async fn the_token_of_a_disabled_account_opens_nothing() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (username, now) = (host.viewer.person.username.clone(), rig.now());
    let path = "/api/v1/me/schedules";
    let (before, _) = ask(&rig, with_token(&host, get(path))).await;

    rig.write(move |db| hosts::set_disabled(db, &username, true, now))
        .await
        .unwrap();
    let (after, _) = ask(&rig, with_token(&host, get(path))).await;

    assert_eq!((before, after), (200, 401));
}
