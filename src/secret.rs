//! The instance's secret, from which the tokens of bookings are derived.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::service::links::random_token;

/// The secret can neither be read nor made.
#[derive(Debug, thiserror::Error)]
#[error("the secret in {path} cannot be used: {reason}")]
pub struct SecretError {
    path: PathBuf,
    reason: String,
}

/// The secret of the configuration, or that of the data folder, made at the first start.
///
/// # Errors
/// When the file can neither be read nor made, or is too short to be a secret.
pub fn load(config: &Config) -> Result<Vec<u8>, SecretError> {
    if let Some(key) = &config.secret_key {
        return Ok(key.as_bytes().to_vec());
    }
    let path = config.data_dir.join("secret.key");
    let failed = |reason: String| SecretError {
        path: path.clone(),
        reason,
    };
    match make(&path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error.to_string())),
    }
    let text = fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
    let secret = text.trim();
    if secret.len() < 32 {
        return Err(failed("it is shorter than 32 characters".to_owned()));
    }
    Ok(secret.as_bytes().to_vec())
}

/// Writes a new secret, whole or not at all, readable by its owner alone.
fn make(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let unfinished = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    writeln!(file, "{}{}", random_token(), random_token())?;
    file.sync_all()?;
    // A hard link refuses to replace a secret that another process made meanwhile.
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    linked
}
