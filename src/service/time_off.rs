//! Out of office, travels and holidays of a host. What is booked is never changed by them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Problems, ServiceError, Viewer, hosts, new_id};
use crate::kernel::booking::Booking;
use crate::kernel::holidays::{self, Choice};
use crate::kernel::people::{Person, Username};
use crate::kernel::span::Span;
use crate::kernel::text;
use crate::kernel::time_off::{Absence, Entries, Period, Travel};
use crate::kernel::zone;
use crate::store::{self, Db, StoreError, time_off};

/// So many absences and travels one host may have.
const MOST: usize = 200;
/// The longest absence or travel: two years, in days.
const LONGEST: i64 = 731;
/// So long before it begins an absence is announced.
const ANNOUNCED: TimeDelta = TimeDelta::days(30);

/// An absence or a travel, as typed. Times are instants; days are the host's own.
#[derive(Debug, Clone, Default)]
pub struct TimeOffForm {
    /// A travel: the zone, IANA name. Otherwise out of office.
    pub zone: Option<String>,
    /// First and last day, inclusive.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// From one instant to another; only out of office, and without days.
    pub instants: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What clients read.
    pub message: String,
    /// The username of whom clients can turn to; empty is nobody.
    pub substitute: String,
}

/// An absence or a travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Out of office.
    Absence(Absence),
    /// Elsewhere: id and travel.
    Travel(String, Travel),
}

impl Entry {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Absence(absence) => &absence.id,
            Self::Travel(id, _) => id,
        }
    }
}

/// What clients read while a host is out of office.
#[derive(Debug, Clone)]
pub struct Notice {
    /// When.
    pub span: Span,
    /// In the host's words; may be empty.
    pub message: String,
    /// Whom clients can turn to, unless their account is closed.
    pub substitute: Option<Person>,
}

/// Everything the viewer has entered.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Entries, ServiceError> {
    Ok(time_off::find(db, &viewer.person.id)?)
}

/// Adds an absence or a travel.
///
/// # Errors
/// `Invalid` with the fields.
pub fn create(db: &mut Db, viewer: &Viewer, form: &TimeOffForm) -> Result<Entry, ServiceError> {
    store::people::lock(db, &viewer.person.id)?;
    let entries = list(db, viewer)?;
    if entries.absences.len() + entries.travels.len() >= MOST {
        let mut problems = Problems::default();
        problems.add("from", "too-many");
        problems.finish()?;
    }
    put(db, viewer, (new_id(), &entries), form)
}

/// Writes one over; an absence may become a travel.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn replace(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    form: &TimeOffForm,
) -> Result<Entry, ServiceError> {
    store::people::lock(db, &viewer.person.id)?;
    let entries = list(db, viewer)?;
    let is_own = entries.absences.iter().any(|absence| absence.id == id)
        || entries.travels.iter().any(|(other, _)| other == id);
    if !is_own {
        return Err(ServiceError::NotFound);
    }
    put(db, viewer, (id.to_owned(), &entries), form)
}

/// Removes one.
///
/// # Errors
/// `NotFound`.
pub(super) fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    Ok(time_off::delete(db, &viewer.person.id, id)?)
}

/// Sets where the viewer lives and which holidays they switch; an empty region is none.
///
/// # Errors
/// `Invalid` when there is no such region or it has no such day.
pub fn set_holidays(db: &mut Db, viewer: &Viewer, choice: &Choice) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    if !choice.region.is_empty() && !holidays::is_region(&choice.region) {
        problems.add("region", "unknown-choice");
    }
    let known = holidays::of_region(&choice.region);
    let is_known = |key: &String| known.iter().any(|day| day.key == key);
    if !choice.switched.iter().all(is_known) {
        problems.add("switched", "unknown-choice");
    }
    problems.finish()?;
    Ok(time_off::set_holidays(db, &viewer.person.id, choice)?)
}

/// The viewer's bookings that lie in an absence which is not over, in order of time: with which of
/// them it is. They stay as they are.
pub fn bookings_within(
    db: &mut Db,
    viewer: &Viewer,
    absences: &[Absence],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Booking)>, ServiceError> {
    let zone = viewer.person.zone;
    let spans: Vec<(&str, Span)> = absences
        .iter()
        .filter_map(|absence| Some((absence.id.as_str(), absence.period.span(zone)?)))
        .filter(|(_, span)| span.end() > now)
        .collect();
    let first = spans.iter().map(|(_, span)| span.start()).min();
    let last = spans.iter().map(|(_, span)| span.end()).max();
    let Some(range) = first
        .zip(last)
        .and_then(|(from, to)| Span::new(from.max(now), to))
    else {
        return Ok(Vec::new());
    };
    let bookings = super::bookings::list_between(db, viewer, range)?;
    let within = |booking: &Booking| {
        let mut spans = spans.iter();
        spans
            .find(|(_, span)| span.overlaps(&booking.life.span))
            .map(|(id, _)| (*id).to_owned())
    };
    Ok(bookings
        .into_iter()
        .filter_map(|booking| Some((within(&booking)?, booking)))
        .collect())
}

