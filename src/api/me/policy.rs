//! `/me/event-types/{id}/policy`, and what came of it: fees waived, clients who did not come.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};

use crate::api::bearer::Bearer;
use crate::api::bookings::{BookingDto, answer};
use crate::api::policy::PolicyBody;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::booking::{Actor, Booking};
use crate::kernel::policy::Policy;
use crate::service::{Db, ServiceError, Viewer, policy};
use crate::state::State;

/// What is agreed about the sessions of an event type.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/policy", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PolicyBody), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<PolicyBody>, ApiError> {
    let (_, policy) = state
        .store
        .read(move |db| policy::find_own(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(PolicyBody::from(&policy)))
}

/// The same anew, for new bookings.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}/policy", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = PolicyBody,
    responses((status = 200, body = PolicyBody), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<PolicyBody>,
) -> Result<Json<PolicyBody>, ApiError> {
    let policy = Policy::from(body.into_inner());
    state
        .store
        .write(move |db| policy::update(db, &bearer.0, &id, &policy))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(PolicyBody::from(&policy)))
}

async fn act<F>(
    state: &State,
    bearer: Bearer,
    id: Path<String>,
    act: F,
) -> Result<HttpResponse, ApiError>
where
    F: FnOnce(&mut Db, &Viewer, &str) -> Result<Booking, ServiceError> + Send + 'static,
{
    let host = bearer.0.person.clone();
    let booking = state
        .store
        .write(move |db| act(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(answer(&BookingDto::new(
        state,
        &booking,
        &host,
        Actor::Host,
    )))
}

/// The client did not come.
#[utoipa::path(post, path = "/api/v1/me/bookings/{id}/no-show", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = BookingDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn mark_no_show(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    act(&state, bearer, id, move |db, viewer, id| {
        policy::mark_no_show(db, viewer, id, now)
    })
    .await
}

/// The client came after all.
#[utoipa::path(delete, path = "/api/v1/me/bookings/{id}/no-show", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = BookingDto), (status = 404, body = Problem)))]
pub async fn unmark_no_show(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    act(&state, bearer, id, policy::unmark_no_show).await
}

/// The host lets the client off what they owe.
#[utoipa::path(post, path = "/api/v1/me/bookings/{id}/waive", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = BookingDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn waive(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    act(&state, bearer, id, move |db, viewer, id| {
        policy::waive(db, viewer, id, now)
    })
    .await
}
