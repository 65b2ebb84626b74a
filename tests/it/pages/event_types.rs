//! `/`, `/@{username}`, `/@{username}/{slug}`.

use zeitgenosse::kernel::event_type::Visibility;

use super::{MONDAY, get, links};
use crate::support::rig::{Rig, booking};

const PAGE: &str = "/@mira/first-session";

#[actix_web::test]
async fn an_event_type_opens_at_its_first_free_day_with_a_way_to_book_it() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (status, body) = get(&rig, PAGE).await;

    assert_eq!(status, 200);
    assert!(body.contains("<h2 id=\"month\">January 2026</h2>"));
    assert!(body.contains("Friday 9\u{a0}January</h2>"));
    assert!(body.contains("Am Zollhafen 3, Hamburg"));
    assert_eq!(
        links(&body, "/@mira/first-session/book")[0],
        "/@mira/first-session/book?start=2026-01-09T08:00:00Z"
    );
}

#[actix_web::test]
async fn days_and_times_are_those_of_the_readers_zone() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (_, body) = get(&rig, "/@mira/first-session?zone=America/New_York").await;

    assert!(body.contains("New York time"));
    assert!(body.contains("Friday 9\u{a0}January, 3:00 to 3:50"));
    assert!(links(&body, "?month=2026-02")[0].ends_with("zone=America/New_York"));
}

#[actix_web::test]
async fn a_time_that_was_just_booked_is_not_offered_on_the_next_look() {
    let rig = Rig::new();
    rig.host("mira").await;
    let day = format!("{PAGE}?date=2026-01-12");
    let link = format!("{PAGE}/book?start={MONDAY}");
    let (_, before) = get(&rig, &day).await;

    rig.book(booking("mira", MONDAY)).await.unwrap();
    let (_, after) = get(&rig, &day).await;

    assert!(links(&before, &link).len() == 1 && links(&after, &link).is_empty());
}

#[actix_web::test]
async fn a_month_without_free_times_leads_to_the_first_that_has_some() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (_, body) = get(&rig, "/@mira/first-session?month=2026-08").await;

    assert!(body.contains("Nothing is free any more in August 2026."));
    assert_eq!(links(&body, "?date="), ["?date=2026-01-09"]);
}

#[actix_web::test]
async fn what_cannot_be_read_in_an_address_is_named_and_changes_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;
    let queries = [
        ("date=2026-02-30", "“2026-02-30” is not a date."),
        ("month=2026-13", "“2026-13” is not a date."),
        (
            "zone=Europe/Atlantis",
            "“Europe/Atlantis” is not a time zone.",
        ),
        ("month=262142-12", "“262142-12” is not a date."),
        ("duration=long", "“long” is not a length in minutes."),
    ];

    for (query, words) in queries {
        let (status, body) = get(&rig, &format!("{PAGE}?{query}")).await;

        assert_eq!(status, 422, "{query}");
        assert!(body.contains(words), "{query}");
    }
    let (status, body) = get(&rig, &format!("{PAGE}?duration=45")).await;
    assert_eq!(status, 409);
    assert!(body.contains("This length is not offered."));
}

#[actix_web::test]
async fn an_unlisted_offer_is_reached_by_its_address_alone_and_a_closed_one_not_at_all() {
    let rig = Rig::new();
    rig.host_with("mira", |form| form.visibility = Visibility::Unlisted)
        .await;
    rig.host_with("jo", |form| form.visibility = Visibility::Closed)
        .await;

    assert_eq!(links(&get(&rig, "/@mira").await.1, "/@mira/first").len(), 0);
    assert_eq!(get(&rig, "/@mira/first-session").await.0, 200);
    assert_eq!(get(&rig, "/@jo/first-session").await.0, 404);
    assert!(get(&rig, "/").await.1.contains("Nobody offers time here"));
}

#[actix_web::test]
async fn the_front_page_shows_who_has_time_and_says_how_to_begin_when_nobody_is_there() {
    let rig = Rig::new();
    let (_, before) = get(&rig, "/").await;
    rig.host("mira").await;

    let (_, after) = get(&rig, "/").await;

    assert!(before.contains("This house is still empty."));
    assert!(after.contains("<a href=\"/@mira\">mira of the tests</a>"));
    assert!(after.contains("tomorrow, 9:00"));
}
