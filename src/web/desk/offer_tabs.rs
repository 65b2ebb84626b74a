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
    /// Seats, dates, and who always comes.
    Sessions,
    /// Who waits for it.
    Waiting,
}

impl Tab {
    /// Every page, in the order of the links.
    const ALL: [Self; 10] = [
        Self::About,
        Self::Hosts,
        Self::Template,
        Self::Price,
        Self::Sessions,
        Self::Waiting,
        Self::Policy,
        Self::Links,
        Self::Packages,
        Self::Reminders,
    ];

    /// Whether there is such a page: teams share out their sessions, hosts alone have seats.
    fn is_of(self, event_type: &EventType) -> bool {
        match self {
            Self::Hosts | Self::Template => event_type.team_id().is_some(),
            Self::Sessions => event_type.team_id().is_none(),
            _ => true,
        }
    }

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
            Self::Sessions => "/sessions",
            Self::Waiting => "/waiting",
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
            Self::Sessions => t.get("offer-tab-sessions"),
            Self::Waiting => t.get("offer-tab-waiting"),
        }
    }
}

/// The ways to all pages about the event type; `current` is the one that shows them.
pub fn tabs(seat: &Seat, event_type: &EventType, current: Tab) -> Vec<NavLink> {
    let id = &event_type.id;
    Tab::ALL
        .into_iter()
        .filter(|tab| tab.is_of(event_type))
        .map(|tab| NavLink {
            href: seat.href(&format!("/desk/event-types/{id}{}", tab.path())),
            label: tab.label(seat),
            is_current: tab == current,
        })
        .collect()
}
