//! Zeitgenosse: booking and meeting scheduling that co-operatives own and run themselves.

pub mod activitypub;
pub mod api;
pub mod caldav;
pub mod cli;
pub mod config;
pub mod fediverse;
pub mod feeds;
pub mod http;
pub mod ical;
pub mod jobs;
pub mod kernel;
pub mod mail;
pub mod outgoing;
pub mod remote;
pub mod rooms;
pub mod secret;
pub mod server;
pub mod service;
pub mod signature;
pub mod state;
pub mod store;
pub mod texts;
pub mod web;
pub mod webdav;
