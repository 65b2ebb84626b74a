//! Finding a time: the next free ones, filters, `/find`, and the languages of hosts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use diesel::Connection;
use diesel::connection::InstrumentationEvent;
use serde_json::Value;
use zeitgenosse::kernel::event_type::Visibility;
use zeitgenosse::kernel::finding::Filter;
use zeitgenosse::kernel::span::Span;
use zeitgenosse::service::finding::{self, Asked};
use zeitgenosse::service::slots::{self, Wish};
use zeitgenosse::service::{ServiceError, busy, hosts, prices as acts, spoken};
use zeitgenosse::store::Db;

use crate::groups::{EVENING, group, set, webinar};
use crate::pages::{get, links};
use crate::prices::{self, set_price};
use crate::support::rig::{Host, Rig, at, booking, team_booking};

const PAGE: &str = "/@mira/first-session";

async fn speaks(rig: &Rig, host: &Host, codes: &'static [&'static str]) {
    let viewer = host.viewer.clone();
    rig.write(move |db| spoken::set(db, &viewer, codes))
        .await
        .unwrap();
}

async fn api(rig: &Rig, query: &str) -> (u16, Value) {
    let uri = format!("/api/v1/find{query}");
    let (status, body) = rig.call(TestRequest::get().uri(&uri)).await;
    (status, serde_json::from_str(&body).unwrap())
}

fn everything() -> Asked {
    Asked {
        filter: Filter::default(),
        language: None,
        price: None,
        zone: None,
        from: None,
        page: 1,
        most: 100,
    }
}

#[actix_web::test]
async fn the_next_three_times_lead_straight_to_the_form() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (_, event_type) = get(&rig, PAGE).await;
    let (_, host) = get(&rig, "/@mira").await;

    let expected =
        ["08:00", "08:30", "09:00"].map(|time| format!("{PAGE}/book?start=2026-01-09T{time}:00Z"));
    assert_eq!(links(&event_type, &format!("{PAGE}/book"))[..3], expected);
    assert_eq!(links(&host, &format!("{PAGE}/book")), expected);
    assert!(host.contains(
        "First session: tomorrow, 9:30<span class=\"hide\">, Friday 9\u{a0}January 2026, 9:30 to 10:20</span>"
    ));
}

#[actix_web::test]
async fn a_filter_is_carried_by_every_link_and_each_part_can_be_dropped() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (status, body) = get(&rig, &format!("{PAGE}?weekday=mo,we&time=afternoon")).await;

    assert_eq!(status, 200);
    assert!(body.contains("Monday 12\u{a0}January</h2>"));
    let slots = links(&body, &format!("{PAGE}/book"));
    assert_eq!(
        slots[0],
        format!("{PAGE}/book?start=2026-01-12T11:00:00Z&weekday=mo,we&time=afternoon")
    );
    assert!(
        slots
            .iter()
            .all(|slot| slot.ends_with("&weekday=mo,we&time=afternoon"))
    );
    let days = links(&body, "?date=");
    assert!(days.contains(&"?date=2026-01-14&weekday=mo,we&time=afternoon".to_owned()));
    assert!(!days.iter().any(|day| day.contains("2026-01-13")));
    for dropped in [
        "?weekday=we&time=afternoon",
        "?weekday=mo&time=afternoon",
        "?weekday=mo,we",
        "",
    ] {
        let link = format!("{PAGE}{dropped}");
        assert!(links(&body, PAGE).contains(&link), "{link}");
    }
    assert!(body.contains("Monday<span class=\"hide\"> (leave out)</span>"));
}

#[actix_web::test]
async fn morning_ends_at_noon_where_the_clocks_are_half_an_hour_off() {
    let rig = Rig::new();
    rig.host("mira").await;
    let day = format!("{PAGE}?date=2026-01-12&zone=Asia/Kolkata&time=");

    let (_, afternoon) = get(&rig, &format!("{day}afternoon")).await;
    let (_, evening) = get(&rig, &format!("{day}evening")).await;

    // 16:30 and 17:00 in Kolkata.
    let has = |body: &str, start: &str| {
        let start = format!("{PAGE}/book?start={start}");
        !links(body, &start).is_empty()
    };
    assert!(has(&afternoon, "2026-01-12T11:00:00Z") && !has(&afternoon, "2026-01-12T11:30:00Z"));
    assert!(has(&evening, "2026-01-12T11:30:00Z") && !has(&evening, "2026-01-12T11:00:00Z"));
}

