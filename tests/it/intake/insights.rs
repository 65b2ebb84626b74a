//! What happened, in numbers.

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use serde_json::json;
use zeitgenosse::kernel::booking::{Attendee, Booking, Life, Status};
use zeitgenosse::kernel::event_type::Location;
use zeitgenosse::kernel::people::{Email, Language};
use zeitgenosse::kernel::span::Span;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::{policy, teams};
use zeitgenosse::store;
use zeitgenosse::store::links::Purpose;

use super::{api, go};
use crate::desk::{get, signed_in};
use crate::pages::{MONDAY, TUESDAY, links};
use crate::support::rig::{Host, Rig, TestTeam, at, booking, team_booking};

const RANGE: &str = "from=2026-01-01&to=2026-01-31";

/// A session that is over or to come, one that the client and one that the host called off.
async fn fill(rig: &Rig, host: &Host) {
    for start in [MONDAY, "2026-01-12T11:00:00Z"] {
        rig.book(booking("mira", start)).await.unwrap();
    }
    let by_client = rig.book(booking("mira", TUESDAY)).await.unwrap().booking.id;
    let by_host = rig
        .book(booking("mira", "2026-01-13T11:00:00Z"))
        .await
        .unwrap();
    let token = rig.state.links.token(&by_client, Purpose::Manage);
    let (viewer, now) = (host.viewer.clone(), rig.now());
    rig.write(move |db| {
        bookings::cancel(db, &By::Link(&token), None, "", now)?;
        bookings::cancel(db, &By::Host(&viewer), Some(&by_host.booking.id), "", now)
    })
    .await
    .unwrap();
    go(rig, at("2026-01-12T10:30:00Z"));
}

#[actix_web::test]
async fn the_api_counts_sessions_cancellations_and_lead_times() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    fill(&rig, &host).await;

    let uri = format!("/api/v1/me/insights?{RANGE}&by=week");
    let (status, counted) = api(&rig, &host, TestRequest::get().uri(&uri)).await;

    assert_eq!(status, 200);
    let total = json!({"sessions": 2, "minutes": 100, "no_shows": 0, "cancelled_by_attendee": 1,
        "cancelled_by_host": 1, "declined": 0, "expired": 0});
    assert_eq!(
        (&counted["total"], &counted["to_come"]),
        (&total, &json!(1))
    );
    let weeks: Vec<(&str, u64)> = counted["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|week| {
            (
                week["first"].as_str().unwrap(),
                week["sessions"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("2025-12-29", 0),
        ("2026-01-05", 0),
        ("2026-01-12", 2),
        ("2026-01-19", 0),
        ("2026-01-26", 0),
    ];
    assert_eq!(weeks, expected);
    assert_eq!(counted["event_types"][0]["title"], "First session");
    assert_eq!(
        counted["lead_days"][2],
        json!({"from": 3, "below": 7, "count": 2})
    );
    assert_eq!(
        counted["notice_days"][2],
        json!({"from": 2, "below": 7, "count": 2})
    );
    let text = counted.to_string();
    assert!(!text.contains("Thea") && !text.contains("post.example"));
}

#[actix_web::test]
async fn the_page_draws_the_numbers_and_names_nobody() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    fill(&rig, &host).await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let (status, page) = get(&rig, &format!("/desk/insights?{RANGE}"), &cookie).await;

    assert_eq!(status, 200);
    assert_eq!(page.matches("<svg viewBox=\"0 0 480").count(), 5);
    let charts = page.split("<figure>").skip(1);
    assert!(
        charts
            .into_iter()
            .all(|chart| chart.contains("role=\"img\" aria-label=\""))
    );
    assert_eq!(page.matches("<details>").count(), 5);
    assert!(page.contains("2 Sitzungen, 2 abgesagt"));
    assert!(page.contains("<dt>Stunden</dt><dd>1,7</dd>"));
    assert!(!page.contains("Thea") && !page.contains("post.example"));
    assert!(!page.contains("style="));
}

