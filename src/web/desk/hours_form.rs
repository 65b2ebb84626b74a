//! The form of a schedule: ranges of the week, single days, and what its buttons change.

use chrono::{NaiveDate, Weekday};

use super::typed::Typed;
use crate::kernel::availability::{
    DateOverride, Hours, HoursError, Schedule, TimeRange, WeeklyHours,
};
use crate::kernel::zone;
use crate::service::FieldError;

/// The days of a week and their names in the form.
pub const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mo"),
    (Weekday::Tue, "tu"),
    (Weekday::Wed, "we"),
    (Weekday::Thu, "th"),
    (Weekday::Fri, "fr"),
    (Weekday::Sat, "sa"),
    (Weekday::Sun, "su"),
];
/// So many days can be set at once.
const MOST_DAYS: i64 = 366;

/// A schedule as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedHours {
    /// What it is called.
    pub name: String,
    /// IANA name.
    pub zone: String,
    /// From and to, of every weekday.
    pub week: [Vec<(String, String)>; 7],
    /// Single days: the date, and its ranges; none is a day off.
    pub days: Vec<(NaiveDate, Vec<TimeRange>)>,
    /// Days that are being added.
    pub new: NewDays,
}

/// Days that are being added, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewDays {
    /// The first day.
    pub from: String,
    /// The last day; empty is the first.
    pub to: String,
    /// Other hours instead of a day off.
    pub is_open: bool,
    /// The hours.
    pub start: String,
    /// Until when.
    pub end: String,
}

impl From<&Schedule> for TypedHours {
    fn from(schedule: &Schedule) -> Self {
        let hours = &schedule.hours;
        let week = WEEK.map(|(weekday, _)| {
            let mut ranges: Vec<TimeRange> = hours
                .weekly
                .iter()
                .filter(|weekly| weekly.days.contains(&weekday))
                .map(|weekly| weekly.range)
                .collect();
            ranges.sort_unstable();
            ranges
                .iter()
                .map(|range| (range.from_text(), range.to_text()))
                .collect()
        });
        let mut days: Vec<(NaiveDate, Vec<TimeRange>)> = hours
            .overrides
            .iter()
            .map(|day| (day.date, day.ranges.clone()))
            .collect();
        days.sort();
        Self {
            name: schedule.name.clone(),
            zone: hours.zone.name().to_owned(),
            week,
            days,
            new: NewDays::default(),
        }
    }
}

impl From<&Typed> for TypedHours {
    fn from(typed: &Typed) -> Self {
        let week = WEEK.map(|(_, day)| {
            let (from, to) = (format!("{day}.from"), format!("{day}.to"));
            let starts = typed.all(&from).map(str::to_owned);
            let ends = typed.all(&to).map(str::to_owned);
            starts.zip(ends).take(48).collect()
        });
        let mut days: Vec<(NaiveDate, Vec<TimeRange>)> =
            typed.all("day").filter_map(read_day).take(1_000).collect();
        days.sort();
        Self {
            name: typed.text("name"),
            zone: typed.text("zone"),
            week,
            days,
            new: NewDays {
                from: typed.text("new.from"),
                to: typed.text("new.to"),
                is_open: typed.get("new.what") == "open",
                start: typed.text("new.start"),
                end: typed.text("new.end"),
            },
        }
    }
}

/// A single day as the form keeps it: `2026-12-24` or `2026-12-28 10:00-12:00`.
pub fn write_day(date: NaiveDate, ranges: &[TimeRange]) -> String {
    ranges.iter().fold(date.to_string(), |text, range| {
        format!("{text} {}-{}", range.from_text(), range.to_text())
    })
}

fn read_day(text: &str) -> Option<(NaiveDate, Vec<TimeRange>)> {
    let mut parts = text.split(' ');
    let date = parts.next()?.parse().ok()?;
    let ranges = parts
        .map(|part| {
            let (from, to) = part.split_once('-')?;
            TimeRange::parse(from, to).ok()
        })
        .collect::<Option<_>>()?;
    Some((date, ranges))
}

