//! Sessions of several hosts: who holds them, and how they are shared out.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use zeitgenosse::kernel::fairness::WHOLE;
use zeitgenosse::kernel::people::Username;
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, By, NewBooking};
use zeitgenosse::service::slots::{self, Wish};
use zeitgenosse::service::teams::{self, Kind};
use zeitgenosse::service::{ServiceError, busy};
use zeitgenosse::store::links::Purpose;
use zeitgenosse::store::{self};

use crate::support::rig::{Rig, TestTeam, at, booking, minutes, team_booking};

/// Monday, 12 January 2026, 9:00 in Berlin.
const MONDAY: &str = "2026-01-12T08:00:00Z";

/// The starts of the team's slots on that Monday.
async fn starts(rig: &Rig, new: NewBooking) -> Vec<String> {
    let now = rig.now();
    let wish = Wish {
        duration: 50,
        except: None,
    };
    let day = zeitgenosse::kernel::span::Span::new(at(MONDAY), at(MONDAY) + TimeDelta::hours(12));
    rig.write(move |db| {
        let offered = slots::offered(db, &new.place)?;
        slots::in_range(db, &offered, wish, day.unwrap(), now)
    })
    .await
    .unwrap()
    .iter()
    .map(|slot| slot.span.start().format("%H:%M").to_string())
    .collect()
}

/// Keeps a host of the team away on that Monday for some minutes after so many.
async fn keep_away(rig: &Rig, team: &TestTeam, place: usize, (after, length): (i64, i64)) {
    let viewer = team.hosts[place].viewer.clone();
    let start = at(MONDAY) + minutes(after);
    let span = zeitgenosse::kernel::span::Span::new(start, start + minutes(length)).unwrap();
    rig.write(move |db| busy::create(db, &viewer, span, "elsewhere"))
        .await
        .unwrap();
}

async fn ledger(rig: &Rig, team: &TestTeam) -> HashMap<String, teams::Balance> {
    let (viewer, id) = (team.hosts[1].viewer.clone(), team.team.id.clone());
    let ledger = rig
        .write(move |db| teams::ledger(db, &viewer, &id, (0, 100)))
        .await
        .unwrap();
    ledger.balances
}

#[actix_web::test]
async fn sessions_of_a_round_robin_go_by_turns() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis", "selma"]).await;

    let mut counts: HashMap<String, usize> = HashMap::new();
    for hour in 8..14 {
        let new = team_booking(&format!("2026-01-12T{hour:02}:00:00Z"));
        let booked = rig.book(new).await.unwrap();
        *counts.entry(booked.host.username.to_string()).or_default() += 1;
    }

    assert_eq!(counts.len(), 3);
    assert!(counts.values().all(|count| *count == 2), "{counts:?}");
    let balances = ledger(&rig, &team).await;
    assert!(
        balances
            .values()
            .all(|b| b.balance.abs() < 100 && b.taken == 2 && b.asked == 6)
    );
}

#[actix_web::test]
async fn one_time_can_be_booked_as_often_as_hosts_are_free() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;

    let first = rig.book(team_booking(MONDAY)).await.unwrap().host;
    let second = rig.book(team_booking(MONDAY)).await.unwrap().host;
    let third = rig.book(team_booking(MONDAY)).await;

    assert_ne!(first.id, second.id);
    assert!(matches!(third, Err(ServiceError::Refused(Refusal::Taken))));
    assert_eq!(team.ids().len(), 2);
}

#[actix_web::test]
async fn a_client_gets_the_host_they_prefer() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    keep_away(&rig, &team, 1, (0, 120)).await;
    let mut wish = team_booking("2026-01-12T10:00:00Z");
    wish.place.wish = Some(Username::parse("jannis").unwrap());

    let free = starts(&rig, wish.clone()).await;
    let booked = rig.book(wish.clone()).await.unwrap();
    wish.start = at(MONDAY);
    let taken = rig.book(wish.clone()).await;
    wish.place.wish = Some(Username::parse("nobody").unwrap());
    let nobody = rig.book(wish).await;

    assert_eq!(free.first().map(String::as_str), Some("10:00"));
    assert_eq!(booked.host.username.as_str(), "jannis");
    assert!(matches!(taken, Err(ServiceError::Refused(Refusal::Taken))));
    assert!(matches!(nobody, Err(ServiceError::NotFound)));
    let balances = ledger(&rig, &team).await;
    assert_eq!(balances[&team.ids()[1]].balance, -WHOLE / 2);
}

