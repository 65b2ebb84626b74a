//! Bookings and who comes.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::db::{instant, micros};
use super::event_types::{location_columns, read_location};
use super::policies::lower;
use super::schema::{attendees, booking_hosts, bookings};
use super::{Db, StoreError, answers};
use crate::kernel::booking::{Attendee, Booking, CancelledBy, Life, Status};
use crate::kernel::intake::Answer;
use crate::kernel::people::{Email, Language};
use crate::kernel::span::Span;
use crate::kernel::zone;

const CORRUPT: StoreError = StoreError::Corrupt("booking");

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = bookings, treat_none_as_null = true)]
struct Row {
    id: String,
    event_type_id: String,
    person_id: String,
    status: String,
    hold_until: Option<i64>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    starts_at: i64,
    ends_at: i64,
    sequence: i32,
    title: String,
    location_kind: String,
    location_value: String,
    reason: String,
    created_at: i64,
    updated_at: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = attendees)]
struct AttendeeRow {
    id: String,
    booking_id: String,
    name: String,
    email: String,
    zone: String,
    language: String,
    guests: String,
}

/// Adds a booking with its attendee and their answers.
pub fn insert(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    diesel::insert_into(bookings::table)
        .values(row(booking))
        .execute(db)?;
    let attendee = &booking.attendee;
    let guests: Vec<&str> = attendee.guests.iter().map(Email::as_str).collect();
    diesel::insert_into(attendees::table)
        .values(AttendeeRow {
            id: attendee.id.clone(),
            booking_id: booking.id.clone(),
            name: attendee.name.clone(),
            email: attendee.email.to_string(),
            zone: attendee.zone.name().to_owned(),
            language: attendee.language.tag().to_owned(),
            guests: guests.join(" "),
        })
        .execute(db)?;
    insert_co_hosts(db, booking)?;
    answers::insert(db, booking)
}

