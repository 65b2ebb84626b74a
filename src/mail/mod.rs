//! Letters, most of them about bookings: what they say, how they are wrapped, how they leave.
//!
//! A letter is composed from what is known when it is sent; nothing is remembered here. The same
//! letter has the same Message-ID however often it is composed.

mod address;
pub mod compose;
mod content;
mod invite;
pub mod letter;
pub mod note;
pub mod reminder;
mod render;
pub mod send;
mod sentences;
#[cfg(test)]
mod tests;

pub use address::{mailbox, message_id, sender};
pub use content::{Block, When, fact, lines_of};
pub use invite::{Detail, calendar_feed, calendar_file, calendar_file_of_all, calendar_object};
