//! `/bookings/{token}/withdrawal` and `/packages/{token}/withdrawal`: the contract about a paid
//! session or package, taken back (§ 356a BGB).

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{NaiveDate, SecondsFormat};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{ApiError, Problem, explain};
use crate::kernel::money::Money;
use crate::kernel::withdrawal::Right;
use crate::service::withdrawals::{self, Contract, Withdrawal};
use crate::service::{ServiceError, packages};
use crate::state::State;

/// How the right to withdraw stands, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawalDto {
    /// `open`, `too_late`, `took_place`, `nothing_left` or `withdrawn`.
    state: &'static str,
    /// The last day of it, in the client's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<String>,
    /// What is given back, in cents.
    refund: i64,
    /// ISO 4217.
    currency: &'static str,
    /// When the declaration came in, RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<String>,
}

impl WithdrawalDto {
    fn new(right: Right, withdrawal: Option<Withdrawal>, due: Money) -> Self {
        let day = |day: NaiveDate| Some(day.to_string());
        let (state, last_day) = match right {
            _ if withdrawal.is_some() => ("withdrawn", None),
            Right::Until(last) => ("open", day(last)),
            Right::TooLate(last) => ("too_late", day(last)),
            Right::TookPlace => ("took_place", None),
            Right::NothingLeft => ("nothing_left", None),
        };
        let refund = withdrawal.map_or(due, |it| it.refund);
        Self {
            state,
            last_day,
            refund: refund.cents,
            currency: refund.currency.code(),
            received_at: withdrawal
                .map(|it| it.received_at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        }
    }
}

impl From<&Contract> for WithdrawalDto {
    fn from(contract: &Contract) -> Self {
        Self::new(contract.right, contract.withdrawal, contract.refund())
    }
}

impl From<packages::Contract> for WithdrawalDto {
    fn from(contract: packages::Contract) -> Self {
        Self::new(contract.right, contract.withdrawal, contract.refund)
    }
}

/// Whether the contract about a paid session can be taken back.
#[utoipa::path(
    get, path = "/api/v1/bookings/{token}/withdrawal", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = WithdrawalDto), (status = 404, body = Problem))
)]
pub async fn find(
    state: Data<State>,
    token: Path<String>,
) -> Result<Json<WithdrawalDto>, ApiError> {
    let now = state.clock.now();
    let contract = state
        .store
        .read(move |db| withdrawals::find(db, &token, now)?.ok_or(ServiceError::NotFound))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(WithdrawalDto::from(&contract)))
}

/// The client takes it back. Who declares it again gets the same answer.
#[utoipa::path(
    post, path = "/api/v1/bookings/{token}/withdrawal", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = WithdrawalDto), (status = 404, body = Problem),
              (status = 409, body = Problem))
)]
pub async fn withdraw(state: Data<State>, token: Path<String>) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let contract = state
        .store
        .write(move |db| {
            withdrawals::withdraw(db, &token, now)?;
            withdrawals::find(db, &token, now)?.ok_or(ServiceError::NotFound)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(WithdrawalDto::from(&contract)))
}

/// Whether the contract about a paid package can be taken back.
#[utoipa::path(
    get, path = "/api/v1/packages/{token}/withdrawal", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = WithdrawalDto), (status = 404, body = Problem),
              (status = 409, body = Problem))
)]
pub async fn find_of_package(
    state: Data<State>,
    token: Path<String>,
) -> Result<Json<WithdrawalDto>, ApiError> {
    let now = state.clock.now();
    let (_, contract) = state
        .store
        .read(move |db| packages::contract(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(WithdrawalDto::from(contract)))
}

/// The client takes it back: what is planned is called off, what was used is paid for. Who
/// declares it again gets the same answer.
#[utoipa::path(
    post, path = "/api/v1/packages/{token}/withdrawal", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = WithdrawalDto), (status = 404, body = Problem),
              (status = 409, body = Problem))
)]
pub async fn withdraw_package(
    state: Data<State>,
    token: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let contract = state
        .store
        .write(move |db| packages::withdraw(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(WithdrawalDto::from(contract)))
}
