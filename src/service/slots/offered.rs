//! What is offered, by whom, and who holds its sessions.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::super::links::hash;
use super::super::{ServiceError, hosts};
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::{EventType, Owner, Visibility};
use crate::kernel::people::{Person, Slug, Username};
use crate::kernel::team::{Part, Team};
use crate::store::{self, Db};

/// An event type with all that decides about its slots, but for what is taken.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Who offers it.
    pub provider: Provider,
    /// What is offered.
    pub event_type: EventType,
    /// The zone in which its days are counted.
    pub zone: Tz,
    /// Who holds its sessions: one of each part.
    pub parts: Vec<Staff>,
    /// The one host of their part that is wanted.
    pub wish: Option<Username>,
    /// The token of the private link that opens it.
    pub link: Option<String>,
}

/// Who offers an event type.
#[derive(Debug, Clone)]
pub enum Provider {
    /// A host, alone.
    Host(Person),
    /// Several hosts.
    Team(Team),
}

/// Hosts who can stand for each other.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Whether the session takes place without one of them too.
    pub is_optional: bool,
    /// Who, with the hours that count.
    pub hosts: Vec<(Person, Schedule)>,
}

impl Offered {
    /// What a host offers alone.
    pub fn by_host(host: Person, event_type: EventType, schedule: Schedule) -> Self {
        Self {
            zone: schedule.hours.zone,
            parts: vec![Staff {
                is_optional: false,
                hosts: vec![(host.clone(), schedule)],
            }],
            provider: Provider::Host(host),
            event_type,
            wish: None,
            link: None,
        }
    }

    /// What the one who offers it is called.
    pub fn name(&self) -> &str {
        match &self.provider {
            Provider::Host(host) => &host.name,
            Provider::Team(team) => &team.name,
        }
    }

    /// The host, if it is not offered by a team.
    pub fn host(&self) -> Option<&Person> {
        match &self.provider {
            Provider::Host(host) => Some(host),
            Provider::Team(_) => None,
        }
    }

    /// The one who holds its sessions, if a host offers it alone: a colleague may stand in.
    pub fn alone(&self) -> Option<&Person> {
        match (&self.provider, self.parts.as_slice()) {
            (Provider::Host(_), [Staff { hosts, .. }]) if hosts.len() == 1 => Some(&hosts[0].0),
            _ => None,
        }
    }

    /// The team, if it is offered by one.
    pub fn team(&self) -> Option<&Team> {
        match &self.provider {
            Provider::Host(_) => None,
            Provider::Team(team) => Some(team),
        }
    }

    /// Where it is booked.
    pub fn place(&self) -> Place {
        let slug = self.event_type.slug.clone();
        let place = match &self.provider {
            Provider::Host(host) => Place::of_host(host.username.clone(), slug),
            Provider::Team(team) => Place::of_team(team.slug.clone(), slug),
        };
        Place {
            link: self.link.clone(),
            ..place
        }
    }

    /// Everybody who may hold a session.
    pub fn hosts(&self) -> impl Iterator<Item = &Person> {
        let hosts = self.parts.iter().flat_map(|part| &part.hosts);
        hosts.map(|(person, _)| person)
    }

    /// The places of all hosts, in each part.
    pub(in super::super) fn everybody(&self) -> Vec<Vec<usize>> {
        let parts = self.parts.iter();
        parts.map(|part| (0..part.hosts.len()).collect()).collect()
    }

    /// The places of those of these hosts who are still among them, in each part.
    pub(in super::super) fn places_of(&self, host_ids: &[String]) -> Vec<Vec<usize>> {
        let parts = self.parts.iter().map(|part| {
            let hosts = part.hosts.iter().enumerate();
            let own = hosts.filter(|(_, (host, _))| host_ids.contains(&host.id));
            own.map(|(place, _)| place).collect()
        });
        parts.collect()
    }

    /// Where the host that is wanted is: the place of their part, and theirs in it.
    pub fn wished(&self) -> Option<(usize, usize)> {
        let wish = self.wish.as_ref()?;
        let mut parts = self.parts.iter().enumerate();
        parts.find_map(|(part, staff)| {
            let is_it = |(person, _): &(Person, Schedule)| person.username == *wish;
            Some((part, staff.hosts.iter().position(is_it)?))
        })
    }
}

/// Where an event type is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Whose it is.
    pub provider: ProviderName,
    /// Its name there.
    pub slug: Slug,
    /// The host of a team that is wanted.
    pub wish: Option<Username>,
    /// The token of the private link that leads there.
    pub link: Option<String>,
}

/// Whose an event type is, as an address says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderName {
    /// `/@mira`.
    Host(Username),
    /// `/teams/beratung`.
    Team(Slug),
}

impl Place {
    /// `/@mira/first-session`.
    pub fn of_host(host: Username, slug: Slug) -> Self {
        Self {
            provider: ProviderName::Host(host),
            slug,
            wish: None,
            link: None,
        }
    }

    /// `/teams/beratung/first-session`.
    pub fn of_team(team: Slug, slug: Slug) -> Self {
        Self {
            provider: ProviderName::Team(team),
            slug,
            wish: None,
            link: None,
        }
    }

    /// Its path, without the wish.
    pub fn path(&self) -> String {
        if let Some(token) = &self.link {
            return format!("/l/{token}");
        }
        let slug = &self.slug;
        match &self.provider {
            ProviderName::Host(username) => format!("/@{username}/{slug}"),
            ProviderName::Team(team) => format!("/teams/{team}/{slug}"),
        }
    }
}

