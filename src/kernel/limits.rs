//! How much of an event type fits into a day, a week, a month of the schedule's zone.

/// Upper limits on the bookings of one event type. Weeks begin on Monday (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Sessions that begin on one day.
    pub per_day: Option<u32>,
    /// Sessions that begin in one week.
    pub per_week: Option<u32>,
    /// Sessions that begin in one month.
    pub per_month: Option<u32>,
    /// Minutes of sessions that begin on one day.
    pub minutes_per_day: Option<u32>,
}
