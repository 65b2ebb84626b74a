//! VAVAILABILITY: the only times at which somebody can be asked for (RFC 7953 §3.1).

use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarFreeBusyType, ICalendarProperty,
    ICalendarValue,
};

use super::{Event, Length, Moment, Reading, Weight, Why, event};

/// A time outside of whose parts its owner is busy.
#[derive(Debug)]
pub(in crate::ical) struct Availability {
    /// Since when; none: always.
    pub(in crate::ical) start: Option<Moment>,
    /// Until when; none: for good.
    pub(in crate::ical) end: Option<End>,
    /// From 1, which goes before all others; 0, which is also meant where nothing is said, is last.
    pub(in crate::ical) priority: i64,
    /// What the rest is.
    pub(in crate::ical) weight: Weight,
    /// When the owner can be asked for.
    pub(in crate::ical) available: Vec<Event>,
}

/// How an availability says when it ends.
#[derive(Debug, Clone, Copy)]
pub(in crate::ical) enum End {
    At(Moment),
    /// So long after its start.
    After(Length),
}

/// Reads an availability and its parts; none if it is about no time.
pub(super) fn read(
    parts: &[ICalendarComponent],
    reading: &mut Reading<'_>,
) -> Option<Availability> {
    let (whole, parts) = parts.split_first()?;
    let moment = |property, reading: &mut Reading<'_>| {
        let entry = whole.property(property)?;
        let read = event::first_moment(entry, reading);
        if read.is_none() {
            reading.skip(Why::BadDate);
        }
        read
    };
    let start = moment(&ICalendarProperty::Dtstart, reading);
    let length = whole.property(&ICalendarProperty::Duration);
    let end = match length.and_then(|entry| entry.values.first()) {
        Some(ICalendarValue::Duration(length)) => event::duration_of(length).map(End::After),
        _ => moment(&ICalendarProperty::Dtend, reading).map(End::At),
    };
    let first = |property| whole.property(property)?.values.first();
    let weight = match first(&ICalendarProperty::Busytype) {
        Some(ICalendarValue::BusyType(ICalendarFreeBusyType::BusyTentative)) => Weight::Tentative,
        _ => Weight::Busy,
    };
    let priority = first(&ICalendarProperty::Priority).and_then(ICalendarValue::as_integer);
    let is_available =
        |part: &&ICalendarComponent| part.component_type == ICalendarComponentType::Available;
    let available = parts.iter().filter(is_available);
    Some(Availability {
        start,
        end,
        priority: priority.unwrap_or(0),
        weight,
        available: available
            .filter_map(|part| event::read(part, reading))
            .collect(),
    })
}
