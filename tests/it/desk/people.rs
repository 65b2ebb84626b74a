//! Profile and administration.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::people::Language;
use zeitgenosse::service::Viewer;
use zeitgenosse::service::accounts;
use zeitgenosse::service::hosts::{self, NewPerson};

use super::{get, post, signed_in};
use crate::pages::{location, read};
use crate::support::rig::Rig;

const PROFILE: &[(&str, &str)] = &[
    ("name", "Mira Lindner"),
    ("email", "mira@coop.example"),
    ("zone", "Europe/Lisbon"),
    ("language", "en"),
    ("headline", "Coaching for people in charge"),
];

async fn admin(rig: &Rig) -> Viewer {
    let new = NewPerson {
        username: "ferda".to_owned(),
        name: "Ferda Aksoy".to_owned(),
        email: "ferda@coop.example".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        language: Language::En,
        is_admin: true,
    };
    let now = rig.now();
    let person = rig
        .write(move |db| hosts::add(db, &new, now))
        .await
        .unwrap();
    Viewer { person }
}

async fn upload(rig: &Rig, bytes: &[u8], cookie: &(&'static str, String)) -> (u16, String) {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"portrait\"; \
        filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n"
        .to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = TestRequest::post()
        .uri("/desk/profile/portrait")
        .insert_header(cookie.clone())
        .insert_header(("Content-Type", "multipart/form-data; boundary=edge"))
        .set_payload(body);
    rig.call(request).await
}

#[actix_web::test]
async fn a_profile_is_saved_and_mistakes_stay_in_place() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let mut wrong = PROFILE.to_vec();
    wrong[1] = ("email", "mira");

    let (refused, body) = read(post(&rig, "/desk/profile", &wrong, &cookie).await).await;
    let saved = post(&rig, "/desk/profile", PROFILE, &cookie).await;
    let (_, public) = crate::pages::get(&rig, "/@mira").await;
    let (_, desk) = get(&rig, "/desk/profile", &cookie).await;

    assert_eq!(refused, 422);
    assert!(body.contains("id=\"email-error\"") && body.contains("value=\"mira\""));
    assert_eq!(location(&saved), "/desk/profile?done=saved");
    assert!(public.contains("Coaching for people in charge"));
    assert!(desk.contains("<html lang=\"en\">"));
}

#[actix_web::test]
async fn a_portrait_must_be_a_picture() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 50)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();

    let (refused, body) = upload(&rig, b"<svg onload=alert(1)>", &cookie).await;
    let (taken, _) = upload(&rig, png.get_ref(), &cookie).await;
    let (shown, _) = crate::pages::get(&rig, "/portraits/mira").await;
    post(&rig, "/desk/profile/portrait/remove", &[], &cookie).await;
    let (gone, _) = crate::pages::get(&rig, "/portraits/mira").await;

    assert_eq!(refused, 422);
    assert!(body.contains("id=\"portrait-error\""));
    assert_eq!((taken, shown, gone), (303, 200, 404));
}

#[actix_web::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let hash = accounts::hash_password("correct horse battery").unwrap();
    let id = host.viewer.person.id.clone();
    rig.write(move |db| accounts::set_password(db, &id, &hash))
        .await
        .unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let other = signed_in(&rig, &host.viewer).await;
    let path = "/desk/profile/password";
    let wrong = [("old_password", "guess"), ("password", "another long one")];
    let right = [
        ("old_password", "correct horse battery"),
        ("password", "another long one"),
    ];

    let (refused, body) = read(post(&rig, path, &wrong, &cookie).await).await;
    let changed = post(&rig, path, &right, &cookie).await;
    let (ended, _) = get(&rig, "/desk", &other).await;

    assert_eq!(refused, 422);
    assert!(body.contains("id=\"old_password-error\""));
    assert_eq!(location(&changed), "/desk/profile?done=password");
    assert_eq!(ended, 303);
}

#[actix_web::test]
async fn only_administrators_reach_the_server() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let (shown, _) = get(&rig, "/admin", &cookie).await;
    let (added, _) = read(post(&rig, "/admin/people", &[("password", "x")], &cookie).await).await;
    let disable = "/admin/people/mira/disable";
    let (disabled, _) = read(post(&rig, disable, &[], &cookie).await).await;
    let (_, desk) = get(&rig, "/desk", &cookie).await;

    assert_eq!((shown, disabled), (403, 403));
    assert_ne!(added, 303);
    assert!(!desk.contains("href=\"/admin\""));
}

#[actix_web::test]
async fn an_administrator_adds_people_and_closes_accounts_but_not_their_own() {
    let rig = Rig::new();
    let viewer = admin(&rig).await;
    let cookie = signed_in(&rig, &viewer).await;
    let new = [
        ("name", "Selma Yıldız"),
        ("username", "selma"),
        ("email", "selma@coop.example"),
        ("zone", "Europe/Berlin"),
        ("language", "de"),
        ("password", "correct horse battery"),
    ];

    let added = post(&rig, "/admin/people", &new, &cookie).await;
    let (twice, body) = read(post(&rig, "/admin/people", &new, &cookie).await).await;
    let login = [("login", "selma"), ("password", "correct horse battery")];
    let before = crate::pages::post(&rig, "/login", &login).await;
    post(&rig, "/admin/people/selma/disable", &[], &cookie).await;
    let after = crate::pages::post(&rig, "/login", &login).await;
    let own = post(&rig, "/admin/people/ferda/disable", &[], &cookie).await;

    assert_eq!(location(&added), "/admin?done=person-added");
    assert_eq!(twice, 422);
    assert!(body.contains("id=\"username-error\"") && body.contains("Selma Yıldız"));
    assert_eq!(
        (before.status().as_u16(), after.status().as_u16()),
        (303, 422)
    );
    assert_eq!(own.status().as_u16(), 403);
}

#[actix_web::test]
async fn the_texts_of_the_instance_are_changed_in_place() {
    let rig = Rig::new();
    let viewer = admin(&rig).await;
    let cookie = signed_in(&rig, &viewer).await;
    let texts = [
        ("instance.name", "Lotsenhaus eG"),
        ("instance.contact_name", "Henrike Claasen"),
        ("instance.contact_phone", "040 66969-123"),
        ("instance.contact_email", "hallo@lotsenhaus.example"),
    ];

    let (refused, body) = read(post(&rig, "/admin/instance", &texts[..3], &cookie).await).await;
    let saved = post(&rig, "/admin/instance", &texts, &cookie).await;
    let (_, front) = crate::pages::get(&rig, "/").await;

    assert_eq!(refused, 422);
    assert!(body.contains("id=\"instance-contact_email-error\""));
    assert_eq!(location(&saved), "/admin?done=saved");
    assert!(front.contains("Henrike Claasen"));
}
