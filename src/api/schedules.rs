//! Schedules as JSON.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::ApiError;
use super::read_zone;
use crate::kernel::availability::{
    DateOverride, Hours, HoursError, Schedule, TimeRange, WeeklyHours,
};
use crate::service::{Problems, ServiceError};
use crate::texts::Texts;

/// Weekly hours and their exceptions; times are wall-clock times in `zone`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleBody {
    /// What the host calls it.
    #[schema(example = "Practice")]
    pub name: String,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    pub zone: String,
    /// The usual week.
    #[serde(default)]
    pub weekly: Vec<WeeklyDto>,
    /// Days with other hours, or none.
    #[serde(default)]
    pub overrides: Vec<OverrideDto>,
}

/// A schedule that is stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleDto {
    /// Names it in addresses.
    pub id: String,
    /// What it says.
    #[serde(flatten)]
    pub body: ScheduleBody,
}

/// The same range on some days of every week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyDto {
    /// On which days.
    pub days: Vec<DayDto>,
    /// `HH:MM`.
    #[schema(example = "09:00")]
    pub from: String,
    /// `HH:MM`, at most `24:00`.
    #[schema(example = "12:30")]
    pub to: String,
}

/// The hours of one date.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideDto {
    /// Which day.
    #[schema(example = "2026-12-24")]
    pub date: String,
    /// None is a day off.
    pub hours: Vec<RangeDto>,
}

/// A range of wall-clock times.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RangeDto {
    /// `HH:MM`.
    #[schema(example = "10:00")]
    pub from: String,
    /// `HH:MM`, at most `24:00`.
    #[schema(example = "12:00")]
    pub to: String,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DayDto {
    /// Monday.
    Mo,
    /// Tuesday.
    Tu,
    /// Wednesday.
    We,
    /// Thursday.
    Th,
    /// Friday.
    Fr,
    /// Saturday.
    Sa,
    /// Sunday.
    Su,
}

const DAYS: [(DayDto, Weekday); 7] = [
    (DayDto::Mo, Weekday::Mon),
    (DayDto::Tu, Weekday::Tue),
    (DayDto::We, Weekday::Wed),
    (DayDto::Th, Weekday::Thu),
    (DayDto::Fr, Weekday::Fri),
    (DayDto::Sa, Weekday::Sat),
    (DayDto::Su, Weekday::Sun),
];

impl ScheduleBody {
    /// The hours it says.
    ///
    /// # Errors
    /// `invalid-fields` with every range and date that cannot be read.
    pub fn hours(&self, texts: &Texts) -> Result<Hours, ApiError> {
        let zone = read_zone(texts, &self.zone)?;
        let mut problems = Problems::default();
        let mut weekly = Vec::new();
        for (place, entry) in self.weekly.iter().enumerate() {
            let field = format!("weekly.{place}.to");
            if let Some(range) = problems.take(&field, range(&entry.from, &entry.to)) {
                let days = DAYS
                    .iter()
                    .filter(|(day, _)| entry.days.contains(day))
                    .map(|(_, weekday)| *weekday)
                    .collect();
                weekly.push(WeeklyHours { days, range });
            }
        }
        let mut overrides = Vec::new();
        for (place, entry) in self.overrides.iter().enumerate() {
            let date = NaiveDate::parse_from_str(&entry.date, "%Y-%m-%d").map_err(|_| "not-a-date");
            let date = problems.take(&format!("overrides.{place}.date"), date);
            let field = format!("overrides.{place}.hours");
            let ranges = entry
                .hours
                .iter()
                .filter_map(|hours| problems.take(&field, range(&hours.from, &hours.to)))
                .collect();
            if let Some(date) = date {
                overrides.push(DateOverride { date, ranges });
            }
        }
        problems.finish().map_err(|error| match error {
            ServiceError::Invalid(fields) => ApiError::fields(texts, &fields),
            other => ApiError::of(&other),
        })?;
        Ok(Hours {
            zone,
            weekly,
            overrides,
        })
    }
}

fn range(from: &str, to: &str) -> Result<TimeRange, HoursError> {
    TimeRange::parse(from, to)
}

impl From<&Schedule> for ScheduleDto {
    fn from(schedule: &Schedule) -> Self {
        let hours = &schedule.hours;
        Self {
            id: schedule.id.clone(),
            body: ScheduleBody {
                name: schedule.name.clone(),
                zone: hours.zone.name().to_owned(),
                weekly: hours.weekly.iter().map(weekly).collect(),
                overrides: hours.overrides.iter().map(date_override).collect(),
            },
        }
    }
}

fn weekly(entry: &WeeklyHours) -> WeeklyDto {
    WeeklyDto {
        days: DAYS
            .iter()
            .filter(|(_, weekday)| entry.days.contains(weekday))
            .map(|(day, _)| *day)
            .collect(),
        from: entry.range.from_text(),
        to: entry.range.to_text(),
    }
}

fn date_override(entry: &DateOverride) -> OverrideDto {
    OverrideDto {
        date: entry.date.to_string(),
        hours: entry
            .ranges
            .iter()
            .map(|range| RangeDto {
                from: range.from_text(),
                to: range.to_text(),
            })
            .collect(),
    }
}
