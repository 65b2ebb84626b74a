//! The people of the instance: who they are and what they say of themselves.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Problems, ServiceError, Viewer, new_id};
use crate::kernel::people::{Email, Language, Person, Profile, Username, parse_person_name};
use crate::kernel::{text, zone};
use crate::store::{Db, StoreError, people};

/// Someone to be added, as typed.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The name in the address.
    pub username: String,
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: String,
    /// IANA name.
    pub zone: String,
    /// What they read.
    pub language: Language,
    /// May change the instance.
    pub is_admin: bool,
}

/// What a person says of themselves, as typed.
#[derive(Debug, Clone, Default)]
pub struct ProfileForm {
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: String,
    /// IANA name.
    pub zone: String,
    /// What they read.
    pub language: Language,
    /// One sentence.
    pub headline: String,
    /// Their own words.
    pub voice: String,
    /// Some paragraphs.
    pub about: String,
    /// A telephone number.
    pub phone: String,
}

/// A host by username, unless disabled.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, username: &Username) -> Result<Person, ServiceError> {
    enabled(people::find_by_username(db, username)?)
}

/// A host by id, also a disabled one: whoever writes about what they agreed.
///
/// # Errors
/// `NotFound`.
pub fn find_by_id(db: &mut Db, id: &str) -> Result<Person, ServiceError> {
    Ok(people::find(db, id)?)
}

/// Holds a host until the transaction ends: acts on their time come one after the other.
pub(super) fn lock(db: &mut Db, id: &str) -> Result<Person, ServiceError> {
    enabled(people::lock(db, id)?)
}

fn enabled(person: Person) -> Result<Person, ServiceError> {
    if person.is_disabled {
        return Err(ServiceError::NotFound);
    }
    Ok(person)
}

/// Everybody who is not disabled, by name.
pub fn list(db: &mut Db) -> Result<Vec<Person>, ServiceError> {
    let mut everybody = people::list(db)?;
    everybody.retain(|person| !person.is_disabled);
    Ok(everybody)
}

/// The names of people in addresses, by id.
pub fn usernames<'a>(
    db: &mut Db,
    ids: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, Username>, ServiceError> {
    let ids: Vec<&str> = ids.map(String::as_str).collect();
    let people = people::find_all(db, &ids)?.into_iter();
    Ok(people.map(|person| (person.id, person.username)).collect())
}

/// The ids of people, by their names in addresses; nobody has no entry.
pub fn ids<'a>(
    db: &mut Db,
    usernames: impl Iterator<Item = &'a Username>,
) -> Result<HashMap<Username, String>, ServiceError> {
    let names: Vec<&str> = usernames.map(Username::as_str).collect();
    let people = people::find_all_by_username(db, &names)?.into_iter();
    Ok(people.map(|person| (person.username, person.id)).collect())
}

/// Everybody, also disabled people, by name.
pub fn list_all(db: &mut Db) -> Result<Vec<Person>, ServiceError> {
    Ok(people::list(db)?)
}

/// Adds a person. Whoever calls this has made sure that it is allowed: the command line, the
/// first set-up, an administrator's page.
///
/// # Errors
/// `Invalid` with the fields.
pub fn add(db: &mut Db, new: &NewPerson, now: DateTime<Utc>) -> Result<Person, ServiceError> {
    let mut problems = Problems::default();
    let username = problems.take("username", Username::parse(&new.username));
    let name = problems.take("name", parse_person_name(&new.name));
    let email = problems.take("email", Email::parse(&new.email));
    let zone = problems.take("zone", zone::parse(&new.zone));
    if let Some(username) = &username
        && is_taken(people::find_by_username(db, username).map(|_| ()))?
    {
        problems.add("username", "already-taken");
    }
    if let Some(email) = &email
        && people::find_by_email(db, email)?.is_some()
    {
        problems.add("email", "already-taken");
    }
    problems.finish()?;
    let (Some(username), Some(name), Some(email), Some(zone)) = (username, name, email, zone)
    else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let person = Person {
        id: new_id(),
        username,
        name,
        email,
        zone,
        language: new.language,
        is_admin: new.is_admin,
        is_disabled: false,
        profile: Profile::default(),
    };
    people::insert(db, &person, now)?;
    Ok(person)
}

