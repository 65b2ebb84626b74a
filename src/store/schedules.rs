//! Schedules and their rules.

use std::collections::HashMap;

use chrono::{NaiveDate, Weekday};
use diesel::prelude::*;

use super::schema::{schedule_rules, schedules};
use super::{Db, StoreError};
use crate::kernel::availability::{DateOverride, Hours, Schedule, TimeRange, WeeklyHours};
use crate::kernel::zone;

#[derive(Queryable, Insertable)]
#[diesel(table_name = schedule_rules)]
struct RuleRow {
    schedule_id: String,
    position: i32,
    weekday: Option<i32>,
    date: Option<String>,
    from_minute: Option<i32>,
    to_minute: Option<i32>,
}

/// Id, host, name, zone.
pub(super) type ScheduleRow = (String, String, String, String);

const CORRUPT: StoreError = StoreError::Corrupt("schedule");

/// Adds a schedule with its rules.
pub fn insert(db: &mut Db, schedule: &Schedule) -> Result<(), StoreError> {
    diesel::insert_into(schedules::table)
        .values((
            schedules::id.eq(&schedule.id),
            schedules::person_id.eq(&schedule.host_id),
            schedules::name.eq(&schedule.name),
            schedules::zone.eq(schedule.hours.zone.name()),
        ))
        .execute(db)?;
    insert_rules(db, schedule)
}

/// Writes a schedule and its rules over.
///
/// # Errors
/// `NotFound`.
pub fn update(db: &mut Db, schedule: &Schedule) -> Result<(), StoreError> {
    let touched = diesel::update(schedules::table.find(&schedule.id))
        .set((
            schedules::name.eq(&schedule.name),
            schedules::zone.eq(schedule.hours.zone.name()),
        ))
        .execute(db)?;
    if touched == 0 {
        return Err(StoreError::NotFound);
    }
    diesel::delete(schedule_rules::table.filter(schedule_rules::schedule_id.eq(&schedule.id)))
        .execute(db)?;
    insert_rules(db, schedule)
}

/// Removes a schedule.
///
/// # Errors
/// `InUse` while an event type uses it; `NotFound`.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    match diesel::delete(schedules::table.find(id)).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Finds a schedule by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Schedule, StoreError> {
    let row: ScheduleRow = schedules::table.find(id).get_result(db)?;
    with_rules(db, row)
}

/// The schedule of a row.
pub(super) fn with_rules(db: &mut Db, row: ScheduleRow) -> Result<Schedule, StoreError> {
    let rules: Vec<RuleRow> = schedule_rules::table
        .filter(schedule_rules::schedule_id.eq(&row.0))
        .order(schedule_rules::position)
        .load(db)?;
    read(row, &rules)
}

/// The schedules of a host, the oldest first.
pub fn list(db: &mut Db, host_id: &str) -> Result<Vec<Schedule>, StoreError> {
    list_of(db, &[host_id])
}

/// The schedules of several hosts, the oldest first.
pub fn list_of(db: &mut Db, host_ids: &[&str]) -> Result<Vec<Schedule>, StoreError> {
    let rows: Vec<ScheduleRow> = schedules::table
        .filter(schedules::person_id.eq_any(host_ids))
        .order(schedules::id)
        .load(db)?;
    let rules: Vec<RuleRow> = schedule_rules::table
        .filter(schedule_rules::schedule_id.eq_any(rows.iter().map(|row| row.0.clone())))
        .order(schedule_rules::position)
        .load(db)?;
    rows.into_iter().map(|row| read(row, &rules)).collect()
}

/// The first schedule of each of several hosts.
pub fn first_of_each(db: &mut Db, host_ids: &[&str]) -> Result<Vec<Schedule>, StoreError> {
    let mut rows: Vec<ScheduleRow> = schedules::table
        .filter(schedules::person_id.eq_any(host_ids))
        .order((schedules::person_id, schedules::id))
        .load(db)?;
    rows.dedup_by(|next, first| next.1 == first.1);
    all_with_rules(db, rows)
}

/// Finds several schedules by id, in any order.
pub fn find_all(db: &mut Db, ids: &[&str]) -> Result<Vec<Schedule>, StoreError> {
    let rows = schedules::table
        .filter(schedules::id.eq_any(ids))
        .load(db)?;
    all_with_rules(db, rows)
}

