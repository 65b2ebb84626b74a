//! The pages about when a host can be booked: hours, days off, rules, and why.

use super::seat::{NavLink, Seat};

/// A page about when a host can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The weekly hours.
    Hours,
    /// Out of office, travels, holidays.
    TimeOff,
    /// What the host asks of all sessions together.
    Energy,
    /// Why a time is free or not.
    Why,
}

/// The ways to all of them; `current` is the one that shows them.
pub fn tabs(seat: &Seat, current: Tab) -> Vec<NavLink> {
    let t = &seat.t;
    [
        (Tab::Hours, "/desk/hours", t.get("desk-hours")),
        (Tab::TimeOff, "/desk/time-off", t.get("time-off")),
        (Tab::Energy, "/desk/energy", t.get("energy")),
        (Tab::Why, "/desk/why", t.get("why-short")),
    ]
    .into_iter()
    .map(|(tab, path, label)| NavLink {
        href: seat.href(path),
        label,
        is_current: tab == current,
    })
    .collect()
}
