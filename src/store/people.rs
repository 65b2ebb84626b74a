//! People and their portraits.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schema::{people, portraits};
use super::{Db, StoreError};
use crate::kernel::people::{Email, Language, Person, Profile, Username};
use crate::kernel::zone;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub(super) struct Row {
    id: String,
    username: String,
    name: String,
    email: String,
    zone: String,
    language: String,
    is_admin: bool,
    disabled_at: Option<i64>,
    headline: String,
    voice: String,
    about: String,
    phone: String,
    portrait_version: Option<i64>,
    created_at: i64,
}

impl TryFrom<Row> for Person {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = StoreError::Corrupt("person");
        let (Ok(username), Ok(email), Ok(zone), Ok(language)) = (
            Username::parse(&row.username),
            Email::parse(&row.email),
            zone::parse(&row.zone),
            row.language.parse::<Language>(),
        ) else {
            return Err(corrupt);
        };
        Ok(Self {
            id: row.id,
            username,
            name: row.name,
            email,
            zone,
            language,
            is_admin: row.is_admin,
            is_disabled: row.disabled_at.is_some(),
            profile: Profile {
                headline: row.headline,
                voice: row.voice,
                about: row.about,
                phone: row.phone,
                portrait_version: row.portrait_version,
            },
        })
    }
}

fn row(person: &Person, now: DateTime<Utc>) -> Row {
    Row {
        id: person.id.clone(),
        username: person.username.to_string(),
        name: person.name.clone(),
        email: person.email.to_string(),
        zone: person.zone.name().to_owned(),
        language: person.language.tag().to_owned(),
        is_admin: person.is_admin,
        disabled_at: person.is_disabled.then(|| micros(now)),
        headline: person.profile.headline.clone(),
        voice: person.profile.voice.clone(),
        about: person.profile.about.clone(),
        phone: person.profile.phone.clone(),
        portrait_version: person.profile.portrait_version,
        created_at: micros(now),
    }
}

/// Adds a person, created `now`.
///
/// # Errors
/// `Duplicate` when the username or the e-mail address is taken.
pub fn insert(db: &mut Db, person: &Person, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(people::table)
        .values(row(person, now))
        .execute(db)?;
    Ok(())
}

/// Writes a person over; the day they were added stays.
///
/// # Errors
/// `Duplicate` when the username or the e-mail address is taken; `NotFound`.
pub fn update(db: &mut Db, person: &Person, now: DateTime<Utc>) -> Result<(), StoreError> {
    let created_at: i64 = people::table
        .find(&person.id)
        .select(people::created_at)
        .get_result(db)?;
    let row = Row {
        created_at,
        ..row(person, now)
    };
    diesel::update(people::table.find(&person.id))
        .set(row)
        .execute(db)?;
    Ok(())
}

/// Finds a person by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Person, StoreError> {
    people::table.find(id).get_result::<Row>(db)?.try_into()
}

/// Finds a person by username, also a disabled one.
///
/// # Errors
/// `NotFound`.
pub fn find_by_username(db: &mut Db, username: &Username) -> Result<Person, StoreError> {
    people::table
        .filter(people::username.eq(username.as_str()))
        .get_result::<Row>(db)?
        .try_into()
}

/// Finds a person by e-mail address.
pub fn find_by_email(db: &mut Db, email: &Email) -> Result<Option<Person>, StoreError> {
    people::table
        .filter(people::email.eq(email.as_str()))
        .get_result::<Row>(db)
        .optional()?
        .map(Person::try_from)
        .transpose()
}

/// Those with one of these e-mail addresses, by name.
pub fn list_by_email(db: &mut Db, emails: &[&str]) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(people::email.eq_any(emails))
        .order((people::name, people::id))
        .load::<Row>(db)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}

/// Those with one of these usernames, by name.
pub fn list_by_username(db: &mut Db, usernames: &[&str]) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(people::username.eq_any(usernames))
        .order((people::name, people::id))
        .load::<Row>(db)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}

/// Everybody, by name.
pub fn list(db: &mut Db) -> Result<Vec<Person>, StoreError> {
    people::table
        .order(people::name)
        .load::<Row>(db)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}

/// Whether anybody has an account.
pub fn is_empty(db: &mut Db) -> Result<bool, StoreError> {
    let is_anybody: bool =
        diesel::select(diesel::dsl::exists(people::table.select(people::id))).get_result(db)?;
    Ok(!is_anybody)
}

/// Finds a person and holds them until the transaction ends: acts on one host's time come one
/// after the other. On SQLite the transaction already holds the one writer.
///
/// # Errors
/// `NotFound`.
pub fn lock(db: &mut Db, id: &str) -> Result<Person, StoreError> {
    let person = people::table.find(id);
    let row: Row = match db {
        Db::Pg(connection) => person.for_no_key_update().get_result(connection)?,
        Db::Sqlite(connection) => person.get_result(connection)?,
    };
    row.try_into()
}

/// Holds several people until the transaction ends, as [`lock`] does; they are held in the order
/// of their ids, so that two acts never wait for each other.
pub fn lock_all(db: &mut Db, ids: &[&str]) -> Result<(), StoreError> {
    if let Db::Pg(connection) = db {
        people::table
            .filter(people::id.eq_any(ids))
            .order(people::id)
            .select(people::id)
            .for_no_key_update()
            .load::<String>(connection)?;
    }
    Ok(())
}

/// Finds several people by id, in any order.
pub fn find_all(db: &mut Db, ids: &[&str]) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(people::id.eq_any(ids))
        .load::<Row>(db)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}

/// Finds several people by username, in any order.
pub fn find_all_by_username(db: &mut Db, names: &[&str]) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(people::username.eq_any(names))
        .load::<Row>(db)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}

/// A picture of a person, ready to be sent.
#[derive(Queryable, Insertable, Clone)]
#[diesel(table_name = portraits)]
pub struct Portrait {
    /// Of whom.
    pub person_id: String,
    /// `small` or `large`.
    pub size: String,
    /// `image/jpeg`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Replaces the pictures of a person.
pub fn replace_portraits(
    db: &mut Db,
    person_id: &str,
    portraits: &[Portrait],
) -> Result<(), StoreError> {
    diesel::delete(portraits::table.filter(portraits::person_id.eq(person_id))).execute(db)?;
    for portrait in portraits {
        diesel::insert_into(portraits::table)
            .values(portrait)
            .execute(db)?;
    }
    Ok(())
}

/// A picture of a person.
///
/// # Errors
/// `NotFound`.
pub fn find_portrait(db: &mut Db, person_id: &str, size: &str) -> Result<Portrait, StoreError> {
    Ok(portraits::table.find((person_id, size)).get_result(db)?)
}