#[actix_web::test]
async fn a_collective_session_takes_the_time_of_all() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis", "selma"]).await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1])]).await;
    keep_away(&rig, &team, 1, (0, 60)).await;

    let free = starts(&rig, team_booking(MONDAY)).await;
    let booked = rig
        .book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let alone = rig.book(booking("jannis", "2026-01-12T09:00:00Z")).await;
    rig.book(booking("selma", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();

    assert_eq!(free.first().map(String::as_str), Some("09:00"));
    assert_eq!(booked.booking.host_ids(), [&team.ids()[0], &team.ids()[1]]);
    assert!(matches!(alone, Err(ServiceError::Refused(Refusal::Taken))));
}

#[actix_web::test]
async fn everybody_who_holds_a_session_is_told_and_sees_it() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1])]).await;

    let id = rig.book(team_booking(MONDAY)).await.unwrap().booking.id;
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 3);
    for address in [
        "mira@coop.example",
        "jannis@coop.example",
        "thea@post.example",
    ] {
        let to = "To: ";
        let is_told = |(_, mail): &(String, String)| {
            mail.lines()
                .any(|line| line.starts_with(to) && line.contains(address))
        };
        assert!(mails.iter().any(is_told), "{address}");
    }
    let viewer = team.hosts[1].viewer.clone();
    let view = rig
        .write(move |db| bookings::find_own(db, &viewer, &id))
        .await
        .unwrap();
    assert_eq!(view.co_hosts.len(), 1);
}

#[actix_web::test]
async fn an_optional_host_comes_if_they_are_free() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    team.set_parts(&rig, &[(false, &[0]), (true, &[1])]).await;
    keep_away(&rig, &team, 1, (0, 60)).await;

    let without = rig.book(team_booking(MONDAY)).await.unwrap().booking;
    let with = rig
        .book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap()
        .booking;

    assert!(without.co_host_ids.is_empty());
    assert_eq!(with.co_host_ids, [team.ids()[1].clone()]);
}

#[actix_web::test]
async fn one_of_each_group_is_needed() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis", "selma"]).await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1, 2])])
        .await;
    keep_away(&rig, &team, 1, (0, 60)).await;
    keep_away(&rig, &team, 2, (30, 90)).await;

    let free = starts(&rig, team_booking(MONDAY)).await;

    // At 8:00 neither of the two is there for the whole session; at 9:00 jannis is.
    assert_eq!(free.first().map(String::as_str), Some("09:00"));
}

#[actix_web::test]
async fn of_32_clients_who_want_two_hosts_exactly_two_get_one() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let now = rig.now();

    let clients = (0..32).map(|number| {
        let (store, links) = (rig.state.store.clone(), Arc::clone(&rig.state.links));
        actix_web::rt::spawn(async move {
            // Some want the team, some one of its hosts.
            let new = match number % 3 {
                0 => booking("jannis", MONDAY),
                _ => team_booking(MONDAY),
            };
            store
                .write(move |db| bookings::book(db, &links, &new, now))
                .await
        })
    });
    let mut winners = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        match client.await.unwrap() {
            Ok(booked) => winners.push(booked.host.id),
            Err(error) => assert!(matches!(error, ServiceError::Refused(Refusal::Taken))),
        }
    }

    winners.sort();
    let mut hosts = team.ids();
    hosts.sort();
    assert_eq!(winners, hosts);
}

#[actix_web::test]
async fn a_session_that_moves_keeps_its_host() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let booked = rig.book(team_booking(MONDAY)).await.unwrap();
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    let taken = at("2026-01-12T09:00:00Z");
    let host = booked.host.username.clone();
    rig.book(booking(host.as_str(), "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let now = rig.now();

    let link = token.clone();
    let refused = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&link), None, taken, now))
        .await;
    let later = at("2026-01-12T10:30:00Z");
    let moved = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&token), None, later, now))
        .await
        .unwrap();

    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::Taken))
    ));
    assert_eq!(moved.host_id, booked.host.id);
    assert_eq!(team.hosts.len(), 2);
}

#[actix_web::test]
async fn what_a_client_calls_off_is_as_if_it_had_not_been_given_out() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let booked = rig.book(team_booking(MONDAY)).await.unwrap();
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    let now = rig.now();

    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
    let after = ledger(&rig, &team).await;

    assert!(after.values().all(|balance| balance.balance == 0));
}

#[actix_web::test]
async fn a_session_that_its_host_calls_off_counts_as_theirs() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let booked = rig.book(team_booking(MONDAY)).await.unwrap();
    let viewer = zeitgenosse::service::Viewer {
        person: booked.host.clone(),
    };
    let (id, now) = (booked.booking.id.clone(), rig.now());

    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();
    let after = ledger(&rig, &team).await;

    assert_eq!(after[&booked.host.id].balance, -WHOLE / 2);
    assert_eq!(after[&booked.host.id].declined, 1);
}

