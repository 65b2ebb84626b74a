//! Whoever booked with a host, by address. Their sessions are those that were booked with it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::bookings::read_status;
use super::db::{instant, micros};
use super::policies::lower;
use super::schema::{attendees, booking_hosts, bookings, clients, note_settings};
use super::{Db, StoreError, notes};
use crate::kernel::booking::{Booking, Life};
use crate::kernel::intake::kept_from;
use crate::kernel::notes::{Client, USUAL_KEEP_DAYS};
use crate::kernel::span::Span;

#[derive(Queryable)]
struct Row {
    id: String,
    person_id: String,
    email: String,
    name: String,
    _search_name: String,
    next_step: String,
    noted_at: Option<i64>,
    _review_at: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = clients)]
struct NewRow {
    id: String,
    person_id: String,
    email: String,
    name: String,
    search_name: String,
    next_step: &'static str,
}

/// Knows whoever has just booked as a client of every host of the session; the last name counts.
/// One statement a host, and a second one for a client who is known.
pub fn remember(db: &mut Db, booking: &Booking, new_id: fn() -> String) -> Result<(), StoreError> {
    let attendee = &booking.attendee;
    for host_id in booking.host_ids() {
        let row = NewRow {
            id: new_id(),
            person_id: host_id.to_owned(),
            email: attendee.email.as_str().to_lowercase(),
            name: attendee.name.clone(),
            search_name: attendee.name.to_lowercase(),
            next_step: "",
        };
        // An upsert would be one statement, but none that is kept prepared.
        if insert_new(db, &row)? == 0 {
            rename(db, row)?;
        }
    }
    Ok(())
}

