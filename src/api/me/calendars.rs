//! `/me/calendars`: the calendars of other programs that say when the host is busy.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::service::subscriptions::{self, Subscription, SubscriptionForm};
use crate::state::State;

/// A calendar to be subscribed to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarBody {
    /// What the host calls it; empty takes the name of its server.
    #[serde(default)]
    name: String,
    /// `https://`, `http://` or `webcal://`; not for a file that was handed in at the desk.
    #[serde(default)]
    url: String,
    /// Whether what is only tentative blocks as well.
    #[serde(default = "yes")]
    tentative_blocks: bool,
}

fn yes() -> bool {
    true
}

/// A calendar that is subscribed to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDto {
    /// Names it in addresses.
    id: String,
    /// `feed` for an address, `file` for one that was handed in.
    kind: &'static str,
    /// What the host calls it.
    name: String,
    /// Where it is asked for; none for a file.
    url: Option<String>,
    /// Whether what is only tentative blocks as well.
    tentative_blocks: bool,
    /// When it was last asked for, RFC 3339, UTC.
    checked_at: Option<String>,
    /// When it was last read as a whole, RFC 3339, UTC.
    read_at: Option<String>,
    /// When it is asked for the next time, RFC 3339, UTC.
    next_at: String,
    /// Why it could not be read the last time, if it could not.
    problem: Option<String>,
    /// How many events it has.
    events: u32,
    /// How many busy times came of them.
    busy_times: u32,
    /// How much of it could not be read.
    skipped: u32,
    /// The first of that.
    skipped_lines: Vec<SkippedDto>,
}

/// Something in a calendar that could not be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkippedDto {
    /// Its line, from 1.
    line: u32,
    /// What is wrong there.
    reason: String,
}

impl From<&Subscription> for CalendarDto {
    fn from(one: &Subscription) -> Self {
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let state = &one.state;
        let skipped = subscriptions::skipped_lines(state);
        Self {
            id: one.id.clone(),
            kind: if one.url.is_some() { "feed" } else { "file" },
            name: one.name.clone(),
            url: one.url.clone(),
            tentative_blocks: one.tentative_blocks,
            checked_at: state.checked_at.map(text),
            read_at: state.read_at.map(text),
            next_at: text(one.next_at),
            problem: state.problem.clone(),
            events: state.events,
            busy_times: state.times,
            skipped: state.skipped,
            skipped_lines: skipped
                .into_iter()
                .map(|(line, reason)| SkippedDto {
                    line,
                    reason: reason.to_owned(),
                })
                .collect(),
        }
    }
}

impl From<CalendarBody> for SubscriptionForm {
    fn from(body: CalendarBody) -> Self {
        Self {
            name: body.name,
            url: body.url,
            tentative_blocks: body.tentative_blocks,
        }
    }
}

/// The host's calendars.
#[utoipa::path(get, path = "/api/v1/me/calendars", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<CalendarDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<CalendarDto>>, ApiError> {
    let all = state
        .store
        .read(move |db| subscriptions::list(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        all.iter().map(CalendarDto::from).collect(),
    )))
}

/// Subscribes to a calendar; it is read soon after.
#[utoipa::path(post, path = "/api/v1/me/calendars", tag = "me", security(("token" = [])),
    request_body = CalendarBody,
    responses((status = 201, body = CalendarDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<CalendarBody>,
) -> Result<HttpResponse, ApiError> {
    let (form, now) = (SubscriptionForm::from(body.into_inner()), state.clock.now());
    let made = state
        .store
        .write(move |db| subscriptions::subscribe(db, &bearer.0, &form, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(CalendarDto::from(&made)))
}

/// One of the host's calendars.
#[utoipa::path(get, path = "/api/v1/me/calendars/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = CalendarDto), (status = 404, body = Problem)))]
pub async fn read(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<CalendarDto>, ApiError> {
    let found = state
        .store
        .read(move |db| subscriptions::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(CalendarDto::from(&found)))
}

/// Changes a calendar, which is then read anew.
#[utoipa::path(put, path = "/api/v1/me/calendars/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = CalendarBody,
    responses((status = 200, body = CalendarDto), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<CalendarBody>,
) -> Result<Json<CalendarDto>, ApiError> {
    let (form, now) = (SubscriptionForm::from(body.into_inner()), state.clock.now());
    let changed = state
        .store
        .write(move |db| subscriptions::change(db, &bearer.0, &id, &form, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(CalendarDto::from(&changed)))
}

/// Reads a calendar now; the answer comes before it is read.
#[utoipa::path(post, path = "/api/v1/me/calendars/{id}/sync", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 202, body = CalendarDto), (status = 404, body = Problem)))]
pub async fn sync(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let begun = state
        .store
        .write(move |db| subscriptions::sync_now(db, &bearer.0, &id, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Accepted().json(CalendarDto::from(&begun)))
}

/// Ends a subscription; what it blocked is free.
#[utoipa::path(delete, path = "/api/v1/me/calendars/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| subscriptions::unsubscribe(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
