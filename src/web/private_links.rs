//! `/l/{token}`: the way to an event type that is not open to everybody.

use actix_web::HttpRequest;

use super::page;
use crate::kernel::people::Username;
use crate::service::ServiceError;
use crate::service::private_links;
use crate::service::slots::Place;
use crate::state::State;

/// Where the address of a request finds an event type, also by a private link.
///
/// # Errors
/// `NotFound`; `LinkUsedUp`.
pub async fn place(
    state: &State,
    request: &HttpRequest,
    wish: Option<Username>,
) -> Result<Place, ServiceError> {
    let Some(token) = request.match_info().get("link") else {
        return page::place(request, wish);
    };
    let (token, now) = (token.to_owned(), state.clock.now());
    let place = state
        .store
        .read(move |db| private_links::place(db, &token, now))
        .await?;
    Ok(Place { wish, ..place })
}
