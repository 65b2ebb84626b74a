//! Invitations, changes and cancellations for calendars (iTIP, RFC 5546).

use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::timezone;
use super::write::{Lines, mailto};
use crate::kernel::span::Span;

/// Who wrote the text (RFC 5545 §3.7.3).
pub(super) const PRODID: &str = "-//Zeitgenosse//Zeitgenosse//EN";

/// How long a program may wait before it asks for a feed again.
const ASK_AGAIN: &str = "PT15M";

/// One session, as a calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for all time: `id@domain`.
    pub uid: String,
    /// Grows with every change (RFC 5545 §3.8.7.4).
    pub sequence: u32,
    /// When this text was made, UTC.
    pub dtstamp: DateTime<Utc>,
    /// When it was booked, UTC.
    pub created: DateTime<Utc>,
    /// When it was last changed, UTC.
    pub last_modified: DateTime<Utc>,
    /// When it takes place.
    pub span: Span,
    /// The zone in which the reader sees it.
    pub zone: Tz,
    /// Its title.
    pub summary: String,
    /// Some lines about it; may be empty.
    pub description: String,
    /// Where it is: an address, a number or a link; may be empty.
    pub location: String,
    /// Where it is managed; may be empty.
    pub url: String,
    /// Where it is held by video (RFC 7986 §5.11), if it is.
    pub conference: Option<String>,
    /// Whose calendar has the last word.
    pub organizer: Organizer,
    /// Who comes.
    pub attendees: Vec<Attendee>,
    /// How it stands.
    pub status: Status,
}

/// The organizer of an event (RFC 5545 §3.8.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organizer {
    /// As they write it; may be empty.
    pub name: String,
    /// An ASCII address that answers reach.
    pub email: String,
}

/// Somebody who comes (RFC 5545 §3.8.4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// As they write it; may be empty.
    pub name: String,
    /// An ASCII address.
    pub email: String,
    /// Whether they lead the session (RFC 5545 §3.2.16).
    pub is_chair: bool,
    /// Whether they agreed.
    pub partstat: Partstat,
    /// Whether they are asked for an answer.
    pub rsvp: bool,
}

/// Whether somebody agreed to come (RFC 5545 §3.2.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partstat {
    /// They have not said.
    NeedsAction,
    /// They agreed.
    Accepted,
}

/// How an event stands (RFC 5545 §3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not sure yet.
    Tentative,
    /// Sure.
    Confirmed,
    /// It does not take place.
    Cancelled,
}

/// What a calendar does with the text (RFC 5546 §1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Invites, or changes an earlier invitation.
    Request,
    /// Takes an invitation back.
    Cancel,
    /// Shows an event; nobody is invited.
    Publish,
}

impl Method {
    /// The word in METHOD and in the content type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// An invitation, or a change of one.
pub fn request(event: &Event) -> String {
    write(event, Method::Request)
}

/// Takes the invitation back; the status is cancelled, whatever `event` says.
pub fn cancel(event: &Event) -> String {
    write(event, Method::Cancel)
}

/// The event to be taken into a calendar by hand. It names no attendees (RFC 5546 §3.2.1).
pub fn publish(event: &Event) -> String {
    write(event, Method::Publish)
}

/// The same for several events in one zone, in order of time.
pub fn publish_all(events: &[Event]) -> String {
    write_all(events, Method::Publish, None)
}

/// The busy times of a range (RFC 5545 §3.6.4).
pub fn free_busy(range: Span, busy: &[Span], now: DateTime<Utc>) -> String {
    write_free_busy(range, busy, None, now)
}

/// Who asks about whom.
pub struct Asked<'a> {
    /// The UID of the question.
    pub uid: &'a str,
    /// Who asks, as `mailto:`.
    pub organizer: &'a str,
    /// About whom, as `mailto:`.
    pub attendee: &'a str,
}

