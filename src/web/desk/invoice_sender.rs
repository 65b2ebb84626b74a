//! `/desk/invoices/sender`: who sends the host's invoices, and how.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::seat::{Frame, Place, Seat};
use super::{inputs, typed::Typed};
use crate::service::invoices::{self, Sender};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// `desk/invoice_sender.html`.
#[derive(Template)]
#[template(path = "desk/invoice_sender.html")]
struct SenderPage {
    t: Words,
    frame: Frame,
    action: String,
    has_errors: bool,
    fields: Vec<Field>,
}

/// `GET /desk/invoices/sender`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let sender = state
        .store
        .read(move |db| invoices::sender(db, &viewer))
        .await?;
    page::private_html(StatusCode::OK, &sender_page(&seat, &write(&sender), &[]))
}

/// `POST /desk/invoices/sender`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, sender) = (seat.viewer.clone(), read(&typed));
    let result = state
        .store
        .write(move |db| invoices::set_sender(db, &viewer, &sender))
        .await;
    match result {
        Ok(_) => Ok(seat.go("/desk/invoices/sender?done=sender")),
        Err(ServiceError::Invalid(errors)) => {
            let page = sender_page(&seat, &typed, &errors);
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(typed: &Typed) -> Sender {
    Sender {
        person_id: String::new(),
        name: typed.text("name"),
        address: typed.text("address"),
        tax_number: typed.text("tax_number"),
        vat_id: typed.text("vat_id"),
        iban: typed.text("iban"),
        bic: typed.text("bic"),
        note: typed.text("note"),
        prefix: typed.text("prefix"),
        is_automatic: typed.is_set("is_automatic"),
    }
}

fn write(sender: &Sender) -> Typed {
    Typed::default()
        .with("name", &sender.name)
        .with("address", &sender.address)
        .with("tax_number", &sender.tax_number)
        .with("vat_id", &sender.vat_id)
        .with("iban", &sender.iban)
        .with("bic", &sender.bic)
        .with("note", &sender.note)
        .with("prefix", &sender.prefix)
        .with("is_automatic", if sender.is_automatic { "yes" } else { "" })
}

fn sender_page(seat: &Seat, typed: &Typed, errors: &[FieldError]) -> SenderPage {
    let t = &seat.t;
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    let fields = vec![
        field("name", t.get("sender-name"), Kind::Line).autocomplete("name"),
        field("address", t.get("sender-address"), Kind::Area).hint(t.get("sender-address-hint")),
        field("tax_number", t.get("sender-tax-number"), Kind::Line).hint(t.get("sender-tax-hint")),
        field("vat_id", t.get("sender-vat-id"), Kind::Line).optional(),
        field("iban", t.get("sender-iban"), Kind::Line),
        field("bic", t.get("sender-bic"), Kind::Line)
            .optional()
            .hint(t.get("sender-bic-hint")),
        field("note", t.get("sender-note"), Kind::Line)
            .optional()
            .hint(t.get("sender-note-hint")),
        field("prefix", t.get("sender-prefix"), Kind::Line)
            .optional()
            .hint(t.get("sender-prefix-hint")),
        field("is_automatic", t.get("sender-automatic"), Kind::Check).optional(),
    ];
    SenderPage {
        frame: seat.frame(Place::Invoices),
        action: seat.href("/desk/invoices/sender"),
        has_errors: !errors.is_empty(),
        fields: inputs::checked(t, fields, errors),
        t: t.clone(),
    }
}
