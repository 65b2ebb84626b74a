//! Public holidays of Germany, Austria and Switzerland, by state and canton.
//!
//! Computed from the laws, as `table.rs` holds them: no maintained library in reach knows the
//! days of parts of a state, or the cantons. A test compares every region with the `holidays`
//! package of the Python world (`docs/decisions/holidays-from-the-laws.md`).

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use table::{DAYS, Day, REGIONS};

/// The holidays a host takes off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Where the host lives: `DE-BY`, `AT-9`, `CH-ZH`.
    pub region: String,
    /// The days that are switched, by key: a statutory one off, another one on.
    pub switched: BTreeSet<String>,
}

/// A kind of holiday in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Names it for good: `corpus-christi`. Its text is `holiday-corpus-christi`.
    pub key: &'static str,
    /// Whether everybody in the region has it off. Otherwise only parts of the region do, or
    /// only some of its people.
    pub is_statutory: bool,
}

/// The codes of every region (ISO 3166-2): the German states, the Austrian ones, the Swiss
/// cantons.
pub fn regions() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().copied()
}

/// Whether there is such a region.
pub fn is_region(code: &str) -> bool {
    REGIONS.contains(&code)
}

/// The holidays that a region knows, in the order of the year. Some are not there every year.
pub fn of_region(region: &str) -> Vec<Holiday> {
    let mut found: Vec<Holiday> = Vec::new();
    for (day, is_statutory) in days(region) {
        match found.iter_mut().find(|other| other.key == day.key) {
            Some(other) => other.is_statutory |= is_statutory,
            None => found.push(Holiday {
                key: day.key,
                is_statutory,
            }),
        }
    }
    found
}

impl Choice {
    /// Whether the host has a day off.
    pub fn takes(&self, holiday: &Holiday) -> bool {
        holiday.is_statutory != self.switched.contains(holiday.key)
    }

    /// The days that the host takes off from year to year, both inclusive, ascending, each with
    /// its key.
    pub fn between(&self, first: i32, last: i32) -> Vec<(NaiveDate, &'static str)> {
        let taken: Vec<Holiday> = of_region(&self.region);
        let taken: Vec<&str> = taken
            .iter()
            .filter(|holiday| self.takes(holiday))
            .map(|holiday| holiday.key)
            .collect();
        let own: Vec<&Day> = days(&self.region)
            .map(|(day, _)| day)
            .filter(|day| taken.contains(&day.key))
            .collect();
        let mut dates: Vec<(NaiveDate, &'static str)> = (first..=last)
            .flat_map(|year| {
                own.iter()
                    .filter_map(move |day| Some((day.date(year)?, day.key)))
            })
            .collect();
        dates.sort_unstable();
        dates.dedup_by_key(|(date, _)| *date);
        dates
    }
}

/// The holidays of a region in one year, ascending; statutory ones or all others too.
pub fn in_year(region: &str, year: i32, with_others: bool) -> Vec<(NaiveDate, &'static str)> {
    let mut dates: Vec<(NaiveDate, &'static str)> = days(region)
        .filter(|(_, is_statutory)| with_others || *is_statutory)
        .filter_map(|(day, _)| Some((day.date(year)?, day.key)))
        .collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// The days that hold in a region, and whether they are statutory there.
fn days(region: &str) -> impl Iterator<Item = (&'static Day, bool)> {
    let country = region.split('-').next().unwrap_or_default();
    let known = if is_region(region) { DAYS } else { &[] };
    known.iter().filter_map(move |day| {
        let names = |list: &str| {
            let mut names = list.split(' ');
            names.any(|name| name == region || name == country)
        };
        if names(day.statutory) {
            Some((day, true))
        } else {
            names(day.partly).then_some((day, false))
        }
    })
}

/// When a holiday is.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Month and day.
    Fixed(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i32),
    /// The Wednesday before 23 November: the eleventh day before the first of Advent.
    Repentance,
    /// The first Thursday of April; a week later if it lies before Easter, in Holy Week.
    NaefelsRide,
    /// The Thursday after the first Sunday of September.
    GenevaFast,
    /// The Monday after the third Sunday of September.
    FastMonday,
    /// Month and day, where it is not one of these weekdays.
    Except(u32, u32, &'static [Weekday]),
    /// Month and day, only on a Monday.
    OnMonday(u32, u32),
}

impl Day {
    /// Its date in a year; none if it is not kept then.
    fn date(&self, year: i32) -> Option<NaiveDate> {
        if !self.years.contains(&year) {
            return None;
        }
        let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let nth = |month, weekday, n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
        match self.rule {
            Rule::Fixed(month, day) => fixed(month, day),
            Rule::Easter(days) => moved(easter(year)?, days),
            Rule::Repentance => {
                let limit = fixed(11, 22)?;
                let back = (limit.weekday().num_days_from_monday() + 7 - 2) % 7;
                limit.checked_sub_days(Days::new(back.into()))
            }
            Rule::NaefelsRide => {
                let first = nth(4, Weekday::Thu, 1)?;
                let is_holy = moved(easter(year)?, -3) == Some(first);
                moved(first, if is_holy { 7 } else { 0 })
            }
            Rule::GenevaFast => moved(nth(9, Weekday::Sun, 1)?, 4),
            Rule::FastMonday => moved(nth(9, Weekday::Sun, 3)?, 1),
            Rule::Except(month, day, weekdays) => {
                fixed(month, day).filter(|date| !weekdays.contains(&date.weekday()))
            }
            Rule::OnMonday(month, day) => {
                fixed(month, day).filter(|date| date.weekday() == Weekday::Mon)
            }
        }
    }
}

fn moved(date: NaiveDate, days: i32) -> Option<NaiveDate> {
    date.checked_add_signed(chrono::TimeDelta::days(days.into()))
}

/// Easter Sunday of a Gregorian year.
///
/// Source: the anonymous algorithm (Nature, 20 April 1876), in the form of Meeus, Astronomical
/// Algorithms, chapter 8.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (
        year.rem_euclid(19),
        year.div_euclid(100),
        year.rem_euclid(100),
    );
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (n / 31, n % 31 + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
