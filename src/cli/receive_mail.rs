//! `receive-mail`: takes one mail from standard input, as mail servers hand it to a program.

use std::io::Read;

use super::TryAgain;
use anyhow::Context;
use mail_parser::{MessageParser, MimeHeaders};

use crate::config::Config;
use crate::ical::reply::{self, Reply};
use crate::server;
use crate::service::ServiceError;
use crate::service::replies::{self, Taken};

/// The most octets of a mail.
const MOST_OCTETS: u64 = 2 << 20;

/// Keeps the answer to an invitation that a mail carries. A mail without one is let go: it was
/// none for a program.
///
/// # Errors
/// When the answer could not be kept; the mail server must try again (`EX_TEMPFAIL`).
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut mail = Vec::new();
    std::io::stdin()
        .take(MOST_OCTETS)
        .read_to_end(&mut mail)
        .context("the mail cannot be read")?;
    let Some((from, reply)) = read(&mail) else {
        tracing::info!("a mail without an answer to an invitation");
        return Ok(());
    };
    keep(config, from, reply).await.context(TryAgain)
}

async fn keep(config: Config, from: String, reply: Reply) -> anyhow::Result<()> {
    let base_url = config.base_url.clone();
    let base_url =
        base_url.context("receive-mail: set base_url, which invitations are known by")?;
    let state = server::open(config, super::clock()?, base_url.as_str())?;
    let (domain, now) = (state.domain().to_owned(), state.clock.now());
    let taken: Result<Taken, ServiceError> = state
        .store
        .write(move |db| replies::take(db, (&reply, &from), &domain, now))
        .await;
    tracing::info!(taken = ?taken?, "an answer to an invitation");
    Ok(())
}

/// Who sent a mail, and the answer in it.
fn read(mail: &[u8]) -> Option<(String, Reply)> {
    let mail = MessageParser::default().parse(mail)?;
    let from = mail.from()?.first()?.address()?.to_owned();
    let reply = mail.parts.iter().find_map(|part| {
        let is_calendar =
            part.is_content_type("text", "calendar") || part.is_content_type("application", "ics");
        let text = std::str::from_utf8(part.contents()).ok();
        reply::read(text.filter(|_| is_calendar)?)
    })?;
    Some((from, reply))
}
