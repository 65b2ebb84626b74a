//! What clients read, and what hosts set, on pages and by program.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::policy::Policy;

use super::{MONDAY, day_before, manage, set};
use crate::desk::{get as at_desk, post as post_at_desk, signed_in};
use crate::pages::{get, post, read};
use crate::support::rig::{Rig, at, booking};

const RULE: &str = "After that, or without a word, it costs 50% of the price.";

#[actix_web::test]
async fn the_rule_is_read_before_booking_and_what_applies_now_after_it() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let policy = Policy {
        most_moves: Some(0),
        ..day_before()
    };
    set(&rig, &host, policy).await;
    let (_, offer) = get(&rig, "/@mira/first-session").await;
    let form = format!("/@mira/first-session/book?start={MONDAY}");
    let (_, form) = get(&rig, &form).await;
    assert!(offer.contains(RULE) && form.contains(RULE));

    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    let path = format!("/b/{}", manage(&rig, &booked));
    let (_, page) = get(&rig, &path).await;
    assert!(page.contains("Cancelling is free until"), "{page}");
    assert!(!page.contains(&format!("{path}/reschedule")));
    let (status, refused) = get(&rig, &format!("{path}/reschedule")).await;
    assert!(status == 409 && refused.contains("cannot be moved here any more"));

    rig.clock.advance(at("2026-01-12T08:00:00Z") - rig.now());
    let (_, ask) = get(&rig, &format!("{path}/cancel")).await;
    assert!(ask.contains("Cancelling now costs 50% of the price."));
    post(&rig, &format!("{path}/cancel"), &[("reason", "")]).await;
    let (_, page) = get(&rig, &path).await;
    assert!(page.contains("Owed: 50% of the price."));
}

#[actix_web::test]
async fn the_mail_tells_the_client_the_rule() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, day_before()).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    rig.run_jobs().await.unwrap();

    let told = |(_, mail): &&(String, String)| mail.contains("it costs");
    assert_eq!(rig.mails().iter().filter(told).count(), 1);
}

#[actix_web::test]
async fn a_host_sets_the_rules_at_the_desk_and_what_makes_no_sense_is_said_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}/policy", host.event_type.id);
    let fields = |value: &'static str| {
        [
            ("free_hours", "1,5"),
            ("fee_kind", "fixed"),
            ("fee_value", value),
            ("most_moves", "2"),
            ("move_hours", "24"),
            ("answer_hours", "48"),
        ]
    };

    let (status, wrong) = read(post_at_desk(&rig, &path, &fields("35 €"), &cookie).await).await;
    assert_eq!(status, 422);
    assert!(wrong.contains("href=\"#fee_value\"") && wrong.contains("value=\"35 €\""));
    let saved = post_at_desk(&rig, &path, &fields("35"), &cookie).await;
    assert_eq!(saved.status(), 303);
    let (_, page) = at_desk(&rig, &path, &cookie).await;
    assert!(page.contains("value=\"1,5\"") && page.contains("value=\"35\""));
}

#[actix_web::test]
async fn a_host_marks_waives_blocks_and_makes_links_at_the_desk() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, day_before()).await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    rig.clock.advance(at(MONDAY) - rig.now());
    let cookie = signed_in(&rig, &host.viewer).await;
    let page = format!("/desk/bookings/{id}");
    let act = async |path: &str, fields: &[(&str, &str)]| {
        post_at_desk(&rig, path, fields, &cookie)
            .await
            .status()
            .as_u16()
    };

    assert_eq!(act(&format!("{page}/no-show"), &[]).await, 303);
    let (_, marked) = at_desk(&rig, &page, &cookie).await;
    assert!(marked.contains(&format!("{page}/waive")), "{marked}");
    assert_eq!(act(&format!("{page}/waive"), &[]).await, 303);
    assert_eq!(act(&format!("{page}/no-show/undo"), &[]).await, 303);
    assert_eq!(
        act("/desk/blocks", &[("pattern", "spam.example")]).await,
        303
    );
    assert_eq!(
        act("/desk/blocks", &[("pattern", "SPAM.example")]).await,
        422
    );
    let links = format!("/desk/event-types/{}/links", host.event_type.id);
    let fields = [
        ("label", "Presse"),
        ("uses", "1"),
        ("until", "2026-02-01"),
        ("price", "35,5"),
    ];
    assert_eq!(act(&links, &fields).await, 303);
    assert_eq!(act(&links, &[("until", "2026-02-30")]).await, 422);
    let (_, list) = at_desk(&rig, &links, &cookie).await;
    assert!(list.contains("Presse") && list.contains("/l/"));
}

#[actix_web::test]
async fn programs_read_and_write_rules_marks_and_the_blocklist() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let bearer = ("Authorization", format!("Bearer {}", host.token));
    let rules = format!("/api/v1/me/event-types/{}/policy", host.event_type.id);
    let body = serde_json::json!({"free_until": 1440, "fee": {"kind": "percent", "value": 50}});
    let put = |body: &serde_json::Value| {
        let put = TestRequest::put().uri(&rules).insert_header(bearer.clone());
        rig.call(put.set_json(body))
    };
    assert_eq!(put(&body).await.0, 200);
    let wrong = serde_json::json!({"fee": {"kind": "percent", "value": 101}});
    assert_eq!(put(&wrong).await.0, 422);
    let public = TestRequest::get().uri("/api/v1/hosts/mira/event-types/first-session/policy");
    let (_, public) = rig.call(public).await;
    assert!(public.contains(r#""free_until":1440"#), "{public}");

    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    let mark = format!("/api/v1/me/bookings/{id}/no-show");
    let ask = |request: TestRequest| rig.call(request.insert_header(bearer.clone()));
    let (status, early) = ask(TestRequest::post().uri(&mark)).await;
    assert!(status == 409 && early.contains("not-begun"));
    rig.clock.advance(at(MONDAY) - rig.now());
    assert_eq!(ask(TestRequest::post().uri(&mark)).await.0, 200);
    assert_eq!(ask(TestRequest::delete().uri(&mark)).await.0, 200);

    let block = serde_json::json!({"pattern": "spam.example"});
    let add = TestRequest::post()
        .uri("/api/v1/me/blocks")
        .set_json(&block);
    let (status, added) = ask(add).await;
    let added: serde_json::Value = serde_json::from_str(&added).unwrap();
    let one = format!("/api/v1/me/blocks/{}", added["id"].as_str().unwrap());
    assert_eq!(status, 201);
    assert_eq!(ask(TestRequest::delete().uri(&one)).await.0, 204);
    assert_eq!(ask(TestRequest::delete().uri(&one)).await.0, 404);
}
