//! `/me/why`: why a time is free or not.

use actix_web::web::{Data, Json, Query};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::problem::{ApiError, Problem, explain, refused_kind};
use crate::api::read_instant;
use crate::kernel::energy::Rule;
use crate::kernel::limits::Limit;
use crate::kernel::slots::{HoursSource, Near, Reason};
use crate::kernel::span::Span;
use crate::service::energy::clock;
use crate::service::why::{self, Found, Source, Why, WhyHost, WhyPart};
use crate::state::State;

/// Which time is asked about.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WhyQuery {
    /// The id of an event type of the host, or of a team of theirs.
    event_type: String,
    /// RFC 3339.
    start: String,
    /// Minutes; the event type's first if left out.
    duration: Option<u32>,
}

/// Everything that decides about a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyDto {
    /// RFC 3339, UTC.
    start: String,
    /// RFC 3339, UTC, exclusive.
    end: String,
    /// Whether it can be booked now.
    is_free: bool,
    /// What a client would be told, as problems name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
    /// All rules and entries; of a team's event type those that count for everybody.
    reasons: Vec<ReasonDto>,
    /// Of a team's event type: who holds the session, one of each part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartWhyDto>,
}

/// Hosts of a team who can stand for each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartWhyDto {
    /// Whether the session takes place without one of them too.
    is_optional: bool,
    /// Who.
    hosts: Vec<HostWhyDto>,
}

/// What decides about one host of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct HostWhyDto {
    /// Who.
    username: String,
    /// Whether they can hold the session.
    is_free: bool,
    /// All rules and entries that count for them. Of colleagues not what an entry is about.
    reasons: Vec<ReasonDto>,
}

/// A rule or an entry.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReasonDto {
    /// `duration`, `present`, `notice`, `window`, `hours`, `holiday`, `away`, `booking`, `held`,
    /// `busy`, `joins`, `limit_…`, `energy_…`, `grid`.
    kind: String,
    /// Whether the time cannot be booked because of it.
    is_against: bool,
    /// How it is in the way: `overlaps`, `buffer_before`, `buffer_after`, `gap`.
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<&'static str>,
    /// Of a duration, a buffer, a gap, a pause or a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    /// How much of a limit is used without this session.
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<u32>,
    /// How much there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<u32>,
    /// RFC 3339, UTC: of a booking, busy time or absence, or the first instant that can be booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    /// RFC 3339, UTC, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    /// Of hours: `09:00`–`12:00`; of a part of the day its bounds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<[String; 2]>,
    /// Of hours: the zone of the clock they are read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// The id of a booking or an absence, the key of a holiday.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl WhyDto {
    fn new(why: &Why) -> Self {
        let alone = why.alone();
        let found = alone.map_or(&why.found, |host| &host.found);
        let parts = why.parts.iter().filter(|_| alone.is_none());
        Self {
            start: text(why.span.start()),
            end: text(why.span.end()),
            is_free: why.refusal.is_none(),
            refused: why.refusal.map(refused_kind),
            reasons: found.iter().map(ReasonDto::new).collect(),
            parts: parts.map(PartWhyDto::new).collect(),
        }
    }
}

impl PartWhyDto {
    fn new(part: &WhyPart) -> Self {
        let host = |host: &WhyHost| HostWhyDto {
            username: host.host.username.to_string(),
            is_free: host.is_able(),
            reasons: host.found.iter().map(ReasonDto::new).collect(),
        };
        Self {
            is_optional: part.is_optional,
            hosts: part.hosts.iter().map(host).collect(),
        }
    }
}

impl ReasonDto {
    fn new(found: &Found) -> Self {
        let named = Self::of(&found.finding.reason);
        let (kind, id) = match &found.source {
            Source::Holiday(key) => ("holiday", Some((*key).to_owned())),
            Source::Absence(absence) => ("away", Some(absence.id.clone())),
            Source::Booking(booking) => ("booking", Some(booking.id.clone())),
            Source::Held => ("held", None),
            Source::Colleague => ("busy", None),
            Source::Rule | Source::Hours(_) | Source::Busy(_) => (named.kind.as_str(), None),
        };
        Self {
            kind: kind.to_owned(),
            is_against: found.finding.is_against,
            id,
            ..named
        }
    }

