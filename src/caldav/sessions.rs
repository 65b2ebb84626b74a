//! The calendar that is made of bookings: moved there, a session is moved; deleted, called off.

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use super::collection::{Changes, Entry, Which};
use super::failure::Failure;
use super::login::Login;
use crate::ical::object;
use crate::kernel::booking::Status;
use crate::service::bookings::{self, By};
use crate::service::calendars::Condition;
use crate::service::feeds::{self, Session};
use crate::service::links::hash;
use crate::service::subscriptions::search;
use crate::state::State;

/// How many of the sessions have changed: the instant of the last change.
pub(super) async fn number(state: &Data<State>, login: &Login) -> Result<i64, Failure> {
    let sessions = load(state, login).await?;
    Ok(latest(&sessions))
}

async fn load(state: &Data<State>, login: &Login) -> Result<Vec<Session>, Failure> {
    let (host, now) = (login.viewer.person.clone(), state.clock.now());
    let read = state
        .store
        .read(move |db| feeds::own_sessions(db, &host, now));
    Ok(read.await?)
}

fn latest(sessions: &[Session]) -> i64 {
    let changes = sessions.iter().map(changed);
    changes.max().unwrap_or(0)
}

fn changed(session: &Session) -> i64 {
    session.booking.updated_at.timestamp_micros()
}

fn is_off(session: &Session) -> bool {
    matches!(session.booking.life.status, Status::Cancelled { .. })
}

fn name(session: &Session) -> String {
    format!("{}.ics", session.booking.id)
}

/// The sessions that are not called off.
pub(super) async fn entries(
    state: &Data<State>,
    login: &Login,
    which: &Which,
) -> Result<Vec<Entry>, Failure> {
    let mut sessions = load(state, login).await?;
    sessions.retain(|session| {
        !is_off(session)
            && match which {
                Which::All => true,
                Which::Near(span) => span.overlaps(&session.booking.life.span),
                Which::Named(names) => names.contains(&name(session)),
            }
    });
    Ok(sessions
        .iter()
        .map(|one| entry(state, login, one))
        .collect())
}

/// What changed after `since`.
pub(super) async fn changes(
    state: &Data<State>,
    login: &Login,
    since: Option<i64>,
) -> Result<Changes, Failure> {
    let sessions = load(state, login).await?;
    let number = latest(&sessions).max(since.unwrap_or(0));
    let mut changes = Changes {
        there: Vec::new(),
        gone: Vec::new(),
        number,
        is_cut: false,
    };
    for session in sessions {
        if since.is_some_and(|since| changed(&session) <= since) {
            continue;
        }
        if !is_off(&session) {
            changes.there.push(entry(state, login, &session));
        } else if since.is_some() {
            changes.gone.push(name(&session));
        }
    }
    Ok(changes)
}

fn entry(state: &State, login: &Login, session: &Session) -> Entry {
    let body = state.session_object(&login.viewer.person, session);
    Entry {
        name: name(session),
        etag: format!("\"{}\"", hash(&body)),
        modified_at: session.booking.updated_at,
        body: Some(body),
    }
}

async fn one(state: &Data<State>, login: &Login, wanted: &str) -> Result<Entry, Failure> {
    let which = Which::Named(vec![wanted.to_owned()]);
    let found = entries(state, login, &which).await?.pop();
    found.ok_or_else(|| Failure::Forbidden("Sessions begin as bookings.".to_owned()))
}

fn check(condition: &Condition, entry: &Entry) -> Result<(), Failure> {
    let etag = entry.etag.trim_matches('"');
    Ok(condition.check(Some(etag))?)
}

/// Moves a session to where its event was moved. Whatever else was changed is not taken: the
/// program reads it anew.
pub(super) async fn put(
    state: &Data<State>,
    login: &Login,
    (wanted, body): (&str, &str),
    condition: &Condition,
) -> Result<(), Failure> {
    let known = one(state, login, wanted).await?;
    check(condition, &known)?;
    let now = state.clock.now();
    let search = search(&login.viewer.person, state.domain(), now).ok_or(Failure::BadRequest)?;
    let read = |text: &str| object::read(text, &search.owner);
    let invalid = |error| Failure::from(crate::service::calendars::CalendarError::Object(error));
    let before = read(known.body.as_deref().unwrap_or_default()).map_err(invalid)?;
    let after = read(body).map_err(invalid)?;
    let (Some(before), Some(after)) = (before.first, after.first) else {
        return Err(refused("A session is one meeting with a length."));
    };
    if before.duration() != after.duration() {
        return Err(refused("A session keeps its length. It can be moved."));
    }
    if before.start() != after.start() {
        move_to(state, login, wanted, after.start()).await?;
    }
    Ok(())
}

async fn move_to(
    state: &Data<State>,
    login: &Login,
    wanted: &str,
    start: DateTime<Utc>,
) -> Result<(), Failure> {
    let (viewer, id, now) = (login.viewer.clone(), id_of(wanted), state.clock.now());
    let moved = state
        .store
        .write(move |db| bookings::reschedule(db, &By::Host(&viewer), Some(&id), start, now));
    moved.await?;
    Ok(())
}

/// Calls a session off.
pub(super) async fn delete(
    state: &Data<State>,
    login: &Login,
    wanted: &str,
    condition: &Condition,
) -> Result<(), Failure> {
    let known = one(state, login, wanted).await?;
    check(condition, &known)?;
    let (viewer, id, now) = (login.viewer.clone(), id_of(wanted), state.clock.now());
    let ended = state
        .store
        .write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now));
    ended.await?;
    Ok(())
}

fn id_of(name: &str) -> String {
    name.strip_suffix(".ics").unwrap_or(name).to_owned()
}

fn refused(words: &str) -> Failure {
    Failure::Forbidden(words.to_owned())
}
