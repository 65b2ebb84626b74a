//! The calendars of others that hosts subscribe to.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::subscriptions;
use super::{Db, StoreError};

/// A calendar of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// UUIDv7.
    pub id: String,
    /// Whose time it tells of.
    pub host_id: String,
    /// What the host calls it.
    pub name: String,
    /// Where it is asked for; none for a file that was handed in.
    pub url: Option<String>,
    /// Whether what is only tentative blocks as well.
    pub tentative_blocks: bool,
    /// When it is read the next time, UTC.
    pub next_at: DateTime<Utc>,
    /// What came of it so far.
    pub state: SyncState,
}

impl Subscription {
    /// What its busy times come from.
    pub fn source(&self) -> String {
        format!("subscription:{}", self.id)
    }
}

/// How far a subscription has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncState {
    /// The entity tag of what was read.
    pub etag: Option<String>,
    /// Its date, as the server wrote it.
    pub last_modified: Option<String>,
    /// When it was last asked for, UTC.
    pub checked_at: Option<DateTime<Utc>>,
    /// When it was last read as a whole, UTC.
    pub read_at: Option<DateTime<Utc>>,
    /// How often in a row it failed.
    pub failures: u32,
    /// Why it failed the last time, as a code.
    pub problem: Option<String>,
    /// How many events it has.
    pub events: u32,
    /// How many busy times came of them.
    pub times: u32,
    /// How much of it could not be read.
    pub skipped: u32,
    /// The first of that: `line code`, one in each line.
    pub skipped_lines: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Row {
    id: String,
    person_id: String,
    name: String,
    url: Option<String>,
    tentative_blocks: bool,
    etag: Option<String>,
    last_modified: Option<String>,
    next_at: i64,
    checked_at: Option<i64>,
    read_at: Option<i64>,
    failures: i32,
    problem: Option<String>,
    events: i32,
    times: i32,
    skipped: i32,
    skipped_lines: String,
}

/// Adds a subscription; `file` is its text if it has no address.
pub fn insert(
    db: &mut Db,
    new: &Subscription,
    file: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::id.eq(&new.id),
            subscriptions::person_id.eq(&new.host_id),
            subscriptions::name.eq(&new.name),
            subscriptions::url.eq(&new.url),
            subscriptions::file.eq(file),
            subscriptions::tentative_blocks.eq(new.tentative_blocks),
            subscriptions::created_at.eq(micros(now)),
            subscriptions::next_at.eq(micros(new.next_at)),
            subscriptions::failures.eq(0),
            subscriptions::events.eq(0),
            subscriptions::times.eq(0),
            subscriptions::skipped.eq(0),
            subscriptions::skipped_lines.eq(""),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes what the host says about a subscription, and when it is read.
pub fn update(db: &mut Db, changed: &Subscription) -> Result<(), StoreError> {
    diesel::update(subscriptions::table.find(&changed.id))
        .set((
            subscriptions::name.eq(&changed.name),
            subscriptions::url.eq(&changed.url),
            subscriptions::tentative_blocks.eq(changed.tentative_blocks),
            subscriptions::etag.eq(&changed.state.etag),
            subscriptions::last_modified.eq(&changed.state.last_modified),
            subscriptions::next_at.eq(micros(changed.next_at)),
        ))
        .execute(db)?;
    Ok(())
}

/// Keeps what came of reading a subscription, and when it is read the next time.
pub fn keep_state(db: &mut Db, read: &Subscription) -> Result<(), StoreError> {
    let (state, number) = (&read.state, |count: u32| {
        i32::try_from(count).unwrap_or(i32::MAX)
    });
    diesel::update(subscriptions::table.find(&read.id))
        .set((
            subscriptions::etag.eq(&state.etag),
            subscriptions::last_modified.eq(&state.last_modified),
            subscriptions::next_at.eq(micros(read.next_at)),
            subscriptions::checked_at.eq(state.checked_at.map(micros)),
            subscriptions::read_at.eq(state.read_at.map(micros)),
            subscriptions::failures.eq(number(state.failures)),
            subscriptions::problem.eq(&state.problem),
            subscriptions::events.eq(number(state.events)),
            subscriptions::times.eq(number(state.times)),
            subscriptions::skipped.eq(number(state.skipped)),
            subscriptions::skipped_lines.eq(&state.skipped_lines),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes a subscription.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(subscriptions::table.find(id)).execute(db)?;
    Ok(())
}

/// A subscription.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Subscription, StoreError> {
    let row = subscriptions::table.find(id).select(Row::as_select());
    read(row.get_result(db)?)
}

/// The subscriptions of a host, the oldest first.
pub fn list(db: &mut Db, host_id: &str) -> Result<Vec<Subscription>, StoreError> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::person_id.eq(host_id))
        .order((subscriptions::created_at, subscriptions::id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The text of a file that was handed in.
pub fn file(db: &mut Db, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let file = subscriptions::table.find(id).select(subscriptions::file);
    Ok(file.get_result(db)?)
}

/// Puts another file in the place of the one that was handed in.
pub fn set_file(db: &mut Db, id: &str, file: &[u8]) -> Result<(), StoreError> {
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::file.eq(Some(file)))
        .execute(db)?;
    Ok(())
}

fn read(row: Row) -> Result<Subscription, StoreError> {
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    Ok(Subscription {
        id: row.id,
        host_id: row.person_id,
        name: row.name,
        url: row.url,
        tentative_blocks: row.tentative_blocks,
        next_at: instant(row.next_at)?,
        state: SyncState {
            etag: row.etag,
            last_modified: row.last_modified,
            checked_at: row.checked_at.map(instant).transpose()?,
            read_at: row.read_at.map(instant).transpose()?,
            failures: number(row.failures),
            problem: row.problem,
            events: number(row.events),
            times: number(row.times),
            skipped: number(row.skipped),
            skipped_lines: row.skipped_lines,
        },
    })
}
