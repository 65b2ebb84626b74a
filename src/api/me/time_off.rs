//! `/me/time-off` and `/me/holidays`: when the host is away, elsewhere, or has a holiday.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::paging::Page;
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::{read_date, read_instant};
use crate::kernel::holidays::{self, Choice};
use crate::kernel::people::Person;
use crate::kernel::time_off::Period;
use crate::service::away;
use crate::service::time_off::{self, Entry, TimeOffForm};
use crate::service::{Db, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Texts;

/// Out of office, or a travel if it has a zone: whole days, or from one instant to another.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TimeOffBody {
    /// First day: `2026-12-21`.
    first_day: Option<String>,
    /// Last day, inclusive.
    last_day: Option<String>,
    /// RFC 3339; only out of office.
    start: Option<String>,
    /// RFC 3339, exclusive.
    end: Option<String>,
    /// A travel: the IANA name of the zone in which the weekly hours are then meant.
    zone: Option<String>,
    /// What clients read, at most 500 characters.
    message: String,
    /// The handle of whom clients can turn to.
    substitute: String,
    /// Whether everybody who has a session then is written to at once: they choose a colleague, a
    /// new time, or calling off for nothing. Only out of office, only when it is made.
    tell_clients: bool,
}

/// An absence or a travel that is stored.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TimeOffDto {
    /// Names it in addresses.
    id: String,
    /// First day, in the host's zone; of a travel in its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_day: Option<String>,
    /// Last day, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<String>,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    /// RFC 3339, UTC, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    /// Of a travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// What clients read.
    message: String,
    /// The handle of whom clients can turn to.
    #[serde(skip_serializing_if = "Option::is_none")]
    substitute: Option<String>,
}

/// The holidays a host takes off.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaysDto {
    /// Where the host lives (ISO 3166-2): `DE-BY`, `AT-9`, `CH-ZH`; empty is nowhere.
    region: String,
    /// The keys of days that are switched: statutory ones off, others on.
    #[serde(default)]
    switched: Vec<String>,
    /// The days off of this year and the next; not read.
    #[serde(default)]
    days: Vec<HolidayDto>,
}

/// A day off.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct HolidayDto {
    /// `2026-12-25`.
    date: String,
    /// `christmas`.
    key: String,
}

impl TimeOffBody {
    fn read(&self, texts: &Texts) -> Result<TimeOffForm, ApiError> {
        let day = |field: &str, text: &str| read_date(texts, field, text);
        let days = match (&self.first_day, &self.last_day) {
            (Some(first), last) => {
                let last = last.as_ref().unwrap_or(first);
                Some((day("first_day", first)?, day("last_day", last)?))
            }
            (None, _) => None,
        };
        let instants = match (&self.start, &self.end) {
            (Some(start), Some(end)) if days.is_none() => Some((
                read_instant(texts, "start", start)?,
                read_instant(texts, "end", end)?,
            )),
            _ => None,
        };
        Ok(TimeOffForm {
            zone: self.zone.clone(),
            days,
            instants,
            message: self.message.clone(),
            substitute: self.substitute.clone(),
        })
    }
}

impl TimeOffDto {
    fn new(entry: &Entry, others: &[Person]) -> Self {
        match entry {
            Entry::Travel(id, travel) => Self {
                id: id.clone(),
                first_day: Some(travel.from.to_string()),
                last_day: Some(travel.to.to_string()),
                zone: Some(travel.zone.name().to_owned()),
                ..Self::default()
            },
            Entry::Absence(absence) => {
                let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
                let (days, span) = match absence.period {
                    Period::Days { from, to } => (Some((from, to)), None),
                    Period::Between(span) => (None, Some(span)),
                };
                let substitute = others
                    .iter()
                    .find(|person| Some(&person.id) == absence.substitute_id.as_ref());
                Self {
                    id: absence.id.clone(),
                    first_day: days.map(|(from, _)| from.to_string()),
                    last_day: days.map(|(_, to)| to.to_string()),
                    start: span.map(|span| text(span.start())),
                    end: span.map(|span| text(span.end())),
                    zone: None,
                    message: absence.message.clone(),
                    substitute: substitute.map(|person| person.username.to_string()),
                }
            }
        }
    }
}

/// The host's absences and travels.
#[utoipa::path(get, path = "/api/v1/me/time-off", tag = "me", security(("token" = [])),
    responses((status = 200, body = Page<TimeOffDto>), (status = 401, body = Problem)))]