/// MultiConnection knows no `ON CONFLICT`.
fn insert_new(db: &mut Db, row: &NewRow) -> Result<usize, StoreError> {
    Ok(match db {
        Db::Pg(connection) => diesel::insert_into(clients::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(clients::table)
            .values(row)
            .execute(connection)?,
    })
}

/// Writes another name over; the same one is not written again.
fn rename(db: &mut Db, row: NewRow) -> Result<(), StoreError> {
    let renamed = clients::table
        .filter(clients::person_id.eq(row.person_id))
        .filter(clients::email.eq(row.email))
        .filter(clients::name.ne(row.name.clone()));
    diesel::update(renamed)
        .set((
            clients::name.eq(row.name),
            clients::search_name.eq(row.search_name),
        ))
        .execute(db)?;
    Ok(())
}

/// What is kept about a client may have to go sooner, because a session was moved or called off:
/// it is asked at the next occasion.
pub fn review(db: &mut Db, booking: &Booking) -> Result<(), StoreError> {
    let hosts: Vec<String> = booking.host_ids().into_iter().map(str::to_owned).collect();
    let noted = clients::table
        .filter(clients::person_id.eq_any(hosts))
        .filter(clients::email.eq(booking.attendee.email.as_str().to_lowercase()))
        .filter(clients::noted_at.is_not_null());
    diesel::update(noted)
        .set(clients::review_at.eq(clients::noted_at))
        .execute(db)?;
    Ok(())
}

/// Says that something was noted about a client, or with none that nothing is any more.
pub fn set_noted(
    db: &mut Db,
    id: &str,
    next_step: &str,
    noted_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let noted_at = noted_at.map(micros);
    diesel::update(clients::table.find(id))
        .set((
            clients::next_step.eq(next_step),
            clients::noted_at.eq(noted_at),
            clients::review_at.eq(noted_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Finds a client by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Client, StoreError> {
    let row: Row = clients::table.find(id).get_result(db)?;
    with_sessions(db, vec![row])?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// Finds a client and holds them until the transaction ends. Writing the row, even unchanged,
/// locks it on PostgreSQL.
///
/// # Errors
/// `NotFound`.
pub fn find_locked(db: &mut Db, id: &str) -> Result<Client, StoreError> {
    if matches!(db, Db::Pg(_)) {
        diesel::update(clients::table.find(id))
            .set(clients::noted_at.eq(clients::noted_at))
            .execute(db)?;
    }
    find(db, id)
}

/// The id of a host's client by their address.
pub fn find_id(db: &mut Db, person_id: &str, email: &str) -> Result<Option<String>, StoreError> {
    Ok(clients::table
        .filter(clients::person_id.eq(person_id))
        .filter(clients::email.eq(email.to_lowercase()))
        .select(clients::id)
        .get_result(db)
        .optional()?)
}

/// So many clients of a host by name after the first `skip`; with `words`, those whose name holds
/// them.
pub fn list_by_name(
    db: &mut Db,
    person_id: &str,
    words: &str,
    (skip, count): (u32, u32),
) -> Result<Vec<Client>, StoreError> {
    let mut query = clients::table
        .filter(clients::person_id.eq(person_id))
        .order((clients::search_name, clients::id))
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .into_boxed();
    if !words.is_empty() {
        let pattern = format!("%{}%", escaped(&words.to_lowercase()));
        query = query.filter(clients::search_name.like(pattern).escape('\\'));
    }
    let rows: Vec<Row> = query.load(db)?;
    with_sessions(db, rows)
}

/// So many clients of a host in order of id, after this one.
pub fn list(
    db: &mut Db,
    person_id: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<Client>, StoreError> {
    let rows: Vec<Row> = clients::table
        .filter(clients::person_id.eq(person_id))
        .filter(clients::id.gt(after))
        .order(clients::id)
        .limit(i64::from(limit))
        .load(db)?;
    with_sessions(db, rows)
}

/// Asks anew of every client of a host who is noted about whether that has to go.
pub fn review_all(db: &mut Db, person_id: &str) -> Result<(), StoreError> {
    let noted = clients::table
        .filter(clients::person_id.eq(person_id))
        .filter(clients::noted_at.is_not_null());
    diesel::update(noted)
        .set(clients::review_at.eq(clients::noted_at))
        .execute(db)?;
    Ok(())
}

/// Looks through up to `limit` clients, deletes notes and next steps whose time is over, and
/// returns how many clients were looked at.
pub fn forget_due(db: &mut Db, now: DateTime<Utc>, limit: u32) -> Result<usize, StoreError> {
    let due = clients::review_at.le(micros(now));
    let ids: Vec<String> = clients::table
        .filter(due)
        .order(clients::review_at)
        .limit(i64::from(limit))
        .select(clients::id)
        .load(db)?;
    if ids.is_empty() {
        return Ok(0);
    }
    let of_these = clients::table.filter(clients::id.eq_any(ids));
    // Held first and asked again: a note that was just written keeps the others.
    diesel::update(of_these.clone().filter(due))
        .set(clients::review_at.eq(clients::review_at))
        .execute(db)?;
    let rows: Vec<Row> = of_these.filter(due).load(db)?;
    let looked_at = rows.len();
    let (over, kept) = sort_out(db, rows, now)?;
    notes::delete_of(db, over.clone())?;
    let nothing = None::<i64>;
    diesel::update(clients::table.filter(clients::id.eq_any(over)))
        .set((
            clients::next_step.eq(""),
            clients::noted_at.eq(nothing),
            clients::review_at.eq(nothing),
        ))
        .execute(db)?;
    // All of them again when the first of them can be over.
    if let Some(first) = kept.iter().map(|(_, at)| *at).min() {
        let ids: Vec<String> = kept.into_iter().map(|(id, _)| id).collect();
        diesel::update(clients::table.filter(clients::id.eq_any(ids)))
            .set(clients::review_at.eq(Some(micros(first))))
            .execute(db)?;
    }
    Ok(looked_at)
}

/// The ids of those whose notes are to be deleted, and of the others with the instant from which
/// theirs are.
type Sorted = (Vec<String>, Vec<(String, DateTime<Utc>)>);

fn sort_out(db: &mut Db, rows: Vec<Row>, now: DateTime<Utc>) -> Result<Sorted, StoreError> {
    let hosts: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    let keep_days: Vec<(String, i64)> = note_settings::table
        .filter(note_settings::person_id.eq_any(hosts))
        .load(db)?;
    let keep_days: HashMap<String, i64> = keep_days.into_iter().collect();
    let (mut over, mut kept) = (Vec::new(), Vec::new());
    for client in with_sessions(db, rows)? {
        let days = keep_days.get(&client.host_id).copied();
        let days = days.map_or(Ok(USUAL_KEEP_DAYS), u32::try_from);
        let days = days.map_err(|_| StoreError::Corrupt("note setting"))?;
        match client.forget_at(days).filter(|at| *at > now) {
            Some(at) => kept.push((client.id, at)),
            None => over.push(client.id),
        }
    }
    Ok((over, kept))
}

/// The words without a meaning of their own in a pattern.
fn escaped(words: &str) -> String {
    words
        .chars()
        .flat_map(|c| {
            let mark = matches!(c, '%' | '_' | '\\').then_some('\\');
            mark.into_iter().chain([c])
        })
        .collect()
}

/// The clients with the end of the last session of each.
fn with_sessions(db: &mut Db, rows: Vec<Row>) -> Result<Vec<Client>, StoreError> {
    let last = last_sessions(db, &rows)?;
    rows.into_iter()
        .map(|row| {
            let last_at = last.get(&(row.person_id.clone(), row.email.clone()));
            Ok(Client {
                last_at: last_at.copied(),
                id: row.id,
                host_id: row.person_id,
                email: row.email,
                name: row.name,
                next_step: row.next_step,
                noted_at: row.noted_at.map(instant).transpose()?,
            })
        })
        .collect()
}

#[derive(Queryable)]
struct Session {
    status: String,
    hold_until: Option<i64>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    starts_at: i64,
    ends_at: i64,
}

/// When the last session of some clients ends or was called off, by host and address.
fn last_sessions(
    db: &mut Db,
    rows: &[Row],
) -> Result<HashMap<(String, String), DateTime<Utc>>, StoreError> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let hosts: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    let emails: Vec<String> = rows.iter().map(|row| row.email.clone()).collect();
    let columns = (
        bookings::status,
        bookings::hold_until,
        bookings::cancelled_at,
        bookings::cancelled_by,
        bookings::starts_at,
        bookings::ends_at,
    );
    let of_these = lower(attendees::email).eq_any(emails);
    let mut sessions: Vec<(String, String, Session)> = attendees::table
        .inner_join(bookings::table)
        .filter(of_these.clone())
        .filter(bookings::person_id.eq_any(hosts.clone()))
        .select((bookings::person_id, lower(attendees::email), columns))
        .load(db)?;
    let shared: Vec<(String, String, Session)> = attendees::table
        .inner_join(bookings::table.inner_join(booking_hosts::table))
        .filter(of_these)
        .filter(booking_hosts::person_id.eq_any(hosts))
        .select((booking_hosts::person_id, lower(attendees::email), columns))
        .load(db)?;
    sessions.extend(shared);
    let mut last = HashMap::new();
    for (host_id, email, session) in sessions {
        let at = kept_from(&session.life()?);
        let known = last.entry((host_id, email)).or_insert(at);
        *known = at.max(*known);
    }
    Ok(last)
}

impl Session {
    fn life(&self) -> Result<Life, StoreError> {
        let cancelled = (self.cancelled_at, self.cancelled_by.as_deref());
        let span = Span::new(instant(self.starts_at)?, instant(self.ends_at)?);
        Ok(Life {
            status: read_status(&self.status, self.hold_until, cancelled)?,
            span: span.ok_or(StoreError::Corrupt("booking"))?,
            sequence: 0,
        })
    }
}
