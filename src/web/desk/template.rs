//! `/desk/event-types/{id}/template`: a team's event type from which members have their own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind, error_words};
use super::super::page;
use super::inputs::select;
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::people::Username;
use crate::service::templates::{self, Lock, Locks, Template};
use crate::service::{ServiceError, teams};
use crate::state::State;
use crate::texts::Words;

/// Every page and act about templates.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/event-types/{id}/template", get().to(show))
        .route("/desk/event-types/{id}/template", post().to(change))
        .route("/desk/event-types/{id}/template/copies", post().to(give))
        .route(
            "/desk/event-types/{id}/template/copies/{copy}/release",
            post().to(release),
        );
}

/// `desk/template.html`.
#[derive(askama::Template)]
#[template(path = "desk/template.html")]
struct TemplatePage {
    t: Words,
    frame: Frame,
    heading: String,
    tabs: Vec<NavLink>,
    action: String,
    is_template: bool,
    locks: Field,
    copies: Vec<Copy>,
    give: String,
    error: Option<String>,
    host: Field,
}

/// What a member has from it.
struct Copy {
    name: String,
    title: String,
    release: String,
}

/// `GET /desk/event-types/{id}/template`.
///
/// # Errors
/// `NotFound`, also for what is no team's; `Forbidden`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let page = template_page(&state, &seat, &id).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/template`: what it decides, or that it is none any more.
///
/// # Errors
/// As [`show`].
pub async fn change(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let ends = typed.get("do") == "end";
    let locks = Locks(typed.all("locks").filter_map(Lock::parse).collect());
    let (viewer, event_type_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    state
        .store
        .write(move |db| {
            let locks = Some(&locks).filter(|_| !ends);
            templates::set(db, &viewer, &event_type_id, locks, now)
        })
        .await?;
    let code = if ends { "template-ended" } else { "template" };
    Ok(seat.go(&format!("/desk/event-types/{id}/template?done={code}")))
}

/// `POST /desk/event-types/{id}/template/copies`: makes one for a member.
///
/// # Errors
/// As [`show`].
pub async fn give(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let host = Username::parse(typed.get("host")).map_err(|_| ServiceError::NotFound)?;
    let (viewer, event_type_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let given = state
        .store
        .write(move |db| templates::give(db, &viewer, (&event_type_id, &host), now))
        .await;
    match given {
        Ok(_) => Ok(seat.go(&format!(
            "/desk/event-types/{id}/template?done=template-given"
        ))),
        Err(ServiceError::Invalid(errors)) => {
            let mut page = template_page(&state, &seat, &id).await?;
            page.error = errors.first().map(|error| error_words(&seat.t, error));
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/event-types/{id}/template/copies/{copy}/release`: it stands on its own.
///
/// # Errors
/// As [`show`].
pub async fn release(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, copy) = path.into_inner();
    let (viewer, event_type_id) = (seat.viewer.clone(), id.clone());
    state
        .store
        .write(move |db| templates::release(db, &viewer, &event_type_id, &copy))
        .await?;
    Ok(seat.go(&format!(
        "/desk/event-types/{id}/template?done=template-released"
    )))
}

async fn template_page(state: &State, seat: &Seat, id: &str) -> Result<TemplatePage, ServiceError> {
    let (viewer, event_type_id) = (seat.viewer.clone(), id.to_owned());
    let (template, members) = state
        .store
        .read(move |db| {
            let template = templates::find(db, &viewer, &event_type_id)?;
            let team_id = template.event_type.team_id().unwrap_or_default().to_owned();
            let team = teams::find_own(db, &viewer, &team_id)?;
            let members = teams::members(db, &team)?;
            Ok::<_, ServiceError>((template, members))
        })
        .await?;
    let Template {
        event_type,
        locks,
        copies,
    } = template;
    let t = &seat.t;
    let path = format!("/desk/event-types/{id}/template");
    let has_one = |username: &Username| copies.iter().any(|(_, host)| host.username == *username);
    let others: Vec<(String, String)> = members
        .into_iter()
        .map(|member| member.person)
        .filter(|person| !has_one(&person.username))
        .map(|person| (person.username.to_string(), person.name))
        .collect();
    let host = Field::new("host", t.get("template-for"), Kind::Select, "");
    Ok(TemplatePage {
        frame: seat.frame(Place::Teams),
        tabs: offer_tabs::tabs(seat, &event_type, Tab::Template),
        heading: event_type.title,
        action: seat.href(&path),
        is_template: locks.is_some(),
        locks: locks_field(t, &locks.unwrap_or_default()),
        copies: copies
            .iter()
            .map(|(copy, host)| Copy {
                name: host.name.clone(),
                title: copy.title.clone(),
                release: seat.href(&format!("{path}/copies/{}/release", copy.id)),
            })
            .collect(),
        give: seat.href(&format!("{path}/copies")),
        error: None,
        host: select(host, others),
        t: t.clone(),
    })
}

fn locks_field(t: &Words, locks: &Locks) -> Field {
    let chosen: Vec<&str> = locks.0.iter().map(|lock| lock.word()).collect();
    let field = Field::new(
        "locks",
        t.get("template-locks"),
        Kind::Several,
        &chosen.join("\n"),
    );
    let mut field = select(
        field.optional(),
        Lock::ALL
            .into_iter()
            .map(|lock| (lock.word().to_owned(), lock_words(t, lock))),
    );
    for option in &mut field.options {
        option.is_chosen = chosen.contains(&option.value.as_str());
    }
    field
}

/// What a part of an event type is called.
fn lock_words(t: &Words, lock: Lock) -> String {
    t.get(match lock {
        Lock::Texts => "lock-texts",
        Lock::Time => "lock-time",
        Lock::Booking => "lock-booking",
        Lock::Place => "lock-place",
        Lock::Questions => "lock-questions",
        Lock::Approval => "lock-approval",
        Lock::Price => "lock-price",
        Lock::Policy => "lock-policy",
        Lock::Reminders => "lock-reminders",
    })
}

/// Whether a template decides what is typed into the field of this name.
pub fn decides(locks: &Locks, name: &str) -> bool {
    let lock = match name {
        "title" | "description" => Lock::Texts,
        "durations" | "step" | "buffer_before" | "buffer_after" | "buffers_add_up" => Lock::Time,
        "notice" | "notice_unit" | "window" | "window_days" | "window_from" | "window_to"
        | "per_day" | "per_week" | "per_month" | "minutes_per_day" => Lock::Booking,
        "location" | "phone" | "address" | "link" => Lock::Place,
        "approval" => Lock::Approval,
        _ if name.starts_with("question.") => Lock::Questions,
        _ => return false,
    };
    locks.has(lock)
}

/// What is said above the form of an event type that was made from a template.
pub fn note(t: &Words, title: &str, locks: &Locks) -> String {
    let parts: Vec<String> = locks.0.iter().map(|lock| lock_words(t, *lock)).collect();
    if parts.is_empty() {
        return t.one("template-of-free", "title", title);
    }
    let parts = ("parts", parts.join(", ").into());
    t.with("template-of", &[("title", title.into()), parts])
}
