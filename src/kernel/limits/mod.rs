//! How much of an event type fits into a day, a week, a month of the schedule's zone.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};

/// Upper limits on the bookings of one event type. Weeks begin on Monday (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Sessions that begin on one day.
    pub per_day: Option<u32>,
    /// Sessions that begin in one week.
    pub per_week: Option<u32>,
    /// Sessions that begin in one month.
    pub per_month: Option<u32>,
    /// Minutes of sessions that begin on one day.
    pub minutes_per_day: Option<u32>,
}

/// Why limits were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// A limit of nothing; an event type that cannot be booked is closed instead.
    #[error("a limit must be at least 1")]
    Zero,
    /// The limit of a week is below that of a day, or that of a month below a shorter one.
    #[error("a longer period may not have a smaller limit than a shorter one")]
    Order,
}

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Sessions that begin on one day.
    PerDay,
    /// Minutes of sessions that begin on one day.
    MinutesPerDay,
    /// Sessions that begin in one week.
    PerWeek,
    /// Sessions that begin in one month.
    PerMonth,
}

impl Limit {
    /// Whether one more session of so many minutes would exceed it.
    pub(super) fn is_reached(self, used: u32, bound: u32, minutes: u32) -> bool {
        match self {
            Self::MinutesPerDay => used.saturating_add(minutes) > bound,
            Self::PerDay | Self::PerWeek | Self::PerMonth => used >= bound,
        }
    }
}

impl Limits {
    /// Whether the limits make sense together.
    ///
    /// # Errors
    /// `LimitsError` says what does not.
    pub fn check(&self) -> Result<(), LimitsError> {
        let counts = [self.per_day, self.per_week, self.per_month];
        if counts.contains(&Some(0)) || self.minutes_per_day == Some(0) {
            return Err(LimitsError::Zero);
        }
        if counts.iter().flatten().is_sorted() {
            Ok(())
        } else {
            Err(LimitsError::Order)
        }
    }

    /// Whether nothing is limited.
    pub fn is_unlimited(&self) -> bool {
        *self == Self::default()
    }
}

/// What is booked already, by day, week and month of the schedule's zone.
#[derive(Debug, Default)]
pub(super) struct Tally {
    days: HashMap<NaiveDate, (u32, i64)>,
    weeks: HashMap<NaiveDate, u32>,
    months: HashMap<(i32, u32), u32>,
}

impl Tally {
    /// Counts a session of so many minutes that begins on `date`.
    pub(super) fn add(&mut self, date: NaiveDate, minutes: i64) {
        let day = self.days.entry(date).or_default();
        *day = (day.0.saturating_add(1), day.1.saturating_add(minutes));
        *self.weeks.entry(week(date)).or_default() += 1;
        *self.months.entry(month(date)).or_default() += 1;
    }

    /// The limit that one more session of so many minutes on `date` would exceed.
    pub(super) fn reached(&self, limits: &Limits, date: NaiveDate, minutes: u32) -> Option<Limit> {
        self.used(limits, date)
            .find(|(limit, used, bound)| limit.is_reached(*used, *bound, minutes))
            .map(|(limit, ..)| limit)
    }

    /// The limits that there are, what is used of each on `date`, and how much there may be.
    pub(super) fn used(
        &self,
        limits: &Limits,
        date: NaiveDate,
    ) -> impl Iterator<Item = (Limit, u32, u32)> {
        let (sessions, minutes) = self.days.get(&date).copied().unwrap_or_default();
        let in_week = self.weeks.get(&week(date)).copied().unwrap_or_default();
        let in_month = self.months.get(&month(date)).copied().unwrap_or_default();
        let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
        [
            (Limit::PerDay, sessions, limits.per_day),
            (Limit::MinutesPerDay, minutes, limits.minutes_per_day),
            (Limit::PerWeek, in_week, limits.per_week),
            (Limit::PerMonth, in_month, limits.per_month),
        ]
        .into_iter()
        .filter_map(|(limit, used, bound)| Some((limit, used, bound?)))
    }
}

/// The first and the last date of the periods with a limit that `date` lies in.
pub(super) fn period(limits: &Limits, date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (mut first, mut last) = (date, date);
    if limits.per_week.is_some() {
        first = week(date);
        last = first
            .checked_add_days(Days::new(6))
            .unwrap_or(NaiveDate::MAX);
    }
    if limits.per_month.is_some() {
        let length = u64::from(date.num_days_in_month());
        let month_first = date.with_day0(0).unwrap_or(date);
        let month_last = month_first
            .checked_add_days(Days::new(length - 1))
            .unwrap_or(NaiveDate::MAX);
        (first, last) = (first.min(month_first), last.max(month_last));
    }
    (first, last)
}

/// The Monday of the week of `date`.
fn week(date: NaiveDate) -> NaiveDate {
    let days = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}

fn month(date: NaiveDate) -> (i32, u32) {
    (date.year(), date.month())
}
