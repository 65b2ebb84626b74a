//! `/b/{token}/again`: booking the same once more, with the details of the last time. They travel
//! in the page and never in an address.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, get};
use askama::Template;
use chrono::{DateTime, Utc};

use super::address::Address;
use super::assets;
use super::calendar::{Calendar, Cell, Ways, rfc3339};
use super::errors::PageError;
use super::form::{self, Asked, Trouble, Typed};
use super::hosts::NextLink;
use super::layout::{self, Layout};
use super::page;
use super::schedule::{self, Times};
use super::wanted::{self, Wanted};
use crate::http::language::Reader;
use crate::kernel::booking::Booking;
use crate::kernel::event_type::Visibility;
use crate::kernel::packages::next_week;
use crate::service::bookings::{self as service, BookingView};
use crate::service::instance::{self, Instance};
use crate::service::{Db, ServiceError, packages};
use crate::state::State;
use crate::texts::Words;

/// The ways to book once more.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/b/{token}/again", get().to(choose))
        .route("/b/{token}/again/book", get().to(show))
        .route("/b/{token}/next-week", get().to(same_time));
}

/// `bookings/again.html`.
#[derive(Template)]
#[template(path = "bookings/again.html")]
struct AgainPage {
    t: Words,
    layout: Layout,
    lead: String,
    calendar: Calendar,
    back: String,
    script: String,
}

/// The ways to the same once more: at the same time a week later, and at any other; none if it is
/// not offered any more.
pub fn ways(
    t: &Words,
    layout: &Layout,
    path: &str,
    view: &BookingView,
    now: DateTime<Utc>,
) -> Option<(NextLink, String)> {
    if !is_offered(view) {
        return None;
    }
    let start = same_time_next_week(view, now);
    let week = NextLink {
        href: layout.href(&format!("{path}/next-week")),
        label: t.one(
            "same-time",
            "when",
            t.moment(start, now, view.booking.attendee.zone),
        ),
    };
    Some((week, layout.href(&format!("{path}/again"))))
}

fn is_offered(view: &BookingView) -> bool {
    view.offered.event_type.visibility != Visibility::Closed && !view.host.is_disabled
}

/// The same weekday and hour on the host's wall, in the first week after the session and the
/// present.
fn same_time_next_week(view: &BookingView, now: DateTime<Utc>) -> DateTime<Utc> {
    next_week(view.booking.life.span.start(), view.offered.zone, now)
}

/// Where the sessions of a package are booked, if the booking is of one.
fn package_path(
    db: &mut Db,
    state: &State,
    booking: &Booking,
) -> Result<Option<String>, ServiceError> {
    let package = packages::find_of_booking(db, &booking.id)?;
    Ok(package.map(|package| {
        let link = state.links.package(&package.id);
        format!("{}/book", page::local(state, &link))
    }))
}

struct Loaded {
    instance: Instance,
    view: BookingView,
    times: Times,
}

/// What becomes of the wish to book once more.
enum Again {
    /// By the package, at this address.
    Package(String),
    Here(Box<Loaded>),
}

/// `GET /b/{token}/again`: the free times of the same.
///
/// # Errors
/// `NotFound`, also when it is not offered any more; `Unreadable`.
pub async fn choose(
    state: Data<State>,
    token: Path<String>,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let mut wanted = Wanted::try_from(query.into_inner())?;
    let (link, now, shared) = (token.clone(), state.clock.now(), state.clone());
    let mut asked = wanted.clone();
    let again = state
        .store
        .read(move |db| {
            let view = service::find_managed(db, &link)?;
            if let Some(path) = package_path(db, &shared, &view.booking)? {
                return Ok(Again::Package(path));
            }
            if !is_offered(&view) {
                return Err(ServiceError::NotFound);
            }
            asked.zone = asked.zone.or(Some(view.booking.attendee.zone));
            asked.duration = asked.duration.or(usual(&view));
            let duration = schedule::duration(&view.offered, &asked)?;
            Ok(Again::Here(Box::new(Loaded {
                instance: instance::load(db)?,
                times: schedule::times(db, &view.offered, (duration, None), &asked, now)?,
                view,
            })))
        })
        .await?;
    match again {
        Again::Package(path) => Ok(page::see_other(&with_lang(&path, reader))),
        Again::Here(loaded) => {
            wanted.zone = wanted.zone.or(Some(loaded.view.booking.attendee.zone));
            wanted.duration = wanted.duration.or(usual(&loaded.view));
            let page = again_page(&state, &loaded, (&token, &wanted), reader, now);
            page::private_html(StatusCode::OK, &page)
        }
    }
}

