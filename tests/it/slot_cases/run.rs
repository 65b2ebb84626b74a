//! One function per kind of case: what the kernel says.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use zeitgenosse::kernel::availability::{Hours, WeeklyHours};
use zeitgenosse::kernel::limits::Limits;
use zeitgenosse::kernel::slots::{Claim, Slot};
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::kernel::zone;

use super::case::{self, Case, Ranges};
use super::desk::{self, Desk, plain};
use super::hosts;

/// What the kernel says to a case.
#[derive(Default)]
pub struct Answer {
    pub slots: Vec<Slot>,
    pub windows: SpanSet,
    /// Starts by the viewer's date.
    pub by_date: BTreeMap<NaiveDate, Vec<DateTime<Utc>>>,
    /// How many starts lie on days off, and how many there would be otherwise.
    pub away: Option<(usize, Vec<DateTime<Utc>>)>,
    pub is_ok: Option<bool>,
    pub host_zone: Option<Tz>,
    pub millis: u128,
}

impl Answer {
    fn slots(slots: Vec<Slot>) -> Self {
        Self {
            slots,
            ..Self::default()
        }
    }

    fn windows(windows: SpanSet) -> Self {
        Self {
            windows,
            ..Self::default()
        }
    }

    fn is(ok: bool) -> Self {
        Self {
            is_ok: Some(ok),
            ..Self::default()
        }
    }
}

pub fn answer(case: &Case) -> Answer {
    match case.kind.as_str() {
        "slots" => slots(&read(case)),
        "away" => away(&read(case)),
        "ranges" => ranges(&read(case)),
        "subtract" => {
            let sets: case::Sets = read(case);
            Answer::windows(desk::set(&sets.ranges).subtract(&desk::set(&sets.minus)))
        }
        "intersect" => {
            let sets: case::Sets = read(case);
            let sets = sets.sets.iter().map(|pairs| desk::set(pairs));
            Answer::windows(sets.reduce(|a, b| a.intersect(&b)).unwrap_or_default())
        }
        "merge" => Answer::windows(desk::set(&read::<case::Sets>(case).ranges)),
        "schedule" | "window" => hosts::answer(&read(case)),
        "limit" => limit(&read(case)),
        "limit_order" => Answer::is(
            count_limits(read::<case::Limit>(case).limits)
                .check()
                .is_ok(),
        ),
        "duration_limit" => duration_limit(&read(case)),
        "schedule_old" => old(read(case)),
        "nc_windows" => nc_windows(&read(case)),
        "nc_extrapolate" => nc_extrapolate(&read(case)),
        "nc_daily" => nc_daily(&read(case)),
        "nc_conflict" => nc_conflict(&read(case)),
        "ea_subtract" | "ea_hours" => ea(&read(case)),
        kind => panic!("{}: nobody runs cases of the kind {kind}", case.id),
    }
}

/// The same of a case with hosts, as if the host's clock were the viewer's.
pub fn with_the_viewer(case: &Case) -> Answer {
    hosts::answer_with_the_viewer(&read(case))
}

fn read<T: serde::de::DeserializeOwned>(case: &Case) -> T {
    serde_json::from_value::<T>(case.input.clone())
        .unwrap_or_else(|error| panic!("{}: {error}: {}", case.id, Value::to_string(&case.input)))
}

fn slots(input: &case::Slots) -> Answer {
    let begin = Instant::now();
    let (desk, range) = windows_desk(input);
    let slots = range.map(|range| desk.slots(range)).unwrap_or_default();
    Answer {
        millis: begin.elapsed().as_millis(),
        ..Answer::slots(slots)
    }
}

/// The host's zone is not named in these cases; the one that is named stands for it.
fn windows_desk(input: &case::Slots) -> (Desk, Option<Span>) {
    let free = match &input.ranges {
        Ranges::Listed(pairs) => desk::set(pairs),
        Ranges::Generated { generate } => {
            let pair = |index: i64| {
                let start = generate.first + TimeDelta::seconds(index * generate.every_s);
                [start, start + TimeDelta::seconds(generate.length_s)]
            };
            desk::set(&(0..generate.count).map(pair).collect::<Vec<_>>())
        }
    };
    let mut rules = plain(input.length_min, input.every_min);
    rules.minimum_notice = input.notice_min;
    let zone = zone::parse(&input.viewer_tz).unwrap();
    let desk = desk::free_windows(&free, zone, rules, input.now);
    (desk, desk::surroundings(&free))
}

