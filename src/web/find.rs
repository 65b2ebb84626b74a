//! `/find`: the next free times among all coaches and teams.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::address::Address;
use super::assets;
use super::calendar::{Ways, rfc3339};
use super::encoded::Coding;
use super::errors::PageError;
use super::filters::{self, Filters};
use super::front::ways;
use super::hosts::NextTime;
use super::layout::{self, Layout, Portrait, paragraphs};
use super::page;
use super::wanted::{self, Unreadable};
use super::zones;
use crate::http::language::Reader;
use crate::kernel::finding::Filter;
use crate::kernel::spoken::Spoken;
use crate::kernel::zone;
use crate::service::finding::{self, Asked, Finding, Time};
use crate::service::instance::{self, Instance};
use crate::service::slots::Provider;
use crate::service::{Db, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// Where it is.
pub const PATH: &str = "/find";
/// How many times one page shows.
const MOST_TIMES: usize = 60;

/// The query as it comes.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    weekday: Option<String>,
    time: Option<String>,
    language: Option<String>,
    price: Option<String>,
    zone: Option<String>,
    from: Option<String>,
    page: Option<String>,
}

/// What it asks for; everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Which times.
    pub filter: Filter,
    /// What the coach speaks.
    pub language: Option<Spoken>,
    /// What it may cost at the most, in units of the offer's currency.
    pub price: Option<u32>,
    /// The reader's zone.
    pub zone: Option<Tz>,
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Which page of coaches, from 1 on.
    pub page: Option<usize>,
}

impl TryFrom<Query> for Sought {
    type Error = Unreadable;

    fn try_from(query: Query) -> Result<Self, Unreadable> {
        let language = |code: &str| Spoken::parse(code).ok();
        Ok(Self {
            filter: wanted::filter(query.weekday, query.time)?,
            language: wanted::read("language", query.language, language)?,
            price: wanted::read("price", query.price, |text| text.trim().parse().ok())?,
            zone: wanted::read("zone", query.zone, |text| zone::parse(text).ok())?,
            from: wanted::read("start", query.from, wanted::instant)?,
            page: wanted::read("page", query.page, |text| text.parse().ok())?,
        })
    }
}

impl Sought {
    /// The page at `path` with the same filter, language and zone.
    pub fn address(&self, path: &str) -> Address {
        filters::carry(Address::new(path), &self.filter)
            .with_some("language", self.language.map(Spoken::code))
            .with_some("price", self.price.map(|most| most.to_string()).as_deref())
            .with_some("zone", self.zone.map(|zone| zone.name()))
    }

    fn asked(&self, most: usize) -> Asked {
        Asked {
            filter: self.filter,
            language: self.language,
            price: self.price,
            zone: self.zone,
            from: self.from,
            page: self.page.unwrap_or(1),
            most,
        }
    }
}

