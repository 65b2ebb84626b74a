//! Sessions with seats, as their host keeps them: times that are set by hand, who comes, whether
//! they take place.

mod forms;
mod members;
mod sessions;

use chrono::{DateTime, TimeDelta, Utc};

use super::bookings::seats;
use super::slots::{self, Offered};
use super::{ServiceError, Viewer, event_types, prices, waiting};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::event_type::EventType;
pub use crate::kernel::group::{GroupRules, Session, Status as SessionStatus};
use crate::kernel::span::Span;
pub use crate::store::groups::{Member, Message};
use crate::store::{self, Db};
pub use forms::{GroupForm, SessionForm};
pub use members::{
    Attendance, Certificate, add_member, certificate, members, remove_member, set_attendance,
};
pub use sessions::{cancel, create, decide, reschedule, send_message, set_replay, set_seats};

/// So many sessions are listed at the most.
const MOST: u32 = 200;
/// Sessions that ended so long ago are still listed at the desk.
const LOOK_BACK: TimeDelta = TimeDelta::days(120);
/// How far ahead sessions are listed.
const LOOK_AHEAD: TimeDelta = TimeDelta::days(2 * 366);

/// A session, and who comes.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// What it is of.
    pub offered: Offered,
    /// Its bookings in the order in which they were made, also cancelled ones.
    pub seats: Vec<Taken>,
    /// What was written to everybody, the oldest first.
    pub messages: Vec<Message>,
}

/// A booking of a session.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The booking.
    pub booking: Booking,
    /// How many people come.
    pub places: u32,
    /// Whether they were there; none until it is known.
    pub attendance: Option<Attendance>,
}

impl SessionView {
    /// The bookings that stand.
    pub fn coming(&self) -> impl Iterator<Item = &Taken> {
        self.seats
            .iter()
            .filter(|taken| !matches!(taken.booking.life.status, Status::Cancelled { .. }))
    }

    /// How many people come.
    pub fn people(&self) -> u32 {
        self.coming().map(|taken| taken.places).sum()
    }
}

/// How one of the viewer's event types is offered.
///
/// # Errors
/// `NotFound`.
pub fn find_rules(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
) -> Result<(EventType, GroupRules), ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    let rules = store::groups::rules(db, event_type_id)?;
    Ok((event_type, rules))
}

/// Says how one of the viewer's event types is offered. Sessions that are there keep their seats
/// and days.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn set_rules(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    form: &GroupForm,
    now: DateTime<Utc>,
) -> Result<EventType, ServiceError> {
    let mut event_type = event_types::find(db, viewer, event_type_id)?;
    let rules = form.checked(&event_type)?;
    event_type.rules.seats = form.seats;
    store::event_types::update(db, &event_type)?;
    store::groups::set_rules(db, event_type_id, &rules)?;
    waiting::look_again(db, event_type_id, now)?;
    Ok(event_type)
}

/// The sessions of one of the viewer's event types, also recent and cancelled ones, in order of
/// time.
///
/// # Errors
/// `NotFound`.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    let Some(range) = Span::new(now - LOOK_BACK, now + LOOK_AHEAD) else {
        return Ok(Vec::new());
    };
    Ok(store::groups::list(db, event_type_id, range, true, MOST)?)
}

/// The sessions that the viewer holds and that are not over, in order of time.
pub fn list_own(
    db: &mut Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    let id = &viewer.person.id;
    Ok(store::groups::list_of_host(db, id, now, MOST)?)
}

/// The sessions of an event type that are to come, as its clients see them: those that were set,
/// and those that somebody has opened.
pub fn upcoming(
    db: &mut Db,
    offered: &Offered,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    let event_type = &offered.event_type;
    let range = Span::new(now, now + LOOK_AHEAD).filter(|_| event_type.rules.seats > 1);
    match range {
        Some(range) => Ok(store::groups::list(db, &event_type.id, range, false, MOST)?),
        None => Ok(Vec::new()),
    }
}

/// How an event type is offered, for its pages. Where sessions are paid for, everybody books for
/// themselves: what somebody owes is said before they book, and is theirs alone to owe.
pub fn rules_of(db: &mut Db, event_type: &EventType) -> Result<GroupRules, ServiceError> {
    if event_type.rules.seats == 1 {
        return Ok(GroupRules::default());
    }
    let rules = store::groups::rules(db, &event_type.id)?;
    if rules.extra_places > 0 && !prices::of_event_type(db, &event_type.id)?.is_free() {
        return Ok(GroupRules {
            extra_places: 0,
            ..rules
        });
    }
    Ok(rules)
}

/// The span of what begins at `start` and is booked for `duration` minutes: a session stays as
/// long as it was when durations change.
pub fn span_at(
    db: &mut Db,
    offered: &Offered,
    start: DateTime<Utc>,
) -> Result<Option<Span>, ServiceError> {
    let session = seats::session_at(db, offered, start)?;
    Ok(session.map(|session| session.span))
}

/// The session of a booking, if it is of one.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Option<Session>, ServiceError> {
    match store::groups::seats_of(db, booking_id)? {
        Some(seats) => Ok(Some(store::groups::find(db, &seats.session_id)?)),
        None => Ok(None),
    }
}

/// One of the viewer's sessions, and who comes.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, id: &str) -> Result<SessionView, ServiceError> {
    let session = store::groups::find(db, id)?;
    let event_type = event_types::find(db, viewer, &session.event_type_id)?;
    let taken = store::groups::seats(db, id)?;
    let ids: Vec<String> = taken.iter().map(|seat| seat.booking_id.clone()).collect();
    let bookings = store::bookings::find_all(db, &ids)?;
    Ok(SessionView {
        offered: slots::of_event_type(db, event_type)?,
        // Both come in the order of the ids of the bookings.
        seats: bookings
            .into_iter()
            .zip(taken)
            .map(|(booking, seat)| Taken {
                booking,
                places: seat.places,
                attendance: Attendance::read(&seat.attendance),
            })
            .collect(),
        messages: store::groups::messages(db, id)?,
        session,
    })
}

/// What a host wrote to everybody of a session.
///
/// # Errors
/// `NotFound`.
pub fn find_message(db: &mut Db, id: &str) -> Result<Message, ServiceError> {
    Ok(store::groups::find_message(db, id)?)
}

/// Whether hosts are reminded of their session by this booking: of those of a session with seats,
/// the first that stands speaks for all.
pub(super) fn speaks_for_all(db: &mut Db, booking: &Booking) -> Result<bool, ServiceError> {
    let Some(seats) = store::groups::seats_of(db, &booking.id)? else {
        return Ok(true);
    };
    let standing = standing(db, &seats.session_id)?;
    Ok(standing.first().is_none_or(|first| first.id == booking.id))
}

/// The bookings of a session that stand, the session being held by the transaction.
fn standing(db: &mut Db, session_id: &str) -> Result<Vec<Booking>, ServiceError> {
    let seats = store::groups::seats(db, session_id)?;
    let ids: Vec<String> = seats.into_iter().map(|seat| seat.booking_id).collect();
    let mut bookings = store::bookings::find_all(db, &ids)?;
    bookings.retain(seats::is_alive);
    Ok(bookings)
}
