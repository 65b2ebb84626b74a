//! Weekly hours, single days, and what they come to.

use super::{get, post, signed_in};
use crate::pages::{location, read};
use crate::support::rig::Rig;

const MORNINGS: &[(&str, &str)] = &[
    ("name", "Practice"),
    ("zone", "Europe/Berlin"),
    ("mo.from", "09:00"),
    ("mo.to", "12:00"),
];

fn with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    MORNINGS.iter().chain(other).copied().collect()
}

#[actix_web::test]
async fn hours_are_saved_and_change_what_is_offered() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/hours/{}", host.schedule.id);
    let days = [
        ("do", "save"),
        ("new.from", "2026-01-12"),
        ("new.what", "off"),
    ];

    let saved = post(&rig, &path, &with(&days), &cookie).await;
    let (_, page) = get(&rig, &path, &cookie).await;
    let (_, public) = crate::pages::get(&rig, "/@mira/first-session?date=2026-01-19").await;

    assert_eq!(location(&saved), format!("{path}?done=hours"));
    assert!(page.contains("datetime=\"2026-01-12\"") && page.contains("Frei"));
    assert!(public.contains("2026-01-19T08:00:00Z"));
    assert!(!public.contains("2026-01-19T13:00:00Z") && !public.contains("date=2026-01-12"));
}

#[actix_web::test]
async fn what_is_typed_can_be_looked_at_without_saving() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/hours/{}", host.schedule.id);

    let look = with(&[("do", "month-2026-01-01")]);
    let (status, preview) = read(post(&rig, &path, &look, &cookie).await).await;
    let (_, stored) = get(&rig, &path, &cookie).await;

    assert_eq!(status, 200);
    assert!(preview.contains("value=\"day-2026-01-12\""));
    assert!(!preview.contains("value=\"day-2026-01-13\""));
    assert!(stored.contains("value=\"day-2026-01-13\""));
}

#[actix_web::test]
async fn hours_that_make_no_sense_are_refused_at_their_place() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/hours/{}", host.schedule.id);

    for (wrong, said) in [
        (
            vec![("mo.from", "11:00"), ("mo.to", "13:00")],
            "überschneiden",
        ),
        (
            vec![("tu.from", "22:00"), ("tu.to", "02:00")],
            "Mitternacht",
        ),
        (vec![("tu.from", "9"), ("tu.to", "12:00")], "keine Uhrzeit"),
        (vec![("new.from", "2026-02-30")], "Diesen Tag gibt es nicht"),
        (
            vec![("new.from", "2026-03-02"), ("new.to", "2026-03-01")],
            "vor dem",
        ),
    ] {
        let (status, body) = read(post(&rig, &path, &with(&wrong), &cookie).await).await;
        assert_eq!(status, 422, "{wrong:?}");
        assert!(body.contains(said), "{wrong:?}");
        assert!(
            body.contains(&format!("value=\"{}\"", wrong[0].1)),
            "{wrong:?}"
        );
    }
    let (_, stored) = get(&rig, &path, &cookie).await;
    assert!(stored.contains("value=\"17:00\""));
}

#[actix_web::test]
async fn a_schedule_in_use_is_not_deleted_and_says_by_what() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/hours/{}", host.schedule.id);

    let made = location(&post(&rig, "/desk/hours/new", &[("name", "Winter")], &cookie).await);
    let (used, body) = read(post(&rig, &path, &[("do", "delete")], &cookie).await).await;
    let unused = post(&rig, &made, &[("do", "delete")], &cookie).await;

    assert_eq!(used, 409);
    assert!(body.contains("First session"));
    assert_eq!(location(&unused), "/desk/hours?done=schedule-deleted");
}
