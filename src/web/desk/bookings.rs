//! `/desk/bookings`: what is to come, what was, what was called off.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Datelike, Utc};

use super::super::address::Address;
use super::super::errors::PageError;
use super::super::page;
use super::seat::{Frame, Place, Seat};
use crate::kernel::booking::{Booking, CancelledBy, Status};
use crate::kernel::zone;
use crate::service::bookings::{self, Shelf};
use crate::state::State;
use crate::texts::Words;

/// So many bookings stand on a page.
const PAGE: u32 = 25;
/// The last page that is looked for.
const LAST_PAGE: u32 = 10_000;

/// `desk/bookings.html`.
#[derive(Template)]
#[template(path = "desk/bookings.html")]
struct BookingsPage {
    t: Words,
    frame: Frame,
    shelves: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
    empty: String,
    offers: String,
    blocks: String,
}

/// A booking in a list.
struct Row {
    href: String,
    datetime: String,
    weekday: String,
    day: String,
    month: String,
    hours: String,
    who: String,
    title: String,
    tag: Tag,
}

/// How a booking stands, in a word and a shape.
pub struct Tag {
    /// Its class in the stylesheet.
    pub class: &'static str,
    /// The word.
    pub words: String,
}

/// `GET /desk/bookings?list=past&page=2`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let shelf = match seat.query("list").as_deref() {
        Some("past") => Shelf::Past,
        Some("cancelled") => Shelf::Cancelled,
        _ => Shelf::Upcoming,
    };
    let number = seat
        .query("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .clamp(1, LAST_PAGE);
    let viewer = seat.viewer.clone();
    let part = ((number - 1) * PAGE, PAGE + 1);
    let found = state
        .store
        .read(move |db| bookings::list_shelf(db, &viewer, shelf, part, now))
        .await?;
    let page = bookings_page(&seat, (shelf, number), &found, now);
    page::private_html(StatusCode::OK, &page)
}

fn bookings_page(
    seat: &Seat,
    (shelf, number): (Shelf, u32),
    found: &[Booking],
    now: DateTime<Utc>,
) -> BookingsPage {
    let t = &seat.t;
    let is_more = found.len() > PAGE as usize;
    let page = |number: u32| {
        let address = Address::new("/desk/bookings")
            .with("list", name(shelf))
            .with("page", &number.to_string());
        seat.href(&address.to_string())
    };
    let shelves = [
        (Shelf::Upcoming, t.get("bookings-upcoming")),
        (Shelf::Past, t.get("bookings-past")),
        (Shelf::Cancelled, t.get("bookings-cancelled")),
    ];
    BookingsPage {
        frame: seat.frame(Place::Bookings),
        blocks: seat.href("/desk/blocks"),
        shelves: shelves
            .into_iter()
            .map(|(other, label)| {
                let address = Address::new("/desk/bookings").with("list", name(other));
                (seat.href(&address.to_string()), label, other == shelf)
            })
            .collect(),
        rows: found
            .iter()
            .take(PAGE as usize)
            .map(|booking| row(seat, booking, now))
            .collect(),
        newer: (number > 1).then(|| page(number - 1)),
        older: is_more.then(|| page(number + 1)),
        empty: match shelf {
            Shelf::Upcoming | Shelf::Waiting => t.get("bookings-upcoming-empty"),
            Shelf::Past => t.get("bookings-past-empty"),
            Shelf::Cancelled => t.get("bookings-cancelled-empty"),
        },
        offers: seat.href("/desk/event-types"),
        t: t.clone(),
    }
}

/// The name of a shelf in the address.
fn name(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Upcoming | Shelf::Waiting => "upcoming",
        Shelf::Past => "past",
        Shelf::Cancelled => "cancelled",
    }
}

fn row(seat: &Seat, booking: &Booking, now: DateTime<Utc>) -> Row {
    let (t, zone_here) = (&seat.t, seat.viewer.person.zone);
    let span = booking.life.span;
    let date = zone::date(span.start(), zone_here);
    Row {
        href: seat.href(&format!("/desk/bookings/{}", booking.id)),
        datetime: super::super::calendar::rfc3339(span.start()),
        weekday: t.weekday_short(date),
        day: date.day().to_string(),
        month: t.month_short(date),
        hours: t.hours(span, zone_here),
        who: booking.attendee.name.clone(),
        title: booking.title.clone(),
        tag: tag(t, booking, now),
    }
}

/// How a booking stands.
pub fn tag(t: &Words, booking: &Booking, now: DateTime<Utc>) -> Tag {
    let (class, words) = match booking.life.status {
        Status::Tentative { hold_until } if hold_until <= now => ("bad", t.get("state-expired")),
        Status::Tentative { .. } => ("wait", t.get("state-asked")),
        Status::Confirmed if booking.life.span.end() <= now => ("", t.get("state-over")),
        Status::Confirmed => ("good", t.get("state-kept")),
        Status::Cancelled { by, .. } => (
            "bad",
            match by {
                CancelledBy::Attendee => t.get("state-cancelled-by-client"),
                CancelledBy::Host => t.get("state-cancelled"),
                CancelledBy::Declined => t.get("state-declined"),
                CancelledBy::Expired => t.get("state-expired"),
            },
        ),
    };
    Tag { class, words }
}
