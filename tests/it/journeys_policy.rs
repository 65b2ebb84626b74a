//! What is agreed about cancelling, from the host who sets it to the client who pays for it, in a
//! real browser.

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const SEND: &str = "main form .acts button";
const RULE: &str = "it costs 50% of the price";

/// Mira sets a rule; a client reads it before booking, and what it comes to when they cancel.
/// Calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);

    browser.sign_in(&rig, &server, &host.viewer).await;
    let offer = &host.event_type.id;
    browser.goto(&url(&format!("/desk/event-types/{offer}/policy?lang=en")));
    look(browser);
    // Longer before than a client can book, so that cancelling costs from the beginning.
    browser.fill("free_hours", "720");
    browser.run("document.querySelector('#fee_kind').value = 'percent'", &[]);
    browser.fill("fee_value", "101");
    browser.click(SEND);
    browser.wait(
        "return document.querySelector('#fee_value-error') !== null",
        &[],
    );
    look(browser);
    browser.fill("fee_value", "50");
    browser.click(SEND);
    browser.wait("return location.search.includes('done=policy')", &[]);
    look(browser);

    browser.goto(&url("/@mira/first-session?lang=en&zone=Europe/Berlin"));
    assert!(
        browser.text("main").contains(RULE),
        "{}",
        browser.text("main")
    );
    look(browser);
    browser.click(".slots a");
    assert!(
        browser.text("main").contains(RULE),
        "{}",
        browser.text("main")
    );
    look(browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    look(browser);
    browser.click("main a[href*='/cancel']");
    browser.wait("return location.pathname.endsWith('/cancel')", &[]);
    assert!(browser.text("main").contains("Cancelling now costs 50%"));
    look(browser);
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    assert!(
        browser.text("main").contains("Owed: 50%"),
        "{}",
        browser.text("main")
    );
    look(browser);
}

#[actix_web::test]
async fn a_client_reads_what_cancelling_costs_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), Browser::check).await;
}

#[actix_web::test]
async fn a_client_reads_what_cancelling_costs_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn what_cancelling_costs_fits_a_narrow_screen() {
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
