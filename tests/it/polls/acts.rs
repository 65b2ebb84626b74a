//! What hosts and those who answer can do, and what happens when they do it at once.

use std::sync::Arc;

use futures_util::future::{join, join_all};
use zeitgenosse::kernel::polls::{PollError, Status};
use zeitgenosse::kernel::slots::Refusal;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::polls::{self, Choice, PollForm};
use zeitgenosse::service::{ServiceError, busy, event_types};
use zeitgenosse::store;

use super::{
    DEADLINE, MONDAY, TUESDAY, close, deadline, fields, form, make, option, says, until, view,
    vote, vote_by,
};
use crate::support::rig::{Rig, at, booking, minutes};

#[actix_web::test]
async fn the_time_that_suits_most_becomes_a_session_and_the_others_are_given_back() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let held = PollForm {
        holds: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, held).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let refused = rig.book(booking("mira", MONDAY)).await;
    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::Taken))
    ));
    let both = [(MONDAY, "if-need-be"), (TUESDAY, "yes")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();
    vote(&rig, &poll, says("Bela", &seen, &[(TUESDAY, "yes")]))
        .await
        .unwrap();

    close(&rig, &mira, &poll, Choice::Best).await.unwrap();

    let session = view(&rig, &mira, &poll).await.session.unwrap();
    assert_eq!(session.life.span.start(), at(TUESDAY));
    assert_eq!(session.title, "Spring meeting");
    assert_eq!(session.attendee.name, "Anna");
    assert_eq!(session.attendee.guests[0].as_str(), "bela@post.example");
    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
    assert!(rig.book(booking("mira", TUESDAY)).await.is_err());
}

#[actix_web::test]
async fn a_vote_that_arrives_while_the_poll_closes_is_counted_or_refused_as_a_whole() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")]))
        .await
        .unwrap();

    let late = says("Bela", &seen, &[(TUESDAY, "yes")]);
    let (closed, voted) = join(
        close(&rig, &mira, &poll, Choice::Best),
        vote(&rig, &poll, late),
    )
    .await;

    assert!(matches!(closed.unwrap().status, Status::Booked { .. }));
    let seen = view(&rig, &mira, &poll).await;
    let session = seen.session.unwrap();
    match voted {
        Ok(_) => {
            assert_eq!(seen.answered, 2);
            assert_eq!(session.attendee.guests.len(), 1, "who was counted comes");
        }
        Err(ServiceError::Poll(PollError::Over)) => {
            assert_eq!(seen.answered, 1);
            assert!(session.attendee.guests.is_empty());
        }
        Err(other) => panic!("{other}"),
    }
}

#[actix_web::test]
async fn the_last_yes_of_a_time_goes_to_exactly_one_of_many() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let limited = PollForm {
        most_yes: Some(2),
        ..form(&mira)
    };
    let poll = make(&rig, &mira, limited).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;

    let names: Vec<String> = (0..8).map(|number| format!("Client{number}")).collect();
    let asked = names
        .iter()
        .map(|name| vote(&rig, &poll, says(name, &seen, &[(MONDAY, "yes")])));
    let results = join_all(asked).await;

    assert_eq!(results.iter().filter(|it| it.is_ok()).count(), 2);
    let full = (format!("votes.{}", option(&seen, MONDAY)), "time-full");
    for refused in results.into_iter().filter(Result::is_err) {
        assert_eq!(fields(refused).first(), Some(&full));
    }
    let seen = view(&rig, &mira, &poll).await;
    assert_eq!((seen.options[0].tally.yes, seen.answered), (2, 2));
}

#[actix_web::test]
async fn who_has_said_yes_can_say_it_again_when_the_time_is_full() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let limited = PollForm {
        most_yes: Some(1),
        ..form(&mira)
    };
    let poll = make(&rig, &mira, limited).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let yes = says("Anna", &seen, &[(MONDAY, "yes")]);
    let anna = vote(&rig, &poll, yes.clone()).await.unwrap().participant;
    let token = rig.state.links.participant_token(&anna.id);

    let again = vote_by(&rig, &token, yes).await.unwrap();
    let maybe = says("Bela", &seen, &[(MONDAY, "if-need-be")]);
    let other = vote(&rig, &poll, maybe).await;

    assert!(!again.is_new && again.participant.id == anna.id);
    assert!(other.is_ok(), "only yes counts");
}

