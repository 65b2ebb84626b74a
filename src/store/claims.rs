//! The one table that decides about time.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::claims;
use super::{Db, StoreError};
use crate::kernel::booking::Status;
use crate::kernel::event_type::SlotRules;
use crate::kernel::slots::Claim;
use crate::kernel::span::Span;

/// No claim is longer: the database refuses it.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What a booking takes of its host's time.
pub struct NewClaim<'a> {
    /// The booking.
    pub booking_id: &'a str,
    /// Whose time.
    pub host_id: &'a str,
    /// What is booked.
    pub event_type_id: &'a str,
    /// When.
    pub span: Span,
    /// Pending requests run out, confirmed bookings do not.
    pub status: Status,
    /// Where the buffers come from.
    pub rules: &'a SlotRules,
}

/// Takes the time.
///
/// # Errors
/// `Overlap` when another claim of this host has any of it.
pub fn insert(db: &mut Db, claim: &NewClaim) -> Result<(), StoreError> {
    let (kind, expires_at) = kind(claim.status);
    let buffer = |minutes: u32| i32::try_from(minutes).unwrap_or(i32::MAX);
    diesel::insert_into(claims::table)
        .values((
            claims::booking_id.eq(claim.booking_id),
            claims::person_id.eq(claim.host_id),
            claims::event_type_id.eq(claim.event_type_id),
            claims::starts_at.eq(micros(claim.span.start())),
            claims::ends_at.eq(micros(claim.span.end())),
            claims::kind.eq(kind),
            claims::expires_at.eq(expires_at),
            claims::buffer_before.eq(buffer(claim.rules.buffer_before)),
            claims::buffer_after.eq(buffer(claim.rules.buffer_after)),
        ))
        .execute(db)?;
    Ok(())
}

/// Makes the claim of a booking firm, or lets it run out at another time.
pub fn set_status(db: &mut Db, booking_id: &str, status: Status) -> Result<(), StoreError> {
    let (kind, expires_at) = kind(status);
    diesel::update(claims::table.find(booking_id))
        .set((claims::kind.eq(kind), claims::expires_at.eq(expires_at)))
        .execute(db)?;
    Ok(())
}

/// Gives the time back.
pub fn delete(db: &mut Db, booking_id: &str) -> Result<(), StoreError> {
    diesel::delete(claims::table.find(booking_id)).execute(db)?;
    Ok(())
}

/// Booking, whether it is of the event type asked for, start, end, expiry, buffers.
type Row = (String, bool, i64, i64, Option<i64>, i32, i32);

/// The claims of a host that touch a range.
#[derive(Debug, Default)]
pub struct Claims {
    /// Those that count, in order of time.
    pub live: Vec<Claim>,
    /// The bookings whose claim has run out but still stands.
    pub run_out: Vec<String>,
}

/// The claims of a host that touch `range`. `event_type_id` says whose limits they count against;
/// the claim of `except` is left out.
pub fn in_range(
    db: &mut Db,
    host_id: &str,
    range: Span,
    event_type_id: &str,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Claims, StoreError> {
    let rows: Vec<Row> = claims::table
        .filter(claims::person_id.eq(host_id))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(claims::ends_at.gt(micros(range.start())))
        .order(claims::starts_at)
        .select((
            claims::booking_id,
            claims::event_type_id.eq(event_type_id),
            claims::starts_at,
            claims::ends_at,
            claims::expires_at,
            claims::buffer_before,
            claims::buffer_after,
        ))
        .load(db)?;
    let now = micros(now);
    let mut claims = Claims::default();
    for row in rows {
        if row.4.is_some_and(|expires_at| expires_at <= now) {
            claims.run_out.push(row.0);
        } else if except != Some(row.0.as_str()) {
            claims.live.push(read(&row)?);
        }
    }
    Ok(claims)
}

fn read(row: &Row) -> Result<Claim, StoreError> {
    let corrupt = || StoreError::Corrupt("claim");
    let (_, is_same_event_type, starts_at, ends_at, _, before, after) = *row;
    Ok(Claim {
        span: Span::new(instant(starts_at)?, instant(ends_at)?).ok_or_else(corrupt)?,
        buffer_before: u32::try_from(before).map_err(|_| corrupt())?,
        buffer_after: u32::try_from(after).map_err(|_| corrupt())?,
        is_same_event_type,
        seats_taken: 1,
    })
}

fn kind(status: Status) -> (&'static str, Option<i64>) {
    match status {
        Status::Tentative { hold_until } => ("pending", Some(micros(hold_until))),
        Status::Confirmed | Status::Cancelled { .. } => ("booked", None),
    }
}
