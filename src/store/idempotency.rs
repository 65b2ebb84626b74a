//! Requests that were answered before: the same key gets the same answer.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schema::idempotency;
use super::{Db, StoreError};

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The hash of what was asked.
    pub request_hash: String,
    /// The booking that came of it.
    pub booking_id: String,
}

/// What a key was used for, if it was.
pub fn find(db: &mut Db, key_hash: &str) -> Result<Option<Seen>, StoreError> {
    let row: Option<(String, String)> = idempotency::table
        .find(key_hash)
        .select((idempotency::request_hash, idempotency::booking_id))
        .get_result(db)
        .optional()?;
    Ok(row.map(|(request_hash, booking_id)| Seen {
        request_hash,
        booking_id,
    }))
}

/// Remembers a key.
///
/// # Errors
/// `Duplicate` when it was used in the meantime.
pub fn insert(
    db: &mut Db,
    key_hash: &str,
    seen: &Seen,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::key_hash.eq(key_hash),
            idempotency::request_hash.eq(&seen.request_hash),
            idempotency::booking_id.eq(&seen.booking_id),
            idempotency::created_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Forgets the keys used before `before`.
pub fn delete_before(db: &mut Db, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(
        diesel::delete(idempotency::table.filter(idempotency::created_at.lt(micros(before))))
            .execute(db)?,
    )
}
