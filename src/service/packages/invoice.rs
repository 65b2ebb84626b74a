//! The invoice of a package: one line for all its sessions.

use chrono::{DateTime, Utc};

use super::super::invoices::{self, Client, Invoice, Line, Sender, Standing};
use super::super::links::hash;
use super::super::{ServiceError, Viewer, event_types};
use crate::kernel::invoice::InvoiceError;
use crate::kernel::money::Money;
use crate::kernel::packages::{Package, Price};
use crate::kernel::people::Person;
use crate::kernel::zone;
use crate::store::invoices as stored;
use crate::store::{Db, packages, people};

/// The host makes the invoice of a package and sends it. It comes from the circle of whoever sold.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invoice` when nothing is owed, one stands already, or the sender is
/// missing.
pub fn make(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    let package = packages::find(db, id)?;
    event_types::find(db, viewer, &package.event_type_id)?;
    let host = people::lock(db, &package.seller_id)?;
    let sender = stored::find_sender(db, &host.id)?.ok_or(InvoiceError::NoSender)?;
    if standing(db, id)?.is_some() {
        return Err(InvoiceError::AlreadyMade.into());
    }
    let price = package.price.filter(|_| package.ended.is_none());
    let price = price.ok_or(InvoiceError::NothingOwed)?;
    draw_up(db, (&host, sender), &package, whole(&package, price), now)
}

/// Makes the invoice of a package that was just sold, if its host lets that happen by itself.
pub(super) fn make_by_itself(
    db: &mut Db,
    package: &Package,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let sender = stored::find_sender(db, &package.seller_id)?;
    let sender = sender.filter(|sender| sender.is_automatic);
    if let (Some(sender), Some(price)) = (sender, package.price) {
        let host = people::lock(db, &package.seller_id)?;
        draw_up(db, (&host, sender), package, whole(package, price), now)?;
    }
    Ok(())
}

/// Takes back the invoice of a package that was just ended, and makes one for what is kept.
pub(super) fn settle(
    db: &mut Db,
    package: &Package,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let (Some(price), Some(ended)) = (package.price, package.ended) else {
        return Ok(());
    };
    let Some(invoice) = standing(db, &package.id)?.filter(|_| ended.refund_cents > 0) else {
        return Ok(());
    };
    let host = people::lock(db, &invoice.host_id)?;
    let sender = stored::find_sender(db, &host.id)?;
    let storno = invoices::reverse(db, &host, invoice, now)?;
    packages::add_invoice(db, &package.id, &storno.id)?;
    invoices::push_mail(db, &storno.id, now)?;
    let kept = price.total.cents - ended.refund_cents;
    if let Some(sender) = sender
        && kept > 0
    {
        let kept = line(package, package.taken, (kept, price), now);
        draw_up(db, (&host, sender), package, kept, now)?;
    }
    Ok(())
}

/// The invoice of a package that stands: not a storno, and not taken back.
fn standing(db: &mut Db, id: &str) -> Result<Option<Invoice>, ServiceError> {
    let made = stored::list_of_package(db, id)?;
    let is_taken_back = |id: &str| made.iter().any(|it| it.takes_back.as_deref() == Some(id));
    Ok(made
        .iter()
        .find(|it| it.takes_back.is_none() && !is_taken_back(&it.id))
        .cloned())
}

fn whole(package: &Package, price: Price) -> Line {
    let cents = price.total.cents;
    line(package, package.size, (cents, price), package.created_at)
}

/// A line for so many sessions, in words that need no language. It is for the days of the package.
fn line(package: &Package, count: u32, (cents, price): (i64, Price), until: DateTime<Utc>) -> Line {
    let last = package.last_day.filter(|_| count == package.size);
    let until = last.map_or(until, |last| zone::day_start(last, package.zone));
    Line {
        booking_id: None,
        title: format!("{count} × {} ({} min)", package.title, package.minutes),
        at: (package.created_at, until),
        zone: package.client.zone,
        cents,
        tax: price.tax,
    }
}

/// Writes an invoice and sends it. The host must be locked.
fn draw_up(
    db: &mut Db,
    (host, sender): (&Person, Sender),
    package: &Package,
    line: Line,
    now: DateTime<Utc>,
) -> Result<Invoice, ServiceError> {
    let price = package.price.ok_or(InvoiceError::NothingOwed)?;
    let client = Client {
        name: package.client.name.clone(),
        address: String::new(),
        email: package.client.email.clone(),
        language: package.client.language,
    };
    let total: Money = price.total;
    let content = (client, vec![line], total.currency);
    let invoice = invoices::numbered(db, host, sender, content, now)?;
    stored::insert(db, &invoice)?;
    packages::add_invoice(db, &package.id, &invoice.id)?;
    invoices::push_mail(db, &invoice.id, now)?;
    Ok(invoice)
}

/// One of the invoices of the package that a link opens.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, token: &str, invoice_id: &str) -> Result<Standing, ServiceError> {
    let package = packages::find_by_token(db, &hash(token))?;
    match packages::find_by_invoice(db, invoice_id)? {
        Some(known) if known.id == package.id => {
            let invoice = stored::find(db, invoice_id)?;
            invoices::standing(db, invoice)
        }
        _ => Err(ServiceError::NotFound),
    }
}

/// The package that an invoice is about, for whoever sends it.
pub fn of_invoice(db: &mut Db, invoice_id: &str) -> Result<Option<Package>, ServiceError> {
    Ok(packages::find_by_invoice(db, invoice_id)?)
}
