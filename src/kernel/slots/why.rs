//! Everything that decides whether a time can be booked, not only the first reason against it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::grid::{Clock, Grid};
use super::{Claim, Offer, beginning, bookable_range, minutes};
use crate::kernel::availability::TimeRange;
use crate::kernel::energy::Rule;
use crate::kernel::event_type::{SlotRules, Window};
use crate::kernel::limits::{Limit, Tally};
use crate::kernel::span::Span;
use crate::kernel::time_off::TimeOff;
use crate::kernel::zone;

/// A rule or an entry, and whether it speaks against the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub reason: Reason,
    /// Whether the time cannot be booked because of it.
    pub is_against: bool,
}

/// A rule or an entry that decides about a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The length of the session.
    Duration {
        /// In minutes, cut.
        minutes: u32,
    },
    /// The present.
    Present {
        /// UTC.
        now: DateTime<Utc>,
    },
    /// How long before its start it must be booked.
    Notice {
        /// The first instant that can be booked, UTC.
        earliest: DateTime<Utc>,
    },
    /// The days that can be booked, in the zone of the schedule.
    Window {
        /// As the event type says it.
        window: Window,
    },
    /// The hours of a date.
    Hours {
        /// The date that the clock of the host shows at the start.
        date: NaiveDate,
        /// Where that clock hangs.
        zone: Tz,
        /// Where the hours come from.
        source: HoursSource,
        /// From when to when; empty is a day off.
        ranges: Vec<TimeRange>,
    },
    /// The host is out of office.
    Away {
        /// All of it.
        span: Span,
    },
    /// A claim that lies there, or near.
    Claim {
        /// The claim itself, without buffers.
        span: Span,
        /// How it is in the way.
        near: Near,
    },
    /// Busy time that lies there, or near. Entries that touch are one.
    Busy {
        /// The busy time itself.
        span: Span,
        /// How it is in the way.
        near: Near,
    },
    /// A session that one can join.
    Joins {
        /// How many more people it takes.
        seats_left: u32,
    },
    /// A limit of the event type: what is used without the session, and the bound.
    Limit(Limit, u32, u32),
    /// An energy rule of the host.
    Energy(Rule),
    /// The times at which sessions begin.
    Grid {
        /// Minutes from one start to the next.
        step: u32,
    },
}

/// Where the hours of a date come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursSource {
    /// The usual week.
    Weekday,
    /// Hours of the date's own.
    Override,
    /// A holiday.
    Holiday,
}

/// How something is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// It is there at the same time.
    Overlaps,
    /// Not so many minutes lie between the session and what follows.
    BufferAfter(u32),
    /// Not so many minutes lie between what comes before and the session.
    BufferBefore(u32),
    /// Not so many minutes lie between the two kinds of sessions.
    Gap(u32),
}

