//! Booking a session and everything that can happen to it. Every adapter comes through here.

mod agree;
mod crew;
mod form;
mod hand_over;
pub mod holds;
mod make;
pub(super) mod seats;

use chrono::{DateTime, TimeDelta, Utc};

pub(super) use agree::{Agreed, agree};
pub use form::{NewBooking, Wishes};
pub(super) use form::{check as check_form, places as count_places};
pub(super) use hand_over::{hand_over, lock_with};
pub use make::{Booked, Prepared, book, prepare, take};
pub(super) use make::{Order, prepare_in};
pub(super) use seats::check as check_seats;

use super::away::{self, Answer};
use super::links::hash;
use super::slots::{self, Offered, Provider};
use super::{
    Problems, ServiceError, Viewer, clients, hosts, packages, policy, prices, reminders,
    remote_calendars, waiting,
};
use crate::kernel::booking::{Actor, Booking, Effect, Life, News, Status};
use crate::kernel::people::{Email, Person};
use crate::kernel::policy::Policy;
use crate::kernel::slots::Refusal;
use crate::kernel::span::Span;
use crate::kernel::text;
pub use crate::store::bookings::{Listing, Shelf};
use crate::store::claims::{self, NewClaim, RunOut};
use crate::store::jobs::{self, Job, MailReader};
use crate::store::links::Purpose;
use crate::store::{self, Db};

/// So many bookings of a range are listed at the most.
const MOST_BETWEEN: u32 = 1_000;

/// A booking with who and what it is about.
#[derive(Debug, Clone)]
pub struct BookingView {
    /// The booking.
    pub booking: Booking,
    /// What was booked as it is now, offered by those who hold this session.
    pub offered: Offered,
    /// Who answers for it.
    pub host: Person,
    /// Who holds it with them.
    pub co_hosts: Vec<Person>,
}

/// Holds everybody whose time may be taken until the transaction ends, and the ledger of a team.
pub(super) fn lock(db: &mut Db, offered: &Offered) -> Result<(), ServiceError> {
    match &offered.provider {
        Provider::Host(host) => {
            hosts::lock(db, &host.id)?;
        }
        Provider::Team(team) => {
            store::teams::lock(db, &team.id)?;
            let ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
            store::people::lock_all(db, &ids)?;
        }
    }
    Ok(())
}

/// Until when the host has to answer, if the event type asks for an answer; never beyond its start.
fn hold_until(
    offered: &Offered,
    policy: &Policy,
    span: Span,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let answer_within = TimeDelta::minutes(i64::from(policy.answer_within));
    offered
        .event_type
        .needs_approval
        .then(|| (now + answer_within).min(span.start()))
}

fn claim(db: &mut Db, offered: &Offered, booking: &Booking) -> Result<(), ServiceError> {
    let rules = &offered.event_type.rules;
    let claim = NewClaim::of(
        &booking.id,
        &booking.event_type_id,
        booking.life.span,
        rules,
    );
    let claim = claim.kind(booking.life.status);
    Ok(claims::insert(db, &claim, &booking.host_ids())?)
}

