//! Invoices: made by the host or by themselves, taken back, marked as paid.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use iban::Iban;

use super::bookings::BookingView;
use super::{Problems, ServiceError, Viewer, bookings, new_id};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::invoice::{InvoiceError, MOST_LINES, number};
use crate::kernel::money::{Currency, Money};
use crate::kernel::people::Person;
use crate::kernel::{text, zone};
pub use crate::store::invoices::{Client, Invoice, Line, Sender, Shelf};
use crate::store::jobs::{self, Job};
use crate::store::{Db, invoices, people, prices};

/// What the numbers begin with unless the host says otherwise.
const USUAL_PREFIX: &str = "RE-";

/// An invoice with what became of it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The invoice.
    pub invoice: Invoice,
    /// The number of the storno that takes it back.
    pub taken_back_by: Option<String>,
    /// The number of the invoice that it takes back.
    pub takes_back: Option<String>,
}

/// Who sends the viewer's invoices; the name is filled in before they have said so.
pub fn sender(db: &mut Db, viewer: &Viewer) -> Result<Sender, ServiceError> {
    let person = &viewer.person;
    Ok(
        invoices::find_sender(db, &person.id)?.unwrap_or_else(|| Sender {
            person_id: person.id.clone(),
            name: person.name.clone(),
            prefix: USUAL_PREFIX.to_owned(),
            ..Sender::default()
        }),
    )
}

/// Sets who sends the viewer's invoices. Those that were made keep their sender.
///
/// # Errors
/// `Invalid` with the fields.
pub fn set_sender(db: &mut Db, viewer: &Viewer, typed: &Sender) -> Result<Sender, ServiceError> {
    let mut problems = Problems::default();
    let mut line = |field: &str, value: &str, (min, max)| {
        problems
            .take(field, text::one_line(value, min, max))
            .unwrap_or_default()
    };
    let mut sender = Sender {
        person_id: viewer.person.id.clone(),
        name: line("name", &typed.name, (1, 120)),
        tax_number: line("tax_number", &typed.tax_number, (0, 30)),
        vat_id: line("vat_id", &typed.vat_id, (0, 20)),
        note: line("note", &typed.note, (0, 300)),
        prefix: line("prefix", &typed.prefix, (0, 12)),
        address: String::new(),
        iban: String::new(),
        bic: String::new(),
        is_automatic: typed.is_automatic,
    };
    let address = text::lines(&typed.address, 1, 300);
    sender.address = problems.take("address", address).unwrap_or_default();
    sender.iban = problems
        .take("iban", read_iban(&typed.iban))
        .unwrap_or_default();
    sender.bic = problems
        .take("bic", read_bic(&typed.bic))
        .unwrap_or_default();
    if sender.tax_number.is_empty() && sender.vat_id.is_empty() {
        // One of the two must stand on every invoice (§ 14 Abs. 4 Nr. 2 UStG).
        problems.add("tax_number", "missing");
    }
    if !sender
        .prefix
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-/.".contains(c))
    {
        problems.add("prefix", "prefix");
    }
    problems.finish()?;
    invoices::set_sender(db, &sender)?;
    Ok(sender)
}

/// An account, without blanks; its check digits are right (ISO 13616).
fn read_iban(text: &str) -> Result<String, &'static str> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect();
    compact
        .to_ascii_uppercase()
        .parse::<Iban>()
        .map(|iban| iban.to_string().replace(' ', ""))
        .map_err(|_| {
            if compact.is_empty() {
                "missing"
            } else {
                "iban"
            }
        })
}

/// The code of a bank: eight or eleven letters and digits (ISO 9362); may be empty.
fn read_bic(text: &str) -> Result<String, &'static str> {
    let bic: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect();
    let bic = bic.to_ascii_uppercase();
    let begins_well = bic.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
    let is_code = bic.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match bic.len() {
        0 => Ok(bic),
        8 | 11 if begins_well && is_code => Ok(bic),
        _ => Err("bic"),
    }
}

