//! Prices, invoices and withdrawals, through pages, API and service, on either database.

mod api;
mod fees;
mod invoices;
mod pages;
mod withdrawal;

use std::collections::BTreeMap;

use zeitgenosse::kernel::money::{Currency, TaxNote};
use zeitgenosse::kernel::price::{Offered, Price, Pricing};
use zeitgenosse::service::bookings::{Booked, NewBooking, Wishes};
use zeitgenosse::service::invoices::{self as acts, Sender};
use zeitgenosse::service::prices;
use zeitgenosse::store::links::Purpose;

use crate::support::rig::{Host, Rig, booking};

/// A Monday, 10:00 in Berlin, within 14 days.
pub const SOON: &str = "2026-01-12T09:00:00Z";
/// A Monday, 10:00 in Berlin, after them.
pub const LATER: &str = "2026-02-02T09:00:00Z";

fn offered(cents: i64) -> Offered {
    Offered {
        cents,
        covers: format!("covers {cents}"),
    }
}

/// 50 minutes for 70 €.
pub fn fixed() -> Pricing {
    Pricing {
        currency: Currency::EUR,
        tax: TaxNote::SmallBusiness,
        of: BTreeMap::from([(50, Price::Fixed(offered(7_000)))]),
    }
}

/// 50 minutes for 45, 70 or 95 €.
pub fn sliding() -> Pricing {
    let steps = [4_500, 7_000, 9_500].map(offered);
    Pricing {
        of: BTreeMap::from([(50, Price::Sliding(steps))]),
        ..fixed()
    }
}

/// Sets what the host's event type costs.
pub async fn set_price(rig: &Rig, host: &Host, pricing: Pricing) {
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());
    rig.write(move |db| prices::set(db, &viewer, &id, &pricing))
        .await
        .unwrap();
}

/// A host whose session costs 70 €.
pub async fn paid_host(rig: &Rig) -> Host {
    let host = rig.host("mira").await;
    set_price(rig, &host, fixed()).await;
    host
}

/// A client's wish who asks for an early start.
pub fn early(start: &str) -> NewBooking {
    NewBooking {
        wishes: Wishes {
            early_start: true,
            ..Wishes::default()
        },
        ..booking("mira", start)
    }
}

/// Books and returns the path of the client's page, too.
pub async fn book(rig: &Rig, new: NewBooking) -> (Booked, String) {
    let booked = rig.book(new).await.unwrap();
    let token = rig.state.links.token(&booked.booking.id, Purpose::Manage);
    (booked, format!("/b/{token}"))
}

/// Who sends mira's invoices.
pub fn sender() -> Sender {
    Sender {
        name: "Mira Lindner".to_owned(),
        address: "Am Zollhafen 3\n20539 Hamburg".to_owned(),
        tax_number: "22/000/00000".to_owned(),
        iban: "DE02 1203 0000 0000 2020 51".to_owned(),
        prefix: "RE-".to_owned(),
        ..Sender::default()
    }
}

/// Sets who sends the host's invoices.
pub async fn set_sender(rig: &Rig, host: &Host, sender: Sender) {
    let viewer = host.viewer.clone();
    rig.write(move |db| acts::set_sender(db, &viewer, &sender))
        .await
        .unwrap();
}
