//! Finding a time: the next free ones, across offers, coaches and the members of a team.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::slots::{self, Found, Look, Offered, Search, Wish};
use super::{ServiceError, event_types, spoken};
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::EventType;
use crate::kernel::finding::Filter;
use crate::kernel::people::Person;
use crate::kernel::slots::Slot;
use crate::kernel::spoken::Spoken;
use crate::store::{self, Db};

/// How many coaches are looked at in one go.
pub const MOST_COACHES: usize = 50;
/// How many of their offers count.
const MOST_OFFERS: usize = 8;
/// How many times of one coach are shown.
pub const EACH: usize = 3;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// On which days, at what times.
    pub filter: Filter,
    /// Which language the coach speaks.
    pub language: Option<Spoken>,
    /// On whose clocks; the first coach's if nobody says.
    pub zone: Option<Tz>,
    /// No time that starts before; the present if nobody says.
    pub from: Option<DateTime<Utc>>,
    /// Which [`MOST_COACHES`] of the coaches, from 1 on.
    pub page: usize,
    /// How many times at the most.
    pub most: usize,
}

/// Somebody who offers time to everybody.
#[derive(Debug, Clone)]
pub struct Coach {
    /// Who.
    pub host: Person,
    /// What everybody can book with them, the oldest first.
    pub offers: Vec<Offered>,
    /// What they speak in sessions.
    pub languages: Vec<Spoken>,
}

/// A free time, with whom and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// The place of the coach among those found.
    pub coach: usize,
    /// The place of the offer among theirs.
    pub offer: usize,
    /// When.
    pub slot: Slot,
}

/// What was found.
#[derive(Debug)]
pub struct Finding {
    /// The coaches looked at, by name.
    pub coaches: Vec<Coach>,
    /// Their next free times, in order of time.
    pub times: Vec<Time>,
    /// On whose clocks.
    pub zone: Tz,
    /// What the coaches of the instance speak.
    pub languages: BTreeSet<Spoken>,
    /// How many pages of coaches there are.
    pub pages: usize,
}

impl Finding {
    /// The coach and the offer of a time.
    pub fn of(&self, time: &Time) -> (&Coach, &Offered) {
        let coach = &self.coaches[time.coach];
        (coach, &coach.offers[time.offer])
    }
}

/// The next free times among the coaches of the instance, at most [`EACH`] of one.
pub fn find(db: &mut Db, asked: &Asked, now: DateTime<Utc>) -> Result<Finding, ServiceError> {
    let mut offering = offering(db)?;
    let ids: Vec<&str> = offering.iter().map(|(host, _)| host.id.as_str()).collect();
    let mut spoken = spoken::of_all(db, &ids)?;
    let languages = spoken.values().flatten().copied().collect();
    if let Some(language) = asked.language {
        let speaks = |id: &str| spoken.get(id).is_some_and(|list| list.contains(&language));
        offering.retain(|(host, _)| speaks(&host.id));
    }
    let pages = offering.len().div_ceil(MOST_COACHES);
    let first = asked.page.saturating_sub(1).saturating_mul(MOST_COACHES);
    let on_page = offering.into_iter().skip(first).take(MOST_COACHES);
    let coaches: Vec<Coach> = with_hours(db, on_page.collect())?
        .into_iter()
        .map(|(host, offers)| Coach {
            languages: spoken.remove(&host.id).unwrap_or_default(),
            host,
            offers,
        })
        .collect();
    let mut offers = coaches.iter().flat_map(|coach| &coach.offers);
    let zone = asked.zone.or(offers.next().map(|offer| offer.zone));
    let mut finding = Finding {
        zone: zone.unwrap_or(Tz::UTC),
        coaches,
        times: Vec::new(),
        languages,
        pages,
    };
    finding.times = times(db, &finding, asked, now)?;
    Ok(finding)
}

