//! How a mail leaves: to a mail server, or into a folder where there is none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::{Host, Url};

use super::address::dot_atom;

/// How long one step of talking to the mail server may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Where mails go.
#[derive(Debug, Clone)]
pub enum Mailer {
    /// To a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, one file each.
    Folder(PathBuf),
}

/// A mail server that cannot be used. The message holds no password.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// Not a URL, or not one of a mail server.
    #[error("must be smtp://host:port or smtps://host:port, with user:password@ if needed")]
    Url,
    /// The connection cannot be made safe.
    #[error("the mail server cannot be used: {0}")]
    Transport(#[from] smtp::Error),
    /// It took the connection and closed it again.
    #[error("the mail server does not answer")]
    Silent,
}

/// Why a mail has not left. The messages hold no addresses.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("not now: {0}")]
    Retry(String),
    /// It will never work.
    #[error("not at all: {0}")]
    GiveUp(String),
}

impl Mailer {
    /// The mail server at `smtp_url`, or else the folder.
    ///
    /// `smtps://` is encrypted from the first byte. `smtp://` is encrypted by STARTTLS: always if
    /// a password is sent, else if the server can; `?tls=required` insists on it. To a server on
    /// the same machine it is plain.
    ///
    /// # Errors
    /// `MailerError` for a URL that names no mail server.
    pub fn from_config(smtp_url: Option<&str>, folder: PathBuf) -> Result<Self, MailerError> {
        let Some(smtp_url) = smtp_url else {
            return Ok(Self::Folder(folder));
        };
        let url = with_encryption(smtp_url)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self::Smtp(transport))
    }

    /// Greets the mail server without sending anything; false where mails are files.
    ///
    /// # Errors
    /// Why the server cannot be used.
    pub async fn greet(&self) -> Result<bool, MailerError> {
        match self {
            Self::Smtp(transport) if transport.test_connection().await? => Ok(true),
            Self::Smtp(_) => Err(MailerError::Silent),
            Self::Folder(_) => Ok(false),
        }
    }

    /// Sends a mail. Into the folder, the same `key` twice makes one file; to a server, its
    /// Message-ID is all that marks a second copy.
    ///
    /// # Errors
    /// `SendError` says whether to try again.
    pub async fn send(&self, message: &Message, key: &str) -> Result<(), SendError> {
        match self {
            Self::Smtp(transport) => match transport.send(message.clone()).await {
                Ok(_) => Ok(()),
                Err(error) => Err(judge(&error)),
            },
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{}.eml", dot_atom(key)));
                let bytes = message.formatted();
                tokio::task::spawn_blocking(move || write_file(&folder, &name, &bytes))
                    .await
                    .map_err(|error| SendError::Retry(error.to_string()))?
                    .map_err(|error| SendError::Retry(error.to_string()))
            }
        }
    }
}

/// The URL with what lettre is to know about encryption.
fn with_encryption(smtp_url: &str) -> Result<Url, MailerError> {
    let mut url = Url::parse(smtp_url).map_err(|_| MailerError::Url)?;
    if !matches!(url.scheme(), "smtp" | "smtps") || url.host_str().is_none_or(str::is_empty) {
        return Err(MailerError::Url);
    }
    let is_said = url.query_pairs().any(|(key, _)| key == "tls");
    if url.scheme() == "smtp" && !is_said && !is_this_machine(&url) {
        let tls = if url.password().is_some() {
            "required"
        } else {
            // lettre would take the port of submission, which wants a password.
            let port = url.port().unwrap_or(smtp::SMTP_PORT);
            url.set_port(Some(port)).map_err(|()| MailerError::Url)?;
            "opportunistic"
        };
        url.query_pairs_mut().append_pair("tls", tls);
    }
    Ok(url)
}

fn is_this_machine(url: &Url) -> bool {
    // The host of a scheme that is not a web one is kept as it is written.
    match url.host().map(|host| Host::parse(&host.to_string())) {
        Some(Ok(Host::Domain(name))) => name == "localhost",
        Some(Ok(Host::Ipv4(ip))) => ip.is_loopback(),
        Some(Ok(Host::Ipv6(ip))) => ip.is_loopback(),
        Some(Err(_)) | None => false,
    }
}

/// Whether a failure is the mail's fault. Refused passwords (RFC 4954 §6) are the instance's and
/// will be corrected; anything but a final answer may be gone in a minute.
fn judge(error: &smtp::Error) -> SendError {
    let words = without_addresses(&error.to_string());
    let is_password = error
        .status()
        .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if error.is_permanent() && !is_password {
        SendError::GiveUp(words)
    } else {
        SendError::Retry(words)
    }
}

fn without_addresses(text: &str) -> String {
    text.split_whitespace()
        .map(|word| if word.contains('@') { "…" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes a file that is there in full or not at all, also after a power cut.
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join(name);
    if path.exists() {
        return Ok(());
    }
    let unfinished = folder.join(format!(".{}", uuid::Uuid::now_v7()));
    let written = File::create_new(&unfinished)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, &path))
        .and_then(|()| File::open(folder)?.sync_all());
    if written.is_err() {
        // The first failure is the one to tell.
        let _ = fs::remove_file(&unfinished);
    }
    written
}
