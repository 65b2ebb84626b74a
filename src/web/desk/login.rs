//! `/login` and `/logout`.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::layout::Layout;
use super::super::page;
use super::seat::aside;
use super::typed::Typed;
use crate::http::language::Reader;
use crate::http::session;
use crate::service::{ServiceError, accounts, instance};
use crate::state::State;
use crate::texts::Words;

/// Where those who sign in want to go.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

/// `desk/login.html`.
#[derive(Template)]
#[template(path = "desk/login.html")]
struct LoginPage {
    t: Words,
    layout: Layout,
    action: String,
    next: String,
    is_wrong: bool,
    login: Field,
    password: Field,
}

/// `GET /login?next=/desk/hours`.
///
/// # Errors
/// When the session or the instance's texts cannot be read.
pub async fn show(
    state: Data<State>,
    reader: Reader,
    wanted: Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    if session::find(&request).await?.is_some() {
        return Ok(page::see_other(local(&wanted.next)));
    }
    let page = login_page(&state, reader, &request, &wanted.next, None).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /login`: one answer to everything that may be wrong.
///
/// # Errors
/// When the database cannot be reached.
pub async fn log_in(
    state: Data<State>,
    reader: Reader,
    request: HttpRequest,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let login = typed.text("login");
    let candidate = state
        .store
        .read(move |db| accounts::candidate(db, &login))
        .await?;
    let password = typed.text("password");
    match aside(move || candidate.verify(&password)).await {
        Ok(person) => begin(&state, person.id, local(typed.get("next"))).await,
        Err(ServiceError::WrongLogin) => {
            let next = typed.get("next");
            let page = login_page(&state, reader, &request, next, Some(&typed)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins a session and leads to `next`.
pub async fn begin(
    state: &State,
    person_id: String,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let token = state
        .store
        .write(move |db| accounts::begin_session(db, &person_id, now))
        .await?;
    let mut response = page::see_other(next);
    // A cookie of our own is always a header that can be written.
    let _ = response.add_cookie(&session::cookie(state, token));
    Ok(response)
}

/// `POST /logout`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn log_out(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    if let Some(token) = session::token(&request) {
        state
            .store
            .write(move |db| accounts::end_session(db, &token))
            .await?;
    }
    let mut response = page::see_other("/login");
    let _ = response.add_cookie(&session::forgetting_cookie(&state));
    Ok(response)
}

async fn login_page(
    state: &State,
    reader: Reader,
    request: &HttpRequest,
    next: &str,
    typed: Option<&Typed>,
) -> Result<LoginPage, PageError> {
    let instance = state.store.read(instance::load).await?;
    let t = page::words(state, reader);
    let layout = page::layout(state, &instance, reader, page::path(request));
    let login = typed.map_or("", |typed| typed.get("login"));
    Ok(LoginPage {
        action: layout.href("/login"),
        next: next.to_owned(),
        is_wrong: typed.is_some(),
        login: Field::new("login", t.get("login-name"), Kind::Line, login).autocomplete("username"),
        password: Field::new("password", t.get("password"), Kind::Password, "")
            .autocomplete("current-password"),
        layout,
        t,
    })
}

/// A path of ours, or the desk: never a way to another site.
fn local(next: &str) -> &str {
    let is_ours = next.starts_with('/')
        && !next.starts_with("//")
        && next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_ours { next } else { "/desk" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_ours_are_followed() {
        assert_eq!(
            local("/desk/hours?month=2026-12"),
            "/desk/hours?month=2026-12"
        );
        for other in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
        ] {
            assert_eq!(local(other), "/desk");
        }
    }
}
