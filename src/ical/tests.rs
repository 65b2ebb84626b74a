//! What is written must be read back as it was meant.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Calendar, Component, read_calendar, unfold};
use proptest::prelude::*;

use super::itip::{Attendee, Event, Organizer, Partstat, Status, cancel, publish, request};
use super::timezone;
use super::write::Lines;
use crate::kernel::span::Span;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn event() -> Event {
    Event {
        uid: "0198@coop.example".into(),
        sequence: 2,
        dtstamp: at("2026-11-02T08:00:00Z"),
        created: at("2026-11-01T08:00:00Z"),
        last_modified: at("2026-11-02T08:00:00Z"),
        span: Span::new(at("2026-12-01T09:00:00Z"), at("2026-12-01T09:50:00Z")).unwrap(),
        zone: Tz::Europe__Berlin,
        summary: "Erstgespräch".into(),
        description: "Zwei Zeilen,\nmit; Zeichen".into(),
        location: "https://coop.example/r/abc".into(),
        url: "https://coop.example/b/abc".into(),
        conference: Some("https://coop.example/r/abc".into()),
        organizer: Organizer {
            name: "Mira Lindner".into(),
            email: "zeitgenosse@coop.example".into(),
        },
        attendees: vec![Attendee {
            name: "Thea Behrend".into(),
            email: "thea@post.example".into(),
            is_chair: false,
            partstat: Partstat::Accepted,
            rsvp: false,
        }],
        status: Status::Confirmed,
    }
}

/// The value of a property of the event in `text`.
fn value(text: &str, name: &str) -> Option<String> {
    in_event(text, |event| {
        let property = event.find_prop(name)?;
        Some(property.val.to_string())
    })
}

/// The value of a parameter of a property of the event in `text`.
fn parameter(text: &str, name: &str, parameter: &str) -> Option<String> {
    in_event(text, |event| {
        let property = event.find_prop(name)?;
        let found = property.params.iter().find(|p| p.key == parameter)?;
        Some(found.val.as_ref()?.to_string())
    })
}

fn in_event<T>(text: &str, ask: impl FnOnce(&Component) -> Option<T>) -> Option<T> {
    let unfolded = unfold(text);
    let calendar: Calendar = read_calendar(&unfolded).unwrap();
    ask(calendar.components.iter().find(|c| c.name == "VEVENT")?)
}

#[track_caller]
fn check_lines(text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "a bare line end: {line:?}");
        assert!(!line.is_empty(), "an empty line");
    }
}

#[test]
fn a_request_holds_what_calendars_ask_for() {
    let text = request(&event());

    check_lines(&text);
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
    for line in [
        "METHOD:REQUEST",
        "UID:0198@coop.example",
        "SEQUENCE:2",
        "DTSTAMP:20261102T080000Z",
        "CREATED:20261101T080000Z",
        "DTSTART;TZID=Europe/Berlin:20261201T100000",
        "DTEND;TZID=Europe/Berlin:20261201T105000",
        "STATUS:CONFIRMED",
        "TZID:Europe/Berlin",
        "ORGANIZER;CN=\"Mira Lindner\":mailto:zeitgenosse@coop.example",
        "CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://coop.example/r/abc",
        "DESCRIPTION:Zwei Zeilen\\,\\nmit\\; Zeichen",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}\n{text}");
    }
    assert_eq!(
        parameter(&text, "ATTENDEE", "PARTSTAT").unwrap(),
        "ACCEPTED"
    );
    assert_eq!(parameter(&text, "ATTENDEE", "RSVP").unwrap(), "FALSE");
    assert_eq!(
        value(&text, "ATTENDEE").unwrap(),
        "mailto:thea@post.example"
    );
}

#[test]
fn a_cancellation_is_cancelled_whatever_the_event_says() {
    let text = cancel(&event());

    assert!(text.contains("\r\nMETHOD:CANCEL\r\n"));
    assert!(text.contains("\r\nSTATUS:CANCELLED\r\n"));
    assert!(text.contains("\r\nUID:0198@coop.example\r\n"));
    assert!(text.contains("\r\nSEQUENCE:2\r\n"));
    assert!(text.contains("\r\nATTENDEE"));
}

