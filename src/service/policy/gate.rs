//! What the acts on a booking ask of the policy, each at one place.

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::super::links::hash;
use super::super::slots::Offered;
use crate::kernel::booking::{Actor, Booking, CancelledBy, Status};
use crate::kernel::people::{Email, Person};
use crate::kernel::policy::{Agreed, Due, Pattern, Policy, PolicyRefusal};
use crate::store::private_links::PrivateLink;
use crate::store::{self, Db};

/// Under what terms a client books.
#[derive(Debug, Clone)]
pub(in super::super) struct Terms {
    /// Of the event type, as it is now.
    pub(in super::super) policy: Policy,
    /// The private link that they use.
    link: Option<PrivateLink>,
}

/// The terms that hold now.
pub(in super::super) fn terms(db: &mut Db, offered: &Offered) -> Result<Terms, ServiceError> {
    let token = offered.link.as_deref();
    let link = token.map(|token| store::private_links::find_by_token(db, &hash(token)));
    Ok(Terms {
        policy: store::policies::find(db, &offered.event_type.id)?,
        link: link.transpose()?,
    })
}

/// Lets a client in, or says why not. Their hosts must be locked, so that two who ask at once are
/// counted one after the other.
///
/// # Errors
/// `PleaseCall`, `LinkUsedUp`, `LinkForAnother`, `OncePerPerson`, `TooManyOpen`.
pub(in super::super) fn admit(
    db: &mut Db,
    terms: &Terms,
    (offered, hosts): (&Offered, &[Person]),
    client: &Email,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let host_ids: Vec<&str> = hosts.iter().map(|host| host.id.as_str()).collect();
    if store::blocks::has_any(db, &host_ids, &Pattern::all_of(client))? {
        return Err(PolicyRefusal::PleaseCall.into());
    }
    if let Some(link) = &terms.link {
        link.terms.open(link.uses, now)?;
        link.terms.admit(client)?;
    }
    if terms.policy.looks_back() {
        let before = store::policies::before(db, &offered.event_type.id, client, now)?;
        terms.policy.may_book(before)?;
    }
    Ok(())
}

/// Keeps the terms with a booking that was just made, and uses its link.
///
/// # Errors
/// `LinkUsedUp` when another was faster.
pub(in super::super) fn keep(
    db: &mut Db,
    terms: &Terms,
    booking_id: &str,
) -> Result<(), ServiceError> {
    // What was booked without a policy of its own is under the usual one, also later.
    if terms.policy != Policy::default() {
        store::policies::keep(db, booking_id, &terms.policy)?;
    }
    match &terms.link {
        Some(link) if !store::private_links::take(db, &link.id, booking_id)? => {
            Err(PolicyRefusal::LinkUsedUp.into())
        }
        _ => Ok(()),
    }
}

/// Whether `actor` may move a booking; the host always may.
///
/// # Errors
/// `MovesUsedUp`, `MoveTooLate`.
pub(in super::super) fn may_move(
    db: &mut Db,
    actor: Actor,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<Agreed, ServiceError> {
    let agreed = store::policies::of_booking(db, &booking.id)?;
    if actor == Actor::Attendee {
        let start = booking.life.span.start();
        agreed.policy.may_move(agreed.moves, start, now)?;
    }
    Ok(agreed)
}

/// Counts a move that a client has made.
pub(in super::super) fn count_move(
    db: &mut Db,
    actor: Actor,
    booking_id: &str,
) -> Result<(), ServiceError> {
    match actor {
        Actor::Attendee => Ok(store::policies::count_move(db, booking_id)?),
        Actor::Host => Ok(()),
    }
}

/// Notes that a client calls off too late what was agreed; `before` is the booking as it was. A
/// request costs nothing.
pub(in super::super) fn called_off(
    db: &mut Db,
    actor: Actor,
    before: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if actor == Actor::Host || before.life.status != Status::Confirmed {
        return Ok(());
    }
    let agreed = store::policies::of_booking(db, &before.id)?;
    match agreed.policy.fee(None, before.life.span.start(), now) {
        Due::Nothing => Ok(()),
        Due::Cents(_) | Due::Percent(_) => Ok(store::policies::mark_late(db, &before.id, now)?),
    }
}

/// Gives back the use of a private link when its booking ended and its client did not end it.
pub(in super::super) fn ended(db: &mut Db, booking: &Booking) -> Result<(), ServiceError> {
    match booking.life.status {
        Status::Cancelled {
            by: CancelledBy::Host | CancelledBy::Declined | CancelledBy::Expired,
            ..
        } => Ok(store::private_links::give_back(db, &booking.id)?),
        _ => Ok(()),
    }
}
