//! `/teams/{team}`: who they are and what they offer together.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::calendar::Ways;
use super::encoded::Coding;
use super::errors::PageError;
use super::filters::Filters;
use super::find::{self, SearchForm, Sought};
use super::front::ways;
use super::hosts::{Home, NextTime, Offer, next_link, offer, tags_of};
use super::layout::{Layout, Portrait, initial, paragraphs};
use super::page;
use crate::http::language::Reader;
use crate::kernel::event_type::EventType;
use crate::kernel::finding::Filter;
use crate::kernel::people::Slug;
use crate::kernel::price::Pricing;
use crate::kernel::spoken::Spoken;
use crate::kernel::team::Team;
use crate::service::finding::{self, EACH, TeamTime};
use crate::service::instance::{self, Instance};
use crate::service::teams::{self, Member};
use crate::service::{Db, ServiceError, event_types, prices, slots, spoken};
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
    next: Vec<NextTime>,
    zone_words: String,
    filters: Filters,
    search: SearchForm,
    otherwise: Option<String>,
    home: String,
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
    languages: BTreeSet<Spoken>,
    offers: Vec<(EventType, Vec<TeamTime>)>,
    prices: BTreeMap<String, Pricing>,
    /// The next free time without filter and language, if these leave none.
    otherwise: Option<TeamTime>,
}

/// `GET /teams/{team}`
///
/// # Errors
/// `NotFound`.
pub async fn team(
    state: Data<State>,
    team: Path<String>,
    query: web::Query<find::Query>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let slug = page::slug(&team)?;
    let sought = Sought::try_from(query.into_inner())?;
    let coding = Coding::of(&request);
    let key = format!("team {slug} {sought:?} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let asked = sought.clone();
            let loaded = state
                .store
                .read(move |db| load(db, &slug, &asked, now))
                .await?;
            let page = team_page(&state, loaded, &sought, reader, now);
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
    slug: &Slug,
    sought: &Sought,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let team = teams::find(db, slug)?;
    let mut members = teams::members(db, &team)?;
    let ids: Vec<&str> = members.iter().map(|one| one.person.id.as_str()).collect();
    let spoken = spoken::of_all(db, &ids)?;
    let languages = spoken.values().flatten().copied().collect();
    let speakers: Option<BTreeSet<String>> = sought.language.map(|language| {
        let speakers = spoken.iter().filter(|(_, list)| list.contains(&language));
        speakers.map(|(id, _)| id.clone()).collect()
    });
    if let Some(speakers) = &speakers {
        members.retain(|member| speakers.contains(&member.person.id));
    }
    let look = (sought.filter, sought.zone.unwrap_or(team.zone));
    let event_types = event_types::list_public_of_team(db, &team)?;
    let prices = prices::of_event_types(db, &event_types)?;
    let mut affordable = event_types.clone();
    if let Some(most) = sought.price {
        affordable.retain(|event_type| finding::is_within(&prices, event_type, most));
    }
    let offers = times(db, &affordable, speakers.as_ref(), look, now)?;
    let is_empty = offers.iter().all(|(_, times)| times.is_empty());
    let is_narrowed = speakers.is_some() || !sought.filter.is_empty() || sought.price.is_some();
    let otherwise = if is_empty && is_narrowed {
        let all = times(db, &event_types, None, (Filter::default(), look.1), now)?;
        let times = all
            .into_iter()
            .filter_map(|(_, times)| times.into_iter().next());
        times.min_by_key(|time| time.slot.span.start())
    } else {
        None
    };
    Ok(Loaded {
        instance: instance::load(db)?,
        members,
        team,
        languages,
        offers,
        prices,
        otherwise,
    })
}

/// The next free times of each of a team's offers. A team offers a handful.
fn times(
    db: &mut Db,
    event_types: &[EventType],
    speakers: Option<&BTreeSet<String>>,
    look: (Filter, Tz),
    now: DateTime<Utc>,
) -> Result<Vec<(EventType, Vec<TeamTime>)>, ServiceError> {
    let event_types = event_types.iter();
    event_types
        .map(|event_type| {
            let offered = slots::of_event_type(db, event_type.clone())?;
            let times = finding::of_team(db, offered, speakers, look, now)?;
            Ok((event_type.clone(), times))
        })
        .collect()
}

fn team_page(
    state: &State,
    loaded: Loaded,
    sought: &Sought,
    reader: Reader,
    now: DateTime<Utc>,
) -> TeamPage {
    let Loaded {
        instance,
        team,
        members,
        languages,
        offers,
        prices,
        otherwise,
    } = loaded;
    let t = page::words(state, reader);
    let home = Home {
        path: format!("/teams/{}", team.slug),
        zone: sought.zone.unwrap_or(team.zone),
    };
    let own = sought.address(&home.path).to_string();
    let layout = page::layout(state, &instance, reader, &own);
    let form = (home.path.as_str(), reader);
    TeamPage {
        initial: initial(&team.name),
        description: paragraphs(&team.description),
        next: soonest(&t, &home, &offers, (sought, reader), now),
        zone_words: t.zone(home.zone),
        filters: find::filters(&t, &home.path, sought, reader),
        search: SearchForm::of(&t, form, sought, &languages, (home.zone, now)),
        otherwise: otherwise.map(|time| {
            let when = t.moment(time.slot.span.start(), now, home.zone);
            t.one("filter-without", "when", when)
        }),
        offers: offers
            .iter()
            .map(|(event_type, times)| {
                let next = times.first().map(|time| &time.slot);
                let tags = tags_of(&t, event_type, &prices);
                offer(&t, &home, &layout, (event_type, tags, next), now)
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
        home: layout.href(&home.path),
        name: team.name,
        t,
        layout,
    }
}

/// The first free times of all that the team offers.
fn soonest(
    t: &Words,
    home: &Home,
    offers: &[(EventType, Vec<TeamTime>)],
    (sought, reader): (&Sought, Reader),
    now: DateTime<Utc>,
) -> Vec<NextTime> {
    let mut times: Vec<(&EventType, &TeamTime)> = offers
        .iter()
        .flat_map(|(event_type, times)| times.iter().map(move |time| (event_type, time)))
        .collect();
    times.sort_by_key(|(_, time)| time.slot.span.start());
    times.dedup_by_key(|(_, time)| time.slot.span.start());
    let links = times.into_iter().take(EACH).map(|(event_type, time)| {
        let host = time.host.as_ref();
        let ways = Ways {
            zone: sought.zone,
            host: host.map(|host| host.username.clone()),
            ..ways(&format!("{}/{}", home.path, event_type.slug), reader)
        };
        let title = match host {
            Some(host) => format!("{}, {}", event_type.title, host.name),
            None => event_type.title.clone(),
        };
        next_link(t, home, (&title, &time.slot), ways.slot(&time.slot), now)
    });
    links.collect()
}
