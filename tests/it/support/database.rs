//! A database of its own for each test: a SQLite file, or a schema of the PostgreSQL that
//! `TEST_DATABASE_URL` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

/// What the exclusion constraint needs, once for all schemas. Two tests at once would collide: the
/// lock is held until the extension is committed.
const EXTENSION: &str = "BEGIN;
    SELECT pg_advisory_xact_lock(1);
    CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
    COMMIT;";

/// Gone with the test.
pub struct TestDatabase {
    /// Where the program finds it.
    pub url: String,
    /// A folder of the test's own.
    pub dir: TempDir,
    schema: Option<(String, String)>,
}

/// A fresh database.
pub fn fresh() -> TestDatabase {
    let dir = TempDir::new().unwrap();
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return TestDatabase {
            url: format!("sqlite:{}", dir.path().join("test.db").display()),
            dir,
            schema: None,
        };
    };
    let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
    PgConnection::establish(&server)
        .unwrap()
        .batch_execute(&format!("{EXTENSION} CREATE SCHEMA {schema}"))
        .unwrap();
    TestDatabase {
        // The extension of the exclusion constraint lives in `public`.
        url: format!("{server}?options=-csearch_path%3D{schema},public"),
        dir,
        schema: Some((server, schema)),
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema
            && let Ok(mut connection) = PgConnection::establish(server)
        {
            // The schema of a failed test may stay; the server goes with the run.
            let _ = connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}