#[actix_web::test]
async fn a_time_that_a_booking_took_meanwhile_is_gone() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let seen = view(&rig, &mira, &poll).await;
    let yes = vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")])).await;
    let other = vote(&rig, &poll, says("Anna", &seen, &[(TUESDAY, "yes")])).await;

    assert!(seen.options[0].is_gone && !seen.options[1].is_gone);
    let gone = (format!("votes.{}", option(&seen, MONDAY)), "time-gone");
    assert_eq!(fields(yes), [gone]);
    assert!(other.is_ok());
}

#[actix_web::test]
async fn when_the_winners_time_is_taken_nothing_is_half_done_and_the_next_one_can_be_had() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let both = [(MONDAY, "yes"), (TUESDAY, "if-need-be")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();
    rig.run_jobs().await.unwrap();
    let mails = rig.mails().len();

    let winner = Choice::Option(option(&seen, MONDAY));
    let refused = close(&rig, &mira, &poll, winner).await;
    rig.run_jobs().await.unwrap();
    let between = view(&rig, &mira, &poll).await;
    close(&rig, &mira, &poll, Choice::Best).await.unwrap();

    assert!(matches!(
        refused,
        Err(ServiceError::Poll(PollError::OptionGone))
    ));
    assert_eq!(between.poll.status, Status::Open);
    assert_eq!(rig.mails().len(), mails);
    let session = view(&rig, &mira, &poll).await.session.unwrap();
    assert_eq!(session.life.span.start(), at(TUESDAY));
}

#[actix_web::test]
async fn two_hosts_who_close_at_once_make_one_session() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let both = [(MONDAY, "yes"), (TUESDAY, "yes")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();

    let (one, other) = join(
        close(&rig, &mira, &poll, Choice::Option(option(&seen, MONDAY))),
        close(&rig, &mira, &poll, Choice::Option(option(&seen, TUESDAY))),
    )
    .await;

    assert_eq!([&one, &other].iter().filter(|it| it.is_ok()).count(), 1);
    let refused = one.err().or(other.err()).unwrap();
    assert!(matches!(refused, ServiceError::Poll(PollError::Booked)));
}

#[actix_web::test]
async fn deleting_a_poll_frees_the_time_it_holds() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let held = PollForm {
        holds: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, held).await.unwrap();
    assert!(rig.book(booking("mira", MONDAY)).await.is_err());

    let (viewer, id) = (mira.viewer.clone(), poll.id.clone());
    rig.write(move |db| polls::delete(db, &viewer, &id))
        .await
        .unwrap();

    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
}

#[actix_web::test]
async fn held_times_are_free_again_two_days_after_the_deadline() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let held = PollForm {
        holds: true,
        starts: vec![at("2026-01-28T09:00:00Z")],
        deadline: Some(at("2026-01-20T11:00:00Z")),
        ..form(&mira)
    };
    make(&rig, &mira, held).await.unwrap();

    until(&rig, at("2026-01-22T10:59:00Z"));
    let before = rig.book(booking("mira", "2026-01-28T09:00:00Z")).await;
    until(&rig, at("2026-01-22T11:00:00Z"));
    let after = rig.book(booking("mira", "2026-01-28T09:00:00Z")).await;

    assert!(before.is_err());
    assert!(after.is_ok(), "{after:?}");
}

#[actix_web::test]
async fn times_that_are_held_must_be_free_and_apart() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let held = PollForm {
        holds: true,
        ..form(&mira)
    };
    let overlapping = PollForm {
        starts: vec![at(TUESDAY), at(TUESDAY) + minutes(30)],
        ..held.clone()
    };

    let taken = make(&rig, &mira, held).await;
    let overlap = make(&rig, &mira, overlapping).await;

    assert_eq!(fields(taken), [("options.0".to_owned(), "time-taken")]);
    assert_eq!(fields(overlap), [("options.1".to_owned(), "held-overlap")]);
    assert!(
        rig.book(booking("mira", TUESDAY)).await.is_ok(),
        "what was refused holds nothing"
    );
}

