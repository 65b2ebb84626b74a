//! `/desk/invoices`: what was invoiced, what is paid, and one invoice with everything the host can
//! do about it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, Kind};
use super::super::invoices::InvoiceView;
use super::super::page;
use super::bookings::Tag;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::invoice::Sums;
use crate::kernel::zone;
use crate::service::invoices::{self, Invoice, Shelf, Standing};
use crate::service::{Problems, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// How many invoices stand on one page.
const PER_PAGE: u32 = 50;
/// How many invoices one file has at the most.
const MOST_ROWS: u32 = 10_000;

/// `desk/invoices.html`.
#[derive(Template)]
#[template(path = "desk/invoices.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    shelves: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    csv: String,
    sender: String,
    newer: Option<String>,
    older: Option<String>,
}

/// An invoice in the list.
struct Row {
    href: String,
    number: String,
    client: String,
    day: String,
    amount: String,
    tag: Tag,
}

/// `desk/invoice.html`.
#[derive(Template)]
#[template(path = "desk/invoice.html")]
struct InvoicePage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    invoice: InvoiceView,
    path: String,
    is_owed: bool,
    is_paid: bool,
    may_take_back: bool,
    paid_on: Field,
    booking: Option<String>,
}

const SHELVES: [(&str, Shelf); 3] = [
    ("open", Shelf::Open),
    ("paid", Shelf::Paid),
    ("all", Shelf::All),
];

/// `GET /desk/invoices?list=open&page=1`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let wanted = seat.query("list").unwrap_or_default();
    let (name, shelf) = SHELVES
        .into_iter()
        .find(|(name, _)| *name == wanted)
        .unwrap_or(SHELVES[0]);
    let number = seat.query("page").and_then(|page| page.parse::<u32>().ok());
    let number = number.unwrap_or(1).clamp(1, 10_000);
    let viewer = seat.viewer.clone();
    let page = ((number - 1) * PER_PAGE, PER_PAGE + 1);
    let mut found = state
        .store
        .read(move |db| invoices::list(db, &viewer, shelf, page))
        .await?;
    let has_more = found.len() > PER_PAGE as usize;
    found.truncate(PER_PAGE as usize);
    let t = &seat.t;
    let way = |number: u32| seat.href(&format!("/desk/invoices?list={name}&page={number}"));
    let page = ListPage {
        frame: seat.frame(Place::Invoices),
        shelves: SHELVES
            .into_iter()
            .map(|(other, shelf)| {
                let href = seat.href(&format!("/desk/invoices?list={other}"));
                (href, shelf_words(t, shelf), other == name)
            })
            .collect(),
        rows: found
            .iter()
            .map(|(invoice, is_taken_back)| row(&seat, invoice, *is_taken_back))
            .collect(),
        csv: seat.href("/desk/invoices.csv"),
        sender: seat.href("/desk/invoices/sender"),
        newer: (number > 1).then(|| way(number - 1)),
        older: has_more.then(|| way(number + 1)),
        t: t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn shelf_words(t: &Words, shelf: Shelf) -> String {
    match shelf {
        Shelf::Open => t.get("invoices-open"),
        Shelf::Paid => t.get("invoices-paid"),
        Shelf::All => t.get("invoices-all"),
    }
}

fn row(seat: &Seat, invoice: &Invoice, is_taken_back: bool) -> Row {
    let t = &seat.t;
    let (class, words) = if invoice.takes_back.is_some() {
        ("", t.get("invoice-state-storno"))
    } else if is_taken_back {
        ("bad", t.get("invoice-state-taken-back"))
    } else if invoice.paid_on.is_some() {
        ("good", t.get("invoice-state-paid"))
    } else {
        ("wait", t.get("invoice-state-open"))
    };
    Row {
        href: seat.href(&format!("/desk/invoices/{}", invoice.id)),
        number: invoice.number.clone(),
        client: invoice.client.name.clone(),
        day: t.date_long(invoice.issued_on),
        amount: t.money(invoice.total),
        tag: Tag { class, words },
    }
}

/// `GET /desk/invoices.csv`: every invoice, the newest first (RFC 4180).
///
/// # Errors
/// When the database cannot be reached.
pub async fn csv(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| invoices::list(db, &viewer, Shelf::All, (0, MOST_ROWS)))
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Cache-Control", "private, no-store"))
        .insert_header((
            "Content-Disposition",
            "attachment; filename=\"invoices.csv\"",
        ))
        .body(table(&seat.t, &found)))
}

