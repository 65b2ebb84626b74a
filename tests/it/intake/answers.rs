//! Questions and answers.

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use serde_json::json;
use zeitgenosse::jobs;
use zeitgenosse::kernel::event_type::{Question, QuestionKind};
use zeitgenosse::kernel::intake::{Decimal, Given};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::event_types::{self, EventTypeForm, Means};
use zeitgenosse::service::{ServiceError, Viewer};
use zeitgenosse::store::links::Purpose;

use super::{answered, api, go, options, question};
use crate::desk::{get, post, signed_in};
use crate::pages::{self, MONDAY, TUESDAY, location, read};
use crate::support::rig::{Host, Rig, at};

const FORM: &str = "/@mira/first-session/book";

/// One question of every new kind.
fn every_kind(form: &mut EventTypeForm) {
    form.questions = vec![
        Question {
            purpose: "So that the right room is free".to_owned(),
            ..question(
                "people",
                "How many come?",
                QuestionKind::Number {
                    min: Decimal::parse("1"),
                    max: Decimal::parse("8"),
                },
            )
        },
        question(
            "ways",
            "What would help?",
            QuestionKind::Several(options(&["Talk", "Walk, outside", "Write"])),
        ),
        question("before", "Been here before?", QuestionKind::YesNo),
    ];
}

async fn kept(rig: &Rig, id: &str) -> Vec<(String, Given)> {
    let id = id.to_owned();
    let view = rig.write(move |db| bookings::load(db, &id)).await.unwrap();
    let answers = view.booking.attendee.answers;
    answers
        .into_iter()
        .map(|answer| (answer.question, answer.given))
        .collect()
}

async fn tidy(rig: &Rig) {
    jobs::tidy(&rig.state, rig.now()).await.unwrap();
}

fn codes(error: ServiceError) -> Vec<(String, &'static str)> {
    match error {
        ServiceError::Invalid(fields) => fields
            .into_iter()
            .map(|field| (field.field, field.code))
            .collect(),
        other => panic!("{other}"),
    }
}

#[actix_web::test]
async fn the_form_asks_every_kind_says_what_for_and_keeps_what_was_ticked() {
    let rig = Rig::new();
    rig.host_with("mira", every_kind).await;

    let (_, form) = pages::get(&rig, &format!("{FORM}?start={MONDAY}")).await;
    let fields = [
        ("start", MONDAY),
        ("zone", "Europe/Berlin"),
        ("name", "Thea"),
        ("answers.people", "1e3"),
        ("answers.ways", "Talk"),
        ("answers.ways", "Walk, outside"),
        ("answers.before", "no"),
    ];
    let (status, again) = read(pages::post(&rig, FORM, &fields).await).await;

    assert!(form.contains("What for? So that the right room is free From 1 to 8."));
    assert!(form.contains("Only whoever holds the session reads the answers."));
    assert!(form.contains("deleted 90\u{a0}days after session or cancellation"));
    assert!(form.contains("inputmode=\"decimal\""));
    assert_eq!(
        form.matches("type=\"checkbox\" name=\"answers.ways\"")
            .count(),
        3
    );
    assert_eq!(status, 422);
    assert!(again.contains("id=\"answers-people-error\">This is not a number."));
    assert!(again.contains("value=\"1e3\""));
    for ticked in ["Talk", "Walk, outside", "no"] {
        let shown = format!("value=\"{ticked}\"");
        let at = again.find(&shown).unwrap();
        assert!(again[at..at + 60].contains(" checked"), "{ticked}");
    }
    assert_eq!(again.matches(" checked").count(), 3);
}

