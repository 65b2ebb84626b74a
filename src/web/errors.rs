//! What went wrong, in words, with a way on.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::layout::Layout;
use super::{page, wanted::Unreadable};
use crate::http::error;
use crate::http::language::reader;
use crate::kernel::booking::TransitionError;
use crate::kernel::invoice::InvoiceError;
use crate::kernel::packages::PackageError;
use crate::kernel::policy::PolicyRefusal;
use crate::kernel::polls::PollError;
use crate::kernel::slots::Refusal;
use crate::kernel::withdrawal::WithdrawalError;
use crate::service::{ServiceError, instance};
use crate::state::State;
use crate::texts::Words;

/// Why there is no page. [`in_words`] makes the page that says so.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The act was refused.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The address holds something that cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The page cannot be printed.
    #[error(transparent)]
    Template(#[from] askama::Error),
}

/// What the page of an error says; travels with the response.
#[derive(Clone)]
struct Said {
    key: &'static str,
    value: String,
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Service(cause) => error::status(cause),
            Self::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Template(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        let said = match self {
            Self::Service(cause) => {
                error::log(cause);
                refused_key(cause).map(|key| (key, String::new()))
            }
            Self::Unreadable(cause) => Some((cause.key(), cause.value.clone())),
            Self::Template(cause) => {
                tracing::error!(%cause, "a page cannot be printed");
                None
            }
        };
        if let Some((key, value)) = said {
            response.extensions_mut().insert(Said { key, value });
        }
        response
    }
}

/// What a refusal says, if there is more to say than its status.
pub fn refused_key(error: &ServiceError) -> Option<&'static str> {
    match error {
        ServiceError::Refused(refusal) => Some(refusal_key(*refusal)),
        ServiceError::Transition(error) => Some(transition_key(*error)),
        ServiceError::Poll(error) => Some(poll_key(*error)),
        ServiceError::Invoice(error) => Some(invoice_key(*error)),
        ServiceError::Withdrawal(error) => Some(withdrawal_key(*error)),
        ServiceError::Policy(refusal) => Some(policy_key(*refusal)),
        ServiceError::Package(error) => Some(package_key(*error)),
        ServiceError::IdempotencyKeyReused => Some("refused-sent-before"),
        ServiceError::InUse => Some("refused-in-use"),
        ServiceError::NotFound
        | ServiceError::Forbidden
        | ServiceError::Invalid(_)
        | ServiceError::WrongLogin
        | ServiceError::Key(_)
        | ServiceError::Store(_) => None,
    }
}

/// Why a time cannot be booked, as the key of a text.
pub fn refusal_key(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongDuration => "refused-wrong-duration",
        Refusal::InThePast => "refused-in-the-past",
        Refusal::MinimumNotice => "refused-minimum-notice",
        Refusal::BeyondWindow => "refused-beyond-window",
        Refusal::OutsideHours | Refusal::OffGrid => "refused-outside-hours",
        Refusal::Taken => "refused-taken",
        Refusal::LimitPerDay | Refusal::LimitMinutesPerDay | Refusal::EnergyPerDay => {
            "refused-limit-day"
        }
        Refusal::LimitPerWeek | Refusal::EnergyPerWeek => "refused-limit-week",
        Refusal::EnergyPause => "refused-pause",
        Refusal::EnergyTimeOfDay => "refused-time-of-day",
        Refusal::EnergyGap => "refused-gap",
        Refusal::LimitPerMonth => "refused-limit-month",
        Refusal::Full => "refused-full",
        Refusal::TooFewSeats => "refused-too-few-seats",
        Refusal::SignupClosed => "refused-signup-closed",
    }
}

fn transition_key(error: TransitionError) -> &'static str {
    match error {
        TransitionError::HoldExpired | TransitionError::HoldRuns => "refused-hold-expired",
        TransitionError::AlreadyConfirmed => "refused-already-confirmed",
        TransitionError::AlreadyCancelled => "refused-already-cancelled",
        TransitionError::AlreadyBegun => "refused-already-begun",
        TransitionError::SameTime => "refused-same-time",
    }
}

fn poll_key(error: PollError) -> &'static str {
    match error {
        PollError::Over => "refused-poll-over",
        PollError::StillOpen => "refused-poll-open",
        PollError::Booked => "refused-poll-booked",
        PollError::NothingFits => "refused-poll-nothing-fits",
        PollError::OptionGone => "refused-poll-gone",
        PollError::NobodyAnswered => "refused-poll-nobody",
        PollError::Full => "refused-poll-full",
        PollError::RemindedBefore => "refused-poll-reminded",
    }
}

fn invoice_key(error: InvoiceError) -> &'static str {
    match error {
        InvoiceError::NoSender => "refused-no-sender",
        InvoiceError::NothingOwed => "refused-nothing-owed",
        InvoiceError::AlreadyMade => "refused-invoice-made",
        InvoiceError::AlreadyTakenBack => "refused-invoice-taken-back",
        InvoiceError::Mixed => "refused-invoice-mixed",
    }
}

fn withdrawal_key(error: WithdrawalError) -> &'static str {
    match error {
        WithdrawalError::Free => "refused-withdrawal-free",
        WithdrawalError::TooLate => "refused-withdrawal-late",
        WithdrawalError::TookPlace => "refused-withdrawal-took-place",
        WithdrawalError::NothingLeft => "refused-withdrawal-nothing",
    }
}

