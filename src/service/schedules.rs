//! The hours of a host.

use super::{Problems, ServiceError, Viewer, new_id};
use crate::kernel::availability::{Hours, Schedule};
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
