//! What a client is asked when booking: questions, the answers that fit them, and how long these
//! are kept.

mod decimal;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

use super::booking::{Life, Status};
use super::text::{self, TextError};

pub use decimal::Decimal;

/// How many days answers are kept if the host says nothing.
pub const USUAL_KEEP_DAYS: u32 = 90;
/// How many days answers can be kept at the most: ten years.
pub const MOST_KEEP_DAYS: u32 = 3_650;

/// A question the client answers when booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The key of its answer, unique in the event type: `topic`.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// Whether booking needs an answer.
    pub is_required: bool,
    /// What the host needs the answer for; may be empty.
    pub purpose: String,
    /// How many days after the session the answer is deleted.
    pub keep_days: u32,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            key: String::new(),
            label: String::new(),
            kind: QuestionKind::Line,
            is_required: false,
            purpose: String::new(),
            keep_days: USUAL_KEEP_DAYS,
        }
    }
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// One line.
    Line,
    /// Some lines.
    Text,
    /// One of these.
    Choice(Vec<String>),
    /// Any of these; a required one needs one at least.
    Several(Vec<String>),
    /// A tick; a required one must be set.
    Check,
    /// Yes or no.
    YesNo,
    /// A telephone number.
    Phone,
    /// A number, within limits if there are any; both belong to it.
    Number {
        /// The least that fits.
        min: Option<Decimal>,
        /// The most that fits.
        max: Option<Decimal>,
    },
}

/// A question as it was asked, and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The question's words when it was answered; they stay when it is changed or removed.
    pub question: String,
    /// What was answered.
    pub given: Given,
    /// How many days after the session it is deleted, as the client was told.
    pub keep_days: u32,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// In the client's words, one or some lines.
    Text(String),
    /// What was chosen of several, in the order of the options; never empty.
    Several(Vec<String>),
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Given {
    /// The answer as text for programs: several are divided by line ends.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Several(chosen) => chosen.join("\n"),
            Self::Yes => "yes".to_owned(),
            Self::No => "no".to_owned(),
        }
    }
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// As a text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// No telephone number.
    #[error("is not a telephone number")]
    NotAPhone,
    /// No number.
    #[error("is not a number")]
    NotANumber,
    /// A number below the least.
    #[error("is too small")]
    TooSmall,
    /// A number above the most.
    #[error("is too large")]
    TooLarge,
    /// Not one of the options.
    #[error("is not one of the options")]
    UnknownChoice,
    /// More than there are options.
    #[error("are more than there are options")]
    TooMany,
    /// A tick that must be set.
    #[error("must be agreed to")]
    MustAgree,
}

impl Question {
    /// The answer as it is kept; none when an optional question was left out. What was chosen of
    /// several comes one a line.
    ///
    /// # Errors
    /// `AnswerError` says why it does not fit.
    pub fn check(&self, typed: &str) -> Result<Option<Answer>, AnswerError> {
        let given = self.kind.read(typed, usize::from(self.is_required))?;
        Ok(given.map(|given| Answer {
            question: self.label.clone(),
            given,
            keep_days: self.keep_days,
        }))
    }
}

impl QuestionKind {
    fn read(&self, typed: &str, min: usize) -> Result<Option<Given>, AnswerError> {
        let text = match self {
            Self::Line => text::one_line(typed, min, 500)?,
            Self::Text => text::lines(typed, min, 5_000)?,
            Self::Phone => phone(text::one_line(typed, min, 40)?)?,
            Self::Choice(options) => choice(text::one_line(typed, min, 120)?, options)?,
            Self::Number { min: least, max } => {
                number(text::one_line(typed, min, 40)?, *least, *max)?
            }
            Self::Several(options) => return several(typed, min, options),
            Self::Check => return check_mark(typed, min),
            Self::YesNo => return yes_or_no(typed, min),
        };
        Ok(Some(text).filter(|text| !text.is_empty()).map(Given::Text))
    }
}

fn phone(number: String) -> Result<String, AnswerError> {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_number = number
        .chars()
        .all(|c| c.is_ascii_digit() || " +-/().".contains(c));
    if !number.is_empty() && (!is_number || digits < 5) {
        return Err(AnswerError::NotAPhone);
    }
    Ok(number)
}

fn choice(chosen: String, options: &[String]) -> Result<String, AnswerError> {
    if !chosen.is_empty() && !options.contains(&chosen) {
        return Err(AnswerError::UnknownChoice);
    }
    Ok(chosen)
}

/// A number stays as it was typed; its value only has to lie within the limits.
fn number(
    typed: String,
    min: Option<Decimal>,
    max: Option<Decimal>,
) -> Result<String, AnswerError> {
    if typed.is_empty() {
        return Ok(typed);
    }
    let value = Decimal::parse(&typed).ok_or(AnswerError::NotANumber)?;
    if min.is_some_and(|min| value < min) {
        return Err(AnswerError::TooSmall);
    }
    if max.is_some_and(|max| value > max) {
        return Err(AnswerError::TooLarge);
    }
    Ok(typed)
}

fn several(typed: &str, min: usize, options: &[String]) -> Result<Option<Given>, AnswerError> {
    let mut chosen = Vec::new();
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        if chosen.len() == options.len() {
            return Err(AnswerError::TooMany);
        }
        chosen.push(text::one_line(line, 1, 120)?);
    }
    if !chosen.iter().all(|one| options.contains(one)) {
        return Err(AnswerError::UnknownChoice);
    }
    if chosen.len() < min {
        return Err(TextError::Missing.into());
    }
    // In the order of the options, and each once.
    let chosen: Vec<String> = options
        .iter()
        .filter(|option| chosen.contains(option))
        .cloned()
        .collect();
    Ok(Some(chosen)
        .filter(|chosen| !chosen.is_empty())
        .map(Given::Several))
}

fn check_mark(typed: &str, min: usize) -> Result<Option<Given>, AnswerError> {
    match typed.trim() {
        "" | "no" | "false" if min > 0 => Err(AnswerError::MustAgree),
        "" | "no" | "false" => Ok(None),
        _ => Ok(Some(Given::Yes)),
    }
}

fn yes_or_no(typed: &str, min: usize) -> Result<Option<Given>, AnswerError> {
    match typed.trim() {
        "" if min > 0 => Err(TextError::Missing.into()),
        "" => Ok(None),
        "yes" => Ok(Some(Given::Yes)),
        "no" => Ok(Some(Given::No)),
        _ => Err(AnswerError::UnknownChoice),
    }
}

/// From when on the days are counted that answers are kept: the end of the session, or the
/// moment it was called off if that is earlier.
pub fn kept_from(life: &Life) -> DateTime<Utc> {
    match life.status {
        Status::Cancelled { at, .. } => at.min(life.span.end()),
        Status::Tentative { .. } | Status::Confirmed => life.span.end(),
    }
}

/// From when on an answer to this booking is to be deleted.
pub fn delete_at(life: &Life, keep_days: u32) -> DateTime<Utc> {
    kept_from(life)
        .checked_add_signed(TimeDelta::days(i64::from(keep_days)))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
