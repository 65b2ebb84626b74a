//! Keeping a time while the form is filled in.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::policy::PolicyRefusal;
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::bookings::{Wishes, holds};
use zeitgenosse::service::slots::Place;

use super::{MONDAY, TUESDAY, by, refusal};
use crate::pages::{get, hidden, location, post, read};
use crate::support::rig::{Rig, at, booking, minutes, team_booking};

const FORM: &str = "/@mira/first-session/book";
const HOLD: &str = "/@mira/first-session/hold";

async fn hold(rig: &Rig, place: Place, start: &str) -> Result<holds::Held, ServiceError> {
    let (start, now) = (at(start), rig.now());
    rig.write(move |db| holds::hold(db, &place, (start, None), None, now))
        .await
}

fn place() -> Place {
    booking("mira", MONDAY).place
}

async fn renew(rig: &Rig, token: &str) -> Result<holds::Hold, ServiceError> {
    let (token, now) = (token.to_owned(), rig.now());
    rig.write(move |db| holds::renew(db, &place(), &token, now))
        .await
}

fn with(token: &str, start: &str) -> zeitgenosse::service::bookings::NewBooking {
    zeitgenosse::service::bookings::NewBooking {
        wishes: Wishes {
            hold: Some(token.to_owned()),
            ..Wishes::default()
        },
        ..booking("mira", start)
    }
}

#[actix_web::test]
async fn a_time_that_is_held_is_taken_for_others_and_free_for_its_client() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();

    let other = rig.book(booking("mira", MONDAY)).await;
    let second = hold(&rig, place(), MONDAY).await;
    let own = rig.book(with(&held.token, MONDAY)).await;

    assert!(matches!(other, Err(ServiceError::Refused(Refusal::Taken))));
    assert!(matches!(second, Err(ServiceError::Refused(Refusal::Taken))));
    assert!(own.is_ok());
    assert!(renew(&rig, &held.token).await.is_err());
}

#[actix_web::test]
async fn of_two_visitors_who_hold_at_once_one_gets_the_time() {
    let rig = Rig::new();
    rig.host("mira").await;

    let (one, two) =
        futures_util::future::join(hold(&rig, place(), MONDAY), hold(&rig, place(), MONDAY)).await;

    assert!(one.is_ok() != two.is_ok());
}

#[actix_web::test]
async fn a_hold_runs_out_by_itself_and_leaves_nothing() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();

    rig.clock.advance(minutes(10));
    assert!(rig.book(by("jo@post.example", MONDAY)).await.is_ok());
    assert_eq!(
        refusal(renew(&rig, &held.token).await),
        Some(PolicyRefusal::HoldGone)
    );
    rig.run_jobs().await.unwrap();

    let token = held.token.clone();
    let found = rig
        .write(move |db| holds::find(db, &token, at("2026-01-08T08:00:00Z")))
        .await;
    assert_eq!(refusal(found), Some(PolicyRefusal::HoldGone));
}

