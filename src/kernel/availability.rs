//! When a host can be booked: weekly hours in a zone, with overrides of single days.

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;

/// A named set of weekly hours of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// UUIDv7.
    pub id: String,
    /// Whose it is.
    pub host_id: String,
    /// What the host calls it.
    pub name: String,
    /// Its hours.
    pub hours: Hours,
}

/// Weekly hours and their exceptions, as wall-clock times in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Where the clock hangs.
    pub zone: Tz,
    /// The usual week; the ranges of one day may touch, never overlap.
    pub weekly: Vec<WeeklyHours>,
    /// Days on which other hours count, or none; at most one entry a day.
    pub overrides: Vec<DateOverride>,
}

/// The same range on some days of every week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyHours {
    /// On which days.
    pub days: Vec<Weekday>,
    /// From when to when.
    pub range: TimeRange,
}

/// The hours of one date, instead of those of its weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateOverride {
    /// Which day.
    pub date: NaiveDate,
    /// From when to when; empty is a day off.
    pub ranges: Vec<TimeRange>,
}

/// A range of wall-clock minutes in one day: `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeRange {
    /// Minutes after midnight, 0 to 1439.
    from: u16,
    /// Minutes after midnight, `from` + 1 to 1440 (24:00).
    to: u16,
}
