//! `…/holds`: keeping a time for ten minutes.

use actix_web::web::{Data, Json, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::{ApiError, Problem, explain};
use super::{parse_place, read_instant, read_wish};
use crate::service::bookings::holds::{self, Hold};
use crate::service::slots::Place;
use crate::state::State;

/// A time to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    /// RFC 3339.
    #[schema(example = "2026-12-01T09:00:00+01:00")]
    start: String,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// The host of a team who is to hold the session.
    #[serde(default)]
    host: Option<String>,
    /// The token of a private link.
    #[serde(default)]
    link: Option<String>,
    /// The token of a hold that is given back for this one.
    #[serde(default)]
    instead_of: Option<String>,
}

/// By which link it is reached.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LinkQuery {
    /// The token of a private link.
    link: Option<String>,
}

/// A time that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldDto {
    /// Opens the hold, and books its time as `hold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// RFC 3339, UTC.
    start: String,
    /// RFC 3339, UTC, exclusive.
    end: String,
    /// Until when it is kept: RFC 3339, UTC, exclusive.
    until: String,
}

impl HoldDto {
    fn new(hold: &Hold, token: Option<String>) -> Self {
        let text = |at: chrono::DateTime<chrono::Utc>| {
            at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        };
        Self {
            token,
            start: text(hold.span.start()),
            end: text(hold.span.end()),
            until: text(hold.expires_at),
        }
    }
}

fn token(request: &HttpRequest) -> String {
    let token = request.match_info().get("token");
    token.unwrap_or_default().to_owned()
}

/// Keeps a time for ten minutes.
#[utoipa::path(
    post, path = "/api/v1/hosts/{handle}/event-types/{slug}/holds", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path)), request_body = HoldBody,
    responses((status = 201, body = HoldDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub async fn create(
    state: Data<State>,
    body: Json<HoldBody>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let wish = read_wish(&state.texts, body.host.as_deref())?;
    let place = Place {
        link: body.link,
        ..parse_place(&request, wish)?
    };
    let start = read_instant(&state.texts, "start", &body.start)?;
    let (now, instead_of) = (state.clock.now(), body.instead_of);
    let wanted = (start, body.duration);
    let held = state
        .store
        .write(move |db| holds::hold(db, &place, wanted, instead_of.as_deref(), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created()
        .insert_header(("Cache-Control", "no-store"))
        .json(HoldDto::new(&held.hold, Some(held.token))))
}

/// Keeps it for another ten minutes.
#[utoipa::path(
    put, path = "/api/v1/hosts/{handle}/event-types/{slug}/holds/{token}", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path), ("token" = String, Path), LinkQuery),
    responses((status = 200, body = HoldDto), (status = 404, body = Problem),
              (status = 409, body = Problem))
)]
pub async fn renew(
    state: Data<State>,
    request: HttpRequest,
    query: Query<LinkQuery>,
) -> Result<HttpResponse, ApiError> {
    let place = Place {
        link: query.into_inner().link,
        ..parse_place(&request, None)?
    };
    let (token, now) = (token(&request), state.clock.now());
    let hold = state
        .store
        .write(move |db| holds::renew(db, &place, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(HoldDto::new(&hold, None)))
}

/// Gives it back.
#[utoipa::path(
    delete, path = "/api/v1/hosts/{handle}/event-types/{slug}/holds/{token}", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path), ("token" = String, Path)),
    responses((status = 204))
)]
pub async fn release(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let (token, now) = (token(&request), state.clock.now());
    state
        .store
        .write(move |db| holds::release(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
