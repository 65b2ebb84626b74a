//! Packages, the sessions that were booked from them, and what happened to them. Only hashes of
//! their tokens are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::prices::{read_currency, read_tax, tax_column};
use super::schema::{no_shows, package_entries, package_invoices, package_sessions, packages};
use super::{Db, StoreError, bookings};
use crate::kernel::booking::{Actor, Booking};
use crate::kernel::money::{Currency, Money, TaxNote};
use crate::kernel::packages::{Client, Ended, Package, Price, Session};
use crate::kernel::people::Email;
use crate::kernel::zone;

const CORRUPT: StoreError = StoreError::Corrupt("package");

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = packages, treat_none_as_null = true)]
struct Row {
    id: String,
    token_hash: String,
    event_type_id: String,
    seller_id: String,
    title: String,
    minutes: i32,
    client_name: String,
    client_email: String,
    client_zone: String,
    client_language: String,
    size: i32,
    taken: i32,
    cents: Option<i64>,
    single_cents: Option<i64>,
    currency: String,
    tax: String,
    zone: String,
    last_day: Option<String>,
    frozen_on: Option<String>,
    ended_at: Option<i64>,
    refund_cents: Option<i64>,
    created_at: i64,
    ended_by: Option<String>,
}

/// What happened to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was sold: all its sessions came in.
    Sold,
    /// A session was booked.
    Booked,
    /// A session was given back.
    Returned,
    /// A session was called off too late and still counts.
    Kept,
    /// It began to rest.
    Frozen,
    /// It runs again; its last day moved by some days.
    Thawed,
    /// It was ended.
    Ended,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Sold, "sold"),
    (Kind::Booked, "booked"),
    (Kind::Returned, "returned"),
    (Kind::Kept, "kept"),
    (Kind::Frozen, "frozen"),
    (Kind::Thawed, "thawed"),
    (Kind::Ended, "ended"),
];

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// About which session, if it is about one that was not erased.
    pub booking_id: Option<String>,
    /// What happened.
    pub kind: Kind,
    /// By how many the sessions that are left changed.
    pub change: i32,
    /// By how many days its last day moved.
    pub days: u32,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

impl Entry {
    /// What happened to a session of it.
    pub fn about(booking_id: &str, kind: Kind, at: DateTime<Utc>) -> Self {
        Self {
            booking_id: Some(booking_id.to_owned()),
            kind,
            change: match kind {
                Kind::Booked => -1,
                Kind::Returned => 1,
                _ => 0,
            },
            days: 0,
            at,
        }
    }

    /// What happened to all of it.
    pub fn whole(kind: Kind, at: DateTime<Utc>) -> Self {
        Self {
            booking_id: None,
            kind,
            change: 0,
            days: 0,
            at,
        }
    }
}

/// Adds a package.
pub fn insert(db: &mut Db, token_hash: &str, package: &Package) -> Result<(), StoreError> {
    diesel::insert_into(packages::table)
        .values(row(token_hash, package)?)
        .execute(db)?;
    Ok(())
}

/// Writes over what a step changes: its days and how it ended.
pub fn update(db: &mut Db, package: &Package) -> Result<(), StoreError> {
    let day = |day: NaiveDate| day.to_string();
    diesel::update(packages::table.find(&package.id))
        .set((
            packages::last_day.eq(package.last_day.map(day)),
            packages::frozen_on.eq(package.frozen_on.map(day)),
            packages::ended_at.eq(package.ended.map(|ended| micros(ended.at))),
            packages::refund_cents.eq(package.ended.map(|ended| ended.refund_cents)),
            packages::ended_by.eq(package.ended.map(|ended| by_column(ended.by))),
        ))
        .execute(db)?;
    Ok(())
}

/// Finds a package by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Package, StoreError> {
    read(packages::table.find(id).get_result(db)?)
}

/// Finds a package and holds it until the transaction ends. Writing the row, even unchanged, locks
/// it on PostgreSQL.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Package, StoreError> {
    if matches!(db, Db::Pg(_)) {
        diesel::update(packages::table.find(id))
            .set(packages::taken.eq(packages::taken))
            .execute(db)?;
    }
    find(db, id)
}

/// The package with this token.
///
/// # Errors
/// `NotFound`.
pub fn find_by_token(db: &mut Db, token_hash: &str) -> Result<Package, StoreError> {
    read(
        packages::table
            .filter(packages::token_hash.eq(token_hash))
            .get_result(db)?,
    )
}

