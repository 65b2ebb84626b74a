//! The time zones of a calendar: names of the zone database, of Windows, of nobody, and zones
//! that a calendar describes itself.

use std::collections::HashMap;
use std::str::FromStr;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz as Named;
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Moment, rule};
use crate::kernel::recurrence::{Budget, Rule, instances};
use crate::kernel::zone;

/// A zone that a time is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::ical) enum Zone {
    /// One of the zone database.
    Named(Tz),
    /// The n-th that the calendar describes.
    Described(usize),
}

/// The most observances of a described zone that are looked at.
const MOST_OBSERVANCES: usize = 100;
/// How far an observance that repeats is looked for before a time: yearly rules, with room.
const LOOK_BACK: TimeDelta = TimeDelta::days(800);

/// The zones of one calendar.
#[derive(Debug)]
pub(in crate::ical) struct Zones {
    /// Floating times are read in this one.
    owner: Tz,
    by_name: HashMap<String, Zone>,
    described: Vec<Vec<Observance>>,
}

/// A time from which on another offset holds (RFC 5545 §3.6.5).
#[derive(Debug)]
struct Observance {
    start: NaiveDateTime,
    rules: Vec<Rule>,
    dates: Vec<NaiveDateTime>,
    /// East of UTC, before and after.
    from: TimeDelta,
    to: TimeDelta,
}

impl Zones {
    pub(super) fn new(owner: Tz) -> Self {
        Self {
            owner,
            by_name: HashMap::new(),
            described: Vec::new(),
        }
    }

    /// The zone of times without one.
    pub(in crate::ical) fn floating(&self) -> Zone {
        Zone::Named(self.owner)
    }

    /// Learns a VTIMEZONE, itself first among `components`. One that says what the zone database
    /// says under its name is that zone; any other is reckoned with by its own rules.
    pub(super) fn describe(&mut self, components: &[ICalendarComponent]) {
        let Some(name) = text(&components[0], &ICalendarProperty::Tzid) else {
            return;
        };
        let observances: Vec<Observance> = components[1..]
            .iter()
            .filter(|component| {
                matches!(
                    component.component_type,
                    ICalendarComponentType::Standard | ICalendarComponentType::Daylight
                )
            })
            .take(MOST_OBSERVANCES)
            .filter_map(Observance::read)
            .collect();
        let named = components[0]
            .timezone()
            .and_then(|(_, zone)| database(zone));
        let named = named.or_else(|| by_name(name));
        self.described.push(observances);
        let described = Zone::Described(self.described.len() - 1);
        let zone = match named {
            Some(named) if self.agree(described, named) => Zone::Named(named),
            _ if self.described.last().is_some_and(|seen| !seen.is_empty()) => described,
            Some(named) => Zone::Named(named),
            None => return,
        };
        self.by_name.insert(name.to_owned(), zone);
    }

    /// The zone of a TZID, if there is one of that name.
    pub(super) fn find(&mut self, name: &str) -> Option<Zone> {
        if let Some(zone) = self.by_name.get(name) {
            return Some(*zone);
        }
        let zone = Zone::Named(by_name(name)?);
        self.by_name.insert(name.to_owned(), zone);
        Some(zone)
    }

    /// The instant of a wall-clock time, by the rules of [`zone::instant`].
    pub(in crate::ical) fn instant(&self, local: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
        match zone {
            Zone::Named(zone) => zone::instant(local, zone),
            Zone::Described(place) => {
                let offset = offset_at(&self.described[place], local);
                local.checked_sub_signed(offset).unwrap_or(local).and_utc()
            }
        }
    }

    /// What the clocks of a zone show at an instant.
    pub(in crate::ical) fn local(&self, instant: DateTime<Utc>, zone: Zone) -> NaiveDateTime {
        match zone {
            Zone::Named(zone) => zone::local(instant, zone),
            Zone::Described(place) => {
                let observances = &self.described[place];
                let naive = instant.naive_utc();
                // The offset by the clocks of UTC is right but for the hours around a change.
                let guess = naive + offset_at(observances, naive);
                naive + offset_at(observances, guess)
            }
        }
    }

    /// Whether a described zone and one of the database show the same time over these years.
    fn agree(&self, described: Zone, named: Tz) -> bool {
        let Zone::Described(place) = described else {
            return false;
        };
        let Some(first) = self.described[place].iter().map(|seen| seen.start).min() else {
            return false;
        };
        let begin = first.max(chrono::NaiveDate::default().and_time(chrono::NaiveTime::MIN));
        let begin = begin.max(recent());
        (0..60).all(|week| {
            let local = begin + TimeDelta::days(week * 20) + TimeDelta::hours(12);
            self.instant(local, described) == zone::instant(local, named)
        })
    }
}

