//! `backup FILE`: a consistent copy of the embedded database, while it is in use.

use std::path::PathBuf;

use anyhow::Context;

use crate::config::Config;
use crate::store::Store;

/// Where to.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A file that does not exist yet.
    file: PathBuf,
}

/// Writes the copy.
pub(super) async fn run(config: Config, arguments: &Arguments) -> anyhow::Result<()> {
    let file = arguments.file.display().to_string();
    anyhow::ensure!(!arguments.file.exists(), "{file} exists already");
    let store = Store::open(&config.database_url())?;
    store
        .backup(file.clone())
        .await
        .with_context(|| format!("the copy {file} could not be written"))?;
    println!("{file}");
    Ok(())
}