#[actix_web::test]
async fn several_answers_of_a_form_reach_the_desk_alone() {
    let rig = Rig::new();
    let host = rig.host_with("mira", every_kind).await;
    let fields = [
        ("start", MONDAY),
        ("zone", "Europe/Berlin"),
        ("name", "Thea"),
        ("email", "thea@post.example"),
        ("answers.people", "2,5"),
        ("answers.ways", "Write"),
        ("answers.ways", "Walk, outside"),
        ("answers.before", "yes"),
    ];

    let booked = pages::post(&rig, FORM, &fields).await;

    let (_, client) = pages::get(&rig, &location(&booked)).await;
    let told = "mira of the tests has 3 answers. They are deleted by Sunday";
    assert!(client.contains(told), "{client}");
    for word in ["What would help", "Walk, outside", "<dd>2,5</dd>"] {
        assert!(!client.contains(word), "{word}");
    }
    let cookie = signed_in(&rig, &host.viewer).await;
    let (_, list) = get(&rig, "/desk/bookings", &cookie).await;
    let path = pages::links(&list, "/desk/bookings/0").remove(0);
    let (_, desk) = get(&rig, &path, &cookie).await;
    assert!(desk.contains("Walk, outside<br>Write") && desk.contains(">Ja<"));
}

#[actix_web::test]
async fn the_api_takes_lists_numbers_and_yes_and_says_what_does_not_fit() {
    let rig = Rig::new();
    let host = rig.host_with("mira", every_kind).await;
    let url = "/api/v1/hosts/mira/event-types/first-session/bookings";
    let body = |answers| {
        json!({"start": MONDAY, "name": "Thea", "email": "thea@post.example",
               "zone": "Europe/Berlin", "answers": answers})
    };
    let send = async |answers| {
        let request = TestRequest::post().uri(url).set_json(body(answers));
        let (status, body) = rig.call(request).await;
        (
            status,
            serde_json::from_str::<serde_json::Value>(&body).unwrap(),
        )
    };

    for (answers, field, code) in [
        (json!({"people": 0}), "answers.people", "too-small"),
        (json!({"people": 8.5}), "answers.people", "too-large"),
        (json!({"people": 1e300}), "answers.people", "too-long"),
        (json!({"people": "NaN"}), "answers.people", "not-a-decimal"),
        (json!({"people": "1e0"}), "answers.people", "not-a-decimal"),
        (
            json!({"ways": ["Talk", "Sing"]}),
            "answers.ways",
            "unknown-choice",
        ),
        (
            json!({"ways": ["Talk", "Talk", "Talk", "Talk"]}),
            "answers.ways",
            "too-many",
        ),
        (
            json!({"before": "maybe"}),
            "answers.before",
            "unknown-choice",
        ),
        (json!({"pin": "1234"}), "answers.pin", "unknown-question"),
    ] {
        let (status, problem) = send(answers.clone()).await;
        assert_eq!(status, 422, "{answers}");
        assert_eq!(problem["errors"][0]["field"], field, "{answers}");
        assert_eq!(problem["errors"][0]["code"], code, "{answers}");
    }
    let (status, _) = send(json!({"people": {}})).await;
    assert_eq!(status, 400);

    let (status, booked) =
        send(json!({"people": 8, "ways": ["Write", "Talk"], "before": false})).await;
    let url = booked["manage_url"].as_str().unwrap();
    let token = url.rsplit('/').next().unwrap();
    let again = TestRequest::get().uri(&format!("/api/v1/bookings/{token}"));
    let (_, again) = rig.call(again).await;
    assert_eq!(status, 201);
    assert!(booked["answers"].is_null() && !again.contains("answers"));

    let own = format!("/api/v1/me/bookings/{}", booked["id"].as_str().unwrap());
    let (_, own) = api(&rig, &host, TestRequest::get().uri(&own)).await;
    let answers: Vec<&str> = own["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["answer"].as_str().unwrap())
        .collect();
    assert_eq!(answers, ["8", "Talk\nWrite", "no"]);
}

#[actix_web::test]
async fn no_mail_and_no_calendar_entry_holds_an_answer() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        every_kind(form);
        form.needs_approval = true;
        form.questions
            .push(question("topic", "Worum geht es?", QuestionKind::Text));
    })
    .await;
    let secret = "Vertraulichkeit";
    let answers = [
        ("topic", secret),
        ("ways", "Walk, outside"),
        ("people", "7"),
    ];
    let mut new = answered(MONDAY, &answers);
    new.guests = vec!["gast@post.example".to_owned()];
    let booked = rig.book(new).await.unwrap().booking;
    rig.run_jobs().await.unwrap();
    let host = find_host(&rig, &booked.host_id).await;
    let id = booked.id.clone();
    let now = rig.now();
    let host_moves = host.clone();
    rig.write(move |db| bookings::confirm(db, &host_moves, &id, now))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();
    let token = rig.state.links.token(&booked.id, Purpose::Manage);
    let link = token.clone();
    rig.write(move |db| {
        bookings::reschedule(db, &By::Link(&link), None, at(TUESDAY), now)?;
        bookings::cancel(db, &By::Link(&link), None, "", now)
    })
    .await
    .unwrap();
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();

    assert!(mails.len() >= 6, "{}", mails.len());
    for (name, mail) in &mails {
        let mail = decoded(mail);
        for word in [secret, "Worum geht", "Walk, outside", "What would help"] {
            assert!(!mail.contains(word), "{word} is in {name}");
        }
    }
    let told = mails
        .iter()
        .filter(|(_, mail)| decoded(mail).contains("3 Antworten liegen am Arbeitstisch."));
    assert!(told.count() >= 2);
}

