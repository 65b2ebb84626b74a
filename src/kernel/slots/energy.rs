//! What the energy rules of a host say to one session.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::{Claim, Offer, minutes, within};
use crate::kernel::energy::{Quota, Rule, Used};
use crate::kernel::span::Span;
use crate::kernel::zone;

impl Offer<'_> {
    /// Whether the energy rules allow a session, with what is used of them around it.
    pub(super) fn suits(&self, used: Option<&Used>, span: Span) -> bool {
        !self.rules_for(used, span).any(|(_, is_broken)| is_broken)
    }

    /// The energy rules that decide about a session, and whether it breaks them.
    pub(super) fn energy_of(&self, span: Span) -> Vec<(Rule, bool)> {
        self.rules_for(self.used(span).as_ref(), span).collect()
    }

    fn rules_for(&self, used: Option<&Used>, span: Span) -> impl Iterator<Item = (Rule, bool)> {
        let length = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
        let date = zone::date(span.start(), self.hours.zone);
        let counted = used.map(|used| used.rules(self.energy, date));
        let counted = counted.into_iter().flatten().chain(self.row(span));
        let counted = counted.map(move |rule| (rule, rule.is_broken(length)));
        counted.chain(self.times_of_day(span))
    }

    /// Whether the host can take a session alone.
    pub(super) fn is_able(&self, span: Span) -> bool {
        self.free(span).covers(&span)
            && (self.energy.is_empty() || self.suits(self.used(span).as_ref(), span))
    }

    /// What is used of the energy rules in the periods of slots that start within `starts`; none
    /// if no day or week is limited.
    pub(super) fn used(&self, starts: Span) -> Option<Used> {
        let (zone, energy) = (self.hours.zone, self.energy);
        if energy.per_day == Quota::default() && energy.per_week == Quota::default() {
            return None;
        }
        let mut used = Used::default();
        let horizon = Self::horizon(self.rules, energy, zone, starts);
        for claim in within(self.claims, horizon) {
            if claim.is_session {
                let date = zone::date(claim.span.start(), zone);
                used.add(date, claim.span.duration().num_minutes());
            }
        }
        Some(used)
    }

    /// What must lie between a claim and a session before it, and between it and one after it, by
    /// buffers and gaps.
    pub(super) fn gaps(&self, claim: &Claim) -> (TimeDelta, TimeDelta) {
        let (before, after) = self.buffers(claim);
        if self.energy.gaps.is_empty() {
            return (before, after);
        }
        let (own, theirs) = (self.event_type, claim.event_type);
        (
            before.max(minutes(self.energy.gap(own, theirs))),
            after.max(minutes(self.energy.gap(theirs, own))),
        )
    }

    /// The rules about parts of the day, and whether a session breaks them.
    fn times_of_day(&self, span: Span) -> impl Iterator<Item = (Rule, bool)> {
        self.energy.times_of(self.event_type).map(move |time| {
            let zone = self.time_off.zone_at(span.start(), self.hours.zone);
            let start = zone::local(span.start(), zone);
            let midnight = start.date().and_time(NaiveTime::MIN);
            let minute = |wall: NaiveDateTime| (wall - midnight).num_seconds();
            let (from, to) = (minute(start), minute(zone::local(span.end(), zone)));
            let rule = Rule::TimeOfDay {
                not_before: time.not_before,
                not_after: time.not_after,
            };
            let is_kept = time.allows(from.div_euclid(60), (to + 59).div_euclid(60));
            (rule, !is_kept)
        })
    }

    /// The rule about sessions in a row, with those that one at `span` would join.
    fn row(&self, span: Span) -> Option<Rule> {
        let rule = self.energy.in_a_row?;
        Some(Rule::InARow {
            used: self.energy.joined(rule, self.claims, span),
            bound: rule.sessions,
            pause: rule.pause,
        })
    }
}
