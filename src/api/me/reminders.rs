//! `/me/event-types/{id}/reminders`: what is sent around a session; `/me/reminders`: in which tone.

use actix_web::web::{Data, Json, Path};

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::reminders::{PlanBody, ToneBody};
use crate::service::reminders;
use crate::state::State;

/// The reminders of an event type.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/reminders", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PlanBody), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<PlanBody>, ApiError> {
    let plan = state
        .store
        .read(move |db| reminders::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(plan.into()))
}

/// Writes the reminders of an event type over, for all sessions to come.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}/reminders", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = PlanBody,
    responses((status = 200, body = PlanBody), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<PlanBody>,
) -> Result<Json<PlanBody>, ApiError> {
    let (wanted, now) = (
        body.into_inner().into_plan(&state.texts)?,
        state.clock.now(),
    );
    let plan = state
        .store
        .write(move |db| reminders::change(db, &bearer.0, &id, |plan| *plan = wanted, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(plan.into()))
}

/// How the host's German standard texts address the client.
#[utoipa::path(get, path = "/api/v1/me/reminders", tag = "me", security(("token" = [])),
    responses((status = 200, body = ToneBody), (status = 401, body = Problem)))]
pub async fn find_tone(state: Data<State>, bearer: Bearer) -> Result<Json<ToneBody>, ApiError> {
    let tone = state
        .store
        .read(move |db| reminders::find_tone(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(ToneBody { tone: tone.into() }))
}

/// Chooses how they do, wherever an event type says nothing else.
#[utoipa::path(put, path = "/api/v1/me/reminders", tag = "me", security(("token" = [])),
    request_body = ToneBody,
    responses((status = 200, body = ToneBody), (status = 401, body = Problem)))]
pub async fn set_tone(
    state: Data<State>,
    bearer: Bearer,
    body: Json<ToneBody>,
) -> Result<Json<ToneBody>, ApiError> {
    let tone = body.tone;
    state
        .store
        .write(move |db| reminders::set_tone(db, &bearer.0, tone.into()))
        .await
        .map_err(explain(&state.texts))?;
    Ok(body)
}
