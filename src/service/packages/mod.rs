//! Packages: selling so many sessions at once, and what the host and the holder of the link can do
//! with them. A package's sessions are ordinary bookings; `hooks` keeps the two in step.
//!
//! Whoever takes from a package holds its hosts first and then its row, as every booking does.

mod book;
mod days;
mod hooks;
mod invoice;
mod plan;
mod sell;
mod withdraw;

use chrono::{DateTime, Utc};

pub use book::{SessionsForm, book};
pub use days::{end, freeze, give_back, thaw};
pub use hooks::InPackage;
pub(super) use hooks::{agreed, called_off, may_move, suit_booking, take, waived};
pub use invoice::{find as find_invoice, make as make_invoice, of_invoice};
pub use plan::{Plan, plan, series};
pub use sell::{PackageForm, create};
pub use withdraw::{Contract, contract, withdraw};

use super::links::hash;
use super::slots::{self, Offered, Provider};
use super::{ServiceError, Viewer, event_types, teams};
use crate::kernel::booking::Booking;
use crate::kernel::event_type::{EventType, Window};
use crate::kernel::packages::{Ledger, Package, PackageError, Session};
use crate::kernel::people::Person;
use crate::kernel::zone;
pub use crate::store::invoices::Invoice;
pub use crate::store::jobs::PackageNews;
pub use crate::store::packages::{Entry, Kind};
use crate::store::{self, Db};

/// A package with everything about it.
#[derive(Debug, Clone)]
pub struct PackageView {
    /// The package.
    pub package: Package,
    /// What its sessions are of, with the length and the days of the package.
    pub offered: Offered,
    /// Who sold it.
    pub seller: Person,
    /// Its sessions and their bookings, in order of time.
    pub sessions: Vec<(Session, Booking)>,
    /// What happened to it, the oldest first.
    pub entries: Vec<Entry>,
    /// How many sessions are where.
    pub ledger: Ledger,
    /// The invoices about it, the oldest first, also stornos.
    pub invoices: Vec<Invoice>,
}

impl PackageView {
    /// Whether somebody still holds its sessions.
    pub fn is_offered(&self) -> bool {
        is_offered(&self.offered)
    }
}

fn is_offered(offered: &Offered) -> bool {
    match &offered.provider {
        Provider::Host(host) => !host.is_disabled,
        Provider::Team(_) => offered.hosts().next().is_some(),
    }
}