/// The host makes an invoice for one booking or for several of one client within a month;
/// `address` may be empty.
///
/// # Errors
/// `NotFound`; `Invalid`; `Invoice`.
pub fn make(
    db: &mut Db,
    viewer: &Viewer,
    booking_ids: &[String],
    address: &str,
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    // Whoever makes invoices of one host waits here for the one before.
    let host = people::lock(db, &viewer.person.id)?;
    let mut problems = Problems::default();
    let address = problems.take("address", text::lines(address, 0, 300));
    problems.finish()?;
    if booking_ids.is_empty() || booking_ids.len() > MOST_LINES {
        return Err(InvoiceError::Mixed.into());
    }
    let mut bookings = Vec::new();
    // The host picks a handful by hand.
    for id in booking_ids {
        let booking = bookings::find_own(db, viewer, id)?.booking;
        // Who only holds a session with others is not who answers for it.
        viewer.must_be(&booking.host_id)?;
        bookings.push(booking);
    }
    bookings.sort_by_key(|booking| booking.life.span);
    bookings.dedup_by(|a, b| a.id == b.id);
    let sender = invoices::find_sender(db, &host.id)?.ok_or(InvoiceError::NoSender)?;
    draw_up(
        db,
        &host,
        sender,
        &bookings,
        (address.unwrap_or_default(), now),
    )
}

