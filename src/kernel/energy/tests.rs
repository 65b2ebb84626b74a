//! Which rules make sense; what they do is tested with the slots.

use super::{EnergyError, EnergyRules, Gap, InARow, Quota, TimeOfDay, TypeKey};

#[track_caller]
fn check(rules: EnergyRules, expected: Result<(), EnergyError>) {
    assert_eq!(rules.check(), expected);
}

fn sessions(sessions: u32) -> Quota {
    Quota {
        sessions: Some(sessions),
        minutes: None,
    }
}

fn time(not_before: Option<u16>, not_after: Option<u16>) -> EnergyRules {
    EnergyRules {
        times: vec![TimeOfDay {
            event_type: None,
            not_before,
            not_after,
        }],
        ..EnergyRules::default()
    }
}

#[test]
fn no_rule_is_a_rule_that_makes_sense() {
    check(EnergyRules::default(), Ok(()));
    assert!(EnergyRules::default().is_empty());
}

#[test]
fn a_day_of_no_sessions_contradicts_itself() {
    check(
        EnergyRules {
            per_day: sessions(0),
            ..EnergyRules::default()
        },
        Err(EnergyError::Zero),
    );
}

#[test]
fn a_row_of_no_sessions_contradicts_itself() {
    let in_a_row = |sessions, pause| EnergyRules {
        in_a_row: Some(InARow { sessions, pause }),
        ..EnergyRules::default()
    };

    check(in_a_row(0, 30), Err(EnergyError::Zero));
    check(in_a_row(3, 0), Err(EnergyError::InARow));
    check(in_a_row(21, 30), Err(EnergyError::InARow));
    check(in_a_row(3, 30), Ok(()));
}

#[test]
fn a_week_takes_at_least_what_a_day_takes() {
    let rules = |day, week| EnergyRules {
        per_day: sessions(day),
        per_week: sessions(week),
        ..EnergyRules::default()
    };

    check(rules(5, 4), Err(EnergyError::Order));
    check(rules(5, 5), Ok(()));
}

#[test]
fn a_part_of_the_day_that_is_over_before_it_begins_is_none() {
    check(time(Some(600), Some(600)), Err(EnergyError::TimeOfDay));
    check(time(None, None), Err(EnergyError::TimeOfDay));
    check(time(Some(600), None), Ok(()));
    check(time(None, Some(1440)), Ok(()));
    check(time(None, Some(1441)), Err(EnergyError::TimeOfDay));
}

#[test]
fn a_gap_is_directed() {
    let (talk, course) = (TypeKey(1), TypeKey(2));
    let rules = EnergyRules {
        gaps: vec![Gap {
            first: talk,
            second: course,
            minutes: 45,
        }],
        ..EnergyRules::default()
    };

    assert_eq!(rules.gap(Some(talk), Some(course)), 45);
    assert_eq!(rules.gap(Some(course), Some(talk)), 0);
    assert_eq!(rules.gap(None, Some(course)), 0);
}

#[test]
fn an_event_type_is_known_by_its_uuid() {
    let one = TypeKey::of("0197a6b2-0000-7000-8000-00000000000f");

    assert!(one.is_some());
    assert_eq!(one, TypeKey::of("0197A6B2000070008000-00000000000f"));
    assert_eq!(TypeKey::of("first-session"), None);
}
