//! Calendars that hosts keep elsewhere: asking what changed, and writing sessions into them.

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use super::JobError;
use crate::ical::busy::{self, Search};
use crate::ical::merge::merge;
use crate::ical::object;
use crate::remote::{Changes, Expected, Fetched, FoundCalendar, Login, Remote, RemoteError};
use crate::service::ServiceError;
use crate::service::remote_calendars::{
    self as service, Found, Indexed, Reading, Task, ToRead, Write, Written,
};
use crate::service::subscriptions::search;
use crate::state::State;

/// How many objects are kept in one act, so that bookings need not wait for all of them.
const AT_ONCE: usize = 200;

/// Asks an account what changed in its calendars.
pub(super) async fn sync(
    state: &Data<State>,
    id: &str,
    due: DateTime<Utc>,
) -> Result<(), JobError> {
    let (vault, domain) = (state.vault.clone(), state.domain().to_owned());
    let (wanted, now) = (id.to_owned(), state.clock.now());
    let task: Option<Task> = state
        .store
        .read(move |db| service::task(db, &vault, (&wanted, due), (&domain, now)))
        .await?;
    let Some(task) = task else { return Ok(()) };
    let outcome = match &task.login {
        Some(login) => ask(state, &task, login).await?,
        None => Err("sealed"),
    };
    let (id, now) = (id.to_owned(), state.clock.now());
    let taken: Result<(), ServiceError> = state
        .store
        .write(move |db| service::took(db, (&id, due), outcome, now))
        .await;
    Ok(taken?)
}

/// Asks for the calendars, then in each for what changed.
async fn ask(
    state: &Data<State>,
    task: &Task,
    login: &Login,
) -> Result<Result<Vec<FoundCalendar>, &'static str>, JobError> {
    let remote = Remote::new(&state.outgoing, login);
    let Ok(home) = task.account.url.parse() else {
        return Ok(Err("bad-url"));
    };
    let listed = match remote.list(&home).await {
        Ok(found) => found.calendars,
        Err(error) => return Ok(Err(error.code())),
    };
    for wanted in &task.calendars {
        let calendar = &wanted.calendar;
        let reading = read(state, &remote, task, wanted).await?;
        let (host, id, now) = (
            task.account.host_id.clone(),
            calendar.id.clone(),
            state.clock.now(),
        );
        let finished: Result<(), ServiceError> = state
            .store
            .write(move |db| service::finish(db, (&host, &id), reading, now))
            .await;
        finished?;
    }
    Ok(Ok(listed))
}

/// Reads what changed in a calendar and keeps it, some at once. What was kept when it breaks off
/// is right, and the rest comes the next time: how far it was read is said at the end.
async fn read(
    state: &Data<State>,
    remote: &Remote<'_>,
    task: &Task,
    wanted: &ToRead,
) -> Result<Result<Reading, &'static str>, JobError> {
    let (calendar, known) = (&wanted.calendar, &wanted.known);
    let Ok(url) = calendar.url.parse() else {
        return Ok(Err("bad-url"));
    };
    let changes = match changes(remote, &url, wanted).await {
        Ok(changes) => changes,
        Err(error) => return Ok(Err(error.code())),
    };
    let search = task.search.clone();
    let indexed = tokio::task::spawn_blocking(move || index(changes.there, &search)).await;
    let (indexed, skipped) = indexed.map_err(|error| JobError::Retry(error.to_string()))?;
    let mut objects = indexed.into_iter();
    loop {
        let some: Vec<Indexed> = objects.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let (host, id, now) = (
            task.account.host_id.clone(),
            calendar.id.clone(),
            state.clock.now(),
        );
        let kept: Result<(), ServiceError> = state
            .store
            .write(move |db| service::keep(db, (&host, &id), some, now))
            .await;
        kept?;
    }
    Ok(Ok(Reading {
        gone: changes.gone,
        sync_token: changes.sync_token,
        ctag: changes.ctag,
        skipped,
        is_whole: known.sync_token.is_none() && known.ctag.is_none(),
    }))
}

