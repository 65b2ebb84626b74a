//! How many single rows the disk takes per second when each is safe before the next.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use zeitgenosse::store::Db;

const LASTS: Duration = Duration::from_secs(3);
const TABLE: &str = "CREATE TABLE bench_rows (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL)";

/// One connection to a SQLite with the product's own settings: WAL, `synchronous=FULL`.
pub fn sqlite(folder: &Path) -> f64 {
    let url = format!("sqlite:{}", folder.join("commits.db").display());
    Db::open(&url).unwrap().batch_execute(TABLE).unwrap();
    let begun = Instant::now();
    insert(&url, begun) as f64 / begun.elapsed().as_secs_f64()
}

/// So many connections to PostgreSQL.
pub fn postgres(url: &str, connections: usize) -> f64 {
    let table = TABLE.replacen("TABLE", "TABLE IF NOT EXISTS", 1);
    Db::open(url).unwrap().batch_execute(&table).unwrap();
    let begun = Instant::now();
    let count: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections)
            .map(|_| scope.spawn(|| insert(url, begun)))
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .sum()
    });
    count as f64 / begun.elapsed().as_secs_f64()
}

fn insert(url: &str, begun: Instant) -> usize {
    let mut db = Db::open(url).unwrap();
    let mut count = 0;
    while begun.elapsed() < LASTS {
        let id = uuid::Uuid::now_v7();
        db.batch_execute(&format!("INSERT INTO bench_rows VALUES ('{id}', 'a row')"))
            .unwrap();
        count += 1;
    }
    count
}
