//! `/@{username}/{slug}/book`.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::event_type::{Question, QuestionKind};

use super::{MONDAY, get, hidden, links, location, post, read};
use crate::support::rig::{Rig, booking};

const FORM: &str = "/@mira/first-session/book";

fn typed<'a>(start: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("start", start),
        ("zone", "Europe/Lisbon"),
        ("key", key),
        ("name", "Thea Behrend"),
        ("email", "thea@post.example"),
        ("guests", "lia@post.example, jo@post.example"),
    ]
}

#[actix_web::test]
async fn a_client_books_with_two_details_and_reads_what_was_agreed() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (_, month) = get(&rig, "/@mira/first-session?zone=Europe/Lisbon").await;
    let (status, form) = get(&rig, &links(&month, FORM)[0]).await;
    assert_eq!(status, 200);
    let start = hidden(&form, "start").unwrap();
    let key = hidden(&form, "key").unwrap();

    let answer = post(&rig, FORM, &typed(&start, &key)).await;

    assert_eq!(answer.status(), 303);
    let (_, page) = get(&rig, &location(&answer)).await;
    assert!(page.contains("<h1>Agreed.</h1>"));
    assert!(page.contains("Friday 9\u{a0}January 2026, 8:00 to 8:50"));
    assert!(page.contains("lia@post.example, jo@post.example"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_the_field_and_what_was_typed_stays() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.questions = vec![Question {
            key: "topic".to_owned(),
            label: "Topic".to_owned(),
            kind: QuestionKind::Line,
            is_required: true,
            ..Question::default()
        }];
    })
    .await;
    let fields = [
        ("start", MONDAY),
        ("zone", "Europe/Berlin"),
        ("name", "\"><script>alert(1)</script>"),
        ("email", "thea.post.example"),
    ];

    let (status, body) = read(post(&rig, FORM, &fields).await).await;

    assert_eq!(status, 422);
    assert!(body.contains("<p class=\"error\" id=\"email-error\">The @ is missing."));
    assert!(body.contains("aria-describedby=\"email-error email-hint\""));
    assert!(body.contains("<a href=\"#answers-topic\">Topic: Something is missing here.</a>"));
    assert!(body.contains("value=\"thea.post.example\""));
    assert!(!body.contains("<script>alert"));
}

#[actix_web::test]
async fn a_time_that_is_gone_is_replaced_in_the_same_form_and_nothing_personal_is_in_a_link() {
    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let (status, body) = read(post(&rig, FORM, &typed(MONDAY, "k")).await).await;

    assert_eq!(status, 409);
    assert!(body.contains("This time has just been taken."));
    assert!(body.contains("type=\"radio\" name=\"start\" value=\"2026-01-12T08:00:00Z\""));
    assert!(body.contains("value=\"thea@post.example\""));
    assert!(links(&body, "").iter().all(|link| !link.contains("thea")));

    let instead = hidden(&body, "instead").unwrap();
    let (status, again) =
        read(post(&rig, FORM, &[("instead", &instead), ("name", "Thea")]).await).await;
    assert_eq!(status, 409);
    assert!(again.contains("Choose a time.") && again.contains("value=\"Thea\""));

    let answer = post(&rig, FORM, &typed("2026-01-12T08:00:00Z", "k")).await;
    assert_eq!(answer.status(), 303);
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_books_once() {
    let rig = Rig::new();
    rig.host("mira").await;

    let first = post(&rig, FORM, &typed(MONDAY, "the-same")).await;
    let second = post(&rig, FORM, &typed(MONDAY, "the-same")).await;

    assert_eq!(second.status(), 303);
    assert_eq!(location(&first), location(&second));
}

#[actix_web::test]
async fn a_form_without_a_time_or_beyond_the_limit_gets_a_page_that_says_so() {
    let rig = Rig::new();
    rig.host("mira").await;
    let name = "x".repeat(1_000_000);

    let (missing, page) = get(&rig, FORM).await;
    let (large, _) = read(post(&rig, FORM, &[("start", MONDAY), ("name", &name)]).await).await;
    let wrong_type = TestRequest::post().uri(FORM).set_json("{}");

    assert_eq!((missing, large), (422, 413));
    assert!(page.contains("not a time that can be booked"));
    let (status, body) = rig.call(wrong_type).await;
    assert!((400..500).contains(&status) && body.contains("<h1>"));
}
