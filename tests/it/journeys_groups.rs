//! A webinar with its waiting list, in a real browser.

use crate::groups::{EVENING, client, group, set, webinar};
use crate::journeys::NOW;
use crate::policy::manage;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// Mira gives a webinar of two seats: a client takes the last one, another waits and gets the
/// seat that is given back. Calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = group(&rig, webinar(2)).await;
    let session = set(&rig, &host, EVENING).await;
    let first = rig.book(client("Grete", EVENING)).await.unwrap();
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);
    let offer = url("/@mira/first-session?lang=en&zone=Europe/Berlin");

    browser.goto(&offer);
    assert!(browser.text("main").contains("1 of 2 seats free"));
    look(browser);
    browser.click(".rows a.button");
    look(browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    look(browser);

    browser.goto(&offer);
    assert!(browser.text("main").contains("fully booked"));
    look(browser);
    browser.click(".rows a.button");
    browser.wait("return location.pathname.endsWith('/waiting')", &[]);
    look(browser);
    browser.click(SEND);
    browser.wait("return document.querySelector('#name-error') !== null", &[]);
    look(browser);
    browser.fill("name", "Kofi Adeyemi");
    browser.fill("email", "kofi@mail.example");
    browser.click(SEND);
    browser.wait("return location.pathname.startsWith('/w/')", &[]);
    look(browser);
    let waiting = browser.url();

    browser.goto(&url(&format!("/b/{}/cancel", manage(&rig, &first))));
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    browser.goto(&waiting);
    let begun = std::time::Instant::now();
    while !browser.has("button[value=accept]") {
        assert!(begun.elapsed().as_secs() < 30, "the seat is not offered");
        browser.goto(&waiting);
    }
    look(browser);
    browser.click("button[value=accept]");
    browser.wait(
        "return document.querySelector('main a.button') !== null",
        &[],
    );
    look(browser);

    browser.sign_in(&rig, &server, &host.viewer).await;
    let id = &host.event_type.id;
    for path in [
        format!("/desk/event-types/{id}/sessions"),
        format!("/desk/event-types/{id}/waiting"),
        format!("/desk/sessions/{}", session.id),
    ] {
        browser.goto(&url(&format!("{path}?lang=en")));
        look(browser);
    }
    let list = browser.text("main");
    assert!(
        list.contains("Thea Behrend") && list.contains("Kofi Adeyemi"),
        "{list}"
    );
}

#[actix_web::test]
async fn a_seat_goes_to_whoever_waits_for_it_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), |browser| {
        browser.check();
        browser.set_dark(true);
        browser.check();
        browser.set_dark(false);
    })
    .await;
}

#[actix_web::test]
async fn a_seat_is_taken_and_waited_for_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn a_webinar_fits_a_narrow_screen() {
    let look = Look {
        is_narrow: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |browser| {
        browser.check_width();
        browser.check();
    })
    .await;
}
