//! Sessions with seats, who has booked them, and how they are offered.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{
    bookings, claims, group_bookings, group_members, group_messages, group_rooms, group_rules,
    group_sessions,
};
use super::{Db, StoreError};
use crate::kernel::group::{GroupRules, Session, Status};
use crate::kernel::people::{Email, Language};
use crate::kernel::span::Span;

const CORRUPT: StoreError = StoreError::Corrupt("group session");

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = group_rules, treat_none_as_null = true)]
struct RulesRow {
    event_type_id: String,
    set_times_only: bool,
    minimum: i32,
    decide_before: i32,
    close_before: Option<i32>,
    extra_places: i32,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = group_sessions, treat_none_as_null = true)]
struct Row {
    id: String,
    event_type_id: String,
    title: String,
    starts_at: i64,
    ends_at: i64,
    seats: i32,
    seats_taken: i32,
    minimum: i32,
    decide_at: Option<i64>,
    signup_closes_at: i64,
    status: String,
    is_set: bool,
    replay_url: String,
    replay_until: Option<i64>,
    sequence: i32,
}

/// How an event type is offered; the usual if nothing was said.
pub fn rules(db: &mut Db, event_type_id: &str) -> Result<GroupRules, StoreError> {
    let row: Option<RulesRow> = group_rules::table
        .find(event_type_id)
        .get_result(db)
        .optional()?;
    row.map_or(Ok(GroupRules::default()), read_rules)
}

/// How event types are offered, by id; one of which nothing was said has no entry.
pub fn rules_of_all(
    db: &mut Db,
    event_type_ids: &[&str],
) -> Result<HashMap<String, GroupRules>, StoreError> {
    let rows: Vec<RulesRow> = group_rules::table
        .filter(group_rules::event_type_id.eq_any(event_type_ids))
        .load(db)?;
    rows.into_iter()
        .map(|row| Ok((row.event_type_id.clone(), read_rules(row)?)))
        .collect()
}

fn read_rules(row: RulesRow) -> Result<GroupRules, StoreError> {
    Ok(GroupRules {
        set_times_only: row.set_times_only,
        minimum: unsigned(row.minimum)?,
        decide_before: unsigned(row.decide_before)?,
        close_before: row.close_before.map(unsigned).transpose()?,
        extra_places: unsigned(row.extra_places)?,
    })
}

/// Says how an event type is offered.
pub fn set_rules(db: &mut Db, event_type_id: &str, rules: &GroupRules) -> Result<(), StoreError> {
    let row = || RulesRow {
        event_type_id: event_type_id.to_owned(),
        set_times_only: rules.set_times_only,
        minimum: signed(rules.minimum),
        decide_before: signed(rules.decide_before),
        close_before: rules.close_before.map(signed),
        extra_places: signed(rules.extra_places),
    };
    let known = diesel::update(group_rules::table.find(event_type_id))
        .set(row())
        .execute(db)?;
    if known == 0 {
        diesel::insert_into(group_rules::table)
            .values(row())
            .execute(db)?;
    }
    Ok(())
}

/// Adds a session.
pub fn insert(db: &mut Db, session: &Session) -> Result<(), StoreError> {
    diesel::insert_into(group_sessions::table)
        .values(row(session))
        .execute(db)?;
    Ok(())
}

/// Writes a session over.
///
/// # Errors
/// `Oversold` when it would have fewer seats than are taken.
pub fn update(db: &mut Db, session: &Session) -> Result<(), StoreError> {
    diesel::update(group_sessions::table.find(&session.id))
        .set(row(session))
        .execute(db)?;
    Ok(())
}

/// Takes so many seats of a session, or gives them back if `places` is below zero.
///
/// # Errors
/// `Oversold` when there are not so many.
pub fn take_seats(db: &mut Db, session_id: &str, places: i64) -> Result<(), StoreError> {
    let places = i32::try_from(places).map_err(|_| StoreError::Oversold)?;
    diesel::update(group_sessions::table.find(session_id))
        .set(group_sessions::seats_taken.eq(group_sessions::seats_taken + places))
        .execute(db)?;
    Ok(())
}

