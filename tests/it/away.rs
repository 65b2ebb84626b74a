//! A host cannot come, and their clients choose what becomes of their sessions.

use chrono::NaiveDate;
use serde_json::json;
use zeitgenosse::kernel::booking::{Booking, CancelledBy, Status};
use zeitgenosse::kernel::people::Username;
use zeitgenosse::kernel::policy::{Fee, Policy};
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::time_off::{self, Entry, TimeOffForm};
use zeitgenosse::service::{ServiceError, away, policy};

use crate::api::{self, with_token};
use crate::desk::{get as get_at_desk, post as post_at_desk, signed_in};
use crate::pages::{get, location, post};
use crate::policy::{MONDAY, TUESDAY, by, manage, set};
use crate::support::rig::{Host, Rig, TestTeam, at, booking, minutes, team_booking};

/// The host is away on the Monday, and everybody is told; the id of the absence.
async fn fall_ill(rig: &Rig, host: &Host) -> String {
    let (viewer, now) = (host.viewer.clone(), rig.now());
    let day = NaiveDate::from_ymd_opt(2026, 1, 12).unwrap();
    let form = TimeOffForm {
        days: Some((day, day)),
        message: "A cold.".to_owned(),
        ..TimeOffForm::default()
    };
    rig.write(move |db| {
        let Entry::Absence(absence) = time_off::create(db, &viewer, &form)? else {
            return Err(ServiceError::NotFound);
        };
        away::announce(db, &viewer, &absence.id, now)?;
        Ok(absence.id)
    })
    .await
    .unwrap()
}

async fn colleagues(rig: &Rig, token: &str) -> Vec<String> {
    let (token, now) = (token.to_owned(), rig.now());
    let choice = rig.write(move |db| away::find(db, &token, now)).await;
    let colleagues = choice.unwrap().colleagues;
    colleagues
        .into_iter()
        .map(|person| person.username.to_string())
        .collect()
}

async fn accept(rig: &Rig, token: &str, colleague: &str) -> Result<Booking, ServiceError> {
    let (token, now) = (token.to_owned(), rig.now());
    let colleague = Username::parse(colleague).unwrap();
    rig.write(move |db| away::accept(db, &token, &colleague, now))
        .await
}

/// The mails of a kind, without the breaks of long lines.
fn mails(rig: &Rig, kind: &str) -> Vec<String> {
    let mails = rig.mails().into_iter();
    mails
        .filter(|(name, _)| name.starts_with(&format!("{kind}-")))
        .map(|(_, text)| text.replace("=\r\n", ""))
        .collect()
}

/// A team of three, whose first host has a session of their own on the Monday.
async fn with_a_session(rig: &Rig) -> (TestTeam, String) {
    let team = rig.team(&["mira", "jonas", "luis"]).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    let token = manage(rig, &booked);
    (team, token)
}

#[actix_web::test]
async fn the_client_takes_a_free_colleague_and_everybody_is_told() {
    let rig = Rig::new();
    let (team, token) = with_a_session(&rig).await;
    // Luis has somebody else at that time.
    rig.book(booking("luis", MONDAY)).await.unwrap();
    rig.run_jobs().await.unwrap();
    fall_ill(&rig, &team.hosts[0]).await;
    rig.run_jobs().await.unwrap();
    let asked = mails(&rig, "away-offer");

    let (_, page) = get(&rig, &format!("/b/{token}/instead")).await;
    let answer = post(
        &rig,
        &format!("/b/{token}/instead"),
        &[("colleague", "jonas")],
    )
    .await;
    rig.run_jobs().await.unwrap();

    assert_eq!(asked.len(), 1);
    assert!(asked[0].contains("A cold.") && asked[0].contains(&format!("/b/{token}/instead")));
    assert!(
        page.contains("jonas") && !page.contains("value=\"luis\""),
        "{page}"
    );
    assert_eq!(location(&answer), format!("/b/{token}"));
    assert_eq!(mails(&rig, "away-taken").len(), 1);
    let told = mails(&rig, "mail").into_iter();
    let told: Vec<String> = told.filter(|mail| mail.contains("SEQUENCE:1")).collect();
    for reader in ["thea@post.example", "jonas@"] {
        let is_told = |mail: &String| mail.contains(&format!("<{reader}")) || mail.contains(reader);
        assert!(told.iter().any(is_told), "{reader}");
    }
    let (status, _) = get(&rig, &format!("/b/{token}/instead")).await;
    assert_eq!(status, 404);
    // The time of the one who was ill is theirs again, the other's is taken.
    assert!(matches!(
        rig.book(by("jo@post.example", MONDAY)).await,
        Err(ServiceError::Refused(_))
    ));
    assert!(matches!(
        rig.book(booking("jonas", MONDAY)).await,
        Err(ServiceError::Refused(Refusal::Taken))
    ));
}

