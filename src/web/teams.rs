//! `/teams/{team}`: who they are and what they offer together.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};

use super::encoded::Coding;
use super::errors::PageError;
use super::front::next_of;
use super::hosts::{Home, NextLink, Offer, offer, soonest, tags_of};
use super::layout::{Layout, Portrait, initial, paragraphs};
use super::page;
use crate::http::language::Reader;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Slug;
use crate::kernel::price::Pricing;
use crate::kernel::slots::Slot;
use crate::kernel::team::Team;
use crate::service::instance::{self, Instance};
use crate::service::teams::{self, Member};
use crate::service::{Db, ServiceError, event_types, prices};
use crate::state::State;
use crate::texts::Words;

/// `teams/team.html`.
#[derive(Template)]
#[template(path = "teams/team.html")]
struct TeamPage {
    t: Words,
    layout: Layout,
    name: String,
    initial: String,
    description: Vec<String>,
    next: Option<NextLink>,
    offers: Vec<Offer>,
    members: Vec<Row>,
}

/// A member in the list.
struct Row {
    portrait: Portrait,
    name: String,
    href: String,
    headline: String,
}

struct Loaded {
    instance: Instance,
    team: Team,
    members: Vec<Member>,
    offers: Vec<(EventType, Option<Slot>)>,
    prices: BTreeMap<String, Pricing>,
}

/// `GET /teams/{team}`
///
/// # Errors
/// `NotFound`.
pub async fn team(
    state: Data<State>,
    team: Path<String>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let slug = page::slug(&team)?;
    let coding = Coding::of(&request);
    let key = format!("team {slug} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let loaded = state.store.read(move |db| load(db, &slug, now)).await?;
            let page = team_page(&state, loaded, reader, now);
            Ok::<_, PageError>(coding.encode(Bytes::from(page.render()?)))
        })
        .await?;
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-cache"));
    Ok(coding.answer(response, body))
}

fn load(db: &mut Db, slug: &Slug, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    let team = teams::find(db, slug)?;
    // A team offers a handful; each has a next free time of its own.
    let event_types = event_types::list_public_of_team(db, &team)?;
    let prices = prices::of_event_types(db, &event_types)?;
    let offers = event_types
        .into_iter()
        .map(|event_type| {
            let next = next_of(db, &event_type, now)?;
            Ok((event_type, next))
        })
        .collect::<Result<_, ServiceError>>()?;
    Ok(Loaded {
        instance: instance::load(db)?,
        members: teams::members(db, &team)?,
        team,
        offers,
        prices,
    })
}

fn team_page(state: &State, loaded: Loaded, reader: Reader, now: DateTime<Utc>) -> TeamPage {
    let Loaded {
        instance,
        team,
        members,
        offers,
        prices,
    } = loaded;
    let t = page::words(state, reader);
    let home = Home {
        path: format!("/teams/{}", team.slug),
        zone: team.zone,
    };
    let layout = page::layout(state, &instance, reader, &home.path);
    TeamPage {
        initial: initial(&team.name),
        description: paragraphs(&team.description),
        next: soonest(&t, &home, &offers, reader, now),
        offers: offers
            .iter()
            .map(|(event_type, next)| {
                let tags = tags_of(&t, event_type, &prices);
                offer(&t, &home, &layout, (event_type, tags, next.as_ref()), now)
            })
            .collect(),
        members: members
            .into_iter()
            .map(|Member { person, .. }| Row {
                portrait: Portrait::of(&person, "small"),
                href: layout.href(&format!("/@{}", person.username)),
                name: person.name,
                headline: person.profile.headline,
            })
            .collect(),
        name: team.name,
        t,
        layout,
    }
}