#[actix_web::test]
async fn balances_are_the_sums_of_the_entries_and_the_decision_can_be_repeated() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis", "selma"]).await;
    keep_away(&rig, &team, 2, (0, 120)).await;
    for hour in 8..13 {
        rig.book(team_booking(&format!("2026-01-12T{hour:02}:00:00Z")))
            .await
            .unwrap();
    }
    let last = rig
        .book(team_booking("2026-01-12T13:00:00Z"))
        .await
        .unwrap();
    let (viewer, id) = (team.hosts[2].viewer.clone(), team.team.id.clone());

    let booking_id = last.booking.id.clone();
    let (decision, _) = rig
        .write(move |db| teams::decision(db, &viewer, &id, &booking_id))
        .await
        .unwrap();
    let balances = ledger(&rig, &team).await;

    assert_eq!(decision.iter().filter(|e| e.kind == Kind::Asked).count(), 3);
    let taken = decision.iter().find(|e| e.kind == Kind::Taken).unwrap();
    assert_eq!(taken.person_id, last.host.id);
    assert_eq!(decision.iter().map(|entry| entry.change).sum::<i64>(), 0);
    assert_eq!(balances.values().map(|b| b.balance).sum::<i64>(), 0);
    assert_eq!(balances.values().map(|b| b.taken).sum::<u32>(), 6);
}

#[actix_web::test]
async fn somebody_who_leaves_keeps_what_they_agreed_to() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let mut wish = team_booking(MONDAY);
    wish.place.wish = Some(Username::parse("jannis").unwrap());
    let booked = rig.book(wish).await.unwrap();
    let (lead, id) = (team.hosts[0].viewer.clone(), team.team.id.clone());
    let jannis = Username::parse("jannis").unwrap();

    rig.write(move |db| teams::remove_member(db, &lead, &id, &jannis))
        .await
        .unwrap();
    let next = rig
        .book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let again = rig.book(team_booking("2026-01-12T09:00:00Z")).await;

    let (viewer, booking_id) = (team.hosts[1].viewer.clone(), booked.booking.id.clone());
    let kept = rig
        .write(move |db| bookings::find_own(db, &viewer, &booking_id))
        .await
        .unwrap();
    assert_eq!(kept.booking.life, booked.booking.life);
    assert_eq!(next.host.username.as_str(), "mira");
    assert!(matches!(again, Err(ServiceError::Refused(Refusal::Taken))));
}

#[actix_web::test]
async fn limits_of_a_team_count_sessions_and_not_hosts() {
    let rig = Rig::new();
    let team = rig
        .team_with(&["mira", "jannis"], |form| {
            form.rules.limits.per_day = Some(2)
        })
        .await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1])]).await;

    rig.book(team_booking(MONDAY)).await.unwrap();
    rig.book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let third = rig.book(team_booking("2026-01-12T10:00:00Z")).await;

    assert!(matches!(
        third,
        Err(ServiceError::Refused(Refusal::LimitPerDay))
    ));
}

#[actix_web::test]
async fn a_team_always_has_somebody_who_leads_it() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let (lead, id) = (team.hosts[0].viewer.clone(), team.team.id.clone());
    let mira = lead.person.username.clone();

    let left = rig
        .write(move |db| teams::remove_member(db, &lead, &id, &mira))
        .await;

    assert!(matches!(left, Err(ServiceError::Invalid(errors)) if errors[0].code == "last-lead"));
}

#[actix_web::test]
async fn members_may_read_and_only_leads_may_change() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jannis"]).await;
    let stranger = rig.host("selma").await.viewer;
    let member = team.hosts[1].viewer.clone();
    let (id, event_type) = (team.team.id.clone(), team.event_type.id.clone());

    let refused = rig
        .write(move |db| {
            let part = teams::parts(db, &event_type)?;
            Ok((
                teams::set_parts(db, &member, &event_type, &part).unwrap_err(),
                teams::ledger(db, &stranger, &id, (0, 10)).unwrap_err(),
            ))
        })
        .await
        .unwrap();

    assert!(matches!(refused.0, ServiceError::Forbidden));
    assert!(matches!(refused.1, ServiceError::NotFound));
}

#[actix_web::test]
async fn a_team_of_500_hosts_is_answered() {
    let rig = Rig::new();
    let team = rig.team(&["mira"]).await;
    let (team_id, event_type, now) = (team.team.id.clone(), team.event_type.id.clone(), rig.now());
    rig.write(move |db| {
        let mut part = zeitgenosse::kernel::team::Part::default();
        for number in 0..500 {
            let person = zeitgenosse::service::hosts::add(
                db,
                &zeitgenosse::service::hosts::NewPerson {
                    username: format!("host{number}"),
                    name: format!("Host {number}"),
                    email: format!("host{number}@coop.example"),
                    zone: "Europe/Berlin".to_owned(),
                    ..Default::default()
                },
                now,
            )?;
            let viewer = zeitgenosse::service::Viewer { person };
            zeitgenosse::service::schedules::create_usual(db, &viewer, "Usual")?;
            let membership = zeitgenosse::kernel::team::Membership {
                team_id: team_id.clone(),
                person_id: viewer.person.id.clone(),
                role: zeitgenosse::kernel::team::Role::Member,
                weight: 1,
            };
            store::teams::set_membership(db, &membership, now)?;
            part.host_ids.push(viewer.person.id);
        }
        Ok(store::teams::replace_parts(db, &event_type, &[part])?)
    })
    .await
    .unwrap();

    let free = starts(&rig, team_booking(MONDAY)).await;
    let booked = rig.book(team_booking(MONDAY)).await.unwrap();

    assert_eq!(free.first().map(String::as_str), Some("08:00"));
    assert!(booked.host.username.as_str().starts_with("host"));
}

