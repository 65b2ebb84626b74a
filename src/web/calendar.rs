//! The calendar part of a page: a month, the times of one day, and the ways between them.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::address::Address;
use super::filters;
use super::month::{self, Day, Source};
use super::zones;
use crate::kernel::finding::Filter;
use crate::kernel::people::Username;
use crate::kernel::slots::Slot;
use crate::texts::Words;

/// From this hour on it is afternoon.
const NOON: u32 = 12;

/// What the links of a calendar carry on.
#[derive(Debug, Clone)]
pub struct Ways {
    /// Where the calendar is.
    pub path: String,
    /// Where a chosen time leads to.
    pub slot_path: String,
    /// The zone, if the reader chose one.
    pub zone: Option<Tz>,
    /// The duration, if it is not the usual one.
    pub duration: Option<u32>,
    /// The language, if the reader chose one.
    pub lang: Option<&'static str>,
    /// The host of a team that is wanted.
    pub host: Option<Username>,
    /// Which times are shown.
    pub filter: Filter,
    /// Whether one can wait for what is full.
    pub may_wait: bool,
}

/// What a calendar shows.
pub struct Plan<'a> {
    /// The reader's words.
    pub t: &'a Words,
    /// Where links lead.
    pub ways: &'a Ways,
    /// The first day of the month.
    pub first: NaiveDate,
    /// The days.
    pub source: Source<'a>,
    /// The durations to choose from; the usual one first.
    pub durations: &'a [u32],
    /// The one that was chosen.
    pub duration: u32,
    /// The last day on which anything can be free, if there is one.
    pub last_day: Option<NaiveDate>,
    /// The first free time after a month without any.
    pub later: Option<Slot>,
    /// The next free time without the filter, if it leaves none.
    pub without: Option<Slot>,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// The calendar part of a page, as `event_types/calendar.html` prints it.
pub struct Calendar {
    /// `März 2027`.
    pub title: String,
    /// The weekdays, short and in full.
    pub head: Vec<(String, String)>,
    /// The weeks, from Monday to Sunday.
    pub weeks: Vec<Vec<Cell>>,
    /// One month back.
    pub previous: Turn,
    /// One month on.
    pub next: Turn,
    /// The durations, if there is a choice.
    pub durations: Vec<Choice>,
    /// The zone.
    pub zone: ZonePart,
    /// The day that is shown.
    pub day: Option<DayPart>,
    /// What to say when the month has no free time.
    pub empty: Option<Empty>,
    /// What a screen reader is told after a change.
    pub said: String,
}

/// A place in the table.
pub enum Cell {
    /// A day of another month.
    Blank,
    /// A day without free times.
    Plain {
        /// Day of the month.
        number: String,
        /// It is today.
        is_today: bool,
        /// All its times are taken.
        is_full: bool,
        /// Where one can wait for one of them, and how it is named.
        waiting: Option<(String, String)>,
    },
    /// A day with free times.
    Free {
        /// Day of the month.
        number: String,
        /// How much is free, 1 to 4.
        level: u8,
        /// Its times are shown.
        is_chosen: bool,
        /// It is today.
        is_today: bool,
        /// `Dienstag, 16. März: 7 freie Zeiten`.
        label: String,
        /// Where its times are.
        href: String,
    },
}

/// A step to another month; without `href` there is nothing to be found.
pub struct Turn {
    /// Where it leads.
    pub href: Option<String>,
    /// The month.
    pub label: String,
}

/// One of several.
pub struct Choice {
    /// Where it leads.
    pub href: String,
    /// What it is.
    pub label: String,
    /// It is the one that counts.
    pub is_current: bool,
}

