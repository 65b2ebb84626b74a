//! The table of a poll: its rows are times, its columns those who have answered.

use std::collections::{BTreeMap, HashMap};

use chrono::Offset;
use chrono_tz::Tz;

use super::super::calendar::rfc3339;
use super::super::fields::error_words;
use crate::kernel::polls::{Answer, Status};
use crate::kernel::zone;
use crate::service::FieldError;
use crate::service::polls::{OptionView, PollView, Voter};
use crate::texts::Words;

/// The table of a poll.
pub struct Matrix {
    /// The names above the columns.
    pub heads: Vec<String>,
    /// A row for each time.
    pub rows: Vec<Row>,
    /// Whether whoever looks has a column of their own.
    pub has_own: bool,
    /// Whether sums are shown.
    pub has_sums: bool,
    /// Whether one time stands out.
    pub has_best: bool,
}

/// A time of a poll.
pub struct Row {
    /// Names it in the form.
    pub id: String,
    /// Its start as RFC 3339.
    pub datetime: String,
    /// `Mi 24. März`.
    pub day: String,
    /// `17:00–18:30`.
    pub hours: String,
    /// The same where the poll's clock hangs, if that shows something else.
    pub there: Option<String>,
    /// The best so far, or the one that won.
    pub is_best: bool,
    /// What else is to be said of it.
    pub tag: Option<Mark>,
    /// What is wrong with what was answered.
    pub error: Option<String>,
    /// What can be answered.
    pub choices: Vec<Choice>,
    /// What was answered by whoever looks.
    pub own: Mark,
    /// What the others said.
    pub cells: Vec<Mark>,
    /// How many said yes.
    pub yes: u32,
    /// How many said "if need be".
    pub if_need_be: u32,
}

/// A state in word and shape.
pub struct Mark {
    /// The class of its shape.
    pub class: &'static str,
    /// The word.
    pub words: String,
}

/// An answer that can be given.
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What is read.
    pub label: String,
    /// It was chosen.
    pub is_chosen: bool,
    /// It cannot be chosen.
    pub is_disabled: bool,
}

impl Matrix {
    /// The table of `view` for a reader in `zone`. What was typed stays.
    pub fn new(
        t: &Words,
        view: &PollView,
        (zone, may_answer): (Tz, bool),
        typed: Option<&BTreeMap<String, String>>,
        errors: &[FieldError],
    ) -> Self {
        let voters: &[Voter] = if view.shows_others { &view.voters } else { &[] };
        let best = best(view).filter(|_| view.shows_others);
        let rows = view.options.iter().enumerate().map(|(place, option)| {
            let builder = Builder { t, view, zone };
            Row {
                is_best: best == Some(place),
                error: builder.error(option, errors),
                choices: if may_answer {
                    builder.choices(place, option, typed)
                } else {
                    Vec::new()
                },
                own: mark(t, view.own.as_ref().and_then(|own| own.answers[place])),
                cells: voters.iter().map(|it| mark(t, it.answers[place])).collect(),
                ..builder.row(option)
            }
        });
        Self {
            heads: names(voters),
            rows: rows.collect(),
            has_own: may_answer || view.own.as_ref().is_some_and(super::has_answered),
            has_sums: view.shows_others && view.answered > 0,
            has_best: best.is_some(),
        }
    }
}

/// The place of the time that won, or of the best so far.
fn best(view: &PollView) -> Option<usize> {
    match &view.poll.status {
        Status::Booked { option_id, .. } => view
            .options
            .iter()
            .position(|option| option.option.id == *option_id),
        Status::Open | Status::Closed => view.ranking.first().copied(),
    }
}

/// The names of those who have answered; the second of the same name is told apart.
fn names(voters: &[Voter]) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    voters
        .iter()
        .map(|voter| {
            let name = voter.participant.name.as_str();
            let count = seen.entry(name).or_default();
            *count += 1;
            if *count == 1 {
                name.to_owned()
            } else {
                format!("{name} ({count})")
            }
        })
        .collect()
}

fn mark(t: &Words, answer: Option<Answer>) -> Mark {
    let (class, key) = match answer {
        Some(Answer::Yes) => ("good", "poll-yes"),
        Some(Answer::IfNeedBe) => ("wait", "poll-if-need-be"),
        Some(Answer::No) => ("", "poll-no"),
        None => ("none", "poll-none"),
    };
    Mark {
        class,
        words: t.get(key),
    }
}

struct Builder<'a> {
    t: &'a Words,
    view: &'a PollView,
    zone: Tz,
}

impl Builder<'_> {
    fn row(&self, option: &OptionView) -> Row {
        let (t, span, there) = (self.t, option.option.span, self.view.poll.zone);
        let offset = |zone: Tz| span.start().with_timezone(&zone).offset().fix();
        Row {
            id: option.option.id.clone(),
            datetime: rfc3339(span.start()),
            day: t.day_short(zone::date(span.start(), self.zone)),
            hours: t.hours(span, self.zone),
            there: (offset(self.zone) != offset(there)).then(|| {
                let hours = t.hours(span, there);
                t.with(
                    "leaf-there",
                    &[("hours", hours.into()), ("zone", t.zone(there).into())],
                )
            }),
            is_best: false,
            tag: self.tag(option),
            error: None,
            choices: Vec::new(),
            own: mark(t, None),
            cells: Vec::new(),
            yes: option.tally.yes,
            if_need_be: option.tally.if_need_be,
        }
    }

    fn tag(&self, option: &OptionView) -> Option<Mark> {
        if matches!(self.view.poll.status, Status::Booked { .. }) {
            return None;
        }
        let most = self.view.poll.most_yes;
        let (class, words) = if option.is_gone {
            ("bad", self.t.get("poll-gone"))
        } else if option.others.is_full(most) {
            ("wait", self.t.get("poll-full"))
        } else {
            return None;
        };
        Some(Mark { class, words })
    }

    fn error(&self, option: &OptionView, errors: &[FieldError]) -> Option<String> {
        let field = format!("votes.{}", option.option.id);
        errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error_words(self.t, error))
    }

    /// What can be answered; a time that is gone can only be refused, a full one not be said yes
    /// to.
    fn choices(
        &self,
        place: usize,
        option: &OptionView,
        typed: Option<&BTreeMap<String, String>>,
    ) -> Vec<Choice> {
        let stored = self.view.own.as_ref().and_then(|own| own.answers[place]);
        let chosen = match typed {
            Some(typed) => typed
                .get(&format!("vote.{}", option.option.id))
                .and_then(|word| Answer::parse(word)),
            None => stored,
        };
        let is_full = option.others.is_full(self.view.poll.most_yes);
        let may = |answer: Answer| match answer {
            Answer::Yes => !option.is_gone && !is_full,
            Answer::IfNeedBe => !option.is_gone,
            Answer::No => true,
        };
        let chosen = chosen.filter(|answer| may(*answer));
        Answer::ALL
            .into_iter()
            .map(|answer| Choice {
                value: answer.as_str(),
                label: mark(self.t, Some(answer)).words,
                is_chosen: chosen == Some(answer),
                is_disabled: !may(answer),
            })
            .collect()
    }
}