/// The package that a link opens.
///
/// # Errors
/// `NotFound`, also for a forged token.
pub fn find_by_link(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<PackageView, ServiceError> {
    let package = store::packages::find_by_token(db, &hash(token))?;
    view(db, package, now)
}

/// A package of one of the viewer's event types, or of a team that they lead.
///
/// # Errors
/// `NotFound`; `Forbidden` for other members of the team.
pub fn find_own(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<PackageView, ServiceError> {
    let package = store::packages::find(db, id)?;
    event_types::find(db, viewer, &package.event_type_id)?;
    view(db, package, now)
}

/// A package, for whoever writes about it: mails.
///
/// # Errors
/// `NotFound`.
pub fn load(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<PackageView, ServiceError> {
    let package = store::packages::find(db, id)?;
    view(db, package, now)
}

fn view(db: &mut Db, package: Package, now: DateTime<Utc>) -> Result<PackageView, ServiceError> {
    let event_type = store::event_types::find(db, &package.event_type_id)?;
    let mut offered = slots::of_event_type(db, event_type)?;
    suit(&mut offered, &package);
    let sessions = store::packages::sessions(db, &package.id)?;
    let plain: Vec<Session> = sessions.iter().map(|(it, _)| it.clone()).collect();
    Ok(PackageView {
        ledger: Ledger::of(&package, &plain, now),
        seller: store::people::find(db, &package.seller_id)?,
        entries: store::packages::entries(db, &package.id)?,
        invoices: store::invoices::list_of_package(db, &package.id)?,
        offered,
        sessions,
        package,
    })
}

/// The package that a booking is of, for whoever shows or writes about it.
///
/// # Errors
/// `NotFound` when it is of none.
pub fn of_booking(
    db: &mut Db,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<PackageView, ServiceError> {
    match store::packages::of_booking(db, booking_id)? {
        Some((id, _)) => load(db, &id, now),
        None => Err(ServiceError::NotFound),
    }
}

/// The same without its sessions, if the booking is of one.
pub fn find_of_booking(db: &mut Db, booking_id: &str) -> Result<Option<Package>, ServiceError> {
    match store::packages::of_booking(db, booking_id)? {
        Some((id, _)) => Ok(Some(store::packages::find(db, &id)?)),
        None => Ok(None),
    }
}

/// The bookings of a series, in order of time.
pub fn of_series(db: &mut Db, series_id: &str) -> Result<Vec<Booking>, ServiceError> {
    Ok(store::packages::series(db, series_id)?)
}

/// Which packages are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Listing<'a> {
    /// Those of this event type alone.
    pub event_type_id: Option<&'a str>,
    /// Leaves out so many.
    pub skip: u32,
    /// At most so many.
    pub count: u32,
}

/// The packages of the viewer's event types and of those of teams that they lead, the newest first.
///
/// # Errors
/// `NotFound`, `Forbidden` for an event type that is not theirs.
pub fn list_own(
    db: &mut Db,
    viewer: &Viewer,
    listing: Listing,
) -> Result<Vec<Package>, ServiceError> {
    let event_types = match listing.event_type_id {
        Some(id) => vec![event_types::find(db, viewer, id)?],
        None => sellable(db, viewer)?,
    };
    let ids: Vec<&str> = event_types.iter().map(|it| it.id.as_str()).collect();
    let page = (listing.skip, listing.count);
    Ok(store::packages::list(db, &ids, page)?)
}

/// The event types that the viewer can sell packages of: their own and those of teams that they
/// lead.
pub fn sellable(db: &mut Db, viewer: &Viewer) -> Result<Vec<EventType>, ServiceError> {
    let mut found = event_types::list_own(db, viewer)?;
    // Nobody leads more than a handful of teams.
    for team in store::teams::list_of(db, &viewer.person.id)? {
        if teams::is_led_by(db, viewer, &team)? {
            found.extend(store::event_types::list_of_team(db, &team.id)?);
        }
    }
    Ok(found)
}

/// Gives an offer the length and the days of a package: what was sold holds, whatever its event
/// type offers now and however far ahead others can book.
fn suit(offered: &mut Offered, package: &Package) {
    let rules = &mut offered.event_type.rules;
    rules.durations = vec![package.minutes];
    let sold_on = zone::date(package.created_at, package.zone);
    rules.window = match (rules.window, package.last_day) {
        (Window::Fixed { from, to }, last) => Window::Fixed {
            from,
            to: last.map_or(to, |last| last.min(to)),
        },
        (Window::Rolling { .. } | Window::Open, Some(to)) => Window::Fixed { from: sold_on, to },
        (Window::Rolling { .. } | Window::Open, None) => Window::Open,
    };
}

/// The package of a link and what its sessions are of, if one more can be booked at `now`.
///
/// # Errors
/// `NotFound`; `Package` with what is against it.
pub fn open(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(Package, Offered), ServiceError> {
    let (package, offered) = bookable(db, token)?;
    plan::may_take(&package, 1, now)?;
    Ok((package, offered))
}

/// The package of a link and what its sessions are of.
///
/// # Errors
/// `NotFound`; `HostGone`.
fn bookable(db: &mut Db, token: &str) -> Result<(Package, Offered), ServiceError> {
    let package = store::packages::find_by_token(db, &hash(token))?;
    let event_type = store::event_types::find(db, &package.event_type_id)?;
    let mut offered = slots::of_event_type(db, event_type)?;
    if !is_offered(&offered) {
        return Err(PackageError::HostGone.into());
    }
    suit(&mut offered, &package);
    Ok((package, offered))
}
