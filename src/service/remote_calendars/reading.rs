//! What is busy in calendars elsewhere, and what their owner did with sessions there.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::subscriptions::search;
use super::super::vault::Vault;
use super::super::{ServiceError, new_id, waiting};
use super::{Account, EVERY, LONGEST_REST, RemoteCalendar, insert_calendar, queue, tidy, writing};
use crate::ical::busy::{BusyEntry, Search};
use crate::kernel::booking::Status;
use crate::kernel::span::Span;
use crate::remote::{FoundCalendar, Known, Login};
use crate::store::remote_objects::{self, Found, RemoteObject, RemoteSession};
use crate::store::{self, Db, StoreError, busy, remote_calendars};

/// After how long a calendar is read as a whole, changed or not: the window has moved on.
const READ_ANEW: TimeDelta = TimeDelta::days(7);

/// What a reading needs.
#[derive(Debug)]
pub struct Task {
    /// Which account.
    pub account: Account,
    /// Who logs in; none if the secret of the instance is another one now.
    pub login: Option<Login>,
    /// Which calendars.
    pub calendars: Vec<ToRead>,
    /// How objects are read.
    pub search: Search,
}

/// A calendar that is to be read.
#[derive(Debug)]
pub struct ToRead {
    /// Which.
    pub calendar: RemoteCalendar,
    /// What is known of it.
    pub known: Known,
    /// The paths of sessions that were written and have not been seen there since: one that its
    /// owner deleted at once is in no list of changes.
    pub unseen: Vec<String>,
}

/// An object that was read.
#[derive(Debug, Clone)]
pub struct Indexed {
    /// Its path at the server.
    pub href: String,
    /// Its entity tag.
    pub etag: String,
    /// When its owner is busy.
    pub times: Vec<BusyEntry>,
    /// When its first event is; none if it is a series or takes no time.
    pub first: Option<Span>,
}

/// How far a calendar has been read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The paths of what is gone.
    pub gone: Vec<String>,
    /// Up to where it is read.
    pub sync_token: Option<String>,
    /// Its tag then.
    pub ctag: Option<String>,
    /// How much could not be read.
    pub skipped: u32,
    /// Whether all of it was read.
    pub is_whole: bool,
}

/// What the busy times of an object come from; of all objects of a calendar without its id.
pub fn source(calendar_id: &str, object_id: &str) -> String {
    format!("remote:{calendar_id} {object_id}")
}

