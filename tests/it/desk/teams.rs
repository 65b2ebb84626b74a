//! Teams, from the first form to the ledger.

use super::{get, post, signed_in};
use crate::pages::{self, location, read};
use crate::support::rig::{Rig, team_booking};

const TEAM: &[(&str, &str)] = &[
    ("name", "Beratung"),
    ("slug", "beratung"),
    ("description", "Wir sind zu dritt."),
    ("zone", "Europe/Berlin"),
];

const OFFER: &[(&str, &str)] = &[
    ("do", "save"),
    ("title", "Erstgespräch"),
    ("slug", "intro"),
    ("durations", "50"),
    ("step", "30"),
    ("buffer_before", "0"),
    ("buffer_after", "0"),
    ("notice", "1"),
    ("notice_unit", "hours"),
    ("window", "rolling"),
    ("window_days", "60"),
    ("location", "place"),
    ("address", "Am Zollhafen 3"),
    ("visibility", "public"),
];

#[actix_web::test]
async fn a_team_is_made_and_can_be_booked() {
    let rig = Rig::new();
    let mut mira = rig.host("mira").await.viewer;
    rig.host("jannis").await;
    mira.person.is_admin = true;
    let person = mira.person.clone();
    let now = rig.now();
    rig.write(move |db| Ok(zeitgenosse::store::people::update(db, &person, now)?))
        .await
        .unwrap();
    let cookie = signed_in(&rig, &mira).await;

    let made = post(&rig, "/desk/teams", TEAM, &cookie).await;
    let path = location(&made).replace("?done=created", "");
    let jannis = [("username", "jannis"), ("role", "member"), ("weight", "2")];
    post(&rig, &format!("{path}/members"), &jannis, &cookie).await;
    let id = path.rsplit('/').next().unwrap();
    let offer = format!("/desk/event-types/new?team={id}");
    let (_, blank) = get(&rig, &offer, &cookie).await;
    let offered = post(&rig, &offer, OFFER, &cookie).await;
    let hosts = location(&offered).replace("?done=created", "/hosts");
    let together = [
        ("way", "together"),
        ("host.mira", "1"),
        ("host.jannis", "1"),
    ];
    let set = post(&rig, &hosts, &together, &cookie).await;
    let (_, form) = get(&rig, &hosts, &cookie).await;
    let (status, page) = pages::get(&rig, "/teams/beratung").await;
    let (_, calendar) = pages::get(&rig, "/teams/beratung/intro?zone=Europe/Berlin").await;
    let booked = rig
        .book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();

    assert!(!blank.contains("name=\"schedule\"") && blank.contains("/teams/beratung"));
    assert_eq!(location(&set), format!("{hosts}?done=saved"));
    assert!(form.contains("value=\"together\" id=\"way\" checked") || form.contains("checked"));
    assert_eq!(status, 200);
    assert!(page.contains("jannis of the tests") && page.contains("Erstgespräch"));
    assert!(calendar.contains("/teams/beratung/intro/book?start="));
    assert_eq!(booked.booking.host_ids().len(), 2);
}

#[actix_web::test]
async fn a_client_books_by_the_page_of_a_team_and_prefers_somebody() {
    let rig = Rig::new();
    rig.team(&["mira", "jannis"]).await;

    let path = "/teams/beratung/intro?zone=Europe/Berlin&host=jannis&date=2026-01-12";
    let (_, page) = pages::get(&rig, path).await;
    let slot = pages::links(&page, "/teams/beratung/intro/book")[0].clone();
    let (_, form) = pages::get(&rig, &slot).await;
    let fields = [
        ("start", pages::hidden(&form, "start").unwrap()),
        ("zone", pages::hidden(&form, "zone").unwrap()),
        ("host", pages::hidden(&form, "host").unwrap()),
        ("name", "Thea Behrend".to_owned()),
        ("email", "thea@post.example".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let booked = pages::post(&rig, "/teams/beratung/intro/book", &fields).await;
    let (_, confirmation) = pages::get(&rig, &location(&booked)).await;
    let (nobody, _) = pages::get(&rig, "/teams/beratung/intro?host=selma").await;
    let (missing, _) = pages::get(&rig, "/teams/nothing/intro").await;

    assert!(page.contains("aria-current=\"true\">jannis of the tests</a>"));
    assert!(confirmation.contains("jannis of the tests"));
    assert_eq!((nobody, missing), (404, 404));
}

#[actix_web::test]
async fn every_member_reads_why_somebody_was_chosen() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    rig.book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let cookie = signed_in(&rig, &team.hosts[1].viewer).await;
    let path = format!("/desk/teams/{}", team.team.id);

    let (status, ledger) = get(&rig, &format!("{path}/ledger"), &cookie).await;
    let why = pages::links(&ledger, &format!("{path}/ledger/"))[0].clone();
    let (_, decision) = get(&rig, &why, &cookie).await;
    let (_, own) = get(&rig, &path, &cookie).await;

    assert_eq!(status, 200);
    assert!(ledger.contains("+0,50") && ledger.contains("\u{2212}0,50"));
    assert_eq!(decision.matches("war frei").count(), 2);
    assert!(!own.contains("name=\"weight\""));
}

#[actix_web::test]
async fn what_is_wrong_with_a_team_is_said_at_its_field() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let cookie = signed_in(&rig, &team.hosts[0].viewer).await;
    let path = format!("/desk/teams/{}", team.team.id);

    for (to, fields, id) in [
        (
            path.clone(),
            vec![("name", ""), ("slug", "beratung")],
            "name",
        ),
        (path.clone(), vec![("name", "X"), ("slug", "Ä")], "slug"),
        (
            format!("{path}/members"),
            vec![("username", "nobody"), ("role", "lead"), ("weight", "1")],
            "username",
        ),
        (
            format!("{path}/members"),
            vec![("username", "jannis"), ("role", "lead"), ("weight", "101")],
            "weight",
        ),
    ] {
        let response = post(&rig, &to, &fields, &cookie).await;
        let (status, body) = read(response).await;
        assert_eq!(status, 422, "{fields:?}");
        assert!(body.contains(&format!("id=\"{id}-error\"")), "{fields:?}");
    }
    let hosts = format!("/desk/event-types/{}/hosts", team.event_type.id);
    let response = post(&rig, &hosts, &[("way", "turns")], &cookie).await;
    assert_eq!(read(response).await.0, 422);
}

#[actix_web::test]
async fn a_member_who_does_not_lead_cannot_change_the_team() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let cookie = signed_in(&rig, &team.hosts[1].viewer).await;
    let path = format!("/desk/teams/{}", team.team.id);

    let changed = post(&rig, &path, TEAM, &cookie).await;
    let made = post(&rig, "/desk/teams", TEAM, &cookie).await;
    let hosts = format!("/desk/event-types/{}/hosts", team.event_type.id);
    let (status, _) = get(&rig, &hosts, &cookie).await;
    let leave = format!("{path}/members/jannis/remove");
    let left = post(&rig, &leave, &[], &cookie).await;

    assert_eq!(read(changed).await.0, 403);
    assert_eq!(read(made).await.0, 403);
    assert_eq!(status, 403);
    assert_eq!(location(&left), "/desk/teams?done=saved");
}
