//! A client keeps a time for a moment, while they fill in the form.
//!
//! A hold belongs to whoever has its token and to nobody by name. So that nobody can keep a host
//! from working, at most five times of a host are held at once, and each for about two hours:
//! whoever needs longer can renew it eleven times (WCAG 2.2.1 asks for ten).

use chrono::{DateTime, TimeDelta, Utc};

use super::super::links::{hash, random_token};
use super::super::slots::{self, Offered, Place};
use super::super::{ServiceError, new_id, private_links, waiting};
use super::{crew, form};
use crate::kernel::policy::PolicyRefusal;
use crate::kernel::span::Span;
use crate::store::claims::{self, Kind, NewClaim};
use crate::store::holds;
pub use crate::store::holds::Hold;
use crate::store::jobs::{self, Job};
use crate::store::{Db, StoreError};

/// How long a time is kept.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(10);
/// How many times of one host are held at once.
const MOST_OF_HOST: usize = 5;
/// How often a hold can be renewed.
const MOST_RENEWALS: u32 = 11;

/// A time that is kept, with the token that opens it; only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Opens the hold.
    pub token: String,
    /// The hold.
    pub hold: Hold,
}

/// A client keeps a time for ten minutes, in place of `instead_of`, which they give back.
///
/// # Errors
/// `NotFound`; `Refused` when the time cannot be booked; `TooManyHolds`; `LinkUsedUp`;
/// `SeatsAreNotHeld` where one who types slowly keeps nobody else out.
pub fn hold(
    db: &mut Db,
    place: &Place,
    (start, duration): (DateTime<Utc>, Option<u32>),
    instead_of: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Held, ServiceError> {
    let offered = slots::offered(db, place)?;
    private_links::check_open(db, &offered, now)?;
    if offered.event_type.rules.seats > 1 {
        return Err(PolicyRefusal::SeatsAreNotHeld.into());
    }
    let span = form::span(&offered.event_type, start, duration)?;
    super::lock(db, &offered)?;
    if let Some(token) = instead_of {
        release(db, token, now)?;
    }
    let places = super::make_room(db, &offered, span, None, now)?;
    let crew = crew::choose(db, &offered, &places)?;
    let host_ids: Vec<&str> = crew.hosts.iter().map(|host| host.id.as_str()).collect();
    if holds::most_of(db, &host_ids, now)? >= MOST_OF_HOST {
        return Err(PolicyRefusal::TooManyHolds.into());
    }
    let held = Held {
        token: random_token(),
        hold: Hold {
            holder_id: new_id(),
            event_type_id: offered.event_type.id.clone(),
            span,
            expires_at: end(&offered, span, now),
            renewals: 0,
        },
    };
    write(db, &offered, &held, &host_ids)?;
    Ok(held)
}

/// Until when a time is kept: it can be booked as long as it is held.
fn end(offered: &Offered, span: Span, now: DateTime<Utc>) -> DateTime<Utc> {
    let notice = TimeDelta::minutes(i64::from(offered.event_type.rules.minimum_notice));
    (now + KEPT_FOR).min(span.start() - notice)
}

fn write(
    db: &mut Db,
    offered: &Offered,
    held: &Held,
    host_ids: &[&str],
) -> Result<(), ServiceError> {
    let (hold, event_type) = (&held.hold, &offered.event_type);
    let claim = NewClaim::of(
        &hold.holder_id,
        &event_type.id,
        hold.span,
        &event_type.rules,
    );
    claims::insert(db, &claim.kind(Kind::Hold(hold.expires_at)), host_ids)?;
    holds::insert(db, &hash(&held.token), hold)?;
    release_later(db, hold)
}

fn release_later(db: &mut Db, hold: &Hold) -> Result<(), ServiceError> {
    let job = Job::ReleaseHold {
        holder_id: hold.holder_id.clone(),
    };
    Ok(jobs::push(db, &job, hold.expires_at)?)
}

/// The live hold that a token opens.
///
/// # Errors
/// `HoldGone` when it has run out, was given back, or never was.
pub fn find(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Hold, ServiceError> {
    match holds::find(db, &hash(token)) {
        Ok(hold) if hold.expires_at > now => Ok(hold),
        Ok(_) | Err(StoreError::NotFound) => Err(PolicyRefusal::HoldGone.into()),
        Err(error) => Err(error.into()),
    }
}

/// Keeps a time that is held for another ten minutes.
///
/// # Errors
/// `NotFound`; `HoldGone`; `HoldRenewedOften`.
pub fn renew(
    db: &mut Db,
    place: &Place,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Hold, ServiceError> {
    let offered = slots::offered(db, place)?;
    super::lock(db, &offered)?;
    let mut hold = find(db, token, now)?;
    if hold.event_type_id != offered.event_type.id {
        return Err(ServiceError::NotFound);
    }
    if hold.renewals >= MOST_RENEWALS {
        return Err(PolicyRefusal::HoldRenewedOften.into());
    }
    hold.renewals += 1;
    hold.expires_at = end(&offered, hold.span, now).max(hold.expires_at);
    holds::update(db, &hold)?;
    claims::set_kind(db, &hold.holder_id, Kind::Hold(hold.expires_at))?;
    release_later(db, &hold)?;
    Ok(hold)
}

/// Gives a time back; one that is not held any more is given back already.
pub fn release(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    match holds::find(db, &hash(token)) {
        Ok(hold) => free(db, &hold.holder_id, now),
        Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Gives back a hold that has run out; does nothing when it was renewed or is gone.
pub fn expire(db: &mut Db, holder_id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let hold = match holds::find_by_holder(db, holder_id) {
        Err(StoreError::NotFound) => return Ok(()),
        hold => hold?,
    };
    if hold.expires_at > now {
        return Ok(());
    }
    free(db, holder_id, now)
}

/// Gives a hold back for whoever waits for its time.
fn free(db: &mut Db, holder_id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let hosts = claims::hosts(db, holder_id)?;
    give_back(db, holder_id)?;
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    waiting::freed_later(db, &hosts, now)
}

/// The hold of a client who books: its time is theirs.
pub(super) fn own(
    db: &mut Db,
    token: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<String>, ServiceError> {
    let Some(token) = token else {
        return Ok(None);
    };
    match find(db, token, now) {
        Ok(hold) => Ok(Some(hold.holder_id)),
        Err(ServiceError::Policy(PolicyRefusal::HoldGone)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn give_back(db: &mut Db, holder_id: &str) -> Result<(), ServiceError> {
    claims::delete(db, holder_id)?;
    Ok(holds::delete(db, holder_id)?)
}
