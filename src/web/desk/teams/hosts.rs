//! `/desk/event-types/{id}/hosts`: who holds the sessions of a team's event type.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::super::errors::PageError;
use super::super::super::fields::{Field, Kind, error_words};
use super::super::super::page;
use super::super::inputs::select;
use super::super::offer_tabs::{self, Tab};
use super::super::seat::{Frame, NavLink, Place, Seat};
use super::super::typed::Typed;
use crate::kernel::event_type::EventType;
use crate::kernel::team::{Assignment, Part};
use crate::service::teams::{self as acts, Member};
use crate::service::{FieldError, ServiceError, event_types};
use crate::state::State;
use crate::texts::Words;

/// How many groups can be told apart in the form.
const GROUPS: usize = 6;

/// `desk/team_hosts.html`.
#[derive(Template)]
#[template(path = "desk/team_hosts.html")]
struct HostsPage {
    t: Words,
    frame: Frame,
    heading: String,
    tabs: Vec<NavLink>,
    action: String,
    error: Option<String>,
    way: Field,
    hosts: Vec<Field>,
}

/// How the sessions are shared, as the form asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One of all.
    Turns,
    /// All of them.
    Together,
    /// One of each group.
    Groups,
}

impl Way {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Turns, "turns"),
        (Self::Together, "together"),
        (Self::Groups, "groups"),
    ];

    fn read(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|(_, name)| *name == word);
        known.map_or(Self::Turns, |(way, _)| way)
    }

    fn word(self) -> &'static str {
        let known = Self::ALL.into_iter().find(|(way, _)| *way == self);
        known.map_or("", |(_, word)| word)
    }

    fn of(parts: &[Part]) -> Self {
        match Assignment::of(parts) {
            Assignment::Single | Assignment::RoundRobin => Self::Turns,
            Assignment::Collective => Self::Together,
            Assignment::Groups => Self::Groups,
        }
    }
}

/// `GET /desk/event-types/{id}/hosts`.
///
/// # Errors
/// `NotFound`, also of an event type that is not a team's.
pub async fn show_hosts(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (event_type, members, parts) = load(&state, &seat, &id).await?;
    let typed = write(&members, &parts);
    answer(&seat, StatusCode::OK, (&event_type, &members), &typed, &[])
}

/// `POST /desk/event-types/{id}/hosts`.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn set_hosts(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (event_type, members, _) = load(&state, &seat, &id).await?;
    let parts = read(&members, &typed);
    let (viewer, event_type_id) = (seat.viewer.clone(), event_type.id.clone());
    let written = state
        .store
        .write(move |db| acts::set_parts(db, &viewer, &event_type_id, &parts))
        .await;
    match written {
        Ok(()) => Ok(seat.go(&format!(
            "/desk/event-types/{}/hosts?done=saved",
            event_type.id
        ))),
        Err(ServiceError::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&seat, status, (&event_type, &members), &typed, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

type Loaded = (EventType, Vec<Member>, Vec<Part>);

async fn load(state: &State, seat: &Seat, id: &str) -> Result<Loaded, ServiceError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &viewer, &id)?;
            let team_id = event_type.team_id().ok_or(ServiceError::NotFound)?;
            let team = acts::find_own(db, &viewer, team_id)?;
            let members = acts::members(db, &team)?;
            let parts = acts::parts(db, &id)?;
            Ok((event_type, members, parts))
        })
        .await
}

fn answer(
    seat: &Seat,
    status: StatusCode,
    (event_type, members): (&EventType, &[Member]),
    typed: &Typed,
    errors: &[FieldError],
) -> Result<HttpResponse, PageError> {
    let t = &seat.t;
    let ways = [
        ("turns", t.get("team-turns")),
        ("together", t.get("team-together")),
        ("groups", t.get("team-groups")),
    ];
    let page = HostsPage {
        frame: seat.frame(Place::EventTypes),
        heading: event_type.title.clone(),
        tabs: offer_tabs::tabs(seat, event_type, Tab::Hosts),
        action: seat.href(&format!("/desk/event-types/{}/hosts", event_type.id)),
        error: errors.first().map(|error| error_words(t, error)),
        way: select(
            Field::new("way", t.get("team-way"), Kind::Choice, typed.get("way")),
            ways.map(|(word, label)| (word.to_owned(), label)),
        ),
        hosts: members
            .iter()
            .map(|member| host(t, member, typed))
            .collect(),
        t: t.clone(),
    };
    page::private_html(status, &page)
}

/// Whether a member holds sessions, and in which group.
fn host(t: &Words, member: &Member, typed: &Typed) -> Field {
    let name = field_name(member);
    let groups = (1..=GROUPS).map(|number| {
        let label = t.count("team-group", number);
        (number.to_string(), label)
    });
    let not = (String::new(), t.get("team-not"));
    let optional = ("optional".to_owned(), t.get("team-optional"));
    select(
        Field::new(
            &name,
            member.person.name.clone(),
            Kind::Select,
            typed.get(&name),
        ),
        std::iter::once(not).chain(groups).chain([optional]),
    )
}

fn field_name(member: &Member) -> String {
    format!("host.{}", member.person.username)
}

/// The parts that were typed.
fn read(members: &[Member], typed: &Typed) -> Vec<Part> {
    let way = Way::read(typed.get("way"));
    let mut needed: BTreeMap<usize, Part> = BTreeMap::new();
    let mut optional = Vec::new();
    for (place, member) in members.iter().enumerate() {
        let id = member.person.id.clone();
        match (typed.get(&field_name(member)), way) {
            ("", _) => {}
            ("optional", _) => optional.push(Part {
                is_optional: true,
                host_ids: vec![id],
            }),
            (_, Way::Turns) => needed.entry(0).or_default().host_ids.push(id),
            (_, Way::Together) => needed.entry(place).or_default().host_ids.push(id),
            (group, Way::Groups) => {
                let number = group.parse().unwrap_or_default();
                needed.entry(number).or_default().host_ids.push(id);
            }
        }
    }
    needed.into_values().chain(optional).collect()
}

/// The parts as the form shows them.
fn write(members: &[Member], parts: &[Part]) -> Typed {
    let mut typed = Typed::default().with("way", Way::of(parts).word());
    for member in members {
        let found = parts
            .iter()
            .enumerate()
            .find(|(_, part)| part.host_ids.contains(&member.person.id));
        let value = match found {
            None => String::new(),
            Some((_, part)) if part.is_optional => "optional".to_owned(),
            Some((number, _)) => (number + 1).min(GROUPS).to_string(),
        };
        typed.push(&field_name(member), value);
    }
    typed
}