#[actix_web::test]
async fn a_colleague_who_was_asked_is_held_booked_and_moved_with_the_session() {
    let rig = Rig::new();
    let (mira, otto) = (rig.host("mira").await, rig.host("otto").await);
    let held = PollForm {
        holds: true,
        hosts: vec!["otto".to_owned()],
        ..form(&mira)
    };
    let poll = make(&rig, &mira, held).await.unwrap();
    assert!(rig.book(booking("otto", MONDAY)).await.is_err());
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")]))
        .await
        .unwrap();

    close(&rig, &mira, &poll, Choice::Best).await.unwrap();
    let session = view(&rig, &mira, &poll).await.session.unwrap();
    let claimed = rig.book(booking("otto", MONDAY)).await;
    let (viewer, id, now) = (mira.viewer.clone(), session.id, rig.now());
    let wednesday = "2026-01-21T09:00:00Z";
    rig.write(move |db| {
        bookings::reschedule(db, &By::Host(&viewer), Some(&id), at(wednesday), now)
    })
    .await
    .unwrap();

    assert!(claimed.is_err());
    assert!(rig.book(booking("otto", MONDAY)).await.is_ok());
    assert!(rig.book(booking("otto", wednesday)).await.is_err());
    assert_eq!(otto.viewer.person.username.as_str(), "otto");
}

#[actix_web::test]
async fn a_colleague_who_says_no_to_a_time_is_not_needed_for_it() {
    let rig = Rig::new();
    let (mira, _otto) = (rig.host("mira").await, rig.host("otto").await);
    let asked = PollForm {
        hosts: vec!["otto".to_owned()],
        ..form(&mira)
    };
    let poll = make(&rig, &mira, asked).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    rig.book(booking("otto", MONDAY)).await.unwrap();
    assert!(view(&rig, &mira, &poll).await.options[0].is_gone);

    let token = rig.state.links.participant_token(&seen.hosts[0].id);
    vote_by(&rig, &token, says("Otto", &seen, &[(TUESDAY, "yes")]))
        .await
        .unwrap();
    let yes = vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")])).await;
    let monday = Choice::Option(option(&seen, MONDAY));
    let closed = close(&rig, &mira, &poll, monday).await;

    assert!(yes.is_ok() && closed.is_ok());
}

#[actix_web::test]
async fn at_the_deadline_the_best_free_time_is_booked_by_itself() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let itself = PollForm {
        deadline: deadline(),
        closes_itself: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, itself).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let both = [(MONDAY, "yes"), (TUESDAY, "if-need-be")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();

    until(&rig, at(DEADLINE) - minutes(1));
    rig.run_jobs().await.unwrap();
    let before = view(&rig, &mira, &poll).await.poll.status;
    until(&rig, at(DEADLINE));
    rig.run_jobs().await.unwrap();
    rig.run_jobs().await.unwrap();

    assert_eq!(before, Status::Open);
    let session = view(&rig, &mira, &poll).await.session.unwrap();
    assert_eq!(session.life.span.start(), at(TUESDAY));
}

#[actix_web::test]
async fn a_deadline_that_has_moved_ends_nothing_at_the_old_time() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let itself = PollForm {
        deadline: deadline(),
        closes_itself: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, itself.clone()).await.unwrap();
    let later = PollForm {
        deadline: Some(at(DEADLINE) + minutes(60)),
        ..itself
    };
    let (links, viewer, id, now) = (
        Arc::clone(&rig.state.links),
        mira.viewer.clone(),
        poll.id.clone(),
        rig.now(),
    );
    rig.write(move |db| polls::replace(db, &links, &viewer, (&id, &later), now))
        .await
        .unwrap();

    until(&rig, at(DEADLINE));
    rig.run_jobs().await.unwrap();
    let between = view(&rig, &mira, &poll).await.poll.status;
    until(&rig, at(DEADLINE) + minutes(60));
    rig.run_jobs().await.unwrap();

    assert_eq!(between, Status::Open);
    assert_eq!(view(&rig, &mira, &poll).await.poll.status, Status::Closed);
}

#[actix_web::test]
async fn no_answer_is_taken_after_the_deadline() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let ending = PollForm {
        deadline: deadline(),
        ..form(&mira)
    };
    let poll = make(&rig, &mira, ending).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;

    until(&rig, at(DEADLINE));
    let late = vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")])).await;

    assert!(matches!(late, Err(ServiceError::Poll(PollError::Over))));
    assert_eq!(view(&rig, &mira, &poll).await.answered, 0);
}

