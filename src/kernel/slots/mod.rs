//! The times that can be booked.
//!
//! Free windows are the host's hours without claims and busy time, each widened by buffers. In
//! them lie the starts of the grid (`grid.rs`); notice, booking window and limits take some away.
//! The reasons for these rules are in `docs/decisions/0001-slot-rules.md`.

mod energy;
#[cfg(test)]
mod energy_tests;
mod grid;
#[cfg(test)]
mod oracle;
mod refusal;
mod rules;
mod team;
#[cfg(test)]
mod team_tests;
mod team_why;
#[cfg(test)]
mod tests;
mod why;

use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::Tz;

use super::availability::Hours;
use super::energy::{EnergyRules, TypeKey};
use super::event_type::{SlotRules, Window};
use super::limits::{self, Tally};
use super::span::{Span, SpanSet};
use super::time_off::TimeOff;
use super::zone;
use grid::{Clock, Grid};

pub use refusal::Refusal;
pub use rules::RulesError;
pub use team::{Part, TeamOffer};
pub use team_why::TeamFindings;
pub use why::{Finding, HoursSource, Near, Reason};

/// A time that can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it is.
    pub span: Span,
    /// How many more people it takes.
    pub seats_left: u32,
}

/// A claim on the host's time: a session, a request or a hold. The claims of one host never
/// overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The session itself, without buffers.
    pub span: Span,
    /// Minutes kept free before it.
    pub buffer_before: u32,
    /// Minutes kept free after it.
    pub buffer_after: u32,
    /// Whether it is of the event type that is offered, and so counts against its limits.
    pub is_same_event_type: bool,
    /// Of which event type it is, for the energy rules of the host.
    pub event_type: Option<TypeKey>,
    /// Whether it counts as a session there; a time that is only proposed does not.
    pub is_session: bool,
    /// How many people come, if others may join: only for a session of this event type. 0 is a
    /// claim that nobody can join.
    pub seats_taken: u32,
}

/// Everything that decides about the slots of one event type of one host.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The rules of the event type.
    pub rules: &'a SlotRules,
    /// Which event type it is, for the energy rules.
    pub event_type: Option<TypeKey>,
    /// The hours of its schedule.
    pub hours: &'a Hours,
    /// What the host takes off from all hours, or moves to another zone.
    pub time_off: &'a TimeOff,
    /// What the host asks of all their sessions together.
    pub energy: &'a EnergyRules,
    /// The host's claims, sorted by start, disjoint; all that lie in [`Offer::horizon`].
    pub claims: &'a [Claim],
    /// The host's time that is taken elsewhere, as far as [`Offer::horizon`].
    pub busy: &'a SpanSet,
    /// The time of asking.
    pub now: DateTime<Utc>,
}