/// What changed, also with sessions that no list of changes tells of.
async fn changes(
    remote: &Remote<'_>,
    url: &url::Url,
    wanted: &ToRead,
) -> Result<Changes, RemoteError> {
    let mut changes = remote.changes(url, &wanted.known).await?;
    for href in &wanted.unseen {
        let is_told =
            changes.gone.contains(href) || changes.there.iter().any(|it| it.href == *href);
        if is_told {
            continue;
        }
        let target = url.join(href).map_err(|_| RemoteError::NotCalDav)?;
        match remote.get(&target).await? {
            Some((body, etag)) => changes.there.push(Fetched {
                href: href.clone(),
                etag,
                body,
            }),
            None => changes.gone.push(href.clone()),
        }
    }
    Ok(changes)
}

/// Finds the busy times of objects. One that cannot be read takes no time, and is counted.
fn index(objects: Vec<Fetched>, search: &Search) -> (Vec<Indexed>, u32) {
    let mut skipped = 0;
    let indexed = objects.into_iter().map(|fetched| {
        let found = busy::find(fetched.body.as_bytes(), search);
        skipped += match &found {
            Ok(found) => found.skipped.count,
            Err(_) => 1,
        };
        let first = object::read(&fetched.body, &search.owner).ok();
        Indexed {
            times: found.map(|found| found.times).unwrap_or_default(),
            first: first.and_then(|object| object.first),
            href: fetched.href,
            etag: fetched.etag,
        }
    });
    let indexed = indexed.collect();
    (indexed, skipped)
}

/// Writes a session into a calendar elsewhere, or takes it out.
pub(super) async fn write(
    state: &Data<State>,
    (booking_id, calendar_id): (&str, &str),
) -> Result<(), JobError> {
    let (booking_id, calendar_id) = (booking_id.to_owned(), calendar_id.to_owned());
    let (booking, calendar) = (booking_id.clone(), calendar_id.clone());
    let (vault, now) = (state.vault.clone(), state.clock.now());
    let wanted: Option<Write> = state
        .store
        .read(move |db| service::write(db, &vault, (&booking, &calendar), now))
        .await?;
    let Some(wanted) = wanted else { return Ok(()) };
    let written = match put(state, &booking_id, &wanted).await {
        Ok(written) => written,
        // It lies in the calendar as it was; the next reading tries again.
        Err(error) => Written::Failed(error.code()),
    };
    let now = state.clock.now();
    let kept: Result<(), ServiceError> = state
        .store
        .write(move |db| service::wrote(db, (&booking_id, &calendar_id), written, now))
        .await;
    Ok(kept?)
}

async fn put(state: &State, booking_id: &str, wanted: &Write) -> Result<Written, RemoteError> {
    let remote = Remote::new(&state.outgoing, &wanted.login);
    let broken = |_| RemoteError::NotCalDav;
    let folder: url::Url = wanted.calendar.url.parse().map_err(broken)?;
    let known = wanted.known.as_ref();
    let href = match known {
        Some(known) => known.href.clone(),
        None => format!("{}/{booking_id}.ics", folder.path().trim_end_matches('/')),
    };
    let url = folder.join(&href).map_err(|_| RemoteError::NotCalDav)?;
    let Some(session) = &wanted.session else {
        // The session is off, whatever lies there.
        remote.delete(&url, Expected::Anything).await?;
        return Ok(Written::Gone);
    };
    let ours = state.session_object(&wanted.host, session);
    let starts_at = session.booking.life.span.start();
    let there = remote.get(&url).await?;
    let etag = match (there, known) {
        (None, None) => remote.put(&url, &ours, Expected::Nothing).await?,
        (None, Some(_)) => {
            return Ok(Written::Found {
                found: Found::Deleted,
                href,
                etag: String::new(),
            });
        }
        (Some((theirs, tag)), known) => {
            let now = state.clock.now();
            let search = search(&wanted.host, state.domain(), now);
            let start = search.and_then(|search| object::read(&theirs, &search.owner).ok());
            let start = start
                .and_then(|object| object.first)
                .map(|span| span.start());
            let before = known.map_or(starts_at, |known| known.starts_at);
            if let Some(start) = start.filter(|start| *start != starts_at && *start != before) {
                return Ok(Written::Found {
                    found: Found::Moved(start),
                    href,
                    etag: tag,
                });
            }
            let merged = merge(&ours, &theirs);
            remote.put(&url, &merged, Expected::Tag(&tag)).await?
        }
    };
    let etag = match etag.is_empty() {
        true => remote.etag(&url).await.unwrap_or_default(),
        false => etag,
    };
    Ok(Written::There {
        href,
        etag,
        starts_at,
    })
}
