//! Invoices, their numbers, and what was paid. Nothing here writes an invoice over.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::db::{instant, micros};
use super::prices::{read_currency, read_tax, tax_column};
use super::schema::{
    invoice_lines, invoice_numbers, invoice_senders, invoices, package_invoices, payments,
};
use super::{Db, StoreError};
use crate::kernel::money::{Money, TaxNote};
use crate::kernel::people::{Email, Language};
use crate::kernel::zone;

const CORRUPT: StoreError = StoreError::Corrupt("invoice");

/// Who sends invoices, and how. A text that was not given is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = invoice_senders)]
pub struct Sender {
    /// Whose invoices these are.
    pub person_id: String,
    /// As it stands on them.
    pub name: String,
    /// Some lines.
    pub address: String,
    /// Of the tax office.
    pub tax_number: String,
    /// For trade within the Union.
    pub vat_id: String,
    /// The account that is paid to, without blanks.
    pub iban: String,
    /// Its bank.
    pub bic: String,
    /// Words at the end of each.
    pub note: String,
    /// What the numbers begin with.
    pub prefix: String,
    /// Whether an agreed booking gets its invoice by itself.
    pub is_automatic: bool,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// UUIDv7.
    pub id: String,
    /// Whose circle its number is of.
    pub host_id: String,
    /// The year of its number.
    pub year: i32,
    /// Its place in that year, from 1 on.
    pub serial: u32,
    /// Its number as it is written.
    pub number: String,
    /// The invoice that it takes back.
    pub takes_back: Option<String>,
    /// The day it was made, in the host's zone.
    pub issued_on: NaiveDate,
    /// Whom it is for.
    pub client: Client,
    /// Who sends it, as they were then; prefix and automatism do not matter any more.
    pub sender: Sender,
    /// What is to be paid.
    pub total: Money,
    /// Its sessions.
    pub lines: Vec<Line>,
    /// When it was paid, by the host's mark.
    pub paid_on: Option<NaiveDate>,
}

/// Whom an invoice is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// As they write it.
    pub name: String,
    /// Some lines; may be empty, small invoices need none (§ 33 UStDV).
    pub address: String,
    /// Where mail for them goes.
    pub email: Email,
    /// What they read.
    pub language: Language,
}

/// A session on an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which booking, unless it has been erased.
    pub booking_id: Option<String>,
    /// What was booked.
    pub title: String,
    /// From when to when, UTC.
    pub at: (DateTime<Utc>, DateTime<Utc>),
    /// The client's zone.
    pub zone: Tz,
    /// With all tax, in cents of the invoice's currency.
    pub cents: i64,
    /// What was said about tax.
    pub tax: TaxNote,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = invoices)]
struct Row {
    id: String,
    person_id: String,
    year: i32,
    serial: i32,
    number: String,
    takes_back: Option<String>,
    issued_on: String,
    client_name: String,
    client_address: String,
    client_email: String,
    client_language: String,
    sender_name: String,
    sender_address: String,
    sender_tax_number: String,
    sender_vat_id: String,
    sender_iban: String,
    sender_bic: String,
    sender_note: String,
    currency: String,
    cents: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = invoice_lines)]
struct LineRow {
    invoice_id: String,
    position: i32,
    booking_id: Option<String>,
    title: String,
    starts_at: i64,
    ends_at: i64,
    zone: String,
    cents: i64,
    tax: String,
}

/// Who sends a host's invoices, if they have said so.
pub fn find_sender(db: &mut Db, person_id: &str) -> Result<Option<Sender>, StoreError> {
    Ok(invoice_senders::table
        .find(person_id)
        .get_result(db)
        .optional()?)
}

/// Sets who sends a host's invoices.
pub fn set_sender(db: &mut Db, sender: &Sender) -> Result<(), StoreError> {
    let touched = diesel::update(invoice_senders::table.find(&sender.person_id))
        .set(sender.clone())
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(invoice_senders::table)
            .values(sender.clone())
            .execute(db)?;
    }
    Ok(())
}

/// Takes the next number of a host's circle. Writing the row locks it until the transaction ends,
/// so that numbers follow each other without gaps: one that is not committed was never taken.
pub fn take_serial(db: &mut Db, person_id: &str, year: i32) -> Result<u32, StoreError> {
    let row = invoice_numbers::table.find((person_id, year));
    let touched = diesel::update(row)
        .set(invoice_numbers::last.eq(invoice_numbers::last + 1))
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(invoice_numbers::table)
            .values((
                invoice_numbers::person_id.eq(person_id),
                invoice_numbers::year.eq(year),
                invoice_numbers::last.eq(1),
            ))
            .execute(db)?;
    }
    let last: i32 = row.select(invoice_numbers::last).get_result(db)?;
    u32::try_from(last).map_err(|_| CORRUPT)
}

