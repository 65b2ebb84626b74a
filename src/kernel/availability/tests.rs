//! Which hours make sense, and when they are.

use chrono::{DateTime, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{DateOverride, Hours, HoursError, TimeRange, WEEK, WeeklyHours};
use crate::kernel::span::Span;

fn range(from: &str, to: &str) -> TimeRange {
    TimeRange::parse(from, to).unwrap()
}

/// The same ranges every day of the week.
fn daily(zone: Tz, ranges: &[(&str, &str)]) -> Hours {
    let weekly = |(from, to): &(&str, &str)| WeeklyHours {
        days: WEEK.to_vec(),
        range: range(from, to),
    };
    Hours {
        zone,
        weekly: ranges.iter().map(weekly).collect(),
        overrides: Vec::new(),
    }
}

fn off(date: &str, ranges: &[(&str, &str)]) -> DateOverride {
    DateOverride {
        date: date.parse().unwrap(),
        ranges: ranges.iter().map(|(from, to)| range(from, to)).collect(),
    }
}

fn utc(text: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    time.and_utc()
}

/// Compares the hours between two instants with spans written `start/end`.
#[track_caller]
fn check_spans(hours: &Hours, (from, to): (&str, &str), expected: &[(&str, &str)]) {
    let spans = hours.spans(Span::new(utc(from), utc(to)).unwrap());
    let expected: Vec<_> = expected
        .iter()
        .map(|(start, end)| Span::new(utc(start), utc(end)).unwrap())
        .collect();
    assert_eq!(spans.as_slice(), expected);
}

#[track_caller]
fn check_range(from: &str, to: &str, expected: Result<(u16, u16), HoursError>) {
    let range = TimeRange::parse(from, to).map(|range| (range.from(), range.to()));
    assert_eq!(range, expected, "{from} {to}");
}

#[test]
fn a_range_is_two_times_of_a_day() {
    check_range("09:00", "12:30", Ok((540, 750)));
    check_range("00:00", "24:00", Ok((0, 1440)));
    check_range(" 23:59", "24:00 ", Ok((1439, 1440)));
}

#[test]
fn what_is_no_time_of_day_is_refused() {
    let wrong = [
        "",
        "9:00",
        "09:60",
        "24:01",
        "25:00",
        "0900",
        "09:0",
        "+9:00",
        "09:00:00",
        "٠٩:٠٠",
        ":",
        "::::",
    ];
    for text in wrong {
        check_range(text, "24:00", Err(HoursError::NotATime));
        check_range("00:00", text, Err(HoursError::NotATime));
    }
    check_range("24:00", "24:00", Err(HoursError::NotATime));
}

#[test]
fn a_range_must_end_after_it_begins_on_the_same_day() {
    check_range("09:00", "09:00", Err(HoursError::Empty));
    check_range("22:00", "02:00", Err(HoursError::AcrossMidnight));
    check_range("22:00", "00:00", Err(HoursError::AcrossMidnight));
}

#[test]
fn a_range_is_written_as_it_was_read() {
    let range = range("07:05", "24:00");

    assert_eq!(range.from_text(), "07:05");
    assert_eq!(range.to_text(), "24:00");
}

#[test]
fn ranges_of_a_day_may_touch_and_not_overlap() {
    let touching = daily(Tz::UTC, &[("13:00", "17:00"), ("09:00", "13:00")]);
    let overlapping = daily(Tz::UTC, &[("13:00", "17:00"), ("09:00", "13:01")]);

    assert_eq!(touching.check(), Ok(()));
    assert_eq!(
        overlapping.check(),
        Err(HoursError::WeeklyOverlap(Weekday::Mon))
    );
}

#[test]
fn an_overlap_is_found_on_the_weekday_that_has_it() {
    let mut hours = daily(Tz::UTC, &[("09:00", "13:00")]);
    hours.weekly.push(WeeklyHours {
        days: vec![Weekday::Sun, Weekday::Thu],
        range: range("12:00", "14:00"),
    });

    assert_eq!(hours.check(), Err(HoursError::WeeklyOverlap(Weekday::Thu)));
}

#[test]
fn an_override_is_checked_like_a_weekday() {
    let mut hours = daily(Tz::UTC, &[("09:00", "13:00")]);
    hours.overrides = vec![off("2026-12-24", &[("09:00", "11:00"), ("10:00", "12:00")])];

    let date = "2026-12-24".parse().unwrap();
    assert_eq!(hours.check(), Err(HoursError::OverrideOverlap(date)));
}

#[test]
fn a_date_is_overridden_once() {
    let mut hours = daily(Tz::UTC, &[("09:00", "13:00")]);
    hours.overrides = vec![
        off("2026-12-24", &[]),
        off("2026-12-24", &[("09:00", "11:00")]),
    ];

    let date = "2026-12-24".parse().unwrap();
    assert_eq!(hours.check(), Err(HoursError::OverrideTwice(date)));
}

#[test]
fn hours_are_cut_to_the_range_that_is_asked_for() {
    let hours = daily(Tz::Europe__Berlin, &[("09:00", "12:00")]);

    check_spans(
        &hours,
        ("2026-06-10 08:00", "2026-06-11 08:30"),
        &[
            ("2026-06-10 08:00", "2026-06-10 10:00"),
            ("2026-06-11 07:00", "2026-06-11 08:30"),
        ],
    );
}

#[test]
fn an_override_replaces_its_day_and_an_empty_one_is_a_day_off() {
    let mut hours = daily(Tz::UTC, &[("09:00", "12:00")]);
    hours.overrides = vec![
        off("2026-12-25", &[]),
        off("2026-12-24", &[("08:00", "09:00")]),
    ];

    check_spans(
        &hours,
        ("2026-12-24 00:00", "2026-12-27 00:00"),
        &[
            ("2026-12-24 08:00", "2026-12-24 09:00"),
            ("2026-12-26 09:00", "2026-12-26 12:00"),
        ],
    );
}

#[test]
fn hours_up_to_midnight_and_from_midnight_on_are_joined() {
    let hours = daily(
        Tz::Asia__Kathmandu,
        &[("22:00", "24:00"), ("00:00", "02:00")],
    );

    check_spans(
        &hours,
        ("2026-06-10 12:00", "2026-06-11 12:00"),
        &[("2026-06-10 16:15", "2026-06-10 20:15")],
    );
}

#[test]
fn a_range_inside_the_gap_of_a_spring_night_is_empty() {
    let night = ("2026-03-28 23:00", "2026-03-29 22:00");
    let berlin = |from, to| daily(Tz::Europe__Berlin, &[(from, to)]);

    check_spans(&berlin("02:15", "02:45"), night, &[]);
    check_spans(&berlin("02:00", "03:00"), night, &[]);
}

#[test]
fn a_range_that_reaches_into_the_gap_is_shorter() {
    let night = ("2026-03-28 23:00", "2026-03-29 22:00");
    let berlin = |from, to| daily(Tz::Europe__Berlin, &[(from, to)]);

    let until_the_gap = [("2026-03-29 00:00", "2026-03-29 01:00")];
    check_spans(&berlin("01:00", "02:30"), night, &until_the_gap);
    let after_the_gap = [("2026-03-29 01:00", "2026-03-29 02:00")];
    check_spans(&berlin("02:30", "04:00"), night, &after_the_gap);
}

#[test]
fn the_hour_that_an_autumn_night_has_twice_counts_both_times() {
    let night = ("2026-10-24 22:00", "2026-10-25 23:00");
    let berlin = |from, to| daily(Tz::Europe__Berlin, &[(from, to)]);

    let whole = [("2026-10-25 00:00", "2026-10-25 02:00")];
    check_spans(&berlin("02:00", "03:00"), night, &whole);
    let halves = [
        ("2026-10-25 00:30", "2026-10-25 01:00"),
        ("2026-10-25 01:30", "2026-10-25 02:30"),
    ];
    check_spans(&berlin("02:30", "03:30"), night, &halves);
}

#[test]
fn a_day_that_the_calendar_left_out_has_no_hours() {
    let hours = daily(Tz::Pacific__Apia, &[("09:00", "10:00")]);

    check_spans(
        &hours,
        ("2011-12-29 10:00", "2011-12-31 10:00"),
        &[
            ("2011-12-29 19:00", "2011-12-29 20:00"),
            ("2011-12-30 19:00", "2011-12-30 20:00"),
        ],
    );
}

#[test]
fn hours_end_with_the_calendar() {
    let hours = daily(Tz::Pacific__Kiritimati, &[("00:00", "24:00")]);
    let end = DateTime::<Utc>::MAX_UTC;
    let start = end - chrono::TimeDelta::days(3);

    assert!(!hours.spans(Span::new(start, end).unwrap()).is_empty());
}
