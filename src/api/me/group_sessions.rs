//! `/me/group-sessions`: the host's sessions with seats.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::body::Optional;
use crate::api::bookings::ReasonBody;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::read_instant;
use crate::kernel::booking::Status;
use crate::service::groups::{self, Session, SessionForm, SessionStatus, Taken};
use crate::state::State;

/// A session that is set, or a weekly series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSessionBody {
    /// Of which event type.
    event_type: String,
    /// When the first one begins, RFC 3339.
    start: String,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// How many people it takes; as the event type if left out.
    #[serde(default)]
    seats: Option<u32>,
    /// As the event type if left out.
    #[serde(default)]
    title: String,
    /// How many, a week apart on the host's clock; one if left out.
    #[serde(default = "one")]
    weeks: u32,
}

fn one() -> u32 {
    1
}

/// A session with seats.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupSessionDto {
    /// Names it in addresses.
    id: String,
    /// Of which event type.
    event_type: String,
    /// What it is called.
    title: String,
    /// RFC 3339, UTC.
    start: String,
    /// RFC 3339, UTC, exclusive.
    end: String,
    /// `open`, `going` or `cancelled`.
    status: &'static str,
    /// How many people it takes.
    seats: u32,
    /// How many seats are booked, or kept for somebody who waits.
    seats_taken: u32,
    /// How many people it needs.
    minimum: u32,
    /// When it is decided whether enough have come.
    #[serde(skip_serializing_if = "Option::is_none")]
    decide_at: Option<String>,
    /// From then on nobody can join.
    signup_closes_at: String,
}

/// Somebody who comes to a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupAttendeeDto {
    /// Their booking.
    booking: String,
    /// `tentative`, `confirmed` or `cancelled`.
    status: &'static str,
    /// As they write it.
    name: String,
    /// Where mail for them goes.
    email: String,
    /// Who else comes.
    guests: Vec<String>,
    /// How many people come.
    places: u32,
    /// `present`, `absent` or `excused`.
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<&'static str>,
}

impl From<&Session> for GroupSessionDto {
    fn from(session: &Session) -> Self {
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: session.id.clone(),
            event_type: session.event_type_id.clone(),
            title: session.title.clone(),
            start: text(session.span.start()),
            end: text(session.span.end()),
            status: match session.status {
                SessionStatus::Open => "open",
                SessionStatus::Going => "going",
                SessionStatus::Cancelled => "cancelled",
            },
            seats: session.seats,
            seats_taken: session.seats_taken,
            minimum: session.minimum,
            decide_at: session.decide_at.map(text),
            signup_closes_at: text(session.signup_closes_at),
        }
    }
}

impl From<&Taken> for GroupAttendeeDto {
    fn from(taken: &Taken) -> Self {
        let attendee = &taken.booking.attendee;
        Self {
            booking: taken.booking.id.clone(),
            status: match taken.booking.life.status {
                Status::Tentative { .. } => "tentative",
                Status::Confirmed => "confirmed",
                Status::Cancelled { .. } => "cancelled",
            },
            name: attendee.name.clone(),
            email: attendee.email.to_string(),
            guests: attendee.guests.iter().map(ToString::to_string).collect(),
            places: taken.places,
            attendance: taken.attendance.map(groups::Attendance::as_str),
        }
    }
}

/// The sessions that the host holds and that are not over, in order of time.
#[utoipa::path(get, path = "/api/v1/me/group-sessions", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<GroupSessionDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
) -> Result<Json<Page<GroupSessionDto>>, ApiError> {
    let now = state.clock.now();
    let sessions = state
        .store
        .read(move |db| groups::list_own(db, &bearer.0, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(
        sessions.iter().map(GroupSessionDto::from).collect(),
    )))
}

/// Sets a session, or a weekly series: all or none.
#[utoipa::path(post, path = "/api/v1/me/group-sessions", tag = "me", security(("token" = [])),
    request_body = GroupSessionBody,
    responses((status = 201, body = Page<GroupSessionDto>), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<GroupSessionBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let form = SessionForm {
        start: read_instant(&state.texts, "start", &body.start)?,
        duration: body.duration,
        seats: body.seats,
        title: body.title,
        weeks: body.weeks,
    };
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let sessions = state
        .store
        .write(move |db| groups::create(db, &links, &bearer.0, (&body.event_type, &form), now))
        .await
        .map_err(explain(&state.texts))?;
    let items = sessions.iter().map(GroupSessionDto::from).collect();
    Ok(HttpResponse::Created().json(Page::whole(items)))
}

/// Calls a session off; everybody who comes is told.
#[utoipa::path(post, path = "/api/v1/me/group-sessions/{id}/cancel", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = GroupSessionDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn cancel(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Optional<ReasonBody>,
) -> Result<Json<GroupSessionDto>, ApiError> {
    let now = state.clock.now();
    let reason = body.0.reason;
    let session = state
        .store
        .write(move |db| groups::cancel(db, &bearer.0, (&id, &reason), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(GroupSessionDto::from(&session)))
}

/// Who has booked a session, also those who have cancelled.
#[utoipa::path(get, path = "/api/v1/me/group-sessions/{id}/attendees", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Page<GroupAttendeeDto>), (status = 404, body = Problem)))]
pub async fn attendees(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let view = state
        .store
        .read(move |db| groups::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    let items: Vec<_> = view.seats.iter().map(GroupAttendeeDto::from).collect();
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(Page::whole(items)))
}