pub async fn list(state: Data<State>, bearer: Bearer) -> Result<Json<Page<TimeOffDto>>, ApiError> {
    let items = state
        .store
        .read(move |db| {
            let entries = time_off::list(db, &bearer.0)?;
            let others = time_off::substitutes(db, &bearer.0)?;
            let absences = entries.absences.into_iter().map(Entry::Absence);
            let travels = entries.travels.into_iter();
            let all = absences.chain(travels.map(|(id, travel)| Entry::Travel(id, travel)));
            Ok::<_, ServiceError>(all.map(|entry| TimeOffDto::new(&entry, &others)).collect())
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(Page::whole(items)))
}

/// The host is away or elsewhere. What is booked stays as it is.
#[utoipa::path(post, path = "/api/v1/me/time-off", tag = "me", security(("token" = [])),
    request_body = TimeOffBody,
    responses((status = 201, body = TimeOffDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<TimeOffBody>,
) -> Result<HttpResponse, ApiError> {
    let (form, now) = (body.read(&state.texts)?, state.clock.now());
    let made = state
        .store
        .write(move |db| {
            let entry = time_off::create(db, &bearer.0, &form)?;
            if body.tell_clients && matches!(entry, Entry::Absence(_)) {
                away::announce(db, &bearer.0, entry.id(), now)?;
            }
            dto(db, &bearer.0, &entry)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Created().json(made))
}

/// Writes an absence or a travel over.
#[utoipa::path(put, path = "/api/v1/me/time-off/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = TimeOffBody,
    responses((status = 200, body = TimeOffDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<TimeOffBody>,
) -> Result<Json<TimeOffDto>, ApiError> {
    let form = body.read(&state.texts)?;
    let made = state
        .store
        .write(move |db| {
            let entry = time_off::replace(db, &bearer.0, &id, &form)?;
            dto(db, &bearer.0, &entry)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(made))
}

/// The host is there again.
#[utoipa::path(delete, path = "/api/v1/me/time-off/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let now = state.clock.now();
    state
        .store
        .write(move |db| away::end(db, &bearer.0, &id, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// The holidays the host takes off.
#[utoipa::path(get, path = "/api/v1/me/holidays", tag = "me", security(("token" = [])),
    responses((status = 200, body = HolidaysDto), (status = 401, body = Problem)))]
pub async fn holidays(state: Data<State>, bearer: Bearer) -> Result<Json<HolidaysDto>, ApiError> {
    let now = state.clock.now();
    let entries = state
        .store
        .read(move |db| time_off::list(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(HolidaysDto::new(&entries.holidays, now)))
}

/// Sets where the host lives and which holidays they switch.
#[utoipa::path(put, path = "/api/v1/me/holidays", tag = "me", security(("token" = [])),
    request_body = HolidaysDto,
    responses((status = 200, body = HolidaysDto), (status = 422, body = Problem)))]
pub async fn set_holidays(
    state: Data<State>,
    bearer: Bearer,
    body: Json<HolidaysDto>,
) -> Result<Json<HolidaysDto>, ApiError> {
    let body = body.into_inner();
    let choice = Choice {
        region: body.region,
        switched: body.switched.into_iter().collect(),
    };
    let (written, now) = (choice.clone(), state.clock.now());
    state
        .store
        .write(move |db| time_off::set_holidays(db, &bearer.0, &written))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(HolidaysDto::new(&choice, now)))
}

impl HolidaysDto {
    fn new(choice: &Choice, now: DateTime<Utc>) -> Self {
        let year = chrono::Datelike::year(&now);
        let known = holidays::of_region(&choice.region);
        Self {
            region: choice.region.clone(),
            switched: known
                .iter()
                .filter(|day| choice.switched.contains(day.key))
                .map(|day| day.key.to_owned())
                .collect(),
            days: choice
                .between(year, year + 1)
                .into_iter()
                .map(|(date, key)| HolidayDto {
                    date: date.to_string(),
                    key: key.to_owned(),
                })
                .collect(),
        }
    }
}

fn dto(db: &mut Db, viewer: &Viewer, entry: &Entry) -> Result<TimeOffDto, ServiceError> {
    Ok(TimeOffDto::new(entry, &time_off::substitutes(db, viewer)?))
}
