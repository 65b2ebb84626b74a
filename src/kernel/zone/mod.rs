//! Wall-clock times and instants: the only place that turns one into the other.
//!
//! Nothing here fails or panics at the ends of the calendar: what cannot be written becomes the
//! first or the last instant that can.

#[cfg(test)]
mod tests;

use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc,
};
use chrono_tz::{GapInfo, Tz};

use super::span::Span;

/// The name is not one of the IANA time zone database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a time zone")]
pub struct UnknownZone;

/// The zone of an IANA name (`Europe/Berlin`); surrounding blanks and capitals do not matter.
///
/// # Errors
/// `UnknownZone` if there is none of that name.
pub fn parse(name: &str) -> Result<Tz, UnknownZone> {
    let name = name.trim();
    // The longest name has 32 characters; nothing longer is looked up.
    if name.len() > 64 {
        return Err(UnknownZone);
    }
    Tz::from_str_insensitive(name).map_err(|_| UnknownZone)
}

/// The instant that a wall-clock time names in `zone`.
///
/// A time that comes twice (clocks go back) is its first occurrence; a time that never comes
/// (clocks go forward) is read with the offset from before the gap. Source: RFC 5545 §3.3.5.
pub fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let offset = match zone.offset_from_local_datetime(&local) {
        MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => offset.fix(),
        MappedLocalTime::None => GapInfo::new(&local, &zone)
            .and_then(|gap| gap.begin)
            .map_or_else(|| offset_at(local.and_utc(), zone), |(_, o)| o.fix()),
    };
    match local.checked_sub_offset(offset) {
        Some(utc) => utc.and_utc(),
        None if offset.local_minus_utc() > 0 => DateTime::<Utc>::MIN_UTC,
        None => DateTime::<Utc>::MAX_UTC,
    }
}

/// What the clocks in `zone` show at `instant`.
pub fn local(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    at_offset(instant, offset_at(instant, zone))
}

/// The date in `zone` at `instant`.
pub fn date(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    local(instant, zone).date()
}

/// The first instant at which the calendar in `zone` shows `date`, or a later date if it never
/// shows this one.
///
/// That is midnight; where the clocks go forward over midnight, the end of that gap.
pub fn day_start(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    GapInfo::new(&midnight, &zone)
        .and_then(|gap| gap.end)
        .map_or_else(|| instant(midnight, zone), |end| end.to_utc())
}

/// The whole day `date` in `zone`: 23, 24 or 25 hours as a rule.
///
/// None if the calendar there left it out (Samoa had no 30 December 2011), or if it is the last
/// day that can be written.
pub fn day(date: NaiveDate, zone: Tz) -> Option<Span> {
    days(date, date, zone)
}

/// The days from `from` to `to`, both inclusive, in `zone`.
///
/// None if `to` is before `from`, or if no such day exists.
pub fn days(from: NaiveDate, to: NaiveDate, zone: Tz) -> Option<Span> {
    Span::new(day_start(from, zone), day_start(to.succ_opt()?, zone))
}

/// The offset from UTC that holds in `zone` at `instant`.
pub(super) fn offset_at(instant: DateTime<Utc>, zone: Tz) -> FixedOffset {
    zone.offset_from_utc_datetime(&instant.naive_utc()).fix()
}

/// What a clock with a fixed offset shows at `instant`.
pub(super) fn at_offset(instant: DateTime<Utc>, offset: FixedOffset) -> NaiveDateTime {
    match instant.naive_utc().checked_add_offset(offset) {
        Some(local) => local,
        None if offset.local_minus_utc() > 0 => NaiveDateTime::MAX,
        None => NaiveDateTime::MIN,
    }
}

/// `span` cut where the clocks in `zone` change, each part with the offset that holds in it.
///
/// Looked up once a day: two changes within one day that undo each other would be overlooked;
/// the time zone database has none.
pub(super) fn parts(span: Span, zone: Tz) -> Vec<(Span, FixedOffset)> {
    let mut parts = Vec::with_capacity(2);
    let (mut start, mut known) = (span.start(), span.start());
    let mut offset = offset_at(start, zone);
    while known < span.end() {
        let next = known
            .checked_add_signed(TimeDelta::days(1))
            .map_or(span.end(), |day_later| day_later.min(span.end()));
        if offset_at(next, zone) == offset {
            known = next;
            continue;
        }
        let change = change_between(known, next, zone);
        parts.extend(Span::new(start, change).map(|part| (part, offset)));
        offset = offset_at(change, zone);
        (start, known) = (change, change);
    }
    parts.extend(Span::new(start, span.end()).map(|part| (part, offset)));
    parts
}

/// The first instant after `before` that has another offset, to the second, which is as fine as
/// the time zone database is; `after` must have another one.
fn change_between(before: DateTime<Utc>, after: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let offset = offset_at(before, zone);
    let (mut low, mut high) = (before.timestamp(), after.timestamp());
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        match DateTime::from_timestamp(middle, 0) {
            Some(instant) if offset_at(instant, zone) == offset => low = middle,
            _ => high = middle,
        }
    }
    DateTime::from_timestamp(high, 0).unwrap_or(after)
}
