//! Why a time is free or not: everything that decides about it, with where it comes from.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::slots::{self, Explained, Offered};
use super::{ServiceError, Viewer, teams};
use crate::kernel::availability::Schedule;
use crate::kernel::booking::Booking;
use crate::kernel::event_type::{EventType, Owner};
use crate::kernel::people::Person;
use crate::kernel::slots::{Finding, HoursSource, Reason, Refusal};
use crate::kernel::span::Span;
use crate::kernel::team::Team;
use crate::kernel::time_off::{Absence, Entries, Travel};
use crate::store::busy::BusyTime;
use crate::store::claims::Holder;
use crate::store::{self, Db};

/// What decides about a time.
#[derive(Debug, Clone)]
pub struct Why {
    /// What is offered.
    pub event_type: EventType,
    /// The time.
    pub span: Span,
    /// The zone in which its days are counted.
    pub zone: Tz,
    /// Whether the viewer can change the event type.
    pub may_change: bool,
    /// The first reason against it, as a client is told; none if the time is free.
    pub refusal: Option<Refusal>,
    /// What counts for the session, whoever holds it, the gravest first.
    pub found: Vec<Found>,
    /// Who holds it: one of each part. A host who offers alone is the only one of the only part.
    pub parts: Vec<WhyPart>,
}

/// Hosts who can stand for each other.
#[derive(Debug, Clone)]
pub struct WhyPart {
    /// Whether the session takes place without one of them too.
    pub is_optional: bool,
    /// Who, with what decides about each.
    pub hosts: Vec<WhyHost>,
}

/// A host, and what decides about them.
#[derive(Debug, Clone)]
pub struct WhyHost {
    /// Who.
    pub host: Person,
    /// Their hours that count.
    pub schedule: Schedule,
    /// Whether that is the viewer, who alone reads what their entries are about.
    pub is_viewer: bool,
    /// What counts for them, the gravest first.
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
    /// An entry of a colleague: that it is there, not what it is.
    Colleague,
}

impl Why {
    /// The part of a host who offers alone.
    pub fn alone(&self) -> Option<&WhyHost> {
        match (&self.event_type.owner, &self.parts[..]) {
            (Owner::Host { .. }, [part]) => part.hosts.first(),
            _ => None,
        }
    }
}

impl WhyHost {
    /// Whether they can hold the session.
    pub fn is_able(&self) -> bool {
        self.found.iter().all(|found| !found.finding.is_against)
    }
}

/// What decides about a time of one of the viewer's event types, or of one of their teams. Without
/// `duration`, its first.
///
/// # Errors
/// `NotFound` when neither the viewer nor a team of theirs has such an event type.
pub fn explain(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    (start, duration): (DateTime<Utc>, Option<u32>),
    now: DateTime<Utc>,
) -> Result<Why, ServiceError> {
    let event_type = store::event_types::find(db, event_type_id)?;
    let may_change = may_change(db, viewer, &event_type)?;
    let span = span(&event_type, start, duration).ok_or(Refusal::BeyondWindow)?;
    let offered = slots::of_event_type(db, event_type)?;
    let (refusal, shared, hosts) = match slots::explain(db, &offered, span, now)? {
        Explained::Alone(found) => {
            let mut against = found.iter().filter(|finding| finding.is_against);
            (
                against.next().map(Finding::refusal),
                Vec::new(),
                vec![vec![found]],
            )
        }
        Explained::Several(found) => (found.refusal, found.shared, found.hosts),
    };
    let sources = Sources::read(db, viewer, &offered, &hosts)?;
    let parts = offered.parts.iter().zip(hosts);
    let parts = parts.map(|(part, found)| WhyPart {
        is_optional: part.is_optional,
        hosts: part
            .hosts
            .iter()
            .zip(found)
            .map(|((host, schedule), found)| WhyHost {
                found: sources.all(host, found),
                host: host.clone(),
                schedule: schedule.clone(),
                is_viewer: host.id == viewer.person.id,
            })
            .collect(),
    });
    let shared = shared.into_iter().map(|finding| Found {
        finding,
        source: Source::Rule,
    });
    Ok(Why {
        found: shared.collect(),
        parts: parts.collect(),
        zone: offered.zone,
        event_type: offered.event_type,
        span,
        may_change,
        refusal,
    })
}

/// The event types about whose times the viewer may ask, the oldest first, each with the team
/// that it is of: their own before those of their teams.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<(EventType, Option<Team>)>, ServiceError> {
    let own = store::event_types::list(db, &viewer.person.id)?;
    let teams = store::teams::list_of(db, &viewer.person.id)?;
    let ids: Vec<&str> = teams.iter().map(|team| team.id.as_str()).collect();
    let of_teams = store::event_types::list_of_teams(db, &ids)?;
    let of_teams = of_teams.into_iter().map(|event_type| {
        let mut teams = teams.iter();
        let team = teams.find(|team| event_type.team_id() == Some(&team.id));
        (event_type, team.cloned())
    });
    let own = own.into_iter().map(|event_type| (event_type, None));
    Ok(own.chain(of_teams).collect())
}