impl Offer<'_> {
    /// Every rule and entry that decides about `span`, in the order of refusals. The span can be
    /// booked exactly if none is against it.
    pub fn explain(&self, span: Span) -> Vec<Finding> {
        let mut findings = in_time(self.rules, self.hours.zone, self.now, span);
        let joins = self.joins(span);
        findings.extend(joins.map(|seats_left| so(Reason::Joins { seats_left }, false)));
        if joins.is_none() {
            self.room(span, &mut findings);
        }
        findings
    }

    /// How many more people the session at this very span takes, if there is one to join.
    fn joins(&self, span: Span) -> Option<u32> {
        let length = u32::try_from(span.duration().num_minutes()).ok()?;
        let mut sessions = self.open_sessions(length, beginning(span)?);
        sessions
            .find(|slot| slot.span == span)
            .map(|slot| slot.seats_left)
    }

    /// The rules and entries that a new session needs room between.
    fn room(&self, span: Span, findings: &mut Vec<Finding>) {
        findings.extend(self.hours_of(span));
        findings.extend(self.in_the_way(span));
        let is_clear = !findings.iter().any(is_about_room);
        self.quotas(span, findings);
        let step = self.rules.step;
        if is_clear {
            let is_start = self.is_on_grid(span);
            findings.push(so(Reason::Grid { step }, !is_start));
        }
    }

    /// Whether a session begins then, by the grid alone.
    fn is_on_grid(&self, span: Span) -> bool {
        let length = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
        let clock = Clock {
            home: self.hours.zone,
            time_off: self.time_off,
        };
        beginning(span).is_some_and(|starts| {
            let grid = Grid::new(self.rules, clock, length, starts);
            let slots = grid.slots(&self.free(grid.range()), None);
            slots.iter().any(|slot| slot.span == span)
        })
    }

    /// The hours, and what is taken off from them.
    pub(super) fn hours_of(&self, span: Span) -> Vec<Finding> {
        let home = self.hours.zone;
        let zone = self.time_off.zone_at(span.start(), home);
        let date = zone::date(span.start(), zone);
        let (ranges, is_own) = self.hours.on(date);
        let (ranges, source) = match is_own {
            true => (ranges, HoursSource::Override),
            false if self.time_off.is_holiday(self.hours, date) => {
                (Vec::new(), HoursSource::Holiday)
            }
            false => (ranges, HoursSource::Weekday),
        };
        let away = self
            .time_off
            .away
            .iter()
            .filter(|away| away.overlaps(&span));
        let present = TimeOff {
            away: Vec::new(),
            ..self.time_off.clone()
        };
        let is_outside = !present.spans(self.hours, span).covers(&span);
        let hours = Reason::Hours {
            date,
            zone,
            source,
            ranges,
        };
        let mut findings = vec![so(hours, is_outside)];
        findings.extend(away.map(|span| so(Reason::Away { span: *span }, true)));
        findings
    }

    /// The claims and busy times that leave no room.
    pub(super) fn in_the_way(&self, span: Span) -> Vec<Finding> {
        let rules = self.rules;
        let (before, after) = (minutes(rules.buffer_before), minutes(rules.buffer_after));
        let busy = self.busy.within(span.widen(before, after)).iter();
        let busy = busy.filter_map(|busy| {
            let near = near(span, *busy, (after, before))?;
            Some(so(Reason::Busy { span: *busy, near }, true))
        });
        let claims = self.claims_near(span).iter();
        let claims = claims.filter_map(|claim| {
            let near = self.near_claim(span, claim)?;
            let span = claim.span;
            Some(so(Reason::Claim { span, near }, true))
        });
        let mut findings: Vec<Finding> = busy.chain(claims).collect();
        // What a client may know comes first: taken before too close.
        findings.sort_by_key(|finding| {
            matches!(
                finding.reason,
                Reason::Claim {
                    near: Near::Gap(_),
                    ..
                }
            )
        });
        findings
    }

    fn near_claim(&self, span: Span, claim: &Claim) -> Option<Near> {
        near(span, claim.span, self.buffers(claim)).or_else(|| {
            match near(span, claim.span, self.gaps(claim))? {
                Near::BufferAfter(minutes) | Near::BufferBefore(minutes) => {
                    Some(Near::Gap(minutes))
                }
                other => Some(other),
            }
        })
    }

    /// The limits of the event type and the energy rules of the host.
    fn quotas(&self, span: Span, findings: &mut Vec<Finding>) {
        let tally = self.tally(span);
        findings.extend(limits_of(self.rules, self.hours.zone, tally.as_ref(), span));
        findings.extend(self.powers(span));
    }

    /// The energy rules of the host.
    pub(super) fn powers(&self, span: Span) -> impl Iterator<Item = Finding> {
        let rules = self.energy_of(span).into_iter();
        rules.map(|(rule, is_against)| so(Reason::Energy(rule), is_against))
    }
}

/// The rules about when a session is booked, by the days of `zone`.
pub(super) fn in_time(rules: &SlotRules, zone: Tz, now: DateTime<Utc>, span: Span) -> Vec<Finding> {
    let length = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
    let is_whole = minutes(length) == span.duration();
    let is_offered = is_whole && rules.durations.contains(&length);
    let start = span.start();
    let earliest = now
        .checked_add_signed(minutes(rules.minimum_notice))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let is_bookable = bookable_range(rules, zone, now).is_some_and(|range| range.contains(start));
    let window = rules.window;
    vec![
        so(Reason::Duration { minutes: length }, !is_offered),
        so(Reason::Present { now }, start < now),
        so(
            Reason::Notice { earliest },
            start >= now && start < earliest,
        ),
        so(Reason::Window { window }, start >= earliest && !is_bookable),
    ]
}

/// The limits of an event type, with what is used of them by the days of `zone`.
pub(super) fn limits_of(
    rules: &SlotRules,
    zone: Tz,
    tally: Option<&Tally>,
    span: Span,
) -> Vec<Finding> {
    let date = zone::date(span.start(), zone);
    let length = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
    let used = tally.map(|tally| tally.used(&rules.limits, date));
    used.into_iter()
        .flatten()
        .map(|(limit, used, bound)| {
            let is_against = limit.is_reached(used, bound, length);
            so(Reason::Limit(limit, used, bound), is_against)
        })
        .collect()
}

pub(super) fn so(reason: Reason, is_against: bool) -> Finding {
    Finding { reason, is_against }
}

/// Whether a finding says that there is no room, so that the grid says nothing.
fn is_about_room(finding: &Finding) -> bool {
    finding.is_against
        && matches!(
            finding.reason,
            Reason::Hours { .. } | Reason::Away { .. } | Reason::Claim { .. } | Reason::Busy { .. }
        )
}

/// How `other` is in the way of `span`, if so much must lie before `other` and after it.
fn near(span: Span, other: Span, (before, after): (TimeDelta, TimeDelta)) -> Option<Near> {
    let count = |gap: TimeDelta| u32::try_from(gap.num_minutes()).unwrap_or(u32::MAX);
    if span.overlaps(&other) {
        Some(Near::Overlaps)
    } else if !other.widen(before, after).overlaps(&span) {
        None
    } else if other.start() >= span.end() {
        Some(Near::BufferAfter(count(before)))
    } else {
        Some(Near::BufferBefore(count(after)))
    }
}
