//! What takes hours away from all schedules of a host, or moves them to another zone.
//!
//! Hours are expanded date by date: each date of the calendar counts once, on the clock of the
//! place where the host is on it. So hours are neither doubled nor lost by crossing the date
//! line, though the host may live a day twice or not at all.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use chrono_tz::Tz;

use super::availability::Hours;
use super::holidays::Choice;
use super::span::{Span, SpanSet};
use super::zone;

/// What takes hours away from all schedules of a host, or moves them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimeOff {
    /// Holidays the host takes off, ascending. A date with hours of its own is none.
    pub holidays: Vec<NaiveDate>,
    /// When the host is out of office, in any order.
    pub away: Vec<Span>,
    /// Where the host is elsewhere, in order of time; no date lies in two.
    pub travels: Vec<Travel>,
}

/// A host is elsewhere; the weekly hours mean the clock there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Travel {
    /// First date.
    pub from: NaiveDate,
    /// Last date, inclusive.
    pub to: NaiveDate,
    /// Where the clock hangs.
    pub zone: Tz,
}

/// Days or instants at which a host is out of office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Whole days of the host's own zone, both inclusive.
    Days {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// From one instant to another.
    Between(Span),
}

/// A host is out of office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// UUIDv7.
    pub id: String,
    /// When.
    pub period: Period,
    /// What clients read about it; may be empty.
    pub message: String,
    /// The person of this instance whom clients can turn to.
    pub substitute_id: Option<String>,
}

/// Everything a host has said about days on which they are not where they usually are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entries {
    /// Out of office, in order of entry.
    pub absences: Vec<Absence>,
    /// Elsewhere, with their ids, in order of time.
    pub travels: Vec<(String, Travel)>,
    /// The holidays that are taken off.
    pub holidays: Choice,
}

impl Period {
    /// When that is, for a host of `zone`. None if there are no such days.
    pub fn span(&self, zone: Tz) -> Option<Span> {
        match *self {
            Self::Days { from, to } => zone::days(from, to, zone),
            Self::Between(span) => Some(span),
        }
    }
}

impl Entries {
    /// What they come to around `range`, for a host of `zone`.
    pub fn within(&self, range: Span, zone: Tz) -> TimeOff {
        let (first, last) = (
            zone::date(range.start(), zone),
            zone::date(range.end(), zone),
        );
        // A date of a travel can lie a day off.
        let holidays = self.holidays.between(first.year() - 1, last.year() + 1);
        TimeOff {
            holidays: holidays.into_iter().map(|(date, _)| date).collect(),
            away: self
                .absences
                .iter()
                .filter_map(|absence| absence.period.span(zone))
                .filter(|span| span.overlaps(&range))
                .collect(),
            travels: self.travels.iter().map(|(_, travel)| *travel).collect(),
        }
    }
}

/// A host who is always there.
pub static NONE: TimeOff = TimeOff {
    holidays: Vec::new(),
    away: Vec::new(),
    travels: Vec::new(),
};

impl TimeOff {
    /// When a host with these hours is available within `range`.
    pub fn spans(&self, hours: &Hours, range: Span) -> SpanSet {
        if self.holidays.is_empty() && self.travels.is_empty() && self.away.is_empty() {
            return hours.spans(range);
        }
        let is_day = |date: NaiveDate, zone: Option<&Travel>| {
            self.travel(date) == zone && !self.is_holiday(hours, date)
        };
        let mut spans = hours.spans_of(range, hours.zone, &|date| is_day(date, None));
        for travel in &self.travels {
            let theirs = hours.spans_of(range, travel.zone, &|date| is_day(date, Some(travel)));
            spans = spans.union(&theirs);
        }
        spans.subtract(&SpanSet::from_spans(self.away.iter().copied()))
    }

    /// Whether `date` is a holiday without hours of its own.
    pub fn is_holiday(&self, hours: &Hours, date: NaiveDate) -> bool {
        self.holidays.binary_search(&date).is_ok()
            && hours.overrides.iter().all(|day| day.date != date)
    }

    /// The travel that `date` lies in.
    pub fn travel(&self, date: NaiveDate) -> Option<&Travel> {
        let mut travels = self.travels.iter();
        travels.find(|travel| travel.from <= date && date <= travel.to)
    }

    /// The zone whose clock the host lives by at `at`: that of a travel during its days there,
    /// `home` otherwise.
    pub fn zone_at(&self, at: DateTime<Utc>, home: Tz) -> Tz {
        let is_there = |travel: &&Travel| travel.span().is_some_and(|span| span.contains(at));
        self.travels
            .iter()
            .find(is_there)
            .map_or(home, |travel| travel.zone)
    }

    /// The start of the day that the host's clock shows at `at`.
    pub(super) fn day_start(&self, at: DateTime<Utc>, home: Tz) -> DateTime<Utc> {
        let zone = self.zone_at(at, home);
        zone::day_start(zone::date(at, zone), zone)
    }

    /// `range` cut where the host's clock changes, each part with its offset.
    pub(super) fn parts(&self, range: Span, home: Tz) -> Vec<(Span, FixedOffset)> {
        if self.travels.is_empty() {
            return zone::parts(range, home);
        }
        let mut cuts: Vec<DateTime<Utc>> = self
            .travels
            .iter()
            .filter_map(Travel::span)
            .flat_map(|span| [span.start(), span.end()])
            .filter(|cut| range.contains(*cut))
            .chain([range.start(), range.end()])
            .collect();
        cuts.sort_unstable();
        cuts.windows(2)
            .filter_map(|pair| Span::new(pair[0], pair[1]))
            .flat_map(|piece| zone::parts(piece, self.zone_at(piece.start(), home)))
            .collect()
    }
}

impl Travel {
    /// Its days, on the clocks there. None if they do not exist there.
    pub fn span(&self) -> Option<Span> {
        zone::days(self.from, self.to, self.zone)
    }
}
