//! A month as a table of days, made from the free times. Pure: no words, no addresses.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::slots::Slot;

/// A month counts as full of free times from so many a day on.
const MANY: usize = 4;

/// One day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, in the reader's zone.
    pub date: NaiveDate,
    /// How many times are free.
    pub free: usize,
    /// How much that is beside the other days: 1 to 4, 0 for none.
    pub level: u8,
    /// It has hours, but all of them are taken.
    pub is_full: bool,
    /// It is today.
    pub is_today: bool,
    /// Its times are shown.
    pub is_chosen: bool,
}

/// What a month is made of.
pub struct Source<'a> {
    /// The free times, ascending; those of other months are left out.
    pub slots: &'a [Slot],
    /// The days that have hours, free or not.
    pub open: &'a BTreeSet<NaiveDate>,
    /// The reader's zone: it decides to which day a time belongs.
    pub zone: Tz,
    /// Today in the reader's zone.
    pub today: NaiveDate,
    /// The day whose times are shown.
    pub chosen: Option<NaiveDate>,
}

/// The first day of the month of `date`.
pub fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first day of the month `count` months after that of `date`.
pub fn month_after(date: NaiveDate, count: u32) -> NaiveDate {
    first_of(date)
        .checked_add_months(Months::new(count))
        .unwrap_or(date)
}

/// The first day of the month before that of `date`.
pub fn month_before(date: NaiveDate) -> NaiveDate {
    first_of(date)
        .checked_sub_months(Months::new(1))
        .unwrap_or(date)
}

/// The day of an instant in `zone`.
pub fn day_of(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The weeks of the month that `first` begins, from Monday to Sunday; days of other months
/// are `None`.
pub fn weeks(first: NaiveDate, source: &Source<'_>) -> Vec<Vec<Option<Day>>> {
    let first = first_of(first);
    let next = month_after(first, 1);
    let most = most_per_day(first, next, source);
    let lead = u64::from(first.weekday().num_days_from_monday());
    let start = first.checked_sub_days(Days::new(lead)).unwrap_or(first);
    let mut weeks = Vec::with_capacity(6);
    let mut monday = start;
    while monday < next {
        let week = monday
            .iter_days()
            .take(7)
            .map(|date| (first <= date && date < next).then(|| day(date, most, source)))
            .collect();
        weeks.push(week);
        let Some(following) = monday.checked_add_days(Days::new(7)) else {
            break;
        };
        monday = following;
    }
    weeks
}

/// The free times of one day, ascending.
pub fn of_day(slots: &[Slot], date: NaiveDate, zone: Tz) -> &[Slot] {
    let from = slots.partition_point(|slot| day_of(slot.span.start(), zone) < date);
    let to = slots.partition_point(|slot| day_of(slot.span.start(), zone) <= date);
    &slots[from..to]
}

fn day(date: NaiveDate, most: usize, source: &Source<'_>) -> Day {
    let free = of_day(source.slots, date, source.zone).len();
    Day {
        date,
        free,
        level: level(free, most),
        is_full: free == 0 && date >= source.today && source.open.contains(&date),
        is_today: date == source.today,
        is_chosen: source.chosen == Some(date),
    }
}

fn most_per_day(first: NaiveDate, next: NaiveDate, source: &Source<'_>) -> usize {
    first
        .iter_days()
        .take_while(|&date| date < next)
        .map(|date| of_day(source.slots, date, source.zone).len())
        .max()
        .unwrap_or_default()
        .max(MANY)
}

/// The quarter that `free` lies in when `most` is the whole.
fn level(free: usize, most: usize) -> u8 {
    match (free * 4).div_ceil(most) {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::span::Span;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slot(start: &str) -> Slot {
        let start: DateTime<Utc> = start.parse().unwrap();
        let span = Span::new(start, start + chrono::TimeDelta::minutes(50)).unwrap();
        Slot {
            span,
            seats_left: 1,
        }
    }

    fn build(slots: &[Slot], zone: Tz, open: &[&str]) -> Vec<Day> {
        let open = open.iter().map(|text| date(text)).collect();
        let source = Source {
            slots,
            open: &open,
            zone,
            today: date("2027-03-09"),
            chosen: Some(date("2027-03-16")),
        };
        weeks(date("2027-03-01"), &source)
            .into_iter()
            .flatten()
            .flatten()
            .collect()
    }

    #[test]
    fn a_month_has_all_its_days_once_and_weeks_begin_on_monday() {
        let open = BTreeSet::new();
        let source = Source {
            slots: &[],
            open: &open,
            zone: Tz::Europe__Berlin,
            today: date("2027-05-09"),
            chosen: None,
        };

        let weeks = weeks(date("2027-05-15"), &source);

        assert_eq!(weeks.len(), 6);
        assert!(weeks.iter().all(|week| week.len() == 7));
        assert_eq!(weeks[0].iter().flatten().count(), 2);
        assert_eq!(weeks.iter().flatten().flatten().count(), 31);
    }

    #[test]
    fn a_time_belongs_to_the_day_it_has_in_the_readers_zone() {
        let slots = [slot("2027-03-16T23:30:00Z")];

        let berlin = build(&slots, Tz::Europe__Berlin, &[]);
        let new_york = build(&slots, Tz::America__New_York, &[]);

        assert_eq!((berlin[15].free, berlin[16].free), (0, 1));
        assert_eq!((new_york[15].free, new_york[16].free), (1, 0));
    }

    #[test]
    fn times_of_other_months_are_left_out() {
        let slots = [slot("2027-02-27T09:00:00Z"), slot("2027-04-01T09:00:00Z")];

        let days = build(&slots, Tz::Europe__Berlin, &[]);

        assert!(days.iter().all(|day| day.free == 0));
    }

    #[test]
    fn levels_are_quarters_of_the_fullest_day() {
        let starts = |day: u32, count: u32| {
            (0..count).map(move |n| slot(&format!("2027-03-{day:02}T{:02}:00:00Z", 8 + n)))
        };
        let slots: Vec<_> = starts(10, 1)
            .chain(starts(11, 3))
            .chain(starts(12, 7))
            .collect();

        let days = build(&slots, Tz::Europe__Berlin, &[]);

        assert_eq!([days[9].level, days[10].level, days[11].level], [1, 2, 4]);
        assert_eq!(level(1, MANY), 1);
    }

    #[test]
    fn a_day_with_hours_and_no_free_time_is_full_unless_it_is_over() {
        let days = build(&[], Tz::Europe__Berlin, &["2027-03-03", "2027-03-17"]);

        assert!(!days[2].is_full);
        assert!(days[16].is_full);
        assert!(days[8].is_today && days[15].is_chosen);
    }
}
