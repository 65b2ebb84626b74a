//! Why a time cannot be booked, in one word.

use super::Offer;
use super::why::{Finding, Near, Reason};
use crate::kernel::energy::Rule;
use crate::kernel::limits::Limit;
use crate::kernel::span::Span;

/// Why a time cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The event type has no such duration.
    #[error("this duration is not offered")]
    WrongDuration,
    /// It would have begun already.
    #[error("this time is in the past")]
    InThePast,
    /// It begins before the minimum notice is over.
    #[error("this time is too soon, it must be booked earlier")]
    MinimumNotice,
    /// It lies before or after the days that can be booked.
    #[error("this time lies outside the days that can be booked")]
    BeyondWindow,
    /// The host is not available then.
    #[error("this time lies outside the host's hours")]
    OutsideHours,
    /// Something else is there, or its buffers are.
    #[error("this time is taken")]
    Taken,
    /// No more sessions that day.
    #[error("no more sessions can be booked on this day")]
    LimitPerDay,
    /// No more sessions that week.
    #[error("no more sessions can be booked in this week")]
    LimitPerWeek,
    /// No more sessions that month.
    #[error("no more sessions can be booked in this month")]
    LimitPerMonth,
    /// Not so many minutes more that day.
    #[error("this day has no room for so many minutes more")]
    LimitMinutesPerDay,
    /// The host takes no more that day, whatever it is.
    #[error("the host's day is full")]
    EnergyPerDay,
    /// The host takes no more that week, whatever it is.
    #[error("the host's week is full")]
    EnergyPerWeek,
    /// The host needs a pause then.
    #[error("the host has a pause then")]
    EnergyPause,
    /// The host does this at other times of the day.
    #[error("this is not offered at this time of day")]
    EnergyTimeOfDay,
    /// The host leaves more time between this and what is there.
    #[error("this time is too close to something else")]
    EnergyGap,
    /// Sessions begin at other times.
    #[error("no session begins at this time")]
    OffGrid,
    /// Nobody can join this session any more: every seat is taken.
    #[error("all seats of this session are taken")]
    Full,
    /// Somebody could join this session, but not so many.
    #[error("this session has fewer seats left than are wanted")]
    TooFewSeats,
    /// It is too late to join this session.
    #[error("sign-up for this session is closed")]
    SignupClosed,
}

impl Refusal {
    /// Whether the time can become free again when somebody leaves.
    pub fn may_pass(self) -> bool {
        match self {
            Self::Taken
            | Self::LimitPerDay
            | Self::LimitPerWeek
            | Self::LimitPerMonth
            | Self::LimitMinutesPerDay
            | Self::EnergyPerDay
            | Self::EnergyPerWeek
            | Self::EnergyPause
            | Self::EnergyGap
            | Self::Full
            | Self::TooFewSeats => true,
            Self::WrongDuration
            | Self::InThePast
            | Self::MinimumNotice
            | Self::BeyondWindow
            | Self::OutsideHours
            | Self::EnergyTimeOfDay
            | Self::OffGrid
            | Self::SignupClosed => false,
        }
    }
}

impl Offer<'_> {
    /// The first reason why a span is no slot.
    pub(super) fn refusal(&self, span: Span) -> Refusal {
        let findings = self.explain(span);
        let against = findings.iter().find(|finding| finding.is_against);
        against.map_or(Refusal::OffGrid, Finding::refusal)
    }
}

impl Finding {
    /// What a client is told of it.
    pub fn refusal(&self) -> Refusal {
        match self.reason {
            Reason::Duration { .. } => Refusal::WrongDuration,
            Reason::Present { .. } => Refusal::InThePast,
            Reason::Notice { .. } => Refusal::MinimumNotice,
            Reason::Window { .. } => Refusal::BeyondWindow,
            Reason::Hours { .. } | Reason::Away { .. } => Refusal::OutsideHours,
            Reason::Claim {
                near: Near::Gap(_), ..
            } => Refusal::EnergyGap,
            Reason::Claim { .. } | Reason::Busy { .. } | Reason::Joins { .. } => Refusal::Taken,
            Reason::Limit(limit, ..) => limit.into(),
            Reason::Energy(rule) => rule.into(),
            Reason::Grid { .. } => Refusal::OffGrid,
        }
    }
}

impl From<Limit> for Refusal {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::PerDay => Self::LimitPerDay,
            Limit::PerWeek => Self::LimitPerWeek,
            Limit::PerMonth => Self::LimitPerMonth,
            Limit::MinutesPerDay => Self::LimitMinutesPerDay,
        }
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::SessionsPerDay { .. } | Rule::MinutesPerDay { .. } => Self::EnergyPerDay,
            Rule::SessionsPerWeek { .. } | Rule::MinutesPerWeek { .. } => Self::EnergyPerWeek,
            Rule::InARow { .. } => Self::EnergyPause,
            Rule::TimeOfDay { .. } => Self::EnergyTimeOfDay,
        }
    }
}
