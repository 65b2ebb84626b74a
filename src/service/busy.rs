//! Time that a host says is busy.

use super::{
    Problems, ServiceError, Viewer, bookings, new_id, remote_calendars, subscriptions, waiting,
};
use crate::kernel::people::Email;
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::text;
pub use crate::store::busy::BusyTime;
use crate::store::busy::{self, BY_HAND};
use crate::store::{self, Db};

/// The viewer's busy times that touch `range`, in order of time.
pub fn list(db: &mut Db, viewer: &Viewer, range: Span) -> Result<Vec<BusyTime>, ServiceError> {
    Ok(busy::list(db, &viewer.person.id, range)?)
}

/// All time of the viewer's that is taken in `range`: busy elsewhere, sessions, requests.
pub fn all(db: &mut Db, viewer: &Viewer, range: Span) -> Result<SpanSet, ServiceError> {
    let sessions = bookings::list_between(db, viewer, range)?;
    let sessions = sessions.iter().map(|booking| booking.life.span);
    let sessions = SpanSet::from_spans(sessions);
    Ok(busy::in_range(db, &viewer.person.id, range)?.union(&sessions))
}

/// When people of this instance are busy, by their addresses in lower case; none of whoever is
/// not one of them. Colleagues see when, never with what.
///
/// # Errors
/// When the database cannot be reached.
pub fn of_colleagues(
    db: &mut Db,
    viewer: &Viewer,
    addresses: &[String],
    range: Span,
) -> Result<Vec<Option<SpanSet>>, ServiceError> {
    let mut found = Vec::new();
    for address in addresses {
        let email = Email::parse(address).ok();
        let person = match email {
            Some(email) if email == viewer.person.email => Some(viewer.person.clone()),
            Some(email) => store::people::find_by_email(db, &email)?,
            None => None,
        };
        let person = person.filter(|person| !person.is_disabled);
        found.push(match person {
            Some(person) => Some(all(db, &Viewer { person }, range)?),
            None => None,
        });
    }
    Ok(found)
}

/// The viewer is busy.
///
/// # Errors
/// `Invalid` when the title is too long.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    span: Span,
    title: &str,
) -> Result<BusyTime, ServiceError> {
    let mut problems = Problems::default();
    let title = problems.take("title", text::one_line(title, 0, 120));
    problems.finish()?;
    let busy_time = BusyTime {
        id: new_id(),
        span,
        title: title.unwrap_or_default(),
        source: BY_HAND.to_owned(),
    };
    busy::insert(db, &viewer.person.id, &busy_time)?;
    Ok(busy_time)
}

/// The viewer is not busy any more.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    busy::delete(db, &viewer.person.id, id)?;
    waiting::has_time_again(db, &viewer.person.id)
}

/// Where a busy time comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A subscribed calendar: its id and name.
    Subscription(String, String),
    /// A calendar at a server elsewhere: the id of the account, and its name.
    Account(String, String),
    /// A calendar that is kept here: its name.
    Own(String),
}

/// Where each of the viewer's busy times comes from, in their order; none for those entered by
/// hand.
///
/// # Errors
/// When the database cannot be reached.
pub fn origins(
    db: &mut Db,
    viewer: &Viewer,
    times: &[BusyTime],
) -> Result<Vec<Option<Origin>>, ServiceError> {
    let subscriptions = subscriptions::list(db, viewer)?;
    let accounts = remote_calendars::list(db, viewer)?;
    let objects: Vec<&str> = times
        .iter()
        .filter_map(|time| time.source.strip_prefix("object:"))
        .collect();
    let own = store::calendars::names_of(db, &objects)?;
    let origin = |time: &BusyTime| {
        let (kind, id) = time.source.split_once(':')?;
        match kind {
            "subscription" => {
                let one = subscriptions.iter().find(|it| it.id == id)?;
                Some(Origin::Subscription(one.id.clone(), one.name.clone()))
            }
            "remote" => {
                let (id, _) = id.split_once(' ')?;
                accounts.iter().find_map(|(account, calendars)| {
                    let calendar = calendars.iter().find(|it| it.id == id)?;
                    Some(Origin::Account(account.id.clone(), calendar.name.clone()))
                })
            }
            "object" => own.get(id).cloned().map(Origin::Own),
            _ => None,
        }
    };
    Ok(times.iter().map(origin).collect())
}
