//! What the adapters that speak HTTP share.

pub mod error;
pub mod language;
pub mod origin;
pub mod session;
