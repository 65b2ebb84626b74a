//! `/me/group-sessions/{id}/…`: what a host does with a session with seats; and the fixed members
//! of an event type.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::group_sessions::GroupSessionDto;
use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::read_instant;
use crate::kernel::people::Language;
use crate::service::groups::{self, Attendance, Member};
use crate::service::{FieldError, ServiceError};
use crate::state::State;

/// When a session begins instead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// RFC 3339.
    start: String,
}

/// How many people a session takes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatsBody {
    /// At least as many as are taken.
    seats: u32,
}

/// Where a session can be watched again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayBody {
    /// `https://` or `http://`; empty takes it back.
    url: String,
    /// Until then, RFC 3339; for ever if left out.
    #[serde(default)]
    until: Option<String>,
}

/// What the host writes to everybody who comes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// One line.
    subject: String,
    /// Some lines.
    body: String,
}

/// To how many a message goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentDto {
    /// Bookings; the guests of each get it, too.
    bookings: usize,
}

/// Whether somebody was there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceBody {
    /// `present`, `absent` or `excused`; nothing takes it back.
    attendance: Option<String>,
}

/// A fixed member to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// As they write it.
    name: String,
    /// Where mail for them goes.
    email: String,
    /// `de` or `en`.
    language: String,
}

/// A fixed member, who is booked into every session that is set.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberDto {
    /// Names them in addresses.
    id: String,
    /// As they write it.
    name: String,
    /// Where mail for them goes.
    email: String,
    /// `de` or `en`.
    language: &'static str,
}

impl From<&Member> for MemberDto {
    fn from(member: &Member) -> Self {
        Self {
            id: member.id.clone(),
            name: member.name.clone(),
            email: member.email.to_string(),
            language: member.language.tag(),
        }
    }
}

fn wrong(field: &str, code: &'static str) -> ServiceError {
    ServiceError::Invalid(vec![FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }])
}

/// Moves a session; everybody who comes is told. It stays as long as it was.
#[utoipa::path(post, path = "/api/v1/me/group-sessions/{id}/reschedule", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = MoveBody,
    responses((status = 200, body = GroupSessionDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn reschedule(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<MoveBody>,
) -> Result<Json<GroupSessionDto>, ApiError> {
    let start = read_instant(&state.texts, "start", &body.start)?;
    let now = state.clock.now();
    let session = state
        .store
        .write(move |db| groups::reschedule(db, &bearer.0, (&id, start), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(GroupSessionDto::from(&session)))
}

/// Changes how many people a session takes. More seats go to those who wait.
#[utoipa::path(put, path = "/api/v1/me/group-sessions/{id}/seats", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = SeatsBody,
    responses((status = 200, body = GroupSessionDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn seats(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<SeatsBody>,
) -> Result<Json<GroupSessionDto>, ApiError> {
    let (seats, now) = (body.seats, state.clock.now());
    let session = state
        .store
        .write(move |db| groups::set_seats(db, &bearer.0, (&id, seats), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(GroupSessionDto::from(&session)))
}

/// Says where a session can be watched again, and until when.
#[utoipa::path(put, path = "/api/v1/me/group-sessions/{id}/replay", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = ReplayBody,
    responses((status = 200, body = GroupSessionDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replay(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ReplayBody>,
) -> Result<Json<GroupSessionDto>, ApiError> {
    let body = body.into_inner();
    let until = match &body.until {
        Some(until) => Some(read_instant(&state.texts, "until", until)?),
        None => None,
    };
    let session = state
        .store
        .write(move |db| groups::set_replay(db, &bearer.0, &id, (&body.url, until)))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(GroupSessionDto::from(&session)))
}

/// Writes to everybody who comes, each in a mail of their own.
#[utoipa::path(post, path = "/api/v1/me/group-sessions/{id}/messages", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = MessageBody,
    responses((status = 202, body = SentDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn message(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<MessageBody>,
) -> Result<HttpResponse, ApiError> {
    let (body, now) = (body.into_inner(), state.clock.now());
    let bookings = state
        .store
        .write(move |db| {
            let message = (id.as_str(), body.subject.as_str(), body.body.as_str());
            groups::send_message(db, &bearer.0, message, now)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Accepted().json(SentDto { bookings }))
}

/// Notes whether somebody was there; it counts for their certificate.
#[utoipa::path(put, path = "/api/v1/me/group-sessions/{id}/attendees/{booking}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("booking" = String, Path)),
    request_body = AttendanceBody,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn attendance(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Json<AttendanceBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, booking) = path.into_inner();
    let read =
        |word: &String| Attendance::read(word).ok_or_else(|| wrong("attendance", "unknown-choice"));
    let attendance = body.attendance.as_ref().map(read).transpose();
    let attendance = attendance.map_err(explain(&state.texts))?;
    let now = state.clock.now();
    state
        .store
        .write(move |db| {
            let view = groups::find(db, &bearer.0, &id)?;
            if !view.seats.iter().any(|taken| taken.booking.id == booking) {
                return Err(ServiceError::NotFound);
            }
            groups::set_attendance(db, &bearer.0, &id, &[(booking, attendance)], now)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// The fixed members of an event type.
#[utoipa::path(get, path = "/api/v1/me/event-types/{id}/members", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Page<MemberDto>), (status = 404, body = Problem)))]
pub async fn members(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let members = state
        .store
        .read(move |db| groups::members(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    let items: Vec<_> = members.iter().map(MemberDto::from).collect();
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(Page::whole(items)))
}

/// Adds a fixed member: sessions that are set from now on book them in.
#[utoipa::path(post, path = "/api/v1/me/event-types/{id}/members", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = MemberBody,
    responses((status = 201, body = Page<MemberDto>), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn add_member(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<MemberBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let language: Result<Language, _> = body.language.parse();
    let language = language
        .map_err(|()| wrong("language", "unknown-language"))
        .map_err(explain(&state.texts))?;
    let members = state
        .store
        .write(move |db| {
            let new = (body.name.as_str(), body.email.as_str(), language);
            groups::add_member(db, &bearer.0, &id, new)?;
            groups::members(db, &bearer.0, &id)
        })
        .await
        .map_err(explain(&state.texts))?;
    let items: Vec<_> = members.iter().map(MemberDto::from).collect();
    Ok(HttpResponse::Created().json(Page::whole(items)))
}

/// Removes a fixed member; what they are booked into stays.
#[utoipa::path(delete, path = "/api/v1/me/event-types/{id}/members/{member}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("member" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove_member(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| groups::remove_member(db, &bearer.0, (&path.0, &path.1)))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
