//! REPORT: queries, many objects at once, what has changed, free and busy.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use roxmltree::Node;

use super::MOST_NODES;
use super::collection::{self, Collection, Entry, Which};
use super::failure::Failure;
use super::filter::{Filter, read_range};
use super::login::Login;
use super::propfind::{multistatus, utf8};
use super::props::{self, Asked, Resource};
use super::target::{Target, path_of};
use crate::ical::expand::expand;
use crate::ical::itip;
use crate::ical::read::Owner;
use crate::kernel::span::{Span, SpanSet};
use crate::service::busy;
use crate::service::subscriptions::search;
use crate::state::State;
use crate::webdav::{C, D, Xml, child, is, parse, text};

/// How many objects are asked for at once at the most.
const MOST_HREFS: usize = 5_000;
/// How many changes are told at once at the most.
const MOST_CHANGES: u32 = 5_000;

/// `REPORT` (RFC 3253 §3.6).
pub(super) async fn answer(
    state: &Data<State>,
    login: &Login,
    (target, _request): (&Target, &HttpRequest),
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let document = parse(utf8(body)?, MOST_NODES)?.ok_or(Failure::BadRequest)?;
    let report = document.root_element();
    let slug = match target {
        Target::Calendar(slug) | Target::Object(slug, _) => slug,
        _ => return Err(unsupported()),
    };
    let collection = collection::find(state, login, slug).await?;
    let place = (login, &collection);
    if is(report, (C, "calendar-query")) {
        query(state, place, report).await
    } else if is(report, (C, "calendar-multiget")) {
        multiget(state, place, report).await
    } else if is(report, (D, "sync-collection")) {
        sync(state, place, (target, report)).await
    } else if is(report, (C, "free-busy-query")) {
        free_busy(state, login, report).await
    } else {
        Err(unsupported())
    }
}

fn unsupported() -> Failure {
    Failure::Element(StatusCode::FORBIDDEN, "D:supported-report", None)
}

fn asked(report: Node<'_, '_>) -> Asked {
    child(report, (D, "prop")).map_or(Asked::All, Asked::of_prop)
}

fn owner(state: &State, login: &Login) -> Result<Owner, Failure> {
    let found = search(&login.viewer.person, state.domain(), state.clock.now());
    found.map(|search| search.owner).ok_or(Failure::BadRequest)
}

async fn query(
    state: &Data<State>,
    (login, collection): (&Login, &Collection),
    report: Node<'_, '_>,
) -> Result<HttpResponse, Failure> {
    let (asked, filter) = (asked(report), Filter::of(report)?);
    let owner = owner(state, login)?;
    let which = filter.range.map_or(Which::All, Which::Near);
    let needs_text = asked.wants_text() || filter.needs_text();
    let mut entries = match filter.is_empty {
        true => Vec::new(),
        false => collection::entries(state, login, collection, (which, needs_text)).await?,
    };
    let expansion = expansion(report)?;
    if filter.needs_text() || expansion.is_some() {
        entries = web_block(move || {
            entries.retain(|entry| {
                !filter.needs_text()
                    || filter.takes(entry.body.as_deref().unwrap_or_default(), &owner)
            });
            expand_all(&mut entries, &owner, expansion);
            entries
        })
        .await?;
    }
    Ok(multistatus(|xml| {
        respond_all(xml, (login, collection), &entries, &asked)
    }))
}

/// The range whose instances are asked for one by one, if they are (RFC 4791 §9.6.5).
fn expansion(report: Node<'_, '_>) -> Result<Option<Span>, Failure> {
    let data = child(report, (D, "prop")).and_then(|prop| child(prop, (C, "calendar-data")));
    let expand = data.and_then(|data| child(data, (C, "expand")));
    expand.map(read_range).transpose()
}

fn expand_all(entries: &mut [Entry], owner: &Owner, range: Option<Span>) {
    let Some(range) = range else { return };
    for entry in entries {
        entry.body = entry.body.as_deref().map(|body| expand(body, owner, range));
    }
}

/// Runs what takes the processor on a thread of its own.
async fn web_block<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let done = actix_web::web::block(work).await;
    done.map_err(|_| Failure::BadRequest)
}

fn respond_all(
    xml: &mut Xml,
    (login, collection): (&Login, &Collection),
    entries: &[Entry],
    asked: &Asked,
) {
    for entry in entries {
        let href = props::href_of(login, collection, entry);
        let resource = Resource::Object(collection, entry);
        props::respond(xml, login, (&href, &resource), asked);
    }
}

