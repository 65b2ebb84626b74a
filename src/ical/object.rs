//! Calendar objects as CalDAV stores them (RFC 4791 §4.1): one event with its exceptions.

use chrono::{DateTime, NaiveDate, Utc};

use super::busy::{self, Search};
use super::read::{self, Moment, NotACalendar, Owner, Zones};
use crate::kernel::span::Span;

/// What a calendar object is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The one UID of its events.
    pub uid: String,
    /// No instant of it lies outside of these, UTC; a series never ends.
    pub bounds: (DateTime<Utc>, DateTime<Utc>),
    /// When its first event begins, and when that ends; none if it takes no time.
    pub first: Option<Span>,
}

/// Why a text is no calendar object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    /// It cannot be read, or holds what belongs into several objects.
    #[error("this is not one event with its exceptions")]
    Invalid,
    /// It holds something else than events.
    #[error("only events are kept here")]
    Component,
}

impl From<NotACalendar> for ObjectError {
    fn from(_: NotACalendar) -> Self {
        Self::Invalid
    }
}

/// Reads a calendar object.
///
/// # Errors
/// `Invalid`; `Component` for a task or a journal.
pub fn read(text: &str, owner: &Owner) -> Result<Object, ObjectError> {
    let calendar = read::calendar(text.as_bytes(), owner)?;
    let is_kept = |name: &String| matches!(name.as_str(), "VEVENT" | "VTIMEZONE");
    if calendar
        .components
        .iter()
        .any(|name| !is_kept(name) && !name.starts_with("X-"))
    {
        return Err(ObjectError::Component);
    }
    let events = calendar.components.iter().filter(|name| *name == "VEVENT");
    let Some(first) = calendar.events.first() else {
        return Err(ObjectError::Invalid);
    };
    let is_one = calendar.events.iter().all(|event| event.uid == first.uid);
    if !is_one || first.uid.is_empty() || events.count() != calendar.events.len() {
        return Err(ObjectError::Invalid);
    }
    let is_series = calendar.events.iter().any(|event| !event.rules.is_empty());
    let search = Search {
        owner: owner.clone(),
        window: all_time(),
        own_suffix: String::new(),
        with_free: true,
    };
    let (start, end) = (all_time().start(), all_time().end());
    let starts = calendar
        .events
        .iter()
        .map(|event| at(event.start, &calendar.zones, owner));
    let earliest = starts.min().unwrap_or(start);
    if is_series {
        return Ok(Object {
            uid: first.uid.clone(),
            // An exception may lie before its series.
            bounds: (earliest, end),
            first: None,
        });
    }
    let found = busy::find(text.as_bytes(), &search)?;
    let spans = || found.times.iter().map(|time| time.span);
    Ok(Object {
        uid: first.uid.clone(),
        bounds: (
            spans().map(|span| span.start()).min().unwrap_or(earliest),
            spans().map(|span| span.end()).max().unwrap_or(earliest),
        ),
        first: found
            .times
            .first()
            .filter(|time| !time.is_moment())
            .map(|time| time.span),
    })
}

/// Whether something in an object touches `range`, also what leaves its owner free.
pub fn touches(text: &str, owner: &Owner, range: Span) -> bool {
    let search = Search {
        owner: owner.clone(),
        window: range,
        own_suffix: String::new(),
        with_free: true,
    };
    busy::find(text.as_bytes(), &search).is_ok_and(|found| !found.times.is_empty())
}

fn at(moment: Moment, zones: &Zones, owner: &Owner) -> DateTime<Utc> {
    match moment {
        Moment::Day(date) => crate::kernel::zone::day_start(date, owner.zone),
        Moment::Clock(local, zone) => zones.instant(local, zone),
    }
}

/// The years that four digits write.
fn all_time() -> Span {
    let at = |year| {
        let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        date.and_time(chrono::NaiveTime::MIN).and_utc()
    };
    Span::new(at(1), at(9_999)).unwrap_or_else(|| unreachable!("year 1 is before year 9999"))
}
