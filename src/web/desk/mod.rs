//! The host's workplace: `/desk`, `/admin`, and the ways in: `/login`, `/logout`, `/setup`.

mod admin;
mod agreed;
mod allies;
mod blocks;
mod booking;
mod bookings;
mod calendar_accounts;
mod calendar_apps;
mod calendars;
mod calendars_rows;
mod client;
mod clients;
mod done;
mod energy;
mod event_type_form;
mod event_types;
mod grid;
mod group_sessions;
mod hours;
mod hours_form;
mod hours_tabs;
mod inputs;
mod insights;
mod insights_charts;
mod insights_csv;
mod insights_shares;
mod invoice_sender;
mod invoices;
mod links;
mod login;
mod move_booking;
mod new_invoice;
mod offer_tabs;
mod package;
mod package_form;
mod packages;
mod plot;
mod policy;
mod poll;
mod poll_form;
mod polls;
mod preview;
mod price;
mod profile;
mod question_form;
mod reminder;
mod reminder_form;
mod reminder_preview;
mod reminders;
mod seat;
mod session;
mod setup;
mod spoken;
mod teams;
mod template;
mod time_off;
mod time_off_form;
mod typed;
mod waiting;
mod week;
mod why;
mod why_words;

use actix_web::web::{PayloadConfig, ServiceConfig, get, post, resource};

use crate::service::portraits::MAX_BYTES;

/// Every page of the desk.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/setup/{token}", get().to(setup::show))
        .route("/setup/{token}", post().to(setup::set_up))
        .route("/login", get().to(login::show))
        .route("/login", post().to(login::log_in))
        .route("/logout", post().to(login::log_out))
        .route("/desk", get().to(week::show))
        .configure(bookings_routes)
        .configure(offers)
        .configure(team_routes)
        .configure(polls_routes)
        .configure(billing)
        .configure(reminders::routes)
        .configure(rules)
        .configure(policy::routes)
        .configure(links::routes)
        .configure(template::routes)
        .configure(packages::routes)
        .configure(blocks::routes)
        .configure(calendar_apps::routes)
        .configure(calendar_accounts::routes)
        .configure(calendars::routes)
        .configure(agreed::routes)
        .configure(clients_routes)
        .configure(group_routes)
        .configure(person)
        .configure(allies::routes)
        .route("/admin", get().to(admin::show))
        .route("/admin/instance", post().to(admin::update_instance))
        .route("/admin/people", post().to(admin::add_person))
        .route(
            "/admin/people/{username}/disable",
            post().to(admin::disable),
        )
        .route("/admin/people/{username}/enable", post().to(admin::enable));
}

fn bookings_routes(app: &mut ServiceConfig) {
    app.route("/desk/bookings", get().to(bookings::list))
        .route("/desk/bookings/{id}", get().to(booking::show))
        .route("/desk/bookings/{id}/confirm", post().to(booking::confirm))
        .route("/desk/bookings/{id}/decline", post().to(booking::decline))
        .route("/desk/bookings/{id}/cancel", post().to(booking::cancel))
        .route(
            "/desk/bookings/{id}/reschedule",
            get().to(move_booking::show),
        )
        .route(
            "/desk/bookings/{id}/reschedule",
            post().to(move_booking::reschedule),
        );
}

fn clients_routes(app: &mut ServiceConfig) {
    app.route("/desk/clients", get().to(clients::list))
        .route("/desk/clients", post().to(clients::search))
        .route("/desk/clients/settings", post().to(clients::keep))
        .route("/desk/clients/{id}", get().to(client::show))
        .route("/desk/clients/{id}/notes", post().to(client::add_note))
        .route(
            "/desk/clients/{id}/next-step",
            post().to(client::set_next_step),
        )
        .route(
            "/desk/clients/{id}/notes/{note}",
            get().to(client::show_note),
        )
        .route(
            "/desk/clients/{id}/notes/{note}",
            post().to(client::edit_note),
        )
        .route(
            "/desk/clients/{id}/notes/{note}/delete",
            post().to(client::delete_note),
        )
        .route("/desk/insights", get().to(insights::show))
        .route("/desk/insights.csv", get().to(insights::table));
}

