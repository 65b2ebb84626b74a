//! Addresses at which sessions can be read as a calendar.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::feeds;
use super::{Db, StoreError};

/// How much a feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedDetail {
    /// Everything, with the names of clients.
    Names,
    /// What and where, but not with whom.
    Sessions,
    /// Only that the time is taken.
    Busy,
}

const DETAILS: [(FeedDetail, &str); 3] = [
    (FeedDetail::Names, "names"),
    (FeedDetail::Sessions, "sessions"),
    (FeedDetail::Busy, "busy"),
];

impl FeedDetail {
    /// Its word, as it is stored and typed.
    pub fn as_str(self) -> &'static str {
        let known = DETAILS.iter().find(|(known, _)| *known == self);
        known.map_or("", |(_, word)| word)
    }

    /// The detail of a word.
    pub fn read(word: &str) -> Option<Self> {
        let known = DETAILS.iter().find(|(_, known)| *known == word);
        known.map(|(detail, _)| *detail)
    }
}

/// An address at which sessions can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// UUIDv7.
    pub id: String,
    /// Who made it.
    pub owner_id: String,
    /// Which team's sessions; none for the owner's own.
    pub team_id: Option<String>,
    /// How much it tells.
    pub detail: FeedDetail,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last asked for, to about an hour, UTC.
    pub fetched_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = feeds)]
struct Row {
    id: String,
    person_id: String,
    team_id: Option<String>,
    detail: String,
    token_hash: String,
    created_at: i64,
    fetched_at: Option<i64>,
}

/// Adds a feed.
pub fn insert(db: &mut Db, feed: &Feed, token_hash: String) -> Result<(), StoreError> {
    diesel::insert_into(feeds::table)
        .values(Row {
            id: feed.id.clone(),
            person_id: feed.owner_id.clone(),
            team_id: feed.team_id.clone(),
            detail: feed.detail.as_str().to_owned(),
            token_hash,
            created_at: micros(feed.created_at),
            fetched_at: None,
        })
        .execute(db)?;
    Ok(())
}

/// The feed that a token opens.
///
/// # Errors
/// `NotFound`.
pub fn find_by_token(db: &mut Db, token_hash: &str) -> Result<Feed, StoreError> {
    let row = feeds::table.filter(feeds::token_hash.eq(token_hash));
    read(row.get_result(db)?)
}

/// The feeds of a host, the oldest first.
pub fn list(db: &mut Db, owner_id: &str) -> Result<Vec<Feed>, StoreError> {
    let rows: Vec<Row> = feeds::table
        .filter(feeds::person_id.eq(owner_id))
        .order((feeds::created_at, feeds::id))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// Removes a feed of a host.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, owner_id: &str, id: &str) -> Result<(), StoreError> {
    let own = feeds::table.find(id).filter(feeds::person_id.eq(owner_id));
    match diesel::delete(own).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Notes that a feed was asked for.
pub fn fetched(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(feeds::table.find(id))
        .set(feeds::fetched_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

fn read(row: Row) -> Result<Feed, StoreError> {
    Ok(Feed {
        id: row.id,
        owner_id: row.person_id,
        team_id: row.team_id,
        detail: FeedDetail::read(&row.detail).ok_or(StoreError::Corrupt("feed"))?,
        created_at: instant(row.created_at)?,
        fetched_at: row.fetched_at.map(instant).transpose()?,
    })
}
