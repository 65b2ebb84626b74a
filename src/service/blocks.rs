//! Who cannot book with a host. Whoever is on the list is asked to call, and no more is said.

use chrono::{DateTime, Utc};

use super::{Problems, ServiceError, Viewer, new_id};
use crate::kernel::policy::Pattern;
use crate::kernel::text;
pub use crate::store::blocks::Block;
use crate::store::{self, Db};

/// How many entries a list has at the most.
const MOST: i64 = 1_000;

/// The viewer's list, in order of addresses and domains.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<Block>, ServiceError> {
    Ok(store::blocks::list(db, &viewer.person.id)?)
}

/// Puts an address or a domain on the viewer's list.
///
/// # Errors
/// `Invalid` with the fields.
pub fn add(
    db: &mut Db,
    viewer: &Viewer,
    (pattern, note): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Block, ServiceError> {
    let mut problems = Problems::default();
    let pattern = problems.take("pattern", Pattern::parse(pattern));
    let note = problems.take("note", text::one_line(note, 0, 200));
    if store::blocks::count(db, &viewer.person.id)? >= MOST {
        problems.add("pattern", "too-many");
    }
    let block = Block {
        id: new_id(),
        pattern: pattern.map_or(String::new(), |pattern| pattern.as_str().to_owned()),
        note: note.unwrap_or_default(),
        created_at: now,
    };
    let pattern = std::slice::from_ref(&block.pattern);
    if !store::blocks::refusing(db, &[viewer.person.id.as_str()], pattern)?.is_empty() {
        problems.add("pattern", "blocked-already");
    }
    problems.finish()?;
    store::blocks::insert(db, &viewer.person.id, &block)?;
    Ok(block)
}

/// Takes an entry off the viewer's list.
///
/// # Errors
/// `NotFound`.
pub fn remove(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    Ok(store::blocks::delete(db, &viewer.person.id, id)?)
}
