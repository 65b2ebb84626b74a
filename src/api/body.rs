//! Bodies that may be left out.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::problem;

/// A body as JSON, or the default of its type if the request has none. One that is sent, but
/// cannot be read, is refused: what it wanted to say must not be lost.
pub struct Optional<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest for Optional<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type() == "application/json";
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(unreadable)?;
            if bytes.is_empty() {
                return Ok(Self(T::default()));
            }
            if !is_json {
                return Err(problem::not_json().into());
            }
            serde_json::from_slice(&bytes)
                .map(Self)
                .map_err(|error| problem::malformed(&error).into())
        })
    }
}

fn unreadable(error: Error) -> Error {
    match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => problem::too_large().into(),
        _ => problem::malformed(&error).into(),
    }
}
