use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;

use super::{Candidate, Choice, Reason, WHOLE, choose};

fn candidate(name: &str, weight: u32, balance: i64) -> Candidate {
    Candidate {
        person_id: name.to_owned(),
        weight,
        balance,
        last_taken_at: None,
    }
}

/// Gives `count` sessions to those who are free for each and returns how often each took one.
fn give(
    team: &mut [Candidate],
    count: usize,
    mut is_free: impl FnMut(usize, usize) -> bool,
) -> Vec<i64> {
    let mut taken = vec![0; team.len()];
    for session in 0..count {
        let free: Vec<usize> = (0..team.len()).filter(|p| is_free(session, *p)).collect();
        let candidates: Vec<Candidate> = free.iter().map(|p| team[*p].clone()).collect();
        let Some(choice) = choose(&candidates, None) else {
            continue;
        };
        for (place, change) in free.iter().zip(&choice.changes) {
            team[*place].balance += change;
        }
        let chosen = free[choice.chosen];
        let at = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(session).unwrap());
        team[chosen].last_taken_at = Some(at);
        taken[chosen] += 1;
    }
    taken
}

#[test]
fn whoever_is_owed_most_of_their_share_is_next() {
    let team = [
        candidate("a", 1, 0),
        candidate("b", 1, WHOLE / 2),
        candidate("c", 1, -WHOLE / 2),
    ];

    let choice = choose(&team, None).unwrap();

    assert_eq!((choice.chosen, choice.reason), (1, Reason::Owed));
    assert_eq!(choice.changes.iter().sum::<i64>(), 0);
}

#[test]
fn a_wish_is_granted_and_counted() {
    let team = [candidate("a", 1, WHOLE), candidate("b", 1, 0)];

    let choice = choose(&team, Some(1)).unwrap();

    let expected = Choice {
        chosen: 1,
        changes: vec![WHOLE / 2, -WHOLE / 2],
        reason: Reason::Wish,
    };
    assert_eq!(choice, expected);
}

#[test]
fn among_equals_the_one_who_waited_longest_is_next() {
    let mut team = [candidate("a", 1, 0), candidate("b", 1, 0)];
    team[0].last_taken_at = Some(DateTime::UNIX_EPOCH);

    let choice = choose(&team, None).unwrap();

    assert_eq!((choice.chosen, choice.reason), (1, Reason::Longest));
}

#[test]
fn somebody_without_weight_is_chosen_only_when_nobody_else_can() {
    let both = [candidate("a", 0, 0), candidate("b", 3, -5 * WHOLE)];
    let alone = [candidate("a", 0, 0)];

    assert_eq!(choose(&both, None).unwrap().chosen, 1);
    assert_eq!(choose(&alone, None).unwrap().reason, Reason::Alone);
    assert_eq!(choose(&[], None), None);
}

#[test]
fn after_ten_thousand_sessions_nobody_is_a_session_off_their_share() {
    let weights = [1, 2, 3, 5, 8, 13, 1, 1];
    let total: i64 = weights.iter().map(|w| i64::from(*w)).sum();
    let mut team: Vec<Candidate> = weights
        .iter()
        .enumerate()
        .map(|(place, weight)| candidate(&format!("p{place}"), *weight, 0))
        .collect();

    for session in 1..=10_000 {
        give(&mut team, 1, |_, _| true);
        for member in &team {
            assert!(member.balance.abs() <= WHOLE, "after {session}: {member:?}");
        }
    }

    assert_eq!(team.iter().map(|m| m.balance).sum::<i64>(), 0);
    assert_eq!(total, 34);
}

proptest! {
    #[test]
    fn balances_are_what_was_credited_less_what_was_taken(
        weights in prop::collection::vec(1_u32..20, 2..8),
        sessions in prop::collection::vec(any::<u8>(), 1..300),
    ) {
        let mut team: Vec<Candidate> = weights
            .iter()
            .enumerate()
            .map(|(place, weight)| candidate(&format!("p{place}"), *weight, 0))
            .collect();
        let mut credit = vec![0.0; team.len()];
        for mask in &sessions {
            let free: Vec<usize> = (0..team.len()).filter(|p| mask >> p & 1 == 1).collect();
            let total: f64 = free.iter().map(|p| f64::from(weights[*p])).sum();
            for place in &free {
                credit[*place] += f64::from(weights[*place]) / total;
            }
        }

        let taken = give(&mut team, sessions.len(), |session, p| sessions[session] >> p & 1 == 1);

        prop_assert_eq!(team.iter().map(|m| m.balance).sum::<i64>(), 0);
        for (place, member) in team.iter().enumerate() {
            let expected = credit[place] - taken[place] as f64;
            let balance = member.balance as f64 / WHOLE as f64;
            prop_assert!((balance - expected).abs() < 1e-5, "{balance} {expected}");
        }
    }

    #[test]
    fn with_everybody_free_nobody_is_a_session_off(
        weights in prop::collection::vec(1_u32..30, 1..12),
        count in 1_usize..400,
    ) {
        let total: u32 = weights.iter().sum();
        let mut team: Vec<Candidate> = weights
            .iter()
            .enumerate()
            .map(|(place, weight)| candidate(&format!("p{place:02}"), *weight, 0))
            .collect();

        let taken = give(&mut team, count, |_, _| true);

        for (place, taken) in taken.iter().enumerate() {
            let share = count as f64 * f64::from(weights[place]) / f64::from(total);
            prop_assert!((share - *taken as f64).abs() <= 1.0);
        }
    }
}
