//! Event types and their questions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schedules::{ScheduleRow, with_rules};
use super::schema::{event_types, questions, schedules};
use super::{Db, StoreError};
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::{
    EventType, Location, Owner, Question, QuestionKind, SlotRules, Visibility, Window,
};
use crate::kernel::intake::Decimal;
use crate::kernel::limits::Limits;
use crate::kernel::people::Slug;

const CORRUPT: StoreError = StoreError::Corrupt("event type");

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = event_types, treat_none_as_null = true)]
struct Row {
    id: String,
    person_id: Option<String>,
    schedule_id: Option<String>,
    slug: String,
    title: String,
    description: String,
    durations: String,
    step: i32,
    buffer_before: i32,
    buffer_after: i32,
    buffers_add_up: bool,
    minimum_notice: i32,
    window_days: Option<i32>,
    window_from: Option<String>,
    window_to: Option<String>,
    per_day: Option<i32>,
    per_week: Option<i32>,
    per_month: Option<i32>,
    minutes_per_day: Option<i32>,
    seats: i32,
    needs_approval: bool,
    location_kind: String,
    location_value: String,
    visibility: String,
    created_at: i64,
    team_id: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = questions)]
struct QuestionRow {
    event_type_id: String,
    position: i32,
    key: String,
    label: String,
    kind: String,
    options: String,
    is_required: bool,
    purpose: String,
    keep_days: i64,
}

/// Adds an event type, created `now`.
///
/// # Errors
/// `Duplicate` when the host has another with this slug.
pub fn insert(db: &mut Db, event_type: &EventType, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(event_types::table)
        .values(row(event_type, micros(now)))
        .execute(db)?;
    insert_questions(db, event_type)
}

/// Writes an event type and its questions over.
///
/// # Errors
/// `Duplicate` when the host has another with this slug; `NotFound`.
pub fn update(db: &mut Db, event_type: &EventType) -> Result<(), StoreError> {
    let created_at: i64 = event_types::table
        .find(&event_type.id)
        .select(event_types::created_at)
        .get_result(db)?;
    diesel::update(event_types::table.find(&event_type.id))
        .set(row(event_type, created_at))
        .execute(db)?;
    diesel::delete(questions::table.filter(questions::event_type_id.eq(&event_type.id)))
        .execute(db)?;
    insert_questions(db, event_type)
}

/// Removes an event type.
///
/// # Errors
/// `InUse` when it was ever booked; `NotFound`.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    match diesel::delete(event_types::table.find(id)).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Finds an event type by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<EventType, StoreError> {
    let row: Row = event_types::table.find(id).get_result(db)?;
    with_questions(db, row)
}

/// Finds several event types by id, in order of their ids.
pub fn find_all(db: &mut Db, ids: &[String]) -> Result<Vec<EventType>, StoreError> {
    let rows: Vec<Row> = event_types::table
        .filter(event_types::id.eq_any(ids))
        .order(event_types::id)
        .load(db)?;
    all_with_questions(db, rows)
}

/// Finds an event type by its host and slug, also a closed one, with its schedule.
///
/// # Errors
/// `NotFound`.
pub fn find_by_slug(
    db: &mut Db,
    host_id: &str,
    slug: &Slug,
) -> Result<(EventType, Schedule), StoreError> {
    let (row, schedule): (Row, ScheduleRow) = event_types::table
        .inner_join(schedules::table.on(event_types::schedule_id.eq(schedules::id.nullable())))
        .filter(event_types::person_id.eq(host_id))
        .filter(event_types::slug.eq(slug.as_str()))
        .get_result(db)?;
    Ok((with_questions(db, row)?, with_rules(db, schedule)?))
}

/// Finds an event type by its team and slug, also a closed one.
///
/// # Errors
/// `NotFound`.
pub fn find_by_team(db: &mut Db, team_id: &str, slug: &Slug) -> Result<EventType, StoreError> {
    let row: Row = event_types::table
        .filter(event_types::team_id.eq(team_id))
        .filter(event_types::slug.eq(slug.as_str()))
        .get_result(db)?;
    with_questions(db, row)
}

/// The event types of a host, the oldest first.
pub fn list(db: &mut Db, host_id: &str) -> Result<Vec<EventType>, StoreError> {
    let rows: Vec<Row> = event_types::table
        .filter(event_types::person_id.eq(host_id))
        .order(event_types::id)
        .load(db)?;
    all_with_questions(db, rows)
}

