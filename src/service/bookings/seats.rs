//! The seats of sessions that several people book: who takes them, who gives them back.
//!
//! A session takes its host's time once. The first booking within hours opens it, the last one
//! that leaves closes it; one that its host has set stays. Whoever calls these functions must hold
//! the host's time.

use chrono::{DateTime, Utc};

use super::super::links::Links;
use super::super::policy::{self, Terms};
use super::super::slots::Offered;
use super::super::{ServiceError, new_id, prices};
use super::make::{self, Order};
use super::{BookingView, crew};
use crate::kernel::booking::{Actor, Attendee, Booking, Life, Status};
use crate::kernel::group::{self, Session};
use crate::kernel::slots::Refusal;
use crate::kernel::span::Span;
use crate::store::claims::{self, NewClaim};
use crate::store::groups::Seats;
use crate::store::jobs::{self, Job};
use crate::store::{self, Db};

/// The session at this time, if there is one.
pub(in super::super) fn session_at(
    db: &mut Db,
    offered: &Offered,
    start: DateTime<Utc>,
) -> Result<Option<Session>, ServiceError> {
    if offered.event_type.rules.seats == 1 {
        return Ok(None);
    }
    Ok(store::groups::find_at(db, &offered.event_type.id, start)?)
}

/// Takes seats of the session at `span`, or opens one there; returns its id.
///
/// # Errors
/// `Refused` when it cannot be joined or, where there is none, cannot be opened.
pub(in super::super) fn take(
    db: &mut Db,
    offered: &Offered,
    (span, places): (Span, u32),
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let event_type = &offered.event_type;
    if let Some(session) = session_at(db, offered, span.start())?
        && session.span == span
    {
        session.join(places, now)?;
        store::groups::take_seats(db, &session.id, i64::from(places))?;
        return Ok(session.id);
    }
    let rules = store::groups::rules(db, &event_type.id)?;
    if rules.set_times_only {
        return Err(Refusal::OffGrid.into());
    }
    if places > event_type.rules.seats {
        return Err(Refusal::TooFewSeats.into());
    }
    super::make_room(db, offered, span, None, now)?;
    let session = Session {
        seats_taken: places,
        ..Session::new(new_id(), event_type, &rules, span)
    };
    open(db, offered, &session)?;
    Ok(session.id)
}

/// Writes a session, takes its host's time, and says when it is to be decided.
///
/// # Errors
/// `Refused` when something else has any of that time.
pub(in super::super) fn open(
    db: &mut Db,
    offered: &Offered,
    session: &Session,
) -> Result<(), ServiceError> {
    store::groups::insert(db, session)?;
    claim(db, offered, session)
}

/// Takes the time of a session, and says when it is to be decided.
///
/// # Errors
/// `Refused` when something else has any of that time.
pub(in super::super) fn claim(
    db: &mut Db,
    offered: &Offered,
    session: &Session,
) -> Result<(), ServiceError> {
    let (event_type_id, rules) = (&session.event_type_id, &offered.event_type.rules);
    let claim = NewClaim::of(&session.id, event_type_id, session.span, rules);
    let host_ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    claims::insert(db, &claim, &host_ids)?;
    if let Some(decide_at) = session.decide_at {
        let job = Job::DecideSession {
            session_id: session.id.clone(),
            sequence: session.sequence,
        };
        jobs::push(db, &job, decide_at)?;
    }
    Ok(())
}

/// Whether so many people can have `span`: none where no session is and hours decide.
pub(in super::super) fn check(
    db: &mut Db,
    offered: &Offered,
    (span, places): (Span, u32),
    now: DateTime<Utc>,
) -> Result<Option<Result<(), Refusal>>, ServiceError> {
    if offered.event_type.rules.seats == 1 {
        return Ok(None);
    }
    if let Some(session) = session_at(db, offered, span.start())?
        && session.span == span
    {
        return Ok(Some(session.join(places, now)));
    }
    let rules = store::groups::rules(db, &offered.event_type.id)?;
    Ok(rules.set_times_only.then_some(Err(Refusal::OffGrid)))
}

