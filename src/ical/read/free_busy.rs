//! VFREEBUSY: busy times that a calendar states outright (RFC 5545 §3.6.4).

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarFreeBusyType, ICalendarParameterName, ICalendarParameterValue,
    ICalendarPeriod, ICalendarProperty, ICalendarValue,
};
use chrono::{DateTime, Utc};

use super::{Reading, Weight, Why};
use crate::kernel::span::Span;

/// The most periods of one calendar.
const MOST_PERIODS: usize = 100_000;

/// A stated busy time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ical) struct Period {
    pub(in crate::ical) span: Span,
    pub(in crate::ical) weight: Weight,
}

/// Adds the busy times that a component states.
pub(super) fn read(
    component: &ICalendarComponent,
    reading: &mut Reading<'_>,
    periods: &mut Vec<Period>,
) {
    for entry in component.properties(&ICalendarProperty::Freebusy) {
        let kind = entry.parameter(&ICalendarParameterName::Fbtype);
        let weight = match kind {
            Some(ICalendarParameterValue::Fbtype(ICalendarFreeBusyType::Free)) => continue,
            Some(ICalendarParameterValue::Fbtype(ICalendarFreeBusyType::BusyTentative)) => {
                Weight::Tentative
            }
            _ => Weight::Busy,
        };
        for value in &entry.values {
            if periods.len() >= MOST_PERIODS {
                return reading.skip(Why::TooMany);
            }
            let span = match value {
                ICalendarValue::Period(period) => read_period(period, reading),
                _ => None,
            };
            match span {
                Some(span) => periods.push(Period { span, weight }),
                None => reading.skip(Why::BadDate),
            }
        }
    }
}

fn read_period(period: &ICalendarPeriod, reading: &Reading<'_>) -> Option<Span> {
    match period {
        ICalendarPeriod::Range { start, end } => {
            Span::new(instant(start, reading)?, instant(end, reading)?)
        }
        ICalendarPeriod::Duration { start, duration } => {
            let start = instant(start, reading)?;
            Span::new(start, start.checked_add_signed(duration.to_time_delta()?)?)
        }
    }
}

fn instant(written: &PartialDateTime, reading: &Reading<'_>) -> Option<DateTime<Utc>> {
    let read = written.to_date_time()?;
    Some(match read.offset {
        Some(offset) => read.date_time.checked_sub_offset(offset)?.and_utc(),
        None => reading
            .zones
            .instant(read.date_time, reading.zones.floating()),
    })
}
