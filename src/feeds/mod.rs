//! `/feeds/{token}.ics`: sessions for other calendars.
//!
//! A program that has the newest already is told so from an index; nothing is written for it.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ContentType, ETAG, EntityTag, HttpDate, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED,
};
use actix_web::web::{Bytes, Data, Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use chrono::{DateTime, Utc};

use crate::kernel::booking::{Actor, News};
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
    let marks = state
        .answer(format!("feed {token}"), async |now| {
            let source = find(state, &token, now).await?;
            Ok::<_, ServiceError>(Marks::of(&source).kept())
        })
        .await?;
    let marks = Marks::read(&marks).ok_or(ServiceError::NotFound)?;
    if is_known(request, &marks) {
        return Ok(marked(HttpResponse::NotModified(), &marks).finish());
    }
    let now = state.clock.now();
    // It may have changed since a moment ago.
    let (source, sessions) = state
        .store
        .read(move |db| {
            let source = feeds::find(db, &token, now)?;
            let sessions = feeds::sessions(db, &source, now)?;
            Ok::<_, ServiceError>((source, sessions))
        })
        .await?;
    Ok(marked(HttpResponse::Ok(), &Marks::of(&source))
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .body(write(state, &source, &sessions, now)))
}

/// An answer with the marks of what it is about.
fn marked(mut response: HttpResponseBuilder, marks: &Marks<'_>) -> HttpResponseBuilder {
    response
        .insert_header((ETAG, marks.etag.as_ref()))
        .insert_header((LAST_MODIFIED, marks.last_modified.as_ref()))
        .insert_header((CACHE_CONTROL, "private, no-cache"));
    response
}

/// What a feed is about, and a note that it was asked for.
async fn find(
    state: &Data<State>,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Source, ServiceError> {
    let token = token.to_owned();
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
    Ok(source)
}

/// What tells one state of a feed from another, as it stands in header fields.
struct Marks<'a> {
    etag: Cow<'a, str>,
    last_modified: Cow<'a, str>,
    changed_at: i64,
}

impl Marks<'_> {
    fn of(source: &Source) -> Self {
        let changed_at = HttpDate::from(std::time::SystemTime::from(source.changed_at));
        Self {
            etag: EntityTag::new_strong(source.version.clone())
                .to_string()
                .into(),
            last_modified: changed_at.to_string().into(),
            changed_at: source.changed_at.timestamp(),
        }
    }

    /// As an answer that is kept for a moment.
    fn kept(&self) -> Bytes {
        format!("{}\n{}\n{}", self.etag, self.last_modified, self.changed_at).into()
    }
}

impl<'a> Marks<'a> {
    fn read(kept: &'a [u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(kept).ok()?.lines();
        Some(Self {
            etag: lines.next()?.into(),
            last_modified: lines.next()?.into(),
            changed_at: lines.next()?.parse().ok()?,
        })
    }
}

/// Whether whoever asks has this already (RFC 9110 §13.1): a tag goes before a date.
fn is_known(request: &HttpRequest, marks: &Marks<'_>) -> bool {
    let field = |name| request.headers().get(name)?.to_str().ok();
    if let Some(tags) = field(IF_NONE_MATCH) {
        return tags.split(',').any(|tag| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            tag == "*" || tag == marks.etag
        });
    }
    let date = field(IF_MODIFIED_SINCE).and_then(|date| date.parse::<HttpDate>().ok());
    date.is_some_and(|date| {
        let since: DateTime<Utc> = std::time::SystemTime::from(date).into();
        marks.changed_at <= since.timestamp()
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
            news: News::of(session.booking.life.status),
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
