//! Calendars of other programs that say when a host is busy.

use std::io::Write;

use chrono::TimeDelta;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zeitgenosse::service::subscriptions::{self, Subscription, SubscriptionForm};

use crate::api::{ask, get, post, with_token};
use crate::support::rig::{Host, Rig, minutes};
use crate::support::site::{Reply, Site};

const MONDAY: &str =
    "/api/v1/hosts/mira/event-types/first-session/slots?from=2026-01-12&to=2026-01-12";

/// A calendar with these lines in its one event.
pub fn calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:a@elsewhere\r\n\
         DTSTAMP:20260101T000000Z\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// All of Monday, the 12th.
pub fn monday() -> String {
    calendar("DTSTART;VALUE=DATE:20260112\r\nSUMMARY:Away")
}

fn nothing() -> &'static str {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
}

async fn subscribe(rig: &Rig, host: &Host, url: &str) -> Subscription {
    let (viewer, now) = (host.viewer.clone(), rig.now());
    let form = SubscriptionForm {
        name: "Family".to_owned(),
        url: url.to_owned(),
        tentative_blocks: true,
    };
    let added = rig.write(move |db| subscriptions::subscribe(db, &viewer, &form, now));
    let added = added.await.unwrap();
    rig.run_jobs().await.unwrap();
    added
}

async fn find(rig: &Rig, host: &Host, id: &str) -> Subscription {
    let (viewer, id) = (host.viewer.clone(), id.to_owned());
    rig.write(move |db| subscriptions::find(db, &viewer, &id))
        .await
        .unwrap()
}

/// Reads it again, when it is due.
async fn later(rig: &Rig, host: &Host, id: &str) -> Subscription {
    let due = find(rig, host, id).await.next_at;
    rig.clock.advance(due - rig.now());
    rig.run_jobs().await.unwrap();
    find(rig, host, id).await
}

pub async fn slots(rig: &Rig) -> usize {
    let (_, found) = ask(rig, get(MONDAY)).await;
    found["slots"].as_array().unwrap().len()
}

#[actix_web::test]
async fn what_is_busy_elsewhere_is_not_offered() {
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, monday())));
    let host = rig.host("mira").await;
    let before = slots(&rig).await;

    let added = subscribe(&rig, &host, &site.url).await;
    assert_eq!(slots(&rig).await, 0);
    let read = find(&rig, &host, &added.id).await;
    assert_eq!((read.state.events, read.state.times), (1, 1));

    site.answers(Reply::new(200, nothing()));
    later(&rig, &host, &added.id).await;
    assert_eq!(slots(&rig).await, before, "it was called off there");

    site.answers(Reply::new(200, monday()));
    later(&rig, &host, &added.id).await;
    assert_eq!(slots(&rig).await, 0);
    let (viewer, id) = (host.viewer.clone(), added.id);
    rig.write(move |db| subscriptions::unsubscribe(db, &viewer, &id))
        .await
        .unwrap();
    assert_eq!(slots(&rig).await, before, "nobody reads it any more");
}

#[actix_web::test]
async fn what_has_not_changed_is_not_sent_again() {
    let reply = Reply::new(200, monday())
        .with("ETag", "\"7\"")
        .with("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    let (rig, site) = (Rig::among_hosts(), Site::start(reply));
    let host = rig.host("mira").await;
    let added = subscribe(&rig, &host, &site.url).await;

    site.answers(Reply::new(304, ""));
    let read = later(&rig, &host, &added.id).await;
    assert!(read.next_at - rig.now() >= minutes(15));
    assert_eq!((read.state.problem, read.state.times), (None, 1));
    assert_eq!(slots(&rig).await, 0);
    let asked = site.seen().pop().unwrap();
    assert!(asked.contains("if-none-match: \"7\""), "{asked}");
    assert!(
        asked.contains("if-modified-since: thu, 01 jan 2026"),
        "{asked}"
    );

    // The window moves on, so once a week everything is read.
    rig.clock.advance(TimeDelta::days(8));
    rig.run_jobs().await.unwrap();
    let asked = site.seen().pop().unwrap();
    assert!(!asked.contains("if-none-match"), "{asked}");
}

#[actix_web::test]
async fn whatever_goes_wrong_is_said_and_what_was_known_stays() {
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, monday())));
    let host = rig.host("mira").await;
    let added = subscribe(&rig, &host, &site.url).await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 40 << 20]).unwrap();
    let bomb = Reply::new(200, packed.finish().unwrap()).with("Content-Encoding", "gzip");
    let elsewhere = |to: &str| Reply::new(302, "").with("Location", to);

    for (reply, problem) in [
        (
            Reply::new(200, "<!DOCTYPE html><title>Log in</title>"),
            "html",
        ),
        (Reply::new(200, "nothing to see"), "not-a-calendar"),
        (Reply::new(200, vec![b' '; 33 << 20]), "too-large"),
        (bomb, "too-large"),
        (elsewhere(&site.url), "redirects"),
        (elsewhere("ftp://elsewhere.example/"), "bad-url"),
        (Reply::new(401, ""), "forbidden"),
        (Reply::new(410, ""), "gone"),
        (Reply::new(500, ""), "status"),
    ] {
        site.answers(reply);
        let read = later(&rig, &host, &added.id).await;
        assert_eq!(read.state.problem.as_deref(), Some(problem));
        assert_eq!(read.state.times, 1);
    }
    assert_eq!(slots(&rig).await, 0);
    let read = find(&rig, &host, &added.id).await;
    assert_eq!(read.state.failures, 9);
    assert!(
        read.next_at - rig.now() >= TimeDelta::hours(12),
        "it rests longer and longer"
    );

    site.answers(Reply::new(503, "").with("Retry-After", "3600"));
    let read = later(&rig, &host, &added.id).await;
    let rest = read.next_at - rig.now();
    assert!(
        rest >= TimeDelta::hours(1) && rest < TimeDelta::hours(2),
        "{rest}"
    );

    site.answers(Reply::new(200, monday()));
    let read = later(&rig, &host, &added.id).await;
    assert_eq!((read.state.problem, read.state.failures), (None, 0));
}

