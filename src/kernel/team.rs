//! Hosts who offer sessions together.

use chrono_tz::Tz;

use super::people::Slug;

/// Some hosts with a name and a page of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// UUIDv7.
    pub id: String,
    /// Its name in the address: `beratung` in `/teams/beratung`.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// What a visitor reads about it; may be empty.
    pub description: String,
    /// The zone in which days, limits and the grid of its event types are counted.
    pub zone: Tz,
}

/// That somebody belongs to a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Of which team.
    pub team_id: String,
    /// Who.
    pub person_id: String,
    /// What they may do there.
    pub role: Role,
    /// How much of the work they take, beside the weights of the others, at most
    /// [`MOST_WEIGHT`]; 0 is only when a client asks for them.
    pub weight: u32,
}

/// Hosts of a team's event type who can stand for each other: a session takes one of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Whether the session takes place without it too.
    pub is_optional: bool,
    /// Who; nobody is in two parts of one event type.
    pub host_ids: Vec<String>,
}

/// How the sessions of an event type are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assignment {
    /// One host offers it alone.
    #[default]
    Single,
    /// One of several holds it, by turns.
    RoundRobin,
    /// All of them hold it together.
    Collective,
    /// One of each of several parts.
    Groups,
}

impl Assignment {
    /// How a team's event type with these parts is shared out; optional ones do not matter.
    pub fn of(parts: &[Part]) -> Self {
        let mut needed = parts.iter().filter(|part| !part.is_optional);
        match needed.next() {
            Some(first) if needed.clone().next().is_none() && first.host_ids.len() != 1 => {
                Self::RoundRobin
            }
            Some(first) if first.host_ids.len() == 1 && needed.all(|p| p.host_ids.len() == 1) => {
                Self::Collective
            }
            Some(_) => Self::Groups,
            None => Self::RoundRobin,
        }
    }
}

/// The greatest weight of a member.
pub const MOST_WEIGHT: u32 = 100;

/// What a member may do in their team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Changes the team, its members and its event types.
    Lead,
    /// Takes sessions, and reads the ledger.
    Member,
}
