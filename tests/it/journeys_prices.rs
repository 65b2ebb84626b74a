//! Paying and taking it back, in a real browser.

use crate::journeys::NOW;
use crate::prices::{paid_host, sender, set_price, set_sender, sliding};
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// Walks from the list of prices to a withdrawal and calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    set_price(&rig, &host, sliding()).await;
    let automatic = zeitgenosse::service::invoices::Sender {
        is_automatic: true,
        ..sender()
    };
    set_sender(&rig, &host, automatic).await;
    let server = Server::start(&rig.database, NOW);

    browser.goto(&format!("{}/@mira", server.url));
    assert!(browser.text("main").contains("€70"));
    look(browser);
    browser.goto(&format!(
        "{}/@mira/first-session?zone=Europe/Berlin",
        server.url
    ));
    look(browser);
    browser.click(".slots a");
    assert_eq!(browser.text(SEND), "Book with obligation to pay: €70");
    browser.click("[value=low]");
    assert_eq!(browser.text(SEND), "Book with obligation to pay: €45");
    look(browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
    browser.click(SEND);
    assert!(
        browser.has("#early_start-error"),
        "the box is not ticked by itself"
    );
    look(browser);
    browser.click("#early_start");
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    look(browser);

    browser.click("a[href*='/invoice']");
    assert!(browser.has("svg[role=img]"));
    look(browser);
    browser.click("main .acts a");
    browser.click("a[href*='/withdraw']");
    look(browser);
    browser.click(SEND);
    browser.wait(
        "return document.querySelector('h1').textContent === 'Withdrawn.'",
        &[],
    );
    look(browser);
}

#[actix_web::test]
async fn a_client_pays_what_they_choose_and_withdraws_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), Browser::check).await;
}

#[actix_web::test]
async fn a_client_withdraws_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn a_client_withdraws_on_a_narrow_screen() {
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
