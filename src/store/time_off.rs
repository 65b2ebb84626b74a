//! When hosts are out of office or elsewhere, and which holidays they take off.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{holiday_choices, time_off};
use super::{Db, StoreError};
use crate::kernel::holidays::Choice;
use crate::kernel::span::Span;
use crate::kernel::time_off::{Absence, Entries, Period, Travel};
use crate::kernel::zone;

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = time_off, treat_none_as_null = true)]
struct Row {
    id: String,
    person_id: String,
    first_day: Option<String>,
    last_day: Option<String>,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    zone: Option<String>,
    message: String,
    substitute_id: Option<String>,
}

const CORRUPT: StoreError = StoreError::Corrupt("time off");

/// Everything of a host.
pub fn find(db: &mut Db, host_id: &str) -> Result<Entries, StoreError> {
    Ok(of_hosts(db, &[host_id])?
        .remove(host_id)
        .unwrap_or_default())
}

/// The same of several hosts, by the id of the host; one who has nothing has no entry.
pub fn of_hosts(db: &mut Db, host_ids: &[&str]) -> Result<HashMap<String, Entries>, StoreError> {
    let entries = time_off::table.order(time_off::id).into_boxed();
    let choices = holiday_choices::table.into_boxed();
    let (entries, choices) = match host_ids {
        // Whoever books asks for one host; a statement with a list is not kept prepared.
        [host_id] => (
            entries.filter(time_off::person_id.eq(*host_id)),
            choices.filter(holiday_choices::person_id.eq(*host_id)),
        ),
        _ => (
            entries.filter(time_off::person_id.eq_any(host_ids)),
            choices.filter(holiday_choices::person_id.eq_any(host_ids)),
        ),
    };
    let rows: Vec<Row> = entries.load(db)?;
    let choices: Vec<(String, String, String)> = choices.load(db)?;
    let mut of_host: HashMap<String, Entries> = HashMap::new();
    for row in rows {
        read(&row, of_host.entry(row.person_id.clone()).or_default())?;
    }
    for (person_id, region, switched) in choices {
        of_host.entry(person_id).or_default().holidays = Choice {
            region,
            switched: switched.split_whitespace().map(str::to_owned).collect(),
        };
    }
    for entries in of_host.values_mut() {
        entries.travels.sort_by_key(|(_, travel)| travel.from);
    }
    Ok(of_host)
}

/// Adds an absence of a host, or writes it over.
pub fn put_absence(db: &mut Db, host_id: &str, absence: &Absence) -> Result<(), StoreError> {
    let row = match absence.period {
        Period::Days { from, to } => Row {
            first_day: Some(from.to_string()),
            last_day: Some(to.to_string()),
            ..row(&absence.id, host_id)
        },
        Period::Between(span) => Row {
            starts_at: Some(micros(span.start())),
            ends_at: Some(micros(span.end())),
            ..row(&absence.id, host_id)
        },
    };
    put(
        db,
        Row {
            message: absence.message.clone(),
            substitute_id: absence.substitute_id.clone(),
            ..row
        },
    )
}

/// Adds a travel of a host, or writes it over.
pub fn put_travel(db: &mut Db, host_id: &str, id: &str, travel: &Travel) -> Result<(), StoreError> {
    put(
        db,
        Row {
            first_day: Some(travel.from.to_string()),
            last_day: Some(travel.to.to_string()),
            zone: Some(travel.zone.name().to_owned()),
            ..row(id, host_id)
        },
    )
}

/// Removes an absence or a travel of a host.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, host_id: &str, id: &str) -> Result<(), StoreError> {
    let own = time_off::table
        .find(id)
        .filter(time_off::person_id.eq(host_id));
    match diesel::delete(own).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Sets where a host lives and which holidays they switch; without a region, none.
pub fn set_holidays(db: &mut Db, host_id: &str, choice: &Choice) -> Result<(), StoreError> {
    diesel::delete(holiday_choices::table.find(host_id)).execute(db)?;
    if choice.region.is_empty() {
        return Ok(());
    }
    let switched: Vec<&str> = choice.switched.iter().map(String::as_str).collect();
    diesel::insert_into(holiday_choices::table)
        .values((
            holiday_choices::person_id.eq(host_id),
            holiday_choices::region.eq(&choice.region),
            holiday_choices::switched.eq(switched.join(" ")),
        ))
        .execute(db)?;
    Ok(())
}

fn put(db: &mut Db, row: Row) -> Result<(), StoreError> {
    let own = time_off::table
        .find(&row.id)
        .filter(time_off::person_id.eq(&row.person_id));
    if diesel::update(own).set(&row).execute(db)? == 0 {
        diesel::insert_into(time_off::table)
            .values(row)
            .execute(db)?;
    }
    Ok(())
}

fn row(id: &str, host_id: &str) -> Row {
    Row {
        id: id.to_owned(),
        person_id: host_id.to_owned(),
        first_day: None,
        last_day: None,
        starts_at: None,
        ends_at: None,
        zone: None,
        message: String::new(),
        substitute_id: None,
    }
}

fn read(row: &Row, entries: &mut Entries) -> Result<(), StoreError> {
    let days = match (&row.first_day, &row.last_day) {
        (Some(from), Some(to)) => Some((read_day(from)?, read_day(to)?)),
        _ => None,
    };
    if let (Some(name), Some((from, to))) = (&row.zone, days) {
        let zone = zone::parse(name).map_err(|_| CORRUPT)?;
        let travel = Travel { from, to, zone };
        entries.travels.push((row.id.clone(), travel));
        return Ok(());
    }
    let period = match (days, row.starts_at.zip(row.ends_at)) {
        (Some((from, to)), _) => Period::Days { from, to },
        (None, Some((start, end))) => {
            Period::Between(Span::new(instant(start)?, instant(end)?).ok_or(CORRUPT)?)
        }
        (None, None) => return Err(CORRUPT),
    };
    entries.absences.push(Absence {
        id: row.id.clone(),
        period,
        message: row.message.clone(),
        substitute_id: row.substitute_id.clone(),
    });
    Ok(())
}

fn read_day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| CORRUPT)
}
