//! What people do, from the first page to the last, in a real browser.

use crate::support::browser::{Browser, ENTER, Look, RIGHT};
use crate::support::rig::Rig;
use crate::support::server::Server;

/// When the clock of these tests stands still.
pub const NOW: &str = "2026-01-08T08:00:00Z";
/// Where a time can be chosen.
const SLOT: &str = ".slots a";
/// What sends a form.
const SEND: &str = "main form .acts button";

/// An instance with one host, mira.
struct Instance {
    rig: Rig,
    server: Server,
}

impl Instance {
    async fn open() -> Self {
        let rig = Rig::new();
        rig.host("mira").await;
        let server = Server::start(&rig.database, NOW);
        Self { rig, server }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url)
    }

    /// Books the first free time by mouse and returns the path of the booking.
    fn book(&self, browser: &Browser) -> String {
        browser.goto(&self.url("/@mira/first-session?zone=Europe/Berlin"));
        browser.click(SLOT);
        fill_form(browser);
        browser.click(SEND);
        arrive(browser)
    }

    /// Waits until `count` mails have been written.
    fn wait_for_mails(&self, count: usize) {
        let begin = std::time::Instant::now();
        while self.rig.mails().len() < count {
            assert!(begin.elapsed().as_secs() < 30, "{:?}", self.rig.mails());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(self.rig.mails().len(), count);
    }
}

fn fill_form(browser: &Browser) {
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
}

/// Waits for the page of a booking and returns its path.
fn arrive(browser: &Browser) -> String {
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    browser.path()
}

/// Walks from the front page to a confirmed session and calls `look` on every page.
fn walk(instance: &Instance, browser: &Browser, look: impl Fn(&Browser)) {
    browser.goto(&instance.url("/"));
    look(browser);
    browser.click("main a[href$='/@mira']");
    look(browser);
    browser.click("main a[href*='/first-session']:not([href*='/book'])");
    look(browser);
    browser.click(SLOT);
    look(browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea");
    browser.click(SEND);
    look(browser);
    assert_eq!(browser.property("[name=name]", "value"), "Thea Behrend");
    assert!(browser.has("[name=email][aria-invalid=true]"));
    fill_form(browser);
    browser.click(SEND);
    arrive(browser);
    look(browser);
    assert_eq!(browser.cookies(), 0, "a client gets no cookie");
    for url in browser.traffic().urls {
        assert!(url.starts_with(&instance.server.url), "asked for {url}");
    }
    instance.wait_for_mails(2);
}

#[actix_web::test]
async fn a_client_books_and_axe_finds_nothing() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look::default());

    walk(&instance, &browser, Browser::check);
}

#[actix_web::test]
async fn a_client_books_without_scripts() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look {
        without_scripts: true,
        ..Look::default()
    });

    walk(&instance, &browser, |_| {});
}

#[actix_web::test]
async fn a_client_books_on_a_narrow_screen() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look {
        is_narrow: true,
        ..Look::default()
    });

    walk(&instance, &browser, |browser| {
        browser.check_width();
        browser.check();
    });
}

#[actix_web::test]
async fn a_client_books_by_keyboard_alone() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look::default());
    browser.goto(&instance.url("/@mira/first-session?zone=Europe/Berlin"));

    browser.tab_to(".month td a");
    browser.press(RIGHT);
    browser.press(ENTER);
    browser.wait(
        "return document.activeElement.matches('.month a[aria-current]')",
        &[],
    );
    browser.tab_to(SLOT);
    browser.press(ENTER);
    browser.tab_to("[name=name]");
    browser.press("Thea Behrend");
    browser.tab_to("[name=email]");
    browser.press("thea@post.example");
    browser.tab_to(SEND);
    browser.press(ENTER);

    arrive(&browser);
    assert!(browser.text("main").contains("Thea Behrend"));
}

#[actix_web::test]
async fn a_client_moves_a_session() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look::default());
    let booking = instance.book(&browser);
    let before = browser.property("time.leaf", "dateTime");

    browser.click("a[href$='/reschedule']");
    browser.check();
    browser.click(".slots li:last-child a");
    browser.check();
    browser.click(SEND);

    assert_eq!(arrive(&browser), booking);
    assert_ne!(browser.property("time.leaf", "dateTime"), before);
    browser.check();
    instance.wait_for_mails(4);
}