/// Finds a session by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Session, StoreError> {
    read(group_sessions::table.find(id).get_result(db)?)
}

/// Finds a session and holds it until the transaction ends.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Session, StoreError> {
    // Writing the row, even unchanged, locks it on PostgreSQL.
    take_seats(db, id, 0)?;
    find(db, id)
}

/// The session of an event type that begins at `start` and was not called off, if there is one.
pub fn find_at(
    db: &mut Db,
    event_type_id: &str,
    start: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    let row: Option<Row> = group_sessions::table
        .filter(group_sessions::event_type_id.eq(event_type_id))
        .filter(group_sessions::starts_at.eq(micros(start)))
        .filter(group_sessions::status.ne("cancelled"))
        .first(db)
        .optional()?;
    row.map(read).transpose()
}

/// The sessions of an event type that begin within `range`, in order of time, at most `limit`;
/// also those that were called off, if `with_cancelled`.
pub fn list(
    db: &mut Db,
    event_type_id: &str,
    range: Span,
    with_cancelled: bool,
    limit: u32,
) -> Result<Vec<Session>, StoreError> {
    let mut query = group_sessions::table
        .filter(group_sessions::event_type_id.eq(event_type_id))
        .filter(group_sessions::starts_at.ge(micros(range.start())))
        .filter(group_sessions::starts_at.lt(micros(range.end())))
        .order((group_sessions::starts_at, group_sessions::id))
        .limit(i64::from(limit))
        .into_boxed();
    if !with_cancelled {
        query = query.filter(group_sessions::status.ne("cancelled"));
    }
    let rows: Vec<Row> = query.load(db)?;
    rows.into_iter().map(read).collect()
}

/// The sessions of event types that begin within `range` and were not called off, in order of
/// time, at most `limit`.
pub fn list_of_all(
    db: &mut Db,
    event_type_ids: &[&str],
    range: Span,
    limit: u32,
) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> = group_sessions::table
        .filter(group_sessions::event_type_id.eq_any(event_type_ids))
        .filter(group_sessions::starts_at.ge(micros(range.start())))
        .filter(group_sessions::starts_at.lt(micros(range.end())))
        .filter(group_sessions::status.ne("cancelled"))
        .order((group_sessions::starts_at, group_sessions::id))
        .limit(i64::from(limit))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The seats that a booking has in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    /// Of which session.
    pub session_id: String,
    /// How many people come.
    pub places: u32,
}

/// Remembers which seats a booking has.
pub fn attach(db: &mut Db, booking_id: &str, seats: &Seats) -> Result<(), StoreError> {
    diesel::insert_into(group_bookings::table)
        .values((
            group_bookings::booking_id.eq(booking_id),
            group_bookings::session_id.eq(&seats.session_id),
            group_bookings::places.eq(signed(seats.places)),
            group_bookings::attendance.eq(""),
        ))
        .execute(db)?;
    Ok(())
}

/// The booking has moved to another session.
pub fn reattach(db: &mut Db, booking_id: &str, session_id: &str) -> Result<(), StoreError> {
    diesel::update(group_bookings::table.find(booking_id))
        .set(group_bookings::session_id.eq(session_id))
        .execute(db)?;
    Ok(())
}

/// The seats of a booking, if it is of a session with seats.
pub fn seats_of(db: &mut Db, booking_id: &str) -> Result<Option<Seats>, StoreError> {
    let row: Option<(String, i32)> = group_bookings::table
        .find(booking_id)
        .select((group_bookings::session_id, group_bookings::places))
        .get_result(db)
        .optional()?;
    row.map(|(session_id, places)| {
        Ok(Seats {
            session_id,
            places: unsigned(places)?,
        })
    })
    .transpose()
}

/// A booking of a session, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Which booking.
    pub booking_id: String,
    /// How many people come.
    pub places: u32,
    /// `present`, `absent` or `excused`; empty until it is known.
    pub attendance: String,
}

