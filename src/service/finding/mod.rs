//! Finding a time: the next free ones, across offers, coaches and teams.

mod offering;
mod speakers;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::slots::{self, Found, Look, Offered, Provider, Search, Wish};
use super::{ServiceError, spoken};
use crate::kernel::event_type::EventType;
use crate::kernel::finding::Filter;
use crate::kernel::people::Person;
use crate::kernel::slots::Slot;
use crate::kernel::spoken::Spoken;
use crate::store::Db;
pub use offering::is_within;
use offering::{Offering, coaches, keep_within, offering, with_hours};
use speakers::Speakers;

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
    /// At most so many units of the offer's currency; 0 is free of charge.
    pub price: Option<u32>,
    /// On whose clocks; the first coach's if nobody says.
    pub zone: Option<Tz>,
    /// No time that starts before; the present if nobody says.
    pub from: Option<DateTime<Utc>>,
    /// Which [`MOST_COACHES`] of the coaches, from 1 on.
    pub page: usize,
    /// How many times at the most.
    pub most: usize,
}

/// A coach, or a team of them, who offers time to everybody.
#[derive(Debug, Clone)]
pub struct Coach {
    /// Who.
    pub provider: Provider,
    /// What everybody can book with them, the oldest first.
    pub offers: Vec<Offered>,
    /// What they speak in sessions; of a team, what anybody there does.
    pub languages: Vec<Spoken>,
}

impl Coach {
    /// What they are called.
    pub fn name(&self) -> &str {
        match &self.provider {
            Provider::Host(host) => &host.name,
            Provider::Team(team) => &team.name,
        }
    }
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
    /// The part of a team's offer, and the place there of the host who must be asked for, so that
    /// somebody speaks the language.
    pub wish: Option<(usize, usize)>,
}

/// What was found.
#[derive(Debug)]
pub struct Finding {
    /// The coaches and teams looked at, by name.
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

    /// The host of a team who must be asked for.
    pub fn wish(&self, time: &Time) -> Option<&Person> {
        let (part, place) = time.wish?;
        let (_, offer) = self.of(time);
        Some(&offer.parts.get(part)?.hosts.get(place)?.0)
    }
}

/// The next free times among the coaches and teams of the instance, at most [`EACH`] of one.
pub fn find(db: &mut Db, asked: &Asked, now: DateTime<Utc>) -> Result<Finding, ServiceError> {
    let mut offering = offering(db)?;
    if let Some(most) = asked.price {
        keep_within(db, &mut offering, most)?;
    }
    let ids: Vec<&str> = offering.iter().flat_map(Offering::host_ids).collect();
    let spoken = spoken::of_all(db, &ids)?;
    let languages = spoken.values().flatten().copied().collect();
    let speakers = asked.language.map(|language| {
        let speakers = spoken.iter().filter(|(_, list)| list.contains(&language));
        let speakers = speakers.map(|(id, _)| id.clone());
        speakers.collect::<BTreeSet<String>>()
    });
    if let Some(speakers) = &speakers {
        offering.retain(|one| one.host_ids().any(|id| speakers.contains(id)));
    }
    let pages = offering.len().div_ceil(MOST_COACHES);
    let first = asked.page.saturating_sub(1).saturating_mul(MOST_COACHES);
    let on_page = offering.into_iter().skip(first).take(MOST_COACHES);
    let mut coaches = coaches(db, on_page.collect(), &spoken)?;
    let mut offers = coaches.iter().flat_map(|coach| &coach.offers);
    let zone = asked.zone.or(offers.next().map(|offer| offer.zone));
    let parts = match &speakers {
        Some(speakers) => speakers::keep_in_all(&mut coaches, speakers),
        None => HashMap::new(),
    };
    let mut finding = Finding {
        zone: zone.unwrap_or(Tz::UTC),
        coaches,
        times: Vec::new(),
        languages,
        pages,
    };
    finding.times = times(db, &finding, asked, now)?;
    ask_for_speakers(db, &mut finding, &parts, now)?;
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
            let time = move |Found { offer, slot }| Time {
                coach,
                offer,
                slot,
                wish: None,
            };
            found.into_iter().map(time)
        })
        .collect();
    times.sort_by_key(|time| (time.slot.span.start(), time.coach));
    times.truncate(asked.most);
    Ok(times)
}

/// Says of each time whom to ask for. These are a handful: at most [`EACH`] of one team.
fn ask_for_speakers(
    db: &mut Db,
    finding: &mut Finding,
    parts: &HashMap<String, usize>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for place in 0..finding.times.len() {
        let time = finding.times[place];
        let (_, offer) = finding.of(&time);
        if let Some(&part) = parts.get(&offer.event_type.id) {
            let host = first_able(db, offer, (part, time.slot), now)?;
            finding.times[place].wish = host.map(|host| (part, host));
        }
    }
    Ok(())
}

/// The place of the first host of a part who can take a slot.
fn first_able(
    db: &mut Db,
    offered: &Offered,
    (part, slot): (usize, Slot),
    now: DateTime<Utc>,
) -> Result<Option<usize>, ServiceError> {
    let able = slots::able(db, offered, slot.span, None, now)?;
    Ok(able
        .places
        .get(part)
        .and_then(|places| places.first())
        .copied())
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
    let part = match speakers.map(|ids| speakers::keep(&mut offered, ids)) {
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
                Some(part) => first_able(db, &offered, (part, slot), now)?
                    .map(|place| offered.parts[part].hosts[place].0.clone()),
            };
            Ok(TeamTime { slot, host })
        })
        .collect()
}
