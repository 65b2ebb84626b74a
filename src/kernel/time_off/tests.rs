//! Days off and travels, against tables and against a walk over the clocks.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{TimeOff, Travel};
use crate::kernel::availability::{DateOverride, Hours, TimeRange, WeeklyHours};
use crate::kernel::span::Span;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn range(from: &str, to: &str) -> TimeRange {
    TimeRange::parse(from, to).unwrap()
}

/// Every day from nine to five in `zone`.
fn daily(zone: Tz) -> Hours {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    Hours {
        zone,
        weekly: vec![WeeklyHours {
            days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun],
            range: range("09:00", "17:00"),
        }],
        overrides: Vec::new(),
    }
}

fn travel(zone: Tz, from: &str, to: &str) -> TimeOff {
    TimeOff {
        travels: vec![Travel {
            from: date(from),
            to: date(to),
            zone,
        }],
        ..TimeOff::default()
    }
}

#[track_caller]
fn check(time_off: &TimeOff, hours: &Hours, (from, to): (&str, &str), expected: &str) {
    let spans = time_off.spans(hours, Span::new(at(from), at(to)).unwrap());
    let text = |at: DateTime<Utc>| at.format("%d %H:%M").to_string();
    let found: Vec<String> = spans
        .as_slice()
        .iter()
        .map(|span| format!("{}–{}", text(span.start()), text(span.end())))
        .collect();
    assert_eq!(found.join(", "), expected);
}

#[test]
fn a_holiday_has_no_hours_even_when_the_clocks_change_on_it() {
    // Easter Sunday of 2024 is the day on which summer time begins in Berlin.
    let off = TimeOff {
        holidays: vec![date("2024-03-31")],
        ..TimeOff::default()
    };

    check(
        &off,
        &daily(Tz::Europe__Berlin),
        ("2024-03-30T00:00", "2024-04-02T00:00"),
        "30 08:00–30 16:00, 01 07:00–01 15:00",
    );
}

#[test]
fn hours_of_a_single_date_win_over_the_holiday() {
    let off = TimeOff {
        holidays: vec![date("2026-12-25"), date("2026-12-26")],
        ..TimeOff::default()
    };
    let mut hours = daily(Tz::Europe__Berlin);
    hours.overrides.push(DateOverride {
        date: date("2026-12-26"),
        ranges: vec![range("10:00", "12:00")],
    });

    check(
        &off,
        &hours,
        ("2026-12-25T00:00", "2026-12-27T00:00"),
        "26 09:00–26 11:00",
    );
}

#[test]
fn out_of_office_cuts_into_a_day() {
    let off = TimeOff {
        away: vec![Span::new(at("2026-01-12T10:00"), at("2026-01-13T09:00")).unwrap()],
        ..TimeOff::default()
    };

    check(
        &off,
        &daily(Tz::Europe__Berlin),
        ("2026-01-12T00:00", "2026-01-14T00:00"),
        "12 08:00–12 10:00, 13 09:00–13 16:00",
    );
}

#[test]
fn travelling_hours_are_those_of_the_clocks_there() {
    check(
        &travel(Tz::America__New_York, "2026-01-13", "2026-01-13"),
        &daily(Tz::Europe__Berlin),
        ("2026-01-12T00:00", "2026-01-15T00:00"),
        "12 08:00–12 16:00, 13 14:00–13 22:00, 14 08:00–14 16:00",
    );
}

#[test]
fn westward_over_the_date_line_no_date_is_left_out() {
    // From Honolulu to Auckland: a Tuesday that is never lived still has its hours.
    check(
        &travel(Tz::Pacific__Auckland, "2026-01-13", "2026-01-20"),
        &daily(Tz::Pacific__Honolulu),
        ("2026-01-12T12:00", "2026-01-14T12:00"),
        "12 19:00–13 04:00, 13 20:00–14 04:00",
    );
}

#[test]
fn eastward_over_the_date_line_a_day_lived_twice_has_its_hours_once() {
    // From Auckland to Honolulu on the 13th: it begins again after it was over.
    check(
        &travel(Tz::Pacific__Honolulu, "2026-01-14", "2026-01-20"),
        &daily(Tz::Pacific__Auckland),
        ("2026-01-12T12:00", "2026-01-15T12:00"),
        "12 20:00–13 04:00, 14 19:00–15 03:00",
    );
}

