//! `/me/event-types/{id}/group`: how an event type is shared among many.

use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::event_type::EventType;
use crate::service::groups::{self, GroupForm, GroupRules};
use crate::service::{ServiceError, event_types};
use crate::state::State;

/// How an event type is shared among many.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDto {
    /// How many people a session takes; 1 is no group.
    seats: u32,
    /// Only at times that the host sets; otherwise at every free time of their hours.
    #[serde(default)]
    set_times_only: bool,
    /// How many people it needs to take place; 0 for no minimum.
    #[serde(default)]
    minimum: u32,
    /// How many minutes before the start it is decided whether enough have come.
    #[serde(default)]
    decide_before: u32,
    /// How many minutes before the start sign-up closes; the minimum notice if left out.
    #[serde(default)]
    close_before: Option<u32>,
    /// How many more people one booking may bring.
    #[serde(default)]
    extra_places: u32,
}

impl GroupDto {
    fn new(event_type: &EventType, rules: GroupRules) -> Self {
        Self {
            seats: event_type.rules.seats,
            set_times_only: rules.set_times_only,
            minimum: rules.minimum,
            decide_before: rules.decide_before,
            close_before: rules.close_before,
            extra_places: rules.extra_places,
        }
    }
}

/// How an event type is shared among many.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/group", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = GroupDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<GroupDto>, ApiError> {
    let found = state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &bearer.0, &id)?;
            let rules = groups::rules_of(db, &event_type)?;
            Ok::<_, ServiceError>(GroupDto::new(&event_type, rules))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(found))
}

/// Changes that; sessions that are set already stay as they are.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}/group", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = GroupDto,
    responses((status = 200, body = GroupDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<GroupDto>,
) -> Result<Json<GroupDto>, ApiError> {
    let form = GroupForm {
        seats: body.seats,
        set_times_only: body.set_times_only,
        minimum: body.minimum,
        decide_before: body.decide_before,
        close_before: body.close_before,
        extra_places: body.extra_places,
    };
    let now = state.clock.now();
    let changed = state
        .store
        .write(move |db| {
            let event_type = groups::set_rules(db, &bearer.0, &id, &form, now)?;
            let rules = groups::rules_of(db, &event_type)?;
            Ok::<_, ServiceError>(GroupDto::new(&event_type, rules))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(changed))
}
