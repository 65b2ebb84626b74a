//! What a host offers: an event type, its rules and its questions.

use chrono::NaiveDate;

pub use super::intake::{Question, QuestionKind};
use super::limits::Limits;
use super::people::Slug;

/// An event type: something a client can book with a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// UUIDv7.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// Its name in the address.
    pub slug: Slug,
    /// What it is called.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// When it can be booked.
    pub rules: SlotRules,
    /// Whether the host answers every request by hand. The time is held until then.
    pub needs_approval: bool,
    /// Where the session takes place.
    pub location: Location,
    /// What the client is asked, in order.
    pub questions: Vec<Question>,
    /// Who finds it.
    pub visibility: Visibility,
}

/// Whose an event type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A host's.
    Host {
        /// Whose.
        host_id: String,
        /// The schedule whose hours it uses.
        schedule_id: String,
    },
    /// A team's. Its hosts have hours of their own.
    Team {
        /// Whose.
        team_id: String,
    },
}

impl EventType {
    /// The host it belongs to, if it is not a team's.
    pub fn host_id(&self) -> Option<&str> {
        match &self.owner {
            Owner::Host { host_id, .. } => Some(host_id),
            Owner::Team { .. } => None,
        }
    }

    /// The schedule whose hours it uses, if it is not a team's.
    pub fn schedule_id(&self) -> Option<&str> {
        match &self.owner {
            Owner::Host { schedule_id, .. } => Some(schedule_id),
            Owner::Team { .. } => None,
        }
    }

    /// The team it belongs to, if it is not a host's.
    pub fn team_id(&self) -> Option<&str> {
        match &self.owner {
            Owner::Host { .. } => None,
            Owner::Team { team_id } => Some(team_id),
        }
    }
}

/// The rules by which slots are made. Durations are whole minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRules {
    /// The durations a client can choose from, ascending, at least one; the first is preset.
    pub durations: Vec<u32>,
    /// From one start to the next.
    pub step: u32,
    /// Kept free before a session.
    pub buffer_before: u32,
    /// Kept free after a session.
    pub buffer_after: u32,
    /// Whether the buffers of neighbours add up. Otherwise the larger one counts.
    pub buffers_add_up: bool,
    /// How long before its start a slot can be booked at the latest.
    pub minimum_notice: u32,
    /// How far ahead, or between which days, a slot can be booked.
    pub window: Window,
    /// How much fits into a day, a week, a month.
    pub limits: Limits,
    /// How many people one slot takes.
    pub seats: u32,
}

/// When an event type can be booked, in days of the schedule's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Today and so many days after it.
    Rolling {
        /// Days after today; 0 is today alone.
        days: u32,
    },
    /// From the first to the last day, both inclusive.
    Fixed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// Without end.
    Open,
}

/// Where a session takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A room on the co-operative's own conferencing, made for each booking.
    Room {
        /// The name of the backend, `jitsi`.
        backend: String,
    },
    /// By telephone; the client gives a number, or calls the one named here.
    Phone {
        /// The host's number, if clients call; empty if the host calls the client.
        number: String,
    },
    /// Somewhere one can go.
    Place {
        /// Address and directions.
        address: String,
    },
    /// A link of the host's own, http or https.
    Link {
        /// The link.
        url: String,
    },
}

/// Who finds an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Listed on the host's page.
    Public,
    /// Reached by its address only.
    Unlisted,
    /// Closed: nobody can book it.
    Closed,
}
