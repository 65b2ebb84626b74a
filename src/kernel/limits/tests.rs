//! Which limits make sense, and when they are reached.

use chrono::NaiveDate;

use super::{Limit, Limits, LimitsError, Tally, period};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn counts(per_day: Option<u32>, per_week: Option<u32>, per_month: Option<u32>) -> Limits {
    Limits {
        per_day,
        per_week,
        per_month,
        minutes_per_day: None,
    }
}

#[track_caller]
fn check(limits: Limits, expected: Result<(), LimitsError>) {
    assert_eq!(limits.check(), expected);
}

#[test]
fn a_longer_period_may_not_have_the_smaller_limit() {
    check(counts(Some(2), Some(2), Some(3)), Ok(()));
    check(counts(Some(3), Some(2), None), Err(LimitsError::Order));
    check(counts(Some(3), None, Some(2)), Err(LimitsError::Order));
    check(counts(None, Some(3), Some(2)), Err(LimitsError::Order));
}

#[test]
fn no_limits_are_fine_and_limits_of_nothing_are_not() {
    let no_minutes = Limits {
        minutes_per_day: Some(0),
        ..Limits::default()
    };

    check(Limits::default(), Ok(()));
    check(counts(Some(0), None, None), Err(LimitsError::Zero));
    check(no_minutes, Err(LimitsError::Zero));
}

#[track_caller]
fn check_reached(limits: Limits, date: &str, expected: Option<Limit>) {
    let mut tally = Tally::default();
    // A Sunday and the Monday after it, in two weeks and two months.
    tally.add(on("2026-05-31"), 50);
    tally.add(on("2026-06-01"), 50);
    assert_eq!(tally.reached(&limits, on(date), 50), expected);
}

#[test]
fn a_limit_counts_within_its_own_period() {
    check_reached(
        counts(Some(1), None, None),
        "2026-06-01",
        Some(Limit::PerDay),
    );
    check_reached(counts(Some(1), None, None), "2026-06-02", None);
    check_reached(
        counts(None, Some(1), None),
        "2026-06-07",
        Some(Limit::PerWeek),
    );
    check_reached(counts(None, Some(1), None), "2026-06-08", None);
    check_reached(counts(None, Some(2), None), "2026-06-01", None);
    check_reached(
        counts(None, None, Some(1)),
        "2026-05-01",
        Some(Limit::PerMonth),
    );
    check_reached(counts(None, None, Some(2)), "2026-06-30", None);
}

#[test]
fn minutes_may_fill_the_limit_and_not_exceed_it() {
    let minutes = |limit| Limits {
        minutes_per_day: Some(limit),
        ..Limits::default()
    };

    check_reached(minutes(100), "2026-06-01", None);
    check_reached(minutes(99), "2026-06-01", Some(Limit::MinutesPerDay));
    check_reached(minutes(49), "2026-06-02", Some(Limit::MinutesPerDay));
}

#[track_caller]
fn check_period(limits: Limits, date: &str, first: &str, last: &str) {
    assert_eq!(period(&limits, on(date)), (on(first), on(last)));
}

#[test]
fn a_period_is_as_long_as_the_limits_need() {
    let monthly = counts(None, None, Some(9));
    check_period(
        counts(Some(1), None, None),
        "2026-06-03",
        "2026-06-03",
        "2026-06-03",
    );
    check_period(
        counts(None, Some(1), None),
        "2027-01-01",
        "2026-12-28",
        "2027-01-03",
    );
    check_period(monthly, "2028-02-10", "2028-02-01", "2028-02-29");
    check_period(
        counts(None, Some(1), Some(9)),
        "2026-06-30",
        "2026-06-01",
        "2026-07-05",
    );
}