/// The zone and the way to another.
pub struct ZonePart {
    /// IANA name.
    pub name: &'static str,
    /// `Zeit in Berlin`.
    pub words: String,
    /// The zones to choose from: IANA name, words, chosen.
    pub options: Vec<(&'static str, String, bool)>,
    /// What the form carries on.
    pub carried: Vec<(&'static str, String)>,
    /// Where the form leads.
    pub action: String,
}

/// The times of a day.
pub struct DayPart {
    /// `Dienstag, 16. März`.
    pub title: String,
    /// Morning and afternoon, whatever is not empty.
    pub groups: Vec<Group>,
}

/// Some times of a day.
pub struct Group {
    /// `Vormittag`.
    pub title: String,
    /// The times.
    pub slots: Vec<SlotLink>,
}

/// A time and the way to it.
pub struct SlotLink {
    /// Where it leads.
    pub href: String,
    /// The start as RFC 3339.
    pub datetime: String,
    /// The end as RFC 3339.
    pub end: String,
    /// `9:30`.
    pub from: String,
    /// `bis 10:20`.
    pub to: String,
    /// `Dienstag, 16. März, 9:30 bis 10:20 Uhr`.
    pub label: String,
}

/// A month without free times.
pub struct Empty {
    /// What it says.
    pub words: String,
    /// The first free day after it.
    pub later: Option<Choice>,
    /// Where one can wait for the day, or for whatever becomes free first.
    pub waiting: Option<Choice>,
}

impl Ways {
    fn carry(&self, address: Address, duration: Option<u32>) -> String {
        filters::carry(address, &self.filter)
            .with_some("duration", duration.map(|d| d.to_string()).as_deref())
            .with_some("zone", self.zone.map(|zone| zone.name()))
            .with_some("host", self.host.as_ref().map(Username::as_str))
            .with_some("lang", self.lang)
            .to_string()
    }

    /// The same page with the day it opens on.
    pub fn page(&self) -> String {
        self.carry(Address::new(&self.path), self.duration)
    }

    /// The same page with another filter and the day it opens on.
    pub fn filtered(&self, filter: Filter) -> String {
        let ways = Self {
            filter,
            ..self.clone()
        };
        ways.page()
    }

    /// The same page with another day.
    pub fn day(&self, date: NaiveDate) -> String {
        self.carry(
            Address::new("").with("date", &date.to_string()),
            self.duration,
        )
    }

    /// The same page with another month.
    pub fn month(&self, first: NaiveDate) -> String {
        let month = first.format("%Y-%m").to_string();
        self.carry(Address::new("").with("month", &month), self.duration)
    }

    /// Where one can wait for a day, or for whatever becomes free first.
    pub fn waiting(&self, date: Option<NaiveDate>) -> String {
        let address = Address::new(&format!("{}/waiting", self.path));
        let date = date.map(|date| date.to_string());
        self.carry(address.with_some("date", date.as_deref()), self.duration)
    }

    /// Where a chosen time leads to.
    pub fn slot(&self, slot: &Slot) -> String {
        let start = rfc3339(slot.span.start());
        self.carry(
            Address::new(&self.slot_path).with("start", &start),
            self.duration,
        )
    }
}

/// An instant as it stands in addresses and `datetime`: `2027-03-16T08:30:00Z`.
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

impl Calendar {
    /// Says a plan in words and links.
    pub fn of(plan: &Plan<'_>) -> Self {
        let t = plan.t;
        let day = plan
            .source
            .chosen
            .map(|date| day_part(plan, date))
            .filter(|day| !day.groups.is_empty());
        let empty = day.is_none().then(|| empty(plan));
        let said = match (&day, &empty) {
            (Some(day), _) => {
                let count = day.groups.iter().map(|group| group.slots.len()).sum();
                day_label(t, &day.title, count)
            }
            (None, Some(empty)) => empty.words.clone(),
            (None, None) => String::new(),
        };
        Self {
            title: t.month(plan.first),
            head: t.week(),
            weeks: month::weeks(plan.first, &plan.source)
                .into_iter()
                .map(|week| week.into_iter().map(|day| cell(plan, day)).collect())
                .collect(),
            previous: previous(plan),
            next: next(plan),
            durations: durations(plan),
            zone: zone_part(plan),
            day,
            empty,
            said,
        }
    }
}

fn day_label(t: &Words, day: &str, count: usize) -> String {
    t.with(
        "free-on-day",
        &[("day", day.into()), ("count", count.into())],
    )
}

fn cell(plan: &Plan<'_>, day: Option<Day>) -> Cell {
    let Some(day) = day else {
        return Cell::Blank;
    };
    let number = chrono::Datelike::day(&day.date).to_string();
    if day.free == 0 {
        return Cell::Plain {
            number,
            is_today: day.is_today,
            is_full: day.is_full,
            waiting: (day.is_full && plan.ways.may_wait).then(|| {
                let label = plan.t.one("waiting-join-for", "day", plan.t.day(day.date));
                (plan.ways.waiting(Some(day.date)), label)
            }),
        };
    }
    Cell::Free {
        number,
        level: day.level,
        is_chosen: day.is_chosen,
        is_today: day.is_today,
        label: day_label(plan.t, &plan.t.day(day.date), day.free),
        href: plan.ways.day(day.date),
    }
}

fn previous(plan: &Plan<'_>) -> Turn {
    let first = month::month_before(plan.first);
    let is_over = first < month::first_of(plan.source.today);
    Turn {
        href: (!is_over).then(|| plan.ways.month(first)),
        label: if is_over {
            plan.t.one("month-is-over", "month", plan.t.month(first))
        } else {
            plan.t.month(first)
        },
    }
}

fn next(plan: &Plan<'_>) -> Turn {
    let first = month::month_after(plan.first, 1);
    let is_beyond = plan.last_day.is_some_and(|last| last < first);
    Turn {
        href: (!is_beyond).then(|| plan.ways.month(first)),
        label: if is_beyond {
            plan.t.one("month-is-beyond", "month", plan.t.month(first))
        } else {
            plan.t.month(first)
        },
    }
}

fn durations(plan: &Plan<'_>) -> Vec<Choice> {
    if plan.durations.len() < 2 {
        return Vec::new();
    }
    let address = match plan.source.chosen {
        Some(date) => Address::new("").with("date", &date.to_string()),
        None => Address::new("").with("month", &plan.first.format("%Y-%m").to_string()),
    };
    plan.durations
        .iter()
        .map(|&duration| Choice {
            href: plan.ways.carry(address.clone(), Some(duration)),
            label: plan.t.minutes(duration),
            is_current: duration == plan.duration,
        })
        .collect()
}

fn zone_part(plan: &Plan<'_>) -> ZonePart {
    let zone = plan.source.zone;
    let mut carried = vec![("month", plan.first.format("%Y-%m").to_string())];
    carried.extend(plan.ways.duration.map(|d| ("duration", d.to_string())));
    let host = plan.ways.host.as_ref();
    carried.extend(host.map(|host| ("host", host.to_string())));
    carried.extend(filters::parts(&plan.ways.filter));
    carried.extend(plan.ways.lang.map(|lang| ("lang", lang.to_owned())));
    ZonePart {
        name: zone.name(),
        words: plan.t.zone(zone),
        options: zones::options(plan.t, zone, plan.now),
        carried,
        action: plan.ways.path.clone(),
    }
}

fn day_part(plan: &Plan<'_>, date: NaiveDate) -> DayPart {
    let zone = plan.source.zone;
    let slots = month::of_day(plan.source.slots, date, zone);
    let (morning, afternoon): (Vec<_>, Vec<_>) = slots
        .iter()
        .partition(|slot| slot.span.start().with_timezone(&zone).hour() < NOON);
    let title = plan.t.day(date);
    let group = |name, slots: Vec<&Slot>| {
        (!slots.is_empty()).then(|| Group {
            title: name,
            slots: slots
                .iter()
                .map(|slot| slot_link(plan, slot, &title))
                .collect(),
        })
    };
    let groups = [
        group(plan.t.get("morning"), morning),
        group(plan.t.get("afternoon"), afternoon),
    ];
    DayPart {
        groups: groups.into_iter().flatten().collect(),
        title,
    }
}

fn slot_link(plan: &Plan<'_>, slot: &Slot, day: &str) -> SlotLink {
    let (t, zone) = (plan.t, plan.source.zone);
    SlotLink {
        href: plan.ways.slot(slot),
        datetime: rfc3339(slot.span.start()),
        end: rfc3339(slot.span.end()),
        from: t.clock(slot.span.start(), zone),
        to: t.one("time-until", "time", t.clock(slot.span.end(), zone)),
        label: format!("{day}, {}", t.hours_words(slot.span, zone)),
    }
}

fn empty(plan: &Plan<'_>) -> Empty {
    if let Some(slot) = plan.without {
        let ways = Ways {
            filter: Filter::default(),
            ..plan.ways.clone()
        };
        let when = plan.t.moment(slot.span.start(), plan.now, plan.source.zone);
        return Empty {
            words: plan.t.get("filter-leaves-nothing"),
            later: Some(Choice {
                href: ways.day(month::day_of(slot.span.start(), plan.source.zone)),
                label: plan.t.one("filter-without", "when", when),
                is_current: false,
            }),
            waiting: None,
        };
    }
    let later = plan.later.map(|slot| {
        let date = month::day_of(slot.span.start(), plan.source.zone);
        Choice {
            href: plan.ways.day(date),
            label: plan.t.one("next-free-day", "day", plan.t.date_long(date)),
            is_current: false,
        }
    });
    let words = match (plan.source.chosen, &later) {
        (_, None) => plan.t.get("nothing-free"),
        (Some(date), _) => plan.t.one("day-is-empty", "day", plan.t.day(date)),
        (None, _) => plan
            .t
            .one("month-is-empty", "month", plan.t.month(plan.first)),
    };
    // A day is waited for where it is full; where it is only empty, nothing can become free.
    let is_full = |date: &NaiveDate| plan.source.open.contains(date);
    let day = plan.source.chosen.filter(is_full);
    let waiting = plan.ways.may_wait.then(|| Choice {
        href: plan.ways.waiting(day),
        label: match day {
            Some(_) => plan.t.get("waiting-join-day"),
            None => plan.t.get("waiting-join-any"),
        },
        is_current: false,
    });
    Empty {
        words,
        later,
        waiting,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::kernel::people::Language;
    use crate::kernel::span::Span;
    use crate::texts::Texts;

    fn slot(start: &str) -> Slot {
        let start: DateTime<Utc> = start.parse().unwrap();
        let span = Span::new(start, start + chrono::TimeDelta::minutes(50)).unwrap();
        Slot {
            span,
            seats_left: 1,
        }
    }

    fn build(slots: &[Slot], chosen: Option<&str>) -> Calendar {
        let t = Words::new(Arc::new(Texts::load().unwrap()), Language::De);
        let open = BTreeSet::new();
        let ways = Ways {
            path: "/@mira/first".to_owned(),
            slot_path: "/@mira/first/book".to_owned(),
            zone: Some(Tz::Europe__Lisbon),
            duration: None,
            host: None,
            filter: Filter::new([chrono::Weekday::Tue], []),
            lang: Some("de"),
            may_wait: true,
        };
        Calendar::of(&Plan {
            t: &t,
            ways: &ways,
            first: "2027-03-01".parse().unwrap(),
            source: Source {
                slots,
                open: &open,
                zone: Tz::Europe__Lisbon,
                today: "2027-03-09".parse().unwrap(),
                chosen: chosen.map(|date| date.parse().unwrap()),
            },
            durations: &[50, 80],
            duration: 50,
            last_day: Some("2027-04-02".parse().unwrap()),
            later: None,
            without: None,
            now: "2027-03-09T13:20:00Z".parse().unwrap(),
        })
    }

    #[test]
    fn links_carry_filter_zone_and_language_on() {
        let calendar = build(&[slot("2027-03-16T08:30:00Z")], Some("2027-03-16"));

        let day = calendar.day.unwrap();
        assert_eq!(
            day.groups[0].slots[0].href,
            "/@mira/first/book?start=2027-03-16T08:30:00Z&weekday=tu&zone=Europe/Lisbon&lang=de"
        );
        assert_eq!(
            calendar.next.href.as_deref(),
            Some("?month=2027-04&weekday=tu&zone=Europe/Lisbon&lang=de")
        );
        assert_eq!(
            calendar.durations[1].href,
            "?date=2027-03-16&weekday=tu&duration=80&zone=Europe/Lisbon&lang=de"
        );
    }

    #[test]
    fn a_time_is_named_in_full_for_who_cannot_see_its_place() {
        let calendar = build(&[slot("2027-03-16T13:30:00Z")], Some("2027-03-16"));

        let day = calendar.day.unwrap();
        assert_eq!(day.groups[0].title, "Nachmittag und Abend");
        assert_eq!(
            day.groups[0].slots[0].label,
            "Dienstag, 16.\u{a0}März, 13:30 bis 14:20\u{a0}Uhr"
        );
        assert_eq!(calendar.said, "Dienstag, 16.\u{a0}März: 1\u{a0}freie Zeit");
    }

    #[test]
    fn months_that_are_over_cannot_be_turned_to() {
        let calendar = build(&[], None);

        assert!(calendar.previous.href.is_none());
        assert!(calendar.empty.is_some() && calendar.day.is_none());
    }
}
