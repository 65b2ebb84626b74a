//! Ranges of wall-clock time in one day.

use super::HoursError;

/// A range of wall-clock minutes in one day: `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeRange {
    /// Minutes after midnight, 0 to 1439.
    from: u16,
    /// Minutes after midnight, `from` + 1 to 1440 (24:00).
    to: u16,
}

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl TimeRange {
    /// The range between two counts of minutes after midnight; 1440 (24:00) only as the end.
    ///
    /// # Errors
    /// `NotATime` beyond the day, `Empty`, or `AcrossMidnight` if the end is the earlier one.
    pub fn new(from: u16, to: u16) -> Result<Self, HoursError> {
        if from >= DAY || to > DAY {
            return Err(HoursError::NotATime);
        }
        match from.cmp(&to) {
            std::cmp::Ordering::Less => Ok(Self { from, to }),
            std::cmp::Ordering::Equal => Err(HoursError::Empty),
            std::cmp::Ordering::Greater => Err(HoursError::AcrossMidnight),
        }
    }

    /// Reads two times of day, each `HH:MM`; the end may be `24:00`.
    ///
    /// # Errors
    /// As [`TimeRange::new`]. An end of `00:00` is `AcrossMidnight`: midnight is written `24:00`.
    pub fn parse(from: &str, to: &str) -> Result<Self, HoursError> {
        Self::new(minutes(from)?, minutes(to)?)
    }

    /// Minutes after midnight at which it begins, 0 to 1439.
    pub fn from(&self) -> u16 {
        self.from
    }

    /// Minutes after midnight at which it is over, 1 to 1440.
    pub fn to(&self) -> u16 {
        self.to
    }

    /// Its start as `09:00`.
    pub fn from_text(&self) -> String {
        text(self.from)
    }

    /// Its end as `17:30` or `24:00`.
    pub fn to_text(&self) -> String {
        text(self.to)
    }
}

/// Minutes after midnight of a time written `HH:MM`, `00:00` to `24:00`.
fn minutes(text: &str) -> Result<u16, HoursError> {
    let digits = |pair: &[u8]| match pair {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Ok(u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
        }
        _ => Err(HoursError::NotATime),
    };
    match text.trim().as_bytes() {
        [hour @ .., b':', a, b] if hour.len() == 2 => {
            let (hours, minutes) = (digits(hour)?, digits(&[*a, *b])?);
            let total = hours * 60 + minutes;
            if minutes < 60 && total <= DAY {
                Ok(total)
            } else {
                Err(HoursError::NotATime)
            }
        }
        _ => Err(HoursError::NotATime),
    }
}

fn text(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
