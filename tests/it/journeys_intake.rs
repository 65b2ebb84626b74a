//! From a client's answers to the coach's notes and numbers, in a real browser.

use zeitgenosse::kernel::event_type::QuestionKind;

use crate::intake::{options, question};
use crate::journeys::NOW;
use crate::support::browser::{Browser, Look};
use crate::support::rig::Rig;
use crate::support::server::Server;

const SEND: &str = "main form .acts button";

/// Walks from the form to the coach's numbers and calls `look_at` on every page.
async fn walk(look: Look, look_at: impl Fn(&Browser)) {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            let ways = QuestionKind::Several(options(&["Talk", "Walk"]));
            let number = QuestionKind::Number {
                min: None,
                max: None,
            };
            form.questions = vec![
                question("ways", "What would help?", ways),
                question("before", "Been here before?", QuestionKind::YesNo),
                question("people", "How many come?", number),
            ];
        })
        .await;
    let server = Server::start(&rig.database, NOW);
    let url = |path: &str| format!("{}{path}", server.url);
    let browser = Browser::open(look);

    browser.goto(&url("/@mira/first-session?zone=Europe/Berlin"));
    browser.click(".slots a");
    look_at(&browser);
    browser.fill("name", "Thea Behrend");
    browser.fill("email", "thea@post.example");
    browser.click("input[value=Talk]");
    browser.click("input[value=Walk]");
    browser.click("input[name='answers.before'][value=no]");
    browser.fill("answers.people", "many");
    browser.click(SEND);
    look_at(&browser);
    assert!(browser.has("input[value=Walk]:checked"));
    assert!(browser.has("[name='answers.people'][aria-invalid=true]"));
    browser.fill("answers.people", "2");
    browser.click(SEND);
    browser.wait("return /^\\/b\\/[^\\/]+$/.test(location.pathname)", &[]);
    assert!(browser.text("main").contains(" has 3 answers."));
    look_at(&browser);

    browser.sign_in(&rig, &server, &host.viewer).await;
    browser.goto(&url("/desk/clients"));
    look_at(&browser);
    browser.fill("q", "thea");
    browser.click("form[role=search] button");
    // Only what was searched has a way back to all.
    browser.wait(
        "return document.querySelector('form[role=search] a') !== null",
        &[],
    );
    browser.click(".rows h2 a");
    browser.wait("return /clients\\/./.test(location.pathname)", &[]);
    look_at(&browser);
    browser.fill("body", "Calm, wants to walk.");
    browser.click("#notes form button");
    browser.wait("return location.search === '?done=noted'", &[]);
    assert!(
        browser
            .text("#notes .rows")
            .contains("Calm, wants to walk.")
    );
    look_at(&browser);
    let edit = browser.property("#notes .rows a", "href");
    browser.goto(edit.as_str().unwrap());
    assert!(browser.path().contains("/notes/"));
    look_at(&browser);
    browser.goto(&url("/desk/insights?by=week"));
    look_at(&browser);
    assert!(browser.has("figure svg[role=img][aria-label]"));
    browser.goto(&url(&format!("/desk/event-types/{}", host.event_type.id)));
    look_at(&browser);
}

#[actix_web::test]
async fn answers_are_given_and_read_notes_kept_and_numbers_drawn() {
    walk(Look::default(), Browser::check).await;
}

#[actix_web::test]
async fn the_same_goes_without_scripts() {
    let look = Look {
        without_scripts: true,
        ..Look::default()
    };
    walk(look, |_| {}).await;
}

#[actix_web::test]
async fn no_page_is_wider_than_a_telephone() {
    let look = Look {
        is_narrow: true,
        ..Look::default()
    };
    walk(look, Browser::check_width).await;
}
