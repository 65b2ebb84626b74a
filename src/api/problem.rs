//! Every refusal as `application/problem+json` (RFC 9457).

use std::sync::Arc;

use actix_web::error::{JsonPayloadError, PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::slots::SlotDto;
use crate::http::error;
use crate::kernel::booking::TransitionError;
use crate::kernel::packages::PackageError;
use crate::kernel::people::Language;
use crate::kernel::policy::PolicyRefusal;
use crate::kernel::polls::PollError;
use crate::kernel::slots::Refusal;
use crate::service::{FieldError, ServiceError};
use crate::texts::Texts;

/// What is wrong, for programs and for people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem: `/problems/slot-taken`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The fields that need another look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Free times near the one that cannot be had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<SlotDto>,
}

/// One field that needs another look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Which: `email`, `answers.topic`, `weekly.0.to`.
    pub field: String,
    /// What, for programs: `no-at`.
    pub code: String,
    /// What, in words.
    pub message: String,
}

/// A refusal on its way out.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.title)]
pub struct ApiError(Box<Problem>);

impl ApiError {
    /// A problem without more to say than its title.
    pub fn new(status: StatusCode, kind: &str, title: impl Into<String>) -> Self {
        Self(Box::new(Problem {
            kind: format!("/problems/{kind}"),
            title: title.into(),
            status: status.as_u16(),
            errors: Vec::new(),
            nearest: Vec::new(),
        }))
    }

    /// Fields that need another look, with their messages.
    pub fn fields(texts: &Texts, fields: &[FieldError]) -> Self {
        let mut problem = Self::of(&ServiceError::Invalid(Vec::new()));
        problem.0.errors = fields
            .iter()
            .map(|field| FieldProblem {
                field: field.field.clone(),
                code: field.code.to_owned(),
                message: message(texts, field),
            })
            .collect();
        problem
    }

    /// One field that cannot be read.
    pub fn field(texts: &Texts, field: &str, code: &'static str) -> Self {
        let error = FieldError {
            field: field.to_owned(),
            code,
            max: None,
        };
        Self::fields(texts, &[error])
    }

    /// The same with free times to choose from instead.
    pub fn with_nearest(mut self, nearest: Vec<SlotDto>) -> Self {
        self.0.nearest = nearest;
        self
    }

    /// Without a token that is known.
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "a bearer token is needed; `zeitgenosse account token` makes one",
        )
    }

    /// A refusal of the service.
    pub fn of(error: &ServiceError) -> Self {
        error::log(error);
        let status = error::status(error);
        let title = if status.is_server_error() {
            "something went wrong here; nothing was changed".to_owned()
        } else {
            error.to_string()
        };
        Self::new(status, kind(error), title)
    }
}

/// Turns refusals of the service into problems, with messages at the fields.
pub fn explain(texts: &Arc<Texts>) -> impl Fn(ServiceError) -> ApiError + use<> {
    let texts = Arc::clone(texts);
    move |error| match &error {
        ServiceError::Invalid(fields) => ApiError::fields(&texts, fields),
        other => ApiError::of(other),
    }
}

fn message(texts: &Texts, field: &FieldError) -> String {
    let key = format!("error-{}", field.code);
    match field.max {
        Some(max) => texts.with(Language::En, &key, &[("max", max.into())]),
        None => texts.get(Language::En, &key),
    }
}

fn kind(error: &ServiceError) -> &'static str {
    match error {
        ServiceError::NotFound => "not-found",
        ServiceError::Forbidden => "forbidden",
        ServiceError::WrongLogin => "wrong-login",
        ServiceError::Invalid(_) => "invalid-fields",
        ServiceError::IdempotencyKeyReused => "idempotency-key-reused",
        ServiceError::InUse => "in-use",
        ServiceError::Refused(refusal) => refused_kind(*refusal),
        ServiceError::Transition(error) => transition_kind(*error),
        ServiceError::Poll(error) => poll_kind(*error),
        ServiceError::Invoice(_) => "invoice-refused",
        ServiceError::Withdrawal(_) => "withdrawal-refused",
        ServiceError::Policy(refusal) => policy_kind(*refusal),
        ServiceError::Package(error) => package_kind(*error),
        ServiceError::Key(_) | ServiceError::Store(_) => "server-error",
    }
}