/// What the reading that was due at `due` needs; none if another has taken its place.
///
/// # Errors
/// When the database cannot be reached.
pub fn task(
    db: &mut Db,
    vault: &Vault,
    (id, due): (&str, DateTime<Utc>),
    (domain, now): (&str, DateTime<Utc>),
) -> Result<Option<Task>, ServiceError> {
    let account = match remote_calendars::find_account(db, id) {
        Ok(found) if found.next_at == due => found,
        Ok(_) | Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let host = store::people::find(db, &account.host_id)?;
    let mut calendars = Vec::new();
    for calendar in remote_calendars::list(db, id)? {
        if calendar.is_read || calendar.is_written {
            calendars.push(to_read(db, calendar, now)?);
        }
    }
    Ok(search(&host, domain, now).map(|search| Task {
        login: login(vault, &account),
        account,
        calendars,
        search,
    }))
}

pub(super) fn login(vault: &Vault, account: &Account) -> Option<Login> {
    Some(Login {
        username: account.username.clone(),
        password: vault.open(&account.id, &account.password)?,
    })
}

fn to_read(
    db: &mut Db,
    calendar: RemoteCalendar,
    now: DateTime<Utc>,
) -> Result<ToRead, ServiceError> {
    let mut etags: HashMap<String, String> = remote_objects::known(db, &calendar.id)?
        .into_iter()
        .map(|(href, object)| (href, object.etag))
        .collect();
    let sessions = remote_objects::sessions(db, &calendar.id)?.into_iter();
    let unseen = sessions
        .map(|session| session.href)
        .filter(|href| !etags.contains_key(href))
        .collect();
    let known = if calendar.whole_at.is_none_or(|at| now - at >= READ_ANEW) {
        // Known to be there, but not as what.
        etags.values_mut().for_each(String::clear);
        Known {
            etags,
            ..Known::default()
        }
    } else {
        Known {
            sync_token: calendar.sync_token.clone(),
            ctag: calendar.ctag.clone(),
            etags,
        }
    };
    Ok(ToRead {
        calendar,
        known,
        unseen,
    })
}

/// Keeps objects that were read from a calendar, and notices sessions that were moved there.
///
/// # Errors
/// When the database cannot be written.
pub fn keep(
    db: &mut Db,
    (host_id, calendar_id): (&str, &str),
    objects: Vec<Indexed>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some(calendar) = current(db, calendar_id)? else {
        return Ok(());
    };
    let known = remote_objects::known(db, calendar_id)?;
    let sessions = sessions(db, calendar_id)?;
    let mut is_freed = false;
    for object in objects {
        if let Some(session) = sessions.get(&object.href) {
            notice_moved(db, session, &object, now)?;
        }
        let id = known.get(&object.href).map(|known| known.id.clone());
        let id = id.unwrap_or_else(new_id);
        if calendar.is_read {
            let times = object.times.into_iter();
            let times = times.map(|time| (time.span, time.title)).collect();
            is_freed |= busy::replace(db, (host_id, &source(calendar_id, &id)), times)?;
        }
        let kept = RemoteObject {
            id,
            href: object.href,
            etag: object.etag,
        };
        remote_objects::put(db, calendar_id, &kept)?;
    }
    if is_freed {
        waiting::has_time_again(db, host_id)?;
    }
    Ok(())
}

/// Ends the reading of a calendar: what is gone is free, and sessions that were deleted there are
/// noticed.
///
/// # Errors
/// When the database cannot be written.
pub fn finish(
    db: &mut Db,
    (host_id, calendar_id): (&str, &str),
    reading: Result<Reading, &'static str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some(mut calendar) = current(db, calendar_id)? else {
        return Ok(());
    };
    let reading = match reading {
        Ok(reading) => reading,
        Err(problem) => {
            calendar.problem = Some(problem.to_owned());
            return Ok(remote_calendars::update(db, &calendar)?);
        }
    };
    let known = remote_objects::known(db, calendar_id)?;
    let sessions = sessions(db, calendar_id)?;
    let mut is_freed = false;
    for href in &reading.gone {
        if let Some(session) = sessions.get(href) {
            notice_deleted(db, session, now)?;
        }
        if let Some(object) = known.get(href) {
            let source = source(calendar_id, &object.id);
            is_freed |= busy::replace(db, (host_id, &source), Vec::new())?;
            remote_objects::delete(db, calendar_id, href)?;
        }
    }
    if is_freed {
        waiting::has_time_again(db, host_id)?;
    }
    calendar.sync_token = reading.sync_token;
    calendar.ctag = reading.ctag;
    calendar.read_at = Some(now);
    calendar.problem = None;
    calendar.skipped = reading.skipped;
    if reading.is_whole {
        calendar.whole_at = Some(now);
    }
    remote_calendars::update(db, &calendar)?;
    if calendar.is_written {
        writing::plan_missing(db, host_id, &calendar, now)?;
    }
    Ok(())
}

