//! What is agreed about a session besides its time: until when calling it off is free and what it
//! costs after that, how often it can be moved, and how often somebody can book.
//!
//! Windows are minutes before the start as they pass, not as clocks on walls count them: 24 hours
//! before a session on the morning after the clocks changed are 24 hours.

mod block;
mod link;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

use super::money::{Currency, Money};
pub use block::{Pattern, PatternError};
pub use link::{LinkTerms, LinkTermsError};

/// The longest window before a start, in minutes: 60 days.
pub const LONGEST_WINDOW: u32 = 60 * 24 * 60;
/// The highest fixed fee, in cents.
pub const HIGHEST_FEE: u32 = 1_000_000;
/// The longest a host may take to answer a request, in minutes: two weeks.
pub const LONGEST_ANSWER: u32 = 14 * 24 * 60;
/// The shortest, in minutes.
pub const SHORTEST_ANSWER: u32 = 15;

/// What is agreed about the sessions of an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Until so many minutes before the start, calling off costs nothing.
    pub free_until: u32,
    /// What it costs after that, and who does not come.
    pub fee: Fee,
    /// How often a client may move a session; none is as often as they like.
    pub most_moves: Option<u32>,
    /// Until so many minutes before the start a client may move it.
    pub move_until: u32,
    /// How many sessions to come a client may have at once; none is any number.
    pub max_open: Option<u32>,
    /// Whether a client can book it only once.
    pub once_per_person: bool,
    /// How many minutes a host has to answer a request; never beyond its start.
    pub answer_within: u32,
}

impl Default for Policy {
    /// Everything is free until the start, and a host answers within two days.
    fn default() -> Self {
        Self {
            free_until: 0,
            fee: Fee::None,
            most_moves: None,
            move_until: 0,
            max_open: None,
            once_per_person: false,
            answer_within: 48 * 60,
        }
    }
}

/// What calling off too late costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fee {
    /// Nothing.
    None,
    /// So many per cent of the price, 1 to 100.
    Percent(u32),
    /// So many cents, but never more than the price.
    Fixed(u32),
}

/// What somebody owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// This amount.
    Amount(Money),
    /// So many per cent of a price that is not known here.
    Percent(u32),
}

/// Why a policy makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// `free_until` or `move_until` is beyond [`LONGEST_WINDOW`].
    #[error("the window is too long")]
    Window,
    /// No such fee.
    #[error("the fee is out of range")]
    Fee,
    /// More than 20 moves.
    #[error("too many moves")]
    Moves,
    /// No or more than 100 open sessions.
    #[error("the number of open sessions is out of range")]
    Open,
    /// The time to answer is too short or too long.
    #[error("the time to answer is out of range")]
    Answer,
}

impl Policy {
    /// What makes no sense about it; empty if all is well.
    pub fn problems(&self) -> Vec<PolicyError> {
        let is_fee = match self.fee {
            Fee::None => true,
            Fee::Percent(percent) => (1..=100).contains(&percent),
            Fee::Fixed(cents) => (1..=HIGHEST_FEE).contains(&cents),
        };
        let checks = [
            (
                self.free_until.max(self.move_until) <= LONGEST_WINDOW,
                PolicyError::Window,
            ),
            (is_fee, PolicyError::Fee),
            (
                self.most_moves.is_none_or(|moves| moves <= 20),
                PolicyError::Moves,
            ),
            (
                self.max_open.is_none_or(|open| (1..=100).contains(&open)),
                PolicyError::Open,
            ),
            (
                (SHORTEST_ANSWER..=LONGEST_ANSWER).contains(&self.answer_within),
                PolicyError::Answer,
            ),
        ];
        let wrong = checks.into_iter().filter(|(is_right, _)| !is_right);
        wrong.map(|(_, error)| error).collect()
    }

    /// The last instant, UTC, at which a session that begins at `start` can be called off for
    /// nothing.
    pub fn free_before(&self, start: DateTime<Utc>) -> DateTime<Utc> {
        start - minutes(self.free_until)
    }

    /// What it costs to call off at `at` a session that begins at `start`. Parts of a cent are
    /// dropped.
    pub fn fee(&self, price: Option<Money>, start: DateTime<Utc>, at: DateTime<Utc>) -> Due {
        if at <= self.free_before(start) {
            return Due::Nothing;
        }
        self.full_fee(price)
    }

    /// What it costs to call off too late, or not to come. Without a price, a fixed fee is in euros.
    pub fn full_fee(&self, price: Option<Money>) -> Due {
        let due = match (self.fee, price) {
            (Fee::None, _) => Due::Nothing,
            (Fee::Percent(percent), None) => Due::Percent(percent),
            (Fee::Percent(percent), Some(price)) => Due::Amount(share(price, percent)),
            (Fee::Fixed(cents), None) => Due::Amount(Money::new(i64::from(cents), Currency::EUR)),
            (Fee::Fixed(cents), Some(price)) => Due::Amount(Money::new(
                price.cents.min(i64::from(cents)),
                price.currency,
            )),
        };
        match due {
            Due::Amount(money) if money.cents <= 0 => Due::Nothing,
            due => due,
        }
    }

