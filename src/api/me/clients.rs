//! `/me/clients`: whoever has booked with the host, and the host's notes about them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::bookings::{BookingDto, answer};
use crate::api::paging::{Page, cursor, limit, read_cursor};
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::booking::Actor;
use crate::kernel::notes::{Client, Note};
use crate::service::clients::{self, MOST_NOTES, Parts};
use crate::state::State;

/// So many sessions of a client are told at the most, the last ones.
const MOST_SESSIONS: u32 = 100;

/// Which clients are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ClientsQuery {
    /// How many at the most, 1 to 100; 50 if left out.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A client: one address that has booked with the host.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientDto {
    /// Names them in addresses.
    id: String,
    /// As they wrote it when they booked last.
    name: String,
    /// Their address, in small letters.
    email: String,
    /// What was agreed to come next.
    next_step: String,
    /// When the last session ends or was called off, RFC 3339.
    last_at: Option<String>,
}

/// A client with their sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeClientDto {
    /// Who it is.
    #[serde(flatten)]
    client: ClientDto,
    /// How many days after the last session notes and next step are deleted.
    notes_keep_days: u32,
    /// When that is for this client, RFC 3339; none when there is nothing to delete.
    notes_deleted_at: Option<String>,
    /// Their sessions, the last one first; 100 at the most.
    bookings: Vec<BookingDto>,
}

/// What the host and a client agreed to come next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientBody {
    /// Up to 500 characters; may be empty.
    next_step: String,
}

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// Up to 10,000 characters.
    body: String,
}

/// A note that is stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteDto {
    /// Names it in addresses.
    id: String,
    /// What was noted.
    body: String,
    /// RFC 3339.
    created_at: String,
    /// RFC 3339; `created_at` if it was never changed.
    updated_at: String,
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl From<&Client> for ClientDto {
    fn from(client: &Client) -> Self {
        Self {
            id: client.id.clone(),
            name: client.name.clone(),
            email: client.email.clone(),
            next_step: client.next_step.clone(),
            last_at: client.last_at.map(text),
        }
    }
}

impl From<&Note> for NoteDto {
    fn from(note: &Note) -> Self {
        Self {
            id: note.id.clone(),
            body: note.body.clone(),
            created_at: text(note.created_at),
            updated_at: text(note.updated_at),
        }
    }
}

/// The host's clients.
#[utoipa::path(get, path = "/api/v1/me/clients", tag = "me", security(("token" = [])),
    params(ClientsQuery),
    responses((status = 200, body = Page<ClientDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<ClientsQuery>,
) -> Result<Json<Page<ClientDto>>, ApiError> {
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let after = after.map(|(_, id)| id).unwrap_or_default();
    let limit = limit(query.limit)?;
    let found = state
        .store
        .read(move |db| clients::list(db, &bearer.0, &after, limit + 1))
        .await
        .map_err(explain(&state.texts))?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = &found[..found.len().min(most)];
    Ok(Json(Page {
        items: page.iter().map(ClientDto::from).collect(),
        next: page
            .last()
            .filter(|_| found.len() > most)
            .map(|last| cursor(DateTime::UNIX_EPOCH, &last.id)),
    }))
}

/// One of them, with their sessions.
#[utoipa::path(get, path = "/api/v1/me/clients/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = WholeClientDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let host = bearer.0.person.clone();
    let parts = Parts {
        sessions: (0, MOST_SESSIONS),
        notes: (0, 0),
    };
    let view = state
        .store
        .read(move |db| clients::find(db, &bearer.0, &id, parts))
        .await
        .map_err(explain(&state.texts))?;
    Ok(answer(&WholeClientDto {
        client: ClientDto::from(&view.client),
        notes_keep_days: view.keep_days,
        notes_deleted_at: view.client.forget_at(view.keep_days).map(text),
        bookings: view
            .sessions
            .iter()
            .map(|booking| BookingDto::new(&state, booking, &host, Actor::Host))
            .collect(),
    }))
}

/// Writes the next step over.
#[utoipa::path(put, path = "/api/v1/me/clients/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = ClientBody,
    responses((status = 200, body = ClientDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ClientBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let client = state
        .store
        .write(move |db| clients::set_next_step(db, &bearer.0, &id, &body.next_step, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(answer(&ClientDto::from(&client)))
}

/// The host's notes about a client, the newest first; they are not shown to anybody else.
#[utoipa::path(get, path = "/api/v1/me/clients/{id}/notes", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ClientsQuery),
    responses((status = 200, body = Page<NoteDto>), (status = 404, body = Problem)))]
pub async fn notes(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    query: Query<ClientsQuery>,
) -> Result<HttpResponse, ApiError> {
    let limit = limit(query.limit)?;
    let skip = match &query.cursor {
        None => 0,
        // Opaque to the outside: how many came before.
        Some(cursor) => u32::try_from(read_cursor(cursor)?.0.timestamp_micros()).unwrap_or(0),
    };
    let skip = skip.min(u32::try_from(MOST_NOTES).unwrap_or(u32::MAX));
    let parts = Parts {
        sessions: (0, 0),
        notes: (skip, limit + 1),
    };
    let view = state
        .store
        .read(move |db| clients::find(db, &bearer.0, &id, parts))
        .await
        .map_err(explain(&state.texts))?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = &view.notes[..view.notes.len().min(most)];
    let next = DateTime::from_timestamp_micros(i64::from(skip + limit));
    Ok(answer(&Page {
        items: page.iter().map(NoteDto::from).collect(),
        next: next
            .filter(|_| view.notes.len() > most)
            .map(|at| cursor(at, "")),
    }))
}

/// A new note.
#[utoipa::path(post, path = "/api/v1/me/clients/{id}/notes", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = NoteBody,
    responses((status = 201, body = NoteDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn add_note(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<NoteBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let note = state
        .store
        .write(move |db| clients::add_note(db, &bearer.0, &id, &body.body, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created()
        .insert_header(("Cache-Control", "private, no-store"))
        .json(NoteDto::from(&note)))
}

/// Writes a note over.
#[utoipa::path(put, path = "/api/v1/me/clients/{id}/notes/{note}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("note" = String, Path)),
    request_body = NoteBody,
    responses((status = 200, body = NoteDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn edit_note(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Json<NoteBody>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let (id, note) = path.into_inner();
    let note = state
        .store
        .write(move |db| clients::edit_note(db, &bearer.0, (&id, &note), &body.body, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(answer(&NoteDto::from(&note)))
}

/// Deletes a note.
#[utoipa::path(delete, path = "/api/v1/me/clients/{id}/notes/{note}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("note" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete_note(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, note) = path.into_inner();
    state
        .store
        .write(move |db| clients::delete_note(db, &bearer.0, &id, &note))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
