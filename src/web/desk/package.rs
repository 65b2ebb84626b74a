//! `/desk/packages/{id}`: one package with its ledger, and what its host can do with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::{PageError, refused_key};
use super::super::packages::words::{self, HistoryLine, SessionRow, Tag};
use super::super::page;
use super::seat::{Frame, Place as Spot, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::booking::Booking;
use crate::kernel::packages::{Place, Standing};
use crate::service::ServiceError;
use crate::service::packages::{self as service, PackageView};
use crate::state::State;
use crate::texts::Words;

/// `desk/package.html`.
#[derive(Template)]
#[template(path = "desk/package.html")]
struct PackagePage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    name: String,
    email: String,
    title: String,
    tag: Tag,
    note: Option<String>,
    link: String,
    facts: Vec<(String, String)>,
    planned: Vec<SessionRow>,
    over: Vec<SessionRow>,
    history: Vec<HistoryLine>,
    invoices: Vec<(String, String)>,
    may_invoice: bool,
    may_freeze: bool,
    may_thaw: bool,
    may_end: bool,
    end_note: String,
    path: String,
}

/// `GET /desk/packages/{id}`.
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

/// `POST /desk/packages/{id}/{step}`: `freeze`, `thaw`, `give-back`, `invoice` or `end`.
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
    let (viewer, asked, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let (name, booking) = (step.clone(), typed.text("booking"));
    let done = state
        .store
        .write(move |db| match name.as_str() {
            "freeze" => service::freeze(db, &viewer, &asked, now).map(drop),
            "thaw" => service::thaw(db, &viewer, &asked, now).map(drop),
            "give-back" => service::give_back(db, &viewer, (&asked, &booking), now).map(drop),
            "invoice" => service::make_invoice(db, &viewer, &asked, now).map(drop),
            "end" => service::end(db, &viewer, &asked, now).map(drop),
            _ => Err(ServiceError::NotFound),
        })
        .await;
    match done {
        Ok(()) => Ok(seat.go(&format!("/desk/packages/{id}?done=package-{step}"))),
        Err(cause @ (ServiceError::Package(_) | ServiceError::Invoice(_))) => {
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
    let (viewer, asked, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    let view = state
        .store
        .read(move |db| service::find_own(db, &viewer, &asked, now))
        .await?;
    let status = cause.as_ref().map_or(StatusCode::OK, error::status);
    let mut page = package_page(state, seat, &view, now);
    page.refused = cause
        .as_ref()
        .and_then(refused_key)
        .map(|key| seat.t.get(key));
    page::private_html(status, &page)
}

fn package_page(state: &State, seat: &Seat, view: &PackageView, now: DateTime<Utc>) -> PackagePage {
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let package = &view.package;
    let standing = package.standing(now);
    let path = format!("/desk/packages/{}", package.id);
    let href = |booking: &Booking| seat.href(&format!("/desk/bookings/{}", booking.id));
    let rows = |places: &[Place]| words::rows(t, view, places, (zone, now), href);
    let is_over = standing == Standing::Ended;
    PackagePage {
        frame: seat.frame(Spot::Packages),
        refused: None,
        name: package.client.name.clone(),
        email: package.client.email.to_string(),
        title: words::title(t, package),
        tag: words::tag(t, package, now),
        note: words::standing(t, view, now),
        link: state.links.package(&package.id),
        facts: words::facts(t, view),
        planned: rows(&[Place::Planned]),
        over: over(
            seat,
            view,
            rows(&[Place::Used, Place::Missed, Place::Late]),
            &path,
        ),
        history: words::history(t, view, zone),
        invoices: view
            .invoices
            .iter()
            .map(|it| {
                let href = seat.href(&format!("/desk/invoices/{}", it.id));
                (href, t.one("invoice-titled", "number", it.number.as_str()))
            })
            .collect(),
        may_invoice: package.price.is_some() && view.invoices.is_empty() && !is_over,
        may_freeze: matches!(standing, Standing::Running | Standing::UsedUp),
        may_thaw: matches!(standing, Standing::Frozen(_)),
        may_end: !is_over,
        end_note: end_note(t, view),
        path,
        t: t.clone(),
    }
}

/// What was used, the last first, with the way to give it back.
fn over(seat: &Seat, view: &PackageView, mut rows: Vec<SessionRow>, path: &str) -> Vec<SessionRow> {
    rows.reverse();
    if view.package.ended.is_none() {
        for row in &mut rows {
            row.give_back = Some(seat.href(&format!("{path}/give-back")));
        }
    }
    rows
}

/// What ending it now would mean.
fn end_note(t: &Words, view: &PackageView) -> String {
    let planned = t.count("package-end-note", view.ledger.planned as usize);
    match view.package.refund(view.ledger.used) {
        Some(refund) => {
            let refund = t.one("package-end-refund", "refund", t.money(refund));
            format!("{planned} {refund}")
        }
        None => planned,
    }
}