/// Makes the invoice of an agreed booking and sends it, if its host lets that happen by itself.
pub(super) fn make_by_itself(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let sender = invoices::find_sender(db, &booking.host_id)?;
    let Some(sender) = sender.filter(|sender| sender.is_automatic) else {
        return Ok(());
    };
    let host = people::lock(db, &booking.host_id)?;
    let bookings = std::slice::from_ref(booking);
    match draw_up(db, &host, sender, bookings, (String::new(), now)) {
        Ok(invoice) => Ok(push_mail(db, &invoice.id, now)?),
        // One was made by hand before.
        Err(ServiceError::Invoice(InvoiceError::AlreadyMade)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes an invoice for bookings in order of time. The host must be locked.
fn draw_up(
    db: &mut Db,
    host: &Person,
    sender: Sender,
    bookings: &[Booking],
    (address, now): (String, DateTime<Utc>),
) -> Result<Invoice, ServiceError> {
    let (lines, currency) = lines(db, host, bookings)?;
    let attendee = &bookings.first().ok_or(InvoiceError::Mixed)?.attendee;
    let client = Client {
        name: attendee.name.clone(),
        address,
        email: attendee.email.clone(),
        language: attendee.language,
    };
    let invoice = numbered(db, host, sender, (client, lines, currency), now)?;
    invoices::insert(db, &invoice)?;
    Ok(invoice)
}

/// The lines of bookings that go on one invoice.
fn lines(
    db: &mut Db,
    host: &Person,
    bookings: &[Booking],
) -> Result<(Vec<Line>, Currency), ServiceError> {
    let ids: Vec<String> = bookings.iter().map(|booking| booking.id.clone()).collect();
    let charges = prices::list_charges(db, &ids)?;
    if !invoices::invoiced(db, &ids)?.is_empty() {
        return Err(InvoiceError::AlreadyMade.into());
    }
    let month = |booking: &Booking| {
        let date = zone::date(booking.life.span.start(), host.zone);
        (date.year(), date.month())
    };
    let first = bookings.first().ok_or(InvoiceError::Mixed)?;
    let mut lines = Vec::new();
    let mut currency = None;
    for booking in bookings {
        let charge = charges.get(&booking.id).ok_or(InvoiceError::NothingOwed)?;
        if booking.life.status != Status::Confirmed {
            return Err(InvoiceError::NothingOwed.into());
        }
        let is_same_client = booking.attendee.email == first.attendee.email;
        let known = *currency.get_or_insert(charge.amount.currency);
        if !is_same_client || month(booking) != month(first) || known != charge.amount.currency {
            return Err(InvoiceError::Mixed.into());
        }
        lines.push(Line {
            booking_id: Some(booking.id.clone()),
            title: booking.title.clone(),
            at: (booking.life.span.start(), booking.life.span.end()),
            zone: booking.attendee.zone,
            cents: charge.amount.cents,
            tax: charge.tax,
        });
    }
    Ok((lines, currency.unwrap_or_default()))
}

/// An invoice with the next number of its host's circle.
pub(super) fn numbered(
    db: &mut Db,
    host: &Person,
    sender: Sender,
    (client, lines, currency): (Client, Vec<Line>, Currency),
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    let issued_on = zone::date(now, host.zone);
    let year = issued_on.year();
    let serial = invoices::take_serial(db, &host.id, year)?;
    Ok(Invoice {
        id: new_id(),
        host_id: host.id.clone(),
        number: number(&sender.prefix, year, serial),
        year,
        serial,
        takes_back: None,
        issued_on,
        client,
        sender,
        total: Money::new(lines.iter().map(|line| line.cents).sum(), currency),
        lines,
        paid_on: None,
    })
}

/// The host takes an invoice back by another one.
///
/// # Errors
/// `NotFound`; `Invoice` when it was taken back before or is a storno itself.
pub fn take_back(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    let host = people::lock(db, &viewer.person.id)?;
    let invoice = find_own(db, viewer, id)?;
    if invoice.takes_back.is_some() || invoices::find_storno(db, id)?.is_some() {
        return Err(InvoiceError::AlreadyTakenBack.into());
    }
    reverse(db, &host, invoice, now)
}

/// Takes back the invoice of a booking whose contract was taken back, if it stands alone on it; an
/// invoice for several is for the host to put right. The host must be locked.
pub(super) fn take_back_of(
    db: &mut Db,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let made = invoices::list_of_booking(db, booking_id)?;
    let is_taken_back = |id: &str| made.iter().any(|it| it.takes_back.as_deref() == Some(id));
    let standing = made
        .iter()
        .find(|it| it.takes_back.is_none() && it.lines.len() == 1 && !is_taken_back(&it.id));
    if let Some(invoice) = standing {
        let host = people::find(db, &invoice.host_id)?;
        let storno = reverse(db, &host, invoice.clone(), now)?;
        push_mail(db, &storno.id, now)?;
    }
    Ok(())
}

pub(super) fn reverse(
    db: &mut Db,
    host: &Person,
    invoice: Invoice,
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    let prefix = invoices::find_sender(db, &host.id)?.map(|sender| sender.prefix);
    let sender = Sender {
        prefix: prefix.unwrap_or_default(),
        ..invoice.sender
    };
    let mut lines = invoice.lines;
    for line in &mut lines {
        line.cents = -line.cents;
    }
    let currency = invoice.total.currency;
    let mut storno = numbered(db, host, sender, (invoice.client, lines, currency), now)?;
    storno.takes_back = Some(invoice.id);
    invoices::insert(db, &storno)?;
    Ok(storno)
}

/// The host marks an invoice as paid on a day, or takes the mark away.
///
/// # Errors
/// `NotFound`; `Invoice` for one that was taken back, or takes back another.
pub fn set_paid(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    paid_on: Option<NaiveDate>,
) -> Result<(), ServiceError> {
    people::lock(db, &viewer.person.id)?;
    let invoice = find_own(db, viewer, id)?;
    let is_marked = paid_on.is_some();
    if is_marked && (invoice.takes_back.is_some() || invoices::find_storno(db, id)?.is_some()) {
        return Err(InvoiceError::AlreadyTakenBack.into());
    }
    Ok(invoices::set_paid(db, id, paid_on)?)
}

/// The host sends an invoice to its client, again if need be.
///
/// # Errors
/// `NotFound`.
pub fn send(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    find_own(db, viewer, id)?;
    push_mail(db, id, now)
}

pub(super) fn push_mail(
    db: &mut Db,
    invoice_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::Invoice {
        invoice_id: invoice_id.to_owned(),
        asked_at: now,
    };
    Ok(jobs::push(db, &job, now)?)
}

fn find_own(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Invoice, ServiceError> {
    let invoice = invoices::find(db, id)?;
    viewer.must_be(&invoice.host_id)?;
    Ok(invoice)
}

/// One of the viewer's invoices.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Standing, ServiceError> {
    let invoice = find_own(db, viewer, id)?;
    standing(db, invoice)
}

/// An invoice, for whoever writes about it: mails.
///
/// # Errors
/// `NotFound`.
pub fn load(db: &mut Db, id: &str) -> Result<Standing, ServiceError> {
    let invoice = invoices::find(db, id)?;
    standing(db, invoice)
}

pub(super) fn standing(db: &mut Db, invoice: Invoice) -> Result<Standing, ServiceError> {
    let takes_back = match &invoice.takes_back {
        Some(id) => Some(invoices::find(db, id)?.number),
        None => None,
    };
    Ok(Standing {
        taken_back_by: invoices::find_storno(db, &invoice.id)?.map(|storno| storno.number),
        takes_back,
        invoice,
    })
}

/// The viewer's invoices, the newest first: `count` of them after the first `skip`.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    shelf: Shelf,
    page: (u32, u32),
) -> Result<Vec<(Invoice, bool)>, ServiceError> {
    let found = invoices::list(db, &viewer.person.id, shelf, page)?;
    let ids: Vec<String> = found.iter().map(|invoice| invoice.id.clone()).collect();
    let taken_back = invoices::taken_back(db, &ids)?;
    Ok(found
        .into_iter()
        .map(|invoice| {
            let is_taken_back = taken_back.contains(&invoice.id);
            (invoice, is_taken_back)
        })
        .collect())
}

/// The invoices of a booking, the oldest first, also stornos.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Vec<Invoice>, ServiceError> {
    Ok(invoices::list_of_booking(db, booking_id)?)
}

/// The invoice that a client sees by their link: the last that was made about the booking.
///
/// # Errors
/// `NotFound`.
pub fn of_link(db: &mut Db, token: &str) -> Result<(BookingView, Standing), ServiceError> {
    let view = bookings::find_managed(db, token)?;
    let last = invoices::list_of_booking(db, &view.booking.id)?.pop();
    let standing = standing(db, last.ok_or(ServiceError::NotFound)?)?;
    Ok((view, standing))
}

/// What else of the same client and month could go on the invoice of a booking.
pub fn companions(db: &mut Db, view: &BookingView) -> Result<Vec<Booking>, ServiceError> {
    let host = &view.host;
    let date = zone::date(view.booking.life.span.start(), host.zone);
    let (Some(first), Some(next)) = (
        date.with_day(1),
        date.with_day(1)
            .and_then(|first| first.checked_add_months(chrono::Months::new(1))),
    ) else {
        return Ok(Vec::new());
    };
    let Some(month) = zone::days(first, next.pred_opt().unwrap_or(next), host.zone) else {
        return Ok(Vec::new());
    };
    let viewer = Viewer {
        person: host.clone(),
    };
    let mut others = bookings::list_between(db, &viewer, month)?;
    others.retain(|other| {
        other.id != view.booking.id
            && other.host_id == host.id
            && other.attendee.email == view.booking.attendee.email
            && other.life.status == Status::Confirmed
            && month.contains(other.life.span.start())
    });
    let ids: Vec<String> = others.iter().map(|other| other.id.clone()).collect();
    let charges = prices::list_charges(db, &ids)?;
    let invoiced = invoices::invoiced(db, &ids)?;
    others.retain(|other| charges.contains_key(&other.id) && !invoiced.contains(&other.id));
    Ok(others)
}
