//! What the cases say, as the kernel's own values.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use zeitgenosse::kernel::availability::{DateOverride, Hours, TimeRange, WeeklyHours};
use zeitgenosse::kernel::energy;
use zeitgenosse::kernel::event_type::{SlotRules, Window};
use zeitgenosse::kernel::limits::Limits;
use zeitgenosse::kernel::slots::{Claim, Offer, Slot};
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::kernel::time_off;
use zeitgenosse::kernel::zone;

use super::case::{Override, Pair, Rule, Times};

const WEEK: [Weekday; 7] = [
    Weekday::Sun,
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
];

/// An offer that owns what it needs.
pub struct Desk {
    pub rules: SlotRules,
    pub hours: Hours,
    pub claims: Vec<Claim>,
    pub busy: SpanSet,
    pub now: DateTime<Utc>,
}

impl Desk {
    pub fn slots(&self, range: Span) -> Vec<Slot> {
        let offer = Offer {
            rules: &self.rules,
            event_type: None,
            hours: &self.hours,
            time_off: &time_off::NONE,
            energy: &energy::NONE,
            claims: &self.claims,
            busy: &self.busy,
            now: self.now,
        };
        offer.slots(self.rules.durations[0], range)
    }

    pub fn starts(&self, range: Span) -> Vec<DateTime<Utc>> {
        let slots = self.slots(range);
        slots.iter().map(|slot| slot.span.start()).collect()
    }
}

/// An offer in free windows that need not be hours of a day: the host is there always, and busy
/// outside of them.
pub fn free_windows(free: &SpanSet, zone: Tz, rules: SlotRules, now: DateTime<Utc>) -> Desk {
    let around = surroundings(free).map_or_else(SpanSet::default, SpanSet::from);
    Desk {
        rules,
        hours: always(zone),
        claims: Vec::new(),
        busy: around.subtract(free),
        now,
    }
}

/// From three days before the set to three days after it.
pub fn surroundings(set: &SpanSet) -> Option<Span> {
    let (first, last) = (set.as_slice().first()?, set.as_slice().last()?);
    let whole = Span::new(first.start(), last.end())?;
    Some(whole.widen(TimeDelta::days(3), TimeDelta::days(3)))
}

/// Sessions of one length at every step, and no other rule. Buffers add up, as they do in the
/// system that most cases come from.
pub fn plain(length: u32, every: u32) -> SlotRules {
    SlotRules {
        durations: vec![length],
        step: every,
        buffer_before: 0,
        buffer_after: 0,
        buffers_add_up: true,
        minimum_notice: 0,
        window: Window::Open,
        limits: Limits::default(),
        seats: 1,
    }
}

pub fn always(zone: Tz) -> Hours {
    let range = TimeRange::new(0, 1440).unwrap();
    let weekly = vec![WeeklyHours {
        days: WEEK.to_vec(),
        range,
    }];
    Hours {
        zone,
        weekly,
        overrides: Vec::new(),
    }
}

pub fn hours(tz: &str, rules: &[Rule], overrides: &[Override], days_off: &[NaiveDate]) -> Hours {
    let weekly = |rule: &Rule| WeeklyHours {
        days: rule
            .days
            .iter()
            .map(|day| WEEK[usize::from(*day)])
            .collect(),
        range: range(&rule.start, &rule.end),
    };
    let off = days_off.iter().map(|date| DateOverride {
        date: *date,
        ranges: Vec::new(),
    });
    let overrides = overrides.iter().map(|day| DateOverride {
        date: day.date,
        ranges: vec![range(&day.start, &day.end)],
    });
    let hours = Hours {
        zone: zone::parse(tz).unwrap(),
        weekly: rules.iter().map(weekly).collect(),
        overrides: overrides.chain(off).collect(),
    };
    assert_eq!(hours.check(), Ok(()));
    hours
}

/// A range of a rule; 23:59 is written there for the end of the day.
pub fn range(from: &str, to: &str) -> TimeRange {
    TimeRange::parse(from, if to == "23:59" { "24:00" } else { to }).unwrap()
}

/// Pairs of instants as a set. An end at 59 seconds is written there for the next minute.
pub fn set(pairs: &[Pair]) -> SpanSet {
    let end = |end: DateTime<Utc>| match end.second() {
        59 => end.with_nanosecond(0).unwrap() + TimeDelta::seconds(1),
        _ => end,
    };
    SpanSet::from_spans(
        pairs
            .iter()
            .map(|pair| Span::new(pair[0], end(pair[1])).unwrap()),
    )
}

/// Pairs of unix seconds as a set.
pub fn unix_set(pairs: &[[i64; 2]]) -> SpanSet {
    SpanSet::from_spans(
        pairs
            .iter()
            .map(|pair| unix_span(pair[0], pair[1]).unwrap()),
    )
}

pub fn unix_span(from: i64, to: i64) -> Option<Span> {
    Span::new(unix(from), unix(to))
}

pub fn unix(secs: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(secs, 0).unwrap()
}

/// Local times of a date, where no zone is named.
pub fn clock_set(date: NaiveDate, times: &[Times]) -> SpanSet {
    let at = |time: &String| clock(date, time);
    SpanSet::from_spans(
        times
            .iter()
            .filter_map(|[from, to]| Span::new(at(from), at(to))),
    )
}

pub fn clock(date: NaiveDate, time: &str) -> DateTime<Utc> {
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    zone::instant(date.and_time(time), Tz::UTC)
}
