//! `/me`: what a host does with their token.

pub mod blocks;
pub mod bookings;
pub mod busy;
pub mod calendar_accounts;
pub mod calendars;
pub mod clients;
pub mod energy;
pub mod event_types;
pub mod group_acts;
pub mod group_rules;
pub mod group_sessions;
pub mod insights;
pub mod invoices;
pub mod links;
pub mod packages;
pub mod policy;
pub mod polls;
pub mod reminders;
pub mod schedules;
pub mod teams;
pub mod templates;
pub mod time_off;
pub mod why;

use actix_web::web::{self, ServiceConfig, delete, get, post, put};

use super::wrong_method;

/// Every address below `/me`.
pub fn routes(app: &mut ServiceConfig) {
    app.configure(rules).configure(package_routes);
    app.configure(agreements)
        .service(
            web::resource("/me/schedules")
                .route(get().to(schedules::list))
                .route(post().to(schedules::create))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/schedules/{id}")
                .route(get().to(schedules::find))
                .route(put().to(schedules::replace))
                .route(delete().to(schedules::delete))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/event-types")
                .route(get().to(event_types::list))
                .route(post().to(event_types::create))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/event-types/{id}")
                .route(get().to(event_types::find))
                .route(put().to(event_types::replace))
                .route(delete().to(event_types::delete))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/busy")
                .route(get().to(busy::list))
                .route(post().to(busy::create))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/busy/{id}")
                .route(delete().to(busy::delete))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/bookings")
                .route(get().to(bookings::list))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/bookings/{id}")
                .route(get().to(bookings::find))
                .default_service(web::to(wrong_method)),
        )
        .service(
            web::resource("/me/bookings/{id}/{step}")
                .route(post().to(bookings::step))
                .default_service(web::to(wrong_method)),
        );
}

