//! `/desk/event-types/{id}/reminders/{reminder}`: one reminder, and how it will be read.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::Kind;
use super::super::page;
use super::reminder_form::{self as form, Fields};
use super::reminder_preview::{self, Example, Preview};
use super::reminders::{Shown, load};
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::kernel::people::Language;
use crate::kernel::reminder::{Plan, Reminder};
use crate::mail::Block;
use crate::mail::reminder::Side;
use crate::service::{FieldError, ServiceError, reminders};
use crate::state::State;
use crate::texts::Words;

/// `desk/reminder.html`.
#[derive(Template)]
#[template(path = "desk/reminder.html")]
struct FormPage {
    t: Words,
    frame: Frame,
    heading: String,
    back: String,
    back_label: String,
    action: String,
    wrong: Vec<(String, String)>,
    is_unsaved: bool,
    fields: Fields,
    placeholders: Vec<(String, String)>,
    previews: Vec<Preview>,
}

/// `GET /desk/event-types/{id}/reminders/new`.
///
/// # Errors
/// `NotFound`.
pub async fn blank(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let shown = load(&state, &seat, &id).await?;
    let page = form_page(&seat, &shown, None, (&form::blank(), &[]));
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/reminders/new`.
///
/// # Errors
/// `NotFound`.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let shown = load(&state, &seat, &id).await?;
    answer(&state, &seat, &shown, None, &typed).await
}

/// `GET /desk/event-types/{id}/reminders/{reminder}`.
///
/// # Errors
/// `NotFound`.
pub async fn edit(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, reminder_id) = path.into_inner();
    let shown = load(&state, &seat, &id).await?;
    let reminder = stored(&shown, &reminder_id)?;
    let typed = form::write(reminder);
    let page = form_page(&seat, &shown, Some(reminder), (&typed, &[]));
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/reminders/{reminder}`.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (id, reminder_id) = path.into_inner();
    let shown = load(&state, &seat, &id).await?;
    let reminder = stored(&shown, &reminder_id)?;
    answer(&state, &seat, &shown, Some(reminder), &typed).await
}

fn stored<'a>(shown: &'a Shown, id: &str) -> Result<&'a Reminder, ServiceError> {
    shown
        .plan
        .reminders
        .iter()
        .find(|reminder| reminder.id == id)
        .ok_or(ServiceError::NotFound)
}

/// Saves what was typed, shows it as a letter, or fills in the standard words, as the button says.
async fn answer(
    state: &State,
    seat: &Seat,
    shown: &Shown,
    stored: Option<&Reminder>,
    typed: &Typed,
) -> Result<HttpResponse, PageError> {
    let id = stored.map_or("", |reminder| reminder.id.as_str());
    let read = form::read(typed, id).map_err(ServiceError::Invalid);
    let result = match (typed.get("do"), read) {
        ("fill", Ok(reminder)) => {
            let filled = fill(state, shown, typed, &reminder);
            let mut page = form_page(seat, shown, stored, (&filled, &[]));
            page.is_unsaved = true;
            return page::private_html(StatusCode::OK, &page);
        }
        ("preview", Ok(reminder)) => match reminders::check(reminder) {
            Ok(reminder) => {
                let mut page = form_page(seat, shown, stored, (typed, &[]));
                page.is_unsaved = true;
                page.previews = previews(state, seat, shown, &reminder);
                return page::private_html(StatusCode::OK, &page);
            }
            Err(error) => Err(error),
        },
        (_, Ok(reminder)) => save(state, seat, shown, reminder).await,
        (_, Err(error)) => Err(error),
    };
    match result {
        Ok(_) => Ok(seat.go(&format!("{}?done=reminders", shown.path()))),
        Err(ServiceError::Invalid(errors)) => {
            let errors = form::named_as_typed(errors);
            let page = form_page(seat, shown, stored, (typed, &errors));
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn save(
    state: &State,
    seat: &Seat,
    shown: &Shown,
    reminder: Reminder,
) -> Result<Plan, ServiceError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let id = shown.event_type.id.clone();
    let edit = move |plan: &mut Plan| {
        let known = plan
            .reminders
            .iter_mut()
            .find(|known| known.id == reminder.id);
        match known {
            Some(known) => *known = reminder,
            None => plan.reminders.push(reminder),
        }
    };
    state
        .store
        .write(move |db| reminders::change(db, &viewer, &id, edit, now))
        .await
}

fn fill(state: &State, shown: &Shown, typed: &Typed, reminder: &Reminder) -> Typed {
    let side = match reminder.to.has_client() {
        true => Side::Client(shown.tone()),
        false => Side::Host,
    };
    let [de, en] = Language::ALL.map(|language| Words::new(Arc::clone(&state.texts), language));
    form::with_standard(typed, reminder, [&de, &en], side)
}

fn previews(state: &State, seat: &Seat, shown: &Shown, reminder: &Reminder) -> Vec<Preview> {
    let example = Example {
        host: &seat.viewer.person,
        event_type: &shown.event_type,
        coop: &shown.coop,
        again_url: &state.links.place(&shown.place),
        tone: shown.tone(),
        now: state.clock.now(),
    };
    reminder_preview::previews(state, &example, reminder)
}

fn form_page(
    seat: &Seat,
    shown: &Shown,
    stored: Option<&Reminder>,
    (typed, errors): (&Typed, &[FieldError]),
) -> FormPage {
    let t = &seat.t;
    let fields = form::fields(t, typed, errors);
    let wrong = fields
        .wrong()
        .iter()
        .map(|field| {
            let error = field.error.clone().unwrap_or_default();
            (field.id.clone(), format!("{}: {error}", field.label))
        })
        .collect();
    let place = stored.map_or("new", |reminder| reminder.id.as_str());
    FormPage {
        frame: seat.frame(Place::EventTypes),
        heading: match stored {
            Some(reminder) => form::occasion_words(t, reminder.occasion),
            None => t.get("reminder-new"),
        },
        back: seat.href(&shown.path()),
        back_label: t.one("reminder-back", "title", shown.event_type.title.as_str()),
        action: seat.href(&format!("{}/{place}", shown.path())),
        wrong,
        is_unsaved: false,
        fields,
        placeholders: form::placeholders(t),
        previews: Vec::new(),
        t: t.clone(),
    }
}
