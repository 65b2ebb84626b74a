//! What people and instances do together over ActivityPub.

pub mod actors;
pub mod allies;
pub mod inbox;
pub mod outbox;

pub use crate::store::fediverse::RemoteActor;
