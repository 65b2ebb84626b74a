//! Whoever offers something, as a page shows them: a host with their face, or a team.

use super::layout::{Portrait, initial};
use crate::service::slots::{Offered, Provider};
use crate::texts::Words;

/// Whoever offers something.
pub struct Face {
    /// Their page.
    pub path: String,
    /// Their face, or the initial of the team.
    pub portrait: Portrait,
    /// What the picture shows.
    pub alt: String,
    /// A telephone number, as it is written; may be empty.
    pub phone: String,
}

impl Face {
    /// Of whoever offers this.
    pub fn of(t: &Words, offered: &Offered) -> Self {
        match &offered.provider {
            Provider::Host(host) => Self {
                path: format!("/@{}", host.username),
                portrait: Portrait::of(host, "small"),
                alt: t.one("portrait-of", "name", host.name.as_str()),
                phone: host.profile.phone.clone(),
            },
            Provider::Team(team) => Self {
                path: format!("/teams/{}", team.slug),
                portrait: Portrait {
                    src: None,
                    initial: initial(&team.name),
                },
                alt: String::new(),
                phone: String::new(),
            },
        }
    }
}
