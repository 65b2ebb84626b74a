//! `/desk/event-types`: what the host offers.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::address::Address;
use super::super::errors::{PageError, refused_key};
use super::super::fields::Kind;
use super::super::page;
use super::event_type_form::{self as form, Draft, Fields, Source};
use super::offer_tabs::{self, Tab};
use super::question_form::{TypedQuestion, change, typed_questions};
use super::seat::{Frame, NavLink, Place, Seat};
use super::template::{self, decides};
use super::typed::Typed;
use crate::kernel::event_type::{EventType, Visibility};
use crate::service::event_types::{self, EventTypeForm, Means};
use crate::service::templates::{self, Lock};
use crate::service::{FieldError, ServiceError, schedules, teams};
use crate::state::State;
use crate::texts::Words;

/// `desk/event_types.html`.
#[derive(Template)]
#[template(path = "desk/event_types.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    rows: Vec<Row>,
    new: String,
}

/// An event type in the list.
struct Row {
    title: String,
    durations: String,
    edit: String,
    link: String,
    class: &'static str,
    state: String,
    is_closed: bool,
}

/// `desk/event_type.html`.
#[derive(Template)]
#[template(path = "desk/event_type.html")]
struct FormPage {
    t: Words,
    frame: Frame,
    heading: String,
    action: String,
    drafts: Vec<(String, String, bool)>,
    has_errors: bool,
    wrong: Vec<(String, String)>,
    refused: Option<String>,
    is_unsaved: bool,
    template: Option<String>,
    asks_free: bool,
    fields: Fields,
    stored: Option<Stored>,
}

/// What only an event type has that is stored.
struct Stored {
    tabs: Vec<NavLink>,
    why: String,
    link: String,
    class: &'static str,
    state: String,
}

/// `GET /desk/event-types`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| event_types::list_own(db, &viewer))
        .await?;
    let page = ListPage {
        frame: seat.frame(Place::EventTypes),
        rows: found
            .iter()
            .map(|event_type| row(&state, &seat, event_type))
            .collect(),
        new: seat.href("/desk/event-types/new"),
        t: seat.t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn row(state: &State, seat: &Seat, event_type: &EventType) -> Row {
    let durations: Vec<String> = event_type
        .rules
        .durations
        .iter()
        .map(|minutes| seat.t.minutes(*minutes))
        .collect();
    let (class, words) = visibility(&seat.t, event_type.visibility);
    Row {
        title: event_type.title.clone(),
        durations: durations.join(", "),
        edit: seat.href(&format!("/desk/event-types/{}", event_type.id)),
        link: state
            .links
            .event_type(&seat.viewer.person.username, &event_type.slug),
        class,
        state: words,
        is_closed: event_type.visibility == Visibility::Closed,
    }
}

fn visibility(t: &Words, visibility: Visibility) -> (&'static str, String) {
    match visibility {
        Visibility::Public => ("good", t.get("state-public")),
        Visibility::Unlisted => ("wait", t.get("state-unlisted")),
        Visibility::Closed => ("", t.get("state-closed")),
    }
}

/// `GET /desk/event-types/new?draft=session`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn blank(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let wanted = seat.query("draft").unwrap_or_default();
    let draft = Draft::ALL
        .into_iter()
        .find(|draft| draft.name() == wanted)
        .unwrap_or(Draft::Session);
    let typed = draft.typed(&seat.t, &state.rooms);
    let mut page = form_page(&state, &seat, None, (&typed, &typed_questions(&typed), &[])).await?;
    page.drafts = Draft::ALL
        .into_iter()
        .map(|other| {
            let href = new_path(&seat, Some(other));
            (seat.href(&href), other.title(&seat.t), other == draft)
        })
        .collect();
    page::private_html(StatusCode::OK, &page)
}

/// Where a new event type is made: for the team in the address, if there is one.
fn new_path(seat: &Seat, draft: Option<Draft>) -> String {
    Address::new("/desk/event-types/new")
        .with_some("team", seat.query("team").as_deref())
        .with_some("draft", draft.map(Draft::name))
        .to_string()
}

