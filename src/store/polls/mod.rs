//! Meeting polls, their times, and who holds the time of their hosts.

mod participants;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::claims::LONGEST;
use super::db::{instant, micros};
use super::schema::{claims, poll_options, polls};
use super::{Db, StoreError};
use crate::kernel::polls::{Poll, PollOption, Sight, Status};
use crate::kernel::span::Span;
use crate::kernel::zone;

pub use participants::{
    Voters, count, count_answered, find_participant, find_participant_by_hash, hosts,
    insert_participant, list_answered, list_asked, list_invited, list_votes, list_with_address,
    refusals, replace_votes, tallies, update_participant,
};

const CORRUPT: StoreError = StoreError::Corrupt("poll");

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = polls, treat_none_as_null = true)]
struct Row {
    id: String,
    person_id: String,
    event_type_id: String,
    title: String,
    description: String,
    zone: String,
    language: String,
    minutes: i32,
    deadline: Option<i64>,
    closes_itself: bool,
    reminds: bool,
    holds: bool,
    sight: String,
    most_yes: Option<i32>,
    status: String,
    option_id: Option<String>,
    booking_id: Option<String>,
    reminded_at: Option<i64>,
    created_at: i64,
}

impl From<&Poll> for Row {
    fn from(poll: &Poll) -> Self {
        let (status, option_id, booking_id) = match &poll.status {
            Status::Open => ("open", None, None),
            Status::Closed => ("closed", None, None),
            Status::Booked {
                option_id,
                booking_id,
            } => ("booked", Some(option_id.clone()), Some(booking_id.clone())),
        };
        Self {
            id: poll.id.clone(),
            person_id: poll.host_id.clone(),
            event_type_id: poll.event_type_id.clone(),
            title: poll.title.clone(),
            description: poll.description.clone(),
            zone: poll.zone.name().to_owned(),
            language: poll.language.tag().to_owned(),
            minutes: i32::try_from(poll.minutes).unwrap_or(i32::MAX),
            deadline: poll.deadline.map(micros),
            closes_itself: poll.closes_itself,
            reminds: poll.reminds,
            holds: poll.holds,
            sight: poll.sight.as_str().to_owned(),
            most_yes: poll
                .most_yes
                .map(|most| i32::try_from(most).unwrap_or(i32::MAX)),
            status: status.to_owned(),
            option_id,
            booking_id,
            reminded_at: poll.reminded_at.map(micros),
            created_at: micros(poll.created_at),
        }
    }
}

impl TryFrom<Row> for Poll {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let status = match (row.status.as_str(), row.option_id, row.booking_id) {
            ("open", None, None) => Status::Open,
            ("closed", None, None) => Status::Closed,
            ("booked", Some(option_id), Some(booking_id)) => Status::Booked {
                option_id,
                booking_id,
            },
            _ => return Err(CORRUPT),
        };
        Ok(Self {
            id: row.id,
            host_id: row.person_id,
            event_type_id: row.event_type_id,
            title: row.title,
            description: row.description,
            zone: zone::parse(&row.zone).map_err(|_| CORRUPT)?,
            language: row.language.parse().map_err(|()| CORRUPT)?,
            minutes: u32::try_from(row.minutes).map_err(|_| CORRUPT)?,
            deadline: row.deadline.map(instant).transpose()?,
            closes_itself: row.closes_itself,
            reminds: row.reminds,
            holds: row.holds,
            sight: Sight::parse(&row.sight).ok_or(CORRUPT)?,
            most_yes: row
                .most_yes
                .map(|most| u32::try_from(most).map_err(|_| CORRUPT))
                .transpose()?,
            status,
            reminded_at: row.reminded_at.map(instant).transpose()?,
            created_at: instant(row.created_at)?,
        })
    }
}

/// Adds a poll without times and people; `token_hash` is what opens it.
pub fn insert(db: &mut Db, poll: &Poll, token_hash: &str) -> Result<(), StoreError> {
    diesel::insert_into(polls::table)
        .values((Row::from(poll), polls::token_hash.eq(token_hash)))
        .execute(db)?;
    Ok(())
}

/// Writes a poll over; what opens it stays.
pub fn update(db: &mut Db, poll: &Poll) -> Result<(), StoreError> {
    diesel::update(polls::table.find(&poll.id))
        .set(Row::from(poll))
        .execute(db)?;
    Ok(())
}

