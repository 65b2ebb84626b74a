//! `…/bookings`: booking a slot, and what its client can do with it.

use std::collections::BTreeMap;

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Optional;
use super::policy::AgreementDto;
use super::prices::ChargeDto;
use super::problem::{ApiError, explain};
use super::slots::SlotDto;
use super::{parse_place, read_instant, read_language, read_wish, rfc3339};
use crate::http::language::Reader;
use crate::kernel::booking::{Actor, Booking, CancelledBy, Status};
use crate::kernel::event_type::Location;
use crate::kernel::intake::Answer;
use crate::kernel::people::Person;
use crate::kernel::policy::Agreed;
use crate::kernel::price::Charge;
use crate::service::bookings::{self, BookingView, By, NewBooking, Wishes};
use crate::service::slots::{self, Place, Wish};
use crate::service::{Db, ServiceError, policy, prices};
use crate::state::State;

/// The longest `Idempotency-Key` that is taken.
const LONGEST_KEY: usize = 200;
/// How many free times are offered instead of one that is taken.
const NEAREST: usize = 3;

/// A booking as a client asks for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingBody {
    /// RFC 3339.
    #[schema(example = "2026-12-01T09:00:00+01:00")]
    start: String,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// As they write it.
    name: String,
    /// Where the confirmation goes.
    email: String,
    /// The zone they look at times in, an IANA name.
    zone: String,
    /// `de` or `en`; `Accept-Language` if left out.
    #[serde(default)]
    language: Option<String>,
    /// Answers by the key of their question.
    #[serde(default)]
    answers: BTreeMap<String, AnswerBody>,
    /// Addresses of others who come.
    #[serde(default)]
    guests: Vec<String>,
    /// The host of a team who is to hold the session.
    #[serde(default)]
    host: Option<String>,
    /// Which of three prices, where there are three: `low`, `standard` or `high`.
    #[serde(default)]
    #[schema(example = "standard")]
    price: Option<String>,
    /// For a paid session within the 14 days in which the contract can be taken back: the client
    /// expressly asks for it before they are over.
    #[serde(default)]
    early_start: bool,
    /// The token of the hold on this time.
    #[serde(default)]
    hold: Option<String>,
    /// The token of a private link.
    #[serde(default)]
    link: Option<String>,
    /// How many more come without being named, where sessions have seats.
    #[serde(default)]
    extra_places: u32,
}

/// An answer: text, a list of what was chosen of several, a number, or yes and no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerBody {
    /// In words, also `yes`, `no` and numbers.
    Text(String),
    /// What was chosen.
    Several(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
}

impl AnswerBody {
    /// As the service takes it.
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Several(chosen) => chosen.join("\n"),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Why a session is called off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// In their words; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// When a session shall be instead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleBody {
    /// RFC 3339.
    pub start: String,
}

/// A booking.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookingDto {
    /// Names it for its host.
    pub id: String,
    /// `tentative`, `confirmed` or `cancelled` (RFC 5545 §3.8.1.11).
    pub status: &'static str,
    /// Who ended it: `attendee`, `host`, `declined` or `expired`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<&'static str>,
    /// Until when the host answers a tentative one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<String>,
    /// RFC 3339, in `zone`.
    pub start: String,
    /// RFC 3339, exclusive.
    pub end: String,
    /// The zone the client booked in.
    pub zone: String,
    /// Counts changes (RFC 5545 §3.8.7.4).
    pub sequence: u32,
    /// What was booked.
    pub title: String,
    /// With whom.
    pub host: String,
    /// Where: an address or a telephone number; online sessions have a `join_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who comes.
    pub name: String,
    /// Where mail for them goes.
    pub email: String,
    /// Who else comes.
    pub guests: Vec<String>,
    /// The questions as they were asked, and the answers as far as they are kept; for the host
    /// alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<AnswerDto>>,
    /// Why it was called off.
    pub reason: String,
    /// What it costs; left out when it is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<ChargeDto>,
    /// What was agreed about cancelling and moving; left out where bookings are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementDto>,
    /// Where the client sees and changes it; the host does not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manage_url: Option<String>,
    /// The door to the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_url: Option<String>,
}

/// A question and its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerDto {
    /// As it was asked.
    pub question: String,
    /// As it was answered; `yes` or `no`, and one a line of what was chosen of several.
    pub answer: String,
}

impl From<&Answer> for AnswerDto {
    fn from(answer: &Answer) -> Self {
        Self {
            question: answer.question.clone(),
            answer: answer.given.text(),
        }
    }
}

