//! What a host does with a package that was sold: let it rest, let it run again, give a session
//! back, end it.

use chrono::{DateTime, Utc};

use super::super::slots;
use super::super::{ServiceError, Viewer, bookings, event_types};
use super::{hooks, invoice, sell};
use crate::kernel::booking::{Actor, Booking};
use crate::kernel::packages::{Package, PackageError, Place, Session};
use crate::store::jobs::PackageNews;
use crate::store::packages::{self, Entry, Kind};
use crate::store::{self, Db};

/// Lets a package rest from today on. What is planned stays.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Package` when it cannot rest.
pub fn freeze(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    let package = find_locked(db, viewer, id)?.freeze(now)?;
    packages::update(db, &package)?;
    packages::add_entry(db, id, &Entry::whole(Kind::Frozen, now))?;
    sell::tell(db, id, PackageNews::Frozen, now)?;
    Ok(package)
}

/// Lets a package run again; its last day moves by the days that it rested.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Package` when it does not rest.
pub fn thaw(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    let (package, days) = find_locked(db, viewer, id)?.thaw(now)?;
    packages::update(db, &package)?;
    let entry = Entry {
        days,
        ..Entry::whole(Kind::Thawed, now)
    };
    packages::add_entry(db, id, &entry)?;
    sell::tell(db, id, PackageNews::Thawed, now)?;
    sell::announce_end(db, &package, now)?;
    Ok(package)
}

/// Gives back a session that was used or missed; one that is still planned is called off instead.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Package` when it has ended or the session does not count.
pub fn give_back(
    db: &mut Db,
    viewer: &Viewer,
    (id, booking_id): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    if find_locked(db, viewer, id)?.ended.is_some() {
        return Err(PackageError::Ended.into());
    }
    let sessions = packages::sessions(db, id)?;
    let is_over = sessions.iter().any(|(session, _)| {
        let is_over = matches!(
            session.place(now),
            Place::Used | Place::Missed | Place::Late
        );
        session.booking_id == booking_id && is_over
    });
    if !is_over || !hooks::give_back(db, (id, booking_id), now)? {
        return Err(PackageError::NotCounted.into());
    }
    Ok(packages::find(db, id)?)
}

/// Ends a package: what is planned is called off, and what was not used is given back pro rata.
/// Its invoice is taken back, and another made for what was used.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Package` when it has ended before.
pub fn end(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    let package = packages::find(db, id)?;
    event_types::find(db, viewer, &package.event_type_id)?;
    let package = finish(db, &package, Actor::Host, now)?;
    sell::tell(db, id, PackageNews::Ended, now)?;
    Ok(package)
}

/// Ends a package, whoever does it. Whether they may has been decided.
pub(super) fn finish(
    db: &mut Db,
    package: &Package,
    by: Actor,
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    let id = &package.id;
    lock(db, package, now)?;
    packages::find_locked(db, id)?;
    for (session, booking) in packages::sessions(db, id)? {
        if is_to_come(&session, &booking, now) {
            bookings::call_off(db, &booking.id, now)?;
        } else if session.counts {
            // A request that nobody answered in time ends now; whatever else stays as it is.
            bookings::expire(db, &booking.id, now)?;
        }
    }
    // What was called off does not count any more.
    let standing = packages::find(db, id)?;
    let left = standing.left();
    let package = standing.end(by, now)?;
    packages::update(db, &package)?;
    let entry = Entry {
        change: -i32::try_from(left).unwrap_or(i32::MAX),
        ..Entry::whole(Kind::Ended, now)
    };
    packages::add_entry(db, id, &entry)?;
    invoice::settle(db, &package, now)?;
    Ok(package)
}

fn find_locked(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Package, ServiceError> {
    let package = packages::find_locked(db, id)?;
    event_types::find(db, viewer, &package.event_type_id)?;
    Ok(package)
}

/// Holds everybody whose time is given back, also who has left meanwhile, and whoever could take
/// more: hosts come before packages.
fn lock(db: &mut Db, package: &Package, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let event_type = store::event_types::find(db, &package.event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    if let Some(team) = offered.team() {
        store::teams::lock(db, &team.id)?;
    }
    let sessions = packages::sessions(db, &package.id)?;
    let planned = sessions
        .iter()
        .filter(|(session, booking)| is_to_come(session, booking, now));
    let mut ids: Vec<&str> = planned
        .flat_map(|(_, booking)| booking.host_ids())
        .chain(offered.hosts().map(|host| host.id.as_str()))
        .chain([package.seller_id.as_str()])
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(store::people::lock_all(db, &ids)?)
}

/// Whether a session can still be called off.
fn is_to_come(session: &Session, booking: &Booking, now: DateTime<Utc>) -> bool {
    session.place(now) == Place::Planned && booking.life.may_change(now).is_ok()
}
