//! The questions of an event type's form: what was typed, read and written again.

use super::super::fields::{Field, Kind};
use super::inputs::select;
use super::typed::Typed;
use crate::kernel::event_type::{Question, QuestionKind};
use crate::kernel::intake::{Decimal, MOST_KEEP_DAYS, USUAL_KEEP_DAYS};
use crate::service::FieldError;
use crate::texts::Words;

/// The kinds of a question, as the form names them.
const KINDS: [&str; 8] = [
    "line", "text", "choice", "several", "yes-no", "check", "phone", "number",
];

/// A question as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedQuestion {
    /// The key of its answer; empty when it is new.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: String,
    /// What the answer is for.
    pub purpose: String,
    /// One option a line.
    pub options: String,
    /// The least number that fits.
    pub min: String,
    /// The most that fits.
    pub max: String,
    /// Days after the session.
    pub keep_days: String,
    /// Whether booking needs an answer.
    pub is_required: bool,
}

/// Adds a stored question to a form.
pub fn write(typed: &mut Typed, place: usize, question: &Question) {
    let name = |part: &str| format!("question.{place}.{part}");
    let number = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    typed.push(&name("key"), &question.key);
    typed.push(&name("label"), &question.label);
    typed.push(&name("purpose"), &question.purpose);
    typed.push(&name("keep_days"), question.keep_days);
    let kind = match &question.kind {
        QuestionKind::Line => "line",
        QuestionKind::Text => "text",
        QuestionKind::Check => "check",
        QuestionKind::YesNo => "yes-no",
        QuestionKind::Phone => "phone",
        QuestionKind::Number { min, max } => {
            typed.push(&name("min"), number(*min));
            typed.push(&name("max"), number(*max));
            "number"
        }
        QuestionKind::Choice(options) => {
            typed.push(&name("options"), options.join("\n"));
            "choice"
        }
        QuestionKind::Several(options) => {
            typed.push(&name("options"), options.join("\n"));
            "several"
        }
    };
    typed.push(&name("kind"), kind);
    if question.is_required {
        typed.push(&name("required"), "yes");
    }
}

/// The questions as typed, in order.
pub fn typed_questions(typed: &Typed) -> Vec<TypedQuestion> {
    (0..)
        .map(|place| {
            let get = |part: &str| typed.text(&format!("question.{place}.{part}"));
            TypedQuestion {
                key: get("key"),
                label: get("label"),
                kind: get("kind"),
                purpose: get("purpose"),
                options: get("options"),
                min: get("min"),
                max: get("max"),
                keep_days: get("keep_days"),
                is_required: !get("required").is_empty(),
            }
        })
        .take_while(|question| !question.kind.is_empty())
        .take(40)
        .collect()
}

/// Does what a button of the form asks for: `add`, `remove-2`, `up-2`, `down-2`. None when the
/// button means to save.
pub fn change(mut questions: Vec<TypedQuestion>, button: &str) -> Option<Vec<TypedQuestion>> {
    let place = |text: &str| text.parse::<usize>().ok().filter(|p| *p < questions.len());
    if button == "add" {
        questions.push(TypedQuestion {
            kind: "line".to_owned(),
            ..TypedQuestion::default()
        });
        return Some(questions);
    }
    let (act, at) = button.split_once('-')?;
    let at = place(at)?;
    match act {
        "remove" => {
            questions.remove(at);
        }
        "up" if at > 0 => questions.swap(at, at - 1),
        "down" if at + 1 < questions.len() => questions.swap(at, at + 1),
        _ => {}
    }
    Some(questions)
}

/// Reads the question at a place among all. What is no number is noted in `wrong`.
pub fn read(place: usize, all: &[TypedQuestion], wrong: &mut Vec<FieldError>) -> Question {
    let typed = all.get(place).cloned().unwrap_or_default();
    let mut note = |part: &str, code: &'static str| {
        wrong.push(FieldError {
            field: format!("question.{place}.{part}"),
            code,
            max: None,
        });
    };
    let kind = read_kind(&typed, &mut note);
    let keep_days = match typed.keep_days.trim() {
        "" => Some(USUAL_KEEP_DAYS),
        text => text.parse().ok().filter(|days| *days <= MOST_KEEP_DAYS),
    };
    if keep_days.is_none() {
        note("keep_days", "keep-days");
    }
    Question {
        key: key(place, &typed, all),
        label: typed.label,
        kind,
        is_required: typed.is_required,
        purpose: typed.purpose,
        keep_days: keep_days.unwrap_or_default(),
    }
}

