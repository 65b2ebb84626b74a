//! Sessions to which the client did not come.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::no_shows;
use super::{Db, StoreError};

/// Notes that the client of a booking did not come; once is enough.
pub fn mark(db: &mut Db, booking_id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if find(db, booking_id)?.is_some() {
        return Ok(());
    }
    diesel::insert_into(no_shows::table)
        .values((
            no_shows::booking_id.eq(booking_id),
            no_shows::marked_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Takes that back.
pub fn unmark(db: &mut Db, booking_id: &str) -> Result<(), StoreError> {
    diesel::delete(no_shows::table.find(booking_id)).execute(db)?;
    Ok(())
}

/// When it was noted, UTC, if it was.
pub fn find(db: &mut Db, booking_id: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    let marked_at: Option<i64> = no_shows::table
        .find(booking_id)
        .select(no_shows::marked_at)
        .get_result(db)
        .optional()?;
    marked_at.map(instant).transpose()
}