fn insert_co_hosts(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    for (position, host_id) in (1..).zip(&booking.co_host_ids) {
        diesel::insert_into(booking_hosts::table)
            .values((
                booking_hosts::booking_id.eq(&booking.id),
                booking_hosts::person_id.eq(host_id),
                booking_hosts::position.eq(position),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Writes over who holds a booking beside the host who answers for it.
pub fn set_co_hosts(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    let old = booking_hosts::table.filter(booking_hosts::booking_id.eq(&booking.id));
    diesel::delete(old).execute(db)?;
    insert_co_hosts(db, booking)
}

/// Writes over what a step changes: life, location, reason, the host who answers for it.
pub fn update(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    diesel::update(bookings::table.find(&booking.id))
        .set(row(booking))
        .execute(db)?;
    answers::keep_with(db, booking)
}

/// Finds a booking and holds it until the transaction ends, so that two people cannot step it
/// at once. Writing the row, even unchanged, locks it on PostgreSQL.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Booking, StoreError> {
    if matches!(db, Db::Pg(_)) {
        diesel::update(bookings::table.find(id))
            .set(bookings::sequence.eq(bookings::sequence))
            .execute(db)?;
    }
    find(db, id)
}

/// Finds a booking by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Booking, StoreError> {
    let row: Row = bookings::table.find(id).get_result(db)?;
    let attendee = attendees::table
        .filter(attendees::booking_id.eq(id))
        .get_result(db)?;
    let answers = answers::of_one(db, id)?;
    let co_host_ids = booking_hosts::table
        .filter(booking_hosts::booking_id.eq(id))
        .order(booking_hosts::position)
        .select(booking_hosts::person_id)
        .load(db)?;
    read(row, co_host_ids, attendee, answers)
}

/// The bookings of these ids, in order of time; one that is gone is left out.
pub fn find_all(db: &mut Db, ids: &[String]) -> Result<Vec<Booking>, StoreError> {
    let rows: Vec<Row> = bookings::table
        .filter(bookings::id.eq_any(ids.to_vec()))
        .order((bookings::starts_at, bookings::id))
        .load(db)?;
    with_attendees(db, rows)
}

/// Which bookings of a host are listed.
pub struct Listing<'a> {
    /// Of whom.
    pub host_id: &'a str,
    /// Those that end after this instant.
    pub from: DateTime<Utc>,
    /// Those that start before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Those after this one in order of start and id: the last of the page before.
    pub after: Option<(DateTime<Utc>, String)>,
    /// Also those that were cancelled, declined or ran out.
    pub with_cancelled: bool,
    /// At most so many.
    pub limit: u32,
}

/// The bookings of a host, also those of others that they hold with them, in order of start and
/// id.
pub fn list(db: &mut Db, listing: &Listing) -> Result<Vec<Booking>, StoreError> {
    let own = bookings::person_id.eq(listing.host_id);
    let mut rows: Vec<Row> = part_of(listing).filter(own).load(db)?;
    let shared: Vec<Row> = part_of(listing)
        .filter(bookings::id.eq_any(with_others(listing.host_id.to_owned())))
        .load(db)?;
    if !shared.is_empty() {
        rows.extend(shared);
        rows.sort_by(|one, other| (one.starts_at, &one.id).cmp(&(other.starts_at, &other.id)));
        rows.truncate(usize::try_from(listing.limit).unwrap_or(usize::MAX));
    }
    with_attendees(db, rows)
}

/// The bookings of event types that end after `from`, also cancelled ones, in order of start and
/// id; at most `limit`.
pub fn list_of_event_types(
    db: &mut Db,
    event_type_ids: &[&str],
    from: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Booking>, StoreError> {
    let rows: Vec<Row> = bookings::table
        .filter(bookings::event_type_id.eq_any(event_type_ids))
        .filter(bookings::ends_at.gt(micros(from)))
        .order((bookings::starts_at, bookings::id))
        .limit(i64::from(limit))
        .load(db)?;
    with_attendees(db, rows)
}

/// When a booking of one of these last changed that ends after `from`: those that a host answers
/// for or holds with others, or those of event types.
pub fn last_change(
    db: &mut Db,
    of: Either<'_>,
    from: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let those = || bookings::table.filter(bookings::ends_at.gt(micros(from)));
    let latest = max(bookings::updated_at);
    let changes: [Option<i64>; 2] = match of {
        Either::Host(id) => [
            those()
                .filter(bookings::person_id.eq(id))
                .select(latest)
                .get_result(db)?,
            those()
                .filter(bookings::id.eq_any(with_others(id.to_owned())))
                .select(latest)
                .get_result(db)?,
        ],
        Either::EventTypes(ids) => [
            those()
                .filter(bookings::event_type_id.eq_any(ids))
                .select(latest)
                .get_result(db)?,
            None,
        ],
    };
    changes.into_iter().flatten().max().map(instant).transpose()
}

/// Whose bookings.
#[derive(Debug, Clone, Copy)]
pub enum Either<'a> {
    /// A host's.
    Host(&'a str),
    /// Those of event types.
    EventTypes(&'a [&'a str]),
}

type Backend = <Db as diesel::Connection>::Backend;
type Query<'a> = bookings::BoxedQuery<'a, Backend>;

/// The ids of the bookings that somebody holds with others who answer for them.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn with_others(host_id: String) -> _ {
    booking_hosts::table
        .filter(booking_hosts::person_id.eq(host_id))
        .select(booking_hosts::booking_id)
}

/// What is listed, of whomever.
fn part_of<'a>(listing: &Listing) -> Query<'a> {
    let mut query = bookings::table
        .filter(bookings::ends_at.gt(micros(listing.from)))
        .order((bookings::starts_at, bookings::id))
        .limit(i64::from(listing.limit))
        .into_boxed();
    if let Some(to) = listing.to {
        query = query.filter(bookings::starts_at.lt(micros(to)));
    }
    if !listing.with_cancelled {
        query = query.filter(bookings::status.ne("cancelled"));
    }
    if let Some((start, id)) = &listing.after {
        query = query.filter(
            bookings::starts_at
                .gt(micros(*start))
                .or(bookings::starts_at
                    .eq(micros(*start))
                    .and(bookings::id.gt(id.clone()))),
        );
    }
    query
}

/// A part of a host's bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Asked for, and still to be answered.
    Waiting,
    /// Not over, asked for or agreed.
    Upcoming,
    /// Over.
    Past,
    /// Called off, declined, or never answered.
    Cancelled,
}

