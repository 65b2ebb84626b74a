//! A coach connects an account, subscribes to a calendar and connects a program, in a real
//! browser.

use crate::calendars::monday;
use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::calendar_server::CalendarServer;
use crate::support::rig::Rig;
use crate::support::server::Server;

/// Goes through the pages of calendars; calls `look` on each.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let calendars = CalendarServer::radicale().await;
    calendars.put("away.ics", &monday()).await;
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let settings = [("ZEITGENOSSE_NETWORK__ALLOW_PRIVATE", "true")];
    let server = Server::start_with(&rig.database, NOW, &settings);
    let url = |path: &str| format!("{}{path}", server.url);
    browser.sign_in(&rig, &server, &host.viewer).await;

    browser.goto(&url("/desk/calendars"));
    look(browser);
    browser.goto(&url("/desk/calendars/accounts"));
    look(browser);
    browser.fill("server", &calendars.url);
    browser.fill("username", "mira");
    browser.fill("password", "wrong");
    browser.click("main form .acts button");
    browser.wait(
        "return document.querySelector('[aria-invalid]') !== null",
        &[],
    );
    look(browser);
    browser.fill("password", &calendars.login.password);
    browser.click("main form .acts button");
    browser.wait("return document.querySelector('[name=read]') !== null", &[]);
    look(browser);
    assert!(browser.has("[name=read]:checked"), "all of them at first");
    browser.run(
        "const write = document.querySelector('[name=write]');
         write.value = write.options[1].value",
        &[],
    );
    browser.click("main form .acts button");
    browser.wait("return location.search.includes('done=saved')", &[]);
    look(browser);
    browser.click("main .rows h3 a");
    browser.wait(
        "return location.pathname.startsWith('/desk/calendars/accounts/')",
        &[],
    );
    look(browser);
    browser.goto(&url("/desk?week=2026-W03"));
    look(browser);
    assert!(browser.text("main").contains("Away"));

    browser.goto(&url("/desk/calendars/apps"));
    look(browser);
    browser.fill("label", "Telefon");
    browser.click("main form .acts button");
    browser.wait("return document.querySelector('#password') !== null", &[]);
    look(browser);
}

#[actix_web::test]
async fn a_coach_connects_calendars_and_axe_finds_nothing() {
    let browser = Browser::open(Look::default());

    walk(&browser, Browser::check).await;
}

#[actix_web::test]
async fn a_coach_connects_calendars_on_a_narrow_screen() {
    let browser = Browser::open(Look {
        is_narrow: true,
        ..Look::default()
    });

    walk(&browser, Browser::check).await;
}

#[actix_web::test]
async fn a_coach_connects_calendars_without_scripts() {
    let browser = Browser::open(Look {
        without_scripts: true,
        ..Look::default()
    });

    walk(&browser, |_| {}).await;
}
