//! A series with its exceptions: what an event and the instances that differ from it amount to
//! (RFC 5545 §3.8.4.4, §3.8.5).

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::{MOMENT, Search, Sink, Told};
use crate::ical::read::{Event, Length, Moment, Why, Zones};
use crate::kernel::recurrence::{Budget, instances};
use crate::kernel::span::Span;
use crate::kernel::zone;

/// What one series may cost.
const BUDGET: Budget = Budget {
    steps: 200_000,
    instances: 20_000,
};
/// An instance in a gap comes later than its clocks say, by less than this.
const MARGIN: TimeDelta = TimeDelta::hours(2);

/// The events of one UID.
pub(super) struct Series<'a> {
    /// None if only instances of it came.
    master: Option<Event>,
    /// The instances that differ, in the order of what they stand for.
    overrides: Vec<Event>,
    zones: &'a Zones,
    search: &'a Search,
}

/// Which instances are not where their series says.
#[derive(Default)]
struct Gone {
    instants: HashSet<DateTime<Utc>>,
    days: HashSet<NaiveDate>,
    /// Days named by a date, which take every instance on them.
    whole_days: HashSet<NaiveDate>,
}

/// How instances are from some moment on (RANGE=THISANDFUTURE).
struct Change<'a> {
    from: NaiveDateTime,
    shift: TimeDelta,
    event: &'a Event,
}

impl<'a> Series<'a> {
    /// Of several that stand for the same, the newest counts: SEQUENCE, then DTSTAMP.
    pub(super) fn new(events: Vec<Event>, zones: &'a Zones, search: &'a Search) -> Self {
        let mut master: Option<Event> = None;
        let mut overrides: BTreeMap<DateTime<Utc>, Event> = BTreeMap::new();
        for event in events {
            match event.stands_for {
                None if master.as_ref().is_none_or(|seen| seen.age <= event.age) => {
                    master = Some(event);
                }
                None => {}
                Some(id) => {
                    let key = instant(id.moment, zones, search);
                    if overrides.get(&key).is_none_or(|seen| seen.age <= event.age) {
                        overrides.insert(key, event);
                    }
                }
            }
        }
        Self {
            master,
            overrides: overrides.into_values().collect(),
            zones,
            search,
        }
    }

    /// Puts every instance that touches the window.
    pub(super) fn expand(&self, sink: &mut Sink) {
        for event in &self.overrides {
            let instance = event
                .stands_for
                .map(|id| instant(id.moment, self.zones, self.search));
            sink.put(
                self.span(event.start, event.length),
                Told::of(event, instance),
            );
        }
        let Some(master) = &self.master else { return };
        let gone = self.gone(master);
        let changes = self.changes(master);
        if master.rules.is_empty() && master.dates.is_empty() && changes.is_empty() {
            if !gone.has(master.start, self.zones) {
                sink.put(
                    self.span(master.start, master.length),
                    Told::of(master, None),
                );
            }
            return;
        }
        let mut budget = sink.lend(BUDGET);
        let lent = budget;
        for (moment, length) in self.instances(master, &changes, &mut budget) {
            if gone.has(moment, self.zones) {
                continue;
            }
            let local = moment.local();
            let instance = Some(instant(moment, self.zones, self.search));
            match changes.iter().rev().find(|change| change.from <= local) {
                Some(change) => {
                    let moved = shifted(moment, change.shift);
                    let event = change.event;
                    sink.put(self.span(moved, event.length), Told::of(event, instance));
                }
                None => {
                    let length = length.unwrap_or(master.length);
                    sink.put(self.span(moment, length), Told::of(master, instance));
                }
            }
        }
        sink.give_back(lent, budget);
        if budget.is_spent() {
            sink.skipped.push(master.line, Why::RuleCut);
        }
    }

