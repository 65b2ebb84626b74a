//! Finding a time in a real browser: filters with and without scripts, and the visitor's own
//! calendar, which never leaves the page.

use serde_json::json;

use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const PAGE: &str = "/@mira/first-session?zone=Europe/Berlin&date=2026-01-12";
const OWN: &str = "#own-file";

/// An instance with mira, opened at a page.
async fn open(look: Look, path: &str) -> (Rig, Server, Browser) {
    let rig = Rig::new();
    rig.host("mira").await;
    let server = Server::start(&rig.database, NOW);
    let browser = Browser::open(look);
    browser.goto(&format!("{}{path}", server.url));
    (rig, server, browser)
}

/// Chooses a file with this content, as a visitor does.
fn choose(browser: &Browser, ics: &str) {
    let script = "const [css, text] = arguments;
        const given = new DataTransfer();
        given.items.add(new File([text], 'own.ics', {type: 'text/calendar'}));
        const input = document.querySelector(css);
        input.files = given.files;
        document.querySelector('#own [role=status]').textContent = '';
        input.dispatchEvent(new Event('change', {bubbles: true}));";
    browser.run(script, &[json!(OWN), json!(ics)]);
    browser.wait(
        "return document.querySelector('#own [role=status]').textContent !== ''",
        &[],
    );
}

/// The starts that are marked, in UTC: `09:00`.
fn marked(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.slots [data-clash] time')]
        .map((time) => time.dateTime.slice(11, 16))";
    serde_json::from_value(browser.run(script, &[])).unwrap()
}

fn calendar(entries: &[&str]) -> String {
    let entries: String = entries
        .iter()
        .map(|entry| format!("BEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\n"))
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n")
}

fn opened(browser: &Browser) {
    browser.click("[data-overlay] button");
    browser.wait("return !document.querySelector('#own').hidden", &[]);
}

#[actix_web::test]
async fn filters_work_without_scripts_and_the_overlay_stays_away() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    let (_rig, _server, browser) = open(look, PAGE).await;

    browser.click("summary");
    browser.click("#on-tu");

    browser.wait("return location.search.includes('weekday=tu')", &[]);
    assert!(browser.text("#day").contains("Tuesday"));
    assert_eq!(browser.property("[data-overlay]", "hidden"), true);
}

#[actix_web::test]
async fn filters_and_find_suit_everybody() {
    let look = Look {
        is_narrow: true,
        ..Look::default()
    };
    let (_rig, server, browser) = open(look, PAGE).await;

    browser.click("summary");
    browser.click("#on-tu");
    browser.wait("return document.activeElement.id === 'on-tu'", &[]);
    browser.check();
    browser.check_width();
    for path in ["/", "/find?weekday=we", "/find?weekday=sa"] {
        browser.goto(&format!("{}{path}", server.url));
        browser.check();
        browser.check_width();
    }
}

#[actix_web::test]
async fn an_own_calendar_marks_what_clashes_and_nothing_is_sent() {
    let (_rig, _server, browser) = open(Look::default(), PAGE).await;
    opened(&browser);
    browser.traffic();

    choose(
        &browser,
        &calendar(&[
            // 10:00 to 11:00 in Berlin, every Monday and Tuesday but the 13th.
            "UID:a\r\nDTSTART;TZID=Europe/Berlin:20250106T100000\r\nDTEND;TZID=Europe/Berlin:20250106T110000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU\r\nEXDATE;TZID=Europe/Berlin:20260113T100000",
            // 19:00 to 20:00 in Kolkata.
            "DTSTART;TZID=Asia/Kolkata:20260112T190000\r\nDURATION:PT1H",
            "DTSTART;VALUE=DATE:20260116",
            "DTSTART:20260112T080000Z\r\nDTEND:20260112T090000Z\r\nSTATUS:CANCELLED",
            "DTSTART:20260112T080000Z\r\nRRULE:FREQ=MONTHLY",
        ]),
    );

    assert_eq!(
        marked(&browser),
        ["08:30", "09:00", "09:30", "13:00", "13:30", "14:00"]
    );
    let said = browser.text("#own [role=status]");
    assert!(said.contains("Entries read: 3."), "{said}");
    assert!(said.contains("Not readable and left out: 1."), "{said}");
    let label = browser.run(
        "return document.querySelector('.slots [data-clash]').ariaLabel",
        &[],
    );
    assert!(label.as_str().unwrap().ends_with(" you are busy"));
    let days = "return [...document.querySelectorAll('.month [data-clash]')].map((day) => day.textContent)";
    assert_eq!(
        browser.run(days, &[]),
        json!(["12", "16", "19", "20", "26", "27"])
    );
    browser.check();
    assert!(browser.traffic().urls.is_empty());

    browser.click("#own .bad");
    assert!(marked(&browser).is_empty());
}

#[actix_web::test]
async fn an_own_calendar_stays_beside_the_next_day_until_it_is_taken_away() {
    let (_rig, _server, browser) = open(Look::default(), PAGE).await;
    opened(&browser);
    choose(
        &browser,
        &calendar(&["DTSTART:20260113T080000Z\r\nDTEND:20260113T083000Z"]),
    );
    assert!(marked(&browser).is_empty());

    browser.click(".month a[href*='2026-01-13']");

    browser.wait("return location.search.includes('2026-01-13')", &[]);
    assert_eq!(marked(&browser), ["08:00"]);
    browser.click("#own .bad");
    assert!(!browser.has("[data-clash]"));
}

#[actix_web::test]
async fn a_hostile_calendar_is_counted_and_does_no_harm() {
    let (_rig, _server, browser) = open(Look::default(), PAGE).await;
    opened(&browser);

    choose(
        &browser,
        &calendar(&[
            "DTSTART:20260230T080000Z",
            "DTSTART:00000101T000000Z",
            "DTSTART:20260112T250000",
            "DTSTART;TZID=Mars/Olympus:20260112T100000",
            "DTSTART;TZID=__proto__:20260112T100000",
            "UID:__proto__\r\nRECURRENCE-ID:20260112T080000Z\r\nDTSTART:x",
            "SUMMARY:without a time",
            "DTSTART:20260112T080000Z\r\nDTEND:20260111T080000Z",
            "DTSTART:20260112T080000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0",
            "DTSTART:20260112T080000Z\r\nRRULE:FREQ=SECONDLY",
            "DTSTART:20260112T080000Z\r\nRRULE:FREQ=DAILY;COUNT=99999999999999999999",
            // These can be read, and never end.
            "DTSTART:10000101T080000Z\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY",
            "DTSTART:10000101T080000Z\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU;COUNT=999",
        ]),
    );
    let said = browser.text("#own [role=status]");
    assert!(said.contains("Entries read: 2."), "{said}");
    assert!(said.contains("left out: 11."), "{said}");
    assert_eq!(marked(&browser), ["08:00"]);

    let deep = "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:X\n".repeat(100_000);
    choose(&browser, &deep);
    assert!(
        browser
            .text("#own [role=status]")
            .contains("Entries read: 0.")
    );

    let many = vec!["DTSTART:10000101T080000Z\r\nRRULE:FREQ=DAILY\r\nDURATION:PT1M"; 5001];
    choose(&browser, &calendar(&many));
    assert!(browser.text("#own [role=status]").contains("left out: 1."));

    for wrong in [
        "no calendar".to_owned(),
        "BEGIN:VCALENDAR\n".repeat(140_000),
    ] {
        choose(&browser, &wrong);
        assert!(
            browser
                .text("#own [role=status]")
                .contains("not a calendar")
        );
    }
    assert!(!browser.has("[data-clash]"));
}
