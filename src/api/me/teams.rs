//! `/me/teams`: the teams of a host, their members, offers and ledger.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::event_types::{EventTypeBody, EventTypeDto};
use crate::api::paging::{self, Page};
use crate::api::parse_handle;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::fairness::WHOLE;
use crate::kernel::people::Username;
use crate::kernel::team::{Assignment, Part, Role, Team};
use crate::service::event_types::{self, Means};
use crate::service::teams::{self, Kind, Ledger, Member, MemberForm, TeamForm};
use crate::service::{Db, ServiceError, hosts, prices};
use crate::state::State;

/// A team as typed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamBody {
    /// The name in addresses.
    slug: String,
    /// What it is called.
    name: String,
    /// What it is about.
    #[serde(default)]
    description: String,
    /// IANA name.
    zone: String,
}

/// A team of the host's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnTeamDto {
    /// Its id.
    id: String,
    /// What can be changed.
    #[serde(flatten)]
    body: TeamBody,
    /// Who belongs to it, by name.
    members: Vec<MemberDto>,
}

/// What somebody is in a team.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// `lead` or `member`.
    role: RoleDto,
    /// How much of the work they take, 0 to 100, beside the weights of the others.
    weight: u32,
}

/// A member of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberDto {
    /// The name in addresses.
    handle: String,
    /// As they write it.
    name: String,
    /// What they are in the team.
    #[serde(flatten)]
    body: MemberBody,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleDto {
    /// Changes the team.
    Lead,
    /// Takes sessions and reads the ledger.
    Member,
}

/// Hosts who can stand for each other: a session takes one of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartDto {
    /// Whether the session takes place without it too.
    #[serde(default)]
    optional: bool,
    /// Their names in addresses.
    hosts: Vec<String>,
}

/// What a member is owed, and what they did.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalanceDto {
    /// The name in addresses.
    handle: String,
    /// Their weight.
    weight: u32,
    /// In sessions; below 0 they are ahead.
    balance: f64,
    /// How often they were free for a session that was given out.
    asked: u32,
    /// How often they were given one.
    taken: u32,
    /// How often they called one off.
    declined: u32,
    /// How often they did not answer.
    absent: u32,
}

/// A decision, or what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryDto {
    /// RFC 3339.
    at: String,
    /// Whose name it is about, as they write it.
    name: String,
    /// `taken`, `declined`, `absent` or `returned`.
    kind: &'static str,
    /// Why they were chosen: `wish`, `alone`, `owed`, `longest` or `order`.
    reason: String,
    /// How their balance changed, in sessions.
    change: f64,
    /// About which booking.
    booking: String,
}

/// The ledger of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerDto {
    /// The members, by name.
    members: Vec<BalanceDto>,
    /// The decisions, the newest first.
    entries: Vec<EntryDto>,
}

/// Which part of the ledger is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LedgerQuery {
    /// After so many entries.
    #[serde(default)]
    skip: u32,
    /// At most so many, 1 to 100.
    limit: Option<u32>,
}

impl TeamBody {
    fn form(&self) -> TeamForm {
        TeamForm {
            slug: self.slug.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            zone: self.zone.clone(),
        }
    }
}

impl From<Role> for RoleDto {
    fn from(role: Role) -> Self {
        match role {
            Role::Lead => Self::Lead,
            Role::Member => Self::Member,
        }
    }
}

impl From<RoleDto> for Role {
    fn from(role: RoleDto) -> Self {
        match role {
            RoleDto::Lead => Self::Lead,
            RoleDto::Member => Self::Member,
        }
    }
}

fn team_dto(team: Team, members: &[Member]) -> OwnTeamDto {
    OwnTeamDto {
        id: team.id,
        body: TeamBody {
            slug: team.slug.to_string(),
            name: team.name,
            description: team.description,
            zone: team.zone.name().to_owned(),
        },
        members: members
            .iter()
            .map(|member| MemberDto {
                handle: member.person.username.to_string(),
                name: member.person.name.clone(),
                body: MemberBody {
                    role: member.membership.role.into(),
                    weight: member.membership.weight,
                },
            })
            .collect(),
    }
}