impl TypedHours {
    /// Does what a button of the form asks for: `add-mo`, `remove-mo-1`, `add-days`,
    /// `forget-2026-12-24-2026-12-26`. False when the button means something else.
    ///
    /// # Errors
    /// What is wrong with the days that are to be added.
    pub fn change(&mut self, button: &str) -> Result<bool, Vec<FieldError>> {
        if button == "add-days" {
            return self.add_days().map(|()| true);
        }
        if let Some(day) = button.strip_prefix("add-").and_then(day_of) {
            self.week[day].push((String::new(), String::new()));
            return Ok(true);
        }
        if let Some((day, place)) = button
            .strip_prefix("remove-")
            .and_then(|rest| rest.split_once('-'))
        {
            let place: Option<usize> = place.parse().ok();
            if let (Some(day), Some(place)) = (day_of(day), place)
                && place < self.week[day].len()
            {
                self.week[day].remove(place);
                return Ok(true);
            }
        }
        if let Some((from, to)) = button.strip_prefix("forget-").and_then(two_days) {
            self.days.retain(|(date, _)| *date < from || to < *date);
            return Ok(true);
        }
        Ok(false)
    }

    /// Takes the days that are being added into the others; they win over what was there.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn add_days(&mut self) -> Result<(), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let from = self.new.from.trim().parse::<NaiveDate>();
        let to = match self.new.to.trim() {
            "" => from,
            text => text.parse(),
        };
        if from.is_err() {
            wrong.push(error("new.from", "not-a-date"));
        } else if to.is_err() {
            wrong.push(error("new.to", "not-a-date"));
        }
        let ranges = match TimeRange::parse(&padded(&self.new.start), &padded_end(&self.new.end)) {
            _ if !self.new.is_open => Vec::new(),
            Ok(range) => vec![range],
            Err(cause) => {
                wrong.push(error("new.start", code(cause)));
                Vec::new()
            }
        };
        if let (Ok(from), Ok(to)) = (&from, &to) {
            if to < from {
                wrong.push(error("new.to", "to-before-from"));
            } else if (*to - *from).num_days() >= MOST_DAYS {
                wrong.push(error("new.to", "more-than-a-year"));
            }
        }
        let (Ok(from), Ok(to), true) = (from, to, wrong.is_empty()) else {
            return Err(wrong);
        };
        self.days.retain(|(date, _)| *date < from || to < *date);
        let added = from.iter_days().take_while(|date| *date <= to);
        self.days.extend(added.map(|date| (date, ranges.clone())));
        self.days.sort();
        self.new = NewDays::default();
        Ok(())
    }

    /// The hours that were typed.
    ///
    /// # Errors
    /// The fields that are wrong: `mo.0` is the first range of Monday, `mo` the whole day.
    pub fn read(&self) -> Result<Hours, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let zone = zone::parse(&self.zone);
        if zone.is_err() {
            wrong.push(error("zone", "unknown-zone"));
        }
        let mut weekly = Vec::new();
        for ((weekday, day), ranges) in WEEK.iter().zip(&self.week) {
            for (place, (from, to)) in ranges.iter().enumerate() {
                if from.trim().is_empty() && to.trim().is_empty() {
                    continue;
                }
                match TimeRange::parse(&padded(from), &padded_end(to)) {
                    Ok(range) => weekly.push(WeeklyHours {
                        days: vec![*weekday],
                        range,
                    }),
                    Err(cause) => wrong.push(error(&format!("{day}.{place}"), code(cause))),
                }
            }
        }
        let Ok(zone) = zone else {
            return Err(wrong);
        };
        let hours = Hours {
            zone,
            weekly,
            overrides: self
                .days
                .iter()
                .map(|(date, ranges)| DateOverride {
                    date: *date,
                    ranges: ranges.clone(),
                })
                .collect(),
        };
        if let Err(HoursError::WeeklyOverlap(weekday)) = hours.check() {
            let day = WEEK.iter().find(|(other, _)| *other == weekday);
            wrong.extend(day.map(|(_, day)| error(day, "overlap")));
        }
        if wrong.is_empty() {
            Ok(hours)
        } else {
            Err(wrong)
        }
    }
}

/// Days in a row with the same hours: the first, the last, and the hours.
pub fn runs(days: &[(NaiveDate, Vec<TimeRange>)]) -> Vec<(NaiveDate, NaiveDate, &[TimeRange])> {
    let mut runs: Vec<(NaiveDate, NaiveDate, &[TimeRange])> = Vec::new();
    for (date, ranges) in days {
        match runs.last_mut() {
            Some((_, last, same))
                if last.succ_opt() == Some(*date) && *same == ranges.as_slice() =>
            {
                *last = *date;
            }
            _ => runs.push((*date, *date, ranges)),
        }
    }
    runs
}

