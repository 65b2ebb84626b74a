//! What the links in mails open. Only hashes of their tokens are kept.

use diesel::prelude::*;

use super::schema::links;
use super::{Db, StoreError};
use crate::kernel::booking::Actor;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The client sees and changes the booking.
    Manage,
    /// The door to the room, for one of the two.
    Door(Actor),
}

impl Purpose {
    /// How it is stored, and part of what its token is made of.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manage => "manage",
            Self::Door(Actor::Attendee) => "door-attendee",
            Self::Door(Actor::Host) => "door-host",
        }
    }

    /// Every purpose.
    pub const ALL: [Self; 3] = [
        Self::Manage,
        Self::Door(Actor::Attendee),
        Self::Door(Actor::Host),
    ];
}

/// Adds a link to a booking.
pub fn insert(
    db: &mut Db,
    token_hash: &str,
    booking_id: &str,
    purpose: Purpose,
) -> Result<(), StoreError> {
    diesel::insert_into(links::table)
        .values((
            links::token_hash.eq(token_hash),
            links::booking_id.eq(booking_id),
            links::purpose.eq(purpose.as_str()),
        ))
        .execute(db)?;
    Ok(())
}

/// The booking a link opens, and what for.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, token_hash: &str) -> Result<(String, Purpose), StoreError> {
    let (_, booking_id, purpose): (String, String, String) =
        links::table.find(token_hash).first(db)?;
    let purpose = Purpose::ALL
        .into_iter()
        .find(|known| known.as_str() == purpose)
        .ok_or(StoreError::Corrupt("link"))?;
    Ok((booking_id, purpose))
}
