//! What all pages have in common.

use actix_web::test::TestRequest;

use super::{MONDAY, get, header, links};
use crate::support::rig::Rig;

#[actix_web::test]
async fn a_page_speaks_the_language_of_its_reader_and_links_carry_a_chosen_one() {
    let rig = Rig::new();
    rig.host("mira").await;
    let page = "/@mira/first-session";
    let german = TestRequest::get()
        .uri(page)
        .insert_header(("Accept-Language", "fr, de;q=0.8, en;q=0.5"));

    let (_, german) = rig.call(german).await;
    let (_, chosen) = get(&rig, &format!("{page}?lang=de&date=2026-01-12")).await;

    assert!(german.contains("<html lang=\"de\">") && german.contains("Nächste freie Zeit"));
    assert!(links(&german, "/@mira/first-session/book")[0].ends_with("Z"));
    assert!(chosen.contains("<html lang=\"de\">"));
    assert!(
        links(&chosen, "?date=")
            .iter()
            .all(|link| link.ends_with("lang=de"))
    );
    assert_eq!(
        links(&chosen, page).last().unwrap(),
        "/@mira/first-session/book?start=2026-01-12T15:00:00Z&lang=de"
    );
    assert!(links(&chosen, page).contains(&format!("{page}?date=2026-01-12&lang=en")));
}

#[actix_web::test]
async fn every_answer_forbids_what_comes_from_elsewhere() {
    let rig = Rig::new();
    rig.host("mira").await;

    for path in [
        "/",
        "/@mira",
        "/@mira/first-session",
        "/nothing",
        "/b/forged",
    ] {
        let response = rig.send(TestRequest::get().uri(path)).await;

        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    }
}

#[actix_web::test]
async fn no_page_holds_inline_script_or_style_or_names_another_host() {
    let rig = Rig::new();
    rig.host("mira").await;
    let form = format!("/@mira/first-session/book?start={MONDAY}");

    for path in [
        "/",
        "/about",
        "/@mira",
        "/@mira/first-session",
        &form,
        "/nothing",
    ] {
        let (_, body) = get(&rig, path).await;

        assert!(
            !body.contains("style=\"") && !body.contains("<style"),
            "{path}"
        );
        assert!(
            !body.contains(" onclick") && !body.contains("<script>"),
            "{path}"
        );
        assert!(
            !body.contains("src=\"http") && links(&body, "http").is_empty(),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn the_booking_page_weighs_less_than_fifteen_kilobytes_without_the_portrait() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (_, body) = get(&rig, "/@mira/first-session").await;
    let mut files = links(&body, "/assets/");
    let script = body.split("src=\"").nth(1).unwrap();
    files.push(script.split('"').next().unwrap().to_owned());
    files.push("/@mira/first-session".to_owned());

    let mut weight = 0;
    for file in &files {
        let request = TestRequest::get()
            .uri(file)
            .insert_header(("Accept-Encoding", "gzip"));
        let response = rig.send(request).await;
        assert_eq!(header(&response, "content-encoding"), "gzip", "{file}");
        weight += actix_web::test::read_body(response).await.len();
    }

    assert_eq!(files.len(), 3);
    assert!(weight < 15_000, "{weight} bytes");
}

#[actix_web::test]
async fn a_form_from_another_site_is_refused_in_words() {
    let rig = Rig::new();
    rig.host("mira").await;
    let forged = TestRequest::post()
        .uri("/@mira/first-session/book")
        .insert_header(("Sec-Fetch-Site", "cross-site"))
        .set_form([("start", MONDAY)]);

    let (status, body) = rig.call(forged).await;

    assert_eq!(status, 403);
    assert!(body.contains("<h1>Not from here.</h1>"));
}

#[actix_web::test]
async fn files_are_kept_for_ever_by_the_hash_in_their_address() {
    let rig = Rig::new();
    let (_, body) = get(&rig, "/").await;
    let style = &links(&body, "/assets/css/style.css?v=")[0];

    let current = rig.send(TestRequest::get().uri(style)).await;
    let stale = rig
        .send(TestRequest::get().uri("/assets/css/style.css?v=0"))
        .await;

    assert_eq!(
        header(&current, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(header(&stale, "cache-control"), "no-cache");
    assert_eq!(get(&rig, "/assets/templates/layout.html").await.0, 404);
}
