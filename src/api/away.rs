//! `/bookings/{token}/instead`: what becomes of a session whose host cannot come.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bookings::{BookingDto, answer};
use super::problem::{ApiError, Problem, explain};
use crate::kernel::booking::Actor;
use crate::kernel::people::Username;
use crate::service::away::{self, Choice};
use crate::service::bookings;
use crate::state::State;

/// What a client can choose from. Moving and cancelling cost nothing until then.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsteadDto {
    /// The handle of the host who cannot come.
    host: String,
    /// In their words; may be empty.
    message: String,
    /// Who could hold the session at the same time.
    colleagues: Vec<ColleagueDto>,
}

/// Somebody who could hold a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColleagueDto {
    /// Their handle.
    handle: String,
    /// What they are called.
    name: String,
}

/// Whom the client chose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColleagueBody {
    /// The handle of one of the colleagues.
    colleague: String,
}

impl From<Choice> for InsteadDto {
    fn from(choice: Choice) -> Self {
        Self {
            host: choice.absent.username.to_string(),
            message: choice.offer.message,
            colleagues: choice
                .colleagues
                .into_iter()
                .map(|person| ColleagueDto {
                    handle: person.username.to_string(),
                    name: person.name,
                })
                .collect(),
        }
    }
}

/// What the client can choose from; 404 when there is nothing to choose.
#[utoipa::path(
    get, path = "/api/v1/bookings/{token}/instead", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = InsteadDto), (status = 404, body = Problem))
)]
pub async fn find(state: Data<State>, token: Path<String>) -> Result<Json<InsteadDto>, ApiError> {
    let now = state.clock.now();
    let choice = state
        .store
        .read(move |db| away::find(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(InsteadDto::from(choice)))
}

/// Yes to a colleague.
#[utoipa::path(
    post, path = "/api/v1/bookings/{token}/instead", tag = "booking",
    params(("token" = String, Path)), request_body = ColleagueBody,
    responses((status = 200, body = BookingDto), (status = 404, body = Problem),
              (status = 409, body = Problem))
)]
pub async fn accept(
    state: Data<State>,
    token: Path<String>,
    body: Json<ColleagueBody>,
) -> Result<HttpResponse, ApiError> {
    let colleague = Username::parse(&body.colleague)
        .map_err(|_| ApiError::field(&state.texts, "colleague", "unknown-choice"))?;
    let now = state.clock.now();
    let view = state
        .store
        .write(move |db| {
            away::accept(db, &token, &colleague, now)?;
            bookings::find_managed(db, &token)
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = BookingDto::new(&state, &view.booking, &view.host, Actor::Attendee);
    Ok(answer(&dto))
}
