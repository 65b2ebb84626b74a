//! VEVENT, as far as it tells when somebody is busy.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarDuration, ICalendarEntry, ICalendarParameterName,
    ICalendarParameterValue, ICalendarParticipationStatus, ICalendarPeriod, ICalendarProperty,
    ICalendarStatus, ICalendarTransparency, ICalendarValue,
};
use chrono::{TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Length, Moment, Reading, Rule, Why, Zone, rule};
use crate::kernel::text;

/// The most characters of a title that are kept.
const MOST_OF_TITLE: usize = 120;
/// The most dates of RDATE and EXDATE of one event.
const MOST_DATES: usize = 10_000;

/// How much an event takes of its owner's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ical) enum Weight {
    /// Nothing: transparent, called off, declined.
    Free,
    /// Perhaps.
    Tentative,
    /// All of it.
    Busy,
}

/// Which instance of a series an event stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ical) struct RecurrenceId {
    pub(in crate::ical) moment: Moment,
    /// RANGE=THISANDFUTURE.
    pub(in crate::ical) and_future: bool,
}

/// An event, or an instance of one that differs from its series.
#[derive(Debug)]
pub(in crate::ical) struct Event {
    pub(in crate::ical) line: u32,
    /// Empty if it has none.
    pub(in crate::ical) uid: String,
    /// Which of two with the same UID is newer: SEQUENCE, then DTSTAMP.
    pub(in crate::ical) age: (i64, Option<chrono::DateTime<Utc>>),
    pub(in crate::ical) start: Moment,
    pub(in crate::ical) length: Length,
    pub(in crate::ical) rules: Vec<Rule>,
    pub(in crate::ical) dates: Vec<(Moment, Option<Length>)>,
    pub(in crate::ical) except: Vec<Moment>,
    pub(in crate::ical) stands_for: Option<RecurrenceId>,
    pub(in crate::ical) title: String,
    pub(in crate::ical) weight: Weight,
}

/// Reads an event; none if it has no beginning.
pub(super) fn read(component: &ICalendarComponent, reading: &mut Reading<'_>) -> Option<Event> {
    let stands_for = component
        .property(&ICalendarProperty::RecurrenceId)
        .and_then(|entry| recurrence_id(entry, reading));
    let start = component
        .property(&ICalendarProperty::Dtstart)
        .and_then(|entry| first_moment(entry, reading))
        .or(stands_for.map(|id| id.moment));
    let Some(start) = start else {
        reading.skip(Why::NoStart);
        return None;
    };
    let length = length(component, start, reading)?;
    let mut event = Event {
        line: reading.line,
        uid: component
            .uid()
            .unwrap_or_default()
            .chars()
            .take(255)
            .collect(),
        age: age(component, reading),
        start,
        length,
        rules: Vec::new(),
        dates: Vec::new(),
        except: Vec::new(),
        stands_for,
        title: title(component),
        weight: weight(component, &reading.owner.addresses),
    };
    recur(component, &mut event, reading);
    Some(event)
}

/// The rules and lists of dates of a series.
fn recur(component: &ICalendarComponent, event: &mut Event, reading: &mut Reading<'_>) {
    for entry in &component.entries {
        match entry.name {
            ICalendarProperty::Rrule => match entry.values.first() {
                Some(ICalendarValue::RecurrenceRule(written)) => {
                    match rule::read(written, event.start, reading.zones) {
                        Some(rule) => event.rules.push(rule),
                        None => reading.skip(Why::BadRule),
                    }
                }
                _ => reading.skip(Why::BadRule),
            },
            ICalendarProperty::Rdate => {
                let zone = zone_of(entry, reading);
                for value in &entry.values {
                    match date(value, zone, reading) {
                        _ if event.dates.len() >= MOST_DATES => return reading.skip(Why::TooMany),
                        Some(date) => event.dates.push(date),
                        None => reading.skip(Why::BadDate),
                    }
                }
            }
            ICalendarProperty::Exdate => {
                let zone = zone_of(entry, reading);
                for value in &entry.values {
                    match value {
                        _ if event.except.len() >= MOST_DATES => return reading.skip(Why::TooMany),
                        ICalendarValue::PartialDateTime(written) => {
                            event.except.extend(moment(written, zone));
                        }
                        _ => reading.skip(Why::BadDate),
                    }
                }
            }
            _ => {}
        }
    }
}

fn date(
    value: &ICalendarValue,
    zone: Zone,
    reading: &Reading<'_>,
) -> Option<(Moment, Option<Length>)> {
    match value {
        ICalendarValue::PartialDateTime(written) => Some((moment(written, zone)?, None)),
        ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
            Some((moment(start, zone)?, Some(duration_of(duration)?)))
        }
        ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
            let (start, end) = (moment(start, zone)?, moment(end, zone)?);
            Some((start, Some(between(start, end, reading)?)))
        }
        _ => None,
    }
}

fn recurrence_id(entry: &ICalendarEntry, reading: &mut Reading<'_>) -> Option<RecurrenceId> {
    Some(RecurrenceId {
        moment: first_moment(entry, reading)?,
        // The parser keeps the one range that RFC 5545 §3.2.13 has.
        and_future: entry.has_parameter(&ICalendarParameterName::Range),
    })
}

pub(super) fn first_moment(entry: &ICalendarEntry, reading: &mut Reading<'_>) -> Option<Moment> {
    let zone = zone_of(entry, reading);
    match entry.values.first()? {
        ICalendarValue::PartialDateTime(written) => moment(written, zone),
        _ => None,
    }
}

/// The zone that a property's times are in unless they say UTC.
fn zone_of(entry: &ICalendarEntry, reading: &mut Reading<'_>) -> Zone {
    let Some(name) = entry.tz_id() else {
        return reading.zones.floating();
    };
    if let Some(zone) = reading.zones.find(name) {
        return zone;
    }
    reading.skip(Why::UnknownZone);
    reading.zones.floating()
}

