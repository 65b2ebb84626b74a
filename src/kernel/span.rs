//! Half-open spans of time, and sorted sets of them.

use chrono::{DateTime, TimeDelta, Utc};

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
}
