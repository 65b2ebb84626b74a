//! The free times that a calendar shows: which month, which day, and what comes next.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::calendar::{Calendar, Plan, Ways};
use super::month::{self, Source};
use super::wanted::Wanted;
use crate::kernel::event_type::Window;
use crate::kernel::slots::{Refusal, Slot};
use crate::kernel::zone;
use crate::service::finding::EACH;
use crate::service::slots::{self, Look, Offered, Wish};
use crate::service::{Db, ServiceError};
use crate::texts::Words;

/// How far one can turn the pages of a calendar without an end, in days.
const FARTHEST: u64 = 730;

/// The free times that a calendar shows.
pub struct Times {
    /// The reader's zone.
    pub zone: Tz,
    /// The next free times of all that are to be shown.
    pub next: Vec<Slot>,
    duration: u32,
    first: NaiveDate,
    today: NaiveDate,
    chosen: Option<NaiveDate>,
    slots: Vec<Slot>,
    open: BTreeSet<NaiveDate>,
    later: Option<Slot>,
    without: Option<Slot>,
}

/// The duration that is asked for, or the usual one.
///
/// # Errors
/// `Refused` when there is no such duration.
pub fn duration(offered: &Offered, wanted: &Wanted) -> Result<u32, ServiceError> {
    let durations = &offered.event_type.rules.durations;
    wanted
        .duration
        .or_else(|| durations.first().copied())
        .filter(|duration| durations.contains(duration))
        .ok_or(ServiceError::Refused(Refusal::WrongDuration))
}

/// Looks up what a calendar shows for what is wanted: the month and day that were asked for, else
/// the first free day. The booking `except` may use its own time again.
pub fn times(
    db: &mut Db,
    offered: &Offered,
    (duration, except): (u32, Option<&str>),
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<Times, ServiceError> {
    let reader_zone = wanted.zone.unwrap_or(offered.zone);
    let wish = Wish { duration, except };
    let filter = wanted.filter;
    let look = Look {
        from: now,
        count: EACH,
        filter,
        zone: reader_zone,
    };
    let next = slots::next_that(db, offered, wish, look, now)?;
    let without = if filter.is_empty() || !next.is_empty() {
        None
    } else {
        let any = slots::next(db, offered, wish, (now, 1), now)?;
        any.first().copied()
    };
    let today = zone::date(now, reader_zone);
    let day_of = |slot: &Slot| zone::date(slot.span.start(), reader_zone);
    let first = month::first_of(
        wanted
            .date
            .or(wanted.month)
            .or(next.first().map(day_of))
            .unwrap_or(today),
    );
    let last = month::month_after(first, 1).pred_opt().unwrap_or(first);
    let (slots, open) = match zone::days(first, last, reader_zone) {
        None => (Vec::new(), BTreeSet::new()),
        Some(range) => {
            let mut possible = slots::possible(db, offered, duration, range, now)?;
            let mut slots = slots::in_range(db, offered, wish, range, now)?;
            filter.retain(&mut possible, reader_zone);
            filter.retain(&mut slots, reader_zone);
            (slots, possible.iter().map(day_of).collect())
        }
    };
    let chosen = wanted.date.or_else(|| slots.first().map(day_of));
    let is_free = slots.iter().any(|slot| Some(day_of(slot)) == chosen);
    let later = if is_free {
        None
    } else {
        let from = zone::day_start(chosen.unwrap_or(last), reader_zone).max(now);
        let look = Look {
            from,
            count: 1,
            ..look
        };
        slots::next_that(db, offered, wish, look, now)?
            .first()
            .or(next.first())
            .copied()
    };
    Ok(Times {
        zone: reader_zone,
        next,
        duration,
        first,
        today,
        chosen,
        slots,
        open,
        later,
        without,
    })
}

impl Times {
    /// Of the sessions, in minutes.
    pub fn duration(&self) -> u32 {
        self.duration
    }

    /// The calendar in words and links.
    pub fn calendar(
        &self,
        t: &Words,
        ways: &Ways,
        offered: &Offered,
        now: DateTime<Utc>,
    ) -> Calendar {
        Calendar::of(&Plan {
            t,
            ways,
            first: self.first,
            source: Source {
                slots: &self.slots,
                open: &self.open,
                zone: self.zone,
                today: self.today,
                chosen: self.chosen,
            },
            durations: &offered.event_type.rules.durations,
            duration: self.duration,
            last_day: last_day(offered, now),
            later: self.later,
            without: self.without,
            now,
        })
    }
}

/// The last day on which anything can be free, with a day to spare for other zones.
fn last_day(offered: &Offered, now: DateTime<Utc>) -> Option<NaiveDate> {
    let today = zone::date(now, offered.zone);
    match offered.event_type.rules.window {
        Window::Rolling { days } => today.checked_add_days(Days::new(u64::from(days) + 1)),
        Window::Fixed { to, .. } => to.succ_opt(),
        Window::Open => today.checked_add_days(Days::new(FARTHEST)),
    }
}
