//! Actors elsewhere, with the keys they sign with.

use diesel::prelude::*;

use super::super::schema::{follows, remote_actors};
use crate::store::{Db, StoreError};

/// An actor elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = remote_actors)]
#[diesel(treat_none_as_null = true)]
pub struct RemoteActor {
    /// Its address.
    pub id: String,
    /// Its instance.
    pub host: String,
    /// `Person`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Where it is written to.
    pub inbox: String,
    /// Where all of its instance are written to.
    pub shared_inbox: Option<String>,
    /// The address of its key.
    pub key_id: String,
    /// Its key, PEM.
    pub public_key: String,
    /// When it was read, microseconds, UTC.
    pub fetched_at: i64,
}

/// An actor elsewhere, by its address.
pub fn find_actor(db: &mut Db, id: &str) -> Result<Option<RemoteActor>, StoreError> {
    Ok(remote_actors::table.find(id).get_result(db).optional()?)
}

/// Actors elsewhere, by their addresses, in the order of their instances.
pub fn find_actors(db: &mut Db, ids: &[&str]) -> Result<Vec<RemoteActor>, StoreError> {
    let rows = remote_actors::table.filter(remote_actors::id.eq_any(ids));
    Ok(rows
        .order((remote_actors::host, remote_actors::id))
        .load(db)?)
}

/// The actor elsewhere whose key this is.
pub fn find_actor_by_key(db: &mut Db, key_id: &str) -> Result<Option<RemoteActor>, StoreError> {
    let row = remote_actors::table.filter(remote_actors::key_id.eq(key_id));
    Ok(row.first(db).optional()?)
}

/// Keeps an actor as it was just read.
pub fn put_actor(db: &mut Db, actor: &RemoteActor) -> Result<(), StoreError> {
    let known = diesel::update(remote_actors::table.find(&actor.id)).set(actor);
    if known.execute(db)? == 0 {
        diesel::insert_into(remote_actors::table)
            .values(actor)
            .execute(db)?;
    }
    Ok(())
}

/// Has an actor read again before its key is used next.
pub fn outdate_actor(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::update(remote_actors::table.find(id))
        .set(remote_actors::fetched_at.eq(0))
        .execute(db)?;
    Ok(())
}

/// Forgets an actor and whom it follows.
pub fn forget_actor(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(remote_actors::table.find(id)).execute(db)?;
    let of_it = follows::table.filter(follows::follower.eq(id).or(follows::followed.eq(id)));
    diesel::delete(of_it).execute(db)?;
    Ok(())
}
