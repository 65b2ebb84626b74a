use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{MONDAYS, form, ledger, sell};
use crate::support::rig::{Host, Rig, booking};

async fn ask(rig: &Rig, request: TestRequest) -> (u16, Value) {
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or_default())
}

fn with(host: &Host, request: TestRequest) -> TestRequest {
    request.insert_header(("Authorization", format!("Bearer {}", host.token)))
}

fn body(host: &Host) -> Value {
    json!({
        "event_type": host.event_type.id, "size": 5, "name": "Thea Behrend",
        "email": "thea@post.example", "zone": "Europe/Berlin", "language": "en",
        "price_cents": 30_000, "single_cents": 7_000, "valid_until": "2026-03-31",
    })
}

#[actix_web::test]
async fn a_package_is_sold_booked_and_ended_as_json() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let create = TestRequest::post().uri("/api/v1/me/packages");

    let (status, sold) = ask(&rig, with(&host, create.set_json(body(&host)))).await;
    assert_eq!(status, 201, "{sold}");
    assert_eq!(sold["left"], 5);
    let token = sold["url"].as_str().unwrap().rsplit('/').next().unwrap();
    let public = format!("/api/v1/packages/{token}");
    rig.book(booking("mira", MONDAYS[1])).await.unwrap();
    let series = format!("{public}/series?start={}&every=1&count=2", MONDAYS[0]);
    let (status, plan) = ask(&rig, TestRequest::get().uri(&series)).await;
    assert_eq!(status, 200);
    assert_eq!(plan["is_free"], false);
    assert_eq!(plan["dates"][0]["status"], "free");
    assert_eq!(plan["dates"][1]["status"], "taken");
    let instead = plan["dates"][1]["instead"][0].clone();
    assert_eq!(instead, "2026-01-19T09:00:00+01:00");
    let starts = json!({"starts": [MONDAYS[0], instead]});
    let book = TestRequest::post().uri(&format!("{public}/bookings"));
    let (status, booked) = ask(&rig, book.set_json(starts)).await;
    assert_eq!(status, 201, "{booked}");
    assert_eq!(booked.as_array().unwrap().len(), 2);
    assert!(booked[0]["manage_url"].as_str().unwrap().contains("/b/"));

    let (_, found) = ask(&rig, TestRequest::get().uri(&public)).await;
    assert_eq!((&found["planned"], &found["left"]), (&json!(2), &json!(3)));
    let sum: i64 = found["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["change"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, 3);
    assert!(found.get("email").is_none() && found["sessions"][0].get("booking_id").is_none());
    let own = format!("/api/v1/me/packages/{}", sold["id"].as_str().unwrap());
    for (step, status) in [("freeze", "frozen"), ("thaw", "running"), ("end", "ended")] {
        let request = TestRequest::post().uri(&format!("{own}/{step}"));
        let (code, after) = ask(&rig, with(&host, request)).await;
        assert_eq!((code, &after["status"]), (200, &json!(status)), "{after}");
    }
    let (_, ended) = ask(&rig, with(&host, TestRequest::get().uri(&own))).await;
    assert_eq!(ended["refund_cents"], 30_000);
    assert_eq!(ended["sessions"][0]["place"], "returned");
    let list = TestRequest::get().uri("/api/v1/me/packages");
    let (_, list) = ask(&rig, with(&host, list)).await;
    assert_eq!(list["items"][0]["status"], "ended");
}

#[actix_web::test]
async fn what_is_wrong_is_a_problem_with_its_kind() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    let mut wrong = body(&host);
    wrong["size"] = json!(0);
    wrong["valid_until"] = json!("2020-01-01");
    let create = TestRequest::post().uri("/api/v1/me/packages");
    let (status, problem) = ask(&rig, with(&host, create.set_json(wrong))).await;
    assert_eq!(status, 422);
    assert_eq!(problem["errors"][0]["field"], "size");
    assert_eq!(problem["errors"][1]["field"], "valid_until");

    let book = |starts: Value| {
        let path = format!("/api/v1/packages/{token}/bookings");
        let request = TestRequest::post()
            .uri(&path)
            .set_json(json!({"starts": starts}));
        ask(&rig, request)
    };
    for (starts, expected, kind) in [
        (json!([]), 422, "/problems/invalid-fields"),
        (json!(["gestern"]), 422, "/problems/invalid-fields"),
        (
            json!(["2026-01-10T09:00:00Z"]),
            409,
            "/problems/outside-hours",
        ),
        (
            json!(["2026-04-01T08:00:00Z"]),
            409,
            "/problems/package-beyond-validity",
        ),
        (
            json!([
                MONDAYS[0],
                MONDAYS[1],
                MONDAYS[2],
                MONDAYS[3],
                "2026-02-09T09:00:00Z",
                "2026-02-16T09:00:00Z"
            ]),
            409,
            "/problems/package-too-few-left",
        ),
    ] {
        let (status, problem) = book(starts.clone()).await;
        assert_eq!(
            (status, &problem["type"]),
            (expected, &json!(kind)),
            "{starts}"
        );
    }
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
    let other = rig.host("noor").await;
    let path = format!("/api/v1/me/packages/{}", package.id);
    assert_eq!(
        ask(&rig, with(&other, TestRequest::get().uri(&path)))
            .await
            .0,
        404
    );
    assert_eq!(ask(&rig, TestRequest::get().uri(&path)).await.0, 401);
    let dance = TestRequest::post().uri(&format!("{path}/dance"));
    assert_eq!(ask(&rig, with(&host, dance)).await.0, 404);
    let forged = TestRequest::get().uri("/api/v1/packages/forged");
    assert_eq!(ask(&rig, forged).await.0, 404);
}
