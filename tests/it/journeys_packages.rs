//! A package from its sale to its last sessions, in a real browser.

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::{Rig, booking};
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// Mira sells a package; whoever has its link books one session, then a series around a day that
/// is taken. Calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", "2026-01-20T08:00:00Z"))
        .await
        .unwrap();
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);
    browser.sign_in(&rig, &server, &host.viewer).await;

    browser.goto(&url("/desk/packages?lang=en"));
    look(browser);
    browser.goto(&url("/desk/packages/new?lang=en"));
    look(browser);
    browser.click(SEND);
    browser.wait("return document.querySelector('#name-error') !== null", &[]);
    look(browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
    browser.fill("size", "5");
    browser.click(SEND);
    browser.wait("return location.search.includes('done=package-sold')", &[]);
    look(browser);
    let id = browser.path().rsplit('/').next().unwrap().to_owned();
    let link = format!("/p/{}", rig.state.links.package_token(&id));
    assert!(browser.text("main").contains(&link));

    browser.goto(&url(&format!("{link}?lang=en")));
    assert!(browser.text(".price.huge").starts_with('5'));
    look(browser);
    browser.click("main .acts a.button");
    browser.wait("return location.pathname.endsWith('/book')", &[]);
    look(browser);
    browser.goto(&url(&format!(
        "{link}/book?lang=en&date=2026-01-12&zone=Europe/Berlin"
    )));
    browser.click(".slots a");
    browser.wait("return location.search.includes('start=')", &[]);
    look(browser);
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    assert!(browser.has(&format!("main a[href^='{link}']")));
    look(browser);

    browser.goto(&url(&format!(
        "{link}/book?lang=en&start=2026-01-13T08:00:00Z"
    )));
    browser.fill("count", "3");
    browser.click("main form[action$='/series'] button");
    browser.wait("return location.pathname.endsWith('/series')", &[]);
    assert!(browser.text("main").contains("This time is not free."));
    look(browser);
    browser.click(SEND);
    browser.wait("return location.search.includes('booked=3')", &[]);
    assert!(browser.text(".price.huge").starts_with('1'));
    look(browser);

    browser.goto(&url(&format!("/desk/packages/{id}?lang=en")));
    look(browser);
    browser.click("main form[action$='/freeze'] button");
    browser.wait(
        "return location.search.includes('done=package-freeze')",
        &[],
    );
    browser.goto(&url(&format!("{link}?lang=en")));
    assert!(browser.text("main").contains("frozen since"));
    look(browser);
    browser.goto(&url(&format!("{link}/book?lang=en")));
    assert!(browser.text("main").contains("The package is frozen."));
    look(browser);
}

#[actix_web::test]
async fn a_package_is_sold_and_booked_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), Browser::check).await;
}

#[actix_web::test]
async fn a_package_is_booked_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn a_package_fits_a_narrow_screen() {
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