#[test]
fn a_travel_on_a_day_that_the_place_left_out_has_no_hours() {
    // Samoa had no 30 December 2011.
    check(
        &travel(Tz::Pacific__Apia, "2011-12-30", "2011-12-30"),
        &daily(Tz::Europe__Berlin),
        ("2011-12-29T00:00", "2012-01-01T00:00"),
        "29 08:00–29 16:00, 31 08:00–31 16:00",
    );
}

#[test]
fn the_host_lives_by_the_clock_of_the_place_on_the_days_there() {
    let off = travel(Tz::America__New_York, "2026-01-13", "2026-01-13");

    for (at_, zone) in [
        ("2026-01-13T04:59", Tz::Europe__Berlin),
        ("2026-01-13T05:00", Tz::America__New_York),
        ("2026-01-14T04:59", Tz::America__New_York),
        ("2026-01-14T05:00", Tz::Europe__Berlin),
    ] {
        assert_eq!(off.zone_at(at(at_), Tz::Europe__Berlin), zone, "{at_}");
    }
}

/// Homes and places, and days on which their clocks or calendars do something.
const PLACES: &[(Tz, Tz, &str)] = &[
    (Tz::Europe__Berlin, Tz::America__New_York, "2026-03-29"),
    (Tz::America__New_York, Tz::Europe__Berlin, "2026-03-08"),
    (Tz::Pacific__Auckland, Tz::Pacific__Honolulu, "2026-04-05"),
    (Tz::Pacific__Honolulu, Tz::Pacific__Auckland, "2026-09-27"),
    (Tz::Europe__Berlin, Tz::Pacific__Apia, "2011-12-30"),
    (Tz::Pacific__Apia, Tz::Asia__Kolkata, "2011-12-30"),
    (Tz::Australia__Lord_Howe, Tz::Asia__Kathmandu, "2026-10-04"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_instant_has_hours_if_some_clock_that_counts_says_so(
        place in prop::sample::select(PLACES),
        (first, days) in (-2..3_i64, 0..3_i64),
        holidays in prop::collection::btree_set(-3..4_i64, 0..3),
        (from, more) in (0..1439_u16, 1..1440_u16),
        away in prop::collection::vec((-4000..4000_i64, 1..2000_i64), 0..2),
    ) {
        let (home, there, day) = place;
        let day = date(day);
        let noon = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let minutes = TimeDelta::minutes;
        let hours = Hours {
            weekly: vec![WeeklyHours {
                range: TimeRange::new(from, (from + more).min(1440)).unwrap(),
                ..daily(home).weekly[0].clone()
            }],
            ..daily(home)
        };
        let from = day + TimeDelta::days(first);
        let time_off = TimeOff {
            holidays: holidays.iter().map(|offset| day + TimeDelta::days(*offset)).collect(),
            away: away.iter()
                .map(|(start, more)| {
                    let start = noon + minutes(*start);
                    Span::new(start, start + minutes(*more)).unwrap()
                })
                .collect(),
            travels: vec![Travel { from, to: from + TimeDelta::days(days), zone: there }],
        };
        let around = Span::new(noon - TimeDelta::days(4), noon + TimeDelta::days(4)).unwrap();
        let spans = time_off.spans(&hours, around);

        for minute in (0..8 * 24 * 60).step_by(7) {
            let instant = around.start() + minutes(minute);
            let on_clock = |zone: Tz| {
                let wall = instant.with_timezone(&zone).naive_local();
                let travels = from <= wall.date() && wall.date() <= from + TimeDelta::days(days);
                let counts = zone == if travels { there } else { home };
                let time = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
                let range = hours.weekly[0].range;
                counts && range.from() <= time && time < range.to()
                    && !time_off.holidays.contains(&wall.date())
            };
            let expected = (on_clock(home) || on_clock(there))
                && !time_off.away.iter().any(|span| span.contains(instant));
            let second = Span::new(instant, instant + TimeDelta::seconds(1)).unwrap();
            prop_assert_eq!(spans.overlaps(&second), expected, "{}", instant);
        }
    }
}
