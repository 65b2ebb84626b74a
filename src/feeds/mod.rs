//! `/feeds/{token}.ics`: sessions for other calendars.
//!
//! A program that has the newest already is told so from an index; nothing is written for it.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ContentType, ETAG, EntityTag, HttpDate, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED,
};
use actix_web::web::{Data, Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};

use crate::kernel::booking::{Actor, News, Status};
use crate::mail::letter::{Coop, Letter, Reader};
use crate::mail::{Detail, calendar_feed, sender};
use crate::service::ServiceError;
use crate::service::feeds::{self, FeedDetail, Session, Source};
use crate::state::State;
use crate::texts::Words;

/// Every feed.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/feeds/{token}.ics", get().to(show));
}

/// `GET /feeds/{token}.ics`.
async fn show(state: Data<State>, token: Path<String>, request: HttpRequest) -> HttpResponse {
    match answer(&state, token.into_inner(), &request).await {
        Ok(response) => response,
        Err(ServiceError::NotFound) => plain(StatusCode::NOT_FOUND, "There is no such calendar.\n"),
        Err(error) => {
            tracing::error!(%error, "a feed could not be read");
            plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "This calendar cannot be read just now.\n",
            )
        }
    }
}

fn plain(status: StatusCode, words: &'static str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header(ContentType::plaintext())
        .body(words)
}

async fn answer(
    state: &Data<State>,
    token: String,
    request: &HttpRequest,
) -> Result<HttpResponse, ServiceError> {
    let now = state.clock.now();
    let source = state
        .store
        .read(move |db| feeds::find(db, &token, now))
        .await?;
    if feeds::is_to_be_noted(&source.feed, now) {
        let id = source.feed.id.clone();
        let noted = state
            .store
            .write(move |db| feeds::note_fetch(db, &id, now))
            .await;
        noted?;
    }
    let etag = EntityTag::new_strong(source.version.clone());
    let changed_at = HttpDate::from(std::time::SystemTime::from(source.changed_at));
    let mut response = if is_known(request, &etag, source.changed_at) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((ETAG, etag.to_string()))
        .insert_header((LAST_MODIFIED, changed_at))
        .insert_header((CACHE_CONTROL, "private, no-cache"));
    if is_known(request, &etag, source.changed_at) {
        return Ok(response.finish());
    }
    let read = source.clone();
    let sessions = state
        .store
        .read(move |db| feeds::sessions(db, &read, now))
        .await?;
    Ok(response
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .body(write(state, &source, &sessions, now)))
}

/// Whether whoever asks has this already (RFC 9110 §13.1): a tag goes before a date.
fn is_known(request: &HttpRequest, etag: &EntityTag, changed_at: DateTime<Utc>) -> bool {
    let field = |name| request.headers().get(name)?.to_str().ok();
    if let Some(tags) = field(IF_NONE_MATCH) {
        return tags.split(',').any(|tag| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            tag == "*" || tag == etag.to_string()
        });
    }
    let date = field(IF_MODIFIED_SINCE).and_then(|date| date.parse::<HttpDate>().ok());
    date.is_some_and(|date| {
        let since: DateTime<Utc> = std::time::SystemTime::from(date).into();
        changed_at.timestamp() <= since.timestamp()
    })
}

/// The calendar in the words and the zone of its owner.
fn write(state: &State, source: &Source, sessions: &[Session], now: DateTime<Utc>) -> String {
    let owner = &source.owner;
    let t = Words::new(std::sync::Arc::clone(&state.texts), owner.language);
    let Ok(from) = sender(&state.mail_from()) else {
        return String::new();
    };
    let links: Vec<[String; 2]> = sessions
        .iter()
        .map(|session| {
            let id = &session.booking.id;
            [
                state.links.door(id, Actor::Host),
                state.links.desk_booking(id),
            ]
        })
        .collect();
    let coop = Coop::default();
    let letters: Vec<Letter> = sessions
        .iter()
        .zip(&links)
        .map(|(session, [join, desk])| Letter {
            news: match session.booking.life.status {
                Status::Tentative { .. } => News::Requested,
                Status::Confirmed => News::Confirmed,
                Status::Cancelled { .. } => News::Cancelled,
            },
            // Times are in the zone of whoever reads the feed.
            reader: Reader::CoHost(owner),
            booking: &session.booking,
            host: &session.host,
            co_hosts: &session.co_hosts,
            coop: &coop,
            domain: state.domain(),
            manage_url: "",
            join_url: join,
            desk_url: desk,
            previous: None,
            was_invited: true,
            reads_replies: false,
            price: None,
            policy: None,
            now,
        })
        .collect();
    let name = source.team.as_ref().map_or(&owner.name, |team| &team.name);
    let detail = match (source.feed.detail, &source.team) {
        (FeedDetail::Busy, _) => Detail::Busy,
        (_, Some(_)) => Detail::Hosts,
        (FeedDetail::Names, None) => Detail::Names,
        (FeedDetail::Sessions, None) => Detail::Sessions,
    };
    calendar_feed(&letters, &t, &from, (name, detail))
}