#[actix_web::test]
async fn a_filter_that_leaves_nothing_offers_the_next_time_without_it() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (status, page) = get(&rig, &format!("{PAGE}?weekday=sa")).await;
    let (_, find) = get(&rig, "/find?weekday=sa&zone=Europe/Berlin").await;

    assert_eq!(status, 200);
    for body in [&page, &find] {
        assert!(body.contains("Narrowed down like this, nothing is free."));
        assert!(body.contains("Without it: tomorrow, 9:00"));
    }
    assert_eq!(links(&page, "?date="), ["?date=2026-01-09"]);
    assert_eq!(links(&find, &format!("{PAGE}/book")).len(), 1);
    assert!(links(&find, "/find").contains(&"/find".to_owned()));
}

#[actix_web::test]
async fn a_filter_that_cannot_be_read_is_named() {
    let rig = Rig::new();
    rig.host("mira").await;

    for path in [
        "/@mira/first-session?weekday=noday",
        "/@mira/first-session?time=mo",
        "/find?weekday=mo,,fr",
        "/find?language=xx",
        "/find?page=-1",
        "/find?from=soon",
    ] {
        assert_eq!(get(&rig, path).await.0, 422, "{path}");
    }
}

#[actix_web::test]
async fn find_shows_whoever_has_time_first_and_nobody_who_has_none() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    rig.host_with("jo", |form| form.rules.minimum_notice = 0)
        .await;
    rig.host_with("shut", |form| form.visibility = Visibility::Closed)
        .await;
    rig.person("idle").await;
    let gone = rig.host("gone").await.viewer.person.username;
    let now = rig.now();
    rig.write(move |db| hosts::set_disabled(db, &gone, true, now))
        .await
        .unwrap();
    speaks(&rig, &mira, &["de", "tr"]).await;

    let (status, body) = get(&rig, "/find").await;
    let (_, turkish) = get(&rig, "/find?language=tr").await;

    assert_eq!(status, 200);
    assert_eq!(links(&body, "/@"), {
        let jo = ["08:00", "08:30", "09:00"]
            .map(|time| format!("/@jo/first-session/book?start=2026-01-08T{time}:00Z"));
        let mira = ["08:00", "08:30", "09:00"]
            .map(|time| format!("{PAGE}/book?start=2026-01-09T{time}:00Z"));
        let mut all = vec!["/@jo".to_owned()];
        all.extend(jo);
        all.push("/@mira".to_owned());
        all.extend(mira);
        all
    });
    assert!(body.contains("<small>German, Turkish</small>"));
    assert!(body.contains("2\u{a0}people or teams have time."));
    assert!(links(&turkish, "/@jo").is_empty() && links(&turkish, "/@mira").len() == 4);
    assert!(links(&turkish, "/find").contains(&"/find".to_owned()));
}

#[actix_web::test]
async fn an_instance_without_offers_says_so() {
    let rig = Rig::new();

    let (status, body) = get(&rig, "/find").await;
    let (_, json) = api(&rig, "").await;

    assert_eq!(status, 200);
    assert!(body.contains("Nothing is free at the moment."));
    assert_eq!(json["times"].as_array().map(Vec::len), Some(0));
}

