//! Who acts here in the fediverse, and their keys.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::schema::actors;
use super::{Db, StoreError};

/// An actor of this instance.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = actors)]
pub struct Actor {
    /// The end of its address: 128 random bits; of the instance a word.
    pub id: String,
    /// Whose, of a person.
    pub person_id: Option<String>,
    /// Whose, of a team.
    pub team_id: Option<String>,
    /// The part of its key that verifies, PEM.
    pub public_key: String,
    /// The part that signs, sealed.
    pub sealed_key: String,
    created_at: i64,
}

impl Actor {
    /// A new one, of a person, a team or neither: the instance.
    pub fn new(
        id: String,
        (person_id, team_id): (Option<String>, Option<String>),
        (public_key, sealed_key): (String, String),
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            person_id,
            team_id,
            public_key,
            sealed_key,
            created_at: micros(now),
        }
    }
}

/// Adds one.
pub fn insert(db: &mut Db, actor: &Actor) -> Result<(), StoreError> {
    diesel::insert_into(actors::table)
        .values(actor)
        .execute(db)?;
    Ok(())
}

/// The one with this id, if there is one.
pub fn find(db: &mut Db, id: &str) -> Result<Option<Actor>, StoreError> {
    Ok(actors::table.find(id).get_result(db).optional()?)
}

/// That of a person, if there is one.
pub fn of_person(db: &mut Db, person_id: &str) -> Result<Option<Actor>, StoreError> {
    let own = actors::table.filter(actors::person_id.eq(person_id));
    Ok(own.get_result(db).optional()?)
}

/// That of a team, if there is one.
pub fn of_team(db: &mut Db, team_id: &str) -> Result<Option<Actor>, StoreError> {
    let own = actors::table.filter(actors::team_id.eq(team_id));
    Ok(own.get_result(db).optional()?)
}
