//! `…/packages/{token}`: a package, for whoever holds its link.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::bookings::BookingDto;
use super::problem::{ApiError, Problem, explain};
use super::{read_instant, rfc3339};
use crate::kernel::booking::Actor;
use crate::kernel::packages::{Outcome, Package, Place, Proposal, Rhythm, Session, Standing};
use crate::kernel::span::Span;
use crate::service::packages::{self, Entry, Kind, PackageView, SessionsForm};
use crate::service::{ServiceError, bookings};
use crate::state::State;

/// A package.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageDto {
    /// What was sold.
    title: String,
    /// With whom.
    host: String,
    /// `running`, `used_up`, `frozen`, `expired` or `ended`.
    status: &'static str,
    /// How many sessions were sold.
    size: u32,
    /// Over, missed, or called off too late.
    used: u32,
    /// To come.
    planned: u32,
    /// Still to be booked.
    left: u32,
    /// How long each is, in minutes.
    duration: u32,
    /// The last day on which a session can begin, in `zone`; null is for ever.
    valid_until: Option<String>,
    /// The first day on which it rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    frozen_since: Option<String>,
    /// The zone of its days.
    zone: String,
    /// Its sessions, in order of time.
    sessions: Vec<SessionDto>,
    /// What happened to it, the oldest first; the changes add up to `left`.
    entries: Vec<EntryDto>,
}

/// A session of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionDto {
    /// RFC 3339.
    start: String,
    /// RFC 3339, exclusive.
    end: String,
    /// `planned`, `used`, `missed`, `late` (called off too late) or `returned`.
    place: &'static str,
    /// Its booking, for the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_id: Option<String>,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryDto {
    /// RFC 3339, UTC.
    at: String,
    /// `sold`, `booked`, `returned`, `kept`, `frozen`, `thawed` or `ended`.
    kind: &'static str,
    /// By how many the sessions that are left changed.
    change: i32,
    /// By how many days its last day moved.
    days: u32,
}

impl PackageDto {
    /// A package as one of the two sees it.
    pub fn new(view: &PackageView, reader: Actor, now: DateTime<Utc>) -> Self {
        let package = &view.package;
        Self {
            title: package.title.clone(),
            host: view.offered.name().to_owned(),
            status: status(package, now),
            size: package.size,
            used: view.ledger.used,
            planned: view.ledger.planned,
            left: view.ledger.left,
            duration: package.minutes,
            valid_until: package.last_day.map(|day| day.to_string()),
            frozen_since: package.frozen_on.map(|day| day.to_string()),
            zone: package.zone.name().to_owned(),
            sessions: view
                .sessions
                .iter()
                .map(|(session, _)| SessionDto::new(session, (reader, package.client.zone), now))
                .collect(),
            entries: view.entries.iter().map(EntryDto::from).collect(),
        }
    }
}

/// How a package stands, in a word.
pub fn status(package: &Package, now: DateTime<Utc>) -> &'static str {
    match package.standing(now) {
        Standing::Running => "running",
        Standing::UsedUp => "used_up",
        Standing::Frozen(_) => "frozen",
        Standing::Expired(_) => "expired",
        Standing::Ended => "ended",
    }
}

impl SessionDto {
    fn new(session: &Session, (reader, zone): (Actor, Tz), now: DateTime<Utc>) -> Self {
        Self {
            start: rfc3339(session.span.start(), zone),
            end: rfc3339(session.span.end(), zone),
            place: match session.place(now) {
                Place::Planned => "planned",
                Place::Used => "used",
                Place::Missed => "missed",
                Place::Late => "late",
                Place::Returned => "returned",
            },
            booking_id: (reader == Actor::Host).then(|| session.booking_id.clone()),
        }
    }
}

impl From<&Entry> for EntryDto {
    fn from(entry: &Entry) -> Self {
        Self {
            at: entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            kind: match entry.kind {
                Kind::Sold => "sold",
                Kind::Booked => "booked",
                Kind::Returned => "returned",
                Kind::Kept => "kept",
                Kind::Frozen => "frozen",
                Kind::Thawed => "thawed",
                Kind::Ended => "ended",
            },
            change: entry.change,
            days: entry.days,
        }
    }
}

