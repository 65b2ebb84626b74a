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

/// Adds the links to a booking; `hash_of` says the hash of the token of each.
pub fn insert_all(
    db: &mut Db,
    booking_id: &str,
    hash_of: impl Fn(Purpose) -> String,
) -> Result<(), StoreError> {
    let rows = Purpose::ALL.map(|purpose| {
        (
            links::token_hash.eq(hash_of(purpose)),
            links::booking_id.eq(booking_id.to_owned()),
            links::purpose.eq(purpose.as_str()),
        )
    });
    match db {
        // One statement: each is a round trip.
        Db::Pg(connection) => {
            diesel::insert_into(links::table)
                .values(rows)
                .execute(connection)?;
        }
        Db::Sqlite(connection) => {
            for row in rows {
                diesel::insert_into(links::table)
                    .values(row)
                    .execute(connection)?;
            }
        }
    }
    Ok(())
}

/// The booking a link opens, and what for.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, token_hash: &str) -> Result<(String, Purpose), StoreError> {
    let (_, booking_id, purpose): (String, String, String) =
        links::table.find(token_hash).get_result(db)?;
    let purpose = Purpose::ALL
        .into_iter()
        .find(|known| known.as_str() == purpose)
        .ok_or(StoreError::Corrupt("link"))?;
    Ok((booking_id, purpose))
}