/// So many bookings of a shelf after the first `skip`, also those of others that the host holds
/// with them; past and cancelled ones backwards.
pub fn list_shelf(
    db: &mut Db,
    host_id: &str,
    shelf: Shelf,
    (skip, count): (u32, u32),
    now: DateTime<Utc>,
) -> Result<Vec<Booking>, StoreError> {
    let shared: Vec<Row> = shelf_query(shelf, now)
        .filter(bookings::id.eq_any(with_others(host_id.to_owned())))
        .limit(i64::from(skip) + i64::from(count))
        .load(db)?;
    let own = shelf_query(shelf, now).filter(bookings::person_id.eq(host_id));
    if shared.is_empty() {
        let rows = own
            .offset(i64::from(skip))
            .limit(i64::from(count))
            .load(db)?;
        return with_attendees(db, rows);
    }
    let mut rows: Vec<Row> = own.limit(i64::from(skip) + i64::from(count)).load(db)?;
    rows.extend(shared);
    rows.sort_by(|one, other| {
        let order = (one.starts_at, &one.id).cmp(&(other.starts_at, &other.id));
        match shelf {
            Shelf::Waiting | Shelf::Upcoming => order,
            Shelf::Past | Shelf::Cancelled => order.reverse(),
        }
    });
    let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let rows = rows
        .into_iter()
        .skip(size(skip))
        .take(size(count))
        .collect();
    with_attendees(db, rows)
}

/// What is on a shelf, of whomever, in its order.
fn shelf_query<'a>(shelf: Shelf, now: DateTime<Utc>) -> Query<'a> {
    let now = micros(now);
    let query = bookings::table.into_boxed();
    match shelf {
        Shelf::Waiting => query
            .filter(bookings::status.eq("tentative"))
            .filter(bookings::hold_until.gt(now))
            .order((bookings::starts_at, bookings::id)),
        Shelf::Upcoming => query
            .filter(
                bookings::status.eq("confirmed").or(bookings::status
                    .eq("tentative")
                    .and(bookings::hold_until.gt(now))),
            )
            .filter(bookings::ends_at.gt(now))
            .order((bookings::starts_at, bookings::id)),
        Shelf::Past => query
            .filter(bookings::status.eq("confirmed"))
            .filter(bookings::ends_at.le(now))
            .order((bookings::starts_at.desc(), bookings::id.desc())),
        Shelf::Cancelled => query
            .filter(
                bookings::status.eq("cancelled").or(bookings::status
                    .eq("tentative")
                    .and(bookings::hold_until.le(now))),
            )
            .order((bookings::starts_at.desc(), bookings::id.desc())),
    }
}

/// So many bookings of a host's client, by the address in small letters, after the first `skip`,
/// the last one first; also those of others that the host holds with them.
pub fn list_of_client(
    db: &mut Db,
    (host_id, email): (&str, &str),
    (skip, count): (u32, u32),
) -> Result<Vec<Booking>, StoreError> {
    let is_hosted = bookings::person_id
        .eq(host_id)
        .or(bookings::id.eq_any(with_others(host_id.to_owned())));
    let rows: Vec<Row> = bookings::table
        .inner_join(attendees::table)
        .filter(lower(attendees::email).eq(email))
        .filter(is_hosted)
        .order((bookings::starts_at.desc(), bookings::id.desc()))
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .select(bookings::all_columns)
        .load(db)?;
    with_attendees(db, rows)
}

fn with_attendees(db: &mut Db, rows: Vec<Row>) -> Result<Vec<Booking>, StoreError> {
    use std::collections::HashMap;

    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let attendees: Vec<AttendeeRow> = attendees::table
        .filter(attendees::booking_id.eq_any(ids.clone()))
        .load(db)?;
    let mut attendees: HashMap<String, AttendeeRow> = attendees
        .into_iter()
        .map(|attendee| (attendee.booking_id.clone(), attendee))
        .collect();
    let mut answers = answers::of(db, ids.clone())?;
    let hosts: Vec<(String, String)> = booking_hosts::table
        .filter(booking_hosts::booking_id.eq_any(ids))
        .order((booking_hosts::booking_id, booking_hosts::position))
        .select((booking_hosts::booking_id, booking_hosts::person_id))
        .load(db)?;
    let mut co_hosts: HashMap<String, Vec<String>> = HashMap::new();
    for (booking_id, host_id) in hosts {
        co_hosts.entry(booking_id).or_default().push(host_id);
    }
    rows.into_iter()
        .map(|row| {
            let attendee = attendees.remove(&row.id).ok_or(CORRUPT)?;
            let answers = answers.remove(&row.id).unwrap_or_default();
            let co_host_ids = co_hosts.remove(&row.id).unwrap_or_default();
            read(row, co_host_ids, attendee, answers)
        })
        .collect()
}

