//! The demo's evenings with seats: one with some left, one that is full and waited for.

use anyhow::Context;
use chrono::{Days, TimeDelta};

use super::fill::{Tools, local};
use super::people;
use crate::kernel::people::{Language, Slug, Username};
use crate::service::bookings::{self, NewBooking, Wishes};
use crate::service::event_types::{self, Means};
use crate::service::groups::{self, GroupForm, SessionForm};
use crate::service::slots::Place;
use crate::service::waiting::{self, Wanted};
use crate::service::{Db, Viewer};

/// Who comes to the first evening; the second one is full with the same and one more.
const GUESTS: [(&str, &str); 5] = [
    ("Thea Behrend", "thea@post.example"),
    ("Jonas Wittkamp", "jonas@wittkamp.example"),
    ("Aylin Demirci", "aylin@post.example"),
    ("Margarethe Prüß", "grete@post.example"),
    ("Lene Hansen", "lene@post.example"),
];
/// Who waits for the second one.
const WAITING: (&str, &str) = ("Kofi Adeyemi", "kofi@mail.example");

/// Adds the evenings of a coach.
pub(super) fn add(db: &mut Db, tools: &Tools, viewer: &Viewer) -> anyhow::Result<()> {
    let means = Means {
        rooms: tools.rooms,
        texts: tools.texts,
    };
    let at = tools.now - TimeDelta::hours(5);
    let form = people::webinar();
    let slug = form.slug.clone();
    let event_type = event_types::create(db, viewer, &means, form, at)?;
    let rules = GroupForm {
        seats: 5,
        set_times_only: true,
        minimum: 3,
        decide_before: 48 * 60,
        close_before: Some(60),
        extra_places: 1,
    };
    groups::set_rules(db, viewer, &event_type.id, &rules, at)?;
    let today = tools.now.with_timezone(&super::fill::ZONE).date_naive();
    let evening = |days| local(today + Days::new(days), 18);
    let place = Place::of_host(
        Username::parse(viewer.person.username.as_str())?,
        Slug::parse(&slug)?,
    );
    let first = SessionForm {
        start: evening(13)?,
        duration: None,
        seats: None,
        title: String::new(),
        weeks: 3,
    };
    groups::create(db, tools.links, viewer, (&event_type.id, &first), at)?;
    for (days, count) in [(13, 3), (20, 5)] {
        let start = evening(days)?;
        for guest in GUESTS.iter().take(count) {
            bookings::book(db, tools.links, &wish(*guest, &place, start), at)
                .context("an evening of the demo")?;
        }
    }
    let start = evening(20)?;
    let new = wish(WAITING, &place, start);
    waiting::join(db, tools.links, (&new, Wanted::Time(start)), at)?;
    Ok(())
}

fn wish(
    (name, email): (&str, &str),
    place: &Place,
    start: chrono::DateTime<chrono::Utc>,
) -> NewBooking {
    NewBooking {
        place: place.clone(),
        start,
        duration: None,
        name: name.to_owned(),
        email: email.to_owned(),
        zone: "Europe/Berlin".to_owned(),
        language: Language::De,
        answers: std::collections::BTreeMap::new(),
        guests: Vec::new(),
        idempotency_key: None,
        wishes: Wishes::default(),
    }
}
