//! Energy rules, one at a time. With all others they are in `oracle.rs`.

use super::tests::{Desk, claim, desk, own_type};
use super::{Claim, Refusal};
use crate::kernel::energy::{EnergyRules, Gap, InARow, Quota, TimeOfDay, TypeKey};

const TUESDAY: &str = "2026-06-02";
const WEDNESDAY: &str = "2026-06-03";

fn asked(energy: EnergyRules, claims: &[Claim]) -> Desk {
    let mut desk = desk();
    desk.energy = energy;
    desk.claims = claims.to_vec();
    desk
}

fn other_type() -> Option<TypeKey> {
    TypeKey::of(&format!("{:032x}", 2))
}

/// A session of another event type.
fn other(date: &str, from: &str, to: &str) -> Claim {
    Claim {
        is_same_event_type: false,
        event_type: other_type(),
        ..claim(date, from, to)
    }
}

#[test]
fn sessions_of_every_event_type_fill_the_day() {
    let rules = EnergyRules {
        per_day: Quota {
            sessions: Some(1),
            minutes: None,
        },
        ..EnergyRules::default()
    };
    let desk = asked(rules, &[other(TUESDAY, "09:00", "10:00")]);

    desk.check_starts(TUESDAY, "");
    desk.check_refused(TUESDAY, "14:00", "15:00", Refusal::EnergyPerDay);
    desk.check_starts(
        WEDNESDAY,
        "9:00 9:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00",
    );
}

#[test]
fn minutes_of_a_week_count_from_monday_to_sunday() {
    let rules = EnergyRules {
        per_week: Quota {
            sessions: None,
            minutes: Some(100),
        },
        ..EnergyRules::default()
    };
    let desk = asked(rules, &[other(TUESDAY, "09:00", "10:00")]);

    desk.check_refused(WEDNESDAY, "14:00", "15:00", Refusal::EnergyPerWeek);
    desk.check_starts(
        "2026-06-08",
        "9:00 9:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00",
    );
}

#[test]
fn a_time_that_a_poll_proposes_fills_nothing() {
    let rules = EnergyRules {
        per_day: Quota {
            sessions: Some(1),
            minutes: None,
        },
        ..EnergyRules::default()
    };
    let option = Claim {
        is_session: false,
        ..other(TUESDAY, "09:00", "12:00")
    };

    asked(rules, &[option]).check_starts(TUESDAY, "13:00 13:30 14:00 14:30 15:00 15:30 16:00");
}

fn two_in_a_row() -> EnergyRules {
    EnergyRules {
        in_a_row: Some(InARow {
            sessions: 2,
            pause: 60,
        }),
        ..EnergyRules::default()
    }
}

#[test]
fn after_so_many_in_a_row_comes_a_pause() {
    let claims = [
        other(TUESDAY, "13:00", "14:00"),
        claim(TUESDAY, "14:30", "15:00"),
    ];
    let desk = asked(two_in_a_row(), &claims);

    desk.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 16:00");
    desk.check_refused(TUESDAY, "15:30", "16:30", Refusal::EnergyPause);
}

#[test]
fn a_session_between_two_makes_one_row_of_them() {
    let claims = [
        claim(TUESDAY, "09:00", "10:00"),
        claim(TUESDAY, "11:00", "12:00"),
    ];

    asked(two_in_a_row(), &claims).check_refused(TUESDAY, "10:00", "11:00", Refusal::EnergyPause);
}

#[test]
fn a_row_goes_on_across_midnight() {
    let mut desk = asked(
        two_in_a_row(),
        &[
            other("2026-06-01", "22:30", "23:30"),
            other("2026-06-01", "23:45", "23:59"),
        ],
    );
    desk.open_always();

    desk.check_refused(TUESDAY, "00:30", "01:30", Refusal::EnergyPause);
    desk.check_free(TUESDAY, "01:00", "02:00");
}

#[test]
fn an_event_type_keeps_to_its_part_of_the_day() {
    let rules = |event_type| EnergyRules {
        times: vec![TimeOfDay {
            event_type,
            not_before: Some(600),
            not_after: Some(930),
        }],
        ..EnergyRules::default()
    };

    for own in [own_type(), None] {
        let desk = asked(rules(own), &[]);
        desk.check_starts(TUESDAY, "10:00 10:30 11:00 13:00 13:30 14:00 14:30");
        desk.check_refused(TUESDAY, "09:30", "10:30", Refusal::EnergyTimeOfDay);
        desk.check_refused(TUESDAY, "15:00", "16:00", Refusal::EnergyTimeOfDay);
    }
    asked(rules(other_type()), &[]).check_starts(
        TUESDAY,
        "9:00 9:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00",
    );
}

#[test]
fn so_much_lies_between_two_kinds_of_sessions_in_one_direction() {
    let gap = |first: Option<TypeKey>, second: Option<TypeKey>| EnergyRules {
        gaps: vec![Gap {
            first: first.unwrap(),
            second: second.unwrap(),
            minutes: 90,
        }],
        ..EnergyRules::default()
    };
    let claims = [other(TUESDAY, "13:00", "14:00")];

    let after = asked(gap(other_type(), own_type()), &claims);
    after.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 15:30 16:00");
    after.check_refused(TUESDAY, "14:30", "15:30", Refusal::EnergyGap);
    after.check_refused(TUESDAY, "13:30", "14:30", Refusal::Taken);
    let before = asked(gap(own_type(), other_type()), &claims);
    before.check_starts(
        TUESDAY,
        "9:00 9:30 10:00 10:30 14:00 14:30 15:00 15:30 16:00",
    );
}
