use chrono::{NaiveDate, NaiveDateTime, Weekday};
use proptest::prelude::*;

use super::{Budget, ByDay, Frequency, Rule, instances};

const PLENTY: Budget = Budget {
    steps: 1_000_000,
    instances: 100_000,
};

/// A moment; a date alone is its nine o'clock.
fn at(text: &str) -> NaiveDateTime {
    let text = if text.len() > 10 {
        text.to_owned()
    } else {
        format!("{text} 09:00")
    };
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").unwrap()
}

fn days(rule: &Rule, start: &str, until: &str) -> Vec<String> {
    let window = (at("1900-01-01"), at(until));
    instances(rule, at(start), window, &mut PLENTY.clone())
        .into_iter()
        .map(|moment| moment.date().to_string())
        .collect()
}

fn on(nth: Option<i16>, weekday: Weekday) -> ByDay {
    ByDay { nth, weekday }
}

#[test]
fn examples_of_the_standard_hold() {
    // Every other week on Monday, Wednesday and Friday (RFC 5545 §3.8.5.3).
    let mut rule = Rule::every(Frequency::Weekly);
    rule.interval = 2;
    rule.week_start = Weekday::Sun;
    rule.by_day = vec![
        on(None, Weekday::Mon),
        on(None, Weekday::Wed),
        on(None, Weekday::Fri),
    ];
    assert_eq!(
        days(&rule, "1997-09-01", "1997-10-01"),
        [
            "1997-09-01",
            "1997-09-03",
            "1997-09-05",
            "1997-09-15",
            "1997-09-17",
            "1997-09-19",
            "1997-09-29"
        ]
    );

    // The second-to-last Monday of the month.
    let mut rule = Rule::every(Frequency::Monthly);
    rule.count = Some(3);
    rule.by_day = vec![on(Some(-2), Weekday::Mon)];
    assert_eq!(
        days(&rule, "1997-09-22", "2000-01-01"),
        ["1997-09-22", "1997-10-20", "1997-11-17"]
    );

    // The 20th Monday of the year, and Monday of week 20.
    let mut rule = Rule::every(Frequency::Yearly);
    rule.by_day = vec![on(Some(20), Weekday::Mon)];
    assert_eq!(
        days(&rule, "1997-05-19", "1999-06-01"),
        ["1997-05-19", "1998-05-18", "1999-05-17"]
    );
    let mut rule = Rule::every(Frequency::Yearly);
    rule.by_week_no = vec![20];
    rule.by_day = vec![on(None, Weekday::Mon)];
    assert_eq!(
        days(&rule, "1997-05-12", "1999-06-01"),
        ["1997-05-12", "1998-05-11", "1999-05-17"]
    );

    // Friday the 13th; the start counts although it is none.
    let mut rule = Rule::every(Frequency::Monthly);
    rule.by_day = vec![on(None, Weekday::Fri)];
    rule.by_month_day = vec![13];
    assert_eq!(
        days(&rule, "1997-09-02", "1999-01-01"),
        ["1997-09-02", "1998-02-13", "1998-03-13", "1998-11-13"]
    );

    // The third of Tuesday, Wednesday, Thursday in a month.
    let mut rule = Rule::every(Frequency::Monthly);
    rule.count = Some(3);
    rule.by_day = vec![
        on(None, Weekday::Tue),
        on(None, Weekday::Wed),
        on(None, Weekday::Thu),
    ];
    rule.by_set_pos = vec![3];
    assert_eq!(
        days(&rule, "1997-09-04", "2000-01-01"),
        ["1997-09-04", "1997-10-07", "1997-11-06"]
    );
}

#[test]
fn days_that_do_not_exist_are_left_out() {
    let yearly = Rule::every(Frequency::Yearly);
    assert_eq!(
        days(&yearly, "2024-02-29", "2033-01-01"),
        ["2024-02-29", "2028-02-29", "2032-02-29"]
    );

    let monthly = Rule::every(Frequency::Monthly);
    assert_eq!(
        days(&monthly, "2026-01-31", "2026-08-01"),
        ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
    );
}

#[test]
fn a_rule_far_away_is_not_walked() {
    let rule = Rule::every(Frequency::Secondly);
    let window = (at("2026-11-25 10:00"), at("2026-11-25 10:01"));
    let mut budget = Budget {
        steps: 100,
        instances: 100,
    };

    let found = instances(&rule, at("0001-01-01"), window, &mut budget);

    assert_eq!(found.len(), 60);
    assert!(!budget.is_spent());
}

#[test]
fn a_rule_that_never_comes_ends() {
    let mut rule = Rule::every(Frequency::Yearly);
    rule.by_month = vec![2];
    rule.by_month_day = vec![30];
    rule.count = Some(2);
    let mut budget = PLENTY;

    let found = instances(
        &rule,
        at("2026-01-01"),
        (at("2026-01-01"), at("9999-01-01")),
        &mut budget,
    );

    assert_eq!(found, [at("2026-01-01")]);
    assert!(budget.is_spent());
}

#[test]
fn what_the_budget_cuts_is_said() {
    let rule = Rule::every(Frequency::Secondly);
    let window = (at("2026-01-01"), at("2027-01-01"));
    let mut budget = Budget {
        steps: 1_000_000,
        instances: 500,
    };

    assert_eq!(
        instances(&rule, at("2026-01-01"), window, &mut budget).len(),
        500
    );
    assert!(budget.is_spent());
}

fn frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![
        Just(Frequency::Yearly),
        Just(Frequency::Monthly),
        Just(Frequency::Weekly),
        Just(Frequency::Daily),
        Just(Frequency::Hourly),
        Just(Frequency::Minutely),
    ]
}

prop_compose! {
    fn rule()(
        frequency in frequency(),
        interval in 1..5_u32,
        by_month in prop::collection::vec(1..=12_u8, 0..3),
        by_month_day in prop::collection::vec(prop_oneof![1..=31_i8, -31..=-1_i8], 0..3),
        by_day in prop::collection::vec((0..7_u8, prop::option::of(prop_oneof![1..=4_i16, -4..=-1_i16])), 0..3),
        by_hour in prop::collection::vec(0..24_u8, 0..3),
        by_set_pos in prop::collection::vec(prop_oneof![1..=3_i32, -3..=-1_i32], 0..2),
        week_start in 0..7_u8,
        count in prop::option::of(1..40_u32),
    ) -> Rule {
        Rule {
            interval, by_month, by_month_day, by_hour, by_set_pos, count,
            by_day: by_day.into_iter().map(|(day, nth)| on(nth, Weekday::try_from(day).unwrap())).collect(),
            week_start: Weekday::try_from(week_start).unwrap(),
            ..Rule::every(frequency)
        }
    }
}

proptest! {
    #[test]
    fn a_window_shows_what_the_whole_rule_has_there(
        rule in rule(), day in 0..800_u64, first in 0..800_i64, length in 1..60_i64
    ) {
        let start = NaiveDate::from_ymd_opt(2023, 12, 20).unwrap() + chrono::Days::new(day);
        let start = start.and_hms_opt(9, 30, 0).unwrap();
        let from = start + chrono::TimeDelta::hours(first * 17);
        let to = from + chrono::TimeDelta::days(length);
        let mut budget = Budget { steps: 10_000_000, instances: 1_000_000 };

        let there = instances(&rule, start, (from, to), &mut budget.clone());
        let mut whole = instances(&rule, start, (start, to), &mut budget);
        whole.retain(|moment| *moment >= from);

        prop_assert_eq!(there, whole);
    }
}
