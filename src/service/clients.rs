//! Whoever books with a host, and what the host notes about them. Nobody but the host sees it.

use chrono::{DateTime, Utc};

use super::{Problems, ServiceError, Viewer, new_id};
use crate::kernel::booking::Booking;
use crate::kernel::notes::{Client, MOST_KEEP_DAYS, Note, USUAL_KEEP_DAYS};
use crate::kernel::text;
use crate::store::{self, Db, clients, notes};

/// How long a note can be, in characters.
pub const LONGEST_NOTE: usize = 10_000;
/// How long the next step can be, in characters.
pub const LONGEST_STEP: usize = 500;
/// How many notes there can be about one client.
pub const MOST_NOTES: usize = 1_000;

/// A client with what their host knows of them.
#[derive(Debug, Clone)]
pub struct ClientView {
    /// Who it is.
    pub client: Client,
    /// Their sessions, a part of them, the last one first.
    pub sessions: Vec<Booking>,
    /// What was noted, a part of it, the newest first.
    pub notes: Vec<Note>,
    /// For how many days notes are kept.
    pub keep_days: u32,
}

/// Which parts of a client's sessions and notes are shown: so many after the first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Of the sessions: how many are passed over, how many shown.
    pub sessions: (u32, u32),
    /// Of the notes, likewise.
    pub notes: (u32, u32),
}

/// Knows whoever has just booked as a client of every host of the session.
pub(super) fn remember(db: &mut Db, booking: &Booking) -> Result<(), ServiceError> {
    Ok(clients::remember(db, booking, new_id)?)
}

/// Learns that a client's session was moved or called off.
pub(super) fn follow(db: &mut Db, booking: &Booking) -> Result<(), ServiceError> {
    Ok(clients::review(db, booking)?)
}

fn keep_days(db: &mut Db, person_id: &str) -> Result<u32, ServiceError> {
    Ok(notes::keep_days(db, person_id)?.unwrap_or(USUAL_KEEP_DAYS))
}

/// For how many days after the last session the viewer's notes are kept.
pub fn notes_kept(db: &mut Db, viewer: &Viewer) -> Result<u32, ServiceError> {
    keep_days(db, &viewer.person.id)
}

/// A part of the viewer's clients, by name; with `words`, those whose name holds them.
///
/// # Errors
/// `Invalid` when nobody can have such a name.
pub fn search(
    db: &mut Db,
    viewer: &Viewer,
    words: &str,
    (skip, count): (u32, u32),
) -> Result<Vec<Client>, ServiceError> {
    let mut problems = Problems::default();
    let words = problems.take("q", text::one_line(words, 0, 120));
    problems.finish()?;
    let (id, words) = (&viewer.person.id, words.unwrap_or_default());
    Ok(clients::list_by_name(db, id, &words, (skip, count))?)
}

/// Some of the viewer's clients in order of id, after this one.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    after: &str,
    limit: u32,
) -> Result<Vec<Client>, ServiceError> {
    Ok(clients::list(db, &viewer.person.id, after, limit)?)
}

/// One of the viewer's clients.
///
/// # Errors
/// `NotFound`.
pub fn find(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    parts: Parts,
) -> Result<ClientView, ServiceError> {
    let client = clients::find(db, id)?;
    viewer.must_be(&client.host_id)?;
    Ok(ClientView {
        sessions: store::bookings::list_of_client(
            db,
            (&client.host_id, &client.email),
            parts.sessions,
        )?,
        notes: notes::list(db, id, parts.notes)?,
        keep_days: keep_days(db, &client.host_id)?,
        client,
    })
}

/// The id of the viewer's client whose session this is; none for the sessions of others.
pub fn of_booking(
    db: &mut Db,
    viewer: &Viewer,
    booking: &Booking,
) -> Result<Option<String>, ServiceError> {
    let email = booking.attendee.email.as_str();
    Ok(clients::find_id(db, &viewer.person.id, email)?)
}