#[actix_web::test]
async fn a_hold_is_renewed_eleven_times_and_no_more() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();

    for _ in 0..11 {
        rig.clock.advance(minutes(9));
        rig.run_jobs().await.unwrap();
        assert_eq!(
            renew(&rig, &held.token).await.unwrap().expires_at,
            rig.now() + minutes(10)
        );
    }

    assert_eq!(
        refusal(renew(&rig, &held.token).await),
        Some(PolicyRefusal::HoldRenewedOften)
    );
    assert!(rig.book(by("jo@post.example", MONDAY)).await.is_err());
    rig.clock.advance(minutes(10));
    rig.run_jobs().await.unwrap();
    assert!(rig.book(by("jo@post.example", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn five_times_of_a_host_are_held_and_the_sixth_is_refused_until_one_ends() {
    let rig = Rig::new();
    rig.host("mira").await;
    for day in 12..17 {
        hold(&rig, place(), &format!("2026-01-{day}T09:00:00Z"))
            .await
            .unwrap();
    }

    let sixth = hold(&rig, place(), "2026-01-19T09:00:00Z").await;
    rig.clock.advance(minutes(11));
    let later = hold(&rig, place(), "2026-01-19T09:00:00Z").await;

    assert_eq!(refusal(sixth), Some(PolicyRefusal::TooManyHolds));
    assert!(later.is_ok());
}

#[actix_web::test]
async fn booking_another_time_gives_the_held_one_back() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();

    rig.book(with(&held.token, TUESDAY)).await.unwrap();

    assert!(rig.book(by("jo@post.example", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn holding_another_time_gives_the_first_back() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();
    let (now, token) = (rig.now(), held.token.clone());

    rig.write(move |db| holds::hold(db, &place(), (at(TUESDAY), None), Some(&token), now))
        .await
        .unwrap();

    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn a_hold_never_outlives_the_notice_so_that_what_is_held_can_be_booked() {
    let rig = Rig::new();
    rig.host("mira").await;
    // 12 hours of notice end at 20:30 the evening before.
    rig.clock.advance(minutes(3 * 24 * 60 + 12 * 60 + 55));

    let held = hold(&rig, place(), MONDAY).await.unwrap();

    assert_eq!(held.hold.expires_at, at("2026-01-11T21:00:00Z"));
    rig.clock.advance(minutes(4));
    assert!(rig.book(with(&held.token, MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn a_hold_across_the_change_of_clocks_lasts_ten_minutes() {
    let rig = Rig::new();
    rig.host("mira").await;
    // Ten minutes before the clocks in Berlin go forward.
    rig.clock.advance(at("2026-03-29T00:55:00Z") - rig.now());

    let held = hold(&rig, place(), "2026-03-30T08:00:00Z").await.unwrap();

    assert_eq!(held.hold.expires_at, at("2026-03-29T01:05:00Z"));
    rig.clock.advance(minutes(9));
    assert!(
        rig.book(with(&held.token, "2026-03-30T08:00:00Z"))
            .await
            .is_ok()
    );
}

#[actix_web::test]
async fn a_hold_of_a_collective_takes_the_time_of_every_host() {
    let rig = Rig::new();
    let team = rig.team(&["ana", "ben"]).await;
    team.set_parts(&rig, &[(false, &[0]), (false, &[1])]).await;
    let wish = team_booking(MONDAY);

    let held = hold(&rig, wish.place.clone(), MONDAY).await.unwrap();

    let other = rig.book(team_booking(MONDAY)).await;
    assert!(matches!(other, Err(ServiceError::Refused(Refusal::Taken))));
    let own = zeitgenosse::service::bookings::NewBooking {
        wishes: Wishes {
            hold: Some(held.token),
            ..Wishes::default()
        },
        ..wish
    };
    let booked = rig.book(own).await.unwrap().booking;
    assert_eq!(booked.host_ids().len(), 2);
}

#[actix_web::test]
async fn without_a_script_a_client_holds_renews_with_what_they_typed_and_books() {
    let rig = Rig::new();
    rig.host("mira").await;
    let (_, form) = get(&rig, &format!("{FORM}?start={MONDAY}")).await;
    assert!(form.contains("Hold this time for ten minutes"));

    let answer = post(&rig, HOLD, &[("start", MONDAY), ("zone", "Europe/Berlin")]).await;
    assert_eq!(answer.status(), 303);
    let (status, held) = get(&rig, &location(&answer)).await;
    let token = hidden(&held, "hold").unwrap();
    assert_eq!(status, 200);
    assert!(
        held.contains("<time datetime=\"2026-01-08T08:10:00Z\">"),
        "{held}"
    );

    rig.clock.advance(minutes(8));
    let typed = [
        ("start", MONDAY),
        ("zone", "Europe/Berlin"),
        ("hold", &token),
        ("name", "Thea Behrend"),
        ("email", "thea@post.example"),
    ];
    let renewal = [&typed[..], &[("do", "renew")]].concat();
    let (status, renewed) = read(post(&rig, HOLD, &renewal).await).await;
    assert_eq!(status, 200);
    assert!(renewed.contains("<time datetime=\"2026-01-08T08:18:00Z\">"));
    assert!(renewed.contains("value=\"thea@post.example\""));

    assert_eq!(post(&rig, FORM, &typed).await.status(), 303);
}

#[actix_web::test]
async fn who_wants_another_time_gives_theirs_back_at_once() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();
    let fields = [("start", MONDAY), ("hold", &held.token), ("do", "release")];

    let answer = post(&rig, HOLD, &fields).await;

    assert_eq!(location(&answer), "/@mira/first-session");
    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn who_typed_too_long_is_told_so_and_keeps_what_they_typed() {
    let rig = Rig::new();
    rig.host("mira").await;
    let held = hold(&rig, place(), MONDAY).await.unwrap();
    rig.clock.advance(minutes(11));
    let (status, lapsed) = get(&rig, &format!("{FORM}?start={MONDAY}&hold={}", held.token)).await;
    assert!(status == 200 && lapsed.contains("The time is still free."));
    rig.book(by("jo@post.example", MONDAY)).await.unwrap();
    let typed = [
        ("start", MONDAY),
        ("zone", "Europe/Berlin"),
        ("hold", &held.token),
        ("name", "Thea Behrend"),
        ("email", "thea@post.example"),
    ];

    let (status, body) = read(post(&rig, FORM, &typed).await).await;

    assert_eq!(status, 409);
    assert!(body.contains("The ten minutes are over, and this time has been taken meanwhile."));
    assert!(body.contains("type=\"radio\" name=\"start\" value=\"2026-01-12T08:00:00Z\""));
    assert!(body.contains("value=\"thea@post.example\""));
}

#[actix_web::test]
async fn programs_hold_renew_book_and_give_back() {
    let rig = Rig::new();
    rig.host("mira").await;
    let path = "/api/v1/hosts/mira/event-types/first-session/holds";
    let body = serde_json::json!({"start": MONDAY});
    let ask = TestRequest::post().uri(path).set_json(&body);
    let (status, held) = rig.call(ask).await;
    let held: serde_json::Value = serde_json::from_str(&held).unwrap();
    let token = held["token"].as_str().unwrap();
    assert_eq!(
        (status, held["until"].as_str()),
        (201, Some("2026-01-08T08:10:00Z"))
    );

    let (status, taken) = rig
        .call(TestRequest::post().uri(path).set_json(&body))
        .await;
    assert!(status == 409 && taken.contains("slot-taken"));
    rig.clock.advance(minutes(5));
    let one = format!("{path}/{token}");
    let (status, renewed) = rig.call(TestRequest::put().uri(&one)).await;
    assert!(
        status == 200 && renewed.contains("2026-01-08T08:15:00Z"),
        "{renewed}"
    );
    let (status, _) = rig.call(TestRequest::delete().uri(&one)).await;
    assert_eq!(status, 204);
    let (status, gone) = rig.call(TestRequest::put().uri(&one)).await;
    assert!(status == 409 && gone.contains("hold-gone"));
}