/// The event types of a team, the oldest first.
pub fn list_of_team(db: &mut Db, team_id: &str) -> Result<Vec<EventType>, StoreError> {
    let rows: Vec<Row> = event_types::table
        .filter(event_types::team_id.eq(team_id))
        .order(event_types::id)
        .load(db)?;
    all_with_questions(db, rows)
}

/// The event types of some teams, the oldest first.
pub fn list_of_teams(db: &mut Db, team_ids: &[&str]) -> Result<Vec<EventType>, StoreError> {
    let rows: Vec<Row> = event_types::table
        .filter(event_types::team_id.eq_any(team_ids))
        .order(event_types::id)
        .load(db)?;
    all_with_questions(db, rows)
}

fn all_with_questions(db: &mut Db, rows: Vec<Row>) -> Result<Vec<EventType>, StoreError> {
    let mut questions: Vec<QuestionRow> = questions::table
        .filter(questions::event_type_id.eq_any(rows.iter().map(|row| row.id.clone())))
        .order((questions::event_type_id, questions::position))
        .load(db)?;
    rows.into_iter()
        .map(|row| {
            let (own, others) = questions
                .drain(..)
                .partition(|question| question.event_type_id == row.id);
            questions = others;
            read(row, own)
        })
        .collect()
}

fn with_questions(db: &mut Db, row: Row) -> Result<EventType, StoreError> {
    let questions = questions::table
        .filter(questions::event_type_id.eq(&row.id))
        .order(questions::position)
        .load(db)?;
    read(row, questions)
}

fn insert_questions(db: &mut Db, event_type: &EventType) -> Result<(), StoreError> {
    for (position, question) in (0..).zip(&event_type.questions) {
        let (kind, options) = kind_columns(&question.kind);
        diesel::insert_into(questions::table)
            .values(QuestionRow {
                event_type_id: event_type.id.clone(),
                position,
                key: question.key.clone(),
                label: question.label.clone(),
                kind: kind.to_owned(),
                options,
                is_required: question.is_required,
                purpose: question.purpose.clone(),
                keep_days: i64::from(question.keep_days),
            })
            .execute(db)?;
    }
    Ok(())
}

/// How a kind of question is stored: its name and what belongs to it, one a line.
fn kind_columns(kind: &QuestionKind) -> (&'static str, String) {
    let limit = |value: &Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    match kind {
        QuestionKind::Line => ("line", String::new()),
        QuestionKind::Text => ("text", String::new()),
        QuestionKind::Check => ("check", String::new()),
        QuestionKind::YesNo => ("yes-no", String::new()),
        QuestionKind::Phone => ("phone", String::new()),
        QuestionKind::Number { min, max } => ("number", format!("{}\n{}", limit(min), limit(max))),
        QuestionKind::Choice(options) => ("choice", options.join("\n")),
        QuestionKind::Several(options) => ("several", options.join("\n")),
    }
}

fn read_kind(kind: &str, options: &str) -> Result<QuestionKind, StoreError> {
    let lines = || options.split('\n').map(str::to_owned).collect();
    let limit = |text: &str| match text {
        "" => Ok(None),
        text => Decimal::parse(text).map(Some).ok_or(CORRUPT),
    };
    Ok(match kind {
        "line" => QuestionKind::Line,
        "text" => QuestionKind::Text,
        "check" => QuestionKind::Check,
        "yes-no" => QuestionKind::YesNo,
        "phone" => QuestionKind::Phone,
        "number" => {
            let (min, max) = options.split_once('\n').ok_or(CORRUPT)?;
            QuestionKind::Number {
                min: limit(min)?,
                max: limit(max)?,
            }
        }
        "choice" => QuestionKind::Choice(lines()),
        "several" => QuestionKind::Several(lines()),
        _ => return Err(CORRUPT),
    })
}

/// How a location is stored: its kind and the one text that goes with it.
pub(super) fn location_columns(location: &Location) -> (&'static str, &str) {
    match location {
        Location::Room { backend } => ("room", backend),
        Location::Phone { number } => ("phone", number),
        Location::Place { address } => ("place", address),
        Location::Link { url } => ("link", url),
    }
}

