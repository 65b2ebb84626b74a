//! Sessions as a calendar that other programs ask for again and again.

use chrono::{DateTime, TimeDelta, Utc};

use super::links::{Links, hash};
use super::{Problems, ServiceError, Viewer, new_id};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::people::Person;
use crate::kernel::team::Team;
use crate::kernel::zone;
use crate::store::bookings::{Either, Listing};
pub use crate::store::feeds::{Feed, FeedDetail};
use crate::store::{self, Db};

/// How many feeds a host may have.
const MOST: usize = 20;
/// How many sessions a feed has at the most.
const MOST_SESSIONS: u32 = 5_000;
/// How long sessions stay that are over or called off.
const BACK: TimeDelta = TimeDelta::days(30);
/// How often it is noted that a feed was asked for.
const NOTE_EVERY: TimeDelta = TimeDelta::hours(1);

/// What a feed is about.
#[derive(Debug, Clone)]
pub struct Source {
    /// The feed.
    pub feed: Feed,
    /// Who made it: its words are in their language, its times in their zone.
    pub owner: Person,
    /// Whose sessions, if not the owner's.
    pub team: Option<Team>,
    /// Changes with everything it says.
    pub version: String,
    /// When a session last changed, UTC.
    pub changed_at: DateTime<Utc>,
}

/// A session with those who hold it.
#[derive(Debug, Clone)]
pub struct Session {
    /// The booking.
    pub booking: Booking,
    /// Who answers for it.
    pub host: Person,
    /// Who holds it with them.
    pub co_hosts: Vec<Person>,
}

/// The viewer's feeds, the oldest first.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<Feed>, ServiceError> {
    Ok(store::feeds::list(db, &viewer.person.id)?)
}

/// A feed more, of the viewer's own sessions or of a team they belong to.
///
/// # Errors
/// `Invalid` with the fields; `NotFound` for a team of others.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    links: &Links,
    (team_id, detail): (Option<&str>, FeedDetail),
    now: DateTime<Utc>,
) -> Result<Feed, ServiceError> {
    let owner_id = &viewer.person.id;
    if let Some(team_id) = team_id
        && store::teams::membership(db, team_id, owner_id)?.is_none()
    {
        return Err(ServiceError::NotFound);
    }
    let mut problems = Problems::default();
    if team_id.is_some() && detail == FeedDetail::Names {
        // The clients of a colleague are nobody else's business.
        problems.add("detail", "missing");
    }
    if store::feeds::list(db, owner_id)?.len() >= MOST {
        problems.add("detail", "too-many");
    }
    problems.finish()?;
    let feed = Feed {
        id: new_id(),
        owner_id: owner_id.clone(),
        team_id: team_id.map(str::to_owned),
        detail,
        created_at: now,
        fetched_at: None,
    };
    store::feeds::insert(db, &feed, hash(&links.feed_token(&feed.id)))?;
    Ok(feed)
}

/// Ends a feed: its address is good for nothing from now on.
///
/// # Errors
/// `NotFound`.
pub fn revoke(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    Ok(store::feeds::delete(db, &viewer.person.id, id)?)
}

/// What the feed of a token is about. No session is read for it.
///
/// # Errors
/// `NotFound`, also when its owner is gone or has left the team.
pub fn find(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Source, ServiceError> {
    let feed = store::feeds::find_by_token(db, &hash(token))?;
    let owner = store::people::find(db, &feed.owner_id)?;
    if owner.is_disabled {
        return Err(ServiceError::NotFound);
    }
    let team = match &feed.team_id {
        Some(id) => {
            store::teams::membership(db, id, &owner.id)?.ok_or(ServiceError::NotFound)?;
            Some(store::teams::find(db, id)?)
        }
        None => None,
    };
    let changed_at = match &team {
        Some(team) => {
            let ids = event_types(db, team)?;
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            store::bookings::last_change(db, Either::EventTypes(&ids), since(&owner, now))?
        }
        None => store::bookings::last_change(db, Either::Host(&owner.id), since(&owner, now))?,
    };
    let changed_at = changed_at.unwrap_or(feed.created_at);
    let name = team.as_ref().map_or(&owner.name, |team| &team.name);
    let about = [
        changed_at.timestamp_micros().to_string(),
        zone::date(now, owner.zone).to_string(),
        owner.zone.name().to_owned(),
        owner.language.tag().to_owned(),
        owner.name.clone(),
        name.clone(),
    ];
    Ok(Source {
        version: hash(&format!("{}\0{}", feed.id, about.join("\0"))),
        feed,
        owner,
        team,
        changed_at,
    })
}

/// The sessions of a feed in order of time: those that are not long over, and those that were
/// called off lately, so that calendars take them out.
///
/// # Errors
/// When the database cannot be reached.
pub fn sessions(
    db: &mut Db,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    let from = since(&source.owner, now);
    let mut bookings = match &source.team {
        Some(team) => {
            let ids = event_types(db, team)?;
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            store::bookings::list_of_event_types(db, &ids, from, MOST_SESSIONS)?
        }
        None => return own_sessions(db, &source.owner, now),
    };
    keep_current(&mut bookings, from);
    with_hosts(db, bookings)
}

/// The same of a host's own sessions.
///
/// # Errors
/// When the database cannot be reached.
pub fn own_sessions(
    db: &mut Db,
    host: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    let from = since(host, now);
    let listing = Listing {
        host_id: &host.id,
        from,
        to: None,
        after: None,
        with_cancelled: true,
        limit: MOST_SESSIONS,
    };
    let mut bookings = store::bookings::list(db, &listing)?;
    keep_current(&mut bookings, from);
    with_hosts(db, bookings)
}

fn keep_current(bookings: &mut Vec<Booking>, from: DateTime<Utc>) {
    bookings.retain(|booking| match booking.life.status {
        Status::Cancelled { at, .. } => at > from,
        _ => true,
    });
}

/// Bookings with those who hold them.
pub(super) fn with_hosts(
    db: &mut Db,
    bookings: Vec<Booking>,
) -> Result<Vec<Session>, ServiceError> {
    let mut ids: Vec<&str> = bookings.iter().flat_map(Booking::host_ids).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store::people::find_all(db, &ids)?;
    let find = |id: &String| people.iter().find(|person| person.id == *id).cloned();
    Ok(bookings
        .iter()
        .filter_map(|booking| {
            Some(Session {
                host: find(&booking.host_id)?,
                co_hosts: booking.co_host_ids.iter().filter_map(find).collect(),
                booking: booking.clone(),
            })
        })
        .collect())
}

/// Notes that a feed was asked for, now and then.
///
/// # Errors
/// When the database cannot be written.
pub fn note_fetch(db: &mut Db, feed_id: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
    Ok(store::feeds::fetched(db, feed_id, now)?)
}

/// Whether it is time to note that a feed was asked for.
pub fn is_to_be_noted(feed: &Feed, now: DateTime<Utc>) -> bool {
    feed.fetched_at.is_none_or(|at| now - at >= NOTE_EVERY)
}

fn event_types(db: &mut Db, team: &Team) -> Result<Vec<String>, ServiceError> {
    let offers = store::event_types::list_of_team(db, &team.id)?;
    Ok(offers.into_iter().map(|offer| offer.id).collect())
}

/// From when on sessions are told: the same all day, so that a feed changes once a day at most
/// by itself.
fn since(owner: &Person, now: DateTime<Utc>) -> DateTime<Utc> {
    zone::day_start(zone::date(now, owner.zone), owner.zone) - BACK
}