/// A package, its ledger and its sessions.
#[utoipa::path(get, path = "/api/v1/packages/{token}", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = PackageDto), (status = 404, body = Problem)))]
pub async fn find(state: Data<State>, token: Path<String>) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let view = state
        .store
        .read(move |db| packages::find_by_link(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(private(PackageDto::new(&view, Actor::Attendee, now)))
}

fn private(body: impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "private, no-store"))
        .json(body)
}

/// Which series is asked about.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SeriesQuery {
    /// Its first session, RFC 3339.
    start: String,
    /// Every so many weeks: 1 or 2.
    #[serde(default = "weekly")]
    every: u32,
    /// How many sessions, 1 to 30.
    count: u32,
}

fn weekly() -> u32 {
    1
}

/// The dates of a series, and what becomes of each.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesDto {
    /// Whether all of them can be booked as they are.
    is_free: bool,
    /// In order of time.
    dates: Vec<DateDto>,
}

/// A date of a series.
#[derive(Debug, Serialize, ToSchema)]
pub struct DateDto {
    /// RFC 3339.
    start: String,
    /// `free`, `taken`, or `beyond_validity`.
    status: &'static str,
    /// When it could be instead, the nearest first.
    instead: Vec<String>,
}

impl DateDto {
    fn new(proposal: &Proposal, zone: Tz) -> Self {
        let (status, instead): (_, &[Span]) = match &proposal.outcome {
            Outcome::Free => ("free", &[]),
            Outcome::Instead(found) => ("taken", found),
            Outcome::BeyondValidity(found) => ("beyond_validity", found),
        };
        Self {
            start: rfc3339(proposal.wanted.start(), zone),
            status,
            instead: instead
                .iter()
                .map(|span| rfc3339(span.start(), zone))
                .collect(),
        }
    }
}

/// The dates of a series at the same time on the host's wall, with others for those that cannot be
/// had. Books nothing.
#[utoipa::path(get, path = "/api/v1/packages/{token}/series", tag = "booking",
    params(("token" = String, Path), SeriesQuery),
    responses((status = 200, body = SeriesDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn series(
    state: Data<State>,
    token: Path<String>,
    query: Query<SeriesQuery>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let first = read_instant(&state.texts, "start", &query.start)?;
    let rhythm = Rhythm::of_weeks(query.every)
        .ok_or_else(|| ApiError::field(&state.texts, "every", "unknown-choice"))?;
    let wish = (rhythm, query.count);
    let plan = state
        .store
        .read(move |db| packages::series(db, &token, first, wish, now))
        .await
        .map_err(explain(&state.texts))?;
    let zone = plan.package.client.zone;
    Ok(private(SeriesDto {
        is_free: plan.is_free(),
        dates: plan
            .proposals
            .iter()
            .map(|proposal| DateDto::new(proposal, zone))
            .collect(),
    }))
}

/// Sessions that are wanted of a package.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionsBody {
    /// When they begin, RFC 3339; all are booked or none.
    starts: Vec<String>,
    /// Answers by the key of their question, for each of them.
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

/// Books sessions of a package: all of them or none.
#[utoipa::path(post, path = "/api/v1/packages/{token}/bookings", tag = "booking",
    params(("token" = String, Path)), request_body = SessionsBody,
    responses((status = 201, body = Vec<BookingDto>), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn book(
    state: Data<State>,
    token: Path<String>,
    body: Json<SessionsBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let starts = body.starts.iter().enumerate();
    let starts =
        starts.map(|(place, text)| read_instant(&state.texts, &format!("starts.{place}"), text));
    let form = SessionsForm {
        starts: starts.collect::<Result<_, _>>()?,
        answers: body.answers,
    };
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let views = state
        .store
        .write(move |db| {
            packages::book(db, &links, &token, &form, now)?
                .iter()
                .map(|booking| bookings::load(db, &booking.id))
                .collect::<Result<Vec<_>, ServiceError>>()
        })
        .await
        .map_err(explain(&state.texts))?;
    let booked: Vec<BookingDto> = views
        .iter()
        .map(|view| BookingDto::new(&state, &view.booking, &view.host, Actor::Attendee))
        .collect();
    Ok(HttpResponse::Created()
        .insert_header(("Cache-Control", "no-store"))
        .json(booked))
}
