//! The times that can be booked.

use super::span::Span;

/// A time that can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it is.
    pub span: Span,
    /// How many more people it takes.
    pub seats_left: u32,
}
