//! What clients were offered whose host cannot come, and what they chose.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::away_offers;
use super::{Db, StoreError};

/// What a client chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A colleague holds the session.
    Colleague,
    /// It moved.
    Moved,
    /// It was called off.
    Cancelled,
    /// Nothing: the host can come after all.
    TakenBack,
}

const ANSWERS: [(Answer, &str); 4] = [
    (Answer::Colleague, "colleague"),
    (Answer::Moved, "moved"),
    (Answer::Cancelled, "cancelled"),
    (Answer::TakenBack, "taken-back"),
];

/// What the client of one booking was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwayOffer {
    /// Which booking.
    pub booking_id: String,
    /// The host who cannot come.
    pub host_id: String,
    /// Their absence.
    pub absence_id: String,
    /// In the host's words; may be empty.
    pub message: String,
    /// Whom the host named to turn to.
    pub substitute_id: Option<String>,
    /// When it was offered, UTC.
    pub made_at: DateTime<Utc>,
    /// What the client chose, once they have.
    pub answer: Option<Answer>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = away_offers)]
struct Row {
    booking_id: String,
    person_id: String,
    absence_id: String,
    message: String,
    substitute_id: Option<String>,
    made_at: i64,
    answer: Option<String>,
    answered_at: Option<i64>,
}

/// Makes an offer, in place of an earlier one about the same booking.
pub fn put(db: &mut Db, offer: &AwayOffer) -> Result<(), StoreError> {
    diesel::delete(away_offers::table.find(&offer.booking_id)).execute(db)?;
    diesel::insert_into(away_offers::table)
        .values(Row {
            booking_id: offer.booking_id.clone(),
            person_id: offer.host_id.clone(),
            absence_id: offer.absence_id.clone(),
            message: offer.message.clone(),
            substitute_id: offer.substitute_id.clone(),
            made_at: micros(offer.made_at),
            answer: None,
            answered_at: None,
        })
        .execute(db)?;
    Ok(())
}

/// The latest offer about a booking.
pub fn find(db: &mut Db, booking_id: &str) -> Result<Option<AwayOffer>, StoreError> {
    let row: Option<Row> = away_offers::table
        .find(booking_id)
        .get_result(db)
        .optional()?;
    row.map(read).transpose()
}

/// The offers of a host's absences, in order of their bookings.
pub fn of_absences(db: &mut Db, absence_ids: &[&str]) -> Result<Vec<AwayOffer>, StoreError> {
    let rows: Vec<Row> = away_offers::table
        .filter(away_offers::absence_id.eq_any(absence_ids))
        .order(away_offers::booking_id)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// Notes what a client chose; what was chosen before stands.
pub fn answer(
    db: &mut Db,
    booking_id: &str,
    answer: Answer,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let open = away_offers::table
        .find(booking_id)
        .filter(away_offers::answer.is_null());
    let word = ANSWERS.iter().find(|(known, _)| *known == answer);
    diesel::update(open)
        .set((
            away_offers::answer.eq(word.map(|(_, word)| *word)),
            away_offers::answered_at.eq(Some(micros(now))),
        ))
        .execute(db)?;
    Ok(())
}

fn read(row: Row) -> Result<AwayOffer, StoreError> {
    let known = |word: String| ANSWERS.iter().find(|(_, known)| *known == word);
    let answer = row
        .answer
        .map(|word| known(word).ok_or(StoreError::Corrupt("away offer")))
        .transpose()?;
    Ok(AwayOffer {
        booking_id: row.booking_id,
        host_id: row.person_id,
        absence_id: row.absence_id,
        message: row.message,
        substitute_id: row.substitute_id,
        made_at: instant(row.made_at)?,
        answer: answer.map(|(answer, _)| *answer),
    })
}
