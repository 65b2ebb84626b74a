//! Asking when others are busy, and the answer (RFC 5546 §3.3).

use calcard::icalendar::{ICalendarProperty, ICalendarValue};
use chrono::{DateTime, TimeDelta, Utc};

use super::itip::{Asked, free_busy_reply};
use super::message;
use crate::kernel::span::Span;

/// The most octets of a question.
const MOST_OCTETS: usize = 64 << 10;
/// The most people who are asked about at once.
const MOST_ATTENDEES: usize = 100;
/// The longest time that is asked about.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// A question when some people are busy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// In which time.
    pub range: Span,
    /// Who, as they are written: `mailto:mira@coop.example`.
    pub attendees: Vec<String>,
    organizer: String,
    uid: String,
}

/// Reads a question; none if it is not one, asks for more than a year or for nobody.
pub fn read(text: &str) -> Option<Request> {
    let calendar = message::read(text, "REQUEST", MOST_OCTETS)?;
    let part = calendar.components.iter().find(|part| {
        part.component_type
            .as_str()
            .eq_ignore_ascii_case("VFREEBUSY")
    })?;
    let instant = |property: &ICalendarProperty| {
        let value = part.property(property)?.values.first()?;
        match value {
            ICalendarValue::PartialDateTime(written) if written.tz_hour == Some(0) => {
                let seconds = written.to_timestamp()?;
                DateTime::<Utc>::from_timestamp(seconds, 0)
            }
            _ => None,
        }
    };
    let range = Span::new(
        instant(&ICalendarProperty::Dtstart)?,
        instant(&ICalendarProperty::Dtend)?,
    )?;
    let written = |property: &ICalendarProperty| {
        let entries = part.properties(property);
        let texts = entries.filter_map(|entry| entry.calendar_address());
        let addresses = texts.map(|address| format!("mailto:{address}"));
        addresses.collect::<Vec<_>>()
    };
    let attendees = written(&ICalendarProperty::Attendee);
    if range.duration() > LONGEST || !(1..=MOST_ATTENDEES).contains(&attendees.len()) {
        return None;
    }
    Some(Request {
        range,
        organizer: written(&ICalendarProperty::Organizer).pop()?,
        attendees,
        uid: part.uid().unwrap_or_default().to_owned(),
    })
}

impl Request {
    /// The mail addresses of those who are asked about, in lower case.
    pub fn addresses(&self) -> Vec<String> {
        let all = self.attendees.iter();
        all.map(|it| it.trim_start_matches("mailto:").to_lowercase())
            .collect()
    }

    /// The answer for one of them.
    pub fn reply(&self, attendee: &str, busy: &[Span], now: DateTime<Utc>) -> String {
        let asked = Asked {
            uid: &self.uid,
            organizer: &self.organizer,
            attendee,
        };
        free_busy_reply(self.range, busy, asked, now)
    }
}
