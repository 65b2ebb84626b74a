//! `/@{username}/{slug}`: when a session can be.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};

use super::address::Address;
use super::assets;
use super::calendar::{Calendar, Cell, Ways};
use super::encoded::Coding;
use super::errors::PageError;
use super::face::Face;
use super::filters::{self, Filters};
use super::hosts::NextTime;
use super::layout::{self, Layout, Portrait, dial_number, paragraphs};
use super::place::Place;
use super::prices::{self, PriceTag};
use super::schedule::{self, Times};
use super::sessions::{SessionRow, Shown};
use super::wanted::{self, Wanted};
use super::{page, private_links};
use crate::http::language::Reader;
use crate::kernel::people::Username;
use crate::kernel::policy::Policy;
use crate::kernel::price::{Price, Pricing, Step};
use crate::kernel::zone;
use crate::service::groups::{self, GroupRules, Session};
use crate::service::instance::{self, Instance};
use crate::service::slots::{self, Offered};
use crate::service::time_off::{self, Notice};
use crate::service::{Db, ServiceError, policy, prices as acts};
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
    choices: Vec<Choice>,
    description: Vec<String>,
    needs_approval: bool,
    notices: Vec<Away>,
    next: Vec<NextTime>,
    filters: Filters,
    overlay: String,
    rule: String,
    sessions: Vec<SessionRow>,
    sessions_zone: String,
    set_times_only: bool,
    wait_for_any: String,
    calendar: Calendar,
    place: Place,
    prices: Vec<PriceTag>,
    covers: Vec<(String, String)>,
    phone: String,
    dial_number: String,
    script: String,
}

/// The host is away.
struct Away {
    title: String,
    when: String,
    message: String,
    substitute: Option<(String, String, String)>,
}

struct Loaded {
    instance: Instance,
    offered: Offered,
    notices: Vec<Notice>,
    sessions: Vec<Session>,
    rules: GroupRules,
    times: Times,
    pricing: Pricing,
    policy: Policy,
}

