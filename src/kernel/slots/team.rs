//! The times of sessions that several hosts offer together.
//!
//! A session takes one host of each part. A part with one host is somebody who is always there; a
//! part with several is filled by whoever of them is free; an optional part may stay empty. So
//! round robin is one part with many hosts, a collective session many parts with one host each.
//!
//! Each host has hours, days off, energy rules, claims and busy time of their own. Window, notice, limits and the grid
//! are the team's, counted in its zone: the grid lies in the windows in which every part has
//! somebody, so that it does not depend on who it is.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::grid::{Clock, Grid};
use super::{Offer, Refusal, Slot, beginning, bookable_range, duration_of, tally, untimely};
use crate::kernel::energy::{Rule, Used};
use crate::kernel::event_type::SlotRules;
use crate::kernel::limits::Tally;
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::time_off;
use crate::kernel::zone;

/// Everything that decides about the slots of an event type of several hosts.
#[derive(Debug, Clone, Copy)]
pub struct TeamOffer<'a> {
    /// The rules of the event type.
    pub rules: &'a SlotRules,
    /// The zone in which days are counted.
    pub zone: Tz,
    /// Who is needed.
    pub parts: &'a [Part<'a>],
    /// The sessions of this event type in [`Offer::horizon`], each one once: they count against
    /// its limits.
    pub sessions: &'a [Span],
    /// The time of asking.
    pub now: DateTime<Utc>,
}

/// One of several hosts who can stand for each other.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Whether the session takes place without it too.
    pub is_optional: bool,
    /// The hosts, each as if they offered it alone. Their limits are not asked.
    pub hosts: Vec<Offer<'a>>,
}

impl TeamOffer<'_> {
    /// The slots of `duration` minutes that start within `range`, ascending; they do not depend on
    /// `range`.
    pub fn slots(&self, duration: u32, range: Span) -> Vec<Slot> {
        let starts = bookable_range(self.rules, self.zone, self.now)
            .and_then(|bookable| bookable.intersection(&range))
            .filter(|_| self.rules.durations.contains(&duration));
        let Some(starts) = starts else {
            return Vec::new();
        };
        let clock = Clock {
            home: self.zone,
            time_off: &time_off::NONE,
        };
        let grid = Grid::new(self.rules, clock, duration, starts);
        let range = grid.range();
        let windows = self.needed(|host| host.free(range));
        let mut slots = grid.slots(&together(&windows), self.tally().as_ref());
        if self.hosts().all(|host| host.energy.is_empty()) {
            slots.retain(|slot| is_held(&windows, slot.span));
        } else {
            let used = self.used(starts);
            slots.retain(|slot| self.is_taken_on(&windows, &used, slot.span));
        }
        slots
    }

    /// Whether this very span can be booked now: exactly if it is among the slots.
    ///
    /// # Errors
    /// `Refusal` is the first reason against it, in the order of its variants.
    pub fn check(&self, span: Span) -> Result<Slot, Refusal> {
        let duration = duration_of(self.rules, span)?;
        beginning(span)
            .and_then(|range| {
                let slots = self.slots(duration, range);
                slots.into_iter().find(|slot| slot.span == span)
            })
            .ok_or_else(|| self.refusal(span, duration))
    }

    /// Who of each part is free for the whole span, by their places.
    pub fn able(&self, span: Span) -> Vec<Vec<usize>> {
        let is_able = |host: &Offer| host.is_able(span);
        self.parts
            .iter()
            .map(|part| {
                let hosts = part.hosts.iter().enumerate();
                let able = hosts.filter(|(_, host)| is_able(host));
                able.map(|(place, _)| place).collect()
            })
            .collect()
    }

    /// What `ask` says of each host of the parts that a session needs.
    pub(super) fn needed(&self, ask: impl Fn(&Offer) -> SpanSet) -> Vec<Vec<SpanSet>> {
        self.parts
            .iter()
            .filter(|part| !part.is_optional)
            .map(|part| part.hosts.iter().map(&ask).collect())
            .collect()
    }

    /// The hosts of the parts that a session needs.
    fn hosts(&self) -> impl Iterator<Item = &Offer<'_>> {
        let needed = self.parts.iter().filter(|part| !part.is_optional);
        needed.flat_map(|part| &part.hosts)
    }

    /// What is used of the energy rules of each of them, around slots that start in `starts`.
    fn used(&self, starts: Span) -> Vec<Vec<Option<Used>>> {
        let needed = self.parts.iter().filter(|part| !part.is_optional);
        let used = |host: &Offer| host.used(starts);
        needed
            .map(|part| part.hosts.iter().map(used).collect())
            .collect()
    }

    /// Whether each part has one host who is there for the whole span, and whose energy rules
    /// allow it.
    fn is_taken_on(
        &self,
        windows: &[Vec<SpanSet>],
        used: &[Vec<Option<Used>>],
        span: Span,
    ) -> bool {
        let needed = self.parts.iter().filter(|part| !part.is_optional);
        !windows.is_empty()
            && needed.zip(windows).zip(used).all(|((part, free), used)| {
                let mut hosts = part.hosts.iter().zip(free).zip(used);
                hosts.any(|((host, free), used)| {
                    free.covers(&span) && host.suits(used.as_ref(), span)
                })
            })
    }

    /// The first energy rule that a host who is free needs to be kept.
    fn energy_rule(&self, span: Span) -> Option<Rule> {
        let free = self.hosts().filter(|host| host.free(span).covers(&span));
        let mut rules = free.flat_map(|host| host.energy_of(span));
        rules.find_map(|(rule, is_broken)| is_broken.then_some(rule))
    }

    pub(super) fn tally(&self) -> Option<Tally> {
        tally(self.rules, self.zone, self.sessions.iter().copied())
    }

    /// The first reason why a span of a proper duration is no slot.
    fn refusal(&self, span: Span, duration: u32) -> Refusal {
        if let Some(refusal) = untimely(self.rules, self.zone, self.now, span.start()) {
            return refusal;
        }
        if !is_held(&self.needed(|host| host.open(span)), span) {
            return Refusal::OutsideHours;
        }
        if !is_held(&self.needed(|host| host.free(span)), span) {
            return Refusal::Taken;
        }
        let date = zone::date(span.start(), self.zone);
        let reached = self
            .tally()
            .and_then(|tally| tally.reached(&self.rules.limits, date, duration));
        let able = self.able(span);
        let mut parts = self.parts.iter().zip(&able);
        let is_held = parts.all(|(part, able)| part.is_optional || !able.is_empty());
        match reached {
            Some(limit) => limit.into(),
            None if is_held => Refusal::OffGrid,
            None => self.energy_rule(span).map_or(Refusal::Taken, Refusal::from),
        }
    }
}

/// When every part has somebody, be it this one or that one. Nobody at all is never.
pub(super) fn together(windows: &[Vec<SpanSet>]) -> SpanSet {
    windows
        .iter()
        .map(|hosts| match &hosts[..] {
            [alone] => alone.clone(),
            several => SpanSet::from_spans(several.iter().flat_map(SpanSet::as_slice).copied()),
        })
        .reduce(|all, part| all.intersect(&part))
        .unwrap_or_default()
}

/// Whether each part has one host who is there for the whole span.
pub(super) fn is_held(windows: &[Vec<SpanSet>], span: Span) -> bool {
    !windows.is_empty()
        && windows
            .iter()
            .all(|hosts| hosts.iter().any(|free| free.covers(&span)))
}
