//! Forms are taken from our own pages only.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::ORIGIN;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// Refuses a request that would change something when it comes from another site.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site` (Fetch Metadata) or, older ones, in
/// `Origin` (RFC 6454 §7). Programs that are no browsers send neither and carry no cookie of ours.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe || is_ours(&request) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    // What is said about it is the adapter's.
    Ok(request.into_response(HttpResponse::new(StatusCode::FORBIDDEN)))
}

fn is_ours(request: &ServiceRequest) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &actix_web::http::header::HeaderValue| value.to_str().ok())
    };
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header(ORIGIN.as_str()) else {
        return true;
    };
    let domain = origin.split_once("://").map(|(_, domain)| domain);
    domain.is_some_and(|domain| domain == request.connection_info().host())
}
