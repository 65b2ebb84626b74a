//! Prices together with what is agreed about cancelling, and with private links.

use std::sync::Arc;

use actix_web::test::TestRequest;
use zeitgenosse::kernel::event_type::Visibility;
use zeitgenosse::service::private_links::{self, LinkForm};

use super::{SOON, early, fixed, paid_host, set_price};
use crate::pages::{get, post};
use crate::policy::{day_before, manage, set};
use crate::support::rig::{Rig, at, booking, minutes};

#[actix_web::test]
async fn a_fee_is_named_in_money_where_the_price_is_known() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    set(&rig, &host, day_before()).await;
    let (_, offer) = get(&rig, "/@mira/first-session").await;
    let booked = rig.book(early(SOON)).await.unwrap();
    let token = manage(&rig, &booked);

    rig.clock.advance(at(SOON) - minutes(60) - rig.now());
    post(&rig, &format!("/b/{token}/cancel"), &[("reason", "")]).await;
    let (_, page) = get(&rig, &format!("/b/{token}")).await;
    let request = TestRequest::get().uri(&format!("/api/v1/bookings/{token}"));
    let (_, json) = rig.call(request).await;
    let booking: serde_json::Value = serde_json::from_str(&json).unwrap();

    assert!(offer.contains("it costs €35."), "{offer}");
    assert!(page.contains("Owed: €35."), "{page}");
    assert_eq!(
        booking["agreement"]["owed"],
        serde_json::json!({"amount": 3_500, "currency": "EUR"})
    );
}

#[actix_web::test]
async fn a_private_link_with_a_price_of_its_own_charges_it() {
    let rig = Rig::new();
    let host = rig
        .host_with("mira", |form| form.visibility = Visibility::Closed)
        .await;
    set_price(&rig, &host, fixed()).await;
    for (cents, charged) in [(3_000, Some(3_000)), (0, None)] {
        let form = LinkForm {
            price_cents: Some(cents),
            ..LinkForm::default()
        };
        let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
        let links = Arc::clone(&rig.state.links);
        let link = rig
            .write(move |db| private_links::create(db, &viewer, &links, (&id, &form), now))
            .await
            .unwrap();
        let token = rig.state.links.private_token(&link.id);
        let (_, page) = get(&rig, &format!("/l/{token}")).await;
        let day = if cents == 0 {
            "2026-02-11"
        } else {
            "2026-02-10"
        };
        let mut new = booking("mira", &format!("{day}T09:00:00Z"));
        new.place.link = Some(token);

        let charge = rig.book(new).await.unwrap().charge;

        assert!(
            !page.contains("€70")
                && page.contains(if cents == 0 {
                    "free of charge"
                } else {
                    "€30"
                })
        );
        assert_eq!(charge.map(|charge| charge.amount.cents), charged);
    }
}
