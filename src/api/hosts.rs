//! `/hosts`: who offers what.

use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::event_types::EventTypeBody;
use super::event_types::EventTypeDto;
use super::paging::Page;
use super::problem::{ApiError, explain};
use super::{parse_handle, parse_place};
use crate::kernel::people::Person;
use crate::kernel::spoken::Spoken;
use crate::service::slots;
use crate::service::{ServiceError, event_types as acts, hosts, prices, spoken, teams};
use crate::state::State;

/// A host, as visitors know them.
#[derive(Debug, Serialize, ToSchema)]
pub struct HostDto {
    /// The name in addresses.
    pub handle: String,
    /// As they write it.
    pub name: String,
    /// One sentence.
    pub headline: String,
    /// Some paragraphs.
    pub about: String,
    /// What they speak in sessions (ISO 639-1).
    pub languages: Vec<&'static str>,
    /// IANA name.
    pub zone: String,
    /// Their page.
    pub url: String,
}

fn host_dto(state: &State, host: &Person, languages: &[Spoken]) -> HostDto {
    HostDto {
        handle: host.username.to_string(),
        name: host.name.clone(),
        headline: host.profile.headline.clone(),
        languages: languages.iter().map(|language| language.code()).collect(),
        about: host.profile.about.clone(),
        zone: host.zone.name().to_owned(),
        url: state.links.host(&host.username),
    }
}

/// A host.
#[utoipa::path(
    get, path = "/api/v1/hosts/{handle}", tag = "booking", params(("handle" = String, Path)),
    responses((status = 200, body = HostDto), (status = 404, body = super::problem::Problem))
)]
pub async fn find(state: Data<State>, path: Path<String>) -> Result<Json<HostDto>, ApiError> {
    let username = parse_handle(&path)?;
    let (host, languages) = state
        .store
        .read(move |db| {
            let host = hosts::find(db, &username)?;
            let languages = spoken::of(db, &host.id)?;
            Ok::<_, ServiceError>((host, languages))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(host_dto(&state, &host, &languages)))
}

/// What a host offers to everybody.
#[utoipa::path(
    get, path = "/api/v1/hosts/{handle}/event-types", tag = "booking",
    params(("handle" = String, Path)),
    responses((status = 200, body = Page<EventTypeBody>),
              (status = 404, body = super::problem::Problem))
)]
pub async fn event_types(
    state: Data<State>,
    path: Path<String>,
) -> Result<Json<Page<EventTypeBody>>, ApiError> {
    let username = parse_handle(&path)?;
    let (event_types, prices) = state
        .store
        .read(move |db| {
            let host = hosts::find(db, &username)?;
            let event_types = acts::list_public(db, &host)?;
            let prices = prices::of_event_types(db, &event_types)?;
            Ok::<_, ServiceError>((event_types, prices))
        })
        .await
        .map_err(explain(&state.texts))?;
    let items = event_types
        .iter()
        .map(|event_type| {
            let pricing = prices.get(&event_type.id);
            EventTypeDto::with_price(event_type, pricing)
                .body
                .without_secrets()
        })
        .collect();
    Ok(Json(Page::whole(items)))
}

/// One event type of a host, listed or not.
#[utoipa::path(
    get, path = "/api/v1/hosts/{handle}/event-types/{slug}", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path)),
    responses((status = 200, body = EventTypeBody), (status = 404, body = super::problem::Problem))
)]
pub async fn event_type(
    state: Data<State>,
    request: HttpRequest,
) -> Result<Json<EventTypeBody>, ApiError> {
    let place = parse_place(&request, None)?;
    let (offered, pricing, assignment) = state
        .store
        .read(move |db| {
            let offered = slots::offered(db, &place)?;
            let pricing = prices::of_offered(db, &offered)?;
            let of = std::slice::from_ref(&offered.event_type);
            let assignment = teams::assignments(db, of)?.into_values().next();
            Ok::<_, ServiceError>((offered, pricing, assignment))
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = EventTypeDto::with_price(&offered.event_type, Some(&pricing));
    let body = dto.assigned(assignment.as_ref()).body;
    Ok(Json(body.without_secrets()))
}
