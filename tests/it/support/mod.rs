//! What the tests stand on.

pub mod browser;
pub mod database;
pub mod rig;
pub mod server;
