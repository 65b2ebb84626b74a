//! The periods of a rule one after the other: its years, months, weeks, days, hours …

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::days::DayRule;
use super::{Budget, Frequency, Rule, at_positions, or_own, times_of_day, week_of};

/// The periods of a rule from the one that a moment is in.
pub(super) struct Periods<'a> {
    rule: &'a Rule,
    days: DayRule<'a>,
    times: Vec<chrono::NaiveTime>,
    start: NaiveDateTime,
    /// The number of the next period; the start is in number 0.
    next: i64,
}

impl<'a> Periods<'a> {
    pub(super) fn new(rule: &'a Rule, start: NaiveDateTime, begin: NaiveDateTime) -> Self {
        let mut periods = Self {
            days: DayRule::new(rule, start.date()),
            times: times_of_day(rule, start.time()),
            rule,
            start,
            next: 0,
        };
        periods.next = periods.number_at(begin.max(start));
        periods
    }

    fn interval(&self) -> i64 {
        i64::from(self.rule.interval.max(1))
    }

    /// The period that `moment` is in, or the one before it.
    fn number_at(&self, moment: NaiveDateTime) -> i64 {
        let units = match self.unit() {
            Some(seconds) => (moment - self.first_unit())
                .num_seconds()
                .div_euclid(seconds),
            None => match self.rule.frequency {
                Frequency::Yearly => i64::from(moment.year() - self.start.year()),
                Frequency::Monthly => months(moment.date()) - months(self.start.date()),
                _ => (moment.date() - self.first_week()).num_weeks(),
            },
        };
        units.div_euclid(self.interval()).max(0)
    }

    /// The length of a day or less, in seconds; none for what has no fixed length.
    fn unit(&self) -> Option<i64> {
        match self.rule.frequency {
            Frequency::Daily => Some(86_400),
            Frequency::Hourly => Some(3_600),
            Frequency::Minutely => Some(60),
            Frequency::Secondly => Some(1),
            _ => None,
        }
    }

    fn first_week(&self) -> NaiveDate {
        week_of(self.start.date(), self.rule.week_start)
    }

    /// The beginning of the day, hour, minute or second of the start.
    fn first_unit(&self) -> NaiveDateTime {
        let (date, time) = (self.start.date(), self.start.time());
        let (hour, minute, second) = match self.rule.frequency {
            Frequency::Hourly => (time.hour(), 0, 0),
            Frequency::Minutely => (time.hour(), time.minute(), 0),
            Frequency::Secondly => (time.hour(), time.minute(), time.second()),
            _ => (0, 0, 0),
        };
        date.and_hms_opt(hour, minute, second).unwrap_or(self.start)
    }

    /// The moments of the next period in order, maybe none; `None` when periods begin after
    /// `last`, or the budget is spent.
    pub(super) fn next(
        &mut self,
        last: NaiveDateTime,
        budget: &mut Budget,
    ) -> Option<Vec<NaiveDateTime>> {
        let units = self.next.checked_mul(self.interval())?;
        self.next += 1;
        let moments = if self.rule.frequency > Frequency::Daily {
            self.within_day(units, last, budget)?
        } else {
            let (first, days) = self.days_of(units)?;
            if first.and_time(chrono::NaiveTime::MIN) > last || !budget.step(days) {
                return None;
            }
            let dates = first.iter_days().take(usize::try_from(days).ok()?);
            let named = dates.filter(|date| self.days.has(*date));
            named
                .flat_map(|date| self.times.iter().map(move |time| date.and_time(*time)))
                .collect()
        };
        Some(at_positions(moments, &self.rule.by_set_pos))
    }

    /// The first day of a period and how many it has.
    fn days_of(&self, units: i64) -> Option<(NaiveDate, u32)> {
        match self.rule.frequency {
            Frequency::Yearly => {
                let year = i64::from(self.start.year()).checked_add(units)?;
                let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)?;
                Some((first, if first.leap_year() { 366 } else { 365 }))
            }
            Frequency::Monthly => {
                let first = self.start.date().with_day(1)?;
                let first = first.checked_add_months(Months::new(u32::try_from(units).ok()?))?;
                Some((first, u32::from(first.num_days_in_month())))
            }
            Frequency::Weekly => {
                let days = Days::new(u64::try_from(units.checked_mul(7)?).ok()?);
                Some((self.first_week().checked_add_days(days)?, 7))
            }
            _ => {
                let days = Days::new(u64::try_from(units).ok()?);
                Some((self.start.date().checked_add_days(days)?, 1))
            }
        }
    }

    /// The moments of an hour, minute or second. One on a day or in an hour that the rule does
    /// not name is empty, and the next one asked for is the first that may have moments.
    fn within_day(
        &mut self,
        units: i64,
        last: NaiveDateTime,
        budget: &mut Budget,
    ) -> Option<Vec<NaiveDateTime>> {
        let seconds = TimeDelta::try_seconds(units.checked_mul(self.unit()?)?)?;
        let begin = self.first_unit().checked_add_signed(seconds)?;
        if begin > last || !budget.step(1) {
            return None;
        }
        let rule = self.rule;
        let is_named = |by: &[u8], value: u32| {
            by.is_empty() || by.iter().any(|&named| u32::from(named) == value)
        };
        let begin_of_hour = begin.date().and_hms_opt(begin.hour(), 0, 0)?;
        if !self.days.has(begin.date()) {
            let midnight = begin.date().succ_opt()?.and_time(chrono::NaiveTime::MIN);
            self.skip_to(midnight);
            return Some(Vec::new());
        }
        if !is_named(&rule.by_hour, begin.hour()) {
            self.skip_to(begin_of_hour.checked_add_signed(TimeDelta::hours(1))?);
            return Some(Vec::new());
        }
        let minutes = match rule.frequency {
            Frequency::Hourly => or_own(&rule.by_minute, self.start.minute()),
            _ if !is_named(&rule.by_minute, begin.minute()) => return Some(Vec::new()),
            _ => vec![begin.minute()],
        };
        let seconds = match rule.frequency {
            Frequency::Hourly | Frequency::Minutely => or_own(&rule.by_second, self.start.second()),
            _ if !is_named(&rule.by_second, begin.second()) => return Some(Vec::new()),
            _ => vec![begin.second()],
        };
        let mut moments = Vec::with_capacity(minutes.len() * seconds.len());
        for minute in minutes {
            for &second in &seconds {
                moments.extend(begin.date().and_hms_opt(begin.hour(), minute, second));
            }
        }
        Some(moments)
    }

    /// Goes on with the first period that begins at `moment` or after it.
    fn skip_to(&mut self, moment: NaiveDateTime) {
        let Some(unit) = self.unit() else { return };
        let length = unit.saturating_mul(self.interval());
        let seconds = (moment - self.first_unit()).num_seconds();
        let number = seconds.div_euclid(length) + i64::from(seconds.rem_euclid(length) > 0);
        self.next = self.next.max(number);
    }
}

/// Months since year 0.
fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}
