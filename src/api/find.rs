//! `/find`: the next free times among all coaches and teams.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::{Bytes, Data, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::{ApiError, explain, not_found};
use super::slots::SlotDto;
use super::{paging, read_instant, read_zone};
use crate::kernel::finding::{self as rules, Filter};
use crate::kernel::spoken::Spoken;
use crate::service::finding::{self, Asked, Finding, Time};
use crate::service::slots::Provider;
use crate::state::State;
use crate::texts::Texts;

/// Which times are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FindQuery {
    /// What the coach speaks (ISO 639-1): `tr`.
    language: Option<String>,
    /// What it may cost at the most, in whole units of the offer's currency; 0 is free of charge.
    price: Option<u32>,
    /// On which days, in `zone`: `mo,fr`.
    weekday: Option<String>,
    /// At which times of the day, in `zone`: `morning` (before 12:00), `afternoon` (to 17:00),
    /// `evening`; several with commas.
    time: Option<String>,
    /// IANA name; that of the first coach if left out.
    zone: Option<String>,
    /// No time that starts before this instant; the present if left out.
    from: Option<String>,
    /// How many times, 1 to 100; 50 if left out.
    limit: Option<u32>,
    /// Which fifty of the coaches, from 1 on.
    page: Option<usize>,
}

/// A free time, with whom and for what.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundDto {
    /// When.
    #[serde(flatten)]
    slot: SlotDto,
    /// The host: the name in addresses. Of a team's offer only the one who must be asked for, so
    /// that somebody speaks the language.
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    /// The team, if it is a team's offer: the name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    /// What the host or team is called.
    name: String,
    /// What they speak in sessions (ISO 639-1); of a team, what anybody there does.
    languages: Vec<&'static str>,
    /// What it is for: the event type's name in addresses.
    event_type: String,
    /// What that is called.
    title: String,
    /// Where it is booked.
    url: String,
}

/// The next free times, at most three of one coach or team.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindDto {
    /// The zone of the days, times of the day and offsets.
    zone: &'static str,
    /// In order of time.
    times: Vec<FoundDto>,
    /// The next fifty coaches, if there are more.
    next_page: Option<usize>,
}

/// The next free times among all coaches and teams.
#[utoipa::path(
    get, path = "/api/v1/find", tag = "booking", params(FindQuery),
    responses((status = 200, body = FindDto), (status = 422, body = super::problem::Problem))
)]
pub async fn list(state: Data<State>, query: Query<FindQuery>) -> Result<HttpResponse, ApiError> {
    let asked = read(&state.texts, &query)?;
    let key = format!("find {asked:?}");
    let body = state
        .answer(key, async |now| {
            let finding = state
                .store
                .read(move |db| finding::find(db, &asked, now))
                .await
                .map_err(explain(&state.texts))?;
            let answer = write(&state, &finding, asked.page);
            let json = serde_json::to_vec(&answer).map_err(|_| not_found())?;
            Ok::<_, ApiError>(Bytes::from(json))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header(("Cache-Control", "no-cache"))
        .body(body))
}

fn read(texts: &Texts, query: &FindQuery) -> Result<Asked, ApiError> {
    let weekdays = query.weekday.as_deref().map(|text| {
        rules::parse_weekdays(text)
            .ok_or_else(|| ApiError::field(texts, "weekday", "unknown-weekday"))
    });
    let times = query.time.as_deref().map(|text| {
        rules::parse_times(text).ok_or_else(|| ApiError::field(texts, "time", "unknown-day-time"))
    });
    let language = query.language.as_deref().map(|code| {
        Spoken::parse(code).map_err(|_| ApiError::field(texts, "language", "unknown-spoken"))
    });
    let zone = query.zone.as_deref().map(|zone| read_zone(texts, zone));
    let from = query.from.as_deref();
    let from = from.map(|text| read_instant(texts, "from", text));
    Ok(Asked {
        filter: Filter::new(
            weekdays.transpose()?.unwrap_or_default(),
            times.transpose()?.unwrap_or_default(),
        ),
        language: language.transpose()?,
        price: query.price,
        zone: zone.transpose()?,
        from: from.transpose()?,
        page: query.page.unwrap_or(1),
        most: paging::limit(query.limit)? as usize,
    })
}

fn write(state: &State, finding: &Finding, page: usize) -> FindDto {
    let found = |time: &Time| {
        let (coach, offer) = finding.of(time);
        let wish = finding.wish(time);
        let url = state.links.place(&offer.place());
        let (handle, team) = match &coach.provider {
            Provider::Host(host) => (Some(host), None),
            Provider::Team(team) => (wish, Some(team)),
        };
        let languages = coach.languages.iter().map(|language| language.code());
        FoundDto {
            slot: SlotDto::new(&time.slot, finding.zone),
            handle: handle.map(|host| host.username.to_string()),
            team: team.map(|team| team.slug.to_string()),
            name: coach.name().to_owned(),
            languages: languages.collect(),
            event_type: offer.event_type.slug.to_string(),
            title: offer.event_type.title.clone(),
            url: match wish {
                Some(host) => format!("{url}?host={}", host.username),
                None => url,
            },
        }
    };
    FindDto {
        zone: finding.zone.name(),
        times: finding.times.iter().map(found).collect(),
        next_page: (page < finding.pages).then_some(page + 1),
    }
}
