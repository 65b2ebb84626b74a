//! What happened in a range of days, in numbers: counted row by row, so that the range may be long.

mod range;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::booking::{CancelledBy, Status};
use super::span::Span;
use super::{fairness, zone};

pub use range::{Range, RangeError, Unit};

/// Days between booking and session at which the next group begins.
pub const LEADS: [i64; 5] = [1, 3, 7, 14, 30];
/// Days between cancellation and session at which the next group begins.
pub const NOTICES: [i64; 3] = [1, 2, 7];

/// A booking as it is counted: nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What was booked.
    pub event_type_id: String,
    /// When it was booked, UTC.
    pub created_at: DateTime<Utc>,
    /// How it stands.
    pub status: Status,
    /// When it takes place.
    pub span: Span,
    /// Whether the client did not come.
    pub is_no_show: bool,
}

/// Some numbers that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Sessions that were agreed and not called off.
    pub sessions: u64,
    /// Their minutes.
    pub minutes: u64,
    /// Those of them to which the client did not come.
    pub no_shows: u64,
    /// Called off by the client.
    pub by_client: u64,
    /// Called off by the host.
    pub by_host: u64,
    /// Requests the host said no to.
    pub declined: u64,
    /// Requests nobody answered in time.
    pub expired: u64,
}

impl Sums {
    /// Nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.minutes += other.minutes;
        self.no_shows += other.no_shows;
        self.by_client += other.by_client;
        self.by_host += other.by_host;
        self.declined += other.declined;
        self.expired += other.expired;
    }
}

/// How the sessions of a team were shared out to one of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// For how many sessions they were free when these were given out.
    pub asked: u64,
    /// How many they were given, without those that clients called off.
    pub taken: u64,
    /// How many of these they did not want.
    pub declined: u64,
    /// How many they did not answer in time.
    pub absent: u64,
    /// How much of all these sessions was theirs by weight, in shares: see [`fairness::WHOLE`].
    pub due: i64,
}

impl Share {
    /// The fair share in tenths of a session, rounded.
    pub fn due_tenths(&self) -> u64 {
        let tenth = fairness::WHOLE / 10;
        u64::try_from((self.due + tenth / 2) / tenth).unwrap_or(0)
    }
}

/// What happened in a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insights {
    /// Which days, and how they are grouped.
    pub range: Range,
    /// Everything together.
    pub total: Sums,
    /// Sessions of these that are still to come or going on.
    pub to_come: u64,
    /// By week or month, in order, also those in which nothing was; each by its first day, which
    /// may lie before the range.
    pub periods: Vec<(NaiveDate, Sums)>,
    /// By what was booked; most sessions first.
    pub event_types: Vec<(String, Sums)>,
    /// Sessions by the whole days from booking to start, grouped as [`LEADS`] says.
    pub leads: [u64; LEADS.len() + 1],
    /// Cancellations by the whole days from then to the start, grouped as [`NOTICES`] says.
    pub notices: [u64; NOTICES.len() + 1],
    /// How the sessions of a team were shared out, by the names of its people; of whomever else,
    /// none.
    pub shares: Vec<(String, Share)>,
}

/// Counts bookings one by one.
#[derive(Debug, Clone)]
pub struct Counter {
    range: Range,
    zone: Tz,
    now: DateTime<Utc>,
    to_come: u64,
    periods: BTreeMap<NaiveDate, Sums>,
    event_types: BTreeMap<String, Sums>,
    leads: [u64; LEADS.len() + 1],
    notices: [u64; NOTICES.len() + 1],
}

impl Counter {
    /// Counts for days of `zone`, as things stand `now`.
    pub fn new(range: Range, zone: Tz, now: DateTime<Utc>) -> Self {
        Self {
            range,
            zone,
            now,
            to_come: 0,
            periods: range
                .periods()
                .into_iter()
                .map(|first| (first, Sums::default()))
                .collect(),
            event_types: BTreeMap::new(),
            leads: [0; LEADS.len() + 1],
            notices: [0; NOTICES.len() + 1],
        }
    }

    /// Counts a booking, if it starts on a day of the range. A request that can still be answered
    /// counts nowhere.
    pub fn add(&mut self, seen: &Seen) {
        let date = zone::date(seen.span.start(), self.zone);
        let Some(sums) = self.sums(seen).filter(|_| self.range.contains(date)) else {
            return;
        };
        let period = self.periods.entry(self.range.unit().first_day(date));
        period.or_default().add(&sums);
        let of_type = self.event_types.entry(seen.event_type_id.clone());
        of_type.or_default().add(&sums);
        if sums.sessions > 0 {
            self.to_come += u64::from(seen.span.end() > self.now);
            self.leads[group(seen.span.start() - seen.created_at, &LEADS)] += 1;
        }
        if let Status::Cancelled { at, .. } = seen.status
            && sums.by_client + sums.by_host > 0
        {
            self.notices[group(seen.span.start() - at, &NOTICES)] += 1;
        }
    }

    /// What was counted; `title` names an event type by its id. Those of one name are counted
    /// together.
    pub fn finish(self, title: impl Fn(&str) -> String) -> Insights {
        let mut total = Sums::default();
        let mut by_title: BTreeMap<String, Sums> = BTreeMap::new();
        for (id, sums) in &self.event_types {
            total.add(sums);
            by_title.entry(title(id)).or_default().add(sums);
        }
        let mut event_types: Vec<(String, Sums)> = by_title.into_iter().collect();
        // Stable: those with as many sessions stay in the order of their names.
        event_types.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.sessions));
        Insights {
            range: self.range,
            total,
            to_come: self.to_come,
            periods: self.periods.into_iter().collect(),
            event_types,
            leads: self.leads,
            notices: self.notices,
            shares: Vec::new(),
        }
    }

    /// The ids of the event types that were seen.
    pub fn event_type_ids(&self) -> Vec<String> {
        self.event_types.keys().cloned().collect()
    }

    /// What one booking adds, if it adds anything.
    fn sums(&self, seen: &Seen) -> Option<Sums> {
        let mut sums = Sums::default();
        match seen.status {
            Status::Confirmed => {
                sums.sessions = 1;
                sums.no_shows = u64::from(seen.is_no_show);
                sums.minutes = u64::try_from(seen.span.duration().num_minutes()).unwrap_or(0);
            }
            Status::Tentative { hold_until } if hold_until > self.now => return None,
            Status::Tentative { .. } => sums.expired = 1,
            Status::Cancelled { by, .. } => match by {
                CancelledBy::Attendee => sums.by_client = 1,
                CancelledBy::Host => sums.by_host = 1,
                CancelledBy::Declined => sums.declined = 1,
                CancelledBy::Expired => sums.expired = 1,
            },
        }
        Some(sums)
    }
}

/// The group that a time of so many whole days falls into.
fn group(time: TimeDelta, bounds: &[i64]) -> usize {
    let days = time.num_days();
    bounds.iter().take_while(|bound| days >= **bound).count()
}
