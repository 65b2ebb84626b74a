//! The waiting list: who gets what becomes free, in the order in which they came.
//!
//! What is offered to somebody is held for them: a time by a claim, places by seats of a session.
//! So nobody else can have it while they think about it, and it is theirs the moment they say yes.

mod fill;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::bookings::seats::{self, Kept};
use super::bookings::{self, BookingView, NewBooking, Order, Wishes};
use super::links::{Links, hash};
use super::policy::{self, Terms};
use super::slots::{self, Offered};
use super::{Problems, ServiceError, Viewer, event_types, new_id, prices};
use crate::kernel::booking::{Attendee, TransitionError};
use crate::kernel::people::Email;
use crate::kernel::slots::Refusal;
use crate::kernel::span::Span;
use crate::kernel::waiting::{self, Offer, State, Wish};
use crate::kernel::zone;
use crate::store::claims;
use crate::store::groups::Seats;
use crate::store::jobs::{self, Job, WaitingNews};
pub use crate::store::waiting::Entry;
use crate::store::{self, Db};
pub use fill::fill;
pub(super) use fill::{freed, freed_later, has_time_again, look_again, withdraw};

/// So many people wait for one event type at the most.
const MOST: u32 = 200;
/// How far ahead one can wait for a time.
const FARTHEST: TimeDelta = TimeDelta::days(2 * 366);

/// What somebody wants to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The time that begins then, UTC.
    Time(DateTime<Utc>),
    /// Any time of a day in the zone of the host.
    Day(NaiveDate),
    /// Whatever becomes free first.
    Any,
}

/// Somebody who waits, and what they see.
#[derive(Debug, Clone)]
pub struct WaitingView {
    /// Who and for what.
    pub entry: Entry,
    /// What is offered.
    pub offered: Offered,
    /// Their place in the list, 1 for the first; none when they do not wait any more.
    pub place: Option<usize>,
}

/// Somebody joins the list. `new` says who they are and how many come; its start does not count.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields, also when they wait for the same already; `Refused` when
/// it could never be booked.
pub fn join(
    db: &mut Db,
    links: &Links,
    (new, wanted): (&NewBooking, Wanted),
    now: DateTime<Utc>,
) -> Result<Entry, ServiceError> {
    let offered = slots::offered(db, &new.place)?;
    let event_type = &offered.event_type;
    let attendee = bookings::check_form(event_type, new, Problems::default())?;
    let places = bookings::count_places(db, event_type, new)?;
    bookings::lock(db, &offered)?;
    admit(db, &offered, &attendee.email, now)?;
    let (wish, duration) = wish(db, &offered, (new.duration, wanted), now)?;
    let queue = store::waiting::queue(db, &event_type.id, MOST)?;
    let mut problems = Problems::default();
    let is_there = |other: &Entry| other.wish == wish && other.attendee.email == attendee.email;
    if queue.iter().any(is_there) {
        problems.add("email", "already-waiting");
    } else if queue.len() >= usize::try_from(MOST).unwrap_or(usize::MAX) {
        problems.add("email", "list-full");
    }
    problems.finish()?;
    let id = new_id();
    let entry = Entry {
        event_type_id: event_type.id.clone(),
        token_hash: hash(&links.waiting_token(&id)),
        wish,
        duration,
        places,
        state: State::Waiting,
        offers: 0,
        session_id: None,
        booking_id: None,
        attendee,
        created_at: now,
        id,
    };
    store::waiting::insert(db, &entry)?;
    tell(db, &entry, WaitingNews::Joined, now)?;
    fill(db, &event_type.id, now)?;
    Ok(store::waiting::find(db, &entry.id)?)
}

/// Lets in who could book if it were free, under the terms that hold now.
fn admit(
    db: &mut Db,
    offered: &Offered,
    client: &Email,
    now: DateTime<Utc>,
) -> Result<Terms, ServiceError> {
    let terms = policy::terms(db, offered)?;
    policy::admit(db, &terms, offered, client, now)?;
    policy::welcoming(db, offered, offered.everybody(), client)?;
    Ok(terms)
}