/// The same as an answer to a question (RFC 5546 §3.3.3).
pub fn free_busy_reply(range: Span, busy: &[Span], asked: Asked<'_>, now: DateTime<Utc>) -> String {
    write_free_busy(range, busy, Some(asked), now)
}

fn write_free_busy(
    range: Span,
    busy: &[Span],
    asked: Option<Asked<'_>>,
    now: DateTime<Utc>,
) -> String {
    let mut lines = Lines::default();
    // Writing into a string cannot fail.
    let _ = lines.component("VCALENDAR", |lines| {
        lines.put("VERSION", "2.0")?;
        lines.put("PRODID", PRODID)?;
        if asked.is_some() {
            lines.put("METHOD", "REPLY")?;
        }
        lines.component("VFREEBUSY", |lines| {
            if let Some(asked) = &asked {
                lines.put("UID", asked.uid)?;
                lines.put("ORGANIZER", asked.organizer)?;
                lines.put("ATTENDEE", asked.attendee)?;
            }
            lines.put("DTSTAMP", &utc(now))?;
            lines.put("DTSTART", &utc(range.start()))?;
            lines.put("DTEND", &utc(range.end()))?;
            busy.iter().try_for_each(|span| {
                let period = format!("{}/{}", utc(span.start()), utc(span.end()));
                lines.put("FREEBUSY", &period)
            })
        })
    });
    lines.finish()
}

/// An event as it lies in a calendar on a server: without METHOD (RFC 4791 §4.1), and without those
/// who come, so that no server invites them a second time (RFC 6638 §7.1).
pub fn stored(event: &Event) -> String {
    let mut lines = Lines::default();
    // Writing into a string cannot fail.
    let _ = lines.component("VCALENDAR", |lines| {
        lines.put("VERSION", "2.0")?;
        lines.put("PRODID", PRODID)?;
        let start = event.span.start();
        if !is_utc(event.zone) {
            timezone::write(lines, event.zone, (start, start))?;
        }
        lines.component("VEVENT", |lines| {
            write_times(lines, event)?;
            write_words(lines, event)?;
            write_status(lines, event, Method::Publish)
        })
    });
    lines.finish()
}

/// The same as a calendar called `name`, to be asked for again and again (RFC 7986 §5.1, §5.7;
/// many programs know only the older names).
pub fn publish_feed(name: &str, events: &[Event]) -> String {
    write_all(events, Method::Publish, Some(name))
}

/// The text for `method`.
pub fn write(event: &Event, method: Method) -> String {
    write_all(std::slice::from_ref(event), method, None)
}

fn write_all(events: &[Event], method: Method, name: Option<&str>) -> String {
    let mut lines = Lines::default();
    // Writing into a string cannot fail.
    let _ = write_calendar(&mut lines, events, method, name);
    lines.finish()
}

fn write_calendar(
    lines: &mut Lines,
    events: &[Event],
    method: Method,
    name: Option<&str>,
) -> fmt::Result {
    lines.component("VCALENDAR", |lines| {
        lines.put("VERSION", "2.0")?;
        lines.put("PRODID", PRODID)?;
        lines.put("CALSCALE", "GREGORIAN")?;
        lines.put("METHOD", method.as_str())?;
        if let Some(name) = name {
            lines.put("NAME", name)?;
            lines.put("X-WR-CALNAME", name)?;
            lines.put_with("REFRESH-INTERVAL", &[("VALUE", "DURATION")], ASK_AGAIN)?;
            lines.put("X-PUBLISHED-TTL", ASK_AGAIN)?;
        }
        let starts = events.iter().map(|event| event.span.start());
        let range = starts.clone().min().zip(starts.max());
        let zone = events.first().map(|event| event.zone);
        if let (Some(zone), Some(range)) = (zone.filter(|zone| !is_utc(*zone)), range) {
            timezone::write(lines, zone, range)?;
        }
        events
            .iter()
            .try_for_each(|event| write_event(lines, event, method))
    })
}

