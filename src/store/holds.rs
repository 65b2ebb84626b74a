//! Times that clients keep while they fill in a form.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{claims, holds};
use super::{Db, StoreError};
use crate::kernel::span::Span;

/// A time that is kept for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Holds the claims.
    pub holder_id: String,
    /// What is to be booked.
    pub event_type_id: String,
    /// When.
    pub span: Span,
    /// Until when it is kept, UTC, exclusive.
    pub expires_at: DateTime<Utc>,
    /// How often it was renewed.
    pub renewals: u32,
}

type Row = (String, String, String, i64, i64, i64, i32);

/// Adds a hold.
pub fn insert(db: &mut Db, token_hash: &str, hold: &Hold) -> Result<(), StoreError> {
    diesel::insert_into(holds::table)
        .values((
            holds::token_hash.eq(token_hash),
            holds::holder_id.eq(&hold.holder_id),
            holds::event_type_id.eq(&hold.event_type_id),
            holds::starts_at.eq(micros(hold.span.start())),
            holds::ends_at.eq(micros(hold.span.end())),
            holds::expires_at.eq(micros(hold.expires_at)),
            holds::renewals.eq(i32::try_from(hold.renewals).unwrap_or(i32::MAX)),
        ))
        .execute(db)?;
    Ok(())
}

/// Writes over until when it is kept and how often it was renewed.
pub fn update(db: &mut Db, hold: &Hold) -> Result<(), StoreError> {
    diesel::update(holds::table.filter(holds::holder_id.eq(&hold.holder_id)))
        .set((
            holds::expires_at.eq(micros(hold.expires_at)),
            holds::renewals.eq(i32::try_from(hold.renewals).unwrap_or(i32::MAX)),
        ))
        .execute(db)?;
    Ok(())
}

/// Finds a hold by the hash of its token, also one that has run out.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, token_hash: &str) -> Result<Hold, StoreError> {
    let row: Row = holds::table.find(token_hash).get_result(db)?;
    read(row)
}

/// The same by what holds its claims.
///
/// # Errors
/// `NotFound`.
pub fn find_by_holder(db: &mut Db, holder_id: &str) -> Result<Hold, StoreError> {
    let row: Row = holds::table
        .filter(holds::holder_id.eq(holder_id))
        .get_result(db)?;
    read(row)
}

/// Removes a hold; its claims stay.
pub fn delete(db: &mut Db, holder_id: &str) -> Result<(), StoreError> {
    diesel::delete(holds::table.filter(holds::holder_id.eq(holder_id))).execute(db)?;
    Ok(())
}

/// How many live holds take the time of each of `host_ids`, at the most.
pub fn most_of(db: &mut Db, host_ids: &[&str], now: DateTime<Utc>) -> Result<usize, StoreError> {
    let live = holds::table
        .filter(holds::expires_at.gt(micros(now)))
        .select(holds::holder_id);
    let taken: Vec<String> = claims::table
        .filter(claims::holder_id.eq_any(live))
        .filter(claims::person_id.eq_any(host_ids))
        .select(claims::person_id)
        .load(db)?;
    let count = |id: &&str| taken.iter().filter(|taken| taken == id).count();
    Ok(host_ids.iter().map(count).max().unwrap_or_default())
}

fn read(
    (_, holder_id, event_type_id, start, end, expires_at, renewals): Row,
) -> Result<Hold, StoreError> {
    let corrupt = || StoreError::Corrupt("hold");
    Ok(Hold {
        holder_id,
        event_type_id,
        span: Span::new(instant(start)?, instant(end)?).ok_or_else(corrupt)?,
        expires_at: instant(expires_at)?,
        renewals: u32::try_from(renewals).map_err(|_| corrupt())?,
    })
}
