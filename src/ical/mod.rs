//! Sessions as calendar text: what mails and downloads carry (RFC 5545, 5546, 7986).

pub mod itip;
mod timezone;
mod write;

#[cfg(test)]
mod tests;
