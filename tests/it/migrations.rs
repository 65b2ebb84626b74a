//! Migrations come in pairs: what one database learns, the other learns under the same name.

use std::collections::BTreeSet;
use std::path::Path;

fn names(database: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(database);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            for file in ["up.sql", "down.sql"] {
                let path = entry.path().join(file);
                assert!(path.exists(), "{} is missing", path.display());
            }
            entry.file_name().into_string().unwrap()
        })
        .collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    let (postgres, sqlite) = (names("postgres"), names("sqlite"));

    assert_eq!(postgres, sqlite);
    assert!(!sqlite.is_empty());
}
