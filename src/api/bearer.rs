//! Who calls, by the token they send (RFC 6750 §2.1).

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use super::problem::ApiError;
use crate::service::{Viewer, accounts};
use crate::state::State;

/// The person whose token came with the request.
pub struct Bearer(pub Viewer);

impl FromRequest for Bearer {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<State>>().cloned();
        let token = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim().to_owned());
        Box::pin(async move {
            let (Some(state), Some(token)) = (state, token) else {
                return Err(ApiError::unauthorized());
            };
            state
                .store
                .read(move |db| accounts::token_viewer(db, &token))
                .await
                .map_err(|error| ApiError::of(&error))?
                .map(Self)
                .ok_or_else(ApiError::unauthorized)
        })
    }
}
