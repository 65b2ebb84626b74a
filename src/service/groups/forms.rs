//! What a host types about sessions with seats, checked.

use chrono::{DateTime, Utc};

use super::super::{Problems, ServiceError};
use crate::kernel::event_type::EventType;
use crate::kernel::group::GroupRules;

/// The most people in one session.
pub(super) const MOST_SEATS: u32 = 1_000;
/// The most people that one booking may bring.
const MOST_EXTRA: u32 = 20;
/// A session is decided and closed at most so many minutes before: 60 days.
const LONGEST_BEFORE: u32 = 60 * 24 * 60;
/// The most sessions of a series.
pub(super) const MOST_WEEKS: u32 = 52;

/// How an event type is offered, as typed.
#[derive(Debug, Clone, Default)]
pub struct GroupForm {
    /// How many people a session takes; 1 is no group.
    pub seats: u32,
    /// Only at times that the host sets.
    pub set_times_only: bool,
    /// How many people it needs; 0 for no minimum.
    pub minimum: u32,
    /// How many minutes before the start it is decided whether enough have come.
    pub decide_before: u32,
    /// How many minutes before the start sign-up closes; none is the minimum notice.
    pub close_before: Option<u32>,
    /// How many more people one booking may bring.
    pub extra_places: u32,
}

impl GroupForm {
    /// # Errors
    /// `Invalid` with the fields.
    pub(super) fn checked(&self, event_type: &EventType) -> Result<GroupRules, ServiceError> {
        let mut problems = Problems::default();
        if !(1..=MOST_SEATS).contains(&self.seats) {
            problems.add("seats", "seats");
        } else if self.seats > 1 && event_type.team_id().is_some() {
            problems.add("seats", "seats-of-team");
        }
        if self.minimum > self.seats {
            problems.add("minimum", "minimum-above-seats");
        }
        if self.decide_before > LONGEST_BEFORE {
            problems.add("decide_before", "notice");
        }
        if self
            .close_before
            .is_some_and(|before| before > LONGEST_BEFORE)
        {
            problems.add("close_before", "notice");
        }
        if self.extra_places > MOST_EXTRA || self.extra_places >= self.seats.max(1) {
            problems.add("extra_places", "too-many");
        }
        problems.finish()?;
        Ok(GroupRules {
            set_times_only: self.set_times_only && self.seats > 1,
            minimum: self.minimum,
            decide_before: self.decide_before,
            close_before: self.close_before,
            extra_places: self.extra_places,
        })
    }
}

/// Sessions that a host sets, as typed.
#[derive(Debug, Clone)]
pub struct SessionForm {
    /// When the first one begins.
    pub start: DateTime<Utc>,
    /// How long each is, in minutes; none is the event type's first duration.
    pub duration: Option<u32>,
    /// How many people each takes; none is as many as the event type says.
    pub seats: Option<u32>,
    /// What they are called; empty is as the event type is.
    pub title: String,
    /// How many there are, a week apart on the clock of the host.
    pub weeks: u32,
}
