//! The form of one reminder: what was typed, read and written again; and a reminder in words.

use super::super::fields::{Field, Kind};
use super::inputs::{checked, select};
use super::typed::Typed;
use crate::kernel::people::Language;
use crate::kernel::placeholders::Placeholder;
use crate::kernel::reminder::{Audience, Occasion, Reminder, Wording};
use crate::mail::reminder::{Side, standard};
use crate::service::FieldError;
use crate::texts::Words;

/// Minutes of the units that a time can be given in.
const UNITS: [(&str, u32); 3] = [("minutes", 1), ("hours", 60), ("days", 24 * 60)];
/// The names of the texts in the form: language and part.
const TEXTS: [&str; 4] = ["de.subject", "de.body", "en.subject", "en.body"];

/// The fields of the form.
pub struct Fields {
    /// What it is sent for.
    pub occasion: Field,
    /// How long before or after, or how many sessions are left.
    pub time: Vec<Field>,
    /// Who gets it.
    pub to: Field,
    /// The host's own words in German, then in English.
    pub texts: Vec<Field>,
}

impl Fields {
    /// Every field that needs another look, in order.
    pub fn wrong(&self) -> Vec<&Field> {
        std::iter::once(&self.occasion)
            .chain(&self.time)
            .chain(std::iter::once(&self.to))
            .chain(&self.texts)
            .filter(|field| field.error.is_some())
            .collect()
    }
}

/// The form of a stored reminder.
pub fn write(reminder: &Reminder) -> Typed {
    let (kind, amount, is_time) = match reminder.occasion {
        Occasion::Before { minutes } => ("before", minutes, true),
        Occasion::After { minutes } => ("after", minutes, true),
        Occasion::NoShow { minutes } => ("no-show", minutes, true),
        Occasion::Package { left } => ("package", left, false),
    };
    // A day is written as 24 hours, and so is what is not a whole number of longer ones.
    let (unit, factor) = UNITS
        .into_iter()
        .rev()
        .find(|(_, factor)| is_time && amount > *factor && amount.is_multiple_of(*factor))
        .unwrap_or(UNITS[0]);
    let to = match reminder.to {
        Audience::Client => "client",
        Audience::Host => "host",
        Audience::Both => "both",
    };
    Typed::default()
        .with("occasion", kind)
        .with("number", amount / factor)
        .with("unit", unit)
        .with("to", to)
        .with("de.subject", &reminder.de.subject)
        .with("de.body", &reminder.de.body)
        .with("en.subject", &reminder.en.subject)
        .with("en.body", &reminder.en.body)
}

/// What an empty form begins with.
pub fn blank() -> Typed {
    Typed::default()
        .with("occasion", "before")
        .with("number", 24)
        .with("unit", "hours")
        .with("to", "client")
}

/// Reads what was typed.
///
/// # Errors
/// The number, if it is none.
pub fn read(typed: &Typed, id: &str) -> Result<Reminder, Vec<FieldError>> {
    let number = typed.get("number").trim().parse::<u32>();
    let Some(number) = number.ok().filter(|number| *number <= 1_000_000) else {
        return Err(vec![FieldError {
            field: "number".to_owned(),
            code: "whole-number",
            max: None,
        }]);
    };
    let factor = UNITS
        .iter()
        .find(|(unit, _)| *unit == typed.get("unit"))
        .map_or(1, |(_, factor)| *factor);
    let minutes = number.saturating_mul(factor);
    let wording = |language: &str| Wording {
        subject: typed.text(&format!("{language}.subject")),
        body: typed.text(&format!("{language}.body")),
    };
    Ok(Reminder {
        id: id.to_owned(),
        occasion: match typed.get("occasion") {
            "after" => Occasion::After { minutes },
            "no-show" => Occasion::NoShow { minutes },
            "package" => Occasion::Package { left: number },
            _ => Occasion::Before { minutes },
        },
        to: match typed.get("to") {
            "host" => Audience::Host,
            "both" => Audience::Both,
            _ => Audience::Client,
        },
        de: wording("de"),
        en: wording("en"),
    })
}

/// What was typed, with the standard words where a text is empty.
pub fn with_standard(typed: &Typed, reminder: &Reminder, words: [&Words; 2], side: Side) -> Typed {
    let mut filled = Typed::default();
    for name in ["occasion", "number", "unit", "to"] {
        filled.push(name, typed.get(name));
    }
    for t in words {
        let standard = standard(t, reminder.occasion, side);
        let own = reminder.wording(t.language);
        let either = |own: &String, standard: String| match own.trim().is_empty() {
            true => standard,
            false => own.clone(),
        };
        filled.push(
            &format!("{}.subject", t.tag()),
            either(&own.subject, standard.subject),
        );
        filled.push(
            &format!("{}.body", t.tag()),
            either(&own.body, standard.body),
        );
    }
    filled
}

