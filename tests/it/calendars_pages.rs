//! The page of calendars at the desk.

use actix_web::test::{TestRequest, read_body};

use crate::calendars::{calendar, monday};
use crate::desk::{get, post, signed_in};
use crate::support::rig::Rig;
use crate::support::site::{Reply, Site};

const PAGE: &str = "/desk/calendars?lang=en";

/// Where the first calendar of the page is.
fn first(page: &str) -> String {
    let at = page.find("/desk/calendars/0").unwrap();
    page[at..].split(['?', '"']).next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_calendar_is_subscribed_looked_at_and_ended() {
    let text = calendar("DTSTART;VALUE=DATE:20260112\r\nSUMMARY:Away").replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nSUMMARY:?\r\nEND:VEVENT\r\nEND:VCALENDAR",
    );
    let (rig, site) = (Rig::among_hosts(), Site::start(Reply::new(200, text)));
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let (_, page) = get(&rig, PAGE, &cookie).await;
    assert!(page.contains("No calendar subscribed yet."));

    let wrong = post(&rig, PAGE, &[("url", "mailto:nobody")], &cookie).await;
    assert_eq!(wrong.status(), 422);
    let page = String::from_utf8(read_body(wrong).await.to_vec()).unwrap();
    assert!(page.contains(r#"value="mailto:nobody""#));

    let fields = [
        ("url", site.url.as_str()),
        ("name", "Family"),
        ("tentative", "yes"),
    ];
    let (added, ()) = tokio::join!(post(&rig, PAGE, &fields, &cookie), async {
        // The worker of the server; the page waits for it.
        while rig.run_jobs().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(added.status(), 303);
    let (_, page) = get(&rig, PAGE, &cookie).await;
    assert!(
        page.contains("Family") && page.contains("up to date"),
        "{page}"
    );
    assert!(page.contains("1\u{a0}place could not be read"));
    assert!(!page.contains(&site.url), "an address may be a secret");

    let one = first(&page);
    let (_, detail) = get(&rig, &format!("{one}?lang=en"), &cookie).await;
    assert!(detail.contains("Line 10:") && detail.contains("no beginning that can be read"));
    let (_, week) = get(&rig, "/desk?week=2026-W03&lang=en", &cookie).await;
    assert!(week.contains("Away") && week.contains("Family"), "{week}");

    let other = rig.host("jonas").await;
    let others = signed_in(&rig, &other.viewer).await;
    let (hidden, _) = get(&rig, &one, &others).await;
    assert_eq!(hidden, 404);
    post(&rig, &format!("{one}/remove"), &[], &cookie).await;
    let (_, page) = get(&rig, PAGE, &cookie).await;
    assert!(page.contains("No calendar subscribed yet."));
}

/// A form with a file, as a browser sends it.
fn upload(file: &str) -> TestRequest {
    let part = |head: &str, body: &str| {
        format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let body = [
        part(r#"name="file"; filename="a.ics""#, file),
        part(r#"name="file-name""#, "Choir"),
        part(r#"name="file-tentative""#, "yes"),
        "--x--\r\n".to_owned(),
    ];
    TestRequest::post()
        .uri("/desk/calendars/files?lang=en")
        .insert_header(("Content-Type", "multipart/form-data; boundary=x"))
        .set_payload(body.concat())
}

#[actix_web::test]
async fn a_file_that_is_handed_in_blocks_as_well() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;

    let empty = rig.send(upload("").insert_header(cookie.clone())).await;
    let large = "a".repeat((5 << 20) + 1);
    let large = rig.send(upload(&large).insert_header(cookie.clone())).await;
    assert_eq!(
        (empty.status().as_u16(), large.status().as_u16()),
        (422, 422)
    );
    let page = String::from_utf8(read_body(large).await.to_vec()).unwrap();
    assert!(page.contains("The file is too large"));

    let handed_in = upload(&monday()).insert_header(cookie.clone());
    let (added, ()) = tokio::join!(rig.send(handed_in), async {
        while rig.run_jobs().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(added.status(), 303);
    let (_, page) = get(&rig, PAGE, &cookie).await;
    assert!(
        page.contains("Choir") && page.contains("1\u{a0}busy time"),
        "{page}"
    );
}

#[actix_web::test]
async fn a_password_for_a_program_is_shown_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let apps = "/desk/calendars/apps?lang=en";

    let empty = post(&rig, apps, &[("label", "")], &cookie).await;
    assert_eq!(empty.status(), 422);
    let made = post(&rig, apps, &[("label", "Phone")], &cookie).await;
    let made = String::from_utf8(read_body(made).await.to_vec()).unwrap();
    let password = made
        .split(r#"id="password" readonly value=""#)
        .nth(1)
        .unwrap();
    let password = password.split('"').next().unwrap();
    assert_eq!(password.len(), 32);

    let (_, page) = get(&rig, apps, &cookie).await;
    assert!(page.contains("Phone") && !page.contains(password));
    let revoke = page.split("/desk/calendars/apps/").nth(1).unwrap();
    let revoke = revoke.split(['?', '"']).next().unwrap();
    post(
        &rig,
        &format!("/desk/calendars/apps/{revoke}"),
        &[],
        &cookie,
    )
    .await;
    let (_, page) = get(&rig, apps, &cookie).await;
    assert!(page.contains("No program connected yet."));
}