/// Days off make no slots here; those that go when the days off are told were away.
fn away(input: &case::Slots) -> Answer {
    let (mut desk, range) = windows_desk(input);
    let range = range.unwrap();
    let starts = desk.starts(range);
    let zone = zone::parse(input.host_tz.as_deref().unwrap()).unwrap();
    let off = input
        .days_off
        .iter()
        .filter_map(|date| zone::day(*date, zone));
    desk.busy = desk.busy.union(&SpanSet::from_spans(off));
    let left = desk.slots(range).len();
    Answer {
        away: Some((starts.len() - left, starts)),
        ..Answer::default()
    }
}

/// Away from home the hours are read in the other zone, from the first day there on.
fn ranges(input: &case::RuleRanges) -> Answer {
    let range = Span::new(input.from, input.to).unwrap();
    let read = |tz: &str| desk::hours(tz, &input.rules, &input.overrides, &[]).spans(range);
    let mut spans = read(&input.tz);
    for travel in &input.travel {
        let arrival = zone::day_start(travel.from, zone::parse(&travel.tz).unwrap());
        let there = Span::new(arrival, range.end()).map_or_else(SpanSet::default, SpanSet::from);
        spans = spans
            .subtract(&there)
            .union(&read(&travel.tz).intersect(&there));
    }
    Answer::windows(spans)
}

pub fn count_limits(limits: case::Limits) -> Limits {
    Limits {
        per_day: limits.per_day,
        per_week: limits.per_week,
        per_month: limits.per_month,
        minutes_per_day: None,
    }
}

/// We limit the minutes of a day only; no case is decided by those of a week.
pub fn minute_limits(limits: case::Limits) -> Option<u32> {
    limits.per_day
}

/// Sessions of so many minutes, one after another from midnight on.
fn used(minutes: impl IntoIterator<Item = u32>) -> Vec<Claim> {
    let mut start = 0;
    let claim = |minutes: u32| {
        let end = start + i64::from(minutes) * 60;
        let span = desk::unix_span(std::mem::replace(&mut start, end), end)?;
        Some(own_claim(span))
    };
    minutes.into_iter().filter_map(claim).collect()
}

fn own_claim(span: Span) -> Claim {
    Claim {
        span,
        buffer_before: 0,
        buffer_after: 0,
        is_same_event_type: true,
        event_type: None,
        is_session: true,
        seats_taken: 1,
    }
}

/// A day of a host who is always there, and what is booked on it.
fn busy_day(minutes: u32, limits: Limits, claims: Vec<Claim>) -> Answer {
    let mut rules = plain(minutes, minutes);
    rules.limits = limits;
    let desk = Desk {
        rules,
        hours: desk::always(Tz::UTC),
        claims,
        busy: SpanSet::default(),
        now: desk::unix(0),
    };
    Answer::is(!desk.slots(desk::unix_span(0, 86_400).unwrap()).is_empty())
}

fn limit(input: &case::Limit) -> Answer {
    let claims = used((0..input.used).map(|_| 30));
    busy_day(30, count_limits(input.limits), claims)
}

fn duration_limit(input: &case::Limit) -> Answer {
    let minutes_per_day = minute_limits(input.limits);
    let limits = Limits {
        minutes_per_day,
        ..Limits::default()
    };
    busy_day(
        input.minutes_new.unwrap(),
        limits,
        used([input.minutes_used]),
    )
}

fn old(input: case::Old) -> Answer {
    match input {
        case::Old::Weekly {
            now,
            rules,
            host_tz,
            viewer_tz,
            length_min,
        } => {
            let viewer = zone::parse(&viewer_tz).unwrap();
            let desk = Desk {
                rules: plain(length_min, length_min),
                hours: desk::hours(&host_tz, &rules, &[], &[]),
                claims: Vec::new(),
                busy: SpanSet::default(),
                now,
            };
            let today = zone::day(zone::date(now, viewer), viewer).unwrap();
            Answer::slots(desk.slots(today))
        }
        case::Old::Shift {
            date,
            shift,
            not_before,
            length_min,
            busy,
        } => {
            let free = desk::clock_set(date, &[shift]);
            let free = free.subtract(&desk::clock_set(date, &busy));
            let now = desk::clock(date, &not_before);
            let desk = desk::free_windows(&free, Tz::UTC, plain(length_min, length_min), now);
            Answer::slots(desk.slots(zone::day(date, Tz::UTC).unwrap()))
        }
    }
}

fn mins(secs: i64) -> u32 {
    assert_eq!(secs % 60, 0);
    u32::try_from(secs / 60).unwrap()
}

