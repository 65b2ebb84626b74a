//! A poll from its first line to the session that came of it, in a real browser.

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// Asks about two mornings, after one was typed wrong; returns the page of the poll at the desk.
fn ask(browser: &Browser, server: &Server, look: &impl Fn(&Browser)) -> String {
    let set_date = |place: u32, date: &str| {
        let script = "const [place, date] = arguments;
            document.getElementById(`date-${place}`).value = date;
            document.getElementById(`time-${place}`).value = '10:00'";
        browser.run(script, &[place.into(), date.into()]);
    };
    browser.goto(&format!("{}/desk/polls?lang=en", server.url));
    look(browser);
    browser.goto(&format!("{}/desk/polls/new?lang=en", server.url));
    look(browser);
    browser.fill("title", "Spring meeting");
    browser.fill("description", "Shared rooms, shared costs.");
    set_date(0, "2025-01-19");
    set_date(1, "2026-01-20");
    browser.click("button[value=save]:not(.hide)");
    browser.wait(
        "return document.querySelector('#date-0-error') !== null",
        &[],
    );
    look(browser);
    set_date(0, "2026-01-19");
    browser.click("button[value=save]:not(.hide)");
    browser.wait("return location.search.includes('done=')", &[]);
    look(browser);
    browser.path()
}

/// Mira asks, two people answer without an account, one changes their mind, and Mira books the
/// time that suits both. Calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    browser.sign_in(&rig, &server, &host.viewer).await;
    let desk = ask(browser, &server, &look);
    let link = browser.property("main a[href*='/polls/']", "href");
    let link = format!("{}?lang=en&zone=Europe/Berlin", link.as_str().unwrap());
    browser.click("form[action*='/logout'] button");
    browser.wait("return !location.pathname.startsWith('/desk')", &[]);

    browser.goto(&link);
    look(browser);
    browser.click(SEND);
    browser.wait("return document.querySelector('#name-error') !== null", &[]);
    look(browser);
    for (name, votes) in [("Thea", ["no", "yes"]), ("Kofi", ["if-need-be", "no"])] {
        browser.goto(&link);
        answer(browser, votes);
        browser.fill("name", name);
        browser.click(SEND);
        browser.wait(
            "return document.querySelector('[role=status]') !== null",
            &[],
        );
        look(browser);
    }
    answer(browser, ["no", "yes"]);
    browser.click(SEND);
    browser.wait(
        "return document.querySelectorAll('input[value=yes]:checked').length === 1
            && document.querySelector('[role=status]') !== null",
        &[],
    );
    assert_eq!(browser.cookies(), 0, "whoever answers gets no cookie");

    browser.sign_in(&rig, &server, &host.viewer).await;
    browser.goto(&format!("{}{desk}?lang=en", server.url));
    look(browser);
    assert!(browser.text("tr.best").contains("20"));
    browser.click("button[value=book]");
    browser.wait("return location.search.includes('done=poll-booked')", &[]);
    look(browser);
    browser.click("main a.button[href*='/desk/bookings/']");
    browser.wait(
        "return location.pathname.startsWith('/desk/bookings/')",
        &[],
    );
    look(browser);
    browser.goto(&link);
    assert!(browser.text("main").contains("Agreed."));
    look(browser);
}

/// Says something to each time, in their order.
fn answer(browser: &Browser, votes: [&str; 2]) {
    for (row, vote) in votes.into_iter().enumerate() {
        let row = row + 1;
        browser.click(&format!("tbody tr:nth-child({row}) input[value={vote}]"));
    }
}

#[actix_web::test]
async fn a_poll_becomes_a_session_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), Browser::check).await;
}

#[actix_web::test]
async fn a_poll_is_asked_answered_and_booked_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn a_poll_fits_a_narrow_screen() {
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
