//! `/desk/clients/{id}`: one client, their sessions and answers, and what the host notes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::address::Address;
use super::super::answers;
use super::super::calendar::rfc3339;
use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::bookings::{Tag, tag};
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::booking::Booking;
use crate::kernel::notes::Note;
use crate::kernel::zone;
use crate::service::clients::{self, ClientView, Parts};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// So many sessions and notes stand on a page.
const PAGE: u32 = 20;
/// The last page that is looked for.
const LAST_PAGE: u32 = 10_000;

/// `desk/client.html`.
#[derive(Template)]
#[template(path = "desk/client.html")]
struct ClientPage {
    t: Words,
    frame: Frame,
    name: String,
    email: String,
    has_errors: bool,
    step_action: String,
    step: Field,
    note_action: String,
    note: Field,
    notes: Vec<NoteRow>,
    notes_turn: Turn,
    kept: String,
    sessions: Vec<SessionRow>,
    sessions_turn: Turn,
}

/// The ways to the pages before and after.
struct Turn {
    newer: Option<String>,
    older: Option<String>,
}

/// A note as the page shows it.
struct NoteRow {
    number: usize,
    datetime: String,
    written: String,
    changed: Option<String>,
    lines: Vec<String>,
    edit: String,
    delete: String,
}

/// A session as the page shows it.
struct SessionRow {
    href: String,
    datetime: String,
    when: String,
    title: String,
    tag: Tag,
    answers: Vec<(String, Vec<String>)>,
}

/// `desk/note.html`.
#[derive(Template)]
#[template(path = "desk/note.html")]
struct NotePage {
    t: Words,
    frame: Frame,
    name: String,
    back: String,
    action: String,
    note: Field,
}

/// What was typed and what is wrong with it.
#[derive(Default)]
struct Again {
    note: String,
    step: Option<String>,
    errors: Vec<FieldError>,
}

/// `GET /desk/clients/{id}?sessions=2&notes=2`.
///
/// # Errors
/// `NotFound`, also for the client of another host.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    answer(&state, &seat, &id, Again::default()).await
}

/// `POST /desk/clients/{id}/notes`: adds a note.
///
/// # Errors
/// `NotFound`.
pub async fn add_note(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, client, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let body = typed.text("body");
    let result = state
        .store
        .write(move |db| clients::add_note(db, &viewer, &client, &body, now))
        .await;
    let again = |errors| Again {
        note: typed.text("body"),
        step: None,
        errors,
    };
    after(&state, &seat, &id, (result.map(|_| "noted"), again)).await
}

/// `POST /desk/clients/{id}/next-step`.
///
/// # Errors
/// `NotFound`.
pub async fn set_next_step(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, client, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let step = typed.text("next_step");
    let result = state
        .store
        .write(move |db| clients::set_next_step(db, &viewer, &client, &step, now))
        .await;
    let again = |errors| Again {
        note: String::new(),
        step: Some(typed.text("next_step")),
        errors,
    };
    after(&state, &seat, &id, (result.map(|_| "saved"), again)).await
}

/// `POST /desk/clients/{id}/notes/{note}/delete`.
///
/// # Errors
/// `NotFound`.
pub async fn delete_note(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, note) = path.into_inner();
    let (viewer, client) = (seat.viewer.clone(), id.clone());
    state
        .store
        .write(move |db| clients::delete_note(db, &viewer, &client, &note))
        .await?;
    Ok(seat.go(&format!("/desk/clients/{id}?done=note-deleted")))
}

