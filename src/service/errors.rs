//! Why an act was refused.

use crate::kernel::availability::HoursError;
use crate::kernel::booking::TransitionError;
use crate::kernel::energy::EnergyError;
use crate::kernel::intake::AnswerError;
use crate::kernel::invoice::InvoiceError;
use crate::kernel::limits::LimitsError;
use crate::kernel::money::AmountError;
use crate::kernel::packages::PackageError;
use crate::kernel::people::{EmailError, NameError};
use crate::kernel::policy::{LinkTermsError, PatternError, PolicyError, PolicyRefusal};
use crate::kernel::polls::PollError;
use crate::kernel::price::ChoiceError;
use crate::kernel::slots::{Refusal, RulesError};
use crate::kernel::text::TextError;
use crate::kernel::withdrawal::WithdrawalError;
use crate::kernel::zone::UnknownZone;
use crate::signature::KeyError;
use crate::store::StoreError;

/// Why an act was refused.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or not for the one who asks.
    #[error("not found")]
    NotFound,
    /// Known, but may not do this.
    #[error("you may not do this")]
    Forbidden,
    /// Something typed cannot be taken.
    #[error("some fields need another look")]
    Invalid(Vec<FieldError>),
    /// The time cannot be booked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The booking does not stand so that this could be done.
    #[error(transparent)]
    Transition(#[from] TransitionError),
    /// The poll does not stand so that this could be done.
    #[error(transparent)]
    Poll(#[from] PollError),
    /// Something else is against it than time and state.
    #[error(transparent)]
    Policy(#[from] PolicyRefusal),
    /// The package does not stand so that this could be done.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The key was used for another request.
    #[error("this Idempotency-Key was used for another request")]
    IdempotencyKeyReused,
    /// Something else still needs it.
    #[error("this is still in use")]
    InUse,
    /// The invoice could not be made or taken back.
    #[error(transparent)]
    Invoice(#[from] InvoiceError),
    /// The contract cannot be taken back.
    #[error(transparent)]
    Withdrawal(#[from] WithdrawalError),
    /// The login is wrong.
    #[error("user name, e-mail address or password is wrong")]
    WrongLogin,
    /// A key could not be made or read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Overlap => Self::Refused(Refusal::Taken),
            StoreError::Oversold => Self::Refused(Refusal::Full),
            StoreError::InUse => Self::InUse,
            other => Self::Store(other),
        }
    }
}

/// One field that needs another look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Its name, `email`, `answers.topic`, `weekly.0.to`.
    pub field: String,
    /// What is wrong, as the key of a text: `error-<code>`.
    pub code: &'static str,
    /// The number that the text speaks of.
    pub max: Option<usize>,
}

/// Collects what is wrong with what was typed, so that everything can be said at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// The value, or none and a note of what is wrong.
    pub fn take<T, E: Into<Problem>>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(field, error)).ok()
    }

    /// Notes that something is wrong.
    pub fn add(&mut self, field: &str, problem: impl Into<Problem>) {
        let Problem { code, max } = problem.into();
        self.0.push(FieldError {
            field: field.to_owned(),
            code,
            max,
        });
    }

    /// Fails when anything was noted.
    ///
    /// # Errors
    /// `Invalid` with everything that was noted.
    pub fn finish(self) -> Result<(), ServiceError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ServiceError::Invalid(self.0))
        }
    }
}

/// What is wrong with a field.
pub struct Problem {
    code: &'static str,
    max: Option<usize>,
}

impl Problem {
    /// What is wrong, with the number that the text speaks of.
    pub(super) fn of(code: &'static str, max: u32) -> Self {
        Self {
            code,
            max: usize::try_from(max).ok(),
        }
    }
}

impl From<&'static str> for Problem {
    fn from(code: &'static str) -> Self {
        Self { code, max: None }
    }
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Missing => "missing".into(),
            TextError::TooLong { max } => Self {
                code: "too-long",
                max: Some(max),
            },
            TextError::Unprintable => "unprintable".into(),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Text(error) => return error.into(),
            AnswerError::NotAPhone => "not-a-number",
            AnswerError::NotANumber => "not-a-decimal",
            AnswerError::TooSmall => "too-small",
            AnswerError::TooLarge => "too-large",
            AnswerError::UnknownChoice => "unknown-choice",
            AnswerError::TooMany => "too-many",
            AnswerError::MustAgree => "must-agree",
        }
        .into()
    }
}

impl From<EmailError> for Problem {
    fn from(error: EmailError) -> Self {
        match error {
            EmailError::Missing => "missing",
            EmailError::NoAt => "no-at",
            EmailError::Malformed => "malformed-email",
        }
        .into()
    }
}

impl From<NameError> for Problem {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Length => "name-length",
            NameError::Characters => "name-characters",
            NameError::Reserved => "name-reserved",
        }
        .into()
    }
}

impl From<HoursError> for Problem {
    fn from(error: HoursError) -> Self {
        match error {
            HoursError::NotATime => "not-a-time",
            HoursError::Empty => "empty-range",
            HoursError::AcrossMidnight => "across-midnight",
            HoursError::WeeklyOverlap(_) | HoursError::OverrideOverlap(_) => "overlap",
            HoursError::OverrideTwice(_) => "date-twice",
        }
        .into()
    }
}

impl From<RulesError> for Problem {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Durations => "durations",
            RulesError::Step => "step",
            RulesError::Buffer => "buffer",
            RulesError::Notice => "notice",
            RulesError::Seats => "seats",
            RulesError::Window => "window",
            RulesError::Limits(LimitsError::Zero) => "limit-zero",
            RulesError::Limits(LimitsError::Order) => "limit-order",
        }
        .into()
    }
}

impl From<AmountError> for Problem {
    fn from(error: AmountError) -> Self {
        match error {
            AmountError::NotAnAmount => "not-an-amount",
            AmountError::NotPositive => "not-positive",
            AmountError::TooMuch => "too-much",
        }
        .into()
    }
}

impl From<PolicyError> for Problem {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Window => "policy-window",
            PolicyError::Fee => "policy-fee",
            PolicyError::Moves => "policy-moves",
            PolicyError::Open => "policy-open",
            PolicyError::Answer => "policy-answer",
        }
        .into()
    }
}

impl From<ChoiceError> for Problem {
    fn from(error: ChoiceError) -> Self {
        match error {
            ChoiceError::Missing => "choose-price",
            ChoiceError::Unknown => "unknown-price",
        }
        .into()
    }
}

impl From<LinkTermsError> for Problem {
    fn from(error: LinkTermsError) -> Self {
        match error {
            LinkTermsError::Uses => "link-uses",
            LinkTermsError::Past => "link-past",
            LinkTermsError::Price => "link-price",
        }
        .into()
    }
}

impl From<EnergyError> for Problem {
    fn from(error: EnergyError) -> Self {
        match error {
            EnergyError::Zero => "limit-zero",
            EnergyError::Order => "limit-order",
            EnergyError::InARow => "in-a-row",
            EnergyError::TimeOfDay => "time-of-day",
            EnergyError::Gap => "gap",
        }
        .into()
    }
}

impl From<PatternError> for Problem {
    fn from(error: PatternError) -> Self {
        match error {
            PatternError::Missing => "missing",
            PatternError::Malformed => "block-pattern",
        }
        .into()
    }
}

impl From<UnknownZone> for Problem {
    fn from(_: UnknownZone) -> Self {
        "unknown-zone".into()
    }
}
