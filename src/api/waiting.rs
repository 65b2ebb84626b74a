//! `…/waiting`: joining a waiting list, and answering what it offers.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Optional;
use super::bookings::{BookingDto, answer as answer_booking};
use super::problem::{ApiError, Problem, explain, not_found};
use super::slots::SlotDto;
use super::{parse_place, read_date, read_instant, read_language, read_wish, rfc3339};
use crate::http::language::Reader;
use crate::kernel::booking::Actor;
use crate::kernel::slots::Slot;
use crate::kernel::waiting::{State as Standing, Wish};
use crate::kernel::zone;
use crate::service::bookings::{NewBooking, Wishes};
use crate::service::waiting::{self, WaitingView, Wanted};
use crate::state::State;

/// Somebody who wants to wait, and for what: with `start` for this time, with `date` for any time
/// of a day, with neither for whatever becomes free first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitingBody {
    /// RFC 3339.
    #[serde(default)]
    start: Option<String>,
    /// A day in the host's zone.
    #[serde(default)]
    #[schema(example = "2026-12-01")]
    date: Option<String>,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// As they write it.
    name: String,
    /// Where the offer goes.
    email: String,
    /// The zone they look at times in, an IANA name.
    zone: String,
    /// `de` or `en`; `Accept-Language` if left out.
    #[serde(default)]
    language: Option<String>,
    /// Answers by the key of their question.
    #[serde(default)]
    answers: BTreeMap<String, String>,
    /// Addresses of others who come.
    #[serde(default)]
    guests: Vec<String>,
    /// How many more come without being named.
    #[serde(default)]
    extra_places: u32,
    /// The host of a team who is wanted.
    #[serde(default)]
    host: Option<String>,
}

/// Somebody who waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingDto {
    /// `waiting`, `offered`, `booked`, `declined`, `expired` or `left`.
    pub status: &'static str,
    /// What was asked for: `time`, `day` or `any`.
    pub wish: &'static str,
    /// Their place in the list, 1 for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// What is kept for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<SlotDto>,
    /// Until when they can accept, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_until: Option<String>,
    /// How many people would come.
    pub places: u32,
    /// Where they see their place and answer.
    pub waiting_url: String,
}

impl WaitingDto {
    fn new(state: &State, view: &WaitingView) -> Self {
        let entry = &view.entry;
        let zone = entry.attendee.zone;
        let offer = match entry.state {
            Standing::Offered(offer) => Some(offer),
            _ => None,
        };
        Self {
            status: status(entry.state),
            wish: match entry.wish {
                Wish::Time(_) => "time",
                Wish::Within(_) => "day",
                Wish::Any => "any",
            },
            place: view.place,
            offer: offer.map(|offer| {
                let slot = Slot {
                    span: offer.span,
                    seats_left: entry.places,
                };
                SlotDto::new(&slot, zone)
            }),
            offer_until: offer.map(|offer| rfc3339(offer.until, zone)),
            places: entry.places,
            waiting_url: state.links.waiting(&entry.id),
        }
    }
}

fn status(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "waiting",
        Standing::Offered(_) => "offered",
        Standing::Booked => "booked",
        Standing::Declined => "declined",
        Standing::Expired => "expired",
        Standing::Left => "left",
    }
}

