//! What the letters about a poll say.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::kernel::people::{Email, Language};
use crate::kernel::polls::Status;
use crate::mail::note::Note;
use crate::mail::{Block, fact, lines_of};
use crate::service::polls::{OptionView, PollView};
use crate::state::State;
use crate::store::jobs::PollNews;
use crate::texts::Words;

/// So many times are named in a letter; the page has them all.
const NAMED: usize = 10;

/// Writes about one poll to one reader.
pub(super) struct Letters<'a> {
    t: Words,
    view: &'a PollView,
    zone: Tz,
}

impl<'a> Letters<'a> {
    /// For somebody who reads this language and lives in this zone.
    pub(super) fn new(state: &State, view: &'a PollView, (language, zone): (Language, Tz)) -> Self {
        Self {
            t: Words::new(Arc::clone(&state.texts), language),
            view,
            zone,
        }
    }

    /// To somebody who was asked; `url` is their own link.
    pub(super) fn to_participant(
        &self,
        (name, email): (&str, Email),
        news: PollNews,
        url: &str,
    ) -> Note {
        let t = &self.t;
        let title = self.view.poll.title.as_str();
        let (subject, heading, lead) = match news {
            PollNews::Invitation => (
                t.one("poll-mail-invitation-subject", "title", title),
                t.get("poll-mail-invitation-heading"),
                "poll-mail-invitation-lead",
            ),
            PollNews::Reminder => (
                t.one("poll-mail-reminder-subject", "title", title),
                t.get("poll-mail-reminder-heading"),
                "poll-mail-reminder-lead",
            ),
            PollNews::NothingFits => (
                t.one("poll-mail-nothing-subject", "title", title),
                t.get("poll-mail-nothing-heading"),
                "poll-mail-nothing-lead",
            ),
        };
        let lead = t.with(
            lead,
            &[
                ("title", title.into()),
                ("host", self.view.host.name.as_str().into()),
                ("duration", t.minutes(self.view.poll.minutes).into()),
            ],
        );
        let mut blocks = vec![Block::Text(lead)];
        if news != PollNews::NothingFits {
            blocks.extend(self.description());
            blocks.push(self.times(self.view.options.iter().filter(|it| !it.is_gone).collect()));
            blocks.push(Block::Link {
                label: t.get("poll-mail-answer"),
                url: url.to_owned(),
                is_main: true,
            });
            blocks.extend(self.deadline());
            blocks.push(Block::Text(t.get("poll-mail-own-link")));
        }
        let host = &self.view.host;
        Note {
            sender: host.name.clone(),
            reply_to: Some((host.name.clone(), host.email.clone())),
            greeting: if name.is_empty() {
                t.get("mail-greeting-guest")
            } else {
                t.one("mail-greeting", "name", name)
            },
            blocks,
            ..self.note((name.to_owned(), email), subject, heading)
        }
    }

    /// To the host of a poll that is over; `url` leads to the desk.
    pub(super) fn to_host(&self, url: &str) -> Note {
        let t = &self.t;
        let host = &self.view.host;
        let title = self.view.poll.title.as_str();
        let is_open = self.view.poll.status == Status::Open;
        let lead = if is_open {
            "poll-mail-answers-lead"
        } else {
            "poll-mail-answers-nothing"
        };
        let count = usize::try_from(self.view.answered).unwrap_or(usize::MAX);
        let lead = t.with(lead, &[("title", title.into()), ("count", count.into())]);
        let mut blocks = vec![Block::Text(lead)];
        let best = self.view.ranking.iter();
        let best: Vec<&OptionView> = best.map(|place| &self.view.options[*place]).collect();
        if is_open && !best.is_empty() {
            blocks.push(self.times(best));
        }
        blocks.push(Block::Link {
            label: t.get("poll-mail-choose"),
            url: url.to_owned(),
            is_main: true,
        });
        Note {
            greeting: t.one("mail-greeting", "name", host.name.as_str()),
            blocks,
            ..self.note(
                (host.name.clone(), host.email.clone()),
                t.one("poll-mail-answers-subject", "title", title),
                t.get("poll-mail-answers-heading"),
            )
        }
    }

    fn note(&self, to: (String, Email), subject: String, heading: String) -> Note {
        Note {
            to,
            language: self.t.language,
            sender: String::new(),
            reply_to: None,
            thread: self.view.poll.id.clone(),
            subject,
            heading,
            greeting: String::new(),
            blocks: Vec::new(),
            closing: Vec::new(),
            files: Vec::new(),
        }
    }

    fn description(&self) -> Option<Block> {
        let lines = lines_of(&self.view.poll.description);
        (!lines.is_empty()).then(|| fact(&self.t.get("poll-mail-about"), lines))
    }

    /// The times in the reader's zone, the first ones if there are many.
    fn times(&self, options: Vec<&OptionView>) -> Block {
        let t = &self.t;
        let mut lines: Vec<String> = options
            .iter()
            .take(NAMED)
            .map(|view| t.span_long(view.option.span, self.zone))
            .collect();
        if options.len() > NAMED {
            lines.push(t.count("poll-mail-more", options.len() - NAMED));
        }
        let label = t.one("poll-mail-times", "zone", t.zone(self.zone));
        fact(&label, lines)
    }

    fn deadline(&self) -> Option<Block> {
        let t = &self.t;
        let deadline = self.view.poll.deadline?;
        let date = crate::kernel::zone::date(deadline, self.zone);
        let when = format!("{}, {}", t.day(date), t.clock_words(deadline, self.zone));
        Some(Block::Text(t.one("poll-mail-deadline", "when", when)))
    }
}