/// An event type that can be booked, found by its address.
///
/// # Errors
/// `NotFound`, also when it is closed and no private link opens it, or when the host that is wanted
/// holds none of its sessions.
pub fn offered(db: &mut Db, place: &Place) -> Result<Offered, ServiceError> {
    let mut offered = match &place.provider {
        ProviderName::Host(username) => {
            let host = hosts::find(db, username)?;
            let found = store::event_types::find_by_slug(db, &host.id, &place.slug)?;
            Offered::by_host(host, found.0, found.1)
        }
        ProviderName::Team(team) => {
            let team = store::teams::find_by_slug(db, team)?;
            let event_type = store::event_types::find_by_team(db, &team.id, &place.slug)?;
            by_team(db, team, event_type)?
        }
    };
    match &place.link {
        Some(token) => check_link(db, token, &offered.event_type)?,
        None if offered.event_type.visibility == Visibility::Closed => {
            return Err(ServiceError::NotFound);
        }
        None => {}
    }
    offered.link.clone_from(&place.link);
    offered.wish.clone_from(&place.wish);
    if offered.wish.is_some() && offered.wished().is_none() {
        return Err(ServiceError::NotFound);
    }
    Ok(offered)
}

/// Whether a private link leads to this event type; when and how often is asked elsewhere.
fn check_link(db: &mut Db, token: &str, event_type: &EventType) -> Result<(), ServiceError> {
    let link = store::private_links::find_by_token(db, &hash(token))?;
    if link.revoked_at.is_some() || link.event_type_id != event_type.id {
        return Err(ServiceError::NotFound);
    }
    Ok(())
}

/// The same of an event type that is at hand, also a closed one.
///
/// # Errors
/// `NotFound` when its host or team has gone.
pub fn of_event_type(db: &mut Db, event_type: EventType) -> Result<Offered, ServiceError> {
    match &event_type.owner {
        Owner::Host {
            host_id,
            schedule_id,
        } => {
            let host = store::people::find(db, host_id)?;
            let schedule = store::schedules::find(db, schedule_id)?;
            Ok(Offered::by_host(host, event_type, schedule))
        }
        Owner::Team { team_id } => {
            let team = store::teams::find(db, team_id)?;
            by_team(db, team, event_type)
        }
    }
}

/// The same for those who hold a session already: it moves with them.
pub(in super::super) fn for_hosts(
    db: &mut Db,
    event_type: EventType,
    host_ids: &[&str],
) -> Result<Offered, ServiceError> {
    let mut offered = of_event_type(db, event_type)?;
    if offered
        .alone()
        .is_none_or(|host| host_ids != [host.id.as_str()])
    {
        let parts: Vec<Part> = host_ids
            .iter()
            .map(|id| Part {
                is_optional: false,
                host_ids: vec![(*id).to_owned()],
            })
            .collect();
        offered.parts = staff(db, &parts)?;
    }
    Ok(offered)
}

fn by_team(db: &mut Db, team: Team, event_type: EventType) -> Result<Offered, ServiceError> {
    let parts = store::teams::parts(db, &event_type.id)?;
    Ok(Offered {
        zone: team.zone,
        parts: staff(db, &parts)?,
        provider: Provider::Team(team),
        event_type,
        wish: None,
        link: None,
    })
}

/// The same of event types of teams whose parts are at hand, read together.
pub(in super::super) fn of_teams(
    db: &mut Db,
    offers: Vec<(Team, EventType, Vec<Part>)>,
) -> Result<Vec<Offered>, ServiceError> {
    let people = People::read(db, offers.iter().flat_map(|(.., parts)| parts))?;
    let offers = offers.into_iter();
    Ok(offers
        .map(|(team, event_type, parts)| Offered {
            zone: team.zone,
            parts: people.staff(&parts),
            provider: Provider::Team(team),
            event_type,
            wish: None,
            link: None,
        })
        .collect())
}

/// The people of one event type's parts, with their hours.
pub(super) fn staff(db: &mut Db, parts: &[Part]) -> Result<Vec<Staff>, ServiceError> {
    Ok(People::read(db, parts)?.staff(parts))
}

/// The people of parts with their hours. Who is disabled or has no hours takes no sessions.
struct People(HashMap<String, (Person, Schedule)>);

impl People {
    fn read<'a>(
        db: &mut Db,
        parts: impl IntoIterator<Item = &'a Part>,
    ) -> Result<Self, ServiceError> {
        let ids = parts.into_iter().flat_map(|part| &part.host_ids);
        let mut ids: Vec<&str> = ids.map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut schedules: HashMap<String, Schedule> = store::schedules::first_of_each(db, &ids)?
            .into_iter()
            .map(|schedule| (schedule.host_id.clone(), schedule))
            .collect();
        let people = store::people::find_all(db, &ids)?.into_iter();
        let people = people.filter(|person| !person.is_disabled);
        let with_hours = people.filter_map(|person| {
            let schedule = schedules.remove(&person.id)?;
            Some((person.id.clone(), (person, schedule)))
        });
        Ok(Self(with_hours.collect()))
    }

    fn staff(&self, parts: &[Part]) -> Vec<Staff> {
        let parts = parts.iter();
        parts
            .map(|part| {
                let hosts = part.host_ids.iter();
                Staff {
                    is_optional: part.is_optional,
                    hosts: hosts.filter_map(|id| self.0.get(id).cloned()).collect(),
                }
            })
            .collect()
    }
}