#[actix_web::test]
async fn a_session_that_was_handed_over_is_moved_and_called_off_with_its_new_host() {
    let rig = Rig::new();
    let (team, token) = with_a_session(&rig).await;
    fall_ill(&rig, &team.hosts[0]).await;
    accept(&rig, &token, "jonas").await.unwrap();
    let jonas = team.hosts[1].viewer.clone();
    // The time is free for Mira and not for Jonas.
    let start = at(TUESDAY);
    rig.book(booking("jonas", TUESDAY)).await.unwrap();

    let (link, now) = (token.clone(), rig.now());
    let moved = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&link), None, start, now))
        .await;
    let (link, id) = (token.clone(), jonas.person.id.clone());
    let view = rig
        .write(move |db| bookings::find_managed(db, &link))
        .await
        .unwrap();
    let booking_id = view.booking.id.clone();
    let cancelled = rig
        .write(move |db| bookings::cancel(db, &By::Host(&jonas), Some(&booking_id), "", now))
        .await
        .unwrap();

    assert!(matches!(moved, Err(ServiceError::Refused(Refusal::Taken))));
    assert_eq!((&view.host.id, &view.booking.host_id), (&id, &id));
    assert!(matches!(
        cancelled.life.status,
        Status::Cancelled {
            by: CancelledBy::Host,
            ..
        }
    ));
    rig.book(booking("jonas", MONDAY)).await.unwrap();
}

#[actix_web::test]
async fn two_clients_who_want_the_same_colleague_do_not_both_get_them() {
    let rig = Rig::new();
    let (team, token) = with_a_session(&rig).await;
    let mut other = booking("luis", MONDAY);
    other.email = "jo@post.example".to_owned();
    let other = rig.book(other).await.unwrap();
    let other = manage(&rig, &other);
    fall_ill(&rig, &team.hosts[0]).await;
    fall_ill(&rig, &team.hosts[2]).await;

    let both =
        futures_util::future::join(accept(&rig, &token, "jonas"), accept(&rig, &other, "jonas"))
            .await;

    let results = [both.0, both.1];
    assert_eq!(
        results.iter().filter(|it| it.is_ok()).count(),
        1,
        "{results:?}"
    );
}

#[actix_web::test]
async fn whoever_is_asked_moves_and_calls_off_for_nothing_whatever_was_agreed() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let strict = Policy {
        free_until: 7 * 24 * 60,
        fee: Fee::Percent(100),
        most_moves: Some(0),
        ..Policy::default()
    };
    set(&rig, &host, strict).await;
    let mut tokens = Vec::new();
    for start in [MONDAY, "2026-01-12T10:00:00Z", "2026-01-12T11:00:00Z"] {
        tokens.push(manage(
            &rig,
            &rig.book(booking("mira", start)).await.unwrap(),
        ));
    }
    rig.clock.advance(at(MONDAY) - minutes(60) - rig.now());
    fall_ill(&rig, &host).await;
    let now = rig.now();
    let (cancels, moves, waits) = (tokens[0].clone(), tokens[1].clone(), tokens[2].clone());

    let cancelled = rig
        .write(move |db| bookings::cancel(db, &By::Link(&cancels), None, "", now))
        .await
        .unwrap();
    let later = at(TUESDAY) + minutes(24 * 60);
    let moved = rig
        .write(move |db| bookings::reschedule(db, &By::Link(&moves), None, later, now))
        .await;
    let agreed = rig
        .write(move |db| policy::of_booking(db, &cancelled.id))
        .await
        .unwrap();

    assert_eq!((agreed.late_at, agreed.price), (None, None));
    assert_eq!(moved.unwrap().life.span.start(), later);
    // Who has not answered still has their session.
    let (_, page) = get(&rig, &format!("/b/{waits}")).await;
    assert!(page.contains(&format!("/b/{waits}/instead")));
}

