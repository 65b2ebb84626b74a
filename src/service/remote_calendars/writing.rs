//! Sessions in the calendar that their host keeps elsewhere.

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::super::feeds::{self, Session};
use super::super::vault::Vault;
use super::{RemoteCalendar, reading};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::people::Person;
use crate::remote::Login;
use crate::store::jobs::{self, Job};
use crate::store::remote_objects::{self, Found, RemoteSession};
use crate::store::{self, Db, StoreError, remote_calendars};

/// The most sessions that are looked at for one calendar.
const MOST: u32 = 1_000;

/// What is to be written.
#[derive(Debug)]
pub struct Write {
    /// Who logs in.
    pub login: Login,
    /// Into which calendar.
    pub calendar: RemoteCalendar,
    /// Whose calendar it is.
    pub host: Person,
    /// The session; none if it is to be taken out.
    pub session: Option<Session>,
    /// How it was written last.
    pub known: Option<RemoteSession>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Written {
    /// It lies there now.
    There {
        /// Its path at the server.
        href: String,
        /// Its entity tag; empty if the server tells none.
        etag: String,
        /// When it begins, UTC.
        starts_at: DateTime<Utc>,
    },
    /// It does not lie there any more.
    Gone,
    /// Its host did something with it there, which comes first.
    Found {
        /// What.
        found: Found,
        /// Its path at the server.
        href: String,
        /// The entity tag of what lies there.
        etag: String,
    },
    /// It could not be written.
    Failed(&'static str),
}

/// Queues that a booking is written into the calendars of its hosts, and taken out of those of
/// whoever was one.
///
/// # Errors
/// When the database cannot be written.
pub fn plan(db: &mut Db, booking: &Booking, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let mut ids = remote_calendars::written(db, &booking.host_ids())?;
    if booking.updated_at > booking.created_at {
        for session in remote_objects::sessions_of(db, &booking.id)? {
            if !ids.contains(&session.calendar_id) {
                ids.push(session.calendar_id);
            }
        }
    }
    for id in ids {
        queue(db, &booking.id, &id, now)?;
    }
    Ok(())
}

pub(super) fn queue(
    db: &mut Db,
    booking_id: &str,
    calendar_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::WriteSession {
        booking_id: booking_id.to_owned(),
        calendar_id: calendar_id.to_owned(),
        round: now.timestamp_micros(),
    };
    Ok(jobs::push(db, &job, now)?)
}

/// Queues what is not as it should be in a calendar: sessions that are missing, lie at another
/// time than ours, or were called off.
pub(super) fn plan_missing(
    db: &mut Db,
    host_id: &str,
    calendar: &RemoteCalendar,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let known = remote_objects::sessions(db, &calendar.id)?;
    let listing = store::bookings::Listing {
        host_id,
        from: now,
        to: None,
        after: None,
        with_cancelled: true,
        limit: MOST,
    };
    for booking in store::bookings::list(db, &listing)? {
        let session = known.iter().find(|it| it.booking_id == booking.id);
        let is_off = matches!(booking.life.status, Status::Cancelled { .. });
        let is_right = match session {
            None => is_off,
            Some(session) => {
                session.found.is_some() || !is_off && session.starts_at == booking.life.span.start()
            }
        };
        if !is_right && booking.life.span.start() > now {
            queue(db, &booking.id, &calendar.id, now)?;
        }
    }
    Ok(())
}

/// Queues that all sessions are taken out of a calendar.
pub(super) fn give_up(
    db: &mut Db,
    calendar_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for session in remote_objects::sessions(db, calendar_id)? {
        if reading::to_come(db, &session.booking_id, now)?.is_some() {
            queue(db, &session.booking_id, calendar_id, now)?;
        } else {
            remote_objects::delete_session(db, &session.booking_id, calendar_id)?;
        }
    }
    Ok(())
}

/// What is to be written of a booking into a calendar; none if nothing is.
///
/// # Errors
/// When the database cannot be reached.
pub fn write(
    db: &mut Db,
    vault: &Vault,
    (booking_id, calendar_id): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<Write>, ServiceError> {
    let found = store::bookings::find(db, booking_id);
    let calendar = remote_calendars::find(db, calendar_id);
    let (booking, calendar) = match (found, calendar) {
        (Ok(booking), Ok(calendar)) => (booking, calendar),
        (Err(StoreError::NotFound), _) | (_, Err(StoreError::NotFound)) => return Ok(None),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let account = remote_calendars::find_account(db, &calendar.account_id)?;
    let host = store::people::find(db, &account.host_id)?;
    let known = remote_objects::session(db, booking_id, calendar_id)?;
    let is_off = matches!(booking.life.status, Status::Cancelled { .. });
    let is_wanted = calendar.is_written && !is_off && booking.is_hosted_by(&host.id);
    let waits = known.as_ref().is_some_and(|known| known.found.is_some());
    let is_over = booking.life.span.end() <= now;
    if is_wanted && (waits || is_over) || !is_wanted && known.is_none() {
        return Ok(None);
    }
    let session = match is_wanted {
        true => feeds::with_hosts(db, vec![booking])?.pop(),
        false => None,
    };
    let login = reading::login(vault, &account);
    Ok(login.map(|login| Write {
        login,
        calendar,
        host,
        session,
        known,
    }))
}

/// Keeps what came of writing.
///
/// # Errors
/// When the database cannot be written.
pub fn wrote(
    db: &mut Db,
    (booking_id, calendar_id): (&str, &str),
    written: Written,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut calendar = match remote_calendars::find(db, calendar_id) {
        Ok(found) => found,
        Err(StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let (href, etag, starts_at, found) = match written {
        Written::There {
            href,
            etag,
            starts_at,
        } => (href, etag, starts_at, None),
        Written::Found { found, href, etag } => {
            let known = remote_objects::session(db, booking_id, calendar_id)?;
            let agreed = store::bookings::find(db, booking_id)?.life.span.start();
            let starts_at = known.map_or(agreed, |known| known.starts_at);
            (href, etag, starts_at, Some((found, now)))
        }
        Written::Gone => {
            return Ok(remote_objects::delete_session(db, booking_id, calendar_id)?);
        }
        Written::Failed(problem) => {
            calendar.problem = Some(problem.to_owned());
            return Ok(remote_calendars::update(db, &calendar)?);
        }
    };
    let session = RemoteSession {
        booking_id: booking_id.to_owned(),
        calendar_id: calendar_id.to_owned(),
        href,
        etag,
        starts_at,
        found,
    };
    Ok(remote_objects::put_session(db, &session)?)
}