/// The kind of a refused time, as problems name it.
pub fn refused_kind(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::InThePast => "in-the-past",
        Refusal::MinimumNotice => "minimum-notice",
        Refusal::BeyondWindow => "beyond-window",
        Refusal::OutsideHours => "outside-hours",
        Refusal::OffGrid => "off-grid",
        Refusal::Full => "full",
        Refusal::TooFewSeats => "too-few-seats",
        Refusal::SignupClosed => "signup-closed",
        Refusal::Taken => "slot-taken",
        Refusal::LimitPerDay
        | Refusal::LimitPerWeek
        | Refusal::LimitPerMonth
        | Refusal::LimitMinutesPerDay => "limit-reached",
        Refusal::EnergyPerDay => "energy-day-full",
        Refusal::EnergyPerWeek => "energy-week-full",
        Refusal::EnergyPause => "energy-pause",
        Refusal::EnergyTimeOfDay => "energy-time-of-day",
        Refusal::EnergyGap => "energy-gap",
        Refusal::WrongDuration => "wrong-duration",
    }
}

fn poll_kind(error: PollError) -> &'static str {
    match error {
        PollError::Over => "poll-over",
        PollError::StillOpen => "poll-open",
        PollError::Booked => "poll-booked",
        PollError::NothingFits => "nothing-fits",
        PollError::OptionGone => "option-gone",
        PollError::NobodyAnswered => "nobody-answered",
        PollError::Full => "poll-full",
        PollError::RemindedBefore => "reminded-before",
    }
}

fn transition_kind(error: TransitionError) -> &'static str {
    match error {
        TransitionError::HoldExpired => "hold-expired",
        TransitionError::HoldRuns => "hold-runs",
        TransitionError::AlreadyConfirmed => "already-confirmed",
        TransitionError::AlreadyCancelled => "already-cancelled",
        TransitionError::AlreadyBegun => "already-begun",
        TransitionError::SameTime => "same-time",
    }
}

fn package_kind(error: PackageError) -> &'static str {
    match error {
        PackageError::UsedUp => "package-used-up",
        PackageError::TooMany => "package-too-few-left",
        PackageError::Frozen => "package-frozen",
        PackageError::Expired => "package-expired",
        PackageError::BeyondValidity => "package-beyond-validity",
        PackageError::Ended => "package-ended",
        PackageError::NotFrozen => "package-not-frozen",
        PackageError::HostGone => "package-host-gone",
        PackageError::NotCounted => "package-session-not-counted",
    }
}

fn policy_kind(refusal: PolicyRefusal) -> &'static str {
    match refusal {
        PolicyRefusal::TooManyHolds => "too-many-holds",
        PolicyRefusal::HoldGone => "hold-gone",
        PolicyRefusal::HoldRenewedOften => "hold-renewed-often",
        PolicyRefusal::SeatsAreNotHeld => "seats-are-not-held",
        PolicyRefusal::TooManyOpen => "too-many-open",
        PolicyRefusal::OncePerPerson => "once-per-person",
        PolicyRefusal::PleaseCall => "please-call",
        PolicyRefusal::MovesUsedUp => "moves-used-up",
        PolicyRefusal::MoveTooLate => "move-too-late",
        PolicyRefusal::LinkUsedUp => "link-used-up",
        PolicyRefusal::LinkForAnother => "link-for-another",
        PolicyRefusal::NotBegun => "not-begun",
        PolicyRefusal::NothingOwed => "nothing-owed",
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header(("Cache-Control", "no-store"));
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        response
            .content_type("application/problem+json")
            .body(serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

/// A body that cannot be taken.
pub fn bad_body(error: JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    match error {
        JsonPayloadError::ContentType => not_json(),
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            too_large()
        }
        other => malformed(&other),
    }
    .into()
}

/// A body of another kind.
pub fn not_json() -> ApiError {
    ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "the body must be application/json",
    )
}

/// A body over the limit.
pub fn too_large() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        "the body is too large, at most 64 kB",
    )
}

/// A body that is not what is expected.
pub fn malformed(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "malformed-body",
        format!("the body cannot be read: {error}"),
    )
}

/// A query that cannot be read.
pub fn bad_query(error: QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "malformed-query",
        format!("the query cannot be read: {error}"),
    )
    .into()
}

/// A path that cannot be read names nothing.
pub fn bad_path(_: PathError, _: &HttpRequest) -> actix_web::Error {
    not_found().into()
}

/// Nothing is here.
pub fn not_found() -> ApiError {
    ApiError::of(&ServiceError::NotFound)
}

/// Something is here, but cannot be asked in this way.
pub fn method_not_allowed() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "this address does not know this method",
    )
}
