//! ActivityPub as others meet it.

mod actors;
mod desk;
mod elsewhere;
mod inbox;
mod together;
