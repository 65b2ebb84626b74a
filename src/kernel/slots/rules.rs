//! Which rules of an event type make sense.

use crate::kernel::event_type::{SlotRules, Window};
use crate::kernel::limits::LimitsError;

/// The longest session, step or buffer: a day, in minutes.
pub(super) const LONGEST: u32 = 24 * 60;
/// The longest notice: a year of 366 days, in minutes.
const LONGEST_NOTICE: u32 = 366 * 24 * 60;
/// The most people in one session.
const MOST_SEATS: u32 = 1000;
/// The furthest rolling window: ten years, in days.
const FURTHEST: u32 = 3650;

/// Why the rules of an event type were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// No duration, one that is not between 1 and 1440 minutes, or not in ascending order.
    #[error("durations must be 1 to 1440 minutes, each one once, the shortest first")]
    Durations,
    /// The step is not between 1 and 1440 minutes.
    #[error("the step must be 1 to 1440 minutes")]
    Step,
    /// A buffer of more than 1440 minutes.
    #[error("a buffer must be at most 1440 minutes")]
    Buffer,
    /// A notice of more than a year.
    #[error("the minimum notice must be at most a year")]
    Notice,
    /// No seats, or more than 1000.
    #[error("there must be 1 to 1000 seats")]
    Seats,
    /// The last day is before the first, or more than 3650 days lie ahead.
    #[error("the booking window must end after it begins, within 3650 days")]
    Window,
    /// The limits do not make sense together.
    #[error(transparent)]
    Limits(#[from] LimitsError),
}

impl SlotRules {
    /// Whether the rules make sense.
    ///
    /// # Errors
    /// `RulesError` names the first rule that does not.
    pub fn check(&self) -> Result<(), RulesError> {
        let durations_ok = self.durations.iter().all(|d| (1..=LONGEST).contains(d))
            && self.durations.is_sorted_by(|a, b| a < b);
        let window_ok = match self.window {
            Window::Rolling { days } => days <= FURTHEST,
            Window::Fixed { from, to } => from <= to,
            Window::Open => true,
        };
        if self.durations.is_empty() || !durations_ok {
            Err(RulesError::Durations)
        } else if !(1..=LONGEST).contains(&self.step) {
            Err(RulesError::Step)
        } else if self.buffer_before.max(self.buffer_after) > LONGEST {
            Err(RulesError::Buffer)
        } else if self.minimum_notice > LONGEST_NOTICE {
            Err(RulesError::Notice)
        } else if !(1..=MOST_SEATS).contains(&self.seats) {
            Err(RulesError::Seats)
        } else if !window_ok {
            Err(RulesError::Window)
        } else {
            Ok(self.limits.check()?)
        }
    }
}
