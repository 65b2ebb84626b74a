//! Private links.

use std::sync::Arc;

use actix_web::test::TestRequest;
use zeitgenosse::kernel::event_type::Visibility;
use zeitgenosse::kernel::policy::PolicyRefusal;
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::bookings::{self, By, NewBooking};
use zeitgenosse::service::private_links::{self, LinkForm, PrivateLink};

use super::{MONDAY, TUESDAY, book_at_once, by, manage, refusal};
use crate::pages::{get, hidden, links, location, post};
use crate::support::rig::{Host, Rig, at, booking, minutes};

async fn closed(rig: &Rig) -> Host {
    rig.host_with("mira", |form| form.visibility = Visibility::Closed)
        .await
}

async fn link(rig: &Rig, host: &Host, form: LinkForm) -> PrivateLink {
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    let links = Arc::clone(&rig.state.links);
    rig.write(move |db| private_links::create(db, &viewer, &links, (&id, &form), now))
        .await
        .unwrap()
}

fn uses(uses: u32) -> LinkForm {
    LinkForm {
        most_uses: Some(uses),
        ..LinkForm::default()
    }
}

fn through(rig: &Rig, link: &PrivateLink, new: NewBooking) -> NewBooking {
    let mut new = new;
    new.place.link = Some(rig.state.links.private_token(&link.id));
    new
}

#[actix_web::test]
async fn of_twenty_who_use_a_single_link_at_once_exactly_one_books() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    let link = link(&rig, &host, uses(1)).await;
    let wishes = (0..20)
        .map(|number| {
            let start =
                at("2026-01-12T08:00:00Z") + minutes(1_440 * (number / 5) + 60 * (number % 5));
            let new = by(&format!("c{number}@post.example"), &start.to_rfc3339());
            through(&rig, &link, new)
        })
        .collect();

    let answers = book_at_once(&rig, wishes).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let refused: Vec<_> = answers.into_iter().filter_map(refusal).collect();
    assert_eq!(refused, [PolicyRefusal::LinkUsedUp; 19]);
}

#[actix_web::test]
async fn a_use_comes_back_when_the_host_cancels_and_not_when_the_client_does() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    let link = link(&rig, &host, uses(1)).await;
    let book = |start: &str| rig.book(through(&rig, &link, booking("mira", start)));
    let first = book(MONDAY).await.unwrap();
    let (viewer, id, now) = (host.viewer.clone(), first.booking.id.clone(), rig.now());

    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();
    let second = book(TUESDAY).await.unwrap();
    let token = manage(&rig, &second);
    rig.write(move |db| bookings::cancel(db, &By::Link(&token), None, "", now))
        .await
        .unwrap();

    assert_eq!(refusal(book(MONDAY).await), Some(PolicyRefusal::LinkUsedUp));
}

#[actix_web::test]
async fn a_link_is_for_its_address_until_its_day_and_until_it_is_taken_back() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    let form = LinkForm {
        email: "thea@post.example".to_owned(),
        expires_at: Some(at("2026-01-09T00:00:00Z")),
        ..LinkForm::default()
    };
    let link = link(&rig, &host, form).await;
    let book = |email: &str, start: &str| rig.book(through(&rig, &link, by(email, start)));

    let other = book("jo@post.example", MONDAY).await;
    assert_eq!(refusal(other), Some(PolicyRefusal::LinkForAnother));
    assert!(book("Thea@Post.example", MONDAY).await.is_ok());
    rig.clock.advance(minutes(16 * 60));
    let late = book("thea@post.example", TUESDAY).await;
    assert_eq!(refusal(late), Some(PolicyRefusal::LinkUsedUp));
    let (viewer, id, now) = (host.viewer.clone(), link.id.clone(), rig.now());
    rig.write(move |db| private_links::revoke(db, &viewer, &id, now))
        .await
        .unwrap();
    let revoked = book("thea@post.example", TUESDAY).await;
    assert!(matches!(revoked, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn a_link_opens_no_other_offer() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    rig.host_with("jonas", |form| form.visibility = Visibility::Closed)
        .await;
    let link = link(&rig, &host, uses(1)).await;

    let other = rig
        .book(through(&rig, &link, booking("jonas", MONDAY)))
        .await;
    let without = rig.book(booking("mira", MONDAY)).await;

    assert!(matches!(other, Err(ServiceError::NotFound)));
    assert!(matches!(without, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn a_client_books_a_closed_offer_by_its_link_and_sees_its_price() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    let form = LinkForm {
        price_cents: Some(35_50),
        ..uses(1)
    };
    let link = link(&rig, &host, form).await;
    let path = format!("/l/{}", rig.state.links.private_token(&link.id));

    let (status, page) = get(&rig, &path).await;
    assert!(status == 200 && page.contains("€35.50"));
    let (_, form) = get(&rig, &links(&page, &format!("{path}/book"))[0]).await;
    let start = hidden(&form, "start").unwrap();
    let typed = [
        ("start", start.as_str()),
        ("zone", "Europe/Berlin"),
        ("name", "Thea Behrend"),
        ("email", "thea@post.example"),
        ("early_start", "yes"),
    ];
    let held = post(&rig, &format!("{path}/hold"), &typed[..2]).await;
    assert!(location(&held).starts_with(&format!("{path}/book?")));
    let (_, form) = get(&rig, &location(&held)).await;
    let hold = hidden(&form, "hold").unwrap();
    let typed = [&typed[..], &[("hold", hold.as_str())]].concat();
    let answer = post(&rig, &format!("{path}/book"), &typed).await;

    assert_eq!(answer.status(), 303);
    let (status, used_up) = get(&rig, &path).await;
    assert!(status == 409 && used_up.contains("has been used up"));
    let (status, _) = get(&rig, "/l/nothing").await;
    assert_eq!(status, 404);
}

#[actix_web::test]
async fn programs_make_list_and_take_back_links() {
    let rig = Rig::new();
    let host = closed(&rig).await;
    let bearer = ("Authorization", format!("Bearer {}", host.token));
    let body = serde_json::json!({"event_type": host.event_type.id, "uses": 2, "label": "Press"});
    let make = TestRequest::post()
        .uri("/api/v1/me/links")
        .insert_header(bearer.clone());
    let (status, made) = rig.call(make.set_json(&body)).await;
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    assert_eq!(status, 201, "{made}");
    assert!(made["url"].as_str().unwrap().contains("/l/"));

    let list = TestRequest::get()
        .uri("/api/v1/me/links")
        .insert_header(bearer.clone());
    assert!(rig.call(list).await.1.contains("Press"));
    let one = format!("/api/v1/me/links/{}", made["id"].as_str().unwrap());
    let revoke = TestRequest::delete()
        .uri(&one)
        .insert_header(bearer.clone());
    assert_eq!(rig.call(revoke).await.0, 204);
    let wrong = serde_json::json!({"event_type": host.event_type.id, "uses": 0});
    let make = TestRequest::post()
        .uri("/api/v1/me/links")
        .insert_header(bearer);
    assert_eq!(rig.call(make.set_json(&wrong)).await.0, 422);
}