/// `POST /desk/event-types/new?team=`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let questions = typed_questions(&typed);
    if let Some(changed) = change(questions.clone(), typed.get("do")) {
        return unsaved(&state, &seat, None, (&typed, &changed)).await;
    }
    let result = match read(&typed, &questions) {
        Err(error) => Err(error),
        Ok(form) => {
            let (viewer, now) = (seat.viewer.clone(), state.clock.now());
            let (rooms, texts) = (Arc::clone(&state.rooms), Arc::clone(&state.texts));
            let team = seat.query("team");
            state
                .store
                .write(move |db| {
                    let means = Means {
                        rooms: &rooms,
                        texts: &texts,
                    };
                    match team {
                        Some(team) => {
                            let form = (team.as_str(), form);
                            event_types::create_for_team(db, &viewer, &means, form, now)
                        }
                        None => event_types::create(db, &viewer, &means, form, now),
                    }
                })
                .await
        }
    };
    match result {
        Ok(made) => Ok(seat.go(&format!("/desk/event-types/{}?done=created", made.id))),
        Err(error) => refused(&state, &seat, None, (&typed, &questions), error).await,
    }
}

/// `GET /desk/event-types/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn edit(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let stored = find(&state, &seat, &id).await?;
    let typed = form::write(&stored);
    let questions = typed_questions(&typed);
    let page = form_page(&state, &seat, Some(&stored), (&typed, &questions, &[])).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}`: saves, changes the questions, closes or deletes, as the button
/// says.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let stored = find(&state, &seat, &id).await?;
    let typed = with_decided(&state, &stored, typed).await?;
    let questions = typed_questions(&typed);
    if typed.get("do") == "delete" {
        return delete(&state, &seat, &stored).await;
    }
    if let Some(changed) = change(questions.clone(), typed.get("do")) {
        return unsaved(&state, &seat, Some(&stored), (&typed, &changed)).await;
    }
    let result = match read(&typed, &questions) {
        Err(error) => Err(error),
        Ok(mut form) => {
            // Seats have a page of their own.
            form.rules.seats = stored.rules.seats;
            replace(&state, &seat, stored.id.clone(), form).await
        }
    };
    match result {
        Ok(made) => {
            let code = match (stored.visibility, made.visibility) {
                (Visibility::Closed, Visibility::Closed) => "saved",
                (_, Visibility::Closed) => "closed",
                (Visibility::Closed, _) => "opened",
                _ => "saved",
            };
            Ok(seat.go(&format!("/desk/event-types/{}?done={code}", made.id)))
        }
        Err(error) => refused(&state, &seat, Some(&stored), (&typed, &questions), error).await,
    }
}

/// What was typed, with what a template decides: browsers do not send it.
async fn with_decided(
    state: &State,
    stored: &EventType,
    typed: Typed,
) -> Result<Typed, ServiceError> {
    let id = stored.id.clone();
    let of = state
        .store
        .read(move |db| templates::of_copy(db, &id))
        .await?;
    Ok(match of {
        Some((_, locks)) => typed.replaced(form::write(stored), |name| decides(&locks, name)),
        None => typed,
    })
}

async fn find(state: &State, seat: &Seat, id: &str) -> Result<EventType, ServiceError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    state
        .store
        .read(move |db| event_types::find(db, &viewer, &id))
        .await
}

async fn replace(
    state: &State,
    seat: &Seat,
    id: String,
    form: EventTypeForm,
) -> Result<EventType, ServiceError> {
    let viewer = seat.viewer.clone();
    let (rooms, texts) = (Arc::clone(&state.rooms), Arc::clone(&state.texts));
    state
        .store
        .write(move |db| {
            let means = Means {
                rooms: &rooms,
                texts: &texts,
            };
            event_types::replace(db, &viewer, &means, &id, form)
        })
        .await
}

/// Deletes an event type that was never booked; one that was can be closed.
async fn delete(state: &State, seat: &Seat, stored: &EventType) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), stored.id.clone());
    let result = state
        .store
        .write(move |db| event_types::delete(db, &viewer, &id))
        .await;
    match result {
        Ok(()) => Ok(seat.go("/desk/event-types?done=deleted")),
        Err(ServiceError::InUse) => {
            let typed = form::write(stored);
            let questions = typed_questions(&typed);
            let mut page = form_page(state, seat, Some(stored), (&typed, &questions, &[])).await?;
            page.refused = Some(seat.t.get("offer-in-use"));
            page::private_html(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(typed: &Typed, questions: &[TypedQuestion]) -> Result<EventTypeForm, ServiceError> {
    let (form, wrong) = form::read(typed, questions);
    if wrong.is_empty() {
        Ok(form)
    } else {
        Err(ServiceError::Invalid(wrong))
    }
}

/// The form again, with other questions than before.
async fn unsaved(
    state: &State,
    seat: &Seat,
    stored: Option<&EventType>,
    (typed, questions): (&Typed, &[TypedQuestion]),
) -> Result<HttpResponse, PageError> {
    let mut page = form_page(state, seat, stored, (typed, questions, &[])).await?;
    page.is_unsaved = true;
    page::private_html(StatusCode::OK, &page)
}

/// The form again, with what is wrong beside its fields.
async fn refused(
    state: &State,
    seat: &Seat,
    stored: Option<&EventType>,
    (typed, questions): (&Typed, &[TypedQuestion]),
    error: ServiceError,
) -> Result<HttpResponse, PageError> {
    let errors = match error {
        ServiceError::Invalid(errors) => form::named_as_typed(errors, typed),
        other => match refused_key(&other) {
            Some(_) => Vec::new(),
            None => return Err(other.into()),
        },
    };
    let mut page = form_page(state, seat, stored, (typed, questions, &errors)).await?;
    page.has_errors = true;
    page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn form_page(
    state: &State,
    seat: &Seat,
    stored: Option<&EventType>,
    (typed, questions, errors): (&Typed, &[TypedQuestion], &[FieldError]),
) -> Result<FormPage, PageError> {
    let viewer = seat.viewer.clone();
    let team_id = match stored {
        Some(stored) => stored.team_id().map(str::to_owned),
        None => seat.query("team"),
    };
    // The hosts of a team have hours of their own.
    let id = stored.map(|stored| stored.id.clone());
    let (team, schedules, template) = state
        .store
        .read(move |db| {
            let template = match &id {
                Some(id) => templates::of_copy(db, id)?,
                None => None,
            };
            Ok::<_, ServiceError>(match team_id {
                Some(id) => (
                    Some(teams::find_own(db, &viewer, &id)?),
                    Vec::new(),
                    template,
                ),
                None => (None, schedules::list(db, &viewer)?, template),
            })
        })
        .await?;
    let address = match &team {
        Some(team) => state.links.team(&team.slug),
        None => state.links.host(&seat.viewer.person.username),
    };
    let t = &seat.t;
    let mut fields = form::fields(
        &Source {
            t,
            typed,
            schedules: &schedules,
            rooms: &state.rooms,
            address: &address,
            errors,
        },
        questions,
    );
    if let Some((_, locks)) = &template {
        fields.lock(|name| decides(locks, name));
    }
    Ok(FormPage {
        asks_free: template
            .as_ref()
            .is_none_or(|(_, locks)| !locks.has(Lock::Questions)),
        template: template.map(|(title, locks)| template::note(t, &title, &locks)),
        frame: seat.frame(Place::EventTypes),
        heading: stored.map_or_else(|| t.get("offer-new"), |stored| stored.title.clone()),
        action: match stored {
            Some(stored) => seat.href(&format!("/desk/event-types/{}", stored.id)),
            None => seat.href(&new_path(seat, None)),
        },
        drafts: Vec::new(),
        has_errors: false,
        wrong: fields
            .wrong()
            .iter()
            .map(|field| {
                let error = field.error.clone().unwrap_or_default();
                (field.id.clone(), format!("{}: {error}", field.label))
            })
            .collect(),
        refused: None,
        is_unsaved: false,
        fields,
        stored: stored.map(|stored| {
            let (class, words) = visibility(t, stored.visibility);
            Stored {
                tabs: offer_tabs::tabs(seat, stored, Tab::About),
                why: seat.href(&format!("/desk/why?event_type={}", stored.id)),
                link: format!("{address}/{}", stored.slug),
                class,
                state: words,
            }
        }),
        t: t.clone(),
    })
}
