//! Dates, times and zones in words. Both languages use the 24-hour clock.

use chrono::{
    DateTime, Datelike, FixedOffset, Locale, MappedLocalTime, NaiveDate, Offset, TimeZone,
    Timelike, Utc,
};
use chrono_tz::Tz;

use super::Words;
use crate::kernel::people::Language;
use crate::kernel::span::Span;

/// U+00A0: keeps `16. März` and `9:30 Uhr` on one line.
pub const NO_BREAK: char = '\u{a0}';
/// U+2060 on both sides keeps `9:30–10:20` on one line.
const FIGURE_DASH: &str = "\u{2060}–\u{2060}";

/// How a day lies to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// The same day.
    Today,
    /// The day after.
    Tomorrow,
    /// Any other day.
    Other,
}

impl Relative {
    /// How `date` lies to `today`.
    pub fn of(date: NaiveDate, today: NaiveDate) -> Self {
        match (date - today).num_days() {
            0 => Self::Today,
            1 => Self::Tomorrow,
            _ => Self::Other,
        }
    }
}

impl Words {
    fn locale(&self) -> Locale {
        match self.language {
            Language::De => Locale::de_DE,
            Language::En => Locale::en_GB,
        }
    }

    fn format(&self, date: NaiveDate, pattern: &str) -> String {
        date.format_localized(pattern, self.locale()).to_string()
    }

    /// `Dienstag, 16. März 2027`, `Tuesday 16 March 2027`.
    pub fn date_long(&self, date: NaiveDate) -> String {
        format!("{} {}", self.day(date), date.year())
    }

    /// `Dienstag, 16. März`, `Tuesday 16 March`.
    pub fn day(&self, date: NaiveDate) -> String {
        match self.language {
            Language::De => format!("{}, {}", self.weekday(date), self.day_month(date)),
            Language::En => format!("{} {}", self.weekday(date), self.day_month(date)),
        }
    }

    /// `Di 16. März`, `Tue 16 March`.
    pub fn day_short(&self, date: NaiveDate) -> String {
        format!(
            "{}{NO_BREAK}{}",
            self.weekday_short(date),
            self.day_month(date)
        )
    }

    /// `16. März`, `16 March`, without a break.
    pub fn day_month(&self, date: NaiveDate) -> String {
        let month = self.format(date, "%B");
        match self.language {
            Language::De => format!("{}.{NO_BREAK}{month}", date.day()),
            Language::En => format!("{}{NO_BREAK}{month}", date.day()),
        }
    }

    /// `16. März 2027`, `16 March 2027`.
    pub fn date_short(&self, date: NaiveDate) -> String {
        format!("{} {}", self.day_month(date), date.year())
    }

    /// `16.`, `16`.
    pub fn day_number(&self, date: NaiveDate) -> String {
        match self.language {
            Language::De => format!("{}.", date.day()),
            Language::En => date.day().to_string(),
        }
    }

    /// `März 2027`.
    pub fn month(&self, date: NaiveDate) -> String {
        self.format(date, "%B %Y")
    }

    /// `März`, `Dez`, `Dec`: what fits below a small leaf.
    pub fn month_short(&self, date: NaiveDate) -> String {
        self.format(date, "%b").trim_end_matches('.').to_owned()
    }

