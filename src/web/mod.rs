//! Pages: one file per group of pages, with the names of `frontend/templates/`.

mod address;
mod again;
mod answers;
pub mod assets;
mod away;
mod bookings;
mod calendar;
mod desk;
mod dial;
mod encoded;
mod errors;
mod event_types;
mod face;
mod fields;
mod filters;
mod find;
mod form;
mod front;
mod holds;
mod hosts;
mod invoices;
mod layout;
mod month;
mod packages;
mod page;
mod payment;
mod place;
mod polls;
mod portraits;
mod prices;
mod private_links;
mod qr;
mod reschedule;
mod rooms;
mod schedule;
mod sessions;
mod teams;
mod waiting;
mod wanted;
mod web_calendars;
mod when;
mod withdrawal;
mod zones;

use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, ServiceConfig, get, post};

use crate::http::origin::same_origin;

/// Nothing from elsewhere, nothing inline, no frames, forms to ourselves only (CSP level 3).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

/// Every page. Whatever has no route gets a page that says so.
pub fn routes(app: &mut ServiceConfig) {
    app.service(
        web::scope("")
            .wrap(from_fn(same_origin))
            .wrap(from_fn(errors::in_words))
            .wrap(
                DefaultHeaders::new()
                    .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
                    .add(("Referrer-Policy", "no-referrer"))
                    .add(("X-Content-Type-Options", "nosniff")),
            )
            .configure(public)
            .configure(desk::routes)
            .default_service(web::to(errors::nothing_here)),
    );
}

fn public(app: &mut ServiceConfig) {
    app.service(assets::serve)
        .configure(again::routes)
        .configure(packages::routes)
        .route("/", get().to(front::front))
        .route("/about", get().to(front::about))
        .route("/find", get().to(find::find))
        .route("/portraits/{username}", get().to(portraits::portrait))
        .route("/@{username}", get().to(hosts::host))
        .route("/@{username}/{slug}", get().to(event_types::event_type))
        .route("/@{username}/{slug}/book", get().to(form::show))
        .route("/@{username}/{slug}/book", post().to(form::book))
        .route("/@{username}/{slug}/hold", post().to(holds::hold))
        .route("/teams/{team}", get().to(teams::team))
        .route("/teams/{team}/{slug}", get().to(event_types::event_type))
        .route("/teams/{team}/{slug}/book", get().to(form::show))
        .route("/teams/{team}/{slug}/book", post().to(form::book))
        .route("/teams/{team}/{slug}/hold", post().to(holds::hold))
        .route("/l/{link}", get().to(event_types::event_type))
        .route("/l/{link}/book", get().to(form::show))
        .route("/l/{link}/book", post().to(form::book))
        .route("/l/{link}/hold", post().to(holds::hold))
        .configure(waiting_list)
        .route("/b/{token}", get().to(bookings::booking))
        .route("/b/{token}/calendar.ics", get().to(bookings::calendar_file))
        .route("/b/{token}/cancel", get().to(bookings::ask_to_cancel))
        .route("/b/{token}/cancel", post().to(bookings::cancel))
        .route("/b/{token}/withdraw", get().to(withdrawal::show))
        .route("/b/{token}/withdraw", post().to(withdrawal::withdraw))
        .route("/b/{token}/invoice", get().to(invoices::of_booking))
        .route("/b/{token}/instead", get().to(away::show))
        .route("/b/{token}/instead", post().to(away::accept))
        .route("/b/{token}/reschedule", get().to(reschedule::show))
        .route("/b/{token}/reschedule", post().to(reschedule::reschedule))
        .route("/polls/{token}", get().to(polls::show))
        .route("/polls/{token}", post().to(polls::vote))
        .route("/r/{token}", get().to(rooms::door))
        .route("/r/{token}", post().to(rooms::enter));
}

fn waiting_list(app: &mut ServiceConfig) {
    for event_type in [
        "/@{username}/{slug}/waiting",
        "/teams/{team}/{slug}/waiting",
    ] {
        app.route(event_type, get().to(waiting::show))
            .route(event_type, post().to(waiting::join));
    }
    app.route("/w/{token}", get().to(waiting::look))
        .route("/w/{token}", post().to(waiting::answer));
}
