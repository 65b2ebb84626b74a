//! What was agreed: fees, moves, how often somebody books, who does not come.

use zeitgenosse::kernel::booking::Status;
use zeitgenosse::kernel::policy::{Due, Fee, Policy, PolicyRefusal};
use zeitgenosse::service::bookings::{self, By, NewBooking};
use zeitgenosse::service::{ServiceError, blocks, policy};

use super::{MONDAY, TUESDAY, WEDNESDAY, book_at_once, by, day_before, manage, refusal, set};
use crate::support::rig::{Rig, at, booking, minutes, team_booking};

async fn due(rig: &Rig, host: &crate::support::rig::Host, id: &str) -> Due {
    let (viewer, id) = (host.viewer.clone(), id.to_owned());
    rig.write(move |db| policy::standing(db, &viewer, &id))
        .await
        .unwrap()
        .agreed
        .due()
}

async fn cancel(rig: &Rig, token: &str) {
    let (token, now) = (token.to_owned(), rig.now());
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();
}

async fn move_to(rig: &Rig, token: &str, start: &str) -> Result<(), ServiceError> {
    let (token, start, now) = (token.to_owned(), at(start), rig.now());
    rig.write(move |db| bookings::reschedule(db, &By::Link(&token), None, start, now))
        .await
        .map(drop)
}

#[actix_web::test]
async fn cancelling_too_late_is_owed_under_the_rule_of_the_day_it_was_booked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, day_before()).await;
    let early = rig.book(booking("mira", MONDAY)).await.unwrap();
    let late = rig.book(booking("mira", TUESDAY)).await.unwrap();
    let harder = Policy {
        free_until: 14 * 24 * 60,
        fee: Fee::Fixed(99_00),
        ..day_before()
    };
    set(&rig, &host, harder).await;

    cancel(&rig, &manage(&rig, &early)).await;
    rig.clock.advance(at("2026-01-12T09:00:01Z") - rig.now());
    cancel(&rig, &manage(&rig, &late)).await;

    assert_eq!(due(&rig, &host, &early.booking.id).await, Due::Nothing);
    assert_eq!(due(&rig, &host, &late.booking.id).await, Due::Percent(50));
}

#[actix_web::test]
async fn a_session_booked_without_rules_stays_free_when_rules_come() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    set(&rig, &host, day_before()).await;

    rig.clock.advance(at("2026-01-12T08:59:00Z") - rig.now());
    cancel(&rig, &manage(&rig, &booked)).await;

    assert_eq!(due(&rig, &host, &booked.booking.id).await, Due::Nothing);
}

#[actix_web::test]
async fn a_host_waives_what_is_owed_and_sees_how_often() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, day_before()).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    let nothing = rig
        .write(move |db| policy::waive(db, &viewer, &id, now))
        .await;
    assert_eq!(refusal(nothing), Some(PolicyRefusal::NothingOwed));
    rig.clock.advance(at("2026-01-12T08:00:00Z") - rig.now());
    cancel(&rig, &manage(&rig, &booked)).await;

    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    let standing = rig
        .write(move |db| {
            policy::waive(db, &viewer, &id, now)?;
            policy::waive(db, &viewer, &id, now)?;
            policy::standing(db, &viewer, &id)
        })
        .await
        .unwrap();

    assert_eq!((standing.agreed.due(), standing.waived), (Due::Nothing, 1));
}

#[actix_web::test]
async fn a_client_moves_as_often_as_agreed_and_the_host_always() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let once = Policy {
        most_moves: Some(1),
        move_until: 60,
        ..Policy::default()
    };
    set(&rig, &host, once).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();
    let token = manage(&rig, &booked);

    assert!(move_to(&rig, &token, TUESDAY).await.is_ok());
    let second = move_to(&rig, &token, WEDNESDAY).await;
    assert_eq!(refusal(second), Some(PolicyRefusal::MovesUsedUp));
    let (viewer, id, now) = (host.viewer.clone(), booked.booking.id.clone(), rig.now());
    let by_host = rig
        .write(move |db| {
            bookings::reschedule(db, &By::Host(&viewer), Some(&id), at(WEDNESDAY), now)
        })
        .await;
    assert!(by_host.is_ok());
}

#[actix_web::test]
async fn a_client_moves_until_the_window_closes() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let hour = Policy {
        move_until: 60,
        ..Policy::default()
    };
    set(&rig, &host, hour).await;
    let booked = rig.book(booking("mira", MONDAY)).await.unwrap();

    rig.clock.advance(at("2026-01-12T08:00:01Z") - rig.now());

    let moved = move_to(&rig, &manage(&rig, &booked), WEDNESDAY).await;
    assert_eq!(refusal(moved), Some(PolicyRefusal::MoveTooLate));
}

