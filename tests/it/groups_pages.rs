//! Sessions with seats and the waiting list as people and programs meet them.

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use zeitgenosse::kernel::waiting::State;
use zeitgenosse::service::groups::{self, GroupForm};
use zeitgenosse::service::waiting;

use crate::desk::{get as get_as, post as post_as, signed_in};
use crate::groups::{EVENING, MONDAY, cancel, client, group, look, set, wait_until, webinar};
use crate::pages::location;
use crate::support::rig::{Rig, at, minutes};

const PAGE: &str = "/@mira/first-session";

async fn get(rig: &Rig, path: &str) -> (u16, String) {
    rig.call(TestRequest::get().uri(path)).await
}

async fn ask(rig: &Rig, request: TestRequest) -> (u16, Value) {
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

#[actix_web::test]
async fn the_page_lists_dates_with_seats_and_the_way_to_the_list() {
    let rig = Rig::new();
    let host = group(&rig, webinar(2)).await;
    set(&rig, &host, EVENING).await;
    set(&rig, &host, "2026-01-22T17:00:00Z").await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();

    let (status, body) = get(&rig, &format!("{PAGE}?lang=en")).await;

    assert_eq!(status, 200);
    assert!(body.contains("2 of 2 seats free"));
    assert!(body.contains("fully booked"));
    assert!(body.contains("/waiting?start=2026-01-15T17:00:00Z"));
    assert!(!body.contains("class=\"month\""), "only set dates");
}

#[actix_web::test]
async fn a_seat_is_booked_by_form_with_others_who_come() {
    let rig = Rig::new();
    let form = GroupForm {
        extra_places: 2,
        ..webinar(4)
    };
    let host = group(&rig, form).await;
    let session = set(&rig, &host, EVENING).await;
    let path = format!("{PAGE}/book");

    let (status, body) = get(&rig, &format!("{path}?start={EVENING}&lang=en")).await;
    let booked = rig
        .send(TestRequest::post().uri(&path).set_form([
            ("start", EVENING),
            ("zone", "Europe/Berlin"),
            ("name", "Thea Behrend"),
            ("email", "thea@post.example"),
            ("extra_places", "2"),
        ]))
        .await;

    assert_eq!(status, 200);
    assert!(body.contains("How many more come along?"));
    assert!(location(&booked).starts_with("/b/"));
    assert_eq!(look(&rig, &host, &session.id).await.people(), 3);
}

#[actix_web::test]
async fn a_full_time_shows_the_way_to_the_list_and_back_from_the_offer() {
    let rig = Rig::new();
    rig.host("mira").await;
    let booked = rig.book(client("Thea", MONDAY)).await.unwrap();

    let (full, body) = get(&rig, &format!("{PAGE}/book?start={MONDAY}&lang=en")).await;
    assert_eq!(full, 409);
    assert!(body.contains("/waiting?start=2026-01-12T09:00:00Z"));
    let joined = rig
        .send(
            TestRequest::post()
                .uri(&format!("{PAGE}/waiting"))
                .set_form([
                    ("start", MONDAY),
                    ("zone", "Europe/Berlin"),
                    ("name", "Jonas Wittkamp"),
                    ("email", "jonas@post.example"),
                ]),
        )
        .await;
    let path = location(&joined);
    assert!(path.starts_with("/w/"), "{path}");
    let (_, waits) = get(&rig, &format!("{path}?lang=en")).await;
    assert!(waits.contains("You are number 1 in the list."));

    cancel(&rig, &booked).await;
    let (_, offer) = get(&rig, &format!("{path}?lang=en")).await;
    assert!(offer.contains("Accept and book"));
    let accepted = TestRequest::post().uri(&path).set_form([("do", "accept")]);
    let accepted = rig.send(accepted).await;

    assert!(location(&accepted).starts_with("/b/"));
    let again = TestRequest::post().uri(&path).set_form([("do", "accept")]);
    assert_eq!(rig.call(again).await.0, 409);
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_the_field_and_a_forged_link_opens_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;

    let form = TestRequest::post()
        .uri(&format!("{PAGE}/waiting?lang=en"))
        .set_form([("date", "2026-01-12"), ("name", ""), ("email", "jonas")]);
    let (status, body) = rig.call(form).await;
    let (forged, _) = get(&rig, "/w/AAAAAAAAAAAAAAAAAAAAAAAA").await;

    assert_eq!((status, forged), (422, 404));
    assert!(body.contains("id=\"email-error\"") && body.contains("id=\"name-error\""));
}

#[actix_web::test]
async fn the_host_sets_dates_and_sees_who_comes() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}/sessions", host.event_type.id);

    let rules = [("do", "rules"), ("seats", "12"), ("set_times_only", "yes")];
    location(&post_as(&rig, &path, &rules, &cookie).await);
    let new = [
        ("do", "new"),
        ("new.date", "2026-01-15"),
        ("new.time", "18:00"),
        ("new.weeks", "2"),
    ];
    let made = location(&post_as(&rig, &path, &new, &cookie).await);
    rig.book(client("Thea", EVENING)).await.unwrap();
    let (_, list) = get_as(&rig, &path, &cookie).await;
    let id = list.split("/desk/sessions/").nth(1).unwrap();
    let session = format!("/desk/sessions/{}", id.split('"').next().unwrap());
    let (status, page) = get_as(&rig, &session, &cookie).await;
    let (_, csv) = get_as(&rig, &format!("{session}/list.csv"), &cookie).await;

    assert!(made.ends_with("?done=created"), "{made}");
    assert_eq!(list.matches("/desk/sessions/").count(), 2);
    assert_eq!(status, 200);
    assert!(page.contains("thea@post.example"));
    assert!(csv.contains("Thea,thea@post.example,1"), "{csv}");
}

