//! Answers to invitations that come in by mail (RFC 6047).

use chrono::{DateTime, Utc};

use super::ServiceError;
use crate::ical::reply::Reply;
use crate::kernel::booking::{Answer, Booking};
use crate::kernel::people::Email;
use crate::store::jobs::{self, Job};
pub use crate::store::replies::KeptReply;
use crate::store::{self, Db, StoreError};

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The answer is kept.
    Kept,
    /// It was kept before.
    Known,
    /// It is about nothing that is known here, or about a time that has changed since.
    Stale,
    /// It comes from somebody who was not invited, or in the name of somebody else.
    Stranger,
}

/// Takes an answer that came in a mail from `from`. Nobody is moved or called off by it: the host
/// sees it, and hears of a no.
///
/// # Errors
/// When the database cannot be written.
pub fn take(
    db: &mut Db,
    (reply, from): (&Reply, &str),
    domain: &str,
    now: DateTime<Utc>,
) -> Result<Taken, ServiceError> {
    let own = format!("@{domain}");
    let Some(booking_id) = reply.uid.strip_suffix(&own) else {
        return Ok(Taken::Stale);
    };
    let booking = match store::bookings::find_locked(db, booking_id) {
        Ok(booking) => booking,
        Err(StoreError::NotFound) => return Ok(Taken::Stale),
        Err(error) => return Err(error.into()),
    };
    let Some(email) = invited(&booking, &reply.email) else {
        return Ok(Taken::Stranger);
    };
    if !from.eq_ignore_ascii_case(&reply.email) {
        return Ok(Taken::Stranger);
    }
    let sequence = booking.life.sequence;
    if reply.sequence != sequence || booking.life.may_change(now).is_err() {
        return Ok(Taken::Stale);
    }
    let kept = KeptReply {
        email: email.clone(),
        answer: reply.answer,
        at: now,
    };
    if !store::replies::put(db, booking_id, &kept, sequence)? {
        return Ok(Taken::Known);
    }
    if reply.answer == Answer::Declined {
        let job = Job::DeclinedByMail {
            booking_id: booking_id.to_owned(),
            email: email.to_string(),
            sequence,
        };
        jobs::push(db, &job, now)?;
    }
    Ok(Taken::Kept)
}

/// The client or guest who has this address.
fn invited<'a>(booking: &'a Booking, email: &str) -> Option<&'a Email> {
    let client = &booking.attendee;
    let mut all = std::iter::once(&client.email).chain(&client.guests);
    all.find(|known| known.as_str().eq_ignore_ascii_case(email))
}

/// The answers to a booking as it stands.
///
/// # Errors
/// When the database cannot be reached.
pub fn of_booking(db: &mut Db, booking: &Booking) -> Result<Vec<KeptReply>, ServiceError> {
    Ok(store::replies::list(
        db,
        &booking.id,
        booking.life.sequence,
    )?)
}
