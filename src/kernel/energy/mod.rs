//! How much of a host's time sessions may take, across everything they offer.
//!
//! Days and weeks are those of the schedule's zone and count by the start of a session; weeks
//! begin on Monday (ISO 8601). Times of day are read on the clock where the host is.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::slots::Claim;
use super::span::Span;

/// The longest pause or gap: a day, in minutes.
const LONGEST: u32 = 24 * 60;
/// The most sessions that may follow each other without a pause; more need no rule.
const MOST_IN_A_ROW: u32 = 20;

/// An event type as these rules know it: its id, a UUID, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeKey(u128);

impl TypeKey {
    /// The key of an id; none if it is no UUID.
    pub fn of(id: &str) -> Option<Self> {
        let mut value = 0;
        let mut digits = 0;
        for byte in id.bytes().filter(|byte| *byte != b'-') {
            value = value << 4 | u128::from(char::from(byte).to_digit(16)?);
            digits += 1;
        }
        (digits == 32).then_some(Self(value))
    }
}

impl fmt::Display for TypeKey {
    /// The id, as UUIDs are written (RFC 9562 §4).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:032x}", self.0);
        let (a, b, c, d, e) = (
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..],
        );
        write!(f, "{a}-{b}-{c}-{d}-{e}")
    }
}

/// The rules of one host. Without any, nothing is limited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnergyRules {
    /// What fits into a day.
    pub per_day: Quota,
    /// What fits into a week.
    pub per_week: Quota,
    /// When a pause is due.
    pub in_a_row: Option<InARow>,
    /// Which sessions keep to a part of the day.
    pub times: Vec<TimeOfDay>,
    /// What must lie between sessions of two event types.
    pub gaps: Vec<Gap>,
}

/// How much of everything fits into a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quota {
    /// Sessions, all event types together.
    pub sessions: Option<u32>,
    /// Minutes of sessions, without buffers.
    pub minutes: Option<u32>,
}

/// After so many sessions a pause is due. Sessions are in a row when less than the pause lies
/// between them, also across midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InARow {
    /// So many sessions at the most.
    pub sessions: u32,
    /// Minutes.
    pub pause: u32,
}

/// A part of the day that sessions keep to, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// Of which event type; none is every one.
    pub event_type: Option<TypeKey>,
    /// They begin no earlier, 0 to 1439.
    pub not_before: Option<u16>,
    /// They are over by then, 1 to 1440.
    pub not_after: Option<u16>,
}

/// So many minutes lie between a session of one event type and a later one of another, whatever
/// else is between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The earlier one.
    pub first: TypeKey,
    /// The later one.
    pub second: TypeKey,
    /// Minutes.
    pub minutes: u32,
}

/// A host without rules.
pub static NONE: EnergyRules = EnergyRules {
    per_day: Quota {
        sessions: None,
        minutes: None,
    },
    per_week: Quota {
        sessions: None,
        minutes: None,
    },
    in_a_row: None,
    times: Vec::new(),
    gaps: Vec::new(),
};

/// Why rules were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnergyError {
    /// A limit of nothing: a host who takes no sessions closes their event types.
    #[error("a limit must be at least 1")]
    Zero,
    /// The week takes less than one day of it may.
    #[error("a week may not have a smaller limit than a day")]
    Order,
    /// More than twenty in a row, or a pause that is not 1 to 1440 minutes.
    #[error("at most 20 sessions in a row, and a pause of 1 to 1440 minutes")]
    InARow,
    /// The part of the day is over before it begins, or is no part.
    #[error("the part of the day must end after it begins")]
    TimeOfDay,
    /// A gap that is not 1 to 1440 minutes.
    #[error("a gap must be 1 to 1440 minutes")]
    Gap,
}

/// A rule with what stands against it: `used` is without the session that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Sessions a day.
    SessionsPerDay {
        /// There are.
        used: u32,
        /// There may be.
        bound: u32,
    },
    /// Minutes a day.
    MinutesPerDay {
        /// There are.
        used: u32,
        /// There may be.
        bound: u32,
    },
    /// Sessions a week.
    SessionsPerWeek {
        /// There are.
        used: u32,
        /// There may be.
        bound: u32,
    },
    /// Minutes a week.
    MinutesPerWeek {
        /// There are.
        used: u32,
        /// There may be.
        bound: u32,
    },
    /// Sessions in a row.
    InARow {
        /// Those that it would join.
        used: u32,
        /// There may be.
        bound: u32,
        /// Minutes of the pause.
        pause: u32,
    },
    /// Not before or after a time of day, in minutes after midnight.
    TimeOfDay {
        /// They begin no earlier.
        not_before: Option<u16>,
        /// They are over by then.
        not_after: Option<u16>,
    },
}

