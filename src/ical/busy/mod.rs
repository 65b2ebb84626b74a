//! When the owner of a calendar is busy: its events expanded over a window.

mod availability;
mod series;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::kernel::recurrence::Budget;
use crate::kernel::span::Span;

use super::read::{self, Event, Weight};
pub use super::read::{NotACalendar, Owner, Skipped, SkippedList, Why};
use series::Series;

/// The most busy times of one calendar.
const MOST_TIMES: usize = 20_000;
/// What all series of one calendar may cost together.
const BUDGET: Budget = Budget {
    steps: 20_000_000,
    instances: 500_000,
};

/// How long a moment is counted, so that it lies in a time; iCalendar writes whole seconds.
const MOMENT: TimeDelta = TimeDelta::milliseconds(1);

/// What is looked for in a calendar.
#[derive(Debug, Clone)]
pub struct Search {
    /// Whose calendar it is.
    pub owner: Owner,
    /// What lies outside of it is left out.
    pub window: Span,
    /// How the UIDs of our own sessions end; these come back through a sync and count already.
    pub own_suffix: String,
    /// Whether events are found as well that leave their owner free.
    pub with_free: bool,
}

/// A time at which the owner is busy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyEntry {
    /// When.
    pub span: Span,
    /// What the calendar calls it, at most 120 characters; may be empty.
    pub title: String,
    /// Whether it is only perhaps so.
    pub is_tentative: bool,
    /// The line of its event.
    pub line: u32,
    /// Which instance of a series it is: when that was to begin, UTC.
    pub instance: Option<DateTime<Utc>>,
}

impl BusyEntry {
    /// Whether it takes no time and was only found since what leaves its owner free was looked for.
    pub fn is_moment(&self) -> bool {
        self.span.duration() <= MOMENT
    }
}

/// What a calendar says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The busy times in order of their start.
    pub times: Vec<BusyEntry>,
    /// How many events the calendar has.
    pub events: u32,
    /// What could not be read.
    pub skipped: SkippedList,
}

/// Reads a calendar and finds the busy times that touch the window.
///
/// # Errors
/// When the text is no calendar.
pub fn find(text: &[u8], search: &Search) -> Result<Found, NotACalendar> {
    let mut calendar = read::calendar(text, &search.owner)?;
    let events = u32::try_from(calendar.events.len()).unwrap_or(u32::MAX);
    let mut sink = Sink {
        window: search.window,
        with_free: search.with_free,
        left: BUDGET,
        times: Vec::new(),
        skipped: std::mem::take(&mut calendar.skipped),
    };
    for period in &calendar.periods {
        sink.put(Some(period.span), Told::outright(period.weight));
    }
    availability::put(calendar.availabilities, &calendar.zones, search, &mut sink);
    for events in by_uid(calendar.events, &search.own_suffix) {
        Series::new(events, &calendar.zones, search).expand(&mut sink);
    }
    sink.times
        .sort_by_key(|busy| (busy.span.start(), busy.span.end()));
    Ok(Found {
        times: sink.times,
        events,
        skipped: sink.skipped,
    })
}

/// The events that belong together, without our own. One without UID stands alone.
fn by_uid(events: Vec<Event>, own_suffix: &str) -> Vec<Vec<Event>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Event>> = Vec::new();
    for event in events {
        if event.uid.ends_with(own_suffix) && !own_suffix.is_empty() {
            continue;
        }
        let place = if event.uid.is_empty() {
            groups.len()
        } else {
            *places.entry(event.uid.clone()).or_insert(groups.len())
        };
        match groups.get_mut(place) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    groups
}

/// What is told of a time.
struct Told<'a> {
    weight: Weight,
    title: &'a str,
    line: u32,
    instance: Option<DateTime<Utc>>,
}

impl<'a> Told<'a> {
    /// Of a time that stands for itself, without an event.
    fn outright(weight: Weight) -> Self {
        Self {
            weight,
            title: "",
            line: 0,
            instance: None,
        }
    }

    fn of(event: &'a Event, instance: Option<DateTime<Utc>>) -> Self {
        Self {
            weight: event.weight,
            title: &event.title,
            line: event.line,
            instance,
        }
    }
}

/// Where busy times are put.
struct Sink {
    window: Span,
    with_free: bool,
    /// What the series to come may cost.
    left: Budget,
    times: Vec<BusyEntry>,
    skipped: SkippedList,
}

impl Sink {
    /// What one series may cost of what is left for all.
    fn lend(&self, most: Budget) -> Budget {
        Budget {
            steps: most.steps.min(self.left.steps),
            instances: most.instances.min(self.left.instances),
        }
    }

    /// Takes back what a series did not need.
    fn give_back(&mut self, lent: Budget, rest: Budget) {
        self.left.steps -= lent.steps - rest.steps;
        self.left.instances -= lent.instances - rest.instances;
    }

    /// Keeps a time that takes something of the window; none is no time.
    fn put(&mut self, span: Option<Span>, told: Told<'_>) {
        let Some(span) = span else { return };
        let touches = span.start() < self.window.end() && self.window.start() < span.end();
        let counts = self.with_free || told.weight != Weight::Free;
        if !counts || !touches {
            return;
        }
        if self.times.len() >= MOST_TIMES {
            return;
        }
        self.times.push(BusyEntry {
            span,
            title: told.title.to_owned(),
            is_tentative: told.weight == Weight::Tentative,
            line: told.line,
            instance: told.instance,
        });
    }
}
