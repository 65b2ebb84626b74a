//! `/me/busy`: time the host says is busy.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::read_instant;
use crate::kernel::span::Span;
use crate::service::busy::{self, BusyTime};
use crate::state::State;
use crate::texts::Texts;

/// A time that is busy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BusyBody {
    /// RFC 3339.
    start: String,
    /// RFC 3339, exclusive.
    end: String,
    /// What the host sees; never shown to others.
    #[serde(default)]
    title: String,
}

/// A busy time that is stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusyDto {
    /// Names it in addresses.
    id: String,
    /// RFC 3339, UTC.
    start: String,
    /// RFC 3339, UTC, exclusive.
    end: String,
    /// What the host sees.
    title: String,
}

/// Which busy times are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BusyQuery {
    /// RFC 3339.
    from: String,
    /// RFC 3339, exclusive.
    to: String,
}

impl From<&BusyTime> for BusyDto {
    fn from(busy: &BusyTime) -> Self {
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: busy.id.clone(),
            start: text(busy.span.start()),
            end: text(busy.span.end()),
            title: busy.title.clone(),
        }
    }
}

fn span(texts: &Texts, start: &str, end: (&str, &str)) -> Result<Span, ApiError> {
    let start = read_instant(texts, "start", start)?;
    let (field, end) = end;
    Span::new(start, read_instant(texts, field, end)?)
        .ok_or_else(|| ApiError::field(texts, field, "empty-range"))
}

/// The host's busy times that touch a range.
#[utoipa::path(get, path = "/api/v1/me/busy", tag = "me", security(("token" = [])),
    params(BusyQuery),
    responses((status = 200, body = Page<BusyDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<BusyQuery>,
) -> Result<Json<Page<BusyDto>>, ApiError> {
    let range = span(&state.texts, &query.from, ("to", &query.to))?;
    let times = state
        .store
        .read(move |db| busy::list(db, &bearer.0, range))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(times.iter().map(BusyDto::from).collect())))
}

/// The host is busy.
#[utoipa::path(post, path = "/api/v1/me/busy", tag = "me", security(("token" = [])),
    request_body = BusyBody,
    responses((status = 201, body = BusyDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<BusyBody>,
) -> Result<HttpResponse, ApiError> {
    let span = span(&state.texts, &body.start, ("end", &body.end))?;
    let time = state
        .store
        .write(move |db| busy::create(db, &bearer.0, span, &body.title))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(BusyDto::from(&time)))
}

/// The host is not busy any more.
#[utoipa::path(delete, path = "/api/v1/me/busy/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| busy::delete(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
