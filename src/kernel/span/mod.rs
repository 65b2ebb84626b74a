//! Half-open spans of time, and sorted sets of them.

mod set;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

pub use set::SpanSet;

/// A span of time, half-open: `start <= t < end`, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Span {
    /// The span from `start` to `end`; none if it would be empty.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Its first instant.
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The first instant after it.
    pub fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// How long it is.
    pub fn duration(&self) -> TimeDelta {
        self.end - self.start
    }

    /// Whether some instant lies in both. Spans that touch do not overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every instant of `other` lies in this one.
    pub fn covers(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether `instant` lies in it.
    pub fn contains(&self, instant: DateTime<Utc>) -> bool {
        self.start <= instant && instant < self.end
    }

    /// What lies in both.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The span that begins `before` earlier and ends `after` later. It stops at the first and
    /// the last instant that can be written; a negative length widens nothing.
    #[must_use]
    pub fn widen(&self, before: TimeDelta, after: TimeDelta) -> Self {
        let before = before.max(TimeDelta::zero());
        let after = after.max(TimeDelta::zero());
        Self {
            start: self
                .start
                .checked_sub_signed(before)
                .unwrap_or(DateTime::<Utc>::MIN_UTC),
            end: self
                .end
                .checked_add_signed(after)
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}
