//! Holds, policies, private links and the blocklist.

mod holds;
mod limits;
mod links;
mod pages;

use std::sync::Arc;

use zeitgenosse::kernel::policy::{Fee, Policy, PolicyRefusal};
use zeitgenosse::service::bookings::{Booked, NewBooking};
use zeitgenosse::service::{ServiceError, policy};
use zeitgenosse::store::links::Purpose;

use crate::support::rig::{Host, Rig, booking};

/// A Monday, 10:00 in Berlin.
pub const MONDAY: &str = "2026-01-12T09:00:00Z";
pub const TUESDAY: &str = "2026-01-13T09:00:00Z";
pub const WEDNESDAY: &str = "2026-01-14T09:00:00Z";

/// A client's wish of this address.
pub fn by(email: &str, start: &str) -> NewBooking {
    NewBooking {
        email: email.to_owned(),
        ..booking("mira", start)
    }
}

/// Half the price from a day before on.
pub fn day_before() -> Policy {
    Policy {
        free_until: 24 * 60,
        fee: Fee::Percent(50),
        ..Policy::default()
    }
}

/// The host sets the policy.
pub async fn set(rig: &Rig, host: &Host, policy: Policy) {
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());
    rig.write(move |db| policy::update(db, &viewer, &id, &policy))
        .await
        .unwrap();
}

/// The token of the client's link.
pub fn manage(rig: &Rig, booked: &Booked) -> String {
    rig.state.links.token(&booked.booking.id, Purpose::Manage)
}

/// Why an act was refused.
pub fn refusal<T>(result: Result<T, ServiceError>) -> Option<PolicyRefusal> {
    match result {
        Err(ServiceError::Policy(refusal)) => Some(refusal),
        _ => None,
    }
}

/// Lets everybody book at the same moment, and counts who could.
pub async fn book_at_once(rig: &Rig, wishes: Vec<NewBooking>) -> Vec<Result<Booked, ServiceError>> {
    let asked = wishes.into_iter().map(|new| {
        let state = rig.state.clone();
        let links = Arc::clone(&state.links);
        let now = rig.now();
        async move {
            state
                .store
                .write(move |db| zeitgenosse::service::bookings::book(db, &links, &new, now))
                .await
        }
    });
    futures_util::future::join_all(asked).await
}
