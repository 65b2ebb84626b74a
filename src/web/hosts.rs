//! `/@{username}`: who this is and what they offer.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::encoded::Coding;
use super::errors::PageError;
use super::find::language_names;
use super::front::ways;
use super::layout::{Layout, Portrait, dial_number, paragraphs};
use super::page;
use super::prices::{self, PriceTag};
use crate::http::language::Reader;
use crate::kernel::event_type::EventType;
use crate::kernel::people::{Person, Username};
use crate::kernel::price::Pricing;
use crate::kernel::slots::Slot;
use crate::kernel::spoken::Spoken;
use crate::service::finding::{self, EACH};
use crate::service::instance::{self, Instance};
use crate::service::{Db, ServiceError, event_types, hosts, prices as acts, spoken};
use crate::state::State;
use crate::texts::Words;

/// `hosts/host.html`.
#[derive(Template)]
#[template(path = "hosts/host.html")]
struct HostPage {
    t: Words,
    layout: Layout,
    name: String,
    portrait: Portrait,
    portrait_alt: String,
    headline: String,
    voice: String,
    about: Vec<String>,
    phone: String,
    dial_number: String,
    next: Vec<NextTime>,
    languages: String,
    offers: Vec<Offer>,
}

/// The way to the next free time.
pub(super) struct NextLink {
    /// Where it is.
    pub href: String,
    /// When it is.
    pub label: String,
}

/// The way to one of the next free times, as `next_times` prints it.
pub(super) struct NextTime {
    /// Where it is.
    pub href: String,
    /// When it is, in short.
    pub label: String,
    /// The same in full, for who cannot see what stands around it.
    pub rest: String,
}

/// What is offered, in a list.
pub(super) struct Offer {
    pub title: String,
    pub description: Vec<String>,
    pub needs_approval: bool,
    pub prices: Vec<PriceTag>,
    pub href: String,
    pub next: String,
}

struct Loaded {
    instance: Instance,
    host: Person,
    offers: Vec<(EventType, Vec<Slot>)>,
    prices: BTreeMap<String, Pricing>,
    languages: Vec<Spoken>,
}

/// `GET /@{username}`
///
/// # Errors
/// `NotFound`.
pub async fn host(
    state: Data<State>,
    username: Path<String>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let username = page::username(&username)?;
    let coding = Coding::of(&request);
    let key = format!("host {username} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let loaded = state.store.read(move |db| load(db, &username, now)).await?;
            let page = host_page(&state, loaded, reader, now);
            Ok::<_, PageError>(coding.encode(Bytes::from(page.render()?)))
        })
        .await?;
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-cache"));
    Ok(coding.answer(response, body))
}

fn load(db: &mut Db, username: &Username, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    let host = hosts::find(db, username)?;
    let offers = event_types::list_public(db, &host)?;
    let prices = acts::of_event_types(db, &offers)?;
    let next = finding::of_host(db, &host, &offers, now)?;
    let offers = offers.into_iter().zip(next).collect();
    Ok(Loaded {
        instance: instance::load(db)?,
        languages: spoken::of(db, &host.id)?,
        host,
        offers,
        prices,
    })
}

fn host_page(state: &State, loaded: Loaded, reader: Reader, now: DateTime<Utc>) -> HostPage {
    let Loaded {
        instance,
        host,
        offers,
        prices,
        languages,
    } = loaded;
    let t = page::words(state, reader);
    let page = Home {
        path: format!("/@{}", host.username),
        zone: host.zone,
    };
    let layout = page::layout(state, &instance, reader, &page.path);
    HostPage {
        portrait: Portrait::of(&host, "large"),
        portrait_alt: t.one("portrait-of", "name", host.name.as_str()),
        headline: host.profile.headline.clone(),
        voice: host.profile.voice.clone(),
        about: paragraphs(&host.profile.about),
        dial_number: dial_number(&host.profile.phone),
        phone: host.profile.phone.clone(),
        next: soonest(&t, &page, &offers, reader, now),
        languages: language_names(&t, &languages),
        offers: offers
            .iter()
            .map(|(event_type, next)| {
                let tags = tags_of(&t, event_type, &prices);
                offer(&t, &page, &layout, (event_type, tags, next.first()), now)
            })
            .collect(),
        name: host.name,
        t,
        layout,
    }
}

/// The page of a host or a team, and the zone of its times.
pub(super) struct Home {
    pub path: String,
    pub zone: Tz,
}

/// The first free times of all that is offered. Of several that start together, the first offer's
/// counts.
pub(super) fn soonest(
    t: &Words,
    home: &Home,
    offers: &[(EventType, Vec<Slot>)],
    reader: Reader,
    now: DateTime<Utc>,
) -> Vec<NextTime> {
    let mut times: Vec<(&EventType, &Slot)> = offers
        .iter()
        .flat_map(|(event_type, next)| next.iter().map(move |slot| (event_type, slot)))
        .collect();
    times.sort_by_key(|(_, slot)| slot.span.start());
    times.dedup_by_key(|(_, slot)| slot.span.start());
    let links = times.into_iter().take(EACH).map(|(event_type, slot)| {
        let href = ways(&format!("{}/{}", home.path, event_type.slug), reader).slot(slot);
        next_link(t, home, (&event_type.title, slot), href, now)
    });
    links.collect()
}

/// The way to a free time of something with a title.
pub(super) fn next_link(
    t: &Words,
    home: &Home,
    (title, slot): (&str, &Slot),
    href: String,
    now: DateTime<Utc>,
) -> NextTime {
    let when = t.moment_short(slot.span.start(), now, home.zone);
    NextTime {
        href,
        label: t.with(
            "next-free-of",
            &[("title", title.into()), ("when", when.into())],
        ),
        rest: t.span_long(slot.span, home.zone),
    }
}

/// What an event type costs, if `prices` has something about it.
pub(super) fn tags_of(
    t: &Words,
    event_type: &EventType,
    prices: &BTreeMap<String, Pricing>,
) -> Vec<PriceTag> {
    let free = Pricing::default();
    let pricing = prices.get(&event_type.id).unwrap_or(&free);
    prices::tags(t, &event_type.rules.durations, pricing)
}

/// An event type in words.
pub(super) fn offer(
    t: &Words,
    home: &Home,
    layout: &Layout,
    (event_type, prices, next): (&EventType, Vec<PriceTag>, Option<&Slot>),
    now: DateTime<Utc>,
) -> Offer {
    Offer {
        title: event_type.title.clone(),
        description: paragraphs(&event_type.description),
        needs_approval: event_type.needs_approval,
        prices,
        href: layout.href(&format!("{}/{}", home.path, event_type.slug)),
        next: match next {
            Some(slot) => t.one(
                "from-moment",
                "when",
                t.moment_short(slot.span.start(), now, home.zone),
            ),
            None => t.get("nothing-free-now"),
        },
    }
}
