//! Calendars that are kept here and what is in them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{calendar_changes, calendar_objects, calendars};
use super::{Db, StoreError};
use crate::kernel::span::Span;

/// A calendar that is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = calendars)]
pub struct Calendar {
    /// UUIDv7.
    pub id: String,
    /// Whose.
    pub person_id: String,
    /// Its name in addresses.
    pub slug: String,
    /// What people read.
    pub name: String,
    /// `#rrggbb` or `#rrggbbaa`; may be empty.
    pub color: String,
    /// Its place among others.
    pub position: i32,
    /// Some words about it; may be empty.
    pub description: String,
    /// The number of its last change.
    pub changes: i64,
    /// What the token of its public address is derived from, if it has one.
    pub public_id: Option<String>,
    /// How that token is looked up.
    pub public_hash: Option<String>,
}

/// Something in a calendar, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// UUIDv7.
    pub id: String,
    /// In which calendar.
    pub calendar_id: String,
    /// Its name in addresses.
    pub name: String,
    /// The UID of its events.
    pub uid: String,
    /// Changes with its text.
    pub etag: String,
    /// When it was last changed, UTC.
    pub modified_at: DateTime<Utc>,
}

/// The text of an object and what is known of it.
#[derive(Debug, Clone)]
pub struct Text {
    /// As it was sent.
    pub body: String,
    /// No instant of it lies outside of these, UTC.
    pub bounds: (DateTime<Utc>, DateTime<Utc>),
}

type Row = (String, String, String, String, String, i64);
type Columns = (
    calendar_objects::id,
    calendar_objects::calendar_id,
    calendar_objects::name,
    calendar_objects::uid,
    calendar_objects::etag,
    calendar_objects::modified_at,
);
const COLUMNS: Columns = (
    calendar_objects::id,
    calendar_objects::calendar_id,
    calendar_objects::name,
    calendar_objects::uid,
    calendar_objects::etag,
    calendar_objects::modified_at,
);

/// Adds a calendar.
///
/// # Errors
/// `Duplicate` when its name is taken.
pub fn insert(db: &mut Db, calendar: &Calendar) -> Result<(), StoreError> {
    diesel::insert_into(calendars::table)
        .values(calendar)
        .execute(db)?;
    Ok(())
}

/// The calendars of a person, in their order.
pub fn list(db: &mut Db, person_id: &str) -> Result<Vec<Calendar>, StoreError> {
    Ok(calendars::table
        .filter(calendars::person_id.eq(person_id))
        .order((calendars::position, calendars::id))
        .load(db)?)
}

/// A calendar of a person.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, person_id: &str, slug: &str) -> Result<Calendar, StoreError> {
    let own = calendars::table
        .filter(calendars::person_id.eq(person_id))
        .filter(calendars::slug.eq(slug));
    Ok(own.get_result(db)?)
}

/// Changes how a calendar is shown.
pub fn update(db: &mut Db, calendar: &Calendar) -> Result<(), StoreError> {
    diesel::update(calendars::table.find(&calendar.id))
        .set((
            calendars::name.eq(&calendar.name),
            calendars::color.eq(&calendar.color),
            calendars::position.eq(calendar.position),
            calendars::description.eq(&calendar.description),
        ))
        .execute(db)?;
    Ok(())
}

/// Removes a calendar with all that is in it, and returns the ids of that.
pub fn delete(db: &mut Db, id: &str) -> Result<Vec<String>, StoreError> {
    let objects = calendar_objects::table.filter(calendar_objects::calendar_id.eq(id));
    let ids = objects.select(calendar_objects::id).load(db)?;
    diesel::delete(calendars::table.find(id)).execute(db)?;
    Ok(ids)
}

