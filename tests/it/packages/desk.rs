use super::{MONDAYS, book, form, ledger, sell, travel};
use crate::desk::{get, post, signed_in};
use crate::prices::{paid_host, sender, set_sender};
use crate::support::rig::Rig;

#[actix_web::test]
async fn a_host_sells_a_package_at_the_desk() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let (status, page) = get(&rig, "/desk/packages?lang=en", &cookie).await;
    assert_eq!(status, 200);
    assert!(page.contains("No package yet."));
    let offer = format!("{} 50", host.event_type.id);
    let (_, blank) = get(&rig, "/desk/packages/new", &cookie).await;
    assert!(blank.contains(&format!("<option value=\"{offer}\"")));
    let mut fields = vec![
        ("of", offer.as_str()),
        ("size", "0"),
        ("last_day", "gestern"),
        ("name", "Thea Behrend"),
        ("email", "thea"),
        ("zone", "Europe/Berlin"),
        ("language", "de"),
        ("price", "viel"),
    ];

    let refused = post(&rig, "/desk/packages/new", &fields, &cookie).await;
    assert_eq!(refused.status(), 422);
    fields[1].1 = "10";
    fields[2].1 = "2026-12-31";
    fields[4].1 = "thea@post.example";
    fields[7].1 = "600";
    let made = post(&rig, "/desk/packages/new", &fields, &cookie).await;

    assert_eq!(made.status(), 303);
    let way = made.headers().get("Location").unwrap().to_str().unwrap();
    let (status, page) = get(&rig, &format!("{way}&lang=en"), &cookie).await;
    assert_eq!(status, 200);
    assert!(page.contains("10 × First session"));
    assert!(page.contains("/p/"), "the link to pass on");
    assert!(page.contains("€600 go back."), "{page}");
    for list in [
        "/desk/packages".to_owned(),
        format!("/desk/event-types/{}/packages", host.event_type.id),
    ] {
        assert!(get(&rig, &list, &cookie).await.1.contains("Thea Behrend"));
    }
}

#[actix_web::test]
async fn a_host_lets_it_rest_gives_back_writes_an_invoice_and_ends_it() {
    let rig = Rig::new();
    let host = paid_host(&rig).await;
    set_sender(&rig, &host, sender()).await;
    let mut paid = form(&host);
    paid.cents = Some(30_000);
    let (package, token) = sell(&rig, &host, paid).await;
    let booked = book(&rig, &token, &MONDAYS[..2]).await.unwrap();
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = format!("/desk/packages/{}", package.id);
    travel(&rig, "2026-01-14T08:00:00Z");
    let cookie = if rig.now() > package.created_at {
        signed_in(&rig, &host.viewer).await
    } else {
        cookie
    };

    for (name, booking, expected) in [
        ("thaw", "", 409),
        ("freeze", "", 303),
        ("freeze", "", 409),
        ("thaw", "", 303),
        ("give-back", booked[0].id.as_str(), 303),
        ("give-back", booked[1].id.as_str(), 409),
        ("invoice", "", 303),
        ("invoice", "", 409),
        ("dance", "", 404),
        ("end", "", 303),
        ("end", "", 409),
    ] {
        let fields = [("booking", booking)];
        let answer = post(&rig, &format!("{path}/{name}"), &fields, &cookie).await;
        assert_eq!(answer.status(), expected, "{name} {booking}");
    }

    let (status, page) = get(&rig, &format!("{path}?lang=en"), &cookie).await;
    assert_eq!(status, 200);
    assert!(page.contains("€300 go back."), "{page}");
    assert_eq!(ledger(&rig, &token).await, (0, 0, 0));
    // The client finds the invoices on their page.
    let view = super::view(&rig, &token).await;
    assert_eq!(view.invoices.len(), 2);
    for invoice in &view.invoices {
        let path = format!("/p/{token}/invoices/{}", invoice.id);
        let request = actix_web::test::TestRequest::get().uri(&path);
        let (status, page) = rig.call(request).await;
        assert_eq!(status, 200);
        assert!(page.contains("5 × First session (50 min)"));
    }
}

#[actix_web::test]
async fn packages_are_nobody_elses_business() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let other = rig.host("noor").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    let cookie = signed_in(&rig, &other.viewer).await;
    let path = format!("/desk/packages/{}", package.id);

    assert_eq!(get(&rig, &path, &cookie).await.0, 404);
    let end = post(&rig, &format!("{path}/end"), &[], &cookie).await;
    assert_eq!(end.status(), 404);
    let tab = format!("/desk/event-types/{}/packages", host.event_type.id);
    assert_eq!(get(&rig, &tab, &cookie).await.0, 404);
    let list = get(&rig, "/desk/packages", &cookie).await.1;
    assert!(!list.contains("Thea"));
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
}
