//! What a letter says, as a list of blocks: the text and the HTML print the same list, so they
//! hold the same facts in the same order.

use chrono::{NaiveDate, Offset, SecondsFormat};
use chrono_tz::Tz;

use super::address::one_line;
use super::letter::{Coop, Letter, Reader};
use crate::kernel::booking::{News, Status};
use crate::kernel::event_type::Location;
use crate::kernel::span::Span;
use crate::texts::Words;

/// A letter in words.
pub(super) struct Content {
    pub(super) subject: String,
    /// The first word, large: `Abgemacht.`
    pub(super) heading: String,
    pub(super) greeting: String,
    pub(super) blocks: Vec<Block>,
    /// The last words, one line each.
    pub(super) closing: Vec<String>,
    /// Who is behind it, one line each.
    pub(super) footer: Vec<String>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// The time of the session.
    When(When),
    /// A link.
    Link {
        /// What it does.
        label: String,
        /// Where it leads.
        url: String,
        /// Whether it is the first thing to do.
        is_main: bool,
    },
    /// Something with its name before it, made by [`fact`].
    Fact {
        /// Its name.
        label: String,
        /// One line each.
        lines: Vec<String>,
    },
}

/// The time of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Its start, RFC 3339, UTC.
    pub start: String,
    /// `Dienstag, 16. März 2027`.
    pub date: String,
    /// `9:30 bis 10:20 Uhr (Zeit in Berlin)`.
    pub hours: String,
    /// The same for the other side, if their clocks differ.
    pub elsewhere: Option<String>,
}

impl When {
    /// The time in the words and the zone of its reader.
    pub fn of(t: &Words, span: Span, zone: Tz) -> Self {
        Self {
            start: span.start().to_rfc3339_opts(SecondsFormat::Secs, true),
            date: t.date_long(local_date(span, zone)),
            hours: format!("{} ({})", t.hours_words(span, zone), t.zone(zone)),
            elsewhere: None,
        }
    }
}

/// Writes the letter in words.
pub(super) fn write(letter: &Letter, t: &Words) -> Content {
    let writer = Writer { letter, t };
    let mut blocks = vec![Block::Text(writer.lead()), Block::When(writer.when())];
    blocks.extend(writer.hold());
    blocks.extend(writer.previous());
    blocks.extend(writer.reason());
    if !letter.is_over() {
        blocks.extend(writer.place());
    }
    blocks.extend(writer.price());
    blocks.extend(writer.people());
    blocks.extend(writer.policy());
    blocks.extend(writer.acts());
    blocks.extend(writer.calendar());
    blocks.push(Block::Text(writer.questions()));
    Content {
        subject: plain(&writer.subject()),
        heading: writer.heading(),
        greeting: writer.greeting(),
        blocks,
        closing: writer.closing(),
        footer: footer(letter.coop, letter.domain),
    }
}

/// Writes one letter.
pub(super) struct Writer<'a> {
    pub(super) letter: &'a Letter<'a>,
    pub(super) t: &'a Words,
}