#[actix_web::test]
async fn nothing_yet_is_said_in_words() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let (status, page) = get(&rig, "/desk/insights", &cookie).await;
    let (_, weekly) = get(&rig, "/desk/insights?by=week", &cookie).await;
    let (csv_status, csv) = get(&rig, "/desk/insights.csv", &cookie).await;

    assert_eq!((status, csv_status), (200, 200));
    assert!(page.contains("Noch nichts.") && !page.contains("<svg viewBox=\"0 0 480"));
    assert!(page.contains("value=\"2025-08-01\"") && page.contains("value=\"2026-01-31\""));
    assert!(weekly.contains("value=\"2025-10-20\""));
    assert_eq!(csv.lines().count(), 1 + 6 + 6);
}

#[actix_web::test]
async fn a_range_that_makes_no_sense_is_refused_at_its_field() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    for (query, field, code) in [
        ("from=2026-02-30&to=2026-03-01", "from", "not-a-date"),
        ("from=2026-03-02&to=2026-03-01", "to", "to-before-from"),
        ("from=2020-01-01&to=2025-01-01", "to", "range-too-long"),
        (
            "from=-262143-01-01&to=%2B262142-12-31",
            "to",
            "range-too-long",
        ),
        ("from=x&to=2026-03-01", "from", "not-a-date"),
    ] {
        let (status, page) = get(&rig, &format!("/desk/insights?{query}"), &cookie).await;
        let (csv, _) = get(&rig, &format!("/desk/insights.csv?{query}"), &cookie).await;
        let uri = format!("/api/v1/me/insights?{query}");
        let (api_status, problem) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
        assert_eq!((status, csv, api_status), (422, 422, 422), "{query}");
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{query}");
        assert_eq!(problem["errors"][0]["code"], code, "{query}");
    }
    let uri = "/api/v1/me/insights?by=year";
    let (status, _) = api(&rig, &host, TestRequest::get().uri(uri)).await;
    let five = "/desk/insights?from=2021-01-01&to=2025-12-31&by=week";
    let (longest, _) = get(&rig, five, &cookie).await;
    assert_eq!((status, longest), (400, 200));
}

#[actix_web::test]
async fn a_title_that_is_a_formula_stays_text_in_a_spreadsheet() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| {
            form.title = "=HYPERLINK(\"http://evil.example\",\"x\")".to_owned();
        })
        .await;
    fill(&rig, &host).await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let (status, csv) = get(&rig, &format!("/desk/insights.csv?{RANGE}"), &cookie).await;
    let (_, page) = get(&rig, &format!("/desk/insights?{RANGE}"), &cookie).await;

    assert_eq!(status, 200);
    let row = "Angebot,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",2,100,1,1,0,0,0,,,";
    assert!(csv.contains(row), "{csv}");
    assert!(csv.contains("Monat,2026-01-01,2,100,1,1,0,0,0,,,"));
    assert!(!csv.contains("Thea"));
    assert!(page.contains("=HYPERLINK(&#34;http"));
}

#[actix_web::test]
async fn everybodys_numbers_are_for_administrators() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let office = rig.host("henrike").await;
    super::answers::make_admin(&rig, office.viewer.person.id.clone()).await;
    fill(&rig, &host).await;
    rig.book(booking("henrike", "2026-01-14T09:00:00Z"))
        .await
        .unwrap();
    let uri = format!("/api/v1/me/insights?{RANGE}&of=instance");
    let cookies = (
        signed_in(&rig, &host.viewer).await,
        signed_in(&rig, &office.viewer).await,
    );
    let path = format!("/desk/insights?{RANGE}&of=instance");

    let (refused, _) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    let (page_refused, _) = get(&rig, &path, &cookies.0).await;
    let csv = path.replace("insights?", "insights.csv?");
    let (csv_refused, _) = get(&rig, &csv, &cookies.0).await;
    let (_, all) = api(&rig, &office, TestRequest::get().uri(&uri)).await;
    let (_, page) = get(&rig, &path, &cookies.1).await;
    let (_, own) = get(&rig, &format!("/desk/insights?{RANGE}"), &cookies.0).await;

    assert_eq!((refused, page_refused, csv_refused), (403, 403, 403));
    assert_eq!(all["total"]["sessions"], 3);
    assert!(page.contains("Das ganze Haus") && page.contains("<dt>Sitzungen</dt><dd>3</dd>"));
    assert!(!own.contains("Das ganze Haus"));
}

