//! The week and the bookings.

use super::{get, post, signed_in};
use crate::pages::{MONDAY, TUESDAY, location, read};
use crate::support::rig::{Rig, booking};

#[actix_web::test]
async fn the_week_shows_sessions_and_whoever_waits_for_an_answer() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;

    let (_, this_week) = get(&rig, "/desk", &cookie).await;
    let (status, next_week) = get(&rig, "/desk?week=2026-W03", &cookie).await;

    assert!(this_week.contains("Woche 2") && this_week.contains("Wartet auf Antwort"));
    assert!(!this_week.contains("class=\"asked\""));
    assert_eq!(status, 200);
    assert!(next_week.contains("class=\"asked\" rowspan=\"2\""));
}

#[actix_web::test]
async fn a_week_that_does_not_exist_is_this_week() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let (status, body) = get(&rig, "/desk?week=2026-W99", &cookie).await;

    assert_eq!(status, 200);
    assert!(body.contains("Woche 2 "));
}

#[actix_web::test]
async fn a_host_says_yes_once() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/bookings/{}", booked.id);

    let first = post(&rig, &format!("{path}/confirm"), &[], &cookie).await;
    let (second, body) = read(post(&rig, &format!("{path}/confirm"), &[], &cookie).await).await;
    let (_, page) = get(&rig, &path, &cookie).await;

    assert_eq!(location(&first), format!("{path}?done=confirmed"));
    assert_eq!(second, 409);
    assert!(body.contains("schon zugesagt"));
    assert!(page.contains("abgemacht") && page.contains("thea@post.example"));
}

#[actix_web::test]
async fn a_request_is_declined_with_a_reason() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/bookings/{}", booked.id);
    let long = "x".repeat(501);

    let decline = format!("{path}/decline");
    let (refused, body) = read(post(&rig, &decline, &[("reason", &long)], &cookie).await).await;
    let done = post(&rig, &decline, &[("reason", "Leider im Urlaub")], &cookie).await;
    let (_, shelf) = get(&rig, "/desk/bookings?list=cancelled", &cookie).await;

    assert_eq!(refused, 422);
    assert!(body.contains("decline-reason-error") && body.contains(&long));
    assert_eq!(location(&done), format!("{path}?done=declined"));
    assert!(shelf.contains("Thea Behrend") && shelf.contains("Anfrage abgesagt"));
}

#[actix_web::test]
async fn a_session_is_moved_to_a_time_that_is_offered_and_called_off() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/bookings/{}", booked.id);
    let move_path = format!("{path}/reschedule");

    let (shown, calendar) = get(&rig, &format!("{move_path}?date=2026-01-13"), &cookie).await;
    let night = post(
        &rig,
        &move_path,
        &[("start", "2026-01-13T02:00:00Z")],
        &cookie,
    )
    .await;
    let moved = post(&rig, &move_path, &[("start", TUESDAY)], &cookie).await;
    let cancelled = post(&rig, &format!("{path}/cancel"), &[("reason", "")], &cookie).await;

    assert_eq!(shown, 200);
    assert!(calendar.contains(&format!("{move_path}?start={TUESDAY}")));
    assert_eq!(read(night).await.0, 409);
    assert_eq!(location(&moved), format!("{path}?done=rescheduled"));
    assert_eq!(location(&cancelled), format!("{path}?done=cancelled"));
}

#[actix_web::test]
async fn the_bookings_of_others_are_not_found() {
    let rig = Rig::new();
    rig.host("mira").await;
    let other = rig.host("jannis").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let cookie = signed_in(&rig, &other.viewer).await;
    let path = format!("/desk/bookings/{}", booked.id);

    let (shown, _) = get(&rig, &path, &cookie).await;
    let (cancelled, _) = read(post(&rig, &format!("{path}/cancel"), &[], &cookie).await).await;
    let (_, shelf) = get(&rig, "/desk/bookings", &cookie).await;

    assert_eq!((shown, cancelled), (404, 404));
    assert!(!shelf.contains("Thea"));
}

#[actix_web::test]
async fn what_is_over_is_on_its_own_shelf() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    rig.clock.advance(chrono::TimeDelta::days(7));
    let cookie = signed_in(&rig, &host.viewer).await;

    let (_, upcoming) = get(&rig, "/desk/bookings", &cookie).await;
    let (_, past) = get(&rig, "/desk/bookings?list=past", &cookie).await;

    assert!(!upcoming.contains("Thea Behrend"));
    assert!(past.contains("Thea Behrend") && past.contains("vorbei"));
}
