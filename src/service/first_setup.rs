//! The first set-up: the instance's own texts and its first administrator.

use chrono::{DateTime, Utc};

use super::hosts::{self, NewPerson};
use super::instance::{self, Instance};
use super::links::Links;
use super::{Db, FieldError, ServiceError, Viewer, accounts, schedules};
use crate::kernel::people::Person;
use crate::store;

/// What the first set-up is made of, as typed.
#[derive(Debug, Clone)]
pub struct FirstSetup {
    /// What the instance says of itself.
    pub instance: Instance,
    /// The first administrator.
    pub person: NewPerson,
    /// What the hours are called that everybody begins with.
    pub schedule_name: String,
}

/// Whether this token opens the first set-up now.
///
/// # Errors
/// `NotFound` when the token is wrong or anybody has an account.
pub fn check(db: &mut Db, links: &Links, token: &str) -> Result<(), ServiceError> {
    if links.is_setup_token(token) && accounts::is_setup_open(db)? {
        Ok(())
    } else {
        Err(ServiceError::NotFound)
    }
}

/// Sets the instance up. `password_hash` is what became of the password, so that everything that
/// is wrong can be said at once.
///
/// # Errors
/// `NotFound` as [`check`]; `Invalid` with the fields, those of the instance as `instance.name`.
pub fn set_up(
    db: &mut Db,
    links: &Links,
    token: &str,
    (setup, password_hash): (FirstSetup, Result<String, ServiceError>),
    now: DateTime<Utc>,
) -> Result<Person, ServiceError> {
    check(db, links, token)?;
    let mut wrong = Vec::new();
    let instance = instance::save(db, setup.instance);
    collect(instance, "instance.", &mut wrong)?;
    let person = NewPerson {
        is_admin: true,
        ..setup.person
    };
    let person = collect(hosts::add(db, &person, now), "", &mut wrong)?;
    let password_hash = collect(password_hash, "", &mut wrong)?;
    let (Some(person), Some(password_hash), true) = (person, password_hash, wrong.is_empty())
    else {
        return Err(ServiceError::Invalid(wrong));
    };
    store::accounts::set_password(db, &person.id, &password_hash)?;
    let viewer = Viewer {
        person: person.clone(),
    };
    schedules::create_usual(db, &viewer, &setup.schedule_name)?;
    Ok(person)
}

/// Keeps what is wrong with fields for later; anything else ends the act.
fn collect<T>(
    result: Result<T, ServiceError>,
    prefix: &str,
    wrong: &mut Vec<FieldError>,
) -> Result<Option<T>, ServiceError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(ServiceError::Invalid(fields)) => {
            wrong.extend(fields.into_iter().map(|error| FieldError {
                field: format!("{prefix}{}", error.field),
                ..error
            }));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
