//! `/me/links`: links to event types that are not open to everybody.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::read_instant;
use crate::service::private_links::{self, LinkForm, PrivateLink};
use crate::state::State;

/// A new link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// The id of what it opens.
    event_type: String,
    /// What the host calls it.
    #[serde(default)]
    label: String,
    /// For how many bookings; null is any number.
    #[serde(default)]
    uses: Option<u32>,
    /// Until when: RFC 3339, exclusive; null is for ever.
    #[serde(default)]
    until: Option<String>,
    /// For which address; empty is for whoever has it.
    #[serde(default)]
    email: String,
    /// What a session costs with it, in cents; null is the usual price.
    #[serde(default)]
    price_cents: Option<u32>,
}

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkDto {
    /// Names it for its host.
    id: String,
    /// The id of what it opens.
    event_type: String,
    /// What the host calls it.
    label: String,
    /// Where it leads.
    url: String,
    /// How many bookings were made with it.
    used: u32,
    /// For how many it is good; null is any number.
    uses: Option<u32>,
    /// RFC 3339, UTC, exclusive.
    until: Option<String>,
    /// For which address.
    email: Option<String>,
    /// In cents.
    price_cents: Option<u32>,
    /// Whether it can still be used.
    is_open: bool,
}

impl LinkDto {
    fn new(state: &State, link: &PrivateLink, now: DateTime<Utc>) -> Self {
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: link.id.clone(),
            event_type: link.event_type_id.clone(),
            label: link.label.clone(),
            url: state.links.private(&link.id),
            used: link.uses,
            uses: link.terms.most_uses,
            until: link.terms.expires_at.map(text),
            email: link.terms.email.as_ref().map(ToString::to_string),
            price_cents: link.terms.price_cents,
            is_open: private_links::is_open(link, now),
        }
    }
}

/// The links to the host's event types, the newest first.
#[utoipa::path(get, path = "/api/v1/me/links", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<LinkDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<LinkDto>>, ApiError> {
    let now = state.clock.now();
    let links = state
        .store
        .read(move |db| private_links::list_own(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    let items = links.iter().map(|link| LinkDto::new(&state, link, now));
    Ok(Json(Page::whole(items.collect())))
}

/// A new link.
#[utoipa::path(post, path = "/api/v1/me/links", tag = "me", security(("token" = [])),
    request_body = LinkBody,
    responses((status = 201, body = LinkDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<LinkBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let until = body.until.as_deref();
    let form = LinkForm {
        label: body.label,
        most_uses: body.uses,
        expires_at: until
            .map(|until| read_instant(&state.texts, "until", until))
            .transpose()?,
        email: body.email,
        price_cents: body.price_cents,
    };
    let (links, now) = (std::sync::Arc::clone(&state.links), state.clock.now());
    let link = state
        .store
        .write(move |db| {
            let wanted = (body.event_type.as_str(), &form);
            private_links::create(db, &bearer.0, &links, wanted, now)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(LinkDto::new(&state, &link, now)))
}

/// Takes a link back. What was booked with it stays.
#[utoipa::path(delete, path = "/api/v1/me/links/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    state
        .store
        .write(move |db| private_links::revoke(db, &bearer.0, &id, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
