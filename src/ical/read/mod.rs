//! Calendars of others, read: bounded, forgiving, and nothing skipped without a word.
//!
//! A calendar is cut into its components, line by line, and each is parsed on its own by
//! `calcard`. So a component that makes no sense costs only itself, and its line is known.

mod availability;
mod cut;
mod event;
mod free_busy;
mod rule;
pub(super) mod zones;

#[cfg(test)]
mod tests;

use calcard::{Entry, Parser};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use crate::kernel::recurrence::Rule;
pub(super) use availability::{Availability, End};
use cut::Piece;
pub(super) use event::{Event, Weight};
pub(super) use free_busy::Period;
pub(super) use zones::{Zone, Zones};

/// The most octets of one calendar.
pub const MOST_OCTETS: usize = 32 << 20;
/// The most components of one calendar.
pub const MOST_COMPONENTS: usize = 100_000;
/// So many skipped things are listed; the rest is counted.
pub const MOST_SKIPPED: usize = 50;

/// Something in a calendar that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its line, from 1.
    pub line: u32,
    /// What is wrong there.
    pub why: Why,
}

/// Why something in a calendar was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A component that does not end, or ends as another.
    Unterminated,
    /// A component of more than a megabyte, or nested too deep.
    TooLarge,
    /// There are more components than are read.
    TooMany,
    /// An event without a beginning, or with one that is no date.
    NoStart,
    /// An end or a duration that cannot be read, or lies before the beginning.
    BadEnd,
    /// A rule of recurrence that cannot be read; its event counts once.
    BadRule,
    /// A date in a list that cannot be read.
    BadDate,
    /// A rule that has more instances than are looked at.
    RuleCut,
    /// A time zone that is unknown and not described; its times are read in the owner's zone.
    UnknownZone,
    /// A line that is not UTF-8; it is read as Latin-1.
    NotUtf8,
}

/// What was skipped: the first of it by line, and how much in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkippedList {
    /// The first of them.
    pub first: Vec<Skipped>,
    /// All of them.
    pub count: u32,
}

impl SkippedList {
    pub(super) fn push(&mut self, line: u32, why: Why) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < MOST_SKIPPED {
            self.first.push(Skipped { line, why });
        }
    }
}

/// The text is no calendar at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACalendar {
    /// Nothing begins with `BEGIN:VCALENDAR`.
    #[error("this is not a calendar")]
    Other,
    /// It is a page for people.
    #[error("this is a web page, not a calendar")]
    Html,
    /// More than [`MOST_OCTETS`].
    #[error("the calendar is too large")]
    TooLarge,
}

/// For whom a calendar is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// What floating times and whole days are counted in.
    pub zone: Tz,
    /// Addresses, in lower case, whose answer to an invitation counts.
    pub addresses: Vec<String>,
}

/// A day or a moment as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Moment {
    /// A whole day.
    Day(NaiveDate),
    /// By the clocks of a zone.
    Clock(NaiveDateTime, Zone),
}

impl Moment {
    /// Without its zone; a day at its midnight.
    pub(super) fn local(self) -> NaiveDateTime {
        match self {
            Self::Day(date) => date.and_time(chrono::NaiveTime::MIN),
            Self::Clock(local, _) => local,
        }
    }
}

/// How long an event lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Whole days.
    Days(u32),
    /// Elapsed time (RFC 5545 §3.8.5.3: of DTEND the exact duration).
    Exact(TimeDelta),
    /// Days of the calendar and then elapsed time (§3.3.6).
    Nominal(u32, TimeDelta),
}

impl Length {
    /// About how long, with days of 24 hours.
    pub(super) fn about(self) -> TimeDelta {
        match self {
            Self::Days(days) => TimeDelta::days(i64::from(days)),
            Self::Exact(length) => length,
            Self::Nominal(days, rest) => TimeDelta::days(i64::from(days)) + rest,
        }
    }
}

/// A calendar as far as it could be read.
#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) events: Vec<Event>,
    pub(super) periods: Vec<Period>,
    pub(super) availabilities: Vec<Availability>,
    pub(super) zones: Zones,
    pub(super) skipped: SkippedList,
    /// The names of its components, `VEVENT`, in the order they come.
    pub(super) components: Vec<String>,
}

/// Reads a calendar for `owner`.
pub(super) fn calendar(text: &[u8], owner: &Owner) -> Result<Calendar, NotACalendar> {
    let mut skipped = SkippedList::default();
    let pieces = cut::pieces(text, &mut skipped)?;
    let mut zones = Zones::new(owner.zone);
    for piece in pieces.iter().filter(|piece| piece.name == "VTIMEZONE") {
        if let Some(component) = parse(piece) {
            zones.describe(&component);
        }
    }
    let mut events = Vec::new();
    let mut periods = Vec::new();
    let mut availabilities = Vec::new();
    for piece in &pieces {
        let mut reading = Reading {
            owner,
            zones: &mut zones,
            skipped: &mut skipped,
            line: piece.line,
        };
        match piece.name.as_str() {
            "VEVENT" => events.extend(parse(piece).and_then(|c| event::read(&c[0], &mut reading))),
            "VFREEBUSY" => {
                if let Some(components) = parse(piece) {
                    free_busy::read(&components[0], &mut reading, &mut periods);
                }
            }
            "VAVAILABILITY" => availabilities
                .extend(parse(piece).and_then(|parts| availability::read(&parts, &mut reading))),
            _ => {}
        }
    }
    Ok(Calendar {
        events,
        periods,
        availabilities,
        zones,
        skipped,
        components: pieces.into_iter().map(|piece| piece.name).collect(),
    })
}

/// The components of a calendar as they are written, each with the line of its BEGIN.
pub(super) fn written(text: &str) -> Vec<(u32, String)> {
    let pieces = cut::pieces(text.as_bytes(), &mut SkippedList::default());
    let pieces = pieces.unwrap_or_default().into_iter();
    pieces.map(|piece| (piece.line, piece.text)).collect()
}

/// What is at hand while a component is read.
struct Reading<'a> {
    owner: &'a Owner,
    zones: &'a mut Zones,
    skipped: &'a mut SkippedList,
    line: u32,
}

impl Reading<'_> {
    fn skip(&mut self, why: Why) {
        self.skipped.push(self.line, why);
    }
}

/// A component and those within it, itself first.
fn parse(piece: &Piece) -> Option<Vec<calcard::icalendar::ICalendarComponent>> {
    match Parser::new(&piece.text).entry() {
        Entry::ICalendar(calendar) if !calendar.components.is_empty() => Some(calendar.components),
        _ => None,
    }
}
