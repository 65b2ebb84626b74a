//! `/me/energy`: what the host asks of all their sessions together.

use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::energy::{EnergyRules, Gap, InARow, Quota, TimeOfDay, TypeKey};
use crate::service::energy;
use crate::state::State;
use crate::texts::Texts;

/// The energy rules of a host. What is left out is not limited.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnergyDto {
    /// What fits into a day of the schedule's zone.
    per_day: QuotaDto,
    /// What fits into a week, from Monday on.
    per_week: QuotaDto,
    /// When a pause is due.
    in_a_row: Option<InARowDto>,
    /// Which sessions keep to a part of the day.
    times: Vec<TimeDto>,
    /// What must lie between sessions of two event types.
    gaps: Vec<GapDto>,
}

/// How much fits into a period, all event types together.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuotaDto {
    /// Sessions, at least 1.
    sessions: Option<u32>,
    /// Minutes of sessions, at least 1.
    minutes: Option<u32>,
}

/// So many sessions with less than the pause between them, then a pause.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InARowDto {
    /// 1 to 20.
    sessions: u32,
    /// Minutes, 1 to 1440.
    pause: u32,
}

/// A part of the day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeDto {
    /// The id of an event type; every one if left out.
    event_type: Option<String>,
    /// Sessions begin no earlier: `10:00`.
    not_before: Option<String>,
    /// Sessions are over by then: `18:30`, at most `24:00`.
    not_after: Option<String>,
}

/// So many minutes between a session and a later one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GapDto {
    /// The id of the event type of the earlier one.
    first: String,
    /// The id of the event type of the later one.
    second: String,
    /// 1 to 1440.
    minutes: u32,
}

impl From<&EnergyRules> for EnergyDto {
    fn from(rules: &EnergyRules) -> Self {
        let quota = |quota: Quota| QuotaDto {
            sessions: quota.sessions,
            minutes: quota.minutes,
        };
        Self {
            per_day: quota(rules.per_day),
            per_week: quota(rules.per_week),
            in_a_row: rules.in_a_row.map(|rule| InARowDto {
                sessions: rule.sessions,
                pause: rule.pause,
            }),
            times: rules.times.iter().map(TimeDto::from).collect(),
            gaps: rules
                .gaps
                .iter()
                .map(|gap| GapDto {
                    first: gap.first.to_string(),
                    second: gap.second.to_string(),
                    minutes: gap.minutes,
                })
                .collect(),
        }
    }
}

impl From<&TimeOfDay> for TimeDto {
    fn from(time: &TimeOfDay) -> Self {
        Self {
            event_type: time.event_type.map(|key| key.to_string()),
            not_before: time.not_before.map(energy::clock),
            not_after: time.not_after.map(energy::clock),
        }
    }
}

impl EnergyDto {
    fn read(&self, texts: &Texts) -> Result<EnergyRules, ApiError> {
        let quota = |dto: &QuotaDto| Quota {
            sessions: dto.sessions,
            minutes: dto.minutes,
        };
        let key = |field: &str, id: &str| {
            TypeKey::of(id).ok_or_else(|| ApiError::field(texts, field, "unknown-choice"))
        };
        let times = self.times.iter().zip(0..).map(|(time, place)| {
            let event_type = time.event_type.as_deref();
            let event_type = event_type
                .map(|id| key(&format!("times.{place}"), id))
                .transpose()?;
            let (from, to) = (time.not_before.as_deref(), time.not_after.as_deref());
            energy::time_of_day(event_type, from.unwrap_or_default(), to.unwrap_or_default())
                .map_err(|code| ApiError::field(texts, &format!("times.{place}"), code))
        });
        let gaps = self.gaps.iter().zip(0..).map(|(gap, place)| {
            let field = format!("gaps.{place}");
            Ok(Gap {
                first: key(&field, &gap.first)?,
                second: key(&field, &gap.second)?,
                minutes: gap.minutes,
            })
        });
        Ok(EnergyRules {
            per_day: quota(&self.per_day),
            per_week: quota(&self.per_week),
            in_a_row: self.in_a_row.as_ref().map(|rule| InARow {
                sessions: rule.sessions,
                pause: rule.pause,
            }),
            times: times.collect::<Result<_, ApiError>>()?,
            gaps: gaps.collect::<Result<_, ApiError>>()?,
        })
    }
}

/// The host's energy rules.
#[utoipa::path(get, path = "/api/v1/me/energy", tag = "me", security(("token" = [])),
    responses((status = 200, body = EnergyDto), (status = 401, body = Problem)))]
pub async fn find(state: Data<State>, bearer: Bearer) -> Result<Json<EnergyDto>, ApiError> {
    let (rules, _) = state
        .store
        .read(move |db| energy::find(db, &bearer.0))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(EnergyDto::from(&rules)))
}

/// Writes the host's energy rules over; what is booked stays booked.
#[utoipa::path(put, path = "/api/v1/me/energy", tag = "me", security(("token" = [])),
    request_body = EnergyDto,
    responses((status = 200, body = EnergyDto), (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    body: Json<EnergyDto>,
) -> Result<Json<EnergyDto>, ApiError> {
    let rules = body.read(&state.texts)?;
    let written = rules.clone();
    state
        .store
        .write(move |db| energy::replace(db, &bearer.0, &written))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(EnergyDto::from(&rules)))
}
