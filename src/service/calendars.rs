//! Calendars that are kept here, for programs that speak CalDAV. What a host puts into one makes
//! that time busy at once.

use chrono::{DateTime, TimeDelta, Utc};

use super::links::{Links, hash};
use super::subscriptions::search;
use super::{ServiceError, Viewer, new_id, waiting};
use crate::ical::busy;
use crate::ical::object::{self, ObjectError};
use crate::kernel::people::{Language, Person};
use crate::kernel::span::Span;
use crate::store::calendars::Text;
pub use crate::store::calendars::{Calendar, Object};
use crate::store::{self, Db, StoreError};

/// The collection of sessions, which is made of bookings.
pub const SESSIONS: &str = "sessions";
/// The most octets of an object.
pub const MOST_OF_OBJECT: usize = 1 << 20;
/// How many calendars a person may have.
const MOST_CALENDARS: usize = 50;
/// How long a name in an address may be.
const MOST_OF_NAME: usize = 255;
/// After how long the busy times of an object are found anew: the window has moved on.
const INDEX_ANEW: TimeDelta = TimeDelta::days(7);

/// Why an act on a calendar was refused.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// As every act may be refused.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// It has changed since, or is there already (RFC 9110 §13.1).
    #[error("it has changed meanwhile")]
    Precondition,
    /// Another object has the UID: its name.
    #[error("this UID is taken")]
    UidConflict(String),
    /// No calendar object.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// Larger than [`MOST_OF_OBJECT`].
    #[error("this is too large")]
    TooLarge,
}

impl From<StoreError> for CalendarError {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// What must be so before something is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Any,
    /// It must not be there (`If-None-Match: *`).
    IsNew,
    /// It must be there (`If-Match: *`).
    Exists,
    /// It must have one of these tags (`If-Match`).
    Is(Vec<String>),
}

impl Condition {
    /// Whether what is there meets it.
    ///
    /// # Errors
    /// `Precondition`.
    pub fn check(&self, etag: Option<&str>) -> Result<(), CalendarError> {
        let is_met = match (self, etag) {
            (Self::Any, _) | (Self::IsNew, None) | (Self::Exists, Some(_)) => true,
            (Self::Is(tags), Some(etag)) => tags.iter().any(|tag| tag == etag),
            _ => false,
        };
        if is_met {
            Ok(())
        } else {
            Err(CalendarError::Precondition)
        }
    }
}

/// The viewer's calendars, in their order.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<Calendar>, ServiceError> {
    let mut kept = store::calendars::list(db, &viewer.person.id)?;
    kept.retain(|calendar| calendar.slug != SESSIONS);
    Ok(kept)
}

/// One of the viewer's calendars.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, slug: &str) -> Result<Calendar, ServiceError> {
    Ok(store::calendars::find(db, &viewer.person.id, slug)?)
}