fn table(t: &Words, found: &[(Invoice, bool)]) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = [
        t.get("invoice-number"),
        t.get("invoice-day"),
        t.get("person-name"),
        t.get("email"),
        t.get("invoice-net-short"),
        t.get("invoice-tax-short"),
        t.get("invoice-total"),
        t.get("currency"),
        t.get("invoices-paid"),
        t.get("invoice-state"),
    ];
    // Writing to memory cannot fail.
    let _ = file.write_record(head);
    for (invoice, is_taken_back) in found {
        let lines = invoice.lines.iter().map(|line| (line.cents, line.tax));
        let sums = Sums::of(lines, invoice.total.currency);
        let tax = sums.parts.iter().map(|(_, _, tax)| tax.cents).sum();
        let money = |cents| crate::kernel::money::Money::new(cents, invoice.total.currency);
        let paid_on = invoice.paid_on.map(|day| day.to_string());
        let state = if *is_taken_back || invoice.takes_back.is_some() {
            t.get("invoice-state-storno")
        } else {
            String::new()
        };
        let _ = file.write_record([
            harmless(&invoice.number),
            invoice.issued_on.to_string(),
            harmless(&invoice.client.name),
            harmless(invoice.client.email.as_str()),
            money(sums.total.cents - tax).plain(),
            money(tax).plain(),
            sums.total.plain(),
            invoice.total.currency.to_string(),
            paid_on.unwrap_or_default(),
            state,
        ]);
    }
    file.into_inner().unwrap_or_default()
}

/// A text that no program takes for a formula (OWASP, CSV Injection): clients write their names
/// themselves.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// `GET /desk/invoices/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    answer(&state, &seat, &id, None).await
}

/// `POST /desk/invoices/{id}/{step}`: `send`, `paid`, `unpaid` or `storno`.
///
/// # Errors
/// `NotFound`.
pub async fn step(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (id, step) = path.into_inner();
    let (viewer, wanted, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let day = typed.text("paid_on");
    let done = state
        .store
        .write(move |db| match step.as_str() {
            "send" => {
                invoices::send(db, &viewer, &wanted, now)?;
                Ok((wanted, "invoice-sent"))
            }
            "paid" => {
                let mut problems = Problems::default();
                let day = problems.take("paid_on", day.parse().map_err(|_| "not-a-date"));
                problems.finish()?;
                invoices::set_paid(db, &viewer, &wanted, day)?;
                Ok((wanted, "invoice-paid"))
            }
            "unpaid" => {
                invoices::set_paid(db, &viewer, &wanted, None)?;
                Ok((wanted, "invoice-unpaid"))
            }
            "storno" => {
                let storno = invoices::take_back(db, &viewer, &wanted, now)?;
                Ok((storno.id, "invoice-storno"))
            }
            _ => Err(ServiceError::NotFound),
        })
        .await;
    match done {
        Ok((id, code)) => Ok(seat.go(&format!("/desk/invoices/{id}?done={code}"))),
        Err(cause @ (ServiceError::Invoice(_) | ServiceError::Invalid(_))) => {
            answer(&state, &seat, &id, Some(cause)).await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    cause: Option<ServiceError>,
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    let standing = state
        .store
        .read(move |db| invoices::find(db, &viewer, &id))
        .await?;
    let status = cause.as_ref().map_or(StatusCode::OK, error::status);
    page::private_html(
        status,
        &invoice_page(state, seat, &standing, cause.as_ref()),
    )
}

fn invoice_page(
    state: &State,
    seat: &Seat,
    standing: &Standing,
    cause: Option<&ServiceError>,
) -> InvoicePage {
    let t = &seat.t;
    let today = zone::date(state.clock.now(), seat.viewer.person.zone).to_string();
    let errors = match cause {
        Some(ServiceError::Invalid(errors)) => errors.as_slice(),
        _ => &[],
    };
    let stands = standing.takes_back.is_none() && standing.taken_back_by.is_none();
    let is_paid = standing.invoice.paid_on.is_some();
    let booking = standing
        .invoice
        .lines
        .iter()
        .find_map(|line| line.booking_id.as_ref());
    InvoicePage {
        frame: seat.frame(Place::Invoices),
        refused: cause.and_then(refused_key).map(|key| t.get(key)),
        invoice: InvoiceView::of(t, standing),
        path: format!("/desk/invoices/{}", standing.invoice.id),
        is_owed: stands && !is_paid,
        is_paid,
        may_take_back: stands,
        paid_on: Field::new("paid_on", t.get("invoice-paid-day"), Kind::Date, &today)
            .checked(t, errors),
        booking: booking.map(|id| seat.href(&format!("/desk/bookings/{id}"))),
        t: t.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_name_becomes_a_formula() {
        for name in ["=1+1", "+1", "-1", "@sum", "\t=1"] {
            assert_eq!(harmless(name), format!("'{name}"));
        }
        assert_eq!(harmless("Thea = Behrend"), "Thea = Behrend");
    }
}
