//! A team by turns, a host who falls ill, and what is agreed about cancelling, in a real browser.

use crate::journeys::NOW;
use crate::policy::{day_before, manage, set};
use crate::support::browser::{Browser, Look};
use crate::support::rig::{Rig, booking};
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// A client books with the team, and the lead looks at the ledger; then the lead falls ill, and a
/// client takes a colleague. Calls `look` on every page.
async fn walk(browser: &Browser, look: impl Fn(&Browser)) {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas", "luis"]).await;
    set(&rig, &team.hosts[0], day_before()).await;
    let own = rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);

    browser.goto(&url("/teams/beratung?lang=en"));
    look(browser);
    for wish in ["", "&host=luis"] {
        browser.goto(&url(&format!(
            "/teams/beratung/intro?lang=en&zone=Europe/Berlin{wish}"
        )));
        look(browser);
        browser.click(".slots a");
        look(browser);
        browser.fill("name", "Thea Behrend");
        browser.fill("email", "thea@post.example");
        browser.click(SEND);
        browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
        look(browser);
    }
    assert!(browser.text("main").contains("luis"));

    let lead = &team.hosts[0].viewer;
    browser.sign_in(&rig, &server, lead).await;
    let (team_id, offer) = (&team.team.id, &team.event_type.id);
    for path in [
        "/desk/teams".to_owned(),
        format!("/desk/teams/{team_id}"),
        format!("/desk/teams/{team_id}/ledger"),
        format!("/desk/event-types/{offer}/hosts"),
        format!("/desk/event-types/{offer}/template"),
        format!("/desk/event-types/{offer}/policy"),
        format!("/desk/insights?team={team_id}"),
        format!("/desk/why?event_type={offer}&date=2026-01-12&clock=10:00"),
    ] {
        browser.goto(&url(&path));
        look(browser);
    }
    browser.goto(&url(&format!("/desk/teams/{team_id}/ledger")));
    browser.click("a[href*='/ledger/']");
    browser.wait("return /\\/ledger\\/[^\\/]+$/.test(location.pathname)", &[]);
    look(browser);
    browser.goto(&url(&format!("/desk/event-types/{offer}/template")));
    browser.click("input[value=texts]");
    browser.click("button[value=save]");
    browser.wait("return location.search.includes('done=template')", &[]);
    browser.click("form[action$='/copies'] button");
    browser.wait(
        "return location.search.includes('done=template-given')",
        &[],
    );
    look(browser);

    browser.goto(&url("/desk/time-off"));
    browser.run(
        "document.querySelector('[name=from]').value = '2026-01-12'",
        &[],
    );
    browser.click("button[value=tell]");
    browser.wait("return location.search.includes('done=away')", &[]);
    look(browser);
    assert!(browser.text("main").contains("noch keine Antwort"));

    let page = format!("/b/{}", manage(&rig, &own));
    browser.goto(&url(&format!("{page}?lang=en")));
    look(browser);
    browser.click(".note a.button");
    browser.wait("return location.pathname.endsWith('/instead')", &[]);
    look(browser);
    browser.click("button[value=jonas]");
    browser.wait(&format!("return location.pathname === '{page}'"), &[]);
    assert!(browser.text("main").contains("jonas"));
    look(browser);
    browser.goto(&url(&format!("{page}/cancel?lang=en")));
    assert!(browser.text("main").contains("Cancelling is free until"));
    look(browser);
}

#[actix_web::test]
async fn a_team_shares_its_sessions_and_stands_in_and_axe_finds_nothing() {
    walk(&Browser::open(Look::default()), |browser| {
        browser.check();
        browser.set_dark(true);
        browser.check();
        browser.set_dark(false);
    })
    .await;
}

#[actix_web::test]
async fn a_team_is_booked_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(&Browser::open(look), |_| {}).await;
}

#[actix_web::test]
async fn a_team_fits_a_narrow_screen() {
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