fn find_by_id(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Calendar, ServiceError> {
    let mut own = list(db, viewer)?.into_iter();
    own.find(|it| it.id == id).ok_or(ServiceError::NotFound)
}

/// Makes a first calendar, if the viewer has none.
pub(super) fn ensure_one(db: &mut Db, viewer: &Viewer) -> Result<(), ServiceError> {
    if !list(db, viewer)?.is_empty() {
        return Ok(());
    }
    let name = match viewer.person.language {
        Language::De => "Eigene Termine",
        Language::En => "Own events",
    };
    let first = Calendar {
        id: new_id(),
        person_id: viewer.person.id.clone(),
        slug: "own".to_owned(),
        name: name.to_owned(),
        color: "#0b5c5b".to_owned(),
        position: 1,
        description: String::new(),
        changes: 0,
        public_id: None,
        public_hash: None,
    };
    Ok(store::calendars::insert(db, &first)?)
}

/// Makes a calendar at an address that is free; `how` says how it is shown.
///
/// # Errors
/// `Precondition` when the address is taken; `Forbidden` when there are too many.
pub fn make(
    db: &mut Db,
    viewer: &Viewer,
    slug: &str,
    how: impl FnOnce(&mut Calendar),
) -> Result<(), CalendarError> {
    let all = list(db, viewer)?;
    if all.len() >= MOST_CALENDARS || !is_name(slug) {
        return Err(ServiceError::Forbidden.into());
    }
    if slug == SESSIONS || all.iter().any(|known| known.slug == slug) {
        return Err(CalendarError::Precondition);
    }
    let mut calendar = Calendar {
        id: new_id(),
        person_id: viewer.person.id.clone(),
        slug: slug.to_owned(),
        name: slug.to_owned(),
        color: String::new(),
        position: i32::try_from(all.len())
            .unwrap_or(i32::MAX)
            .saturating_add(1),
        description: String::new(),
        changes: 0,
        public_id: None,
        public_hash: None,
    };
    how(&mut calendar);
    tidy(&mut calendar);
    Ok(store::calendars::insert(db, &calendar)?)
}

/// Gives a calendar an address at which everybody who knows it can read it; it has one at the most.
///
/// # Errors
/// `NotFound`.
pub fn publish(db: &mut Db, viewer: &Viewer, links: &Links, id: &str) -> Result<(), ServiceError> {
    let calendar = find_by_id(db, viewer, id)?;
    if calendar.public_id.is_none() {
        let id = new_id();
        let hash = hash(&links.public_calendar_token(&id));
        store::calendars::set_public(db, &calendar.id, Some((&id, &hash)))?;
    }
    Ok(())
}

/// Ends a public address: it is good for nothing from now on.
///
/// # Errors
/// `NotFound`.
pub fn withdraw(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    let calendar = find_by_id(db, viewer, id)?;
    Ok(store::calendars::set_public(db, &calendar.id, None)?)
}

/// The calendar that a public address opens, and whose it is.
///
/// # Errors
/// `NotFound`, also when its owner is gone.
pub fn find_public(db: &mut Db, token: &str) -> Result<(Viewer, Calendar), ServiceError> {
    let calendar = store::calendars::find_public(db, &hash(token))?;
    let person = store::people::find(db, &calendar.person_id)?;
    if person.is_disabled {
        return Err(ServiceError::NotFound);
    }
    Ok((Viewer { person }, calendar))
}

/// Changes how a calendar is shown.
///
/// # Errors
/// `NotFound`.
pub fn change(
    db: &mut Db,
    viewer: &Viewer,
    slug: &str,
    how: impl FnOnce(&mut Calendar),
) -> Result<(), ServiceError> {
    let mut calendar = match slug {
        SESSIONS => of_sessions(db, viewer)?,
        slug => find(db, viewer, slug)?,
    };
    how(&mut calendar);
    tidy(&mut calendar);
    if calendar.id.is_empty() {
        calendar.id = new_id();
        return Ok(store::calendars::insert(db, &calendar)?);
    }
    Ok(store::calendars::update(db, &calendar)?)
}

/// How the calendar that is made of the viewer's sessions is shown: as they have set it, or as it
/// is at first.
///
/// # Errors
/// When the database cannot be reached.
pub fn of_sessions(db: &mut Db, viewer: &Viewer) -> Result<Calendar, ServiceError> {
    match store::calendars::find(db, &viewer.person.id, SESSIONS) {
        Ok(set) => Ok(set),
        Err(StoreError::NotFound) => Ok(Calendar {
            id: String::new(),
            person_id: viewer.person.id.clone(),
            slug: SESSIONS.to_owned(),
            name: match viewer.person.language {
                Language::De => "Sitzungen".to_owned(),
                Language::En => "Sessions".to_owned(),
            },
            color: "#e07a45".to_owned(),
            position: 0,
            description: String::new(),
            changes: 0,
            public_id: None,
            public_hash: None,
        }),
        Err(error) => Err(error.into()),
    }
}

/// Keeps what programs say within bounds.
fn tidy(calendar: &mut Calendar) {
    let cut = |text: &str, most| -> String {
        text.chars()
            .filter(|c| !c.is_control())
            .take(most)
            .collect()
    };
    calendar.name = cut(&calendar.name, 255);
    calendar.description = cut(&calendar.description, 2_000);
    let is_color = calendar.color.starts_with('#')
        && matches!(calendar.color.len(), 4 | 7 | 9)
        && calendar.color[1..].bytes().all(|b| b.is_ascii_hexdigit());
    if !is_color {
        calendar.color = String::new();
    }
}

/// Removes a calendar with all that is in it; its times are free.
///
/// # Errors
/// `NotFound`.
pub fn remove(db: &mut Db, viewer: &Viewer, slug: &str) -> Result<(), ServiceError> {
    let calendar = find(db, viewer, slug)?;
    for id in store::calendars::delete(db, &calendar.id)? {
        set_busy(db, &viewer.person, &id, Vec::new())?;
    }
    Ok(())
}

/// The objects of a calendar that may touch `range`, all of them without one.
pub fn objects(
    db: &mut Db,
    calendar: &Calendar,
    range: Option<Span>,
) -> Result<Vec<Object>, ServiceError> {
    Ok(store::calendars::objects(db, &calendar.id, range)?)
}

/// Those of these names that are in a calendar.
pub fn objects_named(
    db: &mut Db,
    calendar: &Calendar,
    names: &[&str],
) -> Result<Vec<Object>, ServiceError> {
    Ok(store::calendars::objects_named(db, &calendar.id, names)?)
}

/// The texts of objects, each with the id of its object.
pub fn bodies(db: &mut Db, objects: &[Object]) -> Result<Vec<(String, String)>, ServiceError> {
    let ids: Vec<&str> = objects.iter().map(|object| object.id.as_str()).collect();
    Ok(store::calendars::bodies(db, &ids)?)
}

/// The names that changed after `number`, each with the number of its last change.
pub fn changes_after(
    db: &mut Db,
    calendar: &Calendar,
    number: i64,
    limit: u32,
) -> Result<Vec<(String, i64)>, ServiceError> {
    Ok(store::calendars::changes_after(
        db,
        &calendar.id,
        number,
        limit,
    )?)
}

/// Puts an object into a calendar, or another text in its place. Returns its tag and whether it
/// is new.
///
/// # Errors
/// `NotFound` without such a calendar; `Precondition`; `UidConflict`; `Object`; `TooLarge`.
pub fn put(
    db: &mut Db,
    viewer: &Viewer,
    (slug, name, body): (&str, &str, &str),
    condition: &Condition,
    (domain, now): (&str, DateTime<Utc>),
) -> Result<(String, bool), CalendarError> {
    if body.len() > MOST_OF_OBJECT {
        return Err(CalendarError::TooLarge);
    }
    if !is_name(name) {
        return Err(ServiceError::Forbidden.into());
    }
    let calendar = find(db, viewer, slug)?;
    let search = search(&viewer.person, domain, now).ok_or(ObjectError::Invalid)?;
    let read = object::read(body, &search.owner)?;
    store::calendars::count_change(db, &calendar.id, name)?;
    let known = store::calendars::objects_named(db, &calendar.id, &[name])?.pop();
    condition.check(known.as_ref().map(|known| known.etag.as_str()))?;
    let of_uid = store::calendars::object_of_uid(db, &calendar.id, &read.uid)?;
    if let Some(other) = of_uid.filter(|other| other.name != name) {
        return Err(CalendarError::UidConflict(other.name));
    }
    let is_new = known.is_none();
    let object = Object {
        id: known.map_or_else(new_id, |known| known.id),
        calendar_id: calendar.id,
        name: name.to_owned(),
        uid: read.uid,
        etag: hash(body),
        modified_at: now,
    };
    let text = Text {
        body: body.to_owned(),
        bounds: read.bounds,
    };
    store::calendars::put(db, &object, &text, is_new, now)?;
    let found = busy::find(body.as_bytes(), &search).map_err(ObjectError::from)?;
    set_busy(db, &viewer.person, &object.id, times(found))?;
    Ok((object.etag, is_new))
}

/// Takes an object out of a calendar; its time is free.
///
/// # Errors
/// `NotFound`; `Precondition`.
pub fn delete(
    db: &mut Db,
    viewer: &Viewer,
    (slug, name): (&str, &str),
    condition: &Condition,
) -> Result<(), CalendarError> {
    let calendar = find(db, viewer, slug)?;
    store::calendars::count_change(db, &calendar.id, name)?;
    let known = store::calendars::objects_named(db, &calendar.id, &[name])?.pop();
    let known = known.ok_or(ServiceError::NotFound)?;
    condition.check(Some(&known.etag))?;
    store::calendars::delete_object(db, &known.id)?;
    set_busy(db, &viewer.person, &known.id, Vec::new())?;
    Ok(())
}

/// Finds the busy times of some objects anew whose window has moved on, and returns how many
/// there were.
///
/// # Errors
/// When the database cannot be written.
pub fn index_anew(
    db: &mut Db,
    domain: &str,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<usize, ServiceError> {
    let old = store::calendars::indexed_before(db, now - INDEX_ANEW, now, limit)?;
    for (id, person_id, body) in &old {
        let person = store::people::find(db, person_id)?;
        let search = search(&person, domain, now);
        if let Some(Ok(found)) = search.map(|search| busy::find(body.as_bytes(), &search)) {
            set_busy(db, &person, id, times(found))?;
        }
        store::calendars::indexed(db, id, now)?;
    }
    Ok(old.len())
}

fn times(found: busy::Found) -> Vec<(Span, String)> {
    let times = found.times.into_iter();
    times.map(|time| (time.span, time.title)).collect()
}

fn set_busy(
    db: &mut Db,
    person: &Person,
    object_id: &str,
    times: Vec<(Span, String)>,
) -> Result<(), ServiceError> {
    let source = format!("object:{object_id}");
    if store::busy::replace(db, (&person.id, &source), times)? {
        waiting::has_time_again(db, &person.id)?;
    }
    Ok(())
}

/// Whether something can be the last part of an address.
fn is_name(name: &str) -> bool {
    let is_odd = |c: char| c.is_control() || c == '/';
    !name.is_empty()
        && name.len() <= MOST_OF_NAME
        && !name.contains(is_odd)
        && !name.starts_with('.')
}
