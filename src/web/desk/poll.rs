//! `/desk/polls/{id}`: one poll, and everything its host can do with it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, FieldOption, Kind};
use super::super::layout::paragraphs;
use super::super::page;
use super::super::polls::{Mark, Matrix};
use super::poll_form::addresses;
use super::polls::tag;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::polls::Status;
use crate::service::ServiceError;
use crate::service::polls::{self, Choice, PollView, SHOWN};
use crate::state::State;
use crate::texts::Words;

/// `desk/poll.html`.
#[derive(Template)]
#[template(path = "desk/poll.html")]
struct PollPage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    title: String,
    paragraphs: Vec<String>,
    tag: Mark,
    link: String,
    matrix: Matrix,
    before: Option<String>,
    after: Option<String>,
    comments: Vec<(String, String)>,
    silent: Vec<(String, String)>,
    may_answer: bool,
    may_close: bool,
    may_reopen: bool,
    may_edit: bool,
    choice: Option<Field>,
    emails: Field,
    booking: Option<String>,
    path: String,
    edit: String,
}

/// `GET /desk/polls/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    again(&state, &seat, &id, (StatusCode::OK, None, "")).await
}

/// `POST /desk/polls/{id}/{step}`: invite, remind, close, reopen, delete.
///
/// # Errors
/// `NotFound`, also for a step that there is not.
pub async fn step(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (id, step) = path.into_inner();
    let done = match step.as_str() {
        "invite" => invite(&state, &seat, &id, &typed).await,
        "close" => close(&state, &seat, &id, &typed).await,
        "remind" | "reopen" | "delete" => simple(&state, &seat, &id, step).await,
        _ => Err(ServiceError::NotFound),
    };
    match done {
        Ok("poll-deleted") => Ok(seat.go("/desk/polls?done=poll-deleted")),
        Ok(code) => Ok(seat.go(&format!("/desk/polls/{id}?done={code}"))),
        Err(
            cause @ (ServiceError::Poll(_) | ServiceError::Invalid(_) | ServiceError::Refused(_)),
        ) => {
            let status = error::status(&cause);
            again(
                &state,
                &seat,
                &id,
                (status, Some(cause), typed.get("emails")),
            )
            .await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn invite(
    state: &State,
    seat: &Seat,
    id: &str,
    typed: &Typed,
) -> Result<&'static str, ServiceError> {
    let (viewer, links, now) = (
        seat.viewer.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let (id, emails) = (id.to_owned(), addresses(typed.get("emails")));
    state
        .store
        .write(move |db| polls::invite(db, &links, &viewer, (&id, &emails), now))
        .await?;
    Ok("poll-invited")
}

async fn close(
    state: &State,
    seat: &Seat,
    id: &str,
    typed: &Typed,
) -> Result<&'static str, ServiceError> {
    let choice = match (typed.get("do"), typed.get("option")) {
        ("nothing", _) => Choice::Nothing,
        (_, "") => Choice::Best,
        (_, option) => Choice::Option(option.to_owned()),
    };
    let code = if choice == Choice::Nothing {
        "poll-closed"
    } else {
        "poll-booked"
    };
    let (viewer, links, now) = (
        seat.viewer.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let id = id.to_owned();
    state
        .store
        .write(move |db| polls::close(db, &links, &viewer, (&id, &choice), now))
        .await?;
    Ok(code)
}

async fn simple(
    state: &State,
    seat: &Seat,
    id: &str,
    step: String,
) -> Result<&'static str, ServiceError> {
    let (viewer, id, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    state
        .store
        .write(move |db| match step.as_str() {
            "remind" => polls::remind(db, &viewer, &id, now).map(|_| "poll-reminded"),
            "reopen" => polls::reopen(db, &viewer, &id, now).map(|_| "poll-reopened"),
            _ => polls::delete(db, &viewer, &id).map(|()| "poll-deleted"),
        })
        .await
}

/// The poll, with why something was not done.
async fn again(
    state: &State,
    seat: &Seat,
    id: &str,
    (status, cause, emails): (StatusCode, Option<ServiceError>, &str),
) -> Result<HttpResponse, PageError> {
    let (viewer, poll_id, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    let skip = seat
        .query("skip")
        .and_then(|skip| skip.parse().ok())
        .unwrap_or(0);
    let view = state
        .store
        .read(move |db| polls::find_own(db, &viewer, &poll_id, skip, now))
        .await?;
    let mut page = poll_page(state, seat, &view, now);
    page.refused = cause
        .as_ref()
        .and_then(refused_key)
        .map(|key| seat.t.get(key));
    if let Some(ServiceError::Invalid(errors)) = &cause {
        page.emails = emails_field(&seat.t, emails).checked(&seat.t, errors);
    }
    page::private_html(status, &page)
}

fn poll_page(state: &State, seat: &Seat, view: &PollView, now: DateTime<Utc>) -> PollPage {
    let (t, poll) = (&seat.t, &view.poll);
    let path = format!("/desk/polls/{}", poll.id);
    let page_at = |skip: u32| seat.href(&format!("{path}?skip={skip}"));
    let is_over = poll.is_over(now);
    let is_booked = matches!(poll.status, Status::Booked { .. });
    PollPage {
        frame: seat.frame(Place::Polls),
        refused: None,
        title: poll.title.clone(),
        paragraphs: paragraphs(&poll.description),
        tag: tag(t, poll, now),
        link: state.links.poll(&poll.id),
        matrix: Matrix::new(t, view, (poll.zone, false), None, &[]),
        before: (view.skip > 0).then(|| page_at(view.skip.saturating_sub(SHOWN))),
        after: (view.skip.saturating_add(SHOWN) < view.answered)
            .then(|| page_at(view.skip + SHOWN)),
        comments: view
            .voters
            .iter()
            .filter(|voter| !voter.participant.comment.is_empty())
            .map(|voter| {
                let participant = &voter.participant;
                (participant.name.clone(), participant.comment.clone())
            })
            .collect(),
        silent: view
            .silent
            .iter()
            .map(|participant| {
                let email = participant.email.as_ref().map(ToString::to_string);
                (participant.name.clone(), email.unwrap_or_default())
            })
            .collect(),
        may_answer: !is_over,
        may_close: !is_booked && view.answered > 0,
        may_reopen: is_over && !is_booked,
        may_edit: poll.status == Status::Open,
        choice: choice(t, view),
        emails: emails_field(t, "").checked(t, &[]),
        booking: view
            .session
            .as_ref()
            .map(|booking| seat.href(&format!("/desk/bookings/{}", booking.id))),
        edit: seat.href(&format!("{path}/edit")),
        path,
        t: t.clone(),
    }
}

/// The times that can be chosen, the best first and chosen; then those that suit nobody.
fn choice(t: &Words, view: &PollView) -> Option<Field> {
    let others = (0..view.options.len()).filter(|place| !view.ranking.contains(place));
    let places = view.ranking.iter().copied().chain(others);
    let options: Vec<FieldOption> = places
        .map(|place| &view.options[place])
        .filter(|option| !option.is_gone)
        .enumerate()
        .map(|(place, option)| FieldOption {
            value: option.option.id.clone(),
            label: t.with(
                "poll-choice",
                &[
                    (
                        "when",
                        t.span_long(option.option.span, view.poll.zone).into(),
                    ),
                    ("yes", option.tally.yes.into()),
                    ("maybe", option.tally.if_need_be.into()),
                    ("no", option.tally.no.into()),
                ],
            ),
            is_chosen: place == 0,
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let mut field = Field::new("option", t.get("poll-choose"), Kind::Select, "");
    field.options = options;
    Some(field.hint(t.get("poll-choose-hint")).checked(t, &[]))
}

fn emails_field(t: &Words, value: &str) -> Field {
    Field::new("emails", t.get("poll-emails"), Kind::Area, value).hint(t.get("poll-emails-more"))
}
