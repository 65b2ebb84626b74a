//! A host cannot come: their clients choose between a colleague, another time, and calling off for
//! nothing. Nobody is moved without a yes.

use chrono::{DateTime, Utc};

use super::bookings::{self, BookingView};
use super::{ServiceError, Viewer, slots, time_off};
use crate::kernel::booking::Booking;
use crate::kernel::event_type::Owner;
use crate::kernel::people::{Person, Username};
use crate::kernel::time_off::Absence;
pub use crate::store::away::{Answer, AwayOffer};
use crate::store::jobs::{self, AwayNews, Job};
use crate::store::{self, Db, away};

/// What the client of a session chooses from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The session as it stands.
    pub view: BookingView,
    /// What was offered.
    pub offer: AwayOffer,
    /// The host who cannot come.
    pub absent: Person,
    /// Who could hold it at the same time, by name.
    pub colleagues: Vec<Person>,
}

/// Offers every client of an absence what they can choose from, each by a mail of their own. Who
/// was offered it before is not asked again. Returns how many there are.
///
/// # Errors
/// `NotFound`.
pub fn announce(
    db: &mut Db,
    viewer: &Viewer,
    absence_id: &str,
    now: DateTime<Utc>,
) -> Result<usize, ServiceError> {
    store::people::lock(db, &viewer.person.id)?;
    let absences = time_off::list(db, viewer)?.absences;
    let absence = absences.iter().find(|it| it.id == absence_id);
    let absence = absence.ok_or(ServiceError::NotFound)?;
    let asked = away::of_absences(db, &[absence_id])?;
    let mut count = 0;
    for booking in affected(db, viewer, absence, now)? {
        if asked.iter().any(|offer| offer.booking_id == booking.id) {
            continue;
        }
        let offer = AwayOffer {
            host_id: viewer.person.id.clone(),
            absence_id: absence.id.clone(),
            message: absence.message.clone(),
            substitute_id: absence.substitute_id.clone(),
            made_at: now,
            answer: None,
            booking_id: booking.id,
        };
        away::put(db, &offer)?;
        tell(db, offer.booking_id, AwayNews::Offer, now)?;
        count += 1;
    }
    Ok(count)
}

fn tell(
    db: &mut Db,
    booking_id: String,
    news: AwayNews,
    at: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::Away {
        booking_id,
        news,
        at,
    };
    Ok(jobs::push(db, &job, at)?)
}

/// The sessions and requests of an absence that have not begun.
fn affected(
    db: &mut Db,
    viewer: &Viewer,
    absence: &Absence,
    now: DateTime<Utc>,
) -> Result<Vec<Booking>, ServiceError> {
    let within = time_off::bookings_within(db, viewer, std::slice::from_ref(absence), now)?;
    Ok(within
        .into_iter()
        .map(|(_, booking)| booking)
        .filter(|booking| booking.life.may_change(now).is_ok())
        .collect())
}

/// The host can come after all: removes the absence, and tells the clients who have not chosen
/// that their session takes place.
///
/// # Errors
/// `NotFound`.
pub fn end(
    db: &mut Db,
    viewer: &Viewer,
    absence_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    time_off::delete(db, viewer, absence_id)?;
    for offer in away::of_absences(db, &[absence_id])? {
        if offer.answer.is_some() {
            continue;
        }
        away::answer(db, &offer.booking_id, Answer::TakenBack, now)?;
        tell(db, offer.booking_id, AwayNews::Over, now)?;
    }
    Ok(())
}

/// What was offered because of absences.
pub fn offers(db: &mut Db, absences: &[Absence]) -> Result<Vec<AwayOffer>, ServiceError> {
    let ids: Vec<&str> = absences.iter().map(|it| it.id.as_str()).collect();
    Ok(away::of_absences(db, &ids)?)
}

/// Whether the client of a booking may still choose.
pub fn is_open(db: &mut Db, booking_id: &str) -> Result<bool, ServiceError> {
    let offer = away::find(db, booking_id)?;
    Ok(offer.is_some_and(|offer| offer.answer.is_none()))
}

