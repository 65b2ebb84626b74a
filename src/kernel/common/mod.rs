//! When several people are free at once, and which of those times are worth proposing.

#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::span::{Span, SpanSet};
use super::zone;

/// Nobody looks further ahead than this for a time that suits everybody.
pub const FARTHEST: TimeDelta = TimeDelta::days(60);
/// Proposals begin at half hours of the clock.
const GRID: TimeDelta = TimeDelta::minutes(30);

/// The time of one person.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// When they work.
    pub hours: &'a SpanSet,
    /// What is taken of it.
    pub taken: &'a SpanSet,
}

/// The windows of `shortest` or more in which everybody is free, within the first sixty days of
/// `range`. Nobody at all is always free.
///
/// What has become too short is dropped after every person, so that no number of little
/// appointments makes the rest long.
pub fn common_free(calendars: &[Calendar], range: Span, shortest: TimeDelta) -> SpanSet {
    let end = range
        .start()
        .checked_add_signed(FARTHEST)
        .map_or(range.end(), |farthest| farthest.min(range.end()));
    let range = Span::new(range.start(), end).unwrap_or(range);
    let mut common = SpanSet::from(range).at_least(shortest);
    for calendar in calendars {
        if common.is_empty() {
            break;
        }
        common = common
            .intersect(calendar.hours)
            .subtract_keeping(calendar.taken, shortest);
    }
    common
}

/// Up to `most` times of `length` in the `free` windows: each day the first one of the morning, of
/// the afternoon and of the evening, as the clocks in `zone` have it; ascending, none overlaps.
pub fn proposals(free: &SpanSet, length: TimeDelta, zone: Tz, most: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut last = None;
    for window in free.as_slice() {
        let mut start = on_grid(window.start(), zone);
        while let Some(span) = span_of(start, length).filter(|span| window.covers(span)) {
            let part = part_of_day(start, zone);
            let is_later = found.last().is_none_or(|before| before.end() <= start);
            if last != Some(part) && is_later {
                if found.len() == most {
                    return found;
                }
                found.push(span);
                last = Some(part);
            }
            start += GRID;
            start = on_grid(start, zone);
        }
    }
    found
}

fn span_of(start: DateTime<Utc>, length: TimeDelta) -> Option<Span> {
    Span::new(start, start.checked_add_signed(length)?)
}

/// The first half hour of the clock in `zone` at or after `instant`.
fn on_grid(instant: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let local = zone::local(instant, zone);
    let over = TimeDelta::seconds(i64::from(local.num_seconds_from_midnight()))
        + TimeDelta::nanoseconds(i64::from(local.nanosecond()));
    let into = TimeDelta::milliseconds(over.num_milliseconds() % GRID.num_milliseconds());
    let wait = if into.is_zero() { into } else { GRID - into };
    instant.checked_add_signed(wait).unwrap_or(instant)
}

/// The date, and 0 before noon, 1 before five, 2 after that.
fn part_of_day(instant: DateTime<Utc>, zone: Tz) -> (NaiveDate, u8) {
    let local = zone::local(instant, zone);
    let part = match local.hour() {
        ..12 => 0,
        12..17 => 1,
        _ => 2,
    };
    (local.date(), part)
}
