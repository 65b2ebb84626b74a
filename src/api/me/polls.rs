//! `/me/polls`: the host's meeting polls.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::body::Optional;
use crate::api::paging::{self, Page};
use crate::api::polls::{PollDto, PollQuery};
use crate::api::problem::{ApiError, Problem, explain};
use crate::api::{problem, read_instant};
use crate::kernel::polls::{Sight, Status};
use crate::service::polls::{self, Choice, Listed, PollForm, PollView};
use crate::service::{ServiceError, Viewer};
use crate::state::State;

/// A poll as a host asks for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PollBody {
    /// What it is about; the session will have the same title.
    title: String,
    /// Some lines more.
    #[serde(default)]
    description: String,
    /// The id of the event type whose place and lengths it uses.
    event_type: String,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// Where its clock hangs, an IANA name.
    zone: String,
    /// When its times begin, RFC 3339.
    options: Vec<String>,
    /// The hosts of this instance who are asked, by username.
    #[serde(default)]
    hosts: Vec<String>,
    /// Who else is asked, by address.
    #[serde(default)]
    emails: Vec<String>,
    /// From when on no answers are taken, RFC 3339.
    #[serde(default)]
    deadline: Option<String>,
    /// Whether the best time is booked at the deadline.
    #[serde(default)]
    closes_itself: bool,
    /// Whether those who have not answered are reminded a day before.
    #[serde(default)]
    reminds: bool,
    /// Whether its times are held in the hosts' calendars.
    #[serde(default)]
    holds: bool,
    /// From when on others' answers are seen: `open` (if left out), `answered` or `over`.
    #[serde(default)]
    sight: Option<String>,
    /// So many can say yes to one time.
    #[serde(default)]
    most_yes: Option<u32>,
}

/// Which time is chosen.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBody {
    /// The id of a time; the best one if left out.
    #[serde(default)]
    option: Option<String>,
    /// End without a time.
    #[serde(default)]
    without: bool,
}

/// Which polls are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// The `next` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// A poll of the host's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPollDto {
    /// Names it in addresses.
    id: String,
    /// The link to pass on.
    url: String,
    /// The event type whose place it uses.
    event_type: String,
    /// Whether the best time is booked at the deadline.
    closes_itself: bool,
    /// Whether those who have not answered are reminded.
    reminds: bool,
    /// Whether its times are held.
    holds: bool,
    /// What it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_id: Option<String>,
    /// Those who were asked and have not answered, by address.
    missing_emails: Vec<String>,
    /// What everybody sees of it.
    #[serde(flatten)]
    poll: PollDto,
}

/// A poll in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedPollDto {
    /// Names it in addresses.
    id: String,
    /// The link to pass on.
    url: String,
    /// What it is about.
    title: String,
    /// `open`, `closed` or `booked`.
    status: &'static str,
    /// How many have answered.
    answered: u32,
}

impl OwnPollDto {
    fn new(state: &State, view: &PollView, now: DateTime<Utc>) -> Self {
        let poll = &view.poll;
        let emails = view.silent.iter();
        Self {
            id: poll.id.clone(),
            url: state.links.poll(&poll.id),
            event_type: poll.event_type_id.clone(),
            closes_itself: poll.closes_itself,
            reminds: poll.reminds,
            holds: poll.holds,
            booking_id: match &poll.status {
                Status::Booked { booking_id, .. } => Some(booking_id.clone()),
                Status::Open | Status::Closed => None,
            },
            missing_emails: emails
                .filter_map(|it| Some(it.email.as_ref()?.to_string()))
                .collect(),
            poll: PollDto::new(view, now),
        }
    }
}

impl ListedPollDto {
    fn new(state: &State, listed: &Listed) -> Self {
        Self {
            id: listed.poll.id.clone(),
            url: state.links.poll(&listed.poll.id),
            title: listed.poll.title.clone(),
            status: match listed.poll.status {
                Status::Open => "open",
                Status::Closed => "closed",
                Status::Booked { .. } => "booked",
            },
            answered: listed.answered,
        }
    }
}

impl PollBody {
    fn form(self, state: &State) -> Result<PollForm, ApiError> {
        let texts = &state.texts;
        let starts = self.options.iter().enumerate();
        let starts =
            starts.map(|(place, start)| read_instant(texts, &format!("options.{place}"), start));
        let sight = match self.sight.as_deref() {
            None => None,
            Some(word) => Some(
                Sight::parse(word)
                    .ok_or_else(|| ApiError::field(texts, "sight", "unknown-choice"))?,
            ),
        };
        Ok(PollForm {
            starts: starts.collect::<Result<_, _>>()?,
            deadline: self
                .deadline
                .map(|at| read_instant(texts, "deadline", &at))
                .transpose()?,
            title: self.title,
            description: self.description,
            event_type_id: self.event_type,
            minutes: self.duration,
            zone: self.zone,
            hosts: self.hosts,
            emails: self.emails,
            closes_itself: self.closes_itself,
            reminds: self.reminds,
            holds: self.holds,
            sight,
            most_yes: self.most_yes,
        })
    }
}

