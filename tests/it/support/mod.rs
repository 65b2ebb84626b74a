//! What the tests stand on.

pub mod browser;
pub mod client;
pub mod database;
pub mod rig;
pub mod server;
pub mod site;