async fn find_host(rig: &Rig, id: &str) -> Viewer {
    let id = id.to_owned();
    let person = rig
        .write(move |db| Ok(zeitgenosse::store::people::find(db, &id)?))
        .await
        .unwrap();
    Viewer { person }
}

/// A mail whose base64 parts can be read too.
fn decoded(mail: &str) -> String {
    use base64::Engine;
    let unfolded = mail.replace("=\r\n", "");
    let parts = mail.split("\r\n\r\n").filter_map(|part| {
        let text: String = part.split_whitespace().collect();
        let text = text.split("--").next().unwrap_or_default().to_owned();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text)
            .ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    });
    parts.fold(unfolded, |all, part| all + &part)
}

#[actix_web::test]
async fn answers_go_when_their_days_are_over_and_the_booking_stays() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.questions = vec![
            question("topic", "Topic?", QuestionKind::Line),
            Question {
                keep_days: 0,
                ..question("phone", "Number?", QuestionKind::Phone)
            },
        ];
    })
    .await;
    let answers = [("topic", "Work"), ("phone", "040 12345")];
    let id = rig
        .book(answered(MONDAY, &answers))
        .await
        .unwrap()
        .booking
        .id;
    let over = at(MONDAY) + TimeDelta::minutes(50);

    go(&rig, over - TimeDelta::seconds(1));
    tidy(&rig).await;
    assert_eq!(kept(&rig, &id).await.len(), 2);

    go(&rig, over);
    tidy(&rig).await;
    tidy(&rig).await;
    let left = kept(&rig, &id).await;
    assert_eq!(
        left,
        [("Topic?".to_owned(), Given::Text("Work".to_owned()))]
    );

    go(&rig, over + TimeDelta::days(90));
    tidy(&rig).await;
    assert_eq!(kept(&rig, &id).await, []);
}

#[actix_web::test]
async fn the_days_move_with_the_session_and_begin_when_it_is_called_off() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.questions = vec![Question {
            keep_days: 1,
            ..question("topic", "Topic?", QuestionKind::Line)
        }];
    })
    .await;
    let topic = [("topic", "Work")];
    let moved = rig.book(answered(MONDAY, &topic)).await.unwrap().booking.id;
    let off = rig
        .book(answered(TUESDAY, &topic))
        .await
        .unwrap()
        .booking
        .id;
    let tokens = [&moved, &off].map(|id| rig.state.links.token(id, Purpose::Manage));
    let now = rig.now();
    let friday = at("2026-01-16T09:00:00Z");
    rig.write(move |db| {
        bookings::reschedule(db, &By::Link(&tokens[0]), None, friday, now)?;
        bookings::cancel(db, &By::Link(&tokens[1]), None, "", now)
    })
    .await
    .unwrap();

    go(&rig, now + TimeDelta::days(1));
    tidy(&rig).await;
    assert_eq!(
        (kept(&rig, &moved).await.len(), kept(&rig, &off).await.len()),
        (1, 0)
    );

    // A day after the old time, but not after the new one.
    go(&rig, friday + TimeDelta::hours(24));
    tidy(&rig).await;
    assert_eq!(kept(&rig, &moved).await.len(), 1);

    go(&rig, friday + TimeDelta::hours(25));
    tidy(&rig).await;
    assert_eq!(kept(&rig, &moved).await.len(), 0);
}

