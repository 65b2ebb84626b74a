//! Where sessions are held online: one file per kind of conferencing.

mod jitsi;

use url::Url;

use crate::config::RoomsConfig;
use jitsi::Jitsi;

/// The backends of this instance.
pub struct Rooms {
    backends: Vec<Backend>,
}

/// A conferencing server that hands out rooms.
pub enum Backend {
    /// Jitsi Meet with open links.
    Jitsi(Jitsi),
}

/// Who enters a room.
pub struct Participant<'a> {
    /// As the others see them.
    pub display_name: &'a str,
    /// The language of the conference's own pages (BCP 47).
    pub language: &'a str,
}

/// What clients are told about a backend before they book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The software: `Jitsi Meet`.
    pub software: &'static str,
    /// Who runs it; may be empty.
    pub operator: String,
    /// The host it runs on.
    pub domain: String,
}

impl Rooms {
    /// The backends named in the configuration.
    pub fn from_config(config: &RoomsConfig) -> Self {
        let backends = config
            .jitsi
            .iter()
            .map(|jitsi| Backend::Jitsi(Jitsi::new(jitsi)))
            .collect();
        Self { backends }
    }

    /// The backend of this name, if there is one.
    pub fn find(&self, name: &str) -> Option<&Backend> {
        self.backends.iter().find(|backend| backend.name() == name)
    }

    /// The names that event types may use, in the order of the configuration.
    pub fn names(&self) -> Vec<&'static str> {
        self.backends.iter().map(Backend::name).collect()
    }
}

impl Backend {
    /// Its name in event types and bookings.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Jitsi(_) => "jitsi",
        }
    }

    /// What clients are told about it.
    pub fn label(&self) -> Label {
        match self {
            Self::Jitsi(jitsi) => jitsi.label(),
        }
    }

    /// Where its rooms are: scheme, host and port.
    pub fn origin(&self) -> String {
        match self {
            Self::Jitsi(jitsi) => jitsi.origin(),
        }
    }

    /// The address that lets `participant` into the room of this name.
    pub fn join_url(&self, room: &str, participant: &Participant) -> Url {
        match self {
            Self::Jitsi(jitsi) => jitsi.join_url(room, participant),
        }
    }
}
