//! The languages hosts speak in sessions.

use std::collections::HashMap;

use super::{Problems, ServiceError, Viewer};
use crate::kernel::spoken::{MOST, Spoken};
use crate::store::{self, Db};

/// The languages of several people, by their ids; one who names none has no entry.
pub fn of_all(db: &mut Db, ids: &[&str]) -> Result<HashMap<String, Vec<Spoken>>, ServiceError> {
    Ok(store::spoken::of_all(db, ids)?)
}

/// The languages of one person.
pub fn of(db: &mut Db, id: &str) -> Result<Vec<Spoken>, ServiceError> {
    Ok(of_all(db, &[id])?.remove(id).unwrap_or_default())
}

/// The viewer says which languages they speak in sessions, by their codes.
///
/// # Errors
/// `Invalid` when there are too many, or one is none.
pub fn set(db: &mut Db, viewer: &Viewer, codes: &[&str]) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    let mut languages = Vec::new();
    for code in codes.iter().take(MOST + 1) {
        match Spoken::parse(code) {
            Ok(language) if !languages.contains(&language) => languages.push(language),
            Ok(_) => {}
            Err(_) => problems.add("languages", "unknown-spoken"),
        }
    }
    if codes.len() > MOST {
        problems.add("languages", "too-many");
    }
    problems.finish()?;
    Ok(store::spoken::replace(db, &viewer.person.id, &languages)?)
}
