//! Packages and series: the acts, the pages, the API and the mails.

mod acts;
mod again;
mod api;
mod chance;
mod days;
mod desk;
mod mails;
mod pages;
mod race;
mod withdrawal;

use std::sync::Arc;

use zeitgenosse::kernel::booking::Booking;
use zeitgenosse::kernel::packages::{Package, PackageError};
use zeitgenosse::kernel::people::Language;
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::packages::{self, PackageForm, PackageView, SessionsForm};
use zeitgenosse::store::links::Purpose;

use crate::support::rig::{Host, Rig, at};

/// Mondays, 10:00 in Berlin.
pub const MONDAYS: [&str; 4] = [
    "2026-01-12T09:00:00Z",
    "2026-01-19T09:00:00Z",
    "2026-01-26T09:00:00Z",
    "2026-02-02T09:00:00Z",
];
/// Tuesday, 10:00 in Berlin.
pub const TUESDAY: &str = "2026-01-13T09:00:00Z";

/// Five sessions of `host` for Thea, until the end of March.
pub fn form(host: &Host) -> PackageForm {
    PackageForm {
        event_type_id: host.event_type.id.clone(),
        size: Some(5),
        name: "Thea Behrend".to_owned(),
        email: "thea@post.example".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        language: Language::En,
        last_day: Some("2026-03-31".parse().unwrap()),
        ..PackageForm::default()
    }
}

/// Sells a package.
pub async fn try_sell(rig: &Rig, host: &Host, form: PackageForm) -> Result<Package, ServiceError> {
    let (links, viewer, now) = (Arc::clone(&rig.state.links), host.viewer.clone(), rig.now());
    rig.write(move |db| packages::create(db, &viewer, &links, &form, now))
        .await
}

/// Sells a package and returns the token of its link.
pub async fn sell(rig: &Rig, host: &Host, form: PackageForm) -> (Package, String) {
    let package = try_sell(rig, host, form).await.unwrap();
    let token = rig.state.links.package_token(&package.id);
    (package, token)
}

/// Books sessions by the link.
pub async fn book(rig: &Rig, token: &str, starts: &[&str]) -> Result<Vec<Booking>, ServiceError> {
    let form = SessionsForm {
        starts: starts.iter().map(|start| at(start)).collect(),
        ..SessionsForm::default()
    };
    let (links, token, now) = (Arc::clone(&rig.state.links), token.to_owned(), rig.now());
    rig.write(move |db| packages::book(db, &links, &token, &form, now))
        .await
}

/// The package as the holder of its link sees it.
pub async fn view(rig: &Rig, token: &str) -> PackageView {
    let (token, now) = (token.to_owned(), rig.now());
    rig.state
        .store
        .read(move |db| packages::find_by_link(db, &token, now))
        .await
        .unwrap()
}

/// Used, planned, left; fails unless the lines of the ledger add up to what is left.
pub async fn ledger(rig: &Rig, token: &str) -> (u32, u32, u32) {
    let view = view(rig, token).await;
    let sum: i32 = view.entries.iter().map(|entry| entry.change).sum();
    assert_eq!(
        u32::try_from(sum),
        Ok(view.ledger.left),
        "{:?}",
        view.entries
    );
    let counted = view.sessions.iter().filter(|(it, _)| it.counts).count();
    assert_eq!(view.package.taken as usize, counted);
    let ledger = view.ledger;
    (ledger.used, ledger.planned, ledger.left)
}

/// Why an act was refused.
pub fn refusal<T>(result: Result<T, ServiceError>) -> Option<PackageError> {
    match result {
        Err(ServiceError::Package(error)) => Some(error),
        _ => None,
    }
}

/// The client calls a session off.
pub async fn cancel(rig: &Rig, booking: &Booking) -> Result<Booking, ServiceError> {
    let (token, now) = (
        rig.state.links.token(&booking.id, Purpose::Manage),
        rig.now(),
    );
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
}

/// The host does something with a package.
pub async fn step(
    rig: &Rig,
    host: &Host,
    id: &str,
    name: &'static str,
) -> Result<Package, ServiceError> {
    let (viewer, id, now) = (host.viewer.clone(), id.to_owned(), rig.now());
    rig.write(move |db| match name {
        "freeze" => packages::freeze(db, &viewer, &id, now),
        "thaw" => packages::thaw(db, &viewer, &id, now),
        _ => packages::end(db, &viewer, &id, now),
    })
    .await
}

/// Sets the clock.
pub fn travel(rig: &Rig, to: &str) {
    rig.clock.advance(at(to) - rig.now());
}
