//! `/polls/{token}`: a meeting poll, for whoever holds its link or one of their own.

mod matrix;

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpResponse, http};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::address::Address;
use super::errors::{PageError, refused_key};
use super::fields::{Field, Kind, error_words};
use super::layout::{self, Layout, Portrait, paragraphs};
use super::page;
use super::wanted::Unreadable;
use super::when::Leaf;
use super::zones;
use crate::http::error;
use crate::http::language::Reader;
use crate::kernel::booking::Status as BookingStatus;
use crate::kernel::polls::{Sight, Status};
use crate::kernel::zone;
use crate::service::instance::{self, Instance};
use crate::service::polls::{self, AnswerForm, PollView, SHOWN};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;
pub(super) use matrix::{Mark, Matrix};

/// What was typed, by the name of the field; answers are `vote.<id>`.
type Typed = BTreeMap<String, String>;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub struct PollQuery {
    zone: Option<String>,
    skip: Option<u32>,
    done: Option<String>,
}

/// How somebody looks at the poll.
struct Asked {
    token: String,
    zone: Option<Tz>,
    skip: u32,
    is_done: bool,
    reader: Reader,
}

/// `polls/poll.html`.
#[derive(Template)]
#[template(path = "polls/poll.html")]
struct PollPage {
    t: Words,
    layout: Layout,
    title: String,
    paragraphs: Vec<String>,
    until: String,
    duration: String,
    host: String,
    portrait: Portrait,
    own_link: Option<String>,
    state: Option<String>,
    session: Option<Leaf>,
    refused: Option<String>,
    wrong: Vec<(String, String)>,
    action: String,
    may_answer: bool,
    matrix: Matrix,
    hidden: Option<String>,
    fields: Vec<Field>,
    comment: Option<Field>,
    button: String,
    comments: Vec<(String, String)>,
    before: Option<String>,
    after: Option<String>,
    missing: Option<String>,
    zone: ZoneChoice,
}

/// How another zone is chosen.
struct ZoneChoice {
    words: String,
    action: String,
    carried: Option<&'static str>,
    options: Vec<(&'static str, String, bool)>,
}

/// Why an answer was not taken.
#[derive(Default)]
struct Trouble {
    errors: Vec<FieldError>,
    refused: Option<&'static str>,
}

/// `GET /polls/{token}`
///
/// # Errors
/// `NotFound`, also for a forged token; `Unreadable` for a zone that does not exist.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    query: Query<PollQuery>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = asked(token.into_inner(), &query, reader)?;
    answer(&state, &asked, None, (StatusCode::OK, Trouble::default())).await
}

/// `POST /polls/{token}`: takes the answers and shows the way back to them.
///
/// # Errors
/// As [`show`].
pub async fn vote(
    state: Data<State>,
    token: Path<String>,
    query: Query<PollQuery>,
    form: Form<Typed>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = asked(token.into_inner(), &query, reader)?;
    let typed = form.into_inner();
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let (link, form) = (asked.token.clone(), answer_form(&typed, &asked));
    let done = state
        .store
        .write(move |db| polls::answer(db, &links, &link, &form, now))
        .await;
    let cause = match done {
        Ok(answered) => {
            let token = state.links.participant_token(&answered.participant.id);
            let address = Address::new(&format!("/polls/{token}")).with("done", "answered");
            return Ok(page::see_other(&carry(address, &asked).to_string()));
        }
        Err(cause) => cause,
    };
    let status = error::status(&cause);
    let trouble = match cause {
        ServiceError::Invalid(errors) => Trouble {
            errors,
            refused: None,
        },
        cause @ ServiceError::Poll(_) => Trouble {
            errors: Vec::new(),
            refused: refused_key(&cause),
        },
        cause => return Err(cause.into()),
    };
    answer(&state, &asked, Some(&typed), (status, trouble)).await
}

fn asked(token: String, query: &PollQuery, reader: Reader) -> Result<Asked, PageError> {
    let zone = match query.zone.as_deref() {
        None | Some("") => None,
        Some(name) => Some(zone::parse(name).map_err(|_| Unreadable::new("zone", name))?),
    };
    Ok(Asked {
        token,
        zone,
        skip: query.skip.unwrap_or(0),
        is_done: query.done.is_some(),
        reader,
    })
}

