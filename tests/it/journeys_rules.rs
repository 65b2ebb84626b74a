//! A coach takes time off, sets rules and asks why, in a real browser.

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

/// Signs mira in and takes time off, sets a rule and asks about a time; calls `look` on each page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);
    browser.sign_in(&rig, &server, &host.viewer).await;

    browser.goto(&url("/desk/time-off"));
    look(browser);
    browser.run(
        "const set = (name, value) => { document.querySelector(`[name='${name}']`).value = value };
         set('from', '2026-01-12'); set('to', '2026-01-13'); set('message', 'Am Meer.')",
        &[],
    );
    browser.click("button[value=away]");
    browser.wait("return location.search.includes('done=time-off')", &[]);
    look(browser);
    assert!(browser.text("main").contains("Am Meer."));
    browser.run(
        "document.querySelector('[name=region]').value = 'DE-BY'",
        &[],
    );
    browser.click("#holidays button");
    browser.wait("return location.search.includes('done=holidays')", &[]);
    look(browser);
    assert!(browser.has("input[value=corpus-christi]:checked"));
    assert!(browser.has("input[value=augsburg]:not(:checked)"));

    browser.goto(&url("/desk/energy"));
    look(browser);
    browser.fill("per_day.sessions", "0");
    browser.click("main form .acts button");
    browser.wait(
        "return document.querySelector('[aria-invalid]') !== null",
        &[],
    );
    look(browser);
    browser.run(
        "document.querySelector('[name=\"per_day.sessions\"]').value = ''",
        &[],
    );
    browser.fill("per_day.sessions", "4");
    browser.click("main form .acts button");
    browser.wait("return location.search.includes('done=saved')", &[]);

    browser.goto(&url("/desk/why?date=2026-01-12&clock=10:00"));
    look(browser);
    assert!(browser.has("main a[href='/desk/time-off']"));
    browser.goto(&url("/@mira/first-session"));
    look(browser);
    assert!(browser.text("main").contains("Am Meer."));
}

#[actix_web::test]
async fn a_coach_takes_time_off_and_axe_finds_nothing() {
    let browser = Browser::open(Look::default());

    walk(&browser, Browser::check).await;
}

#[actix_web::test]
async fn a_coach_takes_time_off_on_a_narrow_screen() {
    let browser = Browser::open(Look {
        is_narrow: true,
        ..Look::default()
    });

    walk(&browser, Browser::check).await;
}

#[actix_web::test]
async fn a_coach_takes_time_off_without_scripts() {
    let browser = Browser::open(Look {
        without_scripts: true,
        ..Look::default()
    });

    walk(&browser, |_| {}).await;
}
