//! VTIMEZONE components made from the zone database (RFC 5545 §3.6.5).
//!
//! A component covers the years of its events and their neighbours. A change of the clocks that comes
//! every year at the same weekday of the month is one observance with a rule, as Outlook wants it;
//! any other is an observance of its own.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::write::Lines;

/// One change of the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Transition {
    /// Wall-clock time of the change, by the offset before it.
    local: NaiveDateTime,
    /// Seconds east of UTC before.
    offset_from: i32,
    /// Seconds east of UTC from then on.
    offset_to: i32,
    /// What the time is called from then on, `CEST`.
    name: String,
    is_daylight: bool,
}

/// A weekday of a month: the 2nd, or the last one if `nth` is -1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weekday {
    month: u32,
    weekday: chrono::Weekday,
    nth: i8,
}

/// Writes the VTIMEZONE that holds for every instant of the UTC years from `first` to `last`.
pub(super) fn write(
    lines: &mut Lines,
    zone: Tz,
    (first, last): (DateTime<Utc>, DateTime<Utc>),
) -> fmt::Result {
    let year = first.year();
    let all = transitions(zone, year - 1, last.year() + 1);
    lines.component("VTIMEZONE", |lines| {
        lines.put("TZID", zone.name())?;
        let is_covered_from_before = all.first().is_some_and(|change| change.local.year() < year);
        if !is_covered_from_before {
            write_initial(lines, zone, year - 1)?;
        }
        let mut ruled: Vec<&Transition> = Vec::new();
        for transition in &all {
            if ruled.contains(&transition) {
                continue;
            }
            let repeats = yearly(transition, &all);
            let rule = repeats.as_ref().map(|(weekday, _)| weekday.rrule());
            write_observance(lines, transition, rule.as_deref())?;
            ruled.extend(repeats.into_iter().flat_map(|(_, later)| later));
        }
        Ok(())
    })
}

/// The time in force when the window begins, for a zone whose clocks did not change before.
fn write_initial(lines: &mut Lines, zone: Tz, year: i32) -> fmt::Result {
    let start = year_start(year);
    let offset = zone.offset_from_utc_datetime(&start.naive_utc());
    let seconds = offset.fix().local_minus_utc();
    let observance = Transition {
        local: start.naive_utc(),
        offset_from: seconds,
        offset_to: seconds,
        name: name_of(&offset),
        is_daylight: false,
    };
    write_observance(lines, &observance, None)
}

fn write_observance(lines: &mut Lines, transition: &Transition, rule: Option<&str>) -> fmt::Result {
    let kind = if transition.is_daylight {
        "DAYLIGHT"
    } else {
        "STANDARD"
    };
    lines.component(kind, |lines| {
        let local = transition.local.format("%Y%m%dT%H%M%S").to_string();
        lines.put("DTSTART", &local)?;
        lines.put("TZOFFSETFROM", &utc_offset(transition.offset_from))?;
        lines.put("TZOFFSETTO", &utc_offset(transition.offset_to))?;
        lines.put("TZNAME", &transition.name)?;
        rule.map_or(Ok(()), |rule| lines.put("RRULE", rule))
    })
}

/// The weekday rule by which `first` comes again in each of the two following years, with those
/// later changes; none if `all` does not bear it out.
fn yearly<'a>(first: &Transition, all: &'a [Transition]) -> Option<(Weekday, Vec<&'a Transition>)> {
    Weekday::candidates(first.local.date()).find_map(|weekday| {
        let later: Vec<_> = [1, 2]
            .into_iter()
            .filter_map(|years| {
                let date = weekday.in_year(first.local.year() + years)?;
                let local = date.and_time(first.local.time());
                all.iter().find(|other| {
                    **other
                        == Transition {
                            local,
                            ..first.clone()
                        }
                })
            })
            .collect();
        (later.len() == 2).then_some((weekday, later))
    })
}

impl Weekday {
    /// The ways to name `date` as a weekday of its month.
    fn candidates(date: NaiveDate) -> impl Iterator<Item = Self> {
        let nth = i8::try_from((date.day() - 1) / 7 + 1).unwrap_or(-1);
        [-1, nth].into_iter().filter_map(move |nth| {
            let weekday = Self {
                month: date.month(),
                weekday: date.weekday(),
                nth,
            };
            (weekday.in_year(date.year()) == Some(date)).then_some(weekday)
        })
    }

    fn in_year(self, year: i32) -> Option<NaiveDate> {
        if let Ok(nth) = u8::try_from(self.nth) {
            return NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth);
        }
        [5, 4].into_iter().find_map(|nth| {
            NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth)
        })
    }

    fn rrule(self) -> String {
        let day = self.weekday.to_string()[..2].to_uppercase();
        format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{day}", self.month, self.nth)
    }
}

/// Every change of the clocks from the start of the UTC year `first` to the end of `last`.
fn transitions(zone: Tz, first: i32, last: i32) -> Vec<Transition> {
    let end = year_start(last + 1);
    let mut found = Vec::new();
    let mut day = year_start(first);
    while day < end {
        let next = day + TimeDelta::days(1);
        if offset_secs(zone, day) != offset_secs(zone, next) {
            found.push(transition_between(zone, day, next));
        }
        day = next;
    }
    found
}

/// The change between two instants with different offsets, to the second.
fn transition_between(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> Transition {
    let from = zone.offset_from_utc_datetime(&before.naive_utc());
    let offset_from = offset_secs(zone, before);
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if offset_secs(zone, middle) == offset_from {
            before = middle;
        } else {
            after = middle;
        }
    }
    let to = zone.offset_from_utc_datetime(&after.naive_utc());
    let offset_to = offset_secs(zone, after);
    Transition {
        local: after.naive_utc() + TimeDelta::seconds(i64::from(offset_from)),
        offset_from,
        offset_to,
        name: name_of(&to),
        // Not by the sign of the saving: in Dublin winter is the exception, with -1 hour.
        is_daylight: from.dst_offset() != to.dst_offset() && offset_to > offset_from,
    }
}

fn year_start(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .unwrap_or_default()
        .and_utc()
}

fn offset_secs(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

fn name_of(offset: &<Tz as TimeZone>::Offset) -> String {
    offset.abbreviation().unwrap_or("LMT").to_owned()
}

/// `+0545`, with seconds where there are any (RFC 5545 §3.3.14).
fn utc_offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, rest) = (seconds.abs() / 3600, seconds.abs() % 3600);
    let (minutes, seconds) = (rest / 60, rest % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{seconds:02}")
    }
}
