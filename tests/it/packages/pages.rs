use actix_web::test::{TestRequest, read_body};
use zeitgenosse::kernel::event_type::{Question, QuestionKind};
use zeitgenosse::service::packages::PackageForm;

use super::{MONDAYS, book, form, ledger, sell, step, travel};
use crate::support::rig::{Rig, at, booking};

async fn get(rig: &Rig, path: &str) -> (u16, String) {
    rig.call(TestRequest::get().uri(path)).await
}

/// Sends a form; the status, where it leads, and what it says.
async fn post(rig: &Rig, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
    let request = TestRequest::post().uri(path).set_form(fields);
    let response = rig.send(request).await;
    let status = response.status().as_u16();
    let way = response.headers().get("Location");
    let way = way.map_or(String::new(), |way| way.to_str().unwrap().to_owned());
    let body = String::from_utf8_lossy(&read_body(response).await).into_owned();
    (status, way, body)
}

#[actix_web::test]
async fn the_page_shows_what_is_left_planned_and_used() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    book(&rig, &token, &MONDAYS[..2]).await.unwrap();
    travel(&rig, "2026-01-14T08:00:00Z");

    let (status, page) = get(&rig, &format!("/p/{token}?lang=en")).await;

    assert_eq!(status, 200);
    assert!(page.contains("5 × First session"));
    assert!(page.contains("For Thea Behrend, with mira of the tests."));
    assert!(page.contains("<p class=\"price huge\">3<small>of 5 sessions are left"));
    assert!(page.contains("Tuesday 31\u{a0}March 2026"));
    assert!(page.contains(&format!("/p/{token}/book")));
    let german = get(&rig, &format!("/p/{token}?lang=de")).await.1;
    assert!(german.contains("Nächste Sitzung buchen"));
    assert_eq!(get(&rig, "/p/no-such-token").await.0, 404);
    // The id that its host sees opens nothing.
    assert_eq!(get(&rig, &format!("/p/{}", package.id)).await.0, 404);
}

#[actix_web::test]
async fn a_session_is_booked_in_three_steps() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;

    let (status, times) = get(&rig, &format!("/p/{token}/book?date=2026-01-12")).await;
    assert_eq!(status, 200);
    assert!(times.contains(&format!("/p/{token}/book?start={}", MONDAYS[0])));
    let (status, asked) = get(&rig, &format!("/p/{token}/book?start={}", MONDAYS[0])).await;
    assert_eq!(status, 200);
    assert!(asked.contains(&format!("name=\"start\" value=\"{}\"", MONDAYS[0])));
    assert!(asked.contains(&format!("/p/{token}/series")));
    let path = format!("/p/{token}/book");
    let (status, way, _) = post(&rig, &path, &[("start", MONDAYS[0])]).await;

    assert_eq!(status, 303);
    let (status, booked) = get(&rig, &way).await;
    assert_eq!(status, 200);
    assert!(booked.contains(&format!("/p/{token}")), "the way back");
    assert_eq!(ledger(&rig, &token).await, (0, 1, 4));
}

#[actix_web::test]
async fn a_time_that_is_taken_is_answered_with_others() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.book(booking("mira", MONDAYS[0])).await.unwrap();

    let path = format!("/p/{token}/book");
    let (status, _, page) = post(&rig, &format!("{path}?lang=en"), &[("start", MONDAYS[0])]).await;

    assert_eq!(status, 409);
    assert!(page.contains("This time has just been taken"), "{page}");
    assert!(page.contains("<option value=\"2026-01-12T08:00:00Z\""));
    let (status, asked) = get(&rig, &format!("{path}?lang=en&start={}", MONDAYS[0])).await;
    assert_eq!(status, 409);
    assert!(asked.contains("This time is not free."));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
}

#[actix_web::test]
async fn a_series_is_shown_before_it_is_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.book(booking("mira", MONDAYS[1])).await.unwrap();

    let series = format!(
        "/p/{token}/series?lang=en&start={}&every=1&count=3",
        MONDAYS[0]
    );
    let (status, page) = get(&rig, &series).await;
    assert_eq!(status, 200);
    assert!(page.contains("Book these 3 sessions?"));
    assert!(page.contains("name=\"start\" value=\"2026-01-12T09:00:00Z\""));
    assert!(page.contains("<option value=\"2026-01-19T08:00:00Z\" selected>"));
    assert!(page.contains("<option value=\"\">leave out</option>"));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
    let fields = [
        ("start", MONDAYS[0]),
        ("wanted", MONDAYS[1]),
        ("start", "2026-01-19T08:00:00Z"),
        ("start", MONDAYS[2]),
    ];
    let (status, way, _) = post(&rig, &format!("/p/{token}/book"), &fields).await;

    assert_eq!(
        (status, way.as_str()),
        (303, format!("/p/{token}?booked=3").as_str())
    );
    assert!(
        get(&rig, &format!("{way}&lang=en"))
            .await
            .1
            .contains("3 sessions are booked.")
    );
    assert_eq!(ledger(&rig, &token).await, (0, 3, 2));
}

