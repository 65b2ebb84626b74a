//! What others must still be told.

use chrono::{DateTime, Utc};

use super::actors::{self, LocalActor};
use crate::service::ServiceError;
use crate::store::Db;
use crate::store::fediverse;
pub use crate::store::fediverse::{Delivery, Message};

/// What waits under this id, and who of us says it; none if it was told, is of no use any more or
/// goes to somebody who is not spoken to any more.
///
/// # Errors
/// When the database cannot be read.
pub fn find(
    db: &mut Db,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Delivery, LocalActor)>, ServiceError> {
    let delivery = fediverse::find_delivery(db, id)?;
    let Some(delivery) = delivery.filter(|delivery| now < delivery.expires_at) else {
        return Ok(None);
    };
    match actors::find_by_id(db, &delivery.actor_id) {
        Ok(actor) => Ok(Some((delivery, actor))),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether something about the same follow is to be told before this: a yes that comes after a no
/// would be believed.
///
/// # Errors
/// When the database cannot be read.
pub fn is_behind(db: &mut Db, delivery: &Delivery) -> Result<bool, ServiceError> {
    Ok(fediverse::is_behind(db, delivery)?)
}

/// Ends a delivery, with what the other side had against it.
///
/// # Errors
/// When the database refuses.
pub fn settle(
    db: &mut Db,
    (id, host): (&str, &str),
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    fediverse::delete_delivery(db, id)?;
    Ok(fediverse::delivered(db, host, error, now)?)
}

/// Notes that nothing can be delivered to an instance just now.
///
/// # Errors
/// When the database refuses.
pub fn note_failure(
    db: &mut Db,
    host: &str,
    error: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    Ok(fediverse::delivered(db, host, Some(error), now)?)
}
