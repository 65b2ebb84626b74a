//! Links to event types that are not open to everybody. Only hashes of their tokens are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{private_link_uses, private_links};
use super::{Db, StoreError};
use crate::kernel::people::Email;
use crate::kernel::policy::LinkTerms;

const CORRUPT: StoreError = StoreError::Corrupt("private link");

/// A private link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateLink {
    /// UUIDv7.
    pub id: String,
    /// What it opens.
    pub event_type_id: String,
    /// What the host calls it; may be empty.
    pub label: String,
    /// What it is good for.
    pub terms: LinkTerms,
    /// How many sessions were booked with it and not given back.
    pub uses: u32,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was taken back, UTC.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = private_links)]
struct Row {
    id: String,
    token_hash: String,
    event_type_id: String,
    label: String,
    most_uses: Option<i32>,
    uses: i32,
    expires_at: Option<i64>,
    email: Option<String>,
    price_cents: Option<i32>,
    created_at: i64,
    revoked_at: Option<i64>,
}

/// Adds a link.
pub fn insert(db: &mut Db, token_hash: &str, link: &PrivateLink) -> Result<(), StoreError> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    diesel::insert_into(private_links::table)
        .values(Row {
            id: link.id.clone(),
            token_hash: token_hash.to_owned(),
            event_type_id: link.event_type_id.clone(),
            label: link.label.clone(),
            most_uses: link.terms.most_uses.map(number),
            uses: number(link.uses),
            expires_at: link.terms.expires_at.map(micros),
            email: link.terms.email.as_ref().map(ToString::to_string),
            price_cents: link.terms.price_cents.map(number),
            created_at: micros(link.created_at),
            revoked_at: link.revoked_at.map(micros),
        })
        .execute(db)?;
    Ok(())
}

/// The link with this token, also one that was used up or taken back.
///
/// # Errors
/// `NotFound`.
pub fn find_by_token(db: &mut Db, token_hash: &str) -> Result<PrivateLink, StoreError> {
    let row: Row = private_links::table
        .filter(private_links::token_hash.eq(token_hash))
        .get_result(db)?;
    read(row)
}

/// Finds a link by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<PrivateLink, StoreError> {
    let row: Row = private_links::table.find(id).get_result(db)?;
    read(row)
}

/// The links of event types, the newest first.
pub fn list(db: &mut Db, event_type_ids: &[&str]) -> Result<Vec<PrivateLink>, StoreError> {
    let rows: Vec<Row> = private_links::table
        .filter(private_links::event_type_id.eq_any(event_type_ids))
        .order(private_links::id.desc())
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// How many links an event type has.
pub fn count(db: &mut Db, event_type_id: &str) -> Result<i64, StoreError> {
    Ok(private_links::table
        .filter(private_links::event_type_id.eq(event_type_id))
        .count()
        .get_result(db)?)
}

/// Takes a link back.
pub fn revoke(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(private_links::table.find(id))
        .filter(private_links::revoked_at.is_null())
        .set(private_links::revoked_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

/// Uses a link for a booking, unless it was used up or taken back meanwhile; says whether it was
/// used. Whoever comes second waits for the first, and finds what they left.
pub fn take(db: &mut Db, id: &str, booking_id: &str) -> Result<bool, StoreError> {
    let left = private_links::most_uses
        .is_null()
        .or(private_links::most_uses.gt(private_links::uses.nullable()));
    let touched = diesel::update(private_links::table.find(id))
        .filter(private_links::revoked_at.is_null())
        .filter(left)
        .set(private_links::uses.eq(private_links::uses + 1))
        .execute(db)?;
    if touched == 0 {
        return Ok(false);
    }
    diesel::insert_into(private_link_uses::table)
        .values((
            private_link_uses::booking_id.eq(booking_id),
            private_link_uses::link_id.eq(id),
        ))
        .execute(db)?;
    Ok(true)
}

/// Gives back the use of the link that a booking was made with, if there was one.
pub fn give_back(db: &mut Db, booking_id: &str) -> Result<(), StoreError> {
    let link_id: Option<String> = private_link_uses::table
        .find(booking_id)
        .select(private_link_uses::link_id)
        .get_result(db)
        .optional()?;
    let Some(link_id) = link_id else {
        return Ok(());
    };
    diesel::delete(private_link_uses::table.find(booking_id)).execute(db)?;
    diesel::update(private_links::table.find(&link_id))
        .set(private_links::uses.eq(private_links::uses - 1))
        .execute(db)?;
    Ok(())
}

fn read(row: Row) -> Result<PrivateLink, StoreError> {
    let number = |stored: i32| u32::try_from(stored).map_err(|_| CORRUPT);
    let email = row.email.as_deref().map(Email::parse).transpose();
    Ok(PrivateLink {
        terms: LinkTerms {
            most_uses: row.most_uses.map(number).transpose()?,
            expires_at: row.expires_at.map(instant).transpose()?,
            email: email.map_err(|_| CORRUPT)?,
            price_cents: row.price_cents.map(number).transpose()?,
        },
        uses: number(row.uses)?,
        created_at: instant(row.created_at)?,
        revoked_at: row.revoked_at.map(instant).transpose()?,
        id: row.id,
        event_type_id: row.event_type_id,
        label: row.label,
    })
}
