//! What a host does with sessions with seats, as JSON.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::api::{ask, with_token};
use crate::groups::{EVENING, client};
use crate::support::rig::{Host, Rig};

const ME: &str = "/api/v1/me/group-sessions";

async fn act((rig, host): (&Rig, &Host), method: Method, path: &str, body: &Value) -> (u16, Value) {
    let request = TestRequest::default().method(method).uri(path);
    let request = with_token(host, request.set_json(body));
    let (status, text) = rig.call(request).await;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    (status, body)
}

#[actix_web::test]
async fn a_host_keeps_a_group_from_its_rules_to_its_attendance_sheet() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let me = (&rig, &host);
    let event_type = format!("/api/v1/me/event-types/{}", host.event_type.id);
    let rules = format!("{event_type}/group");
    let wanted = json!({"seats": 3, "set_times_only": true, "close_before": 60});
    let (_, shared) = act(me, Method::PUT, &rules, &wanted).await;
    assert_eq!(
        (&shared["seats"], &shared["minimum"]),
        (&json!(3), &json!(0))
    );
    let (_, read) = ask(&rig, with_token(&host, TestRequest::get().uri(&rules))).await;
    assert_eq!(read, shared);

    let members = format!("{event_type}/members");
    let rosa = json!({"name": "Rosa Albrecht", "email": "rosa@post.example", "language": "de"});
    let (added, all) = act(me, Method::POST, &members, &rosa).await;
    assert_eq!(
        (added, all["items"][0]["name"].as_str()),
        (201, Some("Rosa Albrecht"))
    );
    let (twice, _) = act(me, Method::POST, &members, &rosa).await;
    assert_eq!(twice, 422);
    let strange = json!({"name": "Rosa", "email": "r@post.example", "language": "xx"});
    assert_eq!(act(me, Method::POST, &members, &strange).await.0, 422);

    let new = json!({"event_type": host.event_type.id, "start": EVENING});
    let (_, set) = act(me, Method::POST, ME, &new).await;
    let one = format!("{ME}/{}", set["items"][0]["id"].as_str().unwrap());
    let thea = rig.book(client("Thea", EVENING)).await.unwrap().booking.id;

    let too_few = json!({"seats": 1});
    assert_eq!(
        act(me, Method::PUT, &format!("{one}/seats"), &too_few)
            .await
            .0,
        422
    );
    let (_, more) = act(
        me,
        Method::PUT,
        &format!("{one}/seats"),
        &json!({"seats": 5}),
    )
    .await;
    assert_eq!(
        (&more["seats"], &more["seats_taken"]),
        (&json!(5), &json!(2))
    );
    let later = json!({"start": "2026-01-16T17:00:00Z"});
    let (_, moved) = act(me, Method::POST, &format!("{one}/reschedule"), &later).await;
    assert_eq!(moved["start"], "2026-01-16T17:00:00Z");
    let words = json!({"subject": "Bring a case", "body": "One page."});
    let (sent, count) = act(me, Method::POST, &format!("{one}/messages"), &words).await;
    assert_eq!((sent, &count["bookings"]), (202, &json!(2)));
    let replay = json!({"url": "https://video.example/1", "until": "2026-02-01T00:00:00Z"});
    assert_eq!(
        act(me, Method::PUT, &format!("{one}/replay"), &replay)
            .await
            .0,
        200
    );
    let bad = json!({"url": "ftp://video.example/1"});
    assert_eq!(
        act(me, Method::PUT, &format!("{one}/replay"), &bad).await.0,
        422
    );

    let sheet = format!("{one}/attendees/{thea}");
    let there = json!({"attendance": "present"});
    assert_eq!(act(me, Method::PUT, &sheet, &there).await.0, 204);
    let asleep = json!({"attendance": "asleep"});
    assert_eq!(act(me, Method::PUT, &sheet, &asleep).await.0, 422);
    let nobody = format!("{one}/attendees/nobody");
    assert_eq!(act(me, Method::PUT, &nobody, &there).await.0, 404);
    let attendees = TestRequest::get().uri(&format!("{one}/attendees"));
    let (_, who) = ask(&rig, with_token(&host, attendees)).await;
    let who = who["items"].as_array().unwrap().iter();
    let marked = who.filter(|it| it["attendance"] == "present").count();
    assert_eq!(marked, 1);

    let member = format!("{members}/{}", all["items"][0]["id"].as_str().unwrap());
    assert_eq!(act(me, Method::DELETE, &member, &json!({})).await.0, 204);
    let (_, left) = ask(&rig, with_token(&host, TestRequest::get().uri(&members))).await;
    assert_eq!(left["items"], json!([]));
}

#[actix_web::test]
async fn a_group_is_nobody_elses_business() {
    let rig = Rig::new();
    let (mira, jonas) = (rig.host("mira").await, rig.host("jonas").await);
    let path = format!("/api/v1/me/event-types/{}", mira.event_type.id);

    let rosa = json!({"name": "Rosa", "email": "r@post.example", "language": "de"});
    for (method, path, body) in [
        (Method::PUT, format!("{path}/group"), json!({"seats": 3})),
        (Method::POST, format!("{path}/members"), rosa),
    ] {
        assert_eq!(act((&rig, &jonas), method, &path, &body).await.0, 404);
    }
}