    /// Where the series says its instances are, about the window.
    fn instances(
        &self,
        master: &Event,
        changes: &[Change<'_>],
        budget: &mut Budget,
    ) -> Vec<(Moment, Option<Length>)> {
        let furthest = changes.iter().map(|change| change.shift.abs()).max();
        let longest = changes.iter().map(|change| change.event.length.about());
        let longest = longest.chain([master.length.about()]).max();
        let room = MARGIN + furthest.unwrap_or_default();
        let before = room + longest.unwrap_or_default();
        let window = self.search.window;
        let zone = match master.start {
            Moment::Day(_) => self.zones.floating(),
            Moment::Clock(_, zone) => zone,
        };
        let local = |instant| self.zones.local(instant, zone);
        let from = local(window.start()).checked_sub_signed(before);
        let to = local(window.end()).checked_add_signed(room);
        let range = (
            from.unwrap_or(NaiveDateTime::MIN),
            to.unwrap_or(NaiveDateTime::MAX),
        );
        let start = master.start.local();
        let mut locals: Vec<NaiveDateTime> = master
            .rules
            .iter()
            .flat_map(|rule| instances(rule, start, range, budget))
            .collect();
        locals.push(start);
        locals.sort_unstable();
        locals.dedup();
        let regular = locals.into_iter().map(|local| match master.start {
            Moment::Day(_) => (Moment::Day(local.date()), None),
            Moment::Clock(_, zone) => (Moment::Clock(local, zone), None),
        });
        let mut all: Vec<(Moment, Option<Length>)> = regular.collect();
        let known: HashSet<Moment> = all.iter().map(|(moment, _)| *moment).collect();
        let extra = master.dates.iter().copied();
        all.extend(extra.filter(|(moment, _)| !known.contains(moment)));
        all
    }

    fn gone(&self, master: &Event) -> Gone {
        let mut gone = Gone::default();
        let overridden = self.overrides.iter().filter_map(|event| event.stands_for);
        let named = overridden
            .map(|id| id.moment)
            .chain(master.except.iter().copied());
        for moment in named {
            match (moment, master.start) {
                (Moment::Day(date), Moment::Day(_)) => gone.days.insert(date),
                (Moment::Day(date), Moment::Clock(..)) => gone.whole_days.insert(date),
                (Moment::Clock(local, _), Moment::Day(_)) => gone.days.insert(local.date()),
                (Moment::Clock(local, zone), Moment::Clock(..)) => {
                    gone.instants.insert(self.zones.instant(local, zone))
                }
            };
        }
        gone
    }

    fn changes(&self, master: &Event) -> Vec<Change<'_>> {
        let lasting = self.overrides.iter().filter_map(|event| {
            let id = event.stands_for.filter(|id| id.and_future)?;
            let from = self.local_of_series(id.moment, master);
            Some(Change {
                from,
                shift: self.local_of_series(event.start, master) - from,
                event,
            })
        });
        lasting.collect()
    }

    /// What the clocks of the series show at a moment.
    fn local_of_series(&self, moment: Moment, master: &Event) -> NaiveDateTime {
        match (moment, master.start) {
            (Moment::Clock(local, zone), Moment::Clock(_, of_series)) if zone != of_series => {
                self.zones.local(self.zones.instant(local, zone), of_series)
            }
            _ => moment.local(),
        }
    }

    /// The elapsed time from `start` on; none if it is no time, unless what leaves its owner
    /// free is looked for as well: then it is a moment (see [`BusyEntry::is_moment`]).
    fn span(&self, start: Moment, length: Length) -> Option<Span> {
        let owner = self.search.owner.zone;
        let until = |start: DateTime<Utc>, end: DateTime<Utc>| match self.search.with_free {
            true => Span::new(start, end.max(start.checked_add_signed(MOMENT)?)),
            false => Span::new(start, end),
        };
        match (start, length) {
            (Moment::Day(date), Length::Days(days)) => {
                let last = date.checked_add_days(Days::new(u64::from(days.saturating_sub(1))))?;
                zone::days(date, last, owner)
            }
            (Moment::Day(date), length) => {
                let start = zone::day_start(date, owner);
                Span::new(start, start.checked_add_signed(length.about())?)
            }
            (Moment::Clock(local, zone), Length::Exact(length)) => {
                let start = self.zones.instant(local, zone);
                until(start, start.checked_add_signed(length)?)
            }
            (Moment::Clock(local, zone), Length::Days(days)) => {
                let end = local.checked_add_days(Days::new(u64::from(days)))?;
                let start = self.zones.instant(local, zone);
                until(start, self.zones.instant(end, zone))
            }
            (Moment::Clock(local, zone), Length::Nominal(days, rest)) => {
                let end = local.checked_add_days(Days::new(u64::from(days)))?;
                let end = self.zones.instant(end, zone).checked_add_signed(rest)?;
                until(self.zones.instant(local, zone), end)
            }
        }
    }
}

impl Gone {
    fn has(&self, moment: Moment, zones: &Zones) -> bool {
        match moment {
            Moment::Day(date) => self.days.contains(&date),
            Moment::Clock(local, zone) => {
                self.whole_days.contains(&local.date())
                    || (!self.instants.is_empty()
                        && self.instants.contains(&zones.instant(local, zone)))
            }
        }
    }
}

pub(super) fn instant(moment: Moment, zones: &Zones, search: &Search) -> DateTime<Utc> {
    match moment {
        Moment::Day(date) => zone::day_start(date, search.owner.zone),
        Moment::Clock(local, zone) => zones.instant(local, zone),
    }
}

fn shifted(moment: Moment, shift: TimeDelta) -> Moment {
    match moment {
        Moment::Day(date) => Moment::Day(date.checked_add_signed(shift).unwrap_or(date)),
        Moment::Clock(local, zone) => {
            Moment::Clock(local.checked_add_signed(shift).unwrap_or(local), zone)
        }
    }
}