#[actix_web::test]
async fn a_date_that_is_left_out_is_not_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let fields = [("start", MONDAYS[0]), ("start", ""), ("start", MONDAYS[2])];

    let (status, _, _) = post(&rig, &format!("/p/{token}/book"), &fields).await;

    assert_eq!(status, 303);
    assert_eq!(ledger(&rig, &token).await, (0, 2, 3));
    // When everything is left out, it is proposed again.
    let nothing = [("start", ""), ("wanted", MONDAYS[1])];
    let (status, _, page) = post(&rig, &format!("/p/{token}/book"), &nothing).await;
    assert_eq!(status, 422);
    assert!(page.contains(MONDAYS[1]));
}

#[actix_web::test]
async fn a_time_beyond_the_validity_says_until_when_it_is_valid() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let short = PackageForm {
        last_day: Some("2026-01-21".parse().unwrap()),
        ..form(&host)
    };
    let (_, token) = sell(&rig, &host, short).await;
    let path = format!("/p/{token}/book?lang=en");

    let (status, page) = get(&rig, &format!("{path}&start={}", MONDAYS[2])).await;

    assert_eq!(status, 409);
    let said = "The package is only valid until Wednesday 21\u{a0}January 2026.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("<option value=\"2026-01-21T15:00:00Z\" selected>"));
    let (status, _, page) = post(&rig, &path, &[("start", MONDAYS[2])]).await;
    assert_eq!(status, 409);
    assert!(page.contains("An earlier time works."));
    // The calendar ends with the package.
    let (_, february) = get(&rig, &format!("{path}&date=2026-02-02")).await;
    assert!(!february.contains("start=2026-02"));
}

#[actix_web::test]
async fn what_cannot_be_booked_is_said_in_words_with_a_way_on() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    let page = |rest: &str| format!("/p/{token}{rest}");
    let first = at(MONDAYS[0]).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    for (rest, expected) in [
        ("/book?start=gestern".to_owned(), 422),
        (format!("/series?start={first}&every=3&count=2"), 422),
        (format!("/series?start={first}&every=1&count=viele"), 422),
        (format!("/series?start={first}&every=1&count=31"), 422),
        (format!("/series?start={first}&every=1&count=6"), 409),
        ("/series".to_owned(), 422),
        ("/invoices/none".to_owned(), 404),
    ] {
        let (status, said) = get(&rig, &page(&rest)).await;
        assert_eq!(status, expected, "{rest}");
        assert!(said.contains(&page("")), "{rest}");
    }
    step(&rig, &host, &package.id, "freeze").await.unwrap();

    let (status, said) = get(&rig, &page("/book?lang=en")).await;

    assert_eq!(status, 409);
    assert!(said.contains("The package is frozen."));
    let (status, shown) = get(&rig, &page("?lang=en")).await;
    assert_eq!(status, 200);
    assert!(shown.contains("The package has been frozen since Thursday 8\u{a0}January 2026."));
    assert!(!shown.contains("Book the next session"));
}

#[actix_web::test]
async fn questions_are_asked_and_old_answers_do_not_stand_behind_the_link() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.questions = vec![Question {
                key: "topic".to_owned(),
                label: "Topic".to_owned(),
                kind: QuestionKind::Line,
                is_required: true,
                purpose: String::new(),
                keep_days: 90,
            }];
        })
        .await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let path = format!("/p/{token}/book");

    let (status, _, page) = post(&rig, &path, &[("start", MONDAYS[0])]).await;
    assert_eq!(status, 422);
    assert!(page.contains("id=\"answers-topic-error\""));
    let fields = [("start", MONDAYS[0]), ("answers.topic", "The new job")];
    assert_eq!(post(&rig, &path, &fields).await.0, 303);

    let (_, next) = get(&rig, &format!("{path}?start={}", MONDAYS[1])).await;
    assert!(next.contains("answers.topic") && !next.contains("The new job"));
}
