//! Energy rules, time off, and why a time is free: by page, by API, and when it is booked.

use actix_web::test::TestRequest;
use serde_json::{Value, json};
use zeitgenosse::kernel::energy::{EnergyRules, Gap, Quota, TypeKey};
use zeitgenosse::kernel::people::Username;
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::event_types::Means;
use zeitgenosse::service::time_off::TimeOffForm;
use zeitgenosse::service::{ServiceError, energy, event_types, hosts, time_off};

use crate::desk::{get, post, signed_in};
use crate::pages::{location, read};
use crate::support::rig::{Host, Rig, booking, event_type_form};

const MONDAY: &str = "2026-01-12T09:00:00Z";
const SLOTS: &str = "/api/v1/hosts/mira/event-types/first-session/slots";

async fn api(rig: &Rig, host: &Host, request: TestRequest) -> (u16, Value) {
    let request = request.insert_header(("Authorization", format!("Bearer {}", host.token)));
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

/// The starts that the API offers on a day.
async fn starts(rig: &Rig, day: &str) -> Vec<String> {
    let path = format!("{SLOTS}?from={day}&to={day}");
    let (status, body) = rig.call(TestRequest::get().uri(&path)).await;
    assert_eq!(status, 200, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    let slots = body["slots"].as_array().unwrap().iter();
    slots
        .map(|slot| slot["start"].as_str().unwrap()[11..16].to_owned())
        .collect()
}

async fn set(rig: &Rig, host: &Host, rules: EnergyRules) {
    let viewer = host.viewer.clone();
    rig.write(move |db| energy::replace(db, &viewer, &rules))
        .await
        .unwrap();
}

async fn away(rig: &Rig, host: &Host, form: TimeOffForm) -> Result<String, ServiceError> {
    let viewer = host.viewer.clone();
    let made = rig.write(move |db| time_off::create(db, &viewer, &form));
    made.await.map(|entry| entry.id().to_owned())
}

fn days(from: &str, to: &str) -> TimeOffForm {
    TimeOffForm {
        days: Some((from.parse().unwrap(), to.parse().unwrap())),
        ..TimeOffForm::default()
    }
}

fn one_a_day() -> EnergyRules {
    EnergyRules {
        per_day: Quota {
            sessions: Some(1),
            minutes: None,
        },
        ..EnergyRules::default()
    }
}

#[actix_web::test]
async fn what_a_rule_refuses_is_neither_offered_nor_booked() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    set(&rig, &host, one_a_day()).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let offered = starts(&rig, "2026-01-12").await;
    let refused = rig
        .book(booking("mira", "2026-01-12T13:00:00Z"))
        .await
        .unwrap_err();

    assert!(offered.is_empty());
    assert!(matches!(
        refused,
        ServiceError::Refused(Refusal::EnergyPerDay)
    ));
    assert!(!starts(&rig, "2026-01-13").await.is_empty());
}

#[actix_web::test]
async fn a_client_reads_the_kind_of_rule_and_not_what_is_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, one_a_day()).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let wish = json!({"start": "2026-01-12T13:00:00Z", "name": "Ada", "email": "ada@post.example",
                      "zone": "Europe/Berlin", "language": "en"});

    let path = "/api/v1/hosts/mira/event-types/first-session/bookings";
    let request = TestRequest::post().uri(path).set_json(&wish);
    let (status, body) = rig.call(request).await;

    assert_eq!(status, 409);
    assert!(body.contains("/problems/energy-day-full"));
    assert!(!body.contains("Thea"));
}

#[actix_web::test]
async fn a_gap_goes_with_the_event_type_it_is_about() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (viewer, state, now) = (host.viewer.clone(), rig.state.clone(), rig.now());
    let other = rig
        .write(move |db| {
            let means = Means {
                rooms: &state.rooms,
                texts: &state.texts,
            };
            let mut form = event_type_form();
            form.slug = "course".to_owned();
            event_types::create(db, &viewer, &means, form, now)
        })
        .await
        .unwrap();
    let own = TypeKey::of(&host.event_type.id).unwrap();
    let gap = Gap {
        first: own,
        second: TypeKey::of(&other.id).unwrap(),
        minutes: 30,
    };
    let rules = EnergyRules {
        gaps: vec![gap, Gap { second: own, ..gap }],
        ..EnergyRules::default()
    };
    set(&rig, &host, rules).await;

    let (viewer, id) = (host.viewer.clone(), other.id);
    rig.write(move |db| event_types::delete(db, &viewer, &id))
        .await
        .unwrap();
    let viewer = host.viewer.clone();
    let (left, _) = rig
        .write(move |db| energy::find(db, &viewer))
        .await
        .unwrap();

    assert_eq!(left.gaps.len(), 1);
    assert_eq!(left.gaps[0].second, own);
    assert!(!starts(&rig, "2026-01-12").await.is_empty());
}