/// Adds an invoice with its lines.
///
/// # Errors
/// `Duplicate` when its number is taken, or what it takes back was taken back before.
pub fn insert(db: &mut Db, invoice: &Invoice) -> Result<(), StoreError> {
    diesel::insert_into(invoices::table)
        .values(row(invoice)?)
        .execute(db)?;
    for (position, line) in (0..).zip(&invoice.lines) {
        diesel::insert_into(invoice_lines::table)
            .values(LineRow {
                invoice_id: invoice.id.clone(),
                position,
                booking_id: line.booking_id.clone(),
                title: line.title.clone(),
                starts_at: micros(line.at.0),
                ends_at: micros(line.at.1),
                zone: line.zone.name().to_owned(),
                cents: line.cents,
                tax: tax_column(line.tax),
            })
            .execute(db)?;
    }
    Ok(())
}

/// Finds an invoice by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Invoice, StoreError> {
    let row: Paid = with_payments()
        .filter(invoices::id.eq(id.to_owned()))
        .get_result(db)?;
    let mut found = with_lines(db, vec![row])?;
    found.pop().ok_or(StoreError::NotFound)
}

/// The invoice that takes this one back.
pub fn find_storno(db: &mut Db, id: &str) -> Result<Option<Invoice>, StoreError> {
    let row: Option<Paid> = with_payments()
        .filter(invoices::takes_back.eq(id.to_owned()))
        .get_result(db)
        .optional()?;
    let mut found = with_lines(db, row.into_iter().collect())?;
    Ok(found.pop())
}

/// The invoices on which a booking stands, the oldest first, also stornos.
pub fn list_of_booking(db: &mut Db, booking_id: &str) -> Result<Vec<Invoice>, StoreError> {
    let ids: Vec<String> = invoice_lines::table
        .filter(invoice_lines::booking_id.eq(booking_id.to_owned()))
        .select(invoice_lines::invoice_id)
        .load(db)?;
    find_all(db, ids)
}

/// The invoices about a package as a whole, the oldest first, also stornos.
pub fn list_of_package(db: &mut Db, package_id: &str) -> Result<Vec<Invoice>, StoreError> {
    let ids: Vec<String> = package_invoices::table
        .filter(package_invoices::package_id.eq(package_id.to_owned()))
        .select(package_invoices::invoice_id)
        .load(db)?;
    find_all(db, ids)
}

/// The invoices of these ids, the oldest first.
fn find_all(db: &mut Db, ids: Vec<String>) -> Result<Vec<Invoice>, StoreError> {
    let rows = with_payments()
        .filter(invoices::id.eq_any(ids))
        .order(invoices::id.asc())
        .load(db)?;
    with_lines(db, rows)
}

/// Of these bookings, those that stand on an invoice that was not taken back.
pub fn invoiced(db: &mut Db, booking_ids: &[String]) -> Result<Vec<String>, StoreError> {
    let storno = diesel::alias!(invoices as storno);
    let rows: Vec<Option<String>> = invoice_lines::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_lines::invoice_id)))
        .left_join(
            storno.on(storno
                .field(invoices::takes_back)
                .eq(invoices::id.nullable())),
        )
        .filter(invoice_lines::booking_id.eq_any(booking_ids.to_vec()))
        .filter(invoices::takes_back.is_null())
        .filter(storno.field(invoices::id).nullable().is_null())
        .select(invoice_lines::booking_id)
        .load(db)?;
    Ok(rows.into_iter().flatten().collect())
}

/// A part of a host's invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// To be paid.
    Open,
    /// Marked as paid.
    Paid,
    /// Every one, also stornos and what they take back.
    All,
}

/// So many of a host's invoices after the first `skip`, the newest first.
pub fn list(
    db: &mut Db,
    host_id: &str,
    shelf: Shelf,
    (skip, count): (u32, u32),
) -> Result<Vec<Invoice>, StoreError> {
    let storno = diesel::alias!(invoices as storno);
    let query = invoices::table
        .left_join(payments::table)
        .left_join(
            storno.on(storno
                .field(invoices::takes_back)
                .eq(invoices::id.nullable())),
        )
        .select((Row::as_select(), payments::all_columns.nullable()))
        .filter(invoices::person_id.eq(host_id.to_owned()))
        .order((invoices::year.desc(), invoices::serial.desc()))
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .into_boxed();
    let query = match shelf {
        Shelf::Open => query
            .filter(payments::paid_on.nullable().is_null())
            .filter(invoices::takes_back.is_null())
            .filter(storno.field(invoices::id).nullable().is_null()),
        Shelf::Paid => query.filter(payments::paid_on.nullable().is_not_null()),
        Shelf::All => query,
    };
    let rows: Vec<Paid> = query.load(db)?;
    with_lines(db, rows)
}

