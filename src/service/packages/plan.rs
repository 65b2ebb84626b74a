//! Which dates of a series can be had, and which others instead.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::slots::{self, Offered, Wish};
use super::super::{Problems, ServiceError};
use super::bookable;
use crate::kernel::packages::{
    MOST_IN_SERIES, Outcome, Package, PackageError, Proposal, Reach, Rhythm, Standing, dates,
    propose,
};
use crate::kernel::span::Span;
use crate::store::Db;

/// The dates that are wanted of a package, and what becomes of each.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The package.
    pub package: Package,
    /// What its sessions are of.
    pub offered: Offered,
    /// The dates in the order in which they were asked for.
    pub proposals: Vec<Proposal>,
}

impl Plan {
    /// Whether all dates can be had as they are.
    pub fn is_free(&self) -> bool {
        let mut outcomes = self.proposals.iter().map(|proposal| &proposal.outcome);
        outcomes.all(|outcome| *outcome == Outcome::Free)
    }
}

/// The dates of a series of `count` from `first` on, by the clock on the host's wall.
///
/// # Errors
/// `NotFound`; `Invalid` about `count`; `Package` when nothing can be booked, or not so much.
pub fn series(
    db: &mut Db,
    token: &str,
    first: DateTime<Utc>,
    (rhythm, count): (Rhythm, u32),
    now: DateTime<Utc>,
) -> Result<Plan, ServiceError> {
    let (package, offered) = bookable(db, token)?;
    let mut problems = Problems::default();
    if !(1..=MOST_IN_SERIES).contains(&count) {
        problems.add("count", "series-count");
    }
    problems.finish()?;
    let wanted = dates(first, offered.zone, rhythm, count);
    look(db, (package, offered), (&wanted, rhythm), now)
}

/// The same for dates that are named one by one.
///
/// # Errors
/// As [`series`]; `Invalid` about `start`.
pub fn plan(
    db: &mut Db,
    token: &str,
    wanted: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<Plan, ServiceError> {
    let (package, offered) = bookable(db, token)?;
    check(wanted)?;
    look(db, (package, offered), (wanted, Rhythm::Weekly), now)
}

/// Whether so many dates can be asked for at once.
pub(super) fn check(wanted: &[DateTime<Utc>]) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    if wanted.is_empty() {
        problems.add("start", "choose");
    }
    if wanted.len() > MOST_IN_SERIES as usize {
        problems.add("start", "too-many");
    }
    problems.finish()
}

/// Whether so many sessions can be booked at once at `now`, whatever their times.
pub(super) fn may_take(
    package: &Package,
    count: usize,
    now: DateTime<Utc>,
) -> Result<(), PackageError> {
    match package.standing(now) {
        Standing::Running if count > package.left() as usize => Err(PackageError::TooMany),
        Standing::Running => Ok(()),
        // The time does not matter: something else is against it.
        _ => package.may_take(now, now),
    }
}

fn look(
    db: &mut Db,
    (package, offered): (Package, Offered),
    (wanted, rhythm): (&[DateTime<Utc>], Rhythm),
    now: DateTime<Utc>,
) -> Result<Plan, ServiceError> {
    may_take(&package, wanted.len(), now)?;
    let length = TimeDelta::minutes(i64::from(package.minutes));
    let spans: Vec<Span> = wanted
        .iter()
        .filter_map(|start| Span::new(*start, start.checked_add_signed(length)?))
        .collect();
    // Half of the way to the next date, so that two do not meet.
    let distance = TimeDelta::hours(i64::from(rhythm.weeks()) * 7 * 24 / 2);
    let last = spans.iter().map(Span::end).max().unwrap_or(now);
    let last = last.checked_add_signed(distance).unwrap_or(last);
    let wish = Wish {
        duration: package.minutes,
        except: None,
    };
    let free = match Span::new(now, last) {
        Some(range) => slots::in_range(db, &offered, wish, range, now)?,
        None => Vec::new(),
    };
    let free: Vec<Span> = free.into_iter().map(|slot| slot.span).collect();
    let reach = Reach {
        distance,
        zone: offered.zone,
        last_day: package.last_day,
    };
    Ok(Plan {
        proposals: propose(&spans, &free, reach),
        package,
        offered,
    })
}