pub(super) fn read_location(kind: &str, value: String) -> Result<Location, StoreError> {
    match kind {
        "room" => Ok(Location::Room { backend: value }),
        "phone" => Ok(Location::Phone { number: value }),
        "place" => Ok(Location::Place { address: value }),
        "link" => Ok(Location::Link { url: value }),
        _ => Err(StoreError::Corrupt("location")),
    }
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn row(event_type: &EventType, created_at: i64) -> Row {
    let rules = &event_type.rules;
    let (window_days, window_from, window_to) = match rules.window {
        Window::Rolling { days } => (Some(signed(days)), None, None),
        Window::Fixed { from, to } => (None, Some(from.to_string()), Some(to.to_string())),
        Window::Open => (None, None, None),
    };
    let (location_kind, location_value) = location_columns(&event_type.location);
    let durations: Vec<String> = rules.durations.iter().map(u32::to_string).collect();
    Row {
        id: event_type.id.clone(),
        person_id: event_type.host_id().map(str::to_owned),
        schedule_id: event_type.schedule_id().map(str::to_owned),
        team_id: event_type.team_id().map(str::to_owned),
        slug: event_type.slug.to_string(),
        title: event_type.title.clone(),
        description: event_type.description.clone(),
        durations: durations.join(","),
        step: signed(rules.step),
        buffer_before: signed(rules.buffer_before),
        buffer_after: signed(rules.buffer_after),
        buffers_add_up: rules.buffers_add_up,
        minimum_notice: signed(rules.minimum_notice),
        window_days,
        window_from,
        window_to,
        per_day: rules.limits.per_day.map(signed),
        per_week: rules.limits.per_week.map(signed),
        per_month: rules.limits.per_month.map(signed),
        minutes_per_day: rules.limits.minutes_per_day.map(signed),
        seats: signed(rules.seats),
        needs_approval: event_type.needs_approval,
        location_kind: location_kind.to_owned(),
        location_value: location_value.to_owned(),
        visibility: match event_type.visibility {
            Visibility::Public => "public",
            Visibility::Unlisted => "unlisted",
            Visibility::Closed => "closed",
        }
        .to_owned(),
        created_at,
    }
}

fn unsigned(value: i32) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| CORRUPT)
}

fn read(row: Row, questions: Vec<QuestionRow>) -> Result<EventType, StoreError> {
    let date = |text: &str| text.parse::<NaiveDate>().map_err(|_| CORRUPT);
    let limit = |value: Option<i32>| value.map(unsigned).transpose();
    let window = match (row.window_days, &row.window_from, &row.window_to) {
        (Some(days), _, _) => Window::Rolling {
            days: unsigned(days)?,
        },
        (None, Some(from), Some(to)) => Window::Fixed {
            from: date(from)?,
            to: date(to)?,
        },
        _ => Window::Open,
    };
    Ok(EventType {
        slug: Slug::parse(&row.slug).map_err(|_| CORRUPT)?,
        rules: SlotRules {
            durations: row
                .durations
                .split(',')
                .map(|text| text.parse().map_err(|_| CORRUPT))
                .collect::<Result<_, _>>()?,
            step: unsigned(row.step)?,
            buffer_before: unsigned(row.buffer_before)?,
            buffer_after: unsigned(row.buffer_after)?,
            buffers_add_up: row.buffers_add_up,
            minimum_notice: unsigned(row.minimum_notice)?,
            window,
            limits: Limits {
                per_day: limit(row.per_day)?,
                per_week: limit(row.per_week)?,
                per_month: limit(row.per_month)?,
                minutes_per_day: limit(row.minutes_per_day)?,
            },
            seats: unsigned(row.seats)?,
        },
        location: read_location(&row.location_kind, row.location_value)?,
        visibility: match row.visibility.as_str() {
            "public" => Visibility::Public,
            "unlisted" => Visibility::Unlisted,
            "closed" => Visibility::Closed,
            _ => return Err(CORRUPT),
        },
        questions: questions
            .into_iter()
            .map(read_question)
            .collect::<Result<_, _>>()?,
        id: row.id,
        owner: match (row.person_id, row.schedule_id, row.team_id) {
            (Some(host_id), Some(schedule_id), None) => Owner::Host {
                host_id,
                schedule_id,
            },
            (None, None, Some(team_id)) => Owner::Team { team_id },
            _ => return Err(CORRUPT),
        },
        title: row.title,
        description: row.description,
        needs_approval: row.needs_approval,
    })
}

fn read_question(row: QuestionRow) -> Result<Question, StoreError> {
    Ok(Question {
        key: row.key,
        label: row.label,
        kind: read_kind(&row.kind, &row.options)?,
        is_required: row.is_required,
        purpose: row.purpose,
        keep_days: u32::try_from(row.keep_days).map_err(|_| CORRUPT)?,
    })
}

/// What everybody offers to everybody, the oldest first; without questions.
pub fn list_public(db: &mut Db) -> Result<Vec<EventType>, StoreError> {
    let rows: Vec<Row> = event_types::table
        .filter(event_types::visibility.eq("public"))
        .order(event_types::id)
        .load(db)?;
    rows.into_iter().map(|row| read(row, Vec::new())).collect()
}