/// Of these invoices, those that were taken back.
pub fn taken_back(db: &mut Db, ids: &[String]) -> Result<Vec<String>, StoreError> {
    let ids: Vec<Option<String>> = ids.iter().cloned().map(Some).collect();
    let rows: Vec<Option<String>> = invoices::table
        .filter(invoices::takes_back.eq_any(ids))
        .select(invoices::takes_back)
        .load(db)?;
    Ok(rows.into_iter().flatten().collect())
}

/// Marks an invoice as paid on a day, or takes the mark away.
pub fn set_paid(db: &mut Db, id: &str, paid_on: Option<NaiveDate>) -> Result<(), StoreError> {
    diesel::delete(payments::table.find(id)).execute(db)?;
    if let Some(paid_on) = paid_on {
        diesel::insert_into(payments::table)
            .values((
                payments::invoice_id.eq(id),
                payments::paid_on.eq(paid_on.to_string()),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// A row of an invoice, and of its payment if there was one.
type Paid = (Row, Option<(String, String)>);

#[diesel::dsl::auto_type(no_type_alias)]
fn with_payments() -> _ {
    invoices::table.left_join(payments::table)
}

fn with_lines(db: &mut Db, rows: Vec<Paid>) -> Result<Vec<Invoice>, StoreError> {
    let ids: Vec<String> = rows.iter().map(|(row, _)| row.id.clone()).collect();
    let mut lines: Vec<LineRow> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq_any(ids))
        .order((invoice_lines::invoice_id, invoice_lines::position))
        .load(db)?;
    rows.into_iter()
        .map(|(row, payment)| {
            let (own, others) = lines.drain(..).partition(|line| line.invoice_id == row.id);
            lines = others;
            read(row, payment.map(|(_, paid_on)| paid_on), own)
        })
        .collect()
}

fn row(invoice: &Invoice) -> Result<Row, StoreError> {
    let (sender, client) = (invoice.sender.clone(), invoice.client.clone());
    Ok(Row {
        id: invoice.id.clone(),
        person_id: invoice.host_id.clone(),
        year: invoice.year,
        serial: i32::try_from(invoice.serial).map_err(|_| CORRUPT)?,
        number: invoice.number.clone(),
        takes_back: invoice.takes_back.clone(),
        issued_on: invoice.issued_on.to_string(),
        client_name: client.name,
        client_address: client.address,
        client_email: client.email.to_string(),
        client_language: client.language.tag().to_owned(),
        sender_name: sender.name,
        sender_address: sender.address,
        sender_tax_number: sender.tax_number,
        sender_vat_id: sender.vat_id,
        sender_iban: sender.iban,
        sender_bic: sender.bic,
        sender_note: sender.note,
        currency: invoice.total.currency.to_string(),
        cents: invoice.total.cents,
    })
}

fn read(row: Row, paid_on: Option<String>, lines: Vec<LineRow>) -> Result<Invoice, StoreError> {
    let date = |text: &str| text.parse::<NaiveDate>().map_err(|_| CORRUPT);
    Ok(Invoice {
        host_id: row.person_id.clone(),
        year: row.year,
        serial: u32::try_from(row.serial).map_err(|_| CORRUPT)?,
        number: row.number,
        takes_back: row.takes_back,
        issued_on: date(&row.issued_on)?,
        client: Client {
            name: row.client_name,
            address: row.client_address,
            email: Email::parse(&row.client_email).map_err(|_| CORRUPT)?,
            language: row.client_language.parse().map_err(|()| CORRUPT)?,
        },
        sender: Sender {
            person_id: row.person_id,
            name: row.sender_name,
            address: row.sender_address,
            tax_number: row.sender_tax_number,
            vat_id: row.sender_vat_id,
            iban: row.sender_iban,
            bic: row.sender_bic,
            note: row.sender_note,
            ..Sender::default()
        },
        total: Money::new(row.cents, read_currency(&row.currency)?),
        lines: lines.into_iter().map(read_line).collect::<Result<_, _>>()?,
        paid_on: paid_on.as_deref().map(date).transpose()?,
        id: row.id,
    })
}

fn read_line(row: LineRow) -> Result<Line, StoreError> {
    Ok(Line {
        booking_id: row.booking_id,
        title: row.title,
        at: (instant(row.starts_at)?, instant(row.ends_at)?),
        zone: zone::parse(&row.zone).map_err(|_| CORRUPT)?,
        cents: row.cents,
        tax: read_tax(&row.tax)?,
    })
}
