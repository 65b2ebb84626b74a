//! The energy rules of hosts.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::energy_rules;
use super::{Db, StoreError};
use crate::kernel::energy::{EnergyRules, Gap, InARow, TimeOfDay, TypeKey};

#[derive(Queryable, Insertable)]
#[diesel(table_name = energy_rules)]
struct Row {
    person_id: String,
    position: i32,
    kind: String,
    event_type_id: Option<String>,
    other_event_type_id: Option<String>,
    amount: Option<i32>,
    more: Option<i32>,
}

const CORRUPT: StoreError = StoreError::Corrupt("energy rule");

/// The rules of a host.
pub fn find(db: &mut Db, host_id: &str) -> Result<EnergyRules, StoreError> {
    Ok(of_hosts(db, &[host_id])?
        .remove(host_id)
        .unwrap_or_default())
}

/// The rules of several hosts, by the id of the host; one who has none has no entry.
pub fn of_hosts(
    db: &mut Db,
    host_ids: &[&str],
) -> Result<HashMap<String, EnergyRules>, StoreError> {
    let rules = energy_rules::table
        .order((energy_rules::person_id, energy_rules::position))
        .into_boxed();
    let rows: Vec<Row> = match host_ids {
        // Whoever books asks for one host; a statement with a list is not kept prepared.
        [host_id] => rules.filter(energy_rules::person_id.eq(*host_id)),
        _ => rules.filter(energy_rules::person_id.eq_any(host_ids)),
    }
    .load(db)?;
    let mut of_host: HashMap<String, EnergyRules> = HashMap::new();
    for row in rows {
        read(&row, of_host.entry(row.person_id.clone()).or_default())?;
    }
    Ok(of_host)
}

/// Writes the rules of a host over.
pub fn replace(db: &mut Db, host_id: &str, rules: &EnergyRules) -> Result<(), StoreError> {
    diesel::delete(energy_rules::table.filter(energy_rules::person_id.eq(host_id))).execute(db)?;
    for (position, row) in (0..).zip(write(rules)) {
        let row = Row {
            person_id: host_id.to_owned(),
            position,
            ..row
        };
        diesel::insert_into(energy_rules::table)
            .values(row)
            .execute(db)?;
    }
    Ok(())
}

/// The rows of rules; whose they are comes later.
fn write(rules: &EnergyRules) -> impl Iterator<Item = Row> {
    let counts = [
        ("sessions_per_day", rules.per_day.sessions, None),
        ("minutes_per_day", rules.per_day.minutes, None),
        ("sessions_per_week", rules.per_week.sessions, None),
        ("minutes_per_week", rules.per_week.minutes, None),
        (
            "in_a_row",
            rules.in_a_row.map(|rule| rule.sessions),
            rules.in_a_row.map(|rule| rule.pause),
        ),
    ];
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let counts = counts.into_iter().filter(|(_, amount, _)| amount.is_some());
    let counts = counts.map(move |(kind, amount, more)| Row {
        amount: amount.map(number),
        more: more.map(number),
        ..row(kind)
    });
    let times = rules.times.iter().map(|time| Row {
        event_type_id: time.event_type.map(|key| key.to_string()),
        amount: time.not_before.map(i32::from),
        more: time.not_after.map(i32::from),
        ..row("time_of_day")
    });
    let gaps = rules.gaps.iter().map(move |gap| Row {
        event_type_id: Some(gap.first.to_string()),
        other_event_type_id: Some(gap.second.to_string()),
        amount: Some(number(gap.minutes)),
        ..row("gap")
    });
    counts.chain(times).chain(gaps)
}

fn row(kind: &str) -> Row {
    Row {
        person_id: String::new(),
        position: 0,
        kind: kind.to_owned(),
        event_type_id: None,
        other_event_type_id: None,
        amount: None,
        more: None,
    }
}

fn read(row: &Row, rules: &mut EnergyRules) -> Result<(), StoreError> {
    let count = |number: Option<i32>| {
        number
            .and_then(|number| u32::try_from(number).ok())
            .ok_or(CORRUPT)
    };
    let minute = |number: Option<i32>| {
        number
            .map(|number| u16::try_from(number).map_err(|_| CORRUPT))
            .transpose()
    };
    let key = |id: &Option<String>| id.as_deref().and_then(TypeKey::of);
    match row.kind.as_str() {
        "sessions_per_day" => rules.per_day.sessions = Some(count(row.amount)?),
        "minutes_per_day" => rules.per_day.minutes = Some(count(row.amount)?),
        "sessions_per_week" => rules.per_week.sessions = Some(count(row.amount)?),
        "minutes_per_week" => rules.per_week.minutes = Some(count(row.amount)?),
        "in_a_row" => {
            rules.in_a_row = Some(InARow {
                sessions: count(row.amount)?,
                pause: count(row.more)?,
            });
        }
        "time_of_day" => rules.times.push(TimeOfDay {
            event_type: key(&row.event_type_id),
            not_before: minute(row.amount)?,
            not_after: minute(row.more)?,
        }),
        "gap" => rules.gaps.push(Gap {
            first: key(&row.event_type_id).ok_or(CORRUPT)?,
            second: key(&row.other_event_type_id).ok_or(CORRUPT)?,
            minutes: count(row.amount)?,
        }),
        _ => return Err(CORRUPT),
    }
    Ok(())
}
