//! RRULE as the kernel reckons with it.

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarFrequency, ICalendarRecurrenceRule, ICalendarWeekday};
use chrono::{NaiveDateTime, NaiveTime, Weekday};

use super::{Moment, Zones};
use crate::kernel::recurrence::{ByDay, Frequency, Rule};

/// The rule of an event that begins at `start`.
///
/// UNTIL in UTC becomes what the clocks of the start show then; a date reaches to the end of
/// that day, also where the start has a time, and a time without zone is the start's.
pub(super) fn read(rule: &ICalendarRecurrenceRule, start: Moment, zones: &Zones) -> Option<Rule> {
    let until = match &rule.until {
        Some(until) => Some(read_until(until, start, zones)?),
        None => None,
    };
    Some(Rule {
        frequency: frequency(rule.freq),
        interval: u32::from(rule.interval.unwrap_or(1)),
        until,
        count: rule.count,
        by_month: rule.bymonth.iter().map(|month| month.month()).collect(),
        by_week_no: rule.byweekno.clone(),
        by_year_day: rule.byyearday.clone(),
        by_month_day: rule.bymonthday.clone(),
        by_day: rule
            .byday
            .iter()
            .map(|day| ByDay {
                nth: day.ordwk,
                weekday: weekday(day.weekday),
            })
            .collect(),
        by_hour: rule.byhour.clone(),
        by_minute: rule.byminute.clone(),
        by_second: rule.bysecond.clone(),
        by_set_pos: rule.bysetpos.clone(),
        week_start: rule.wkst.map_or(Weekday::Mon, weekday),
    })
}

fn read_until(until: &PartialDateTime, start: Moment, zones: &Zones) -> Option<NaiveDateTime> {
    let written = until.to_date_time()?;
    if !until.has_time() {
        return written.date_time.date().and_hms_opt(23, 59, 59);
    }
    Some(match (written.offset, start) {
        (Some(offset), Moment::Clock(_, zone)) => {
            let instant = written.date_time.checked_sub_offset(offset)?.and_utc();
            zones.local(instant, zone)
        }
        // A whole day is compared by its date.
        (_, Moment::Day(_)) => written.date_time.date().and_time(NaiveTime::MIN),
        (None, Moment::Clock(..)) => written.date_time,
    })
}

fn frequency(written: ICalendarFrequency) -> Frequency {
    match written {
        ICalendarFrequency::Yearly => Frequency::Yearly,
        ICalendarFrequency::Monthly => Frequency::Monthly,
        ICalendarFrequency::Weekly => Frequency::Weekly,
        ICalendarFrequency::Daily => Frequency::Daily,
        ICalendarFrequency::Hourly => Frequency::Hourly,
        ICalendarFrequency::Minutely => Frequency::Minutely,
        ICalendarFrequency::Secondly => Frequency::Secondly,
    }
}

fn weekday(written: ICalendarWeekday) -> Weekday {
    match written {
        ICalendarWeekday::Monday => Weekday::Mon,
        ICalendarWeekday::Tuesday => Weekday::Tue,
        ICalendarWeekday::Wednesday => Weekday::Wed,
        ICalendarWeekday::Thursday => Weekday::Thu,
        ICalendarWeekday::Friday => Weekday::Fri,
        ICalendarWeekday::Saturday => Weekday::Sat,
        ICalendarWeekday::Sunday => Weekday::Sun,
    }
}
