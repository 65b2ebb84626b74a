//! `/desk/profile/languages`: what a host speaks in sessions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::error_words;
use super::super::find::language_options;
use super::super::page;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::kernel::spoken::Spoken;
use crate::service::{FieldError, ServiceError, spoken};
use crate::state::State;
use crate::texts::Words;

/// `desk/spoken.html`.
#[derive(Template)]
#[template(path = "desk/spoken.html")]
struct SpokenPage {
    t: Words,
    frame: Frame,
    action: String,
    back: String,
    languages: Vec<(&'static str, String, bool)>,
    error: Option<String>,
}

/// `GET /desk/profile/languages`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let id = seat.viewer.person.id.clone();
    let chosen = state.store.read(move |db| spoken::of(db, &id)).await?;
    let page = spoken_page(&seat, &chosen, None);
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/profile/languages`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, sent) = (seat.viewer.clone(), typed.clone());
    let result = state
        .store
        .write(move |db| {
            let codes: Vec<&str> = sent.all("language").collect();
            spoken::set(db, &viewer, &codes)
        })
        .await;
    match result {
        Ok(()) => Ok(seat.go("/desk/profile?done=saved")),
        Err(ServiceError::Invalid(errors)) => {
            let codes = typed.all("language");
            let chosen: Vec<Spoken> = codes.filter_map(|code| Spoken::parse(code).ok()).collect();
            let page = spoken_page(&seat, &chosen, errors.first());
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn spoken_page(seat: &Seat, chosen: &[Spoken], error: Option<&FieldError>) -> SpokenPage {
    let t = &seat.t;
    SpokenPage {
        frame: seat.frame(Place::Profile),
        action: seat.href("/desk/profile/languages"),
        back: seat.href("/desk/profile"),
        languages: language_options(t, Spoken::all(), |language| chosen.contains(&language)),
        error: error.map(|error| error_words(t, error)),
        t: t.clone(),
    }
}
