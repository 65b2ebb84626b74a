//! Time of a host that is busy elsewhere.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::busy;
use super::{Db, StoreError};
use crate::kernel::span::{Span, SpanSet};

/// One busy time and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyTime {
    /// UUIDv7.
    pub id: String,
    /// When.
    pub span: Span,
    /// What the host sees; never shown to others.
    pub title: String,
    /// [`BY_HAND`], or what else it comes from.
    pub source: String,
}

/// Where busy times come from that a host entered by hand.
pub const BY_HAND: &str = "hand";

/// Two days in microseconds: times that last longer are marked, and looked for apart.
const LONG: i64 = 172_800_000_000;

/// Adds a busy time.
pub fn insert(db: &mut Db, host_id: &str, busy: &BusyTime) -> Result<(), StoreError> {
    diesel::insert_into(busy::table)
        .values((
            busy::id.eq(&busy.id),
            busy::person_id.eq(host_id),
            busy::starts_at.eq(micros(busy.span.start())),
            busy::ends_at.eq(micros(busy.span.end())),
            busy::source.eq(&busy.source),
            busy::title.eq(&busy.title),
            busy::is_long.eq(busy.span.duration() > TimeDelta::microseconds(LONG)),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes a busy time that a host entered by hand.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, host_id: &str, id: &str) -> Result<(), StoreError> {
    let own = busy::table
        .find(id)
        .filter(busy::person_id.eq(host_id))
        .filter(busy::source.eq(BY_HAND));
    if diesel::delete(own).execute(db)? == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// Makes `times`, with their titles, all that a source says about a host. What stays the same is
/// not touched. Returns whether a time is gone.
pub fn replace(
    db: &mut Db,
    (host_id, source): (&str, &str),
    times: Vec<(Span, String)>,
) -> Result<bool, StoreError> {
    let known: Vec<(String, i64, i64, String)> = busy::table
        .filter(busy::source.eq(source))
        .select((busy::id, busy::starts_at, busy::ends_at, busy::title))
        .load(db)?;
    let mut wanted: HashSet<(i64, i64, String)> = times
        .into_iter()
        .map(|(span, title)| (micros(span.start()), micros(span.end()), title))
        .collect();
    let mut gone = Vec::new();
    for (id, starts_at, ends_at, title) in known {
        if !wanted.remove(&(starts_at, ends_at, title)) {
            gone.push(id);
        }
    }
    for ids in gone.chunks(500) {
        diesel::delete(busy::table.filter(busy::id.eq_any(ids))).execute(db)?;
    }
    for (starts_at, ends_at, title) in wanted {
        let new = BusyTime {
            id: uuid::Uuid::now_v7().to_string(),
            span: span(starts_at, ends_at)?,
            title,
            source: source.to_owned(),
        };
        insert(db, host_id, &new)?;
    }
    Ok(!gone.is_empty())
}

/// Removes all times of sources that begin so. Returns whether there were any.
pub fn remove_within(db: &mut Db, source: &str) -> Result<bool, StoreError> {
    // Sources are made of ids, which hold nothing that means something in a pattern.
    let within = busy::table.filter(busy::source.like(format!("{source}%")));
    Ok(diesel::delete(within).execute(db)? > 0)
}

/// The busy times of a host that touch `range`, in order of time.
pub fn list(db: &mut Db, host_id: &str, range: Span) -> Result<Vec<BusyTime>, StoreError> {
    let rows: Vec<(String, i64, i64, String, String)> = busy::table
        .filter(busy::person_id.eq(host_id))
        .filter(busy::ends_at.gt(micros(range.start())))
        .filter(busy::starts_at.lt(micros(range.end())))
        .order(busy::starts_at)
        .select((
            busy::id,
            busy::starts_at,
            busy::ends_at,
            busy::source,
            busy::title,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, starts_at, ends_at, source, title)| {
            Ok(BusyTime {
                id,
                span: span(starts_at, ends_at)?,
                title,
                source,
            })
        })
        .collect()
}

/// The same as one set.
pub fn in_range(db: &mut Db, host_id: &str, range: Span) -> Result<SpanSet, StoreError> {
    let found = in_range_of(db, &[host_id], range)?.remove(host_id);
    Ok(found.unwrap_or_default())
}

/// The same of several hosts, by the id of the host; one who has none has no entry.
pub fn in_range_of(
    db: &mut Db,
    host_ids: &[&str],
    range: Span,
) -> Result<HashMap<String, SpanSet>, StoreError> {
    let (start, end) = (micros(range.start()), micros(range.end()));
    let touching = || {
        busy::table
            .filter(busy::person_id.eq_any(host_ids))
            .filter(busy::ends_at.gt(start))
            .filter(busy::starts_at.lt(end))
            .select((busy::person_id, busy::starts_at, busy::ends_at))
    };
    let mut rows: Vec<(String, i64, i64)> = touching()
        .filter(busy::is_long.eq(false))
        .filter(busy::ends_at.lt(end + LONG))
        .load(db)?;
    rows.extend(
        touching()
            .filter(busy::is_long.eq(true))
            .load::<(String, i64, i64)>(db)?,
    );
    let mut of_host: HashMap<String, Vec<Span>> = HashMap::new();
    for (host_id, starts_at, ends_at) in rows {
        let spans = of_host.entry(host_id).or_default();
        spans.push(span(starts_at, ends_at)?);
    }
    Ok(of_host
        .into_iter()
        .map(|(host_id, spans)| (host_id, SpanSet::from_spans(spans)))
        .collect())
}

fn span(starts_at: i64, ends_at: i64) -> Result<Span, StoreError> {
    Span::new(instant(starts_at)?, instant(ends_at)?).ok_or(StoreError::Corrupt("busy time"))
}
