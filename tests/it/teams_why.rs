//! Why a time of a team is free or not, as its members are told.

use actix_web::test::TestRequest;
use serde_json::Value;
use zeitgenosse::kernel::span::Span;
use zeitgenosse::service::busy;

use crate::desk::{get, signed_in};
use crate::support::rig::{Host, Rig, TestTeam, at, booking, minutes};

/// Monday, 10:00 in Berlin.
const MONDAY: &str = "2026-01-12T09:00:00Z";

/// Mira has a client on Monday, Jannis sees his dentist, Selma has time.
async fn three() -> (Rig, TestTeam) {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis", "selma"]).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let viewer = team.hosts[1].viewer.clone();
    let span = Span::new(at(MONDAY), at(MONDAY) + minutes(60)).unwrap();
    rig.write(move |db| busy::create(db, &viewer, span, "Zahnarzt"))
        .await
        .unwrap();
    (rig, team)
}

fn query(team: &TestTeam) -> String {
    format!("event_type={}&start={MONDAY}", team.event_type.id)
}

async fn page(rig: &Rig, team: &TestTeam, host: &Host) -> (u16, String) {
    let cookie = signed_in(rig, &host.viewer).await;
    get(rig, &format!("/desk/why?{}", query(team)), &cookie).await
}

async fn answer(rig: &Rig, team: &TestTeam, host: &Host) -> (u16, Value) {
    let request = TestRequest::get()
        .uri(&format!("/api/v1/me/why?{}", query(team)))
        .insert_header(("Authorization", format!("Bearer {}", host.token)));
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap())
}

/// Who is free, by part.
fn free(why: &Value) -> Vec<Vec<(&str, bool)>> {
    let parts = why["parts"].as_array().unwrap().iter();
    let hosts = parts.map(|part| part["hosts"].as_array().unwrap().iter());
    hosts
        .map(|hosts| {
            hosts
                .map(|host| {
                    let is_free = host["is_free"].as_bool().unwrap();
                    (host["username"].as_str().unwrap(), is_free)
                })
                .collect()
        })
        .collect()
}

/// The kinds of what is against a host of the first part.
fn against(why: &Value, place: usize) -> Vec<&str> {
    let reasons = &why["parts"][0]["hosts"][place]["reasons"];
    let reasons = reasons.as_array().unwrap().iter();
    reasons
        .filter(|reason| reason["is_against"] == true)
        .map(|reason| reason["kind"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn every_member_is_told_who_of_the_team_is_free_and_what_their_own_entries_are() {
    let (rig, team) = three().await;
    let (lead, member) = (&team.hosts[0], &team.hosts[1]);

    let (status, of_lead) = page(&rig, &team, lead).await;
    let (_, of_member) = page(&rig, &team, member).await;
    let (_, why) = answer(&rig, &team, member).await;

    assert_eq!(status, 200);
    assert!(of_lead.contains("Thea Behrend") && !of_lead.contains("Zahnarzt"));
    assert!(of_member.contains("Zahnarzt") && !of_member.contains("Thea Behrend"));
    let offer = format!("href=\"/desk/event-types/{}\"", team.event_type.id);
    assert!(of_lead.contains("href=\"/desk/bookings/") && of_lead.contains(&offer));
    assert!(!of_member.contains("href=\"/desk/bookings/") && !of_member.contains(&offer));
    let choice = format!("{}, Beratung</option>", team.event_type.title);
    assert!(of_member.contains(&choice));
    assert_eq!(why["is_free"], true);
    let who = [("mira", false), ("jannis", false), ("selma", true)];
    assert_eq!(free(&why), [who]);
    assert_eq!(against(&why, 0), ["busy"]);
    assert_eq!(against(&why, 1), ["busy"]);
    assert!(
        why["parts"][0]["hosts"][0]["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["id"].is_null())
    );
}

#[actix_web::test]
async fn a_time_is_not_free_when_a_part_has_nobody_whoever_else_is_there() {
    let (rig, team) = three().await;
    team.set_parts(&rig, &[(false, &[0, 1]), (false, &[2])])
        .await;

    let (_, page) = page(&rig, &team, &team.hosts[2]).await;
    let (_, why) = answer(&rig, &team, &team.hosts[2]).await;

    assert_eq!(
        (&why["is_free"], &why["refused"]),
        (&false.into(), &"slot-taken".into())
    );
    let parts = free(&why);
    assert_eq!(parts[0], [("mira", false), ("jannis", false)]);
    assert_eq!(parts[1], [("selma", true)]);
    assert_eq!(page.matches("Hier ist niemand frei.").count(), 1);
}

#[actix_web::test]
async fn an_optional_host_does_not_decide() {
    let (rig, team) = three().await;
    team.set_parts(&rig, &[(false, &[2]), (true, &[0])]).await;

    let (_, why) = answer(&rig, &team, &team.hosts[1]).await;

    assert_eq!(why["is_free"], true);
    assert_eq!(why["parts"][1]["is_optional"], true);
    assert_eq!(free(&why)[1], [("mira", false)]);
}

#[actix_web::test]
async fn whoever_is_not_in_the_team_is_told_nothing() {
    let (rig, team) = three().await;
    let other = rig.host("luis").await;

    let (page, _) = page(&rig, &team, &other).await;
    let (status, _) = answer(&rig, &team, &other).await;

    assert_eq!((page, status), (404, 404));
}