/// What clients are asked to pay.
fn invoice_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/invoices")
            .route(get().to(invoices::list))
            .route(post().to(invoices::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/invoices/{id}")
            .route(get().to(invoices::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/invoices/{id}/take-back")
            .route(post().to(invoices::take_back))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/invoices/{id}/send")
            .route(post().to(invoices::send))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/invoices/{id}/paid")
            .route(put().to(invoices::pay))
            .default_service(web::to(wrong_method)),
    );
}

fn package_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/packages")
            .route(get().to(packages::list))
            .route(post().to(packages::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/packages/{id}")
            .route(get().to(packages::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/packages/{id}/{step}")
            .route(post().to(packages::step))
            .default_service(web::to(wrong_method)),
    );
}

/// What is agreed with clients, and with whom.
fn agreements(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/event-types/{id}/policy")
            .route(get().to(policy::find))
            .route(put().to(policy::replace))
            .default_service(web::to(wrong_method)),
    )
    .configure(invoice_routes)
    .service(
        web::resource("/me/event-types/{id}/template")
            .route(get().to(templates::find))
            .route(put().to(templates::replace))
            .route(delete().to(templates::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}/template/copies")
            .route(post().to(templates::give))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}/template/copies/{copy}")
            .route(delete().to(templates::release))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings/{id}/no-show")
            .route(post().to(policy::mark_no_show))
            .route(delete().to(policy::unmark_no_show))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings/{id}/waive")
            .route(post().to(policy::waive))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/links")
            .route(get().to(links::list))
            .route(post().to(links::create))
            .default_service(web::to(wrong_method)),
    )
    .configure(team_routes)
    .service(
        web::resource("/me/event-types/{id}/reminders")
            .route(get().to(reminders::find))
            .route(put().to(reminders::replace))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/reminders")
            .route(get().to(reminders::find_tone))
            .route(put().to(reminders::set_tone))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/links/{id}")
            .route(delete().to(links::revoke))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/calendars")
            .route(get().to(calendars::list))
            .route(post().to(calendars::create)),
    )
    .service(
        web::resource("/me/calendars/{id}")
            .route(get().to(calendars::read))
            .route(put().to(calendars::replace))
            .route(delete().to(calendars::delete)),
    )
    .route("/me/calendars/{id}/sync", post().to(calendars::sync))
    .service(
        web::resource("/me/calendar-accounts")
            .route(get().to(calendar_accounts::list))
            .route(post().to(calendar_accounts::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/calendar-accounts/{id}")
            .route(get().to(calendar_accounts::read))
            .route(put().to(calendar_accounts::choose))
            .route(delete().to(calendar_accounts::delete))
            .default_service(web::to(wrong_method)),
    )
    .route(
        "/me/calendar-accounts/{id}/sync",
        post().to(calendar_accounts::sync),
    )
    .service(
        web::resource("/me/blocks")
            .route(get().to(blocks::list))
            .route(post().to(blocks::create))
            .default_service(web::to(wrong_method)),
    )
    .configure(clients_routes)
    .service(
        web::resource("/me/blocks/{id}")
            .route(delete().to(blocks::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/polls")
            .route(get().to(polls::list))
            .route(post().to(polls::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/polls/{id}")
            .route(get().to(polls::find))
            .route(put().to(polls::replace))
            .route(delete().to(polls::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/polls/{id}/{step}")
            .route(post().to(polls::step))
            .default_service(web::to(wrong_method)),
    );
}

fn team_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/event-types/{id}/parts")
            .route(get().to(teams::parts))
            .route(put().to(teams::set_parts))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/teams")
            .route(get().to(teams::list))
            .route(post().to(teams::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/teams/{id}")
            .route(get().to(teams::find))
            .route(put().to(teams::replace))
            .route(delete().to(teams::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/teams/{id}/members/{handle}")
            .route(put().to(teams::set_member))
            .route(delete().to(teams::remove_member))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/teams/{id}/ledger")
            .route(get().to(teams::ledger))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/teams/{id}/event-types")
            .route(get().to(teams::event_types))
            .route(post().to(teams::create_event_type))
            .default_service(web::to(wrong_method)),
    );
}

/// When a host can be booked, beside their hours.
fn rules(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/energy")
            .route(get().to(energy::find))
            .route(put().to(energy::replace))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/time-off")
            .route(get().to(time_off::list))
            .route(post().to(time_off::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/time-off/{id}")
            .route(put().to(time_off::replace))
            .route(delete().to(time_off::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions")
            .route(get().to(group_sessions::list))
            .route(post().to(group_sessions::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/cancel")
            .route(post().to(group_sessions::cancel))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/reschedule")
            .route(post().to(group_acts::reschedule))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/seats")
            .route(put().to(group_acts::seats))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/replay")
            .route(put().to(group_acts::replay))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/messages")
            .route(post().to(group_acts::message))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/attendees/{booking}")
            .route(put().to(group_acts::attendance))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}/group")
            .route(get().to(group_rules::find))
            .route(put().to(group_rules::replace))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}/members")
            .route(get().to(group_acts::members))
            .route(post().to(group_acts::add_member))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}/members/{member}")
            .route(delete().to(group_acts::remove_member))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/group-sessions/{id}/attendees")
            .route(get().to(group_sessions::attendees))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings")
            .route(get().to(bookings::list))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/holidays")
            .route(get().to(time_off::holidays))
            .route(put().to(time_off::set_holidays))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/why")
            .route(get().to(why::find))
            .default_service(web::to(wrong_method)),
    );
}

fn clients_routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/clients")
            .route(get().to(clients::list))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/clients/{id}")
            .route(get().to(clients::find))
            .route(put().to(clients::replace))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/clients/{id}/notes")
            .route(get().to(clients::notes))
            .route(post().to(clients::add_note))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/clients/{id}/notes/{note}")
            .route(put().to(clients::edit_note))
            .route(delete().to(clients::delete_note))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/insights")
            .route(get().to(insights::count))
            .default_service(web::to(wrong_method)),
    );
}