fn answer_form(typed: &Typed, asked: &Asked) -> AnswerForm {
    let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
    AnswerForm {
        name: get("name"),
        email: Some(get("email")),
        zone: asked.zone.map_or("", |zone| zone.name()).to_owned(),
        language: asked.reader.language,
        comment: get("comment"),
        votes: typed
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("vote.")?, value)))
            .map(|(id, value)| (id.to_owned(), value.clone()))
            .collect(),
    }
}

async fn answer(
    state: &State,
    asked: &Asked,
    typed: Option<&Typed>,
    (status, trouble): (http::StatusCode, Trouble),
) -> Result<HttpResponse, PageError> {
    let (token, skip, now) = (asked.token.clone(), asked.skip, state.clock.now());
    let loaded: Result<(PollView, Instance), ServiceError> = state
        .store
        .read(move |db| {
            let view = polls::find_by_token(db, &token, skip, now)?;
            Ok((view, instance::load(db)?))
        })
        .await;
    let (view, instance) = loaded?;
    let page = poll_page(state, (&view, &instance), asked, (typed, &trouble), now);
    page::private_html(status, &page)
}

fn poll_page(
    state: &State,
    (view, instance): (&PollView, &Instance),
    asked: &Asked,
    (typed, trouble): (Option<&Typed>, &Trouble),
    now: DateTime<Utc>,
) -> PollPage {
    let t = page::words(state, asked.reader);
    let path = format!("/polls/{}", asked.token);
    let own = carry(Address::new(&path), asked).to_string();
    let layout = page::layout(state, instance, asked.reader, &own);
    let may_answer = view.poll.may_answer(now).is_ok();
    let zone = reader_zone(view, asked);
    let mut fields = fields(&t, view, typed, &trouble.errors);
    let matrix = Matrix::new(&t, view, (zone, may_answer), typed, &trouble.errors);
    let page_at = |skip: u32| {
        let address = Address::new(&path).with("skip", &skip.to_string());
        carry(address, asked).to_string()
    };
    PollPage {
        title: view.poll.title.clone(),
        paragraphs: paragraphs(&view.poll.description),
        until: until(&t, view, zone, now),
        duration: t.minutes(view.poll.minutes),
        host: view.host.name.clone(),
        portrait: Portrait::of(&view.host, "small"),
        own_link: own_link(state, view, asked),
        state: standing(&t, view, now),
        session: session(&t, view, zone),
        refused: trouble.refused.map(|key| t.get(key)),
        wrong: wrong(&t, &fields, &matrix, &trouble.errors),
        action: own,
        may_answer,
        hidden: hidden(&t, view),
        button: t.get(if view.own.as_ref().is_some_and(has_answered) {
            "poll-change"
        } else {
            "poll-send"
        }),
        comments: comments(view),
        before: (view.shows_others && view.skip > 0)
            .then(|| page_at(view.skip.saturating_sub(SHOWN))),
        after: (view.shows_others && view.skip.saturating_add(SHOWN) < view.answered)
            .then(|| page_at(view.skip + SHOWN)),
        missing: (may_answer && !view.silent.is_empty())
            .then(|| t.count("poll-missing", view.silent.len())),
        zone: ZoneChoice {
            words: t.zone(zone),
            action: layout.href(&path),
            carried: layout::carried(asked.reader),
            options: zones::options(&t, zone, now),
        },
        comment: fields.pop(),
        fields,
        matrix,
        t,
        layout,
    }
}

/// The zone that was asked for, or the one they answered in, or the poll's.
fn reader_zone(view: &PollView, asked: &Asked) -> Tz {
    let own = view.own.as_ref().map(|own| own.participant.zone);
    asked.zone.or(own).unwrap_or(view.poll.zone)
}

fn has_answered(voter: &polls::Voter) -> bool {
    voter.participant.answered_at.is_some()
}

/// The link to one's answers, right after they were given.
fn own_link(state: &State, view: &PollView, asked: &Asked) -> Option<String> {
    let own = view.own.as_ref()?;
    (asked.is_done && has_answered(own)).then(|| state.links.poll_of(&own.participant.id))
}