fn group_routes(app: &mut ServiceConfig) {
    let sessions = "/desk/event-types/{id}/sessions";
    app.route(sessions, get().to(group_sessions::show))
        .route(sessions, post().to(group_sessions::change))
        .route("/desk/event-types/{id}/waiting", get().to(waiting::show))
        .route("/desk/sessions/{id}", get().to(session::show))
        .route("/desk/sessions/{id}", post().to(session::change))
        .route("/desk/sessions/{id}/list.csv", get().to(session::list))
        .route(
            "/desk/bookings/{id}/certificate",
            get().to(session::certificate),
        );
}

fn offers(app: &mut ServiceConfig) {
    app.route("/desk/event-types", get().to(event_types::list))
        .route("/desk/event-types/new", get().to(event_types::blank))
        .route("/desk/event-types/new", post().to(event_types::create))
        .route("/desk/event-types/{id}/price", get().to(price::show))
        .route("/desk/event-types/{id}/price", post().to(price::update))
        .route("/desk/event-types/{id}", get().to(event_types::edit))
        .route("/desk/event-types/{id}", post().to(event_types::update))
        .route("/desk/hours", get().to(hours::show))
        .route("/desk/hours/new", post().to(hours::create))
        .route("/desk/hours/{id}", get().to(hours::show_one))
        .route("/desk/hours/{id}", post().to(hours::update));
}

fn team_routes(app: &mut ServiceConfig) {
    app.route("/desk/event-types/{id}/hosts", get().to(teams::show_hosts))
        .route("/desk/event-types/{id}/hosts", post().to(teams::set_hosts))
        .route("/desk/teams", get().to(teams::list))
        .route("/desk/teams", post().to(teams::create))
        .route("/desk/teams/{id}", get().to(teams::show))
        .route("/desk/teams/{id}", post().to(teams::update))
        .route("/desk/teams/{id}/remove", post().to(teams::remove))
        .route("/desk/teams/{id}/members", post().to(teams::set_member))
        .route(
            "/desk/teams/{id}/members/{username}/remove",
            post().to(teams::remove_member),
        )
        .route("/desk/teams/{id}/ledger", get().to(teams::ledger))
        .route(
            "/desk/teams/{id}/ledger/{booking}",
            get().to(teams::decision),
        );
}

fn polls_routes(app: &mut ServiceConfig) {
    app.route("/desk/polls", get().to(polls::list))
        .route("/desk/polls/new", get().to(polls::blank))
        .route("/desk/polls/new", post().to(polls::create))
        .route("/desk/polls/{id}", get().to(poll::show))
        .route("/desk/polls/{id}/edit", get().to(polls::edit))
        .route("/desk/polls/{id}/edit", post().to(polls::update))
        .route("/desk/polls/{id}/{step}", post().to(poll::step));
}

fn billing(app: &mut ServiceConfig) {
    app.route("/desk/invoices", get().to(invoices::list))
        .route("/desk/invoices.csv", get().to(invoices::csv))
        .route("/desk/invoices/sender", get().to(invoice_sender::show))
        .route("/desk/invoices/sender", post().to(invoice_sender::update))
        .route("/desk/invoices/{id}", get().to(invoices::show))
        .route("/desk/invoices/{id}/{step}", post().to(invoices::step))
        .route("/desk/bookings/{id}/invoice", get().to(new_invoice::show))
        .route("/desk/bookings/{id}/invoice", post().to(new_invoice::make));
}

fn rules(app: &mut ServiceConfig) {
    app.route("/desk/time-off", get().to(time_off::show))
        .route("/desk/time-off", post().to(time_off::create))
        .route("/desk/time-off/holidays", post().to(time_off::set_holidays))
        .route("/desk/time-off/{id}/remove", post().to(time_off::remove))
        .route("/desk/time-off/{id}/tell", post().to(time_off::tell))
        .route("/desk/energy", get().to(energy::show))
        .route("/desk/energy", post().to(energy::update))
        .route("/desk/why", get().to(why::show));
}

fn person(app: &mut ServiceConfig) {
    app.route("/desk/profile", get().to(profile::show))
        .route("/desk/profile", post().to(profile::update))
        .route("/desk/profile/languages", get().to(spoken::show))
        .route("/desk/profile/languages", post().to(spoken::update))
        .route(
            "/desk/profile/password",
            post().to(profile::change_password),
        )
        .route(
            "/desk/profile/portrait/remove",
            post().to(profile::remove_portrait),
        )
        .service(
            resource("/desk/profile/portrait")
                .app_data(PayloadConfig::new(MAX_BYTES + 64 * 1024))
                .route(post().to(profile::upload_portrait)),
        );
}
