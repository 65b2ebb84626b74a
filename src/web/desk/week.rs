//! `/desk`: the week, what is next today, and who waits for an answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::super::errors::PageError;
use super::super::page;
use super::grid::{self, Kind, Piece, Source, Week};
use super::seat::{Frame, Place, Seat};
use crate::kernel::booking::{Actor, Booking, Status};
use crate::kernel::event_type::Location;
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::zone;
use crate::service::bookings::{self, Shelf};
use crate::service::busy::{BusyTime, Origin};
use crate::service::{Db, ServiceError, Viewer, busy, schedules, time_off};
use crate::state::State;
use crate::texts::Words;

/// So long before a session the host is shown the way to its room.
const DOOR_BEFORE: TimeDelta = TimeDelta::minutes(30);
/// So many requests are shown beside the week.
const WAITING: u32 = 20;

/// `desk/week.html`.
#[derive(Template)]
#[template(path = "desk/week.html")]
struct WeekPage {
    t: Words,
    frame: Frame,
    title: String,
    range: String,
    previous: (String, String),
    next: (String, String),
    this_week: Option<String>,
    heads: Vec<Head>,
    week: Week,
    today: Vec<Today>,
    waiting: Vec<Waiting>,
    is_without_hours: bool,
    hours: String,
    why: String,
}

struct Head {
    label: String,
    is_today: bool,
}

/// A session of today.
struct Today {
    href: String,
    title: String,
    who: String,
    place: String,
    door: Option<String>,
}

/// A request that waits for an answer.
pub struct Waiting {
    /// Where more stands.
    pub href: String,
    /// When.
    pub when: String,
    /// Who and what.
    pub who: String,
    /// What they wrote, if they wrote anything.
    pub words: Option<String>,
    /// Until when an answer is possible.
    pub until: String,
    /// Where yes is said.
    pub confirm: String,
    /// Where no is said.
    pub decline: String,
}

/// What a week is loaded from.
struct Loaded {
    open: SpanSet,
    sessions: Vec<Booking>,
    busy: Vec<BusyTime>,
    origins: Vec<Option<Origin>>,
    today: Vec<Booking>,
    waiting: Vec<Booking>,
}

/// `GET /desk?week=2026-W50`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let zone = seat.viewer.person.zone;
    let this_monday = grid::monday(zone::date(now, zone));
    let monday = seat
        .query("week")
        .and_then(|week| parse_week(&week))
        .unwrap_or(this_monday);
    let viewer = seat.viewer.clone();
    let loaded = state
        .store
        .read(move |db| load(db, &viewer, monday, now))
        .await?;
    page::private_html(
        StatusCode::OK,
        &week_page(&state, &seat, monday, loaded, now),
    )
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    monday: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let zone = viewer.person.zone;
    let week = days(monday, 7, zone)?;
    let today = days(zone::date(now, zone), 1, zone)?;
    let mut open = SpanSet::default();
    let time_off = time_off::list(db, viewer)?.within(week, zone);
    for schedule in schedules::list(db, viewer)? {
        open = open.union(&time_off.spans(&schedule.hours, week));
    }
    let busy = busy::list(db, viewer, week)?;
    Ok(Loaded {
        open,
        sessions: bookings::list_between(db, viewer, week)?,
        origins: busy::origins(db, viewer, &busy)?,
        busy,
        today: bookings::list_between(db, viewer, today)?,
        waiting: bookings::list_shelf(db, viewer, Shelf::Waiting, (0, WAITING), now)?,
    })
}

/// So many days from `first` on.
fn days(first: NaiveDate, count: u64, zone: Tz) -> Result<Span, ServiceError> {
    first
        .checked_add_days(Days::new(count - 1))
        .and_then(|last| zone::days(first, last, zone))
        .ok_or(ServiceError::NotFound)
}

/// `2026-W50`, the week of ISO 8601.
fn parse_week(text: &str) -> Option<NaiveDate> {
    let (year, week) = text.split_once("-W")?;
    let monday = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
    (1970..3000).contains(&monday.year()).then_some(monday)
}

