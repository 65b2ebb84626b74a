//! What hosts did with sessions in calendars elsewhere, and what becomes of that: nothing, before
//! they say yes at the desk.

use chrono::{DateTime, Utc};

use super::super::bookings::{self, By};
use super::super::{ServiceError, Viewer};
use super::writing;
use crate::kernel::booking::Booking;
pub use crate::store::remote_objects::Found;
use crate::store::remote_objects::{self, RemoteSession};
use crate::store::{self, Db};

/// A session that its host moved or deleted in their calendar.
#[derive(Debug, Clone)]
pub struct FoundSession {
    /// The booking, as it was agreed.
    pub booking: Booking,
    /// The name of the calendar.
    pub calendar: String,
    /// What was done with it there.
    pub found: Found,
    /// When that was seen, UTC.
    pub at: DateTime<Utc>,
}

/// The sessions that the viewer moved or deleted in a calendar, for them to decide about.
///
/// # Errors
/// When the database cannot be reached.
pub fn found(
    db: &mut Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<FoundSession>, ServiceError> {
    let mut waiting = Vec::new();
    for (calendar, session) in remote_objects::found(db, &viewer.person.id)? {
        let booking = store::bookings::find(db, &session.booking_id)?;
        let is_open = booking.life.may_change(now).is_ok();
        if let Some((found, at)) = session.found.filter(|_| is_open) {
            waiting.push(FoundSession {
                booking,
                calendar,
                found,
                at,
            });
        }
    }
    Ok(waiting)
}

/// The viewer says yes: the session moves or is called off, and its client is told.
///
/// # Errors
/// `NotFound` when there is nothing to decide; as [`bookings::reschedule`] and
/// [`bookings::cancel`]. Then it stays to be decided.
pub fn accept(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let session = one(db, viewer, booking_id)?;
    let decided = RemoteSession {
        found: None,
        ..session.clone()
    };
    remote_objects::put_session(db, &decided)?;
    let (by, id) = (By::Host(viewer), Some(booking_id));
    match session.found {
        Some((Found::Moved(start), _)) => bookings::reschedule(db, &by, id, start, now)?,
        Some((Found::Deleted, _)) => bookings::cancel(db, &by, id, "", now)?,
        None => return Err(ServiceError::NotFound),
    };
    Ok(())
}

/// The viewer says no: the session lies in the calendar again as it was agreed.
///
/// # Errors
/// `NotFound` when there is nothing to decide.
pub fn refuse(
    db: &mut Db,
    viewer: &Viewer,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let session = one(db, viewer, booking_id)?;
    match session.found {
        Some((Found::Deleted, _)) => {
            remote_objects::delete_session(db, booking_id, &session.calendar_id)?;
        }
        _ => {
            let decided = RemoteSession {
                found: None,
                ..session.clone()
            };
            remote_objects::put_session(db, &decided)?;
        }
    }
    writing::queue(db, booking_id, &session.calendar_id, now)
}

fn one(db: &mut Db, viewer: &Viewer, booking_id: &str) -> Result<RemoteSession, ServiceError> {
    let mut waiting = remote_objects::found(db, &viewer.person.id)?.into_iter();
    let wanted = waiting.find(|(_, session)| session.booking_id == booking_id);
    wanted
        .map(|(_, session)| session)
        .ok_or(ServiceError::NotFound)
}
