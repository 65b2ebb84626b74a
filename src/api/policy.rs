//! What is agreed about cancelling and moving, as JSON.

use actix_web::HttpRequest;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::parse_place;
use super::problem::{ApiError, Problem, explain};
use crate::kernel::policy::{Agreed, Due, Fee, Policy};
use crate::service::{policy, slots};
use crate::state::State;

/// What is agreed about the sessions of an event type. What is left out is free.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyBody {
    /// Until so many minutes before the start, calling off costs nothing.
    #[serde(default)]
    pub free_until: u32,
    /// What it costs after that, and who does not come.
    #[serde(default)]
    pub fee: FeeDto,
    /// How often a client may move a session; null is any number.
    #[serde(default)]
    pub most_moves: Option<u32>,
    /// Until so many minutes before the start a client may move it.
    #[serde(default)]
    pub move_until: u32,
    /// How many sessions to come an address may have at once; null is any number.
    #[serde(default)]
    pub max_open: Option<u32>,
    /// Whether an address can book it only once.
    #[serde(default)]
    pub once_per_person: bool,
    /// Minutes to answer a request.
    #[serde(default = "two_days")]
    pub answer_within: u32,
}

/// A fee.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "lowercase")]
pub enum FeeDto {
    /// Nothing.
    #[default]
    None,
    /// Per cent of the price, 1 to 100.
    Percent(u32),
    /// Cents, never more than the price.
    Fixed(u32),
}

fn two_days() -> u32 {
    Policy::default().answer_within
}

impl From<&Policy> for PolicyBody {
    fn from(policy: &Policy) -> Self {
        Self {
            free_until: policy.free_until,
            fee: match policy.fee {
                Fee::None => FeeDto::None,
                Fee::Percent(percent) => FeeDto::Percent(percent),
                Fee::Fixed(cents) => FeeDto::Fixed(cents),
            },
            most_moves: policy.most_moves,
            move_until: policy.move_until,
            max_open: policy.max_open,
            once_per_person: policy.once_per_person,
            answer_within: policy.answer_within,
        }
    }
}

impl From<PolicyBody> for Policy {
    fn from(body: PolicyBody) -> Self {
        Self {
            free_until: body.free_until,
            fee: match body.fee {
                FeeDto::None => Fee::None,
                FeeDto::Percent(percent) => Fee::Percent(percent),
                FeeDto::Fixed(cents) => Fee::Fixed(cents),
            },
            most_moves: body.most_moves,
            move_until: body.move_until,
            max_open: body.max_open,
            once_per_person: body.once_per_person,
            answer_within: body.answer_within,
        }
    }
}

/// What was agreed for a booking, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementDto {
    /// As it was when it was booked.
    pub policy: PolicyBody,
    /// How often the client has moved it.
    pub moves: u32,
    /// What the client owes for calling off too late or not coming; null if nothing.
    pub owed: Option<OwedDto>,
    /// Whether the host noted that the client did not come.
    pub no_show: bool,
    /// Whether the host let the client off.
    pub waived: bool,
}

/// What somebody owes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum OwedDto {
    /// This much.
    Amount {
        /// In cents.
        amount: i64,
        /// ISO 4217.
        currency: &'static str,
    },
    /// So much of a price that was agreed elsewhere.
    Percent {
        /// 1 to 100.
        percent: u32,
    },
}

impl From<&Agreed> for AgreementDto {
    fn from(agreed: &Agreed) -> Self {
        Self {
            policy: PolicyBody::from(&agreed.policy),
            moves: agreed.moves,
            owed: match agreed.due() {
                Due::Nothing => None,
                Due::Amount(money) => Some(OwedDto::Amount {
                    amount: money.cents,
                    currency: money.currency.code(),
                }),
                Due::Percent(percent) => Some(OwedDto::Percent { percent }),
            },
            no_show: agreed.no_show_at.is_some(),
            waived: agreed.waived_at.is_some(),
        }
    }
}

/// What is agreed when this event type is booked now.
#[utoipa::path(
    get, path = "/api/v1/hosts/{handle}/event-types/{slug}/policy", tag = "booking",
    params(("handle" = String, Path), ("slug" = String, Path)),
    responses((status = 200, body = PolicyBody), (status = 404, body = Problem))
)]
pub async fn find(state: Data<State>, request: HttpRequest) -> Result<Json<PolicyBody>, ApiError> {
    let place = parse_place(&request, None)?;
    let policy = state
        .store
        .read(move |db| {
            let offered = slots::offered(db, &place)?;
            policy::find(db, &offered.event_type.id)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(PolicyBody::from(&policy)))
}
