//! The next free times of many hosts, read together: no query for each of them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::sessions::Seats;
use super::{FARTHEST, Offered, OwnRules, Question, Taken, TakenOfHost, later};
use crate::kernel::availability::Schedule;
use crate::kernel::finding::Filter;
use crate::kernel::people::Person;
use crate::kernel::slots::{self, Claim, Slot};
use crate::kernel::span::{Span, SpanSet};
use crate::service::ServiceError;
use crate::store::claims::Owned;
use crate::store::{self, Db};

/// How much is looked at first. Each further look is twice as wide, up to [`WIDEST`]: most people
/// have a free time within days, and who has none for months costs few looks.
const FIRST: TimeDelta = TimeDelta::days(4);
/// The widest look.
const WIDEST: TimeDelta = TimeDelta::days(64);

/// Which times are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// None that starts before.
    pub from: DateTime<Utc>,
    /// How many of each group.
    pub each: usize,
    /// When so many are found, nothing later is looked for.
    pub most: usize,
    /// Which ones.
    pub filter: Filter,
    /// On whose clocks the filter looks.
    pub zone: Tz,
}

/// A free time that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Of which offer of its group.
    pub offer: usize,
    /// When it is.
    pub slot: Slot,
}

/// The next free times of each group of offers in their usual durations, in order of time, at most
/// a year ahead. Of several that start together, the first offer's counts.
pub fn next_of_many(
    db: &mut Db,
    groups: &[&[Offered]],
    search: &Search,
    now: DateTime<Utc>,
) -> Result<Vec<Vec<Found>>, ServiceError> {
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); groups.len()];
    let mut start = search.from.max(now);
    let (end, mut stride) = (later(start, FARTHEST), FIRST);
    while found.iter().map(Vec::len).sum::<usize>() < search.most {
        let range = Span::new(start, later(start, stride).min(end));
        let open: Vec<usize> = (0..groups.len())
            .filter(|&place| found[place].len() < search.each)
            .filter(|&place| groups[place].iter().any(|offer| lasts(offer, start, now)))
            .collect();
        let Some(range) = range.filter(|_| !open.is_empty()) else {
            break;
        };
        let asked = open.iter().flat_map(|&place| groups[place]);
        let taken = TakenOfMany::read(db, &asked.collect::<Vec<_>>(), range, now)?;
        for place in open {
            let times = times(groups[place], &taken, search, range, now);
            found[place].extend(times);
            found[place].truncate(search.each);
        }
        start = range.end();
        stride = (stride * 2).min(WIDEST);
    }
    Ok(found)
}

/// Whether something can still be booked at or after `start`. Sessions with seats may be set beyond
/// the days that can be booked.
fn lasts(offered: &Offered, start: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    offered.event_type.rules.seats > 1
        || slots::bookable_range(&offered.event_type.rules, offered.zone, now)
            .is_some_and(|range| start < range.end())
}

/// What takes the time of many hosts, by their ids.
struct TakenOfMany {
    claims: HashMap<String, Vec<Owned>>,
    busy: HashMap<String, SpanSet>,
    own: OwnRules,
    /// The sessions of teams' event types whose number is limited.
    sessions: HashMap<String, Vec<Span>>,
    seats: Seats,
    horizon: Span,
}

impl TakenOfMany {
    /// Reads what is needed to answer for `range`.
    fn read(
        db: &mut Db,
        offers: &[&Offered],
        range: Span,
        now: DateTime<Utc>,
    ) -> Result<Self, ServiceError> {
        let hosts = offers.iter().flat_map(|offered| offered.hosts());
        let mut ids: Vec<&str> = hosts.map(|host| host.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let own = OwnRules::read(db, &ids)?;
        let mut horizon = range;
        for offered in offers {
            let needed = own.horizon(offered, range);
            horizon = Span::new(
                horizon.start().min(needed.start()),
                horizon.end().max(needed.end()),
            )
            .unwrap_or(horizon);
        }
        let limited = offers.iter().filter(|offered| offered.alone().is_none());
        let limited = limited.filter(|it| !it.event_type.rules.limits.is_unlimited());
        let limited: Vec<&str> = limited.map(|it| it.event_type.id.as_str()).collect();
        Ok(Self {
            claims: store::claims::live_of_all(db, &ids, horizon, now)?,
            busy: store::busy::in_range_of(db, &ids, horizon)?,
            own,
            sessions: if limited.is_empty() {
                HashMap::new()
            } else {
                store::claims::sessions_of_all(db, &limited, horizon, now)?
            },
            seats: Seats::read(db, offers, range)?,
            horizon,
        })
    }

    /// The same as seen by one offer.
    fn of(&self, offered: &Offered) -> Taken {
        let id = &offered.event_type.id;
        let host = |(host, _): &(Person, Schedule)| self.of_host(host, id);
        let parts = offered.parts.iter();
        Taken {
            hosts: parts
                .map(|part| part.hosts.iter().map(host).collect())
                .collect(),
            sessions: self.sessions.get(id).cloned().unwrap_or_default(),
            ..Taken::default()
        }
    }

    fn of_host(&self, host: &Person, event_type_id: &str) -> TakenOfHost {
        let claims = self.claims.get(&host.id).into_iter().flatten();
        let claims = claims.map(|owned| Claim {
            is_same_event_type: owned.event_type_id.as_deref() == Some(event_type_id),
            ..owned.claim
        });
        TakenOfHost {
            claims: claims.collect(),
            busy: self.busy.get(&host.id).cloned().unwrap_or_default(),
            ..self.own.of(host, self.horizon)
        }
    }
}

/// The times of one group within `range`.
fn times(
    group: &[Offered],
    taken: &TakenOfMany,
    search: &Search,
    range: Span,
    now: DateTime<Utc>,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (offer, offered) in group.iter().enumerate() {
        let Some(&duration) = offered.event_type.rules.durations.first() else {
            continue;
        };
        let own = taken.of(offered);
        let slots = Question::new(offered, &own, now).slots(duration, range);
        let event_type = &offered.event_type;
        let mut slots = taken.seats.join(event_type, slots, duration, now);
        search.filter.retain(&mut slots, search.zone);
        let slots = slots.into_iter().take(search.each);
        found.extend(slots.map(|slot| Found { offer, slot }));
    }
    found.sort_by_key(|found| (found.slot.span.start(), found.offer));
    found.dedup_by_key(|found| found.slot.span.start());
    found
}
