//! `/desk/polls`: the host's polls, and the form of one.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::{PageError, refused_key};
use super::super::fields::Kind;
use super::super::page;
use super::super::polls::Mark;
use super::poll_form::{self as form, Fields, Proposal, Source, TypedTimes};
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Person;
use crate::kernel::polls::{Participant, Poll, Status};
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::service::polls::{self, Colleagues, Listed, PollView};
use crate::service::{Db, FieldError, ServiceError, Viewer, event_types, hosts};
use crate::state::State;
use crate::texts::Words;

/// So many polls a page has.
const SHOWN: u32 = 30;

/// `desk/polls.html`.
#[derive(Template)]
#[template(path = "desk/polls.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    rows: Vec<Row>,
    asked: Vec<(String, String, String)>,
    new: String,
    older: Option<String>,
}

/// A poll in the list.
struct Row {
    href: String,
    title: String,
    tag: Mark,
    note: String,
}

/// `desk/poll_form.html`.
#[derive(Template)]
#[template(path = "desk/poll_form.html")]
struct FormPage {
    t: Words,
    frame: Frame,
    heading: String,
    action: String,
    back: String,
    offers: String,
    refused: Option<String>,
    wrong: Vec<(String, String)>,
    is_unsaved: bool,
    has_offers: bool,
    fields: Fields,
    proposals: Option<Vec<Proposal>>,
}

/// What the form is made of.
struct Means {
    event_types: Vec<EventType>,
    colleagues: Vec<Person>,
}

/// How the form comes about.
#[derive(Default)]
struct Outcome {
    errors: Vec<FieldError>,
    refused: Option<String>,
    is_unsaved: bool,
    proposals: Option<Vec<Span>>,
}

/// `GET /desk/polls`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let (viewer, before) = (seat.viewer.clone(), seat.query("before"));
    let loaded: Result<_, ServiceError> = state
        .store
        .read(move |db| {
            let own = polls::list_own(db, &viewer, before.as_deref(), SHOWN)?;
            Ok((own, polls::asked(db, &viewer)?))
        })
        .await;
    let (found, asked) = loaded?;
    let now = state.clock.now();
    let last = found.last().filter(|_| found.len() == SHOWN as usize);
    let page = ListPage {
        frame: seat.frame(Place::Polls),
        older: last.map(|it| seat.href(&format!("/desk/polls?before={}", it.poll.id))),
        rows: found.iter().map(|it| row(&seat, it, now)).collect(),
        asked: asked
            .iter()
            .map(|it| asked_row(&state, &seat, it, now))
            .collect(),
        new: seat.href("/desk/polls/new"),
        t: seat.t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn row(seat: &Seat, listed: &Listed, now: DateTime<Utc>) -> Row {
    let Listed { poll, answered } = listed;
    let t = &seat.t;
    let count = usize::try_from(*answered).unwrap_or(usize::MAX);
    Row {
        href: seat.href(&format!("/desk/polls/{}", poll.id)),
        title: poll.title.clone(),
        tag: tag(t, poll, now),
        note: t.count("poll-answered", count),
    }
}

/// Title, link and state of a poll that asks the host.
fn asked_row(
    state: &State,
    seat: &Seat,
    (poll, own): &(Poll, Participant),
    now: DateTime<Utc>,
) -> (String, String, String) {
    let link = state.links.poll_of(&own.id);
    let words = if own.answered_at.is_some() {
        seat.t.get("poll-asked-answered")
    } else {
        tag(&seat.t, poll, now).words
    };
    (
        poll.title.clone(),
        seat.href(page::local(state, &link)),
        words,
    )
}

/// How a poll stands, in word and shape.
pub fn tag(t: &Words, poll: &Poll, now: DateTime<Utc>) -> Mark {
    let (class, words) = match (&poll.status, poll.deadline) {
        (Status::Booked { .. }, _) => ("good", t.get("poll-state-booked")),
        (Status::Closed, _) => ("", t.get("poll-state-closed")),
        (Status::Open, Some(deadline)) if deadline <= now => ("wait", t.get("poll-state-over")),
        (Status::Open, Some(deadline)) => {
            let when = t.moment(deadline, now, poll.zone);
            ("wait", t.one("poll-state-until", "when", when))
        }
        (Status::Open, None) => ("wait", t.get("poll-state-open")),
    };
    Mark { class, words }
}

/// `GET /desk/polls/new`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn blank(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let typed = Typed::default()
        .with("zone", seat.viewer.person.zone.name())
        .with("sight", "open");
    answer(
        &state,
        &seat,
        None,
        (typed, TypedTimes::blank()),
        Outcome::default(),
    )
    .await
}

/// `POST /desk/polls/new`: makes the poll, or changes its rows, as the button says.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    posted(&state, &seat, None, typed).await
}

/// `GET /desk/polls/{id}/edit`.
///
/// # Errors
/// `NotFound`.
pub async fn edit(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, poll_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let loaded: Result<(PollView, Vec<Person>), ServiceError> = state
        .store
        .read(move |db| {
            let view = polls::find_own(db, &viewer, &poll_id, 0, now)?;
            Ok((view, colleagues(db, &viewer)?))
        })
        .await;
    let (view, colleagues) = loaded?;
    let stored = form::write(&view, &colleagues);
    answer(&state, &seat, Some(&id), stored, Outcome::default()).await
}

/// `POST /desk/polls/{id}/edit`: saves, or changes the rows, as the button says.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    posted(&state, &seat, Some(&id), typed).await
}

