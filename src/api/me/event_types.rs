//! `/me/event-types`: what the host offers.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};

use crate::api::bearer::Bearer;
use crate::api::event_types::{EventTypeBody, EventTypeDto};
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::service::event_types::{self, Means};
use crate::service::{ServiceError, prices, teams};
use crate::state::State;

/// The host's event types, the oldest first, also closed ones.
#[utoipa::path(get, path = "/api/v1/me/event-types", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<EventTypeDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
) -> Result<Json<Page<EventTypeDto>>, ApiError> {
    let (event_types, prices) = state
        .store
        .read(move |db| {
            let event_types = event_types::list_own(db, &bearer.0)?;
            let prices = prices::of_event_types(db, &event_types)?;
            Ok::<_, ServiceError>((event_types, prices))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        event_types
            .iter()
            .map(|it| EventTypeDto::with_price(it, prices.get(&it.id)))
            .collect(),
    )))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = EventTypeDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<EventTypeDto>, ApiError> {
    let (event_type, pricing, assignment) = state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &bearer.0, &id)?;
            let pricing = prices::of_event_type(db, &id)?;
            let of = std::slice::from_ref(&event_type);
            let assignment = teams::assignments(db, of)?.into_values().next();
            Ok::<_, ServiceError>((event_type, pricing, assignment))
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = EventTypeDto::with_price(&event_type, Some(&pricing));
    Ok(Json(dto.assigned(assignment.as_ref())))
}

/// A new event type.
#[utoipa::path(post, path = "/api/v1/me/event-types", tag = "me", security(("token" = [])),
    request_body = EventTypeBody,
    responses((status = 201, body = EventTypeDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<EventTypeBody>,
) -> Result<HttpResponse, ApiError> {
    let (form, pricing) = body.into_inner().into_forms(&state.texts)?;
    let (now, reached) = (state.clock.now(), state.clone());
    let (event_type, pricing) = state
        .store
        .write(move |db| {
            let means = Means {
                rooms: &reached.rooms,
                texts: &reached.texts,
            };
            let made = event_types::create(db, &bearer.0, &means, form, now)?;
            let pricing = prices::set(db, &bearer.0, &made.id, &pricing)?;
            Ok::<_, ServiceError>((made, pricing))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(EventTypeDto::with_price(&event_type, Some(&pricing))))
}

/// Writes an event type over; what is booked stays as it was booked.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = EventTypeBody,
    responses((status = 200, body = EventTypeDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<EventTypeBody>,
) -> Result<Json<EventTypeDto>, ApiError> {
    let (form, pricing) = body.into_inner().into_forms(&state.texts)?;
    let reached = state.clone();
    let (event_type, pricing, assignment) = state
        .store
        .write(move |db| {
            let means = Means {
                rooms: &reached.rooms,
                texts: &reached.texts,
            };
            let made = event_types::replace(db, &bearer.0, &means, &id, form)?;
            let pricing = prices::set(db, &bearer.0, &id, &pricing)?;
            let of = std::slice::from_ref(&made);
            let assignment = teams::assignments(db, of)?.into_values().next();
            Ok::<_, ServiceError>((made, pricing, assignment))
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = EventTypeDto::with_price(&event_type, Some(&pricing));
    Ok(Json(dto.assigned(assignment.as_ref())))
}

/// Removes an event type that was never booked; others can be closed.
#[utoipa::path(delete, path = "/api/v1/me/event-types/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| event_types::delete(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
