//! Somebody else holds a session.

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::{BookingView, claim, crew, step, view};
use crate::kernel::booking::Booking;
use crate::store::{self, Db, claims};

/// Holds a booking with all whose time may change: its hosts, one more person, and the ledger of
/// its team.
pub(in super::super) fn lock_with(
    db: &mut Db,
    known: &BookingView,
    person_id: &str,
) -> Result<BookingView, ServiceError> {
    if let Some(team) = known.offered.team() {
        store::teams::lock(db, &team.id)?;
    }
    let mut ids = known.booking.host_ids();
    ids.push(person_id);
    store::people::lock_all(db, &ids)?;
    let booking = store::bookings::find_locked(db, &known.booking.id)?;
    view(db, booking)
}

/// Gives a session from one of its hosts to another person, at the same time. Both must be locked,
/// and the client must have said yes.
///
/// # Errors
/// `Transition` when it has begun or is over; `Refused` when the other's time is taken.
pub(in super::super) fn hand_over(
    db: &mut Db,
    view: BookingView,
    (from, to): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let mut booking = view.booking;
    let (life, effects) = booking.life.clone().hand_over(now)?;
    let hosts = std::iter::once(&mut booking.host_id).chain(&mut booking.co_host_ids);
    for host_id in hosts.filter(|host_id| *host_id == from) {
        to.clone_into(host_id);
    }
    claims::delete(db, &booking.id)?;
    store::bookings::set_co_hosts(db, &booking)?;
    let booking = step(db, booking, life, &effects, None, now)?;
    claim(db, &view.offered, &booking)?;
    crew::stand_in(db, &booking.id, (from, to), now)?;
    Ok(booking)
}
