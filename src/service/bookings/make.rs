//! A client books.
//!
//! What can be said without knowing what is taken is prepared on a reader; the writer, of which
//! SQLite has one, only decides about the time.

use chrono::{DateTime, Utc};

use super::super::links::{Links, hash};
use super::super::packages::{self, InPackage};
use super::super::policy::{self, Terms};
use super::super::slots::{self, Offered};
use super::super::{Problems, ServiceError, clients, new_id, prices};
use super::crew::{self, Crew};
use super::form::{self, NewBooking};
use super::holds;
use super::seats;
use crate::kernel::booking::{Attendee, Booking, Effect, Life};
use crate::kernel::people::Person;
use crate::kernel::price::Charge;
use crate::kernel::span::Span;
use crate::store::groups::Seats;
use crate::store::idempotency::{self, Seen};
use crate::store::{self, Db};

/// A booking that was made, now or when the same request came before.
#[derive(Debug, Clone)]
pub struct Booked {
    /// The booking.
    pub booking: Booking,
    /// Who answers for it.
    pub host: Person,
    /// What it costs; none if nothing.
    pub charge: Option<Charge>,
    /// False when the same request was answered before.
    pub is_new: bool,
}

/// A booking that is wanted and makes sense, if its time is free.
#[derive(Debug, Clone)]
pub struct Prepared {
    offered: Offered,
    attendee: Attendee,
    span: Span,
    order: Option<Order>,
    terms: Terms,
    hold: Option<String>,
    places: u32,
    key: Option<Key>,
    package: Option<InPackage>,
}

/// What a client owes for a session, and whether they asked for its early start.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Order {
    pub(in crate::service) charge: Charge,
    pub(in crate::service) early_start: bool,
}

/// How a request is known again.
#[derive(Debug, Clone)]
struct Key {
    hash: String,
    request_hash: String,
}

/// A client books a slot, all in one transaction.
///
/// # Errors
/// As [`prepare`] and [`take`].
pub fn book(
    db: &mut Db,
    links: &Links,
    new: &NewBooking,
    now: DateTime<Utc>,
) -> Result<Booked, ServiceError> {
    let prepared = prepare(db, new)?;
    take(db, links, prepared, now)
}

/// Checks everything that does not depend on what is taken. Writes nothing.
///
/// # Errors
/// `NotFound` when nothing is offered there; `Invalid` with the fields; `Refused` for a duration
/// that is not offered.
pub fn prepare(db: &mut Db, new: &NewBooking) -> Result<Prepared, ServiceError> {
    let offered = slots::offered(db, &new.place)?;
    let key = new.idempotency_key.as_ref().map(|key| Key {
        hash: hash(&format!("{}\0{key}", offered.event_type.id)),
        request_hash: new.fingerprint(),
    });
    let session = seats::session_at(db, &offered, new.start)?;
    // A session stays as long as it was when durations change.
    let span = match session.filter(|_| new.duration.is_none()) {
        Some(session) => session.span,
        None => form::span(&offered.event_type, new.start, new.duration)?,
    };
    let mut problems = Problems::default();
    let terms = policy::terms(db, &offered)?;
    let asked = (&offered.event_type, terms.price_cents());
    let order = prices::order(db, asked, span, &new.wishes, &mut problems)?;
    Ok(Prepared {
        attendee: form::check(&offered.event_type, new, problems)?,
        places: form::places(db, &offered.event_type, new)?,
        span,
        order,
        terms,
        hold: new.wishes.hold.clone(),
        offered,
        key,
        package: None,
    })
}

/// The same for a session of a package: what it costs was paid with the package, and how often one
/// person may book does not bind who was sold several.
pub(in crate::service) fn prepare_in(
    db: &mut Db,
    offered: Offered,
    new: &NewBooking,
    package: InPackage,
) -> Result<Prepared, ServiceError> {
    let mut terms = policy::terms(db, &offered)?;
    terms.policy.max_open = None;
    terms.policy.once_per_person = false;
    Ok(Prepared {
        attendee: form::check(&offered.event_type, new, Problems::default())?,
        places: 1,
        span: form::span(&offered.event_type, new.start, new.duration)?,
        order: None,
        terms,
        hold: None,
        offered,
        key: None,
        package: Some(package),
    })
}

