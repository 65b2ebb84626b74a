//! One connection to either database, and how it is opened.

use chrono::{DateTime, Utc};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::R2D2Connection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

/// A connection to PostgreSQL or to the embedded SQLite.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// What can go wrong between us and the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No row with this id.
    #[error("not found")]
    NotFound,
    /// The database refused two claims on the same time.
    #[error("this time is already claimed")]
    Overlap,
    /// The database refused to sell a seat twice.
    #[error("all seats are taken")]
    Oversold,
    /// The database refused a second row with the same name.
    #[error("this exists already")]
    Duplicate,
    /// The row is still needed by another.
    #[error("this is still in use")]
    InUse,
    /// A row that cannot be read.
    #[error("the stored {0} cannot be read")]
    Corrupt(&'static str),
    /// No connection.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Anything else the database says.
    #[error("the database refused: {0}")]
    Refused(DieselError),
    /// A bug: an act panicked. Its changes are undone.
    #[error("an act panicked")]
    Panicked,
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, info) => {
                if info.message().contains("claims_never_overlap") {
                    return Self::Overlap;
                }
                if info.message().contains("group_sessions_never_oversold") {
                    return Self::Oversold;
                }
                match kind {
                    DatabaseErrorKind::UniqueViolation => Self::Duplicate,
                    DatabaseErrorKind::ForeignKeyViolation => Self::InUse,
                    _ => Self::Refused(error),
                }
            }
            _ => Self::Refused(error),
        }
    }
}

/// How the embedded database is kept: one writer beside readers, every commit on the disk.
const SQLITE_SETTINGS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -500;
    PRAGMA temp_store = MEMORY;";

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// When the file cannot be opened or the server not reached.
    pub fn open(url: &str) -> Result<Self, ConnectionError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let mut connection = SqliteConnection::establish(path)?;
            connection
                .batch_execute(SQLITE_SETTINGS)
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Self::Sqlite(connection))
        } else {
            Ok(Self::Pg(PgConnection::establish(url)?))
        }
    }

    /// Begins a transaction that may write. SQLite takes the writer's lock at once, so that a
    /// decision made on what was read still holds when it is written.
    pub(super) fn begin_write(&mut self) -> Result<(), DieselError> {
        match self {
            Self::Pg(connection) => {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN")
            }
            Self::Sqlite(connection) => {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
            }
        }
    }

    pub(super) fn commit(&mut self) -> Result<(), DieselError> {
        match self {
            Self::Pg(connection) => AnsiTransactionManager::commit_transaction(connection),
            Self::Sqlite(connection) => AnsiTransactionManager::commit_transaction(connection),
        }
    }

    pub(super) fn rollback(&mut self) -> Result<(), DieselError> {
        match self {
            Self::Pg(connection) => AnsiTransactionManager::rollback_transaction(connection),
            Self::Sqlite(connection) => AnsiTransactionManager::rollback_transaction(connection),
        }
    }
}

/// Opens connections for a pool.
pub(super) struct Connector {
    pub(super) url: String,
}

/// A connection could not be opened or has died.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectorError {
    #[error(transparent)]
    Open(#[from] ConnectionError),
    #[error(transparent)]
    Dead(#[from] DieselError),
}

impl diesel::r2d2::ManageConnection for Connector {
    type Connection = Db;
    type Error = ConnectorError;

    fn connect(&self) -> Result<Db, ConnectorError> {
        Ok(Db::open(&self.url)?)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), ConnectorError> {
        Ok(db.ping()?)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        db.is_broken()
    }
}

/// An instant as it is stored: microseconds since 1970, UTC.
pub(super) fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

/// A stored instant.
pub(super) fn instant(micros: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or(StoreError::Corrupt("instant"))
}
