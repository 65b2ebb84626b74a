//! The commands of the program: one file each.

mod account;
mod backup;
mod check;
mod demo;
mod federation;
mod receive_mail;
mod serve;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::kernel::clock::{Clock, StoppedClock, SystemClock};

/// Booking and meeting scheduling that co-operatives own and run themselves.
#[derive(Parser)]
#[command(name = "zeitgenosse", version)]
struct Arguments {
    /// The configuration file; default: zeitgenosse.toml beside the data folder.
    #[arg(long, global = true, env = "ZEITGENOSSE_CONFIG")]
    config: Option<PathBuf>,
    /// Where the database, mails and the secret are kept.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages, API and the background worker (the default).
    Serve(serve::Arguments),
    /// Show the product: a co-op with people, offers and bookings, gone when it ends.
    Demo(demo::Arguments),
    /// Run only the background worker, beside others that share one PostgreSQL.
    Worker,
    /// The people of this instance.
    #[command(subcommand)]
    Account(account::Command),
    /// The allies of this instance.
    #[command(subcommand)]
    Federation(federation::Command),
    /// Look whether everything is as it should be.
    Check(check::Arguments),
    /// Take a mail from standard input: an answer to an invitation, handed over by the mail server.
    ReceiveMail,
    /// Write a consistent copy of the embedded database to a new file.
    Backup(backup::Arguments),
}

/// What failed may succeed when it is tried again.
#[derive(Debug, thiserror::Error)]
#[error("it could not be done now")]
struct TryAgain;

/// How the program ends after an error: `EX_TEMPFAIL` of sysexits.h when it should be tried again.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<TryAgain>() { 75 } else { 1 }
}

/// Runs the program.
///
/// # Errors
/// What is wrong, where, and what to do.
pub async fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ZEITGENOSSE_LOG")
                .unwrap_or_else(|_| "info,actix_server=warn".into()),
        )
        .init();
    let config = Config::load(arguments.config.as_deref(), arguments.data_dir.as_deref());
    if let Some(Command::Check(arguments)) = &arguments.command {
        return check::run(config, arguments).await;
    }
    let config = config?;
    match arguments.command {
        None | Some(Command::Check(_)) => serve::run(config, &serve::Arguments::default()).await,
        Some(Command::Serve(arguments)) => serve::run(config, &arguments).await,
        Some(Command::Demo(arguments)) => demo::run(config, &arguments).await,
        Some(Command::Worker) => serve::work(config).await,
        Some(Command::Account(command)) => account::run(config, command).await,
        Some(Command::Federation(command)) => federation::run(config, command).await,
        Some(Command::ReceiveMail) => receive_mail::run(config).await,
        Some(Command::Backup(arguments)) => backup::run(config, &arguments).await,
    }
}

/// The clock of this process: the machine's, or the one that `ZEITGENOSSE_NOW` stops.
fn clock() -> anyhow::Result<Arc<dyn Clock>> {
    let Ok(text) = std::env::var("ZEITGENOSSE_NOW") else {
        return Ok(Arc::new(SystemClock));
    };
    let now = DateTime::parse_from_rfc3339(&text)
        .with_context(|| format!("ZEITGENOSSE_NOW: {text} is not an RFC 3339 time"))?
        .with_timezone(&Utc);
    tracing::warn!(%now, "the clock is stopped by ZEITGENOSSE_NOW");
    Ok(Arc::new(StoppedClock::at(now)))
}
