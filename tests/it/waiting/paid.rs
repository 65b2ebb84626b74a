//! Paid sessions with seats, and those who wait for one.

use std::sync::Arc;

use zeitgenosse::service::bookings::{NewBooking, Wishes};
use zeitgenosse::service::groups;
use zeitgenosse::service::waiting::{self, Entry};
use zeitgenosse::service::{ServiceError, withdrawals};
use zeitgenosse::store::links::Purpose;
use zeitgenosse::store::prices as rows;

use super::{join, offer_of};
use crate::groups::{EVENING, client, set, webinar};
use crate::prices::paid_host;
use crate::support::rig::Rig;

/// What a client asks for who books a paid session within the time to withdraw.
fn early() -> Wishes {
    Wishes {
        early_start: true,
        ..Wishes::default()
    }
}

/// A webinar of two seats that costs 70 €. Thea and Aylin have them, Jonas waits. Returns the link
/// of Thea, too.
async fn taken(rig: &Rig) -> (String, Entry) {
    let host = paid_host(rig).await;
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    rig.write(move |db| groups::set_rules(db, &viewer, &id, &webinar(2), now))
        .await
        .unwrap();
    set(rig, &host, EVENING).await;
    let wished = |name: &str| NewBooking {
        wishes: early(),
        ..client(name, EVENING)
    };
    let thea = rig.book(wished("Thea")).await.unwrap().booking.id;
    rig.book(wished("Aylin")).await.unwrap();
    let link = rig.state.links.token(&thea, Purpose::Manage);
    (link, join(rig, "Jonas", EVENING).await)
}

async fn withdraw(rig: &Rig, link: &str) {
    let (link, now) = (link.to_owned(), rig.now());
    rig.write(move |db| withdrawals::withdraw(db, &link, now))
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_withdrawal_gives_the_seat_to_whoever_waits() {
    let rig = Rig::new();
    let (link, jonas) = taken(&rig).await;
    assert_eq!(offer_of(&rig, &jonas).await, None);

    withdraw(&rig, &link).await;

    assert!(offer_of(&rig, &jonas).await.is_some());
}

#[actix_web::test]
async fn whoever_accepts_a_paid_seat_owes_its_price_and_asks_for_an_early_start() {
    let rig = Rig::new();
    let (link, jonas) = taken(&rig).await;
    withdraw(&rig, &link).await;
    let accept = async |wishes: Wishes| {
        let token = rig.state.links.waiting_token(&jonas.id);
        let (links, now) = (Arc::clone(&rig.state.links), rig.now());
        rig.write(move |db| waiting::accept(db, &links, (&token, &wishes), now))
            .await
    };

    let refused = accept(Wishes::default()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
    let booked = accept(early()).await.unwrap().booking.id;

    let read = rig
        .state
        .store
        .read(move |db| rows::find_charge(db, &booked));
    assert_eq!(read.await.unwrap().unwrap().charge.amount.cents, 7_000);
    assert!(accept(early()).await.is_err(), "it is theirs once");
}