#[actix_web::test]
async fn a_session_to_which_nobody_came_is_counted_as_one() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    fill(&rig, &host).await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let (_, list) = get(&rig, "/desk/bookings?list=past", &cookie).await;
    let path = links(&list, "/desk/bookings/0").remove(0);
    let id = path.rsplit('/').next().unwrap().to_owned();
    let (viewer, now) = (host.viewer.clone(), rig.now());
    rig.write(move |db| policy::mark_no_show(db, &viewer, &id, now))
        .await
        .unwrap();

    let uri = format!("/api/v1/me/insights?{RANGE}");
    let (_, counted) = api(&rig, &host, TestRequest::get().uri(&uri)).await;
    let (_, page) = get(&rig, &format!("/desk/insights?{RANGE}"), &cookie).await;
    let (_, csv) = get(&rig, &format!("/desk/insights.csv?{RANGE}"), &cookie).await;

    assert_eq!(counted["total"]["no_shows"], 1);
    assert_eq!(counted["total"]["sessions"], 2);
    assert!(page.contains("<dt>Nicht gekommen</dt><dd>1</dd>"));
    assert!(page.contains("Säulen: Nicht gekommen, zusammen 1."));
    assert!(csv.contains("Monat,2026-01-01,2,100,1,1,0,0,1,,,"));
}

/// A team of three of whom the last has left: five sessions, one of which the client called off.
async fn fill_team(rig: &Rig) -> TestTeam {
    let team = rig.team(&["mira", "jannis", "selma"]).await;
    let mut last = String::new();
    for hour in [8, 9, 10, 11, 12] {
        let new = team_booking(&format!("2026-01-12T{hour:02}:00:00Z"));
        last = rig.book(new).await.unwrap().booking.id;
    }
    let token = rig.state.links.token(&last, Purpose::Manage);
    let (lead, id, now) = (
        team.hosts[0].viewer.clone(),
        team.team.id.clone(),
        rig.now(),
    );
    let selma = team.hosts[2].viewer.person.username.clone();
    rig.write(move |db| {
        bookings::cancel(db, &By::Link(&token), None, "", now)?;
        teams::remove_member(db, &lead, &id, &selma)
    })
    .await
    .unwrap();
    team
}

#[actix_web::test]
async fn a_team_reads_who_was_given_how_much_beside_what_was_fair() {
    let rig = Rig::new();
    let team = fill_team(&rig).await;
    rig.book(booking("mira", TUESDAY)).await.unwrap();
    let uri = format!("/api/v1/me/insights?{RANGE}&team={}", team.team.id);
    let (_, counted) = api(&rig, &team.hosts[1], TestRequest::get().uri(&uri)).await;
    let other_days = format!(
        "/api/v1/me/insights?from=2026-02-01&to=2026-02-28&team={}",
        team.team.id
    );
    let other_days = TestRequest::get().uri(&other_days);
    let (_, nothing) = api(&rig, &team.hosts[1], other_days).await;

    assert_eq!(counted["total"]["sessions"], 4);
    assert_eq!(counted["total"]["cancelled_by_attendee"], 1);
    let shares = counted["shares"].as_array().unwrap();
    let names: Vec<&str> = shares
        .iter()
        .map(|share| share["name"].as_str().unwrap())
        .collect();
    let expected = ["jannis", "mira", "selma"].map(|name| format!("{name} of the tests"));
    assert_eq!(names, expected);
    let sum = |key: &str| -> f64 {
        shares
            .iter()
            .map(|share| share[key].as_f64().unwrap())
            .sum()
    };
    assert_eq!(sum("taken"), 4.0);
    assert!((sum("due") - 4.0).abs() < 0.001, "{counted}");
    for share in shares {
        let off = share["due"].as_f64().unwrap() - share["taken"].as_f64().unwrap();
        assert!(off.abs() < 1.0, "{share}");
        assert_eq!(share["asked"], 5);
    }
    assert_eq!(nothing["shares"], json!([]));
}

