//! Who follows whom.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::db::micros;
use super::super::schema::follows;
use super::{value, word};
use crate::store::{Db, StoreError};

/// How a wish to follow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowState {
    /// Nobody has answered.
    Requested,
    /// Yes.
    Accepted,
    /// No.
    Rejected,
}

impl FollowState {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        word(&STATES, self)
    }
}

const STATES: [(FollowState, &str); 3] = [
    (FollowState::Requested, "requested"),
    (FollowState::Accepted, "accepted"),
    (FollowState::Rejected, "rejected"),
];

/// Somebody follows somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// Who.
    pub follower: String,
    /// Whom.
    pub followed: String,
    /// The address of the activity.
    pub id: String,
    /// The other instance of the two.
    pub host: String,
    /// How it stands.
    pub state: FollowState,
}

type FollowRow = (String, String, String, String, String, i64);

/// Whether and how one follows another.
pub fn find_follow(
    db: &mut Db,
    (follower, followed): (&str, &str),
) -> Result<Option<Follow>, StoreError> {
    let row: Option<FollowRow> = follows::table
        .find((follower, followed))
        .get_result(db)
        .optional()?;
    row.map(read_follow).transpose()
}

/// Every follow with an instance, in both directions.
pub fn list_follows(db: &mut Db, host: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = follows::table
        .filter(follows::host.eq(host))
        .order((follows::created_at, follows::id))
        .load(db)?;
    rows.into_iter().map(read_follow).collect()
}

/// Every follow of an actor of ours, in both directions.
pub fn follows_of(db: &mut Db, own: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = follows::table
        .filter(follows::follower.eq(own).or(follows::followed.eq(own)))
        .load(db)?;
    rows.into_iter().map(read_follow).collect()
}

/// How many follow somebody.
pub fn count_followers(db: &mut Db, followed: &str) -> Result<i64, StoreError> {
    let accepted = FollowState::Accepted.as_str();
    Ok(follows::table
        .filter(follows::followed.eq(followed))
        .filter(follows::state.eq(accepted))
        .count()
        .get_result(db)?)
}

/// Keeps a follow as it now stands.
pub fn put_follow(db: &mut Db, follow: &Follow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = follows::table.find((&follow.follower, &follow.followed));
    let changed = diesel::update(row)
        .set((
            follows::id.eq(&follow.id),
            follows::state.eq(follow.state.as_str()),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(follows::table)
            .values((
                follows::follower.eq(&follow.follower),
                follows::followed.eq(&follow.followed),
                follows::id.eq(&follow.id),
                follows::host.eq(&follow.host),
                follows::state.eq(follow.state.as_str()),
                follows::created_at.eq(micros(now)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Ends a follow.
pub fn delete_follow(db: &mut Db, (follower, followed): (&str, &str)) -> Result<(), StoreError> {
    diesel::delete(follows::table.find((follower, followed))).execute(db)?;
    Ok(())
}

fn read_follow((follower, followed, id, host, state, _): FollowRow) -> Result<Follow, StoreError> {
    Ok(Follow {
        follower,
        followed,
        id,
        host,
        state: value(&STATES, &state)?,
    })
}