fn all_with_rules(db: &mut Db, rows: Vec<ScheduleRow>) -> Result<Vec<Schedule>, StoreError> {
    let mut rules: HashMap<String, Vec<RuleRow>> = HashMap::new();
    let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let loaded: Vec<RuleRow> = schedule_rules::table
        .filter(schedule_rules::schedule_id.eq_any(ids))
        .order((schedule_rules::schedule_id, schedule_rules::position))
        .load(db)?;
    for rule in loaded {
        rules
            .entry(rule.schedule_id.clone())
            .or_default()
            .push(rule);
    }
    rows.into_iter()
        .map(|row| {
            let rules = rules.remove(&row.0).unwrap_or_default();
            read(row, &rules)
        })
        .collect()
}

fn insert_rules(db: &mut Db, schedule: &Schedule) -> Result<(), StoreError> {
    let weekly = schedule.hours.weekly.iter().flat_map(|weekly| {
        weekly
            .days
            .iter()
            .map(|day| (Some(weekday_number(*day)), None, Some(weekly.range)))
    });
    let overrides = schedule.hours.overrides.iter().flat_map(|day| {
        let ranges: Vec<Option<TimeRange>> = if day.ranges.is_empty() {
            vec![None]
        } else {
            day.ranges.iter().copied().map(Some).collect()
        };
        ranges
            .into_iter()
            .map(|range| (None, Some(day.date.to_string()), range))
    });
    for (position, (weekday, date, range)) in (0..).zip(weekly.chain(overrides)) {
        diesel::insert_into(schedule_rules::table)
            .values(RuleRow {
                schedule_id: schedule.id.clone(),
                position,
                weekday,
                date,
                from_minute: range.map(|range| i32::from(range.from())),
                to_minute: range.map(|range| i32::from(range.to())),
            })
            .execute(db)?;
    }
    Ok(())
}

fn read((id, host_id, name, zone): ScheduleRow, rules: &[RuleRow]) -> Result<Schedule, StoreError> {
    let mut hours = Hours {
        zone: zone::parse(&zone).map_err(|_| CORRUPT)?,
        weekly: Vec::new(),
        overrides: Vec::new(),
    };
    for rule in rules.iter().filter(|rule| rule.schedule_id == id) {
        let range = read_range(rule)?;
        match (rule.weekday, &rule.date, range) {
            (Some(day), None, Some(range)) => add_weekly(&mut hours, read_weekday(day)?, range),
            (None, Some(date), range) => {
                let date = date.parse::<NaiveDate>().map_err(|_| CORRUPT)?;
                add_override(&mut hours, date, range);
            }
            _ => return Err(CORRUPT),
        }
    }
    Ok(Schedule {
        id,
        host_id,
        name,
        hours,
    })
}

/// Rules of the same range that follow each other become one entry again.
fn add_weekly(hours: &mut Hours, day: Weekday, range: TimeRange) {
    match hours.weekly.last_mut() {
        Some(last) if last.range == range && !last.days.contains(&day) => last.days.push(day),
        _ => hours.weekly.push(WeeklyHours {
            days: vec![day],
            range,
        }),
    }
}

fn add_override(hours: &mut Hours, date: NaiveDate, range: Option<TimeRange>) {
    match hours.overrides.last_mut() {
        Some(last) if last.date == date => last.ranges.extend(range),
        _ => hours.overrides.push(DateOverride {
            date,
            ranges: range.into_iter().collect(),
        }),
    }
}

fn read_range(rule: &RuleRow) -> Result<Option<TimeRange>, StoreError> {
    let (Some(from), Some(to)) = (rule.from_minute, rule.to_minute) else {
        return Ok(None);
    };
    let minute = |value: i32| u16::try_from(value).map_err(|_| CORRUPT);
    TimeRange::new(minute(from)?, minute(to)?)
        .map(Some)
        .map_err(|_| CORRUPT)
}

fn weekday_number(day: Weekday) -> i32 {
    i32::from(day.num_days_from_monday() as u8)
}

fn read_weekday(number: i32) -> Result<Weekday, StoreError> {
    u8::try_from(number)
        .ok()
        .and_then(|number| Weekday::try_from(number).ok())
        .ok_or(CORRUPT)
}
