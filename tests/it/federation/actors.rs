//! Who acts here, and how it is found.

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderName, LOCATION};
use actix_web::test::{TestRequest, read_body};
use serde_json::{Value, json};
use zeitgenosse::config::FederationMode;
use zeitgenosse::service::hosts;
use zeitgenosse::signature::PublicKey;

use crate::support::rig::Rig;

const AS_PROGRAM: (&str, &str) = ("Accept", "application/activity+json");

fn field(response: &ServiceResponse, name: HeaderName) -> &str {
    response.headers().get(name).unwrap().to_str().unwrap()
}

/// What a program gets at an address, and as what.
async fn read(rig: &Rig, path: &str) -> (String, Value) {
    let response = rig.send(TestRequest::get().uri(path)).await;
    assert_eq!(response.status(), 200, "{path}");
    let kind = field(&response, CONTENT_TYPE).to_owned();
    let body = read_body(response).await;
    (kind, serde_json::from_slice(&body).unwrap())
}

async fn status(rig: &Rig, path: &str) -> u16 {
    rig.send(TestRequest::get().uri(path))
        .await
        .status()
        .as_u16()
}

/// Where an account's actor is, as WebFinger says.
async fn finger(rig: &Rig, resource: &str) -> String {
    let (kind, found) = read(rig, &format!("/.well-known/webfinger?resource={resource}")).await;
    assert_eq!(kind, "application/jrd+json");
    let links = found["links"].as_array().unwrap();
    let own = links.iter().find(|link| link["rel"] == "self").unwrap();
    assert_eq!(own["type"], "application/activity+json");
    own["href"].as_str().unwrap().to_owned()
}

fn path(address: &str) -> &str {
    address.strip_prefix("http://127.0.0.1:8080").unwrap()
}

#[actix_web::test]
async fn a_host_is_found_by_name_and_shown_as_a_person() {
    let rig = Rig::new();
    rig.host("mira").await;

    let address = finger(&rig, "acct:mira@127.0.0.1:8080").await;
    let (kind, actor) = read(&rig, path(&address)).await;

    assert_eq!(kind, "application/activity+json");
    assert_eq!(actor["id"], address);
    assert_eq!(actor["type"], "Person");
    assert_eq!(actor["preferredUsername"], "mira");
    assert_eq!(actor["webfinger"], "mira@127.0.0.1:8080");
    assert_eq!(actor["url"], "http://127.0.0.1:8080/@mira");
    assert_eq!(actor["inbox"], format!("{address}/inbox"));
    assert_eq!(
        actor["endpoints"]["sharedInbox"],
        "http://127.0.0.1:8080/inbox"
    );
    assert_eq!(actor["publicKey"]["owner"], address);
    assert_eq!(actor["publicKey"]["id"], format!("{address}#main-key"));
    let pem = actor["publicKey"]["publicKeyPem"].as_str().unwrap();
    assert!(PublicKey::from_pem(pem).is_ok());
    assert_eq!(
        actor["@context"][0],
        "https://www.w3.org/ns/activitystreams"
    );

    // By every name it is the same one.
    for resource in ["acct:MIRA@127.0.0.1", "http://127.0.0.1:8080/@mira"] {
        assert_eq!(finger(&rig, resource).await, address, "{resource}");
    }
    for collection in ["outbox", "followers"] {
        let (_, found) = read(&rig, &format!("{}/{collection}", path(&address))).await;
        assert_eq!(found["type"], "OrderedCollection");
        assert_eq!(found["id"], actor[collection]);
    }
    assert_eq!(status(&rig, &format!("{}/keys", path(&address))).await, 404);
}

#[actix_web::test]
async fn a_page_leads_programs_to_the_actor_and_people_to_itself() {
    let rig = Rig::new();
    rig.host("mira").await;

    let led = TestRequest::get().uri("/@mira").insert_header(AS_PROGRAM);
    let led = rig.send(led).await;
    let shown = TestRequest::get()
        .uri("/@mira")
        .insert_header((ACCEPT, "text/html,application/xhtml+xml,*/*"));
    let shown = rig.send(shown).await;

    assert_eq!(led.status(), 302);
    assert_eq!(
        field(&led, LOCATION),
        finger(&rig, "acct:mira@127.0.0.1:8080").await
    );
    assert_eq!(shown.status(), 200);
    let kind = field(&shown, CONTENT_TYPE);
    assert!(kind.starts_with("text/html"));
}

