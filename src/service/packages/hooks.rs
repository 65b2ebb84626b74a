//! What happens to a booking and matters to its package, each at one place.

use chrono::{DateTime, Utc};

use super::super::slots::Offered;
use super::super::{ServiceError, reminders};
use super::suit;
use crate::kernel::booking::{Booking, CancelledBy, Status};
use crate::kernel::packages::PackageError;
use crate::store::packages::{self, Entry, Kind};
use crate::store::{self, Db};

/// The package that a session is booked from.
#[derive(Debug, Clone)]
pub struct InPackage {
    /// Which.
    pub(super) id: String,
    /// The series, if it is one of several that are booked at once.
    pub(super) series_id: Option<String>,
}

impl InPackage {
    /// Whether one letter tells of all sessions together.
    pub(in crate::service) fn is_told_together(&self) -> bool {
        self.series_id.is_some()
    }
}

/// Takes a session from its package. The hosts must be locked.
///
/// # Errors
/// `UsedUp` when another was faster; as [`crate::kernel::packages::Package::may_take`].
pub(in crate::service) fn take(
    db: &mut Db,
    from: &InPackage,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let package = packages::find_locked(db, &from.id)?;
    package.may_take(booking.life.span.start(), now)?;
    if !packages::take(db, &from.id, &booking.id, from.series_id.as_deref())? {
        return Err(PackageError::UsedUp.into());
    }
    let entry = Entry::about(&booking.id, Kind::Booked, now);
    Ok(packages::add_entry(db, &from.id, &entry)?)
}

/// A session that waited for its host is agreed.
pub(in crate::service) fn agreed(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    match packages::of_booking(db, &booking.id)? {
        Some((id, true)) => {
            let left = packages::find(db, &id)?.left();
            reminders::package_nearly_used(db, booking, left, now)
        }
        _ => Ok(()),
    }
}

/// A session does not take place: unless its client called it off too late, it is given back.
pub(in crate::service) fn called_off(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some((id, true)) = packages::of_booking(db, &booking.id)? else {
        return Ok(());
    };
    let by_client = matches!(
        booking.life.status,
        Status::Cancelled {
            by: CancelledBy::Attendee,
            ..
        }
    );
    let is_late = by_client
        && store::policies::of_booking(db, &booking.id)?
            .late_at
            .is_some();
    if is_late {
        let entry = Entry::about(&booking.id, Kind::Kept, now);
        return Ok(packages::add_entry(db, &id, &entry)?);
    }
    give_back(db, (&id, &booking.id), now).map(drop)
}

/// The host lets the client off: a session that counts is given back, unless the package has ended.
pub(in crate::service) fn waived(
    db: &mut Db,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some((id, true)) = packages::of_booking(db, booking_id)? else {
        return Ok(());
    };
    if packages::find_locked(db, &id)?.ended.is_some() {
        return Ok(());
    }
    give_back(db, (&id, booking_id), now).map(drop)
}

/// Stops to count a session; false if it did not count.
pub(super) fn give_back(
    db: &mut Db,
    (id, booking_id): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, ServiceError> {
    if !packages::give_back(db, id, booking_id)? {
        return Ok(false);
    }
    packages::add_entry(db, id, &Entry::about(booking_id, Kind::Returned, now))?;
    Ok(true)
}

/// Gives the offer of a booking the length and the days of its package, if it is of one.
pub(in crate::service) fn suit_booking(
    db: &mut Db,
    booking_id: &str,
    offered: &mut Offered,
) -> Result<(), ServiceError> {
    if let Some((id, _)) = packages::of_booking(db, booking_id)? {
        suit(offered, &packages::find(db, &id)?);
    }
    Ok(())
}

/// Whether a booking may move to `start`, as far as its package is asked.
///
/// # Errors
/// `BeyondValidity`.
pub(in crate::service) fn may_move(
    db: &mut Db,
    booking_id: &str,
    start: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some((id, _)) = packages::of_booking(db, booking_id)? else {
        return Ok(());
    };
    if packages::find(db, &id)?.covers(start) {
        Ok(())
    } else {
        Err(PackageError::BeyondValidity.into())
    }
}