#[actix_web::test]
async fn fewer_seats_than_are_taken_are_refused_in_words() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let session = set(&rig, &host, EVENING).await;
    rig.book(client("Thea", EVENING)).await.unwrap();
    rig.book(client("Jonas", EVENING)).await.unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/sessions/{}?lang=en", session.id);

    let answer = post_as(&rig, &path, &[("do", "seats"), ("seats", "1")], &cookie).await;

    let (status, body) = crate::pages::read(answer).await;
    assert_eq!(status, 422);
    assert!(
        body.contains("This many seats are taken already: 2"),
        "{body}"
    );
}

#[actix_web::test]
async fn saving_the_offer_keeps_its_seats() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}", host.event_type.id);
    let fields = [
        ("do", "save"),
        ("title", "Webinar"),
        ("slug", "first-session"),
        ("durations", "50"),
        ("step", "30"),
        ("buffer_before", "0"),
        ("buffer_after", "0"),
        ("notice", "12"),
        ("notice_unit", "hours"),
        ("window", "rolling"),
        ("window_days", "60"),
        ("location", "phone"),
        ("phone", "040 66969-123"),
        ("visibility", "public"),
    ];

    location(&post_as(&rig, &path, &fields, &cookie).await);

    set(&rig, &host, EVENING).await;
}

#[actix_web::test]
async fn the_recording_is_shown_after_the_end_until_it_runs_out() {
    let rig = Rig::new();
    let host = group(&rig, webinar(4)).await;
    let session = set(&rig, &host, EVENING).await;
    let booked = rig.book(client("Thea", EVENING)).await.unwrap();
    let (viewer, id) = (host.viewer.clone(), session.id.clone());
    let until = at(EVENING) + minutes(24 * 60);
    rig.write(move |db| {
        let url = "https://video.example/1";
        groups::set_replay(db, &viewer, &id, (url, Some(until)))
    })
    .await
    .unwrap();
    let link = rig.state.links.manage(&booked.booking.id);
    let path = link.strip_prefix("http://127.0.0.1:8080").unwrap();

    let (_, before) = get(&rig, path).await;
    wait_until(&rig, at(EVENING) + minutes(60));
    let (_, after) = get(&rig, path).await;
    wait_until(&rig, until);
    let (_, late) = get(&rig, path).await;

    let shown = |page: &str| page.contains("https://video.example/1");
    assert_eq!(
        (shown(&before), shown(&after), shown(&late)),
        (false, true, false)
    );
}