#[actix_web::test]
async fn the_instance_and_a_team_act_as_well() {
    let rig = Rig::new();
    rig.team(&["mira", "jan"]).await;

    let (_, instance) = read(&rig, "/actor").await;
    let team = finger(&rig, "acct:beratung.team@127.0.0.1").await;
    let (_, team) = read(&rig, path(&team)).await;

    assert_eq!(instance["type"], "Application");
    assert_eq!(instance["preferredUsername"], "127.0.0.1");
    assert_eq!(instance["manuallyApprovesFollowers"], true);
    assert_eq!(
        finger(&rig, "acct:127.0.0.1@127.0.0.1:8080").await,
        instance["id"]
    );
    assert_eq!(finger(&rig, "http://127.0.0.1:8080/").await, instance["id"]);
    assert_eq!(team["type"], "Group");
    assert_eq!(team["preferredUsername"], "beratung.team");
    assert_eq!(team["generator"]["id"], instance["id"]);
    assert_ne!(
        team["publicKey"]["publicKeyPem"],
        instance["publicKey"]["publicKeyPem"]
    );
}

#[actix_web::test]
async fn nobody_else_is_found() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let address = finger(&rig, "acct:mira@127.0.0.1").await;
    let id = path(&address).rsplit('/').next().unwrap().to_owned();
    let elsewhere = format!("/ap/t/{id}");

    for (resource, expected) in [
        ("acct:nobody@127.0.0.1", 404),
        ("acct:mira@coop.example", 404),
        ("acct:mira", 404),
        ("acct:nobody.team@127.0.0.1", 404),
        ("https://coop.example/@mira", 404),
        ("mailto:mira@127.0.0.1", 404),
    ] {
        let path = format!("/.well-known/webfinger?resource={resource}");
        assert_eq!(status(&rig, &path).await, expected, "{resource}");
    }
    assert_eq!(status(&rig, "/.well-known/webfinger").await, 400);
    assert_eq!(status(&rig, &elsewhere).await, 404, "a host is no team");

    let (username, now) = (host.viewer.person.username, rig.now());
    rig.write(move |db| hosts::set_disabled(db, &username, true, now))
        .await
        .unwrap();
    assert_eq!(status(&rig, path(&address)).await, 404);
}

#[actix_web::test]
async fn what_runs_here_is_told() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (_, links) = read(&rig, "/.well-known/nodeinfo").await;
    let (kind, info) = read(&rig, "/nodeinfo/2.1").await;
    let (_, meta) = rig
        .call(TestRequest::get().uri("/.well-known/host-meta"))
        .await;

    assert_eq!(
        links["links"][0]["href"],
        "http://127.0.0.1:8080/nodeinfo/2.1"
    );
    assert_eq!(links["links"][1]["href"], "http://127.0.0.1:8080/actor");
    assert_eq!(
        kind,
        "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\""
    );
    assert_eq!(info["software"]["name"], "zeitgenosse");
    assert_eq!(info["protocols"], json!(["activitypub"]));
    assert_eq!(info["usage"]["users"]["total"], 1);
    assert!(meta.contains("/.well-known/webfinger?resource={uri}"));
}

#[actix_web::test]
async fn an_instance_that_is_switched_off_answers_nobody() {
    let rig = Rig::with(|config| config.federation.mode = FederationMode::Off);
    rig.host("mira").await;

    for path in [
        "/actor",
        "/actor/outbox",
        "/.well-known/nodeinfo",
        "/nodeinfo/2.1",
        "/.well-known/host-meta",
        "/.well-known/webfinger?resource=acct:mira@127.0.0.1",
    ] {
        assert_eq!(status(&rig, path).await, 404, "{path}");
    }
    let page = TestRequest::get().uri("/@mira").insert_header(AS_PROGRAM);
    assert_eq!(rig.send(page).await.status(), 200, "the page itself");
}
