//! The page of a client, and the coach's notes.

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use serde_json::json;
use zeitgenosse::jobs;
use zeitgenosse::kernel::event_type::QuestionKind;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::clients;
use zeitgenosse::store::links::Purpose;

use super::{answered, api, go, question};
use crate::desk::{get, post, signed_in};
use crate::pages::{MONDAY, TUESDAY, links, location, read};
use crate::support::rig::{Host, Rig, at, booking};

/// The only client of a host.
async fn only_client(rig: &Rig, host: &Host) -> String {
    let (_, page) = api(rig, host, TestRequest::get().uri("/api/v1/me/clients")).await;
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{page}");
    items[0]["id"].as_str().unwrap().to_owned()
}

async fn tidy(rig: &Rig) {
    jobs::tidy(&rig.state, rig.now()).await.unwrap();
}

#[actix_web::test]
async fn two_spellings_of_an_address_are_one_client_and_the_last_name_counts() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("noor").await;
    for (host, start, name, email) in [
        ("mira", MONDAY, "Thea", "thea@post.example"),
        ("mira", TUESDAY, "Thea Behrend", "Thea@POST.Example"),
        ("noor", MONDAY, "T. Behrend", "thea@post.example"),
    ] {
        let mut new = booking(host, start);
        new.name = name.to_owned();
        new.email = email.to_owned();
        rig.book(new).await.unwrap();
    }

    let id = only_client(&rig, &host).await;
    let others = only_client(&rig, &other).await;
    let uri = format!("/api/v1/me/clients/{id}");
    let (_, client) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    let (foreign, _) = api(&rig, &other, TestRequest::get().uri(&uri)).await;

    assert_eq!(client["name"], "Thea Behrend");
    assert_eq!(client["email"], "thea@post.example");
    let starts: Vec<&str> = client["bookings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|booking| booking["start"].as_str().unwrap())
        .collect();
    assert_eq!(
        starts,
        ["2026-01-13T09:00:00+00:00", "2026-01-12T09:00:00+00:00"]
    );
    assert_ne!(id, others);
    assert!(!id.contains("thea"));
    assert_eq!(foreign, 404);
}

#[actix_web::test]
async fn the_page_has_every_session_with_its_answers_and_is_reached_from_a_booking() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.questions = vec![question("topic", "Topic?", QuestionKind::Text)];
        })
        .await;
    let first = rig
        .book(answered(MONDAY, &[("topic", "Work\nand rest")]))
        .await;
    let first = first.unwrap().booking.id;
    let second = rig.book(answered(TUESDAY, &[])).await.unwrap().booking.id;
    let (token, now) = (rig.state.links.token(&second, Purpose::Manage), rig.now());
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
    go(&rig, at("2026-01-12T12:00:00Z"));
    let cookie = signed_in(&rig, &host.viewer).await;

    let (_, booked) = get(&rig, &format!("/desk/bookings/{first}"), &cookie).await;
    let path = links(&booked, "/desk/clients/").remove(0);
    let (status, page) = get(&rig, &path, &cookie).await;

    assert_eq!(status, 200);
    assert!(page.contains("<dt>Topic?</dt><dd>Work<br>and rest</dd>"));
    assert!(page.contains("vorbei") && page.contains("abgesagt von der anderen Seite"));
    assert!(page.contains("Noch nichts notiert."));
    assert!(!path.contains("thea"));
}

#[actix_web::test]
async fn notes_are_added_edited_with_the_time_of_the_change_and_deleted() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let path = format!("/desk/clients/{}", only_client(&rig, &host).await);
    let cookie = signed_in(&rig, &host.viewer).await;
    let hostile = "<script>alert(1)</script>\n=HYPERLINK(\"x\")\n'; DROP TABLE notes; --";

    let added = post(
        &rig,
        &format!("{path}/notes"),
        &[("body", hostile)],
        &cookie,
    )
    .await;
    let (_, page) = get(&rig, &path, &cookie).await;
    assert_eq!(location(&added), format!("{path}?done=noted"));
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;"));
    assert!(page.contains("DROP TABLE notes; --"));
    assert!(!page.contains("Geändert am"));

    let note = links(&page, &format!("{path}/notes/")).remove(0);
    let (_, form) = get(&rig, &note, &cookie).await;
    assert!(form.contains("&#60;script&#62;"));
    rig.clock.advance(TimeDelta::hours(2));
    post(&rig, &note, &[("body", "Ruhiger geworden")], &cookie).await;
    let (_, page) = get(&rig, &path, &cookie).await;
    assert!(page.contains("Ruhiger geworden") && page.contains("Geändert am"));
    assert!(page.contains("11:00\u{a0}Uhr") && page.contains("9:00\u{a0}Uhr"));

    let gone = post(&rig, &format!("{note}/delete"), &[], &cookie).await;
    let (twice, _) = read(post(&rig, &format!("{note}/delete"), &[], &cookie).await).await;
    let (_, page) = get(&rig, &path, &cookie).await;
    assert_eq!(location(&gone), format!("{path}?done=note-deleted"));
    assert_eq!(twice, 404);
    assert!(page.contains("Noch nichts notiert."));
}

