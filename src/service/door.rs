//! The door to a session's room.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::ServiceError;
use super::bookings::{self, BookingView};
use super::links::random_name;
use crate::kernel::booking::{Actor, Status};
use crate::kernel::event_type::Location;
use crate::kernel::people::Language;
use crate::kernel::span::Span;
use crate::rooms::{Participant, Rooms};
use crate::store::links::Purpose;
use crate::store::rooms::{self, BookedRoom};
use crate::store::{self, Db};

/// Before the start, the client's door opens so early; the host's earlier.
const ATTENDEE_BEFORE: TimeDelta = TimeDelta::minutes(10);
const HOST_BEFORE: TimeDelta = TimeDelta::minutes(30);
/// After the end, the door stays open so long.
const AFTER: TimeDelta = TimeDelta::minutes(30);

/// What someone who stands before a door sees.
#[derive(Debug, Clone)]
pub struct Door {
    /// The session.
    pub view: BookingView,
    /// Whose door it is.
    pub actor: Actor,
    /// When it opens and closes.
    pub opens: Span,
    /// Whether it can be entered.
    pub state: DoorState,
}

/// Whether a door can be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorState {
    /// Not yet agreed by the host.
    Waiting,
    /// Too early.
    Early,
    /// Now.
    Open,
    /// Over.
    Over,
    /// Called off.
    Cancelled,
    /// The session is not held online: there is nothing to enter.
    NotOnline,
}

/// Looks at a door; nothing happens.
///
/// # Errors
/// `NotFound`, also for a forged or stale token.
pub fn look(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Door, ServiceError> {
    let (view, purpose) = bookings::find_by_link(db, token)?;
    let Purpose::Door(actor) = purpose else {
        return Err(ServiceError::NotFound);
    };
    let span = view.booking.life.span;
    let before = match actor {
        Actor::Attendee => ATTENDEE_BEFORE,
        Actor::Host => HOST_BEFORE,
    };
    let opens = Span::new(span.start() - before, span.end() + AFTER).unwrap_or(span);
    let is_online = matches!(
        view.booking.location,
        Location::Room { .. } | Location::Link { .. }
    );
    let state = match view.booking.life.status {
        Status::Cancelled { .. } => DoorState::Cancelled,
        _ if !is_online => DoorState::NotOnline,
        Status::Tentative { .. } => DoorState::Waiting,
        Status::Confirmed if now < opens.start() => DoorState::Early,
        Status::Confirmed if now < opens.end() => DoorState::Open,
        Status::Confirmed => DoorState::Over,
    };
    Ok(Door {
        view,
        actor,
        opens,
        state,
    })
}

/// Goes through a door: makes the room if it is the first to enter, and says where it is.
/// None when the door cannot be entered now.
///
/// # Errors
/// `NotFound`, also when the backend of the room is not configured any more.
pub fn enter(
    db: &mut Db,
    rooms: &Rooms,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<Url>, ServiceError> {
    let door = look(db, token, now)?;
    if door.state != DoorState::Open {
        return Ok(None);
    }
    let booking = store::bookings::find_locked(db, &door.view.booking.id)?;
    match &booking.location {
        Location::Link { url } => Ok(url.parse().ok()),
        Location::Room { backend } => {
            let room = room_of(db, &booking.id, backend)?;
            let backend = rooms.find(&room.backend).ok_or(ServiceError::NotFound)?;
            Ok(Some(backend.join_url(&room.name, &participant(&door))))
        }
        Location::Phone { .. } | Location::Place { .. } => Ok(None),
    }
}

/// The room of a booking; both who enter get the same.
fn room_of(db: &mut Db, booking_id: &str, backend: &str) -> Result<BookedRoom, ServiceError> {
    if let Some(seats) = store::groups::seats_of(db, booking_id)? {
        return room_of_session(db, (booking_id, &seats.session_id), backend);
    }
    if let Some(room) = rooms::find(db, booking_id)? {
        return Ok(room);
    }
    let room = BookedRoom {
        booking_id: booking_id.to_owned(),
        backend: backend.to_owned(),
        name: random_name(),
    };
    rooms::insert(db, &room)?;
    Ok(room)
}

/// The room of a session: everybody who comes meets in it.
fn room_of_session(
    db: &mut Db,
    (booking_id, session_id): (&str, &str),
    backend: &str,
) -> Result<BookedRoom, ServiceError> {
    store::groups::find_locked(db, session_id)?;
    let (backend, name) = match store::groups::room(db, session_id)? {
        Some(room) => room,
        None => {
            let room = (backend.to_owned(), random_name());
            store::groups::set_room(db, session_id, (&room.0, &room.1))?;
            room
        }
    };
    Ok(BookedRoom {
        booking_id: booking_id.to_owned(),
        backend,
        name,
    })
}

fn participant(door: &Door) -> Participant<'_> {
    let (display_name, language): (&str, Language) = match door.actor {
        Actor::Attendee => (
            &door.view.booking.attendee.name,
            door.view.booking.attendee.language,
        ),
        Actor::Host => (&door.view.host.name, door.view.host.language),
    };
    Participant {
        display_name,
        language: language.tag(),
    }
}
