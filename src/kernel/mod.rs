//! Pure rules: no I/O, no clock of its own, no serde, no async.

pub mod availability;
pub mod booking;
pub mod clock;
pub mod common;
pub mod epc;
pub mod event_type;
pub mod fairness;
pub mod finding;
pub mod invoice;
pub mod limits;
pub mod money;
pub mod people;
pub mod placeholders;
pub mod polls;
pub mod price;
pub mod reminder;
pub mod slots;
pub mod span;
pub mod spoken;
pub mod team;
pub mod text;
pub mod withdrawal;
pub mod zone;
