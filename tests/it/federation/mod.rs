//! ActivityPub as others meet it.

mod actors;
