//! Sessions with seats among the times that can be booked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::Offered;
use crate::kernel::event_type::EventType;
use crate::kernel::group::{GroupRules, Session};
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
    let sessions: Vec<&Session> = sessions.iter().collect();
    Ok(merged(slots, (&rules, &sessions), duration, now))
}

/// What is needed to do the same for several offers.
#[derive(Default)]
pub(super) struct Seats {
    rules: HashMap<String, GroupRules>,
    sessions: Vec<Session>,
}

impl Seats {
    /// Reads it for the sessions that begin within `range`.
    pub(super) fn read(
        db: &mut Db,
        offers: &[&Offered],
        range: Span,
    ) -> Result<Self, ServiceError> {
        let shared = offers.iter().filter(|it| it.event_type.rules.seats > 1);
        let ids: Vec<&str> = shared.map(|it| it.event_type.id.as_str()).collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self {
            rules: store::groups::rules_of_all(db, &ids)?,
            sessions: store::groups::list_of_all(db, &ids, range, MOST)?,
        })
    }

    /// As [`with_sessions`].
    pub(super) fn join(
        &self,
        event_type: &EventType,
        slots: Vec<Slot>,
        duration: u32,
        now: DateTime<Utc>,
    ) -> Vec<Slot> {
        if event_type.rules.seats == 1 {
            return slots;
        }
        let rules = self.rules.get(&event_type.id).cloned().unwrap_or_default();
        let sessions = self.sessions.iter();
        let own = sessions.filter(|session| session.event_type_id == event_type.id);
        merged(slots, (&rules, &own.collect::<Vec<_>>()), duration, now)
    }
}

fn merged(
    slots: Vec<Slot>,
    (rules, sessions): (&GroupRules, &[&Session]),
    duration: u32,
    now: DateTime<Utc>,
) -> Vec<Slot> {
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
    all
}
