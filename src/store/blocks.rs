//! Who cannot book with a host.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::blocks;
use super::{Db, StoreError};

/// An entry of a host's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// UUIDv7.
    pub id: String,
    /// An address or a domain, in lower case.
    pub pattern: String,
    /// Why, for the host alone; may be empty.
    pub note: String,
    /// Since when, UTC.
    pub created_at: DateTime<Utc>,
}

/// Adds an entry.
///
/// # Errors
/// `Duplicate` when the pattern is on the list already.
pub fn insert(db: &mut Db, host_id: &str, block: &Block) -> Result<(), StoreError> {
    diesel::insert_into(blocks::table)
        .values((
            blocks::id.eq(&block.id),
            blocks::person_id.eq(host_id),
            blocks::pattern.eq(&block.pattern),
            blocks::note.eq(&block.note),
            blocks::created_at.eq(micros(block.created_at)),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes an entry of a host.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, host_id: &str, id: &str) -> Result<(), StoreError> {
    let entry = blocks::table.find(id).filter(blocks::person_id.eq(host_id));
    if diesel::delete(entry).execute(db)? == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// How many entries a host has.
pub fn count(db: &mut Db, host_id: &str) -> Result<i64, StoreError> {
    Ok(blocks::table
        .filter(blocks::person_id.eq(host_id))
        .count()
        .get_result(db)?)
}

/// A host's entries in order of their pattern.
pub fn list(db: &mut Db, host_id: &str) -> Result<Vec<Block>, StoreError> {
    let rows: Vec<(String, String, String, String, i64)> = blocks::table
        .filter(blocks::person_id.eq(host_id))
        .order(blocks::pattern)
        .load(db)?;
    rows.into_iter()
        .map(|(id, _, pattern, note, created_at)| {
            Ok(Block {
                id,
                pattern,
                note,
                created_at: instant(created_at)?,
            })
        })
        .collect()
}

/// Those of `host_ids` who have one of `patterns` on their list.
pub fn refusing(
    db: &mut Db,
    host_ids: &[&str],
    patterns: &[String],
) -> Result<Vec<String>, StoreError> {
    Ok(blocks::table
        .filter(blocks::person_id.eq_any(host_ids))
        .filter(blocks::pattern.eq_any(patterns))
        .select(blocks::person_id)
        .load(db)?)
}
