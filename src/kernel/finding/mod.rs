//! Which of the free times somebody wants to see: on some weekdays, at some time of the day, both
//! as the clocks of one zone show them.

#[cfg(test)]
mod tests;

use chrono::{Datelike, Timelike, Weekday, WeekdaySet};
use chrono_tz::Tz;

use super::slots::Slot;
use super::span::Span;
use super::zone;

/// A stretch of the day, by the hour in which a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayTime {
    /// Before noon.
    Morning,
    /// From noon to five.
    Afternoon,
    /// From five on.
    Evening,
}

impl DayTime {
    /// All of them, which together are the whole day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    /// Its name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// The hours of the clock, from and until: half-open.
    pub fn hours(self) -> (u32, u32) {
        match self {
            Self::Morning => (0, 12),
            Self::Afternoon => (12, 17),
            Self::Evening => (17, 24),
        }
    }

    fn of(hour: u32) -> Self {
        match hour {
            0..12 => Self::Morning,
            12..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// The weekdays as addresses name them.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mo"),
    (Weekday::Tue, "tu"),
    (Weekday::Wed, "we"),
    (Weekday::Thu, "th"),
    (Weekday::Fri, "fr"),
    (Weekday::Sat, "sa"),
    (Weekday::Sun, "su"),
];

/// A weekday as addresses name it: `mo`.
pub fn weekday_code(day: Weekday) -> &'static str {
    let named = WEEKDAYS.into_iter().find(|(weekday, _)| *weekday == day);
    named.map_or("", |(_, code)| code)
}

/// Weekdays, divided by commas: `mo,fr`. None if one of them is none.
pub fn parse_weekdays(text: &str) -> Option<Vec<Weekday>> {
    parse_list(text, |code| {
        let named = WEEKDAYS.into_iter().find(|(_, known)| *known == code);
        named.map(|(day, _)| day)
    })
}

/// Times of the day, divided by commas: `morning,evening`. None if one of them is none.
pub fn parse_times(text: &str) -> Option<Vec<DayTime>> {
    parse_list(text, |code| {
        DayTime::ALL.into_iter().find(|time| time.code() == code)
    })
}

/// Nothing is an empty list.
fn parse_list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let parts = text.split(',').filter(|_| !text.is_empty());
    parts.map(read).collect()
}

/// What somebody wants to see. What names no weekday is about all of them; the same with the time
/// of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Filter {
    weekdays: WeekdaySet,
    times: [bool; DayTime::ALL.len()],
}

impl Filter {
    /// On these weekdays, at these times of the day.
    pub fn new(
        weekdays: impl IntoIterator<Item = Weekday>,
        times: impl IntoIterator<Item = DayTime>,
    ) -> Self {
        let mut filter = Self {
            weekdays: weekdays.into_iter().collect(),
            ..Self::default()
        };
        for time in times {
            filter.times[time as usize] = true;
        }
        filter
    }

    /// Whether it leaves everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The weekdays it names, from Monday on.
    pub fn weekdays(&self) -> impl Iterator<Item = Weekday> {
        self.weekdays.iter(Weekday::Mon)
    }

    /// The times of the day it names, from morning on.
    pub fn times(&self) -> impl Iterator<Item = DayTime> {
        let named = self.times;
        let all = DayTime::ALL.into_iter();
        all.filter(move |time| named[*time as usize])
    }

    /// The weekdays as addresses name them, if it names any.
    pub fn weekday_codes(&self) -> Option<String> {
        let codes: Vec<&str> = self.weekdays().map(weekday_code).collect();
        (!codes.is_empty()).then(|| codes.join(","))
    }

    /// The times of the day as addresses name them, if it names any.
    pub fn time_codes(&self) -> Option<String> {
        let codes: Vec<&str> = self.times().map(DayTime::code).collect();
        (!codes.is_empty()).then(|| codes.join(","))
    }

    /// The same with this weekday if it is not there, else without it.
    #[must_use]
    pub fn turn_weekday(mut self, day: Weekday) -> Self {
        self.weekdays = self.weekdays.symmetric_difference(WeekdaySet::single(day));
        self
    }

    /// The same with this time of the day if it is not there, else without it.
    #[must_use]
    pub fn turn_time(mut self, time: DayTime) -> Self {
        self.times[time as usize] ^= true;
        self
    }

    /// Leaves those of `slots`, ascending, that begin when it says on the clocks of `zone`.
    ///
    /// The offset of the zone is looked up once for each stretch in which it holds.
    pub fn retain(&self, slots: &mut Vec<Slot>, zone: Tz) {
        let (Some(first), Some(last)) = (slots.first(), slots.last()) else {
            return;
        };
        if self.is_empty() {
            return;
        }
        let range = Span::new(first.span.start(), last.span.end());
        let parts = range.map(|span| zone::parts(span, zone));
        let mut parts = parts.unwrap_or_default().into_iter().peekable();
        slots.retain(|slot| {
            let start = slot.span.start();
            while parts.next_if(|(part, _)| part.end() <= start).is_some() {}
            let offset = parts.peek().map(|(_, offset)| *offset);
            let local = offset.map(|offset| zone::at_offset(start, offset));
            local.is_some_and(|local| self.admits(local.weekday(), local.hour()))
        });
    }

    fn admits(&self, weekday: Weekday, hour: u32) -> bool {
        (self.weekdays.is_empty() || self.weekdays.contains(weekday))
            && (self.times().next().is_none() || self.times[DayTime::of(hour) as usize])
    }
}