#[actix_web::test]
async fn more_than_one_batch_is_deleted_at_once() {
    let rig = Rig::new();
    rig.host_with("mira", |form| {
        form.rules.step = 5;
        form.rules.durations = vec![5];
        form.rules.minimum_notice = 0;
        form.questions = vec![question("topic", "Topic?", QuestionKind::Line)];
    })
    .await;
    let mut ids = Vec::new();
    for place in 0..210_i64 {
        let day = place / 90;
        let start = at(MONDAY) + TimeDelta::days(day) + TimeDelta::minutes(place % 90 * 5 - 60);
        let new = answered(&start.to_rfc3339(), &[("topic", "Work")]);
        ids.push(rig.book(new).await.unwrap().booking.id);
    }

    go(&rig, at(MONDAY) + TimeDelta::days(200));
    tidy(&rig).await;

    for id in [&ids[0], &ids[199], &ids[209]] {
        assert_eq!(kept(&rig, id).await, []);
    }
}

#[actix_web::test]
async fn an_answer_keeps_the_question_as_it_was_asked() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.questions = vec![
                question("topic", "What is it about?", QuestionKind::Line),
                question(
                    "ways",
                    "How?",
                    QuestionKind::Several(options(&["Talk", "Walk"])),
                ),
            ];
        })
        .await;
    let answers = [("topic", "Work"), ("ways", "Walk")];
    let id = rig
        .book(answered(MONDAY, &answers))
        .await
        .unwrap()
        .booking
        .id;

    change_questions(
        &rig,
        &host,
        vec![Question {
            keep_days: 1,
            ..question("topic", "Something else?", QuestionKind::Check)
        }],
    )
    .await
    .unwrap();

    let expected = [
        (
            "What is it about?".to_owned(),
            Given::Text("Work".to_owned()),
        ),
        ("How?".to_owned(), Given::Several(options(&["Walk"]))),
    ];
    assert_eq!(kept(&rig, &id).await, expected);
    // The client was told 90 days.
    go(&rig, at(MONDAY) + TimeDelta::days(80));
    tidy(&rig).await;
    assert_eq!(kept(&rig, &id).await, expected);
}

async fn change_questions(
    rig: &Rig,
    host: &Host,
    questions: Vec<Question>,
) -> Result<(), ServiceError> {
    let (state, viewer) = (rig.state.clone(), host.viewer.clone());
    let id = host.event_type.id.clone();
    rig.write(move |db| {
        let means = Means {
            rooms: &state.rooms,
            texts: &state.texts,
        };
        let form = EventTypeForm {
            questions,
            ..crate::support::rig::event_type_form()
        };
        event_types::replace(db, &viewer, &means, &id, form).map(|_| ())
    })
    .await
}

#[actix_web::test]
async fn questions_that_make_no_sense_are_refused_at_their_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let kinds = [
        (
            QuestionKind::Several(options(&["one"])),
            "options",
            "options",
        ),
        (
            QuestionKind::Several(options(&["one", " one "])),
            "options",
            "option-twice",
        ),
        (
            QuestionKind::Number {
                min: Decimal::parse("3"),
                max: Decimal::parse("2"),
            },
            "max",
            "max-below-min",
        ),
    ];
    for (kind, part, code) in kinds {
        let asked = vec![question("topic", "Topic?", kind)];
        let error = change_questions(&rig, &host, asked).await.unwrap_err();
        assert_eq!(codes(error), [(format!("questions.0.{part}"), code)]);
    }
    let forever = Question {
        keep_days: 3_651,
        purpose: "\u{202E}".to_owned(),
        ..question("topic", "Topic?", QuestionKind::Line)
    };
    let error = change_questions(&rig, &host, vec![forever])
        .await
        .unwrap_err();
    let expected = [
        ("questions.0.keep_days".to_owned(), "keep-days"),
        ("questions.0.purpose".to_owned(), "unprintable"),
    ];
    assert_eq!(codes(error), expected);
}

