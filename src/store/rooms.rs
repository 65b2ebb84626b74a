//! Which room a booking got.

use diesel::prelude::*;

use super::schema::rooms;
use super::{Db, StoreError};

/// The room of a booking.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = rooms)]
pub struct BookedRoom {
    /// Of which booking.
    pub booking_id: String,
    /// On which backend.
    pub backend: String,
    /// What the backend calls it: 128 random bits.
    pub name: String,
}

/// Remembers the room of a booking.
pub fn insert(db: &mut Db, room: &BookedRoom) -> Result<(), StoreError> {
    diesel::insert_into(rooms::table).values(room).execute(db)?;
    Ok(())
}

/// Forgets the room of a booking.
pub fn delete(db: &mut Db, booking_id: &str) -> Result<(), StoreError> {
    diesel::delete(rooms::table.find(booking_id)).execute(db)?;
    Ok(())
}

/// The room of a booking, if it has one.
pub fn find(db: &mut Db, booking_id: &str) -> Result<Option<BookedRoom>, StoreError> {
    Ok(rooms::table.find(booking_id).get_result(db).optional()?)
}
