//! The three coaches as a team: a first talk by turns, and a session that two hold together.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};

use super::fill::{Tools, ZONE, local};
use super::people;
use super::sessions::{self, Client};
use crate::kernel::people::{Slug, Username};
use crate::kernel::team::{Part, Role};
use crate::service::bookings::{self, By, NewBooking, Wishes};
use crate::service::event_types::{self, Means};
use crate::service::slots::{self, Place, Wish};
use crate::service::teams::{self, MemberForm, TeamForm};
use crate::service::{Db, Viewer, hosts, policy};

/// How many of the next slots of each coach are looked at.
const SOON: usize = 24;

/// What became of a talk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It takes or took place.
    Held,
    /// Its host called it off.
    Declined,
    /// The client did not come.
    Missed,
}

/// Founds the team, and lets clients book with it.
pub(super) fn found(db: &mut Db, tools: &Tools) -> anyhow::Result<()> {
    let since = tools.now - TimeDelta::days(30);
    let mut coaches = Vec::new();
    for coach in &people::COACHES {
        coaches.push(hosts::find(db, &Username::parse(coach.username)?)?);
    }
    let lead = Viewer {
        person: coaches.first().context("the demo has coaches")?.clone(),
    };
    let mut founder = lead.clone();
    founder.person.is_admin = true;
    let form = TeamForm {
        slug: "beratung".to_owned(),
        name: "Beratung".to_owned(),
        description: "Drei Menschen, ein Kalender: Das erste Gespräch führt, wer frei und an der \
                      Reihe ist. Wer lieber jemand Bestimmtes spricht, wählt selbst."
            .to_owned(),
        zone: ZONE.name().to_owned(),
    };
    let team = teams::create(db, &founder, &form, since)?;
    for (place, coach) in coaches.iter().enumerate().skip(1) {
        let member = MemberForm {
            username: coach.username.clone(),
            role: Role::Member,
            // Who works fewer hours takes fewer talks.
            weight: if place == 1 { 2 } else { 1 },
        };
        teams::set_member(db, &lead, &team.id, &member, since)?;
    }
    let means = Means {
        rooms: tools.rooms,
        texts: tools.texts,
    };
    for (form, host_ids) in [
        (people::team_talk(), vec![[0, 1, 2].as_slice()]),
        (people::team_pair(), vec![[0].as_slice(), &[1, 2]]),
    ] {
        let made = event_types::create_for_team(db, &lead, &means, (&team.id, form), since)?;
        let parts: Vec<Part> = host_ids
            .iter()
            .map(|places| Part {
                is_optional: false,
                host_ids: places
                    .iter()
                    .map(|place| coaches[*place].id.clone())
                    .collect(),
            })
            .collect();
        teams::set_parts(db, &lead, &made.id, &parts)?;
    }
    for (slug, days, client, turn) in sessions::OF_THE_TEAM {
        book(db, tools, (slug, *days), client, *turn)?;
    }
    Ok(())
}

/// Books a slot soon after a day, some days before it.
fn book(
    db: &mut Db,
    tools: &Tools,
    (slug, days): (&str, i64),
    client: &Client,
    turn: Turn,
) -> anyhow::Result<()> {
    let wanted = local(
        (tools.now.with_timezone(&ZONE) + TimeDelta::days(days)).date_naive(),
        9,
    )?;
    let at = (wanted - TimeDelta::days(6)).min(tools.now - TimeDelta::hours(2));
    let place = Place::of_team(Slug::parse("beratung")?, Slug::parse(slug)?);
    let (start, duration) = shared(db, &place, (wanted, at))?;
    let Client(name, email, zone, language) = *client;
    let new = NewBooking {
        place,
        start,
        duration: Some(duration),
        name: name.to_owned(),
        email: email.to_owned(),
        zone: zone.to_owned(),
        language,
        answers: match slug {
            "zu-zweit" => BTreeMap::from([("people".to_owned(), "6".to_owned())]),
            _ => BTreeMap::new(),
        },
        guests: Vec::new(),
        idempotency_key: None,
        wishes: Wishes::default(),
    };
    let booked = bookings::book(db, tools.links, &new, at)?;
    let viewer = Viewer {
        person: booked.host,
    };
    let id = booked.booking.id;
    match turn {
        Turn::Held => {}
        Turn::Declined => {
            let reason = "Da bin ich leider selbst beim Arzt.";
            let later = at + TimeDelta::hours(1);
            bookings::cancel(db, &By::Host(&viewer), Some(&id), reason, later)?;
        }
        Turn::Missed => {
            policy::mark_no_show(db, &viewer, &id, tools.now)?;
        }
    }
    Ok(())
}

/// The first of the next slots at which most of the coaches are free, so that there is something to
/// share out; with its duration.
fn shared(
    db: &mut Db,
    place: &Place,
    (from, at): (DateTime<Utc>, DateTime<Utc>),
) -> anyhow::Result<(DateTime<Utc>, u32)> {
    let mut free: BTreeMap<DateTime<Utc>, usize> = BTreeMap::new();
    let mut duration = 0;
    for coach in &people::COACHES {
        let place = Place {
            wish: Some(Username::parse(coach.username)?),
            ..place.clone()
        };
        let offered = slots::offered(db, &place)?;
        duration = offered.event_type.rules.durations[0];
        let wish = Wish {
            duration,
            except: None,
        };
        for slot in slots::next(db, &offered, wish, (from, SOON), at)? {
            *free.entry(slot.span.start()).or_default() += 1;
        }
    }
    let most = free.values().max().context("nothing is free")?;
    let mut starts = free.iter().filter(|(_, count)| *count == most);
    let (start, _) = starts.next().context("nothing is free")?;
    Ok((*start, duration))
}
