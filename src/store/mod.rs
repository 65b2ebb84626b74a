//! All SQL: rows in, kernel types out. Two databases behind one set of plain functions.

pub mod accounts;
pub mod actors;
pub mod answers;
pub mod app_passwords;
pub mod away;
pub mod blocks;
pub mod bookings;
pub mod busy;
pub mod calendars;
pub mod claims;
pub mod clients;
mod db;
pub mod energy;
pub mod event_types;
pub mod fairness;
pub mod fediverse;
pub mod feeds;
pub mod groups;
pub mod holds;
pub mod idempotency;
pub mod insights;
pub mod inspect;
pub mod invoices;
pub mod jobs;
pub mod links;
pub mod no_shows;
pub mod notes;
pub mod packages;
pub mod people;
pub mod policies;
pub mod polls;
pub mod prices;
pub mod private_links;
pub mod reminders;
pub mod remote_calendars;
pub mod remote_objects;
pub mod replies;
pub mod rooms;
pub mod schedules;
mod schema;
pub mod settings;
pub mod spoken;
pub mod subscriptions;
pub mod teams;
pub mod templates;
pub mod time_off;
pub mod waiting;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::watch;

use db::Connector;
pub use db::{Db, StoreError};
use writer::Writer;

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const PG_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The writer touches the newest page of every table and pages of hashes at random: it keeps 16 MB
/// of them at hand, and copies them into the database after every 16 MB of log.
const WRITER_SETTINGS: &str = "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000;";
/// Any number, the same in every process: who holds it may migrate.
const MIGRATION_LOCK: i64 = 0x7a67_6d69;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    pool: Pool<Connector>,
    /// On SQLite the one connection that writes; PostgreSQL writes through the pool.
    writer: Option<Writer>,
    changes: Changes,
}

/// Counts what this process has written.
#[derive(Clone)]
struct Changes(watch::Sender<u64>);

impl Changes {
    fn announce(&self) {
        self.0.send_modify(|generation| *generation += 1);
    }
}

impl Store {
    /// Opens the database, brings its tables up to date and starts the writer.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let unreachable =
            |error: &dyn std::fmt::Display| StoreError::Unreachable(error.to_string());
        let mut db = Db::open(url).map_err(|error| unreachable(&error))?;
        migrate(&mut db)?;
        let changes = Changes(watch::Sender::new(0));
        let is_sqlite = matches!(db, Db::Sqlite(_));
        let writer = if is_sqlite {
            db.batch_execute(WRITER_SETTINGS)?;
            Some(Writer::start(db, changes.clone()))
        } else {
            None
        };
        let pool = Pool::builder()
            .max_size(if is_sqlite { 4 } else { 16 })
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(Duration::from_secs(10))
            .build(Connector {
                url: url.to_owned(),
            })
            .map_err(|error| unreachable(&error))?;
        Ok(Self(Arc::new(Inner {
            pool,
            writer,
            changes,
        })))
    }

    /// Runs `f` on a connection that must not write.
    ///
    /// # Errors
    /// What `f` says, or that no connection could be had.
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let mut db = inner
                .pool
                .get()
                .map_err(|error| StoreError::Unreachable(error.to_string()))?;
            f(&mut db)
        })
        .await
    }

    /// Runs `f` in one transaction. It is on the disk when this returns `Ok`, and undone when `f`
    /// fails or panics.
    ///
    /// # Errors
    /// What `f` says, or that the transaction could not be committed.
    pub async fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if let Some(writer) = &self.0.writer {
            return writer.run(f).await;
        }
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let mut db = inner
                .pool
                .get()
                .map_err(|error| StoreError::Unreachable(error.to_string()))?;
            let result = writer::in_transaction(&mut db, f);
            if result.is_ok() {
                inner.changes.announce();
            }
            result
        })
        .await
    }

    /// A number that grows with every write of this process: what was read at the same number
    /// is still so, as far as this process knows.
    pub fn generation(&self) -> u64 {
        *self.0.changes.0.borrow()
    }

    /// Watches that number; a write between two looks is not missed.
    pub fn generations(&self) -> watch::Receiver<u64> {
        self.0.changes.0.subscribe()
    }

    /// Whether this process is the only one that uses the database.
    pub fn is_embedded(&self) -> bool {
        self.0.writer.is_some()
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|db| Ok::<_, StoreError>(db.batch_execute("SELECT 1")?))
            .await
    }

    /// Writes a consistent copy of the embedded database to a new file.
    ///
    /// # Errors
    /// On PostgreSQL, which has its own tools, and when the file exists or cannot be written.
    pub async fn backup(&self, file: String) -> Result<(), StoreError> {
        self.read(move |db| match db {
            Db::Pg(_) => Err(StoreError::Unreachable(
                "PostgreSQL is backed up with pg_dump".to_owned(),
            )),
            Db::Sqlite(connection) => {
                use diesel::RunQueryDsl;
                diesel::sql_query("VACUUM INTO $1")
                    .bind::<diesel::sql_types::Text, _>(file)
                    .execute(connection)?;
                Ok(())
            }
        })
        .await
    }
}

/// Brings the tables up to date. Several processes may start at once.
fn migrate(db: &mut Db) -> Result<(), StoreError> {
    let refused = |error: Box<dyn std::error::Error + Send + Sync>| {
        StoreError::Unreachable(format!("a migration failed: {error}"))
    };
    match db {
        Db::Sqlite(connection) => {
            connection
                .run_pending_migrations(SQLITE_MIGRATIONS)
                .map_err(refused)?;
        }
        Db::Pg(connection) => {
            connection.batch_execute(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))?;
            let result = connection
                .run_pending_migrations(PG_MIGRATIONS)
                .map(|_| ())
                .map_err(refused);
            connection.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))?;
            result?;
        }
    }
    Ok(())
}

async fn blocking<T, E, F>(f: F) -> Result<T, E>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    tokio::task::spawn_blocking(f)
        .await
        .unwrap_or_else(|_| Err(StoreError::Panicked.into()))
}