/// Makes sure that `span` can be booked, ends the requests and holds around it that ran out, and
/// returns who of each part can take it, by their places.
pub(super) fn make_room(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Vec<usize>>, ServiceError> {
    let able = slots::able(db, offered, span, except, now)?;
    for run_out in able.run_out {
        end_run_out(db, &run_out, now)?;
    }
    Ok(able.places)
}

/// Ends a request or hold that has run out.
pub(super) fn end_run_out(
    db: &mut Db,
    run_out: &RunOut,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if run_out.is_booking {
        expire(db, &run_out.holder_id, now)
    } else {
        Ok(claims::delete(db, &run_out.holder_id)?)
    }
}

/// Makes sure that `span` can be booked, and says who would hold it.
pub(super) fn host_ids(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    client: &Email,
    now: DateTime<Utc>,
) -> Result<Vec<String>, ServiceError> {
    let able = make_room(db, offered, span, None, now)?;
    let able = policy::welcoming(db, offered, able, client)?;
    let crew = crew::choose(db, offered, &able)?;
    Ok(crew.hosts.into_iter().map(|host| host.id).collect())
}

/// The booking that a link opens, and what for.
///
/// # Errors
/// `NotFound`, also for a forged or stale token.
pub fn find_by_link(db: &mut Db, token: &str) -> Result<(BookingView, Purpose), ServiceError> {
    let (booking_id, purpose) = store::links::find(db, &hash(token))?;
    let booking = store::bookings::find(db, &booking_id)?;
    Ok((view(db, booking)?, purpose))
}

/// The booking that a client's link opens.
///
/// # Errors
/// `NotFound`, also for a forged or stale token and for the token of a door.
pub fn find_managed(db: &mut Db, token: &str) -> Result<BookingView, ServiceError> {
    match find_by_link(db, token)? {
        (view, Purpose::Manage) => Ok(view),
        _ => Err(ServiceError::NotFound),
    }
}

/// A booking of the viewer's.
///
/// # Errors
/// `NotFound`.
pub fn find_own(db: &mut Db, viewer: &Viewer, id: &str) -> Result<BookingView, ServiceError> {
    let booking = store::bookings::find(db, id)?;
    if !booking.is_hosted_by(&viewer.person.id) {
        return Err(ServiceError::NotFound);
    }
    view(db, booking)
}

/// The viewer's bookings, a page of them.
pub fn list_own(db: &mut Db, listing: &Listing) -> Result<Vec<Booking>, ServiceError> {
    Ok(store::bookings::list(db, listing)?)
}

/// The viewer's sessions and requests that touch `range`, in order of start; requests that ran
/// out are left out.
pub fn list_between(
    db: &mut Db,
    viewer: &Viewer,
    range: Span,
) -> Result<Vec<Booking>, ServiceError> {
    let listing = Listing {
        host_id: &viewer.person.id,
        from: range.start(),
        to: Some(range.end()),
        after: None,
        with_cancelled: false,
        limit: MOST_BETWEEN,
    };
    Ok(store::bookings::list(db, &listing)?)
}

/// A part of the viewer's bookings: `count` of them after the first `skip`. What is to come has
/// the next one first, what is over or called off has the last one first.
pub fn list_shelf(
    db: &mut Db,
    viewer: &Viewer,
    shelf: Shelf,
    (skip, count): (u32, u32),
    now: DateTime<Utc>,
) -> Result<Vec<Booking>, ServiceError> {
    let host_id = &viewer.person.id;
    Ok(store::bookings::list_shelf(
        db,
        host_id,
        shelf,
        (skip, count),
        now,
    )?)
}

/// A booking with its host and event type, for whoever writes about it: mails, doors.
///
/// # Errors
/// `NotFound`.
pub fn load(db: &mut Db, id: &str) -> Result<BookingView, ServiceError> {
    let booking = store::bookings::find(db, id)?;
    view(db, booking)
}

fn view(db: &mut Db, booking: Booking) -> Result<BookingView, ServiceError> {
    let event_type = store::event_types::find(db, &booking.event_type_id)?;
    let mut offered = slots::for_hosts(db, event_type, &booking.host_ids())?;
    packages::suit_booking(db, &booking.id, &mut offered)?;
    let of_those = offered.hosts().find(|host| host.id == booking.host_id);
    let host = match of_those.cloned() {
        Some(host) => host,
        None => store::people::find(db, &booking.host_id)?,
    };
    let ids: Vec<&str> = booking.co_host_ids.iter().map(String::as_str).collect();
    let mut co_hosts = if ids.is_empty() {
        Vec::new()
    } else {
        store::people::find_all(db, &ids)?
    };
    co_hosts.sort_by_key(|host| ids.iter().position(|id| *id == host.id));
    Ok(BookingView {
        offered,
        booking,
        host,
        co_hosts,
    })
}

/// Who changes a booking: the client by their link, or its host.
pub enum By<'a> {
    /// The token of the client's link.
    Link(&'a str),
    /// The host.
    Host(&'a Viewer),
}

impl By<'_> {
    fn actor(&self) -> Actor {
        match self {
            Self::Link(_) => Actor::Attendee,
            Self::Host(_) => Actor::Host,
        }
    }
}

/// Finds the booking that `by` may change and holds it, and its host's time.
pub(super) fn find_changeable(
    db: &mut Db,
    by: &By,
    id: Option<&str>,
) -> Result<BookingView, ServiceError> {
    let id = match (by, id) {
        (By::Link(token), _) => find_managed(db, token)?.booking.id,
        (By::Host(viewer), Some(id)) => find_own(db, viewer, id)?.booking.id,
        (By::Host(_), None) => return Err(ServiceError::NotFound),
    };
    let hosts = store::bookings::find(db, &id)?;
    store::people::lock_all(db, &hosts.host_ids())?;
    let booking = store::bookings::find_locked(db, &id)?;
    view(db, booking)
}

/// The host says yes to a request.
///
/// # Errors
/// `NotFound`; `Transition` when it does not wait for an answer any more.
pub fn confirm(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let booking = find_changeable(db, &By::Host(viewer), Some(id))?.booking;
    let (life, effects) = booking.life.clone().confirm(now)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    claims::set_kind(db, &booking.id, booking.life.status.into())?;
    prices::agree(db, &booking, now)?;
    packages::agreed(db, &booking, now)?;
    Ok(booking)
}

/// The host says no to a request; `reason` may be empty.
///
/// # Errors
/// `NotFound`; `Invalid`; `Transition` when it does not wait for an answer any more.
pub fn decline(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let mut booking = find_changeable(db, &By::Host(viewer), Some(id))?.booking;
    let (life, effects) = booking.life.clone().decline(now)?;
    booking.reason = checked_reason(reason)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    end(db, &booking, now)?;
    waiting::freed(db, &booking, now)?;
    Ok(booking)
}

/// Client or host call a session off; `reason` may be empty.
///
/// # Errors
/// `NotFound`; `Invalid`; `Transition` when it is over or called off already.
pub fn cancel(
    db: &mut Db,
    by: &By,
    id: Option<&str>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let mut booking = find_changeable(db, by, id)?.booking;
    let (life, effects) = booking.life.clone().cancel(by.actor(), now)?;
    policy::called_off(db, by.actor(), &booking, now)?;
    booking.reason = checked_reason(reason)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    end(db, &booking, now)?;
    away::answered(db, &booking.id, Answer::Cancelled, now)?;
    waiting::freed(db, &booking, now)?;
    Ok(booking)
}

/// Calls off a session because what it belongs to ends. Its hosts must be locked.
pub(super) fn call_off(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let booking = store::bookings::find_locked(db, id)?;
    let (life, effects) = booking.life.clone().cancel(Actor::Host, now)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    end(db, &booking, now)
}

/// Ends a booking from whose contract the client withdraws. Whether they may has been decided.
pub(super) fn withdraw(
    db: &mut Db,
    booking: Booking,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let (life, effects) = booking.life.clone().withdraw(now)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    end(db, &booking, now)?;
    waiting::freed(db, &booking, now)?;
    Ok(booking)
}

/// Client or host move a session to another slot of the same duration. A client's move of an
/// event type with approval is a request again; a host's is not.
///
/// # Errors
/// `NotFound`; `Refused` when the time cannot be booked; `Policy` when a client may not move it
/// any more; `Transition`.
pub fn reschedule(
    db: &mut Db,
    by: &By,
    id: Option<&str>,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let BookingView {
        booking, offered, ..
    } = find_changeable(db, by, id)?;
    let previous = booking.life.span;
    let span = start
        .checked_add_signed(previous.duration())
        .and_then(|end| Span::new(start, end))
        .ok_or(Refusal::BeyondWindow)?;
    let agreed = policy::may_move(db, by.actor(), &booking, now)?;
    packages::may_move(db, &booking.id, start)?;
    let hold_until = match by.actor() {
        Actor::Attendee => hold_until(&offered, &agreed.policy, span, now),
        Actor::Host => None,
    };
    let (life, effects) = booking.life.clone().reschedule(span, hold_until, now)?;
    let has_seats = seats::change(db, (&booking, &offered), span, now)?;
    if !has_seats {
        make_room(db, &offered, span, Some(&booking.id), now)?;
        claims::delete(db, &booking.id)?;
    }
    let booking = step(db, booking, life, &effects, Some(previous), now)?;
    if !has_seats {
        claim(db, &offered, &booking)?;
    }
    policy::count_move(db, by.actor(), &booking.id, &agreed)?;
    away::answered(db, &booking.id, Answer::Moved, now)?;
    waiting::freed(db, &booking, now)?;
    Ok(booking)
}

/// Ends a request that nobody answered in time; does nothing when it was answered or moved.
///
/// # Errors
/// `NotFound`.
pub fn expire(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let booking = store::bookings::find_locked(db, id)?;
    let Ok((life, effects)) = booking.life.clone().expire(now) else {
        return Ok(());
    };
    let booking = step(db, booking, life, &effects, None, now)?;
    end(db, &booking, now)?;
    // Whoever makes room for themselves ends requests too: the others are asked after that.
    waiting::freed_later(db, &booking.host_ids(), now)
}

/// Gives back what a booking that has ended took.
fn end(db: &mut Db, booking: &Booking, now: DateTime<Utc>) -> Result<(), ServiceError> {
    claims::delete(db, &booking.id)?;
    store::rooms::delete(db, &booking.id)?;
    policy::ended(db, booking)?;
    packages::called_off(db, booking, now)?;
    seats::leave(db, booking)?;
    crew::settle(db, booking, now)
}

pub(super) fn checked_reason(reason: &str) -> Result<String, ServiceError> {
    let mut problems = Problems::default();
    let reason = problems.take("reason", text::lines(reason, 0, 500));
    problems.finish()?;
    Ok(reason.unwrap_or_default())
}

/// Writes a booking after a step, and what the world must be told of it.
fn step(
    db: &mut Db,
    booking: Booking,
    life: Life,
    effects: &[Effect],
    previous: Option<Span>,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let booking = Booking {
        life,
        updated_at: now,
        ..booking
    };
    store::bookings::update(db, &booking)?;
    if previous.is_some() || matches!(booking.life.status, Status::Cancelled { .. }) {
        clients::follow(db, &booking)?;
    }
    enqueue(db, &booking, effects, previous, now)?;
    Ok(booking)
}

fn enqueue(
    db: &mut Db,
    booking: &Booking,
    effects: &[Effect],
    previous: Option<Span>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for effect in effects {
        match *effect {
            Effect::Tell(news) => {
                for reader in readers(booking, news) {
                    let job = Job::Mail {
                        booking_id: booking.id.clone(),
                        news,
                        reader,
                        sequence: booking.life.sequence,
                        previous: previous.map(|span| (span.start(), span.end())),
                    };
                    jobs::push(db, &job, now)?;
                }
            }
            Effect::ExpireAt(hold_until) => {
                let job = Job::ExpireHold {
                    booking_id: booking.id.clone(),
                };
                jobs::push(db, &job, hold_until)?;
            }
        }
    }
    remote_calendars::plan(db, booking, now)?;
    reminders::plan(db, booking, now)
}

/// Who is written to. Guests learn of what was agreed, not of what is only asked.
fn readers(booking: &Booking, news: News) -> Vec<MailReader> {
    let is_agreed = matches!(news, News::Confirmed | News::Rescheduled | News::Cancelled)
        && !matches!(booking.life.status, Status::Tentative { .. });
    let guests = if is_agreed {
        booking.attendee.guests.len()
    } else {
        0
    };
    let places = |count: usize| 0..u32::try_from(count).unwrap_or(u32::MAX);
    [MailReader::Attendee, MailReader::Host]
        .into_iter()
        .chain(places(booking.co_host_ids.len()).map(MailReader::CoHost))
        .chain(places(guests).map(MailReader::Guest))
        .collect()
}
