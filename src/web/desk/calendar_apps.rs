//! `/desk/calendars/apps`: the programs that use a host's calendars, each with a password of its
//! own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::calendars_rows::ago;
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::service::{FieldError, ServiceError, app_passwords, calendars};
use crate::state::State;
use crate::texts::Words;

/// Every page about programs. They come before those of single calendars.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/calendars/apps", get().to(show))
        .route("/desk/calendars/apps", post().to(create))
        .route("/desk/calendars/apps/{id}/revoke", post().to(revoke))
        .route("/desk/calendars/own/{id}/publish", post().to(publish))
        .route("/desk/calendars/own/{id}/withdraw", post().to(withdraw));
}

/// `desk/calendar_apps.html`.
#[derive(Template)]
#[template(path = "desk/calendar_apps.html")]
struct AppsPage {
    t: Words,
    frame: Frame,
    back: String,
    /// A password that was just made, shown this once.
    made: Option<String>,
    server: String,
    username: String,
    rows: Vec<Row>,
    own: Vec<OwnRow>,
    action: String,
    fields: Vec<Field>,
    has_errors: bool,
}

/// A program.
struct Row {
    label: String,
    used: String,
    revoke: String,
}

/// A calendar that is kept here.
struct OwnRow {
    id: String,
    name: String,
    /// Its public address, if it has one.
    url: Option<String>,
    act: String,
}

/// `GET /desk/calendars/apps`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let page = apps_page(&state, &seat, (&Typed::default(), &[]), None).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/calendars/apps`: a password for a program more. It is on this answer and nowhere
/// else.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, now, label) = (seat.viewer.clone(), state.clock.now(), typed.text("label"));
    let made = state
        .store
        .write(move |db| app_passwords::create(db, &viewer, &label, now))
        .await;
    match made {
        Ok(password) => {
            let nothing = Typed::default();
            let page = apps_page(&state, &seat, (&nothing, &[]), Some(password)).await?;
            page::private_html(StatusCode::OK, &page)
        }
        Err(ServiceError::Invalid(errors)) => {
            let page = apps_page(&state, &seat, (&typed, &errors), None).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/calendars/apps/{id}/revoke`.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let revoked = state
        .store
        .write(move |db| app_passwords::revoke(db, &viewer, &id));
    revoked.await?;
    Ok(seat.go("/desk/calendars/apps?done=app-revoked"))
}

/// `POST /desk/calendars/own/{id}/publish`.
///
/// # Errors
/// `NotFound`.
pub async fn publish(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, links) = (seat.viewer.clone(), state.links.clone());
    let done = state
        .store
        .write(move |db| calendars::publish(db, &viewer, &links, &id));
    done.await?;
    Ok(seat.go("/desk/calendars/apps?done=calendar-published"))
}

/// `POST /desk/calendars/own/{id}/withdraw`.
///
/// # Errors
/// `NotFound`.
pub async fn withdraw(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let done = state
        .store
        .write(move |db| calendars::withdraw(db, &viewer, &id));
    done.await?;
    Ok(seat.go("/desk/calendars/apps?done=calendar-withdrawn"))
}

async fn apps_page(
    state: &State,
    seat: &Seat,
    (typed, errors): (&Typed, &[FieldError]),
    made: Option<String>,
) -> Result<AppsPage, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let (known, own) = state
        .store
        .read(move |db| {
            let known = app_passwords::list(db, &viewer)?;
            Ok::<_, ServiceError>((known, calendars::list(db, &viewer)?))
        })
        .await?;
    let t = &seat.t;
    let label = Field::new("label", t.get("app-label"), Kind::Line, typed.get("label"));
    Ok(AppsPage {
        frame: seat.frame(Place::Calendars),
        back: seat.href("/desk/calendars"),
        made,
        server: state.links.calendars(),
        username: seat.viewer.person.username.to_string(),
        rows: known
            .into_iter()
            .map(|one| Row {
                used: match one.last_used_at {
                    Some(at) => t.one("app-used", "when", ago(t, at, now).as_str()),
                    None => t.get("app-never"),
                },
                revoke: seat.href(&format!("/desk/calendars/apps/{}/revoke", one.id)),
                label: one.label,
            })
            .collect(),
        own: own
            .into_iter()
            .map(|one| {
                let url = one.public_id.map(|id| state.links.public_calendar(&id));
                let act = if url.is_some() { "withdraw" } else { "publish" };
                OwnRow {
                    act: seat.href(&format!("/desk/calendars/own/{}/{act}", one.id)),
                    id: format!("own-{}", one.id),
                    name: one.name,
                    url,
                }
            })
            .collect(),
        action: seat.href("/desk/calendars/apps"),
        fields: checked(t, vec![label.hint(t.get("app-label-hint"))], errors),
        has_errors: !errors.is_empty(),
        t: t.clone(),
    })
}
