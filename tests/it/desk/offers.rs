//! Event types.

use super::{get, post, signed_in};
use crate::pages::{MONDAY, location, read};
use crate::support::rig::{Rig, booking};

const OFFER: &[(&str, &str)] = &[
    ("do", "save"),
    ("title", "Einzelcoaching"),
    ("slug", "einzel"),
    ("durations", "50, 80"),
    ("step", "30"),
    ("buffer_before", "0"),
    ("buffer_after", "10"),
    ("notice", "12"),
    ("notice_unit", "hours"),
    ("window", "rolling"),
    ("window_days", "60"),
    ("per_day", "4"),
    ("location", "phone"),
    ("phone", "040 66969-123"),
    ("visibility", "public"),
    ("question.0.key", ""),
    ("question.0.label", "Worum geht es?"),
    ("question.0.kind", "text"),
];

/// The same with other values.
fn offer<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = OFFER
        .iter()
        .filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name))
        .copied();
    other.iter().copied().chain(kept).collect()
}

#[actix_web::test]
async fn an_offer_is_made_and_can_be_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let made = post(&rig, "/desk/event-types/new", OFFER, &cookie).await;
    let path = location(&made);
    let (_, edit) = get(&rig, &path, &cookie).await;
    let (public, _) = crate::pages::get(&rig, "/@mira/einzel").await;

    assert!(path.ends_with("?done=created"), "{path}");
    assert!(edit.contains("value=\"50, 80\"") && edit.contains("value=\"12\""));
    assert!(edit.contains("value=\"Worum geht es?\""));
    assert!(edit.contains("http://127.0.0.1:8080/@mira/einzel"));
    assert_eq!(public, 200);
}

#[actix_web::test]
async fn everything_wrong_with_an_offer_is_said_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    for (name, value, id) in [
        ("slug", "first-session", "slug"),
        ("slug", "Ä", "slug"),
        ("title", "", "title"),
        ("durations", "", "durations"),
        ("durations", "fifty", "durations"),
        ("step", "0", "step"),
        ("buffer_after", "-1", "buffer_after"),
        ("per_day", "0", "per_day"),
        ("window_days", "99999", "window_days"),
        ("phone", "\u{202E}123", "phone"),
        ("location", "room:nothing", "location"),
        ("question.0.label", "", "question-0-label"),
    ] {
        let fields = offer(&[(name, value)]);
        let response = post(&rig, "/desk/event-types/new", &fields, &cookie).await;
        let (status, body) = read(response).await;
        assert_eq!(status, 422, "{name}={value}");
        assert!(
            body.contains(&format!("id=\"{id}-error\"")),
            "{name}={value}"
        );
        assert!(body.contains("Worum geht es?") || name.starts_with("question"));
    }
}

#[actix_web::test]
async fn questions_are_added_without_saving() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let fields = offer(&[("do", "add")]);
    let (status, body) = read(post(&rig, "/desk/event-types/new", &fields, &cookie).await).await;
    let (_, list) = get(&rig, "/desk/event-types", &cookie).await;

    assert_eq!(status, 200);
    assert!(body.contains("name=\"question.1.label\"") && body.contains("Noch nicht gespeichert"));
    assert!(!list.contains("Einzelcoaching"));
}

#[actix_web::test]
async fn an_offer_that_was_booked_is_closed_instead_of_deleted() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}", host.event_type.id);

    let (deleted, body) = read(post(&rig, &path, &[("do", "delete")], &cookie).await).await;
    let fields = offer(&[("visibility", "closed"), ("slug", "first-session")]);
    let closed = post(&rig, &path, &fields, &cookie).await;
    let (public, _) = crate::pages::get(&rig, "/@mira/first-session").await;

    assert_eq!(deleted, 409);
    assert!(body.contains("lässt sich nicht löschen"));
    assert_eq!(location(&closed), format!("{path}?done=closed"));
    assert_eq!(public, 404);
}

#[actix_web::test]
async fn an_offer_that_was_never_booked_is_deleted() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}", host.event_type.id);

    let deleted = post(&rig, &path, &[("do", "delete")], &cookie).await;
    let (gone, _) = get(&rig, &path, &cookie).await;

    assert_eq!(location(&deleted), "/desk/event-types?done=deleted");
    assert_eq!(gone, 404);
}