    /// `Dienstag`.
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.format(date, "%A")
    }

    /// `Di`, `Tue`.
    pub fn weekday_short(&self, date: NaiveDate) -> String {
        self.format(date, "%a").trim_end_matches('.').to_owned()
    }

    /// The seven weekdays from Monday on, short and in full: for the head of a week.
    pub fn week(&self) -> Vec<(String, String)> {
        // 1 January 2024 was a Monday.
        (1..=7)
            .filter_map(|day| NaiveDate::from_ymd_opt(2024, 1, day))
            .map(|date| (self.weekday_short(date), self.weekday(date)))
            .collect()
    }

    /// `9:30`; in the hour that comes twice when clocks go back, `2:30 (UTC+2)`.
    pub fn clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        let time = format!("{}:{:02}", local.hour(), local.minute());
        match zone.from_local_datetime(&local.naive_local()) {
            MappedLocalTime::Ambiguous(..) => {
                format!("{time}{NO_BREAK}({})", offset_words(local.offset().fix()))
            }
            MappedLocalTime::Single(_) | MappedLocalTime::None => time,
        }
    }

    /// `9:30 Uhr`, `9:30`.
    pub fn clock_words(&self, at: DateTime<Utc>, zone: Tz) -> String {
        self.one("time-at", "time", self.clock(at, zone))
    }

    /// `9:30–10:20`, for figures.
    pub fn hours(&self, span: Span, zone: Tz) -> String {
        format!(
            "{}{FIGURE_DASH}{}",
            self.clock(span.start(), zone),
            self.clock(span.end(), zone)
        )
    }

    /// `9:30 bis 10:20 Uhr`, `9:30 to 10:20`, for sentences.
    pub fn hours_words(&self, span: Span, zone: Tz) -> String {
        self.with(
            "time-range",
            &[
                ("from", self.clock(span.start(), zone).into()),
                ("to", self.clock(span.end(), zone).into()),
            ],
        )
    }

    /// `Dienstag, 16. März 2027, 9:30 bis 10:20 Uhr`. The zone is to be named beside it.
    pub fn span_long(&self, span: Span, zone: Tz) -> String {
        format!(
            "{}, {}",
            self.date_long(local_date(span.start(), zone)),
            self.hours_words(span, zone)
        )
    }

    /// `Dienstag, 16. März, 9:30 Uhr`; `morgen, 9:30 Uhr` and `heute, 9:30 Uhr` where that fits.
    pub fn moment(&self, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
        let date = local_date(at, zone);
        let time = self.clock_words(at, zone);
        match Relative::of(date, local_date(now, zone)) {
            Relative::Today => self.one("moment-today", "time", time),
            Relative::Tomorrow => self.one("moment-tomorrow", "time", time),
            Relative::Other => format!("{}, {time}", self.day(date)),
        }
    }

    /// `Di 16. März, 9:30`; `morgen, 9:30`: the short form of [`Words::moment`].
    pub fn moment_short(&self, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
        let date = local_date(at, zone);
        let time = self.clock(at, zone);
        match Relative::of(date, local_date(now, zone)) {
            Relative::Today => self.one("moment-today", "time", time),
            Relative::Tomorrow => self.one("moment-tomorrow", "time", time),
            Relative::Other => format!("{}, {time}", self.day_short(date)),
        }
    }

    /// `50 Minuten`, `2 Stunden`.
    pub fn minutes(&self, minutes: u32) -> String {
        if minutes >= 120 && minutes.is_multiple_of(60) {
            self.one("duration-hours", "count", minutes / 60)
        } else {
            self.one("duration-minutes", "count", minutes)
        }
    }

    /// A number as it is written here: `2,5`, `2.5`.
    pub fn decimal(&self, number: &str) -> String {
        match self.language {
            Language::De => number.replace('.', ","),
            Language::En => number.to_owned(),
        }
    }

    /// `Berlin`, `New York`, `UTC`: the city that names the zone.
    pub fn city(&self, zone: Tz) -> String {
        let name = zone.name().rsplit('/').next().unwrap_or_default();
        let key = format!("zone-{}", name.to_ascii_lowercase().replace('_', "-"));
        self.find(&key).unwrap_or_else(|| name.replace('_', " "))
    }

    /// `Zeit in Berlin`, `Berlin time`.
    pub fn zone(&self, zone: Tz) -> String {
        self.one("zone-words", "city", self.city(zone))
    }

    /// `Zeit in Berlin (UTC+1)`, with the offset that holds at `at`.
    pub fn zone_at(&self, zone: Tz, at: DateTime<Utc>) -> String {
        format!("{} ({})", self.zone(zone), offset_at(zone, at))
    }
}

/// The day of `at` in `zone`.
fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// `UTC+1`, with the offset of `zone` at `at`.
pub fn offset_at(zone: Tz, at: DateTime<Utc>) -> String {
    offset_words(at.with_timezone(&zone).offset().fix())
}

/// `UTC+1`, `UTC−3:30`, `UTC`.
fn offset_words(offset: FixedOffset) -> String {
    let seconds = offset.local_minus_utc();
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