/// Holds a calendar until the transaction ends, and counts a change of `name` in it.
pub fn count_change(db: &mut Db, calendar_id: &str, name: &str) -> Result<(), StoreError> {
    diesel::update(calendars::table.find(calendar_id))
        .set(calendars::changes.eq(calendars::changes + 1))
        .execute(db)?;
    let number: i64 = calendars::table
        .find(calendar_id)
        .select(calendars::changes)
        .get_result(db)?;
    let known = calendar_changes::table.find((calendar_id, name));
    let touched = diesel::update(known)
        .set(calendar_changes::number.eq(number))
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(calendar_changes::table)
            .values((
                calendar_changes::calendar_id.eq(calendar_id),
                calendar_changes::name.eq(name),
                calendar_changes::number.eq(number),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// What changed after `number`, at most `limit`, in the order of its last change: its name and
/// that change's number.
pub fn changes_after(
    db: &mut Db,
    calendar_id: &str,
    number: i64,
    limit: u32,
) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(calendar_changes::table
        .filter(calendar_changes::calendar_id.eq(calendar_id))
        .filter(calendar_changes::number.gt(number))
        .order(calendar_changes::number)
        .limit(i64::from(limit))
        .select((calendar_changes::name, calendar_changes::number))
        .load(db)?)
}

/// Adds an object, or puts another text in the place of the one of its id.
///
/// # Errors
/// `Duplicate` when its name or UID is taken.
pub fn put(
    db: &mut Db,
    object: &Object,
    text: &Text,
    is_new: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = (
        calendar_objects::uid.eq(&object.uid),
        calendar_objects::etag.eq(&object.etag),
        calendar_objects::body.eq(&text.body),
        calendar_objects::starts_at.eq(micros(text.bounds.0)),
        calendar_objects::ends_at.eq(micros(text.bounds.1)),
        calendar_objects::modified_at.eq(micros(object.modified_at)),
        calendar_objects::indexed_at.eq(micros(now)),
    );
    if is_new {
        let place = (
            calendar_objects::id.eq(&object.id),
            calendar_objects::calendar_id.eq(&object.calendar_id),
            calendar_objects::name.eq(&object.name),
        );
        diesel::insert_into(calendar_objects::table)
            .values((place, values))
            .execute(db)?;
    } else {
        diesel::update(calendar_objects::table.find(&object.id))
            .set(values)
            .execute(db)?;
    }
    Ok(())
}

/// Removes an object.
pub fn delete_object(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(calendar_objects::table.find(id)).execute(db)?;
    Ok(())
}

/// The objects of a calendar that may touch `range`, all of them without one, in order of names.
pub fn objects(
    db: &mut Db,
    calendar_id: &str,
    range: Option<Span>,
) -> Result<Vec<Object>, StoreError> {
    let mut query = calendar_objects::table
        .filter(calendar_objects::calendar_id.eq(calendar_id))
        .order(calendar_objects::name)
        .select(COLUMNS)
        .into_boxed();
    if let Some(range) = range {
        query = query
            .filter(calendar_objects::ends_at.gt(micros(range.start())))
            .filter(calendar_objects::starts_at.lt(micros(range.end())));
    }
    let rows: Vec<Row> = query.load(db)?;
    rows.into_iter().map(read).collect()
}

/// Those of these names that are in a calendar.
pub fn objects_named(
    db: &mut Db,
    calendar_id: &str,
    names: &[&str],
) -> Result<Vec<Object>, StoreError> {
    let mut found = Vec::new();
    for names in names.chunks(500) {
        let rows: Vec<Row> = calendar_objects::table
            .filter(calendar_objects::calendar_id.eq(calendar_id))
            .filter(calendar_objects::name.eq_any(names))
            .select(COLUMNS)
            .load(db)?;
        found.extend(rows);
    }
    found.into_iter().map(read).collect()
}

/// The object of a UID.
pub fn object_of_uid(
    db: &mut Db,
    calendar_id: &str,
    uid: &str,
) -> Result<Option<Object>, StoreError> {
    let row: Option<Row> = calendar_objects::table
        .filter(calendar_objects::calendar_id.eq(calendar_id))
        .filter(calendar_objects::uid.eq(uid))
        .select(COLUMNS)
        .get_result(db)
        .optional()?;
    row.map(read).transpose()
}

/// The calendar that a public address opens.
///
/// # Errors
/// `NotFound`.
pub fn find_public(db: &mut Db, hash: &str) -> Result<Calendar, StoreError> {
    let public = calendars::table.filter(calendars::public_hash.eq(hash));
    Ok(public.get_result(db)?)
}

/// Gives a calendar a public address, or takes it away.
pub fn set_public(db: &mut Db, id: &str, public: Option<(&str, &str)>) -> Result<(), StoreError> {
    diesel::update(calendars::table.find(id))
        .set((
            calendars::public_id.eq(public.map(|(id, _)| id)),
            calendars::public_hash.eq(public.map(|(_, hash)| hash)),
        ))
        .execute(db)?;
    Ok(())
}

/// The names of the calendars that objects are in, by the ids of the objects.
pub fn names_of(db: &mut Db, ids: &[&str]) -> Result<HashMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> = calendar_objects::table
        .inner_join(calendars::table.on(calendars::id.eq(calendar_objects::calendar_id)))
        .filter(calendar_objects::id.eq_any(ids))
        .select((calendar_objects::id, calendars::name))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The texts of objects, by their ids.
pub fn bodies(db: &mut Db, ids: &[&str]) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(String, String)> = calendar_objects::table
            .filter(calendar_objects::id.eq_any(ids))
            .select((calendar_objects::id, calendar_objects::body))
            .load(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Some objects whose busy times were last found before `before` and that reach beyond `now`:
/// their ids, owners and texts.
pub fn indexed_before(
    db: &mut Db,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(String, String, String)>, StoreError> {
    Ok(calendar_objects::table
        .inner_join(calendars::table.on(calendars::id.eq(calendar_objects::calendar_id)))
        .filter(calendar_objects::indexed_at.lt(micros(before)))
        .filter(calendar_objects::ends_at.gt(micros(now)))
        .order(calendar_objects::indexed_at)
        .limit(i64::from(limit))
        .select((
            calendar_objects::id,
            calendars::person_id,
            calendar_objects::body,
        ))
        .load(db)?)
}

/// Notes that the busy times of an object have been found.
pub fn indexed(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(calendar_objects::table.find(id))
        .set(calendar_objects::indexed_at.eq(micros(now)))
        .execute(db)?;
    Ok(())
}

fn read((id, calendar_id, name, uid, etag, modified_at): Row) -> Result<Object, StoreError> {
    Ok(Object {
        id,
        calendar_id,
        name,
        uid,
        etag,
        modified_at: instant(modified_at)?,
    })
}
