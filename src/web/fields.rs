//! The fields of a form, as `parts.html` prints them: what was typed stays, what is wrong is said
//! beside it.

use crate::service::FieldError;
use crate::texts::Words;

/// What kind of control a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Some lines.
    Area,
    /// One of several.
    Choice,
    /// Any of several; the value has one a line.
    Several,
    /// Yes or no.
    Check,
    /// A password; what was typed is not shown again.
    Password,
    /// One of many, from a list that unfolds.
    Select,
    /// A whole number.
    Number,
    /// A number, perhaps with digits behind the point.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
}

impl Kind {
    /// The `type` of the input.
    pub fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Check | Self::Several => "checkbox",
            Self::Choice => "radio",
            Self::Password => "password",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Line | Self::Area | Self::Select | Self::Decimal => "text",
        }
    }
}

/// One of several.
pub struct FieldOption {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// It was chosen.
    pub is_chosen: bool,
}

/// A field of a form.
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// Its name in the page.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// What kind of control it has.
    pub kind: Kind,
    /// What was typed.
    pub value: String,
    /// It must be filled.
    pub is_required: bool,
    /// What browsers may fill in (HTML, autofill).
    pub autocomplete: &'static str,
    /// What can be chosen, for `Kind::Choice` and `Kind::Several`.
    pub options: Vec<FieldOption>,
    /// What is done with it.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// It cannot be changed here.
    pub is_locked: bool,
    /// The ids of error and hint.
    pub described_by: String,
}

impl Field {
    /// A required field.
    pub fn new(name: &str, label: String, kind: Kind, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            id: name.replace('.', "-"),
            label,
            kind,
            value: value.to_owned(),
            is_required: true,
            autocomplete: "",
            options: Vec::new(),
            hint: None,
            error: None,
            is_locked: false,
            described_by: String::new(),
        }
    }

    /// The field as one that may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }

    /// The field with what browsers may fill in.
    #[must_use]
    pub fn autocomplete(mut self, value: &'static str) -> Self {
        self.autocomplete = value;
        self
    }

    /// The field with a word on what is done with it.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The field with its options.
    #[must_use]
    pub fn options(mut self, options: &[String]) -> Self {
        self.options = options
            .iter()
            .map(|option| FieldOption {
                value: option.clone(),
                label: option.clone(),
                is_chosen: match self.kind {
                    Kind::Several => self.value.lines().any(|line| line == option),
                    _ => *option == self.value,
                },
            })
            .collect();
        self
    }

    /// The field with what is wrong with it, if anything is.
    #[must_use]
    pub fn checked(mut self, t: &Words, errors: &[FieldError]) -> Self {
        self.error = errors
            .iter()
            .find(|error| error.field == self.name)
            .map(|error| error_words(t, error));
        self.describe();
        self
    }

    /// Says what is wrong with the field, in words.
    pub fn refuse(&mut self, words: String) {
        self.error = Some(words);
        self.describe();
    }

    fn describe(&mut self) {
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        self.described_by = [error, hint]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
    }
}

/// What is wrong with a field, in words.
pub fn error_words(t: &Words, error: &FieldError) -> String {
    let key = format!("error-{}", error.code);
    match error.max {
        Some(max) => t.one(&key, "max", max),
        None => t.get(&key),
    }
}
