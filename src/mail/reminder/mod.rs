//! Reminders and follow-ups in words: the host's own, or the standard ones. Both are texts with
//! placeholders and are read in the same way.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::compose::sender_name;
use super::content::{Block, Writer};
use super::letter::{Letter, Reader};
use super::note::Note;
use crate::kernel::event_type::Location;
use crate::kernel::people::Email;
use crate::kernel::placeholders::{Placeholder, alone, fill};
use crate::kernel::reminder::{Occasion, Reminder, Tone, Wording};
use crate::texts::{Texts, Words};

/// Everything a reminder may say.
#[derive(Debug, Clone, Copy)]
pub struct Reminding<'a> {
    /// The session, and who reads about it.
    pub letter: Letter<'a>,
    /// What is sent.
    pub reminder: &'a Reminder,
    /// How the standard words address the client.
    pub tone: Tone,
    /// Where another time can be chosen, if that is possible.
    pub again_url: Option<&'a str>,
}

/// Writes the reminder in the language of its reader.
pub fn write(reminding: &Reminding, texts: &Arc<Texts>) -> Note {
    let letter = &reminding.letter;
    let t = &Words::new(Arc::clone(texts), letter.language());
    let own = reminding.reminder.wording(t.language);
    let standard = standard(t, reminding.reminder.occasion, reminding.side());
    let text = |own: &str, standard: String| match own.is_empty() {
        true => standard,
        false => own.to_owned(),
    };
    let filler = Filler {
        reminding,
        writer: Writer { letter, t },
    };
    let mut blocks = filler.blocks(&text(&own.body, standard.body));
    if reminding.side() != Side::Host {
        blocks.push(Block::Text(filler.writer.questions()));
    }
    Note {
        to: to(letter),
        language: t.language,
        sender: sender_name(letter, t),
        reply_to: Some(other(letter)),
        thread: letter.booking.id.clone(),
        subject: filler.subject(&text(&own.subject, standard.subject)),
        heading: heading(t, reminding.reminder.occasion),
        greeting: filler.greeting(),
        blocks,
        closing: filler.closing(),
        files: Vec::new(),
    }
}

/// Whom the standard words speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The client and their guests, in this tone.
    Client(Tone),
    /// The host.
    Host,
}

/// The standard words, with placeholders.
pub fn standard(t: &Words, occasion: Occasion, side: Side) -> Wording {
    let tone = match side {
        Side::Client(Tone::Du) => "du",
        Side::Client(Tone::Sie) => "sie",
        Side::Client(Tone::Neutral) | Side::Host => "neutral",
    };
    let mut values = vec![("tone", tone.into())];
    values.extend(Placeholder::ALL.map(|known| (known.name(), known.written().into())));
    let with = |key: &str| t.with(key, &values);
    let (subject, body) = match (occasion, side) {
        (Occasion::Before { .. }, Side::Client(_)) => {
            ("reminder-before-subject", "reminder-before-body")
        }
        (Occasion::Before { .. }, Side::Host) => {
            ("reminder-before-subject-host", "reminder-before-body-host")
        }
        (Occasion::After { .. }, Side::Client(_)) => {
            ("reminder-after-subject", "reminder-after-body")
        }
        (Occasion::After { .. }, Side::Host) => {
            ("reminder-after-subject-host", "reminder-after-body-host")
        }
        (Occasion::NoShow { .. }, Side::Client(_)) => {
            ("reminder-no-show-subject", "reminder-no-show-body")
        }
        (Occasion::NoShow { .. }, Side::Host) => (
            "reminder-no-show-subject-host",
            "reminder-no-show-body-host",
        ),
        (Occasion::Package { .. }, Side::Client(_)) => {
            ("reminder-package-subject", "reminder-package-body")
        }
        (Occasion::Package { .. }, Side::Host) => (
            "reminder-package-subject-host",
            "reminder-package-body-host",
        ),
    };
    Wording {
        subject: with(subject),
        body: with(body),
    }
}

fn heading(t: &Words, occasion: Occasion) -> String {
    match occasion {
        Occasion::Before { .. } => t.get("reminder-before-heading"),
        Occasion::After { .. } => t.get("reminder-after-heading"),
        Occasion::NoShow { .. } => t.get("reminder-no-show-heading"),
        Occasion::Package { .. } => t.get("reminder-package-heading"),
    }
}

fn to(letter: &Letter) -> (String, Email) {
    let client = &letter.booking.attendee;
    match letter.reader {
        Reader::Attendee => (client.name.clone(), client.email.clone()),
        Reader::Host => (letter.host.name.clone(), letter.host.email.clone()),
        Reader::CoHost(host) => (host.name.clone(), host.email.clone()),
        Reader::Guest(email) => (String::new(), email.clone()),
    }
}

