//! The next free times of many hosts, read together: no query for each of them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{FARTHEST, Offered, OwnRules, Question, Taken, TakenOfHost, later};
use crate::kernel::finding::Filter;
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
/// a year ahead. Of several that start together, the first offer's counts. The offers must be those
/// of hosts who make them alone.
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

/// Whether something can still be booked at or after `start`.
fn lasts(offered: &Offered, start: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    slots::bookable_range(&offered.event_type.rules, offered.zone, now)
        .is_some_and(|range| start < range.end())
}

/// What takes the time of many hosts, by their ids.
struct TakenOfMany {
    claims: HashMap<String, Vec<Owned>>,
    busy: HashMap<String, SpanSet>,
    own: OwnRules,
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
        let hosts = offers.iter().filter_map(|offered| offered.host());
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
        Ok(Self {
            claims: store::claims::live_of_all(db, &ids, horizon, now)?,
            busy: store::busy::in_range_of(db, &ids, horizon)?,
            own,
            horizon,
        })
    }

    /// The same as seen by one offer.
    fn of(&self, offered: &Offered) -> Taken {
        let id = offered.host().map_or("", |host| host.id.as_str());
        let own = Some(offered.event_type.id.as_str());
        let claims = self.claims.get(id).into_iter().flatten();
        let claims: Vec<Claim> = claims
            .map(|owned| Claim {
                is_same_event_type: owned.event_type_id.as_deref() == own,
                ..owned.claim
            })
            .collect();
        let own = offered.host().map(|host| self.own.of(host, self.horizon));
        let taken = TakenOfHost {
            claims,
            busy: self.busy.get(id).cloned().unwrap_or_default(),
            ..own.unwrap_or_default()
        };
        Taken {
            hosts: vec![vec![taken]],
            ..Taken::default()
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
        let taken = taken.of(offered);
        let mut slots = Question::new(offered, &taken, now).slots(duration, range);
        search.filter.retain(&mut slots, search.zone);
        let slots = slots.into_iter().take(search.each);
        found.extend(slots.map(|slot| Found { offer, slot }));
    }
    found.sort_by_key(|found| (found.slot.span.start(), found.offer));
    found.dedup_by_key(|found| found.slot.span.start());
    found
}
