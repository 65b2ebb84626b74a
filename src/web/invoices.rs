//! An invoice as a page that can be printed: for its client here, for its host at the desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

use super::errors::PageError;
use super::layout::Layout;
use super::page;
use super::qr::Qr;
use crate::http::language::Reader;
use crate::kernel::epc::Transfer;
use crate::kernel::invoice::Sums;
use crate::kernel::money::TaxNote;
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::service::instance;
use crate::service::invoices::{self, Invoice, Line, Standing};
use crate::service::{ServiceError, packages};
use crate::state::State;
use crate::texts::Words;

/// An invoice, as `invoices/body.html` prints it.
pub struct InvoiceView {
    /// `Rechnung RE-2026-0001`.
    pub title: String,
    /// Taken back by another, or paid.
    pub state: Option<String>,
    /// Name and address of the sender, one line each.
    pub sender: Vec<String>,
    /// Name and address of the client, one line each.
    pub client: Vec<String>,
    /// Number, days, tax number.
    pub facts: Vec<(String, String)>,
    /// Its sessions: what, when, how much.
    pub lines: Vec<(String, String, String)>,
    /// Net amounts and taxes.
    pub parts: Vec<(String, String)>,
    /// What is to be paid.
    pub total: String,
    /// What is said about tax, and the sender's own words.
    pub notes: Vec<String>,
    /// How it is paid, while it is to be paid.
    pub transfer: Vec<(String, String)>,
    /// The same for a telephone.
    pub qr: Option<Qr>,
}

impl InvoiceView {
    /// An invoice in the words of its reader.
    pub fn of(t: &Words, standing: &Standing) -> Self {
        let invoice = &standing.invoice;
        let sums = Sums::of(
            invoice.lines.iter().map(|line| (line.cents, line.tax)),
            invoice.total.currency,
        );
        let is_owed = standing.takes_back.is_none()
            && standing.taken_back_by.is_none()
            && invoice.paid_on.is_none();
        Self {
            title: title(t, standing),
            state: state(t, standing),
            sender: lines_of(&invoice.sender.name, &invoice.sender.address),
            client: lines_of(&invoice.client.name, &invoice.client.address),
            facts: facts(t, standing),
            lines: invoice
                .lines
                .iter()
                .map(|line| row(t, invoice, line))
                .collect(),
            parts: parts(t, &sums),
            total: t.money(sums.total),
            notes: notes(t, standing, &sums),
            transfer: if is_owed {
                transfer(t, invoice)
            } else {
                Vec::new()
            },
            qr: is_owed.then(|| qr(invoice)).flatten(),
        }
    }
}

fn title(t: &Words, standing: &Standing) -> String {
    let number = standing.invoice.number.as_str();
    match standing.takes_back {
        Some(_) => t.one("invoice-storno-titled", "number", number),
        None => t.one("invoice-titled", "number", number),
    }
}

fn state(t: &Words, standing: &Standing) -> Option<String> {
    if let Some(number) = &standing.taken_back_by {
        return Some(t.one("invoice-taken-back", "number", number.as_str()));
    }
    let day = standing.invoice.paid_on?;
    Some(t.one("invoice-paid-on", "day", t.date_long(day)))
}

fn lines_of(name: &str, address: &str) -> Vec<String> {
    std::iter::once(name)
        .chain(address.lines())
        .map(str::to_owned)
        .collect()
}

fn facts(t: &Words, standing: &Standing) -> Vec<(String, String)> {
    let invoice = &standing.invoice;
    let mut facts = vec![
        (t.get("invoice-number"), invoice.number.clone()),
        (t.get("invoice-day"), t.date_long(invoice.issued_on)),
    ];
    if let Some(number) = &standing.takes_back {
        facts.push((t.get("invoice-takes-back"), number.clone()));
    }
    for (label, value) in [
        (t.get("sender-tax-number"), &invoice.sender.tax_number),
        (t.get("sender-vat-id"), &invoice.sender.vat_id),
    ] {
        if !value.is_empty() {
            facts.push((label, value.clone()));
        }
    }
    facts
}

fn row(t: &Words, invoice: &Invoice, line: &Line) -> (String, String, String) {
    let (start, end) = line.at;
    let day = |at| t.date_long(zone::date(at, line.zone));
    let when = match Span::new(start, end) {
        // No session is longer than a day; a package is for some days.
        Some(span) if span.duration() > TimeDelta::days(1) => t.with(
            "invoice-days",
            &[("from", day(start).into()), ("to", day(end).into())],
        ),
        Some(span) => t.span_long(span, line.zone),
        None => day(start),
    };
    let money = crate::kernel::money::Money::new(line.cents, invoice.total.currency);
    (line.title.clone(), when, t.money(money))
}

