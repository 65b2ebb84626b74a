//! `/desk/blocks`: who cannot book with the host.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::service::{FieldError, ServiceError, blocks};
use crate::state::State;
use crate::texts::Words;

/// Every page about the list.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/blocks", get().to(list))
        .route("/desk/blocks", post().to(add))
        .route("/desk/blocks/{id}/remove", post().to(remove));
}

/// `desk/blocks.html`.
#[derive(Template)]
#[template(path = "desk/blocks.html")]
struct BlocksPage {
    t: Words,
    frame: Frame,
    action: String,
    rows: Vec<Row>,
    fields: Vec<Field>,
    has_errors: bool,
}

/// An entry of the list.
struct Row {
    pattern: String,
    note: String,
    remove: String,
}

/// `GET /desk/blocks`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let page = blocks_page(&state, &seat, (&Typed::default(), &[])).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/blocks`: puts somebody on the list.
///
/// # Errors
/// When the database cannot be reached.
pub async fn add(state: Data<State>, seat: Seat, typed: Typed) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let (pattern, note) = (typed.text("pattern"), typed.text("note"));
    let added = state
        .store
        .write(move |db| blocks::add(db, &viewer, (&pattern, &note), now))
        .await;
    match added {
        Ok(_) => Ok(seat.go("/desk/blocks?done=blocked")),
        Err(ServiceError::Invalid(errors)) => {
            let page = blocks_page(&state, &seat, (&typed, &errors)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/blocks/{id}/remove`.
///
/// # Errors
/// `NotFound`.
pub async fn remove(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let removed = state
        .store
        .write(move |db| blocks::remove(db, &viewer, &id));
    removed.await?;
    Ok(seat.go("/desk/blocks?done=unblocked"))
}

async fn blocks_page(
    state: &State,
    seat: &Seat,
    (typed, errors): (&Typed, &[FieldError]),
) -> Result<BlocksPage, ServiceError> {
    let viewer = seat.viewer.clone();
    let entries = state
        .store
        .read(move |db| blocks::list(db, &viewer))
        .await?;
    let t = &seat.t;
    let pattern = Field::new(
        "pattern",
        t.get("block-pattern"),
        Kind::Line,
        typed.get("pattern"),
    );
    let note = Field::new("note", t.get("block-note"), Kind::Line, typed.get("note"));
    let fields = vec![pattern, note.optional().hint(t.get("block-note-hint"))];
    Ok(BlocksPage {
        frame: seat.frame(Place::Bookings),
        action: seat.href("/desk/blocks"),
        rows: entries
            .into_iter()
            .map(|entry| Row {
                remove: seat.href(&format!("/desk/blocks/{}/remove", entry.id)),
                pattern: entry.pattern,
                note: entry.note,
            })
            .collect(),
        fields: checked(t, fields, errors),
        has_errors: !errors.is_empty(),
        t: t.clone(),
    })
}