/// Gives so many seats back. A session that a booking had opened goes with the last one.
pub(in super::super) fn release(
    db: &mut Db,
    session_id: &str,
    places: u32,
) -> Result<(), ServiceError> {
    store::groups::take_seats(db, session_id, -i64::from(places))?;
    let session = store::groups::find(db, session_id)?;
    if session.seats_taken == 0 && !session.is_set {
        close(db, session)?;
    }
    Ok(())
}

/// Calls a session off and gives its host's time back; its bookings are not touched.
pub(in super::super) fn close(db: &mut Db, session: Session) -> Result<Session, ServiceError> {
    let closed = Session {
        status: group::Status::Cancelled,
        seats_taken: 0,
        ..session
    };
    store::groups::update(db, &closed)?;
    claims::delete(db, &closed.id)?;
    Ok(closed)
}

/// A booking that has ended gives its seats back.
pub(super) fn leave(db: &mut Db, booking: &Booking) -> Result<(), ServiceError> {
    match store::groups::seats_of(db, &booking.id)? {
        Some(seats) => release(db, &seats.session_id, seats.places),
        None => Ok(()),
    }
}

/// Moves the seats of a booking to the session at `span`; false if it has none.
///
/// # Errors
/// As [`take`].
pub(super) fn change(
    db: &mut Db,
    (booking, offered): (&Booking, &Offered),
    span: Span,
    now: DateTime<Utc>,
) -> Result<bool, ServiceError> {
    let Some(seats) = store::groups::seats_of(db, &booking.id)? else {
        return Ok(false);
    };
    release(db, &seats.session_id, seats.places)?;
    let session_id = take(db, offered, (span, seats.places), now)?;
    store::groups::reattach(db, &booking.id, &session_id)?;
    Ok(true)
}

/// Calls a booking off with its session.
pub(in super::super) fn call_off(
    db: &mut Db,
    booking: Booking,
    reason: String,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let (life, effects) = booking.life.clone().cancel(Actor::Host, now)?;
    let booking = Booking { reason, ..booking };
    super::step(db, booking, life, &effects, None, now)?;
    Ok(())
}

/// Moves a booking with its session.
pub(in super::super) fn move_with(
    db: &mut Db,
    booking: Booking,
    span: Span,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let previous = booking.life.span;
    let (life, effects) = booking.life.clone().reschedule(span, None, now)?;
    super::step(db, booking, life, &effects, Some(previous), now)?;
    Ok(())
}

/// What is kept for somebody who is booked now.
pub(in super::super) struct Kept {
    /// When.
    pub(in super::super) span: Span,
    /// The seats, if it is a session with seats. Otherwise the time must be free.
    pub(in super::super) seats: Option<Seats>,
    /// Who holds it: of each part the places of those who do.
    pub(in super::super) hosts: Vec<Vec<usize>>,
    /// Who comes.
    pub(in super::super) attendee: Attendee,
    /// Under what terms.
    pub(in super::super) terms: Terms,
    /// What they owe.
    pub(in super::super) order: Option<Order>,
}

/// Makes the booking of somebody for whom time or seats are kept already.
pub(in super::super) fn book_kept(
    db: &mut Db,
    links: &Links,
    (offered, kept): (&Offered, Kept),
    now: DateTime<Utc>,
) -> Result<BookingView, ServiceError> {
    let crew = crew::choose(db, offered, &kept.hosts)?;
    let hold_until = super::hold_until(offered, &kept.terms.policy, kept.span, now);
    let begun = (Life::begin(kept.span, hold_until), kept.seats.as_ref());
    let booking = make::write(db, links, (offered, &crew), begun, kept.attendee, now)?;
    policy::keep(db, &kept.terms, &booking.id)?;
    crew.record(db, offered, &booking.id, now)?;
    if let Some(order) = kept.order {
        prices::charge(db, &booking, order, now)?;
    }
    super::view(db, booking)
}

/// Whether a booking still stands.
pub(in super::super) fn is_alive(booking: &Booking) -> bool {
    !matches!(booking.life.status, Status::Cancelled { .. })
}
