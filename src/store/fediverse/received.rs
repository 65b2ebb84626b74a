//! What was received, so that it is done once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::db::micros;
use super::super::schema::inbox_seen;
use crate::store::{Db, StoreError};

/// The hash of the body that came under this name before, if one did; else notes this one.
pub fn note_seen(
    db: &mut Db,
    (origin, activity): (&str, &str),
    body_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let row = (
        inbox_seen::origin.eq(origin),
        inbox_seen::activity.eq(activity),
        inbox_seen::body_hash.eq(body_hash),
        inbox_seen::received_at.eq(micros(now)),
    );
    // MultiConnection knows no `ON CONFLICT`.
    let new = match db {
        Db::Pg(connection) => diesel::insert_into(inbox_seen::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(inbox_seen::table)
            .values(row)
            .execute(connection)?,
    };
    if new > 0 {
        return Ok(None);
    }
    let seen = inbox_seen::table.find((origin, activity));
    Ok(Some(seen.select(inbox_seen::body_hash).get_result(db)?))
}

/// Forgets what was received before `before`.
pub fn forget_seen(db: &mut Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    let old = inbox_seen::table.filter(inbox_seen::received_at.lt(micros(before)));
    diesel::delete(old).execute(db)?;
    Ok(())
}