impl BookingDto {
    /// A booking as one of the two sees it.
    pub fn new(state: &State, booking: &Booking, host: &Person, reader: Actor) -> Self {
        let zone = booking.attendee.zone;
        let (status, hold_until, cancelled_by) = match booking.life.status {
            Status::Tentative { hold_until } => {
                ("tentative", Some(rfc3339(hold_until, zone)), None)
            }
            Status::Confirmed => ("confirmed", None, None),
            Status::Cancelled { by, .. } => ("cancelled", None, Some(ended_by(by))),
        };
        let is_online = matches!(
            booking.location,
            Location::Room { .. } | Location::Link { .. }
        );
        Self {
            id: booking.id.clone(),
            status,
            cancelled_by,
            hold_until,
            start: rfc3339(booking.life.span.start(), zone),
            end: rfc3339(booking.life.span.end(), zone),
            zone: zone.name().to_owned(),
            sequence: booking.life.sequence,
            title: booking.title.clone(),
            host: host.username.to_string(),
            place: match &booking.location {
                Location::Phone { number: place } | Location::Place { address: place } => {
                    Some(place.clone()).filter(|place| !place.is_empty())
                }
                Location::Room { .. } | Location::Link { .. } => None,
            },
            name: booking.attendee.name.clone(),
            email: booking.attendee.email.to_string(),
            guests: booking
                .attendee
                .guests
                .iter()
                .map(ToString::to_string)
                .collect(),
            answers: (reader == Actor::Host).then(|| {
                let answers = booking.attendee.answers.iter();
                answers.map(AnswerDto::from).collect()
            }),
            reason: booking.reason.clone(),
            price: None,
            agreement: None,
            manage_url: (reader == Actor::Attendee).then(|| state.links.manage(&booking.id)),
            join_url: is_online.then(|| state.links.door(&booking.id, reader)),
        }
    }
}

impl BookingDto {
    /// The booking with what it costs.
    #[must_use]
    pub fn with_price(mut self, charge: Option<&Charge>) -> Self {
        self.price = charge.map(ChargeDto::from);
        self
    }

    /// The booking with what was agreed about it.
    #[must_use]
    pub fn with_agreement(mut self, agreed: &Agreed) -> Self {
        self.agreement = Some(AgreementDto::from(agreed));
        self
    }
}

fn ended_by(by: CancelledBy) -> &'static str {
    match by {
        CancelledBy::Attendee => "attendee",
        CancelledBy::Host => "host",
        CancelledBy::Declined => "declined",
        CancelledBy::Expired => "expired",
    }
}

/// Books a slot. The same `Idempotency-Key` with the same body gets the same booking.
#[utoipa::path(
    post, path = "/api/v1/hosts/{handle}/event-types/{slug}/bookings", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = BookingBody,
    responses((status = 201, body = BookingDto), (status = 404, body = super::problem::Problem),
              (status = 409, body = super::problem::Problem),
              (status = 422, body = super::problem::Problem))
)]
pub async fn create(
    state: Data<State>,
    body: Json<BookingBody>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let new = new_booking(&state, body.into_inner(), reader, &request)?;
    let now = state.clock.now();
    match state.book(new.clone()).await {
        Ok(booked) => {
            let dto = BookingDto::new(&state, &booked.booking, &booked.host, Actor::Attendee)
                .with_price(booked.charge.as_ref());
            let token_path = state.links.manage(&booked.booking.id);
            Ok(HttpResponse::Created()
                .insert_header((LOCATION, token_path.replacen("/b/", "/api/v1/bookings/", 1)))
                .insert_header(("Cache-Control", "no-store"))
                .json(dto))
        }
        Err(error @ ServiceError::Refused(_)) => {
            let nearest = nearest(&state, &new, now).await;
            Err(ApiError::of(&error).with_nearest(nearest))
        }
        Err(error) => Err(explain(&state.texts)(error)),
    }
}

fn new_booking(
    state: &State,
    body: BookingBody,
    reader: Reader,
    request: &HttpRequest,
) -> Result<NewBooking, ApiError> {
    let wish = read_wish(&state.texts, body.host.as_deref())?;
    let place = Place {
        link: body.link,
        ..parse_place(request, wish)?
    };
    let language = read_language(&state.texts, body.language.as_deref(), reader.language)?;
    Ok(NewBooking {
        place,
        start: read_instant(&state.texts, "start", &body.start)?,
        duration: body.duration,
        name: body.name,
        email: body.email,
        zone: body.zone,
        language,
        answers: body
            .answers
            .into_iter()
            .map(|(key, answer)| (key, answer.into_text()))
            .collect(),
        guests: body.guests,
        idempotency_key: idempotency_key(state, request)?,
        wishes: Wishes {
            price: body.price,
            early_start: body.early_start,
            hold: body.hold,
            extra_places: body.extra_places,
        },
    })
}

