//! What people and instances do together over ActivityPub.

pub mod actors;
