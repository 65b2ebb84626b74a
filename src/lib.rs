//! Zeitgenosse: booking and meeting scheduling that co-operatives own and run themselves.

pub mod config;
pub mod ical;
pub mod kernel;
pub mod mail;
pub mod texts;