/// What is waited for, and how long it is in minutes.
fn wish(
    db: &mut Db,
    offered: &Offered,
    (duration, wanted): (Option<u32>, Wanted),
    now: DateTime<Utc>,
) -> Result<(Wish, u32), ServiceError> {
    let durations = &offered.event_type.rules.durations;
    let usual = durations.first().copied();
    let duration = duration
        .or(usual)
        .filter(|duration| durations.contains(duration))
        .ok_or(Refusal::WrongDuration)?;
    match wanted {
        Wanted::Any => Ok((Wish::Any, duration)),
        Wanted::Day(date) => {
            let day = zone::day(date, offered.zone).ok_or(Refusal::BeyondWindow)?;
            if day.end() <= now {
                return Err(Refusal::InThePast.into());
            }
            if day.start() - now > FARTHEST {
                return Err(Refusal::BeyondWindow.into());
            }
            Ok((Wish::Within(day), duration))
        }
        Wanted::Time(start) => {
            let length = TimeDelta::minutes(i64::from(duration));
            let session = seats::session_at(db, offered, start)?;
            let span = match session {
                Some(session) => Some(session.span),
                None => start
                    .checked_add_signed(length)
                    .and_then(|end| Span::new(start, end)),
            };
            let span = span.ok_or(Refusal::BeyondWindow)?;
            could_be_free(db, offered, span, now)?;
            let minutes = u32::try_from(span.duration().num_minutes()).unwrap_or(duration);
            Ok((Wish::Time(span), minutes))
        }
    }
}

/// Fails for a time that nobody can ever have, however many leave.
fn could_be_free(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    match slots::check(db, offered, span, None, now) {
        Err(ServiceError::Refused(refusal)) if refusal.may_pass() => Ok(()),
        other => other,
    }
}

/// What somebody who waits sees.
///
/// # Errors
/// `NotFound`, also for a forged token.
pub fn look(db: &mut Db, token: &str) -> Result<WaitingView, ServiceError> {
    let id = store::waiting::find_by_token(db, &hash(token))?;
    view(db, &id)
}

/// The same by id, for whoever writes to them.
///
/// # Errors
/// `NotFound`.
pub fn view(db: &mut Db, id: &str) -> Result<WaitingView, ServiceError> {
    let entry = store::waiting::find(db, id)?;
    let event_type = store::event_types::find(db, &entry.event_type_id)?;
    let queue = store::waiting::queue(db, &event_type.id, MOST)?;
    let wishes: Vec<Wish> = queue.iter().map(|entry| entry.wish).collect();
    let index = queue.iter().position(|other| other.id == entry.id);
    Ok(WaitingView {
        offered: slots::of_event_type(db, event_type)?,
        place: index.map(|index| waiting::place(&wishes, index)),
        entry,
    })
}

/// Those who wait for one of the viewer's event types or have an offer, in their order.
///
/// # Errors
/// `NotFound`.
pub fn list(db: &mut Db, viewer: &Viewer, event_type_id: &str) -> Result<Vec<Entry>, ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    Ok(store::waiting::queue(db, event_type_id, MOST)?)
}

/// Says yes to an offer: what was held is booked. `wishes` say which price it is, where it is to be
/// paid for.
///
/// # Errors
/// `NotFound`; `Transition` when there is no offer, or not any more; `Invalid` about the price or
/// its early start; `Policy` when they cannot book it under the terms of now.
pub fn accept(
    db: &mut Db,
    links: &Links,
    (token, wishes): (&str, &Wishes),
    now: DateTime<Utc>,
) -> Result<BookingView, ServiceError> {
    let (entry, mut offered) = find_locked(db, token)?;
    let offer = standing_offer(&entry, now)?;
    let order = order(db, &offered, (&entry, offer.span), wishes, now)?;
    let terms = admit(db, &offered, &entry.attendee.email, now)?;
    let (seats, hosts) = match &entry.session_id {
        Some(session_id) => {
            offered.event_type.title = store::groups::find(db, session_id)?.title;
            let seats = Seats {
                session_id: session_id.clone(),
                places: entry.places,
            };
            (Some(seats), offered.everybody())
        }
        None => {
            let hosts = claims::hosts(db, &entry.id)?;
            claims::delete(db, &entry.id)?;
            (None, offered.places_of(&hosts))
        }
    };
    let kept = Kept {
        span: offer.span,
        seats,
        hosts,
        attendee: Attendee {
            id: new_id(),
            ..entry.attendee.clone()
        },
        terms,
        order,
    };
    let view = seats::book_kept(db, links, (&offered, kept), now)?;
    let booked = Entry {
        state: State::Booked,
        booking_id: Some(view.booking.id.clone()),
        ..entry
    };
    store::waiting::update(db, &booked, now)?;
    Ok(view)
}

