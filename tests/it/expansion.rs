//! Series of other calendars, expanded beside a program that is not ours.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use zeitgenosse::ical::busy::{Owner, Search, find};
use zeitgenosse::kernel::span::Span;

use crate::peers;

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
];
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn window() -> Span {
    let at = |month| Utc.with_ymd_and_hms(2026, month, 1, 0, 0, 0).unwrap();
    Span::new(at(3), at(12)).unwrap()
}

/// A part of a rule, maybe: its name and one or two values.
fn part(
    name: &'static str,
    values: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<String> {
    prop_oneof![
        2 => Just(String::new()),
        1 => prop::collection::vec(values, 1..3)
            .prop_map(move |values| format!(";{name}={}", values.join(","))),
    ]
    .boxed()
}

/// Weekdays all with a number or all without: the other program takes a mixture for their
/// intersection.
fn by_day(with_number: bool) -> BoxedStrategy<String> {
    let number = prop_oneof![1..=4_i8, -4..=-1_i8];
    (number, 0..7_usize)
        .prop_map(move |(number, day)| match with_number {
            false => DAYS[day].to_owned(),
            true => format!("{number}{}", DAYS[day]),
        })
        .boxed()
}

fn rule() -> impl Strategy<Value = String> {
    let months = || part("BYMONTH", (1..=12_u8).prop_map(|month| month.to_string()));
    let month_days = || {
        part(
            "BYMONTHDAY",
            prop_oneof![1..=31_i8, -5..=-1_i8].prop_map(|day| day.to_string()),
        )
    };
    let frequency = prop_oneof![
        (months(), month_days()).prop_map(|(a, b)| format!("FREQ=YEARLY{a}{b}")),
        (months(), part("BYDAY", by_day(false))).prop_map(|(a, b)| format!("FREQ=MONTHLY{a}{b}")),
        (months(), part("BYDAY", by_day(true))).prop_map(|(a, b)| format!("FREQ=YEARLY{a}{b}")),
        (
            months(),
            part("BYDAY", by_day(true)),
            part("BYSETPOS", Just("-1".to_owned()))
        )
            .prop_map(|(a, b, c)| if b.is_empty() {
                format!("FREQ=MONTHLY{a}")
            } else {
                format!("FREQ=MONTHLY{a}{b}{c}")
            }),
        (months(), month_days()).prop_map(|(a, b)| format!("FREQ=MONTHLY{a}{b}")),
        (part("BYDAY", by_day(false)), 0..7_usize)
            .prop_map(|(a, start)| format!("FREQ=WEEKLY{a};WKST={}", DAYS[start])),
        (months(), part("BYDAY", by_day(false))).prop_map(|(a, b)| format!("FREQ=DAILY{a}{b}")),
    ];
    (frequency, 1..4_u8)
        .prop_map(|(frequency, interval)| format!("{frequency};INTERVAL={interval}"))
}

/// How a series ends that begins on `date`. A start that the rule does not name counts with us,
/// as RFC 5545 §3.3.10 says, with the other program it does not: so such a rule has no COUNT.
fn end(rule: &str, date: NaiveDate, (kind, number): (u8, u64)) -> String {
    match kind {
        1 if !rule.contains(";BY") => format!(";COUNT={}", number % 30 + 1),
        2 => format!(
            ";UNTIL={}T120000Z",
            (date + Days::new(number + 1)).format("%Y%m%d")
        ),
        _ => String::new(),
    }
}

/// A calendar with one series that has an exception, if `except` says after how many days.
fn calendar() -> impl Strategy<Value = (String, &'static str)> {
    let start = (0..500_u64, 0..24_i64, prop::option::of(0..60_u64));
    let ends = (0..3_u8, 0..300_u64);
    (rule(), start, ends, 0..ZONES.len()).prop_map(
        |(rule, (day, half_hours, except), ends, zone)| {
            let zone = ZONES[zone];
            let date = NaiveDate::from_ymd_opt(2025, 1, 6).unwrap() + Days::new(day);
            let end = end(&rule, date, ends);
            let start = date.and_hms_opt(8, 0, 0).unwrap() + TimeDelta::minutes(30 * half_hours);
            let write = |at: NaiveDateTime| at.format("%Y%m%dT%H%M%S").to_string();
            let except = except.map_or(String::new(), |days| {
                format!(
                    "EXDATE;TZID={zone}:{}\r\n",
                    write(start + Days::new(days * 7))
                )
            });
            let text = format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:a\r\n\
             DTSTAMP:20250101T000000Z\r\nDTSTART;TZID={zone}:{}\r\nDTEND;TZID={zone}:{}\r\n\
             RRULE:{rule}{end}\r\n{except}END:VEVENT\r\nEND:VCALENDAR\r\n",
                write(start),
                write(start + TimeDelta::minutes(45)),
            );
            (text, zone)
        },
    )
}

#[test]
fn series_are_what_another_program_makes_of_them() {
    let mut runner = TestRunner::deterministic();
    let calendars: Vec<_> = (0..400)
        .map(|_| calendar().new_tree(&mut runner).unwrap().current())
        .collect();
    let (from, to) = (window().start().timestamp(), window().end().timestamp());
    let asked: Vec<_> = calendars
        .iter()
        .map(|(text, _)| json!({"text": text, "from": from, "to": to}))
        .collect();
    let theirs = peers::expand(&json!(asked));

    for ((text, zone), theirs) in calendars.iter().zip(theirs.as_array().unwrap()) {
        let search = Search {
            owner: Owner {
                zone: zone.parse().unwrap(),
                addresses: Vec::new(),
            },
            window: window(),
            own_suffix: String::new(),
            with_free: false,
        };
        let found = find(text.as_bytes(), &search).unwrap();
        let ours: Vec<[i64; 2]> = found
            .times
            .iter()
            .map(|busy| [busy.span.start().timestamp(), busy.span.end().timestamp()])
            .collect();
        assert_eq!(
            json!(ours),
            *theirs,
            "{text}\n{:?}",
            first_difference(&ours, theirs)
        );
    }
}

/// Where two lists part, to be read by people.
fn first_difference(ours: &[[i64; 2]], theirs: &serde_json::Value) -> Option<DateTime<Utc>> {
    let theirs: Vec<[i64; 2]> = serde_json::from_value(theirs.clone()).unwrap();
    let all = ours.iter().chain(&theirs);
    let parted = all.filter(|span| !ours.contains(span) || !theirs.contains(span));
    DateTime::from_timestamp(parted.map(|span| span[0]).min()?, 0)
}