/// Notes what the client did with their session, if they were asked.
pub(super) fn answered(
    db: &mut Db,
    booking_id: &str,
    answer: Answer,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    Ok(away::answer(db, booking_id, answer, now)?)
}

/// What the client behind a link chooses from.
///
/// # Errors
/// `NotFound`, also when they were not asked or have chosen; `Transition` when it is too late.
pub fn find(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Choice, ServiceError> {
    let view = bookings::find_managed(db, token)?;
    choice(db, view, now)
}

fn choice(db: &mut Db, view: BookingView, now: DateTime<Utc>) -> Result<Choice, ServiceError> {
    let offer = away::find(db, &view.booking.id)?
        .filter(|offer| offer.answer.is_none())
        .ok_or(ServiceError::NotFound)?;
    view.booking.life.may_change(now)?;
    Ok(Choice {
        absent: store::people::find(db, &offer.host_id)?,
        colleagues: colleagues(db, &view, &offer, now)?,
        offer,
        view,
    })
}

/// Who could hold a session in place of the one who cannot come.
fn colleagues(
    db: &mut Db,
    view: &BookingView,
    offer: &AwayOffer,
    now: DateTime<Utc>,
) -> Result<Vec<Person>, ServiceError> {
    let mut ids = candidates(db, view, offer)?;
    ids.retain(|id| !view.booking.is_hosted_by(id));
    let span = view.booking.life.span;
    let mut able = slots::stand_ins(db, &view.offered, ids, span, now)?;
    able.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(able)
}

/// Who is asked: the others of the same part of a team's event type, or else everybody in a team
/// with the host and whom they named.
fn candidates(
    db: &mut Db,
    view: &BookingView,
    offer: &AwayOffer,
) -> Result<Vec<String>, ServiceError> {
    let event_type = &view.offered.event_type;
    if event_type.rules.seats > 1 {
        // One of a group cannot have another host than the others.
        return Ok(Vec::new());
    }
    let mut ids: Vec<String> = offer.substitute_id.iter().cloned().collect();
    match event_type.owner {
        Owner::Team { .. } => {
            let parts = store::teams::parts(db, &event_type.id)?;
            let same = parts
                .into_iter()
                .find(|it| it.host_ids.contains(&offer.host_id));
            ids.extend(same.into_iter().flat_map(|part| part.host_ids));
        }
        Owner::Host { .. } => ids.extend(store::teams::colleagues(db, &offer.host_id)?),
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// The client says yes to a colleague, who holds the session at the same time from now on.
///
/// # Errors
/// As [`find`]; `Refused` when the colleague is no longer free.
pub fn accept(
    db: &mut Db,
    token: &str,
    colleague: &Username,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let known = bookings::find_managed(db, token)?;
    let colleague = super::hosts::find(db, colleague)?;
    let view = bookings::lock_with(db, &known, &colleague.id)?;
    let Choice {
        view,
        offer,
        colleagues,
        ..
    } = choice(db, view, now)?;
    if !colleagues.iter().any(|it| it.id == colleague.id) {
        return Err(crate::kernel::slots::Refusal::Taken.into());
    }
    let booking = bookings::hand_over(db, view, (&offer.host_id, &colleague.id), now)?;
    answered(db, &booking.id, Answer::Colleague, now)?;
    tell(db, booking.id.clone(), AwayNews::Taken, now)?;
    Ok(booking)
}

/// A booking with what was offered about it, for whoever writes about it.
///
/// # Errors
/// `NotFound`; `Transition` when it has begun or is over.
pub fn load(
    db: &mut Db,
    booking_id: &str,
    now: DateTime<Utc>,
) -> Result<(BookingView, AwayOffer, Person), ServiceError> {
    let offer = away::find(db, booking_id)?.ok_or(ServiceError::NotFound)?;
    let view = bookings::load(db, booking_id)?;
    view.booking.life.may_change(now)?;
    let absent = store::people::find(db, &offer.host_id)?;
    Ok((view, offer, absent))
}
