//! Which days are counted, and how they are grouped.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use super::super::span::Span;
use super::super::zone;

/// The longest range, in months: five years.
const MOST_MONTHS: u32 = 60;

/// How days are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// From Monday to Sunday.
    Week,
    /// From the first to the last.
    #[default]
    Month,
}

/// Some days, both ends inclusive, at most five years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    from: NaiveDate,
    to: NaiveDate,
    unit: Unit,
}

/// Why a range was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// The last day lies before the first.
    #[error("ends before it begins")]
    Backwards,
    /// More than five years.
    #[error("is longer than five years")]
    TooLong,
}

impl Unit {
    /// The first day of the week or month of `date`.
    pub fn first_day(self, date: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Week => date.weekday().num_days_from_monday(),
            Self::Month => date.day0(),
        };
        date.checked_sub_days(Days::new(u64::from(back)))
            .unwrap_or(date)
    }

    /// The day so many weeks or months later.
    fn later(self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Self::Week => date.checked_add_days(Days::new(u64::from(count) * 7)),
            Self::Month => date.checked_add_months(Months::new(count)),
        }
    }
}

impl Range {
    /// The days from `from` to `to`, both inclusive.
    ///
    /// # Errors
    /// `RangeError` when that is no day or more than five years.
    pub fn new(from: NaiveDate, to: NaiveDate, unit: Unit) -> Result<Self, RangeError> {
        if to < from {
            return Err(RangeError::Backwards);
        }
        // What reaches beyond the calendar is too long as well.
        match from.checked_add_months(Months::new(MOST_MONTHS)) {
            Some(end) if to < end && to.succ_opt().is_some() => Ok(Self { from, to, unit }),
            _ => Err(RangeError::TooLong),
        }
    }

    /// The last six months or twelve weeks, up to the end of the one that `today` is in.
    pub fn usual(today: NaiveDate, unit: Unit) -> Self {
        let this = unit.first_day(today);
        let from = match unit {
            Unit::Week => this.checked_sub_days(Days::new(11 * 7)),
            Unit::Month => this.checked_sub_months(Months::new(5)),
        };
        let to = unit.later(this, 1).and_then(|next| next.pred_opt());
        Self {
            from: from.unwrap_or(this),
            to: to.unwrap_or(today),
            unit,
        }
    }

    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// How the days are grouped.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether `date` is one of the days.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// The first days of all weeks or months that have a day in the range.
    pub fn periods(&self) -> Vec<NaiveDate> {
        let first = self.unit.first_day(self.from);
        (0..)
            .map_while(|count| self.unit.later(first, count))
            .take_while(|day| *day <= self.to)
            .collect()
    }

    /// The days as a span in `zone`; none if the calendar there left them out.
    pub fn span(&self, zone: Tz) -> Option<Span> {
        zone::days(self.from, self.to, zone)
    }
}