fn write_event(lines: &mut Lines, event: &Event, method: Method) -> fmt::Result {
    lines.component("VEVENT", |lines| {
        write_times(lines, event)?;
        write_words(lines, event)?;
        write_people(lines, event, method)?;
        write_status(lines, event, method)
    })
}

fn write_status(lines: &mut Lines, event: &Event, method: Method) -> fmt::Result {
    let status = match (method, event.status) {
        (Method::Cancel, _) | (_, Status::Cancelled) => "CANCELLED",
        (_, Status::Tentative) => "TENTATIVE",
        (_, Status::Confirmed) => "CONFIRMED",
    };
    lines.put("STATUS", status)?;
    lines.put("TRANSP", "OPAQUE")
}

fn write_times(lines: &mut Lines, event: &Event) -> fmt::Result {
    lines.put("UID", &event.uid)?;
    lines.put("SEQUENCE", &event.sequence.to_string())?;
    lines.put("DTSTAMP", &utc(event.dtstamp))?;
    lines.put("CREATED", &utc(event.created))?;
    lines.put("LAST-MODIFIED", &utc(event.last_modified))?;
    for (name, at) in [("DTSTART", event.span.start()), ("DTEND", event.span.end())] {
        if is_utc(event.zone) {
            lines.put(name, &utc(at))?;
        } else {
            let local = at.with_timezone(&event.zone).format("%Y%m%dT%H%M%S");
            lines.put_with(name, &[("TZID", event.zone.name())], &local.to_string())?;
        }
    }
    Ok(())
}

fn write_words(lines: &mut Lines, event: &Event) -> fmt::Result {
    lines.put("SUMMARY", &event.summary)?;
    for (name, text) in [
        ("DESCRIPTION", &event.description),
        ("LOCATION", &event.location),
    ] {
        if !text.is_empty() {
            lines.put(name, text)?;
        }
    }
    if !event.url.is_empty() {
        lines.put("URL", &one_line(&event.url))?;
    }
    if let Some(conference) = &event.conference {
        let parameters = [("VALUE", "URI"), ("FEATURE", "VIDEO")];
        lines.put_with("CONFERENCE", &parameters, &one_line(conference))?;
    }
    Ok(())
}

fn write_people(lines: &mut Lines, event: &Event, method: Method) -> fmt::Result {
    let organizer = &event.organizer;
    let mut parameters = Vec::new();
    push_name(&mut parameters, &organizer.name);
    lines.put_with("ORGANIZER", &parameters, &mailto(&organizer.email))?;
    if method == Method::Publish {
        return Ok(());
    }
    for attendee in &event.attendees {
        let mut parameters = vec![
            ("CUTYPE", "INDIVIDUAL"),
            ("ROLE", role(attendee.is_chair)),
            ("PARTSTAT", attendee.partstat.as_str()),
            ("RSVP", if attendee.rsvp { "TRUE" } else { "FALSE" }),
        ];
        push_name(&mut parameters, &attendee.name);
        lines.put_with("ATTENDEE", &parameters, &mailto(&attendee.email))?;
    }
    Ok(())
}

fn push_name<'a>(parameters: &mut Vec<(&'a str, &'a str)>, name: &'a str) {
    if !name.is_empty() {
        parameters.push(("CN", name));
    }
}

fn role(is_chair: bool) -> &'static str {
    if is_chair { "CHAIR" } else { "REQ-PARTICIPANT" }
}

impl Partstat {
    fn as_str(self) -> &'static str {
        match self {
            Self::NeedsAction => "NEEDS-ACTION",
            Self::Accepted => "ACCEPTED",
        }
    }
}

fn is_utc(zone: Tz) -> bool {
    matches!(
        zone,
        Tz::UTC | Tz::Etc__UTC | Tz::UCT | Tz::Etc__UCT | Tz::Zulu | Tz::Etc__Zulu
    )
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A link goes out unescaped, so a line end in it would end its line.
fn one_line(link: &str) -> String {
    link.chars().filter(|c| !c.is_control()).collect()
}