    fn of(reason: &Reason) -> Self {
        match reason {
            Reason::Duration { minutes } => Self::counted("duration", *minutes),
            Reason::Present { now } => Self {
                start: Some(text(*now)),
                ..Self::kind("present")
            },
            Reason::Notice { earliest } => Self {
                start: Some(text(*earliest)),
                ..Self::kind("notice")
            },
            Reason::Window { .. } => Self::kind("window"),
            Reason::Hours {
                zone,
                source,
                ranges,
                ..
            } => Self {
                zone: Some(zone.name().to_owned()),
                ranges: ranges
                    .iter()
                    .map(|range| [range.from_text(), range.to_text()])
                    .collect(),
                ..Self::kind(match source {
                    HoursSource::Override => "hours_of_date",
                    HoursSource::Weekday | HoursSource::Holiday => "hours",
                })
            },
            Reason::Away { span } => Self::at("away", *span),
            Reason::Claim { span, near } => Self::at("booking", *span).near(*near),
            Reason::Busy { span, near } => Self::at("busy", *span).near(*near),
            Reason::Joins { seats_left } => Self {
                bound: Some(*seats_left),
                ..Self::kind("joins")
            },
            Reason::Limit(limit, used, bound) => Self {
                used: Some(*used),
                bound: Some(*bound),
                ..Self::kind(match limit {
                    Limit::PerDay => "limit_per_day",
                    Limit::MinutesPerDay => "limit_minutes_per_day",
                    Limit::PerWeek => "limit_per_week",
                    Limit::PerMonth => "limit_per_month",
                })
            },
            Reason::Energy(rule) => Self::energy(*rule),
            Reason::Grid { step } => Self::counted("grid", *step),
        }
    }

    fn energy(rule: Rule) -> Self {
        let (kind, used, bound) = match rule {
            Rule::SessionsPerDay { used, bound } => ("energy_sessions_per_day", used, bound),
            Rule::MinutesPerDay { used, bound } => ("energy_minutes_per_day", used, bound),
            Rule::SessionsPerWeek { used, bound } => ("energy_sessions_per_week", used, bound),
            Rule::MinutesPerWeek { used, bound } => ("energy_minutes_per_week", used, bound),
            Rule::InARow { used, bound, .. } => ("energy_in_a_row", used, bound),
            Rule::TimeOfDay {
                not_before,
                not_after,
            } => {
                let (from, to) = (not_before.unwrap_or(0), not_after.unwrap_or(24 * 60));
                return Self {
                    ranges: vec![[clock(from), clock(to)]],
                    ..Self::kind("energy_time_of_day")
                };
            }
        };
        Self {
            used: Some(used),
            bound: Some(bound),
            minutes: match rule {
                Rule::InARow { pause, .. } => Some(pause),
                _ => None,
            },
            ..Self::kind(kind)
        }
    }

    fn kind(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }

    fn counted(kind: &str, minutes: u32) -> Self {
        Self {
            minutes: Some(minutes),
            ..Self::kind(kind)
        }
    }

    fn at(kind: &str, span: Span) -> Self {
        Self {
            start: Some(text(span.start())),
            end: Some(text(span.end())),
            ..Self::kind(kind)
        }
    }

    fn near(self, near: Near) -> Self {
        let (near, minutes) = match near {
            Near::Overlaps => ("overlaps", None),
            Near::BufferAfter(minutes) => ("buffer_after", Some(minutes)),
            Near::BufferBefore(minutes) => ("buffer_before", Some(minutes)),
            Near::Gap(minutes) => ("gap", Some(minutes)),
        };
        Self {
            near: Some(near),
            minutes,
            ..self
        }
    }
}

/// Why a time is free or not: all rules and entries that decide about it.
#[utoipa::path(get, path = "/api/v1/me/why", tag = "me", security(("token" = [])),
    params(WhyQuery),
    responses((status = 200, body = WhyDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    query: Query<WhyQuery>,
) -> Result<Json<WhyDto>, ApiError> {
    let start = read_instant(&state.texts, "start", &query.start)?;
    let now = state.clock.now();
    let why = state
        .store
        .read(move |db| {
            let time = (start, query.duration);
            why::explain(db, &bearer.0, &query.event_type, time, now)
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(WhyDto::new(&why)))
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
