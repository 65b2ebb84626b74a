//! `/desk/why`: why a time is free or not, with the way to where each reason is changed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::super::address::Address;
use super::super::errors::{PageError, refusal_key};
use super::super::fields::{Field, Kind};
use super::super::page;
use super::hours_tabs::{self, Tab};
use super::inputs;
use super::seat::{Frame, NavLink, Place, Seat};
use super::why_words::{Line, line};
use crate::kernel::event_type::EventType;
use crate::kernel::team::Team;
use crate::kernel::zone;
use crate::service::why::{self, Found, Why, WhyHost, WhyPart};
use crate::service::{Db, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Words;

/// `desk/why.html`.
#[derive(Template)]
#[template(path = "desk/why.html")]
struct WhyPage {
    t: Words,
    frame: Frame,
    tabs: Vec<NavLink>,
    action: String,
    fields: Vec<Field>,
    asked: Option<Asked>,
}

/// The answer.
struct Asked {
    start: String,
    when: String,
    zone: String,
    class: &'static str,
    verdict: String,
    told: Option<String>,
    lines: Lines,
    blocks: Vec<Block>,
}

/// The reasons about a session, or about one host.
#[derive(Default)]
struct Lines {
    against: Vec<Line>,
    for_it: Vec<Line>,
}

/// Hosts of a team's event type.
struct Block {
    title: String,
    note: Option<String>,
    hosts: Vec<HostRow>,
}

/// One of them.
struct HostRow {
    name: String,
    class: &'static str,
    verdict: String,
    lines: Lines,
}

/// What is asked: the event type and the time, as far as they were named.
struct Question {
    event_type: Option<String>,
    start: Option<DateTime<Utc>>,
}

/// An event type that can be asked about, and its team.
type Asking = (EventType, Option<Team>);

/// The address of the answer about a time.
pub fn href(seat: &Seat, event_type_id: &str, start: DateTime<Utc>) -> String {
    let start = start.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    seat.href(
        &Address::new("/desk/why")
            .with("event_type", event_type_id)
            .with("start", &start)
            .to_string(),
    )
}

/// `GET /desk/why?event_type=…&start=2026-12-01T09:00:00Z`, or with `date` and `clock` in the
/// host's zone.
///
/// # Errors
/// `NotFound` for an event type that is neither the host's nor a team's of theirs.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let zone = seat.viewer.person.zone;
    let question = Question {
        event_type: seat.query("event_type"),
        start: start(&seat, zone),
    };
    let viewer = seat.viewer.clone();
    let (event_types, why) = state
        .store
        .read(move |db| load(db, &viewer, &question, now))
        .await?;
    let t = &seat.t;
    let page = WhyPage {
        frame: seat.frame(Place::Hours),
        tabs: hours_tabs::tabs(&seat, Tab::Why),
        action: seat.href("/desk/why"),
        fields: fields(&seat, &event_types, why.as_ref(), now),
        asked: why.as_ref().map(|why| asked(&seat, why, now)),
        t: t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<(Vec<Asking>, Option<Why>), ServiceError> {
    let event_types = why::list(db, viewer)?;
    let first = event_types
        .first()
        .map(|(event_type, _)| event_type.id.clone());
    let wanted = question.event_type.clone().or(first);
    let why = match wanted.zip(question.start) {
        Some((id, start)) => Some(why::explain(db, viewer, &id, (start, None), now)?),
        None => None,
    };
    Ok((event_types, why))
}

/// The time that is asked about.
fn start(seat: &Seat, zone: Tz) -> Option<DateTime<Utc>> {
    if let Some(start) = seat.query("start") {
        let start = DateTime::parse_from_rfc3339(&start).ok()?;
        return Some(start.with_timezone(&Utc));
    }
    let date: NaiveDate = seat.query("date")?.parse().ok()?;
    let clock = NaiveTime::parse_from_str(&seat.query("clock")?, "%H:%M").ok()?;
    Some(zone::instant(date.and_time(clock), zone))
}

fn fields(
    seat: &Seat,
    event_types: &[Asking],
    why: Option<&Why>,
    now: DateTime<Utc>,
) -> Vec<Field> {
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let asked = seat.query("event_type").unwrap_or_default();
    let chosen = why.map_or(asked.as_str(), |why| why.event_type.id.as_str());
    let options = event_types.iter().map(|(event_type, team)| {
        let title = match team {
            Some(team) => format!("{}, {}", event_type.title, team.name),
            None => event_type.title.clone(),
        };
        (event_type.id.clone(), title)
    });
    let wall = zone::local(why.map_or(now, |why| why.span.start()), zone);
    let (date, clock) = (
        wall.date().to_string(),
        why.map_or_else(
            || "09:00".to_owned(),
            |_| wall.time().format("%H:%M").to_string(),
        ),
    );
    vec![
        inputs::select(
            Field::new("event_type", t.get("why-offer"), Kind::Select, chosen),
            options,
        ),
        Field::new("date", t.get("why-date"), Kind::Date, &date),
        Field::new("clock", t.get("why-clock"), Kind::Time, &clock),
    ]
}

fn asked(seat: &Seat, why: &Why, now: DateTime<Utc>) -> Asked {
    let t = &seat.t;
    let alone = why.alone();
    let (class, verdict) = verdict(t, why.refusal.is_none());
    Asked {
        start: why
            .span
            .start()
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        when: t.span_long(why.span, why.zone),
        zone: t.zone_at(why.zone, why.span.start()),
        class,
        verdict,
        told: why.refusal.map(|refusal| t.get(refusal_key(refusal))),
        lines: match alone {
            Some(host) => lines(seat, (why, alone), &host.found, now),
            None => lines(seat, (why, None), &why.found, now),
        },
        blocks: match alone {
            Some(_) => Vec::new(),
            None => blocks(seat, why, now),
        },
    }
}

fn verdict(t: &Words, is_free: bool) -> (&'static str, String) {
    if is_free {
        ("good", t.get("why-free"))
    } else {
        ("bad", t.get("why-not-free"))
    }
}

fn lines(
    seat: &Seat,
    about: (&Why, Option<&WhyHost>),
    found: &[Found],
    now: DateTime<Utc>,
) -> Lines {
    let line = |found: &Found| line(seat, about, found, now);
    let (against, for_it): (Vec<&Found>, Vec<&Found>) =
        found.iter().partition(|found| found.finding.is_against);
    Lines {
        against: against.into_iter().map(line).collect(),
        for_it: for_it.into_iter().map(line).collect(),
    }
}

/// The hosts of a team by their parts, those who must be there before the optional ones.
fn blocks(seat: &Seat, why: &Why, now: DateTime<Utc>) -> Vec<Block> {
    let t = &seat.t;
    let row = |host: &WhyHost| {
        let (class, verdict) = verdict(t, host.is_able());
        HostRow {
            name: host.host.name.clone(),
            class,
            verdict,
            lines: lines(seat, (why, Some(host)), &host.found, now),
        }
    };
    let block = |title: String, part: &WhyPart| Block {
        title,
        note: (!part.is_optional && !part.hosts.iter().any(WhyHost::is_able))
            .then(|| t.get("why-nobody")),
        hosts: part.hosts.iter().map(row).collect(),
    };
    let (optional, needed): (Vec<&WhyPart>, Vec<&WhyPart>) =
        why.parts.iter().partition(|part| part.is_optional);
    let mut blocks: Vec<Block> = match &needed[..] {
        [only] if only.hosts.len() != 1 => vec![block(t.get("team-turns"), only)],
        all if all.iter().all(|part| part.hosts.len() == 1) => vec![Block {
            title: t.get("team-together"),
            note: None,
            hosts: all.iter().flat_map(|part| &part.hosts).map(row).collect(),
        }],
        groups => (1..)
            .zip(groups)
            .map(|(number, part)| block(t.count("team-group", number), part))
            .collect(),
    };
    let optional = optional.into_iter();
    blocks.extend(optional.map(|part| block(t.get("team-optional"), part)));
    blocks
}