/// The bookings of a session, also cancelled ones, in the order in which they were made.
pub fn seats(db: &mut Db, session_id: &str) -> Result<Vec<Seat>, StoreError> {
    let rows: Vec<(String, i32, String)> = group_bookings::table
        .filter(group_bookings::session_id.eq(session_id))
        .order(group_bookings::booking_id)
        .select((
            group_bookings::booking_id,
            group_bookings::places,
            group_bookings::attendance,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(booking_id, places, attendance)| {
            Ok(Seat {
                booking_id,
                places: unsigned(places)?,
                attendance,
            })
        })
        .collect()
}

/// How many people have booked a session: agreed or asked for.
pub fn booked(db: &mut Db, session_id: &str) -> Result<u32, StoreError> {
    let places: Vec<i32> = group_bookings::table
        .inner_join(bookings::table)
        .filter(group_bookings::session_id.eq(session_id))
        .filter(bookings::status.ne("cancelled"))
        .select(group_bookings::places)
        .load(db)?;
    unsigned(places.into_iter().sum())
}

/// Writes down whether somebody was there.
pub fn set_attendance(
    db: &mut Db,
    session_id: &str,
    booking_id: &str,
    attendance: &str,
) -> Result<(), StoreError> {
    let seat = group_bookings::table
        .filter(group_bookings::booking_id.eq(booking_id))
        .filter(group_bookings::session_id.eq(session_id));
    diesel::update(seat)
        .set(group_bookings::attendance.eq(attendance))
        .execute(db)?;
    Ok(())
}

/// When somebody was there: the sessions of an event type, in order of time.
pub fn attended(
    db: &mut Db,
    event_type_id: &str,
    email: &Email,
) -> Result<Vec<Session>, StoreError> {
    use super::schema::attendees;

    let rows: Vec<Row> = group_sessions::table
        .inner_join(group_bookings::table)
        .inner_join(attendees::table.on(attendees::booking_id.eq(group_bookings::booking_id)))
        .filter(group_sessions::event_type_id.eq(event_type_id))
        .filter(attendees::email.eq(email.as_str()))
        .filter(group_bookings::attendance.eq("present"))
        .order(group_sessions::starts_at)
        .select(group_sessions::all_columns)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The room of a session, if it has one: the backend, and what it is called there.
pub fn room(db: &mut Db, session_id: &str) -> Result<Option<(String, String)>, StoreError> {
    Ok(group_rooms::table
        .find(session_id)
        .select((group_rooms::backend, group_rooms::name))
        .get_result(db)
        .optional()?)
}

/// Remembers the room of a session.
pub fn set_room(
    db: &mut Db,
    session_id: &str,
    (backend, name): (&str, &str),
) -> Result<(), StoreError> {
    diesel::insert_into(group_rooms::table)
        .values((
            group_rooms::session_id.eq(session_id),
            group_rooms::backend.eq(backend),
            group_rooms::name.eq(name),
        ))
        .execute(db)?;
    Ok(())
}

/// Somebody who comes to every session that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// UUIDv7.
    pub id: String,
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: Email,
    /// What they read.
    pub language: Language,
}

/// The fixed members of an event type, in the order in which they were added.
pub fn members(db: &mut Db, event_type_id: &str) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(String, String, String, String)> = group_members::table
        .filter(group_members::event_type_id.eq(event_type_id))
        .order(group_members::id)
        .select((
            group_members::id,
            group_members::name,
            group_members::email,
            group_members::language,
        ))
        .load(db)?;
    let corrupt = || StoreError::Corrupt("member of a group");
    rows.into_iter()
        .map(|(id, name, email, language)| {
            Ok(Member {
                id,
                name,
                email: Email::parse(&email).map_err(|_| corrupt())?,
                language: language.parse().map_err(|()| corrupt())?,
            })
        })
        .collect()
}

