//! CalDAV below `/dav/` (RFC 4791, 6578, 5397, 6764): a host's own calendars, and their sessions
//! as one more.
//!
//! | address | what |
//! | --- | --- |
//! | `/dav/` | the way in |
//! | `/dav/principals/{username}/` | a person |
//! | `/dav/public/{token}/` | a calendar, to be read by whoever knows the address |
//! | `/dav/scheduling/{username}/outbox/` | free and busy times of colleagues |
//! | `/dav/calendars/{username}/` | their calendars |
//! | `/dav/calendars/{username}/{calendar}/` | one of them; `sessions` is made of bookings |
//! | `/dav/calendars/{username}/{calendar}/{name}` | an object in it |

mod collection;
mod failure;
mod filter;
mod login;
mod objects;
mod propfind;
mod props;
mod report;
mod scheduling;
mod sessions;
mod target;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, LOCATION};
use actix_web::web::{self, Bytes, Data, PayloadConfig, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::service::calendars::MOST_OF_OBJECT;
use crate::state::State;
use failure::Failure;
use login::Login;
use target::Target;

/// The most nodes of a request.
const MOST_NODES: u32 = 20_000;

/// What a body may weigh, in bytes: an object, and a list of many addresses.
const MOST_BODY: usize = MOST_OF_OBJECT + 64 * 1024;
/// What can be done here (RFC 4918 §18).
const ABILITIES: &str = "1, 3, access-control, calendar-access, calendar-schedule, extended-mkcol";
const METHODS: &str =
    "OPTIONS, GET, HEAD, POST, PUT, DELETE, PROPFIND, PROPPATCH, REPORT, MKCALENDAR, MKCOL";
const DAV: HeaderName = HeaderName::from_static("dav");

/// Everything below `/dav/`, and the way to it (RFC 6764 §5).
pub fn routes(app: &mut ServiceConfig) {
    app.route("/.well-known/caldav", web::to(well_known))
        .route("/.well-known/caldav/", web::to(well_known))
        .route("/dav", web::to(well_known))
        // Many programs begin at the address a person typed.
        .route("/", web::method(propfind_method()).to(handle))
        .service(
            web::resource("/dav/{path:.*}")
                .app_data(PayloadConfig::new(MOST_BODY))
                .to(handle),
        );
}

fn propfind_method() -> actix_web::http::Method {
    actix_web::http::Method::from_bytes(b"PROPFIND").unwrap_or_default()
}

async fn well_known() -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((LOCATION, "/dav/"))
        .finish()
}

async fn handle(
    state: Data<State>,
    request: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> HttpResponse {
    if request.method() == actix_web::http::Method::OPTIONS {
        return HttpResponse::Ok()
            .insert_header((DAV, ABILITIES))
            .insert_header((ALLOW, METHODS))
            .finish();
    }
    let answer = async {
        let login = login::of(&state, &request).await?;
        let body = body.map_err(|_| Failure::TooLarge)?;
        answer(&state, &login, &request, &body).await
    };
    let mut response = answer.await.unwrap_or_else(Failure::into_response);
    response.headers_mut().insert(
        DAV,
        actix_web::http::header::HeaderValue::from_static(ABILITIES),
    );
    response
}

async fn answer(
    state: &Data<State>,
    login: &Login,
    request: &HttpRequest,
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let target = Target::of(request.path(), login)?;
    let reads = matches!(
        request.method().as_str(),
        "PROPFIND" | "REPORT" | "GET" | "HEAD"
    );
    if login.public.is_some() && !reads {
        return Err(Failure::Forbidden(
            "This calendar can only be read.".to_owned(),
        ));
    }
    match request.method().as_str() {
        "PROPFIND" => propfind::find(state, login, (&target, request), body).await,
        "PROPPATCH" => propfind::patch(state, login, &target, body).await,
        "REPORT" => report::answer(state, login, (&target, request), body).await,
        "MKCALENDAR" | "MKCOL" => propfind::make(state, login, &target, body).await,
        "GET" | "HEAD" => objects::get(state, login, &target).await,
        "POST" => scheduling::answer(state, login, &target, body).await,
        "PUT" => objects::put(state, login, (&target, request), body).await,
        "DELETE" => objects::delete(state, login, (&target, request)).await,
        _ => Ok(HttpResponse::build(StatusCode::METHOD_NOT_ALLOWED)
            .insert_header((ALLOW, METHODS))
            .finish()),
    }
}