#[actix_web::test]
async fn the_page_of_a_team_is_for_its_members() {
    let rig = Rig::new();
    let team = fill_team(&rig).await;
    let other = rig.host("noor").await;
    let path = format!("/desk/insights?{RANGE}&of={}", team.team.id);
    let csv = path.replace("insights?", "insights.csv?");
    let uri = format!("/api/v1/me/insights?{RANGE}&team={}", team.team.id);
    let member = signed_in(&rig, &team.hosts[1].viewer).await;
    let foreign = signed_in(&rig, &other.viewer).await;

    let (status, page) = get(&rig, &path, &member).await;
    let (_, table) = get(&rig, &csv, &member).await;
    let (hidden, _) = get(&rig, &path, &foreign).await;
    let (hidden_csv, _) = get(&rig, &csv, &foreign).await;
    let (hidden_api, _) = api(&rig, &other, TestRequest::get().uri(&uri)).await;
    let (_, own) = get(&rig, "/desk/insights", &foreign).await;

    assert_eq!(
        (status, hidden, hidden_csv, hidden_api),
        (200, 404, 404, 404)
    );
    assert!(page.contains("selected>Beratung</option>"));
    assert!(page.contains("<h2>Wer wie viele Sitzungen bekam</h2>"));
    assert!(page.contains("gerechter Anteil"));
    let row = table.lines().find(|line| line.contains("jannis")).unwrap();
    assert!(row.starts_with("Wer wie viele Sitzungen bekam,jannis of the tests,,,,,,,,5,"));
    assert!(!own.contains("Beratung") && !own.contains("Wessen Zahlen"));
}

#[actix_web::test]
async fn more_bookings_than_are_read_at_once_are_all_counted_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (host_id, event_type_id) = (host.viewer.person.id.clone(), host.event_type.id.clone());
    let first = at("2026-01-01T00:00:00Z");
    rig.write(move |db| {
        for place in 0..5_100_i64 {
            // Many begin at the same instant, also where one part ends and the next begins.
            let start = first + TimeDelta::minutes(place / 300 * 60);
            let span = Span::new(start, start + TimeDelta::minutes(50)).unwrap();
            let booking = stored(place, (&host_id, &event_type_id), span);
            store::bookings::insert(db, &booking)?;
        }
        Ok(())
    })
    .await
    .unwrap();

    let uri = format!("/api/v1/me/insights?{RANGE}");
    let (_, counted) = api(&rig, &host, TestRequest::get().uri(&uri)).await;

    assert_eq!(counted["total"]["sessions"], 5_100);
}

fn stored(place: i64, (host_id, event_type_id): (&str, &str), span: Span) -> Booking {
    Booking {
        id: format!("b{place:05}"),
        event_type_id: event_type_id.to_owned(),
        host_id: host_id.to_owned(),
        co_host_ids: Vec::new(),
        life: Life {
            status: Status::Confirmed,
            span,
            sequence: 0,
        },
        title: "First session".to_owned(),
        location: Location::Phone {
            number: String::new(),
        },
        created_at: span.start(),
        updated_at: span.start(),
        attendee: Attendee {
            id: format!("a{place:05}"),
            name: "Thea".to_owned(),
            email: Email::parse("thea@post.example").unwrap(),
            zone: chrono_tz::Europe::Berlin,
            language: Language::De,
            guests: Vec::new(),
            answers: Vec::new(),
        },
        reason: String::new(),
    }
}