#[actix_web::test]
async fn a_poll_is_ended_and_opened_again_with_its_answers_and_holds() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let held = PollForm {
        holds: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, held).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(TUESDAY, "yes")]))
        .await
        .unwrap();

    close(&rig, &mira, &poll, Choice::Nothing).await.unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();
    let (viewer, id, now) = (mira.viewer.clone(), poll.id.clone(), rig.now());
    rig.write(move |db| polls::reopen(db, &viewer, &id, now))
        .await
        .unwrap();

    let seen = view(&rig, &mira, &poll).await;
    assert_eq!((seen.answered, &seen.poll.status), (1, &Status::Open));
    assert!(seen.options[0].is_gone, "what was booked meanwhile is gone");
    assert!(rig.book(booking("mira", TUESDAY)).await.is_err());
}

#[actix_web::test]
async fn times_that_stay_keep_their_answers_and_those_that_go_lose_them() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let held = PollForm {
        holds: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, held.clone()).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let both = [(MONDAY, "yes"), (TUESDAY, "yes")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();

    let changed = PollForm {
        starts: vec![at(TUESDAY), at("2026-01-21T09:00:00Z")],
        ..held
    };
    let (links, viewer, id, now) = (
        Arc::clone(&rig.state.links),
        mira.viewer.clone(),
        poll.id.clone(),
        rig.now(),
    );
    rig.write(move |db| polls::replace(db, &links, &viewer, (&id, &changed), now))
        .await
        .unwrap();

    let after = view(&rig, &mira, &poll).await;
    assert_eq!(option(&after, TUESDAY), option(&seen, TUESDAY));
    assert_eq!(after.options[0].tally.yes, 1);
    assert_eq!(after.voters[0].answers[1], None);
    assert!(rig.book(booking("mira", MONDAY)).await.is_ok());
    assert!(rig.book(booking("mira", TUESDAY)).await.is_err());
}

#[actix_web::test]
async fn a_poll_that_nobody_answered_books_nothing() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;

    let monday = Choice::Option(option(&seen, MONDAY));
    let refused = close(&rig, &mira, &poll, monday).await;

    assert!(matches!(
        refused,
        Err(ServiceError::Poll(PollError::NobodyAnswered))
    ));
}

#[actix_web::test]
async fn where_nobody_left_an_address_the_host_gets_the_mail_for_all() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let mut anna = says("Anna", &seen, &[(MONDAY, "yes")]);
    anna.email = Some(String::new());
    vote(&rig, &poll, anna).await.unwrap();

    close(&rig, &mira, &poll, Choice::Best).await.unwrap();

    let attendee = view(&rig, &mira, &poll).await.session.unwrap().attendee;
    assert_eq!(attendee.name, "Anna");
    assert_eq!(attendee.email, mira.viewer.person.email);
}

#[actix_web::test]
async fn what_a_host_asks_for_is_checked_field_by_field() {
    let rig = Rig::new();
    let (mira, otto) = (rig.host("mira").await, rig.host("otto").await);
    let check = async |change: fn(&mut PollForm), field: &str, code: &'static str| {
        let mut wrong = form(&mira);
        change(&mut wrong);
        let found = fields(make(&rig, &mira, wrong).await);
        assert_eq!(found, [(field.to_owned(), code)]);
    };

    check(|it| it.title = " ".to_owned(), "title", "missing").await;
    check(|it| it.zone = "Mars".to_owned(), "zone", "unknown-zone").await;
    check(|it| it.starts.clear(), "options", "no-times").await;
    check(|it| it.minutes = Some(17), "minutes", "unknown-duration").await;
    check(|it| it.closes_itself = true, "deadline", "deadline-missing").await;
    const EARLY: &str = "2026-01-08T08:00:00Z";
    check(|it| it.starts = vec![at(EARLY)], "options.0", "in-the-past").await;
    check(|it| it.starts[1] = it.starts[0], "options.1", "time-twice").await;
    check(
        |it| it.deadline = Some(at(EARLY)),
        "deadline",
        "in-the-past",
    )
    .await;
    const LATE: &str = "2026-01-20T09:00:01Z";
    check(
        |it| it.deadline = Some(at(LATE)),
        "deadline",
        "deadline-late",
    )
    .await;
    check(|it| it.most_yes = Some(0), "most_yes", "limit-zero").await;
    check(|it| it.emails = vec!["thea".to_owned()], "emails", "no-at").await;
    check(
        |it| it.hosts = vec!["nobody".to_owned()],
        "hosts",
        "unknown-host",
    )
    .await;
    const FAR: &str = "2027-03-01T09:00:00Z";
    check(|it| it.starts[1] = at(FAR), "options.1", "too-far").await;
    let mut others = form(&mira);
    others.event_type_id = otto.event_type.id;
    let found = fields(make(&rig, &mira, others).await);
    assert_eq!(found, [("event_type".to_owned(), "unknown-offer")]);
    let mut many = form(&mira);
    many.starts = (0..51).map(|n| at(MONDAY) + minutes(n * 60)).collect();
    let found = fields(make(&rig, &mira, many).await);
    assert_eq!(found, [("options".to_owned(), "too-many")]);
}

