use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Answer, Candidate, Poll, PollError, Sight, Status, TIME_TO_CHOOSE, Tally, rank};
use crate::kernel::people::Language;
use crate::kernel::span::Span;

fn at(hour: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(hour * 3_600, 0).unwrap()
}

fn poll() -> Poll {
    Poll {
        id: "p".to_owned(),
        host_id: "h".to_owned(),
        event_type_id: "e".to_owned(),
        title: "Spring meeting".to_owned(),
        description: String::new(),
        zone: chrono_tz::Europe::Berlin,
        language: Language::De,
        minutes: 60,
        deadline: Some(at(100)),
        closes_itself: true,
        reminds: true,
        holds: true,
        sight: Sight::Answered,
        most_yes: None,
        status: Status::Open,
        reminded_at: None,
        created_at: at(0),
    }
}

fn candidate(yes: u32, if_need_be: u32, no: u32, hour: i64) -> Candidate {
    Candidate {
        start: at(hour),
        tally: Tally {
            yes,
            if_need_be,
            no,
        },
        is_free: true,
    }
}

#[track_caller]
fn check_rank(candidates: &[Candidate], expected: &[usize]) {
    assert_eq!(rank(candidates), expected);
}

#[test]
fn most_yes_wins() {
    check_rank(&[candidate(1, 9, 0, 1), candidate(2, 0, 9, 2)], &[1, 0]);
}

#[test]
fn among_equals_most_if_need_be_wins_then_fewest_no() {
    let candidates = [
        candidate(2, 0, 0, 1),
        candidate(2, 1, 3, 2),
        candidate(2, 1, 2, 3),
    ];

    check_rank(&candidates, &[2, 1, 0]);
}

#[test]
fn the_earliest_of_equals_wins_wherever_it_stands() {
    check_rank(&[candidate(1, 0, 0, 9), candidate(1, 0, 0, 3)], &[1, 0]);
}

#[test]
fn a_time_that_suits_nobody_or_is_gone_does_not_win() {
    let gone = Candidate {
        is_free: false,
        ..candidate(5, 0, 0, 1)
    };

    check_rank(&[gone, candidate(0, 0, 3, 2), candidate(0, 1, 3, 3)], &[2]);
}

#[test]
fn an_answer_at_the_very_deadline_is_late() {
    let poll = poll();

    assert_eq!(poll.may_answer(at(100) - TimeDelta::seconds(1)), Ok(()));
    assert_eq!(poll.may_answer(at(100)), Err(PollError::Over));
}

#[test]
fn what_others_said_is_hidden_until_it_may_be_seen() {
    let shows = |sight, has_answered, hour| {
        let poll = Poll { sight, ..poll() };
        poll.shows_others(has_answered, at(hour))
    };

    assert!(shows(Sight::Open, false, 1));
    assert!(!shows(Sight::Answered, false, 1) && shows(Sight::Answered, true, 1));
    assert!(shows(Sight::Answered, false, 100));
    assert!(!shows(Sight::Over, true, 99) && shows(Sight::Over, false, 100));
}

#[test]
fn a_poll_is_opened_again_without_the_deadline_that_has_passed() {
    let closed = Poll {
        status: Status::Closed,
        ..poll()
    };

    let early = closed.clone().reopen(at(50)).unwrap();
    let late = closed.reopen(at(150)).unwrap();

    assert_eq!(early.deadline, Some(at(100)));
    assert_eq!((late.deadline, late.closes_itself), (None, false));
    assert_eq!(poll().reopen(at(50)), Err(PollError::StillOpen));
}

#[test]
fn what_has_become_a_session_is_not_opened_again() {
    let booked = Poll {
        status: Status::Booked {
            option_id: "o".to_owned(),
            booking_id: "b".to_owned(),
        },
        ..poll()
    };

    assert_eq!(booked.reopen(at(1)), Err(PollError::Booked));
}

#[test]
fn nobody_is_reminded_twice_a_day() {
    let reminded = Poll {
        reminded_at: Some(at(10)),
        ..poll()
    };

    assert_eq!(reminded.may_remind(at(33)), Err(PollError::RemindedBefore));
    assert_eq!(reminded.may_remind(at(34)), Ok(()));
    assert_eq!(reminded.may_remind(at(100)), Err(PollError::Over));
}

#[test]
fn a_time_is_held_beyond_the_deadline_and_never_into_the_session() {
    let option = |hour| Span::new(at(hour), at(hour + 1)).unwrap();

    assert_eq!(poll().held_until(option(500)), at(100) + TIME_TO_CHOOSE);
    assert_eq!(poll().held_until(option(110)), at(110));
}

#[test]
fn only_yes_counts_against_the_limit() {
    let mut tally = Tally::default();
    tally.add(Answer::IfNeedBe, 9);
    tally.add(Answer::Yes, 1);

    assert!(!tally.is_full(Some(2)) && !tally.is_full(None));
    assert!(tally.is_full(Some(1)));
}

#[test]
fn words_are_read_as_they_are_written() {
    for answer in Answer::ALL {
        assert_eq!(Answer::parse(answer.as_str()), Some(answer));
    }
    for sight in Sight::ALL {
        assert_eq!(Sight::parse(sight.as_str()), Some(sight));
    }
    assert_eq!(Answer::parse("maybe"), None);
}

proptest! {
    #[test]
    fn no_candidate_is_better_than_the_winner(
        tallies in prop::collection::vec((0_u32..4, 0_u32..4, 0_u32..4, 0_i64..6, any::<bool>()), 0..9),
    ) {
        let candidates: Vec<Candidate> = tallies
            .iter()
            .map(|(yes, maybe, no, hour, is_free)| Candidate {
                is_free: *is_free,
                ..candidate(*yes, *maybe, *no, *hour)
            })
            .collect();

        let winner = rank(&candidates).first().map(|place| candidates[*place]);

        let beats = |a: &Candidate, b: &Candidate| {
            let (x, y) = (a.tally, b.tally);
            x.yes > y.yes
                || x.yes == y.yes && x.if_need_be > y.if_need_be
                || x.yes == y.yes && x.if_need_be == y.if_need_be && x.no < y.no
        };
        let may_win = |c: &&Candidate| c.is_free && c.tally.yes + c.tally.if_need_be > 0;
        match winner {
            None => prop_assert!(!candidates.iter().any(|c| may_win(&c))),
            Some(winner) => {
                let others = candidates.iter().filter(may_win);
                prop_assert!(others.clone().all(|other| !beats(other, &winner)));
                prop_assert!(others.filter(|other| !beats(&winner, other)).all(|o| winner.start <= o.start));
            }
        }
    }
}
