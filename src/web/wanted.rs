//! What the query of a calendar asks for.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::kernel::finding::{self, Filter};
use crate::kernel::people::Username;
use crate::kernel::zone;

/// The years that can be asked for.
const YEARS: RangeInclusive<i32> = 1970..=2999;

/// The query as it comes.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    month: Option<String>,
    date: Option<String>,
    zone: Option<String>,
    duration: Option<String>,
    start: Option<String>,
    host: Option<String>,
    weekday: Option<String>,
    time: Option<String>,
    hold: Option<String>,
    #[serde(skip)]
    instead: Option<String>,
}

impl Query {
    /// The same from the fields of a form.
    pub fn of(fields: &BTreeMap<String, String>) -> Self {
        let get = |name: &str| fields.get(name).cloned();
        Self {
            month: get("month"),
            date: get("date"),
            zone: get("zone"),
            duration: get("duration"),
            start: get("start"),
            host: get("host"),
            weekday: get("weekday"),
            time: get("time"),
            hold: get("hold"),
            instead: get("instead"),
        }
    }
}

/// What it asks for; everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The first day of a month.
    pub month: Option<NaiveDate>,
    /// A day.
    pub date: Option<NaiveDate>,
    /// The zone that days are counted in.
    pub zone: Option<Tz>,
    /// How long, in minutes.
    pub duration: Option<u32>,
    /// When a session is to start.
    pub start: Option<DateTime<Utc>>,
    /// When it was to start, before other times were offered.
    pub instead: Option<DateTime<Utc>>,
    /// The host of a team that is to hold it.
    pub host: Option<Username>,
    /// Which times are to be shown.
    pub filter: Filter,
    /// The token of the hold on the time.
    pub hold: Option<String>,
}

/// Something in the address cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part} cannot be read")]
pub struct Unreadable {
    /// Which part of the query.
    pub part: &'static str,
    /// What stood there, cut to what fits on a page.
    pub value: String,
}

impl Unreadable {
    /// Notes that `value` is no `part`.
    pub fn new(part: &'static str, value: &str) -> Self {
        Self {
            part,
            value: value.chars().take(40).collect(),
        }
    }

    /// What is said about it.
    pub fn key(&self) -> &'static str {
        match self.part {
            "zone" => "unreadable-zone",
            "duration" => "unreadable-duration",
            "start" => "unreadable-start",
            "weekday" | "time" | "language" | "price" | "page" => "unreadable-filter",
            _ => "unreadable-date",
        }
    }
}

impl TryFrom<Query> for Wanted {
    type Error = Unreadable;

    fn try_from(query: Query) -> Result<Self, Unreadable> {
        Ok(Self {
            month: read("month", query.month, |text| date(&format!("{text}-01")))?,
            date: read("date", query.date, date)?,
            zone: read("zone", query.zone, |text| zone::parse(text).ok())?,
            duration: read("duration", query.duration, |text| text.parse().ok())?,
            start: read("start", query.start, instant)?,
            instead: read("start", query.instead, instant)?,
            host: read("host", query.host, |text| Username::parse(text).ok())?,
            filter: filter(query.weekday, query.time)?,
            // A token that none can be holds nothing.
            hold: query.hold.filter(|token| (1..=64).contains(&token.len())),
        })
    }
}

/// A day that a calendar on a wall could show: reckoning with others runs out of numbers.
fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    is_of_our_time(date).then_some(date)
}

/// Whether a calendar on a wall could show it.
pub fn is_of_our_time(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

/// An instant of such a day.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    let instant: DateTime<Utc> = text.parse().ok()?;
    YEARS.contains(&instant.year()).then_some(instant)
}

/// Which times are to be shown, from the two parts of a query.
pub fn filter(weekday: Option<String>, time: Option<String>) -> Result<Filter, Unreadable> {
    let weekdays = read("weekday", weekday, finding::parse_weekdays)?;
    let times = read("time", time, finding::parse_times)?;
    Ok(Filter::new(
        weekdays.unwrap_or_default(),
        times.unwrap_or_default(),
    ))
}

/// Reads one part; a part left empty was not asked for.
pub fn read<T>(
    part: &'static str,
    text: Option<String>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Unreadable> {
    match text {
        None => Ok(None),
        Some(text) if text.is_empty() => Ok(None),
        Some(text) => parse(&text)
            .map(Some)
            .ok_or_else(|| Unreadable::new(part, &text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(query: Query) -> Result<Wanted, Unreadable> {
        query.try_into()
    }

    #[test]
    fn a_day_that_does_not_exist_is_named() {
        let query = Query {
            date: Some("2026-02-30".to_owned()),
            ..Query::default()
        };

        assert_eq!(wanted(query), Err(Unreadable::new("date", "2026-02-30")));
    }

    #[test]
    fn a_year_beyond_reckoning_is_refused() {
        let month = Query {
            month: Some("262142-12".to_owned()),
            ..Query::default()
        };
        let start = Query {
            start: Some("+262142-12-31T23:59:59Z".to_owned()),
            ..Query::default()
        };

        assert!(wanted(month).is_err() && wanted(start).is_err());
    }

    #[test]
    fn nothing_asked_is_nothing_wanted() {
        let query = Query {
            zone: Some(String::new()),
            ..Query::default()
        };

        assert_eq!(wanted(query), Ok(Wanted::default()));
    }

    #[test]
    fn a_month_is_its_first_day() {
        let query = Query {
            month: Some("2026-12".to_owned()),
            zone: Some("europe/berlin".to_owned()),
            ..Query::default()
        };

        let wanted = wanted(query).unwrap();

        assert_eq!(wanted.month, NaiveDate::from_ymd_opt(2026, 12, 1));
        assert_eq!(wanted.zone, Some(Tz::Europe__Berlin));
    }
}
