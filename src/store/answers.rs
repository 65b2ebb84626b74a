//! What clients answered: the only place that writes and reads it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schema::answers;
use super::{Db, StoreError};
use crate::kernel::booking::Booking;
use crate::kernel::intake::{Answer, Given, delete_at, kept_from};

const CORRUPT: StoreError = StoreError::Corrupt("answer");
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

#[derive(Queryable, Insertable)]
#[diesel(table_name = answers)]
struct Row {
    booking_id: String,
    position: i32,
    question: String,
    answer: String,
    kind: String,
    keep_days: i64,
    delete_at: i64,
}

/// Adds the answers of a new booking; without any, the database is not asked.
pub(super) fn insert(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    let rows: Vec<Row> = (0..)
        .zip(&booking.attendee.answers)
        .map(|(position, answer)| row(booking, position, answer))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    match db {
        // One statement: each is a round trip.
        Db::Pg(connection) => {
            diesel::insert_into(answers::table)
                .values(rows)
                .execute(connection)?;
        }
        Db::Sqlite(connection) => {
            for row in rows {
                diesel::insert_into(answers::table)
                    .values(row)
                    .execute(connection)?;
            }
        }
    }
    Ok(())
}

fn row(booking: &Booking, position: i32, answer: &Answer) -> Row {
    let (kind, text) = columns(&answer.given);
    Row {
        booking_id: booking.id.clone(),
        position,
        question: answer.question.clone(),
        answer: text,
        kind: kind.to_owned(),
        keep_days: i64::from(answer.keep_days),
        delete_at: micros(delete_at(&booking.life, answer.keep_days)),
    }
}

/// Counts the days anew after a session was moved or called off.
pub(super) fn keep_with(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    if booking.attendee.answers.is_empty() {
        return Ok(());
    }
    let from = micros(kept_from(&booking.life));
    diesel::update(answers::table.filter(answers::booking_id.eq(&booking.id)))
        .set(answers::delete_at.eq(answers::keep_days * DAY + from))
        .execute(db)?;
    Ok(())
}

/// The answers of one booking as far as they are kept, in the order of their questions.
pub(super) fn of_one(db: &mut Db, booking_id: &str) -> Result<Vec<Answer>, StoreError> {
    // Apart from the next one: a statement with a list is not kept prepared.
    let rows: Vec<Row> = answers::table
        .filter(answers::booking_id.eq(booking_id))
        .order(answers::position)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The answers of some bookings as far as they are kept, in the order of their questions.
pub(super) fn of(
    db: &mut Db,
    booking_ids: Vec<String>,
) -> Result<HashMap<String, Vec<Answer>>, StoreError> {
    let rows: Vec<Row> = answers::table
        .filter(answers::booking_id.eq_any(booking_ids))
        .order((answers::booking_id, answers::position))
        .load(db)?;
    let mut found: HashMap<String, Vec<Answer>> = HashMap::new();
    for row in rows {
        let booking_id = row.booking_id.clone();
        found.entry(booking_id).or_default().push(read(row)?);
    }
    Ok(found)
}

/// Deletes the answers of up to `limit` bookings whose time is over, and returns how many answers
/// that were.
pub fn delete_due(db: &mut Db, now: DateTime<Utc>, limit: u32) -> Result<usize, StoreError> {
    let due = answers::delete_at.le(micros(now));
    let bookings: Vec<String> = answers::table
        .filter(due)
        .order(answers::delete_at)
        .limit(i64::from(limit))
        .select(answers::booking_id)
        .load(db)?;
    if bookings.is_empty() {
        return Ok(0);
    }
    let of_these = answers::booking_id.eq_any(bookings);
    Ok(diesel::delete(answers::table.filter(of_these).filter(due)).execute(db)?)
}

/// How an answer is stored: its kind and its words.
pub(super) fn columns(given: &Given) -> (&'static str, String) {
    match given {
        Given::Text(text) => ("text", text.clone()),
        // An option is one line: a line end divides them.
        Given::Several(chosen) => ("several", chosen.join("\n")),
        Given::Yes => ("yes", String::new()),
        Given::No => ("no", String::new()),
    }
}

fn read(row: Row) -> Result<Answer, StoreError> {
    read_columns(row.question, (&row.kind, row.answer), row.keep_days)
}

/// The answer that is stored so.
pub(super) fn read_columns(
    question: String,
    (kind, answer): (&str, String),
    keep_days: i64,
) -> Result<Answer, StoreError> {
    Ok(Answer {
        question,
        given: match kind {
            "text" => Given::Text(answer),
            "several" => Given::Several(answer.split('\n').map(str::to_owned).collect()),
            "yes" => Given::Yes,
            "no" => Given::No,
            _ => return Err(CORRUPT),
        },
        keep_days: u32::try_from(keep_days).map_err(|_| CORRUPT)?,
    })
}
