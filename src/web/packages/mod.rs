//! `/p/{token}`: a package, for whoever holds its link: what is left, and booking from it.

mod book;
mod confirm;
mod series;
pub mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, get, post};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::errors::PageError;
use super::face::Face;
use super::layout::{Layout, Portrait, dial_number};
use super::{page, payment, withdrawal};
use crate::http::language::Reader;
use crate::kernel::packages::{Place, Standing};
use crate::kernel::withdrawal::Right;
use crate::service::ServiceError;
use crate::service::instance::{self, Instance};
use crate::service::packages::{self as service, Contract, PackageView};
use crate::state::State;
use crate::texts::Words;
use words::{HistoryLine, SessionRow};

/// Every page of a package.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/p/{token}", get().to(show))
        .route("/p/{token}/book", get().to(book::show))
        .route("/p/{token}/book", post().to(book::book))
        .route("/p/{token}/series", get().to(series::show))
        .route("/p/{token}/withdraw", get().to(withdrawal::show_package))
        .route(
            "/p/{token}/withdraw",
            post().to(withdrawal::withdraw_package),
        )
        .route(
            "/p/{token}/invoices/{invoice}",
            get().to(super::invoices::of_package),
        );
}

/// `packages/package.html`.
#[derive(Template)]
#[template(path = "packages/package.html")]
struct PackagePage {
    t: Words,
    layout: Layout,
    title: String,
    lead: String,
    booked: Option<String>,
    note: Option<String>,
    left: String,
    left_words: String,
    facts: Vec<(String, String)>,
    book: Option<String>,
    planned: Vec<SessionRow>,
    over: Vec<SessionRow>,
    history: Vec<HistoryLine>,
    invoices: Vec<(String, String)>,
    /// How the right to withdraw stands, and where it is used.
    contract: Option<(String, Option<String>)>,
    zone: String,
    host: String,
    portrait: Portrait,
    phone: String,
    dial_number: String,
}

/// What has just been done.
#[derive(Debug, Deserialize)]
pub struct Done {
    booked: Option<u32>,
}

/// `GET /p/{token}`
///
/// # Errors
/// `NotFound`, also for a forged token.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    done: Query<Done>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let asked = token.clone();
    let loaded = state
        .store
        .read(move |db| {
            let view = service::find_by_link(db, &asked, now)?;
            Ok::<_, ServiceError>((view, instance::load(db)?))
        })
        .await?;
    let page = package_page(&state, loaded, (&token, done.booked), reader, now);
    page::private_html(StatusCode::OK, &page)
}

fn package_page(
    state: &State,
    (view, instance): (PackageView, Instance),
    (token, booked): (&str, Option<u32>),
    reader: Reader,
    now: DateTime<Utc>,
) -> PackagePage {
    let t = page::words(state, reader);
    let path = format!("/p/{token}");
    let layout = page::layout(state, &instance, reader, &path);
    let (package, zone) = (&view.package, view.package.client.zone);
    let href = |booking: &crate::kernel::booking::Booking| {
        let link = state.links.manage(&booking.id);
        layout.href(page::local(state, &link))
    };
    let rows = |places: &[Place]| words::rows(&t, &view, places, (zone, now), href);
    let mut over = rows(&[Place::Used, Place::Missed, Place::Late]);
    over.reverse();
    let is_running = package.standing(now) == Standing::Running && view.is_offered();
    let contract = Contract::of(&view, now).map(|contract| {
        let is_open = matches!(contract.right, Right::Until(_)) && contract.withdrawal.is_none();
        let href = is_open.then(|| layout.href(&format!("{path}/withdraw")));
        (
            payment::standing(&t, contract.right, contract.withdrawal, zone),
            href,
        )
    });
    let face = Face::of(&t, &view.offered);
    let host = view.offered.name().to_owned();
    PackagePage {
        title: words::title(&t, package),
        lead: t.with(
            "package-lead",
            &[
                ("name", package.client.name.as_str().into()),
                ("host", host.as_str().into()),
            ],
        ),
        booked: booked
            .filter(|count| *count > 0)
            .map(|count| t.count("package-booked", count as usize)),
        note: words::standing(&t, &view, now),
        left: view.ledger.left.to_string(),
        left_words: t.count("package-left-of", package.size as usize),
        facts: words::facts(&t, &view),
        book: is_running.then(|| layout.href(&format!("{path}/book"))),
        planned: rows(&[Place::Planned]),
        over,
        history: words::history(&t, &view, zone),
        invoices: view
            .invoices
            .iter()
            .map(|invoice| {
                let href = layout.href(&format!("{path}/invoices/{}", invoice.id));
                let key = match invoice.takes_back {
                    Some(_) => "invoice-storno-titled",
                    None => "invoice-titled",
                };
                (href, t.one(key, "number", invoice.number.as_str()))
            })
            .collect(),
        contract,
        zone: t.zone(zone),
        portrait: face.portrait,
        dial_number: dial_number(&face.phone),
        phone: face.phone,
        host,
        t,
        layout,
    }
}