#[actix_web::test]
async fn a_note_that_is_empty_too_long_or_unprintable_is_refused_and_stays_typed() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let path = format!("/desk/clients/{}", only_client(&rig, &host).await);
    let cookie = signed_in(&rig, &host.viewer).await;
    let long = "n".repeat(10_001);
    let exact = "ä".repeat(10_000);

    for wrong in ["", " \n ", "turned \u{202E}round", &long] {
        let sent = post(&rig, &format!("{path}/notes"), &[("body", wrong)], &cookie).await;
        let (status, page) = read(sent).await;
        assert_eq!(status, 422);
        assert!(page.contains("id=\"body-error\"") && page.contains(wrong.trim()));
    }
    let step = "s".repeat(501);
    let sent = post(
        &rig,
        &format!("{path}/next-step"),
        &[("next_step", &step)],
        &cookie,
    )
    .await;
    let (status, page) = read(sent).await;
    assert_eq!(status, 422);
    assert!(page.contains("id=\"next_step-error\""));
    let done = post(&rig, &format!("{path}/notes"), &[("body", &exact)], &cookie).await;
    assert_eq!(location(&done), format!("{path}?done=noted"));
}

#[actix_web::test]
async fn nobody_but_the_host_reads_or_writes_notes() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("noor").await;
    super::answers::make_admin(&rig, other.viewer.person.id.clone()).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let id = only_client(&rig, &host).await;
    let notes = format!("/api/v1/me/clients/{id}/notes");
    let body = json!({"body": "Geheimnis"});
    let post_note = || TestRequest::post().uri(&notes).set_json(&body);
    let (status, note) = api(&rig, &host, post_note()).await;
    assert_eq!(status, 201);
    let one = format!("{notes}/{}", note["id"].as_str().unwrap());
    let cookie = signed_in(&rig, &other.viewer).await;

    for request in [
        TestRequest::get().uri(&notes),
        post_note(),
        TestRequest::put().uri(&one).set_json(&body),
        TestRequest::delete().uri(&one),
        TestRequest::put()
            .uri(&format!("/api/v1/me/clients/{id}"))
            .set_json(json!({"next_step": "x"})),
    ] {
        let (status, answer) = api(&rig, &other, request).await;
        assert_eq!(status, 404, "{answer}");
    }
    for path in ["", "/notes/x"] {
        let (status, _) = get(&rig, &format!("/desk/clients/{id}{path}"), &cookie).await;
        assert_eq!(status, 404);
    }
    let (_, list) = get(&rig, "/desk/clients", &cookie).await;
    assert!(list.contains("Noch niemand hat gebucht.") && !list.contains("Thea"));
    let (_, own) = api(&rig, &host, TestRequest::get().uri(&notes)).await;
    assert_eq!(own["items"][0]["body"], "Geheimnis");
}

#[actix_web::test]
async fn a_search_finds_parts_of_names_and_its_words_are_in_no_address() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let names = [
        "Änne Groß",
        "Thea Behrend",
        "Theo 100% Sicher",
        "Under_score",
    ];
    for (place, name) in names.iter().enumerate() {
        let start = at(MONDAY) + TimeDelta::hours(place as i64);
        let mut new = booking("mira", &start.to_rfc3339());
        new.name = (*name).to_owned();
        new.email = format!("client{place}@post.example");
        rig.book(new).await.unwrap();
    }
    let cookie = signed_in(&rig, &host.viewer).await;

    for (words, found) in [
        ("the", &names[1..3]),
        ("ÄNNE", &names[..1]),
        ("100%", &names[2..3]),
        ("r_s", &names[3..]),
        ("%", &names[2..3]),
        ("nobody", &[]),
        ("\\", &[]),
    ] {
        let sent = post(&rig, "/desk/clients", &[("q", words)], &cookie).await;
        let (status, page) = read(sent).await;
        assert_eq!(status, 200, "{words}");
        for name in names {
            let shown = page.contains(&format!(">{name}</a>"));
            assert_eq!(shown, found.contains(&name), "{words}: {name}");
        }
        assert!(links(&page, "").iter().all(|link| !link.contains("the")));
    }
    let long = "x".repeat(200);
    let (status, page) = read(post(&rig, "/desk/clients", &[("q", &long)], &cookie).await).await;
    assert_eq!(status, 422);
    assert!(page.contains("id=\"q-error\""));
}

#[actix_web::test]
async fn a_long_list_comes_page_by_page() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.rules.durations = vec![15])
        .await;
    let mut expected = Vec::new();
    for place in 0..27_i64 {
        let start = at(MONDAY) + TimeDelta::days(place / 9) + TimeDelta::minutes(place % 9 * 30);
        let mut new = booking("mira", &start.to_rfc3339());
        new.name = format!("Client {place:02}");
        new.email = format!("client{place}@post.example");
        expected.push(new.email.clone());
        rig.book(new).await.unwrap();
    }
    let cookie = signed_in(&rig, &host.viewer).await;

    let (_, first) = get(&rig, "/desk/clients", &cookie).await;
    let second = post(
        &rig,
        "/desk/clients",
        &[("q", "client"), ("page", "2")],
        &cookie,
    )
    .await;
    let (_, second) = read(second).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let uri = format!("/api/v1/me/clients?limit=10{cursor}");
        let (status, page) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
        assert_eq!(status, 200);
        let items = page["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|one| one["email"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }

    assert!(first.contains("Client 24") && !first.contains("Client 25"));
    assert!(second.contains("Client 26") && !second.contains("Client 24"));
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
}

