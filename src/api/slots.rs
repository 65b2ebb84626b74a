//! `…/slots`: the times that can be booked.

use actix_web::http::header::ContentType;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::prices::PriceDto;
use super::problem::{ApiError, explain};
use super::{parse_place, read_date, read_wish, read_zone, rfc3339};
use crate::kernel::slots::{Refusal, Slot};
use crate::kernel::zone;
use crate::service::slots::{self, Place, Wish};
use crate::service::{ServiceError, prices};
use crate::state::State;
use crate::texts::Texts;

/// The longest range that is answered, in days.
const MOST_DAYS: i64 = 100;

/// Which slots are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SlotsQuery {
    /// First day, in `zone`: `2026-12-01`.
    from: String,
    /// Last day, in `zone`, inclusive; at most 100 days from the first.
    to: String,
    /// IANA name; the schedule's own if left out.
    zone: Option<String>,
    /// Minutes; the event type's first if left out.
    duration: Option<u32>,
    /// The host of a team who is to hold the session.
    host: Option<String>,
    /// The token of a private link.
    link: Option<String>,
}

/// A time that can be booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SlotDto {
    /// RFC 3339, with the offset of the zone asked for.
    #[schema(example = "2026-12-01T09:00:00+01:00")]
    pub start: String,
    /// RFC 3339, exclusive.
    #[schema(example = "2026-12-01T09:50:00+01:00")]
    pub end: String,
    /// How many more people it takes.
    pub seats_left: u32,
}

impl SlotDto {
    /// A slot as seen in `zone`.
    pub fn new(slot: &Slot, zone: Tz) -> Self {
        Self {
            start: rfc3339(slot.span.start(), zone),
            end: rfc3339(slot.span.end(), zone),
            seats_left: slot.seats_left,
        }
    }
}

/// The times that can be booked in a range of days.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlotsDto {
    /// The zone of the days and offsets.
    zone: String,
    /// What a session of this duration costs; `{}` is free.
    price: PriceDto,
    /// In order of time.
    slots: Vec<SlotDto>,
}

/// The slots of an event type.
#[utoipa::path(
    get, path = "/api/v1/hosts/{handle}/event-types/{slug}/slots", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path), SlotsQuery),
    responses((status = 200, body = SlotsDto), (status = 404, body = super::problem::Problem),
              (status = 422, body = super::problem::Problem))
)]
pub async fn list(
    state: Data<State>,
    request: HttpRequest,
    query: Query<SlotsQuery>,
) -> Result<HttpResponse, ApiError> {
    let wish = read_wish(&state.texts, query.host.as_deref())?;
    let place = Place {
        link: query.link.clone(),
        ..parse_place(&request, wish)?
    };
    let key = format!("slots {place:?} {query:?}");
    let body = state
        .answer(key, async |now| body(&state, place, &query, now).await)
        .await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header(("Cache-Control", "no-cache"))
        .body(body))
}

async fn body(
    state: &Data<State>,
    place: Place,
    query: &SlotsQuery,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Bytes, ApiError> {
    let (from, to) = days(&state.texts, query)?;
    let zone = query
        .zone
        .as_deref()
        .map(|zone| read_zone(&state.texts, zone))
        .transpose()?;
    let duration = query.duration;
    let (zone, price, slots) = state
        .store
        .read(move |db| {
            let offered = slots::offered(db, &place)?;
            let zone = zone.unwrap_or(offered.zone);
            let durations = &offered.event_type.rules.durations;
            let duration = duration
                .or(durations.first().copied())
                .filter(|duration| durations.contains(duration))
                .ok_or(Refusal::WrongDuration)?;
            let wish = Wish {
                duration,
                except: None,
            };
            let slots = match zone::days(from, to, zone) {
                Some(range) => slots::in_range(db, &offered, wish, range, now)?,
                None => Vec::new(),
            };
            let pricing = prices::of_offered(db, &offered)?;
            let price = PriceDto::of_duration(&pricing, duration);
            Ok::<_, ServiceError>((zone, price, slots))
        })
        .await
        .map_err(explain(&state.texts))?;
    let answer = SlotsDto {
        zone: zone.name().to_owned(),
        price,
        slots: slots.iter().map(|slot| SlotDto::new(slot, zone)).collect(),
    };
    let json = serde_json::to_vec(&answer).map_err(|_| super::problem::not_found())?;
    Ok(Bytes::from(json))
}

fn days(texts: &Texts, query: &SlotsQuery) -> Result<(NaiveDate, NaiveDate), ApiError> {
    let from = read_date(texts, "from", &query.from)?;
    let to = read_date(texts, "to", &query.to)?;
    if to < from {
        return Err(ApiError::field(texts, "to", "to-before-from"));
    }
    if (to - from).num_days() >= MOST_DAYS {
        return Err(ApiError::field(texts, "to", "too-many-days"));
    }
    Ok((from, to))
}
