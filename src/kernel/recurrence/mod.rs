//! Recurrence rules (RFC 5545 §3.3.10), counted in wall-clock time.
//!
//! A rule is asked for a window and jumps to it; only a rule with COUNT is walked from its start.
//! Every look at a day or a moment is a step, and the steps of a rule are limited, so a rule that
//! names no day at all ends as well.

mod days;
mod periods;

#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use periods::Periods;

/// How often a rule may repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// FREQ=YEARLY.
    Yearly,
    /// FREQ=MONTHLY.
    Monthly,
    /// FREQ=WEEKLY.
    Weekly,
    /// FREQ=DAILY.
    Daily,
    /// FREQ=HOURLY.
    Hourly,
    /// FREQ=MINUTELY.
    Minutely,
    /// FREQ=SECONDLY.
    Secondly,
}

/// A weekday of BYDAY; with a number the n-th of its month or year, from the end if negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByDay {
    /// Which of them; none for all.
    pub nth: Option<i16>,
    /// The weekday.
    pub weekday: Weekday,
}

/// A recurrence rule. An empty list of a BY part says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, in units of the frequency; 0 counts as 1.
    pub interval: u32,
    /// UNTIL, the last moment that may be an instance, by the clocks of the start.
    pub until: Option<NaiveDateTime>,
    /// COUNT, how many instances there are, the start among them.
    pub count: Option<u32>,
    /// BYMONTH, 1 to 12.
    pub by_month: Vec<u8>,
    /// BYWEEKNO, 1 to 53 or negative from the end of the year.
    pub by_week_no: Vec<i8>,
    /// BYYEARDAY, 1 to 366 or negative.
    pub by_year_day: Vec<i16>,
    /// BYMONTHDAY, 1 to 31 or negative.
    pub by_month_day: Vec<i8>,
    /// BYDAY.
    pub by_day: Vec<ByDay>,
    /// BYHOUR, 0 to 23.
    pub by_hour: Vec<u8>,
    /// BYMINUTE, 0 to 59.
    pub by_minute: Vec<u8>,
    /// BYSECOND, 0 to 59.
    pub by_second: Vec<u8>,
    /// BYSETPOS, which of a period's instances, from 1 or negative from its end.
    pub by_set_pos: Vec<i32>,
    /// WKST.
    pub week_start: Weekday,
}

impl Rule {
    /// A rule that says nothing but its frequency.
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            until: None,
            count: None,
            by_month: Vec::new(),
            by_week_no: Vec::new(),
            by_year_day: Vec::new(),
            by_month_day: Vec::new(),
            by_day: Vec::new(),
            by_hour: Vec::new(),
            by_minute: Vec::new(),
            by_second: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: Weekday::Mon,
        }
    }
}

/// How much may still be looked at, and how many instances may still be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Days and moments.
    pub steps: u32,
    /// Instances.
    pub instances: u32,
}

impl Budget {
    /// Whether nothing is left of one of them: what was found may be incomplete.
    pub fn is_spent(&self) -> bool {
        self.steps == 0 || self.instances == 0
    }

    fn step(&mut self, count: u32) -> bool {
        self.steps = self.steps.saturating_sub(count);
        self.steps > 0
    }

    fn found(&mut self) -> bool {
        self.instances = self.instances.saturating_sub(1);
        self.instances > 0
    }
}

/// The instances of a rule that begin in `from..to`, in order. The start itself is the first
/// instance, whether the rule names it or not (§3.8.5.3). What the budget did not allow is
/// missing; then it [is spent](Budget::is_spent).
pub fn instances(
    rule: &Rule,
    start: NaiveDateTime,
    (from, to): (NaiveDateTime, NaiveDateTime),
    budget: &mut Budget,
) -> Vec<NaiveDateTime> {
    let mut found = Vec::new();
    if from <= start && start < to {
        found.push(start);
        budget.found();
    }
    let mut left = rule.count.map(|count| count.saturating_sub(1));
    let last = rule.until.map_or(to, |until| until.min(to));
    // Who counts must begin at the beginning.
    let begin = if rule.count.is_some() { start } else { from };
    let mut periods = Periods::new(rule, start, begin);
    while left != Some(0) {
        let Some(moments) = periods.next(last, budget) else {
            break;
        };
        for moment in moments {
            if moment <= start {
                continue;
            }
            if moment >= to || rule.until.is_some_and(|until| moment > until) || left == Some(0) {
                return found;
            }
            left = left.map(|left| left - 1);
            if moment >= from {
                found.push(moment);
                if !budget.found() {
                    return found;
                }
            }
        }
    }
    found
}

/// The times of day of a rule that repeats by days or longer.
fn times_of_day(rule: &Rule, start: NaiveTime) -> Vec<NaiveTime> {
    let hours = or_own(&rule.by_hour, start.hour());
    let minutes = or_own(&rule.by_minute, start.minute());
    let seconds = or_own(&rule.by_second, start.second());
    let mut times = Vec::with_capacity(hours.len() * minutes.len() * seconds.len());
    for &hour in &hours {
        for &minute in &minutes {
            for &second in &seconds {
                times.extend(NaiveTime::from_hms_opt(hour, minute, second));
            }
        }
    }
    times
}

/// A BY part in order without doubles, or what the start says.
fn or_own(by: &[u8], own: u32) -> Vec<u32> {
    if by.is_empty() {
        return vec![own];
    }
    let mut values: Vec<u32> = by.iter().map(|&value| u32::from(value)).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Which moments of a period BYSETPOS leaves; `moments` are in order.
fn at_positions(moments: Vec<NaiveDateTime>, positions: &[i32]) -> Vec<NaiveDateTime> {
    if positions.is_empty() {
        return moments;
    }
    let count = i64::try_from(moments.len()).unwrap_or(i64::MAX);
    let mut places: Vec<usize> = positions
        .iter()
        .map(|&position| i64::from(position))
        .map(|position| {
            if position < 0 {
                count + position
            } else {
                position - 1
            }
        })
        .filter_map(|place| usize::try_from(place).ok())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .filter_map(|place| moments.get(place).copied())
        .collect()
}

/// The first day of the week that `date` is in.
fn week_of(date: NaiveDate, week_start: Weekday) -> NaiveDate {
    let days = (date.weekday_number() + 7 - week_start.num_days_from_monday()) % 7;
    date.checked_sub_days(chrono::Days::new(u64::from(days)))
        .unwrap_or(date)
}

/// The number of a weekday, from Monday.
trait WeekdayNumber {
    fn weekday_number(&self) -> u32;
}

impl WeekdayNumber for NaiveDate {
    fn weekday_number(&self) -> u32 {
        chrono::Datelike::weekday(self).num_days_from_monday()
    }
}
