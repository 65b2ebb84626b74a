//! `/admin`: the instance's own texts, its people, and the work that waits.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::seat::{Frame, Place, Seat, aside};
use super::{inputs, typed::Typed};
use crate::kernel::people::Person;
use crate::service::hosts::{self, NewPerson};
use crate::service::instance::{self, Instance};
use crate::service::{Db, FieldError, ServiceError, Viewer, accounts};
use crate::state::State;
use crate::texts::Words;

/// `desk/admin.html`.
#[derive(Template)]
#[template(path = "desk/admin.html")]
struct AdminPage {
    t: Words,
    frame: Frame,
    people: Vec<Row>,
    add_action: String,
    add_is_open: bool,
    add_has_errors: bool,
    add: Vec<Field>,
    instance_action: String,
    instance_has_errors: bool,
    instance: Vec<Field>,
    allies: String,
    waiting: String,
    parked: String,
    is_stuck: bool,
}

/// A person of the instance.
struct Row {
    name: String,
    href: String,
    username: String,
    email: String,
    role: String,
    is_disabled: bool,
    is_self: bool,
    action: String,
}

/// What the page is loaded from.
struct Loaded {
    instance: Instance,
    people: Vec<Person>,
    jobs: (i64, i64),
}

/// What is shown again when something is wrong.
#[derive(Default)]
struct Wrong {
    instance: Option<(Typed, Vec<FieldError>)>,
    person: Option<(Typed, Vec<FieldError>)>,
}

