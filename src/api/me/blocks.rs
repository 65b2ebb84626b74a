//! `/me/blocks`: who cannot book with the host.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::service::blocks::{self, Block};
use crate::state::State;

/// A new entry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockBody {
    /// An address, or a domain with everything below it.
    #[schema(example = "spam.example")]
    pattern: String,
    /// Why, for the host alone.
    #[serde(default)]
    note: String,
}

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockDto {
    /// Names it.
    id: String,
    /// An address or a domain, in lower case.
    pattern: String,
    /// Why.
    note: String,
}

impl From<&Block> for BlockDto {
    fn from(block: &Block) -> Self {
        Self {
            id: block.id.clone(),
            pattern: block.pattern.clone(),
            note: block.note.clone(),
        }
    }
}

/// The host's list.
#[utoipa::path(get, path = "/api/v1/me/blocks", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<BlockDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<BlockDto>>, ApiError> {
    let blocks = state
        .store
        .read(move |db| blocks::list(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        blocks.iter().map(BlockDto::from).collect(),
    )))
}

/// Somebody cannot book any more.
#[utoipa::path(post, path = "/api/v1/me/blocks", tag = "me", security(("token" = [])),
    request_body = BlockBody,
    responses((status = 201, body = BlockDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<BlockBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let block = state
        .store
        .write(move |db| blocks::add(db, &bearer.0, (&body.pattern, &body.note), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(BlockDto::from(&block)))
}

/// They can again.
#[utoipa::path(delete, path = "/api/v1/me/blocks/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| blocks::remove(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