#[test]
fn a_download_names_nobody_who_comes() {
    let text = publish(&event());

    assert!(text.contains("\r\nMETHOD:PUBLISH\r\n"));
    assert!(!text.contains("ATTENDEE"));
    assert!(!text.contains("thea"));
}

#[test]
fn an_event_in_utc_needs_no_time_zone() {
    let text = request(&Event {
        zone: Tz::UTC,
        ..event()
    });

    assert!(text.contains("\r\nDTSTART:20261201T090000Z\r\n"));
    assert!(!text.contains("VTIMEZONE"));
}

#[test]
fn the_clocks_of_berlin_are_two_rules() {
    let mut lines = Lines::default();
    let start = at("2026-12-01T09:00:00Z");
    timezone::write(&mut lines, Tz::Europe__Berlin, (start, start)).unwrap();

    assert_eq!(
        lines.finish().replace("\r\n", "\n"),
        "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n\
         BEGIN:DAYLIGHT\nDTSTART:20250330T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
         TZNAME:CEST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
         BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
         TZNAME:CET\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n\
         END:VTIMEZONE\n"
    );
}

/// One observance as read back: the first onset, offsets, and the rule (month, nth, weekday).
struct Observance {
    onset: NaiveDateTime,
    from: i32,
    to: i32,
    rule: Option<(u32, i8, chrono::Weekday)>,
}

fn secs(offset: &str) -> i32 {
    let digits = |range: std::ops::Range<usize>| {
        offset
            .get(range)
            .map_or(0, |text| text.parse::<i32>().unwrap())
    };
    let seconds = digits(1..3) * 3600 + digits(3..5) * 60 + digits(5..7);
    if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    }
}

fn read_observances(text: &str) -> Vec<Observance> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let observances = calendar.components[0].components.iter();
    observances
        .map(|component| {
            let get = |name| component.find_prop(name).map(|p| p.val.to_string());
            let rule = get("RRULE").map(|rule| {
                let rule = rule
                    .strip_prefix("FREQ=YEARLY;BYMONTH=")
                    .unwrap()
                    .to_owned();
                let (month, day) = rule.split_once(";BYDAY=").unwrap();
                let (nth, weekday) = day.split_at(day.len() - 2);
                let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
                let number = weekdays.iter().position(|name| *name == weekday).unwrap();
                let weekday = chrono::Weekday::try_from(u8::try_from(number).unwrap()).unwrap();
                (month.parse().unwrap(), nth.parse().unwrap(), weekday)
            });
            let onset = get("DTSTART").unwrap();
            Observance {
                onset: NaiveDateTime::parse_from_str(&onset, "%Y%m%dT%H%M%S").unwrap(),
                from: secs(&get("TZOFFSETFROM").unwrap()),
                to: secs(&get("TZOFFSETTO").unwrap()),
                rule,
            }
        })
        .collect()
}

/// Every onset as an instant, with the offset from then on, in order.
fn onsets(observances: &[Observance], until: i32) -> Vec<(NaiveDateTime, i32)> {
    let mut found = Vec::new();
    for observance in observances {
        let mut dates = vec![observance.onset.date()];
        if let Some((month, nth, weekday)) = observance.rule {
            for year in observance.onset.year() + 1..=until {
                let days = (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(year, month, day));
                let mut days: Vec<_> = days.filter(|day| day.weekday() == weekday).collect();
                if nth < 0 {
                    days.reverse();
                }
                dates.push(days[usize::from(nth.unsigned_abs()) - 1]);
            }
        }
        for date in dates {
            let local = date.and_time(observance.onset.time());
            found.push((
                local - TimeDelta::seconds(observance.from.into()),
                observance.to,
            ));
        }
    }
    found.sort();
    found
}