async fn load(
    state: &State,
    viewer: Viewer,
    id: String,
    skip: u32,
) -> Result<OwnPollDto, ApiError> {
    let now = state.clock.now();
    let view = state
        .store
        .read(move |db| polls::find_own(db, &viewer, &id, skip, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(OwnPollDto::new(state, &view, now))
}

/// The host's polls, the newest first.
#[utoipa::path(get, path = "/api/v1/me/polls", tag = "me", security(("token" = [])),
    params(ListQuery),
    responses((status = 200, body = Page<ListedPollDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<ListQuery>,
) -> Result<Json<Page<ListedPollDto>>, ApiError> {
    let limit = paging::limit(query.limit)?;
    let cursor = query.cursor.as_deref().map(paging::read_cursor);
    let before = cursor.transpose()?.map(|(_, id)| id);
    let found = state
        .store
        .read(move |db| polls::list_own(db, &bearer.0, before.as_deref(), limit))
        .await
        .map_err(explain(&state.texts))?;
    let last = found
        .last()
        .filter(|_| u32::try_from(found.len()) == Ok(limit));
    Ok(Json(Page {
        next: last.map(|it| paging::cursor(it.poll.created_at, &it.poll.id)),
        items: found
            .iter()
            .map(|it| ListedPollDto::new(&state, it))
            .collect(),
    }))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/polls/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path), PollQuery),
    responses((status = 200, body = OwnPollDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    query: Query<PollQuery>,
) -> Result<Json<OwnPollDto>, ApiError> {
    let dto = load(&state, bearer.0, id.into_inner(), query.skip).await?;
    Ok(Json(dto))
}

/// A new poll.
#[utoipa::path(post, path = "/api/v1/me/polls", tag = "me", security(("token" = [])),
    request_body = PollBody,
    responses((status = 201, body = OwnPollDto), (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<PollBody>,
) -> Result<HttpResponse, ApiError> {
    let form = body.into_inner().form(&state)?;
    let (viewer, links, now) = (
        bearer.0.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let poll = state
        .store
        .write(move |db| polls::create(db, &links, &viewer, &form, now))
        .await
        .map_err(explain(&state.texts))?;
    let dto = load(&state, bearer.0, poll.id, 0).await?;
    Ok(HttpResponse::Created().json(dto))
}

/// Writes an open poll over; times that stay keep their answers.
#[utoipa::path(put, path = "/api/v1/me/polls/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)), request_body = PollBody,
    responses((status = 200, body = OwnPollDto), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn replace(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<PollBody>,
) -> Result<Json<OwnPollDto>, ApiError> {
    let form = body.into_inner().form(&state)?;
    let (viewer, links, now) = (
        bearer.0.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let poll = state
        .store
        .write(move |db| polls::replace(db, &links, &viewer, (&id, &form), now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(load(&state, bearer.0, poll.id, 0).await?))
}

/// Removes a poll with its answers; what was booked stays booked.
#[utoipa::path(delete, path = "/api/v1/me/polls/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    state
        .store
        .write(move |db| polls::delete(db, &bearer.0, &id))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Steps of a poll: `close` books a time or ends it without one, `reopen` takes answers again,
/// `remind` writes to those who have not answered.
#[utoipa::path(post, path = "/api/v1/me/polls/{id}/{step}", tag = "me", security(("token" = [])),
    params(("id" = String, Path), ("step" = String, Path)), request_body = CloseBody,
    responses((status = 200, body = OwnPollDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn step(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Optional<CloseBody>,
) -> Result<Json<OwnPollDto>, ApiError> {
    let (id, step) = path.into_inner();
    if !matches!(step.as_str(), "close" | "reopen" | "remind") {
        return Err(problem::not_found());
    }
    let choice = match (body.0.without, body.0.option) {
        (true, _) => Choice::Nothing,
        (false, Some(option)) => Choice::Option(option),
        (false, None) => Choice::Best,
    };
    let (viewer, links, now) = (
        bearer.0.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let poll_id = id.clone();
    state
        .store
        .write(move |db| {
            match step.as_str() {
                "close" => drop(polls::close(db, &links, &viewer, (&poll_id, &choice), now)?),
                "reopen" => drop(polls::reopen(db, &viewer, &poll_id, now)?),
                _ => drop(polls::remind(db, &viewer, &poll_id, now)?),
            }
            Ok::<_, ServiceError>(())
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(load(&state, bearer.0, id, 0).await?))
}
