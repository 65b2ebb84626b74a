//! `/teams`: who offers what together.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use super::bookings::{self, BookingBody, BookingDto};
use super::event_types::{EventTypeBody, EventTypeDto};
use super::hosts;
use super::paging::Page;
use super::parse_slug;
use super::problem::{ApiError, Problem, explain};
use super::slots::{self, SlotsDto, SlotsQuery};
use crate::http::language::Reader;
use crate::kernel::team::Team;
use crate::service::ServiceError;
use crate::service::teams::Member;
use crate::service::{event_types as offers, prices, teams};
use crate::state::State;

/// A team, as visitors know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDto {
    /// The name in addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// IANA name; days and limits are counted in it.
    pub zone: String,
    /// Its page.
    pub url: String,
    /// Who belongs to it, by name.
    pub members: Vec<TeamMemberDto>,
}

/// A member of a team, as visitors know them.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamMemberDto {
    /// The name in addresses.
    pub handle: String,
    /// As they write it.
    pub name: String,
}

impl TeamDto {
    pub(super) fn new(state: &State, team: Team, members: &[Member]) -> Self {
        Self {
            url: state.links.team(&team.slug),
            slug: team.slug.to_string(),
            name: team.name,
            description: team.description,
            zone: team.zone.name().to_owned(),
            members: members
                .iter()
                .map(|member| TeamMemberDto {
                    handle: member.person.username.to_string(),
                    name: member.person.name.clone(),
                })
                .collect(),
        }
    }
}

/// A team.
#[utoipa::path(
    get, path = "/api/v1/teams/{team}", tag = "booking", params(("team" = String, Path)),
    responses((status = 200, body = TeamDto), (status = 404, body = Problem))
)]
pub async fn find(state: Data<State>, path: Path<String>) -> Result<Json<TeamDto>, ApiError> {
    let slug = parse_slug(&path)?;
    let (team, members) = state
        .store
        .read(move |db| {
            let team = teams::find(db, &slug)?;
            let members = teams::members(db, &team)?;
            Ok::<_, ServiceError>((team, members))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(TeamDto::new(&state, team, &members)))
}

/// What a team offers to everybody.
#[utoipa::path(
    get, path = "/api/v1/teams/{team}/event-types", tag = "booking",
    params(("team" = String, Path)),
    responses((status = 200, body = Page<EventTypeBody>), (status = 404, body = Problem))
)]
pub async fn event_types(
    state: Data<State>,
    path: Path<String>,
) -> Result<Json<Page<EventTypeBody>>, ApiError> {
    let slug = parse_slug(&path)?;
    let (event_types, prices, assignments) = state
        .store
        .read(move |db| {
            let team = teams::find(db, &slug)?;
            let found = offers::list_public_of_team(db, &team)?;
            let prices = prices::of_event_types(db, &found)?;
            let assignments = teams::assignments(db, &found)?;
            Ok::<_, ServiceError>((found, prices, assignments))
        })
        .await
        .map_err(explain(&state.texts))?;
    let items = event_types
        .iter()
        .map(|it| {
            let dto = EventTypeDto::with_price(it, prices.get(&it.id));
            dto.assigned(assignments.get(&it.id)).body.without_secrets()
        })
        .collect();
    Ok(Json(Page::whole(items)))
}

/// One event type of a team, listed or not.
#[utoipa::path(
    get, path = "/api/v1/teams/{team}/event-types/{slug}", tag = "booking",
    params(("team" = String, Path), ("slug" = String, Path)),
    responses((status = 200, body = EventTypeBody), (status = 404, body = Problem))
)]
pub async fn event_type(
    state: Data<State>,
    request: HttpRequest,
) -> Result<Json<EventTypeBody>, ApiError> {
    hosts::event_type(state, request).await
}

/// The slots of a team's event type; `host` asks for one of its hosts.
#[utoipa::path(
    get, path = "/api/v1/teams/{team}/event-types/{slug}/slots", tag = "booking",
    params(("team" = String, Path), ("slug" = String, Path), SlotsQuery),
    responses((status = 200, body = SlotsDto), (status = 404, body = Problem),
              (status = 422, body = Problem))
)]
pub async fn slots(
    state: Data<State>,
    request: HttpRequest,
    query: Query<SlotsQuery>,
) -> Result<HttpResponse, ApiError> {
    slots::list(state, request, query).await
}

/// Books a session of a team; `host` asks for one of its hosts.
#[utoipa::path(
    post, path = "/api/v1/teams/{team}/event-types/{slug}/bookings", tag = "booking",
    params(("team" = String, Path), ("slug" = String, Path),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = BookingBody,
    responses((status = 201, body = BookingDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub async fn book(
    state: Data<State>,
    body: Json<BookingBody>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    bookings::create(state, body, reader, request).await
}