/// The package that an invoice is about, if it is about one.
pub fn find_by_invoice(db: &mut Db, invoice_id: &str) -> Result<Option<Package>, StoreError> {
    let id: Option<String> = package_invoices::table
        .find(invoice_id)
        .select(package_invoices::package_id)
        .get_result(db)
        .optional()?;
    id.map(|id| find(db, &id)).transpose()
}

/// The packages of event types, the newest first: so many after the first `skip`.
pub fn list(
    db: &mut Db,
    event_type_ids: &[&str],
    (skip, count): (u32, u32),
) -> Result<Vec<Package>, StoreError> {
    let rows: Vec<Row> = packages::table
        .filter(packages::event_type_id.eq_any(event_type_ids))
        .order(packages::id.desc())
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// Notes that an invoice is about a package.
pub fn add_invoice(db: &mut Db, id: &str, invoice_id: &str) -> Result<(), StoreError> {
    diesel::insert_into(package_invoices::table)
        .values((
            package_invoices::invoice_id.eq(invoice_id),
            package_invoices::package_id.eq(id),
        ))
        .execute(db)?;
    Ok(())
}

/// Counts one session more, unless all are taken; says whether one was left. Whoever comes second
/// waits for the first, and finds what they left.
pub fn take(
    db: &mut Db,
    id: &str,
    booking_id: &str,
    series_id: Option<&str>,
) -> Result<bool, StoreError> {
    let touched = diesel::update(packages::table.find(id))
        .filter(packages::taken.lt(packages::size))
        .set(packages::taken.eq(packages::taken + 1))
        .execute(db)?;
    if touched == 0 {
        return Ok(false);
    }
    diesel::insert_into(package_sessions::table)
        .values((
            package_sessions::booking_id.eq(booking_id),
            package_sessions::package_id.eq(id),
            package_sessions::counts.eq(true),
            package_sessions::series_id.eq(series_id),
        ))
        .execute(db)?;
    Ok(true)
}

/// Stops to count a session; false if it did not count any more.
pub fn give_back(db: &mut Db, id: &str, booking_id: &str) -> Result<bool, StoreError> {
    let touched = diesel::update(package_sessions::table.find(booking_id))
        .filter(package_sessions::package_id.eq(id))
        .filter(package_sessions::counts.eq(true))
        .set(package_sessions::counts.eq(false))
        .execute(db)?;
    if touched == 0 {
        return Ok(false);
    }
    diesel::update(packages::table.find(id))
        .set(packages::taken.eq(packages::taken - 1))
        .execute(db)?;
    Ok(true)
}

/// The package that a booking was booked from, and whether it counts, if it was.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Option<(String, bool)>, StoreError> {
    Ok(package_sessions::table
        .find(booking_id)
        .select((package_sessions::package_id, package_sessions::counts))
        .get_result(db)
        .optional()?)
}

/// The sessions of a package with their bookings, in order of time.
pub fn sessions(db: &mut Db, id: &str) -> Result<Vec<(Session, Booking)>, StoreError> {
    let rows: Vec<(String, bool)> = package_sessions::table
        .filter(package_sessions::package_id.eq(id))
        .select((package_sessions::booking_id, package_sessions::counts))
        .load(db)?;
    let counts: HashMap<String, bool> = rows.into_iter().collect();
    let ids: Vec<String> = counts.keys().cloned().collect();
    let missed: Vec<String> = no_shows::table
        .filter(no_shows::booking_id.eq_any(ids.clone()))
        .select(no_shows::booking_id)
        .load(db)?;
    let found = bookings::find_all(db, &ids)?;
    Ok(found
        .into_iter()
        .map(|booking| {
            let session = Session {
                booking_id: booking.id.clone(),
                span: booking.life.span,
                status: booking.life.status,
                counts: counts.get(&booking.id).copied().unwrap_or(false),
                is_no_show: missed.contains(&booking.id),
            };
            (session, booking)
        })
        .collect())
}

/// The bookings of a series, in order of time.
pub fn series(db: &mut Db, series_id: &str) -> Result<Vec<Booking>, StoreError> {
    let ids: Vec<String> = package_sessions::table
        .filter(package_sessions::series_id.eq(series_id))
        .select(package_sessions::booking_id)
        .load(db)?;
    bookings::find_all(db, &ids)
}

