//! `/desk/teams`: teams, who belongs to them, what they offer.

mod hosts;
mod ledger;
mod team;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Utc};

pub use hosts::{set_hosts, show_hosts};
pub use ledger::{decision, ledger};
pub use team::{remove, remove_member, set_member, show, update};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::service::teams::{self as acts, TeamForm};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// `desk/teams.html`.
#[derive(Template)]
#[template(path = "desk/teams.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    rows: Vec<Row>,
    new: Option<Form>,
}

/// A team in the list.
struct Row {
    name: String,
    edit: String,
    link: String,
}

/// The form of a team.
struct Form {
    action: String,
    fields: Vec<Field>,
    has_errors: bool,
}

/// `GET /desk/teams`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let typed = Typed::default().with("zone", seat.viewer.person.zone.name());
    list_page(&state, &seat, StatusCode::OK, (&typed, &[])).await
}

/// `POST /desk/teams`: a new team.
///
/// # Errors
/// `Forbidden` for those who do not run the instance.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, form, now) = (seat.viewer.clone(), read(&typed), state.clock.now());
    let made = state
        .store
        .write(move |db| acts::create(db, &viewer, &form, now))
        .await;
    match made {
        Ok(team) => Ok(seat.go(&format!("/desk/teams/{}?done=created", team.id))),
        Err(ServiceError::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            list_page(&state, &seat, status, (&typed, &errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn list_page(
    state: &State,
    seat: &Seat,
    status: StatusCode,
    (typed, errors): (&Typed, &[FieldError]),
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| acts::list_own(db, &viewer))
        .await?;
    let rows = found.into_iter().map(|team| Row {
        edit: seat.href(&format!("/desk/teams/{}", team.id)),
        link: state.links.team(&team.slug),
        name: team.name,
    });
    let page = ListPage {
        frame: seat.frame(Place::Teams),
        rows: rows.collect(),
        new: seat.viewer.person.is_admin.then(|| Form {
            action: seat.href("/desk/teams"),
            fields: fields(&seat.t, typed, errors, state.clock.now()),
            has_errors: !errors.is_empty(),
        }),
        t: seat.t.clone(),
    };
    page::private_html(status, &page)
}

/// The fields of a team.
fn fields(t: &Words, typed: &Typed, errors: &[FieldError], now: DateTime<Utc>) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    let fields = vec![
        field("name", t.get("team-name"), Kind::Line),
        field("slug", t.get("team-slug"), Kind::Line).hint(t.get("team-slug-hint")),
        field("description", t.get("team-description"), Kind::Area).optional(),
        inputs::zone(t, "zone", typed.get("zone"), now).hint(t.get("team-zone-hint")),
    ];
    inputs::checked(t, fields, errors)
}

fn read(typed: &Typed) -> TeamForm {
    TeamForm {
        slug: typed.text("slug"),
        name: typed.text("name"),
        description: typed.text("description"),
        zone: typed.text("zone"),
    }
}
