//! What a host asks of all their sessions together.

use super::{Problems, ServiceError, Viewer};
use crate::kernel::availability::{HoursError, TimeRange};
use crate::kernel::energy::{EnergyRules, TimeOfDay, TypeKey};
use crate::kernel::event_type::EventType;
use crate::store::{self, Db, energy};

/// How many parts of the day, and how many gaps, one host may name.
const MOST: usize = 50;

/// The viewer's rules, with the event types that they can be about.
pub fn find(db: &mut Db, viewer: &Viewer) -> Result<(EnergyRules, Vec<EventType>), ServiceError> {
    let host_id = &viewer.person.id;
    let rules = energy::find(db, host_id)?;
    Ok((rules, store::event_types::list(db, host_id)?))
}

/// Writes the viewer's rules over. What is booked stays booked.
///
/// # Errors
/// `Invalid` with the fields: `per_day`, `per_week`, `in_a_row`, `times`, `gaps`.
pub fn replace(db: &mut Db, viewer: &Viewer, rules: &EnergyRules) -> Result<(), ServiceError> {
    let host_id = &viewer.person.id;
    store::people::lock(db, host_id)?;
    let own: Vec<TypeKey> = store::event_types::list(db, host_id)?
        .iter()
        .filter_map(|event_type| TypeKey::of(&event_type.id))
        .collect();
    check(rules, &own)?;
    Ok(energy::replace(db, host_id, rules)?)
}

/// A part of the day from wall-clock times as typed, `HH:MM`; an empty one is no bound.
///
/// # Errors
/// The code of what is wrong.
pub fn time_of_day(
    event_type: Option<TypeKey>,
    not_before: &str,
    not_after: &str,
) -> Result<TimeOfDay, &'static str> {
    let (from, to) = (not_before.trim(), not_after.trim());
    let or = |text: &str, other: &str| if text.is_empty() { other } else { text }.to_owned();
    // Browsers know no 24:00.
    let to_text = if to == "00:00" {
        "24:00".to_owned()
    } else {
        or(to, "24:00")
    };
    let range = TimeRange::parse(&or(from, "00:00"), &to_text).map_err(|error| match error {
        HoursError::NotATime => "not-a-time",
        _ => "time-of-day",
    })?;
    Ok(TimeOfDay {
        event_type,
        not_before: (!from.is_empty()).then_some(range.from()),
        not_after: (!to.is_empty()).then_some(range.to()),
    })
}

/// Minutes after midnight as `10:00`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Each part of the rules alone, so that everything wrong is said at once, then all together.
fn check(rules: &EnergyRules, own: &[TypeKey]) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    let nothing = EnergyRules::default;
    let parts = [
        (
            "per_day",
            EnergyRules {
                per_day: rules.per_day,
                ..nothing()
            },
        ),
        (
            "per_week",
            EnergyRules {
                per_day: rules.per_day,
                per_week: rules.per_week,
                ..nothing()
            },
        ),
        (
            "in_a_row",
            EnergyRules {
                in_a_row: rules.in_a_row,
                ..nothing()
            },
        ),
        (
            "times",
            EnergyRules {
                times: rules.times.clone(),
                ..nothing()
            },
        ),
        (
            "gaps",
            EnergyRules {
                gaps: rules.gaps.clone(),
                ..nothing()
            },
        ),
    ];
    for (field, part) in parts {
        problems.take(field, part.check());
    }
    let is_own = |key: &TypeKey| own.contains(key);
    if !rules
        .times
        .iter()
        .filter_map(|time| time.event_type)
        .all(|key| is_own(&key))
    {
        problems.add("times", "unknown-choice");
    }
    if !rules
        .gaps
        .iter()
        .all(|gap| is_own(&gap.first) && is_own(&gap.second))
    {
        problems.add("gaps", "unknown-choice");
    }
    if rules.times.len() > MOST {
        problems.add("times", "too-many");
    }
    if rules.gaps.len() > MOST {
        problems.add("gaps", "too-many");
    }
    problems.finish()
}