fn week_name(monday: NaiveDate) -> String {
    let week = monday.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

fn week_page(
    state: &State,
    seat: &Seat,
    monday: NaiveDate,
    loaded: Loaded,
    now: DateTime<Utc>,
) -> WeekPage {
    let t = &seat.t;
    let zone = seat.viewer.person.zone;
    let sessions: Vec<Piece> = loaded
        .sessions
        .iter()
        .filter_map(|booking| session_piece(seat, booking, now))
        .collect();
    let busy = loaded.busy.iter().zip(&loaded.origins);
    let busy: Vec<Piece> = busy
        .map(|(busy, origin)| busy_piece(seat, busy, origin.as_ref()))
        .collect();
    let week = Week::of(&Source {
        monday,
        zone,
        open: loaded.open.as_slice(),
        sessions: &sessions,
        busy: &busy,
        now,
    });
    let this_monday = grid::monday(zone::date(now, zone));
    WeekPage {
        frame: seat.frame(Place::Week),
        title: t.one("week-number", "week", monday.iso_week().week()),
        range: week_range(t, &week),
        previous: turn(seat, monday - Days::new(7)),
        next: turn(seat, monday + Days::new(7)),
        this_week: (monday != this_monday).then(|| seat.href("/desk")),
        heads: week
            .days
            .iter()
            .map(|day| Head {
                label: format!("{} {}", t.weekday_short(day.date), t.day_number(day.date)),
                is_today: day.is_today,
            })
            .collect(),
        today: loaded
            .today
            .iter()
            .filter(|booking| booking.life.status == Status::Confirmed)
            .filter(|booking| booking.life.span.end() > now)
            .map(|booking| today_row(state, seat, booking, now))
            .collect(),
        waiting: loaded
            .waiting
            .iter()
            .map(|booking| waiting_row(seat, booking, now))
            .collect(),
        is_without_hours: loaded.open.is_empty(),
        hours: seat.href("/desk/hours"),
        why: seat.href("/desk/why"),
        week,
        t: t.clone(),
    }
}

fn turn(seat: &Seat, monday: NaiveDate) -> (String, String) {
    let week = monday.iso_week().week();
    (
        seat.href(&format!("/desk?week={}", week_name(monday))),
        seat.t.one("week-number", "week", week),
    )
}

/// `7. bis 11. Dezember`.
fn week_range(t: &Words, week: &Week) -> String {
    let (Some(first), Some(last)) = (week.days.first(), week.days.last()) else {
        return String::new();
    };
    let from = if first.date.month() == last.date.month() {
        t.day_number(first.date)
    } else {
        t.day_month(first.date)
    };
    t.with(
        "day-range",
        &[("from", from.into()), ("to", t.day_month(last.date).into())],
    )
}

fn session_piece(seat: &Seat, booking: &Booking, now: DateTime<Utc>) -> Option<Piece> {
    let (kind, note) = match booking.life.status {
        Status::Tentative { hold_until } if hold_until <= now => return None,
        Status::Tentative { .. } => (Kind::Asked, seat.t.get("asks")),
        Status::Confirmed => (Kind::Kept, booking.title.clone()),
        Status::Cancelled { .. } => return None,
    };
    Some(Piece {
        span: booking.life.span,
        kind,
        name: booking.attendee.name.clone(),
        note,
        href: Some(seat.href(&format!("/desk/bookings/{}", booking.id))),
    })
}

/// A busy time with the calendar it comes from, if it is not from here.
fn busy_piece(seat: &Seat, busy: &BusyTime, origin: Option<&Origin>) -> Piece {
    let from = origin.map(|origin| match origin {
        Origin::Subscription(id, name) => (name, format!("/desk/calendars/{id}")),
        Origin::Account(id, name) => (name, format!("/desk/calendars/accounts/{id}")),
        Origin::Own(name) => (name, "/desk/calendars/apps".to_owned()),
    });
    Piece {
        span: busy.span,
        kind: Kind::Busy,
        name: if busy.title.is_empty() {
            seat.t.get("busy")
        } else {
            seat.t.one("busy-with", "title", busy.title.as_str())
        },
        note: from
            .as_ref()
            .map_or(String::new(), |(name, _)| (*name).clone()),
        href: from.map(|(_, path)| seat.href(&path)),
    }
}

fn today_row(state: &State, seat: &Seat, booking: &Booking, now: DateTime<Utc>) -> Today {
    let span = booking.life.span;
    let is_online = matches!(
        booking.location,
        Location::Room { .. } | Location::Link { .. }
    );
    let is_near = span.start() - now <= DOOR_BEFORE;
    Today {
        href: seat.href(&format!("/desk/bookings/{}", booking.id)),
        title: format!(
            "{} {}",
            seat.t.clock(span.start(), seat.viewer.person.zone),
            booking.title
        ),
        who: booking.attendee.name.clone(),
        place: match &booking.location {
            Location::Phone { .. } => seat.t.get("by-phone"),
            Location::Place { address } => address.clone(),
            Location::Room { .. } | Location::Link { .. } => String::new(),
        },
        door: (is_online && is_near).then(|| state.links.door(&booking.id, Actor::Host)),
    }
}

/// A request as the desk shows it.
pub fn waiting_row(seat: &Seat, booking: &Booking, now: DateTime<Utc>) -> Waiting {
    let zone = seat.viewer.person.zone;
    let path = format!("/desk/bookings/{}", booking.id);
    let until = match booking.life.status {
        Status::Tentative { hold_until } => seat.t.moment_short(hold_until, now, zone),
        Status::Confirmed | Status::Cancelled { .. } => String::new(),
    };
    Waiting {
        when: seat.t.moment_short(booking.life.span.start(), now, zone),
        who: format!("{}, {}", booking.attendee.name, booking.title),
        words: booking
            .attendee
            .answers
            .iter()
            .map(|answer| answer.given.text())
            .find(|words| words.chars().count() > 20)
            .map(|words| shortened(&words)),
        until: seat.t.one("answer-until", "when", until),
        confirm: seat.href(&format!("{path}/confirm")),
        decline: seat.href(&format!("{path}#decline")),
        href: seat.href(&path),
    }
}

/// The first words of a long answer.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_named_as_iso_8601_names_it() {
        let monday: NaiveDate = "2026-12-07".parse().unwrap();

        assert_eq!(week_name(monday), "2026-W50");
        assert_eq!(parse_week("2026-W50"), Some(monday));
        assert_eq!(parse_week("2026-W54"), None);
        assert_eq!(parse_week("99999-W01"), None);
    }
}