impl Writer<'_> {
    pub(super) fn client(&self) -> String {
        one_line(&self.letter.booking.attendee.name)
    }

    pub(super) fn host(&self) -> String {
        one_line(&self.letter.host.name)
    }

    pub(super) fn other(&self) -> String {
        one_line(self.letter.other().0)
    }

    pub(super) fn title(&self) -> String {
        one_line(&self.letter.booking.title)
    }

    pub(super) fn span(&self) -> Span {
        self.letter.booking.life.span
    }

    pub(super) fn is_host(&self) -> bool {
        matches!(self.letter.reader, Reader::Host | Reader::CoHost(_))
    }

    /// `Dienstag, 16. März, 9:30 Uhr`.
    pub(super) fn moment(&self) -> String {
        let (start, zone) = (self.span().start(), self.letter.zone());
        let day = self.t.day(local_date(self.span(), zone));
        format!("{day}, {}", self.t.clock_words(start, zone))
    }

    pub(super) fn when(&self) -> When {
        When {
            elsewhere: self.elsewhere(),
            ..When::of(self.t, self.span(), self.letter.zone())
        }
    }

    /// The time as the other side's clock shows it, if it shows another one.
    fn elsewhere(&self) -> Option<String> {
        let (span, zone) = (self.span(), self.letter.zone());
        let (_, other) = self.letter.other();
        let offset = |zone: Tz| span.start().with_timezone(&zone).offset().fix();
        if offset(zone) == offset(other) {
            return None;
        }
        let hours = self.t.hours_words(span, other);
        let date = local_date(span, other);
        let time = if date == local_date(span, zone) {
            hours
        } else {
            format!("{}, {hours}", self.t.day(date))
        };
        Some(self.t.with(
            "mail-elsewhere",
            &[
                ("name", self.other().into()),
                ("time", time.into()),
                ("zone", self.t.zone(other).into()),
            ],
        ))
    }

    /// Until when a request can be answered.
    fn hold(&self) -> Option<Block> {
        let (News::Requested, Status::Tentative { hold_until }) =
            (self.letter.news, self.letter.booking.life.status)
        else {
            return None;
        };
        let (t, zone) = (self.t, self.letter.zone());
        let day = t.day(hold_until.with_timezone(&zone).date_naive());
        let when = format!("{day}, {}", t.clock_words(hold_until, zone));
        Some(Block::Text(t.one("mail-hold", "when", when)))
    }

    fn previous(&self) -> Option<Block> {
        let span = self.letter.previous?;
        let t = self.t;
        Some(fact(
            &t.get("mail-previous"),
            vec![t.span_long(span, self.letter.zone())],
        ))
    }

    fn reason(&self) -> Option<Block> {
        let lines = lines_of(&self.letter.booking.reason);
        let t = self.t;
        (self.letter.is_over() && !lines.is_empty()).then(|| fact(&t.get("mail-reason"), lines))
    }

    /// Where it takes place, and how to get there.
    pub(super) fn place(&self) -> Vec<Block> {
        let t = self.t;
        match &self.letter.booking.location {
            Location::Room { .. } if self.letter.news == News::Requested => {
                vec![Block::Text(t.get("mail-room-later"))]
            }
            Location::Link { .. } if self.letter.news == News::Requested => {
                vec![Block::Text(t.get("mail-room-later"))]
            }
            Location::Room { .. } => {
                vec![self.door(), Block::Text(t.get("mail-room-note"))]
            }
            Location::Link { .. } => vec![self.door()],
            Location::Phone { number } => vec![Block::Text(self.phone(number))],
            Location::Place { address } => vec![fact(&t.get("mail-place"), lines_of(address))],
        }
    }

    fn door(&self) -> Block {
        let t = self.t;
        Block::Link {
            label: t.get("mail-door"),
            url: self.letter.join_url.to_owned(),
            is_main: true,
        }
    }

    /// Who calls whom.
    pub(super) fn phone(&self, number: &str) -> String {
        let t = self.t;
        let number = one_line(number);
        let values = [
            ("client", self.client().into()),
            ("host", self.host().into()),
            ("number", number.clone().into()),
        ];
        match (number.is_empty(), self.is_host()) {
            (true, false) => t.with("mail-phone-host-calls", &values),
            (true, true) => t.with("mail-phone-call-client", &values),
            (false, false) => t.with("mail-phone-call-host", &values),
            (false, true) => t.with("mail-phone-client-calls", &values),
        }
    }

    /// What it costs, and for the client the way out of the contract (§ 312f BGB).
    fn price(&self) -> Vec<Block> {
        let t = self.t;
        let is_guest = matches!(self.letter.reader, Reader::Guest(_));
        let Some(price) = self
            .letter
            .price
            .filter(|_| !is_guest && !self.letter.is_over())
        else {
            return Vec::new();
        };
        let lines = vec![t.money(price.charge.amount), t.tax_note(price.charge.tax)];
        let mut blocks = vec![fact(&t.get("price"), lines)];
        if !self.is_host() {
            let day = t.date_long(price.right_until);
            blocks.push(Block::Text(t.one("withdrawal-right", "day", day)));
            if self.begins_early(price.right_until) {
                blocks.push(Block::Text(t.get("mail-early-start")));
            }
        }
        blocks
    }

    /// Whether the session begins before the right to withdraw is over, as the client asked.
    fn begins_early(&self, right_until: NaiveDate) -> bool {
        local_date(self.span(), self.letter.booking.attendee.zone) <= right_until
    }

    /// Who comes, and whether there are answers to read.
    fn people(&self) -> Vec<Block> {
        let t = self.t;
        let attendee = &self.letter.booking.attendee;
        let mut blocks = Vec::new();
        if self.is_host() {
            blocks.push(fact(
                &t.get("mail-client-email"),
                vec![attendee.email.to_string()],
            ));
        }
        let is_guest = matches!(self.letter.reader, Reader::Guest(_));
        if !attendee.guests.is_empty() && !is_guest {
            blocks.push(fact(
                &t.get("mail-guests"),
                attendee.guests.iter().map(ToString::to_string).collect(),
            ));
        }
        if !self.letter.co_hosts.is_empty() {
            let names = self.letter.host_names().into_iter().map(one_line);
            blocks.push(fact(&t.get("mail-hosts"), names.collect()));
        }
        // The answers themselves stay where only the host reads them: a mail lies open on its way.
        if self.is_host() && !self.letter.is_over() && !attendee.answers.is_empty() {
            blocks.push(Block::Text(t.count("mail-answers", attendee.answers.len())));
        }
        blocks
    }

    /// What is agreed about cancelling and moving.
    fn policy(&self) -> Option<Block> {
        let is_client = matches!(self.letter.reader, Reader::Attendee);
        let policy = self.letter.policy?;
        let is_said = is_client && !self.letter.is_over();
        let price = self.letter.price.map(|price| price.charge.amount);
        is_said.then(|| Block::Text(self.t.policy_rule(&policy, price)))
    }

    /// What the reader can do.
    pub(super) fn acts(&self) -> Option<Block> {
        let t = self.t;
        let (label, url, is_main) = match (self.letter.reader, self.letter.news) {
            (Reader::Guest(_), _) => return None,
            (Reader::Host | Reader::CoHost(_), News::Requested) => {
                (t.get("mail-answer"), self.letter.desk_url, true)
            }
            (Reader::Host | Reader::CoHost(_), _) => {
                (t.get("mail-desk"), self.letter.desk_url, false)
            }
            (Reader::Attendee, News::Requested | News::Confirmed | News::Rescheduled) => {
                (t.get("mail-manage"), self.letter.manage_url, false)
            }
            (Reader::Attendee, News::Cancelled | News::Declined | News::Expired) => {
                (t.get("mail-again"), self.letter.manage_url, false)
            }
        };
        Some(Block::Link {
            label,
            url: url.to_owned(),
            is_main,
        })
    }

    fn calendar(&self) -> Option<Block> {
        let t = self.t;
        match super::invite::method(self.letter)? {
            crate::ical::itip::Method::Cancel => Some(Block::Text(t.get("mail-calendar-cancel"))),
            _ => Some(Block::Text(t.get("mail-calendar"))),
        }
    }

    /// Whom to ask.
    pub(super) fn questions(&self) -> String {
        let t = self.t;
        let coop = self.letter.coop;
        let mut text = t.one("mail-questions", "name", self.other());
        let phone = one_line(&coop.contact_phone).replace(' ', "\u{a0}");
        let ways: Vec<_> = [phone, one_line(&coop.contact_email)]
            .into_iter()
            .filter(|way| !way.is_empty())
            .collect();
        if !coop.contact_name.is_empty() && !ways.is_empty() {
            text.push(' ');
            text.push_str(&t.with(
                "mail-questions-coop",
                &[
                    ("name", one_line(&coop.contact_name).into()),
                    ("coop", one_line(&coop.name).into()),
                    ("ways", ways.join(", ").into()),
                ],
            ));
        }
        text
    }

    fn closing(&self) -> Vec<String> {
        let t = self.t;
        let takes_place = matches!(self.letter.news, News::Confirmed | News::Rescheduled);
        if takes_place && !self.is_host() {
            let date = local_date(self.span(), self.letter.zone());
            vec![t.one("mail-until", "day", t.weekday(date)), self.host()]
        } else {
            Vec::new()
        }
    }
}

