//! `check`: a doctor. One line for each thing it looked at; nothing is changed.

use std::net::{IpAddr, ToSocketAddrs};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use url::{Host, Url};

use crate::config::{Config, ConfigError, FederationMode};
use crate::mail::send::Mailer;
use crate::store::inspect::{self, Inspection};

/// How to tell.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What was looked at, how it is, and what to do about it.
struct Finding {
    part: &'static str,
    verdict: Verdict,
    text: String,
}

fn ok(part: &'static str, text: impl Into<String>) -> Finding {
    finding(part, Verdict::Ok, text)
}

fn warn(part: &'static str, text: impl Into<String>) -> Finding {
    finding(part, Verdict::Warn, text)
}

fn fail(part: &'static str, text: impl Into<String>) -> Finding {
    finding(part, Verdict::Fail, text)
}

fn finding(part: &'static str, verdict: Verdict, text: impl Into<String>) -> Finding {
    Finding {
        part,
        verdict,
        text: text.into(),
    }
}

/// Looks at everything and fails when something is wrong.
pub(super) async fn run(
    config: Result<Config, ConfigError>,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    let findings = match config {
        Ok(config) => look(&config).await?,
        Err(error) => vec![fail("configuration", error.to_string())],
    };
    if arguments.json {
        let rows: Vec<_> = findings
            .iter()
            .map(|finding| {
                serde_json::json!({
                    "part": finding.part,
                    "verdict": finding.verdict.word(),
                    "text": finding.text,
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(rows));
    } else {
        for finding in &findings {
            let (word, part) = (finding.verdict.word(), finding.part);
            println!("{word:<5}{part:<15}{}", finding.text);
        }
    }
    let failed = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Fail)
        .count();
    anyhow::ensure!(failed == 0, "check: {failed} of {} failed", findings.len());
    Ok(())
}

async fn look(config: &Config) -> anyhow::Result<Vec<Finding>> {
    let now = super::clock()?.now();
    let mut findings = vec![ok(
        "configuration",
        format!("read; data folder {}", config.data_dir.display()),
    )];
    findings.extend(database(config, now).await);
    findings.push(secret(config));
    findings.push(mail(config).await);
    findings.push(rooms(config));
    findings.push(public_address(config).await);
    Ok(findings)
}

/// The database, the jobs in it, and the clocks.
async fn database(config: &Config, now: DateTime<Utc>) -> Vec<Finding> {
    let url = config.database_url();
    if let Some(path) = url.strip_prefix("sqlite:")
        && !Path::new(path).exists()
    {
        return vec![
            warn(
                "database",
                format!("{path} is not there yet; the first start makes it"),
            ),
            federation(config, 0),
            clock(now, None),
        ];
    }
    let kind = if url.starts_with("sqlite:") {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    let inspected = tokio::task::spawn_blocking(move || inspect::inspect(&url)).await;
    match inspected {
        Ok(Ok(found)) => vec![
            database_state(kind, &found),
            jobs(&found),
            federation(config, found.failing),
            clock(now, found.clock),
        ],
        Ok(Err(error)) => vec![fail("database", error.to_string()), clock(now, None)],
        Err(error) => vec![fail("database", error.to_string()), clock(now, None)],
    }
}

fn database_state(kind: &str, found: &Inspection) -> Finding {
    match &found.write_error {
        Some(error) => fail("database", format!("{kind} cannot be written: {error}")),
        None if !found.is_migrated => warn(
            "database",
            format!("{kind} is of an older version; the next start brings it up to date"),
        ),
        None => ok(
            "database",
            format!("{kind} is reachable, up to date and can be written"),
        ),
    }
}

fn jobs(found: &Inspection) -> Finding {
    match found.parked {
        0 => ok("jobs", "none is set aside"),
        count => warn(
            "jobs",
            format!("{count} failed for good and wait for a look (table jobs, column last_error)"),
        ),
    }
}

/// Others find who acts here by the public address, for good.
fn federation(config: &Config, failing: i64) -> Finding {
    let part = "federation";
    if config.federation.mode == FederationMode::Off {
        return ok(part, "federation.mode is off");
    }
    match (&config.base_url, failing) {
        (None, _) => warn(part, "no base_url is set: nobody can find this instance"),
        (Some(url), _) if url.scheme() == "http" => warn(
            part,
            format!("{url} is not encrypted; other instances take no part in that"),
        ),
        (_, 0) => ok(part, "nothing is held up on its way to others"),
        (_, count) => warn(
            part,
            format!("{count} instances cannot be reached; see `federation list --json`"),
        ),
    }
}

fn clock(now: DateTime<Utc>, database: Option<DateTime<Utc>>) -> Finding {
    if !(2026..2100).contains(&now.year()) {
        return fail(
            "clock",
            format!("it says {now}; set it, links and times depend on it"),
        );
    }
    match database.map(|database| (database - now).abs()) {
        Some(skew) if skew > TimeDelta::seconds(5) => fail(
            "clock",
            format!(
                "{} s apart from the database's; let both follow NTP",
                skew.num_seconds()
            ),
        ),
        Some(_) => ok("clock", "it agrees with the database's"),
        None => ok(
            "clock",
            format!("it says {}", now.format("%Y-%m-%d %H:%M UTC")),
        ),
    }
}

/// Whoever reads the secret can make the link of every booking.
fn secret(config: &Config) -> Finding {
    if config.secret_key.is_some() {
        return ok("secret", "it is in the configuration");
    }
    let path = config.data_dir.join("secret.key");
    let shown = path.display();
    match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => warn(
            "secret",
            format!("{shown} is not there yet; the first start makes it"),
        ),
        Err(error) => fail("secret", format!("{shown} cannot be read: {error}")),
        Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => {
            fail("secret", format!("others may read {shown}; chmod 600 it"))
        }
        Ok(_) => match crate::secret::load(config) {
            Ok(_) => ok("secret", format!("only its owner may read {shown}")),
            Err(error) => fail("secret", error.to_string()),
        },
    }
}

async fn mail(config: &Config) -> Finding {
    let folder = config.data_dir.join("mail");
    let mailer = match Mailer::from_config(config.mail.smtp_url.as_deref(), folder.clone()) {
        Ok(mailer) => mailer,
        Err(error) => return fail("mail", format!("mail.smtp_url: {error}")),
    };
    match mailer.greet().await {
        Ok(true) => ok("mail", "the mail server answers"),
        Ok(false) => warn(
            "mail",
            format!(
                "no mail.smtp_url is set: nothing is sent, every mail is a file in {}",
                folder.display()
            ),
        ),
        Err(error) => fail("mail", error.to_string()),
    }
}

fn rooms(config: &Config) -> Finding {
    match &config.rooms.jitsi {
        None => ok(
            "rooms",
            "none is named; sessions use a phone, a place or a link",
        ),
        Some(jitsi) if !jitsi.url.has_host() => fail(
            "rooms",
            format!("rooms.jitsi.url: {} names no host", jitsi.url),
        ),
        Some(jitsi) if jitsi.url.scheme() != "https" => warn(
            "rooms",
            format!(
                "rooms.jitsi.url: {} is not https; browsers give it no camera",
                jitsi.url
            ),
        ),
        Some(jitsi) => ok("rooms", format!("jitsi: {}", jitsi.url)),
    }
}

async fn public_address(config: &Config) -> Finding {
    let part = "address";
    let Some(url) = &config.base_url else {
        return warn(
            part,
            "no base_url is set: the links in mails lead to this machine alone",
        );
    };
    if is_loopback(url) {
        return warn(
            part,
            format!("{url} is this machine alone; nobody else can open its links"),
        );
    }
    match resolves(url.clone()).await {
        Err(reason) => fail(part, format!("{url} is not found: {reason}")),
        Ok(()) if url.scheme() == "http" => warn(
            part,
            format!("{url} is not encrypted; put a proxy with https in front"),
        ),
        Ok(()) => ok(part, format!("{url}")),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether the name leads to an address; asks the resolver of this machine.
async fn resolves(url: Url) -> Result<(), String> {
    let looked_up = tokio::task::spawn_blocking(move || {
        let host = url.host_str().unwrap_or_default().to_owned();
        (
            host.trim_matches(['[', ']']),
            url.port_or_known_default().unwrap_or(443),
        )
            .to_socket_addrs()
            .map(|mut found| found.next().is_some())
    });
    match looked_up.await {
        Ok(Ok(true)) => Ok(()),
        Ok(Ok(false)) => Err("the name has no address".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(error.to_string()),
    }
}
