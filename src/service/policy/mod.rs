//! What a host asks of those who book, and letting them off.

mod gate;

use chrono::{DateTime, Utc};

pub(super) use gate::{
    Terms, admit, called_off, count_move, ended, keep, may_move, terms, welcoming,
};

use super::{
    Problems, ServiceError, Viewer, away, bookings, event_types, packages, prices, reminders,
    templates,
};
use crate::kernel::booking::{Actor, Booking, Status};
use crate::kernel::event_type::EventType;
use crate::kernel::policy::{Agreed, Due, Policy, PolicyError, PolicyRefusal};
use crate::kernel::template::Lock;
use crate::store::{self, Db};

/// The policy of an event type.
pub fn find(db: &mut Db, event_type_id: &str) -> Result<Policy, ServiceError> {
    Ok(store::policies::find(db, event_type_id)?)
}

/// The policy of one of the viewer's event types, or of a team that they lead.
///
/// # Errors
/// `NotFound`; `Forbidden` for other members of the team.
pub fn find_own(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
) -> Result<(EventType, Policy), ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    let policy = store::policies::find(db, event_type_id)?;
    Ok((event_type, policy))
}

/// Writes over the policy of an event type. What was booked before keeps the one it was booked
/// under.
///
/// # Errors
/// As [`find_own`]; `Forbidden` when a template decides it; `Invalid` with the fields.
pub fn update(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    policy: &Policy,
) -> Result<(), ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    templates::must_be_free(db, event_type_id, Lock::Policy)?;
    let mut problems = Problems::default();
    for problem in policy.problems() {
        problems.add(field(problem), problem);
    }
    problems.finish()?;
    store::policies::set(db, event_type_id, policy)?;
    templates::follow_policy(db, event_type_id)
}

fn field(problem: PolicyError) -> &'static str {
    match problem {
        PolicyError::Window => "free_until",
        PolicyError::Fee => "fee",
        PolicyError::Moves => "most_moves",
        PolicyError::Open => "max_open",
        PolicyError::Answer => "answer_within",
    }
}

/// What was agreed for a booking, and what came of it.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Agreed, ServiceError> {
    let charge = prices::of_booking(db, booking_id)?;
    Ok(Agreed {
        price: charge.map(|charge| charge.amount),
        no_show_at: store::no_shows::find(db, booking_id)?,
        is_away: away::is_open(db, booking_id)?,
        ..store::policies::of_booking(db, booking_id)?
    })
}

/// The policy that a booking was made under.
pub fn kept(db: &mut Db, booking_id: &str) -> Result<Policy, ServiceError> {
    Ok(store::policies::of_booking(db, booking_id)?.policy)
}

/// Whether a client may still move a booking.
///
/// # Errors
/// `MovesUsedUp`, `MoveTooLate`.
pub fn check_move(db: &mut Db, booking: &Booking, now: DateTime<Utc>) -> Result<(), ServiceError> {
    may_move(db, Actor::Attendee, booking, now).map(drop)
}

/// How one of a host's bookings stands besides its time.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// What was agreed.
    pub agreed: Agreed,
    /// How often the host has let somebody off.
    pub waived: u32,
}

/// How one of the viewer's bookings stands besides its time.
///
/// # Errors
/// `NotFound`.
pub fn standing(db: &mut Db, viewer: &Viewer, booking_id: &str) -> Result<Standing, ServiceError> {
    let waived = store::policies::count_waived(db, &viewer.person.id)?;
    Ok(Standing {
        agreed: of_booking(db, booking_id)?,
        waived: u32::try_from(waived).unwrap_or(u32::MAX),
    })
}

/// The host lets the client off what they owe; a second time changes nothing.
///
/// # Errors
/// `NotFound`; `NothingOwed`.
pub fn waive(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let booking = lock_own(db, viewer, booking_id)?;
    let standing = standing(db, viewer, booking_id)?;
    if standing.agreed.waived_at.is_some() {
        return Ok(booking);
    }
    if standing.agreed.due() == Due::Nothing {
        return Err(PolicyRefusal::NothingOwed.into());
    }
    store::policies::waive(db, booking_id, &viewer.person.id, now)?;
    packages::waived(db, booking_id, now)?;
    Ok(booking)
}

/// The host notes that the client did not come; a second time changes nothing.
///
/// # Errors
/// `NotFound`; `NotBegun`, also of a session that does not take place.
pub fn mark_no_show(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let booking = lock_own(db, viewer, booking_id)?;
    if booking.life.status != Status::Confirmed || booking.life.span.start() > now {
        return Err(PolicyRefusal::NotBegun.into());
    }
    if store::no_shows::find(db, booking_id)?.is_none() {
        store::no_shows::mark(db, booking_id, now)?;
        reminders::after_no_show(db, &booking, now)?;
    }
    Ok(booking)
}

/// The host takes that back.
///
/// # Errors
/// `NotFound`.
pub fn unmark_no_show(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
) -> Result<Booking, ServiceError> {
    let booking = lock_own(db, viewer, booking_id)?;
    store::no_shows::unmark(db, booking_id)?;
    Ok(booking)
}

fn lock_own(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Booking, ServiceError> {
    bookings::find_own(db, viewer, id)?;
    Ok(store::bookings::find_locked(db, id)?)
}
