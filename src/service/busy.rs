//! Time that a host says is busy.

use super::{Problems, ServiceError, Viewer, bookings, new_id, waiting};
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::text;
use crate::store::Db;
pub use crate::store::busy::BusyTime;
use crate::store::busy::{self, BY_HAND};

/// The viewer's busy times that touch `range`, in order of time.
pub fn list(db: &mut Db, viewer: &Viewer, range: Span) -> Result<Vec<BusyTime>, ServiceError> {
    Ok(busy::list(db, &viewer.person.id, range)?)
}

/// All time of the viewer's that is taken in `range`: busy elsewhere, sessions, requests.
pub fn all(db: &mut Db, viewer: &Viewer, range: Span) -> Result<SpanSet, ServiceError> {
    let sessions = bookings::list_between(db, viewer, range)?;
    let sessions = sessions.iter().map(|booking| booking.life.span);
    let sessions = SpanSet::from_spans(sessions);
    Ok(busy::in_range(db, &viewer.person.id, range)?.union(&sessions))
}

/// The viewer is busy.
///
/// # Errors
/// `Invalid` when the title is too long.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    span: Span,
    title: &str,
) -> Result<BusyTime, ServiceError> {
    let mut problems = Problems::default();
    let title = problems.take("title", text::one_line(title, 0, 120));
    problems.finish()?;
    let busy_time = BusyTime {
        id: new_id(),
        span,
        title: title.unwrap_or_default(),
        source: BY_HAND.to_owned(),
    };
    busy::insert(db, &viewer.person.id, &busy_time)?;
    Ok(busy_time)
}

/// The viewer is not busy any more.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    busy::delete(db, &viewer.person.id, id)?;
    waiting::has_time_again(db, &viewer.person.id)
}
