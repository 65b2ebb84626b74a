//! The JSON API, version 1.

mod away;
mod bearer;
mod body;
mod bookings;
mod event_types;
mod find;
mod holds;
mod hosts;
mod me;
mod openapi;
mod packages;
mod paging;
mod policy;
mod polls;
mod prices;
mod problem;
mod reminders;
mod schedules;
mod slots;
mod teams;
mod waiting;
mod withdrawals;

use actix_web::web::{
    self, JsonConfig, PathConfig, PayloadConfig, QueryConfig, ServiceConfig, delete, get, post, put,
};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;

use crate::kernel::people::{Language, Slug, Username};
use crate::kernel::zone;
use crate::service::slots::Place;
use crate::texts::Texts;
use problem::ApiError;

/// The largest body, in bytes.
const MOST_BODY: usize = 64 * 1024;

/// Every address below `/api`.
pub fn routes(app: &mut ServiceConfig) {
    let json = JsonConfig::default()
        .limit(MOST_BODY)
        .error_handler(problem::bad_body);
    app.service(
        web::scope("/api")
            .app_data(json)
            .app_data(PayloadConfig::new(MOST_BODY))
            .app_data(QueryConfig::default().error_handler(problem::bad_query))
            .app_data(PathConfig::default().error_handler(problem::bad_path))
            .service(
                web::scope("/v1")
                    .configure(public)
                    .configure(holding)
                    .configure(package_routes)
                    .configure(me::routes)
                    .configure(openapi::document)
                    .default_service(web::to(nothing_here)),
            )
            .configure(openapi::pages),
    );
}

fn public(app: &mut ServiceConfig) {
    app.service(
        web::resource("/find")
            .route(get().to(find::list))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/hosts/{handle}")
            .route(get().to(hosts::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/hosts/{handle}/event-types")
            .route(get().to(hosts::event_types))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/hosts/{handle}/event-types/{slug}")
            .route(get().to(hosts::event_type))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/hosts/{handle}/event-types/{slug}/slots")
            .route(get().to(slots::list))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/hosts/{handle}/event-types/{slug}/bookings")
            .route(post().to(bookings::create))
            .default_service(web::to(wrong_method)),
    )
    .configure(team_routes)
    .service(
        web::resource("/hosts/{handle}/event-types/{slug}/waiting")
            .route(post().to(waiting::join))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/waiting/{token}")
            .route(get().to(waiting::find))
            .route(delete().to(waiting::leave))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/waiting/{token}/{answer}")
            .route(post().to(waiting::reply))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/bookings/{token}")
            .route(get().to(bookings::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/bookings/{token}/instead")
            .route(get().to(away::find))
            .route(post().to(away::accept))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/bookings/{token}/withdrawal")
            .route(get().to(withdrawals::find))
            .route(post().to(withdrawals::withdraw))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/bookings/{token}/cancel")
            .route(post().to(bookings::cancel))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/bookings/{token}/reschedule")
            .route(post().to(bookings::reschedule))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/polls/{token}")
            .route(get().to(polls::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/polls/{token}/votes")
            .route(post().to(polls::vote))
            .default_service(web::to(wrong_method)),
    );
}

fn package_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/packages/{token}")
            .route(get().to(packages::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/packages/{token}/series")
            .route(get().to(packages::series))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/packages/{token}/bookings")
            .route(post().to(packages::book))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/packages/{token}/withdrawal")
            .route(get().to(withdrawals::find_of_package))
            .route(post().to(withdrawals::withdraw_package))
            .default_service(web::to(wrong_method)),
    );
}

fn team_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/teams/{team}")
            .route(get().to(teams::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/teams/{team}/event-types")
            .route(get().to(teams::event_types))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/teams/{team}/event-types/{slug}")
            .route(get().to(teams::event_type))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/teams/{team}/event-types/{slug}/slots")
            .route(get().to(teams::slots))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/teams/{team}/event-types/{slug}/bookings")
            .route(post().to(teams::book))
            .default_service(web::to(wrong_method)),
    );
}

/// What is agreed before booking, and keeping a time.
fn holding(app: &mut ServiceConfig) {
    for provider in ["/hosts/{handle}", "/teams/{team}"] {
        let path = format!("{provider}/event-types/{{slug}}");
        app.service(
            web::resource(format!("{path}/policy"))
                .route(get().to(policy::find))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource(format!("{path}/holds"))
                .route(post().to(holds::create))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource(format!("{path}/holds/{{token}}"))
                .route(put().to(holds::renew))
                .route(delete().to(holds::release))
                .default_service(web::to(wrong_method)),
        );
    }
}

async fn nothing_here() -> Result<HttpResponse, ApiError> {
    Err(problem::not_found())
}

async fn wrong_method() -> Result<HttpResponse, ApiError> {
    Err(problem::method_not_allowed())
}

/// Where the address of a request finds an event type, for the host that is wanted.
fn parse_place(request: &HttpRequest, wish: Option<Username>) -> Result<Place, ApiError> {
    let part = |name: &str| request.match_info().get(name);
    let slug = parse_slug(part("slug").unwrap_or_default())?;
    let place = match (part("handle"), part("team")) {
        (Some(handle), _) => Place::of_host(parse_handle(handle)?, slug),
        (None, team) => Place::of_team(parse_slug(team.unwrap_or_default())?, slug),
    };
    Ok(Place { wish, ..place })
}

fn parse_slug(slug: &str) -> Result<Slug, ApiError> {
    Slug::parse(slug).map_err(|_| problem::not_found())
}

/// The host of a team that is wanted.
fn read_wish(texts: &Texts, handle: Option<&str>) -> Result<Option<Username>, ApiError> {
    handle
        .map(Username::parse)
        .transpose()
        .map_err(|_| ApiError::field(texts, "host", "unknown-host"))
}

fn parse_handle(handle: &str) -> Result<Username, ApiError> {
    Username::parse(handle).map_err(|_| problem::not_found())
}

fn read_zone(texts: &Texts, name: &str) -> Result<Tz, ApiError> {
    zone::parse(name).map_err(|_| ApiError::field(texts, "zone", "unknown-zone"))
}

/// An instant, RFC 3339 with its offset.
/// Reads a day, `2026-12-01`.
fn read_date(texts: &Texts, field: &str, text: &str) -> Result<NaiveDate, ApiError> {
    // chrono alone would take `2026-1-1` too.
    Some(text)
        .filter(|text| text.len() == 10)
        .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .ok_or_else(|| ApiError::field(texts, field, "not-a-date"))
}

/// Reads a language; without one it is `usual`.
fn read_language(texts: &Texts, tag: Option<&str>, usual: Language) -> Result<Language, ApiError> {
    match tag.map(str::parse) {
        None => Ok(usual),
        Some(Ok(language)) => Ok(language),
        Some(Err(())) => Err(ApiError::field(texts, "language", "unknown-language")),
    }
}

/// An instant with the offset of a zone.
fn rfc3339(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn read_instant(texts: &Texts, field: &str, text: &str) -> Result<DateTime<Utc>, ApiError> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| ApiError::field(texts, field, "not-an-instant"))
}