/// Net and tax of each rate; without tax there is nothing to divide.
fn parts(t: &Words, sums: &Sums) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    for (note, gross, tax) in &sums.parts {
        if note.rate() == 0 {
            continue;
        }
        let net = crate::kernel::money::Money::new(gross.cents - tax.cents, gross.currency);
        let rate = t.rate(note.rate());
        parts.push((t.one("invoice-net", "rate", rate.as_str()), t.money(net)));
        parts.push((t.one("invoice-tax", "rate", rate.as_str()), t.money(*tax)));
    }
    parts
}

fn notes(t: &Words, standing: &Standing, sums: &Sums) -> Vec<String> {
    let mut notes: Vec<String> = sums
        .parts
        .iter()
        .filter(|(note, ..)| !matches!(note, TaxNote::Vat(1..)))
        .map(|(note, ..)| t.tax_note(*note))
        .collect();
    notes.push(t.get("invoice-service-day"));
    let own = &standing.invoice.sender.note;
    notes.extend(Some(own.clone()).filter(|own| !own.is_empty()));
    notes
}

fn transfer(t: &Words, invoice: &Invoice) -> Vec<(String, String)> {
    let sender = &invoice.sender;
    let mut rows = vec![
        (t.get("transfer-to"), sender.name.clone()),
        (t.get("sender-iban"), in_groups(&sender.iban)),
    ];
    if !sender.bic.is_empty() {
        rows.push((t.get("sender-bic"), sender.bic.clone()));
    }
    rows.push((t.get("transfer-amount"), t.money(invoice.total)));
    rows.push((t.get("transfer-purpose"), invoice.number.clone()));
    rows
}

/// An account in groups of four, as it is printed (ISO 13616).
fn in_groups(iban: &str) -> String {
    let characters: Vec<char> = iban.chars().collect();
    characters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("\u{a0}")
}

/// The code for a transfer; none where SEPA cannot carry it.
fn qr(invoice: &Invoice) -> Option<Qr> {
    let transfer = Transfer {
        name: &invoice.sender.name,
        iban: &invoice.sender.iban,
        bic: &invoice.sender.bic,
        amount: invoice.total,
        remittance: &invoice.number,
    };
    transfer.payload().ok().and_then(|text| Qr::of(&text))
}

/// `invoices/invoice.html`.
#[derive(Template)]
#[template(path = "invoices/invoice.html")]
struct InvoicePage {
    t: Words,
    layout: Layout,
    invoice: InvoiceView,
    back: String,
    back_label: String,
}

/// `GET /b/{token}/invoice`: the last invoice about a booking.
///
/// # Errors
/// `NotFound`, also while there is none.
pub async fn of_booking(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let link = token.clone();
    let (standing, instance) = state
        .store
        .read(move |db| {
            let (_, standing) = invoices::of_link(db, &link)?;
            Ok::<_, ServiceError>((standing, instance::load(db)?))
        })
        .await?;
    let t = page::words(&state, reader);
    let path = format!("/b/{token}");
    let layout = page::layout(&state, &instance, reader, &format!("{path}/invoice"));
    let page = InvoicePage {
        invoice: InvoiceView::of(&t, &standing),
        back: layout.href(&path),
        back_label: t.get("to-the-booking"),
        t,
        layout,
    };
    page::private_html(StatusCode::OK, &page)
}

/// `GET /p/{token}/invoices/{invoice}`: one of the invoices about a package.
///
/// # Errors
/// `NotFound`.
pub async fn of_package(
    state: Data<State>,
    path: Path<(String, String)>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let (token, id) = path.into_inner();
    let (link, invoice) = (token.clone(), id.clone());
    let (standing, instance) = state
        .store
        .read(move |db| {
            let standing = packages::find_invoice(db, &link, &invoice)?;
            Ok::<_, ServiceError>((standing, instance::load(db)?))
        })
        .await?;
    let t = page::words(&state, reader);
    let back = format!("/p/{token}");
    let layout = page::layout(&state, &instance, reader, &format!("{back}/invoices/{id}"));
    let page = InvoicePage {
        invoice: InvoiceView::of(&t, &standing),
        back: layout.href(&back),
        back_label: t.get("to-the-package"),
        t,
        layout,
    };
    page::private_html(StatusCode::OK, &page)
}
