//! Single days against calendars; every region against a peer is in `tests/it/holidays.rs`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Choice, easter, in_year, of_region, regions};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[track_caller]
fn check(region: &str, key: &str, expected: &[&str]) {
    let found: Vec<NaiveDate> = (2024..=2027)
        .flat_map(|year| in_year(region, year, true))
        .filter(|(_, other)| *other == key)
        .map(|(date, _)| date)
        .collect();
    let expected: Vec<NaiveDate> = expected.iter().map(|text| date(text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn easter_is_where_the_calendars_have_it() {
    // The earliest and the latest, and years in which a simpler rule fails.
    for day in [
        "1818-03-22",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2024-03-31",
        "2026-04-05",
        "2038-04-25",
        "2285-03-22",
    ] {
        let day = date(day);
        assert_eq!(easter(chrono::Datelike::year(&day)), Some(day));
    }
}

#[test]
fn repentance_day_is_the_wednesday_before_the_23rd_of_november() {
    check(
        "DE-SN",
        "repentance",
        &["2024-11-20", "2025-11-19", "2026-11-18", "2027-11-17"],
    );
}

#[test]
fn glarus_rides_a_week_later_when_the_thursday_is_in_holy_week() {
    check(
        "CH-GL",
        "naefels",
        &["2024-04-04", "2025-04-03", "2026-04-09", "2027-04-01"],
    );
}

#[test]
fn neuchatel_has_the_day_after_new_year_only_on_a_monday() {
    let days = (2020..=2040).flat_map(|year| in_year("CH-NE", year, false));
    let found: Vec<String> = days
        .filter(|(_, key)| *key == "berchtold")
        .map(|(date, _)| date.to_string())
        .collect();

    assert_eq!(found, ["2023-01-02", "2034-01-02", "2040-01-02"]);
}

#[test]
fn days_of_parts_of_a_state_are_taken_only_by_those_who_say_so() {
    let mut choice = Choice {
        region: "DE-BY".to_owned(),
        switched: BTreeSet::new(),
    };
    let has = |choice: &Choice, day: &str| {
        let days = choice.between(2026, 2026);
        days.iter().any(|(other, _)| *other == date(day))
    };

    assert!(!has(&choice, "2026-08-15") && !has(&choice, "2026-08-08"));
    assert!(has(&choice, "2026-01-06"));
    choice.switched = ["assumption", "epiphany"].map(str::to_owned).into();
    assert!(has(&choice, "2026-08-15") && !has(&choice, "2026-08-08"));
    assert!(!has(&choice, "2026-01-06"));
}

#[test]
fn every_region_has_holidays_and_each_kind_once() {
    assert_eq!(regions().count(), 16 + 9 + 26);
    for region in regions() {
        let days = of_region(region);
        let keys: BTreeSet<&str> = days.iter().map(|day| day.key).collect();
        assert_eq!(keys.len(), days.len(), "{region}");
        assert!(
            days.iter().filter(|day| day.is_statutory).count() >= 5,
            "{region}"
        );
    }
}

#[test]
fn nowhere_there_are_no_holidays() {
    assert!(of_region("DE-XX").is_empty());
    assert!(Choice::default().between(2026, 2027).is_empty());
}
