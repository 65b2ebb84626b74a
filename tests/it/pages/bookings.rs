//! `/b/{token}` and `/r/{token}`.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::booking::{Actor, Booking};
use zeitgenosse::kernel::event_type::Location;

use super::{MONDAY, TUESDAY, get, header, links, location, post, read};
use crate::support::rig::{Rig, booking, minutes};

/// The path of the client's link, and that of their door.
fn paths(rig: &Rig, booking: &Booking) -> (String, String) {
    let path = |link: String| link[rig.state.links.base_url().len()..].to_owned();
    (
        path(rig.state.links.manage(&booking.id)),
        path(rig.state.links.door(&booking.id, Actor::Attendee)),
    )
}

async fn booked(rig: &Rig) -> (String, String) {
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    paths(rig, &booked.booking)
}

#[actix_web::test]
async fn a_client_moves_a_session_to_a_time_that_is_free() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (path, _) = booked(&rig).await;
    let move_path = format!("{path}/reschedule");

    let (_, month) = get(&rig, &format!("{move_path}?date=2026-01-13")).await;
    let link = format!("{move_path}?start={TUESDAY}");
    assert!(links(&month, &link).len() == 1, "{month}");
    let (_, question) = get(&rig, &link).await;
    assert!(question.contains("Move to this time?"));
    let answer = post(&rig, &move_path, &[("start", TUESDAY)]).await;

    assert_eq!(answer.status(), 303);
    let (_, page) = get(&rig, &location(&answer)).await;
    assert!(page.contains("Tuesday 13\u{a0}January 2026, 9:00 to 9:50"));
}

#[actix_web::test]
async fn a_session_cannot_be_moved_onto_another_and_near_times_are_offered() {
    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(booking("mira", TUESDAY)).await.unwrap();
    let (path, _) = booked(&rig).await;

    let move_path = format!("{path}/reschedule");
    let (status, body) = read(post(&rig, &move_path, &[("start", TUESDAY)]).await).await;

    assert_eq!(status, 409);
    assert!(body.contains("This time has just been taken."));
    assert!(body.contains("type=\"radio\" name=\"start\""));
}

#[actix_web::test]
async fn a_client_calls_a_session_off_once() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (path, _) = booked(&rig).await;
    let cancel = format!("{path}/cancel");
    let (_, question) = get(&rig, &cancel).await;
    assert!(question.contains("Really cancel?"));

    let first = post(&rig, &cancel, &[("reason", "A cold.")]).await;
    let (second, page) = read(post(&rig, &cancel, &[]).await).await;

    assert_eq!((first.status().as_u16(), second), (303, 409));
    assert!(page.contains("This is already cancelled."));
    let (_, page) = get(&rig, &path).await;
    assert!(page.contains("<h1>Cancelled.</h1>") && page.contains("A cold."));
    assert!(links(&page, &cancel).is_empty());
}

#[actix_web::test]
async fn a_booking_is_opened_by_its_own_link_alone() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (path, door) = booked(&rig).await;
    let (rest, last) = path.split_at(path.len() - 1);
    let forged = format!("{rest}{}", if last == "x" { "y" } else { "x" });

    assert_eq!(get(&rig, &forged).await.0, 404);
    assert_eq!(get(&rig, &door.replace("/r/", "/b/")).await.0, 404);
    assert_eq!(get(&rig, &path.replace("/b/", "/r/")).await.0, 404);
    let (status, _) = read(post(&rig, &format!("{forged}/cancel"), &[]).await).await;
    assert_eq!(status, 404);
}

#[actix_web::test]
async fn a_booking_is_kept_by_no_cache_and_can_be_put_into_a_calendar() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (path, _) = booked(&rig).await;

    let page = rig.send(TestRequest::get().uri(&path)).await;
    let file = rig
        .send(TestRequest::get().uri(&format!("{path}/calendar.ics")))
        .await;

    assert_eq!(header(&page, "cache-control"), "private, no-store");
    assert_eq!(
        header(&file, "content-type"),
        "text/calendar; charset=utf-8"
    );
    let (_, text) = read(file).await;
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("METHOD:PUBLISH"));
}

#[actix_web::test]
async fn the_door_opens_in_time_and_looking_at_it_does_nothing() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.location = Location::Link {
            url: "https://meet.example/mira".to_owned(),
        };
    })
    .await;
    let (_, door) = booked(&rig).await;

    let (_, early) = get(&rig, &door).await;
    let too_early = post(&rig, &door, &[]).await;
    rig.clock.advance(minutes((4 * 24 + 1) * 60 - 5));
    let page = rig.send(TestRequest::get().uri(&door)).await;
    let policy = header(&page, "content-security-policy").to_owned();
    let (_, open) = get(&rig, &door).await;
    let entered = post(&rig, &door, &[]).await;

    assert!(early.contains("A little while yet.") && !early.contains("<form"));
    assert_eq!(location(&too_early), door);
    assert!(open.contains("The room is open.") && open.contains("<form"));
    assert_eq!(location(&entered), "https://meet.example/mira");
    assert!(policy.contains("form-action 'self' https://meet.example;"));
}
