//! Letters about bookings: what they say, how they are wrapped, how they leave.
//!
//! A letter is composed from what is known when it is sent; nothing is remembered here. The same
//! letter has the same Message-ID however often it is composed.

mod address;
mod compose;
mod content;
mod invite;
mod letter;
mod render;
mod send;
mod sentences;
#[cfg(test)]
mod tests;

pub use address::{mailbox, message_id};
pub use compose::{MailError, compose};
pub use invite::calendar_file;
pub use letter::{Coop, Letter, Reader};
pub use send::{Mailer, MailerError, SendError};
