//! `/desk/packages`: the packages that were sold, all or those of one event type.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::address::Address;
use super::super::errors::PageError;
use super::super::packages::words::{self, Tag};
use super::super::page;
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use super::{package, package_form};
use crate::kernel::packages::Package;
use crate::service::packages::{self as service, Listing};
use crate::service::{ServiceError, event_types};
use crate::state::State;
use crate::texts::Words;

/// So many packages a page has.
const PAGE: u32 = 30;
/// Nobody turns so many pages.
const LAST_PAGE: u32 = 10_000;

/// Every page about packages.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/packages", get().to(list))
        .route("/desk/packages/new", get().to(package_form::blank))
        .route("/desk/packages/new", post().to(package_form::create))
        .route("/desk/packages/{id}", get().to(package::show))
        .route("/desk/packages/{id}/{step}", post().to(package::step))
        .route("/desk/event-types/{id}/packages", get().to(list_of_one));
}

/// `desk/packages.html`.
#[derive(Template)]
#[template(path = "desk/packages.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    heading: String,
    tabs: Vec<NavLink>,
    rows: Vec<Row>,
    new: String,
    newer: Option<String>,
    older: Option<String>,
}

/// A package in the list.
struct Row {
    href: String,
    name: String,
    title: String,
    valid: String,
    tag: Tag,
}

/// `GET /desk/packages?page=2`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let number = number(&seat);
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| service::list_own(db, &viewer, listing(None, number)))
        .await?;
    let frame = seat.frame(Place::Packages);
    let heading = seat.t.get("desk-packages");
    let about = (heading, Vec::new(), "/desk/packages");
    let new = seat.href("/desk/packages/new");
    let page = list_page(
        &seat,
        (frame, about, new),
        (&found, number),
        state.clock.now(),
    );
    page::private_html(StatusCode::OK, &page)
}

/// `GET /desk/event-types/{id}/packages?page=2`.
///
/// # Errors
/// `NotFound`.
pub async fn list_of_one(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let number = number(&seat);
    let (viewer, asked) = (seat.viewer.clone(), id.clone());
    let (event_type, found) = state
        .store
        .read(move |db| {
            let found = service::list_own(db, &viewer, listing(Some(&asked), number))?;
            Ok::<_, ServiceError>((event_types::find(db, &viewer, &asked)?, found))
        })
        .await?;
    let frame = seat.frame(Place::EventTypes);
    let tabs = offer_tabs::tabs(&seat, &event_type, Tab::Packages);
    let path = format!("/desk/event-types/{id}/packages");
    let new = Address::new("/desk/packages/new").with("event_type", &id);
    let about = (event_type.title, tabs, path.as_str());
    let page = list_page(
        &seat,
        (frame, about, seat.href(&new.to_string())),
        (&found, number),
        state.clock.now(),
    );
    page::private_html(StatusCode::OK, &page)
}

fn number(seat: &Seat) -> u32 {
    let number = seat.query("page").and_then(|page| page.parse().ok());
    number.unwrap_or(1).clamp(1, LAST_PAGE)
}

fn listing(event_type_id: Option<&str>, number: u32) -> Listing<'_> {
    Listing {
        event_type_id,
        skip: (number - 1) * PAGE,
        count: PAGE + 1,
    }
}

fn list_page(
    seat: &Seat,
    (frame, (heading, tabs, path), new): (Frame, (String, Vec<NavLink>, &str), String),
    (found, number): (&[Package], u32),
    now: DateTime<Utc>,
) -> ListPage {
    let page = |number: u32| {
        let address = Address::new(path).with("page", &number.to_string());
        seat.href(&address.to_string())
    };
    ListPage {
        frame,
        heading,
        tabs,
        rows: found
            .iter()
            .take(PAGE as usize)
            .map(|package| row(seat, package, now))
            .collect(),
        new,
        newer: (number > 1).then(|| page(number - 1)),
        older: (found.len() > PAGE as usize).then(|| page(number + 1)),
        t: seat.t.clone(),
    }
}

fn row(seat: &Seat, package: &Package, now: DateTime<Utc>) -> Row {
    let t = &seat.t;
    Row {
        href: seat.href(&format!("/desk/packages/{}", package.id)),
        name: package.client.name.clone(),
        title: words::title(t, package),
        valid: match package.last_day {
            Some(last) => t.one("package-valid-until", "day", t.date_long(last)),
            None => t.get("package-forever"),
        },
        tag: words::tag(t, package, now),
    }
}
