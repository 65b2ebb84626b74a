//! Letters that are not the news about one booking: reminders, offers of a place, polls, invoices.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::address::{mailbox, message_id as id_of, one_line};
use super::compose::MailError;
use super::content::{self, Block, Content};
use super::letter::Coop;
use super::render;
use crate::kernel::people::{Email, Language};

/// A letter, in the words of its reader.
#[derive(Debug, Clone)]
pub struct Note {
    /// Who reads it.
    pub to: (String, Email),
    /// What they read.
    pub language: Language,
    /// Whose name stands beside the instance's address; empty is the co-operative's.
    pub sender: String,
    /// Who gets the answers; none is the instance.
    pub reply_to: Option<(String, Email)>,
    /// What it is about: mails about the same thing are shown as one conversation. The id of a
    /// booking continues the conversation of that booking.
    pub thread: String,
    /// The subject.
    pub subject: String,
    /// The first word, large.
    pub heading: String,
    /// `Guten Tag Thea Behrend,`
    pub greeting: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The last words, one line each.
    pub closing: Vec<String>,
    /// What goes with it.
    pub files: Vec<File>,
}

/// A file that goes with a letter.
#[derive(Debug, Clone)]
pub struct File {
    /// `invoice-2026-17.pdf`.
    pub name: String,
    /// `text/calendar; charset=utf-8`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Who sends a note, and when.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The co-operative.
    pub coop: &'a Coop,
    /// The instance's own address.
    pub from: &'a Mailbox,
    /// The name of the instance, without a port.
    pub domain: &'a str,
    /// The present instant, UTC.
    pub now: DateTime<Utc>,
}

/// Writes the note as a mail; `message_id` comes from [`super::message_id`].
///
/// # Errors
/// `MailError` when a part cannot be made.
pub fn compose(note: &Note, sender: Sender, message_id: &str) -> Result<Message, MailError> {
    let content = Content {
        subject: content::plain(&one_line(&note.subject)),
        heading: note.heading.clone(),
        greeting: note.greeting.clone(),
        blocks: note.blocks.clone(),
        closing: note.closing.clone(),
        footer: content::footer(sender.coop, sender.domain),
    };
    let thread = format!("<{}>", id_of(&note.thread, sender.domain));
    let mut message = Message::builder()
        .message_id(Some(format!("<{message_id}>")))
        .in_reply_to(thread.clone())
        .references(thread)
        .date(SystemTime::from(sender.now))
        .from(Mailbox::new(
            Some(sender_name(note, sender.coop)).filter(|name| !name.is_empty()),
            sender.from.email.clone(),
        ))
        .to(mailbox(&note.to.0, &note.to.1)?)
        .subject(content.subject.clone())
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some((name, email)) = &note.reply_to {
        message = message.reply_to(mailbox(name, email)?);
    }
    let twins = MultiPart::alternative()
        .singlepart(SinglePart::plain(render::text(&content)?))
        .singlepart(SinglePart::html(render::html(
            &content,
            note.language.tag(),
        )?));
    if note.files.is_empty() {
        return Ok(message.multipart(twins)?);
    }
    let mut parts = MultiPart::mixed().multipart(twins);
    for file in &note.files {
        let attachment = Attachment::new(one_line(&file.name))
            .body(file.bytes.clone(), ContentType::parse(&file.media_type)?);
        parts = parts.singlepart(attachment);
    }
    Ok(message.multipart(parts)?)
}

fn sender_name(note: &Note, coop: &Coop) -> String {
    let name = one_line(&note.sender);
    if name.is_empty() {
        one_line(&coop.name)
    } else {
        name
    }
}
