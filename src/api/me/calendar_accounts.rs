//! `/me/calendar-accounts`: calendars that the host keeps at CalDAV servers elsewhere.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::remote::{Login, RemoteError};
use crate::service::remote_calendars::{self as service, Account, Choice, RemoteCalendar};
use crate::service::{FieldError, ServiceError};
use crate::state::State;

/// An account to be connected.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    /// The name of the server, a whole CalDAV address, or the account's e-mail address.
    server: String,
    /// Who logs in.
    username: String,
    /// Their password for programs. It is kept sealed and never told.
    password: String,
}

/// Which calendars of an account are used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceBody {
    /// The ids of those whose busy times count.
    read: Vec<String>,
    /// The id of the one that sessions are written into.
    write: Option<String>,
}

/// An account at a CalDAV server elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDto {
    /// Names it in addresses.
    id: String,
    /// The name of the server.
    name: String,
    /// Where its calendars are listed.
    url: String,
    /// Who logs in.
    username: String,
    /// When it was last asked, RFC 3339, UTC.
    checked_at: Option<String>,
    /// When it is asked the next time, RFC 3339, UTC.
    next_at: String,
    /// Why it could not be used the last time, if it could not.
    problem: Option<String>,
    /// Its calendars.
    calendars: Vec<RemoteCalendarDto>,
}

/// A calendar of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemoteCalendarDto {
    /// Names it when calendars are chosen.
    id: String,
    /// What it is called there.
    name: String,
    /// Whether sessions can be written into it.
    is_writable: bool,
    /// Whether what is busy in it blocks.
    is_read: bool,
    /// Whether sessions are written into it.
    is_written: bool,
    /// When it was last read, RFC 3339, UTC.
    read_at: Option<String>,
    /// How much of it could not be read the last time.
    skipped: u32,
    /// Why it could not be read or written, if it could not.
    problem: Option<String>,
}

impl AccountDto {
    fn new(account: &Account, calendars: &[RemoteCalendar]) -> Self {
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: account.id.clone(),
            name: account.name.clone(),
            url: account.url.clone(),
            username: account.username.clone(),
            checked_at: account.checked_at.map(text),
            next_at: text(account.next_at),
            problem: account.problem.clone(),
            calendars: calendars
                .iter()
                .map(|calendar| RemoteCalendarDto {
                    id: calendar.id.clone(),
                    name: calendar.name.clone(),
                    is_writable: calendar.is_writable,
                    is_read: calendar.is_read,
                    is_written: calendar.is_written,
                    read_at: calendar.read_at.map(text),
                    skipped: calendar.skipped,
                    problem: calendar.problem.clone(),
                })
                .collect(),
        }
    }
}

/// The host's accounts, the oldest first.
#[utoipa::path(get, path = "/api/v1/me/calendar-accounts", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<AccountDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<AccountDto>>, ApiError> {
    let all = state
        .store
        .read(move |db| service::list(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    let all = all.iter();
    Ok(Json(Page::whole(
        all.map(|(account, calendars)| AccountDto::new(account, calendars))
            .collect(),
    )))
}

/// Connects an account. Nothing is read before calendars are chosen.
#[utoipa::path(post, path = "/api/v1/me/calendar-accounts", tag = "me", security(("token" = [])),
    request_body = AccountBody,
    responses((status = 201, body = AccountDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<AccountBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let login = Login {
        username: body.username,
        password: body.password,
    };
    let added = state
        .connect_calendars(&bearer.0, login, &body.server)
        .await
        .and_then(|added| added.map_err(refused))
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(find(&state, bearer, added.id).await?))
}

/// What is wrong with the server or the login, at its field.
fn refused(error: RemoteError) -> ServiceError {
    let (field, code) = match error {
        RemoteError::Login => ("password", "server-login"),
        _ => ("server", "server-unusable"),
    };
    ServiceError::Invalid(vec![FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }])
}

async fn find(state: &State, bearer: Bearer, id: String) -> Result<AccountDto, ApiError> {
    let (account, calendars) = state
        .store
        .read(move |db| service::find(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(AccountDto::new(&account, &calendars))
}

/// One of the host's accounts.
#[utoipa::path(get, path = "/api/v1/me/calendar-accounts/{id}", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 200, body = AccountDto), (status = 404, body = Problem)))]
pub async fn read(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<AccountDto>, ApiError> {
    Ok(Json(find(&state, bearer, id.into_inner()).await?))
}

/// Chooses which calendars of an account are used; it is read soon after.
#[utoipa::path(put, path = "/api/v1/me/calendar-accounts/{id}", tag = "me",
    security(("token" = [])), params(("id" = String, Path)), request_body = ChoiceBody,
    responses((status = 200, body = AccountDto), (status = 404, body = Problem)))]
pub async fn choose(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ChoiceBody>,
) -> Result<Json<AccountDto>, ApiError> {
    let body = body.into_inner();
    let choice = Choice {
        read: body.read,
        written: body.write,
    };
    let (viewer, wanted, now) = (bearer.0.clone(), id.clone(), state.clock.now());
    state
        .store
        .write(move |db| service::choose(db, &viewer, &wanted, &choice, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(find(&state, bearer, id.into_inner()).await?))
}

/// Asks an account now; the answer comes before it is read.
#[utoipa::path(post, path = "/api/v1/me/calendar-accounts/{id}/sync", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 202, body = AccountDto), (status = 404, body = Problem)))]
pub async fn sync(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let (viewer, wanted, now) = (bearer.0.clone(), id.clone(), state.clock.now());
    state
        .store
        .write(move |db| service::sync_now(db, &viewer, &wanted, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Accepted().json(find(&state, bearer, id.into_inner()).await?))
}

/// Ends the use of an account; what it blocked is free.
#[utoipa::path(delete, path = "/api/v1/me/calendar-accounts/{id}", tag = "me",
    security(("token" = [])), params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| service::remove(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}
