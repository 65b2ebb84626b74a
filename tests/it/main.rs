//! One test binary: each module is a part of the product as others meet it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, also in the functions it calls"
)]

mod api;
mod away;
mod bookings;
mod busy_times;
mod caldav;
mod caldav_peers;
mod calendar_accounts;
mod calendars;
mod calendars_pages;
mod check;
mod crash;
mod demo;
mod desk;
mod expansion;
mod federation;
mod feeds;
mod finding;
mod floors;
mod groups;
mod groups_api;
mod groups_pages;
mod holidays;
mod intake;
mod journeys;
mod journeys_calendars;
mod journeys_finding;
mod journeys_groups;
mod journeys_intake;
mod journeys_packages;
mod journeys_policy;
mod journeys_polls;
mod journeys_prices;
mod journeys_reminders;
mod journeys_rules;
mod journeys_teams;
mod mail;
mod migrations;
mod operations;
mod packages;
mod pages;
mod peers;
mod policy;
mod polls;
mod prices;
mod queries;
mod race;
mod reminders;
mod replies;
mod rules;
mod settings;
mod slot_cases;
mod support;
mod teams;
mod teams_templates;
mod teams_why;
mod waiting;
