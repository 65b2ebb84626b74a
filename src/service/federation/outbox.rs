//! What others must still be told.

use chrono::{DateTime, Utc};

use super::actors::{self, LocalActor};
use crate::service::ServiceError;
use crate::store::Db;
use crate::store::fediverse;
pub use crate::store::fediverse::{Delivery, Message};

/// What waits under an id.
#[derive(Debug)]
pub enum Found {
    /// It was told, is of no use any more, or whoever was to say it is gone.
    Nothing,
    /// Something about the same follow is to be told before it: a yes that comes after a no would be
    /// believed.
    Behind,
    /// It is to be told, and who of us says it.
    Due(Box<Delivery>, Box<LocalActor>),
}

/// What waits under this id.
///
/// # Errors
/// When the database cannot be read.
pub fn find(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<Found, ServiceError> {
    let delivery = fediverse::find_delivery(db, id)?;
    let Some(delivery) = delivery.filter(|delivery| now < delivery.expires_at) else {
        return Ok(Found::Nothing);
    };
    let actor = match actors::find_by_id(db, &delivery.actor_id) {
        Ok(actor) => actor,
        Err(ServiceError::NotFound) => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    Ok(match fediverse::is_behind(db, &delivery)? {
        true => Found::Behind,
        false => Found::Due(Box::new(delivery), Box::new(actor)),
    })
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
