//! A session that was agreed elsewhere, in a poll: the slot rules do not count any more, only
//! whether the time can be had.

use chrono::{DateTime, Utc};

use super::super::links::{Links, hash};
use super::super::slots::Offered;
use super::super::{ServiceError, clients, new_id};
use crate::kernel::booking::{Attendee, Booking, Life};
use crate::kernel::span::Span;
use crate::store::{self, Db};

/// What was agreed.
pub(in crate::service) struct Agreed<'a> {
    /// Where it takes place.
    pub offered: &'a Offered,
    /// What it is called.
    pub title: &'a str,
    /// When.
    pub span: Span,
    /// Who comes.
    pub attendee: Attendee,
    /// Every host whose time it takes, the one who answers for it first.
    pub host_ids: Vec<String>,
}

/// Makes the session; all hosts must be held by the transaction and free.
///
/// # Errors
/// `Refused` when one of them is not free; `NotFound` without a host.
pub(in crate::service) fn agree(
    db: &mut Db,
    links: &Links,
    agreed: Agreed,
    now: DateTime<Utc>,
) -> Result<Booking, ServiceError> {
    let (life, effects) = Life::begin(agreed.span, None);
    let offered = agreed.offered;
    let mut host_ids = agreed.host_ids.into_iter();
    let booking = Booking {
        id: new_id(),
        event_type_id: offered.event_type.id.clone(),
        host_id: host_ids.next().ok_or(ServiceError::NotFound)?,
        co_host_ids: host_ids.collect(),
        life,
        title: agreed.title.to_owned(),
        location: offered.event_type.location.clone(),
        created_at: now,
        updated_at: now,
        attendee: agreed.attendee,
        reason: String::new(),
    };
    store::bookings::insert(db, &booking)?;
    clients::remember(db, &booking)?;
    super::claim(db, offered, &booking)?;
    store::links::insert_all(db, &booking.id, |purpose| {
        hash(&links.token(&booking.id, purpose))
    })?;
    super::enqueue(db, &booking, &effects, None, now)?;
    Ok(booking)
}
