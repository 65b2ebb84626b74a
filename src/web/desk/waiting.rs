//! `/desk/event-types/{id}/waiting`: who waits for an event type, in their order.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::errors::PageError;
use super::super::page;
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use crate::kernel::waiting::{State as Standing, Wish};
use crate::kernel::zone;
use crate::service::ServiceError;
use crate::service::event_types;
use crate::service::slots;
use crate::service::waiting::{self, Entry};
use crate::state::State;
use crate::texts::Words;

/// `desk/waiting.html`.
#[derive(Template)]
#[template(path = "desk/waiting.html")]
struct WaitingPage {
    t: Words,
    frame: Frame,
    title: String,
    tabs: Vec<NavLink>,
    rows: Vec<Row>,
}

/// Somebody who waits.
struct Row {
    name: String,
    email: String,
    wish: String,
    since: String,
    class: &'static str,
    state: String,
}

/// `GET /desk/event-types/{id}/waiting`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, event_type_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let (event_type, entries, zone) = state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &viewer, &event_type_id)?;
            let zone = slots::of_event_type(db, event_type.clone())?.zone;
            let entries = waiting::list(db, &viewer, &event_type_id)?;
            Ok::<_, ServiceError>((event_type, entries, zone))
        })
        .await?;
    let page = WaitingPage {
        frame: seat.frame(Place::EventTypes),
        tabs: offer_tabs::tabs(&seat, &event_type, Tab::Waiting),
        title: event_type.title,
        rows: entries
            .iter()
            .map(|entry| row(&seat.t, entry, zone, now))
            .collect(),
        t: seat.t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn row(t: &Words, entry: &Entry, zone: Tz, now: DateTime<Utc>) -> Row {
    let (class, state) = match entry.state {
        Standing::Offered(offer) => {
            let when = t.moment(offer.until, now, zone);
            ("wait", t.one("waiting-desk-offered", "when", when))
        }
        _ => ("", t.get("waiting-desk-waits")),
    };
    Row {
        name: entry.attendee.name.clone(),
        email: entry.attendee.email.to_string(),
        wish: match entry.wish {
            Wish::Time(span) => t.span_long(span, zone),
            Wish::Within(day) => t.date_long(zone::date(day.start(), zone)),
            Wish::Any => t.get("waiting-desk-any"),
        },
        since: t.moment(entry.created_at, now, zone),
        class,
        state,
    }
}