/// Who gets the answers: the other side, not the instance.
fn other(letter: &Letter) -> (String, Email) {
    let client = &letter.booking.attendee;
    match letter.reader {
        Reader::Host | Reader::CoHost(_) => (client.name.clone(), client.email.clone()),
        Reader::Attendee | Reader::Guest(_) => {
            (letter.host.name.clone(), letter.host.email.clone())
        }
    }
}

impl Reminding<'_> {
    fn side(&self) -> Side {
        match self.letter.reader {
            Reader::Host | Reader::CoHost(_) => Side::Host,
            Reader::Attendee | Reader::Guest(_) => Side::Client(self.tone),
        }
    }

    fn is_online(&self) -> bool {
        matches!(
            self.letter.booking.location,
            Location::Room { .. } | Location::Link { .. }
        )
    }
}

/// Puts values where placeholders stand.
struct Filler<'a> {
    reminding: &'a Reminding<'a>,
    writer: Writer<'a>,
}

impl Filler<'_> {
    fn subject(&self, text: &str) -> String {
        fill(text, |placeholder| match placeholder {
            Placeholder::When => self.writer.moment(),
            other => self.value(other),
        })
    }

    /// Each line is a paragraph; one that comes to nothing is left out.
    fn blocks(&self, text: &str) -> Vec<Block> {
        text.lines()
            .flat_map(|line| match alone(line) {
                Some(placeholder) => self.alone(placeholder),
                None => paragraph(&fill(line, |placeholder| self.value(placeholder))),
            })
            .collect()
    }

    /// A placeholder with a line of its own.
    fn alone(&self, placeholder: Placeholder) -> Vec<Block> {
        let t = self.writer.t;
        match placeholder {
            Placeholder::When => vec![Block::When(self.writer.when())],
            Placeholder::Door if self.reminding.is_online() => self.writer.place(),
            Placeholder::Place if !self.reminding.is_online() => self.writer.place(),
            Placeholder::Door | Placeholder::Place => Vec::new(),
            Placeholder::Manage => self.writer.acts().into_iter().collect(),
            Placeholder::Again => self
                .reminding
                .again_url
                .map(|url| Block::Link {
                    label: t.get("reminder-again"),
                    url: url.to_owned(),
                    is_main: true,
                })
                .into_iter()
                .collect(),
            other => paragraph(&self.value(other)),
        }
    }

    /// A placeholder within a sentence.
    fn value(&self, placeholder: Placeholder) -> String {
        let (writer, letter) = (&self.writer, &self.reminding.letter);
        let (t, zone) = (writer.t, letter.zone());
        match placeholder {
            Placeholder::Name => writer.client(),
            Placeholder::Host => writer.host(),
            Placeholder::Title => writer.title(),
            Placeholder::When => {
                format!("{} ({})", t.span_long(writer.span(), zone), t.zone(zone))
            }
            Placeholder::Zone => t.zone(zone),
            Placeholder::Door if self.reminding.is_online() => letter.join_url.to_owned(),
            Placeholder::Door => String::new(),
            Placeholder::Place => self.place(),
            Placeholder::Manage => match letter.reader {
                Reader::Attendee => letter.manage_url.to_owned(),
                Reader::Host | Reader::CoHost(_) => letter.desk_url.to_owned(),
                Reader::Guest(_) => String::new(),
            },
            Placeholder::Again => self.reminding.again_url.unwrap_or_default().to_owned(),
            Placeholder::Coop if letter.coop.name.is_empty() => letter.domain.to_owned(),
            Placeholder::Coop => letter.coop.name.clone(),
            Placeholder::Left => match self.reminding.reminder.occasion {
                Occasion::Package { left } => left.to_string(),
                _ => String::new(),
            },
        }
    }

    fn place(&self) -> String {
        match &self.reminding.letter.booking.location {
            Location::Room { .. } | Location::Link { .. } => {
                self.writer.t.get("reminder-online-room")
            }
            Location::Phone { number } => self.writer.phone(number),
            Location::Place { address } => super::content::lines_of(address).join(", "),
        }
    }

    fn greeting(&self) -> String {
        match self.reminding.side() {
            Side::Client(Tone::Du) if self.reminding.letter.reader == Reader::Attendee => {
                let t = self.writer.t;
                t.one("reminder-greeting-du", "name", self.writer.client())
            }
            _ => self.writer.greeting(),
        }
    }

    fn closing(&self) -> Vec<String> {
        let t = self.writer.t;
        match (self.reminding.side(), self.reminding.reminder.occasion) {
            (Side::Host, _) => Vec::new(),
            (Side::Client(_), Occasion::Before { .. }) => {
                vec![t.get("reminder-until"), self.writer.host()]
            }
            (Side::Client(_), _) => vec![self.writer.host()],
        }
    }
}

fn paragraph(text: &str) -> Vec<Block> {
    let text = text.trim();
    match text.is_empty() {
        true => Vec::new(),
        false => vec![Block::Text(text.to_owned())],
    }
}