/// What somebody owes for what is offered to them.
fn order(
    db: &mut Db,
    offered: &Offered,
    (entry, span): (&Entry, Span),
    wishes: &Wishes,
    now: DateTime<Utc>,
) -> Result<Option<Order>, ServiceError> {
    let mut problems = Problems::default();
    let order = prices::order(db, (&offered.event_type, None), span, wishes, &mut problems)?;
    problems.finish()?;
    prices::check_consent(order, span, entry.attendee.zone, now)?;
    Ok(order)
}

/// Says no to an offer: it is the next one's.
///
/// # Errors
/// As [`accept`].
pub fn decline(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<WaitingView, ServiceError> {
    let (entry, _) = find_locked(db, token)?;
    standing_offer(&entry, now)?;
    end(db, entry, State::Declined, now)
}

/// Leaves the list.
///
/// # Errors
/// `NotFound`; `Transition` when they do not wait any more.
pub fn leave(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<WaitingView, ServiceError> {
    let (entry, _) = find_locked(db, token)?;
    match entry.state {
        State::Waiting | State::Offered(_) => end(db, entry, State::Left, now),
        State::Booked => Err(TransitionError::AlreadyConfirmed.into()),
        State::Declined | State::Expired | State::Left => {
            Err(TransitionError::AlreadyCancelled.into())
        }
    }
}

/// Ends an offer that nobody answered in time; does nothing when it was answered.
///
/// # Errors
/// `NotFound`.
pub fn expire(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let token_hash = store::waiting::find(db, id)?.token_hash;
    let (entry, _) = find_locked_by_hash(db, &token_hash)?;
    match entry.state {
        State::Offered(offer) if offer.until <= now => {
            tell(db, &entry, WaitingNews::Expired, now)?;
            end(db, entry, State::Expired, now)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The offer of an entry, if it still stands.
fn standing_offer(entry: &Entry, now: DateTime<Utc>) -> Result<Offer, TransitionError> {
    match entry.state {
        State::Offered(offer) if now < offer.until => Ok(offer),
        State::Offered(_) | State::Expired | State::Waiting => Err(TransitionError::HoldExpired),
        State::Booked => Err(TransitionError::AlreadyConfirmed),
        State::Declined | State::Left => Err(TransitionError::AlreadyCancelled),
    }
}

fn find_locked(db: &mut Db, token: &str) -> Result<(Entry, Offered), ServiceError> {
    find_locked_by_hash(db, &hash(token))
}

/// Holds the time of those who offer it, then the entry, in the order in which all acts do.
fn find_locked_by_hash(db: &mut Db, token_hash: &str) -> Result<(Entry, Offered), ServiceError> {
    let id = store::waiting::find_by_token(db, token_hash)?;
    let event_type_id = store::waiting::find(db, &id)?.event_type_id;
    let event_type = store::event_types::find(db, &event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    bookings::lock(db, &offered)?;
    Ok((store::waiting::find_locked(db, &id)?, offered))
}

/// Takes somebody off the list, and offers to the next one what was held for them.
fn end(
    db: &mut Db,
    entry: Entry,
    state: State,
    now: DateTime<Utc>,
) -> Result<WaitingView, ServiceError> {
    let id = entry.id.clone();
    let event_type_id = entry.event_type_id.clone();
    let hosts = fill::put_back(db, entry, state, now)?;
    fill(db, &event_type_id, now)?;
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    freed_later(db, &hosts, now)?;
    view(db, &id)
}

fn tell(
    db: &mut Db,
    entry: &Entry,
    news: WaitingNews,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::WaitingMail {
        waiting_id: entry.id.clone(),
        news,
        number: entry.offers,
    };
    Ok(jobs::push(db, &job, now)?)
}
