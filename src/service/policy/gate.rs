//! What the acts on a booking ask of the policy, each at one place.

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::super::links::hash;
use super::super::slots::Offered;
use crate::kernel::booking::{Actor, Booking, CancelledBy, Status};
use crate::kernel::people::Email;
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

impl Terms {
    /// What the private link says that a session costs, in cents.
    pub(in super::super) fn price_cents(&self) -> Option<u32> {
        self.link.as_ref()?.terms.price_cents
    }
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
/// `LinkUsedUp`, `LinkForAnother`, `OncePerPerson`, `TooManyOpen`.
pub(in super::super) fn admit(
    db: &mut Db,
    terms: &Terms,
    offered: &Offered,
    client: &Email,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
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

/// Of those who can take a session, by their places in each part, those who take this client.
///
/// # Errors
/// `PleaseCall` when a part that is needed has nobody left, or the host who was asked for is none
/// of them.
pub(in super::super) fn welcoming(
    db: &mut Db,
    offered: &Offered,
    mut places: Vec<Vec<usize>>,
    client: &Email,
) -> Result<Vec<Vec<usize>>, ServiceError> {
    let host_ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    let refusing = store::blocks::refusing(db, &host_ids, &Pattern::all_of(client))?;
    if refusing.is_empty() {
        return Ok(places);
    }
    let wished = offered.wished();
    for (number, (part, places)) in offered.parts.iter().zip(&mut places).enumerate() {
        places.retain(|place| !refusing.contains(&part.hosts[*place].0.id));
        let is_missed = wished.is_some_and(|(of, place)| of == number && !places.contains(&place));
        if is_missed || (places.is_empty() && !part.is_optional) {
            return Err(PolicyRefusal::PleaseCall.into());
        }
    }
    Ok(places)
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

/// Whether `actor` may move a booking; the host always may, and a client whose host cannot come.
///
/// # Errors
/// `MovesUsedUp`, `MoveTooLate`.
pub(in super::super) fn may_move(
    db: &mut Db,
    actor: Actor,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<Agreed, ServiceError> {
    let agreed = super::of_booking(db, &booking.id)?;
    if actor == Actor::Attendee {
        agreed.may_move(booking.life.span.start(), now)?;
    }
    Ok(agreed)
}

/// Counts a move that a client has made, unless the host asked for it by not coming.
pub(in super::super) fn count_move(
    db: &mut Db,
    actor: Actor,
    booking_id: &str,
    agreed: &Agreed,
) -> Result<(), ServiceError> {
    match actor {
        Actor::Attendee if !agreed.is_away => Ok(store::policies::count_move(db, booking_id)?),
        Actor::Attendee | Actor::Host => Ok(()),
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
    let agreed = super::of_booking(db, &before.id)?;
    match agreed.fee(before.life.span.start(), now) {
        Due::Nothing => Ok(()),
        Due::Amount(_) | Due::Percent(_) => Ok(store::policies::mark_late(db, &before.id, now)?),
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