/// Whether the viewer, who may ask about an event type, can change it too.
fn may_change(db: &mut Db, viewer: &Viewer, event_type: &EventType) -> Result<bool, ServiceError> {
    match &event_type.owner {
        Owner::Host { host_id, .. } => viewer.must_be(host_id).map(|()| true),
        Owner::Team { team_id } => match teams::must_lead(db, viewer, team_id) {
            Ok(()) => Ok(true),
            Err(ServiceError::Forbidden) => Ok(false),
            Err(error) => Err(error),
        },
    }
}

fn span(event_type: &EventType, start: DateTime<Utc>, duration: Option<u32>) -> Option<Span> {
    let minutes = duration.or_else(|| event_type.rules.durations.first().copied())?;
    let length = TimeDelta::minutes(i64::from(minutes.min(24 * 60)));
    Span::new(start, start.checked_add_signed(length)?)
}

/// What findings can come from.
struct Sources<'a> {
    viewer: &'a Viewer,
    /// What each host says of their own time, by their ids.
    entries: HashMap<String, Entries>,
    /// Of the viewer.
    holders: Vec<Holder>,
    bookings: Vec<Booking>,
    busy: Vec<BusyTime>,
}

impl<'a> Sources<'a> {
    /// Reads what the findings about the hosts of each part speak of.
    fn read(
        db: &mut Db,
        viewer: &'a Viewer,
        offered: &Offered,
        found: &[Vec<Vec<Finding>>],
    ) -> Result<Self, ServiceError> {
        let hosts = offered.hosts().zip(found.iter().flatten());
        let own = hosts.filter(|(host, _)| host.id == viewer.person.id);
        let own: Vec<&Finding> = own.flat_map(|(_, findings)| findings).collect();
        let host_id = &viewer.person.id;
        let claimed = around(&own, |reason| match reason {
            Reason::Claim { span, .. } => Some(*span),
            _ => None,
        });
        let busy = around(&own, |reason| match reason {
            Reason::Busy { span, .. } => Some(*span),
            _ => None,
        });
        let ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
        Ok(Self {
            viewer,
            entries: store::time_off::of_hosts(db, &ids)?,
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

    /// The findings about a host with where they come from.
    fn all(&self, host: &Person, findings: Vec<Finding>) -> Vec<Found> {
        let findings = findings.into_iter();
        findings
            .map(|finding| Found {
                source: if host.id == self.viewer.person.id {
                    self.own(&finding.reason)
                } else {
                    self.of_colleague(host, &finding.reason)
                },
                finding,
            })
            .collect()
    }

    /// Where a finding about the viewer comes from.
    fn own(&self, reason: &Reason) -> Source {
        let host = &self.viewer.person;
        match reason {
            Reason::Hours { date, source, .. } => self.of_hours(host, *date, *source),
            Reason::Away { span } => {
                let is_it = |absence: &&Absence| absence.period.span(host.zone) == Some(*span);
                let entries = self.entries.get(&host.id).into_iter();
                let absence = entries.flat_map(|entries| &entries.absences).find(is_it);
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

    /// Where a finding about somebody else comes from. Whom they meet and where they are is theirs.
    fn of_colleague(&self, host: &Person, reason: &Reason) -> Source {
        match reason {
            Reason::Hours { date, source, .. } => match self.of_hours(host, *date, *source) {
                Source::Hours(_) => Source::Hours(None),
                source => source,
            },
            Reason::Claim { .. } | Reason::Busy { .. } => Source::Colleague,
            _ => Source::Rule,
        }
    }

    fn of_hours(&self, host: &Person, date: NaiveDate, source: HoursSource) -> Source {
        let Some(entries) = self.entries.get(&host.id) else {
            return Source::Hours(None);
        };
        let year = chrono::Datelike::year(&date);
        let mut holidays = entries.holidays.between(year, year).into_iter();
        let holiday = holidays.find(|(other, _)| *other == date);
        match (source, holiday) {
            (HoursSource::Holiday, Some((_, key))) => Source::Holiday(key),
            _ => {
                let mut travels = entries.travels.iter().map(|(_, travel)| travel);
                Source::Hours(travels.find(|t| t.from <= date && date <= t.to).copied())
            }
        }
    }
}

/// From the first to the last of the spans that reasons name.
fn around(findings: &[&Finding], wanted: impl Fn(&Reason) -> Option<Span>) -> Option<Span> {
    let spans: Vec<Span> = findings.iter().filter_map(|f| wanted(&f.reason)).collect();
    let first = spans.iter().map(Span::start).min()?;
    Span::new(first, spans.iter().map(Span::end).max()?)
}
