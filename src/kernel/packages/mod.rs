//! Packages: so many sessions at once, taken one by one until a day.
//!
//! ```text
//!            freeze                      end
//! running <----------> frozen     running, frozen ---> ended
//!             thaw
//! ```
//!
//! A session counts from the moment it is booked, so that no more can be booked than were sold. One
//! that is called off in time stops to count. Running out is no step: a package whose last day is
//! over is simply not taken from any more.

mod series;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::booking::{Actor, Status};
use super::money::{Money, TaxNote};
use super::people::{Email, Language};
use super::span::Span;
use super::withdrawal::{self, Right};
use super::zone;

pub use series::{MOST_IN_SERIES, Outcome, Proposal, Reach, Rhythm, dates, next_week, propose};

/// The largest package.
pub const MOST_SESSIONS: u32 = 100;
/// The longest a package is sold for, in days: five years.
pub const LONGEST_DAYS: u64 = 5 * 366;

/// A package that was sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// UUIDv7.
    pub id: String,
    /// What its sessions are of.
    pub event_type_id: String,
    /// The host who sold it and whose invoice it is on.
    pub seller_id: String,
    /// What was sold, as it was called then.
    pub title: String,
    /// How long each session is, in minutes, whatever the event type offers later.
    pub minutes: u32,
    /// For whom.
    pub client: Client,
    /// How many sessions were sold.
    pub size: u32,
    /// How many of them count: planned and used.
    pub taken: u32,
    /// What was paid for all of them; none is nothing.
    pub price: Option<Price>,
    /// Where its days are counted.
    pub zone: Tz,
    /// The last day on which a session can begin; none is for ever.
    pub last_day: Option<NaiveDate>,
    /// The first day on which it rests.
    pub frozen_on: Option<NaiveDate>,
    /// When and how it was ended by hand.
    pub ended: Option<Ended>,
    /// When it was sold, UTC.
    pub created_at: DateTime<Utc>,
}

/// For whom a package is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: Email,
    /// The zone they read times in.
    pub zone: Tz,
    /// What they read.
    pub language: Language,
}

/// What was paid for a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// For all sessions, with all tax.
    pub total: Money,
    /// What one session costs alone, in cents: so much is kept for a used one when the rest is
    /// given back. None is its even share.
    pub single_cents: Option<i64>,
    /// What was said about tax.
    pub tax: TaxNote,
}

/// How a package was ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// What was given back, in cents of its currency.
    pub refund_cents: i64,
    /// By whom. A client ends it by withdrawing from the contract.
    pub by: Actor,
}

/// How a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Sessions can be booked.
    Running,
    /// All sessions are planned or used.
    UsedUp,
    /// It rests since this day.
    Frozen(NaiveDate),
    /// Its last day, this one, is over.
    Expired(NaiveDate),
    /// It was ended by hand.
    Ended,
}

/// Why something with a package was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// All its sessions are planned or used.
    #[error("all sessions of this package are planned or used")]
    UsedUp,
    /// More sessions at once than it has left.
    #[error("this package has fewer sessions left")]
    TooMany,
    /// It rests.
    #[error("this package is frozen")]
    Frozen,
    /// Its last day is over.
    #[error("this package has expired")]
    Expired,
    /// The session would begin after its last day.
    #[error("this package is not valid any more at this time")]
    BeyondValidity,
    /// It was ended.
    #[error("this package has ended")]
    Ended,
    /// It does not rest.
    #[error("this package is not frozen")]
    NotFrozen,
    /// Its host offers nothing any more.
    #[error("its host does not offer sessions here any more")]
    HostGone,
    /// The session does not count any more.
    #[error("this session does not count any more")]
    NotCounted,
}

impl Package {
    /// How many sessions are neither planned nor used; none once it was ended.
    pub fn left(&self) -> u32 {
        match self.ended {
            Some(_) => 0,
            None => self.size.saturating_sub(self.taken),
        }
    }

