//! A look at the database that changes nothing: for the doctor.

use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel_migrations::MigrationHarness;

use super::db::instant;
use super::{Db, PG_MIGRATIONS, SQLITE_MIGRATIONS, StoreError, fediverse, jobs};

/// What was found.
#[derive(Debug)]
pub struct Inspection {
    /// Whether the tables are those of this program; a start brings them up to date.
    pub is_migrated: bool,
    /// Why nothing can be written, if so.
    pub write_error: Option<String>,
    /// The server's clock; the embedded database has none of its own.
    pub clock: Option<DateTime<Utc>>,
    /// How many jobs were set aside.
    pub parked: i64,
    /// To how many instances nothing can be delivered.
    pub failing: i64,
}

#[derive(diesel::QueryableByName)]
struct Micros {
    #[diesel(sql_type = BigInt)]
    micros: i64,
}

/// Opens the database, which must exist, and looks at it.
///
/// # Errors
/// When it cannot be reached or read.
pub fn inspect(url: &str) -> Result<Inspection, StoreError> {
    let mut db = Db::open(url).map_err(|error| StoreError::Unreachable(error.to_string()))?;
    let pending = match &mut db {
        Db::Sqlite(connection) => connection.has_pending_migration(SQLITE_MIGRATIONS),
        Db::Pg(connection) => connection.has_pending_migration(PG_MIGRATIONS),
    };
    let is_migrated = !pending.map_err(|error| StoreError::Unreachable(error.to_string()))?;
    Ok(Inspection {
        write_error: try_to_write(&mut db, is_migrated)
            .err()
            .map(|error| error.to_string()),
        clock: clock(&mut db)?,
        parked: if is_migrated {
            jobs::counts(&mut db)?.1
        } else {
            0
        },
        failing: if is_migrated {
            fediverse::count_failing(&mut db)?
        } else {
            0
        },
        is_migrated,
    })
}

/// Changes a row and takes it back.
fn try_to_write(db: &mut Db, is_migrated: bool) -> Result<(), StoreError> {
    db.begin_write()?;
    let written = if is_migrated {
        db.batch_execute("INSERT INTO settings (key, value) VALUES ('doctor', '')")
    } else {
        db.batch_execute("CREATE TABLE doctor (id INTEGER)")
    };
    db.rollback()?;
    Ok(written?)
}

/// `MultiConnection` has no raw queries, and only PostgreSQL has a clock of its own.
fn clock(db: &mut Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Db::Pg(connection) = db else {
        return Ok(None);
    };
    let now: Micros = diesel::sql_query(
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS micros",
    )
    .get_result(connection)?;
    Ok(Some(instant(now.micros)?))
}
