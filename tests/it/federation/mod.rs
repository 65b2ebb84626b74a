//! ActivityPub as others meet it.

mod actors;
mod elsewhere;
mod inbox;
mod together;