/// Adds a fixed member.
///
/// # Errors
/// `Duplicate` when the address is there already.
pub fn add_member(db: &mut Db, event_type_id: &str, member: &Member) -> Result<(), StoreError> {
    diesel::insert_into(group_members::table)
        .values((
            group_members::id.eq(&member.id),
            group_members::event_type_id.eq(event_type_id),
            group_members::name.eq(&member.name),
            group_members::email.eq(member.email.as_str()),
            group_members::language.eq(member.language.tag()),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes a fixed member; what is booked stays.
pub fn remove_member(db: &mut Db, event_type_id: &str, id: &str) -> Result<(), StoreError> {
    let member = group_members::table
        .filter(group_members::id.eq(id))
        .filter(group_members::event_type_id.eq(event_type_id));
    diesel::delete(member).execute(db)?;
    Ok(())
}

/// What a host wrote to everybody who comes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Message {
    /// UUIDv7.
    pub id: String,
    /// To whom.
    pub session_id: String,
    /// One line.
    pub subject: String,
    /// Some lines.
    pub body: String,
    sent_at: i64,
}

impl Message {
    /// When it was sent, UTC.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn sent_at(&self) -> Result<DateTime<Utc>, StoreError> {
        instant(self.sent_at)
    }
}

/// Remembers a message.
pub fn insert_message(
    db: &mut Db,
    id: &str,
    session_id: &str,
    (subject, body): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(group_messages::table)
        .values((
            group_messages::id.eq(id),
            group_messages::session_id.eq(session_id),
            group_messages::subject.eq(subject),
            group_messages::body.eq(body),
            group_messages::sent_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Finds a message.
///
/// # Errors
/// `NotFound`.
pub fn find_message(db: &mut Db, id: &str) -> Result<Message, StoreError> {
    Ok(group_messages::table.find(id).get_result(db)?)
}

/// The messages to a session, the oldest first.
pub fn messages(db: &mut Db, session_id: &str) -> Result<Vec<Message>, StoreError> {
    Ok(group_messages::table
        .filter(group_messages::session_id.eq(session_id))
        .order(group_messages::id)
        .load(db)?)
}

/// The sessions whose hosts include this person and that end after `from`, in order of time.
pub fn list_of_host(
    db: &mut Db,
    person_id: &str,
    from: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> = group_sessions::table
        .inner_join(claims::table.on(claims::holder_id.eq(group_sessions::id)))
        .filter(claims::person_id.eq(person_id))
        .filter(claims::ends_at.gt(micros(from)))
        .order((claims::starts_at, group_sessions::id))
        .limit(i64::from(limit))
        .select(group_sessions::all_columns)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Going => "going",
        Status::Cancelled => "cancelled",
    }
}

fn row(session: &Session) -> Row {
    Row {
        id: session.id.clone(),
        event_type_id: session.event_type_id.clone(),
        title: session.title.clone(),
        starts_at: micros(session.span.start()),
        ends_at: micros(session.span.end()),
        seats: signed(session.seats),
        seats_taken: signed(session.seats_taken),
        minimum: signed(session.minimum),
        decide_at: session.decide_at.map(micros),
        signup_closes_at: micros(session.signup_closes_at),
        status: status_word(session.status).to_owned(),
        is_set: session.is_set,
        replay_url: session.replay_url.clone(),
        replay_until: session.replay_until.map(micros),
        sequence: signed(session.sequence),
    }
}

fn read(row: Row) -> Result<Session, StoreError> {
    Ok(Session {
        span: Span::new(instant(row.starts_at)?, instant(row.ends_at)?).ok_or(CORRUPT)?,
        id: row.id,
        event_type_id: row.event_type_id,
        title: row.title,
        seats: unsigned(row.seats)?,
        seats_taken: unsigned(row.seats_taken)?,
        minimum: unsigned(row.minimum)?,
        decide_at: row.decide_at.map(instant).transpose()?,
        signup_closes_at: instant(row.signup_closes_at)?,
        status: match row.status.as_str() {
            "open" => Status::Open,
            "going" => Status::Going,
            "cancelled" => Status::Cancelled,
            _ => return Err(CORRUPT),
        },
        is_set: row.is_set,
        replay_url: row.replay_url,
        replay_until: row.replay_until.map(instant).transpose()?,
        sequence: unsigned(row.sequence)?,
    })
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn unsigned(value: i32) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| CORRUPT)
}