#[actix_web::test]
async fn the_desk_keeps_what_belongs_to_a_question() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/event-types/{}", host.event_type.id);
    let fields = [
        ("do", "save"),
        ("title", "First session"),
        ("slug", "first-session"),
        ("durations", "50"),
        ("step", "30"),
        ("notice", "12"),
        ("notice_unit", "hours"),
        ("window", "open"),
        ("location", "place"),
        ("address", "Am Zollhafen 3"),
        ("visibility", "public"),
        ("question.0.label", "Wie viele?"),
        ("question.0.kind", "number"),
        ("question.0.min", "1"),
        ("question.0.max", "2,5"),
        ("question.0.purpose", "Für die Stühle"),
        ("question.0.keep_days", "0"),
        ("question.1.label", "Was hilft?"),
        ("question.1.kind", "several"),
        ("question.1.options", "Reden\nGehen"),
    ];

    let saved = post(&rig, &path, &fields, &cookie).await;
    let (_, page) = get(&rig, &path, &cookie).await;
    let (_, form) = pages::get(&rig, &format!("{FORM}?start={MONDAY}")).await;
    let mut wrong = fields.to_vec();
    wrong.retain(|(name, _)| *name != "question.0.max");
    wrong.push(("question.0.max", "0.5"));
    let (status, again) = read(post(&rig, &path, &wrong, &cookie).await).await;

    assert_eq!(location(&saved), format!("{path}?done=saved"));
    assert!(page.contains("value=\"Für die Stühle\"") && page.contains("value=\"2.5\""));
    assert!(page.contains("Reden\nGehen</textarea>"));
    assert!(form.contains("Each question says when its answer is deleted."));
    assert!(form.contains("What for? Für die Stühle From 1 to 2.5. Deleted right after"));
    assert_eq!(status, 422);
    assert!(again.contains("id=\"question-0-max-error\""));
}

#[actix_web::test]
async fn the_answers_reach_neither_other_hosts_nor_administrators() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.questions = vec![question("topic", "Topic?", QuestionKind::Line)];
        })
        .await;
    let mut other = rig.host("noor").await;
    other.viewer.person.is_admin = true;
    let id = other.viewer.person.id.clone();
    make_admin(&rig, id).await;
    let booked = rig
        .book(answered(MONDAY, &[("topic", "Geheimnis")]))
        .await
        .unwrap();
    let id = booked.booking.id;
    let cookie = signed_in(&rig, &other.viewer).await;

    for path in [
        format!("/desk/bookings/{id}"),
        format!("/desk/bookings/{id}/reschedule"),
    ] {
        let (status, body) = get(&rig, &path, &cookie).await;
        assert_eq!(status, 404, "{path}");
        assert!(!body.contains("Geheimnis"));
    }
    let url = format!("/api/v1/me/bookings/{id}");
    let (status, _) = api(&rig, &other, TestRequest::get().uri(&url)).await;
    let (_, own) = api(&rig, &host, TestRequest::get().uri(&url)).await;
    assert_eq!(status, 404);
    assert_eq!(own["answers"][0]["answer"], "Geheimnis");
}

pub async fn make_admin(rig: &Rig, id: String) {
    rig.write(move |db| {
        let mut person = zeitgenosse::store::people::find(db, &id)?;
        person.is_admin = true;
        Ok(zeitgenosse::store::people::update(db, &person, at(MONDAY))?)
    })
    .await
    .unwrap();
}
