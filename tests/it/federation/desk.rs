//! Allies at the desk, as an administrator meets them.

use serde_json::json;
use zeitgenosse::service::hosts;

use super::elsewhere::Elsewhere;
use super::inbox::{OWN, follow, send};
use crate::desk::{get, post, signed_in};
use crate::support::rig::{Host, Rig};

async fn admin(rig: &Rig) -> Host {
    let mut host = rig.host("mira").await;
    let username = host.viewer.person.username.clone();
    let (id, now) = (host.viewer.person.id.clone(), rig.now());
    host.viewer.person = rig
        .write(move |db| {
            let mut person = hosts::find(db, &username)?;
            person.is_admin = true;
            zeitgenosse::store::people::update(db, &person, now)?;
            hosts::find_by_id(db, &id)
        })
        .await
        .unwrap();
    host
}

#[actix_web::test]
async fn an_administrator_asks_and_sees_how_it_stands() {
    let rig = Rig::among_hosts();
    let host = admin(&rig).await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let elsewhere = Elsewhere::start();
    let (status, empty) = get(&rig, "/admin/allies?lang=en", &cookie).await;
    assert!(status == 200 && empty.contains("None yet."));

    let asked = post(
        &rig,
        "/admin/allies",
        &[("host", elsewhere.host())],
        &cookie,
    )
    .await;
    assert_eq!(asked.status(), 303);
    let (_, page) = get(&rig, "/admin/allies?lang=en", &cookie).await;
    assert!(page.contains("Waits for the other side.") && page.contains("One message waits."));
    rig.run_jobs().await.unwrap();
    let wish = elsewhere.received().remove(0);
    let yes = json!({
        "id": elsewhere.at("/yes"),
        "type": "Accept",
        "actor": elsewhere.actor(),
        "object": wish,
    });
    send(&rig, &elsewhere, yes).await;
    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    let (_, page) = get(&rig, "/admin/allies?lang=en", &cookie).await;
    assert!(
        page.contains(">allied<") && page.contains("Last heard: "),
        "{page}"
    );

    let (_, about) = get(&rig, "/about?lang=en", &cookie).await;
    let home = format!(
        "<a href=\"{}\" rel=\"noopener\">elsewhere</a>",
        elsewhere.at("/")
    );
    assert!(about.contains(&home), "{about}");

    let leave = format!("/admin/allies/{}/leave", elsewhere.host());
    assert_eq!(post(&rig, &leave, &[], &cookie).await.status(), 303);
    let (_, page) = get(&rig, "/admin/allies?lang=en", &cookie).await;
    assert!(page.contains(">known<"), "{page}");
    let (_, about) = get(&rig, "/about?lang=en", &cookie).await;
    assert!(!about.contains(&home));
}

#[actix_web::test]
async fn what_another_asks_is_decided_and_a_block_can_be_undone() {
    let rig = Rig::among_hosts();
    let host = admin(&rig).await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let elsewhere = Elsewhere::start();
    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;

    for (decision, words) in [
        ("decline", ">declined<"),
        ("accept", ">half<"),
        ("block", ">blocked<"),
        ("unblock", ">known<"),
    ] {
        let path = format!("/admin/allies/{}/{decision}", elsewhere.host());
        let done = post(&rig, &path, &[], &cookie).await;
        assert_eq!(done.status(), 303, "{decision}");
        let (_, page) = get(&rig, "/admin/allies?lang=en", &cookie).await;
        assert!(page.contains(words), "{decision}: {page}");
        rig.run_jobs().await.unwrap();
    }
    let told: Vec<_> = elsewhere.received();
    let told: Vec<&str> = told.iter().filter_map(|it| it["type"].as_str()).collect();
    assert_eq!(told.iter().filter(|it| **it == "Accept").count(), 1);
    assert_eq!(told.iter().filter(|it| **it == "Reject").count(), 2);
}

#[actix_web::test]
async fn an_address_that_cannot_be_asked_is_named_at_the_field() {
    let rig = Rig::among_hosts();
    let host = admin(&rig).await;
    let cookie = signed_in(&rig, &host.viewer).await;
    for (typed, words) in [
        ("", "without a path"),
        ("coop.example/path", "without a path"),
        ("127.0.0.1:1", "No server answers there"),
        ("127.0.0.1:8080", "This is your own server"),
    ] {
        let refused = post(&rig, "/admin/allies?lang=en", &[("host", typed)], &cookie).await;
        assert_eq!(refused.status(), 422, "{typed}");
        let body = actix_web::test::read_body(refused).await;
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains(words), "{typed}: {body}");
    }
    let unknown = post(&rig, "/admin/allies/coop.example/block", &[], &cookie).await;
    assert_eq!(unknown.status(), 404);
}

#[actix_web::test]
async fn only_administrators_decide() {
    let rig = Rig::among_hosts();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    assert_eq!(get(&rig, "/admin/allies", &cookie).await.0, 403);
    let asked = post(&rig, "/admin/allies", &[("host", "coop.example")], &cookie).await;
    assert_eq!(asked.status(), 403);
    let decided = post(&rig, "/admin/allies/coop.example/accept", &[], &cookie).await;
    assert_eq!(decided.status(), 403);
}
