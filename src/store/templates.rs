//! Which event types are templates, and which were made from them.

use diesel::prelude::*;

use super::schema::{event_types, template_copies, templates};
use super::{Db, StoreError};
use crate::kernel::template::{Lock, Locks};

/// What a template decides; none if the event type is no template.
pub fn find(db: &mut Db, event_type_id: &str) -> Result<Option<Locks>, StoreError> {
    let words: Option<String> = templates::table
        .find(event_type_id)
        .select(templates::locks)
        .get_result(db)
        .optional()?;
    words.map(|words| read(&words)).transpose()
}

/// Makes an event type a template, or changes what it decides.
pub fn set(db: &mut Db, event_type_id: &str, locks: &Locks) -> Result<(), StoreError> {
    let words: Vec<&str> = locks.0.iter().map(|lock| lock.word()).collect();
    let words = templates::locks.eq(words.join(" "));
    let touched = diesel::update(templates::table.find(event_type_id))
        .set(words.clone())
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(templates::table)
            .values((templates::event_type_id.eq(event_type_id), words))
            .execute(db)?;
    }
    Ok(())
}

/// Makes an event type no template any more; what was made from it stays.
pub fn delete(db: &mut Db, event_type_id: &str) -> Result<(), StoreError> {
    diesel::delete(templates::table.find(event_type_id)).execute(db)?;
    Ok(())
}

/// Notes that an event type was made from a template.
pub fn link(db: &mut Db, template_id: &str, copy_id: &str) -> Result<(), StoreError> {
    diesel::insert_into(template_copies::table)
        .values((
            template_copies::event_type_id.eq(copy_id),
            template_copies::template_id.eq(template_id),
        ))
        .execute(db)?;
    Ok(())
}

/// Makes event types stand on their own.
pub fn unlink(db: &mut Db, copy_ids: &[&str]) -> Result<(), StoreError> {
    let copies = template_copies::table.filter(template_copies::event_type_id.eq_any(copy_ids));
    diesel::delete(copies).execute(db)?;
    Ok(())
}

/// The template that an event type was made from, and what it decides.
pub fn of_copy(db: &mut Db, copy_id: &str) -> Result<Option<(String, Locks)>, StoreError> {
    let row: Option<(String, String)> = template_copies::table
        .inner_join(templates::table)
        .filter(template_copies::event_type_id.eq(copy_id))
        .select((templates::event_type_id, templates::locks))
        .get_result(db)
        .optional()?;
    row.map(|(id, words)| Ok((id, read(&words)?))).transpose()
}

/// The ids of the event types that were made from a template, the oldest first.
pub fn copies(db: &mut Db, template_id: &str) -> Result<Vec<String>, StoreError> {
    Ok(template_copies::table
        .filter(template_copies::template_id.eq(template_id))
        .order(template_copies::event_type_id)
        .select(template_copies::event_type_id)
        .load(db)?)
}

/// The ids of what a person has from the templates of a team.
pub fn of_member(db: &mut Db, team_id: &str, person_id: &str) -> Result<Vec<String>, StoreError> {
    let of_team = event_types::table
        .filter(event_types::team_id.eq(team_id))
        .select(event_types::id);
    let of_team: Vec<String> = of_team.load(db)?;
    Ok(template_copies::table
        .inner_join(event_types::table)
        .filter(event_types::person_id.eq(person_id))
        .filter(template_copies::template_id.eq_any(of_team))
        .select(template_copies::event_type_id)
        .load(db)?)
}

fn read(words: &str) -> Result<Locks, StoreError> {
    let parse = |word| Lock::parse(word).ok_or(StoreError::Corrupt("template"));
    words
        .split_whitespace()
        .map(parse)
        .collect::<Result<_, _>>()
        .map(Locks)
}
