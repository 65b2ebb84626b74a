//! Who waits for what.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{event_type_hosts, event_types, waiting, waiting_answers};
use super::{Db, StoreError, answers};
use crate::kernel::booking::Attendee;
use crate::kernel::intake::Answer;
use crate::kernel::people::{Email, Language};
use crate::kernel::span::Span;
use crate::kernel::waiting::{Offer, State, Wish};
use crate::kernel::zone;

const CORRUPT: StoreError = StoreError::Corrupt("waiting list");
/// Whoever does not wait any more can see for so long what became of it.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// UUIDv7; what is held for them is held by it.
    pub id: String,
    /// For what.
    pub event_type_id: String,
    /// The hash of their token.
    pub token_hash: String,
    /// For which time.
    pub wish: Wish,
    /// How long, in minutes.
    pub duration: u32,
    /// How many people would come.
    pub places: u32,
    /// How they stand.
    pub state: State,
    /// How many offers they got.
    pub offers: u32,
    /// The session whose seats are kept for them.
    pub session_id: Option<String>,
    /// What they booked in the end.
    pub booking_id: Option<String>,
    /// Who it is.
    pub attendee: Attendee,
    /// Since when they wait, UTC.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = waiting, treat_none_as_null = true)]
struct Row {
    id: String,
    event_type_id: String,
    token_hash: String,
    wish: String,
    wish_from: Option<i64>,
    wish_to: Option<i64>,
    duration: i32,
    places: i32,
    state: String,
    offers: i32,
    offer_from: Option<i64>,
    offer_to: Option<i64>,
    offer_until: Option<i64>,
    session_id: Option<String>,
    booking_id: Option<String>,
    name: String,
    email: String,
    zone: String,
    language: String,
    guests: String,
    created_at: i64,
    ended_at: Option<i64>,
}