#[actix_web::test]
async fn rules_that_contradict_themselves_are_refused_at_their_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    for (fields, said) in [
        (vec![("per_day.sessions", "0")], "mindestens 1"),
        (vec![("row.sessions", "2")], "Pause von 1"),
        (
            vec![("per_day.sessions", "3"), ("per_week.sessions", "2")],
            "nicht kleiner",
        ),
        (
            vec![("time.0.from", "12:00"), ("time.0.to", "10:00")],
            "geht nicht auf",
        ),
        (vec![("per_day.minutes", "many")], "keine ganze Zahl"),
        (vec![("gap.0.minutes", "30")], "nicht zur Auswahl"),
    ] {
        let (status, body) = read(post(&rig, "/desk/energy", &fields, &cookie).await).await;
        assert_eq!(status, 422, "{fields:?}");
        assert!(body.contains(said), "{fields:?}");
    }
    let put = TestRequest::put()
        .uri("/api/v1/me/energy")
        .set_json(json!({"per_day": {"sessions": 0}}));
    let (status, body) = api(&rig, &host, put).await;
    assert_eq!(
        (status, &body["errors"][0]["field"]),
        (422, &json!("per_day"))
    );
}

#[actix_web::test]
async fn rules_are_kept_as_the_page_and_the_api_say_them() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let id = host.event_type.id.as_str();
    let fields = [
        ("per_week.minutes", "600"),
        ("row.sessions", "3"),
        ("row.pause", "45"),
        ("time.0.type", id),
        ("time.0.from", "10:00"),
        ("gap.0.first", id),
        ("gap.0.second", id),
        ("gap.0.minutes", "20"),
    ];

    let saved = post(&rig, "/desk/energy", &fields, &cookie).await;
    let (_, rules) = api(&rig, &host, TestRequest::get().uri("/api/v1/me/energy")).await;
    let put = TestRequest::put().uri("/api/v1/me/energy").set_json(&rules);
    let (status, again) = api(&rig, &host, put).await;
    let (_, page) = get(&rig, "/desk/energy", &cookie).await;

    assert_eq!(location(&saved), "/desk/energy?done=saved");
    assert_eq!(rules["in_a_row"], json!({"sessions": 3, "pause": 45}));
    assert_eq!(rules["times"][0]["not_before"], "10:00");
    assert_eq!((status, &again), (200, &rules));
    assert!(page.contains("value=\"600\"") && page.contains("value=\"20\""));
    assert_eq!(starts(&rig, "2026-01-12").await[0], "10:00");
}

#[actix_web::test]
async fn rules_about_event_types_of_others_are_refused() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("selma").await;
    let rules = json!({"gaps": [{"first": host.event_type.id, "second": other.event_type.id,
                                 "minutes": 10}]});

    let put = TestRequest::put().uri("/api/v1/me/energy").set_json(&rules);
    let (status, body) = api(&rig, &host, put).await;

    assert_eq!((status, &body["errors"][0]["field"]), (422, &json!("gaps")));
}

#[actix_web::test]
async fn out_of_office_takes_the_time_and_leaves_what_is_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.person("selma").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let fields = [
        ("do", "away"),
        ("from", "2026-01-12"),
        ("to", "2026-01-13"),
        ("message", "Bin auf See."),
        ("substitute", "selma"),
    ];

    let saved = post(&rig, "/desk/time-off", &fields, &cookie).await;
    let (_, page) = get(&rig, "/desk/time-off", &cookie).await;
    let (_, public) = crate::pages::get(&rig, "/@mira/first-session").await;
    let (_, one) = get(&rig, &format!("/desk/bookings/{}", booked.id), &cookie).await;

    assert_eq!(location(&saved), "/desk/time-off?done=time-off");
    assert!(page.contains(&format!("/desk/bookings/{}", booked.id)));
    assert!(public.contains("Bin auf See.") && public.contains("href=\"/@selma\""));
    assert!(starts(&rig, "2026-01-12").await.is_empty());
    assert!(!starts(&rig, "2026-01-14").await.is_empty());
    assert!(one.contains("Thea Behrend"));
}

