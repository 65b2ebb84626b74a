//! `/desk/bookings/{id}/invoice`: the host makes an invoice for a session, and for others of the
//! same client and month if they like.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, Kind};
use super::super::page;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::service::{ServiceError, bookings, invoices, prices};
use crate::state::State;
use crate::texts::Words;

/// `desk/new_invoice.html`.
#[derive(Template)]
#[template(path = "desk/new_invoice.html")]
struct NewInvoicePage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    name: String,
    action: String,
    back: String,
    sender: String,
    sessions: Vec<Session>,
    address: Field,
}

/// A session that can go on the invoice.
struct Session {
    id: String,
    what: String,
    price: String,
    is_fixed: bool,
}

/// `GET /desk/bookings/{id}/invoice`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    answer(&state, &seat, &id, (&Typed::default(), None)).await
}

/// `POST /desk/bookings/{id}/invoice`.
///
/// # Errors
/// `NotFound`.
pub async fn make(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let mut ids = vec![id.clone()];
    ids.extend(typed.all("with").map(str::to_owned));
    let (viewer, address, now) = (
        seat.viewer.clone(),
        typed.text("address"),
        state.clock.now(),
    );
    let result = state
        .store
        .write(move |db| invoices::make(db, &viewer, &ids, &address, now))
        .await;
    match result {
        Ok(made) => Ok(seat.go(&format!("/desk/invoices/{}?done=invoice-made", made.id))),
        Err(cause @ (ServiceError::Invoice(_) | ServiceError::Invalid(_))) => {
            answer(&state, &seat, &id, (&typed, Some(cause))).await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    (typed, cause): (&Typed, Option<ServiceError>),
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    let (view, sessions, charges) = state
        .store
        .read(move |db| {
            let view = bookings::find_own(db, &viewer, &id)?;
            let mut sessions = vec![view.booking.clone()];
            sessions.extend(invoices::companions(db, &view)?);
            let charges = prices::of_bookings(db, &sessions)?;
            Ok::<_, ServiceError>((view, sessions, charges))
        })
        .await?;
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let path = format!("/desk/bookings/{}", view.booking.id);
    let errors = match &cause {
        Some(ServiceError::Invalid(errors)) => errors.as_slice(),
        _ => &[],
    };
    let page = NewInvoicePage {
        frame: seat.frame(Place::Invoices),
        refused: cause.as_ref().and_then(refused_key).map(|key| t.get(key)),
        name: view.booking.attendee.name.clone(),
        action: seat.href(&format!("{path}/invoice")),
        back: seat.href(&path),
        sender: seat.href("/desk/invoices/sender"),
        sessions: sessions
            .iter()
            .map(|booking| Session {
                id: booking.id.clone(),
                what: format!(
                    "{}, {}",
                    booking.title,
                    t.span_long(booking.life.span, zone)
                ),
                price: charges
                    .get(&booking.id)
                    .map_or_else(|| t.get("price-free"), |charge| t.money(charge.amount)),
                is_fixed: booking.id == view.booking.id,
            })
            .collect(),
        address: Field::new(
            "address",
            t.get("invoice-client-address"),
            Kind::Area,
            typed.get("address"),
        )
        .optional()
        .hint(t.get("invoice-client-address-hint"))
        .checked(t, errors),
        t: t.clone(),
    };
    let status = cause.as_ref().map_or(StatusCode::OK, error::status);
    page::private_html(status, &page)
}