impl Offer<'_> {
    /// The slots of `duration` minutes that start within `range`, ascending.
    ///
    /// They do not depend on `range`: a slot is there in every range that its start lies in. A
    /// session that others may join is a slot too, wherever it begins, even if limits are reached.
    pub fn slots(&self, duration: u32, range: Span) -> Vec<Slot> {
        let starts = self.bookable_range().and_then(|b| b.intersection(&range));
        let Some(starts) = starts.filter(|_| self.rules.durations.contains(&duration)) else {
            return Vec::new();
        };
        let mut slots = self.new_sessions(duration, starts);
        let fresh = slots.len();
        slots.extend(self.open_sessions(duration, starts));
        if slots.len() > fresh {
            slots.sort_by_key(|slot| slot.span);
        }
        slots
    }

    /// Whether this very span can be booked now: exactly if it is among the slots.
    ///
    /// # Errors
    /// `Refusal` is the first reason against it, in the order of its variants.
    pub fn check(&self, span: Span) -> Result<Slot, Refusal> {
        let minutes = duration_of(self.rules, span)?;
        beginning(span)
            .and_then(|range| {
                self.slots(minutes, range)
                    .into_iter()
                    .find(|s| s.span == span)
            })
            .ok_or_else(|| self.refusal(span))
    }

    /// The range of claims and busy time that must be known to answer for slots that start
    /// within `range`: the whole of the days, weeks and months whose limits count, and as far
    /// as sessions, buffers and rows of sessions reach.
    pub fn horizon(rules: &SlotRules, energy: &EnergyRules, zone: Tz, range: Span) -> Span {
        let (start, end) = (
            zone::date(range.start(), zone),
            zone::date(range.end(), zone),
        );
        let first = limits::period(&rules.limits, start)
            .0
            .min(energy.period(start).0);
        let last = limits::period(&rules.limits, end)
            .1
            .max(energy.period(end).1);
        let whole = Span::new(zone::day_start(first, zone).min(range.start()), range.end());
        let whole = whole.unwrap_or(range);
        let end = last
            .succ_opt()
            .map_or(range.end(), |next| zone::day_start(next, zone));
        let longest = rules.durations.iter().copied().max().unwrap_or_default();
        let until = whole
            .widen(TimeDelta::zero(), minutes(longest))
            .end()
            .max(end);
        Span::new(whole.start(), until).unwrap_or(whole).widen(
            gap(rules, rules.buffer_before, rules::LONGEST).max(energy.reach()),
            gap(rules, rules.buffer_after, rules::LONGEST).max(energy.reach()),
        )
    }

    /// When a slot can start now.
    fn bookable_range(&self) -> Option<Span> {
        bookable_range(self.rules, self.hours.zone, self.now)
    }

    /// Slots at which nobody comes yet.
    fn new_sessions(&self, duration: u32, starts: Span) -> Vec<Slot> {
        let clock = Clock {
            home: self.hours.zone,
            time_off: self.time_off,
        };
        let grid = Grid::new(self.rules, clock, duration, starts);
        let tally = self.tally(starts);
        let mut slots = grid.slots(&self.free(grid.range()), tally.as_ref());
        if !self.energy.is_empty() {
            let used = self.used(starts);
            slots.retain(|slot| self.suits(used.as_ref(), slot.span));
        }
        slots
    }

    /// The windows within `range` in which a new session can lie.
    fn free(&self, range: Span) -> SpanSet {
        self.open(range).subtract(&self.taken(range))
    }

    /// When the host is there within `range`.
    fn open(&self, range: Span) -> SpanSet {
        self.time_off.spans(self.hours, range)
    }

    /// Sessions that still take people.
    fn open_sessions(&self, duration: u32, starts: Span) -> impl Iterator<Item = Slot> {
        let length = minutes(duration);
        within(self.claims, starts)
            .iter()
            .filter(move |claim| {
                starts.contains(claim.span.start()) && claim.span.duration() == length
            })
            .filter(|claim| claim.is_same_event_type && claim.seats_taken > 0)
            .filter_map(|claim| {
                let seats_left = self.rules.seats.checked_sub(claim.seats_taken)?;
                (seats_left > 0).then_some(Slot {
                    span: claim.span,
                    seats_left,
                })
            })
    }

    /// The instants at which no new session can be, because of claims and busy time within
    /// `range` or so near to it that buffers reach in.
    fn taken(&self, range: Span) -> SpanSet {
        let rules = self.rules;
        let (before, after) = (minutes(rules.buffer_before), minutes(rules.buffer_after));
        let busy = self.busy.within(range.widen(before, after));
        let claims = self.claims_near(range).iter().map(|claim| {
            let (before, after) = self.gaps(claim);
            claim.span.widen(before, after)
        });
        SpanSet::from_spans(claims.chain(busy.iter().map(|span| span.widen(after, before))))
    }

    /// The claims whose buffers can reach into `range`.
    fn claims_near(&self, range: Span) -> &[Claim] {
        let rules = self.rules;
        let reach = range.widen(
            gap(rules, rules.buffer_before, rules::LONGEST),
            gap(rules, rules.buffer_after, rules::LONGEST),
        );
        within(self.claims, reach)
    }

    /// What must lie between a claim and a session before it, and between it and one after it, by
    /// buffers alone.
    fn buffers(&self, claim: &Claim) -> (TimeDelta, TimeDelta) {
        let rules = self.rules;
        (
            gap(rules, rules.buffer_after, claim.buffer_before),
            gap(rules, rules.buffer_before, claim.buffer_after),
        )
    }

    /// What is booked in the periods of slots that start within `starts`; none if nothing is
    /// limited.
    fn tally(&self, starts: Span) -> Option<Tally> {
        let zone = self.hours.zone;
        let horizon = Self::horizon(self.rules, self.energy, zone, starts);
        let claims = within(self.claims, horizon).iter();
        let counted = claims.filter(|claim| claim.is_same_event_type);
        tally(self.rules, zone, counted.map(|claim| claim.span))
    }
}

