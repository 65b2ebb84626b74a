//! `/r/{token}`: the door to a session's room.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};
use url::Url;

use super::address::Address;
use super::assets;
use super::errors::PageError;
use super::layout::{self, Layout};
use super::page;
use super::place::Place;
use crate::http::language::Reader;
use crate::kernel::booking::Actor;
use crate::kernel::event_type::Location;
use crate::service::ServiceError;
use crate::service::door::{self, Door, DoorState};
use crate::service::instance::{self, Instance};
use crate::state::State;
use crate::texts::Words;

/// `rooms/door.html`.
#[derive(Template)]
#[template(path = "rooms/door.html")]
struct DoorPage {
    t: Words,
    layout: Layout,
    title: String,
    heading: String,
    lead: String,
    session: String,
    place: Place,
    action: String,
    manage: Option<String>,
    is_open: bool,
    is_waiting: bool,
    is_host: bool,
    ring_label: String,
    figure: String,
    unit: String,
    script: String,
}

/// `GET /r/{token}`: what stands before the door; looking at it changes nothing.
///
/// # Errors
/// `NotFound`, also for a forged or stale token.
pub async fn door(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let (now, asked) = (state.clock.now(), token.clone());
    let (door, instance) = state
        .store
        .read(move |db| {
            let door = door::look(db, &asked, now)?;
            Ok::<_, ServiceError>((door, instance::load(db)?))
        })
        .await?;
    let page = door_page(&state, &door, &instance, (&token, reader), now);
    let mut response = page::private_html(StatusCode::OK, &page)?;
    if let Some(policy) = policy(&state, &door) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// `POST /r/{token}`: enters the room; too early or too late leads back to the door.
///
/// # Errors
/// `NotFound`, also when the room's server is not known any more.
pub async fn enter(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let (now, asked, rooms) = (state.clock.now(), token.clone(), Arc::clone(&state.rooms));
    let room = state
        .store
        .write(move |db| door::enter(db, &rooms, &asked, now))
        .await?;
    let way = match room {
        Some(room) => room.to_string(),
        None => Address::new(&format!("/r/{token}"))
            .with_some("lang", layout::carried(reader))
            .to_string(),
    };
    Ok(page::see_other(&way))
}

/// Browsers ask the policy of this page also about where its form is redirected to (CSP level 3
/// §6.4.1), so the room's own server is named in it.
fn policy(state: &State, door: &Door) -> Option<HeaderValue> {
    let room = match &door.view.booking.location {
        Location::Link { url } => Url::parse(url).ok()?.origin().ascii_serialization(),
        Location::Room { backend } => state.rooms.find(backend)?.origin(),
        Location::Phone { .. } | Location::Place { .. } => return None,
    };
    let own = "form-action 'self'";
    let policy = super::CONTENT_SECURITY_POLICY.replace(own, &format!("{own} {room}"));
    HeaderValue::from_str(&policy).ok()
}

fn door_page(
    state: &State,
    door: &Door,
    instance: &Instance,
    (token, reader): (&str, Reader),
    now: DateTime<Utc>,
) -> DoorPage {
    let t = page::words(state, reader);
    let path = format!("/r/{token}");
    let layout = page::layout(state, instance, reader, &path);
    let booking = &door.view.booking;
    let is_host = door.actor == Actor::Host;
    let (heading, lead) = words(&t, door, now);
    // A minute that has begun counts.
    let seconds = (booking.life.span.start() - now).num_seconds();
    let minutes = (seconds + 59).div_euclid(60);
    let is_waiting = matches!(
        door.state,
        DoorState::Early | DoorState::Open | DoorState::Waiting
    );
    let has_figure = is_waiting && (1..=99).contains(&minutes);
    DoorPage {
        title: format!("{heading} {}", booking.title),
        ring_label: lead.clone(),
        session: session(&t, door),
        place: Place::of(&t, &booking.location, &state.rooms, &door.view.host.name),
        action: layout.href(&path),
        manage: (!is_host).then(|| {
            let link = state.links.manage(&booking.id);
            layout.href(page::local(state, &link))
        }),
        is_open: door.state == DoorState::Open,
        is_waiting,
        is_host,
        figure: if has_figure {
            minutes.to_string()
        } else {
            String::new()
        },
        unit: t.count("minutes-unit", usize::try_from(minutes).unwrap_or_default()),
        script: assets::url("js/wait.js"),
        heading,
        lead,
        t,
        layout,
    }
}

/// The zone in which whoever stands before the door reads.
fn zone(door: &Door) -> chrono_tz::Tz {
    match door.actor {
        Actor::Attendee => door.view.booking.attendee.zone,
        Actor::Host => door.view.host.zone,
    }
}

/// `Einzelcoaching: Dienstag, 16. März 2027, 9:30 bis 10:20 Uhr, Zeit in Berlin`.
fn session(t: &Words, door: &Door) -> String {
    let booking = &door.view.booking;
    format!(
        "{}: {}, {}",
        booking.title,
        t.span_long(booking.life.span, zone(door)),
        t.zone(zone(door))
    )
}

fn words(t: &Words, door: &Door, now: DateTime<Utc>) -> (String, String) {
    let zone = zone(door);
    let span = door.view.booking.life.span;
    match door.state {
        DoorState::Early => (
            t.get("door-early"),
            t.one(
                "door-early-lead",
                "when",
                t.moment(door.opens.start(), now, zone),
            ),
        ),
        DoorState::Open if now < span.start() => (
            t.get("door-open"),
            t.one("door-open-lead", "time", t.clock_words(span.start(), zone)),
        ),
        DoorState::Open => (t.get("door-open"), t.get("door-running-lead")),
        DoorState::Waiting => (
            t.get("door-waiting"),
            t.one("door-waiting-lead", "host", door.view.host.name.as_str()),
        ),
        DoorState::Over => (t.get("door-over"), t.get("door-over-lead")),
        DoorState::Cancelled => (t.get("door-cancelled"), t.get("door-cancelled-lead")),
        DoorState::NotOnline => (t.get("door-not-online"), t.get("door-not-online-lead")),
    }
}
