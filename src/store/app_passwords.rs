//! Passwords of the programs that people use with their calendars.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::app_passwords;
use super::{Db, StoreError};

/// A password of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppPassword {
    /// UUIDv7.
    pub id: String,
    /// Whose.
    pub person_id: String,
    /// Which program.
    pub label: String,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to about an hour, UTC.
    pub last_used_at: Option<DateTime<Utc>>,
}

type Row = (String, String, String, String, i64, Option<i64>);

/// Adds one.
pub fn insert(db: &mut Db, new: &AppPassword, hash: &str) -> Result<(), StoreError> {
    diesel::insert_into(app_passwords::table)
        .values((
            app_passwords::id.eq(&new.id),
            app_passwords::person_id.eq(&new.person_id),
            app_passwords::label.eq(&new.label),
            app_passwords::hash.eq(hash),
            app_passwords::created_at.eq(micros(new.created_at)),
        ))
        .execute(db)?;
    Ok(())
}

/// The one with this hash, if there is one.
pub fn find(db: &mut Db, hash: &str) -> Result<Option<AppPassword>, StoreError> {
    let row: Option<Row> = app_passwords::table
        .filter(app_passwords::hash.eq(hash))
        .get_result(db)
        .optional()?;
    row.map(read).transpose()
}

/// Those of a person, the oldest first.
pub fn list(db: &mut Db, person_id: &str) -> Result<Vec<AppPassword>, StoreError> {
    let rows: Vec<Row> = app_passwords::table
        .filter(app_passwords::person_id.eq(person_id))
        .order((app_passwords::created_at, app_passwords::id))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// Removes one of a person's.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, person_id: &str, id: &str) -> Result<(), StoreError> {
    let own = app_passwords::table.find(id);
    let own = own.filter(app_passwords::person_id.eq(person_id));
    match diesel::delete(own).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Notes that one was used.
pub fn used(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(app_passwords::table.find(id))
        .set(app_passwords::last_used_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

fn read(
    (id, person_id, label, _, created_at, last_used_at): Row,
) -> Result<AppPassword, StoreError> {
    Ok(AppPassword {
        id,
        person_id,
        label,
        created_at: instant(created_at)?,
        last_used_at: last_used_at.map(instant).transpose()?,
    })
}