/// Who is behind a letter, one line each.
pub(super) fn footer(coop: &Coop, domain: &str) -> Vec<String> {
    let line = [&coop.name, &coop.place]
        .into_iter()
        .map(|text| one_line(text))
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    if line.is_empty() {
        vec![domain.to_owned()]
    } else {
        vec![line]
    }
}

/// Where and how, in words for a calendar's description: no answers, no addresses.
pub(super) fn description(letter: &Letter, t: &Words) -> String {
    let writer = Writer { letter, t };
    let mut paragraphs = Vec::new();
    for block in writer.place().into_iter().chain(writer.acts()) {
        match block {
            Block::Link { label, url, .. } => paragraphs.push(format!("{label}: {url}")),
            Block::Text(text) => paragraphs.push(text),
            Block::Fact { label, lines } => {
                paragraphs.push(format!("{label} {}", lines.join(", ")));
            }
            Block::When(_) => {}
        }
    }
    paragraphs.join("\n")
}

fn local_date(span: Span, zone: Tz) -> NaiveDate {
    span.start().with_timezone(&zone).date_naive()
}

/// A fact after its name; a question has its own mark.
pub fn fact(label: &str, lines: Vec<String>) -> Block {
    let is_marked = label.ends_with(['?', ':', '.', '!']);
    let colon = if is_marked { "" } else { ":" };
    Block::Fact {
        label: format!("{label}{colon}"),
        lines,
    }
}

/// The lines of a text, without empty ones and without control characters.
pub fn lines_of(text: &str) -> Vec<String> {
    text.lines()
        .map(one_line)
        .filter(|line| !line.is_empty())
        .collect()
}

/// Without the marks that keep words on one line, which headers and plain text do without.
pub(super) fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").replace('\u{2060}', "")
}
