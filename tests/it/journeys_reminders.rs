//! A host chooses reminders, in a real browser.

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::{Host, Rig};
use crate::support::server::Server;

/// Signs in and goes to the reminders of the first offer.
async fn sign_in(rig: &Rig, host: &Host, server: &Server, browser: &Browser) {
    browser.sign_in(rig, server, &host.viewer).await;
    browser.goto(&format!(
        "{}/desk/event-types/{}/reminders",
        server.url, host.event_type.id
    ));
}

/// Adds a reminder with a mistake in it, corrects it after a look at the letter, and moves it up.
fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    look(browser);
    browser.click("a.button[href$='/new']");
    browser.wait("return location.pathname.endsWith('/new')", &[]);
    look(browser);
    browser.fill("de.body", "Bis gleich, {wer}.");
    browser.click(".acts button[value=save]");
    browser.wait(
        "return document.querySelector('#de-body-error') !== null",
        &[],
    );
    look(browser);
    browser.fill("de.body", "Bis gleich, {name}.");
    browser.click(".acts button[value=preview]");
    browser.wait("return document.querySelector('.letter') !== null", &[]);
    look(browser);
    assert!(
        browser
            .text("#preview")
            .contains("Bis gleich, Thea Behrend.")
    );
    browser.click(".acts button[value=save]");
    browser.wait("return location.search === '?done=reminders'", &[]);
    look(browser);
    browser.click(".rows li:last-child button[value^=up]");
    browser.wait("return location.search === '?done=reminders'", &[]);
    browser.wait(
        "return document.querySelector('.rows li:last-child').textContent.includes('60')",
        &[],
    );
}

#[actix_web::test]
async fn a_host_adds_a_reminder_and_axe_finds_nothing() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    let browser = Browser::open(Look {
        is_narrow: true,
        ..Look::default()
    });

    sign_in(&rig, &host, &server, &browser).await;
    walk(&browser, |browser| {
        browser.check_width();
        browser.check();
    });
}

#[actix_web::test]
async fn a_host_adds_a_reminder_without_scripts() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    let browser = Browser::open(Look {
        without_scripts: true,
        ..Look::default()
    });

    sign_in(&rig, &host, &server, &browser).await;
    walk(&browser, |_| {});
}