fn day_of(name: &str) -> Option<usize> {
    WEEK.iter().position(|(_, day)| *day == name)
}

/// `2026-12-24-2026-12-26`.
fn two_days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = (text.get(..10)?, text.get(11..)?);
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// `9:30` as `09:30`.
fn padded(text: &str) -> String {
    let text = text.trim();
    match text.find(':') {
        Some(1) => format!("0{text}"),
        _ => text.to_owned(),
    }
}

/// The same; browsers cannot send 24:00, so an end of 0:00 is the end of the day.
fn padded_end(text: &str) -> String {
    match padded(text).as_str() {
        "00:00" => "24:00".to_owned(),
        text => text.to_owned(),
    }
}

fn code(cause: HoursError) -> &'static str {
    match cause {
        HoursError::NotATime => "not-a-time",
        HoursError::Empty => "empty-range",
        HoursError::AcrossMidnight => "across-midnight",
        HoursError::WeeklyOverlap(_) | HoursError::OverrideOverlap(_) => "overlap",
        HoursError::OverrideTwice(_) => "date-twice",
    }
}

fn error(field: &str, code: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monday(ranges: &[(&str, &str)]) -> TypedHours {
        let mut typed = Typed::default().with("zone", "Europe/Berlin");
        for (from, to) in ranges {
            typed.push("mo.from", from);
            typed.push("mo.to", to);
        }
        TypedHours::from(&typed)
    }

    #[track_caller]
    fn check(ranges: &[(&str, &str)], field: &str, code: &str) {
        let wrong = monday(ranges).read().unwrap_err();
        assert_eq!((wrong[0].field.as_str(), wrong[0].code), (field, code));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_range() {
        check(
            &[("09:00", "12:00"), ("18:00", "13:00")],
            "mo.1",
            "across-midnight",
        );
        check(&[("09:00", "09:00")], "mo.0", "empty-range");
        check(&[("25:00", "26:00")], "mo.0", "not-a-time");
        check(&[("09:00", "12:00"), ("11:00", "13:00")], "mo", "overlap");
    }

    #[test]
    fn empty_ranges_are_left_out_and_midnight_ends_a_day() {
        let hours = monday(&[("", ""), ("22:00", "00:00")]).read().unwrap();

        assert_eq!(hours.weekly.len(), 1);
        assert_eq!(hours.weekly[0].range.to_text(), "24:00");
    }

    #[test]
    fn buttons_add_and_remove_ranges() {
        let mut typed = monday(&[("09:00", "12:00")]);

        assert!(typed.change("add-mo").unwrap());
        assert!(typed.change("remove-mo-0").unwrap());
        assert!(!typed.change("save").unwrap());
        assert_eq!(typed.week[0], [(String::new(), String::new())]);
    }

    #[test]
    fn days_are_added_as_one_run_and_forgotten_together() {
        let mut typed = monday(&[]);
        typed.new.from = "2026-12-24".to_owned();
        typed.new.to = "2026-12-26".to_owned();

        assert!(typed.change("add-days").unwrap());
        let run = runs(&typed.days)[0];
        assert_eq!(
            (run.0.to_string(), run.1.to_string()),
            ("2026-12-24".into(), "2026-12-26".into())
        );
        assert!(typed.change("forget-2026-12-24-2026-12-26").unwrap());
        assert!(typed.days.is_empty());
    }

    #[test]
    fn days_that_do_not_exist_or_run_backwards_are_refused() {
        let mut typed = monday(&[]);
        typed.new.from = "2026-02-30".to_owned();
        assert_eq!(typed.add_days().unwrap_err()[0].field, "new.from");

        typed.new.from = "2026-03-02".to_owned();
        typed.new.to = "2026-03-01".to_owned();
        assert_eq!(typed.add_days().unwrap_err()[0].code, "to-before-from");
    }

    #[test]
    fn a_single_day_survives_the_form() {
        let ranges = [TimeRange::parse("10:00", "12:00").unwrap()];
        let date = "2026-12-28".parse().unwrap();

        assert_eq!(
            read_day(&write_day(date, &ranges)),
            Some((date, ranges.to_vec()))
        );
    }
}