/// Adds somebody.
pub fn insert(db: &mut Db, entry: &Entry) -> Result<(), StoreError> {
    diesel::insert_into(waiting::table)
        .values(row(entry))
        .execute(db)?;
    for (position, answer) in (0..).zip(&entry.attendee.answers) {
        let (kind, words) = answers::columns(&answer.given);
        diesel::insert_into(waiting_answers::table)
            .values((
                waiting_answers::waiting_id.eq(&entry.id),
                waiting_answers::position.eq(position),
                waiting_answers::question.eq(&answer.question),
                waiting_answers::answer.eq(words),
                waiting_answers::kind.eq(kind),
                waiting_answers::keep_days.eq(i64::from(answer.keep_days)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Writes over how somebody stands. What was answered goes with the waiting: whoever booked has
/// it there.
pub fn update(db: &mut Db, entry: &Entry, now: DateTime<Utc>) -> Result<(), StoreError> {
    let is_over = !matches!(entry.state, State::Waiting | State::Offered(_));
    let row = Row {
        ended_at: is_over.then(|| micros(now)),
        ..row(entry)
    };
    diesel::update(waiting::table.find(&entry.id))
        .set(row)
        .execute(db)?;
    if is_over {
        let own = waiting_answers::table.filter(waiting_answers::waiting_id.eq(&entry.id));
        diesel::delete(own).execute(db)?;
    }
    Ok(())
}

/// Forgets up to `limit` of those whose waiting has been over for a month, and returns how many
/// that were.
pub fn forget_due(db: &mut Db, now: DateTime<Utc>, limit: u32) -> Result<usize, StoreError> {
    let ids: Vec<String> = waiting::table
        .filter(waiting::ended_at.le(micros(now - KEPT)))
        .order(waiting::ended_at)
        .limit(i64::from(limit))
        .select(waiting::id)
        .load(db)?;
    Ok(diesel::delete(waiting::table.filter(waiting::id.eq_any(ids))).execute(db)?)
}

/// Finds somebody by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Entry, StoreError> {
    let row: Row = waiting::table.find(id).get_result(db)?;
    with_answers(db, row)
}

/// Finds somebody and holds them until the transaction ends.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Entry, StoreError> {
    // Writing the row, even unchanged, locks it on PostgreSQL.
    diesel::update(waiting::table.find(id))
        .set(waiting::offers.eq(waiting::offers))
        .execute(db)?;
    find(db, id)
}

/// The id of the one whose link it is.
///
/// # Errors
/// `NotFound`.
pub fn find_by_token(db: &mut Db, token_hash: &str) -> Result<String, StoreError> {
    Ok(waiting::table
        .filter(waiting::token_hash.eq(token_hash))
        .select(waiting::id)
        .get_result(db)?)
}

/// Those who wait for an event type or have an offer, in the order in which they came; without
/// their answers.
pub fn queue(db: &mut Db, event_type_id: &str, limit: u32) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = waiting::table
        .filter(waiting::event_type_id.eq(event_type_id))
        .filter(waiting::state.eq_any(["waiting", "offered"]))
        .order((waiting::created_at, waiting::id))
        .limit(i64::from(limit))
        .load(db)?;
    rows.into_iter().map(|row| read(row, Vec::new())).collect()
}

/// Those for whom seats of a session are kept.
pub fn offered(db: &mut Db, session_id: &str) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = waiting::table
        .filter(waiting::session_id.eq(session_id))
        .filter(waiting::state.eq("offered"))
        .order((waiting::created_at, waiting::id))
        .load(db)?;
    rows.into_iter().map(|row| read(row, Vec::new())).collect()
}

/// The event types for which somebody waits and whose sessions one of these people may hold.
pub fn awaited(db: &mut Db, host_ids: &[&str]) -> Result<Vec<String>, StoreError> {
    let shared = event_type_hosts::table
        .filter(event_type_hosts::person_id.eq_any(host_ids.to_vec()))
        .select(event_type_hosts::event_type_id);
    Ok(waiting::table
        .inner_join(event_types::table.on(event_types::id.eq(waiting::event_type_id)))
        .filter(waiting::state.eq("waiting"))
        .filter(
            event_types::person_id
                .eq_any(host_ids.to_vec())
                .or(event_types::id.eq_any(shared)),
        )
        .select(waiting::event_type_id)
        .distinct()
        .load(db)?)
}

fn with_answers(db: &mut Db, row: Row) -> Result<Entry, StoreError> {
    let answers: Vec<(String, String, String, i64)> = waiting_answers::table
        .filter(waiting_answers::waiting_id.eq(&row.id))
        .order(waiting_answers::position)
        .select((
            waiting_answers::question,
            waiting_answers::kind,
            waiting_answers::answer,
            waiting_answers::keep_days,
        ))
        .load(db)?;
    let answers = answers
        .into_iter()
        .map(|(question, kind, words, keep_days)| {
            answers::read_columns(question, (&kind, words), keep_days)
        });
    read(row, answers.collect::<Result<_, _>>()?)
}

fn row(entry: &Entry) -> Row {
    let (wish, bounds) = match entry.wish {
        Wish::Time(span) => ("time", Some(span)),
        Wish::Within(span) => ("within", Some(span)),
        Wish::Any => ("any", None),
    };
    let (state, offer) = match entry.state {
        State::Waiting => ("waiting", None),
        State::Offered(offer) => ("offered", Some(offer)),
        State::Booked => ("booked", None),
        State::Declined => ("declined", None),
        State::Expired => ("expired", None),
        State::Left => ("left", None),
    };
    let attendee = &entry.attendee;
    let guests: Vec<&str> = attendee.guests.iter().map(Email::as_str).collect();
    Row {
        id: entry.id.clone(),
        event_type_id: entry.event_type_id.clone(),
        token_hash: entry.token_hash.clone(),
        wish: wish.to_owned(),
        wish_from: bounds.map(|span| micros(span.start())),
        wish_to: bounds.map(|span| micros(span.end())),
        duration: signed(entry.duration),
        places: signed(entry.places),
        state: state.to_owned(),
        offers: signed(entry.offers),
        offer_from: offer.map(|offer| micros(offer.span.start())),
        offer_to: offer.map(|offer| micros(offer.span.end())),
        offer_until: offer.map(|offer| micros(offer.until)),
        session_id: entry.session_id.clone(),
        booking_id: entry.booking_id.clone(),
        name: attendee.name.clone(),
        email: attendee.email.to_string(),
        zone: attendee.zone.name().to_owned(),
        language: attendee.language.tag().to_owned(),
        guests: guests.join(" "),
        created_at: micros(entry.created_at),
        ended_at: None,
    }
}

fn read(row: Row, answers: Vec<Answer>) -> Result<Entry, StoreError> {
    let span = |from: Option<i64>, to: Option<i64>| {
        let (from, to) = (from.ok_or(CORRUPT)?, to.ok_or(CORRUPT)?);
        Span::new(instant(from)?, instant(to)?).ok_or(CORRUPT)
    };
    let wish = match row.wish.as_str() {
        "time" => Wish::Time(span(row.wish_from, row.wish_to)?),
        "within" => Wish::Within(span(row.wish_from, row.wish_to)?),
        "any" => Wish::Any,
        _ => return Err(CORRUPT),
    };
    let state = match row.state.as_str() {
        "waiting" => State::Waiting,
        "offered" => State::Offered(Offer {
            span: span(row.offer_from, row.offer_to)?,
            until: instant(row.offer_until.ok_or(CORRUPT)?)?,
        }),
        "booked" => State::Booked,
        "declined" => State::Declined,
        "expired" => State::Expired,
        "left" => State::Left,
        _ => return Err(CORRUPT),
    };
    let email = |text: &str| Email::parse(text).map_err(|_| CORRUPT);
    Ok(Entry {
        attendee: Attendee {
            id: row.id.clone(),
            name: row.name,
            email: email(&row.email)?,
            zone: zone::parse(&row.zone).map_err(|_| CORRUPT)?,
            language: row.language.parse::<Language>().map_err(|()| CORRUPT)?,
            guests: row
                .guests
                .split_ascii_whitespace()
                .map(email)
                .collect::<Result<_, _>>()?,
            answers,
        },
        id: row.id,
        event_type_id: row.event_type_id,
        token_hash: row.token_hash,
        wish,
        duration: unsigned(row.duration)?,
        places: unsigned(row.places)?,
        state,
        offers: unsigned(row.offers)?,
        session_id: row.session_id,
        booking_id: row.booking_id,
        created_at: instant(row.created_at)?,
    })
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn unsigned(value: i32) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| CORRUPT)
}
