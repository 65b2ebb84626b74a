//! `/` and `/about`: whose this is and who offers time here.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::calendar::Ways;
use super::encoded::Coding;
use super::errors::PageError;
use super::filters::Filters;
use super::find::{self, SearchForm, Sought};
use super::layout::{self, Layout, Portrait, paragraphs};
use super::page;
use crate::http::language::Reader;
use crate::kernel::event_type::EventType;
use crate::kernel::finding::Filter;
use crate::kernel::people::Person;
use crate::kernel::slots::Slot;
use crate::kernel::spoken::Spoken;
use crate::service::federation::allies;
use crate::service::instance::{self, Instance};
use crate::service::slots::{self, Wish};
use crate::service::{Db, ServiceError, event_types, hosts, spoken};
use crate::state::State;
use crate::texts::Words;

/// How many hosts stand on one page.
const HOSTS_PER_PAGE: usize = 24;

/// `front/front.html`.
#[derive(Template)]
#[template(path = "front/front.html")]
struct FrontPage {
    t: Words,
    layout: Layout,
    lead: String,
    is_new: bool,
    hosts: Vec<HostRow>,
    find: String,
    filters: Filters,
    search: SearchForm,
    more: Vec<(String, String)>,
}

struct HostRow {
    name: String,
    href: String,
    headline: String,
    portrait: Portrait,
    next: Option<NextRow>,
}

struct NextRow {
    href: String,
    label: String,
    note: String,
}

/// What the front page is made of.
struct Front {
    instance: Instance,
    is_new: bool,
    hosts: Vec<Offering>,
    pages: usize,
    languages: BTreeSet<Spoken>,
}

struct Offering {
    host: Person,
    event_type: EventType,
    next: Option<Slot>,
}

#[derive(Deserialize)]
pub struct Paging {
    #[serde(default)]
    page: Option<usize>,
}

/// `GET /`
///
/// # Errors
/// When the database does not answer.
pub async fn front(
    state: Data<State>,
    paging: Query<Paging>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let coding = Coding::of(&request);
    let number = paging.page.unwrap_or(1).max(1);
    let key = format!("front {number} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let front = state.store.read(move |db| load(db, number, now)).await?;
            let page = front_page(&state, front, reader, number, now);
            Ok::<_, PageError>(coding.encode(Bytes::from(page.render()?)))
        })
        .await?;
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-cache"));
    Ok(coding.answer(response, body))
}

fn load(db: &mut Db, number: usize, now: DateTime<Utc>) -> Result<Front, ServiceError> {
    let everybody = hosts::list(db)?;
    let mut offering = Vec::new();
    let mut offers = event_types::list_public_of_all(db)?;
    for host in everybody.iter() {
        if let Some(event_type) = offers
            .remove(&host.id)
            .and_then(|list| list.into_iter().next())
        {
            offering.push((host.clone(), event_type));
        }
    }
    let ids: Vec<&str> = offering.iter().map(|(host, _)| host.id.as_str()).collect();
    let languages = spoken::of_all(db, &ids)?.into_values().flatten().collect();
    let pages = offering.len().div_ceil(HOSTS_PER_PAGE);
    let on_page = offering
        .into_iter()
        .skip((number - 1).saturating_mul(HOSTS_PER_PAGE))
        .take(HOSTS_PER_PAGE);
    // The next free time of each is a question of its own; the page is kept for a moment.
    let hosts = on_page
        .map(|(host, event_type)| {
            let next = next_of(db, &event_type, now)?;
            Ok(Offering {
                host,
                event_type,
                next,
            })
        })
        .collect::<Result<_, ServiceError>>()?;
    Ok(Front {
        instance: instance::load(db)?,
        is_new: everybody.is_empty(),
        hosts,
        pages,
        languages,
    })
}