#[actix_web::test]
async fn the_api_finds_times_in_order_at_most_three_of_one_coach() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    rig.host("jo").await;
    speaks(&rig, &mira, &["tr"]).await;

    let (_, all) = api(&rig, "?weekday=mo&time=morning&zone=Asia/Kolkata").await;
    let (_, monday) = api(&rig, "?weekday=mo&zone=Europe/Berlin&limit=4").await;
    let (_, turkish) = api(&rig, "?language=TR&from=2026-01-20T10:00:00Z").await;

    assert_eq!(all["times"].as_array().map(Vec::len), Some(0));
    let starts: Vec<&str> = monday["times"]
        .as_array()
        .unwrap()
        .iter()
        .map(|time| time["start"].as_str().unwrap())
        .collect();
    assert_eq!(
        starts,
        [
            "2026-01-12T09:00:00+01:00",
            "2026-01-12T09:00:00+01:00",
            "2026-01-12T09:30:00+01:00",
            "2026-01-12T09:30:00+01:00",
        ]
    );
    let times = turkish["times"].as_array().unwrap();
    assert_eq!(times.len(), 3);
    assert_eq!(times[0]["start"], "2026-01-20T11:00:00+01:00");
    assert_eq!(times[0]["handle"], "mira");
    assert_eq!(times[0]["url"], "http://127.0.0.1:8080/@mira/first-session");
    for (query, field) in [
        ("?language=xx", "language"),
        ("?weekday=monday", "weekday"),
        ("?time=night", "time"),
        ("?zone=Mars", "zone"),
        ("?from=now", "from"),
    ] {
        let (status, problem) = api(&rig, query).await;
        assert_eq!(status, 422, "{query}");
        assert!(problem.to_string().contains(field), "{query}: {problem}");
    }
    assert_eq!(api(&rig, "?limit=0").await.0, 400);
    assert_eq!(api(&rig, "?from=9999-12-31T23:59:59Z").await.0, 200);
}

#[actix_web::test]
async fn times_found_together_are_those_found_one_by_one() {
    let rig = Rig::new();
    for name in ["mira", "jo", "selma"] {
        let limit = (name == "jo").then_some(1);
        let host = rig
            .host_with(name, |form| {
                form.rules.limits.per_day = limit;
                form.rules.buffer_after = 15;
            })
            .await;
        rig.book(booking(name, "2026-01-09T09:00:00Z"))
            .await
            .unwrap();
        let start = at("2026-01-09T07:00:00Z");
        let away = Span::new(start, start + TimeDelta::minutes(100)).unwrap();
        rig.write(move |db| busy::create(db, &host.viewer, away, "elsewhere"))
            .await
            .unwrap();
    }
    let now = rig.now();

    let found = rig
        .write(move |db| finding::find(db, &everything(), now))
        .await
        .unwrap();

    let wish = Wish {
        duration: 50,
        except: None,
    };
    assert_eq!(found.coaches.len(), 3);
    for (place, coach) in found.coaches.iter().enumerate() {
        let offered = coach.offers[0].clone();
        let alone = rig
            .write(move |db| slots::next(db, &offered, wish, (now, 3), now))
            .await
            .unwrap();
        let times = found.times.iter().filter(|time| time.coach == place);
        let times: Vec<_> = times.map(|time| time.slot).collect();
        assert_eq!(times, alone, "{}", coach.name());
    }
}

#[actix_web::test]
async fn more_coaches_need_no_more_queries() {
    let rig = Rig::new();
    rig.host("mira").await;
    let one = count_queries(&rig).unwrap();
    for name in ["jo", "selma", "tomasz", "aoife"] {
        rig.host(name).await;
    }

    let five = count_queries(&rig).unwrap();

    assert!(one > 4);
    assert_eq!(one, five);
}

fn count_queries(rig: &Rig) -> Result<usize, ServiceError> {
    let mut db = Db::open(&rig.database.url).unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { .. } = event {
            seen.fetch_add(1, Ordering::Relaxed);
        }
    });
    finding::find(&mut db, &everything(), rig.now())?;
    Ok(count.load(Ordering::Relaxed))
}

#[actix_web::test]
async fn a_team_with_a_preferred_host_keeps_host_and_filter() {
    let rig = Rig::new();
    rig.team(&["mira", "jannis"]).await;

    let (status, body) = get(&rig, "/teams/beratung/intro?host=jannis&weekday=tu").await;

    assert_eq!(status, 200);
    let slots = links(&body, "/teams/beratung/intro/book");
    assert_eq!(
        slots[0],
        "/teams/beratung/intro/book?start=2026-01-13T08:00:00Z&weekday=tu&host=jannis"
    );
    assert!(
        links(&body, "/teams/beratung/intro?")
            .contains(&"/teams/beratung/intro?weekday=tu&host=mira".to_owned())
    );
}

