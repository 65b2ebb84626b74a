//! A series written out: each instance in a range as an event of its own (RFC 4791 §9.6.5).

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::busy::{self, BusyEntry, Search};
use super::read::{self, Owner};
use crate::kernel::span::Span;
use crate::kernel::zone;

/// What an instance says anew, or not at all.
const REPLACED: [&str; 8] = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
];

/// The instances of an object that touch `range`, in UTC; whole days stay days. All else is as
/// it was written.
pub fn expand(text: &str, owner: &Owner, range: Span) -> String {
    let search = Search {
        owner: owner.clone(),
        window: range,
        own_suffix: String::new(),
        with_free: true,
    };
    let Ok(found) = busy::find(text.as_bytes(), &search) else {
        return text.to_owned();
    };
    let events = read::written(text);
    let mut expanded = head(text);
    for entry in &found.times {
        let written = events.iter().find(|(line, _)| *line == entry.line);
        if let Some((_, event)) = written {
            write_instance(&mut expanded, event, entry, owner);
        }
    }
    expanded.push_str("END:VCALENDAR\r\n");
    expanded
}

/// The lines of a calendar before its first component.
fn head(text: &str) -> String {
    let mut head = String::from("BEGIN:VCALENDAR\r\n");
    let lines = text.lines().skip_while(|line| !is_named(line, "BEGIN"));
    for line in lines.skip(1).take_while(|line| !is_named(line, "BEGIN")) {
        head.push_str(line);
        head.push_str("\r\n");
    }
    head
}

fn write_instance(out: &mut String, event: &str, entry: &BusyEntry, owner: &Owner) {
    let mut depth = 0;
    let mut is_left_out = false;
    let is_day = event.lines().any(|line| {
        is_named(line, "DTSTART")
            && line
                .rsplit(':')
                .next()
                .is_some_and(|value| value.len() == 8)
    });
    for line in event.lines() {
        let goes_on = line.starts_with([' ', '\t']);
        if !goes_on {
            is_left_out = depth == 1 && REPLACED.iter().any(|name| is_named(line, name));
        }
        if !is_left_out {
            out.push_str(line);
            out.push_str("\r\n");
        }
        if is_named(line, "BEGIN") {
            depth += 1;
            if depth == 1 {
                write_times(out, entry, owner, is_day);
            }
        } else if is_named(line, "END") {
            depth -= 1;
        }
    }
}

fn write_times(out: &mut String, entry: &BusyEntry, owner: &Owner, is_day: bool) {
    let write = |at: DateTime<Utc>| match is_day {
        true => zone::date(at, owner.zone)
            .format(";VALUE=DATE:%Y%m%d")
            .to_string(),
        false => at.format(":%Y%m%dT%H%M%SZ").to_string(),
    };
    // Writing into a string cannot fail.
    let _ = write!(out, "DTSTART{}\r\n", write(entry.span.start()));
    if !entry.is_moment() {
        let _ = write!(out, "DTEND{}\r\n", write(entry.span.end()));
    }
    if let Some(instance) = entry.instance {
        let _ = write!(out, "RECURRENCE-ID{}\r\n", write(instance));
    }
}

/// Whether a line is of the property `name`.
fn is_named(line: &str, name: &str) -> bool {
    line.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && line[name.len()..].starts_with([':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_keeps_what_is_not_about_time() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n\
            BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;\r\n COUNT=3\r\n\
            SUMMARY:Lo\r\n ng\r\nBEGIN:VALARM\r\nDURATION:PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let owner = Owner {
            zone: chrono_tz::Europe::Berlin,
            addresses: Vec::new(),
        };
        let at = |text: &str| text.parse().unwrap();
        let range = Span::new(at("2026-01-06T12:00:00Z"), at("2026-01-06T13:00:00Z")).unwrap();

        assert_eq!(
            expand(text, &owner, range),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260106\r\n\
             DTEND;VALUE=DATE:20260107\r\nRECURRENCE-ID;VALUE=DATE:20260106\r\nUID:a\r\nSUMMARY:Lo\r\n ng\r\n\
             BEGIN:VALARM\r\nDURATION:PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }
}