/// `GET /@{username}/{slug}?month=2026-12&date=2026-12-03&zone=Europe/Berlin&duration=50`
///
/// # Errors
/// `NotFound`; `Unreadable` when the query holds no such thing.
pub async fn event_type(
    state: Data<State>,
    query: Query<wanted::Query>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let place = private_links::place(&state, &request, wanted.host.clone()).await?;
    let coding = Coding::of(&request);
    let key = format!("event {place:?} {wanted:?} {reader:?} {coding:?}");
    let body = state
        .answer(key, async |now| {
            let asked = wanted.clone();
            let loaded = state
                .store
                .read(move |db| load(db, &place, &asked, now))
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
    place: &slots::Place,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let offered = slots::offered(db, place)?;
    let duration = schedule::duration(&offered, wanted)?;
    Ok(Loaded {
        instance: instance::load(db)?,
        notices: match offered.host() {
            Some(host) => time_off::notices(db, host, now)?,
            None => Vec::new(),
        },
        policy: policy::find(db, &offered.event_type.id)?,
        times: schedule::times(db, &offered, (duration, None), wanted, now)?,
        pricing: acts::of_offered(db, &offered)?,
        sessions: groups::upcoming(db, &offered, now)?,
        rules: groups::rules_of(db, &offered.event_type)?,
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
        notices,
        sessions,
        rules,
        times,
        pricing,
        policy,
    } = loaded;
    let t = page::words(state, reader);
    let event_type = &offered.event_type;
    let path = offered.place().path();
    let layout = page::layout(state, &instance, reader, &address(&path, wanted));
    let ways = Ways {
        slot_path: format!("{path}/book"),
        path,
        zone: wanted.zone,
        duration: wanted.duration,
        host: wanted.host.clone(),
        filter: wanted.filter,
        lang: layout::carried(reader),
        may_wait: offered.link.is_none(),
    };
    let next = times.next.iter().enumerate().map(|(place, slot)| {
        let when = t.moment(slot.span.start(), now, times.zone);
        NextTime {
            href: ways.slot(slot),
            label: match place {
                0 => t.one("next-free", "when", when),
                _ => t.moment_short(slot.span.start(), now, times.zone),
            },
            rest: t.span_long(slot.span, times.zone),
        }
    });
    let next = next.collect();
    let title = t.with(
        "event-title",
        &[
            ("title", event_type.title.as_str().into()),
            ("host", offered.name().into()),
        ],
    );
    let face = Face::of(&t, &offered);
    let shown = Shown {
        t: &t,
        ways: &ways,
        zone: times.zone,
        title: &event_type.title,
        now,
    };
    EventTypePage {
        sessions: shown.rows(&sessions),
        sessions_zone: t.zone(times.zone),
        set_times_only: rules.set_times_only,
        wait_for_any: ways.waiting(None),
        title,
        name: event_type.title.clone(),
        host_href: layout.href(&face.path),
        portrait: face.portrait,
        portrait_alt: face.alt,
        choices: choices(&t, &ways, &offered),
        description: paragraphs(&event_type.description),
        needs_approval: event_type.needs_approval,
        notices: notices
            .iter()
            .map(|notice| away(&t, &layout, &offered, notice, now))
            .collect(),
        rule: t.policy_rule(&policy, pricing.fixed(times.duration())),
        next,
        filters: Filters::of(&t, &wanted.filter, |filter| ways.filtered(filter)),
        overlay: assets::url("js/overlay.js"),
        calendar: times.calendar(&t, &ways, &offered, now),
        place: Place::of(&t, &event_type.location, &state.rooms, offered.name()),
        prices: prices::tags(&t, &event_type.rules.durations, &pricing),
        covers: covers(&t, &event_type.rules.durations, &pricing),
        dial_number: dial_number(&face.phone),
        phone: face.phone,
        host: offered.name().to_owned(),
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

/// One of those who can hold a session, or whoever is free.
struct Choice {
    href: String,
    label: String,
    is_current: bool,
}

/// Whom a client can prefer, where several can stand for each other.
fn choices(t: &Words, ways: &Ways, offered: &Offered) -> Vec<Choice> {
    let several: Vec<_> = offered
        .parts
        .iter()
        .filter(|part| part.hosts.len() > 1)
        .flat_map(|part| &part.hosts)
        .collect();
    if several.is_empty() {
        return Vec::new();
    }
    let choice = |host: Option<Username>, label: String| Choice {
        is_current: host == offered.wish,
        href: Ways {
            host,
            ..ways.clone()
        }
        .page(),
        label,
    };
    let anybody = choice(None, t.get("team-anybody"));
    let hosts = several
        .into_iter()
        .map(|(host, _)| choice(Some(host.username.clone()), host.name.clone()));
    std::iter::once(anybody).chain(hosts).collect()
}

/// What each price covers, in the host's words, said once.
fn covers(t: &Words, durations: &[u32], pricing: &Pricing) -> Vec<(String, String)> {
    let mut said: Vec<(String, String)> = Vec::new();
    for minutes in durations {
        let price = pricing.price(*minutes);
        for (place, offered) in price.steps().iter().enumerate() {
            let name = match price {
                Price::Sliding(_) => prices::step_words(t, Step::ALL[place]),
                Price::Free | Price::Fixed(_) => t.get("price"),
            };
            let amount = t.money(pricing.money(offered.cents));
            let line = (format!("{name}, {amount}"), offered.covers.clone());
            if !line.1.is_empty() && !said.contains(&line) {
                said.push(line);
            }
        }
    }
    said
}

fn away(
    t: &Words,
    layout: &Layout,
    offered: &Offered,
    notice: &Notice,
    now: DateTime<Utc>,
) -> Away {
    let zone = offered.host().map_or(offered.zone, |host| host.zone);
    let (start, end) = (notice.span.start(), notice.span.end());
    let last = zone::local(end, zone);
    // Whole days are named by their last one.
    let until = if last.time() == chrono::NaiveTime::MIN {
        t.day_short(last.date().pred_opt().unwrap_or(last.date()))
    } else {
        t.moment_short(end, now, zone)
    };
    let first = zone::local(start, zone);
    let from = if first.time() == chrono::NaiveTime::MIN {
        t.day_short(first.date())
    } else {
        t.moment_short(start, now, zone)
    };
    Away {
        title: t.one("time-off-notice", "host", offered.name()),
        when: t.with(
            "time-off-notice-when",
            &[("from", from.into()), ("to", until.into())],
        ),
        message: notice.message.clone(),
        substitute: notice.substitute.as_ref().map(|person| {
            let name = person.name.as_str();
            (
                t.one("time-off-instead", "name", name),
                layout.href(&format!("/@{}", person.username)),
                t.one("time-off-instead-link", "name", name),
            )
        }),
    }
}

/// The page's own address.
fn address(path: &str, wanted: &Wanted) -> String {
    let month = wanted.month.map(|month| month.format("%Y-%m").to_string());
    filters::carry(Address::new(path), &wanted.filter)
        .with_some("month", month.as_deref())
        .with_some("date", wanted.date.map(|date| date.to_string()).as_deref())
        .with_some(
            "duration",
            wanted.duration.map(|d| d.to_string()).as_deref(),
        )
        .with_some("zone", wanted.zone.map(|zone| zone.name()))
        .with_some("host", wanted.host.as_ref().map(Username::as_str))
        .to_string()
}
