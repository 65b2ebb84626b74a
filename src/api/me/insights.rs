//! `/me/insights`: what happened, in numbers.

use actix_web::web::{Data, Json, Query};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain};
use crate::kernel::fairness::WHOLE;
use crate::kernel::insights::{Insights, LEADS, NOTICES, Range, RangeError, Share, Sums, Unit};
use crate::kernel::zone;
use crate::service::insights::{self, Of};
use crate::state::State;
use crate::texts::Texts;

/// Which days are counted, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct InsightsQuery {
    /// The first day, in the zone of the host; five months ago if left out.
    from: Option<String>,
    /// The last day, inclusive; that of this month if left out. At most five years.
    to: Option<String>,
    /// How days are grouped.
    #[serde(default)]
    by: UnitDto,
    /// Whose sessions.
    #[serde(default)]
    of: OfDto,
    /// The id of a team that the host belongs to: its sessions instead of those of `of`.
    team: Option<String>,
}

/// How days are grouped.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnitDto {
    /// From Monday to Sunday.
    Week,
    /// From the first to the last.
    #[default]
    Month,
}

/// Whose sessions are counted.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OfDto {
    /// The host's own.
    #[default]
    Host,
    /// Everybody's; for administrators.
    Instance,
}

/// Some numbers that belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct SumsDto {
    /// Sessions that were agreed and not called off.
    sessions: u64,
    /// Their minutes.
    minutes: u64,
    /// Those of them to which the client did not come.
    no_shows: u64,
    /// Called off by clients.
    cancelled_by_attendee: u64,
    /// Called off by hosts.
    cancelled_by_host: u64,
    /// Requests that were declined.
    declined: u64,
    /// Requests nobody answered in time.
    expired: u64,
}

/// A week or a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodDto {
    /// Its first day, which may lie before the range.
    first: String,
    /// What happened.
    #[serde(flatten)]
    sums: SumsDto,
}

/// An event type.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfTypeDto {
    /// What it is called.
    title: String,
    /// What happened.
    #[serde(flatten)]
    sums: SumsDto,
}

/// How many fall into a group of whole days.
#[derive(Debug, Serialize, ToSchema)]
pub struct DaysDto {
    /// From so many days on.
    from: i64,
    /// To less than so many; without end if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<i64>,
    /// How many.
    count: u64,
}

/// How the sessions of a team were shared out to one of its people.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareDto {
    /// Who.
    name: String,
    /// For how many sessions they were free when these were given out.
    asked: u64,
    /// How many they were given, without those that clients called off.
    taken: u64,
    /// How many of these they did not want.
    declined: u64,
    /// How many they did not answer in time.
    absent: u64,
    /// How many were theirs by weight.
    due: f64,
}

/// What happened in a range of days. No client's name is in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsightsDto {
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// How days are grouped.
    by: UnitDto,
    /// The zone of the days.
    zone: String,
    /// Everything together.
    total: SumsDto,
    /// Sessions of these that are still to come.
    to_come: u64,
    /// By week or month, in order.
    periods: Vec<PeriodDto>,
    /// By event type, most sessions first.
    event_types: Vec<OfTypeDto>,
    /// Sessions by days from booking to start.
    lead_days: Vec<DaysDto>,
    /// Cancellations by days from then to start.
    notice_days: Vec<DaysDto>,
    /// How the sessions of a team were shared out, by name; empty for whomever else.
    shares: Vec<ShareDto>,
}

impl From<&Sums> for SumsDto {
    fn from(sums: &Sums) -> Self {
        Self {
            sessions: sums.sessions,
            minutes: sums.minutes,
            no_shows: sums.no_shows,
            cancelled_by_attendee: sums.by_client,
            cancelled_by_host: sums.by_host,
            declined: sums.declined,
            expired: sums.expired,
        }
    }
}

impl From<&(String, Share)> for ShareDto {
    fn from((name, share): &(String, Share)) -> Self {
        Self {
            name: name.clone(),
            asked: share.asked,
            taken: share.taken,
            declined: share.declined,
            absent: share.absent,
            due: share.due as f64 / WHOLE as f64,
        }
    }
}

fn days(bounds: &[i64], counts: &[u64]) -> Vec<DaysDto> {
    let from = std::iter::once(0).chain(bounds.iter().copied());
    let below = bounds.iter().copied().map(Some).chain([None]);
    from.zip(below)
        .zip(counts)
        .map(|((from, below), count)| DaysDto {
            from,
            below,
            count: *count,
        })
        .collect()
}

fn range(texts: &Texts, query: &InsightsQuery, today: NaiveDate) -> Result<Range, ApiError> {
    let unit = match query.by {
        UnitDto::Week => Unit::Week,
        UnitDto::Month => Unit::Month,
    };
    let usual = Range::usual(today, unit);
    let day = |field: &str, text: &Option<String>, usual: NaiveDate| match text {
        None => Ok(usual),
        Some(text) => text
            .parse()
            .map_err(|_| ApiError::field(texts, field, "not-a-date")),
    };
    let from = day("from", &query.from, usual.from())?;
    let to = day("to", &query.to, usual.to())?;
    Range::new(from, to, unit).map_err(|error| {
        let code = match error {
            RangeError::Backwards => "to-before-from",
            RangeError::TooLong => "range-too-long",
        };
        ApiError::field(texts, "to", code)
    })
}

/// What happened in a range of days: sessions, hours, cancellations, lead times.
#[utoipa::path(get, path = "/api/v1/me/insights", tag = "me", security(("token" = [])),
    params(InsightsQuery),
    responses((status = 200, body = InsightsDto), (status = 401, body = Problem),
              (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn count(
    state: Data<State>,
    bearer: Bearer,
    query: Query<InsightsQuery>,
) -> Result<Json<InsightsDto>, ApiError> {
    let (now, zone) = (state.clock.now(), bearer.0.person.zone);
    let range = range(&state.texts, &query, zone::date(now, zone))?;
    let query = query.into_inner();
    let of = match (query.team, query.of) {
        (Some(team), _) => Of::Team(team),
        (None, OfDto::Host) => Of::Viewer,
        (None, OfDto::Instance) => Of::Instance,
    };
    let counted = state
        .store
        .read(move |db| insights::count(db, &bearer.0, (&of, range), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(dto(&counted, query.by, zone)))
}

fn dto(counted: &Insights, by: UnitDto, zone: chrono_tz::Tz) -> InsightsDto {
    InsightsDto {
        from: counted.range.from().to_string(),
        to: counted.range.to().to_string(),
        by,
        zone: zone.name().to_owned(),
        total: SumsDto::from(&counted.total),
        to_come: counted.to_come,
        periods: counted
            .periods
            .iter()
            .map(|(first, sums)| PeriodDto {
                first: first.to_string(),
                sums: SumsDto::from(sums),
            })
            .collect(),
        event_types: counted
            .event_types
            .iter()
            .map(|(title, sums)| OfTypeDto {
                title: title.clone(),
                sums: SumsDto::from(sums),
            })
            .collect(),
        lead_days: days(&LEADS, &counted.leads),
        notice_days: days(&NOTICES, &counted.notices),
        shares: counted.shares.iter().map(ShareDto::from).collect(),
    }
}