async fn posted(
    state: &State,
    seat: &Seat,
    id: Option<&str>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let mut times = TypedTimes::of(&typed);
    let button = typed.text("do");
    if button == "common" {
        let found = common(state, seat, &typed).await;
        let outcome = match found {
            Ok(found) => Outcome {
                proposals: Some(found),
                is_unsaved: true,
                ..Outcome::default()
            },
            Err(ServiceError::Invalid(errors)) => Outcome {
                errors,
                ..Outcome::default()
            },
            Err(error) => return Err(error.into()),
        };
        return answer(state, seat, id, (typed, times), outcome).await;
    }
    if times.change(&button) || button == "take" {
        let outcome = Outcome {
            is_unsaved: true,
            ..Outcome::default()
        };
        return answer(state, seat, id, (typed, times), outcome).await;
    }
    match save(state, seat, id, (&typed, &times)).await {
        Ok(poll) => {
            let code = if id.is_some() {
                "poll-saved"
            } else {
                "poll-made"
            };
            Ok(seat.go(&format!("/desk/polls/{}?done={code}", poll.id)))
        }
        Err(ServiceError::Invalid(errors)) => {
            let outcome = Outcome {
                errors,
                ..Outcome::default()
            };
            answer(state, seat, id, (typed, times), outcome).await
        }
        Err(cause @ ServiceError::Poll(_)) => {
            let outcome = Outcome {
                refused: refused_key(&cause).map(|key| seat.t.get(key)),
                ..Outcome::default()
            };
            answer(state, seat, id, (typed, times), outcome).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn save(
    state: &State,
    seat: &Seat,
    id: Option<&str>,
    (typed, times): (&Typed, &TypedTimes),
) -> Result<Poll, ServiceError> {
    let (form, rows) = form::read(typed, times).map_err(ServiceError::Invalid)?;
    let (viewer, links) = (seat.viewer.clone(), Arc::clone(&state.links));
    let (id, now) = (id.map(str::to_owned), state.clock.now());
    let saved = state
        .store
        .write(move |db| match id {
            None => polls::create(db, &links, &viewer, &form, now),
            Some(id) => polls::replace(db, &links, &viewer, (&id, &form), now),
        })
        .await;
    saved.map_err(|error| match error {
        ServiceError::Invalid(errors) => {
            ServiceError::Invalid(errors.into_iter().map(|it| at_row(it, &rows)).collect())
        }
        other => other,
    })
}

/// The service counts times; the form has empty rows between them.
fn at_row(error: FieldError, rows: &[usize]) -> FieldError {
    let place = error.field.strip_prefix("options.");
    let row = place
        .and_then(|place| place.parse::<usize>().ok())
        .and_then(|place| rows.get(place));
    match row {
        Some(row) => FieldError {
            field: format!("options.{row}"),
            ..error
        },
        None => error,
    }
}

async fn common(state: &State, seat: &Seat, typed: &Typed) -> Result<Vec<Span>, ServiceError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let zone = form::zone_of(typed);
    let from = typed.get("common_from").parse();
    let (offer, minutes) = form::offer_of(typed);
    let hosts = form::hosts_of(typed);
    state
        .store
        .read(move |db| {
            let minutes = match minutes {
                Some(minutes) => minutes,
                None => shortest(db, &viewer, &offer)?,
            };
            let asked = Colleagues {
                hosts,
                minutes,
                zone,
                from: from.map_or(now, |date| zone::day_start(date, zone)),
            };
            polls::common_free(db, &viewer, &asked, now)
        })
        .await
}

/// The usual length of what was chosen, or an hour.
fn shortest(db: &mut Db, viewer: &Viewer, id: &str) -> Result<u32, ServiceError> {
    let own = event_types::list_own(db, viewer)?;
    let chosen = own.iter().find(|event_type| event_type.id == id);
    let durations = chosen.map(|event_type| &event_type.rules.durations);
    Ok(durations.and_then(|it| it.first().copied()).unwrap_or(60))
}

fn colleagues(db: &mut Db, viewer: &Viewer) -> Result<Vec<Person>, ServiceError> {
    let mut everybody = hosts::list(db)?;
    everybody.retain(|person| person.id != viewer.person.id);
    Ok(everybody)
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: Option<&str>,
    (typed, times): (Typed, TypedTimes),
    outcome: Outcome,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let loaded: Result<Means, ServiceError> = state
        .store
        .read(move |db| {
            Ok(Means {
                event_types: event_types::list_own(db, &viewer)?,
                colleagues: colleagues(db, &viewer)?,
            })
        })
        .await;
    let means = loaded?;
    let t = &seat.t;
    let source = Source {
        t,
        typed: &typed,
        event_types: &means.event_types,
        colleagues: &means.colleagues,
        errors: &outcome.errors,
        now: state.clock.now(),
    };
    let fields = Fields::new(&source, &times);
    let path = id.map_or_else(
        || "/desk/polls/new".to_owned(),
        |id| format!("/desk/polls/{id}/edit"),
    );
    let status = match (&outcome.refused, outcome.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => error::status(&ServiceError::Invalid(Vec::new())),
        (None, true) => StatusCode::OK,
    };
    let page = FormPage {
        frame: seat.frame(Place::Polls),
        heading: t.get(if id.is_some() {
            "poll-edit"
        } else {
            "poll-new"
        }),
        action: seat.href(&path),
        back: id.map_or_else(
            || seat.href("/desk/polls"),
            |id| seat.href(&format!("/desk/polls/{id}")),
        ),
        offers: seat.href("/desk/event-types/new"),
        refused: outcome.refused,
        wrong: fields.wrong(t),
        is_unsaved: outcome.is_unsaved,
        has_offers: !means.event_types.is_empty(),
        proposals: outcome
            .proposals
            .map(|found| form::proposals(t, &found, form::zone_of(&typed))),
        fields,
        t: t.clone(),
    };
    page::private_html(status, &page)
}
