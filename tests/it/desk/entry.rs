//! The ways in: set-up and login.

use actix_web::test::TestRequest;
use zeitgenosse::service::accounts;

use super::{get, post, signed_in};
use crate::pages::{self, header, location, read};
use crate::support::rig::Rig;

const SETUP: &[(&str, &str)] = &[
    ("instance.name", "Lotsenhaus eG"),
    ("instance.contact_name", "Henrike Claasen"),
    ("instance.contact_phone", "040 66969-123"),
    ("instance.contact_email", "hallo@lotsenhaus.example"),
    ("name", "Miriam Okafor-Lindner"),
    ("username", "miriam"),
    ("email", "miriam@lotsenhaus.example"),
    ("zone", "Europe/Berlin"),
    ("language", "de"),
    ("password", "correct horse battery"),
];

fn setup_path(rig: &Rig) -> String {
    format!("/setup/{}", rig.state.links.setup_token())
}

#[actix_web::test]
async fn the_first_start_leads_to_a_desk_and_its_link_is_dead_afterwards() {
    let rig = Rig::new();
    let path = setup_path(&rig);

    let (before, _) = pages::get(&rig, &path).await;
    let response = pages::post(&rig, &path, SETUP).await;
    let token = header(&response, "set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let (desk, body) = get(&rig, "/desk?done=set-up", &("Cookie", token.clone())).await;
    let (hours, week) = get(&rig, "/desk/hours", &("Cookie", token)).await;
    let (after, _) = pages::get(&rig, &path).await;

    assert_eq!(
        (before, location(&response).as_str()),
        (200, "/desk?done=set-up")
    );
    assert!(header(&response, "set-cookie").contains("HttpOnly"));
    assert_eq!((desk, hours, after), (200, 200, 404));
    assert!(body.contains("Zeiten prüfen") && body.contains("Miriam"));
    assert!(week.contains("value=\"13:00\"") && week.contains("value=\"17:00\""));
}

#[actix_web::test]
async fn the_first_start_says_everything_that_is_wrong_and_keeps_what_was_typed() {
    let rig = Rig::new();
    let fields = [
        ("instance.name", "Lotsenhaus eG"),
        ("email", "miriam"),
        ("zone", "Europe/Atlantis"),
        ("password", "short"),
    ];

    let (status, body) = read(pages::post(&rig, &setup_path(&rig), &fields).await).await;

    assert_eq!(status, 422);
    assert!(body.contains("value=\"Lotsenhaus eG\"") && body.contains("value=\"miriam\""));
    for id in [
        "instance-contact_name",
        "username",
        "email",
        "zone",
        "password",
    ] {
        assert!(body.contains(&format!("id=\"{id}-error\"")), "{id}");
    }
    assert!(!body.contains("short\""));
}

#[actix_web::test]
async fn a_forged_setup_link_opens_nothing() {
    let rig = Rig::new();

    let (shown, _) = pages::get(&rig, "/setup/forged").await;
    let (sent, _) = read(pages::post(&rig, "/setup/forged", SETUP).await).await;

    assert_eq!((shown, sent), (404, 404));
}

#[actix_web::test]
async fn a_login_leads_on_within_the_instance_only() {
    let rig = Rig::new();
    let person = rig.person("mira").await;
    let hash = accounts::hash_password("correct horse battery").unwrap();
    rig.write(move |db| accounts::set_password(db, &person.id, &hash))
        .await
        .unwrap();

    for (login, next, expected) in [
        ("mira", "/desk/hours", "/desk/hours"),
        ("mira@coop.example", "//evil.example", "/desk"),
        ("Mira", "https://evil.example", "/desk"),
    ] {
        let fields = [
            ("login", login),
            ("password", "correct horse battery"),
            ("next", next),
        ];
        let response = pages::post(&rig, "/login", &fields).await;
        assert_eq!(
            (response.status().as_u16(), location(&response).as_str()),
            (303, expected)
        );
    }
}

#[actix_web::test]
async fn a_wrong_login_gets_one_answer_and_keeps_the_name() {
    let rig = Rig::new();
    rig.person("mira").await;

    for login in ["mira", "nobody", "nobody@coop.example", "not a name at all"] {
        let fields = [
            ("login", login),
            ("password", "guess"),
            ("next", "/desk/hours"),
        ];
        let (status, body) = read(pages::post(&rig, "/login", &fields).await).await;

        assert_eq!(status, 422);
        assert!(body.contains("Name and password do not match."));
        assert!(body.contains(&format!("value=\"{login}\"")));
        assert!(body.contains("value=\"/desk/hours\""));
    }
}

#[actix_web::test]
async fn the_desk_asks_strangers_to_sign_in_and_forgets_who_signed_out() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let stranger = rig.send(TestRequest::get().uri("/desk/hours")).await;
    let (before, _) = get(&rig, "/desk", &cookie).await;
    post(&rig, "/logout", &[], &cookie).await;
    let (after, _) = get(&rig, "/desk", &cookie).await;

    assert_eq!(location(&stranger), "/login?next=%2Fdesk%2Fhours");
    assert_eq!((before, after), (200, 303));
}

#[actix_web::test]
async fn forms_of_the_desk_are_not_taken_from_other_sites() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let request = TestRequest::post()
        .uri("/desk/profile")
        .insert_header(cookie)
        .insert_header(("Sec-Fetch-Site", "cross-site"))
        .set_form([("name", "Mallory")]);

    let (status, _) = rig.call(request).await;

    assert_eq!(status, 403);
}