/// The errors of the service under the names that the form has for its fields.
pub fn named_as_typed(errors: Vec<FieldError>) -> Vec<FieldError> {
    errors
        .into_iter()
        .map(|mut error| {
            // `reminders.3.de.body` is `de.body` here; too many of them is said at the first field.
            error.field = match error.field.splitn(3, '.').nth(2) {
                Some(name) => name.to_owned(),
                None if error.field == "reminders" => "occasion".to_owned(),
                None => error.field,
            };
            error
        })
        .collect()
}

/// The fields with what was typed and what is wrong with it.
pub fn fields(t: &Words, typed: &Typed, errors: &[FieldError]) -> Fields {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    let occasion = select(
        field("occasion", t.get("reminder-occasion"), Kind::Select),
        [
            ("before".to_owned(), t.get("reminder-occasion-before")),
            ("after".to_owned(), t.get("reminder-occasion-after")),
            ("no-show".to_owned(), t.get("reminder-occasion-no-show")),
            ("package".to_owned(), t.get("reminder-occasion-package")),
        ],
    );
    let unit = select(
        field("unit", t.get("reminder-unit"), Kind::Select),
        [
            ("minutes".to_owned(), t.get("unit-minutes")),
            ("hours".to_owned(), t.get("unit-hours")),
            ("days".to_owned(), t.get("unit-days")),
        ],
    );
    let to = select(
        field("to", t.get("reminder-to"), Kind::Choice),
        [
            ("client".to_owned(), t.get("reminder-to-client")),
            ("host".to_owned(), t.get("reminder-to-host")),
            ("both".to_owned(), t.get("reminder-to-both")),
        ],
    );
    let number =
        field("number", t.get("reminder-number"), Kind::Number).hint(t.get("reminder-number-hint"));
    Fields {
        occasion: occasion.checked(t, errors),
        time: checked(t, vec![number, unit], errors),
        to: to.checked(t, errors),
        texts: checked(t, texts(t, typed), errors),
    }
}

fn texts(t: &Words, typed: &Typed) -> Vec<Field> {
    TEXTS
        .iter()
        .map(|name| {
            let (label, kind) = match *name {
                "de.subject" => (t.get("reminder-subject-in-de"), Kind::Line),
                "de.body" => (t.get("reminder-body-in-de"), Kind::Area),
                "en.subject" => (t.get("reminder-subject-in-en"), Kind::Line),
                _ => (t.get("reminder-body-in-en"), Kind::Area),
            };
            Field::new(name, label, kind, typed.get(name)).optional()
        })
        .collect()
}

/// What a reminder is sent for, in words: `24 Stunden vor dem Beginn`.
pub fn occasion_words(t: &Words, occasion: Occasion) -> String {
    match occasion {
        Occasion::Before { minutes } => t.one("reminder-when-before", "time", t.minutes(minutes)),
        Occasion::After { minutes: 0 } => t.get("reminder-when-after-at-once"),
        Occasion::After { minutes } => t.one("reminder-when-after", "time", t.minutes(minutes)),
        Occasion::NoShow { minutes: 0 } => t.get("reminder-when-no-show-at-once"),
        Occasion::NoShow { minutes } => t.one("reminder-when-no-show", "time", t.minutes(minutes)),
        Occasion::Package { left } => t.one("reminder-when-package", "count", left),
    }
}

/// Who gets a reminder, in words.
pub fn audience_words(t: &Words, to: Audience) -> String {
    match to {
        Audience::Client => t.get("reminder-to-client"),
        Audience::Host => t.get("reminder-to-host"),
        Audience::Both => t.get("reminder-to-both"),
    }
}

/// In whose words it is written.
pub fn wording_words(t: &Words, reminder: &Reminder) -> String {
    let is_own = Language::ALL
        .into_iter()
        .any(|language| *reminder.wording(language) != Wording::default());
    match is_own {
        true => t.get("reminder-own-words"),
        false => t.get("reminder-standard-words"),
    }
}

/// Every placeholder, and what it stands for.
pub fn placeholders(t: &Words) -> Vec<(String, String)> {
    Placeholder::ALL
        .into_iter()
        .map(|known| {
            let meaning = match known {
                Placeholder::Name => t.get("placeholder-name"),
                Placeholder::Host => t.get("placeholder-host"),
                Placeholder::Title => t.get("placeholder-title"),
                Placeholder::When => t.get("placeholder-when"),
                Placeholder::Zone => t.get("placeholder-zone"),
                Placeholder::Place => t.get("placeholder-place"),
                Placeholder::Door => t.get("placeholder-door"),
                Placeholder::Manage => t.get("placeholder-manage"),
                Placeholder::Again => t.get("placeholder-again"),
                Placeholder::Coop => t.get("placeholder-coop"),
                Placeholder::Left => t.get("placeholder-left"),
            };
            (known.written(), meaning)
        })
        .collect()
}