mod by_api {
    //! The same as programs meet it.

    use actix_web::test::TestRequest;
    use serde_json::json;

    use crate::api::{ask, get, post, with_token};
    use crate::support::rig::Rig;

    #[actix_web::test]
    async fn a_team_is_read_booked_and_its_ledger_too() {
        let rig = Rig::new();
        let team = rig.team(&["mira", "jannis"]).await;
        let slots = "/api/v1/teams/beratung/event-types/intro/slots?from=2026-01-12&to=2026-01-12";
        let wish = json!({"start": "2026-01-12T09:00:00Z", "name": "Thea Behrend",
            "email": "thea@post.example", "zone": "Europe/Lisbon", "host": "jannis"});

        let (found, dto) = ask(&rig, get("/api/v1/teams/beratung")).await;
        let (_, offers) = ask(&rig, get("/api/v1/teams/beratung/event-types")).await;
        let (_, free) = ask(&rig, get(slots)).await;
        let (booked, booking) = ask(
            &rig,
            post("/api/v1/teams/beratung/event-types/intro/bookings", &wish),
        )
        .await;
        let path = format!("/api/v1/me/teams/{}/ledger", team.team.id);
        let (_, ledger) = ask(&rig, with_token(&team.hosts[1], get(&path))).await;

        assert_eq!((found, booked), (200, 201));
        assert_eq!(dto["members"][0]["handle"], "jannis");
        assert_eq!(offers["items"][0]["slug"], "intro");
        assert!(free["slots"].as_array().unwrap().len() > 5);
        assert!(booking["manage_url"].is_string());
        assert_eq!(ledger["entries"][0]["reason"], "wish");
        assert_eq!(ledger["members"][0]["balance"], -0.5);
    }

    #[actix_web::test]
    async fn parts_are_set_by_the_names_of_hosts() {
        let rig = Rig::new();
        let team = rig.team(&["mira", "jannis", "selma"]).await;
        let path = format!("/api/v1/me/event-types/{}/parts", team.event_type.id);
        let put = |body: serde_json::Value| {
            let request = TestRequest::put().uri(&path).set_json(body);
            with_token(&team.hosts[0], request)
        };

        let wanted = json!([{"optional": false, "hosts": ["mira"]},
            {"optional": true, "hosts": ["jannis"]}]);
        let (set, _) = ask(&rig, put(wanted.clone())).await;
        let (_, parts) = ask(&rig, with_token(&team.hosts[0], get(&path))).await;
        let (nobody, _) = ask(&rig, put(json!([{"hosts": ["nobody"]}]))).await;
        let (twice, _) = ask(&rig, put(json!([{"hosts": ["mira"]}, {"hosts": ["mira"]}]))).await;
        let (empty, _) = ask(&rig, put(json!([]))).await;
        let (member, _) = ask(
            &rig,
            with_token(
                &team.hosts[1],
                TestRequest::put().uri(&path).set_json(json!([])),
            ),
        )
        .await;

        assert_eq!(set, 204);
        assert_eq!(parts, wanted);
        assert_eq!((nobody, twice, empty, member), (422, 422, 422, 403));
    }
}

#[actix_web::test]
async fn the_api_says_how_the_sessions_of_an_event_type_are_shared_out() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas", "luis"]).await;
    let said = async |path: &str| {
        let (_, body) = rig.call(TestRequest::get().uri(path)).await;
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let one = body["items"].as_array().map_or(&body, |items| &items[0]);
        one["assignment"].as_str().unwrap().to_owned()
    };
    let (one, all) = (
        "/api/v1/teams/beratung/event-types/intro",
        "/api/v1/teams/beratung/event-types",
    );

    let alone = said("/api/v1/hosts/mira/event-types/first-session").await;
    let by_turns = said(one).await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1]), (true, &[2])])
        .await;
    let together = said(all).await;
    team.set_parts(&rig, &[(false, &[0, 1]), (false, &[2])])
        .await;
    let of_groups = said(one).await;

    assert_eq!(
        [alone, by_turns, together, of_groups],
        ["single", "round_robin", "collective", "groups"]
    );
}