fn read_kind(typed: &TypedQuestion, note: &mut impl FnMut(&str, &'static str)) -> QuestionKind {
    let options = || {
        let lines = typed.options.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match typed.kind.as_str() {
        "text" => QuestionKind::Text,
        "check" => QuestionKind::Check,
        "yes-no" => QuestionKind::YesNo,
        "phone" => QuestionKind::Phone,
        "choice" => QuestionKind::Choice(options()),
        "several" => QuestionKind::Several(options()),
        "number" => {
            let mut limit = |part: &str, text: &str| {
                let number = Decimal::parse(text);
                if number.is_none() && !text.trim().is_empty() {
                    note(part, "not-a-decimal");
                }
                number
            };
            QuestionKind::Number {
                min: limit("min", &typed.min),
                max: limit("max", &typed.max),
            }
        }
        _ => QuestionKind::Line,
    }
}

/// The key that a question has, or the first number that no other has.
fn key(place: usize, typed: &TypedQuestion, all: &[TypedQuestion]) -> String {
    if !typed.key.is_empty() {
        return typed.key.clone();
    }
    let is_free = |key: &str| !all.iter().any(|other| other.key == key);
    (place + 1..)
        .map(|number| format!("question-{number}"))
        .find(|key| is_free(key))
        .unwrap_or_default()
}

/// The fields of one question.
pub fn fields(t: &Words, place: usize, question: &TypedQuestion) -> Vec<Field> {
    let field = |part: &str, label: String, kind: Kind, value: &str| {
        Field::new(&format!("question.{place}.{part}"), label, kind, value)
    };
    let kinds = KINDS.map(|kind| (kind.to_owned(), kind_words(t, kind)));
    let mut fields = vec![
        field(
            "label",
            t.get("question-label"),
            Kind::Line,
            &question.label,
        ),
        select(
            field("kind", t.get("question-kind"), Kind::Select, &question.kind),
            kinds,
        ),
    ];
    let chooses = matches!(question.kind.as_str(), "choice" | "several");
    if chooses || !question.options.is_empty() {
        let label = t.get("question-options");
        let options = field("options", label, Kind::Area, &question.options);
        fields.push(options.optional().hint(t.get("question-options-hint")));
    }
    if question.kind == "number" {
        let (min, max) = (t.get("question-min"), t.get("question-max"));
        fields.push(field("min", min, Kind::Decimal, &question.min).optional());
        fields.push(field("max", max, Kind::Decimal, &question.max).optional());
    }
    let usual = USUAL_KEEP_DAYS.to_string();
    let keep_days = Some(question.keep_days.as_str()).filter(|days| !days.is_empty());
    let required = if question.is_required { "yes" } else { "" };
    fields.extend([
        field(
            "purpose",
            t.get("question-purpose"),
            Kind::Line,
            &question.purpose,
        )
        .optional()
        .hint(t.get("question-purpose-hint")),
        field(
            "keep_days",
            t.get("question-keep-days"),
            Kind::Number,
            keep_days.unwrap_or(&usual),
        )
        .hint(t.get("question-keep-days-hint")),
        field(
            "required",
            t.get("question-required"),
            Kind::Check,
            required,
        ),
    ]);
    fields
}

fn kind_words(t: &Words, kind: &str) -> String {
    match kind {
        "text" => t.get("question-text"),
        "choice" => t.get("question-choice"),
        "several" => t.get("question-several"),
        "yes-no" => t.get("question-yes-no"),
        "check" => t.get("question-check"),
        "phone" => t.get("question-phone-number"),
        "number" => t.get("question-number"),
        _ => t.get("question-line"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(label: &str) -> TypedQuestion {
        TypedQuestion {
            label: label.to_owned(),
            kind: "line".to_owned(),
            ..TypedQuestion::default()
        }
    }

    fn labels(questions: &[TypedQuestion]) -> Vec<&str> {
        questions
            .iter()
            .map(|question| question.label.as_str())
            .collect()
    }

    #[test]
    fn questions_are_moved_and_removed_by_buttons() {
        let questions = vec![question("a"), question("b"), question("c")];

        let up = change(questions.clone(), "up-2").unwrap();
        let removed = change(questions.clone(), "remove-0").unwrap();

        assert_eq!(labels(&up), ["a", "c", "b"]);
        assert_eq!(labels(&removed), ["b", "c"]);
        assert_eq!(change(questions.clone(), "add").unwrap().len(), 4);
        assert_eq!(change(questions.clone(), "save"), None);
        assert_eq!(change(questions, "remove-7"), None);
    }

    #[test]
    fn new_questions_get_keys_that_are_free() {
        let mut taken = question("a");
        taken.key = "question-2".to_owned();

        let read = read(1, &[taken, question("b")], &mut Vec::new());

        assert_eq!(read.key, "question-3");
        assert_eq!(read.keep_days, USUAL_KEEP_DAYS);
    }

    #[test]
    fn what_is_no_number_is_noted_at_its_part() {
        let mut number = question("How many?");
        number.kind = "number".to_owned();
        number.min = "1e3".to_owned();
        number.max = "ten".to_owned();
        number.keep_days = "-1".to_owned();
        let mut wrong = Vec::new();

        read(0, &[number], &mut wrong);

        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        let expected = ["question.0.min", "question.0.max", "question.0.keep_days"];
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_stored_question_is_written_and_read_again() {
        let stored = Question {
            key: "people".to_owned(),
            label: "How many?".to_owned(),
            kind: QuestionKind::Number {
                min: Decimal::parse("1"),
                max: None,
            },
            is_required: true,
            purpose: "For the room".to_owned(),
            keep_days: 0,
        };
        let mut typed = Typed::default();

        write(&mut typed, 0, &stored);

        let again = read(0, &typed_questions(&typed), &mut Vec::new());
        assert_eq!(again, stored);
    }
}
