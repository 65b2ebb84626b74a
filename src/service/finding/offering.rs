//! Who offers something to everybody: coaches, and teams of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::slots::{self, Offered, Provider};
use super::super::{ServiceError, prices};
use super::{Coach, MOST_OFFERS};
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::{EventType, Owner};
use crate::kernel::people::Person;
use crate::kernel::price::Pricing;
use crate::kernel::spoken::Spoken;
use crate::kernel::team::Part;
use crate::store::{self, Db};

/// Somebody with what they offer to everybody, and of a team's offers who holds the sessions.
pub(super) struct Offering {
    provider: Provider,
    offers: Vec<(EventType, Vec<Part>)>,
}

impl Offering {
    /// The ids of all who may hold a session.
    pub(super) fn host_ids(&self) -> impl Iterator<Item = &str> {
        let alone = match &self.provider {
            Provider::Host(host) => Some(host.id.as_str()),
            Provider::Team(_) => None,
        };
        let parts = self.offers.iter().flat_map(|(_, parts)| parts);
        let in_parts = parts.flat_map(|part| &part.host_ids);
        alone.into_iter().chain(in_parts.map(String::as_str))
    }

    fn key(&self) -> (&str, &str) {
        match &self.provider {
            Provider::Host(host) => (&host.name, &host.id),
            Provider::Team(team) => (&team.name, &team.id),
        }
    }
}

/// Every coach and team who offers something to everybody, by name.
pub(super) fn offering(db: &mut Db) -> Result<Vec<Offering>, ServiceError> {
    let (mut of_hosts, mut of_teams) = (HashMap::new(), HashMap::new());
    for event_type in store::event_types::list_public(db)? {
        let (offers, id): (&mut HashMap<String, Vec<EventType>>, &String) = match &event_type.owner
        {
            Owner::Host { host_id, .. } => (&mut of_hosts, host_id),
            Owner::Team { team_id } => (&mut of_teams, team_id),
        };
        let offers = offers.entry(id.clone()).or_default();
        if offers.len() < MOST_OFFERS {
            offers.push(event_type);
        }
    }
    let ids: Vec<&str> = of_hosts.keys().map(String::as_str).collect();
    let hosts = store::people::find_all(db, &ids)?.into_iter();
    let hosts = hosts.filter(|host| !host.is_disabled);
    let mut all: Vec<Offering> = hosts
        .filter_map(|host| {
            let offers = of_hosts.remove(&host.id)?.into_iter();
            Some(Offering {
                offers: offers.map(|event_type| (event_type, Vec::new())).collect(),
                provider: Provider::Host(host),
            })
        })
        .collect();
    if !of_teams.is_empty() {
        all.extend(teams_with_parts(db, of_teams)?);
    }
    all.sort_by(|a, b| a.key().cmp(&b.key()));
    Ok(all)
}

fn teams_with_parts(
    db: &mut Db,
    mut of_teams: HashMap<String, Vec<EventType>>,
) -> Result<Vec<Offering>, ServiceError> {
    let ids: Vec<&str> = of_teams
        .values()
        .flatten()
        .map(|it| it.id.as_str())
        .collect();
    let mut parts = store::teams::parts_of_all(db, &ids)?;
    let teams = store::teams::list(db)?.into_iter();
    Ok(teams
        .filter_map(|team| {
            let offers = of_teams.remove(&team.id)?.into_iter();
            let with_parts = offers.map(|event_type| {
                let parts = parts.remove(&event_type.id).unwrap_or_default();
                (event_type, parts)
            });
            Some(Offering {
                offers: with_parts.collect(),
                provider: Provider::Team(team),
            })
        })
        .collect())
}

/// Leaves the offers whose usual session costs at most so many units of its currency.
pub(super) fn keep_within(
    db: &mut Db,
    offering: &mut Vec<Offering>,
    most: u32,
) -> Result<(), ServiceError> {
    let offers = offering.iter().flat_map(|one| &one.offers);
    let event_types: Vec<EventType> = offers.map(|(event_type, _)| event_type.clone()).collect();
    let prices = prices::of_event_types(db, &event_types)?;
    for one in offering.iter_mut() {
        one.offers
            .retain(|(event_type, _)| is_within(&prices, event_type, most));
    }
    offering.retain(|one| !one.offers.is_empty());
    Ok(())
}

/// Whether the usual session of an event type costs at most so many units of its currency; what has
/// no price is free.
pub fn is_within(prices: &BTreeMap<String, Pricing>, event_type: &EventType, most: u32) -> bool {
    let usual = event_type.rules.durations.first();
    let pricing = prices.get(&event_type.id).zip(usual);
    pricing.is_none_or(|(pricing, minutes)| pricing.is_within(*minutes, most))
}

/// The same with the hours that count.
pub(super) fn coaches(
    db: &mut Db,
    offering: Vec<Offering>,
    spoken: &HashMap<String, Vec<Spoken>>,
) -> Result<Vec<Coach>, ServiceError> {
    let (mut alone, mut together, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for one in offering {
        let spoken = one.host_ids().filter_map(|id| spoken.get(id)).flatten();
        let languages: BTreeSet<Spoken> = spoken.copied().collect();
        let offers = one.offers.into_iter();
        match &one.provider {
            Provider::Host(host) => {
                let offers = offers.map(|(event_type, _)| event_type).collect();
                alone.push((host.clone(), offers));
            }
            Provider::Team(team) => {
                together.extend(offers.map(|(offer, parts)| (team.clone(), offer, parts)));
            }
        }
        all.push((one.provider, languages.into_iter().collect()));
    }
    let mut alone = with_hours(db, alone)?.into_iter();
    let mut together = match together.is_empty() {
        true => Vec::new(),
        false => slots::of_teams(db, together)?,
    };
    Ok(all
        .into_iter()
        .map(|(provider, languages)| Coach {
            offers: match &provider {
                // In the order in which they were asked for.
                Provider::Host(_) => alone.next().map(|(_, offers)| offers).unwrap_or_default(),
                Provider::Team(team) => together
                    .extract_if(.., |offer| offer.team().is_some_and(|it| it.id == team.id))
                    .collect(),
            },
            provider,
            languages,
        })
        .collect())
}

/// What hosts offer alone, with the hours that count.
pub(super) fn with_hours(
    db: &mut Db,
    offering: Vec<(Person, Vec<EventType>)>,
) -> Result<Vec<(Person, Vec<Offered>)>, ServiceError> {
    let offers = offering.iter().flat_map(|(_, offers)| offers);
    let mut ids: Vec<&str> = offers.filter_map(EventType::schedule_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let schedules: HashMap<String, Schedule> = store::schedules::find_all(db, &ids)?
        .into_iter()
        .map(|schedule| (schedule.id.clone(), schedule))
        .collect();
    let offered = |host: &Person, event_type: EventType| {
        let schedule = schedules.get(event_type.schedule_id()?)?.clone();
        Some(Offered::by_host(host.clone(), event_type, schedule))
    };
    Ok(offering
        .into_iter()
        .map(|(host, offers)| {
            let offers = offers.into_iter();
            let offers = offers.filter_map(|event_type| offered(&host, event_type));
            let offers = offers.collect();
            (host, offers)
        })
        .collect())
}
