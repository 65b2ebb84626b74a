//! Why a time is free or not: everything that decides about it, with where it comes from.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::slots;
use super::{ServiceError, Viewer};
use crate::kernel::availability::Schedule;
use crate::kernel::booking::Booking;
use crate::kernel::event_type::EventType;
use crate::kernel::slots::{Finding, HoursSource, Reason, Refusal};
use crate::kernel::span::Span;
use crate::kernel::time_off::{Absence, Entries, Travel};
use crate::store::busy::BusyTime;
use crate::store::claims::Holder;
use crate::store::{self, Db};

/// What decides about a time.
#[derive(Debug, Clone)]
pub struct Why {
    /// What is offered.
    pub event_type: EventType,
    /// Its schedule.
    pub schedule: Schedule,
    /// The time.
    pub span: Span,
    /// Everything that decides about it, the gravest first.
    pub found: Vec<Found>,
}

/// A rule or an entry, and where it comes from.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it is, and whether it is against the time.
    pub finding: Finding,
    /// Where it comes from.
    pub source: Source,
}

/// Where a rule or an entry comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The rule itself says it.
    Rule,
    /// The hours of the schedule, on a travel perhaps.
    Hours(Option<Travel>),
    /// A holiday, by its key.
    Holiday(&'static str),
    /// Out of office.
    Absence(Absence),
    /// A booking.
    Booking(Box<Booking>),
    /// Kept for somebody: while they fill in a form, or as an option of a poll.
    Held,
    /// Busy times.
    Busy(Vec<BusyTime>),
}

impl Why {
    /// The first reason against it; none if the time is free.
    pub fn refusal(&self) -> Option<Refusal> {
        let mut findings = self.found.iter().map(|found| &found.finding);
        findings
            .find(|finding| finding.is_against)
            .map(Finding::refusal)
    }
}

/// What decides about a time of one of the viewer's event types. Without `duration`, its first.
///
/// # Errors
/// `NotFound` when the viewer has no such event type.
pub fn explain(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    (start, duration): (DateTime<Utc>, Option<u32>),
    now: DateTime<Utc>,
) -> Result<Why, ServiceError> {
    let event_type = super::event_types::find(db, viewer, event_type_id)?;
    let span = span(&event_type, start, duration).ok_or(Refusal::BeyondWindow)?;
    let offered = slots::of_event_type(db, event_type)?;
    let host = offered.host().filter(|host| host.id == viewer.person.id);
    let Some((_, schedule)) = host.and_then(|_| offered.parts.first()?.hosts.first()) else {
        return Err(ServiceError::NotFound);
    };
    let schedule = schedule.clone();
    let findings = slots::explain(db, &offered, span, now)?;
    let sources = Sources::read(db, viewer, &findings)?;
    let found = findings
        .into_iter()
        .map(|finding| Found {
            source: sources.of(viewer, &finding.reason),
            finding,
        })
        .collect();
    Ok(Why {
        event_type: offered.event_type,
        schedule,
        span,
        found,
    })
}

fn span(event_type: &EventType, start: DateTime<Utc>, duration: Option<u32>) -> Option<Span> {
    let minutes = duration.or_else(|| event_type.rules.durations.first().copied())?;
    let length = TimeDelta::minutes(i64::from(minutes.min(24 * 60)));
    Span::new(start, start.checked_add_signed(length)?)
}

/// What findings can come from.
struct Sources {
    entries: Entries,
    holders: Vec<Holder>,
    bookings: Vec<Booking>,
    busy: Vec<BusyTime>,
}

impl Sources {
    /// Reads what the findings speak of.
    fn read(db: &mut Db, viewer: &Viewer, findings: &[Finding]) -> Result<Self, ServiceError> {
        let host_id = &viewer.person.id;
        let spans = |wanted: &dyn Fn(&Reason) -> Option<Span>| {
            let spans: Vec<Span> = findings.iter().filter_map(|f| wanted(&f.reason)).collect();
            let first = spans.iter().map(Span::start).min()?;
            Span::new(first, spans.iter().map(Span::end).max()?)
        };
        let claimed = spans(&|reason| match reason {
            Reason::Claim { span, .. } => Some(*span),
            _ => None,
        });
        let busy = spans(&|reason| match reason {
            Reason::Busy { span, .. } => Some(*span),
            _ => None,
        });
        Ok(Self {
            entries: store::time_off::find(db, host_id)?,
            holders: match claimed {
                Some(range) => store::claims::holders(db, host_id, range)?,
                None => Vec::new(),
            },
            bookings: match claimed {
                Some(range) => super::bookings::list_between(db, viewer, range)?,
                None => Vec::new(),
            },
            busy: match busy {
                Some(range) => store::busy::list(db, host_id, range)?,
                None => Vec::new(),
            },
        })
    }

    fn of(&self, viewer: &Viewer, reason: &Reason) -> Source {
        match reason {
            Reason::Hours { date, source, .. } => self.of_hours(*date, *source),
            Reason::Away { span } => {
                let is_it =
                    |absence: &&Absence| absence.period.span(viewer.person.zone) == Some(*span);
                let absence = self.entries.absences.iter().find(is_it);
                absence.map_or(Source::Rule, |absence| Source::Absence(absence.clone()))
            }
            Reason::Claim { span, .. } => {
                let holder = self.holders.iter().find(|holder| holder.span == *span);
                let booking = holder
                    .and_then(|holder| self.bookings.iter().find(|other| other.id == holder.id));
                booking.map_or(Source::Held, |booking| {
                    Source::Booking(Box::new(booking.clone()))
                })
            }
            Reason::Busy { span, .. } => {
                let times = self.busy.iter().filter(|busy| busy.span.overlaps(span));
                Source::Busy(times.cloned().collect())
            }
            _ => Source::Rule,
        }
    }

    fn of_hours(&self, date: NaiveDate, source: HoursSource) -> Source {
        let year = chrono::Datelike::year(&date);
        let mut holidays = self.entries.holidays.between(year, year).into_iter();
        let holiday = holidays.find(|(other, _)| *other == date);
        match (source, holiday) {
            (HoursSource::Holiday, Some((_, key))) => Source::Holiday(key),
            _ => {
                let mut travels = self.entries.travels.iter().map(|(_, travel)| travel);
                Source::Hours(travels.find(|t| t.from <= date && date <= t.to).copied())
            }
        }
    }
}
