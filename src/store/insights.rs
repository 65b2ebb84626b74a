//! Bookings as they are counted.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::bookings::{read_status, with_others};
use super::db::{instant, micros};
use super::fairness::Kind;
use super::schema::{bookings, event_types, fairness, no_shows, people};
use super::{Db, StoreError};
use crate::kernel::insights::{Seen, Share};
use crate::kernel::span::Span;

/// So many bookings are read at once.
const AT_ONCE: i64 = 5_000;

#[derive(Queryable)]
struct Row {
    id: String,
    event_type_id: String,
    status: String,
    hold_until: Option<i64>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    starts_at: i64,
    ends_at: i64,
    created_at: i64,
    no_show_at: Option<i64>,
}

/// Whose bookings are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Those of everybody.
    Everybody,
    /// Those of a host, by id, also those of others that they hold with them.
    Host(&'a str),
    /// Those of a team, by id.
    Team(&'a str),
}

/// The bookings that one walk passes.
#[derive(Clone, Copy)]
enum Part<'a> {
    Of(&'a str),
    SharedBy(&'a str),
    OfTeam(&'a str),
}

/// Shows `see` every booking that starts in `range` once. Few are in memory at a time, however
/// many there are.
pub fn for_each(
    db: &mut Db,
    whose: Whose,
    range: Span,
    mut see: impl FnMut(&Seen),
) -> Result<(), StoreError> {
    match whose {
        Whose::Host(id) => {
            walk(db, Part::Of(id), range, &mut see)?;
            walk(db, Part::SharedBy(id), range, &mut see)
        }
        Whose::Team(id) => walk(db, Part::OfTeam(id), range, &mut see),
        Whose::Everybody => {
            // Host by host, as the index has them.
            let ids: Vec<String> = people::table.select(people::id).load(db)?;
            for id in &ids {
                walk(db, Part::Of(id), range, &mut see)?;
            }
            Ok(())
        }
    }
}

fn walk(
    db: &mut Db,
    part: Part,
    range: Span,
    see: &mut impl FnMut(&Seen),
) -> Result<(), StoreError> {
    let mut after = (micros(range.start()), String::new());
    loop {
        let rows = some(db, part, &after, micros(range.end()))?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = (last.starts_at, last.id.clone());
        for row in rows {
            see(&read(&row)?);
        }
    }
}

/// The next bookings in order of start and id; no id is empty.
fn some(
    db: &mut Db,
    part: Part,
    (starts_at, id): &(i64, String),
    end: i64,
) -> Result<Vec<Row>, StoreError> {
    let query = bookings::table
        .left_join(no_shows::table)
        .filter(bookings::starts_at.ge(*starts_at))
        .filter(bookings::starts_at.lt(end))
        .filter(
            bookings::starts_at
                .gt(*starts_at)
                .or(bookings::id.gt(id.clone())),
        )
        .order((bookings::starts_at, bookings::id))
        .limit(AT_ONCE)
        .select((
            bookings::id,
            bookings::event_type_id,
            bookings::status,
            bookings::hold_until,
            bookings::cancelled_at,
            bookings::cancelled_by,
            bookings::starts_at,
            bookings::ends_at,
            bookings::created_at,
            no_shows::marked_at.nullable(),
        ))
        .into_boxed();
    let query = match part {
        Part::Of(person_id) => query.filter(bookings::person_id.eq(person_id.to_owned())),
        Part::SharedBy(person_id) => {
            query.filter(bookings::id.eq_any(with_others(person_id.to_owned())))
        }
        Part::OfTeam(team_id) => {
            query.filter(bookings::event_type_id.eq_any(offered_by(team_id.to_owned())))
        }
    };
    Ok(query.load(db)?)
}

/// The ids of what a team offers.
#[diesel::dsl::auto_type(no_type_alias)]
fn offered_by(team_id: String) -> _ {
    event_types::table
        .filter(event_types::team_id.eq(team_id))
        .select(event_types::id)
}

/// How the sessions of a team that start in `range` were shared out, by the id of the person.
pub fn shares(
    db: &mut Db,
    team_id: &str,
    range: Span,
) -> Result<HashMap<String, Share>, StoreError> {
    let rows: Vec<(String, String, i64, i64)> = fairness::table
        .inner_join(bookings::table.on(bookings::id.eq(fairness::booking_id)))
        .filter(bookings::event_type_id.eq_any(offered_by(team_id.to_owned())))
        .filter(bookings::starts_at.ge(micros(range.start())))
        .filter(bookings::starts_at.lt(micros(range.end())))
        .group_by((fairness::person_id, fairness::kind, fairness::change))
        .select((
            fairness::person_id,
            fairness::kind,
            fairness::change,
            count_star(),
        ))
        // What was taken comes before what is returned of it.
        .order(fairness::kind.desc())
        .load(db)?;
    let mut shares: HashMap<String, Share> = HashMap::new();
    for (person_id, kind, change, count) in rows {
        let kind = super::fairness::read_kind(&kind)?;
        carry(shares.entry(person_id).or_default(), kind, change, count);
    }
    Ok(shares)
}

/// What so many like entries of the ledger do to a share.
fn carry(share: &mut Share, kind: Kind, change: i64, count: i64) {
    let times = u64::try_from(count).unwrap_or(0);
    match kind {
        Kind::Asked => {
            share.asked += times;
            share.due += change * count;
        }
        Kind::Taken => share.taken += times,
        // What is given back of a share is negative, of what was taken positive.
        Kind::Returned if change > 0 => share.taken = share.taken.saturating_sub(times),
        Kind::Returned => share.due += change * count,
        Kind::Declined => share.declined += times,
        Kind::Absent => share.absent += times,
    }
}

/// What event types are called, by id.
pub fn titles(db: &mut Db, ids: Vec<String>) -> Result<HashMap<String, String>, StoreError> {
    let titles: Vec<(String, String)> = event_types::table
        .filter(event_types::id.eq_any(ids))
        .select((event_types::id, event_types::title))
        .load(db)?;
    Ok(titles.into_iter().collect())
}

fn read(row: &Row) -> Result<Seen, StoreError> {
    let span = Span::new(instant(row.starts_at)?, instant(row.ends_at)?);
    Ok(Seen {
        event_type_id: row.event_type_id.clone(),
        created_at: instant(row.created_at)?,
        status: read_status(
            &row.status,
            row.hold_until,
            (row.cancelled_at, row.cancelled_by.as_deref()),
        )?,
        span: span.ok_or(StoreError::Corrupt("booking"))?,
        is_no_show: row.no_show_at.is_some(),
    })
}