/// Writes a line into the ledger of a package.
pub fn add_entry(db: &mut Db, id: &str, entry: &Entry) -> Result<(), StoreError> {
    let kind = KINDS.iter().find(|(kind, _)| *kind == entry.kind);
    diesel::insert_into(package_entries::table)
        .values((
            package_entries::id.eq(uuid::Uuid::now_v7().to_string()),
            package_entries::package_id.eq(id),
            package_entries::booking_id.eq(entry.booking_id.as_deref()),
            package_entries::kind.eq(kind.map_or("", |(_, name)| name)),
            package_entries::change.eq(entry.change),
            package_entries::days.eq(number(entry.days)?),
            package_entries::at.eq(micros(entry.at)),
        ))
        .execute(db)?;
    Ok(())
}

/// The ledger of a package, the oldest line first.
pub fn entries(db: &mut Db, id: &str) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<(Option<String>, String, i32, i32, i64)> = package_entries::table
        .filter(package_entries::package_id.eq(id))
        .order(package_entries::id)
        .select((
            package_entries::booking_id,
            package_entries::kind,
            package_entries::change,
            package_entries::days,
            package_entries::at,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(booking_id, kind, change, days, at)| {
            let kind = KINDS.iter().find(|(_, name)| *name == kind);
            Ok(Entry {
                booking_id,
                kind: kind.ok_or(CORRUPT)?.0,
                change,
                days: u32::try_from(days).map_err(|_| CORRUPT)?,
                at: instant(at)?,
            })
        })
        .collect()
}

fn number(number: u32) -> Result<i32, StoreError> {
    i32::try_from(number).map_err(|_| CORRUPT)
}

fn row(token_hash: &str, package: &Package) -> Result<Row, StoreError> {
    let price = package.price;
    let client = package.client.clone();
    Ok(Row {
        id: package.id.clone(),
        token_hash: token_hash.to_owned(),
        event_type_id: package.event_type_id.clone(),
        seller_id: package.seller_id.clone(),
        title: package.title.clone(),
        minutes: number(package.minutes)?,
        client_name: client.name,
        client_email: client.email.to_string(),
        client_zone: client.zone.name().to_owned(),
        client_language: client.language.tag().to_owned(),
        size: number(package.size)?,
        taken: number(package.taken)?,
        cents: price.map(|price| price.total.cents),
        single_cents: price.and_then(|price| price.single_cents),
        currency: price
            .map_or(Currency::default(), |price| price.total.currency)
            .to_string(),
        tax: tax_column(price.map_or(TaxNote::default(), |price| price.tax)),
        zone: package.zone.name().to_owned(),
        last_day: package.last_day.map(|day| day.to_string()),
        frozen_on: package.frozen_on.map(|day| day.to_string()),
        ended_at: package.ended.map(|ended| micros(ended.at)),
        refund_cents: package.ended.map(|ended| ended.refund_cents),
        created_at: micros(package.created_at),
        ended_by: package.ended.map(|ended| by_column(ended.by).to_owned()),
    })
}

fn by_column(by: Actor) -> &'static str {
    match by {
        Actor::Attendee => "attendee",
        Actor::Host => "host",
    }
}

fn read(row: Row) -> Result<Package, StoreError> {
    let number = |stored: i32| u32::try_from(stored).map_err(|_| CORRUPT);
    let day = |text: String| text.parse::<NaiveDate>().map_err(|_| CORRUPT);
    let zone = |name: &str| zone::parse(name).map_err(|_| CORRUPT);
    let (currency, tax) = (read_currency(&row.currency)?, read_tax(&row.tax)?);
    let ended = match (row.ended_at, row.refund_cents) {
        (Some(at), Some(refund_cents)) => Some(Ended {
            at: instant(at)?,
            refund_cents,
            by: match row.ended_by.as_deref() {
                Some("attendee") => Actor::Attendee,
                Some("host") => Actor::Host,
                _ => return Err(CORRUPT),
            },
        }),
        _ => None,
    };
    Ok(Package {
        id: row.id,
        event_type_id: row.event_type_id,
        seller_id: row.seller_id,
        title: row.title,
        minutes: number(row.minutes)?,
        client: Client {
            name: row.client_name,
            email: Email::parse(&row.client_email).map_err(|_| CORRUPT)?,
            zone: zone(&row.client_zone)?,
            language: row.client_language.parse().map_err(|()| CORRUPT)?,
        },
        size: number(row.size)?,
        taken: number(row.taken)?,
        price: row.cents.map(|cents| Price {
            total: Money::new(cents, currency),
            single_cents: row.single_cents,
            tax,
        }),
        zone: zone(&row.zone)?,
        last_day: row.last_day.map(day).transpose()?,
        frozen_on: row.frozen_on.map(day).transpose()?,
        ended,
        created_at: instant(row.created_at)?,
    })
}