#[actix_web::test]
async fn a_team_page_finds_a_time_with_somebody_who_speaks_the_language() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    team.set_parts(&rig, &[(false, &[0, 1])]).await;
    speaks(&rig, &team.hosts[1], &["pl"]).await;

    let (_, all) = get(&rig, "/teams/beratung").await;
    let (_, polish) = get(&rig, "/teams/beratung?language=pl&weekday=mo").await;
    let (_, turkish) = get(&rig, "/teams/beratung?language=tr").await;

    let book = "/teams/beratung/intro/book";
    assert_eq!(
        links(&all, book)[0],
        format!("{book}?start=2026-01-08T08:00:00Z")
    );
    assert_eq!(
        links(&polish, book)[0],
        format!("{book}?start=2026-01-12T08:00:00Z&host=jannis")
    );
    assert!(links(&polish, "/@mira").is_empty() && !links(&polish, "/@jannis").is_empty());
    assert!(links(&turkish, book).is_empty());
    assert!(turkish.contains("Without it: today, 9:00"));
}

#[actix_web::test]
async fn a_host_names_ten_languages_at_the_most_and_only_real_ones() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let viewer = host.viewer.clone();
    let many: Vec<&str> = "de en tr pl fr es it nl sv da fi".split(' ').collect();

    let too_many = rig.write(move |db| spoken::set(db, &viewer, &many)).await;
    let viewer = host.viewer.clone();
    let unknown = rig
        .write(move |db| spoken::set(db, &viewer, &["de", "klingon"]))
        .await;
    speaks(&rig, &host, &["tr", "de", "tr"]).await;
    let (_, page) = get(&rig, "/@mira").await;
    let (_, json) = rig.call(TestRequest::get().uri("/api/v1/hosts/mira")).await;

    assert!(matches!(too_many, Err(ServiceError::Invalid(_))));
    assert!(matches!(unknown, Err(ServiceError::Invalid(_))));
    assert!(page.contains("Languages: German, Turkish"));
    assert!(json.contains("\"languages\":[\"de\",\"tr\"]"));
}

#[actix_web::test]
async fn teams_are_found_beside_the_coaches_they_are_made_of() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    speaks(&rig, &team.hosts[1], &["pl"]).await;

    let (_, page) = get(&rig, "/find").await;
    let (_, polish) = api(&rig, "?language=pl&weekday=mo").await;
    let (_, all) = api(&rig, "").await;

    let book = "/teams/beratung/intro/book";
    assert_eq!(
        links(&page, book)[0],
        format!("{book}?start=2026-01-08T08:00:00Z")
    );
    assert!(links(&page, "/teams/beratung").contains(&"/teams/beratung".to_owned()));
    let of_team = |json: &Value| -> Vec<Value> {
        let times = json["times"].as_array().unwrap().iter();
        times
            .filter(|time| time["team"] == "beratung")
            .cloned()
            .collect()
    };
    let (all, polish) = (of_team(&all), of_team(&polish));
    assert_eq!((all.len(), polish.len()), (3, 3));
    assert!(all[0]["handle"].is_null() && polish[0]["handle"] == "jannis");
    assert_eq!(polish[0]["start"], "2026-01-12T09:00:00+01:00");
    assert_eq!(
        polish[0]["url"],
        "http://127.0.0.1:8080/teams/beratung/intro?host=jannis"
    );
}