/// What clients of a host read now: the absences that are not over and begin within a month, the
/// next first.
pub fn notices(
    db: &mut Db,
    host: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, ServiceError> {
    let absences = time_off::find(db, &host.id)?.absences;
    let mut soon: Vec<(Span, Absence)> = absences
        .into_iter()
        .filter_map(|absence| Some((absence.period.span(host.zone)?, absence)))
        .filter(|(span, _)| span.end() > now && span.start() <= now + ANNOUNCED)
        .filter(|(_, absence)| !absence.message.is_empty() || absence.substitute_id.is_some())
        .collect();
    soon.sort_by_key(|(span, _)| *span);
    soon.truncate(3);
    let mut notices = Vec::new();
    for (span, absence) in soon {
        let substitute = absence.substitute_id.as_deref();
        let substitute = match substitute.map(|id| store::people::find(db, id)) {
            Some(Ok(person)) if !person.is_disabled => Some(person),
            None | Some(Ok(_) | Err(StoreError::NotFound)) => None,
            Some(Err(error)) => return Err(error.into()),
        };
        if substitute.is_some() || !absence.message.is_empty() {
            notices.push(Notice {
                span,
                message: absence.message,
                substitute,
            });
        }
    }
    Ok(notices)
}

/// Everybody the viewer can name as a substitute, by name.
pub fn substitutes(db: &mut Db, viewer: &Viewer) -> Result<Vec<Person>, ServiceError> {
    let mut everybody = hosts::list(db)?;
    everybody.retain(|person| person.id != viewer.person.id);
    Ok(everybody)
}

fn put(
    db: &mut Db,
    viewer: &Viewer,
    (id, entries): (String, &Entries),
    form: &TimeOffForm,
) -> Result<Entry, ServiceError> {
    let host_id = &viewer.person.id;
    match &form.zone {
        Some(zone) => {
            let travel = travel(zone, form.days, (&id, entries))?;
            time_off::put_travel(db, host_id, &id, &travel)?;
            Ok(Entry::Travel(id, travel))
        }
        None => {
            let absence = absence(db, viewer, id, form)?;
            time_off::put_absence(db, host_id, &absence)?;
            Ok(Entry::Absence(absence))
        }
    }
}

fn travel(
    zone: &str,
    days: Option<(NaiveDate, NaiveDate)>,
    (id, entries): (&str, &Entries),
) -> Result<Travel, ServiceError> {
    let mut problems = Problems::default();
    let zone = problems.take("zone", zone::parse(zone));
    let days = check_days(&mut problems, days);
    if let Some((from, to)) = days
        && entries
            .travels
            .iter()
            .any(|(other, travel)| other != id && travel.from <= to && from <= travel.to)
    {
        problems.add("from", "overlap");
    }
    problems.finish()?;
    let (Some(zone), Some((from, to))) = (zone, days) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(Travel { from, to, zone })
}

fn absence(
    db: &mut Db,
    viewer: &Viewer,
    id: String,
    form: &TimeOffForm,
) -> Result<Absence, ServiceError> {
    let mut problems = Problems::default();
    let period = match form.instants {
        None => check_days(&mut problems, form.days).map(|(from, to)| Period::Days { from, to }),
        Some((start, end)) => match Span::new(start, end) {
            Some(span) if span.duration() <= TimeDelta::days(LONGEST) => {
                Some(Period::Between(span))
            }
            Some(_) => {
                problems.add("to", "more-than-two-years");
                None
            }
            None => {
                problems.add("to", "empty-range");
                None
            }
        },
    };
    let message = problems.take("message", text::lines(&form.message, 0, 500));
    let substitute = substitute(db, viewer, form.substitute.trim(), &mut problems)?;
    problems.finish()?;
    let Some(period) = period else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(Absence {
        id,
        period,
        message: message.unwrap_or_default(),
        substitute_id: substitute,
    })
}

fn check_days(
    problems: &mut Problems,
    days: Option<(NaiveDate, NaiveDate)>,
) -> Option<(NaiveDate, NaiveDate)> {
    match days {
        None => problems.add("from", "missing"),
        Some((from, to)) if to < from => problems.add("to", "to-before-from"),
        Some((from, to)) if (to - from).num_days() >= LONGEST => {
            problems.add("to", "more-than-two-years");
        }
        Some(days) => return Some(days),
    }
    None
}

fn substitute(
    db: &mut Db,
    viewer: &Viewer,
    name: &str,
    problems: &mut Problems,
) -> Result<Option<String>, ServiceError> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = match Username::parse(name) {
        Ok(username) => match hosts::find(db, &username) {
            Ok(person) if person.id != viewer.person.id => Some(person.id),
            Ok(_) | Err(ServiceError::NotFound) => None,
            Err(error) => return Err(error),
        },
        Err(_) => None,
    };
    if found.is_none() {
        problems.add("substitute", "unknown-choice");
    }
    Ok(found)
}
