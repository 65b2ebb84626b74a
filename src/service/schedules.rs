//! The hours of a host.

use chrono::Weekday;

use super::{Problems, ServiceError, Viewer, new_id, waiting};
use crate::kernel::availability::{Hours, Schedule, TimeRange, WeeklyHours};
use crate::kernel::text;
use crate::store::{Db, schedules};

/// How many ranges and exceptions one schedule may have.
const MOST_RULES: usize = 1_000;

/// The viewer's schedules, the oldest first.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<Schedule>, ServiceError> {
    Ok(schedules::list(db, &viewer.person.id)?)
}

/// One of the viewer's schedules.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Schedule, ServiceError> {
    let schedule = schedules::find(db, id)?;
    viewer.must_be(&schedule.host_id)?;
    Ok(schedule)
}

/// Adds a schedule for the viewer.
///
/// # Errors
/// `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    name: &str,
    hours: Hours,
) -> Result<Schedule, ServiceError> {
    let schedule = checked(new_id(), viewer, name, hours)?;
    schedules::insert(db, &schedule)?;
    Ok(schedule)
}

/// Adds the hours that everybody begins with: Monday to Friday, 9 to 12 and 13 to 17, in the
/// viewer's zone.
///
/// # Errors
/// `Invalid` when the name is.
pub fn create_usual(db: &mut Db, viewer: &Viewer, name: &str) -> Result<Schedule, ServiceError> {
    let days = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let weekly = [(9, 12), (13, 17)]
        .into_iter()
        .filter_map(|(from, to)| TimeRange::new(from * 60, to * 60).ok())
        .map(|range| WeeklyHours {
            days: days.clone(),
            range,
        })
        .collect();
    let hours = Hours {
        zone: viewer.person.zone,
        weekly,
        overrides: Vec::new(),
    };
    create(db, viewer, name, hours)
}

/// Writes one of the viewer's schedules over. What is booked stays booked.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn replace(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    name: &str,
    hours: Hours,
) -> Result<Schedule, ServiceError> {
    find(db, viewer, id)?;
    let schedule = checked(id.to_owned(), viewer, name, hours)?;
    schedules::update(db, &schedule)?;
    waiting::has_time_again(db, &viewer.person.id)?;
    Ok(schedule)
}

/// Removes one of the viewer's schedules.
///
/// # Errors
/// `NotFound`; `InUse` while an event type uses it.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    find(db, viewer, id)?;
    Ok(schedules::delete(db, id)?)
}

fn checked(
    id: String,
    viewer: &Viewer,
    name: &str,
    hours: Hours,
) -> Result<Schedule, ServiceError> {
    let mut problems = Problems::default();
    let name = problems.take("name", text::one_line(name, 1, 80));
    if hours.weekly.len() + hours.overrides.len() > MOST_RULES {
        problems.add("weekly", "too-many");
    }
    problems.take("weekly", hours.check());
    problems.finish()?;
    Ok(Schedule {
        id,
        host_id: viewer.person.id.clone(),
        name: name.unwrap_or_default(),
        hours,
    })
}