/// The form of a search, as `finding/search.html` prints it.
pub struct SearchForm {
    /// Where it leads.
    pub action: String,
    /// What it carries on.
    pub carried: Vec<(&'static str, String)>,
    /// What can be asked for: code, name, chosen.
    pub languages: Vec<(&'static str, String, bool)>,
    /// What it may cost at the most, as typed.
    pub price: String,
    /// The zones to choose from: IANA name, words, chosen.
    pub zones: Vec<(&'static str, String, bool)>,
    /// The same without a language, if one is asked for.
    pub any_language: Option<String>,
}

impl SearchForm {
    /// The form at `path` for what is sought.
    pub fn of(
        t: &Words,
        (path, reader): (&str, Reader),
        sought: &Sought,
        languages: &BTreeSet<Spoken>,
        (zone, now): (Tz, DateTime<Utc>),
    ) -> Self {
        let lang = layout::carried(reader);
        let without = Sought {
            language: None,
            ..sought.clone()
        };
        let mut carried: Vec<_> = filters::parts(&sought.filter).collect();
        carried.extend(lang.map(|lang| ("lang", lang.to_owned())));
        let all = languages.iter().chain(&sought.language).copied();
        let all: BTreeSet<Spoken> = all.collect();
        Self {
            action: path.to_owned(),
            carried,
            languages: language_options(t, all, |one| sought.language == Some(one)),
            price: sought.price.map_or(String::new(), |most| most.to_string()),
            zones: zones::options(t, zone, now),
            any_language: sought
                .language
                .map(|_| without.address(path).with_some("lang", lang).to_string()),
        }
    }
}

/// The filter of a search at `path`.
pub fn filters(t: &Words, path: &str, sought: &Sought, reader: Reader) -> Filters {
    Filters::of(t, &sought.filter, |filter| {
        let sought = Sought {
            filter,
            ..sought.clone()
        };
        let address = sought.address(path);
        address
            .with_some("lang", layout::carried(reader))
            .to_string()
    })
}

/// Languages with their names, by name: code, name, chosen.
pub fn language_options(
    t: &Words,
    languages: impl IntoIterator<Item = Spoken>,
    is_chosen: impl Fn(Spoken) -> bool,
) -> Vec<(&'static str, String, bool)> {
    let mut options: Vec<_> = languages
        .into_iter()
        .map(|one| (one.code(), language_name(t, one), is_chosen(one)))
        .collect();
    options.sort_by_cached_key(|(_, name, _)| name.to_lowercase());
    options
}

/// `Deutsch, Türkisch`.
pub fn language_names(t: &Words, languages: &[Spoken]) -> String {
    let names = languages.iter().map(|language| language_name(t, *language));
    names.collect::<Vec<_>>().join(", ")
}

fn language_name(t: &Words, language: Spoken) -> String {
    t.get(&format!("spoken-{language}"))
}

/// `finding/find.html`.
#[derive(Template)]
#[template(path = "finding/find.html")]
struct FindPage {
    t: Words,
    layout: Layout,
    zone: &'static str,
    zone_words: String,
    said: String,
    filters: Filters,
    search: SearchForm,
    coaches: Vec<Row>,
    otherwise: Option<NextTime>,
    all: String,
    more: Vec<(String, String)>,
    script: String,
}

/// A coach or a team with their next free times.
struct Row {
    portrait: Portrait,
    name: String,
    href: String,
    headline: String,
    languages: String,
    times: Vec<NextTime>,
}

struct Loaded {
    instance: Instance,
    finding: Finding,
    /// What there is without filter and language, if these leave nothing.
    otherwise: Option<Finding>,
}

/// `GET /find?weekday=mo,fr&time=morning&language=tr&price=50&zone=Europe/Berlin`
///
/// # Errors
/// `Unreadable` when the query holds no such thing.
pub async fn find(
    state: Data<State>,
    query: web::Query<Query>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let sought = Sought::try_from(query.into_inner())?;
    let coding = Coding::of(&request);
    let key = format!("find {sought:?} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let asked = sought.clone();
            let loaded = state.store.read(move |db| load(db, &asked, now)).await?;
            let page = find_page(&state, loaded, &sought, reader, now);
            Ok::<_, PageError>(coding.encode(Bytes::from(page.render()?)))
        })
        .await?;
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-cache"));
    Ok(coding.answer(response, body))
}

fn load(db: &mut Db, sought: &Sought, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    let finding = finding::find(db, &sought.asked(MOST_TIMES), now)?;
    let is_narrowed =
        !sought.filter.is_empty() || sought.language.is_some() || sought.price.is_some();
    let otherwise = if finding.times.is_empty() && is_narrowed {
        let anything = Sought {
            zone: sought.zone,
            ..Sought::default()
        };
        Some(finding::find(db, &anything.asked(1), now)?)
    } else {
        None
    };
    Ok(Loaded {
        instance: instance::load(db)?,
        finding,
        otherwise,
    })
}

fn find_page(
    state: &State,
    loaded: Loaded,
    sought: &Sought,
    reader: Reader,
    now: DateTime<Utc>,
) -> FindPage {
    let Loaded {
        instance,
        finding,
        otherwise,
    } = loaded;
    let t = page::words(state, reader);
    let own = with_place(sought.address(PATH), sought);
    let layout = page::layout(state, &instance, reader, &own.to_string());
    let link =
        |finding: &Finding, time: &Time| next_link(&t, (finding, time), sought.zone, reader, now);
    let coaches = rows(&t, &layout, &finding, |time| link(&finding, time));
    let search = (PATH, reader);
    FindPage {
        said: match coaches.len() {
            0 if otherwise.is_some() => t.get("filter-leaves-nothing"),
            0 => t.get("nothing-free"),
            count => t.count("find-count", count),
        },
        zone: finding.zone.name(),
        zone_words: t.zone(finding.zone),
        filters: filters(&t, PATH, sought, reader),
        search: SearchForm::of(&t, search, sought, &finding.languages, (finding.zone, now)),
        otherwise: otherwise.and_then(|finding| {
            let time = finding.times.first()?;
            let when = t.moment(time.slot.span.start(), now, finding.zone);
            Some(NextTime {
                label: t.one("filter-without", "when", when),
                ..link(&finding, time)
            })
        }),
        all: layout.href(PATH),
        more: more(&t, &layout, &finding, sought),
        coaches,
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

fn with_place(address: Address, sought: &Sought) -> Address {
    address
        .with_some("from", sought.from.map(rfc3339).as_deref())
        .with_some("page", sought.page.map(|page| page.to_string()).as_deref())
}

/// The coaches who have time, whoever has it first before the others.
fn rows(
    t: &Words,
    layout: &Layout,
    finding: &Finding,
    link: impl Fn(&Time) -> NextTime,
) -> Vec<Row> {
    let mut order: Vec<usize> = Vec::new();
    for time in &finding.times {
        if !order.contains(&time.coach) {
            order.push(time.coach);
        }
    }
    let rows = order.into_iter().map(|place| {
        let coach = &finding.coaches[place];
        let times = finding.times.iter().filter(|time| time.coach == place);
        let (portrait, path, headline) = match &coach.provider {
            Provider::Host(host) => (
                Portrait::of(host, "small"),
                format!("/@{}", host.username),
                host.profile.headline.clone(),
            ),
            Provider::Team(team) => (
                Portrait::of_team(team),
                format!("/teams/{}", team.slug),
                paragraphs(&team.description)
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
            ),
        };
        Row {
            portrait,
            name: coach.name().to_owned(),
            href: layout.href(&path),
            headline,
            languages: language_names(t, &coach.languages),
            times: times.map(&link).collect(),
        }
    });
    rows.collect()
}

fn next_link(
    t: &Words,
    (finding, time): (&Finding, &Time),
    zone: Option<Tz>,
    reader: Reader,
    now: DateTime<Utc>,
) -> NextTime {
    let (coach, offer) = finding.of(time);
    let wish = finding.wish(time);
    let ways = Ways {
        zone,
        host: wish.map(|host| host.username.clone()),
        ..ways(&offer.place().path(), reader)
    };
    let title = &offer.event_type.title;
    let name = wish.map_or(coach.name(), |host| &host.name);
    let full = t.span_long(time.slot.span, finding.zone);
    NextTime {
        href: ways.slot(&time.slot),
        label: t.moment_short(time.slot.span.start(), now, finding.zone),
        rest: format!("{title}, {name}, {full}"),
    }
}

/// The ways to later times and to other coaches.
fn more(t: &Words, layout: &Layout, finding: &Finding, sought: &Sought) -> Vec<(String, String)> {
    let mut more = Vec::new();
    if let Some(last) = finding.times.last() {
        let later = Sought {
            from: Some(last.slot.span.start() + TimeDelta::seconds(1)),
            ..sought.clone()
        };
        let address = with_place(later.address(PATH), &later).to_string();
        more.push((layout.href(&address), t.get("find-later")));
    }
    let current = sought.page.unwrap_or(1);
    for page in (1..=finding.pages).filter(|&page| page != current) {
        let other = Sought {
            page: Some(page),
            from: None,
            ..sought.clone()
        };
        let address = with_place(other.address(PATH), &other).to_string();
        more.push((layout.href(&address), t.count("front-page", page)));
    }
    more
}