#[actix_web::test]
async fn times_of_a_team_found_together_are_those_found_alone() {
    let rig = Rig::new();
    let team = rig
        .team_with(&["mira", "jannis"], |form| {
            form.rules.limits.per_day = Some(2);
            form.rules.buffer_after = 15;
        })
        .await;
    for start in ["2026-01-08T09:00:00Z", "2026-01-08T11:00:00Z"] {
        rig.book(team_booking(start)).await.unwrap();
    }
    let start = at("2026-01-09T07:00:00Z");
    for (host, minutes) in team.hosts.iter().zip([100, 200]) {
        let away = Span::new(start, start + TimeDelta::minutes(minutes)).unwrap();
        let viewer = host.viewer.clone();
        rig.write(move |db| busy::create(db, &viewer, away, "elsewhere"))
            .await
            .unwrap();
    }
    for parts in [
        &[(false, [0, 1].as_slice())][..],
        &[(false, &[0]), (false, &[1])],
    ] {
        team.set_parts(&rig, parts).await;
        let now = rig.now();

        let found = rig
            .write(move |db| finding::find(db, &everything(), now))
            .await
            .unwrap();

        let of_team = found.coaches.iter().position(|it| it.name() == "Beratung");
        let place = of_team.unwrap();
        let offered = found.coaches[place].offers[0].clone();
        let wish = Wish {
            duration: 50,
            except: None,
        };
        let alone = rig
            .write(move |db| slots::next(db, &offered, wish, (now, 3), now))
            .await
            .unwrap();
        let times = found.times.iter().filter(|time| time.coach == place);
        let times: Vec<_> = times.map(|time| time.slot).collect();
        assert_eq!((times.len(), times), (3, alone));
    }
}

#[actix_web::test]
async fn offers_above_the_price_are_not_found_and_free_ones_always_are() {
    let rig = Rig::new();
    rig.host("free").await;
    let fixed = rig.host("fixed").await;
    let sliding = rig.host("sliding").await;
    set_price(&rig, &fixed, prices::fixed()).await;
    set_price(&rig, &sliding, prices::sliding()).await;
    let found = async |most: &str| -> Vec<String> {
        let (status, page) = get(&rig, &format!("/find?price={most}")).await;
        assert_eq!(status, 200, "{most}");
        let hosts = links(&page, "/@").into_iter();
        let names = hosts.filter_map(|link| Some(link.strip_prefix("/@")?.to_owned()));
        names.filter(|name| !name.contains('/')).collect()
    };

    assert_eq!(found("0").await, ["free"]);
    assert_eq!(found("44").await, ["free"]);
    // The lowest of three prices is 45: whoever needs it takes it.
    assert_eq!(found("45").await, ["free", "sliding"]);
    assert_eq!(found("69").await, ["free", "sliding"]);
    assert_eq!(found("70").await, ["fixed", "free", "sliding"]);
    assert_eq!(found("").await, ["fixed", "free", "sliding"]);
    let (_, json) = api(&rig, "?price=0").await;
    assert_eq!(json["times"].as_array().map(Vec::len), Some(3));
    for wrong in ["-1", "much", "1.5"] {
        let (status, _) = get(&rig, &format!("/find?price={wrong}")).await;
        assert_eq!(status, 422, "{wrong}");
    }
}

#[actix_web::test]
async fn a_team_page_leaves_out_what_is_above_the_price() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let (viewer, id) = (team.hosts[0].viewer.clone(), team.event_type.id.clone());
    rig.write(move |db| acts::set(db, &viewer, &id, &prices::fixed()))
        .await
        .unwrap();

    let (_, within) = get(&rig, "/teams/beratung?price=70").await;
    let (status, above) = get(&rig, "/teams/beratung?price=69").await;

    let book = "/teams/beratung/intro/book";
    assert!(!links(&within, book).is_empty());
    assert!(links(&above, book).is_empty() && status == 200);
    assert!(above.contains("Without it: today, 9:00"));
    assert!(above.contains("value=\"69\""));
}

#[actix_web::test]
async fn a_webinar_is_found_at_its_set_times_alone() {
    let rig = Rig::new();
    let host = group(&rig, webinar(2)).await;
    let (_, nothing) = get(&rig, "/find").await;
    set(&rig, &host, EVENING).await;
    rig.clock.advance(TimeDelta::minutes(5));

    let (_, found) = get(&rig, "/find").await;
    let (_, page) = get(&rig, "/@mira").await;

    let evening = [format!("{PAGE}/book?start={EVENING}")];
    assert!(links(&nothing, &format!("{PAGE}/book")).is_empty());
    assert_eq!(links(&found, &format!("{PAGE}/book")), evening);
    assert_eq!(links(&page, &format!("{PAGE}/book")), evening);
}
