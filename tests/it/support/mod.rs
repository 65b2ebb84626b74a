//! What the tests stand on.

pub mod browser;
pub mod calendar_server;
pub mod client;
pub mod database;
pub mod rig;
pub mod server;
pub mod site;