#[actix_web::test]
async fn once_per_person_counts_who_came_and_who_cancelled_too_late() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let once = Policy {
        once_per_person: true,
        ..day_before()
    };
    set(&rig, &host, once).await;
    let first = rig.book(by("thea@post.example", MONDAY)).await.unwrap();
    let again = || rig.book(by("Thea@Post.example", TUESDAY));

    assert_eq!(refusal(again().await), Some(PolicyRefusal::OncePerPerson));
    cancel(&rig, &manage(&rig, &first)).await;
    let second = again().await.unwrap();
    rig.clock.advance(at("2026-01-13T08:00:00Z") - rig.now());
    cancel(&rig, &manage(&rig, &second)).await;
    let third = rig.book(by("thea@post.example", WEDNESDAY)).await;
    assert_eq!(refusal(third), Some(PolicyRefusal::OncePerPerson));
    assert!(rig.book(by("jo@post.example", WEDNESDAY)).await.is_ok());
}

#[actix_web::test]
async fn of_two_bookings_at_once_the_limit_of_open_ones_lets_one_through() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let one = Policy {
        max_open: Some(1),
        ..Policy::default()
    };
    set(&rig, &host, one).await;

    let wishes = vec![booking("mira", MONDAY), booking("mira", TUESDAY)];
    let answers = book_at_once(&rig, wishes).await;

    let refused: Vec<_> = answers.into_iter().filter_map(refusal).collect();
    assert_eq!(refused, [PolicyRefusal::TooManyOpen]);
    rig.clock.advance(minutes(7 * 24 * 60));
    assert!(
        rig.book(booking("mira", "2026-01-19T09:00:00Z"))
            .await
            .is_ok()
    );
}

#[actix_web::test]
async fn a_request_waits_as_long_as_the_policy_says() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let quick = Policy {
        answer_within: 90,
        ..Policy::default()
    };
    set(&rig, &host, quick).await;

    let asked = rig.book(booking("mira", MONDAY)).await.unwrap().booking;

    let hold_until = rig.now() + minutes(90);
    assert_eq!(asked.life.status, Status::Tentative { hold_until });
}

#[actix_web::test]
async fn a_request_is_taken_back_for_nothing_at_any_time() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.needs_approval = true)
        .await;
    let long = Policy {
        answer_within: 7 * 24 * 60,
        ..day_before()
    };
    set(&rig, &host, long).await;
    let asked = rig.book(booking("mira", MONDAY)).await.unwrap();

    rig.clock.advance(at("2026-01-12T08:00:00Z") - rig.now());
    cancel(&rig, &manage(&rig, &asked)).await;

    assert_eq!(due(&rig, &host, &asked.booking.id).await, Due::Nothing);
}

#[actix_web::test]
async fn who_does_not_come_is_marked_once_it_has_begun_and_unmarked_again() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    set(&rig, &host, day_before()).await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    let mark = |now| {
        let (viewer, id) = (host.viewer.clone(), id.clone());
        rig.write(move |db| policy::mark_no_show(db, &viewer, &id, now))
    };

    assert_eq!(
        refusal(mark(rig.now()).await),
        Some(PolicyRefusal::NotBegun)
    );
    rig.clock.advance(at(MONDAY) - rig.now());
    mark(rig.now()).await.unwrap();
    mark(rig.now()).await.unwrap();
    assert_eq!(due(&rig, &host, &id).await, Due::Percent(50));
    let (viewer, booking_id) = (host.viewer.clone(), id.clone());
    rig.write(move |db| policy::unmark_no_show(db, &viewer, &booking_id))
        .await
        .unwrap();
    assert_eq!(due(&rig, &host, &id).await, Due::Nothing);
}

#[actix_web::test]
async fn whoever_is_blocked_by_address_or_domain_is_asked_to_call() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    rig.host("jonas").await;
    let (viewer, now) = (host.viewer.clone(), rig.now());
    rig.write(move |db| {
        blocks::add(db, &viewer, ("Spam.Example", ""), now)?;
        blocks::add(db, &viewer, ("thea@post.example", "never pays"), now)
    })
    .await
    .unwrap();
    let refused = async |email: &str| refusal(rig.book(by(email, MONDAY)).await);

    for email in ["a@spam.example", "b@Mail.SPAM.example", "Thea@post.example"] {
        assert_eq!(
            refused(email).await,
            Some(PolicyRefusal::PleaseCall),
            "{email}"
        );
    }
    assert_eq!(refused("jo@post.example").await, None);
    assert!(rig.book(booking("jonas", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn a_team_gives_a_client_to_one_who_takes_them_and_refuses_who_asks_for_one_who_does_not() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    let refusing = team.hosts[0].viewer.clone();
    let now = rig.now();
    rig.write(move |db| blocks::add(db, &refusing, ("thea@post.example", ""), now))
        .await
        .unwrap();
    let wish = |start: &str| NewBooking {
        email: "thea@post.example".to_owned(),
        ..team_booking(start)
    };

    let mut hosts = Vec::new();
    for start in [MONDAY, TUESDAY, WEDNESDAY] {
        hosts.push(rig.book(wish(start)).await.unwrap().host.username);
    }
    let mut for_mira = wish("2026-01-15T09:00:00Z");
    for_mira.place.wish = Some(team.hosts[0].viewer.person.username.clone());

    assert!(hosts.iter().all(|host| host.as_str() == "jonas"));
    assert_eq!(
        refusal(rig.book(for_mira).await),
        Some(PolicyRefusal::PleaseCall)
    );
}
