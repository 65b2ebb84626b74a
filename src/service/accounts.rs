//! Getting in: passwords, sessions, tokens, and the first set-up.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};

use super::hosts;
use super::links::{hash, random_token};
use super::{Problems, ServiceError, Viewer};
use crate::kernel::people::{Email, Person, Username};
use crate::store::{Db, StoreError, accounts, people};

/// How long a session at the desk lasts.
pub const SESSION: TimeDelta = TimeDelta::days(14);

/// The fewest and most characters of a password; no other rules (NIST SP 800-63B §3.1.1.2).
const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=200;

/// Verified when there is no such person, so that both answers take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$YZ5Q8RfYqTNSvW8vXlBd3q1b1nLkVZlW0l3mJzQYw3I";

/// Who logs in, found; the password is still to be verified.
pub struct Candidate {
    person: Option<Person>,
    password_hash: String,
}

/// Looks for whoever logs in, by username or e-mail address.
pub fn candidate(db: &mut Db, login: &str) -> Result<Candidate, ServiceError> {
    let person = if let Ok(email) = Email::parse(login) {
        people::find_by_email(db, &email)?
    } else if let Ok(username) = Username::parse(login) {
        match people::find_by_username(db, &username) {
            Ok(person) => Some(person),
            Err(StoreError::NotFound) => None,
            Err(error) => return Err(error.into()),
        }
    } else {
        None
    };
    let person = person.filter(|person| !person.is_disabled);
    let password_hash = match &person {
        Some(person) => accounts::password(db, &person.id)?,
        None => None,
    };
    Ok(Candidate {
        person: person.filter(|_| password_hash.is_some()),
        password_hash: password_hash.unwrap_or_else(|| NOBODY.to_owned()),
    })
}

impl Candidate {
    /// Verifies the password. Slow on purpose: call it on a blocking thread, outside of
    /// transactions.
    ///
    /// # Errors
    /// `WrongLogin`, whatever is wrong.
    pub fn verify(self, password: &str) -> Result<Person, ServiceError> {
        let is_right = PasswordHash::new(&self.password_hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        self.person
            .filter(|_| is_right)
            .ok_or(ServiceError::WrongLogin)
    }
}

/// Begins a session and returns its token, for the cookie.
pub fn begin_session(
    db: &mut Db,
    person_id: &str,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let token = random_token();
    accounts::insert_session(db, &hash(&token), person_id, now, now + SESSION)?;
    Ok(token)
}

/// Who a session's token belongs to, if it still runs.
pub fn session_viewer(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<Viewer>, ServiceError> {
    let person_id = accounts::session_person(db, &hash(token), now)?;
    viewer(db, person_id)
}

/// Who an API token belongs to.
pub fn token_viewer(db: &mut Db, token: &str) -> Result<Option<Viewer>, ServiceError> {
    let person_id = accounts::token_person(db, &hash(token))?;
    viewer(db, person_id)
}

fn viewer(db: &mut Db, person_id: Option<String>) -> Result<Option<Viewer>, ServiceError> {
    person_id
        .map(|id| {
            Ok(Viewer {
                person: people::find(db, &id)?,
            })
        })
        .transpose()
}

/// Ends a session.
pub fn end_session(db: &mut Db, token: &str) -> Result<(), ServiceError> {
    Ok(accounts::delete_session(db, &hash(token))?)
}

/// Makes an API token for a person: the command line's act.
///
/// # Errors
/// `NotFound`.
pub fn add_token(
    db: &mut Db,
    username: &Username,
    label: &str,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let person = hosts::find(db, username)?;
    let token = random_token();
    accounts::insert_token(db, &hash(&token), &person.id, label, now)?;
    Ok(token)
}

/// The hash of a new password. Slow on purpose: call it outside of transactions.
///
/// # Errors
/// `Invalid` when it is too short or too long.
pub fn hash_password(password: &str) -> Result<String, ServiceError> {
    let mut problems = Problems::default();
    if !PASSWORD_LENGTH.contains(&password.chars().count()) {
        problems.add("password", "password-length");
    }
    problems.finish()?;
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| ServiceError::Forbidden)
}

/// Sets the password of a person and ends their sessions.
pub fn set_password(db: &mut Db, person_id: &str, password_hash: &str) -> Result<(), ServiceError> {
    accounts::set_password(db, person_id, password_hash)?;
    accounts::delete_sessions(db, person_id)?;
    Ok(())
}

/// A person changes their password: every other session ends, a new one begins, whose token this
/// is.
pub fn change_password(
    db: &mut Db,
    viewer: &Viewer,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    set_password(db, &viewer.person.id, password_hash)?;
    begin_session(db, &viewer.person.id, now)
}

/// Whether nobody has an account yet.
pub fn is_setup_open(db: &mut Db) -> Result<bool, ServiceError> {
    Ok(people::is_empty(db)?)
}
