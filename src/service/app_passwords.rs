//! Passwords of the programs that people use with their calendars.
//!
//! A program keeps its password in plain sight, so it gets one of its own that opens calendars
//! alone and can be taken back alone.

use chrono::{DateTime, TimeDelta, Utc};

use super::links::{hash, random_token};
use super::{Problems, ServiceError, Viewer, calendars, hosts, new_id};
use crate::kernel::people::Username;
use crate::kernel::text;
pub use crate::store::app_passwords::AppPassword;
use crate::store::{self, Db};

/// How many a person may have.
const MOST: usize = 50;
/// How often it is noted that one was used.
const NOTE_EVERY: TimeDelta = TimeDelta::hours(1);

/// The viewer's, the oldest first.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<AppPassword>, ServiceError> {
    Ok(store::app_passwords::list(db, &viewer.person.id)?)
}

/// Makes one for a program and returns it: it is never shown again.
///
/// # Errors
/// `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    label: &str,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let mut problems = Problems::default();
    let label = problems.take("label", text::one_line(label, 1, 80));
    if store::app_passwords::list(db, &viewer.person.id)?.len() >= MOST {
        problems.add("label", "too-many");
    }
    problems.finish()?;
    let password = random_token();
    let new = AppPassword {
        id: new_id(),
        person_id: viewer.person.id.clone(),
        label: label.unwrap_or_default(),
        created_at: now,
        last_used_at: None,
    };
    store::app_passwords::insert(db, &new, &hash(&password))?;
    calendars::ensure_one(db, viewer)?;
    Ok(password)
}

/// The same for somebody by name: the command line's act.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn create_for(
    db: &mut Db,
    username: &Username,
    label: &str,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let person = hosts::find(db, username)?;
    create(db, &Viewer { person }, label, now)
}

/// Takes one back: what uses it is locked out.
///
/// # Errors
/// `NotFound`.
pub fn revoke(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    Ok(store::app_passwords::delete(db, &viewer.person.id, id)?)
}

/// Who comes with a name and a password, and whether that is to be noted with [`note_use`].
pub fn viewer(
    db: &mut Db,
    (username, password): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<(Viewer, Option<String>)>, ServiceError> {
    let Some(known) = store::app_passwords::find(db, &hash(password))? else {
        return Ok(None);
    };
    let person = store::people::find(db, &known.person_id)?;
    let is_named = person.username.as_str().eq_ignore_ascii_case(username)
        || person.email.to_string().eq_ignore_ascii_case(username);
    if person.is_disabled || !is_named {
        return Ok(None);
    }
    let is_noted = known.last_used_at.is_some_and(|at| now - at < NOTE_EVERY);
    Ok(Some((Viewer { person }, (!is_noted).then_some(known.id))))
}

/// Notes that one was used.
///
/// # Errors
/// When the database cannot be written.
pub fn note_use(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    Ok(store::app_passwords::used(db, id, now)?)
}