fn row(booking: &Booking) -> Row {
    let (status, hold_until, cancelled) = match booking.life.status {
        Status::Tentative { hold_until } => ("tentative", Some(micros(hold_until)), None),
        Status::Confirmed => ("confirmed", None, None),
        Status::Cancelled { at, by } => ("cancelled", None, Some((micros(at), by))),
    };
    let (location_kind, location_value) = location_columns(&booking.location);
    Row {
        id: booking.id.clone(),
        event_type_id: booking.event_type_id.clone(),
        person_id: booking.host_id.clone(),
        status: status.to_owned(),
        hold_until,
        cancelled_at: cancelled.map(|(at, _)| at),
        cancelled_by: cancelled.map(|(_, by)| cancelled_by(by).to_owned()),
        starts_at: micros(booking.life.span.start()),
        ends_at: micros(booking.life.span.end()),
        sequence: i32::try_from(booking.life.sequence).unwrap_or(i32::MAX),
        title: booking.title.clone(),
        location_kind: location_kind.to_owned(),
        location_value: location_value.to_owned(),
        reason: booking.reason.clone(),
        created_at: micros(booking.created_at),
        updated_at: micros(booking.updated_at),
    }
}

fn cancelled_by(by: CancelledBy) -> &'static str {
    match by {
        CancelledBy::Attendee => "attendee",
        CancelledBy::Host => "host",
        CancelledBy::Declined => "declined",
        CancelledBy::Expired => "expired",
    }
}

pub(super) fn read_status(
    status: &str,
    hold_until: Option<i64>,
    cancelled: (Option<i64>, Option<&str>),
) -> Result<Status, StoreError> {
    match (status, hold_until, cancelled) {
        ("tentative", Some(hold_until), (None, _)) => Ok(Status::Tentative {
            hold_until: instant(hold_until)?,
        }),
        ("confirmed", None, (None, _)) => Ok(Status::Confirmed),
        ("cancelled", None, (Some(at), by)) => Ok(Status::Cancelled {
            at: instant(at)?,
            by: match by {
                Some("attendee") => CancelledBy::Attendee,
                Some("host") => CancelledBy::Host,
                Some("declined") => CancelledBy::Declined,
                Some("expired") => CancelledBy::Expired,
                _ => return Err(CORRUPT),
            },
        }),
        _ => Err(CORRUPT),
    }
}

fn read(
    row: Row,
    co_host_ids: Vec<String>,
    attendee: AttendeeRow,
    answers: Vec<Answer>,
) -> Result<Booking, StoreError> {
    let email = |text: &str| Email::parse(text).map_err(|_| CORRUPT);
    let span = Span::new(instant(row.starts_at)?, instant(row.ends_at)?).ok_or(CORRUPT)?;
    Ok(Booking {
        life: Life {
            status: read_status(
                &row.status,
                row.hold_until,
                (row.cancelled_at, row.cancelled_by.as_deref()),
            )?,
            span,
            sequence: u32::try_from(row.sequence).map_err(|_| CORRUPT)?,
        },
        id: row.id,
        event_type_id: row.event_type_id,
        host_id: row.person_id,
        co_host_ids,
        title: row.title,
        location: read_location(&row.location_kind, row.location_value)?,
        created_at: instant(row.created_at)?,
        updated_at: instant(row.updated_at)?,
        reason: row.reason,
        attendee: Attendee {
            id: attendee.id,
            name: attendee.name,
            email: email(&attendee.email)?,
            zone: zone::parse(&attendee.zone).map_err(|_| CORRUPT)?,
            language: attendee
                .language
                .parse::<Language>()
                .map_err(|()| CORRUPT)?,
            guests: attendee
                .guests
                .split_ascii_whitespace()
                .map(email)
                .collect::<Result<_, _>>()?,
            answers,
        },
    })
}
