//! Times at which all hosts are free.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::super::{Problems, ServiceError, Viewer};
use super::form::{MOST_HOSTS, MOST_OPTIONS};
use crate::kernel::availability::{Hours, Schedule, TimeRange, WeeklyHours};
use crate::kernel::common::{self, Calendar, FARTHEST};
use crate::kernel::people::{Person, Username};
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::time_off::TimeOff;
use crate::store::claims::{Claims, View};
use crate::store::{self, Db};

/// Who shall be free, and when.
#[derive(Debug, Clone)]
pub struct Colleagues {
    /// The hosts besides the viewer, by username.
    pub hosts: Vec<String>,
    /// How long a time must be, in minutes.
    pub minutes: u32,
    /// Where the clock hangs.
    pub zone: Tz,
    /// From when on, UTC.
    pub from: DateTime<Utc>,
}

/// Times in the next sixty days at which the viewer and the others are free, at most as many as a
/// poll takes and three a day. Hours are those of all their schedules; who has none works from
/// Monday to Friday, 9 to 17, in their zone.
///
/// # Errors
/// `Invalid` when one of them is not known.
pub fn common_free(
    db: &mut Db,
    viewer: &Viewer,
    asked: &Colleagues,
    now: DateTime<Utc>,
) -> Result<Vec<Span>, ServiceError> {
    let people = people(db, viewer, &asked.hosts)?;
    let start = asked.from.max(now);
    let Some(range) = Span::new(start, start + FARTHEST) else {
        return Ok(Vec::new());
    };
    let length = TimeDelta::minutes(i64::from(asked.minutes.max(1)));
    let calendars = calendars(db, &people, range, now)?;
    let calendars: Vec<Calendar> = calendars
        .iter()
        .map(|(hours, taken)| Calendar { hours, taken })
        .collect();
    let free = common::common_free(&calendars, range, length);
    Ok(common::proposals(&free, length, asked.zone, MOST_OPTIONS))
}

fn people(db: &mut Db, viewer: &Viewer, usernames: &[String]) -> Result<Vec<Person>, ServiceError> {
    let mut problems = Problems::default();
    if usernames.len() > MOST_HOSTS {
        problems.add("hosts", "too-many");
        problems.finish()?;
        return Ok(Vec::new());
    }
    let names: Vec<Username> = usernames
        .iter()
        .filter_map(|name| Username::parse(name).ok())
        .collect();
    let wanted: Vec<&str> = names.iter().map(Username::as_str).collect();
    let mut found = store::people::list_by_username(db, &wanted)?;
    found.retain(|person| !person.is_disabled && person.id != viewer.person.id);
    found.push(viewer.person.clone());
    Ok(found)
}

/// Everybody's hours without days off, and what is taken of them with its buffers.
fn calendars(
    db: &mut Db,
    people: &[Person],
    range: Span,
    now: DateTime<Utc>,
) -> Result<Vec<(SpanSet, SpanSet)>, ServiceError> {
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let schedules = store::schedules::list_of(db, &ids)?;
    let view = View {
        event_type_id: "",
        except: None,
        now,
    };
    let day = TimeDelta::days(1);
    let claims = store::claims::in_range_of(db, &ids, range.widen(day, day), view)?;
    let busy = store::busy::in_range_of(db, &ids, range)?;
    let time_off = store::time_off::of_hosts(db, &ids)?;
    Ok(people
        .iter()
        .map(|person| {
            let busy = busy.get(&person.id).map_or(&[][..], SpanSet::as_slice);
            let taken = claimed(claims.get(&person.id)).chain(busy.iter().copied());
            let off = time_off.get(&person.id).cloned().unwrap_or_default();
            let hours = hours(person, &schedules, range, &off.within(range, person.zone));
            (hours, SpanSet::from_spans(taken))
        })
        .collect())
}

fn claimed(claims: Option<&Claims>) -> impl Iterator<Item = Span> {
    let minutes = |count: u32| TimeDelta::minutes(i64::from(count));
    claims
        .into_iter()
        .flat_map(|claims| &claims.live)
        .map(move |claim| {
            let (before, after) = (claim.buffer_before, claim.buffer_after);
            claim.span.widen(minutes(before), minutes(after))
        })
}

fn hours(person: &Person, schedules: &[Schedule], range: Span, off: &TimeOff) -> SpanSet {
    let mut own = schedules
        .iter()
        .filter(|schedule| schedule.host_id == person.id)
        .map(|schedule| off.spans(&schedule.hours, range))
        .peekable();
    if own.peek().is_none() {
        return off.spans(&usual(person.zone), range);
    }
    own.fold(SpanSet::default(), |all, hours| all.union(&hours))
}

fn usual(zone: Tz) -> Hours {
    use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};
    let range = TimeRange::new(9 * 60, 17 * 60).ok();
    let weekly = range.into_iter().map(|range| WeeklyHours {
        days: vec![Mon, Tue, Wed, Thu, Fri],
        range,
    });
    Hours {
        zone,
        weekly: weekly.collect(),
        overrides: Vec::new(),
    }
}
