//! Sessions with seats among the times that can be booked.

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::Offered;
use crate::kernel::slots::Slot;
use crate::kernel::span::Span;
use crate::store::{self, Db};

/// So many sessions of a range are looked at.
const MOST: u32 = 1_000;

/// The `slots` of new sessions within `range`, and the sessions there that take more people. Where
/// times are set by hand, only these.
pub(super) fn with_sessions(
    db: &mut Db,
    offered: &Offered,
    slots: Vec<Slot>,
    (duration, range): (u32, Span),
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let event_type = &offered.event_type;
    if event_type.rules.seats == 1 {
        return Ok(slots);
    }
    let rules = store::groups::rules(db, &event_type.id)?;
    let sessions = store::groups::list(db, &event_type.id, range, false, MOST)?;
    let open = sessions
        .iter()
        .filter(|session| session.join(1, now).is_ok())
        .filter(|session| session.span.duration().num_minutes() == i64::from(duration))
        .map(|session| Slot {
            span: session.span,
            seats_left: session.seats_left(),
        });
    let fresh = slots.into_iter().filter(|_| !rules.set_times_only);
    let mut all: Vec<Slot> = fresh.chain(open).collect();
    all.sort_by_key(|slot| slot.span);
    Ok(all)
}
