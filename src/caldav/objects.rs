//! GET, PUT and DELETE.

use actix_web::http::header::{
    CONTENT_TYPE, ETAG, HttpDate, IF_MATCH, IF_NONE_MATCH, LAST_MODIFIED,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::collection::{self, Which};
use super::failure::Failure;
use super::login::Login;
use super::sessions;
use super::target::Target;
use crate::ical::collect::collect;
use crate::service::ServiceError;
use crate::service::calendars::{self, CalendarError, Condition, SESSIONS};
use crate::state::State;

/// `GET`, `HEAD`.
pub(super) async fn get(
    state: &Data<State>,
    login: &Login,
    target: &Target,
) -> Result<HttpResponse, Failure> {
    if let (Some(_), Target::Calendar(slug)) = (&login.public, target) {
        return whole(state, login, slug).await;
    }
    let Target::Object(slug, name) = target else {
        // A person who looks here with a browser.
        return Ok(HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("This address is for calendar programs.\n"));
    };
    let collection = collection::find(state, login, slug).await?;
    let which = (Which::Named(vec![name.clone()]), true);
    let found = collection::entries(state, login, &collection, which).await?;
    let entry = found.into_iter().next().ok_or(Failure::NotFound)?;
    let modified = HttpDate::from(std::time::SystemTime::from(entry.modified_at));
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((ETAG, entry.etag))
        .insert_header((LAST_MODIFIED, modified))
        .body(entry.body.unwrap_or_default()))
}

/// All of a calendar, for programs that subscribe to one address.
async fn whole(state: &Data<State>, login: &Login, slug: &str) -> Result<HttpResponse, Failure> {
    let collection = collection::find(state, login, slug).await?;
    let entries = collection::entries(state, login, &collection, (Which::All, true)).await?;
    let bodies = entries.iter().filter_map(|entry| entry.body.as_deref());
    let etag = format!("\"{}\"", collection.number());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((ETAG, etag))
        .body(collect(&collection.shown().name, bodies)))
}

/// `PUT`.
pub(super) async fn put(
    state: &Data<State>,
    login: &Login,
    (target, request): (&Target, &HttpRequest),
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let Target::Object(slug, name) = target else {
        return Err(Failure::Exists);
    };
    let condition = condition(request);
    let invalid = CalendarError::Object(crate::ical::object::ObjectError::Invalid);
    let body = std::str::from_utf8(body).map_err(|_| invalid)?.to_owned();
    if slug == SESSIONS {
        sessions::put(state, login, (name, &body), &condition).await?;
        // Without a tag, for it is not kept as it was sent (RFC 4791 §5.3.4).
        return Ok(HttpResponse::NoContent().finish());
    }
    let (viewer, domain, now) = (
        login.viewer.clone(),
        state.domain().to_owned(),
        state.clock.now(),
    );
    let (at, in_calendar) = (name.clone(), slug.clone());
    let put = state.store.write(move |db| {
        let place = (in_calendar.as_str(), at.as_str(), body.as_str());
        calendars::put(db, &viewer, place, &condition, (&domain, now))
    });
    let (etag, is_new) = put.await.map_err(|error| match error {
        CalendarError::UidConflict(name) => {
            let href = Target::Object(slug.clone(), name).href(login);
            Failure::from(CalendarError::UidConflict(href))
        }
        // There is nothing to put it into (RFC 4918 §9.7.1).
        CalendarError::Service(ServiceError::NotFound) => Failure::Element(
            actix_web::http::StatusCode::CONFLICT,
            "D:resource-must-be-null",
            None,
        ),
        other => other.into(),
    })?;
    let mut response = match is_new {
        true => HttpResponse::Created(),
        false => HttpResponse::NoContent(),
    };
    Ok(response
        .insert_header((ETAG, format!("\"{etag}\"")))
        .finish())
}

/// `DELETE`.
pub(super) async fn delete(
    state: &Data<State>,
    login: &Login,
    (target, request): (&Target, &HttpRequest),
) -> Result<HttpResponse, Failure> {
    let (viewer, condition) = (login.viewer.clone(), condition(request));
    match target.clone() {
        Target::Object(slug, name) if slug == SESSIONS => {
            sessions::delete(state, login, &name, &condition).await?;
        }
        Target::Object(slug, name) => {
            let deleted = state
                .store
                .write(move |db| calendars::delete(db, &viewer, (&slug, &name), &condition));
            deleted.await?;
        }
        Target::Calendar(slug) if slug != SESSIONS => {
            let removed = state
                .store
                .write(move |db| calendars::remove(db, &viewer, &slug));
            removed.await?;
        }
        _ => return Err(Failure::Forbidden("This cannot be deleted.".to_owned())),
    }
    Ok(HttpResponse::NoContent().finish())
}

/// What the request asks to be so. Programs write tags in odd forms: with `W/`, without quotes.
fn condition(request: &HttpRequest) -> Condition {
    let field = |name| request.headers().get(name)?.to_str().ok().map(str::trim);
    match (field(IF_MATCH), field(IF_NONE_MATCH)) {
        (Some("*"), _) => Condition::Exists,
        (Some(tags), _) => Condition::Is(
            tags.split(',')
                .map(|tag| {
                    tag.trim()
                        .trim_start_matches("W/")
                        .trim_matches('"')
                        .to_owned()
                })
                .collect(),
        ),
        (None, Some("*")) => Condition::IsNew,
        _ => Condition::Any,
    }
}