#[actix_web::test]
async fn the_desk_shows_who_waits() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let saturday = "2026-01-10".parse().unwrap();
    let (links, now) = (rig.state.links.clone(), rig.now());
    let new = client("Jonas", MONDAY);
    rig.write(move |db| waiting::join(db, &links, (&new, waiting::Wanted::Day(saturday)), now))
        .await
        .unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;

    let path = format!("/desk/event-types/{}/waiting", host.event_type.id);
    let (status, body) = get_as(&rig, &path, &cookie).await;

    assert_eq!(status, 200);
    assert!(body.contains("jonas@post.example"));
}

#[actix_web::test]
async fn programs_set_sessions_and_wait() {
    let rig = Rig::new();
    let host = group(&rig, webinar(1 + 1)).await;
    let bearer = (AUTHORIZATION, format!("Bearer {}", host.token));
    let me = "/api/v1/me/group-sessions";
    let new = json!({"event_type": host.event_type.id, "start": EVENING, "weeks": 2});
    let request = TestRequest::post().uri(me).insert_header(bearer.clone());
    let (created, series) = ask(&rig, request.set_json(&new)).await;
    let first = series["items"][0]["id"].as_str().unwrap().to_owned();
    rig.book(client("Thea", EVENING)).await.unwrap();
    let booked = rig.book(client("Jonas", EVENING)).await.unwrap();

    let list = "/api/v1/hosts/mira/event-types/first-session/waiting";
    let wish = json!({"start": EVENING, "name": "Aylin", "email": "aylin@post.example",
        "zone": "Europe/Berlin", "language": "en"});
    let (joined, waits) = ask(&rig, TestRequest::post().uri(list).set_json(&wish)).await;
    let (twice, _) = ask(&rig, TestRequest::post().uri(list).set_json(&wish)).await;
    let token = waits["waiting_url"].as_str().unwrap();
    let path = format!("/api/v1/waiting/{}", token.rsplit('/').next().unwrap());
    cancel(&rig, &booked).await;
    let (_, offered) = ask(&rig, TestRequest::get().uri(&path)).await;
    let accept = TestRequest::post().uri(&format!("{path}/accept"));
    let (accepted, booking) = ask(&rig, accept).await;
    let (gone, _) = ask(&rig, TestRequest::delete().uri(&path)).await;
    let attendees = TestRequest::get().uri(&format!("{me}/{first}/attendees"));
    let (_, who) = ask(&rig, attendees.insert_header(bearer.clone())).await;
    let off = TestRequest::post().uri(&format!("{me}/{first}/cancel"));
    let (_, cancelled) = ask(&rig, off.insert_header(bearer)).await;

    assert_eq!((created, joined, twice), (201, 201, 422));
    assert_eq!(
        (waits["status"].as_str(), waits["place"].as_u64()),
        (Some("waiting"), Some(1))
    );
    assert_eq!(offered["status"], "offered");
    assert_eq!((accepted, gone), (201, 409));
    assert_eq!(booking["status"], "confirmed");
    assert_eq!(who["items"].as_array().unwrap().len(), 3);
    assert_eq!(cancelled["status"], "cancelled");
}

#[actix_web::test]
async fn a_full_day_can_be_waited_for() {
    let rig = Rig::new();
    rig.host_with("mira", |form| form.rules.limits.per_day = Some(1))
        .await;
    rig.book(client("Thea", MONDAY)).await.unwrap();

    let (_, month) = get(&rig, &format!("{PAGE}?month=2026-01&lang=en")).await;
    assert!(month.contains("waiting?date=2026-01-12"));
    let joined = rig
        .send(
            TestRequest::post()
                .uri(&format!("{PAGE}/waiting"))
                .set_form([
                    ("date", "2026-01-12"),
                    ("zone", "Europe/Berlin"),
                    ("name", "Jonas Wittkamp"),
                    ("email", "jonas@post.example"),
                ]),
        )
        .await;

    let token = location(&joined).rsplit('/').next().unwrap().to_owned();
    let view = rig
        .write(move |db| waiting::look(db, &token))
        .await
        .unwrap();
    assert_eq!(view.entry.state, State::Waiting);
}
