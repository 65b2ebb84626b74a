//! Wall-clock times where the clocks change, and at the ends of the calendar.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{UnknownZone, date, day, day_start, days, instant, local, parse, parts};
use crate::kernel::span::Span;

const BERLIN: Tz = Tz::Europe__Berlin;
const APIA: Tz = Tz::Pacific__Apia;
const ST_JOHNS: Tz = Tz::America__St_Johns;
const SAO_PAULO: Tz = Tz::America__Sao_Paulo;

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    wall(text).and_utc()
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[track_caller]
fn check_instant(zone: Tz, clock: &str, expected: &str) {
    assert_eq!(instant(wall(clock), zone), utc(expected), "{clock} {zone}");
}

#[track_caller]
fn check_day(zone: Tz, date: &str, expected: Option<(&str, &str)>) {
    let expected = expected.and_then(|(start, end)| Span::new(utc(start), utc(end)));
    assert_eq!(day(on(date), zone), expected, "{date} {zone}");
}

#[test]
fn a_time_that_comes_once_is_that_instant() {
    check_instant(BERLIN, "2026-01-15 09:00", "2026-01-15 08:00");
    check_instant(BERLIN, "2026-07-15 09:00", "2026-07-15 07:00");
    check_instant(Tz::Asia__Kathmandu, "2026-07-15 09:00", "2026-07-15 03:15");
}

#[test]
fn a_time_that_never_comes_is_read_with_the_offset_from_before_the_gap() {
    check_instant(BERLIN, "2026-03-29 01:59", "2026-03-29 00:59");
    check_instant(BERLIN, "2026-03-29 02:00", "2026-03-29 01:00");
    check_instant(BERLIN, "2026-03-29 02:30", "2026-03-29 01:30");
    check_instant(BERLIN, "2026-03-29 03:00", "2026-03-29 01:00");
    check_instant(
        Tz::Australia__Lord_Howe,
        "2026-10-04 02:15",
        "2026-10-03 15:45",
    );
    // RFC 5545 §3.3.5 has this one: 02:30 in New York on 11 March 2007 is 03:30 EDT.
    check_instant(
        Tz::America__New_York,
        "2007-03-11 02:30",
        "2007-03-11 07:30",
    );
}

#[test]
fn a_time_that_comes_twice_is_its_first_occurrence() {
    check_instant(BERLIN, "2026-10-25 02:30", "2026-10-25 00:30");
    check_instant(
        Tz::Australia__Lord_Howe,
        "2026-04-05 01:45",
        "2026-04-04 14:45",
    );
    // RFC 5545 §3.3.5: 01:30 in New York on 4 November 2007 is 01:30 EDT.
    check_instant(
        Tz::America__New_York,
        "2007-11-04 01:30",
        "2007-11-04 05:30",
    );
}

#[test]
fn a_day_has_23_or_25_hours_where_the_clocks_change() {
    check_day(
        BERLIN,
        "2026-03-29",
        Some(("2026-03-28 23:00", "2026-03-29 22:00")),
    );
    check_day(
        BERLIN,
        "2026-10-25",
        Some(("2026-10-24 22:00", "2026-10-25 23:00")),
    );
    check_day(
        BERLIN,
        "2028-02-29",
        Some(("2028-02-28 23:00", "2028-02-29 23:00")),
    );
}

#[test]
fn a_day_whose_midnight_is_left_out_begins_after_the_gap() {
    check_day(
        SAO_PAULO,
        "2018-11-04",
        Some(("2018-11-04 03:00", "2018-11-05 02:00")),
    );
}

#[test]
fn a_day_whose_midnight_comes_twice_begins_with_the_first() {
    // Clocks went back at 00:01 to 23:01 of the day before.
    check_day(
        ST_JOHNS,
        "2006-10-28",
        Some(("2006-10-28 02:30", "2006-10-29 02:30")),
    );
    check_day(
        ST_JOHNS,
        "2006-10-29",
        Some(("2006-10-29 02:30", "2006-10-30 03:30")),
    );
}

#[test]
fn a_day_that_the_calendar_left_out_is_none() {
    check_day(
        APIA,
        "2011-12-29",
        Some(("2011-12-29 10:00", "2011-12-30 10:00")),
    );
    check_day(APIA, "2011-12-30", None);
    check_day(
        APIA,
        "2011-12-31",
        Some(("2011-12-30 10:00", "2011-12-31 10:00")),
    );
    assert_eq!(day_start(on("2011-12-30"), APIA), utc("2011-12-30 10:00"));
}

#[test]
fn days_end_with_their_last() {
    let march = days(on("2026-03-01"), on("2026-03-31"), BERLIN).unwrap();

    assert_eq!(march.start(), utc("2026-02-28 23:00"));
    assert_eq!(march.end(), utc("2026-03-31 22:00"));
    assert_eq!(days(on("2026-03-02"), on("2026-03-01"), BERLIN), None);
}

#[test]
fn clocks_show_what_the_zone_says() {
    assert_eq!(
        local(utc("2026-10-25 00:30"), BERLIN),
        wall("2026-10-25 02:30")
    );
    assert_eq!(
        local(utc("2026-10-25 01:30"), BERLIN),
        wall("2026-10-25 02:30")
    );
    assert_eq!(
        date(utc("2026-06-01 10:00"), Tz::Pacific__Kiritimati),
        on("2026-06-02")
    );
}

#[test]
fn nothing_panics_at_the_ends_of_the_calendar() {
    let ends = [
        NaiveDate::MIN,
        NaiveDate::MAX,
        on("9999-12-31"),
        on("0001-01-01"),
    ];
    for zone in [BERLIN, APIA, ST_JOHNS, Tz::Pacific__Kiritimati, Tz::UTC] {
        for end in ends {
            let _ = day(end, zone);
            let _ = instant(end.and_hms_opt(23, 59, 59).unwrap(), zone);
        }
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = date(end, zone);
            let near = end.checked_add_signed(TimeDelta::days(2)).unwrap_or(end);
            let _ = Span::new(end, near).map(|span| parts(span, zone));
        }
    }
    assert_eq!(day(NaiveDate::MAX, BERLIN), None);
    assert!(day(on("9999-12-31"), BERLIN).is_some());
}

#[test]
fn a_span_is_cut_where_the_clocks_change() {
    let year = Span::new(utc("2026-01-01 00:00"), utc("2027-01-01 00:00")).unwrap();
    let parts = parts(year, BERLIN);

    let starts: Vec<_> = parts.iter().map(|(part, _)| part.start()).collect();
    let hours: Vec<_> = parts
        .iter()
        .map(|(_, o)| o.local_minus_utc() / 3600)
        .collect();
    let changes = ["2026-01-01 00:00", "2026-03-29 01:00", "2026-10-25 01:00"];
    assert_eq!(starts, changes.map(utc));
    assert_eq!(hours, [1, 2, 1]);
    assert_eq!(parts.last().unwrap().0.end(), year.end());
    assert!(
        parts
            .windows(2)
            .all(|pair| pair[0].0.end() == pair[1].0.start())
    );
}

#[test]
fn names_of_zones_are_read_whatever_their_capitals() {
    assert_eq!(parse(" europe/BERLIN\n"), Ok(BERLIN));
    assert_eq!(parse("UTC"), Ok(Tz::UTC));
}

#[test]
fn what_is_no_zone_is_refused() {
    for name in [
        "",
        "Mars/Olympus",
        "Europe/Berlin\0",
        "+02:00",
        &"x".repeat(1 << 20),
    ] {
        assert_eq!(parse(name), Err(UnknownZone));
    }
}