/// The minutes of a span, if it is a duration that is offered.
fn duration_of(rules: &SlotRules, span: Span) -> Result<u32, Refusal> {
    u32::try_from(span.duration().num_minutes())
        .ok()
        .filter(|minutes| TimeDelta::minutes(i64::from(*minutes)) == span.duration())
        .filter(|minutes| rules.durations.contains(minutes))
        .ok_or(Refusal::WrongDuration)
}

/// The first second of a span: what starts in it begins when the span does.
fn beginning(span: Span) -> Option<Span> {
    let after = span.start().checked_add_signed(TimeDelta::seconds(1))?;
    Span::new(span.start(), after)
}

/// Why nothing can begin at `start`, whoever is free.
fn untimely(
    rules: &SlotRules,
    zone: Tz,
    now: DateTime<Utc>,
    start: DateTime<Utc>,
) -> Option<Refusal> {
    if start < now {
        Some(Refusal::InThePast)
    } else if start - now < minutes(rules.minimum_notice) {
        Some(Refusal::MinimumNotice)
    } else if bookable_range(rules, zone, now).is_some_and(|range| range.contains(start)) {
        None
    } else {
        Some(Refusal::BeyondWindow)
    }
}

/// When a slot can start, by minimum notice and booking window. None if never.
pub fn bookable_range(rules: &SlotRules, zone: Tz, now: DateTime<Utc>) -> Option<Span> {
    let earliest = now.checked_add_signed(minutes(rules.minimum_notice))?;
    let notice = Span::new(earliest, DateTime::<Utc>::MAX_UTC)?;
    let window = match rules.window {
        Window::Open => return Some(notice),
        Window::Fixed { from, to } => zone::days(from, to, zone)?,
        Window::Rolling { days } => {
            let today = zone::date(now, zone);
            zone::days(today, today.checked_add_days(Days::new(days.into()))?, zone)?
        }
    };
    window.intersection(&notice)
}

/// What is booked of an event type, by the days of `zone`; none if nothing is limited.
fn tally(rules: &SlotRules, zone: Tz, booked: impl Iterator<Item = Span>) -> Option<Tally> {
    if rules.limits.is_unlimited() {
        return None;
    }
    let mut tally = Tally::default();
    for span in booked {
        let date = zone::date(span.start(), zone);
        tally.add(date, span.duration().num_minutes());
    }
    Some(tally)
}

fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(count))
}

/// What must lie between two sessions whose buffers meet.
fn gap(rules: &SlotRules, one: u32, other: u32) -> TimeDelta {
    minutes(if rules.buffers_add_up {
        one.saturating_add(other)
    } else {
        one.max(other)
    })
}

/// The claims that overlap `range`. Found by binary search.
fn within(claims: &[Claim], range: Span) -> &[Claim] {
    let first = claims.partition_point(|claim| claim.span.end() <= range.start());
    let rest = &claims[first..];
    &rest[..rest.partition_point(|claim| claim.span.start() < range.end())]
}
