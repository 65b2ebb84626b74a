//! `/@{username}/{slug}`: when a session can be.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};

use super::address::Address;
use super::assets;
use super::calendar::{Calendar, Cell, Ways};
use super::encoded::Coding;
use super::errors::PageError;
use super::hosts::NextLink;
use super::layout::{self, Layout, Portrait, dial_number, paragraphs};
use super::page;
use super::place::Place;
use super::schedule::{self, Times};
use super::wanted::{self, Wanted};
use crate::http::language::Reader;
use crate::kernel::people::{Slug, Username};
use crate::service::instance::{self, Instance};
use crate::service::slots::{self, Offered};
use crate::service::{Db, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// `event_types/event_type.html`.
#[derive(Template)]
#[template(path = "event_types/event_type.html")]
struct EventTypePage {
    t: Words,
    layout: Layout,
    title: String,
    name: String,
    host: String,
    host_href: String,
    portrait: Portrait,
    portrait_alt: String,
    description: Vec<String>,
    needs_approval: bool,
    next: Option<NextLink>,
    calendar: Calendar,
    place: Place,
    phone: String,
    dial_number: String,
    script: String,
}

struct Loaded {
    instance: Instance,
    offered: Offered,
    times: Times,
}

/// `GET /@{username}/{slug}?month=2026-12&date=2026-12-03&zone=Europe/Berlin&duration=50`
///
/// # Errors
/// `NotFound`; `Unreadable` when the query holds no such thing.
pub async fn event_type(
    state: Data<State>,
    path: Path<(String, String)>,
    query: Query<wanted::Query>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let (username, slug) = (page::username(&path.0)?, page::slug(&path.1)?);
    let wanted = Wanted::try_from(query.into_inner())?;
    let coding = Coding::of(&request);
    let key = format!("event {username} {slug} {wanted:?} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let asked = wanted.clone();
            let loaded = state
                .store
                .read(move |db| load(db, &username, &slug, &asked, now))
                .await?;
            let page = event_type_page(&state, loaded, &wanted, reader, now);
            Ok::<_, PageError>(coding.encode(Bytes::from(page.render()?)))
        })
        .await?;
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-cache"));
    Ok(coding.answer(response, body))
}

fn load(
    db: &mut Db,
    username: &Username,
    slug: &Slug,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let offered = slots::offered(db, username, slug)?;
    let duration = schedule::duration(&offered, wanted)?;
    Ok(Loaded {
        instance: instance::load(db)?,
        times: schedule::times(db, &offered, (duration, None), wanted, now)?,
        offered,
    })
}

fn event_type_page(
    state: &State,
    loaded: Loaded,
    wanted: &Wanted,
    reader: Reader,
    now: DateTime<Utc>,
) -> EventTypePage {
    let Loaded {
        instance,
        offered,
        times,
    } = loaded;
    let t = page::words(state, reader);
    let (host, event_type) = (&offered.host, &offered.event_type);
    let path = format!("/@{}/{}", host.username, event_type.slug);
    let layout = page::layout(state, &instance, reader, &address(&path, wanted));
    let ways = Ways {
        slot_path: format!("{path}/book"),
        path,
        zone: wanted.zone,
        duration: wanted.duration,
        lang: layout::carried(reader),
    };
    let next = times.next.map(|slot| NextLink {
        href: ways.slot(&slot),
        label: t.one(
            "next-free",
            "when",
            t.moment(slot.span.start(), now, times.zone),
        ),
    });
    let title = t.with(
        "event-title",
        &[
            ("title", event_type.title.as_str().into()),
            ("host", host.name.as_str().into()),
        ],
    );
    EventTypePage {
        title,
        name: event_type.title.clone(),
        host_href: layout.href(&format!("/@{}", host.username)),
        portrait: Portrait::of(host, "small"),
        portrait_alt: t.one("portrait-of", "name", host.name.as_str()),
        description: paragraphs(&event_type.description),
        needs_approval: event_type.needs_approval,
        next,
        calendar: times.calendar(&t, &ways, &offered, now),
        place: Place::of(&t, &event_type.location, &state.rooms, &host.name),
        dial_number: dial_number(&host.profile.phone),
        phone: host.profile.phone.clone(),
        host: host.name.clone(),
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

/// The page's own address.
fn address(path: &str, wanted: &Wanted) -> String {
    let month = wanted.month.map(|month| month.format("%Y-%m").to_string());
    Address::new(path)
        .with_some("month", month.as_deref())
        .with_some("date", wanted.date.map(|date| date.to_string()).as_deref())
        .with_some(
            "duration",
            wanted.duration.map(|d| d.to_string()).as_deref(),
        )
        .with_some("zone", wanted.zone.map(|zone| zone.name()))
        .to_string()
}
