//! The pages about one event type: each has a part of it, with a form of its own.

use super::seat::{NavLink, Seat};
use crate::kernel::event_type::EventType;

/// A page about an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What it is, when and where.
    About,
    /// Who holds its sessions, if it is a team's.
    Hosts,
    /// What members have from it, if it is a team's.
    Template,
    /// What it costs.
    Price,
    /// What is sent before and after a session.
    Reminders,
    /// What is agreed about cancelling and moving.
    Policy,
    /// Links for some.
    Links,
    /// Several sessions at once.
    Packages,
}

impl Tab {
    /// Every page, in the order of the links.
    const ALL: [Self; 8] = [
        Self::About,
        Self::Hosts,
        Self::Template,
        Self::Price,
        Self::Policy,
        Self::Links,
        Self::Packages,
        Self::Reminders,
    ];

    /// Its address behind that of the event type.
    fn path(self) -> &'static str {
        match self {
            Self::About => "",
            Self::Hosts => "/hosts",
            Self::Template => "/template",
            Self::Price => "/price",
            Self::Reminders => "/reminders",
            Self::Policy => "/policy",
            Self::Links => "/links",
            Self::Packages => "/packages",
        }
    }

    fn label(self, seat: &Seat) -> String {
        let t = &seat.t;
        match self {
            Self::About => t.get("offer-tab-about"),
            Self::Hosts => t.get("offer-tab-hosts"),
            Self::Template => t.get("offer-tab-template"),
            Self::Price => t.get("price"),
            Self::Reminders => t.get("offer-tab-reminders"),
            Self::Policy => t.get("offer-tab-policy"),
            Self::Links => t.get("offer-tab-links"),
            Self::Packages => t.get("desk-packages"),
        }
    }
}

/// The ways to all pages about the event type; `current` is the one that shows them.
pub fn tabs(seat: &Seat, event_type: &EventType, current: Tab) -> Vec<NavLink> {
    let id = &event_type.id;
    Tab::ALL
        .into_iter()
        .filter(|tab| !matches!(tab, Tab::Hosts | Tab::Template) || event_type.team_id().is_some())
        .map(|tab| NavLink {
            href: seat.href(&format!("/desk/event-types/{id}{}", tab.path())),
            label: tab.label(seat),
            is_current: tab == current,
        })
        .collect()
}
