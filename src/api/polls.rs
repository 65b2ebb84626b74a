//! `/polls/{token}`: a meeting poll, for whoever holds its link.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::{ApiError, Problem, explain};
use super::{read_language, rfc3339};
use crate::http::language::Reader;
use crate::kernel::polls::Status;
use crate::service::polls::{self, AnswerForm, OptionView, PollView, Voter};
use crate::state::State;

/// Which answers are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PollQuery {
    /// How many of those who have answered come before; twelve are shown.
    #[serde(default)]
    pub skip: u32,
}

/// What somebody says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteBody {
    /// As they write it.
    name: String,
    /// Where the result goes; left out, it stays as it is.
    #[serde(default)]
    email: Option<String>,
    /// The zone they look at times in, an IANA name; the poll's if left out.
    #[serde(default)]
    zone: String,
    /// `de` or `en`; `Accept-Language` if left out.
    #[serde(default)]
    language: Option<String>,
    /// A word to all.
    #[serde(default)]
    comment: String,
    /// `yes`, `if-need-be` or `no` by the id of the time; one that is left out is a no.
    votes: BTreeMap<String, String>,
}

/// A poll, as somebody sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PollDto {
    /// What it is about.
    pub title: String,
    /// Some lines more.
    pub description: String,
    /// Who asks.
    pub host: String,
    /// `open`, `over` when the host is to choose, `closed` without a time, or `booked`.
    pub status: &'static str,
    /// Where its clock hangs.
    pub zone: String,
    /// How long each time is, in minutes.
    pub duration: u32,
    /// From when on no answers are taken, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// `open`, `answered` or `over`: from when on others' answers are seen.
    pub sight: &'static str,
    /// So many can say yes to one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_yes: Option<u32>,
    /// Its times, in order.
    pub options: Vec<OptionDto>,
    /// What was answered with this link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<VoterDto>,
    /// Others who have answered, as far as they may be seen; see `skip`.
    pub voters: Vec<VoterDto>,
    /// How many have answered.
    pub answered: u32,
    /// How many were asked and have not.
    pub missing: u32,
}

/// A time of a poll.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionDto {
    /// Names it in answers.
    pub id: String,
    /// RFC 3339, in the poll's zone.
    pub start: String,
    /// RFC 3339, exclusive.
    pub end: String,
    /// A host has something else then by now.
    pub gone: bool,
    /// As many as fit have said yes.
    pub full: bool,
    /// It became the session.
    pub won: bool,
    /// How many said yes, as far as that may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<u32>,
    /// How many said "if need be".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_need_be: Option<u32>,
    /// How many said no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<u32>,
}

/// Somebody and what they said.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoterDto {
    /// As they write it.
    pub name: String,
    /// A word to all.
    pub comment: String,
    /// By the id of the time; a time that was added since has none.
    pub votes: BTreeMap<String, &'static str>,
}

/// An answer that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnsweredDto {
    /// Where it can be changed.
    pub url: String,
}

impl PollDto {
    /// A poll with what its reader may see of it.
    pub fn new(view: &PollView, now: DateTime<Utc>) -> Self {
        let poll = &view.poll;
        let others: &[Voter] = if view.shows_others { &view.voters } else { &[] };
        Self {
            title: poll.title.clone(),
            description: poll.description.clone(),
            host: view.host.username.to_string(),
            status: status(view, now),
            zone: poll.zone.name().to_owned(),
            duration: poll.minutes,
            deadline: poll.deadline.map(|it| rfc3339(it, poll.zone)),
            sight: poll.sight.as_str(),
            most_yes: poll.most_yes,
            options: view
                .options
                .iter()
                .map(|it| OptionDto::new(view, it))
                .collect(),
            own: view.own.as_ref().map(|own| VoterDto::new(view, own)),
            voters: others.iter().map(|it| VoterDto::new(view, it)).collect(),
            answered: view.answered,
            missing: u32::try_from(view.silent.len()).unwrap_or(u32::MAX),
        }
    }
}

fn status(view: &PollView, now: DateTime<Utc>) -> &'static str {
    match view.poll.status {
        Status::Booked { .. } => "booked",
        Status::Closed => "closed",
        Status::Open if view.poll.is_over(now) => "over",
        Status::Open => "open",
    }
}

impl OptionDto {
    fn new(view: &PollView, option: &OptionView) -> Self {
        let zone = view.poll.zone;
        let span = option.option.span;
        let seen = |count: u32| view.shows_others.then_some(count);
        Self {
            id: option.option.id.clone(),
            start: rfc3339(span.start(), zone),
            end: rfc3339(span.end(), zone),
            gone: option.is_gone,
            full: option.others.is_full(view.poll.most_yes),
            won: matches!(&view.poll.status,
                Status::Booked { option_id, .. } if *option_id == option.option.id),
            yes: seen(option.tally.yes),
            if_need_be: seen(option.tally.if_need_be),
            no: seen(option.tally.no),
        }
    }
}

impl VoterDto {
    fn new(view: &PollView, voter: &Voter) -> Self {
        let answers = view.options.iter().zip(&voter.answers);
        Self {
            name: voter.participant.name.clone(),
            comment: voter.participant.comment.clone(),
            votes: answers
                .filter_map(|(it, answer)| Some((it.option.id.clone(), (*answer)?.as_str())))
                .collect(),
        }
    }
}

/// The poll that a link opens: the poll's own, or that of somebody who was asked or has answered.
#[utoipa::path(get, path = "/api/v1/polls/{token}", tag = "booking",
    params(("token" = String, Path), PollQuery),
    responses((status = 200, body = PollDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    token: Path<String>,
    query: Query<PollQuery>,
) -> Result<HttpResponse, ApiError> {
    let (skip, now) = (query.skip, state.clock.now());
    let view = state
        .store
        .read(move |db| polls::find_by_token(db, &token, skip, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(PollDto::new(&view, now)))
}

/// Somebody answers, or changes what they answered with their own link.
#[utoipa::path(post, path = "/api/v1/polls/{token}/votes", tag = "booking",
    params(("token" = String, Path)), request_body = VoteBody,
    responses((status = 201, body = AnsweredDto), (status = 200, body = AnsweredDto),
              (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn vote(
    state: Data<State>,
    token: Path<String>,
    body: Json<VoteBody>,
    reader: Reader,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let language = read_language(&state.texts, body.language.as_deref(), reader.language)?;
    let form = AnswerForm {
        name: body.name,
        email: body.email,
        zone: body.zone,
        language,
        comment: body.comment,
        votes: body.votes,
    };
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let answered = state
        .store
        .write(move |db| polls::answer(db, &links, &token, &form, now))
        .await
        .map_err(explain(&state.texts))?;
    let mut response = if answered.is_new {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    Ok(response
        .insert_header(("Cache-Control", "no-store"))
        .json(AnsweredDto {
            url: state.links.poll_of(&answered.participant.id),
        }))
}