fn is_taken(found: Result<(), StoreError>) -> Result<bool, ServiceError> {
    match found {
        Ok(()) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A person changes what they say of themselves.
///
/// # Errors
/// `Invalid` with the fields.
pub fn update_profile(
    db: &mut Db,
    viewer: &Viewer,
    form: &ProfileForm,
    now: DateTime<Utc>,
) -> Result<Person, ServiceError> {
    let mut problems = Problems::default();
    let name = problems.take("name", parse_person_name(&form.name));
    let email = problems.take("email", Email::parse(&form.email));
    let zone = problems.take("zone", zone::parse(&form.zone));
    let headline = problems.take("headline", text::one_line(&form.headline, 0, 200));
    let voice = problems.take("voice", text::one_line(&form.voice, 0, 400));
    let about = problems.take("about", text::lines(&form.about, 0, 5_000));
    let phone = problems.take("phone", text::one_line(&form.phone, 0, 40));
    if let Some(email) = &email
        && people::find_by_email(db, email)?.is_some_and(|other| other.id != viewer.person.id)
    {
        problems.add("email", "already-taken");
    }
    problems.finish()?;
    let (Some(name), Some(email), Some(zone)) = (name, email, zone) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let mut person = people::find(db, &viewer.person.id)?;
    person.name = name;
    person.email = email;
    person.zone = zone;
    person.language = form.language;
    person.profile.headline = headline.unwrap_or_default();
    person.profile.voice = voice.unwrap_or_default();
    person.profile.about = about.unwrap_or_default();
    person.profile.phone = phone.unwrap_or_default();
    people::update(db, &person, now)?;
    Ok(person)
}

/// Everybody, also disabled people, by name: for an administrator.
///
/// # Errors
/// `Forbidden`.
pub fn list_for_admin(db: &mut Db, viewer: &Viewer) -> Result<Vec<Person>, ServiceError> {
    viewer.must_be_admin()?;
    list_all(db)
}

/// An administrator adds a person, with a first password and the usual hours.
///
/// # Errors
/// `Forbidden`; `Invalid` with the fields.
pub fn add_by_admin(
    db: &mut Db,
    viewer: &Viewer,
    new: &NewPerson,
    (password_hash, schedule_name): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Person, ServiceError> {
    viewer.must_be_admin()?;
    let person = add(db, new, now)?;
    crate::store::accounts::set_password(db, &person.id, password_hash)?;
    let theirs = Viewer {
        person: person.clone(),
    };
    super::schedules::create_usual(db, &theirs, schedule_name)?;
    Ok(person)
}

/// An administrator closes or reopens the account of somebody else.
///
/// # Errors
/// `Forbidden`, also for one's own; `NotFound`.
pub fn set_disabled_by_admin(
    db: &mut Db,
    viewer: &Viewer,
    username: &Username,
    is_disabled: bool,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    viewer.must_be_admin()?;
    if viewer.person.username == *username {
        return Err(ServiceError::Forbidden);
    }
    set_disabled(db, username, is_disabled, now)
}

/// How much mail and other work waits, and how much was given up: for an administrator.
///
/// # Errors
/// `Forbidden`.
pub fn count_jobs(db: &mut Db, viewer: &Viewer) -> Result<(i64, i64), ServiceError> {
    viewer.must_be_admin()?;
    Ok(crate::store::jobs::counts(db)?)
}

/// Closes or reopens an account: the command line's act.
///
/// # Errors
/// `NotFound`.
pub fn set_disabled(
    db: &mut Db,
    username: &Username,
    is_disabled: bool,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut person = people::find_by_username(db, username)?;
    person.is_disabled = is_disabled;
    people::update(db, &person, now)?;
    if is_disabled {
        crate::store::accounts::delete_sessions(db, &person.id)?;
    }
    Ok(())
}
