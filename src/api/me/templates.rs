//! `/me/event-types/{id}/template`: a team's event type from which members have their own.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::people::Username;
use crate::service::templates::{self, Lock, Locks, Template};
use crate::state::State;

/// What a template decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"locks": ["time", "price", "policy"]}))]
pub struct TemplateBody {
    /// Any of `texts`, `time`, `booking`, `place`, `questions`, `approval`, `price`, `policy`,
    /// `reminders`.
    locks: Vec<String>,
}

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateDto {
    /// What it decides; null when the event type is no template.
    locks: Option<Vec<&'static str>>,
    /// What members have from it.
    copies: Vec<CopyDto>,
}

/// What a member has from a template.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopyDto {
    /// The id of their event type.
    id: String,
    /// Their handle.
    host: String,
    /// Its name in the address.
    slug: String,
}

/// For whom one is made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HostBody {
    /// The handle of a member.
    host: String,
}

impl From<Template> for TemplateDto {
    fn from(template: Template) -> Self {
        let words = |locks: Locks| locks.0.iter().map(|lock| lock.word()).collect();
        Self {
            locks: template.locks.map(words),
            copies: template
                .copies
                .into_iter()
                .map(|(copy, host)| CopyDto {
                    id: copy.id,
                    host: host.username.to_string(),
                    slug: copy.slug.to_string(),
                })
                .collect(),
        }
    }
}

/// What an event type of a team decides as a template.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/template", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = TemplateDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<TemplateDto>, ApiError> {
    let template = state
        .store
        .read(move |db| templates::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(TemplateDto::from(template)))
}

/// Makes it a template, or changes what it decides.
#[utoipa::path(put, path = "/api/v1/me/event-types/{id}/template", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = TemplateBody,
    responses((status = 200, body = TemplateDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<TemplateBody>,
) -> Result<Json<TemplateDto>, ApiError> {
    let parsed: Option<_> = body.locks.iter().map(|word| Lock::parse(word)).collect();
    let unknown = || ApiError::field(&state.texts, "locks", "unknown-choice");
    let locks = Locks(parsed.ok_or_else(unknown)?);
    let now = state.clock.now();
    let template = state
        .store
        .write(move |db| {
            templates::set(db, &bearer.0, &id, Some(&locks), now)?;
            templates::find(db, &bearer.0, &id)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(TemplateDto::from(template)))
}

/// It is no template any more; what members have stays as it is.
#[utoipa::path(delete, path = "/api/v1/me/event-types/{id}/template", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    state
        .store
        .write(move |db| templates::set(db, &bearer.0, &id, None, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes one for a member.
#[utoipa::path(post, path = "/api/v1/me/event-types/{id}/template/copies", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = HostBody,
    responses((status = 201, body = TemplateDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn give(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<HostBody>,
) -> Result<HttpResponse, ApiError> {
    let host = Username::parse(&body.host)
        .map_err(|_| ApiError::field(&state.texts, "host", "unknown-choice"))?;
    let now = state.clock.now();
    let template = state
        .store
        .write(move |db| {
            templates::give(db, &bearer.0, (&id, &host), now)?;
            templates::find(db, &bearer.0, &id)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(TemplateDto::from(template)))
}

/// What a member has stands on its own from now on.
#[utoipa::path(delete, path = "/api/v1/me/event-types/{id}/template/copies/{copy}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("copy" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn release(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, copy) = path.into_inner();
    state
        .store
        .write(move |db| templates::release(db, &bearer.0, &id, &copy))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
