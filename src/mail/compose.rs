//! A letter as a mail: headers and parts (RFC 5322, RFC 2045, RFC 6047).

use std::sync::Arc;
use std::time::SystemTime;

use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{ContentType, ContentTypeErr, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::address::{mailbox, message_id as id_of, one_line};
use super::content::{self, Content};
use super::letter::{Letter, Reader};
use super::{invite, render};
use crate::ical::itip;
use crate::texts::{Texts, Words};

/// Why a mail could not be written. None of it gets better by trying again.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address that no mail server takes.
    #[error("the address cannot be used: {0}")]
    Address(#[from] AddressError),
    /// The template failed.
    #[error("the letter cannot be printed: {0}")]
    Template(#[from] askama::Error),
    /// A part has an impossible type.
    #[error("a part has an impossible type: {0}")]
    ContentType(#[from] ContentTypeErr),
    /// The mail lacks something.
    #[error("the mail cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
}

/// Writes the letter as a mail.
///
/// `from` is the instance's own address; the name beside it is the other side's. `message_id`
/// comes from [`super::message_id`]. Every mail about a booking refers to the same first id, which
/// no mail carries, so that mail programs show them as one conversation.
///
/// # Errors
/// `MailError` when a part cannot be made.
pub fn compose(
    letter: &Letter,
    texts: &Arc<Texts>,
    from: &Mailbox,
    message_id: &str,
) -> Result<Message, MailError> {
    let t = Words::new(Arc::clone(texts), letter.language());
    let content = content::write(letter, &t);
    let thread = format!("<{}>", id_of(&letter.booking.id, letter.domain));
    let message = Message::builder()
        .message_id(Some(format!("<{message_id}>")))
        .in_reply_to(thread.clone())
        .references(thread)
        .date(SystemTime::from(letter.now))
        .from(Mailbox::new(
            Some(sender_name(letter, &t)),
            from.email.clone(),
        ))
        .reply_to(reply_to(letter)?)
        .to(reader(letter)?)
        .subject(content.subject.clone())
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    let parts = parts(letter, &t, &content, from.email.as_ref())?;
    Ok(message.multipart(parts)?)
}

/// Text and HTML; with them the invitation, once for programs that act on it and once as a file
/// for those that do not.
fn parts(
    letter: &Letter,
    t: &Words,
    content: &Content,
    organizer: &str,
) -> Result<MultiPart, MailError> {
    let twins = MultiPart::alternative()
        .singlepart(SinglePart::plain(render::text(content)?))
        .singlepart(SinglePart::html(render::html(content, t.tag())?));
    let Some(method) = invite::method(letter) else {
        return Ok(twins);
    };
    let calendar = itip::write(&invite::event(letter, t, organizer), method);
    let calendar_type = format!("text/calendar; charset=utf-8; method={}", method.as_str());
    let invitation = SinglePart::builder()
        .header(ContentType::parse(&calendar_type)?)
        .body(calendar.clone());
    let file = Attachment::new("invite.ics".to_owned()).body(
        calendar,
        ContentType::parse("application/ics; name=\"invite.ics\"")?,
    );
    Ok(MultiPart::mixed()
        .multipart(twins.singlepart(invitation))
        .singlepart(file))
}

/// `Miriam Okafor-Lindner über Lotsenhaus eG`.
pub(super) fn sender_name(letter: &Letter, t: &Words) -> String {
    let (name, _) = letter.other();
    let coop = one_line(&letter.coop.name);
    if coop.is_empty() {
        return one_line(name);
    }
    t.with(
        "mail-sender",
        &[("name", one_line(name).into()), ("coop", coop.into())],
    )
}

fn reader(letter: &Letter) -> Result<Mailbox, AddressError> {
    let client = &letter.booking.attendee;
    match letter.reader {
        Reader::Attendee => mailbox(&client.name, &client.email),
        Reader::Host => mailbox(&letter.host.name, &letter.host.email),
        Reader::CoHost(host) => mailbox(&host.name, &host.email),
        Reader::Guest(email) => mailbox("", email),
    }
}

/// Answers go to the other side, not to the instance.
fn reply_to(letter: &Letter) -> Result<Mailbox, AddressError> {
    let client = &letter.booking.attendee;
    match letter.reader {
        Reader::Host | Reader::CoHost(_) => mailbox(&client.name, &client.email),
        Reader::Attendee | Reader::Guest(_) => mailbox(&letter.host.name, &letter.host.email),
    }
}