/// Joins the waiting list of an event type.
#[utoipa::path(
    post, path = "/api/v1/hosts/{handle}/event-types/{slug}/waiting", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path)), request_body = WaitingBody,
    responses((status = 201, body = WaitingDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub async fn join(
    state: Data<State>,
    body: Json<WaitingBody>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    let (new, wanted) = read(&state, body.into_inner(), reader, &request, now)?;
    let links = Arc::clone(&state.links);
    let view = state
        .store
        .write(move |db| {
            let entry = waiting::join(db, &links, (&new, wanted), now)?;
            waiting::view(db, &entry.id)
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = WaitingDto::new(&state, &view);
    let location = dto.waiting_url.replacen("/w/", "/api/v1/waiting/", 1);
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, location))
        .insert_header(("Cache-Control", "no-store"))
        .json(dto))
}

fn read(
    state: &State,
    body: WaitingBody,
    reader: Reader,
    request: &HttpRequest,
    now: DateTime<Utc>,
) -> Result<(NewBooking, Wanted), ApiError> {
    let wish = read_wish(&state.texts, body.host.as_deref())?;
    let wanted = match (&body.start, &body.date) {
        (Some(start), None) => Wanted::Time(read_instant(&state.texts, "start", start)?),
        (None, Some(date)) => Wanted::Day(read_day(state, date)?),
        (None, None) => Wanted::Any,
        (Some(_), Some(_)) => {
            return Err(ApiError::field(&state.texts, "date", "time-and-day"));
        }
    };
    let language = read_language(&state.texts, body.language.as_deref(), reader.language)?;
    let new = NewBooking {
        place: parse_place(request, wish)?,
        start: match wanted {
            Wanted::Time(start) => start,
            Wanted::Day(_) | Wanted::Any => now,
        },
        duration: body.duration,
        name: body.name,
        email: body.email,
        zone: body.zone,
        language,
        answers: body.answers,
        guests: body.guests,
        idempotency_key: None,
        wishes: Wishes {
            extra_places: body.extra_places,
            ..Wishes::default()
        },
    };
    Ok((new, wanted))
}

/// A day on which one can wait: reckoning with days far away runs out of numbers.
fn read_day(state: &State, text: &str) -> Result<NaiveDate, ApiError> {
    let date = read_date(&state.texts, "date", text)?;
    match zone::day(date, Tz::UTC) {
        Some(_) => Ok(date),
        None => Err(ApiError::field(&state.texts, "date", "not-a-date")),
    }
}

/// The place in the list, or the offer.
#[utoipa::path(get, path = "/api/v1/waiting/{token}", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 200, body = WaitingDto), (status = 404, body = Problem)))]
pub async fn find(state: Data<State>, token: Path<String>) -> Result<HttpResponse, ApiError> {
    let view = state
        .store
        .read(move |db| waiting::look(db, &token))
        .await
        .map_err(explain(&state.texts))?;
    Ok(answer(&state, &view))
}

/// What belongs to accepting what is to be paid for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// Which of three prices, where there are three: `low`, `standard` or `high`.
    #[serde(default)]
    #[schema(example = "standard")]
    price: Option<String>,
    /// For a paid session within the 14 days in which the contract can be taken back: the client
    /// expressly asks for it before they are over.
    #[serde(default)]
    early_start: bool,
}

/// Answers an offer: `accept` books it, `decline` passes it on.
#[utoipa::path(post, path = "/api/v1/waiting/{token}/{answer}", tag = "booking",
    params(("token" = String, Path), ("answer" = String, Path)),
    request_body = Option<AnswerBody>,
    responses((status = 200, body = WaitingDto, description = "declined"),
              (status = 201, body = BookingDto, description = "accepted"),
              (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn reply(
    state: Data<State>,
    path: Path<(String, String)>,
    body: Optional<AnswerBody>,
) -> Result<HttpResponse, ApiError> {
    let (token, word) = path.into_inner();
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    match word.as_str() {
        "accept" => {
            let AnswerBody { price, early_start } = body.0;
            let wishes = Wishes {
                price,
                early_start,
                ..Wishes::default()
            };
            let view = state
                .store
                .write(move |db| waiting::accept(db, &links, (&token, &wishes), now))
                .await
                .map_err(explain(&state.texts))?;
            let dto = BookingDto::new(&state, &view.booking, &view.host, Actor::Attendee);
            let mut response = answer_booking(&dto);
            *response.status_mut() = actix_web::http::StatusCode::CREATED;
            Ok(response)
        }
        "decline" => {
            let view = state
                .store
                .write(move |db| waiting::decline(db, &token, now))
                .await
                .map_err(explain(&state.texts))?;
            Ok(answer(&state, &view))
        }
        _ => Err(not_found()),
    }
}

/// Leaves the list.
#[utoipa::path(delete, path = "/api/v1/waiting/{token}", tag = "booking",
    params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn leave(state: Data<State>, token: Path<String>) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    state
        .store
        .write(move |db| waiting::leave(db, &token, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

fn answer(state: &State, view: &WaitingView) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(WaitingDto::new(state, view))
}
