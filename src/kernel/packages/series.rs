//! Several sessions of a package at once: every week or every other, by the clock on the wall.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::super::span::Span;
use super::super::zone;

/// The longest series that is booked at once.
pub const MOST_IN_SERIES: u32 = 30;
/// How many times are offered in place of one that cannot be had.
const MOST_INSTEAD: usize = 3;

/// How often a series comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every other week.
    Fortnightly,
}

impl Rhythm {
    /// So many weeks lie between two sessions.
    pub fn weeks(self) -> u32 {
        match self {
            Self::Weekly => 1,
            Self::Fortnightly => 2,
        }
    }

    /// The rhythm of so many weeks.
    pub fn of_weeks(weeks: u32) -> Option<Self> {
        match weeks {
            1 => Some(Self::Weekly),
            2 => Some(Self::Fortnightly),
            _ => None,
        }
    }
}

/// The instants of a series of `count` that begins at `first`: the clocks in `zone` show the same
/// time at each, also after they were changed.
pub fn dates(first: DateTime<Utc>, zone: Tz, rhythm: Rhythm, count: u32) -> Vec<DateTime<Utc>> {
    let local = zone::local(first, zone);
    // The first is what was asked for, also in the hour that comes twice.
    std::iter::once(first)
        .chain((1..i64::from(count)).map_while(|number| {
            let weeks = TimeDelta::weeks(number * i64::from(rhythm.weeks()));
            Some(zone::instant(local.checked_add_signed(weeks)?, zone))
        }))
        .take(usize::try_from(count).unwrap_or(usize::MAX))
        .collect()
}

/// The first time after `now` at which the clocks in `zone` show what they showed at `start`, a
/// whole number of weeks later and at least one.
pub fn next_week(start: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let local = zone::local(start, zone);
    let least = (now - start).num_weeks().max(1);
    (least..least + 3)
        .filter_map(|weeks| local.checked_add_signed(TimeDelta::weeks(weeks)))
        .map(|local| zone::instant(local, zone))
        .find(|later| *later > now)
        .unwrap_or(start)
}

/// What becomes of a date of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It can be booked.
    Free,
    /// It cannot, but these can, the nearest first; maybe none.
    Instead(Vec<Span>),
    /// The package is not valid any more then; these lie before.
    BeyondValidity(Vec<Span>),
}

/// A date of a series, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// When it was wanted.
    pub wanted: Span,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// How far from a date that cannot be had another may lie.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// On either side. One beyond the validity may lie any distance before.
    pub distance: TimeDelta,
    /// Where days are counted: no two proposals fall on one.
    pub zone: Tz,
    /// The last day on which a session can begin.
    pub last_day: Option<NaiveDate>,
}

/// What becomes of the dates of a series, given what is `free`, in order of time.
///
/// A date that is free stays. Each of the others gets the nearest free times on days that no other
/// takes, the earlier of two as near; the first of them then is its own.
pub fn propose(wanted: &[Span], free: &[Span], reach: Reach) -> Vec<Proposal> {
    let day = |span: &Span| zone::date(span.start(), reach.zone);
    let is_covered = |span: &Span| reach.last_day.is_none_or(|last| day(span) <= last);
    let is_free = |span: &Span| is_covered(span) && free.binary_search(span).is_ok();
    let mut days: HashSet<NaiveDate> = wanted.iter().filter(|it| is_free(it)).map(day).collect();
    let mut seen = HashSet::new();
    wanted
        .iter()
        .map(|span| {
            // The same time twice is one session.
            if is_free(span) && seen.insert(*span) {
                return Proposal {
                    wanted: *span,
                    outcome: Outcome::Free,
                };
            }
            let is_beyond = !is_covered(span);
            let found: Vec<Span> = nearest(free, span.start())
                .take_while(|it| is_beyond || distance(it, span) <= reach.distance)
                .filter(|it| is_covered(it) && !days.contains(&day(it)))
                .take(MOST_INSTEAD)
                .collect();
            days.extend(found.first().map(day));
            Proposal {
                wanted: *span,
                outcome: if is_beyond {
                    Outcome::BeyondValidity(found)
                } else {
                    Outcome::Instead(found)
                },
            }
        })
        .collect()
}

fn distance(one: &Span, other: &Span) -> TimeDelta {
    (one.start() - other.start()).abs()
}

/// Sorted spans from the nearest to the farthest, the earlier of two as near first.
fn nearest(sorted: &[Span], moment: DateTime<Utc>) -> impl Iterator<Item = Span> {
    let middle = sorted.partition_point(|span| span.start() < moment);
    let (before, after) = sorted.split_at(middle);
    let mut before = before.iter().rev().copied().peekable();
    let mut after = after.iter().copied().peekable();
    std::iter::from_fn(move || match (before.peek(), after.peek()) {
        (Some(early), Some(late)) if late.start() - moment < moment - early.start() => after.next(),
        (Some(_), _) => before.next(),
        (None, _) => after.next(),
    })
}