    /// How it stands at `now`.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        let today = zone::date(now, self.zone);
        match (self.ended, self.frozen_on, self.last_day) {
            (Some(_), ..) => Standing::Ended,
            (None, Some(since), _) => Standing::Frozen(since),
            (None, None, Some(last)) if last < today => Standing::Expired(last),
            _ if self.left() == 0 => Standing::UsedUp,
            _ => Standing::Running,
        }
    }

    /// Whether a session that begins at `start` lies within its days.
    pub fn covers(&self, start: DateTime<Utc>) -> bool {
        let day = zone::date(start, self.zone);
        self.last_day.is_none_or(|last| day <= last)
    }

    /// Whether a session that begins at `start` can be booked at `now`.
    ///
    /// # Errors
    /// `Ended`, `Frozen`, `Expired`, `UsedUp`, `BeyondValidity`.
    pub fn may_take(&self, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), PackageError> {
        match self.standing(now) {
            Standing::Ended => Err(PackageError::Ended),
            Standing::Frozen(_) => Err(PackageError::Frozen),
            Standing::Expired(_) => Err(PackageError::Expired),
            Standing::UsedUp => Err(PackageError::UsedUp),
            Standing::Running if !self.covers(start) => Err(PackageError::BeyondValidity),
            Standing::Running => Ok(()),
        }
    }

    /// Lets it rest from today on. What is planned stays.
    ///
    /// # Errors
    /// `Frozen`, `Expired`, `Ended`.
    pub fn freeze(self, now: DateTime<Utc>) -> Result<Self, PackageError> {
        match self.standing(now) {
            Standing::Running | Standing::UsedUp => Ok(Self {
                frozen_on: Some(zone::date(now, self.zone)),
                ..self
            }),
            Standing::Frozen(_) => Err(PackageError::Frozen),
            Standing::Expired(_) => Err(PackageError::Expired),
            Standing::Ended => Err(PackageError::Ended),
        }
    }

    /// Lets it run again; its last day moves by the days that it rested. Returns how many.
    ///
    /// # Errors
    /// `NotFrozen`, `Ended`.
    pub fn thaw(self, now: DateTime<Utc>) -> Result<(Self, u32), PackageError> {
        let since = match self.standing(now) {
            Standing::Frozen(since) => since,
            Standing::Ended => return Err(PackageError::Ended),
            _ => return Err(PackageError::NotFrozen),
        };
        let days = (zone::date(now, self.zone) - since).num_days();
        let days = u32::try_from(days).unwrap_or(0);
        let later = |last: NaiveDate| {
            let moved = last.checked_add_days(Days::new(u64::from(days)));
            moved.unwrap_or(last)
        };
        let thawed = Self {
            frozen_on: None,
            last_day: self.last_day.map(later),
            ..self
        };
        Ok((thawed, days))
    }

    /// Ends it; nothing may be planned any more. What was not used is given back.
    ///
    /// # Errors
    /// `Ended`.
    pub fn end(self, by: Actor, now: DateTime<Utc>) -> Result<Self, PackageError> {
        if self.ended.is_some() {
            return Err(PackageError::Ended);
        }
        Ok(Self {
            ended: Some(Ended {
                at: now,
                refund_cents: self.refund(self.taken).map_or(0, |refund| refund.cents),
                by,
            }),
            ..self
        })
    }

    /// How the client's right to withdraw from the contract stands after `used` sessions
    /// (§ 355 BGB). Those are paid for (§ 357a BGB); after the last of them nothing is left.
    pub fn right(&self, used: u32, now: DateTime<Utc>) -> Right {
        let last = withdrawal::last_day(self.created_at, self.client.zone);
        match self.ended {
            Some(_) => Right::NothingLeft,
            None if used >= self.size => Right::TookPlace,
            None if zone::date(now, self.client.zone) > last => Right::TooLate(last),
            None => Right::Until(last),
        }
    }

    /// What would be given back if it were ended after `used` sessions; none if it costs nothing.
    pub fn refund(&self, used: u32) -> Option<Money> {
        let price = self.price?;
        let single = price
            .single_cents
            .map(|cents| Money::new(cents, price.total.currency));
        Some(withdrawal::refund_pro_rata(
            price.total,
            used,
            self.size,
            single,
        ))
    }
}

/// A session that was booked from a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its booking.
    pub booking_id: String,
    /// When it is.
    pub span: Span,
    /// How its booking stands.
    pub status: Status,
    /// Whether it counts.
    pub counts: bool,
    /// Whether the client did not come.
    pub is_no_show: bool,
}

/// Where a session stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is to come.
    Planned,
    /// It has begun or is over.
    Used,
    /// The client did not come; it is used up.
    Missed,
    /// The client called it off too late; it is used up.
    Late,
    /// It was given back.
    Returned,
}

impl Session {
    /// Where it stands at `now`.
    pub fn place(&self, now: DateTime<Utc>) -> Place {
        match self.status {
            _ if !self.counts => Place::Returned,
            Status::Cancelled { .. } => Place::Late,
            _ if self.is_no_show => Place::Missed,
            Status::Confirmed if self.span.start() <= now => Place::Used,
            Status::Confirmed | Status::Tentative { .. } => Place::Planned,
        }
    }
}

/// How many sessions of a package are where. Together they are its size, until it is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// Over, missed, or called off too late.
    pub used: u32,
    /// To come.
    pub planned: u32,
    /// Still to be booked.
    pub left: u32,
}

impl Ledger {
    /// Adds up a package at `now`. A session whose booking was erased is a used one.
    pub fn of(package: &Package, sessions: &[Session], now: DateTime<Utc>) -> Self {
        let planned = sessions
            .iter()
            .filter(|session| session.place(now) == Place::Planned)
            .count();
        let planned = u32::try_from(planned).unwrap_or(u32::MAX);
        let planned = planned.min(package.taken);
        Self {
            used: package.taken - planned,
            planned,
            left: package.left(),
        }
    }
}