/// `GET /admin`.
///
/// # Errors
/// `Forbidden`.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let page = admin_page(&state, &seat, Wrong::default()).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /admin/instance`.
///
/// # Errors
/// `Forbidden`.
pub async fn update_instance(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, texts) = (seat.viewer.clone(), inputs::read_instance(&typed));
    let result = state
        .store
        .write(move |db| instance::update(db, &viewer, texts))
        .await;
    match result {
        Ok(()) => Ok(seat.go("/admin?done=saved")),
        Err(ServiceError::Invalid(errors)) => {
            let errors = errors
                .into_iter()
                .map(|error| FieldError {
                    field: format!("instance.{}", error.field),
                    ..error
                })
                .collect();
            let wrong = Wrong {
                instance: Some((typed, errors)),
                person: None,
            };
            refused(&state, &seat, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/people`: a person with their first password and the usual hours.
///
/// # Errors
/// `Forbidden`.
pub async fn add_person(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    match add(&state, &seat, &typed).await {
        Ok(()) => Ok(seat.go("/admin?done=person-added")),
        Err(ServiceError::Invalid(errors)) => {
            let wrong = Wrong {
                instance: None,
                person: Some((typed, errors)),
            };
            refused(&state, &seat, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn add(state: &State, seat: &Seat, typed: &Typed) -> Result<(), ServiceError> {
    let password = typed.text("password");
    let hash = aside(move || accounts::hash_password(&password)).await?;
    let new = NewPerson {
        username: typed.text("username"),
        name: typed.text("name"),
        email: typed.text("email"),
        zone: typed.text("zone"),
        language: typed.get("language").parse().unwrap_or_default(),
        is_admin: typed.is_set("admin"),
    };
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let schedule_name = state.texts.get(new.language, "schedule-usual");
    state
        .store
        .write(move |db| {
            hosts::add_by_admin(db, &viewer, &new, (&hash, &schedule_name), now).map(|_| ())
        })
        .await
}

/// `POST /admin/people/{username}/disable`.
///
/// # Errors
/// `Forbidden`, also for one's own account; `NotFound`.
pub async fn disable(
    state: Data<State>,
    seat: Seat,
    username: Path<String>,
) -> Result<HttpResponse, PageError> {
    set_disabled(&state, &seat, &username, true).await?;
    Ok(seat.go("/admin?done=person-disabled"))
}

/// `POST /admin/people/{username}/enable`.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn enable(
    state: Data<State>,
    seat: Seat,
    username: Path<String>,
) -> Result<HttpResponse, PageError> {
    set_disabled(&state, &seat, &username, false).await?;
    Ok(seat.go("/admin?done=person-enabled"))
}

async fn set_disabled(
    state: &State,
    seat: &Seat,
    username: &str,
    is_disabled: bool,
) -> Result<(), PageError> {
    let username = page::username(username)?;
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| hosts::set_disabled_by_admin(db, &viewer, &username, is_disabled, now))
        .await?;
    Ok(())
}

async fn refused(state: &State, seat: &Seat, wrong: Wrong) -> Result<HttpResponse, PageError> {
    let page = admin_page(state, seat, wrong).await?;
    page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn load(db: &mut Db, viewer: &Viewer) -> Result<Loaded, ServiceError> {
    Ok(Loaded {
        people: hosts::list_for_admin(db, viewer)?,
        jobs: hosts::count_jobs(db, viewer)?,
        instance: instance::load(db)?,
    })
}

async fn admin_page(state: &State, seat: &Seat, wrong: Wrong) -> Result<AdminPage, PageError> {
    let viewer = seat.viewer.clone();
    let loaded = state.store.read(move |db| load(db, &viewer)).await?;
    let t = &seat.t;
    let (instance_typed, instance_errors) = wrong
        .instance
        .unwrap_or_else(|| (inputs::write_instance(&loaded.instance), Vec::new()));
    let add_is_open = wrong.person.is_some();
    let (person_typed, person_errors) = wrong.person.unwrap_or_else(|| {
        let person = &seat.viewer.person;
        let typed = Typed::default()
            .with("zone", person.zone.name())
            .with("language", person.language.tag());
        (typed, Vec::new())
    });
    let (waiting, parked) = loaded.jobs;
    Ok(AdminPage {
        frame: seat.frame(Place::Admin),
        people: loaded
            .people
            .iter()
            .map(|person| row(state, seat, person))
            .collect(),
        add_action: seat.href("/admin/people"),
        add_is_open,
        add_has_errors: !person_errors.is_empty(),
        add: inputs::checked(t, person_fields(state, t, &person_typed), &person_errors),
        instance_action: seat.href("/admin/instance"),
        instance_has_errors: !instance_errors.is_empty(),
        instance: inputs::checked(t, instance_fields(t, &instance_typed), &instance_errors),
        allies: seat.href("/admin/allies"),
        waiting: t.one("jobs-waiting", "count", waiting),
        parked: t.one("jobs-parked", "count", parked),
        is_stuck: parked > 0,
        t: t.clone(),
    })
}

fn instance_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let mut fields = inputs::instance(t, typed);
    let imprint = typed.get("instance.imprint");
    fields.push(
        Field::new(
            "instance.imprint",
            t.get("instance-imprint"),
            Kind::Area,
            imprint,
        )
        .optional()
        .hint(t.get("instance-imprint-hint")),
    );
    fields
}

fn person_fields(state: &State, t: &Words, typed: &Typed) -> Vec<Field> {
    let mut fields = inputs::person(t, typed, state.clock.now());
    fields.push(
        Field::new("password", t.get("password-first"), Kind::Password, "")
            .autocomplete("new-password")
            .hint(t.get("password-first-hint")),
    );
    fields.push(Field::new(
        "admin",
        t.get("person-admin"),
        Kind::Check,
        typed.get("admin"),
    ));
    fields
}

fn row(state: &State, seat: &Seat, person: &Person) -> Row {
    let t = &seat.t;
    let act = if person.is_disabled {
        "enable"
    } else {
        "disable"
    };
    Row {
        name: person.name.clone(),
        href: state.links.host(&person.username),
        username: person.username.to_string(),
        email: person.email.to_string(),
        role: if person.is_admin {
            t.get("role-admin")
        } else {
            t.get("role-host")
        },
        is_disabled: person.is_disabled,
        is_self: person.id == seat.viewer.person.id,
        action: seat.href(&format!("/admin/people/{}/{act}", person.username)),
    }
}