#[actix_web::test]
async fn notes_and_next_step_go_when_the_host_said_and_the_sessions_stay() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let id = only_client(&rig, &host).await;
    let uri = format!("/api/v1/me/clients/{id}");
    let (viewer, client, now) = (host.viewer.clone(), id.clone(), rig.now());
    rig.write(move |db| {
        clients::set_notes_kept(db, &viewer, 30)?;
        clients::add_note(db, &viewer, &client, "Ruhig", now)?;
        clients::set_next_step(db, &viewer, &client, "Anrufen", now)
    })
    .await
    .unwrap();
    let over = at(MONDAY) + TimeDelta::minutes(50);

    go(&rig, over + TimeDelta::days(30) - TimeDelta::seconds(1));
    tidy(&rig).await;
    let (_, kept) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    go(&rig, over + TimeDelta::days(30));
    tidy(&rig).await;
    tidy(&rig).await;
    let (_, gone) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    let notes = format!("{uri}/notes");
    let (_, notes) = api(&rig, &host, TestRequest::get().uri(&notes)).await;

    assert_eq!(kept["next_step"], "Anrufen");
    assert_eq!(kept["notes_deleted_at"], "2026-02-11T09:50:00Z");
    assert_eq!(
        (&gone["next_step"], &gone["notes_deleted_at"]),
        (&json!(""), &json!(null))
    );
    assert_eq!(notes["items"], json!([]));
    assert_eq!(gone["bookings"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn another_session_keeps_notes_longer_until_it_is_called_off() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let id = only_client(&rig, &host).await;
    let (viewer, client, now) = (host.viewer.clone(), id.clone(), rig.now());
    rig.write(move |db| clients::add_note(db, &viewer, &client, "Ruhig", now))
        .await
        .unwrap();
    let viewer = host.viewer.clone();
    rig.write(move |db| clients::set_notes_kept(db, &viewer, 10))
        .await
        .unwrap();
    let uri = format!("/api/v1/me/clients/{id}");
    let deleted_at = async || {
        let (_, client) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
        client["notes_deleted_at"].as_str().unwrap().to_owned()
    };
    assert_eq!(deleted_at().await, "2026-01-22T09:50:00Z");

    let later = rig
        .book(booking("mira", "2026-02-09T09:00:00Z"))
        .await
        .unwrap();
    assert_eq!(deleted_at().await, "2026-02-19T09:50:00Z");

    let token = rig.state.links.token(&later.booking.id, Purpose::Manage);
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
    assert_eq!(deleted_at().await, "2026-01-22T09:50:00Z");
    go(&rig, at("2026-01-22T09:50:00Z"));
    tidy(&rig).await;
    let notes = format!("{uri}/notes");
    let (_, notes) = api(&rig, &host, TestRequest::get().uri(&notes)).await;
    assert_eq!(notes["items"], json!([]));
}

#[actix_web::test]
async fn a_note_about_a_session_of_long_ago_is_not_lost_at_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let id = only_client(&rig, &host).await;
    go(&rig, at("2031-01-01T00:00:00Z"));
    let (viewer, client, now) = (host.viewer.clone(), id.clone(), rig.now());
    rig.write(move |db| clients::add_note(db, &viewer, &client, "Ruhig", now))
        .await
        .unwrap();

    tidy(&rig).await;

    let uri = format!("/api/v1/me/clients/{id}/notes");
    let (_, notes) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    assert_eq!(notes["items"][0]["body"], "Ruhig");
}

#[actix_web::test]
async fn the_retention_of_notes_is_a_number_of_days_up_to_ten_years() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = "/desk/clients/settings";

    let (_, usual) = get(&rig, "/desk/clients", &cookie).await;
    for wrong in ["3651", "-1", "1e2", "", "viele"] {
        let sent = post(&rig, path, &[("keep_days", wrong)], &cookie).await;
        let (status, page) = read(sent).await;
        assert_eq!(status, 422, "{wrong}");
        assert!(page.contains("id=\"keep_days-error\""), "{wrong}");
    }
    let saved = post(&rig, path, &[("keep_days", "0")], &cookie).await;
    let (_, changed) = get(&rig, "/desk/clients", &cookie).await;
    let client = format!("/desk/clients/{}", only_client(&rig, &host).await);
    let (_, page) = get(&rig, &client, &cookie).await;

    assert!(usual.contains("value=\"1095\""));
    assert_eq!(location(&saved), "/desk/clients?done=saved");
    assert!(changed.contains("name=\"keep_days\" type=\"number\" value=\"0\""));
    assert!(page.contains("gleich nach der letzten Sitzung gelöscht"));
}