/// Until when answers are taken, and in which zone times are.
fn until(t: &Words, view: &PollView, zone: Tz, now: DateTime<Utc>) -> String {
    let place = t.zone(zone);
    match view.poll.deadline.filter(|_| !view.poll.is_over(now)) {
        Some(deadline) => {
            let when = t.moment(deadline, now, zone);
            t.with(
                "poll-until",
                &[("when", when.into()), ("zone", place.into())],
            )
        }
        None => t.one("poll-zone", "zone", place),
    }
}

/// How the poll stands, once no more answers are taken.
fn standing(t: &Words, view: &PollView, now: DateTime<Utc>) -> Option<String> {
    match (&view.poll.status, &view.session) {
        (Status::Booked { .. }, Some(booking))
            if !matches!(booking.life.status, BookingStatus::Cancelled { .. }) =>
        {
            Some(t.get("poll-booked"))
        }
        (Status::Booked { .. }, _) => Some(t.get("poll-called-off")),
        (Status::Closed, _) => Some(t.get("poll-closed")),
        (Status::Open, _) if view.poll.is_over(now) => {
            Some(t.one("poll-over", "host", view.host.name.as_str()))
        }
        (Status::Open, _) => None,
    }
}

/// When the session is that the poll became.
fn session(t: &Words, view: &PollView, zone: Tz) -> Option<Leaf> {
    let booking = view.session.as_ref()?;
    let is_on = !matches!(booking.life.status, BookingStatus::Cancelled { .. });
    is_on.then(|| Leaf::of(t, booking.life.span, zone, view.poll.zone))
}

/// Why nothing of the others is seen.
fn hidden(t: &Words, view: &PollView) -> Option<String> {
    (!view.shows_others).then(|| {
        t.get(match view.poll.sight {
            Sight::Open | Sight::Answered => "poll-hidden-until-answered",
            Sight::Over => "poll-hidden-until-over",
        })
    })
}

/// What people wrote to all, with their names.
fn comments(view: &PollView) -> Vec<(String, String)> {
    let others = view.voters.iter().filter(|_| view.shows_others);
    view.own
        .iter()
        .chain(others)
        .map(|voter| &voter.participant)
        .filter(|participant| !participant.comment.is_empty())
        .map(|participant| (participant.name.clone(), participant.comment.clone()))
        .collect()
}

fn fields(t: &Words, view: &PollView, typed: Option<&Typed>, errors: &[FieldError]) -> Vec<Field> {
    let own = view.own.as_ref().map(|own| &own.participant);
    let stored = |name: &str| match (name, own) {
        ("name", Some(own)) => own.name.clone(),
        ("email", Some(own)) => own
            .email
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        ("comment", Some(own)) => own.comment.clone(),
        _ => String::new(),
    };
    let value = |name: &str| match typed {
        Some(typed) => typed.get(name).cloned().unwrap_or_default(),
        None => stored(name),
    };
    let field = |name: &str, label: String, kind| Field::new(name, label, kind, &value(name));
    vec![
        field("name", t.get("field-name"), Kind::Line).autocomplete("name"),
        field("email", t.get("field-email"), Kind::Email)
            .autocomplete("email")
            .optional()
            .hint(t.get("poll-email-hint")),
        field("comment", t.get("poll-comment"), Kind::Area)
            .optional()
            .hint(t.get("poll-comment-hint")),
    ]
    .into_iter()
    .map(|field| field.checked(t, errors))
    .collect()
}

/// What needs another look: the id of the field, and what is wrong.
fn wrong(
    t: &Words,
    fields: &[Field],
    matrix: &Matrix,
    errors: &[FieldError],
) -> Vec<(String, String)> {
    let times = matrix.rows.iter().filter_map(|row| {
        let error = row.error.as_ref()?;
        let what = format!("{}, {}: {error}", row.day, row.hours);
        Some((format!("vote-{}", row.id), what))
    });
    let typed = fields.iter().filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    let mut wrong: Vec<(String, String)> = times.chain(typed).collect();
    if wrong.is_empty() {
        // What has no field of its own, such as a time that the host has just taken away.
        wrong.extend(
            errors
                .iter()
                .map(|error| ("answers".to_owned(), error_words(t, error))),
        );
    }
    wrong
}

fn carry(address: Address, asked: &Asked) -> Address {
    address
        .with_some("zone", asked.zone.map(|zone| zone.name()))
        .with_some("lang", layout::carried(asked.reader))
}
