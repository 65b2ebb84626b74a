//! Other instances: what is thought of them, and how it goes with them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::db::{instant, micros};
use super::super::schema::instances;
use super::{value, word};
use crate::store::{Db, StoreError};

/// What is thought of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is known.
    Known,
    /// It may ally without being asked.
    Allowed,
    /// It is not listened to.
    Blocked,
}

impl Trust {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        word(&TRUSTS, self)
    }
}

const TRUSTS: [(Trust, &str); 3] = [
    (Trust::Known, "known"),
    (Trust::Allowed, "allowed"),
    (Trust::Blocked, "blocked"),
];

/// Another instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its host, and port where it is not the usual one.
    pub host: String,
    /// What is thought of it.
    pub trust: Trust,
    /// Its actor, if it has shown one.
    pub actor: Option<String>,
    /// When it last sent something, UTC.
    pub seen_at: Option<DateTime<Utc>>,
    /// Since when nothing can be delivered there, UTC.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why not.
    pub last_error: String,
}

type InstanceRow = (
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    i32,
    String,
);

#[derive(Insertable)]
#[diesel(table_name = instances)]
struct NewInstance<'a> {
    host: &'a str,
    trust: &'a str,
    created_at: i64,
    failures: i32,
    last_error: &'a str,
}

/// The instance at `host`, if it is known.
pub fn find_instance(db: &mut Db, host: &str) -> Result<Option<Instance>, StoreError> {
    let row: Option<InstanceRow> = instances::table.find(host).get_result(db).optional()?;
    row.map(read_instance).transpose()
}

/// Whether one of these is blocked.
pub fn is_any_blocked(db: &mut Db, hosts: &[&str]) -> Result<bool, StoreError> {
    let blocked = instances::table
        .filter(instances::host.eq_any(hosts))
        .filter(instances::trust.eq(Trust::Blocked.as_str()));
    Ok(blocked.count().get_result::<i64>(db)? > 0)
}

/// Every instance that is known, by host.
pub fn list_instances(db: &mut Db) -> Result<Vec<Instance>, StoreError> {
    let rows: Vec<InstanceRow> = instances::table.order(instances::host).load(db)?;
    rows.into_iter().map(read_instance).collect()
}

/// To how many nothing can be delivered.
pub fn count_failing(db: &mut Db) -> Result<i64, StoreError> {
    let failing = instances::table.filter(instances::failing_since.is_not_null());
    Ok(failing.count().get_result(db)?)
}

/// Makes an instance known, if it is not.
pub fn meet(db: &mut Db, host: &str, now: DateTime<Utc>) -> Result<Instance, StoreError> {
    let new = NewInstance {
        host,
        trust: Trust::Known.as_str(),
        created_at: micros(now),
        failures: 0,
        last_error: "",
    };
    // MultiConnection knows no `ON CONFLICT`.
    match db {
        Db::Pg(connection) => diesel::insert_into(instances::table)
            .values(new)
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(instances::table)
            .values(new)
            .execute(connection)?,
    };
    let found: InstanceRow = instances::table.find(host).get_result(db)?;
    read_instance(found)
}

/// Changes what is thought of an instance.
pub fn set_trust(db: &mut Db, host: &str, trust: Trust) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::trust.eq(trust.as_str()))
        .execute(db)?;
    Ok(())
}

/// Notes who acts for an instance, if nobody is known to.
pub fn note_instance_actor(db: &mut Db, host: &str, actor: &str) -> Result<(), StoreError> {
    let nobody = instances::table
        .find(host)
        .filter(instances::actor.is_null());
    diesel::update(nobody)
        .set(instances::actor.eq(Some(actor)))
        .execute(db)?;
    Ok(())
}

/// Notes who acts for an instance, as it says itself.
pub fn set_instance_actor(db: &mut Db, host: &str, actor: &str) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::actor.eq(Some(actor)))
        .execute(db)?;
    Ok(())
}

/// Notes that an instance has sent something.
pub fn seen(db: &mut Db, host: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::seen_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

/// Notes how a delivery went; none is well.
pub fn delivered(
    db: &mut Db,
    host: &str,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = instances::table.find(host);
    let Some(error) = error else {
        diesel::update(row)
            .set((
                instances::failing_since.eq(None::<i64>),
                instances::failures.eq(0),
                instances::last_error.eq(""),
            ))
            .execute(db)?;
        return Ok(());
    };
    diesel::update(row)
        .set((
            instances::failures.eq(instances::failures + 1),
            instances::last_error.eq(error),
        ))
        .execute(db)?;
    diesel::update(row.filter(instances::failing_since.is_null()))
        .set(instances::failing_since.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

fn read_instance(row: InstanceRow) -> Result<Instance, StoreError> {
    let (host, trust, actor, _, seen_at, failing_since, _, last_error) = row;
    Ok(Instance {
        host,
        trust: value(&TRUSTS, &trust)?,
        actor,
        seen_at: seen_at.map(instant).transpose()?,
        failing_since: failing_since.map(instant).transpose()?,
        last_error,
    })
}
