//! What hours come to: a month of the times that an event type would offer with them.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::super::month::{self, Source};
use super::seat::Seat;
use super::why;
use crate::kernel::availability::{Hours, Schedule};
use crate::kernel::event_type::EventType;
use crate::kernel::slots::Slot;
use crate::kernel::zone;
use crate::service::slots::{self, Offered, Wish};
use crate::service::{Db, ServiceError, Viewer, event_types};
use crate::texts::Words;

/// What is to be looked at, as the form says it.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// The event type's id; empty is the first that uses the schedule.
    pub event_type: String,
    /// The first day of a month.
    pub month: Option<NaiveDate>,
    /// A day of it.
    pub day: Option<NaiveDate>,
}

/// The times of a month.
pub struct Seen {
    event_types: Vec<EventType>,
    chosen: Option<usize>,
    zone: chrono_tz::Tz,
    first: NaiveDate,
    today: NaiveDate,
    day: Option<NaiveDate>,
    slots: Vec<Slot>,
    open: BTreeSet<NaiveDate>,
}

/// The same as `desk/hours.html` prints it.
pub struct Preview {
    /// `Dezember 2026`.
    pub title: String,
    /// The weekdays, short and in full.
    pub head: Vec<(String, String)>,
    /// The weeks.
    pub weeks: Vec<Vec<Option<Cell>>>,
    /// The month before and the one after: value of the button and name.
    pub turns: [(String, String); 2],
    /// The event types to choose from: id, title, chosen.
    pub event_types: Vec<(String, String, bool)>,
    /// What is counted: `Sitzung, 50 Minuten`.
    pub what: String,
    /// The day that is looked at, and its times, each with the way to why it is free.
    pub day: Option<(String, Vec<(String, String)>)>,
    /// What is looked at, for the form to carry on.
    pub month: String,
}

/// A day.
pub struct Cell {
    /// Day of the month.
    pub number: u32,
    /// The value of its button.
    pub value: String,
    /// How much is free, 0 to 4.
    pub level: u8,
    /// It has hours and nothing is free.
    pub is_full: bool,
    /// It is today.
    pub is_today: bool,
    /// It is looked at.
    pub is_chosen: bool,
    /// `Dienstag, 1. Dezember: 7 freie Zeiten`.
    pub label: String,
}

/// Looks at what `hours` come to. None when the viewer offers nothing yet.
///
/// # Errors
/// When the database cannot be reached.
pub fn look(
    db: &mut Db,
    viewer: &Viewer,
    (schedule, hours): (&Schedule, &Hours),
    look: &Look,
    now: DateTime<Utc>,
) -> Result<Option<Seen>, ServiceError> {
    let event_types = event_types::list_own(db, viewer)?;
    let by = |wanted: &dyn Fn(&EventType) -> bool| event_types.iter().position(wanted);
    let chosen = by(&|event_type| event_type.id == look.event_type)
        .or_else(|| by(&|event_type| event_type.schedule_id() == Some(&schedule.id)))
        .or_else(|| by(&|_| true));
    let Some(place) = chosen else {
        return Ok(None);
    };
    let event_type = event_types[place].clone();
    let duration = event_type
        .rules
        .durations
        .first()
        .copied()
        .unwrap_or_default();
    let schedule = Schedule {
        hours: hours.clone(),
        ..schedule.clone()
    };
    let offered = Offered::by_host(viewer.person.clone(), event_type, schedule);
    let today = zone::date(now, hours.zone);
    let first = month::first_of(look.month.or(look.day).unwrap_or(today));
    let last = month::month_after(first, 1).pred_opt().unwrap_or(first);
    let wish = Wish {
        duration,
        except: None,
    };
    let (slots, open) = match zone::days(first, last, hours.zone) {
        None => (Vec::new(), BTreeSet::new()),
        Some(range) => (
            slots::in_range(db, &offered, wish, range, now)?,
            slots::possible(db, &offered, duration, range, now)?
                .iter()
                .map(|slot| zone::date(slot.span.start(), hours.zone))
                .collect(),
        ),
    };
    Ok(Some(Seen {
        day: look.day.or_else(|| {
            slots
                .first()
                .map(|slot| zone::date(slot.span.start(), hours.zone))
        }),
        event_types,
        chosen,
        zone: hours.zone,
        first,
        today,
        slots,
        open,
    }))
}

impl Seen {
    /// In words.
    pub fn words(&self, seat: &Seat) -> Preview {
        let t = &seat.t;
        let source = Source {
            slots: &self.slots,
            open: &self.open,
            zone: self.zone,
            today: self.today,
            chosen: self.day,
        };
        let turn = |first: NaiveDate| (format!("month-{first}"), t.month(first));
        Preview {
            title: t.month(self.first),
            head: t.week(),
            weeks: month::weeks(self.first, &source)
                .into_iter()
                .map(|week| {
                    week.into_iter()
                        .map(|day| day.map(|day| cell(t, &day)))
                        .collect()
                })
                .collect(),
            turns: [
                turn(month::month_before(self.first)),
                turn(month::month_after(self.first, 1)),
            ],
            event_types: self
                .event_types
                .iter()
                .enumerate()
                .map(|(place, event_type)| {
                    let is_chosen = Some(place) == self.chosen;
                    (event_type.id.clone(), event_type.title.clone(), is_chosen)
                })
                .collect(),
            what: self.what(t),
            day: self.day.map(|date| (t.day(date), self.times(seat, date))),
            month: self.first.to_string(),
        }
    }

    fn what(&self, t: &Words) -> String {
        let chosen = self.chosen.and_then(|place| self.event_types.get(place));
        let duration = chosen
            .and_then(|event_type| event_type.rules.durations.first())
            .map(|minutes| t.minutes(*minutes))
            .unwrap_or_default();
        t.with(
            "preview-what",
            &[
                ("month", t.month(self.first).into()),
                ("duration", duration.into()),
            ],
        )
    }

    fn times(&self, seat: &Seat, date: NaiveDate) -> Vec<(String, String)> {
        let chosen = self.chosen.and_then(|place| self.event_types.get(place));
        let id = chosen.map_or("", |event_type| event_type.id.as_str());
        month::of_day(&self.slots, date, self.zone)
            .iter()
            .map(|slot| {
                let href = why::href(seat, id, slot.span.start());
                (seat.t.hours(slot.span, self.zone), href)
            })
            .collect()
    }
}

fn cell(t: &Words, day: &month::Day) -> Cell {
    Cell {
        number: chrono::Datelike::day(&day.date),
        value: format!("day-{}", day.date),
        level: day.level,
        is_full: day.is_full,
        is_today: day.is_today,
        is_chosen: day.is_chosen,
        label: t.with(
            "free-on-day",
            &[("day", t.day(day.date).into()), ("count", day.free.into())],
        ),
    }
}