#[actix_web::test]
async fn a_substitute_whose_account_is_closed_is_not_named() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.person("selma").await;
    let form = TimeOffForm {
        message: "Bin auf See.".to_owned(),
        substitute: "selma".to_owned(),
        ..days("2026-01-12", "2026-01-13")
    };
    away(&rig, &host, form.clone()).await.unwrap();

    let (selma, now) = (Username::parse("selma").unwrap(), rig.now());
    rig.write(move |db| hosts::set_disabled(db, &selma, true, now))
        .await
        .unwrap();
    let (_, public) = crate::pages::get(&rig, "/@mira/first-session").await;
    let again = away(&rig, &host, form).await.unwrap_err();

    assert!(public.contains("Bin auf See.") && !public.contains("/@selma"));
    assert!(matches!(again, ServiceError::Invalid(errors) if errors[0].field == "substitute"));
}

#[actix_web::test]
async fn time_off_that_ends_before_it_begins_is_refused() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let backwards = [("do", "away"), ("from", "2026-02-02"), ("to", "2026-02-01")];
    let same = [
        ("do", "away"),
        ("from", "2026-02-02"),
        ("start", "12:00"),
        ("end", "12:00"),
    ];
    let travel = [
        ("do", "travel"),
        ("travel.from", "2026-02-02"),
        ("travel.to", "2026-02-01"),
        ("travel.zone", "Asia/Tokyo"),
    ];

    for fields in [&backwards[..], &same, &travel] {
        let (status, body) = read(post(&rig, "/desk/time-off", fields, &cookie).await).await;
        assert_eq!(status, 422, "{fields:?}");
        assert!(body.contains("aria-invalid"), "{fields:?}");
        assert!(body.contains("value=\"2026-02-02\""), "{fields:?}");
    }
    let nothing = TestRequest::post()
        .uri("/api/v1/me/time-off")
        .set_json(json!({}));
    assert_eq!(api(&rig, &host, nothing).await.0, 422);
}

#[actix_web::test]
async fn a_holiday_is_off_unless_the_day_has_hours_of_its_own() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    // 6 January 2026 is over; Good Friday is 3 April, and Easter Monday the 6th.
    rig.clock
        .advance(crate::support::rig::minutes(60 * 24 * 60));
    let put = |body: Value| TestRequest::put().uri("/api/v1/me/holidays").set_json(body);
    let (status, chosen) = api(&rig, &host, put(json!({"region": "DE-HH"}))).await;
    assert_eq!(status, 200);
    assert!(chosen["days"].as_array().unwrap().len() > 15);
    assert!(starts(&rig, "2026-04-03").await.is_empty());

    let cookie = signed_in(&rig, &host.viewer).await;
    let hours = [
        ("do", "save"),
        ("name", "Practice"),
        ("zone", "Europe/Berlin"),
        ("new.from", "2026-04-03"),
        ("new.what", "open"),
        ("new.start", "10:00"),
        ("new.end", "12:00"),
    ];
    let path = format!("/desk/hours/{}", host.schedule.id);
    post(&rig, &path, &hours, &cookie).await;

    assert_eq!(
        starts(&rig, "2026-04-03").await,
        ["10:00", "10:30", "11:00"]
    );
    let (wrong, _) = api(&rig, &host, put(json!({"region": "DE-XX"}))).await;
    assert_eq!(wrong, 422);
}

#[actix_web::test]
async fn holidays_are_switched_one_by_one() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = "/desk/time-off/holidays";
    post(&rig, path, &[("region", "DE-BY"), ("of", "")], &cookie).await;
    let (_, before) = get(&rig, "/desk/time-off", &cookie).await;

    let kept = [
        ("region", "DE-BY"),
        ("of", "DE-BY"),
        ("day", "christmas"),
        ("day", "assumption"),
    ];
    post(&rig, path, &kept, &cookie).await;
    let request = TestRequest::get().uri("/api/v1/me/holidays");
    let (_, after) = api(&rig, &host, request).await;

    assert!(before.contains("value=\"assumption\"><span>Mariä Himmelfahrt"));
    assert!(before.contains("value=\"corpus-christi\" checked"));
    let days = after["days"].as_array().unwrap().iter();
    let days: Vec<&str> = days.map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(
        days,
        ["2026-08-15", "2026-12-25", "2027-08-15", "2027-12-25"]
    );
}

#[actix_web::test]
async fn travelling_hours_mean_the_clock_there() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let body = json!({"first_day": "2026-01-13", "last_day": "2026-01-13",
                      "zone": "America/New_York"});

    let request = TestRequest::post()
        .uri("/api/v1/me/time-off")
        .set_json(&body);
    let (status, made) = api(&rig, &host, request).await;
    let offered = starts(&rig, "2026-01-13").await;
    let twice = TestRequest::post()
        .uri("/api/v1/me/time-off")
        .set_json(&body);
    let (overlapping, _) = api(&rig, &host, twice).await;
    let path = format!("/api/v1/me/time-off/{}", made["id"].as_str().unwrap());
    let (gone, _) = api(&rig, &host, TestRequest::delete().uri(&path)).await;

    assert_eq!(status, 201);
    assert_eq!(
        (offered[0].as_str(), offered.last().unwrap().as_str()),
        ("15:00", "22:00")
    );
    assert_eq!((overlapping, gone), (422, 204));
    assert_eq!(starts(&rig, "2026-01-13").await[0], "09:00");
}