#[actix_web::test]
async fn private_networks_are_not_asked() {
    let (rig, site) = (Rig::new(), Site::start(Reply::new(200, monday())));
    let host = rig.host("mira").await;

    let added = subscribe(&rig, &host, &site.url).await;

    let read = find(&rig, &host, &added.id).await;
    assert_eq!(read.state.problem.as_deref(), Some("private"));
    assert!(site.seen().is_empty());
}

#[actix_web::test]
async fn what_is_tentative_blocks_if_the_host_says_so() {
    let reply = Reply::new(
        200,
        monday().replace("SUMMARY", "STATUS:TENTATIVE\r\nSUMMARY"),
    );
    let (rig, site) = (Rig::among_hosts(), Site::start(reply));
    let host = rig.host("mira").await;
    let added = subscribe(&rig, &host, &site.url).await;
    assert_eq!(slots(&rig).await, 0);

    let (viewer, now) = (host.viewer.clone(), rig.now());
    let form = SubscriptionForm {
        name: "Family".to_owned(),
        url: site.url.clone(),
        tentative_blocks: false,
    };
    rig.write(move |db| subscriptions::change(db, &viewer, &added.id, &form, now))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();
    assert!(slots(&rig).await > 0);
}

#[actix_web::test]
async fn our_own_sessions_that_come_back_are_not_counted_twice() {
    let own = monday().replace("a@elsewhere", "b@127.0.0.1");
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, own)));
    let host = rig.host("mira").await;

    subscribe(&rig, &host, &site.url).await;

    assert!(slots(&rig).await > 0);
}

#[actix_web::test]
async fn a_reading_that_was_overtaken_changes_nothing() {
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, monday())));
    let host = rig.host("mira").await;
    let added = subscribe(&rig, &host, &site.url).await;
    let asked = site.seen().len();

    // Asked for twice at the same moment, it is read once.
    rig.clock.advance(minutes(1));
    let (viewer, now) = (host.viewer.clone(), rig.now());
    rig.write(move |db| {
        subscriptions::sync_now(db, &viewer, &added.id, now)?;
        subscriptions::sync_now(db, &viewer, &added.id, now)
    })
    .await
    .unwrap();
    rig.run_jobs().await.unwrap();

    assert_eq!(site.seen().len(), asked + 1);
}

#[actix_web::test]
async fn calendars_are_kept_over_the_api() {
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, monday())));
    let (mira, jonas) = (rig.host("mira").await, rig.host("jonas").await);
    let all = "/api/v1/me/calendars";

    let body = json!({"url": site.url, "name": "Family"});
    let (status, made) = ask(&rig, with_token(&mira, post(all, &body))).await;
    assert_eq!((status, &made["kind"]), (201, &json!("feed")));
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    rig.run_jobs().await.unwrap();
    let (_, read) = ask(&rig, with_token(&mira, get(&one))).await;
    assert_eq!(
        (&read["events"], &read["problem"]),
        (&json!(1), &Value::Null)
    );

    let (others, _) = ask(&rig, with_token(&jonas, get(&one))).await;
    let (wrong, problem) = ask(
        &rig,
        with_token(&mira, post(all, &json!({"url": "mailto:a"}))),
    )
    .await;
    let (empty, _) = ask(&rig, with_token(&mira, post(all, &json!({"name": "x"})))).await;
    assert_eq!((others, wrong, empty), (404, 422, 422));
    assert_eq!(problem["errors"][0]["field"], "url");

    rig.clock.advance(minutes(1));
    let sync = format!("{one}/sync");
    let (begun, _) = ask(&rig, with_token(&mira, post(&sync, &json!({})))).await;
    rig.run_jobs().await.unwrap();
    assert_eq!((begun, site.seen().len()), (202, 2));

    let delete = actix_web::test::TestRequest::delete().uri(&one);
    let (gone, _) = ask(&rig, with_token(&mira, delete)).await;
    let (_, list) = ask(&rig, with_token(&mira, get(all))).await;
    assert_eq!((gone, list["items"].as_array().unwrap().len()), (204, 0));
}