#[actix_web::test]
async fn a_poll_belongs_to_its_host_alone() {
    let rig = Rig::new();
    let (mira, otto) = (rig.host("mira").await, rig.host("otto").await);
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();

    let closed = close(&rig, &otto, &poll, Choice::Nothing).await;
    let (viewer, id) = (otto.viewer.clone(), poll.id.clone());
    let deleted = rig.write(move |db| polls::delete(db, &viewer, &id)).await;
    let forged = vote_by(&rig, "forged", Default::default()).await;

    assert!(matches!(closed, Err(ServiceError::NotFound)));
    assert!(matches!(deleted, Err(ServiceError::NotFound)));
    assert!(matches!(forged, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn an_event_type_that_a_poll_uses_is_not_deleted() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    make(&rig, &mira, form(&mira)).await.unwrap();

    let (viewer, id) = (mira.viewer.clone(), mira.event_type.id.clone());
    let deleted = rig
        .write(move |db| event_types::delete(db, &viewer, &id))
        .await;

    assert!(matches!(deleted, Err(ServiceError::InUse)));
}

#[actix_web::test]
async fn common_free_time_leaves_out_what_any_colleague_has() {
    let rig = Rig::new();
    let (mira, otto) = (rig.host("mira").await, rig.host("otto").await);
    let viewer = otto.viewer.clone();
    let morning = zeitgenosse::kernel::span::Span::new(
        at("2026-01-19T07:00:00Z"),
        at("2026-01-19T11:00:00Z"),
    );
    rig.write(move |db| busy::create(db, &viewer, morning.unwrap(), ""))
        .await
        .unwrap();
    rig.book(booking("mira", "2026-01-19T12:00:00Z"))
        .await
        .unwrap();

    let (viewer, now) = (mira.viewer.clone(), rig.now());
    let asked = polls::Colleagues {
        hosts: vec!["otto".to_owned()],
        minutes: 50,
        zone: chrono_tz::Europe::Berlin,
        from: at("2026-01-18T23:00:00Z"),
    };
    let found = rig
        .state
        .store
        .read(move |db| polls::common_free(db, &viewer, &asked, now))
        .await
        .unwrap();

    // Monday has neither a morning nor the hour from one o'clock; Tuesday has both.
    assert_eq!(found[0].start(), at("2026-01-19T11:00:00Z"));
    assert_eq!(found[1].start(), at("2026-01-20T08:00:00Z"));
}

#[actix_web::test]
async fn a_poll_takes_no_more_than_five_hundred_people() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    fill(&rig, &poll.id, 500).await;

    let refused = vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")])).await;

    assert!(matches!(refused, Err(ServiceError::Poll(PollError::Full))));
}

/// Adds people who have said yes to everything.
pub async fn fill(rig: &Rig, poll_id: &str, count: usize) {
    use zeitgenosse::kernel::polls::{Answer, Participant};
    let (poll_id, now) = (poll_id.to_owned(), rig.now());
    rig.write(move |db| {
        let options = store::polls::options(db, &poll_id)?;
        for number in 0..count {
            let participant = Participant {
                id: format!("participant-{number:04}"),
                poll_id: poll_id.clone(),
                host_id: None,
                name: format!("Client {number:04}"),
                email: None,
                zone: chrono_tz::Europe::Berlin,
                language: Default::default(),
                comment: "As long as a comment may be. ".repeat(17),
                answered_at: Some(now),
            };
            store::polls::insert_participant(db, &participant, &format!("hash-{number}"))?;
            let votes: Vec<_> = options
                .iter()
                .map(|it| (it.id.as_str(), Answer::Yes))
                .collect();
            store::polls::replace_votes(db, &participant.id, &votes)?;
        }
        Ok(())
    })
    .await
    .unwrap();
}