/// Takes what came of asking an account, and queues the next time. `listed` are the calendars that
/// it has now.
///
/// # Errors
/// When the database cannot be written.
pub fn took(
    db: &mut Db,
    (id, due): (&str, DateTime<Utc>),
    outcome: Result<Vec<FoundCalendar>, &'static str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut account = match remote_calendars::find_account(db, id) {
        Ok(found) if found.next_at == due => found,
        Ok(_) | Err(StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    account.checked_at = Some(now);
    let mut rest = EVERY;
    match outcome {
        Ok(listed) => {
            account.failures = 0;
            account.problem = None;
            keep_list(db, id, &listed)?;
        }
        Err(problem) => {
            account.failures = account.failures.saturating_add(1);
            account.problem = Some(problem.to_owned());
            rest = (EVERY * (1 << account.failures.min(8))).min(LONGEST_REST);
        }
    }
    account.next_at = now + rest;
    remote_calendars::update_account(db, &account)?;
    queue(db, &account)
}

/// Adds calendars that are new at a server, and says of those that are gone that they are: what
/// they blocked stays until their owner decides.
fn keep_list(db: &mut Db, account_id: &str, listed: &[FoundCalendar]) -> Result<(), ServiceError> {
    let known = remote_calendars::list(db, account_id)?;
    for found in listed {
        let same = known.iter().find(|it| it.url == found.url.as_str());
        match same {
            None => insert_calendar(db, account_id, found)?,
            Some(same) if same.name != tidy(&found.name) => {
                let renamed = RemoteCalendar {
                    name: tidy(&found.name),
                    ..same.clone()
                };
                remote_calendars::update(db, &renamed)?;
            }
            Some(_) => {}
        }
    }
    for mut lost in known {
        let is_there = listed.iter().any(|it| it.url.as_str() == lost.url);
        if is_there {
            continue;
        }
        if lost.is_read || lost.is_written {
            lost.problem = Some("gone".to_owned());
            remote_calendars::update(db, &lost)?;
        } else {
            remote_calendars::delete(db, &lost.id)?;
        }
    }
    Ok(())
}

/// The calendar, if it is still used.
fn current(db: &mut Db, calendar_id: &str) -> Result<Option<RemoteCalendar>, ServiceError> {
    match remote_calendars::find(db, calendar_id) {
        Ok(found) if found.is_read || found.is_written => Ok(Some(found)),
        Ok(_) | Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn sessions(
    db: &mut Db,
    calendar_id: &str,
) -> Result<HashMap<String, RemoteSession>, ServiceError> {
    let sessions = remote_objects::sessions(db, calendar_id)?.into_iter();
    Ok(sessions
        .map(|session| (session.href.clone(), session))
        .collect())
}

/// Keeps that a session lies elsewhere than it was written, for its host to decide about.
fn notice_moved(
    db: &mut Db,
    session: &RemoteSession,
    object: &Indexed,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if object.etag == session.etag {
        return Ok(());
    }
    let Some(start) = to_come(db, &session.booking_id, now)? else {
        return Ok(());
    };
    let there = object.first.map(|span| span.start());
    let found = there.filter(|there| *there != start && *there != session.starts_at);
    let noticed = RemoteSession {
        etag: object.etag.clone(),
        found: found.map(|there| (Found::Moved(there), now)),
        ..session.clone()
    };
    Ok(remote_objects::put_session(db, &noticed)?)
}

fn notice_deleted(
    db: &mut Db,
    session: &RemoteSession,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if to_come(db, &session.booking_id, now)?.is_none() {
        let (booking_id, calendar_id) = (&session.booking_id, &session.calendar_id);
        return Ok(remote_objects::delete_session(db, booking_id, calendar_id)?);
    }
    let noticed = RemoteSession {
        etag: String::new(),
        found: Some((Found::Deleted, now)),
        ..session.clone()
    };
    Ok(remote_objects::put_session(db, &noticed)?)
}

/// When a booking begins, if it still stands and lies ahead.
pub(super) fn to_come(
    db: &mut Db,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, ServiceError> {
    let life = store::bookings::find(db, booking_id)?.life;
    let stands = !matches!(life.status, Status::Cancelled { .. });
    Ok(Some(life.span.start()).filter(|start| stands && *start > now))
}