fn respond_missing(xml: &mut Xml, href: &str) {
    xml.within("D:response", |xml| {
        xml.leaf("D:href", href);
        xml.leaf("D:status", "HTTP/1.1 404 Not Found");
    });
}

async fn multiget(
    state: &Data<State>,
    (login, collection): (&Login, &Collection),
    report: Node<'_, '_>,
) -> Result<HttpResponse, Failure> {
    let asked = asked(report);
    let hrefs = report.children().filter(|node| is(*node, (D, "href")));
    let hrefs: Vec<String> = hrefs.map(text).take(MOST_HREFS).collect();
    let named = |href: &String| match Target::of(path_of(href), login) {
        Ok(Target::Object(slug, name)) if slug == collection.slug() => Some(name),
        _ => None,
    };
    let names: Vec<Option<String>> = hrefs.iter().map(named).collect();
    let which = Which::Named(names.iter().flatten().cloned().collect());
    let wanted = (which, asked.wants_text());
    let mut entries = collection::entries(state, login, collection, wanted).await?;
    if let Some(range) = expansion(report)? {
        let owner = owner(state, login)?;
        entries = web_block(move || {
            expand_all(&mut entries, &owner, Some(range));
            entries
        })
        .await?;
    }
    Ok(multistatus(|xml| {
        for (href, name) in hrefs.iter().zip(&names) {
            let found = entries
                .iter()
                .find(|entry| Some(&entry.name) == name.as_ref());
            match found {
                // As it was asked: programs compare it by its letters.
                Some(entry) => {
                    let resource = Resource::Object(collection, entry);
                    props::respond(xml, login, (href, &resource), &asked);
                }
                None => respond_missing(xml, href),
            }
        }
    }))
}

/// What has changed since a token (RFC 6578 §3.2). Its cost grows with the changes alone.
async fn sync(
    state: &Data<State>,
    (login, collection): (&Login, &Collection),
    (target, report): (&Target, Node<'_, '_>),
) -> Result<HttpResponse, Failure> {
    let asked = asked(report);
    let token = child(report, (D, "sync-token"))
        .map(text)
        .unwrap_or_default();
    let invalid = || Failure::Element(StatusCode::FORBIDDEN, "D:valid-sync-token", None);
    let since = match token.as_str() {
        "" => None,
        token => {
            let number = token
                .strip_prefix("data:,")
                .and_then(|number| number.parse().ok());
            let number: i64 = number.ok_or_else(invalid)?;
            // One from the future is none of ours.
            if number > collection.number() || number < 0 {
                return Err(invalid());
            }
            Some(number)
        }
    };
    let limit = child(report, (D, "limit")).and_then(|limit| child(limit, (D, "nresults")));
    let limit = limit
        .and_then(|node| text(node).parse().ok())
        .unwrap_or(MOST_CHANGES);
    let limit = limit.clamp(1, MOST_CHANGES);
    let wanted = (since, limit, asked.wants_text());
    let changes = collection::changes(state, login, collection, wanted).await?;
    let slug = collection.slug().to_owned();
    Ok(multistatus(|xml| {
        respond_all(xml, (login, collection), &changes.there, &asked);
        for name in &changes.gone {
            let gone = Target::Object(slug.clone(), name.clone());
            respond_missing(xml, &gone.href(login));
        }
        if changes.is_cut {
            xml.within("D:response", |xml| {
                xml.leaf("D:href", &target.href(login));
                xml.leaf("D:status", "HTTP/1.1 507 Insufficient Storage");
                xml.within("D:error", |xml| {
                    xml.empty("D:number-of-matches-within-limits")
                });
            });
        }
        xml.leaf("D:sync-token", &Collection::token(changes.number));
    }))
}

/// When the host is busy (RFC 4791 §7.10): in all that is kept and read here, sessions included.
async fn free_busy(
    state: &Data<State>,
    login: &Login,
    report: Node<'_, '_>,
) -> Result<HttpResponse, Failure> {
    if login.public.is_some() {
        // It would tell of everything else, too.
        return Err(unsupported());
    }
    let range = child(report, (C, "time-range")).ok_or(Failure::BadRequest)?;
    let range = read_range(range)?;
    let viewer = login.viewer.clone();
    let spans: SpanSet = state
        .store
        .read(move |db| busy::all(db, &viewer, range))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .body(itip::free_busy(range, spans.as_slice(), state.clock.now())))
}
