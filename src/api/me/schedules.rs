//! `/me/schedules`: the host's hours.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::schedules::{ScheduleBody, ScheduleDto};
use crate::service::schedules;
use crate::state::State;

/// The host's schedules, the oldest first.
#[utoipa::path(get, path = "/api/v1/me/schedules", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<ScheduleDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<ScheduleDto>>, ApiError> {
    let schedules = state
        .store
        .read(move |db| schedules::list(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        schedules.iter().map(ScheduleDto::from).collect(),
    )))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/schedules/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = ScheduleDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<ScheduleDto>, ApiError> {
    let schedule = state
        .store
        .read(move |db| schedules::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(ScheduleDto::from(&schedule)))
}

/// A new schedule.
#[utoipa::path(post, path = "/api/v1/me/schedules", tag = "me", security(("token" = [])),
    request_body = ScheduleBody,
    responses((status = 201, body = ScheduleDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<ScheduleBody>,
) -> Result<HttpResponse, ApiError> {
    let hours = body.hours(&state.texts)?;
    let schedule = state
        .store
        .write(move |db| schedules::create(db, &bearer.0, &body.name, hours))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(ScheduleDto::from(&schedule)))
}

/// Writes a schedule over; what is booked stays booked.
#[utoipa::path(put, path = "/api/v1/me/schedules/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = ScheduleBody,
    responses((status = 200, body = ScheduleDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ScheduleBody>,
) -> Result<Json<ScheduleDto>, ApiError> {
    let hours = body.hours(&state.texts)?;
    let schedule = state
        .store
        .write(move |db| schedules::replace(db, &bearer.0, &id, &body.name, hours))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(ScheduleDto::from(&schedule)))
}

/// Removes a schedule that no event type uses.
#[utoipa::path(delete, path = "/api/v1/me/schedules/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| schedules::delete(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
