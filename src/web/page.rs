//! From a template to an answer.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::errors::PageError;
use super::layout::Layout;
use crate::http::language::Reader;
use crate::kernel::people::{Slug, Username};
use crate::service::ServiceError;
use crate::service::instance::Instance;
use crate::service::slots::Place;
use crate::state::State;
use crate::texts::Words;

/// The reader's words.
pub fn words(state: &State, reader: Reader) -> Words {
    Words::new(Arc::clone(&state.texts), reader.language)
}

/// The frame of the page at `path` (with its query).
pub fn layout(state: &State, instance: &Instance, reader: Reader, path: &str) -> Layout {
    Layout::new(instance, state.domain(), reader, path)
}

/// The path and the query of a request.
pub fn path(request: &HttpRequest) -> &str {
    request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
}

/// The path of one of the instance's own links.
pub fn local<'a>(state: &State, link: &'a str) -> &'a str {
    link.strip_prefix(state.links.base_url()).unwrap_or(link)
}

/// A page that may be shown again for a moment.
///
/// # Errors
/// `Template` when it cannot be printed.
pub fn html(status: StatusCode, page: &impl Template) -> Result<HttpResponse, PageError> {
    answer(status, page, "no-cache")
}

/// A page about one person's booking: kept nowhere, found by no search engine.
///
/// # Errors
/// `Template` when it cannot be printed.
pub fn private_html(status: StatusCode, page: &impl Template) -> Result<HttpResponse, PageError> {
    answer(status, page, "private, no-store")
}

fn answer(
    status: StatusCode,
    page: &impl Template,
    keep: &'static str,
) -> Result<HttpResponse, PageError> {
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", keep))
        .insert_header(("Vary", "Accept-Language"))
        .body(page.render()?))
}

/// The way on after a form: `GET` of `path`.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("Location", path))
        .insert_header(("Cache-Control", "no-store"))
        .finish()
}

/// Where the address of a request finds an event type, for the host that is wanted.
///
/// # Errors
/// `NotFound` when nobody can have such an address.
pub fn place(request: &HttpRequest, wish: Option<Username>) -> Result<Place, ServiceError> {
    let part = |name: &str| request.match_info().get(name);
    let slug = slug(part("slug").unwrap_or_default())?;
    let place = match (part("username"), part("team")) {
        (Some(name), _) => Place::of_host(username(name)?, slug),
        (None, name) => Place::of_team(self::slug(name.unwrap_or_default())?, slug),
    };
    Ok(Place { wish, ..place })
}

/// A host's name in an address. One that no host can have is not found.
///
/// # Errors
/// `NotFound`.
pub fn username(text: &str) -> Result<Username, ServiceError> {
    Username::parse(text).map_err(|_| ServiceError::NotFound)
}

/// An event type's name in an address. One that no event type can have is not found.
///
/// # Errors
/// `NotFound`.
pub fn slug(text: &str) -> Result<Slug, ServiceError> {
    Slug::parse(text).map_err(|_| ServiceError::NotFound)
}
