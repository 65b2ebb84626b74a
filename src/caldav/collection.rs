//! Calendars as they are looked at: kept here, or made of bookings.

use std::collections::HashMap;

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use super::failure::Failure;
use super::login::Login;
use super::sessions;
use crate::kernel::span::Span;
use crate::service::calendars::{self, Calendar, SESSIONS};
use crate::service::{Db, ServiceError};
use crate::state::State;

/// A calendar.
pub(super) enum Collection {
    /// One that is kept here.
    Kept(Calendar),
    /// The host's sessions: how they are shown, and how often they have changed.
    Sessions(Calendar, i64),
}

/// Something in a calendar.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// With its quotes.
    pub(super) etag: String,
    pub(super) modified_at: DateTime<Utc>,
    /// None if it was not asked for.
    pub(super) body: Option<String>,
}

/// Which entries are looked at.
#[derive(Debug, Clone)]
pub(super) enum Which {
    All,
    Named(Vec<String>),
    /// Those that may touch a span; whether they do is not looked at.
    Near(Span),
}

/// What changed since a number.
pub(super) struct Changes {
    pub(super) there: Vec<Entry>,
    pub(super) gone: Vec<String>,
    /// The number to ask with next.
    pub(super) number: i64,
    /// There is more.
    pub(super) is_cut: bool,
}

impl Collection {
    pub(super) fn slug(&self) -> &str {
        match self {
            Self::Kept(calendar) => &calendar.slug,
            Self::Sessions(..) => SESSIONS,
        }
    }

    /// How it is shown.
    pub(super) fn shown(&self) -> &Calendar {
        match self {
            Self::Kept(calendar) | Self::Sessions(calendar, _) => calendar,
        }
    }

    /// The number of its last change.
    pub(super) fn number(&self) -> i64 {
        match self {
            Self::Kept(calendar) => calendar.changes,
            Self::Sessions(_, number) => *number,
        }
    }

    /// What programs ask with for what has changed since (RFC 6578 §4).
    pub(super) fn token(number: i64) -> String {
        format!("data:,{number}")
    }
}

/// A calendar of the one who asks.
pub(super) async fn find(
    state: &Data<State>,
    login: &Login,
    slug: &str,
) -> Result<Collection, Failure> {
    if slug == SESSIONS {
        return of_sessions(state, login).await;
    }
    let (viewer, slug) = (login.viewer.clone(), slug.to_owned());
    let found = state
        .store
        .read(move |db| calendars::find(db, &viewer, &slug))
        .await?;
    Ok(Collection::Kept(found))
}

async fn of_sessions(state: &Data<State>, login: &Login) -> Result<Collection, Failure> {
    let viewer = login.viewer.clone();
    let shown = state
        .store
        .read(move |db| calendars::of_sessions(db, &viewer))
        .await?;
    let number = sessions::number(state, login).await?;
    Ok(Collection::Sessions(shown, number))
}

/// All calendars of the one who asks.
pub(super) async fn all(state: &Data<State>, login: &Login) -> Result<Vec<Collection>, Failure> {
    let viewer = login.viewer.clone();
    let kept = state
        .store
        .read(move |db| calendars::list(db, &viewer))
        .await?;
    let sessions = of_sessions(state, login).await?;
    let kept = kept.into_iter().map(Collection::Kept);
    Ok(std::iter::once(sessions).chain(kept).collect())
}

/// What is in a calendar, with its texts if `with_bodies`.
pub(super) async fn entries(
    state: &Data<State>,
    login: &Login,
    collection: &Collection,
    (which, with_bodies): (Which, bool),
) -> Result<Vec<Entry>, Failure> {
    let calendar = match collection {
        Collection::Sessions(..) => return sessions::entries(state, login, &which).await,
        Collection::Kept(calendar) => calendar.clone(),
    };
    let read = move |db: &mut Db| kept_entries(db, &calendar, &which, with_bodies);
    Ok(state.store.read(read).await?)
}

fn kept_entries(
    db: &mut Db,
    calendar: &Calendar,
    which: &Which,
    with_bodies: bool,
) -> Result<Vec<Entry>, ServiceError> {
    let objects = match which {
        Which::All => calendars::objects(db, calendar, None)?,
        Which::Near(span) => calendars::objects(db, calendar, Some(*span))?,
        Which::Named(names) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            calendars::objects_named(db, calendar, &names)?
        }
    };
    let mut bodies: HashMap<String, String> = if with_bodies {
        calendars::bodies(db, &objects)?.into_iter().collect()
    } else {
        HashMap::new()
    };
    let entries = objects.into_iter().map(|object| Entry {
        body: bodies.remove(&object.id),
        etag: format!("\"{}\"", object.etag),
        name: object.name,
        modified_at: object.modified_at,
    });
    Ok(entries.collect())
}

/// What changed in a calendar after `since`; everything without it.
pub(super) async fn changes(
    state: &Data<State>,
    login: &Login,
    collection: &Collection,
    (since, limit, with_bodies): (Option<i64>, u32, bool),
) -> Result<Changes, Failure> {
    let calendar = match collection {
        Collection::Sessions(..) => return sessions::changes(state, login, since).await,
        Collection::Kept(calendar) => calendar.clone(),
    };
    let read = move |db: &mut Db| {
        let (after, limit) = (since.unwrap_or(0), limit.min(10_000));
        let mut names = calendars::changes_after(db, &calendar, after, limit + 1)?;
        let is_cut = names.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        names.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let number = match names.last() {
            Some((_, number)) if is_cut => *number,
            _ => calendar.changes,
        };
        let names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
        let which = Which::Named(names.clone());
        let there = kept_entries(db, &calendar, &which, with_bodies)?;
        let is_gone = |name: &String| there.iter().all(|entry| entry.name != *name);
        // Whoever asks for the first time has nothing that could be gone.
        let gone = match since {
            Some(_) => names.into_iter().filter(is_gone).collect(),
            None => Vec::new(),
        };
        Ok::<_, ServiceError>(Changes {
            there,
            gone,
            number,
            is_cut,
        })
    };
    Ok(state.store.read(read).await?)
}