#[actix_web::test]
async fn a_client_cancels_a_session_without_scripts_and_the_time_is_free_again() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look {
        without_scripts: true,
        ..Look::default()
    });
    let booking = instance.book(&browser);
    let start = browser.property("time.leaf", "dateTime");

    browser.click("a[href$='/cancel']");
    browser.fill("reason", "I have a cold.");
    browser.click(SEND);

    assert_eq!(arrive(&browser), booking);
    assert!(!browser.has("a[href$='/cancel']"));
    browser.goto(&instance.url("/@mira/first-session?zone=Europe/Berlin"));
    assert_eq!(browser.property(".slots time", "dateTime"), start);
    instance.wait_for_mails(4);
}

#[actix_web::test]
async fn the_pages_around_a_cancellation_suit_everybody() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look {
        is_narrow: true,
        ..Look::default()
    });
    instance.book(&browser);

    browser.click("a[href$='/cancel']");
    browser.check();
    browser.click(SEND);

    arrive(&browser);
    browser.check();
    browser.goto(&instance.url("/no-such-page"));
    browser.check();
    browser.goto(&instance.url("/about"));
    browser.check();
}

#[actix_web::test]
async fn the_booking_page_is_light() {
    let instance = Instance::open().await;
    let browser = Browser::open(Look::default());
    browser.goto("about:blank");
    browser.traffic();

    browser.goto(&instance.url("/@mira/first-session?zone=Europe/Berlin"));

    let traffic = browser.traffic();
    assert!(traffic.urls.len() <= 4, "{:?}", traffic.urls);
    assert!(traffic.bytes <= 20_000, "{} bytes", traffic.bytes);
}

#[actix_web::test]
async fn a_coach_gets_from_the_first_start_to_being_booked() {
    let rig = Rig::new();
    let server = Server::start(&rig.database, NOW);
    let instance = Instance { rig, server };
    let browser = Browser::open(Look::default());

    browser.goto(&instance.server.setup_link(&instance.rig.database));
    browser.check();
    for (name, value) in [
        ("instance.name", "Lotsenhaus eG"),
        ("instance.contact_name", "Henrike Lund"),
        ("instance.contact_phone", "+49 40 1234567"),
        ("instance.contact_email", "henrike@lotsenhaus.example"),
        ("name", "Mira Lindner"),
        ("username", "mira"),
        ("email", "mira@lotsenhaus.example"),
        ("password", "a boat in the harbour"),
    ] {
        browser.fill(name, value);
    }
    browser.click(SEND);
    browser.wait("return location.pathname === '/desk'", &[]);
    browser.check();

    browser.goto(&instance.url("/desk/hours"));
    browser.check();
    browser.click("button[name=do][value=add-sa]");
    browser.wait(
        "return document.querySelector('[name=\"sa.from\"]') !== null",
        &[],
    );
    browser.click(".acts button[value=save]");

    browser.goto(&instance.url("/desk/event-types/new"));
    browser.check();
    browser.fill("title", "First session");
    browser.fill("slug", "first-session");
    browser.click(".acts button[value=save]");
    browser.wait("return location.pathname !== '/desk/event-types/new'", &[]);
    browser.check();
    for path in [
        "/desk/event-types",
        "/desk/bookings",
        "/desk/profile",
        "/admin",
        "/admin/allies",
    ] {
        browser.goto(&instance.url(path));
        browser.check();
    }

    let client = Browser::open(Look::default());
    client.goto(&instance.url("/@mira/first-session?zone=Europe/Berlin"));
    client.click(SLOT);
    fill_form(&client);
    // A session by phone asks for the number that the host shall dial.
    client.fill("answers.phone", "+49 170 7654321");
    client.click(SEND);
    arrive(&client);
    instance.wait_for_mails(2);
    browser.goto(&instance.url("/desk/bookings"));
    assert!(browser.text("main").contains("Thea Behrend"));
    browser.check();
}
