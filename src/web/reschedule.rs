//! `/b/{token}/reschedule`: another time for a session.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::address::Address;
use super::assets;
use super::calendar::{Calendar, Cell, Ways, rfc3339};
use super::errors::{PageError, refused_key};
use super::fields::FieldOption;
use super::layout::{self, Layout};
use super::page;
use super::schedule::{self, Times};
use super::wanted::{self, Wanted};
use super::when::Leaf;
use crate::http::language::Reader;
use crate::kernel::slots::Slot;
use crate::kernel::span::Span;
use crate::service::bookings::{self as service, BookingView, By};
use crate::service::instance::{self, Instance};
use crate::service::slots::{self, Wish};
use crate::service::{Db, ServiceError, policy};
use crate::state::State;
use crate::texts::Words;

/// How many near times are offered first.
const NEAREST: usize = 3;

/// `bookings/reschedule.html`.
#[derive(Template)]
#[template(path = "bookings/reschedule.html")]
struct ReschedulePage {
    t: Words,
    layout: Layout,
    leaf: Leaf,
    host: String,
    nearest: Vec<NearTime>,
    calendar: Calendar,
    back: String,
    script: String,
}

struct NearTime {
    href: String,
    label: String,
    note: String,
}

/// `bookings/reschedule_confirm.html`.
#[derive(Template)]
#[template(path = "bookings/reschedule_confirm.html")]
struct ConfirmPage {
    t: Words,
    layout: Layout,
    leaf: Leaf,
    host: String,
    before: String,
    after: String,
    start: String,
    refused: Option<String>,
    nearest: Vec<FieldOption>,
    needs_approval: bool,
    action: String,
    other: String,
    back: String,
}

/// Where a request is about one booking.
struct Asked<'a> {
    state: &'a State,
    token: &'a str,
    wanted: Wanted,
    reader: Reader,
    now: DateTime<Utc>,
}

impl Asked<'_> {
    fn path(&self) -> String {
        format!("/b/{}/reschedule", self.token)
    }
}

/// `GET /b/{token}/reschedule`: the free times, or with `start` the question whether to move.
///
/// # Errors
/// `NotFound`; `Transition` when it cannot be moved any more; `Unreadable`.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = Asked {
        now: state.clock.now(),
        state: &state,
        token: &token,
        wanted: Wanted::try_from(query.into_inner())?,
        reader,
    };
    match asked.wanted.start {
        Some(start) => confirm(&asked, start, None).await,
        None => choose(&asked).await,
    }
}

#[derive(Deserialize)]
pub struct Move {
    start: Option<String>,
}

