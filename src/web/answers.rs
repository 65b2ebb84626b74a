//! Questions as a form asks them, and answers as they are read.

use super::fields::{Field, FieldOption, Kind};
use crate::kernel::booking::Booking;
use crate::kernel::event_type::{EventType, Question, QuestionKind};
use crate::kernel::intake::{self, Answer, Decimal, Given};
use crate::kernel::zone;
use crate::service::bookings::BookingView;
use crate::texts::Words;

/// Questions and their answers, one line each, for the eyes of the host alone.
pub fn rows(t: &Words, answers: &[Answer]) -> Vec<(String, Vec<String>)> {
    answers
        .iter()
        .map(|answer| (answer.question.clone(), lines(t, &answer.given)))
        .collect()
}

fn lines(t: &Words, given: &Given) -> Vec<String> {
    match given {
        Given::Text(text) => text.lines().map(str::to_owned).collect(),
        Given::Several(chosen) => chosen.clone(),
        Given::Yes => vec![t.get("answer-yes")],
        Given::No => vec![t.get("answer-no")],
    }
}

/// What a client reads of their answers after booking: who has them and for how long. The link to
/// this page lies in mails and calendars, so the answers themselves do not stand on it.
pub fn told(t: &Words, view: &BookingView) -> Option<(String, Vec<String>)> {
    let Booking { life, attendee, .. } = &view.booking;
    let days = attendee.answers.iter().map(|answer| answer.keep_days);
    let until = intake::delete_at(life, days.max()?);
    let values = [
        ("count", attendee.answers.len().into()),
        ("host", view.host.name.as_str().into()),
        ("date", t.date_long(zone::date(until, attendee.zone)).into()),
    ];
    Some((t.get("answers"), vec![t.with("answers-told", &values)]))
}

/// Who reads the answers and when they are deleted, in one sentence; none if nothing is asked.
/// Where that differs from question to question, each says it for itself.
pub fn note(t: &Words, event_type: &EventType) -> Option<String> {
    let first = event_type.questions.first()?;
    Some(if keep_same(event_type) {
        t.one("answers-note", "kept", kept(t, first.keep_days))
    } else {
        t.get("answers-note-each")
    })
}

fn keep_same(event_type: &EventType) -> bool {
    let first = event_type.questions.first().map(|first| first.keep_days);
    let mut questions = event_type.questions.iter();
    questions.all(|question| Some(question.keep_days) == first)
}

/// `90 Tage nach der Sitzung`, `gleich nach der Sitzung`.
fn kept(t: &Words, days: u32) -> String {
    match days {
        0 => t.get("kept-until-over"),
        days => t.one("kept-days", "count", days),
    }
}

/// The fields of all questions; `value` is what was typed into a field of this name.
pub fn fields<'a>(
    t: &Words,
    event_type: &EventType,
    value: impl Fn(&str) -> &'a str,
) -> Vec<Field> {
    let is_same = keep_same(event_type);
    event_type
        .questions
        .iter()
        .map(|question| {
            let name = format!("answers.{}", question.key);
            let field = field(t, question, &name, value(&name));
            match hint(t, question, is_same) {
                hint if hint.is_empty() => field,
                hint => field.hint(hint),
            }
        })
        .collect()
}

fn field(t: &Words, question: &Question, name: &str, value: &str) -> Field {
    let kind = match question.kind {
        QuestionKind::Line => Kind::Line,
        QuestionKind::Text => Kind::Area,
        QuestionKind::Phone => Kind::Phone,
        QuestionKind::Check => Kind::Check,
        QuestionKind::Number { .. } => Kind::Decimal,
        QuestionKind::Choice(_) | QuestionKind::YesNo => Kind::Choice,
        QuestionKind::Several(_) => Kind::Several,
    };
    let mut field = Field::new(name, question.label.clone(), kind, value);
    match &question.kind {
        QuestionKind::Choice(options) | QuestionKind::Several(options) => {
            field = field.options(options);
        }
        QuestionKind::YesNo => {
            field.options = [("yes", t.get("answer-yes")), ("no", t.get("answer-no"))]
                .map(|(option, label)| FieldOption {
                    value: option.to_owned(),
                    label,
                    is_chosen: option == value,
                })
                .into();
        }
        QuestionKind::Phone => field = field.autocomplete("tel"),
        _ => {}
    }
    if question.is_required {
        field
    } else {
        field.optional()
    }
}

/// What it is for, what fits, and how long it is kept if that is not said for all.
fn hint(t: &Words, question: &Question, keeps_same: bool) -> String {
    let purpose = Some(question.purpose.as_str()).filter(|purpose| !purpose.is_empty());
    let fits = match &question.kind {
        QuestionKind::Number { min, max } => limits(t, *min, *max),
        QuestionKind::Several(_) => Some(t.get("several-hint")),
        _ => None,
    };
    let deleted = t.one("answer-deleted", "kept", kept(t, question.keep_days));
    [
        purpose.map(|purpose| t.one("answer-purpose", "purpose", purpose)),
        fits,
        Some(deleted).filter(|_| !keeps_same),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

fn limits(t: &Words, min: Option<Decimal>, max: Option<Decimal>) -> Option<String> {
    let words = |number: Decimal| t.decimal(&number.to_string());
    match (min, max) {
        (Some(min), Some(max)) => Some(t.with(
            "number-between",
            &[("min", words(min).into()), ("max", words(max).into())],
        )),
        (Some(min), None) => Some(t.one("number-least", "min", words(min))),
        (None, Some(max)) => Some(t.one("number-most", "max", words(max))),
        (None, None) => None,
    }
}
