//! Event types from which others are made, and what of them stays the same everywhere.

use std::collections::BTreeSet;

use super::event_type::EventType;

/// A part of an event type that its template decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lock {
    /// Title and description.
    Texts,
    /// Durations, step, buffers.
    Time,
    /// Notice, window, limits.
    Booking,
    /// Where it takes place.
    Place,
    /// What the client is asked.
    Questions,
    /// Whether the host answers every request by hand.
    Approval,
    /// What it costs.
    Price,
    /// What is agreed about cancelling and moving.
    Policy,
    /// What is sent before and after a session.
    Reminders,
}

/// What a template decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locks(pub BTreeSet<Lock>);

impl Lock {
    /// Every part, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Texts,
        Self::Time,
        Self::Booking,
        Self::Place,
        Self::Questions,
        Self::Approval,
        Self::Price,
        Self::Policy,
        Self::Reminders,
    ];

    /// Its name in forms, the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Time => "time",
            Self::Booking => "booking",
            Self::Place => "place",
            Self::Questions => "questions",
            Self::Approval => "approval",
            Self::Price => "price",
            Self::Policy => "policy",
            Self::Reminders => "reminders",
        }
    }

    /// The part of this name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lock| lock.word() == word)
    }
}

impl Locks {
    /// Whether the template decides this.
    pub fn has(&self, lock: Lock) -> bool {
        self.0.contains(&lock)
    }

    /// `copy` with what `template` decides; the rest stays, and so do its owner and address.
    #[must_use]
    pub fn applied(&self, template: &EventType, mut copy: EventType) -> EventType {
        let from = template.clone();
        for lock in &self.0 {
            match lock {
                Lock::Texts => {
                    copy.title.clone_from(&from.title);
                    copy.description.clone_from(&from.description);
                }
                Lock::Time => {
                    copy.rules.durations.clone_from(&from.rules.durations);
                    copy.rules.step = from.rules.step;
                    copy.rules.buffer_before = from.rules.buffer_before;
                    copy.rules.buffer_after = from.rules.buffer_after;
                    copy.rules.buffers_add_up = from.rules.buffers_add_up;
                }
                Lock::Booking => {
                    copy.rules.minimum_notice = from.rules.minimum_notice;
                    copy.rules.window = from.rules.window;
                    copy.rules.limits = from.rules.limits;
                }
                Lock::Place => copy.location.clone_from(&from.location),
                Lock::Questions => copy.questions.clone_from(&from.questions),
                Lock::Approval => copy.needs_approval = from.needs_approval,
                // These are kept beside the event type.
                Lock::Price | Lock::Policy | Lock::Reminders => {}
            }
        }
        copy
    }

    /// What of `copy` differs though `template` decides it.
    pub fn broken(&self, template: &EventType, copy: &EventType) -> Vec<Lock> {
        let differs = |lock: &Lock| {
            let one = Self(BTreeSet::from([*lock]));
            one.applied(template, copy.clone()) != *copy
        };
        self.0.iter().copied().filter(differs).collect()
    }
}
