//! What was read from calendars elsewhere, and the sessions that were written into them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{calendar_accounts, remote_calendars, remote_objects, remote_sessions};
use super::{Db, StoreError};

const CORRUPT: StoreError = StoreError::Corrupt("remote session");

/// An object as it was read last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteObject {
    /// UUIDv7: what its busy times come from.
    pub id: String,
    /// Its path at the server.
    pub href: String,
    /// The entity tag of what was read.
    pub etag: String,
}

/// A session in a calendar elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSession {
    /// Which booking.
    pub booking_id: String,
    /// In which calendar.
    pub calendar_id: String,
    /// Its path at the server.
    pub href: String,
    /// The entity tag of what lies there; empty if that is not known.
    pub etag: String,
    /// When it began when it was written, UTC.
    pub starts_at: DateTime<Utc>,
    /// What its host did with it there, and when that was seen, UTC.
    pub found: Option<(Found, DateTime<Utc>)>,
}

/// What a host did with a session in their calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Moved it to begin then, UTC.
    Moved(DateTime<Utc>),
    /// Deleted it.
    Deleted,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = remote_sessions, treat_none_as_null = true)]
struct Row {
    booking_id: String,
    calendar_id: String,
    href: String,
    etag: String,
    starts_at: i64,
    found: Option<String>,
    found_starts_at: Option<i64>,
    found_at: Option<i64>,
}

/// The objects of a calendar that were read, by their paths.
pub fn known(db: &mut Db, calendar_id: &str) -> Result<HashMap<String, RemoteObject>, StoreError> {
    let rows: Vec<(String, String, String)> = remote_objects::table
        .filter(remote_objects::calendar_id.eq(calendar_id))
        .select((
            remote_objects::id,
            remote_objects::href,
            remote_objects::etag,
        ))
        .load(db)?;
    let objects = rows.into_iter().map(|(id, href, etag)| {
        let object = RemoteObject { id, href, etag };
        (object.href.clone(), object)
    });
    Ok(objects.collect())
}

/// Keeps that an object was read.
pub fn put(db: &mut Db, calendar_id: &str, object: &RemoteObject) -> Result<(), StoreError> {
    let row = remote_objects::table.find((calendar_id, &object.href));
    let changed = diesel::update(row)
        .set(remote_objects::etag.eq(&object.etag))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(remote_objects::table)
            .values((
                remote_objects::calendar_id.eq(calendar_id),
                remote_objects::href.eq(&object.href),
                remote_objects::id.eq(&object.id),
                remote_objects::etag.eq(&object.etag),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Forgets an object.
pub fn delete(db: &mut Db, calendar_id: &str, href: &str) -> Result<(), StoreError> {
    diesel::delete(remote_objects::table.find((calendar_id, href))).execute(db)?;
    Ok(())
}

/// Forgets all objects of a calendar.
pub fn delete_all(db: &mut Db, calendar_id: &str) -> Result<(), StoreError> {
    let all = remote_objects::table.filter(remote_objects::calendar_id.eq(calendar_id));
    diesel::delete(all).execute(db)?;
    Ok(())
}

/// Keeps how a session stands in a calendar.
pub fn put_session(db: &mut Db, session: &RemoteSession) -> Result<(), StoreError> {
    let found_starts_at = session.found.and_then(|(found, _)| match found {
        Found::Moved(start) => Some(micros(start)),
        Found::Deleted => None,
    });
    let row = Row {
        booking_id: session.booking_id.clone(),
        calendar_id: session.calendar_id.clone(),
        href: session.href.clone(),
        etag: session.etag.clone(),
        starts_at: micros(session.starts_at),
        found: session.found.map(|(found, _)| {
            let word = match found {
                Found::Moved(_) => "moved",
                Found::Deleted => "deleted",
            };
            word.to_owned()
        }),
        found_starts_at,
        found_at: session.found.map(|(_, at)| micros(at)),
    };
    let stored = remote_sessions::table.find((&session.booking_id, &session.calendar_id));
    if diesel::update(stored).set(&row).execute(db)? == 0 {
        diesel::insert_into(remote_sessions::table)
            .values(row)
            .execute(db)?;
    }
    Ok(())
}

/// Forgets a session in a calendar.
pub fn delete_session(db: &mut Db, booking_id: &str, calendar_id: &str) -> Result<(), StoreError> {
    diesel::delete(remote_sessions::table.find((booking_id, calendar_id))).execute(db)?;
    Ok(())
}

/// A session in a calendar, if it was written there.
pub fn session(
    db: &mut Db,
    booking_id: &str,
    calendar_id: &str,
) -> Result<Option<RemoteSession>, StoreError> {
    let row: Option<Row> = remote_sessions::table
        .find((booking_id, calendar_id))
        .select(Row::as_select())
        .get_result(db)
        .optional()?;
    row.map(read).transpose()
}

/// The sessions that were written into a calendar.
pub fn sessions(db: &mut Db, calendar_id: &str) -> Result<Vec<RemoteSession>, StoreError> {
    let rows: Vec<Row> = remote_sessions::table
        .filter(remote_sessions::calendar_id.eq(calendar_id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// Where a booking was written.
pub fn sessions_of(db: &mut Db, booking_id: &str) -> Result<Vec<RemoteSession>, StoreError> {
    let rows: Vec<Row> = remote_sessions::table
        .filter(remote_sessions::booking_id.eq(booking_id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The sessions with which a host did something in a calendar of theirs, each with the name of
/// that calendar.
pub fn found(db: &mut Db, host_id: &str) -> Result<Vec<(String, RemoteSession)>, StoreError> {
    let rows: Vec<(String, Row)> = remote_sessions::table
        .inner_join(
            remote_calendars::table.on(remote_calendars::id.eq(remote_sessions::calendar_id)),
        )
        .inner_join(
            calendar_accounts::table.on(calendar_accounts::id.eq(remote_calendars::account_id)),
        )
        .filter(calendar_accounts::person_id.eq(host_id))
        .filter(remote_sessions::found.is_not_null())
        .order((remote_sessions::starts_at, remote_sessions::booking_id))
        .select((remote_calendars::name, Row::as_select()))
        .load(db)?;
    rows.into_iter()
        .map(|(name, row)| Ok((name, read(row)?)))
        .collect()
}

fn read(row: Row) -> Result<RemoteSession, StoreError> {
    let at = row.found_at.map(instant).transpose()?;
    let found = match (row.found.as_deref(), row.found_starts_at) {
        (None, _) => None,
        (Some("moved"), Some(start)) => Some(Found::Moved(instant(start)?)),
        (Some("deleted"), _) => Some(Found::Deleted),
        _ => return Err(CORRUPT),
    };
    Ok(RemoteSession {
        booking_id: row.booking_id,
        calendar_id: row.calendar_id,
        href: row.href,
        etag: row.etag,
        starts_at: instant(row.starts_at)?,
        found: found.zip(at),
    })
}
