//! The status of every refusal, decided once.

use actix_web::http::StatusCode;

use crate::service::ServiceError;
use crate::store::StoreError;

/// The status that a refusal is answered with.
pub fn status(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::NotFound => StatusCode::NOT_FOUND,
        ServiceError::Forbidden => StatusCode::FORBIDDEN,
        ServiceError::WrongLogin
        | ServiceError::Invalid(_)
        | ServiceError::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        ServiceError::Refused(_)
        | ServiceError::Transition(_)
        | ServiceError::Poll(_)
        | ServiceError::Invoice(_)
        | ServiceError::Withdrawal(_)
        | ServiceError::Policy(_)
        | ServiceError::Package(_)
        | ServiceError::InUse => StatusCode::CONFLICT,
        ServiceError::Store(StoreError::Unreachable(_)) => StatusCode::SERVICE_UNAVAILABLE,
        ServiceError::Key(_) | ServiceError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Logs what is our fault, once, where it becomes a response; the cause never leaves the server.
pub fn log(error: &ServiceError) {
    if status(error).is_server_error() {
        tracing::error!(%error, "a request failed");
    }
}
