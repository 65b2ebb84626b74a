//! Letters about money: an invoice, and the receipt of a withdrawal.

use std::sync::Arc;

use actix_web::web::Data;

use chrono_tz::Tz;

use super::{JobError, mail};
use crate::kernel::people::{Email, Language, Person};
use crate::kernel::span::Span;
use crate::mail::note::Note;
use crate::mail::{Block, When, fact};
use crate::service::invoices::{self, Standing};
use crate::service::packages::PackageView;
use crate::service::withdrawals::{self, Withdrawal};
use crate::service::{ServiceError, bookings, hosts, packages};
use crate::state::State;
use crate::store::jobs::{Job, MailReader, TakenJob};
use crate::texts::Words;

/// Sends an invoice, as a link: the client's own page of it.
pub(super) async fn send_invoice(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let Job::Invoice { invoice_id, .. } = &taken.job else {
        return Ok(());
    };
    let id = invoice_id.clone();
    let loaded = state
        .store
        .read(move |db| {
            let standing = invoices::load(db, &id)?;
            let host = hosts::find_by_id(db, &standing.invoice.host_id)?;
            let package = packages::of_invoice(db, &id)?;
            Ok::<_, ServiceError>((standing, host, package))
        })
        .await;
    let (standing, host, package) = match loaded {
        Ok(loaded) => loaded,
        Err(ServiceError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let booking_id = standing
        .invoice
        .lines
        .iter()
        .find_map(|line| line.booking_id.clone());
    let (thread, link) = match (booking_id, package) {
        (Some(id), _) => (id.clone(), state.links.invoice(&id)),
        (None, Some(package)) => {
            let link = state.links.package_invoice(&package.id, invoice_id);
            (package.id, link)
        }
        (None, None) => return Ok(()),
    };
    let t = Words::new(Arc::clone(&state.texts), standing.invoice.client.language);
    let reply_to = (host.name.clone(), host.email);
    let note = invoice_note(&t, &standing, (&host.name, reply_to), (thread, link));
    mail::send_note(state, taken, &note).await
}

fn invoice_note(
    t: &Words,
    standing: &Standing,
    (host, reply_to): (&str, (String, Email)),
    (thread, link): (String, String),
) -> Note {
    let invoice = &standing.invoice;
    let number = invoice.number.as_str();
    let (heading, lead) = match &standing.takes_back {
        Some(old) => (
            t.one("invoice-mail-storno", "number", number),
            t.with(
                "invoice-mail-storno-lead",
                &[("host", host.into()), ("number", old.as_str().into())],
            ),
        ),
        None => (
            t.one("invoice-mail-subject", "number", number),
            t.one("invoice-mail-lead", "host", host),
        ),
    };
    let mut blocks = vec![
        Block::Text(lead),
        fact(&t.get("invoice-total"), vec![t.money(invoice.total)]),
        Block::Link {
            label: t.get("invoice-mail-link"),
            url: link,
            is_main: true,
        },
    ];
    if standing.takes_back.is_none() {
        blocks.push(Block::Text(t.get("invoice-mail-how")));
    }
    Note {
        to: (invoice.client.name.clone(), invoice.client.email.clone()),
        language: invoice.client.language,
        sender: host.to_owned(),
        reply_to: Some(reply_to),
        thread,
        subject: heading.clone(),
        heading,
        greeting: t.one("mail-greeting", "name", invoice.client.name.as_str()),
        blocks,
        closing: vec![host.to_owned()],
        files: Vec::new(),
    }
}

/// Confirms a withdrawal to one of the two sides: what was declared, and when it came in
/// (§ 356a Abs. 4 BGB).
pub(super) async fn confirm_withdrawal(
    state: &Data<State>,
    taken: &TakenJob,
) -> Result<(), JobError> {
    let Job::Withdrawal { booking_id, reader } = &taken.job else {
        return Ok(());
    };
    let (id, now) = (booking_id.clone(), state.clock.now());
    let loaded = state
        .store
        .read(move |db| {
            let view = bookings::load(db, &id)?;
            withdrawals::of(db, view, now)
        })
        .await;
    let contract = match loaded {
        Ok(contract) => contract,
        Err(ServiceError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let Some((contract, withdrawal)) =
        contract.and_then(|contract| contract.withdrawal.map(|it| (contract, it)))
    else {
        return Ok(());
    };
    let (booking, host) = (&contract.view.booking, &contract.view.host);
    let client = &booking.attendee;
    let is_host = *reader == MailReader::Host;
    let receipt = Receipt {
        is_host,
        client: (&client.name, &client.email, client.language, client.zone),
        host,
        title: &booking.title,
        leads: ["withdrawal-mail-lead", "withdrawal-mail-lead-host"],
        span: Some(booking.life.span),
        withdrawal,
        thread: &booking.id,
        link: if is_host {
            ("to-the-booking", state.links.desk_booking(&booking.id))
        } else {
            ("to-the-booking", state.links.manage(&booking.id))
        },
    };
    mail::send_note(state, taken, &receipt.note(state)).await
}

/// The receipt of a withdrawal from a package, for one of the two sides; none if there was none.
pub(super) fn package_withdrawn(
    state: &State,
    view: &PackageView,
    contract: packages::Contract,
    is_host: bool,
) -> Option<Note> {
    let package = &view.package;
    let client = &package.client;
    let receipt = Receipt {
        is_host,
        client: (&client.name, &client.email, client.language, client.zone),
        host: &view.seller,
        title: &package.title,
        leads: [
            "withdrawal-mail-lead-package",
            "withdrawal-mail-lead-package-host",
        ],
        span: None,
        withdrawal: contract.withdrawal?,
        thread: &package.id,
        link: if is_host {
            ("to-the-package", state.links.desk_package(&package.id))
        } else {
            ("to-the-package", state.links.package(&package.id))
        },
    };
    Some(receipt.note(state))
}

/// What was declared, and when it came in.
struct Receipt<'a> {
    is_host: bool,
    client: (&'a str, &'a Email, Language, Tz),
    host: &'a Person,
    title: &'a str,
    /// What it means, to the client and to the host.
    leads: [&'static str; 2],
    span: Option<Span>,
    withdrawal: Withdrawal,
    thread: &'a str,
    link: (&'static str, String),
}

impl Receipt<'_> {
    fn note(self, state: &State) -> Note {
        let (name, email, client_language, client_zone) = self.client;
        let client = (name.to_owned(), email.clone());
        let host = (self.host.name.clone(), self.host.email.clone());
        let [lead, lead_host] = self.leads;
        let (language, zone, to, other, lead) = if self.is_host {
            (self.host.language, self.host.zone, host, client, lead_host)
        } else {
            (client_language, client_zone, client, host, lead)
        };
        let t = Words::new(Arc::clone(&state.texts), language);
        let names = [
            ("client", name.into()),
            ("email", email.as_str().into()),
            ("title", self.title.into()),
            ("host", self.host.name.as_str().into()),
        ];
        let at = self.withdrawal.received_at;
        let received = format!(
            "{}, {} ({})",
            t.date_long(crate::kernel::zone::date(at, zone)),
            t.clock_words(at, zone),
            t.zone(zone)
        );
        let declaration = t.with("withdrawal-declaration", &names);
        let mut blocks = vec![
            Block::Text(t.with(lead, &names)),
            fact(&t.get("withdrawal-declared"), vec![declaration]),
        ];
        blocks.extend(self.span.map(|span| Block::When(When::of(&t, span, zone))));
        blocks.extend([
            fact(&t.get("withdrawal-received"), vec![received]),
            fact(
                &t.get("withdrawal-refund"),
                vec![t.money(self.withdrawal.refund)],
            ),
            Block::Text(t.get("withdrawal-refund-when")),
            Block::Link {
                label: t.get(self.link.0),
                url: self.link.1,
                is_main: false,
            },
        ]);
        Note {
            greeting: t.one("mail-greeting", "name", to.0.as_str()),
            to,
            language,
            sender: String::new(),
            reply_to: Some(other),
            thread: self.thread.to_owned(),
            subject: t.one("withdrawal-mail-subject", "title", self.title),
            heading: t.get("withdrawn-heading"),
            blocks,
            closing: Vec::new(),
            files: Vec::new(),
        }
    }
}