fn idempotency_key(state: &State, request: &HttpRequest) -> Result<Option<String>, ApiError> {
    let Some(value) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    match value.to_str() {
        Ok(key) if (1..=LONGEST_KEY).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::field(
            &state.texts,
            "Idempotency-Key",
            "idempotency-key",
        )),
    }
}

/// Free times near the one that was asked for; none if even they cannot be found.
async fn nearest(state: &Data<State>, new: &NewBooking, now: DateTime<Utc>) -> Vec<SlotDto> {
    let new = new.clone();
    let found = state
        .store
        .read(move |db| {
            let offered = slots::offered(db, &new.place)?;
            let durations = &offered.event_type.rules.durations;
            let duration = new.duration.filter(|asked| durations.contains(asked));
            let wish = Wish {
                duration: duration.or(durations.first().copied()).unwrap_or_default(),
                except: None,
            };
            let slots = slots::nearest(db, &offered, wish, (new.start, NEAREST), now)?;
            let zone = crate::kernel::zone::parse(&new.zone).unwrap_or(offered.zone);
            Ok::<_, ServiceError>((slots, zone))
        })
        .await;
    found.map_or(Vec::new(), |(slots, zone)| {
        slots.iter().map(|slot| SlotDto::new(slot, zone)).collect()
    })
}

/// The booking that a client's link opens.
#[utoipa::path(
    get, path = "/api/v1/bookings/{token}", tag = "booking", params(("token" = String, Path)),
    responses((status = 200, body = BookingDto), (status = 404, body = super::problem::Problem))
)]
pub async fn find(state: Data<State>, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let token = path.into_inner();
    let (view, terms) = state
        .store
        .read(move |db| with_terms(db, &token))
        .await
        .map_err(explain(&state.texts))?;
    Ok(to_client(&state, &view, &terms))
}

/// The client calls a session off.
#[utoipa::path(
    post, path = "/api/v1/bookings/{token}/cancel", tag = "booking",
    params(("token" = String, Path)), request_body = ReasonBody,
    responses((status = 200, body = BookingDto), (status = 404, body = super::problem::Problem),
              (status = 409, body = super::problem::Problem))
)]
pub async fn cancel(
    state: Data<State>,
    path: Path<String>,
    body: Optional<ReasonBody>,
) -> Result<HttpResponse, ApiError> {
    let (token, now) = (path.into_inner(), state.clock.now());
    let reason = body.0.reason;
    let (view, terms) = state
        .store
        .write(move |db| {
            bookings::cancel(db, &By::Link(&token), None, &reason, now)?;
            with_terms(db, &token)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(to_client(&state, &view, &terms))
}

/// The client moves a session to another slot.
#[utoipa::path(
    post, path = "/api/v1/bookings/{token}/reschedule", tag = "booking",
    params(("token" = String, Path)), request_body = RescheduleBody,
    responses((status = 200, body = BookingDto), (status = 404, body = super::problem::Problem),
              (status = 409, body = super::problem::Problem))
)]
pub async fn reschedule(
    state: Data<State>,
    path: Path<String>,
    body: Json<RescheduleBody>,
) -> Result<HttpResponse, ApiError> {
    let start = read_instant(&state.texts, "start", &body.start)?;
    let (token, now) = (path.into_inner(), state.clock.now());
    let (view, terms) = state
        .store
        .write(move |db| {
            bookings::reschedule(db, &By::Link(&token), None, start, now)?;
            with_terms(db, &token)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(to_client(&state, &view, &terms))
}

/// What a session costs, and what was agreed about it.
type Terms = (Option<Charge>, Agreed);

/// A client's booking with its terms.
fn with_terms(db: &mut Db, token: &str) -> Result<(BookingView, Terms), ServiceError> {
    let view = bookings::find_managed(db, token)?;
    let charge = prices::of_booking(db, &view.booking.id)?;
    let agreed = policy::of_booking(db, &view.booking.id)?;
    Ok((view, (charge, agreed)))
}

fn to_client(state: &State, view: &BookingView, (charge, agreed): &Terms) -> HttpResponse {
    let dto = BookingDto::new(state, &view.booking, &view.host, Actor::Attendee);
    answer(&dto.with_price(charge.as_ref()).with_agreement(agreed))
}

/// What is about one client is kept in no cache.
pub(super) fn answer(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(body)
}