#[actix_web::test]
async fn time_off_is_replaced_by_its_host_only() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("selma").await;
    let id = away(&rig, &host, days("2026-01-12", "2026-01-12"))
        .await
        .unwrap();
    let path = format!("/api/v1/me/time-off/{id}");
    let body = json!({"start": "2026-01-12T08:00:00Z", "end": "2026-01-12T12:00:00Z"});
    let put = || TestRequest::put().uri(&path).set_json(&body);

    let (theirs, _) = api(&rig, &other, put()).await;
    let (own, made) = api(&rig, &host, put()).await;

    assert_eq!((theirs, own), (404, 200));
    assert_eq!(made["end"], "2026-01-12T12:00:00Z");
    assert_eq!(starts(&rig, "2026-01-12").await[0], "13:00");
}

#[actix_web::test]
async fn why_a_time_is_not_free_names_every_reason_with_its_link() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.rules.buffer_after = 15;
            form.rules.limits.per_day = Some(1);
        })
        .await;
    set(&rig, &host, one_a_day()).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;
    let away_id = away(&rig, &host, days("2026-01-12", "2026-01-12"))
        .await
        .unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let query = format!(
        "event_type={}&start=2026-01-12T10:00:00Z",
        host.event_type.id
    );

    let (_, page) = get(&rig, &format!("/desk/why?{query}"), &cookie).await;
    let request = TestRequest::get().uri(&format!("/api/v1/me/why?{query}"));
    let (_, why) = api(&rig, &host, request).await;

    assert_eq!(why["is_free"], false);
    assert_eq!(why["refused"], "outside-hours");
    let against: Vec<&Value> = why["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|reason| reason["is_against"] == true)
        .collect();
    let kinds: Vec<&str> = against
        .iter()
        .map(|r| r["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "away",
            "booking",
            "limit_per_day",
            "energy_sessions_per_day"
        ]
    );
    assert_eq!(against[0]["id"], away_id.as_str());
    assert_eq!(against[1]["id"], booked.id.as_str());
    assert_eq!(against[1]["near"], "buffer_before");
    for link in ["/desk/time-off", "/desk/energy", "/desk/event-types/"] {
        assert!(page.contains(&format!("href=\"{link}")), "{link}");
    }
    assert!(page.contains(&format!("href=\"/desk/bookings/{}\"", booked.id)));
    assert!(page.contains("Thea Behrend"));
}

#[actix_web::test]
async fn why_a_time_is_free_says_what_makes_it_so() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/why?event_type={}", host.event_type.id);

    let (_, by_form) = get(
        &rig,
        &format!("{path}&date=2026-01-12&clock=10:00"),
        &cookie,
    )
    .await;
    let (blank, _) = get(&rig, &path, &cookie).await;
    let (_, off_grid) = get(
        &rig,
        &format!("{path}&date=2026-01-12&clock=10:10"),
        &cookie,
    )
    .await;

    assert!(by_form.contains("09:00–17:00"));
    assert!(by_form.contains("<span class=\"tag good\">frei</span>"));
    assert!(off_grid.contains("aber nicht um diese Zeit"));
    assert_eq!(blank, 200);
}

#[actix_web::test]
async fn nobody_is_told_why_a_time_of_somebody_else_is_free() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("selma").await;
    let cookie = signed_in(&rig, &other.viewer).await;
    let query = format!("event_type={}&start={MONDAY}", host.event_type.id);

    let (page, _) = get(&rig, &format!("/desk/why?{query}"), &cookie).await;
    let request = TestRequest::get().uri(&format!("/api/v1/me/why?{query}"));
    let (answer, _) = api(&rig, &other, request).await;

    assert_eq!((page, answer), (404, 404));
}

#[actix_web::test]
async fn the_preview_of_hours_knows_days_off_and_says_why() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    away(&rig, &host, days("2026-01-12", "2026-01-12"))
        .await
        .unwrap();
    let path = format!("/desk/hours/{}", host.schedule.id);

    let (_, page) = get(&rig, &path, &cookie).await;

    assert!(!page.contains("value=\"day-2026-01-12\""));
    assert!(page.contains("value=\"day-2026-01-13\""));
    assert!(page.contains("/desk/why?event_type="));
}