/// Removes a poll with everything that was said; the hosts' time is given back by its holder.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(polls::table.find(id)).execute(db)?;
    Ok(())
}

/// Finds a poll by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Poll, StoreError> {
    polls::table
        .find(id)
        .select(Row::as_select())
        .get_result(db)?
        .try_into()
}

/// Finds a poll and holds it until the transaction ends, so that answers and its end come one
/// after the other. Whoever takes hosts' time too takes it after this.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Poll, StoreError> {
    if matches!(db, Db::Pg(_)) {
        diesel::update(polls::table.find(id))
            .set(polls::status.eq(polls::status))
            .execute(db)?;
    }
    find(db, id)
}

/// The poll that a token opens.
///
/// # Errors
/// `NotFound`.
pub fn find_by_hash(db: &mut Db, token_hash: &str) -> Result<Poll, StoreError> {
    polls::table
        .filter(polls::token_hash.eq(token_hash))
        .select(Row::as_select())
        .get_result(db)?
        .try_into()
}

/// The polls of a host, the newest first: `limit` of them that are older than `before`.
pub fn list(
    db: &mut Db,
    host_id: &str,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<Poll>, StoreError> {
    let mut query = polls::table
        .filter(polls::person_id.eq(host_id))
        .order(polls::id.desc())
        .limit(i64::from(limit))
        .select(Row::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(polls::id.lt(before.to_owned()));
    }
    let rows: Vec<Row> = query.load(db)?;
    rows.into_iter().map(Poll::try_from).collect()
}

/// Adds a time to a poll.
pub fn insert_option(db: &mut Db, poll_id: &str, option: &PollOption) -> Result<(), StoreError> {
    diesel::insert_into(poll_options::table)
        .values((
            poll_options::id.eq(&option.id),
            poll_options::poll_id.eq(poll_id),
            poll_options::starts_at.eq(micros(option.span.start())),
            poll_options::ends_at.eq(micros(option.span.end())),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes times with what was said to them.
pub fn delete_options(db: &mut Db, ids: &[&str]) -> Result<(), StoreError> {
    diesel::delete(poll_options::table.filter(poll_options::id.eq_any(ids))).execute(db)?;
    Ok(())
}

/// The times of a poll, ascending.
pub fn options(db: &mut Db, poll_id: &str) -> Result<Vec<PollOption>, StoreError> {
    let rows: Vec<(String, i64, i64)> = poll_options::table
        .filter(poll_options::poll_id.eq(poll_id))
        .order(poll_options::starts_at)
        .select((
            poll_options::id,
            poll_options::starts_at,
            poll_options::ends_at,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, starts_at, ends_at)| {
            let span = Span::new(instant(starts_at)?, instant(ends_at)?).ok_or(CORRUPT)?;
            Ok(PollOption { id, span })
        })
        .collect()
}

/// A claim of a host that touches a time of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The time of the poll.
    pub option_id: String,
    /// Whose time it is.
    pub host_id: String,
    /// What takes it.
    pub holder_id: String,
    /// It has run out, but still stands.
    pub has_run_out: bool,
    /// It is a booking whose host did not answer, if it has run out.
    pub is_request: bool,
}

/// Every claim of the hosts that touches a time of the poll, also those of the poll itself.
pub fn taken(
    db: &mut Db,
    poll_id: &str,
    host_ids: &[&str],
    now: DateTime<Utc>,
) -> Result<Vec<Taken>, StoreError> {
    type Found = (String, String, String, Option<i64>, String);
    let longest = LONGEST.num_microseconds().unwrap_or(i64::MAX);
    let touches = claims::starts_at
        .lt(poll_options::ends_at)
        .and(claims::starts_at.gt(poll_options::starts_at - longest))
        .and(claims::ends_at.gt(poll_options::starts_at));
    let rows: Vec<Found> = poll_options::table
        .inner_join(claims::table.on(touches))
        .filter(poll_options::poll_id.eq(poll_id))
        .filter(claims::person_id.eq_any(host_ids))
        .select((
            poll_options::id,
            claims::person_id,
            claims::holder_id,
            claims::expires_at,
            claims::kind,
        ))
        .load(db)?;
    let now = micros(now);
    Ok(rows
        .into_iter()
        .map(|(option_id, host_id, holder_id, expires_at, kind)| Taken {
            option_id,
            host_id,
            holder_id,
            has_run_out: expires_at.is_some_and(|at| at <= now),
            is_request: kind == "pending",
        })
        .collect())
}
