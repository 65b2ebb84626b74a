//! How people get in: passwords, sessions of the desk, API tokens. Tokens are kept as hashes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schema::{credentials, people, sessions, tokens};
use super::{Db, StoreError};

/// Sets the password of a person, as a PHC string of argon2id.
pub fn set_password(db: &mut Db, person_id: &str, hash: &str) -> Result<(), StoreError> {
    let touched = diesel::update(credentials::table.find(person_id))
        .set(credentials::password_hash.eq(hash))
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(credentials::table)
            .values((
                credentials::person_id.eq(person_id),
                credentials::password_hash.eq(hash),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The password hash of a person, if they have one.
pub fn password(db: &mut Db, person_id: &str) -> Result<Option<String>, StoreError> {
    Ok(credentials::table
        .find(person_id)
        .select(credentials::password_hash)
        .get_result(db)
        .optional()?)
}

/// Begins a session that ends at `expires_at`.
pub fn insert_session(
    db: &mut Db,
    token_hash: &str,
    person_id: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash),
            sessions::person_id.eq(person_id),
            sessions::created_at.eq(micros(now)),
            sessions::expires_at.eq(micros(expires_at)),
        ))
        .execute(db)?;
    Ok(())
}

/// The person a session belongs to, if it still runs and they are not disabled.
pub fn session_person(
    db: &mut Db,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    Ok(sessions::table
        .inner_join(people::table.on(people::id.eq(sessions::person_id)))
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(micros(now)))
        .filter(people::disabled_at.is_null())
        .select(sessions::person_id)
        .get_result(db)
        .optional()?)
}

/// Ends a session.
pub fn delete_session(db: &mut Db, token_hash: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(token_hash)).execute(db)?;
    Ok(())
}

/// Ends every session of a person.
pub fn delete_sessions(db: &mut Db, person_id: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person_id))).execute(db)?;
    Ok(())
}

/// Ends the sessions that have run out.
pub fn delete_expired_sessions(db: &mut Db, now: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.le(micros(now)))).execute(db)?)
}

/// Adds an API token.
pub fn insert_token(
    db: &mut Db,
    token_hash: &str,
    person_id: &str,
    label: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::token_hash.eq(token_hash),
            tokens::person_id.eq(person_id),
            tokens::label.eq(label),
            tokens::created_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// The person an API token belongs to, if they are not disabled.
pub fn token_person(db: &mut Db, token_hash: &str) -> Result<Option<String>, StoreError> {
    Ok(tokens::table
        .inner_join(people::table.on(people::id.eq(tokens::person_id)))
        .filter(tokens::token_hash.eq(token_hash))
        .filter(people::disabled_at.is_null())
        .select(tokens::person_id)
        .get_result(db)
        .optional()?)
}