/// `POST /b/{token}/reschedule`: moves the session, or offers what is free when the time is gone.
///
/// # Errors
/// `NotFound`; `Transition` when it cannot be moved any more; `Unreadable`.
pub async fn reschedule(
    state: Data<State>,
    token: Path<String>,
    form: Form<Move>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = Asked {
        now: state.clock.now(),
        state: &state,
        token: &token,
        wanted: Wanted::default(),
        reader,
    };
    let Some(text) = &form.start else {
        return choose(&asked).await;
    };
    let start = wanted::instant(text).ok_or_else(|| wanted::Unreadable::new("start", text))?;
    let (link, now) = (token.clone(), asked.now);
    let moved = state
        .store
        .write(move |db| service::reschedule(db, &By::Link(&link), None, start, now))
        .await;
    match moved {
        Ok(_) => {
            let path = Address::new(&format!("/b/{token}"));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(error @ ServiceError::Refused(_)) => confirm(&asked, start, refused_key(&error)).await,
        Err(error) => Err(error.into()),
    }
}

struct Choosing {
    instance: Instance,
    view: BookingView,
    times: Times,
    nearest: Vec<Slot>,
}

async fn choose(asked: &Asked<'_>) -> Result<HttpResponse, PageError> {
    let (token, wanted, now) = (asked.token.to_owned(), asked.wanted.clone(), asked.now);
    let choosing = asked
        .state
        .store
        .read(move |db| load_choice(db, &token, wanted, now))
        .await?;
    page::private_html(StatusCode::OK, &choice_page(asked, choosing))
}

fn load_choice(
    db: &mut Db,
    token: &str,
    mut wanted: Wanted,
    now: DateTime<Utc>,
) -> Result<Choosing, ServiceError> {
    let view = service::find_managed(db, token)?;
    let booking = &view.booking;
    booking.life.may_change(now)?;
    policy::check_move(db, booking, now)?;
    // Who booked in a zone reads in it, unless they choose another.
    wanted.zone = wanted.zone.or(Some(booking.attendee.zone));
    let duration = minutes(booking.life.span);
    let (except, start) = (Some(booking.id.as_str()), booking.life.span.start());
    let wish = Wish { duration, except };
    // The time it has now is among the free ones, and of no use.
    let mut nearest = slots::nearest(db, &view.offered, wish, (start, NEAREST + 1), now)?;
    nearest.retain(|slot| slot.span.start() != start);
    nearest.truncate(NEAREST);
    Ok(Choosing {
        instance: instance::load(db)?,
        times: schedule::times(db, &view.offered, (duration, except), &wanted, now)?,
        nearest,
        view,
    })
}

fn choice_page(asked: &Asked<'_>, choosing: Choosing) -> ReschedulePage {
    let Choosing {
        instance,
        view,
        times,
        nearest,
    } = choosing;
    let (booking, offered, host) = (&view.booking, &view.offered, &view.host);
    let t = page::words(asked.state, asked.reader);
    let layout = page::layout(asked.state, &instance, asked.reader, &asked.path());
    let ways = Ways {
        path: asked.path(),
        slot_path: asked.path(),
        zone: asked.wanted.zone,
        duration: None,
        host: None,
        filter: asked.wanted.filter,
        lang: layout::carried(asked.reader),
        may_wait: false,
    };
    let near = |slot: &Slot| NearTime {
        href: ways.slot(slot),
        label: t.clock(slot.span.start(), times.zone),
        note: t.day_short(crate::kernel::zone::date(slot.span.start(), times.zone)),
    };
    // A session keeps its duration.
    let mut calendar = times.calendar(&t, &ways, offered, asked.now);
    calendar.durations.clear();
    ReschedulePage {
        leaf: leaf(&t, &view, booking.life.span),
        host: host.name.clone(),
        nearest: nearest.iter().map(near).collect(),
        calendar,
        back: layout.href(&format!("/b/{}", asked.token)),
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

struct Confirming {
    instance: Instance,
    view: BookingView,
    span: Span,
    refused: Option<ServiceError>,
    nearest: Vec<Slot>,
}

async fn confirm(
    asked: &Asked<'_>,
    start: DateTime<Utc>,
    refused: Option<&'static str>,
) -> Result<HttpResponse, PageError> {
    let (token, now) = (asked.token.to_owned(), asked.now);
    let confirming = asked
        .state
        .store
        .read(move |db| load_confirmation(db, &token, start, now))
        .await?;
    let refused = refused.or(confirming.refused.as_ref().and_then(refused_key));
    let status = if refused.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    page::private_html(status, &confirm_page(asked, confirming, refused))
}

fn load_confirmation(
    db: &mut Db,
    token: &str,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Confirming, ServiceError> {
    let view = service::find_managed(db, token)?;
    let booking = &view.booking;
    booking.life.may_change(now)?;
    policy::check_move(db, booking, now)?;
    let span = start
        .checked_add_signed(booking.life.span.duration())
        .and_then(|end| Span::new(start, end))
        .ok_or(crate::kernel::slots::Refusal::BeyondWindow)?;
    let except = Some(booking.id.as_str());
    let refused = slots::check(db, &view.offered, span, except, now).err();
    let nearest = match &refused {
        None => Vec::new(),
        Some(ServiceError::Refused(_)) => {
            let duration = minutes(span);
            let wish = Wish { duration, except };
            slots::nearest(db, &view.offered, wish, (start, NEAREST * 2), now)?
        }
        Some(_) => return Err(refused.unwrap_or(ServiceError::NotFound)),
    };
    Ok(Confirming {
        instance: instance::load(db)?,
        view,
        span,
        refused,
        nearest,
    })
}

fn confirm_page(
    asked: &Asked<'_>,
    confirming: Confirming,
    refused: Option<&'static str>,
) -> ConfirmPage {
    let Confirming {
        instance,
        view,
        span,
        nearest,
        ..
    } = confirming;
    let (booking, offered, host) = (&view.booking, &view.offered, &view.host);
    let t = page::words(asked.state, asked.reader);
    let start = rfc3339(span.start());
    let own = Address::new(&asked.path())
        .with("start", &start)
        .to_string();
    let layout = page::layout(asked.state, &instance, asked.reader, &own);
    let zone = asked.wanted.zone.unwrap_or(booking.attendee.zone);
    ConfirmPage {
        leaf: leaf(&t, &view, span),
        host: host.name.clone(),
        before: t.span_long(booking.life.span, zone),
        after: t.span_long(span, zone),
        refused: refused.map(|key| t.get(key)),
        nearest: nearest
            .iter()
            .map(|slot| FieldOption {
                value: rfc3339(slot.span.start()),
                label: t.moment(slot.span.start(), asked.now, zone),
                is_chosen: false,
            })
            .collect(),
        needs_approval: offered.event_type.needs_approval,
        action: layout.href(&asked.path()),
        other: layout.href(&asked.path()),
        back: layout.href(&format!("/b/{}", asked.token)),
        start,
        t,
        layout,
    }
}

fn leaf(t: &Words, view: &BookingView, span: Span) -> Leaf {
    let (booking, host) = (&view.booking, &view.host);
    Leaf::of(t, span, booking.attendee.zone, host.zone).what(booking.title.clone())
}

/// How long a span is, in whole minutes.
fn minutes(span: Span) -> u32 {
    u32::try_from(span.duration().num_minutes()).unwrap_or(0)
}
