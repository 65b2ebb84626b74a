//! The pages about one event type: each has a part of it, with a form of its own.

use super::seat::{NavLink, Seat};

/// A page about an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What it is, when and where.
    About,
}

impl Tab {
    /// Every page, in the order of the links.
    const ALL: [Self; 1] = [Self::About];

    /// Its address behind that of the event type.
    fn path(self) -> &'static str {
        match self {
            Self::About => "",
        }
    }

    fn label(self, seat: &Seat) -> String {
        let t = &seat.t;
        match self {
            Self::About => t.get("offer-tab-about"),
        }
    }
}

/// The ways to all pages about the event type; `current` is the one that shows them.
pub fn tabs(seat: &Seat, event_type_id: &str, current: Tab) -> Vec<NavLink> {
    Tab::ALL
        .into_iter()
        .map(|tab| NavLink {
            href: seat.href(&format!("/desk/event-types/{event_type_id}{}", tab.path())),
            label: tab.label(seat),
            is_current: tab == current,
        })
        .collect()
}
