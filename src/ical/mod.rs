//! Calendar text, both ways (RFC 5545, 5546, 7986): sessions as mails and downloads carry them, and
//! the calendars of others, which say when somebody is busy.

pub mod busy;
pub mod collect;
pub mod expand;
pub mod free_busy;
pub mod itip;
pub mod merge;
mod message;
pub mod object;
pub mod read;
pub mod reply;
mod timezone;
mod write;

#[cfg(test)]
mod tests;
