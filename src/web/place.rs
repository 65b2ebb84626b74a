//! Where a session takes place, printed like a food label. Only what is known stands there.

use url::Url;

use crate::kernel::event_type::Location;
use crate::rooms::Rooms;
use crate::texts::Words;

/// Where a session takes place.
pub struct Place {
    /// `Der Raum`.
    pub heading: String,
    /// What there is to know, term and value.
    pub rows: Vec<(String, String)>,
}

impl Place {
    /// What a client is told before booking with `host`.
    pub fn of(t: &Words, location: &Location, rooms: &Rooms, host: &str) -> Self {
        match location {
            Location::Room { backend } => room(t, backend, rooms),
            Location::Phone { number } => phone(t, number, host),
            Location::Place { address } => Self {
                heading: t.get("place-heading"),
                rows: vec![(t.get("place-address"), address.clone())],
            },
            Location::Link { url } => link(t, url),
        }
    }
}

fn room(t: &Words, backend: &str, rooms: &Rooms) -> Place {
    let mut rows = Vec::new();
    match rooms.find(backend).map(crate::rooms::Backend::label) {
        Some(label) => {
            rows.push((t.get("room-software"), label.software.to_owned()));
            let operator = if label.operator.is_empty() {
                label.domain
            } else {
                label.operator
            };
            rows.push((t.get("room-operator"), operator));
        }
        None => rows.push((t.get("room-software"), t.get("room-unknown"))),
    }
    rows.push((t.get("room-address"), t.get("room-address-own")));
    rows.push((t.get("room-recording"), t.get("room-not-by-us")));
    rows.push((t.get("room-account"), t.get("no")));
    rows.push((t.get("room-shared"), t.get("room-not-by-us")));
    Place {
        heading: t.get("room-heading"),
        rows,
    }
}

fn phone(t: &Words, number: &str, host: &str) -> Place {
    let rows = if number.is_empty() {
        vec![
            (t.get("phone-who-calls"), host.to_owned()),
            (t.get("phone-number"), t.get("phone-number-yours")),
        ]
    } else {
        vec![(t.get("phone-number"), number.to_owned())]
    };
    Place {
        heading: t.get("phone-heading"),
        rows,
    }
}

fn link(t: &Words, url: &str) -> Place {
    let domain = Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    Place {
        heading: t.get("room-heading"),
        rows: vec![
            (t.get("room-operator"), domain),
            (t.get("room-account"), t.get("room-ask-operator")),
            (t.get("room-recording"), t.get("room-not-by-us")),
        ],
    }
}