impl EnergyRules {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == NONE
    }

    /// Whether the rules leave room for anything.
    ///
    /// # Errors
    /// `EnergyError` names the first that does not.
    pub fn check(&self) -> Result<(), EnergyError> {
        let (day, week) = (self.per_day, self.per_week);
        let bounds = [day.sessions, day.minutes, week.sessions, week.minutes];
        let in_a_row = self.in_a_row;
        if bounds.contains(&Some(0)) || in_a_row.is_some_and(|rule| rule.sessions == 0) {
            return Err(EnergyError::Zero);
        }
        let is_less =
            |week: Option<u32>, day: Option<u32>| week.zip(day).is_some_and(|(w, d)| w < d);
        if is_less(week.sessions, day.sessions) || is_less(week.minutes, day.minutes) {
            return Err(EnergyError::Order);
        }
        let is_pause = |minutes: u32| (1..=LONGEST).contains(&minutes);
        if in_a_row.is_some_and(|rule| rule.sessions > MOST_IN_A_ROW || !is_pause(rule.pause)) {
            return Err(EnergyError::InARow);
        }
        if !self.times.iter().all(TimeOfDay::makes_sense) {
            return Err(EnergyError::TimeOfDay);
        }
        if self.gaps.iter().all(|gap| is_pause(gap.minutes)) {
            Ok(())
        } else {
            Err(EnergyError::Gap)
        }
    }

    /// Minutes that must lie between a session of `first` and a later one of `second`.
    pub fn gap(&self, first: Option<TypeKey>, second: Option<TypeKey>) -> u32 {
        let pair = first.zip(second);
        let of_pair = |gap: &&Gap| pair == Some((gap.first, gap.second));
        let minutes = self.gaps.iter().filter(of_pair).map(|gap| gap.minutes);
        minutes.max().unwrap_or_default()
    }

    /// The first and the last date that must be known to answer for `date`.
    pub(super) fn period(&self, date: NaiveDate) -> (NaiveDate, NaiveDate) {
        if self.per_week == Quota::default() {
            return (date, date);
        }
        let monday = week(date);
        let sunday = monday.checked_add_days(Days::new(6));
        (monday, sunday.unwrap_or(NaiveDate::MAX))
    }

    /// How far before and after a session others can be in a row with it, at the most.
    pub(super) fn reach(&self) -> TimeDelta {
        self.in_a_row.map_or_else(TimeDelta::zero, |rule| {
            TimeDelta::minutes(i64::from(rule.pause + LONGEST) * i64::from(rule.sessions))
        })
    }

    /// The rule about the parts of the day, of `event_type`.
    pub(super) fn times_of(&self, event_type: Option<TypeKey>) -> impl Iterator<Item = &TimeOfDay> {
        self.times
            .iter()
            .filter(move |time| time.event_type.is_none() || time.event_type == event_type)
    }

    /// Whether a session at `span` would be one too many in a row; how many it would join.
    pub(super) fn joined(&self, rule: InARow, claims: &[Claim], span: Span) -> u32 {
        let pause = TimeDelta::minutes(i64::from(rule.pause));
        let after = claims.partition_point(|claim| claim.span.start() < span.start());
        let mut start = span.start();
        let before = claims[..after]
            .iter()
            .rev()
            .filter(|claim| claim.is_session);
        let before = before.take_while(|claim| {
            let is_near = start - claim.span.end() < pause;
            start = claim.span.start();
            is_near
        });
        let before = before.take(rule.sessions as usize).count();
        let mut end = span.end();
        let later = claims[after..].iter().filter(|claim| claim.is_session);
        let later = later.take_while(|claim| {
            let is_near = claim.span.start() - end < pause;
            end = claim.span.end();
            is_near
        });
        let later = later.take(rule.sessions as usize).count();
        u32::try_from(before + later).unwrap_or(u32::MAX)
    }
}

impl TimeOfDay {
    fn makes_sense(&self) -> bool {
        let day = 24 * 60;
        let from = self.not_before.unwrap_or_default();
        let to = self.not_after.unwrap_or(day);
        from < to && to <= day && (self.not_before.is_some() || self.not_after.is_some())
    }

    /// Whether a session that lasts from `start` to `end` minutes after midnight keeps to it.
    pub(super) fn allows(&self, start: i64, end: i64) -> bool {
        self.not_before.is_none_or(|from| start >= i64::from(from))
            && self.not_after.is_none_or(|to| end <= i64::from(to))
    }
}

impl Rule {
    /// Whether a session of so many minutes more breaks a rule about days, weeks and rows.
    pub(super) fn is_broken(&self, minutes: u32) -> bool {
        match *self {
            Self::SessionsPerDay { used, bound }
            | Self::SessionsPerWeek { used, bound }
            | Self::InARow { used, bound, .. } => used >= bound,
            Self::MinutesPerDay { used, bound } | Self::MinutesPerWeek { used, bound } => {
                used.saturating_add(minutes) > bound
            }
            Self::TimeOfDay { .. } => false,
        }
    }
}

/// What is booked already, by day and week of the schedule's zone: sessions and their minutes.
#[derive(Debug, Default)]
pub(super) struct Used {
    days: HashMap<NaiveDate, (u32, u32)>,
    weeks: HashMap<NaiveDate, (u32, u32)>,
}

impl Used {
    /// Counts a session of so many minutes that begins on `date`.
    pub(super) fn add(&mut self, date: NaiveDate, minutes: i64) {
        let minutes = u32::try_from(minutes).unwrap_or_default();
        for used in [
            self.days.entry(date).or_default(),
            self.weeks.entry(week(date)).or_default(),
        ] {
            *used = (used.0 + 1, used.1.saturating_add(minutes));
        }
    }

    /// The rules about the day and the week of `date`, with what is used of them.
    pub(super) fn rules(&self, rules: &EnergyRules, date: NaiveDate) -> impl Iterator<Item = Rule> {
        let (sessions, minutes) = self.days.get(&date).copied().unwrap_or_default();
        let in_week = self.weeks.get(&week(date)).copied().unwrap_or_default();
        let (day, whole) = (rules.per_day, rules.per_week);
        let used = sessions;
        let rules = [
            day.sessions
                .map(|bound| Rule::SessionsPerDay { used, bound }),
            day.minutes.map(|bound| Rule::MinutesPerDay {
                used: minutes,
                bound,
            }),
            whole.sessions.map(|bound| Rule::SessionsPerWeek {
                used: in_week.0,
                bound,
            }),
            whole.minutes.map(|bound| Rule::MinutesPerWeek {
                used: in_week.1,
                bound,
            }),
        ];
        rules.into_iter().flatten()
    }
}

/// The Monday of the week of `date`.
fn week(date: NaiveDate) -> NaiveDate {
    let days = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}
