//! What an administrator sets for the whole instance.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::settings;
use super::{Db, StoreError};

/// Every setting.
pub fn load(db: &mut Db) -> Result<BTreeMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> = settings::table.load(db)?;
    Ok(rows.into_iter().collect())
}

/// Sets one.
pub fn set(db: &mut Db, key: &str, value: &str) -> Result<(), StoreError> {
    let touched = diesel::update(settings::table.find(key))
        .set(settings::value.eq(value))
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(settings::table)
            .values((settings::key.eq(key), settings::value.eq(value)))
            .execute(db)?;
    }
    Ok(())
}