#[track_caller]
fn check_zone(zone: Tz, year: i32) {
    let mut lines = Lines::default();
    let start = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    timezone::write(&mut lines, zone, (start, start)).unwrap();
    let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", lines.finish());

    let onsets = onsets(&read_observances(&text), year + 1);

    // A week more on both sides: local dates of the year's first and last day.
    for hours in (-24 * 7..24 * 372).step_by(5) {
        let now = (start + TimeDelta::hours(hours)).naive_utc();
        let (_, offset) = onsets
            .iter()
            .rev()
            .find(|(onset, _)| *onset <= now)
            .unwrap_or_else(|| panic!("{zone} has no time at {now}"));
        let expected = zone.offset_from_utc_datetime(&now).fix().local_minus_utc();
        assert_eq!(*offset, expected, "{zone} at {now}\n{text}");
    }
}

#[test]
fn the_written_clocks_of_every_zone_are_those_of_the_zone_database() {
    for zone in chrono_tz::TZ_VARIANTS {
        check_zone(zone, 2026);
    }
}

#[test]
fn odd_clocks_are_written_as_they_go() {
    for zone in [
        Tz::Australia__Lord_Howe, // half an hour of summer time
        Tz::Asia__Kathmandu,      // +05:45
        Tz::America__Sao_Paulo,   // no summer time since 2019
        Tz::Africa__Casablanca,   // changes with Ramadan
        Tz::Europe__Dublin,       // winter is the exception
        Tz::Asia__Jerusalem,      // the Friday before a Sunday
    ] {
        for year in 2015..2035 {
            check_zone(zone, year);
        }
    }
}

#[test]
fn a_name_cannot_leave_its_parameter() {
    let mut hostile = event();
    hostile.attendees[0].name =
        "\"x\":;,\r\nATTENDEE:mailto:evil@x.example\n\"Ü ".repeat(8) + "😀\"";

    let text = request(&hostile);

    check_lines(&text);
    assert_eq!(text.matches("\r\nATTENDEE").count(), 1);
    assert_eq!(
        value(&text, "ATTENDEE").unwrap(),
        "mailto:thea@post.example"
    );
    let name = parameter(&text, "ATTENDEE", "CN").unwrap();
    assert!(
        name.trim_matches('"')
            .starts_with("'x':;, ATTENDEE:mailto:evil@x.example 'Ü")
    );
}

#[test]
fn a_link_cannot_leave_its_line() {
    let text = request(&Event {
        url: "https://x.example/\r\nATTENDEE:mailto:evil@x.example".into(),
        ..event()
    });

    assert_eq!(text.matches("\r\nATTENDEE").count(), 1);
}

/// A line that goes on with nothing but a blank is a line all the same (RFC 5545 §3.1).
#[test]
fn a_blank_after_the_fold_survives() {
    let summary = format!("{} ", "x".repeat(75 - "SUMMARY:".len()));
    let text = request(&Event {
        summary: summary.clone(),
        ..event()
    });

    check_lines(&text);
    assert!(text.contains("x\r\n  \r\n"));
    assert_eq!(value(&text, "SUMMARY").unwrap(), summary);
}

proptest! {
    #[test]
    fn any_text_survives_being_written_and_read(summary in "\\PC{0,200}", lines in "(?s)[ -~\n;,\\\\:\"ä😀]{1,300}") {
        let text = request(&Event {
            summary: summary.clone(),
            description: lines.clone(),
            ..event()
        });

        check_lines(&text);
        prop_assert_eq!(value(&text, "SUMMARY").unwrap(), summary);
        prop_assert_eq!(value(&text, "DESCRIPTION").unwrap(), lines);
    }

    #[test]
    fn any_name_is_one_parameter_of_one_attendee(name in "(?s).{0,200}") {
        let mut event = event();
        event.attendees[0].name = name;

        let text = request(&event);

        check_lines(&text);
        prop_assert_eq!(text.matches("\r\nATTENDEE").count(), 1);
        prop_assert_eq!(value(&text, "ATTENDEE").unwrap(), "mailto:thea@post.example");
    }
}