/// From when on a zone must be right: what was before is no busy time of ours.
fn recent() -> NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2025, 1, 1)
        .unwrap_or_default()
        .and_time(chrono::NaiveTime::MIN)
}

/// A zone by its IANA or Windows name, or by the tail of a path.
fn by_name(name: &str) -> Option<Tz> {
    if name.len() > 128 {
        return None;
    }
    if let Ok(zone) = zone::parse(name) {
        return Some(zone);
    }
    if let Some(zone) = Named::from_str(name).ok().and_then(database) {
        return Some(zone);
    }
    let mut tail = name;
    while let Some((_, rest)) = tail.split_once('/') {
        tail = rest;
        if let Ok(zone) = zone::parse(tail)
            && tail.contains('/')
        {
            return Some(zone);
        }
    }
    None
}

fn database(zone: Named) -> Option<Tz> {
    match zone {
        Named::Tz(zone) => Some(zone),
        Named::Fixed(_) | Named::Floating => None,
    }
}

/// The offset that holds at a wall-clock time: that of the last observance that began. In a gap
/// it is the one from before.
fn offset_at(observances: &[Observance], local: NaiveDateTime) -> TimeDelta {
    let begun = observances
        .iter()
        .filter_map(|observance| Some((observance.last_onset(local)?, observance)))
        .max_by_key(|(onset, _)| *onset);
    match begun {
        Some((onset, observance)) if local - onset < observance.to - observance.from => {
            observance.from
        }
        Some((_, observance)) => observance.to,
        None => observances
            .iter()
            .min_by_key(|observance| observance.start)
            .map_or(TimeDelta::zero(), |first| first.from),
    }
}

impl Observance {
    fn read(component: &ICalendarComponent) -> Option<Self> {
        let mut read = Self {
            start: moment(component, &ICalendarProperty::Dtstart)?
                .to_date_time()?
                .date_time,
            rules: Vec::new(),
            dates: Vec::new(),
            from: offset(moment(component, &ICalendarProperty::Tzoffsetfrom)?),
            to: offset(moment(component, &ICalendarProperty::Tzoffsetto)?),
        };
        // UNTIL of an observance is in UTC, by the offset from before it.
        let zones = Zones::new(Tz::UTC);
        let start = Moment::Clock(read.start, Zone::Named(Tz::UTC));
        for entry in &component.entries {
            for value in &entry.values {
                match (&entry.name, value) {
                    (ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(written)) => {
                        let mut rule = rule::read(written, start, &zones)?;
                        rule.until = rule.until.map(|until| until + read.from);
                        read.rules.push(rule);
                    }
                    (ICalendarProperty::Rdate, ICalendarValue::PartialDateTime(date)) => {
                        read.dates
                            .extend(date.to_date_time().map(|date| date.date_time));
                    }
                    _ => {}
                }
            }
        }
        Some(read)
    }

    /// When it last began at or before `local`.
    fn last_onset(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let after = local.checked_add_signed(TimeDelta::seconds(1))?;
        let by_rules = self.rules.iter().filter_map(|rule| {
            let end = rule
                .until
                .map_or(after, |until| until + TimeDelta::seconds(1));
            let end = end.min(after);
            let begin = end.checked_sub_signed(LOOK_BACK)?;
            let mut budget = Budget {
                steps: 20_000,
                instances: 100,
            };
            instances(rule, self.start, (begin, end), &mut budget).pop()
        });
        std::iter::once(self.start)
            .chain(self.dates.iter().copied())
            .filter(|onset| *onset <= local)
            .chain(by_rules)
            .max()
    }
}

fn offset(written: &PartialDateTime) -> TimeDelta {
    let minutes =
        i64::from(written.tz_hour.unwrap_or(0)) * 60 + i64::from(written.tz_minute.unwrap_or(0));
    TimeDelta::minutes(if written.tz_minus { -minutes } else { minutes })
}

fn moment<'a>(
    component: &'a ICalendarComponent,
    name: &ICalendarProperty,
) -> Option<&'a PartialDateTime> {
    match component.property(name)?.values.first()? {
        ICalendarValue::PartialDateTime(moment) => Some(moment),
        _ => None,
    }
}

fn text<'a>(component: &'a ICalendarComponent, name: &ICalendarProperty) -> Option<&'a str> {
    component.property(name)?.values.first()?.as_text()
}
