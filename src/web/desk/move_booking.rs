//! `/desk/bookings/{id}/reschedule`: another time for a session, among those that are offered.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::calendar::{Calendar, Cell, Ways, rfc3339};
use super::super::errors::{PageError, refused_key};
use super::super::page;
use super::super::schedule;
use super::super::wanted::{self, Unreadable, Wanted};
use super::super::when::Leaf;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::span::Span;
use crate::service::bookings::{self, BookingView, By};
use crate::service::{Db, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Words;

/// `desk/reschedule.html`.
#[derive(Template)]
#[template(path = "desk/reschedule.html")]
struct ReschedulePage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    name: String,
    leaf: Leaf,
    chosen: Option<Chosen>,
    calendar: Calendar,
    back: String,
}

/// A time that was chosen, to be agreed to.
struct Chosen {
    words: String,
    start: String,
    action: String,
}

/// `GET /desk/bookings/{id}/reschedule?month=2026-12&start=…`.
///
/// # Errors
/// `NotFound`; `Unreadable`; `Transition` when it cannot be moved any more.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    query: Query<wanted::Query>,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let page = reschedule_page(&state, &seat, &id, &wanted).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/bookings/{id}/reschedule`.
///
/// # Errors
/// `NotFound`; `Unreadable`; `Transition` when it cannot be moved any more.
pub async fn reschedule(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let text = typed.get("start");
    let start: DateTime<Utc> = text.parse().map_err(|_| Unreadable::new("start", text))?;
    let (viewer, booking_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let result = state
        .store
        .write(move |db| {
            bookings::reschedule(db, &By::Host(&viewer), Some(&booking_id), start, now)
        })
        .await;
    match result {
        Ok(_) => Ok(seat.go(&format!("/desk/bookings/{id}?done=rescheduled"))),
        Err(cause @ ServiceError::Refused(_)) => {
            let mut page = reschedule_page(&state, &seat, &id, &Wanted::default()).await?;
            page.refused = refused_key(&cause).map(|key| seat.t.get(key));
            page::private_html(error::status(&cause), &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn reschedule_page(
    state: &State,
    seat: &Seat,
    id: &str,
    wanted: &Wanted,
) -> Result<ReschedulePage, PageError> {
    let now = state.clock.now();
    let (viewer, booking_id) = (seat.viewer.clone(), id.to_owned());
    let asked = Wanted {
        zone: wanted.zone.or(Some(viewer.person.zone)),
        ..wanted.clone()
    };
    let (view, times) = state
        .store
        .read(move |db| load(db, &viewer, &booking_id, &asked, now))
        .await?;
    let t = &seat.t;
    let zone = wanted.zone.unwrap_or(seat.viewer.person.zone);
    let path = seat.href(&format!("/desk/bookings/{id}/reschedule"));
    let ways = Ways {
        filter: wanted.filter,
        slot_path: path.clone(),
        path: path.clone(),
        zone: wanted.zone,
        duration: None,
        host: None,
        lang: None,
        may_wait: false,
    };
    let span = view.booking.life.span;
    let chosen = wanted
        .start
        .and_then(|start| Span::new(start, start.checked_add_signed(span.duration())?))
        .map(|span| Chosen {
            words: t.span_long(span, zone),
            start: rfc3339(span.start()),
            action: path,
        });
    let mut calendar = times.calendar(t, &ways, &view.offered, now);
    calendar.durations.clear();
    Ok(ReschedulePage {
        frame: seat.frame(Place::Bookings),
        refused: None,
        name: view.booking.attendee.name.clone(),
        leaf: Leaf::of(t, span, zone, view.booking.attendee.zone),
        chosen,
        calendar,
        back: seat.href(&format!("/desk/bookings/{id}")),
        t: t.clone(),
    })
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<(BookingView, schedule::Times), ServiceError> {
    let view = bookings::find_own(db, viewer, id)?;
    view.booking.life.may_change(now)?;
    let minutes = view.booking.life.span.duration().num_minutes();
    let duration = u32::try_from(minutes).unwrap_or_default();
    let asked = (duration, Some(view.booking.id.as_str()));
    let times = schedule::times(db, &view.offered, asked, wanted, now)?;
    Ok((view, times))
}
