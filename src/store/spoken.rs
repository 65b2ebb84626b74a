//! The languages people speak in sessions.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::person_languages;
use super::{Db, StoreError};
use crate::kernel::spoken::Spoken;

/// Writes the languages of a person over.
pub fn replace(db: &mut Db, person_id: &str, languages: &[Spoken]) -> Result<(), StoreError> {
    diesel::delete(person_languages::table.filter(person_languages::person_id.eq(person_id)))
        .execute(db)?;
    for language in languages {
        diesel::insert_into(person_languages::table)
            .values((
                person_languages::person_id.eq(person_id),
                person_languages::language.eq(language.code()),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The languages of several people, by their ids, in the order of the codes; one who names none
/// has no entry.
pub fn of_all(db: &mut Db, ids: &[&str]) -> Result<HashMap<String, Vec<Spoken>>, StoreError> {
    let rows: Vec<(String, String)> = person_languages::table
        .filter(person_languages::person_id.eq_any(ids))
        .order((person_languages::person_id, person_languages::language))
        .load(db)?;
    let mut of_person: HashMap<String, Vec<Spoken>> = HashMap::new();
    for (person_id, code) in rows {
        of_person.entry(person_id).or_default().push(read(&code)?);
    }
    Ok(of_person)
}

fn read(code: &str) -> Result<Spoken, StoreError> {
    Spoken::parse(code).map_err(|_| StoreError::Corrupt("language"))
}