/// Takes the time, if it is free, and makes the booking.
///
/// # Errors
/// `Refused` when the time cannot be booked; `Invalid` when the client must ask for an early start; `Policy` when this client cannot book it;
/// `IdempotencyKeyReused`; `NotFound` when the host has just gone.
pub fn take(
    db: &mut Db,
    links: &Links,
    prepared: Prepared,
    now: DateTime<Utc>,
) -> Result<Booked, ServiceError> {
    let Prepared {
        offered,
        attendee,
        span,
        order,
        terms,
        hold,
        places,
        key,
        package,
    } = prepared;
    super::lock(db, &offered)?;
    if let Some(key) = &key
        && let Some(seen) = idempotency::find(db, &key.hash)?
    {
        return answered_before(db, &seen, key);
    }
    prices::check_consent(order, span, attendee.zone, now)?;
    let held = holds::own(db, hold.as_deref(), now)?;
    let wanted = (span, places, held.as_deref());
    let (able, seats) = room(db, &offered, wanted, now)?;
    policy::admit(db, &terms, &offered, &attendee.email, now)?;
    let able = policy::welcoming(db, &offered, able, &attendee.email)?;
    let crew = crew::choose(db, &offered, &able)?;
    if let Some(held) = held {
        holds::give_back(db, &held)?;
    }
    let hold_until = super::hold_until(&offered, &terms.policy, span, now);
    let mut begun = Life::begin(span, hold_until);
    if package.as_ref().is_some_and(InPackage::is_told_together) {
        begun.1.retain(|effect| !matches!(effect, Effect::Tell(_)));
    }
    let begun = (begun, seats.as_ref());
    let booking = write(db, links, (&offered, &crew), begun, attendee, now)?;
    policy::keep(db, &terms, &booking.id)?;
    if let Some(package) = &package {
        packages::take(db, package, &booking, now)?;
    }
    crew.record(db, &offered, &booking.id, now)?;
    if let Some(order) = order {
        prices::charge(db, &booking, order, now)?;
    }
    if let Some(key) = key {
        let seen = Seen {
            request_hash: key.request_hash,
            booking_id: booking.id.clone(),
        };
        idempotency::insert(db, &key.hash, &seen, now)?;
    }
    let host = crew.hosts.into_iter().next();
    Ok(Booked {
        booking,
        host: host.ok_or(ServiceError::NotFound)?,
        charge: order.map(|order| order.charge),
        is_new: true,
    })
}

/// Who of each part can hold the session, and its seats, if it has seats: these are taken.
fn room(
    db: &mut Db,
    offered: &Offered,
    (span, places, held): (Span, u32, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(Vec<Vec<usize>>, Option<Seats>), ServiceError> {
    if offered.event_type.rules.seats > 1 {
        let session_id = seats::take(db, offered, (span, places), now)?;
        return Ok((vec![vec![0]], Some(Seats { session_id, places })));
    }
    Ok((super::make_room(db, offered, span, held, now)?, None))
}

fn answered_before(db: &mut Db, seen: &Seen, key: &Key) -> Result<Booked, ServiceError> {
    if seen.request_hash != key.request_hash {
        return Err(ServiceError::IdempotencyKeyReused);
    }
    let booking = store::bookings::find(db, &seen.booking_id)?;
    Ok(Booked {
        host: store::people::find(db, &booking.host_id)?,
        charge: prices::of_booking(db, &booking.id)?,
        booking,
        is_new: false,
    })
}

/// Writes a booking with its time: a claim of its own, or seats of a session.
pub(super) fn write(
    db: &mut Db,
    links: &Links,
    (offered, crew): (&Offered, &Crew),
    ((life, effects), seats): ((Life, Vec<Effect>), Option<&Seats>),
    attendee: Attendee,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let mut host_ids = crew.hosts.iter().map(|host| host.id.clone());
    let event_type = &offered.event_type;
    let booking = Booking {
        id: new_id(),
        event_type_id: event_type.id.clone(),
        host_id: host_ids.next().ok_or(ServiceError::NotFound)?,
        co_host_ids: host_ids.collect(),
        life,
        title: event_type.title.clone(),
        location: event_type.location.clone(),
        created_at: now,
        updated_at: now,
        attendee,
        reason: String::new(),
    };
    store::bookings::insert(db, &booking)?;
    clients::remember(db, &booking)?;
    match seats {
        Some(seats) => store::groups::attach(db, &booking.id, seats)?,
        None => super::claim(db, offered, &booking)?,
    }
    store::links::insert_all(db, &booking.id, |purpose| {
        hash(&links.token(&booking.id, purpose))
    })?;
    super::enqueue(db, &booking, &effects, None, now)?;
    Ok(booking)
}