    /// Whether a client who has moved a session `moves` times may move it again at `now`.
    ///
    /// # Errors
    /// `MovesUsedUp`, `MoveTooLate`.
    pub fn may_move(
        &self,
        moves: u32,
        start: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PolicyRefusal> {
        if self.most_moves.is_some_and(|most| moves >= most) {
            Err(PolicyRefusal::MovesUsedUp)
        } else if now > start - minutes(self.move_until) {
            Err(PolicyRefusal::MoveTooLate)
        } else {
            Ok(())
        }
    }

    /// Whether a client may book once more.
    ///
    /// # Errors
    /// `OncePerPerson`, `TooManyOpen`.
    pub fn may_book(&self, before: Before) -> Result<(), PolicyRefusal> {
        if self.once_per_person && before.count > 0 {
            Err(PolicyRefusal::OncePerPerson)
        } else if self.max_open.is_some_and(|most| before.open >= most) {
            Err(PolicyRefusal::TooManyOpen)
        } else {
            Ok(())
        }
    }

    /// Whether it asks for anything that depends on what a client has booked before.
    pub fn looks_back(&self) -> bool {
        self.once_per_person || self.max_open.is_some()
    }
}

/// What a client has booked of an event type before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// Sessions that are to come or going on, asked for or agreed.
    pub open: u32,
    /// Those that count as taken: all but those that were called off in time, for nothing, by
    /// the host, or never answered.
    pub count: u32,
}

/// The policy of a booking as it was when it was made, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreed {
    /// As it was.
    pub policy: Policy,
    /// What the session costs, if it costs anything.
    pub price: Option<Money>,
    /// How often the client has moved it.
    pub moves: u32,
    /// When the client called it off too late, UTC.
    pub late_at: Option<DateTime<Utc>>,
    /// When the host noted that they did not come, UTC.
    pub no_show_at: Option<DateTime<Utc>>,
    /// When the host let them off, UTC.
    pub waived_at: Option<DateTime<Utc>>,
    /// The host cannot come, and the client has not chosen yet: until then all is free.
    pub is_away: bool,
}

impl Agreed {
    /// Whether the client may move it at `now`.
    ///
    /// # Errors
    /// `MovesUsedUp`, `MoveTooLate`.
    pub fn may_move(&self, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), PolicyRefusal> {
        if self.is_away {
            return Ok(());
        }
        self.policy.may_move(self.moves, start, now)
    }

    /// What it costs the client to call it off at `now`.
    pub fn fee(&self, start: DateTime<Utc>, now: DateTime<Utc>) -> Due {
        if self.is_away {
            return Due::Nothing;
        }
        self.policy.fee(self.price, start, now)
    }

    /// What the client owes: for calling off too late, or for not coming.
    pub fn due(&self) -> Due {
        if self.waived_at.is_some() || (self.late_at.is_none() && self.no_show_at.is_none()) {
            return Due::Nothing;
        }
        self.policy.full_fee(self.price)
    }
}

/// Why something is refused that the time alone would allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// Too many times of this host are held already.
    #[error("too many times are held at the moment; booking still works")]
    TooManyHolds,
    /// The hold has run out or was given back.
    #[error("this time is not held any more")]
    HoldGone,
    /// It was renewed as often as it can be.
    #[error("this hold cannot be renewed any more")]
    HoldRenewedOften,
    /// Sessions with seats are booked without a hold.
    #[error("seats are not held; booking still works")]
    SeatsAreNotHeld,
    /// The client has as many sessions to come as they may.
    #[error("this address has as many open bookings as it can have")]
    TooManyOpen,
    /// The client has had their one session.
    #[error("this can be booked once per person")]
    OncePerPerson,
    /// The client is on the host's list. It does not say so.
    #[error("this cannot be booked online; please call")]
    PleaseCall,
    /// The client has moved it as often as they may.
    #[error("this session was moved as often as possible; please ask the host")]
    MovesUsedUp,
    /// It begins too soon to be moved.
    #[error("this session begins too soon to be moved; please ask the host")]
    MoveTooLate,
    /// The link has been used up, has run out, or was taken back.
    #[error("this link cannot be used any more")]
    LinkUsedUp,
    /// The link is for another address.
    #[error("this link is for another address")]
    LinkForAnother,
    /// Nobody can be missing before the session has begun, or from one that does not take place.
    #[error("this can be said once the session has begun")]
    NotBegun,
    /// There is no fee to let somebody off.
    #[error("nothing is owed for this booking")]
    NothingOwed,
}

fn minutes(minutes: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(minutes))
}

/// So many per cent of a price, without parts of a cent.
fn share(price: Money, percent: u32) -> Money {
    let cents = i128::from(price.cents) * i128::from(percent) / 100;
    Money::new(i64::try_from(cents).unwrap_or(i64::MAX), price.currency)
}
