//! The time zones of a calendar: names of the zone database, of Windows, of nobody, and zones
//! that a calendar describes itself.

use std::collections::HashMap;
use std::str::FromStr;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz as Named;
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Moment, rule};
use crate::kernel::recurrence::{Budget, instances};
use crate::kernel::zone;

/// A zone that a time is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::ical) enum Zone {
    /// One of the zone database.
    Named(Tz),
    /// The n-th that the calendar describes.
    Described(usize),
}

/// The most zones that a calendar may describe.
const MOST_DESCRIBED: usize = 50;
/// The most observances of a described zone that are looked at.
const MOST_OBSERVANCES: usize = 100;
/// The years in which described zones are reckoned with; what lies outside has the nearest offset.
const YEARS: (i32, i32) = (1970, 2045);
/// What the rules of one observance may cost: a look at every day of these years.
const BUDGET: Budget = Budget {
    steps: 40_000,
    instances: 1_000,
};

/// The zones of one calendar.
#[derive(Debug)]
pub(in crate::ical) struct Zones {
    /// Floating times are read in this one.
    owner: Tz,
    by_name: HashMap<String, Zone>,
    /// Of each the onsets in order.
    described: Vec<Vec<Onset>>,
}

/// A time from which on another offset holds (RFC 5545 §3.6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Onset {
    /// By the clocks from before it.
    local: NaiveDateTime,
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
        if self.described.len() >= MOST_DESCRIBED {
            return;
        }
        let mut onsets: Vec<Onset> = components[1..]
            .iter()
            .filter(|component| {
                matches!(
                    component.component_type,
                    ICalendarComponentType::Standard | ICalendarComponentType::Daylight
                )
            })
            .take(MOST_OBSERVANCES)
            .filter_map(read_observance)
            .flatten()
            .collect();
        onsets.sort_unstable();
        let named = components[0]
            .timezone()
            .and_then(|(_, zone)| database(zone));
        let named = named.or_else(|| by_name(name));
        self.described.push(onsets);
        let described = Zone::Described(self.described.len() - 1);
        let zone = match named {
            Some(named) if self.agree(described, named) => Zone::Named(named),
            _ if self
                .described
                .last()
                .is_some_and(|onsets| !onsets.is_empty()) =>
            {
                described
            }
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
                let onsets = &self.described[place];
                let naive = instant.naive_utc();
                // The offset by the clocks of UTC is right but for the hours around a change.
                let shifted = |by| naive.checked_add_signed(by).unwrap_or(naive);
                shifted(offset_at(onsets, shifted(offset_at(onsets, naive))))
            }
        }
    }

    /// Whether a described zone and one of the database show the same time over these years.
    fn agree(&self, described: Zone, named: Tz) -> bool {
        let Zone::Described(place) = described else {
            return false;
        };
        let Some(first) = self.described[place].first() else {
            return false;
        };
        let begin = first.local.max(recent());
        (0..60).all(|week| {
            let local = begin + TimeDelta::days(week * 20) + TimeDelta::hours(12);
            self.instant(local, described) == zone::instant(local, named)
        })
    }
}

/// From when on a zone must be right: what was before is no busy time of ours.
fn recent() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2025, 1, 1)
        .unwrap_or_default()
        .and_time(NaiveTime::MIN)
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

/// The offset that holds at a wall-clock time: that of the last onset. In a gap it is the one from
/// before.
fn offset_at(onsets: &[Onset], local: NaiveDateTime) -> TimeDelta {
    let begun = onsets.partition_point(|onset| onset.local <= local);
    match (
        begun.checked_sub(1).map(|last| onsets[last]),
        onsets.first(),
    ) {
        (Some(last), _) if local - last.local < last.to - last.from => last.from,
        (Some(last), _) => last.to,
        (None, first) => first.map_or(TimeDelta::zero(), |first| first.from),
    }
}

/// When an observance begins, each time.
fn read_observance(component: &ICalendarComponent) -> Option<Vec<Onset>> {
    let start = moment(component, &ICalendarProperty::Dtstart)?
        .to_date_time()?
        .date_time;
    let (from, to) = (
        offset(moment(component, &ICalendarProperty::Tzoffsetfrom)?),
        offset(moment(component, &ICalendarProperty::Tzoffsetto)?),
    );
    let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let years = (
        year(YEARS.0).and_time(NaiveTime::MIN),
        year(YEARS.1).and_time(NaiveTime::MIN),
    );
    // UNTIL of an observance is in UTC, by the offset from before it.
    let zones = Zones::new(Tz::UTC);
    let as_read = Moment::Clock(start, Zone::Named(Tz::UTC));
    let mut onsets = vec![start];
    for entry in &component.entries {
        for value in &entry.values {
            match (&entry.name, value) {
                (ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(written)) => {
                    let mut rule = rule::read(written, as_read, &zones)?;
                    rule.until = rule.until.map(|until| until + from);
                    onsets.extend(instances(&rule, start, years, &mut BUDGET.clone()));
                }
                (ICalendarProperty::Rdate, ICalendarValue::PartialDateTime(date)) => {
                    onsets.extend(date.to_date_time().map(|date| date.date_time));
                }
                _ => {}
            }
        }
    }
    let onsets = onsets.into_iter().map(|local| Onset { local, from, to });
    Some(onsets.collect())
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