fn with_lang(path: &str, reader: Reader) -> String {
    Address::new(path)
        .with_some("lang", layout::carried(reader))
        .to_string()
}

/// The length of the last time, if it is still offered.
fn usual(view: &BookingView) -> Option<u32> {
    let minutes = view.booking.life.span.duration().num_minutes();
    let minutes = u32::try_from(minutes).ok()?;
    let durations = &view.offered.event_type.rules.durations;
    durations.contains(&minutes).then_some(minutes)
}

fn again_page(
    state: &State,
    loaded: &Loaded,
    (token, wanted): (&str, &Wanted),
    reader: Reader,
    now: DateTime<Utc>,
) -> AgainPage {
    let t = page::words(state, reader);
    let path = format!("/b/{token}/again");
    let layout = page::layout(state, &loaded.instance, reader, &path);
    let ways = Ways {
        slot_path: format!("{path}/book"),
        path,
        zone: wanted.zone,
        duration: wanted.duration,
        host: None,
        filter: wanted.filter,
        may_wait: false,
        lang: layout::carried(reader),
    };
    let (booking, offered) = (&loaded.view.booking, &loaded.view.offered);
    AgainPage {
        lead: t.with(
            "again-lead",
            &[
                ("title", booking.title.as_str().into()),
                ("host", loaded.view.host.name.as_str().into()),
            ],
        ),
        calendar: loaded.times.calendar(&t, &ways, offered, now),
        back: layout.href(&format!("/b/{token}")),
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

/// `GET /b/{token}/again/book?start=…`: the form with what was said last time.
///
/// # Errors
/// `NotFound`; `Unreadable` without a start.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let start = move |_: &BookingView, _: DateTime<Utc>| wanted.start;
    once_more(&state, &token, reader, start).await
}

/// `GET /b/{token}/next-week`: the form for the same time a week later; where that is taken, it
/// offers the nearest free times.
///
/// # Errors
/// `NotFound`.
pub async fn same_time(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let start = |view: &BookingView, now| Some(same_time_next_week(view, now));
    once_more(&state, &token, reader, start).await
}

async fn once_more(
    state: &Data<State>,
    token: &str,
    reader: Reader,
    start: impl FnOnce(&BookingView, DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> Result<HttpResponse, PageError> {
    let (link, shared) = (token.to_owned(), state.clone());
    let (view, package) = state
        .store
        .read(move |db| {
            let view = service::find_managed(db, &link)?;
            let package = package_path(db, &shared, &view.booking)?;
            Ok::<_, ServiceError>((view, package))
        })
        .await?;
    let start = start(&view, state.clock.now());
    if let Some(path) = package {
        let start = start.map(rfc3339);
        let path = Address::new(&path).with_some("start", start.as_deref());
        return Ok(page::see_other(&with_lang(&path.to_string(), reader)));
    }
    if !is_offered(&view) {
        return Err(ServiceError::NotFound.into());
    }
    let asked = Asked {
        place: view.offered.place(),
        wanted: Wanted {
            start,
            duration: usual(&view),
            zone: Some(view.booking.attendee.zone),
            ..Wanted::default()
        },
        reader,
    };
    form::answer(state, &asked, &details(&view), Trouble::default()).await
}

/// Who came the last time, by the names of the fields. What they answered is for their host alone:
/// the link lies in mails.
fn details(view: &BookingView) -> Typed {
    let attendee = &view.booking.attendee;
    let guests: Vec<&str> = attendee.guests.iter().map(|guest| guest.as_str()).collect();
    Typed::from([
        ("name".to_owned(), attendee.name.clone()),
        ("email".to_owned(), attendee.email.to_string()),
        ("guests".to_owned(), guests.join(", ")),
    ])
}
