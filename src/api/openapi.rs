//! The description of the API (OpenAPI 3.1), made from the code, and its pages, served from here.

use actix_web::HttpResponse;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, ServiceConfig, get};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    away, bookings, find, holds, hosts, me, packages, policy, polls, slots, teams, waiting,
    withdrawals,
};

/// The pages bring their own styles and pictures, and nothing comes from elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// Every address of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Zeitgenosse", version = "1", description = "Booking and meeting scheduling. \
        Errors are RFC 9457 problems, instants RFC 3339, zones IANA names, durations whole minutes.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")),
    paths(
        hosts::find, hosts::event_types, hosts::event_type, slots::list, find::list,
        teams::find, teams::event_types, teams::event_type, teams::slots, teams::book,
        bookings::create, bookings::find, bookings::cancel, bookings::reschedule,
        holds::create, holds::renew, holds::release, policy::find,
        me::policy::find, me::policy::replace, me::policy::mark_no_show,
        me::policy::unmark_no_show, me::policy::waive,
        me::links::list, me::links::create, me::links::revoke,
        me::blocks::list, me::blocks::create, me::blocks::delete,
        me::calendars::list, me::calendars::create, me::calendars::read,
        me::calendars::replace, me::calendars::sync, me::calendars::delete,
        me::calendar_accounts::list, me::calendar_accounts::create, me::calendar_accounts::read,
        me::calendar_accounts::choose, me::calendar_accounts::sync,
        me::calendar_accounts::delete,
        waiting::join, waiting::find, waiting::reply, waiting::leave,
        me::group_sessions::list, me::group_sessions::create, me::group_sessions::cancel,
        me::group_sessions::attendees, me::group_acts::reschedule, me::group_acts::seats,
        me::group_acts::replay, me::group_acts::message, me::group_acts::attendance,
        me::group_acts::members, me::group_acts::add_member, me::group_acts::remove_member,
        me::group_rules::find, me::group_rules::replace,
        me::schedules::list, me::schedules::find, me::schedules::create, me::schedules::replace,
        me::schedules::delete,
        me::event_types::list, me::event_types::find, me::event_types::create,
        me::event_types::replace, me::event_types::delete,
        me::teams::list, me::teams::find, me::teams::create, me::teams::replace,
        me::teams::delete, me::teams::set_member, me::teams::remove_member, me::teams::ledger,
        me::teams::event_types, me::teams::create_event_type, me::teams::parts,
        me::teams::set_parts,
        me::reminders::find, me::reminders::replace, me::reminders::find_tone,
        me::reminders::set_tone,
        me::busy::list, me::busy::create, me::busy::delete,
        me::energy::find, me::energy::replace, me::why::find,
        me::invoices::list, me::invoices::find, me::invoices::create, me::invoices::take_back,
        me::invoices::send, me::invoices::pay,
        away::find, away::accept, withdrawals::find, withdrawals::withdraw,
        withdrawals::find_of_package, withdrawals::withdraw_package,
        me::templates::find, me::templates::replace, me::templates::delete,
        me::templates::give, me::templates::release,
        me::time_off::list, me::time_off::create, me::time_off::replace, me::time_off::delete,
        me::time_off::holidays, me::time_off::set_holidays,
        me::bookings::list, me::bookings::find, me::bookings::step,
        packages::find, packages::series, packages::book,
        me::packages::list, me::packages::find, me::packages::create, me::packages::step,
        polls::find, polls::vote,
        me::polls::list, me::polls::find, me::polls::create, me::polls::replace,
        me::polls::delete, me::polls::step,
        me::clients::list, me::clients::find, me::clients::replace, me::clients::notes,
        me::clients::add_note, me::clients::edit_note, me::clients::delete_note,
        me::insights::count,
    ),
    modifiers(&Token),
    tags((name = "booking", description = "For everybody"),
         (name = "me", description = "For hosts, with their token"))
)]
struct Document;

/// The token of a host (RFC 6750).
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// `/api/v1/openapi.json`
pub fn document(app: &mut ServiceConfig) {
    app.route("/openapi.json", get().to(openapi));
}

async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(Document::openapi())
}

/// `/api/docs/`
pub fn pages(app: &mut ServiceConfig) {
    let config = Config::new(["/api/v1/openapi.json"]).validator_url("none");
    app.route("/docs", get().to(to_pages)).service(
        web::scope("/docs")
            .wrap(DefaultHeaders::new().add(("Content-Security-Policy", CONTENT_SECURITY_POLICY)))
            .service(SwaggerUi::new("/{_:.*}").config(config)),
    );
}

async fn to_pages() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header(("Location", "/api/docs/"))
        .finish()
}