/// Finds one of the viewer's clients and holds them.
fn find_locked(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Client, ServiceError> {
    viewer.must_be(&clients::find(db, id)?.host_id)?;
    Ok(clients::find_locked(db, id)?)
}

/// The viewer notes something about a client.
///
/// # Errors
/// `NotFound`; `Invalid` when it is empty or too long, or when there are too many.
pub fn add_note(
    db: &mut Db,
    viewer: &Viewer,
    client_id: &str,
    body: &str,
    now: DateTime<Utc>,
) -> Result<Note, ServiceError> {
    let client = find_locked(db, viewer, client_id)?;
    let body = checked_body(body)?;
    if notes::count(db, client_id)? >= MOST_NOTES {
        let mut problems = Problems::default();
        problems.add("body", "too-many");
        problems.finish()?;
    }
    let note = Note {
        id: new_id(),
        body,
        created_at: now,
        updated_at: now,
    };
    notes::insert(db, client_id, &note)?;
    noted(db, client, now)?;
    Ok(note)
}

/// The viewer changes a note.
///
/// # Errors
/// `NotFound`; `Invalid` when it is empty or too long.
pub fn edit_note(
    db: &mut Db,
    viewer: &Viewer,
    (client_id, id): (&str, &str),
    body: &str,
    now: DateTime<Utc>,
) -> Result<Note, ServiceError> {
    let client = find_locked(db, viewer, client_id)?;
    let note = notes::find(db, client_id, id)?;
    let body = checked_body(body)?;
    if body == note.body {
        return Ok(note);
    }
    notes::update(db, client_id, (id, &body), now)?;
    noted(db, client, now)?;
    Ok(Note {
        body,
        updated_at: now,
        ..note
    })
}

/// The viewer deletes a note.
///
/// # Errors
/// `NotFound`.
pub fn delete_note(
    db: &mut Db,
    viewer: &Viewer,
    client_id: &str,
    id: &str,
) -> Result<(), ServiceError> {
    let client = find_locked(db, viewer, client_id)?;
    notes::delete(db, client_id, id)?;
    if client.next_step.is_empty() && notes::count(db, client_id)? == 0 {
        clients::set_noted(db, client_id, "", None)?;
    }
    Ok(())
}

/// One note of the viewer's.
///
/// # Errors
/// `NotFound`.
pub fn find_note(
    db: &mut Db,
    viewer: &Viewer,
    client_id: &str,
    id: &str,
) -> Result<Note, ServiceError> {
    viewer.must_be(&clients::find(db, client_id)?.host_id)?;
    Ok(notes::find(db, client_id, id)?)
}

/// What viewer and client agreed to come next; may be empty.
///
/// # Errors
/// `NotFound`; `Invalid` when it is too long.
pub fn set_next_step(
    db: &mut Db,
    viewer: &Viewer,
    client_id: &str,
    step: &str,
    now: DateTime<Utc>,
) -> Result<Client, ServiceError> {
    let mut client = find_locked(db, viewer, client_id)?;
    let mut problems = Problems::default();
    let step = problems.take("next_step", text::lines(step, 0, LONGEST_STEP));
    problems.finish()?;
    client.next_step = step.unwrap_or_default();
    if client.next_step.is_empty() && notes::count(db, client_id)? == 0 {
        clients::set_noted(db, client_id, "", None)?;
        client.noted_at = None;
        return Ok(client);
    }
    noted(db, client, now)
}

/// For how many days after the last session the viewer's notes shall be kept.
///
/// # Errors
/// `Invalid` beyond ten years.
pub fn set_notes_kept(db: &mut Db, viewer: &Viewer, days: u32) -> Result<(), ServiceError> {
    if days > MOST_KEEP_DAYS {
        let mut problems = Problems::default();
        problems.add("keep_days", "keep-days");
        problems.finish()?;
    }
    // One change of the setting at a time.
    store::people::lock(db, &viewer.person.id)?;
    notes::set_keep_days(db, &viewer.person.id, days)?;
    Ok(clients::review_all(db, &viewer.person.id)?)
}

fn noted(db: &mut Db, client: Client, now: DateTime<Utc>) -> Result<Client, ServiceError> {
    let client = Client {
        noted_at: Some(now),
        ..client
    };
    clients::set_noted(db, &client.id, &client.next_step, client.noted_at)?;
    Ok(client)
}

fn checked_body(body: &str) -> Result<String, ServiceError> {
    let mut problems = Problems::default();
    let body = problems.take("body", text::lines(body, 1, LONGEST_NOTE));
    problems.finish()?;
    Ok(body.unwrap_or_default())
}