/// `GET /desk/clients/{id}/notes/{note}`: a note in a form.
///
/// # Errors
/// `NotFound`.
pub async fn show_note(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, note) = path.into_inner();
    let page = note_page(&state, &seat, (&id, &note), (None, &[])).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/clients/{id}/notes/{note}`: changes it.
///
/// # Errors
/// `NotFound`.
pub async fn edit_note(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (id, note) = path.into_inner();
    let (viewer, ids, now) = (
        seat.viewer.clone(),
        (id.clone(), note.clone()),
        state.clock.now(),
    );
    let body = typed.text("body");
    let result = state
        .store
        .write(move |db| clients::edit_note(db, &viewer, (&ids.0, &ids.1), &body, now))
        .await;
    match result {
        Ok(_) => Ok(seat.go(&format!("/desk/clients/{id}?done=saved"))),
        Err(ServiceError::Invalid(errors)) => {
            let typed = Some(typed.text("body"));
            let page = note_page(&state, &seat, (&id, &note), (typed, &errors)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The way on after an act: the client's page, with what was typed if that was refused.
async fn after(
    state: &State,
    seat: &Seat,
    id: &str,
    (result, again): (
        Result<&'static str, ServiceError>,
        impl FnOnce(Vec<FieldError>) -> Again,
    ),
) -> Result<HttpResponse, PageError> {
    match result {
        Ok(code) => Ok(seat.go(&format!("/desk/clients/{id}?done={code}"))),
        Err(ServiceError::Invalid(errors)) => answer(state, seat, id, again(errors)).await,
        Err(error) => Err(error.into()),
    }
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    again: Again,
) -> Result<HttpResponse, PageError> {
    let number = |name: &str| {
        let page = seat.query(name).and_then(|page| page.parse().ok());
        page.unwrap_or(1).clamp(1, LAST_PAGE)
    };
    let numbers = (number("sessions"), number("notes"));
    let part = |number: u32| ((number - 1) * PAGE, PAGE + 1);
    let parts = Parts {
        sessions: part(numbers.0),
        notes: part(numbers.1),
    };
    let (viewer, client) = (seat.viewer.clone(), id.to_owned());
    let view = state
        .store
        .read(move |db| clients::find(db, &viewer, &client, parts))
        .await?;
    let status = if again.errors.is_empty() {
        StatusCode::OK
    } else {
        error::status(&ServiceError::Invalid(Vec::new()))
    };
    let now = state.clock.now();
    page::private_html(status, &client_page(seat, &view, numbers, (&again, now)))
}

fn client_page(
    seat: &Seat,
    view: &ClientView,
    (sessions, notes): (u32, u32),
    (again, now): (&Again, DateTime<Utc>),
) -> ClientPage {
    let t = &seat.t;
    let client = &view.client;
    let path = format!("/desk/clients/{}", client.id);
    let step = again.step.as_deref().unwrap_or(&client.next_step);
    let turn = |name: &str, number: u32, count: usize| {
        let page = |number: u32| {
            let address = Address::new(&path).with(name, &number.to_string());
            seat.href(&address.to_string())
        };
        Turn {
            newer: (number > 1).then(|| page(number - 1)),
            older: (count > PAGE as usize).then(|| page(number + 1)),
        }
    };
    ClientPage {
        frame: seat.frame(Place::Clients),
        name: client.name.clone(),
        email: client.email.clone(),
        has_errors: !again.errors.is_empty(),
        step_action: seat.href(&format!("{path}/next-step")),
        step: field(t, "next_step", (t.get("next-step"), step), again),
        note_action: seat.href(&format!("{path}/notes")),
        note: field(t, "body", (t.get("note-new"), &again.note), again),
        notes: (1..)
            .zip(view.notes.iter().take(PAGE as usize))
            .map(|(number, note)| note_row(seat, &path, (number, note)))
            .collect(),
        notes_turn: turn("notes", notes, view.notes.len()),
        kept: kept(seat, view),
        sessions: view
            .sessions
            .iter()
            .take(PAGE as usize)
            .map(|booking| session_row(seat, booking, now))
            .collect(),
        sessions_turn: turn("sessions", sessions, view.sessions.len()),
        t: t.clone(),
    }
}

fn field(t: &Words, name: &str, (label, value): (String, &str), again: &Again) -> Field {
    Field::new(name, label, Kind::Area, value).checked(t, &again.errors)
}

/// For how long notes are kept, and until when these are.
fn kept(seat: &Seat, view: &ClientView) -> String {
    let t = &seat.t;
    let rule = t.one("notes-kept", "count", view.keep_days);
    match view.client.forget_at(view.keep_days) {
        None => rule,
        Some(at) => {
            let date = t.date_long(zone::date(at, seat.viewer.person.zone));
            format!("{rule} {}", t.one("notes-kept-until", "date", date))
        }
    }
}

fn note_row(seat: &Seat, path: &str, (number, note): (usize, &Note)) -> NoteRow {
    let (t, zone_here) = (&seat.t, seat.viewer.person.zone);
    let moment = |at: DateTime<Utc>| {
        let date = t.date_long(zone::date(at, zone_here));
        format!("{date}, {}", t.clock_words(at, zone_here))
    };
    NoteRow {
        number,
        datetime: rfc3339(note.created_at),
        written: moment(note.created_at),
        changed: (note.updated_at > note.created_at)
            .then(|| t.one("note-changed", "when", moment(note.updated_at))),
        lines: note.body.lines().map(str::to_owned).collect(),
        edit: seat.href(&format!("{path}/notes/{}", note.id)),
        delete: seat.href(&format!("{path}/notes/{}/delete", note.id)),
    }
}

fn session_row(seat: &Seat, booking: &Booking, now: DateTime<Utc>) -> SessionRow {
    let (t, span) = (&seat.t, booking.life.span);
    SessionRow {
        href: seat.href(&format!("/desk/bookings/{}", booking.id)),
        datetime: rfc3339(span.start()),
        when: t.span_long(span, seat.viewer.person.zone),
        title: booking.title.clone(),
        tag: tag(t, booking, now),
        answers: answers::rows(t, &booking.attendee.answers),
    }
}

async fn note_page(
    state: &State,
    seat: &Seat,
    (id, note_id): (&str, &str),
    (typed, errors): (Option<String>, &[FieldError]),
) -> Result<NotePage, PageError> {
    let (viewer, client_id, note_id) = (seat.viewer.clone(), id.to_owned(), note_id.to_owned());
    let nothing = Parts {
        sessions: (0, 0),
        notes: (0, 0),
    };
    let (view, note) = state
        .store
        .read(move |db| {
            let note = clients::find_note(db, &viewer, &client_id, &note_id)?;
            let view = clients::find(db, &viewer, &client_id, nothing)?;
            Ok::<_, ServiceError>((view, note))
        })
        .await?;
    let t = &seat.t;
    let body = typed.unwrap_or(note.body);
    let field = Field::new("body", t.get("note"), Kind::Area, &body).checked(t, errors);
    let path = format!("/desk/clients/{id}");
    Ok(NotePage {
        frame: seat.frame(Place::Clients),
        name: view.client.name,
        back: seat.href(&path),
        action: seat.href(&format!("{path}/notes/{}", note.id)),
        note: field,
        t: t.clone(),
    })
}