fn package_key(error: PackageError) -> &'static str {
    match error {
        PackageError::UsedUp => "refused-package-used-up",
        PackageError::TooMany => "refused-package-too-many",
        PackageError::Frozen => "refused-package-frozen",
        PackageError::Expired => "refused-package-expired",
        PackageError::BeyondValidity => "refused-package-beyond",
        PackageError::Ended => "refused-package-ended",
        PackageError::NotFrozen => "refused-package-not-frozen",
        PackageError::HostGone => "refused-package-host-gone",
        PackageError::NotCounted => "refused-package-not-counted",
    }
}

fn policy_key(refusal: PolicyRefusal) -> &'static str {
    match refusal {
        PolicyRefusal::TooManyHolds => "refused-too-many-holds",
        PolicyRefusal::HoldGone => "refused-hold-gone",
        PolicyRefusal::HoldRenewedOften => "refused-hold-renewed-often",
        PolicyRefusal::SeatsAreNotHeld => "refused-seats-are-not-held",
        PolicyRefusal::TooManyOpen => "refused-too-many-open",
        PolicyRefusal::OncePerPerson => "refused-once-per-person",
        PolicyRefusal::PleaseCall => "refused-please-call",
        PolicyRefusal::MovesUsedUp => "refused-moves-used-up",
        PolicyRefusal::MoveTooLate => "refused-move-too-late",
        PolicyRefusal::LinkUsedUp => "refused-link-used-up",
        PolicyRefusal::LinkForAnother => "refused-link-for-another",
        PolicyRefusal::NotBegun => "refused-not-begun",
        PolicyRefusal::NothingOwed => "refused-no-fee",
    }
}

/// Whatever has no route.
pub async fn nothing_here() -> Result<HttpResponse, PageError> {
    Err(ServiceError::NotFound.into())
}

/// Gives every refusal without a body of its own a page in the reader's language.
///
/// # Errors
/// As the handlers.
pub async fn in_words(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response.response().error().is_some();
    if !(status.is_client_error() || status.is_server_error()) || !is_bare {
        return Ok(response);
    }
    let said = response.response().extensions().get::<Said>().cloned();
    let (request, _) = response.into_parts();
    let page = page(&request, status, said.as_ref()).await;
    Ok(ServiceResponse::new(request, page))
}

/// `errors/error.html`.
#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    t: Words,
    layout: Layout,
    heading: String,
    lead: String,
    way: Way,
    status: String,
}

struct Way {
    href: String,
    label: String,
}

async fn page(request: &HttpRequest, status: StatusCode, said: Option<&Said>) -> HttpResponse {
    let Some(state) = request.app_data::<Data<State>>() else {
        return HttpResponse::new(status);
    };
    let reader = reader(request);
    // The page must come even if the database does not answer.
    let instance = state.store.read(instance::load).await.unwrap_or_default();
    let t = page::words(state, reader);
    // Only what was asked for by `GET` can be asked for again in another language.
    let layout = page::layout(state, &instance, reader, request.path());
    let (heading, lead) = words(&t, status, said);
    let page = ErrorPage {
        heading,
        lead,
        way: way(&t, &layout, request.path(), status),
        status: status.to_string(),
        t,
        layout,
    };
    page::private_html(status, &page).unwrap_or_else(|_| HttpResponse::new(status))
}

fn words(t: &Words, status: StatusCode, said: Option<&Said>) -> (String, String) {
    let (heading, lead) = match status {
        StatusCode::NOT_FOUND => (
            t.get("error-page-not-found"),
            t.get("error-page-not-found-lead"),
        ),
        StatusCode::FORBIDDEN => (
            t.get("error-page-forbidden"),
            t.get("error-page-forbidden-lead"),
        ),
        StatusCode::CONFLICT => (
            t.get("error-page-conflict"),
            t.get("error-page-conflict-lead"),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            t.get("error-page-too-large"),
            t.get("error-page-too-large-lead"),
        ),
        status if status.is_server_error() => {
            (t.get("error-page-ours"), t.get("error-page-ours-lead"))
        }
        _ => (
            t.get("error-page-unreadable"),
            t.get("error-page-unreadable-lead"),
        ),
    };
    let lead = said.map_or(lead, |said| t.one(said.key, "value", said.value.as_str()));
    (heading, lead)
}

/// The nearest page that is likely to be there: the same without its query, or the one above.
fn way(t: &Words, layout: &Layout, path: &str, status: StatusCode) -> Way {
    let way = |path: &str, label: &str| Way {
        href: layout.href(path),
        label: t.get(label),
    };
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (Some("b"), Some(token), Some(_)) => way(&format!("/b/{token}"), "to-the-booking"),
        (Some("p"), Some(token), Some(_)) => way(&format!("/p/{token}"), "to-the-package"),
        (Some("polls"), Some(token), _) if status != StatusCode::NOT_FOUND => {
            way(&format!("/polls/{token}"), "to-the-poll")
        }
        (Some(host), Some(slug), part) if host.starts_with('@') => {
            if part.is_some() || status == StatusCode::UNPROCESSABLE_ENTITY {
                way(&format!("/{host}/{slug}"), "other-time")
            } else {
                way(&format!("/{host}"), "to-the-host")
            }
        }
        _ => way("/", "to-the-front"),
    }
}