fn moment(written: &PartialDateTime, zone: Zone) -> Option<Moment> {
    let read = written.to_date_time()?;
    if !written.has_time() {
        return Some(Moment::Day(read.date_time.date()));
    }
    Some(match read.offset {
        Some(offset) => Moment::Clock(
            read.date_time.checked_sub_offset(offset)?,
            Zone::Named(Tz::UTC),
        ),
        None => Moment::Clock(read.date_time, zone),
    })
}

/// How long an event lasts. Without end or duration a date is a day, and a time is none at all
/// (RFC 5545 §3.6.1).
fn length(
    component: &ICalendarComponent,
    start: Moment,
    reading: &mut Reading<'_>,
) -> Option<Length> {
    let length = if let Some(entry) = component.property(&ICalendarProperty::Dtend) {
        first_moment(entry, reading).and_then(|end| between(start, end, reading))
    } else if let Some(entry) = component.property(&ICalendarProperty::Duration) {
        match entry.values.first() {
            Some(ICalendarValue::Duration(duration)) => duration_of(duration),
            _ => None,
        }
    } else {
        return Some(match start {
            Moment::Day(_) => Length::Days(1),
            Moment::Clock(..) => Length::Exact(TimeDelta::zero()),
        });
    };
    if length.is_none() {
        reading.skip(Why::BadEnd);
    }
    Some(match (length, start) {
        (Some(Length::Nominal(days, _)), Moment::Day(_)) => Length::Days(days.max(1)),
        (Some(length), _) => length,
        (None, Moment::Day(_)) => Length::Days(1),
        // Rather an hour too much than a session in the middle of something.
        (None, Moment::Clock(..)) => Length::Exact(TimeDelta::hours(1)),
    })
}

/// The time between two moments; none if the second is before the first.
fn between(start: Moment, end: Moment, reading: &Reading<'_>) -> Option<Length> {
    match (start, end) {
        (Moment::Day(start), end) => {
            let days = u32::try_from((end.local().date() - start).num_days()).ok()?;
            // An end on the same day is found in the wild and means that day.
            Some(Length::Days(days.max(1)))
        }
        (Moment::Clock(local, zone), end) => {
            let start = reading.zones.instant(local, zone);
            let end = match end {
                Moment::Clock(local, zone) => reading.zones.instant(local, zone),
                Moment::Day(_) => reading.zones.instant(end.local(), zone),
            };
            (end >= start).then(|| Length::Exact(end - start))
        }
    }
}

pub(super) fn duration_of(written: &ICalendarDuration) -> Option<Length> {
    if written.neg {
        return None;
    }
    let days = written.weeks.checked_mul(7)?.checked_add(written.days)?;
    let seconds = i64::from(written.hours) * 3_600
        + i64::from(written.minutes) * 60
        + i64::from(written.seconds);
    (days < 100_000).then(|| Length::Nominal(days, TimeDelta::seconds(seconds)))
}

fn age(
    component: &ICalendarComponent,
    reading: &mut Reading<'_>,
) -> (i64, Option<chrono::DateTime<Utc>>) {
    let sequence = component
        .property(&ICalendarProperty::Sequence)
        .and_then(|entry| entry.values.first()?.as_integer());
    let stamp = component
        .property(&ICalendarProperty::Dtstamp)
        .and_then(|entry| first_moment(entry, reading));
    let stamp = stamp.map(|stamp| match stamp {
        Moment::Clock(local, zone) => reading.zones.instant(local, zone),
        Moment::Day(_) => stamp.local().and_utc(),
    });
    (sequence.unwrap_or(0), stamp)
}

fn title(component: &ICalendarComponent) -> String {
    let written = component
        .property(&ICalendarProperty::Summary)
        .and_then(|entry| entry.values.first()?.as_text());
    let short: String = written
        .unwrap_or_default()
        .chars()
        .take(MOST_OF_TITLE)
        .collect();
    text::one_line(&short, 0, MOST_OF_TITLE).unwrap_or_default()
}

/// How much of the owner's time an event takes. What Outlook says goes before what others say.
fn weight(component: &ICalendarComponent, addresses: &[String]) -> Weight {
    if component.status() == Some(&ICalendarStatus::Cancelled) {
        return Weight::Free;
    }
    let by_outlook = component
        .property(&ICalendarProperty::Other(
            "X-MICROSOFT-CDO-BUSYSTATUS".to_owned(),
        ))
        .and_then(|entry| entry.values.first()?.as_text())
        .map(str::to_ascii_uppercase);
    let stated = match by_outlook.as_deref() {
        Some("FREE" | "WORKINGELSEWHERE") => Weight::Free,
        Some("TENTATIVE") => Weight::Tentative,
        Some("BUSY" | "OOF") => Weight::Busy,
        _ if component.transparency() == Some(&ICalendarTransparency::Transparent) => Weight::Free,
        _ if component.status() == Some(&ICalendarStatus::Tentative) => Weight::Tentative,
        _ => Weight::Busy,
    };
    stated.min(answer(component, addresses))
}

/// What the owner answered to an invitation.
fn answer(component: &ICalendarComponent, addresses: &[String]) -> Weight {
    let own = component
        .properties(&ICalendarProperty::Attendee)
        .find(|entry| {
            entry
                .calendar_address()
                .is_some_and(|address| addresses.contains(&address.to_lowercase()))
        });
    match own.and_then(|entry| entry.parameter(&ICalendarParameterName::Partstat)) {
        Some(ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined)) => {
            Weight::Free
        }
        Some(ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Tentative)) => {
            Weight::Tentative
        }
        _ => Weight::Busy,
    }
}
