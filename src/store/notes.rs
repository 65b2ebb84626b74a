//! What a coach notes about a client: the only place that writes and reads it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{note_settings, notes};
use super::{Db, StoreError};
use crate::kernel::notes::Note;

#[derive(Queryable, Insertable)]
#[diesel(table_name = notes)]
struct Row {
    id: String,
    client_id: String,
    body: String,
    created_at: i64,
    updated_at: i64,
}

/// Adds a note.
pub fn insert(db: &mut Db, client_id: &str, note: &Note) -> Result<(), StoreError> {
    diesel::insert_into(notes::table)
        .values(Row {
            id: note.id.clone(),
            client_id: client_id.to_owned(),
            body: note.body.clone(),
            created_at: micros(note.created_at),
            updated_at: micros(note.updated_at),
        })
        .execute(db)?;
    Ok(())
}

/// Writes the words of a note over.
///
/// # Errors
/// `NotFound` when the client has no such note.
pub fn update(
    db: &mut Db,
    client_id: &str,
    (id, body): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let note = notes::table
        .filter(notes::id.eq(id))
        .filter(notes::client_id.eq(client_id));
    let values = (notes::body.eq(body), notes::updated_at.eq(micros(now)));
    match diesel::update(note).set(values).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Removes a note.
///
/// # Errors
/// `NotFound` when the client has no such note.
pub fn delete(db: &mut Db, client_id: &str, id: &str) -> Result<(), StoreError> {
    let note = notes::table
        .filter(notes::id.eq(id))
        .filter(notes::client_id.eq(client_id));
    match diesel::delete(note).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Removes every note about some clients.
pub(super) fn delete_of(db: &mut Db, client_ids: Vec<String>) -> Result<(), StoreError> {
    diesel::delete(notes::table.filter(notes::client_id.eq_any(client_ids))).execute(db)?;
    Ok(())
}

/// One note about a client.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, client_id: &str, id: &str) -> Result<Note, StoreError> {
    let row: Row = notes::table
        .filter(notes::id.eq(id))
        .filter(notes::client_id.eq(client_id))
        .get_result(db)?;
    read(row)
}

/// So many notes about a client after the first `skip`, the newest first.
pub fn list(
    db: &mut Db,
    client_id: &str,
    (skip, count): (u32, u32),
) -> Result<Vec<Note>, StoreError> {
    let rows: Vec<Row> = notes::table
        .filter(notes::client_id.eq(client_id))
        .order(notes::id.desc())
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// How many notes there are about a client.
pub fn count(db: &mut Db, client_id: &str) -> Result<usize, StoreError> {
    let count: i64 = notes::table
        .filter(notes::client_id.eq(client_id))
        .count()
        .get_result(db)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// How many days after the last session a host keeps notes; none if they never said.
pub fn keep_days(db: &mut Db, person_id: &str) -> Result<Option<u32>, StoreError> {
    let days: Option<i64> = note_settings::table
        .find(person_id)
        .select(note_settings::keep_days)
        .get_result(db)
        .optional()?;
    days.map(|days| u32::try_from(days).map_err(|_| StoreError::Corrupt("note setting")))
        .transpose()
}

/// Sets how many days after the last session a host keeps notes.
pub fn set_keep_days(db: &mut Db, person_id: &str, days: u32) -> Result<(), StoreError> {
    let days = note_settings::keep_days.eq(i64::from(days));
    let known = diesel::update(note_settings::table.find(person_id));
    if known.set(days).execute(db)? == 0 {
        diesel::insert_into(note_settings::table)
            .values((note_settings::person_id.eq(person_id), days))
            .execute(db)?;
    }
    Ok(())
}

fn read(row: Row) -> Result<Note, StoreError> {
    Ok(Note {
        id: row.id,
        body: row.body,
        created_at: instant(row.created_at)?,
        updated_at: instant(row.updated_at)?,
    })
}
