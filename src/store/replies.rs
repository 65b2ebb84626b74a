//! What attendees answered to invitations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::attendee_replies;
use super::{Db, StoreError};
use crate::kernel::booking::Answer;
use crate::kernel::people::Email;

const CORRUPT: StoreError = StoreError::Corrupt("reply");

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReply {
    /// Who answered.
    pub email: Email,
    /// What.
    pub answer: Answer,
    /// When it came in, UTC.
    pub at: DateTime<Utc>,
}

/// Keeps an answer to the booking as it was at `sequence`; false if that one was given before.
pub fn put(
    db: &mut Db,
    booking_id: &str,
    reply: &KeptReply,
    sequence: u32,
) -> Result<bool, StoreError> {
    let row = attendee_replies::table.find((booking_id, reply.email.as_str()));
    let known: Option<(String, i32)> = row
        .select((attendee_replies::answer, attendee_replies::sequence))
        .get_result(db)
        .optional()?;
    let sequence = i32::try_from(sequence).map_err(|_| CORRUPT)?;
    let new = (reply.answer.as_str().to_owned(), sequence);
    if known.as_ref() == Some(&new) {
        return Ok(false);
    }
    let values = (
        attendee_replies::answer.eq(&new.0),
        attendee_replies::sequence.eq(new.1),
        attendee_replies::replied_at.eq(micros(reply.at)),
    );
    if known.is_some() {
        diesel::update(row).set(values).execute(db)?;
    } else {
        diesel::insert_into(attendee_replies::table)
            .values((
                attendee_replies::booking_id.eq(booking_id),
                attendee_replies::email.eq(reply.email.as_str()),
                values,
            ))
            .execute(db)?;
    }
    Ok(true)
}

/// The answers to a booking as it is at `sequence`, by address.
pub fn list(db: &mut Db, booking_id: &str, sequence: u32) -> Result<Vec<KeptReply>, StoreError> {
    let sequence = i32::try_from(sequence).map_err(|_| CORRUPT)?;
    let rows: Vec<(String, String, i64)> = attendee_replies::table
        .filter(attendee_replies::booking_id.eq(booking_id))
        .filter(attendee_replies::sequence.eq(sequence))
        .order(attendee_replies::email)
        .select((
            attendee_replies::email,
            attendee_replies::answer,
            attendee_replies::replied_at,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(email, answer, at)| {
            Ok(KeptReply {
                email: Email::parse(&email).map_err(|_| CORRUPT)?,
                answer: Answer::read(&answer).ok_or(CORRUPT)?,
                at: instant(at)?,
            })
        })
        .collect()
}