fn with_members(db: &mut Db, team: Team) -> Result<OwnTeamDto, ServiceError> {
    let members = teams::members(db, &team)?;
    Ok(team_dto(team, &members))
}

/// The host's teams, by name.
#[utoipa::path(get, path = "/api/v1/me/teams", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<OwnTeamDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<OwnTeamDto>>, ApiError> {
    let found = state
        .store
        .read(move |db| teams::list_own(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    let items = found.into_iter().map(|team| team_dto(team, &[])).collect();
    Ok(Json(Page::whole(items)))
}

/// One of them, with its members.
#[utoipa::path(get, path = "/api/v1/me/teams/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = OwnTeamDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<OwnTeamDto>, ApiError> {
    let team = state
        .store
        .read(move |db| {
            let team = teams::find_own(db, &bearer.0, &id)?;
            with_members(db, team)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(team))
}

/// A new team, for those who run the instance.
#[utoipa::path(post, path = "/api/v1/me/teams", tag = "me", security(("token" = [])),
    request_body = TeamBody,
    responses((status = 201, body = OwnTeamDto), (status = 403, body = Problem),
              (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<TeamBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let team = state
        .store
        .write(move |db| {
            let team = teams::create(db, &bearer.0, &body.form(), now)?;
            with_members(db, team)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(team))
}

/// Writes a team over, for those who lead it.
#[utoipa::path(put, path = "/api/v1/me/teams/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = TeamBody,
    responses((status = 200, body = OwnTeamDto), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<TeamBody>,
) -> Result<Json<OwnTeamDto>, ApiError> {
    let team = state
        .store
        .write(move |db| {
            let team = teams::replace(db, &bearer.0, &id, &body.form())?;
            with_members(db, team)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(team))
}

/// Removes a team of which nothing was ever booked.
#[utoipa::path(delete, path = "/api/v1/me/teams/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| teams::delete(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes somebody into a team, or changes what they are there.
#[utoipa::path(put, path = "/api/v1/me/teams/{id}/members/{handle}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("handle" = String, Path)),
    request_body = MemberBody,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn set_member(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Json<MemberBody>,
) -> Result<HttpResponse, ApiError> {
    let form = MemberForm {
        username: parse_handle(&path.1)?,
        role: body.role.into(),
        weight: body.weight,
    };
    let (id, now) = (path.0.clone(), state.clock.now());
    state
        .store
        .write(move |db| teams::set_member(db, &bearer.0, &id, &form, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Somebody leaves a team; what they agreed to stays theirs.
#[utoipa::path(delete, path = "/api/v1/me/teams/{id}/members/{handle}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("handle" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn remove_member(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, username) = (path.0.clone(), parse_handle(&path.1)?);
    state
        .store
        .write(move |db| teams::remove_member(db, &bearer.0, &id, &username))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// How the sessions of a team were shared out; every member reads it.
#[utoipa::path(get, path = "/api/v1/me/teams/{id}/ledger", tag = "me", security(("token" = [])),
    params(("id" = String, Path), LedgerQuery),
    responses((status = 200, body = LedgerDto), (status = 404, body = Problem)))]
pub async fn ledger(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    query: Query<LedgerQuery>,
) -> Result<Json<LedgerDto>, ApiError> {
    let part = (query.skip, paging::limit(query.limit)?);
    let ledger = state
        .store
        .read(move |db| teams::ledger(db, &bearer.0, &id, part))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(LedgerDto::from(ledger)))
}

impl From<Ledger> for LedgerDto {
    fn from(ledger: Ledger) -> Self {
        let sessions = |shares: i64| shares as f64 / WHOLE as f64;
        let members = ledger.members.iter().map(|member| {
            let balance = ledger.balances.get(&member.person.id);
            let balance = balance.cloned().unwrap_or_default();
            BalanceDto {
                handle: member.person.username.to_string(),
                weight: member.membership.weight,
                balance: sessions(balance.balance),
                asked: balance.asked,
                taken: balance.taken,
                declined: balance.declined,
                absent: balance.absent,
            }
        });
        let entries = ledger.entries.iter().map(|entry| EntryDto {
            at: entry.at.to_rfc3339(),
            name: ledger
                .names
                .get(&entry.person_id)
                .cloned()
                .unwrap_or_default(),
            kind: match entry.kind {
                Kind::Asked => "asked",
                Kind::Taken => "taken",
                Kind::Declined => "declined",
                Kind::Absent => "absent",
                Kind::Returned => "returned",
            },
            reason: entry.reason.clone(),
            change: sessions(entry.change),
            booking: entry.booking_id.clone(),
        });
        Self {
            members: members.collect(),
            entries: entries.collect(),
        }
    }
}

/// The event types of a team, the oldest first, also closed ones.
#[utoipa::path(get, path = "/api/v1/me/teams/{id}/event-types", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Page<EventTypeDto>), (status = 404, body = Problem)))]
pub async fn event_types(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<Page<EventTypeDto>>, ApiError> {
    let (found, prices, assignments) = state
        .store
        .read(move |db| {
            let team = teams::find_own(db, &bearer.0, &id)?;
            let found = event_types::list_of_team(db, &bearer.0, &team)?;
            let prices = prices::of_event_types(db, &found)?;
            let assignments = teams::assignments(db, &found)?;
            Ok::<_, ServiceError>((found, prices, assignments))
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        found
            .iter()
            .map(|it| {
                let dto = EventTypeDto::with_price(it, prices.get(&it.id));
                dto.assigned(assignments.get(&it.id))
            })
            .collect(),
    )))
}

/// A new event type of a team. Its members hold the sessions by turns, until `parts` says who does.
#[utoipa::path(post, path = "/api/v1/me/teams/{id}/event-types", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = EventTypeBody,
    responses((status = 201, body = EventTypeDto), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn create_event_type(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
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
            let form = (id.as_str(), form);
            let made = event_types::create_for_team(db, &bearer.0, &means, form, now)?;
            let pricing = prices::set(db, &bearer.0, &made.id, &pricing)?;
            Ok::<_, ServiceError>((made, pricing))
        })
        .await
        .map_err(explain(&state.texts))?;
    // Everybody holds the sessions of a new one by turns.
    let dto = EventTypeDto::with_price(&event_type, Some(&pricing));
    Ok(HttpResponse::Created().json(dto.assigned(Some(&Assignment::RoundRobin))))
}

/// Who holds the sessions of a team's event type: one of each part.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/parts", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = [PartDto]), (status = 404, body = Problem)))]
pub async fn parts(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<Vec<PartDto>>, ApiError> {
    let parts = state
        .store
        .read(move |db| {
            event_types::find(db, &bearer.0, &id)?;
            let parts = teams::parts(db, &id)?;
            let names = hosts::usernames(db, parts.iter().flat_map(|part| &part.host_ids))?;
            Ok::<_, ServiceError>(
                parts
                    .into_iter()
                    .map(|part| PartDto {
                        optional: part.is_optional,
                        hosts: part
                            .host_ids
                            .iter()
                            .filter_map(|id| names.get(id))
                            .map(Username::to_string)
                            .collect(),
                    })
                    .collect(),
            )
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(parts))
}

/// Says who holds the sessions of a team's event type.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}/parts", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = [PartDto],
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn set_parts(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<Vec<PartDto>>,
) -> Result<HttpResponse, ApiError> {
    let mut named = Vec::new();
    for part in body.into_inner() {
        let hosts: Result<Vec<Username>, ApiError> =
            part.hosts.iter().map(|host| parse_handle(host)).collect();
        named.push((part.optional, hosts?));
    }
    state
        .store
        .write(move |db| {
            let ids = hosts::ids(db, named.iter().flat_map(|(_, hosts)| hosts))?;
            let parts: Vec<Part> = named
                .iter()
                .map(|(is_optional, hosts)| Part {
                    is_optional: *is_optional,
                    // A name that nobody has is an id that nobody in the team has.
                    host_ids: hosts
                        .iter()
                        .map(|host| ids.get(host).cloned().unwrap_or_default())
                        .collect(),
                })
                .collect();
            teams::set_parts(db, &bearer.0, &id, &parts)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