/// The next free time of an event type in its usual duration.
fn next_of(
    db: &mut Db,
    event_type: &EventType,
    now: DateTime<Utc>,
) -> Result<Option<Slot>, ServiceError> {
    let Some(&duration) = event_type.rules.durations.first() else {
        return Ok(None);
    };
    let offered = slots::of_event_type(db, event_type.clone())?;
    let wish = Wish {
        duration,
        except: None,
    };
    Ok(slots::next(db, &offered, wish, (now, 1), now)?
        .first()
        .copied())
}

fn front_page(
    state: &State,
    front: Front,
    reader: Reader,
    number: usize,
    now: DateTime<Utc>,
) -> FrontPage {
    let t = page::words(state, reader);
    let path = if number > 1 {
        format!("/?page={number}")
    } else {
        "/".to_owned()
    };
    let layout = page::layout(state, &front.instance, reader, &path);
    let name = layout.coop.clone();
    let lead = if front.instance.place.is_empty() {
        t.one("front-lead", "coop", name)
    } else {
        t.with(
            "front-lead-place",
            &[
                ("coop", name.into()),
                ("place", front.instance.place.as_str().into()),
            ],
        )
    };
    let more = (1..=front.pages)
        .filter(|_| front.pages > 1)
        .filter(|&page| page != number)
        .map(|page| {
            let href = layout.href(&format!("/?page={page}"));
            (href, t.count("front-page", page))
        })
        .collect();
    let zone = front.hosts.first().map_or(Tz::UTC, |one| one.host.zone);
    let sought = Sought::default();
    FrontPage {
        find: layout.href(find::PATH),
        filters: find::filters(&t, find::PATH, &sought, reader),
        search: SearchForm::of(
            &t,
            (find::PATH, reader),
            &sought,
            &front.languages,
            (zone, now),
        ),
        hosts: front
            .hosts
            .into_iter()
            .map(|offering| host_row(&t, &layout, offering, reader, now))
            .collect(),
        lead,
        is_new: front.is_new,
        more,
        t,
        layout,
    }
}

fn host_row(
    t: &Words,
    layout: &Layout,
    offering: Offering,
    reader: Reader,
    now: DateTime<Utc>,
) -> HostRow {
    let Offering {
        host,
        event_type,
        next,
    } = offering;
    let next = next.map(|slot| NextRow {
        href: ways(&format!("/@{}/{}", host.username, event_type.slug), reader).slot(&slot),
        label: t.moment_short(slot.span.start(), now, host.zone),
        note: event_type.title.clone(),
    });
    HostRow {
        href: layout.href(&format!("/@{}", host.username)),
        headline: host.profile.headline.clone(),
        portrait: Portrait::of(&host, "small"),
        name: host.name,
        next,
    }
}

/// The ways of an event type for whoever has not chosen anything yet.
pub(super) fn ways(path: &str, reader: Reader) -> Ways {
    Ways {
        slot_path: format!("{path}/book"),
        path: path.to_owned(),
        zone: None,
        duration: None,
        host: None,
        filter: Filter::default(),
        lang: layout::carried(reader),
        may_wait: false,
    }
}

/// `front/about.html`.
#[derive(Template)]
#[template(path = "front/about.html")]
struct AboutPage {
    t: Words,
    layout: Layout,
    lead: String,
    imprint: Vec<String>,
    /// What each ally is called, and where its pages begin.
    allies: Vec<(String, String)>,
    version: String,
}

/// `GET /about`: imprint, privacy, licence and source.
///
/// # Errors
/// When the database does not answer.
pub async fn about(
    state: Data<State>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let links = state.links.clone();
    let (instance, allies) = state
        .store
        .read(move |db| {
            let allies = allies::allied(db, &links)?;
            Ok::<_, ServiceError>((instance::load(db)?, allies))
        })
        .await?;
    let t = page::words(&state, reader);
    let layout = page::layout(&state, &instance, reader, page::path(&request));
    let about = AboutPage {
        lead: if instance.owner.is_empty() {
            t.one("about-lead", "coop", layout.coop.as_str())
        } else {
            instance.owner.clone()
        },
        imprint: paragraphs(&instance.imprint),
        allies,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        t,
        layout,
    };
    page::html(StatusCode::OK, &about)
}
