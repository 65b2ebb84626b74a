//! Booking once more, and the same time next week.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::event_type::Visibility;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::store::links::Purpose;

use super::{MONDAYS, book, form, sell, travel};
use crate::support::rig::{Rig, booking};

async fn get(rig: &Rig, path: &str) -> (u16, String, String) {
    let response = rig.send(TestRequest::get().uri(path)).await;
    let status = response.status().as_u16();
    let way = response.headers().get("Location");
    let way = way.map_or(String::new(), |way| way.to_str().unwrap().to_owned());
    let body = actix_web::test::read_body(response).await;
    (status, way, String::from_utf8_lossy(&body).into_owned())
}

async fn booked(rig: &Rig, start: &str) -> String {
    let booked = rig.book(booking("mira", start)).await.unwrap();
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    format!("/b/{token}")
}

#[actix_web::test]
async fn a_past_session_is_booked_again_without_typing_anything_twice() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;
    travel(&rig, "2026-01-14T08:00:00Z");

    let (_, _, page) = get(&rig, &path).await;
    assert!(page.contains(&format!("{path}/again")));
    let (status, _, times) = get(&rig, &format!("{path}/again?date=2026-01-20")).await;
    assert_eq!(status, 200);
    let slot = format!("{path}/again/book?start=2026-01-20T09:00:00Z");
    assert!(times.contains(&slot), "{times}");
    assert!(!times.contains("thea@post.example"), "nothing but times");
    let (status, _, form) = get(&rig, &slot).await;

    assert_eq!(status, 200);
    assert!(form.contains("value=\"Thea Behrend\""));
    assert!(form.contains("value=\"thea@post.example\""));
    assert!(form.contains("action=\"/@mira/first-session/book\""));
}

#[actix_web::test]
async fn a_cancelled_session_is_booked_again_too() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;
    let (token, now) = (path[3..].to_owned(), rig.now());
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();

    assert_eq!(get(&rig, &format!("{path}/again")).await.0, 200);
}

#[actix_web::test]
async fn the_same_time_next_week_is_one_press_away() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;

    let (status, _, form) = get(&rig, &format!("{path}/next-week")).await;

    assert_eq!(status, 200);
    let start = format!("name=\"start\" value=\"{}\"", MONDAYS[1]);
    assert!(form.contains(&start), "{form}");
    assert!(form.contains("value=\"Thea Behrend\""));
}

#[actix_web::test]
async fn where_it_is_taken_the_nearest_free_times_are_offered() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;
    booked(&rig, MONDAYS[1]).await;

    let (status, _, form) = get(&rig, &format!("{path}/next-week")).await;

    assert_eq!(status, 409);
    assert!(form.contains("type=\"radio\" name=\"start\" value=\"2026-01-19T08:00:00Z\""));
    assert!(form.contains("value=\"Thea Behrend\""));
}

#[actix_web::test]
async fn next_week_of_a_session_long_ago_lies_ahead() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;
    travel(&rig, "2026-03-24T10:00:00Z");

    let (status, _, form) = get(&rig, &format!("{path}/next-week")).await;

    assert_eq!(status, 200);
    // Clocks have changed: ten o'clock in Berlin is eight in UTC.
    assert!(form.contains("name=\"start\" value=\"2026-03-30T08:00:00Z\""));
}

#[actix_web::test]
async fn a_session_of_a_package_is_booked_again_from_the_package() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let first = book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    let path = format!(
        "/b/{}",
        rig.state.links.token(&first[0].id, Purpose::Manage)
    );

    let (status, again, _) = get(&rig, &format!("{path}/again")).await;
    assert_eq!((status, again), (303, format!("/p/{token}/book")));
    let (status, week, _) = get(&rig, &format!("{path}/next-week")).await;
    assert_eq!(
        (status, week),
        (303, format!("/p/{token}/book?start={}", MONDAYS[1]))
    );
}

#[actix_web::test]
async fn what_is_not_offered_any_more_cannot_be_booked_again() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let path = booked(&rig, MONDAYS[0]).await;
    let mut closed = crate::support::rig::event_type_form();
    closed.visibility = Visibility::Closed;
    super::acts::change(&rig, &host, closed).await;

    assert!(!get(&rig, &path).await.2.contains(&format!("{path}/again")));
    for rest in [
        "/again",
        "/again/book?start=2026-01-20T09:00:00Z",
        "/next-week",
    ] {
        assert_eq!(get(&rig, &format!("{path}{rest}")).await.0, 404, "{rest}");
    }
    assert_eq!(get(&rig, "/b/no-such-token/again").await.0, 404);
}
