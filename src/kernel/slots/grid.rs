//! At which times of the day a session may begin.
//!
//! The grid is the largest of 60, 30, 20, 15, 10 and 5 minutes that divides the step, on the
//! host's clock. The first start in a free window is its first point on the grid; from there it
//! goes on by the step. That count begins anew at each midnight and where the clocks change, so
//! that the slots of a day depend on that day only, and every start lies on the grid.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Slot;
use crate::kernel::event_type::SlotRules;
use crate::kernel::limits::Tally;
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::time_off::TimeOff;
use crate::kernel::zone;

const DAY_SECS: i64 = 24 * 60 * 60;

/// A start on the grid, with the host's date.
struct Start {
    instant: DateTime<Utc>,
    date: NaiveDate,
}

/// The clock that a grid lies on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock<'a> {
    /// Where it hangs, but for travels. Limits count its dates, also on travels.
    pub(super) home: Tz,
    /// The travels that take it elsewhere.
    pub(super) time_off: &'a TimeOff,
}

/// The grid on which sessions of so many minutes start within a span.
pub(super) struct Grid<'a> {
    rules: &'a SlotRules,
    clock: Clock<'a>,
    duration: u32,
    starts: Span,
    range: Span,
}

impl<'a> Grid<'a> {
    /// The grid of the starts within `starts`.
    pub(super) fn new(rules: &'a SlotRules, clock: Clock<'a>, duration: u32, starts: Span) -> Self {
        // The grid of a day begins with the day.
        let day = clock.time_off.day_start(starts.start(), clock.home);
        Self {
            rules,
            clock,
            duration,
            starts,
            range: Span::new(day.min(starts.start()), starts.end()).unwrap_or(starts),
        }
    }

    /// In which range it must be known what is free.
    pub(super) fn range(&self) -> Span {
        self.range.widen(TimeDelta::zero(), self.length())
    }

    /// The sessions in the `free` windows that no limit keeps away.
    pub(super) fn slots(&self, free: &SpanSet, tally: Option<&Tally>) -> Vec<Slot> {
        let is_open = |date| {
            tally
                .and_then(|tally| tally.reached(&self.rules.limits, date, self.duration))
                .is_none()
        };
        let Clock { home, time_off } = self.clock;
        let parts = time_off.parts(self.range, home);
        let mut starts = starts(free, &parts, self.rules.step, self.duration);
        if !time_off.travels.is_empty() {
            for start in &mut starts {
                start.date = zone::date(start.instant, home);
            }
        }
        // Limits count by date: they are looked up once for all starts of one.
        starts
            .chunk_by(|one, next| one.date == next.date)
            .filter(|day| day.first().is_some_and(|start| is_open(start.date)))
            .flatten()
            .filter(|start| self.starts.contains(start.instant))
            .filter_map(|start| {
                let end = start.instant.checked_add_signed(self.length())?;
                Some(Slot {
                    span: Span::new(start.instant, end)?,
                    seats_left: self.rules.seats,
                })
            })
            .collect()
    }

    fn length(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.duration))
    }
}

/// The grid of a step, in minutes.
fn grid(step: u32) -> u32 {
    [60, 30, 20, 15, 10, 5]
        .into_iter()
        .find(|grid| step.is_multiple_of(*grid))
        .unwrap_or(1)
}

/// Every start of a session of so many minutes in the `free` windows, ascending.
///
/// `parts` are the stretches of time in which the host's clocks keep one offset; the first must
/// begin with a day of the host.
fn starts(free: &SpanSet, parts: &[(Span, FixedOffset)], step: u32, duration: u32) -> Vec<Start> {
    let step = step.max(1);
    let stride = Stride {
        grid: i64::from(grid(step)) * 60,
        step: i64::from(step) * 60,
    };
    let length = TimeDelta::minutes(i64::from(duration));
    let mut starts = Vec::new();
    for (part, offset) in parts {
        for window in free.within(*part) {
            // A session may run on where the part ends, not where the window does.
            let Some(stretch) = window.intersection(part) else {
                continue;
            };
            let Some(latest) = window.end().checked_sub_signed(length) else {
                continue;
            };
            stride.walk(stretch, *offset, latest, &mut starts);
        }
    }
    starts
}

/// Grid and step in seconds.
struct Stride {
    grid: i64,
    step: i64,
}

impl Stride {
    /// Adds the starts in `stretch` that are no later than `latest`.
    fn walk(
        &self,
        stretch: Span,
        offset: FixedOffset,
        latest: DateTime<Utc>,
        starts: &mut Vec<Start>,
    ) {
        let east = i64::from(offset.local_minus_utc());
        // Starts are whole seconds: the first one at or after the start of the stretch.
        let first = ceil_secs(stretch.start()) + east;
        let end = (ceil_secs(stretch.end()) + east).min(latest.timestamp() + east + 1);
        let mut midnight = first.div_euclid(DAY_SECS) * DAY_SECS;
        while midnight < end {
            let Some(date) = date_of(midnight) else {
                return;
            };
            let begin = midnight.max(first);
            let mut local = begin + (-begin).rem_euclid(self.grid);
            let day_end = end.min(midnight + DAY_SECS);
            while local < day_end {
                let instant = DateTime::from_timestamp(local - east, 0);
                starts.extend(instant.map(|instant| Start { instant, date }));
                local += self.step;
            }
            midnight += DAY_SECS;
        }
    }
}

/// The first whole second at or after `instant`, since 1970.
fn ceil_secs(instant: DateTime<Utc>) -> i64 {
    instant.timestamp() + i64::from(instant.timestamp_subsec_nanos() > 0)
}

/// The date of a midnight, counted in seconds of the host's clock.
fn date_of(midnight: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(midnight, 0).map(|instant| instant.date_naive())
}