/// A window there begins with its first slot.
fn nc_windows(input: &case::NcWindows) -> Answer {
    let zone = input
        .tz
        .as_deref()
        .map_or(Tz::UTC, |tz| zone::parse(tz).unwrap());
    let until = input
        .bookable_until_s
        .map_or(input.to_s, |until| until.min(input.to_s));
    let free = match desk::unix_span(input.from_s, until) {
        None => SpanSet::default(),
        Some(range) => match &input.weekly {
            None => SpanSet::from(range),
            Some(weekly) => nc_hours(zone, weekly).spans(range),
        },
    };
    let rules = plain(mins(input.length_s), mins(input.increment_s));
    let desk = desk::free_windows(&free, zone, rules, desk::unix(input.now_s));
    let windows = free.as_slice().iter().filter_map(|window| {
        let first = desk.slots(*window).first()?.span.start();
        Span::new(first, window.end())
    });
    Answer::windows(SpanSet::from_spans(windows))
}

fn nc_hours(zone: Tz, weekly: &BTreeMap<String, Vec<case::Times>>) -> Hours {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let weekly = weekly.iter().flat_map(|(day, ranges)| {
        let index = DAYS.iter().position(|name| name == day).unwrap();
        let day = chrono::Weekday::try_from(u8::try_from(index).unwrap()).unwrap();
        ranges.iter().map(move |[from, to]| WeeklyHours {
            days: vec![day],
            range: desk::range(from, to),
        })
    });
    Hours {
        zone,
        weekly: weekly.collect(),
        overrides: Vec::new(),
    }
}

fn nc_extrapolate(input: &case::NcExtrapolate) -> Answer {
    let free = desk::unix_set(&input.windows);
    let rules = plain(mins(input.length_s), mins(input.increment_s));
    let desk = desk::free_windows(&free, Tz::UTC, rules, desk::unix(0));
    Answer::slots(desk.slots(desk::surroundings(&free).unwrap()))
}

/// Sessions of a hundred seconds do not exist here: its seconds are read as minutes.
fn nc_daily(input: &case::NcDaily) -> Answer {
    let [[start, end]] = input.slots[..] else {
        panic!("more than one slot")
    };
    let mut rules = plain(u32::try_from(end - start).unwrap(), 60);
    rules.limits.per_day = Some(input.daily_max);
    let mut desk = desk::free_windows(
        &SpanSet::from(desk::unix_span(start * 60, end * 60).unwrap()),
        Tz::UTC,
        rules,
        desk::unix(0),
    );
    for (day, events) in &input.events_by_day {
        // Late on that day, where no slot is.
        let evening = day.parse::<i64>().unwrap() + 20 * 3600;
        desk.claims
            .extend(events.iter().zip(0..).map(|(event, index)| {
                let start = evening + index * 60;
                let span = desk::unix_span(start, start + 60).unwrap();
                let is_same_event_type = event.token == input.token;
                Claim {
                    is_same_event_type,
                    ..own_claim(span)
                }
            }));
    }
    nc_slots(&desk)
}

/// Read in minutes, as above.
fn nc_conflict(input: &case::NcConflict) -> Answer {
    assert!(input.slots.len() == 1 && input.prepare_s == 0 && input.followup_s == 0);
    let [start, end] = input.slots[0];
    let free = SpanSet::from(desk::unix_span(start, end).unwrap());
    let rules = plain(mins(end - start), 60);
    let mut desk = desk::free_windows(&free, Tz::UTC, rules, desk::unix(0));
    desk.busy = desk.busy.union(&desk::unix_set(&input.events));
    Answer::slots(desk.slots(desk::surroundings(&free).unwrap()))
}

/// The slots of the first day, as seconds that were read as minutes.
fn nc_slots(desk: &Desk) -> Answer {
    let slots = desk.slots(desk::unix_span(0, 86_400).unwrap());
    let unscaled = slots.iter().map(|slot| {
        let secs = |at: DateTime<Utc>| at.timestamp() / 60;
        let span = desk::unix_span(secs(slot.span.start()), secs(slot.span.end())).unwrap();
        Slot { span, ..*slot }
    });
    Answer::slots(unscaled.collect())
}

fn ea(input: &case::Ea) -> Answer {
    assert_eq!(input.date.year(), 2025);
    let free = desk::clock_set(input.date, &input.windows);
    let free = free.subtract(&desk::clock_set(input.date, &input.minus));
    let (Some(length), Some(every)) = (input.length_min, input.every_min) else {
        return Answer::windows(free);
    };
    let desk = desk::free_windows(&free, Tz::UTC, plain(length, every), desk::unix(0));
    Answer::slots(desk.slots(zone::day(input.date, Tz::UTC).unwrap()))
}
