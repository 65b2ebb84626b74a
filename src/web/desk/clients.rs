//! `/desk/clients`: whoever has booked, to be found by name.
//!
//! A search is a form that is sent, not an address: names of clients stay out of addresses.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::notes::Client;
use crate::kernel::zone;
use crate::service::{FieldError, ServiceError, clients};
use crate::state::State;
use crate::texts::Words;

/// So many clients stand on a page.
const PAGE: u32 = 25;
/// The last page that is looked for.
const LAST_PAGE: u32 = 10_000;

/// `desk/clients.html`.
#[derive(Template)]
#[template(path = "desk/clients.html")]
struct ClientsPage {
    t: Words,
    frame: Frame,
    action: String,
    search: Field,
    words: String,
    rows: Vec<Row>,
    newer: Option<u32>,
    older: Option<u32>,
    offers: String,
    keep_action: String,
    keep: Field,
}

/// A client in the list.
struct Row {
    href: String,
    initial: String,
    name: String,
    email: String,
    last: String,
    next_step: String,
}

/// What is looked for.
struct Looked {
    words: String,
    number: u32,
    keep: Option<String>,
    errors: Vec<FieldError>,
}

impl Looked {
    fn at(words: String, page: &str) -> Self {
        Self {
            words,
            number: page.parse().unwrap_or(1).clamp(1, LAST_PAGE),
            keep: None,
            errors: Vec::new(),
        }
    }
}

/// `GET /desk/clients?page=2`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let number = seat.query("page").unwrap_or_default();
    answer(&state, &seat, Looked::at(String::new(), &number)).await
}

/// `POST /desk/clients`: those whose name holds `q`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn search(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    answer(
        &state,
        &seat,
        Looked::at(typed.text("q"), typed.get("page")),
    )
    .await
}

/// `POST /desk/clients/settings`: for how many days notes are kept.
///
/// # Errors
/// When the database cannot be reached.
pub async fn keep(state: Data<State>, seat: Seat, typed: Typed) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    // What is no number is as wrong as one beyond the limit.
    let days = typed.get("keep_days").trim().parse().unwrap_or(u32::MAX);
    let result = state
        .store
        .write(move |db| clients::set_notes_kept(db, &viewer, days))
        .await;
    match result {
        Ok(()) => Ok(seat.go("/desk/clients?done=saved")),
        Err(ServiceError::Invalid(errors)) => {
            let looked = Looked {
                keep: Some(typed.text("keep_days")),
                errors,
                ..Looked::at(String::new(), "")
            };
            answer(&state, &seat, looked).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer(state: &State, seat: &Seat, mut looked: Looked) -> Result<HttpResponse, PageError> {
    let (viewer, words) = (seat.viewer.clone(), looked.words.clone());
    let part = ((looked.number - 1) * PAGE, PAGE + 1);
    let (found, keep_days) = state
        .store
        .read(move |db| {
            let found = match clients::search(db, &viewer, &words, part) {
                Err(ServiceError::Invalid(errors)) => Err(errors),
                found => Ok(found?),
            };
            Ok::<_, ServiceError>((found, clients::notes_kept(db, &viewer)?))
        })
        .await?;
    let found = found.unwrap_or_else(|errors| {
        looked.errors = errors;
        Vec::new()
    });
    let status = if looked.errors.is_empty() {
        StatusCode::OK
    } else {
        error::status(&ServiceError::Invalid(Vec::new()))
    };
    let now = state.clock.now();
    page::private_html(
        status,
        &clients_page(seat, &looked, (&found, keep_days), now),
    )
}

fn clients_page(
    seat: &Seat,
    looked: &Looked,
    (found, keep_days): (&[Client], u32),
    now: DateTime<Utc>,
) -> ClientsPage {
    let t = &seat.t;
    let kept = looked.keep.clone().unwrap_or_else(|| keep_days.to_string());
    let search = Field::new("q", t.get("clients-search"), Kind::Line, &looked.words);
    let keep = Field::new("keep_days", t.get("notes-keep-days"), Kind::Number, &kept)
        .hint(t.get("notes-keep-days-hint"));
    let field = |field: Field| checked(t, vec![field], &looked.errors).pop();
    let empty = || Field::new("", String::new(), Kind::Line, "");
    ClientsPage {
        frame: seat.frame(Place::Clients),
        action: seat.href("/desk/clients"),
        search: field(search).unwrap_or_else(empty),
        words: looked.words.clone(),
        rows: found
            .iter()
            .take(PAGE as usize)
            .map(|client| row(seat, client, now))
            .collect(),
        newer: (looked.number > 1).then(|| looked.number - 1),
        older: (found.len() > PAGE as usize).then(|| looked.number + 1),
        offers: seat.href("/desk/event-types"),
        keep_action: seat.href("/desk/clients/settings"),
        keep: field(keep).unwrap_or_else(empty),
        t: t.clone(),
    }
}

fn row(seat: &Seat, client: &Client, now: DateTime<Utc>) -> Row {
    let t = &seat.t;
    let date = |at| t.date_long(zone::date(at, seat.viewer.person.zone));
    Row {
        href: seat.href(&format!("/desk/clients/{}", client.id)),
        initial: super::super::layout::initial(&client.name),
        name: client.name.clone(),
        email: client.email.clone(),
        last: match client.last_at {
            None => String::new(),
            Some(at) if at > now => t.one("client-until", "date", date(at)),
            Some(at) => t.one("client-last", "date", date(at)),
        },
        next_step: client
            .next_step
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}
