//! The filter against what a clock on the wall says.

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{DayTime, Filter};
use crate::kernel::slots::Slot;
use crate::kernel::span::Span;

/// Zones with changing clocks, by an hour and by half of one, and some that are off by minutes.
const ZONES: [Tz; 7] = [
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kolkata,
    Tz::Asia__Kathmandu,
    Tz::Australia__Adelaide,
    Tz::Pacific__Apia,
];
const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Mon"),
    (Weekday::Tue, "Tue"),
    (Weekday::Wed, "Wed"),
    (Weekday::Thu, "Thu"),
    (Weekday::Fri, "Fri"),
    (Weekday::Sat, "Sat"),
    (Weekday::Sun, "Sun"),
];

fn slot(start: DateTime<Utc>) -> Slot {
    Slot {
        span: Span::new(start, start + TimeDelta::minutes(50)).unwrap(),
        seats_left: 1,
    }
}

fn left(filter: Filter, starts: &[DateTime<Utc>], zone: Tz) -> Vec<DateTime<Utc>> {
    let mut slots: Vec<Slot> = starts.iter().copied().map(slot).collect();
    filter.retain(&mut slots, zone);
    slots.iter().map(|slot| slot.span.start()).collect()
}

/// What the clock shows as text, compared as text.
fn is_wanted(days: &[&str], times: &[DayTime], start: DateTime<Utc>, zone: Tz) -> bool {
    let shown = start.with_timezone(&zone).format("%a %H:%M").to_string();
    let (day, clock) = shown.split_once(' ').unwrap();
    let is_at = |time: &DayTime| match time {
        DayTime::Morning => clock < "12:00",
        DayTime::Afternoon => ("12:00".."17:00").contains(&clock),
        DayTime::Evening => clock >= "17:00",
    };
    (days.is_empty() || days.contains(&day)) && (times.is_empty() || times.iter().any(is_at))
}

#[track_caller]
fn check(time: DayTime, zone: Tz, start: &str, expected: bool) {
    let filter = Filter::new([], [time]);

    let left = left(filter, &[start.parse().unwrap()], zone);

    assert_eq!(!left.is_empty(), expected, "{start}");
}

#[test]
fn half_an_hour_off_utc_noon_is_still_noon() {
    check(
        DayTime::Morning,
        Tz::Asia__Kolkata,
        "2026-01-12T06:29:00Z",
        true,
    );
    check(
        DayTime::Morning,
        Tz::Asia__Kolkata,
        "2026-01-12T06:30:00Z",
        false,
    );
    check(
        DayTime::Afternoon,
        Tz::Asia__Kolkata,
        "2026-01-12T06:30:00Z",
        true,
    );
    check(
        DayTime::Afternoon,
        Tz::Asia__Kolkata,
        "2026-01-12T11:30:00Z",
        false,
    );
    check(
        DayTime::Evening,
        Tz::Asia__Kathmandu,
        "2026-01-12T11:15:00Z",
        true,
    );
}

#[test]
fn noon_is_an_hour_earlier_on_the_day_the_clocks_went_forward() {
    check(
        DayTime::Morning,
        Tz::Europe__Berlin,
        "2026-03-28T10:00:00Z",
        true,
    );
    check(
        DayTime::Morning,
        Tz::Europe__Berlin,
        "2026-03-29T10:00:00Z",
        false,
    );
}

#[test]
fn a_filter_that_names_nothing_leaves_everything() {
    let start = "2026-01-12T06:30:00Z".parse().unwrap();

    assert!(Filter::default().is_empty());
    assert_eq!(left(Filter::default(), &[start], Tz::UTC), [start]);
}

#[test]
fn what_is_turned_twice_is_as_before() {
    let filter = Filter::new([Weekday::Tue], [DayTime::Evening]);

    assert_eq!(
        filter.turn_weekday(Weekday::Sun).turn_weekday(Weekday::Sun),
        filter
    );
    assert!(
        filter
            .turn_weekday(Weekday::Tue)
            .turn_time(DayTime::Evening)
            .is_empty()
    );
}

proptest! {
    #[test]
    fn what_is_left_is_what_the_clock_says(
        first in 1_740_000_000i64..1_800_000_000,
        steps in prop::collection::vec(0i64..400_000, 1..60),
        zone in prop::sample::select(&ZONES[..]),
        days in prop::sample::subsequence(&DAYS[..], 0..=7),
        times in prop::sample::subsequence(&DayTime::ALL[..], 0..=3),
    ) {
        let mut at = first;
        let starts: Vec<DateTime<Utc>> = steps.iter().map(|step| {
            at += step;
            DateTime::from_timestamp(at, 0).unwrap()
        }).collect();
        let (weekdays, names): (Vec<Weekday>, Vec<&str>) = days.into_iter().unzip();
        let filter = Filter::new(weekdays, times.iter().copied());

        let expected: Vec<_> = starts
            .iter()
            .copied()
            .filter(|start| is_wanted(&names, &times, *start, zone))
            .collect();

        prop_assert_eq!(left(filter, &starts, zone), expected);
    }
}
