//! `/me/invoices`: made, sent, paid, taken back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::paging::{self, Page};
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::read_date;
use crate::service::invoices::{self, Invoice, Shelf, Standing};
use crate::service::{Db, Viewer};
use crate::state::State;

/// An invoice. Amounts are whole cents, with all tax.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceDto {
    /// Names it in addresses.
    id: String,
    /// Its number as it is written.
    number: String,
    /// The day it was made, in the host's zone.
    issued_on: String,
    /// The number of the invoice that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    takes_back: Option<String>,
    /// The number of the storno that takes it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back_by: Option<String>,
    /// When it was paid, by the host's mark.
    paid_on: Option<String>,
    /// Whom it is for.
    name: String,
    /// Some lines; may be empty.
    address: String,
    /// Where it is sent.
    email: String,
    /// What is to be paid, in cents.
    total: i64,
    /// ISO 4217.
    currency: &'static str,
    /// Its sessions.
    lines: Vec<LineDto>,
}

/// A session on an invoice.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineDto {
    /// The booking, unless it has been erased.
    booking: Option<String>,
    /// What was booked.
    title: String,
    /// RFC 3339, UTC.
    start: String,
    /// RFC 3339, UTC, exclusive.
    end: String,
    /// In cents.
    amount: i64,
}

/// What an invoice is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceBody {
    /// Bookings of one client within a month.
    bookings: Vec<String>,
    /// The client's address, some lines; small invoices need none.
    #[serde(default)]
    address: String,
}

/// When it was paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidBody {
    /// `2026-12-01`; null takes the mark away.
    paid_on: Option<String>,
}

/// Which invoices are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `open`, `paid` or `all`; all if left out.
    shelf: Option<String>,
    /// 1 to 100; 50 if left out.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<u32>,
}

impl From<&Standing> for InvoiceDto {
    fn from(standing: &Standing) -> Self {
        Self {
            takes_back: standing.takes_back.clone(),
            taken_back_by: standing.taken_back_by.clone(),
            ..Self::from(&standing.invoice)
        }
    }
}

impl From<&Invoice> for InvoiceDto {
    fn from(invoice: &Invoice) -> Self {
        let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: invoice.id.clone(),
            number: invoice.number.clone(),
            issued_on: invoice.issued_on.to_string(),
            takes_back: None,
            taken_back_by: None,
            paid_on: invoice.paid_on.map(|day| day.to_string()),
            name: invoice.client.name.clone(),
            address: invoice.client.address.clone(),
            email: invoice.client.email.to_string(),
            total: invoice.total.cents,
            currency: invoice.total.currency.code(),
            lines: invoice
                .lines
                .iter()
                .map(|line| LineDto {
                    booking: line.booking_id.clone(),
                    title: line.title.clone(),
                    start: instant(line.at.0),
                    end: instant(line.at.1),
                    amount: line.cents,
                })
                .collect(),
        }
    }
}

/// The host's invoices, the newest first.
#[utoipa::path(get, path = "/api/v1/me/invoices", tag = "me", security(("token" = [])),
    params(ListQuery),
    responses((status = 200, body = Page<InvoiceDto>), (status = 400, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<ListQuery>,
) -> Result<Json<Page<InvoiceDto>>, ApiError> {
    let shelf = match query.shelf.as_deref() {
        None | Some("all") => Shelf::All,
        Some("open") => Shelf::Open,
        Some("paid") => Shelf::Paid,
        Some(_) => return Err(ApiError::field(&state.texts, "shelf", "unknown-choice")),
    };
    let (limit, skip) = (paging::limit(query.limit)?, query.cursor.unwrap_or(0));
    let mut found = state
        .store
        .read(move |db| invoices::list(db, &bearer.0, shelf, (skip, limit + 1)))
        .await
        .map_err(explain(&state.texts))?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let next = (found.len() > most).then(|| skip.saturating_add(limit).to_string());
    found.truncate(most);
    let items = found.iter().map(|(invoice, _)| InvoiceDto::from(invoice));
    Ok(Json(Page {
        items: items.collect(),
        next,
    }))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/invoices/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = InvoiceDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<InvoiceDto>, ApiError> {
    let standing = state
        .store
        .read(move |db| invoices::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(InvoiceDto::from(&standing)))
}

/// Makes an invoice.
#[utoipa::path(post, path = "/api/v1/me/invoices", tag = "me", security(("token" = [])),
    request_body = InvoiceBody,
    responses((status = 201, body = InvoiceDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<InvoiceBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let made = state
        .store
        .write(move |db| invoices::make(db, &bearer.0, &body.bookings, &body.address, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(InvoiceDto::from(&made)))
}

/// What is done with an invoice.
enum Step {
    TakeBack,
    Send,
    Pay(Option<NaiveDate>),
}

/// Takes an invoice back by another one.
#[utoipa::path(post, path = "/api/v1/me/invoices/{id}/take-back", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = InvoiceDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn take_back(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<InvoiceDto>, ApiError> {
    step(&state, bearer.0, id.into_inner(), Step::TakeBack).await
}

/// Sends an invoice to its client, again if need be.
#[utoipa::path(post, path = "/api/v1/me/invoices/{id}/send", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = InvoiceDto), (status = 404, body = Problem)))]
pub async fn send(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<InvoiceDto>, ApiError> {
    step(&state, bearer.0, id.into_inner(), Step::Send).await
}

/// Marks an invoice as paid, or takes the mark away.
#[utoipa::path(put, path = "/api/v1/me/invoices/{id}/paid", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = PaidBody,
    responses((status = 200, body = InvoiceDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn pay(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<PaidBody>,
) -> Result<Json<InvoiceDto>, ApiError> {
    let day = body.paid_on.as_deref();
    let day = day
        .map(|text| read_date(&state.texts, "paid_on", text))
        .transpose()?;
    step(&state, bearer.0, id.into_inner(), Step::Pay(day)).await
}

async fn step(
    state: &State,
    viewer: Viewer,
    id: String,
    step: Step,
) -> Result<Json<InvoiceDto>, ApiError> {
    let now = state.clock.now();
    let standing = state
        .store
        .write(move |db: &mut Db| {
            match step {
                Step::TakeBack => drop(invoices::take_back(db, &viewer, &id, now)?),
                Step::Send => invoices::send(db, &viewer, &id, now)?,
                Step::Pay(day) => invoices::set_paid(db, &viewer, &id, day)?,
            }
            invoices::find(db, &viewer, &id)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(InvoiceDto::from(&standing)))
}
