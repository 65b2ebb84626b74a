//! When a host can be booked: weekly hours in a zone, with overrides of single days.

mod range;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::span::{Span, SpanSet};
use super::zone;

pub use range::TimeRange;

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

/// Why hours were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not written as `HH:MM`, 00:00 to 24:00.
    #[error("is not a time of day, write it as 09:00")]
    NotATime,
    /// The range ends when it begins.
    #[error("the end must come after the start")]
    Empty,
    /// The range ends before it begins.
    #[error("a range cannot pass midnight, divide it into two days")]
    AcrossMidnight,
    /// Two ranges of one weekday overlap.
    #[error("two ranges of {0} overlap")]
    WeeklyOverlap(Weekday),
    /// Two ranges of one override overlap.
    #[error("two ranges of {0} overlap")]
    OverrideOverlap(NaiveDate),
    /// Two overrides of the same date.
    #[error("{0} is named twice")]
    OverrideTwice(NaiveDate),
}

impl Hours {
    /// Whether the hours say one thing for every day.
    ///
    /// # Errors
    /// `HoursError` names the first weekday or date that does not.
    pub fn check(&self) -> Result<(), HoursError> {
        for weekday in WEEK {
            if overlap(&mut self.of_weekday(weekday)) {
                return Err(HoursError::WeeklyOverlap(weekday));
            }
        }
        let mut dates = HashSet::new();
        for day in &self.overrides {
            if !dates.insert(day.date) {
                return Err(HoursError::OverrideTwice(day.date));
            }
            if overlap(&mut day.ranges.clone()) {
                return Err(HoursError::OverrideOverlap(day.date));
            }
        }
        Ok(())
    }

    /// When the host is available within `range`.
    ///
    /// An instant belongs to the hours if the clocks in the zone then show a date and a time that
    /// lie in them. So a range inside the gap of a spring night is empty, one that reaches into
    /// it is shorter, and one inside the hour that an autumn night has twice counts both times.
    /// Hours up to 24:00 and from 00:00 on are joined.
    pub fn spans(&self, range: Span) -> SpanSet {
        self.spans_of(range, self.zone, &|_| true)
    }

    /// The same on the clocks of another zone, of those dates only that `counts` names.
    pub(super) fn spans_of(
        &self,
        range: Span,
        zone: Tz,
        counts: &dyn Fn(NaiveDate) -> bool,
    ) -> SpanSet {
        let days = Days::new(self);
        let mut spans = Vec::new();
        for (part, offset) in zone::parts(range, zone) {
            days.expand(part, offset, counts, &mut spans);
        }
        SpanSet::from_spans(spans)
    }

    /// The ranges of a date, ascending, and whether they are its own instead of its weekday's.
    pub fn on(&self, date: NaiveDate) -> (Vec<TimeRange>, bool) {
        let own = self.overrides.iter().find(|day| day.date == date);
        let mut ranges =
            own.map_or_else(|| self.of_weekday(date.weekday()), |day| day.ranges.clone());
        ranges.sort_unstable();
        (ranges, own.is_some())
    }

    /// The weekly ranges of a weekday, in the order in which they are written.
    fn of_weekday(&self, weekday: Weekday) -> Vec<TimeRange> {
        let mut ranges = Vec::new();
        for hours in &self.weekly {
            let times = hours.days.iter().filter(|day| **day == weekday).count();
            ranges.extend(std::iter::repeat_n(hours.range, times));
        }
        ranges
    }
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Sorts the ranges and tells whether two of them overlap; those that touch do not.
fn overlap(ranges: &mut [TimeRange]) -> bool {
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| pair[1].from() < pair[0].to())
}

/// Hours made ready to be looked up by date.
struct Days<'a> {
    week: [Vec<TimeRange>; 7],
    overrides: Vec<&'a DateOverride>,
}

impl<'a> Days<'a> {
    fn new(hours: &'a Hours) -> Self {
        let mut overrides: Vec<&DateOverride> = hours.overrides.iter().collect();
        overrides.sort_by_key(|day| day.date);
        Self {
            week: WEEK.map(|weekday| hours.of_weekday(weekday)),
            overrides,
        }
    }

    /// The ranges of a date.
    fn of(&self, date: NaiveDate) -> &[TimeRange] {
        match self.overrides.binary_search_by_key(&date, |day| day.date) {
            Ok(index) => &self.overrides[index].ranges,
            Err(_) => &self.week[date.weekday().num_days_from_monday() as usize],
        }
    }

    /// Adds what lies in `part`, in which the clocks keep one offset.
    fn expand(
        &self,
        part: Span,
        offset: FixedOffset,
        counts: &dyn Fn(NaiveDate) -> bool,
        spans: &mut Vec<Span>,
    ) {
        let last = zone::at_offset(part.end(), offset).date();
        let mut next = Some(zone::at_offset(part.start(), offset).date());
        while let Some(date) = next.filter(|date| *date <= last) {
            let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp()
                - i64::from(offset.local_minus_utc());
            let at = |minutes: u16| DateTime::from_timestamp(midnight + i64::from(minutes) * 60, 0);
            let ranges = if counts(date) { self.of(date) } else { &[] };
            for range in ranges {
                let span = at(range.from())
                    .zip(at(range.to()))
                    .and_then(|(from, to)| Span::new(from, to)?.intersection(&part));
                spans.extend(span);
            }
            next = date.succ_opt();
        }
    }
}