#[actix_web::test]
async fn a_team_s_session_goes_to_one_of_the_same_part_and_is_charged_to_them() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas", "luis"]).await;
    team.set_parts(&rig, &[(false, &[0, 1]), (false, &[2])])
        .await;
    let booked = rig.book(team_booking(MONDAY)).await.unwrap();
    let (chosen, other) = match booked.host.username.as_str() {
        "mira" => (0, 1),
        _ => (1, 0),
    };
    let token = manage(&rig, &booked);
    fall_ill(&rig, &team.hosts[chosen]).await;

    let free = colleagues(&rig, &token).await;
    let name = team.hosts[other].viewer.person.username.to_string();
    let booking = accept(&rig, &token, &name).await.unwrap();
    let id = team.team.id.clone();
    let balances = rig
        .write(move |db| zeitgenosse::store::fairness::balances(db, &id).map_err(Into::into))
        .await
        .unwrap();

    assert_eq!(free, [name]);
    let ids = team.ids();
    assert_eq!(booking.host_ids(), [ids[other].as_str(), ids[2].as_str()]);
    assert!(balances[&ids[chosen]].balance > 0 && balances[&ids[other]].balance < 0);
    assert_eq!(
        balances.values().map(|it| it.balance).sum::<i64>(),
        0,
        "what one is owed another owes"
    );
}

#[actix_web::test]
async fn a_host_who_is_back_tells_those_who_have_not_chosen() {
    let rig = Rig::new();
    let (team, token) = with_a_session(&rig).await;
    let absence = fall_ill(&rig, &team.hosts[0]).await;
    rig.run_jobs().await.unwrap();
    let cookie = signed_in(&rig, &team.hosts[0].viewer).await;
    let (_, desk) = get_at_desk(&rig, "/desk/time-off", &cookie).await;

    let path = format!("/desk/time-off/{absence}/remove");
    post_at_desk(&rig, &path, &[], &cookie).await;
    rig.run_jobs().await.unwrap();

    assert!(desk.contains("noch keine Antwort"));
    let told = mails(&rig, "away-over");
    assert!(told.len() == 1 && told[0].contains("takes place"));
    let (status, _) = get(&rig, &format!("/b/{token}/instead")).await;
    assert_eq!(status, 404);
}

#[actix_web::test]
async fn the_api_tells_everybody_concerned_once() {
    let rig = Rig::new();
    let (team, token) = with_a_session(&rig).await;
    rig.run_jobs().await.unwrap();
    let body = json!({"first_day": "2026-01-12", "tell_clients": true});

    let request = api::post("/api/v1/me/time-off", &body);
    let (status, made) = api::ask(&rig, with_token(&team.hosts[0], request)).await;
    rig.run_jobs().await.unwrap();
    let viewer = team.hosts[0].viewer.clone();
    let (id, now) = (made["id"].as_str().unwrap().to_owned(), rig.now());
    let again = rig
        .write(move |db| away::announce(db, &viewer, &id, now))
        .await
        .unwrap();

    assert_eq!((status, again), (201, 0));
    assert_eq!(mails(&rig, "away-offer").len(), 1);
    assert_eq!(colleagues(&rig, &token).await, ["jonas", "luis"]);
}
