//! Which days a rule names.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{ByDay, Frequency, Rule, week_of};

/// The parts of a rule that decide about days, with what its start adds where they say nothing.
#[derive(Debug)]
pub(super) struct DayRule<'a> {
    rule: &'a Rule,
    months: Vec<u8>,
    month_days: Vec<i8>,
    week_days: Vec<ByDay>,
}

impl<'a> DayRule<'a> {
    pub(super) fn new(rule: &'a Rule, start: NaiveDate) -> Self {
        let mut days = Self {
            rule,
            months: rule.by_month.clone(),
            month_days: rule.by_month_day.clone(),
            week_days: rule.by_day.clone(),
        };
        let own_day = ByDay {
            nth: None,
            weekday: start.weekday(),
        };
        let says_days = !rule.by_year_day.is_empty()
            || !rule.by_month_day.is_empty()
            || !rule.by_day.is_empty();
        match rule.frequency {
            _ if says_days => {}
            // A week without a day of its own has the one of the start.
            Frequency::Weekly => days.week_days.push(own_day),
            Frequency::Yearly if !rule.by_week_no.is_empty() => days.week_days.push(own_day),
            Frequency::Yearly => {
                if days.months.is_empty() {
                    days.months.extend(u8::try_from(start.month()));
                }
                days.month_days.extend(i8::try_from(start.day()));
            }
            Frequency::Monthly => days.month_days.extend(i8::try_from(start.day())),
            _ => {}
        }
        days
    }

    /// Whether the rule names `date`.
    pub(super) fn has(&self, date: NaiveDate) -> bool {
        let month = u8::try_from(date.month()).unwrap_or(0);
        (self.months.is_empty() || self.months.contains(&month))
            && self.has_week(date)
            && counted(
                &self.rule.by_year_day,
                date.ordinal(),
                days_of_year(date.year()),
            )
            && counted(&self.month_days, date.day(), days_of_month(date))
            && (self.week_days.is_empty()
                || self.week_days.iter().any(|day| self.is_day(*day, date)))
    }

    fn is_day(&self, day: ByDay, date: NaiveDate) -> bool {
        if date.weekday() != day.weekday {
            return false;
        }
        let Some(nth) = day.nth.filter(|_| self.counts_weekdays()) else {
            return true;
        };
        let (place, length) = if self.is_by_year() {
            (date.ordinal(), days_of_year(date.year()))
        } else {
            (date.day(), days_of_month(date))
        };
        if nth > 0 {
            i64::from(place - 1) / 7 + 1 == i64::from(nth)
        } else {
            i64::from(length - place) / 7 + 1 == -i64::from(nth)
        }
    }

    /// Numbers of BYDAY mean something in months and years without numbered weeks.
    fn counts_weekdays(&self) -> bool {
        match self.rule.frequency {
            Frequency::Monthly => true,
            Frequency::Yearly => self.rule.by_week_no.is_empty(),
            _ => false,
        }
    }

    fn is_by_year(&self) -> bool {
        self.rule.frequency == Frequency::Yearly && self.rule.by_month.is_empty()
    }

    fn has_week(&self, date: NaiveDate) -> bool {
        if self.rule.by_week_no.is_empty() {
            return true;
        }
        let (number, count) = week_number(date, self.rule.week_start);
        counted(&self.rule.by_week_no, number, count)
    }
}

/// Whether a list has a place of `length`, counted from its start or from its end.
fn counted<T: Copy + Into<i64>>(list: &[T], place: u32, length: u32) -> bool {
    let (place, length) = (i64::from(place), i64::from(length));
    list.is_empty()
        || list.iter().any(|&wanted| {
            let wanted: i64 = wanted.into();
            wanted == place || wanted == place - length - 1
        })
}

/// The number of the week that `date` is in, and how many its year has. Week 1 is the first with
/// at least four days in its year (RFC 5545 §3.3.10, BYWEEKNO).
fn week_number(date: NaiveDate, week_start: Weekday) -> (u32, u32) {
    let week = week_of(date, week_start);
    // The fourth day of a week is in the year that the week belongs to.
    let year = week
        .checked_add_days(chrono::Days::new(3))
        .unwrap_or(week)
        .year();
    let first = |year: i32| {
        NaiveDate::from_ymd_opt(year, 1, 4).map_or(week, |fourth| week_of(fourth, week_start))
    };
    let weeks =
        |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_weeks()).unwrap_or(0);
    (
        weeks(first(year), week) + 1,
        weeks(first(year), first(year + 1)),
    )
}

fn days_of_year(year: i32) -> u32 {
    NaiveDate::from_ymd_opt(year, 12, 31).map_or(365, |last| last.ordinal())
}

fn days_of_month(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}
