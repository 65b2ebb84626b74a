//! Offering what is free to those who wait.

use std::collections::HashSet;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::super::bookings::{self, seats};
use super::super::slots::{self, Offered, Wish as Asked};
use super::super::{ServiceError, new_id};
use super::{Entry, MOST, tell};
use crate::kernel::booking::Booking;
use crate::kernel::event_type::Visibility;
use crate::kernel::group::Session;
use crate::kernel::policy::PolicyRefusal;
use crate::kernel::slots::{Refusal, Slot};
use crate::kernel::span::Span;
use crate::kernel::waiting::{self, Offer, State, Wish};
use crate::store::claims::{self, Kind, NewClaim};
use crate::store::jobs::{self, Job, WaitingNews};
use crate::store::{self, Db};

/// How often it is looked whether something has become free without anybody saying so: hours
/// changed, other calendars emptied, the booking window went on.
const LOOK_EVERY: TimeDelta = TimeDelta::minutes(15);
/// So many times are looked at for somebody who would take any.
const FIRST: usize = 20;

/// Offers what is free to those who wait for an event type, the first one first.
///
/// # Errors
/// `NotFound` when the event type is gone.
pub fn fill(db: &mut Db, event_type_id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    if store::waiting::queue(db, event_type_id, 1)?.is_empty() {
        return Ok(());
    }
    let event_type = store::event_types::find(db, event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    bookings::lock(db, &offered)?;
    let queue = store::waiting::queue(db, event_type_id, MOST)?;
    let waiting = queue.into_iter().filter(|e| e.state == State::Waiting);
    let mut is_awaited = false;
    // What was not there for one is not there for the next who wants the same.
    let mut in_vain: HashSet<(Wish, u32, u32)> = HashSet::new();
    for entry in waiting {
        if entry.wish.is_over(now) {
            tell(db, &entry, WaitingNews::Over, now)?;
            put_back(db, entry, State::Expired, now)?;
            continue;
        }
        let question = (entry.wish, entry.duration, entry.places);
        if !in_vain.contains(&question) && try_to_offer(db, &offered, entry, now)? {
            continue;
        }
        in_vain.insert(question);
        is_awaited = true;
    }
    if is_awaited {
        look_later(db, event_type_id, now)?;
    }
    Ok(())
}

/// Somebody has given time or seats back, or moved: those who wait for them are asked at once,
/// before anybody else can have them; those who wait for other things of the same hosts soon.
pub(in super::super) fn freed(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    freed_later(db, &booking.host_ids(), now)?;
    let event_type = store::event_types::find(db, &booking.event_type_id)?;
    // A team is locked before its hosts, and these are locked already: its list waits for the job.
    if event_type.host_id().is_some() {
        fill(db, &event_type.id, now)?;
    }
    Ok(())
}

/// Hosts may have more time than before: those who wait for them are asked soon.
pub(in super::super) fn freed_later(
    db: &mut Db,
    host_ids: &[&str],
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for event_type_id in store::waiting::awaited(db, host_ids)? {
        look_again(db, &event_type_id, now)?;
    }
    Ok(())
}

/// A host may have more time than before, by other hours or another calendar: those who wait for
/// them are asked as soon as a worker comes to it.
pub(in super::super) fn has_time_again(db: &mut Db, host_id: &str) -> Result<(), ServiceError> {
    freed_later(db, &[host_id], DateTime::UNIX_EPOCH)
}

/// Asks soon those who wait for an event type.
pub(in super::super) fn look_again(
    db: &mut Db,
    event_type_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::FillWaiting {
        event_type_id: event_type_id.to_owned(),
        cause: new_id(),
    };
    Ok(jobs::push(db, &job, now)?)
}

/// Asks again when the next quarter of an hour begins: one job, however often this is said.
fn look_later(db: &mut Db, event_type_id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let next = now + LOOK_EVERY;
    let next = next.duration_trunc(LOOK_EVERY).unwrap_or(next);
    let job = Job::FillWaiting {
        event_type_id: event_type_id.to_owned(),
        cause: next.timestamp().to_string(),
    };
    Ok(jobs::push(db, &job, next)?)
}

/// Whether something could be offered.
fn try_to_offer(
    db: &mut Db,
    offered: &Offered,
    entry: Entry,
    now: DateTime<Utc>,
) -> Result<bool, ServiceError> {
    if offered.event_type.visibility == Visibility::Closed {
        return Ok(false);
    }
    let rules = &offered.event_type.rules;
    for slot in openings(db, offered, &entry, now)? {
        let session = seats::session_at(db, offered, slot.span.start())?;
        let notice = match session {
            Some(session) => closes_before(&session),
            None => rules.minimum_notice,
        };
        let Some(until) = waiting::answer_until(now, slot.span.start(), notice) else {
            continue;
        };
        let offer = Offer {
            span: slot.span,
            until,
        };
        match hold(db, offered, &entry, offer, now) {
            Ok(session_id) => {
                give(db, entry, (offer, session_id), now)?;
                return Ok(true);
            }
            // It is not free after all: limits count what is held for the one before.
            Err(ServiceError::Refused(refusal)) if is_decided_before_writing(refusal) => {}
            // The hosts who are free do not take this client, who is told so by nobody.
            Err(ServiceError::Policy(PolicyRefusal::PleaseCall)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Refusals that come before anything is written.
fn is_decided_before_writing(refusal: Refusal) -> bool {
    !matches!(refusal, Refusal::Taken | Refusal::Full)
}

/// The times that would do, in order.
fn openings(
    db: &mut Db,
    offered: &Offered,
    entry: &Entry,
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let asked = Asked {
        duration: entry.duration,
        except: None,
    };
    let mut slots = match entry.wish {
        Wish::Any => slots::next(db, offered, asked, (now, FIRST), now)?,
        Wish::Within(day) => slots::in_range(db, offered, asked, day, now)?,
        Wish::Time(span) => slots::in_range(db, offered, asked, span, now)?,
    };
    slots.retain(|slot| slot.seats_left >= entry.places && entry.wish.fits(slot.span));
    Ok(slots)
}

/// How many minutes before its start sign-up for a session closes.
fn closes_before(session: &Session) -> u32 {
    let minutes = (session.span.start() - session.signup_closes_at).num_minutes();
    u32::try_from(minutes).unwrap_or_default()
}

/// Keeps the time or the seats; returns the session if they are of one.
fn hold(
    db: &mut Db,
    offered: &Offered,
    entry: &Entry,
    offer: Offer,
    now: DateTime<Utc>,
) -> Result<Option<String>, ServiceError> {
    let event_type = &offered.event_type;
    if event_type.rules.seats > 1 {
        let places = (offer.span, entry.places);
        return Ok(Some(seats::take(db, offered, places, now)?));
    }
    let client = &entry.attendee.email;
    let hosts = bookings::host_ids(db, offered, offer.span, client, now)?;
    let claim = NewClaim::of(&entry.id, &event_type.id, offer.span, &event_type.rules);
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    claims::insert(db, &claim.kind(Kind::Hold(offer.until)), &hosts)?;
    Ok(None)
}

fn give(
    db: &mut Db,
    entry: Entry,
    (offer, session_id): (Offer, Option<String>),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let entry = Entry {
        state: State::Offered(offer),
        offers: entry.offers + 1,
        session_id,
        ..entry
    };
    store::waiting::update(db, &entry, now)?;
    tell(db, &entry, WaitingNews::Offered, now)?;
    let job = Job::ExpireOffer {
        waiting_id: entry.id,
        number: entry.offers,
    };
    Ok(jobs::push(db, &job, offer.until)?)
}

/// Gives back what was held for an entry, which stands so from now on; returns whose time it was.
pub(super) fn put_back(
    db: &mut Db,
    entry: Entry,
    state: State,
    now: DateTime<Utc>,
) -> Result<Vec<String>, ServiceError> {
    let mut hosts = Vec::new();
    if matches!(entry.state, State::Offered(_)) {
        match &entry.session_id {
            Some(session_id) => {
                hosts = claims::hosts(db, session_id)?;
                seats::release(db, session_id, entry.places)?;
            }
            None => {
                hosts = claims::hosts(db, &entry.id)?;
                claims::delete(db, &entry.id)?;
            }
        }
    }
    let entry = Entry {
        state,
        session_id: None,
        ..entry
    };
    store::waiting::update(db, &entry, now)?;
    Ok(hosts)
}

/// Takes back the offers of a session that was called off or moved, whose seats are gone. Who
/// waited for this very time waits for `moved_to`, or for nothing any more.
pub(in super::super) fn withdraw(
    db: &mut Db,
    session: &Session,
    moved_to: Option<Span>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let here = Wish::Time(session.span);
    for entry in store::waiting::queue(db, &session.event_type_id, MOST)? {
        let had_offer = entry.session_id.as_deref() == Some(session.id.as_str());
        if !had_offer && entry.wish != here {
            continue;
        }
        let state = match moved_to {
            None if entry.wish == here => State::Expired,
            _ => State::Waiting,
        };
        let news = match state {
            State::Expired => Some(WaitingNews::Over),
            _ if had_offer => Some(WaitingNews::Withdrawn),
            _ => None,
        };
        if let Some(news) = news {
            tell(db, &entry, news, now)?;
        }
        let wish = match moved_to {
            Some(span) if entry.wish == here => Wish::Time(span),
            _ => entry.wish,
        };
        let entry = Entry {
            wish,
            state,
            session_id: None,
            ..entry
        };
        store::waiting::update(db, &entry, now)?;
    }
    Ok(())
}