fn times(
    db: &mut Db,
    finding: &Finding,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Vec<Time>, ServiceError> {
    let coaches = finding.coaches.iter();
    let groups: Vec<&[Offered]> = coaches.map(|coach| &coach.offers[..]).collect();
    let search = Search {
        from: asked.from.unwrap_or(now),
        each: EACH,
        most: asked.most,
        filter: asked.filter,
        zone: finding.zone,
    };
    let found = slots::next_of_many(db, &groups, &search, now)?;
    let mut times: Vec<Time> = found
        .into_iter()
        .enumerate()
        .flat_map(|(coach, found)| {
            let time = move |Found { offer, slot }| Time { coach, offer, slot };
            found.into_iter().map(time)
        })
        .collect();
    times.sort_by_key(|time| (time.slot.span.start(), time.coach));
    times.truncate(asked.most);
    Ok(times)
}

/// Everybody who offers something to everybody, by name.
fn offering(db: &mut Db) -> Result<Vec<(Person, Vec<EventType>)>, ServiceError> {
    let mut offers = event_types::list_public_of_all(db)?;
    let ids: Vec<&str> = offers.keys().map(String::as_str).collect();
    let mut hosts = store::people::find_all(db, &ids)?;
    hosts.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let hosts = hosts.into_iter().filter(|host| !host.is_disabled);
    Ok(hosts
        .filter_map(|host| {
            let mut offers = offers.remove(&host.id)?;
            offers.truncate(MOST_OFFERS);
            Some((host, offers))
        })
        .collect())
}

/// What hosts offer alone, with the hours that count.
fn with_hours(
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

/// The next free times of each of the offers of one host in their usual durations, at most
/// [`EACH`] of one.
pub fn of_host(
    db: &mut Db,
    host: &Person,
    offers: &[EventType],
    now: DateTime<Utc>,
) -> Result<Vec<Vec<Slot>>, ServiceError> {
    let offered = with_hours(db, vec![(host.clone(), offers.to_vec())])?;
    let offers = offered.iter().flat_map(|(_, offers)| offers);
    let groups: Vec<&[Offered]> = offers.map(std::slice::from_ref).collect();
    let search = Search {
        from: now,
        each: EACH,
        most: EACH * groups.len(),
        filter: Filter::default(),
        zone: host.zone,
    };
    let found = slots::next_of_many(db, &groups, &search, now)?;
    let slots = |found: Vec<Found>| found.into_iter().map(|found| found.slot).collect();
    Ok(found.into_iter().map(slots).collect())
}

/// A free time of a team, and whom it must be with, if that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamTime {
    /// When.
    pub slot: Slot,
    /// The host who must be asked for, so that somebody is there who speaks the language.
    pub host: Option<Person>,
}

/// The next free times of one event type of a team in its usual duration, at most [`EACH`]. With
/// `speakers`, those at which one of them is there.
pub fn of_team(
    db: &mut Db,
    mut offered: Offered,
    speakers: Option<&BTreeSet<String>>,
    (filter, zone): (Filter, Tz),
    now: DateTime<Utc>,
) -> Result<Vec<TeamTime>, ServiceError> {
    let Some(&duration) = offered.event_type.rules.durations.first() else {
        return Ok(Vec::new());
    };
    let part = match speakers.map(|ids| keep_speakers(&mut offered, ids)) {
        Some(Speakers::Nobody) => return Ok(Vec::new()),
        Some(Speakers::InPart(part)) => Some(part),
        Some(Speakers::Always) | None => None,
    };
    let wish = Wish {
        duration,
        except: None,
    };
    let look = Look {
        from: now,
        count: EACH,
        filter,
        zone,
    };
    let slots = slots::next_that(db, &offered, wish, look, now)?;
    // A handful of times, each with one who can take it.
    slots
        .into_iter()
        .map(|slot| {
            let host = match part {
                None => None,
                Some(part) => {
                    let able = slots::able(db, &offered, slot.span, None, now)?;
                    let place = able.places.get(part).and_then(|places| places.first());
                    place.map(|place| offered.parts[part].hosts[*place].0.clone())
                }
            };
            Ok(TeamTime { slot, host })
        })
        .collect()
}

/// Where in an event type those are who speak a language.
enum Speakers {
    /// In no part that a session needs.
    Nobody,
    /// Somebody who is there in any case.
    Always,
    /// In this part, of which only they are left.
    InPart(usize),
}

fn keep_speakers(offered: &mut Offered, ids: &BTreeSet<String>) -> Speakers {
    let mut needed = offered.parts.iter_mut().enumerate();
    let speaks = |(person, _): &(Person, Schedule)| ids.contains(&person.id);
    let mut first = None;
    for (place, part) in needed.by_ref().filter(|(_, part)| !part.is_optional) {
        match &part.hosts[..] {
            [alone] if speaks(alone) => return Speakers::Always,
            several if several.iter().any(speaks) => first = first.or(Some(place)),
            _ => {}
        }
    }
    let Some(place) = first else {
        return Speakers::Nobody;
    };
    offered.parts[place].hosts.retain(speaks);
    Speakers::InPart(place)
}
