//! Which times a host offers.

use chrono::{DateTime, TimeDelta, Utc};

use super::{ServiceError, hosts};
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::{EventType, Visibility};
use crate::kernel::people::{Person, Slug, Username};
use crate::kernel::slots::{Offer, Slot};
use crate::kernel::span::{Span, SpanSet};
use crate::store::claims::{Claims, RunOut, View};
use crate::store::{self, Db};

/// An event type with all that decides about its slots, but for what is taken.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Who offers it.
    pub host: Person,
    /// What is offered.
    pub event_type: EventType,
    /// When.
    pub schedule: Schedule,
}

/// How far ahead free times are looked for, at the most.
const FARTHEST: TimeDelta = TimeDelta::days(366);
/// How much is looked at in one go when free times are looked for.
const STRIDE: TimeDelta = TimeDelta::days(35);

/// An event type that can be booked, found by its address.
///
/// # Errors
/// `NotFound`, also when it is closed.
pub fn offered(db: &mut Db, username: &Username, slug: &Slug) -> Result<Offered, ServiceError> {
    let host = hosts::find(db, username)?;
    let (event_type, schedule) = store::event_types::find_by_slug(db, &host.id, slug)?;
    if event_type.visibility == Visibility::Closed {
        return Err(ServiceError::NotFound);
    }
    Ok(Offered {
        host,
        event_type,
        schedule,
    })
}

/// The same of an event type that is at hand.
pub fn of_event_type(
    db: &mut Db,
    host: Person,
    event_type: EventType,
) -> Result<Offered, ServiceError> {
    let schedule = store::schedules::find(db, &event_type.schedule_id)?;
    Ok(Offered {
        host,
        event_type,
        schedule,
    })
}

/// What takes a host's time around a range, read from the database.
#[derive(Default)]
pub(super) struct Taken {
    claims: Claims,
    busy: SpanSet,
}

/// Reads what is needed to answer for `range`. The claim of the booking `except` is left out:
/// whoever moves a session may use its own time.
pub(super) fn taken(
    db: &mut Db,
    offered: &Offered,
    range: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Taken, ServiceError> {
    let event_type = &offered.event_type;
    let horizon = Offer::horizon(&event_type.rules, offered.schedule.hours.zone, range);
    let host_id = &offered.host.id;
    let view = View {
        event_type_id: &event_type.id,
        except,
        now,
    };
    Ok(Taken {
        claims: store::claims::in_range(db, host_id, horizon, view)?,
        busy: store::busy::in_range(db, host_id, horizon)?,
    })
}

/// The question to the kernel.
pub(super) fn offer<'a>(offered: &'a Offered, taken: &'a Taken, now: DateTime<Utc>) -> Offer<'a> {
    Offer {
        rules: &offered.event_type.rules,
        hours: &offered.schedule.hours,
        claims: &taken.claims.live,
        busy: &taken.busy,
        now,
    }
}

/// What is asked of the slots.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// How long, in minutes.
    pub duration: u32,
    /// The booking whose own time may be used again.
    pub except: Option<&'a str>,
}

/// The slots that start within `range`, in order of time.
pub fn in_range(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    range: Span,
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let taken = taken(db, offered, range, wish.except, now)?;
    Ok(offer(offered, &taken, now).slots(wish.duration, range))
}

/// The next `count` slots that start at or after `from`, at most a year ahead.
pub fn next(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    (from, count): (DateTime<Utc>, usize),
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let nothing = Taken::default();
    let Some(bookable) = offer(offered, &nothing, now).bookable_range() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let mut start = from.max(bookable.start());
    let end = bookable.end().min(later(start, FARTHEST));
    while found.len() < count && start < end {
        let Some(range) = Span::new(start, later(start, STRIDE)) else {
            break;
        };
        found.extend(in_range(db, offered, wish, range, now)?);
        start = range.end();
    }
    found.truncate(count);
    Ok(found)
}

/// The `count` slots that begin nearest to `moment`, within five weeks around it, in order of
/// time.
pub fn nearest(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    (moment, count): (DateTime<Utc>, usize),
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let around = Span::new(
        later(moment, -STRIDE / 2).max(now),
        later(moment.max(now), STRIDE / 2),
    );
    let mut slots = match around {
        Some(range) => in_range(db, offered, wish, range, now)?,
        None => Vec::new(),
    };
    slots.sort_by_key(|slot| (slot.span.start() - moment).abs());
    slots.truncate(count);
    slots.sort_by_key(|slot| slot.span.start());
    if slots.is_empty() {
        return next(db, offered, wish, (now, count), now);
    }
    Ok(slots)
}

/// The slots there would be in `range` if nothing were taken.
pub fn possible(offered: &Offered, duration: u32, range: Span, now: DateTime<Utc>) -> Vec<Slot> {
    let nothing = Taken::default();
    offer(offered, &nothing, now).slots(duration, range)
}

/// Whether this very span can be booked. The time of the booking `except` may be used again.
///
/// # Errors
/// `Refused` with the first reason against it.
pub fn check(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    run_out_around(db, offered, span, except, now).map(drop)
}

/// As [`check`], for whoever takes the span: returns the claims around it that have run out but
/// still stand, and must go first.
pub(super) fn run_out_around(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<RunOut>, ServiceError> {
    let taken = taken(db, offered, span, except, now)?;
    offer(offered, &taken, now).check(span)?;
    Ok(taken.claims.run_out)
}

/// The instant `step` after `at`, or the first or last that can be written.
fn later(at: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(step)
        .unwrap_or(if step < TimeDelta::zero() {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
}
