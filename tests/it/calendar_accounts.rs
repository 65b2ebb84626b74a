//! Calendars that a host keeps at CalDAV servers elsewhere, on servers that are not ours.

use std::cell::Cell;

use actix_web::test::{TestRequest, read_body};
use serde_json::json;
use zeitgenosse::kernel::booking::{Booking, Status};
use zeitgenosse::outgoing::Outgoing;
use zeitgenosse::remote::{Changes, Known, Login, Remote, RemoteError};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::{ServiceError, remote_calendars};

use crate::api::{ask, get as api_get, post as api_post, with_token};
use crate::calendars::{monday, slots};
use crate::desk::{get, post, signed_in};
use crate::support::calendar_server::CalendarServer;
use crate::support::rig::{Host, Rig, at, booking};
use crate::support::site::{Reply, Site};

const TUESDAY: &str = "2026-01-13T09:00:00Z";

/// A host at the desk with an account at a server.
struct Desk {
    rig: Rig,
    host: Host,
    cookie: (&'static str, String),
    account: String,
}

impl Desk {
    /// Connects the account; its calendar is read and gets the sessions.
    async fn new(server: &CalendarServer, address: &str) -> Self {
        let rig = Rig::among_hosts();
        let host = rig.host("mira").await;
        let cookie = signed_in(&rig, &host.viewer).await;
        let fields = [
            ("server", address),
            ("username", server.login.username.as_str()),
            ("password", server.login.password.as_str()),
        ];
        let added = post(&rig, "/desk/calendars/accounts", &fields, &cookie).await;
        assert_eq!(added.status(), 303);
        // The clock stands still: what is read later must not be taken for this first look.
        rig.run_jobs().await.unwrap();
        let account = crate::pages::location(&added);
        let account = account.split('?').next().unwrap().to_owned();
        let desk = Self {
            rig,
            host,
            cookie,
            account,
        };
        let page = desk.see(&desk.account).await;
        let calendar = value_of(&page, "praxis</span>");
        desk.go(&desk.account, &[("read", &calendar), ("write", &calendar)])
            .await;
        desk
    }

    async fn see(&self, path: &str) -> String {
        let (_, page) = get(&self.rig, &format!("{path}?lang=en"), &self.cookie).await;
        page
    }

    /// Sends a form while the worker works.
    async fn go(&self, path: &str, fields: &[(&str, &str)]) {
        let is_answered = Cell::new(false);
        let sent = async {
            let answer = post(&self.rig, path, fields, &self.cookie).await;
            is_answered.set(true);
            answer
        };
        let (answer, ()) = tokio::join!(sent, async {
            while !is_answered.get() {
                self.rig.run_jobs().await.unwrap();
                tokio::task::yield_now().await;
            }
        });
        let status = answer.status();
        assert_eq!(status, 303, "{path}: {:?}", read_body(answer).await);
        self.rig.run_jobs().await.unwrap();
    }

    async fn sync(&self) {
        self.go(&format!("{}/sync", self.account), &[]).await;
    }

    async fn booking(&self, id: &str) -> Booking {
        let id = id.to_owned();
        let read = self.rig.state.store.read(move |db| bookings::load(db, &id));
        read.await.unwrap().booking
    }
}

/// The value of the box with this label.
fn value_of(page: &str, label: &str) -> String {
    let at = page.find(label);
    let before = &page[..at.unwrap_or_else(|| panic!("{page}"))];
    let value = before.rfind("value=\"").unwrap() + 7;
    before[value..].split('"').next().unwrap().to_owned()
}

async fn what_is_busy_there_blocks(server: CalendarServer, address: String) {
    server.put("away.ics", &monday()).await;
    let desk = Desk::new(&server, &address).await;

    assert_eq!(slots(&desk.rig).await, 0);
    let page = desk.see("/desk/calendars").await;
    assert!(
        page.contains("up to date") && page.contains("praxis. Sessions go into"),
        "{page}"
    );
    assert!(!page.contains("geheim"));

    server
        .put("away.ics", &monday().replace("20260112", "20260114"))
        .await;
    desk.sync().await;
    assert!(slots(&desk.rig).await > 0);

    server.put("more.ics", &monday().replace("a@", "b@")).await;
    desk.sync().await;
    assert_eq!(slots(&desk.rig).await, 0);
    let (_, week) = get(&desk.rig, "/desk?week=2026-W03&lang=en", &desk.cookie).await;
    assert!(week.contains("Away") && week.contains("praxis"), "{week}");

    server.delete("more.ics").await;
    desk.sync().await;
    assert!(slots(&desk.rig).await > 0);

    desk.go(&format!("{}/remove", desk.account), &[]).await;
}

async fn sessions_lie_there_and_what_is_done_with_them_is_asked(
    server: CalendarServer,
    address: String,
) {
    let desk = Desk::new(&server, &address).await;
    let booked = desk.rig.book(booking("mira", TUESDAY)).await.unwrap();
    let id = booked.booking.id;
    let name = format!("{id}.ics");
    desk.rig.run_jobs().await.unwrap();

    let objects = server.objects().await;
    assert_eq!(objects.len(), 1);
    let written = objects[0].body.clone();
    assert!(written.contains(&format!("UID:{id}@")), "{written}");
    assert!(written.contains("DTSTART;TZID=Europe/Berlin:20260113T100000"));
    assert!(!written.contains("ATTENDEE") && !written.contains("METHOD"));

    // Its owner moves it by an hour and sets an alarm.
    let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT10M\r\n\
                 END:VALARM\r\nEND:VEVENT";
    let moved = written
        .replace("20260113T100000", "20260113T110000")
        .replace("20260113T105000", "20260113T115000")
        .replace("END:VEVENT", alarm);
    server.put(&name, &moved).await;
    desk.sync().await;
    let page = desk.see("/desk/calendars").await;
    assert!(page.contains("Changed in your calendar"), "{page}");
    assert!(page.contains("Move the session"));
    assert_eq!(desk.booking(&id).await.life.span.start(), at(TUESDAY));

    desk.go(&format!("/desk/calendars/found/{id}/accept"), &[])
        .await;
    let start = desk.booking(&id).await.life.span.start();
    assert_eq!(start, at("2026-01-13T10:00:00Z"));
    let page = desk.see("/desk/calendars").await;
    assert!(!page.contains("Changed in your calendar"));
    let mails = desk.rig.mails();
    let told = |(_, mail): &(String, String)| mail.contains("Subject: Moved");
    assert!(mails.iter().any(told));

    // Moved here, it moves there, and the alarm stays.
    let (viewer, wanted, now) = (desk.host.viewer.clone(), id.clone(), desk.rig.now());
    let start = at("2026-01-14T09:00:00Z");
    desk.rig
        .write(move |db| bookings::reschedule(db, &By::Host(&viewer), Some(&wanted), start, now))
        .await
        .unwrap();
    desk.rig.run_jobs().await.unwrap();
    let body = server.objects().await[0].body.clone();
    assert!(
        body.contains("DTSTART;TZID=Europe/Berlin:20260114T100000"),
        "{body}"
    );
    assert!(body.contains("TRIGGER:-PT10M"), "{body}");

    // Deleted there, it comes back when its host says that it holds.
    server.delete(&name).await;
    desk.sync().await;
    let page = desk.see("/desk/calendars").await;
    assert!(page.contains("Cancel the session"), "{page}");
    desk.go(&format!("/desk/calendars/found/{id}/refuse"), &[])
        .await;
    assert_eq!(server.objects().await.len(), 1);

    server.delete(&name).await;
    desk.sync().await;
    desk.go(&format!("/desk/calendars/found/{id}/accept"), &[])
        .await;
    let status = desk.booking(&id).await.life.status;
    assert!(matches!(status, Status::Cancelled { .. }));
    assert!(server.objects().await.is_empty());
}

#[actix_web::test]
async fn what_is_busy_at_radicale_blocks() {
    let server = CalendarServer::radicale().await;
    let address = server.url.clone();
    what_is_busy_there_blocks(server, address).await;
}

#[actix_web::test]
async fn what_is_busy_at_xandikos_blocks() {
    let server = CalendarServer::xandikos().await;
    let address = server.url.clone();
    what_is_busy_there_blocks(server, address).await;
}

#[actix_web::test]
async fn sessions_lie_at_radicale() {
    let server = CalendarServer::radicale().await;
    let address = format!("{}mira/praxis/", server.url);
    sessions_lie_there_and_what_is_done_with_them_is_asked(server, address).await;
}

#[actix_web::test]
async fn sessions_lie_at_xandikos() {
    let server = CalendarServer::xandikos().await;
    let address = server.url.clone();
    sessions_lie_there_and_what_is_done_with_them_is_asked(server, address).await;
}

#[actix_web::test]
async fn a_cancelled_session_is_taken_out_and_a_missing_one_put_in() {
    let server = CalendarServer::radicale().await;
    let desk = Desk::new(&server, &server.url).await;
    let booked = desk.rig.book(booking("mira", TUESDAY)).await.unwrap();
    desk.rig.run_jobs().await.unwrap();
    let (viewer, id, now) = (desk.host.viewer.clone(), booked.booking.id, desk.rig.now());
    desk.rig
        .write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();
    desk.rig.run_jobs().await.unwrap();

    assert!(server.objects().await.is_empty());
    let page = desk.see("/desk/calendars").await;
    assert!(page.contains("up to date"), "{page}");
}

#[actix_web::test]
async fn a_wrong_password_or_address_is_said_at_its_field() {
    let server = CalendarServer::radicale().await;
    let rig = Rig::among_hosts();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let ask = async |server: &str, password: &str| {
        let fields = [
            ("server", server),
            ("username", "mira"),
            ("password", password),
        ];
        let path = "/desk/calendars/accounts?lang=en";
        let answer = post(&rig, path, &fields, &cookie).await;
        assert_eq!(answer.status(), 422);
        String::from_utf8(read_body(answer).await.to_vec()).unwrap()
    };

    let wrong = ask(&server.url, "another-secret").await;
    assert!(
        wrong.contains("does not know this user name and password"),
        "{wrong}"
    );
    assert!(
        !wrong.contains("another-secret"),
        "a password is not shown again"
    );
    assert!(
        ask("http://127.0.0.1:9/", "geheim")
            .await
            .contains("cannot be reached")
    );
    assert!(ask(&server.url, "").await.contains("password-error"));
}

/// What a client of ours hears from a server that answers so.
async fn hears(reply: Reply) -> (Result<Changes, RemoteError>, Vec<String>) {
    let (site, outgoing) = (Site::start(reply), Outgoing::new(true, "test").unwrap());
    let login = Login {
        username: "mira".to_owned(),
        password: "geheim".to_owned(),
    };
    let url = format!("{}/praxis/", site.url).parse().unwrap();
    let changes = Remote::new(&outgoing, &login)
        .changes(&url, &Known::default())
        .await;
    (changes, site.seen())
}

#[actix_web::test]
async fn an_answer_that_breaks_off_or_is_none_counts_for_nothing() {
    let cut = "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/praxis/a.ics</D:href>";
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><D:multistatus xmlns:D=\"DAV:\">&a;</D:multistatus>";
    for reply in [
        Reply::new(207, cut),
        Reply::new(207, bomb),
        Reply::new(207, ""),
        Reply::new(200, "<html></html>"),
    ] {
        let (changes, _) = hears(reply).await;
        assert_eq!(changes.unwrap_err(), RemoteError::NotCalDav);
    }
    for (status, expected) in [
        (401, RemoteError::Login),
        (403, RemoteError::Forbidden),
        (404, RemoteError::Gone),
        (503, RemoteError::Busy),
        (507, RemoteError::Full),
        (500, RemoteError::Status),
    ] {
        let (changes, _) = hears(Reply::new(status, "")).await;
        assert_eq!(changes.unwrap_err(), expected, "{status}");
    }
    let (changes, _) = hears(Reply::new(207, vec![b' '; (16 << 20) + 1])).await;
    assert_eq!(changes.unwrap_err().code(), "too-large");
}

#[actix_web::test]
async fn a_digest_is_given_to_a_server_that_wants_one() {
    let challenge = "Digest realm=\"dav\", nonce=\"abc\", qop=\"auth\", algorithm=MD5";
    let (changes, seen) = hears(Reply::new(401, "").with("WWW-Authenticate", challenge)).await;

    assert_eq!(changes.unwrap_err(), RemoteError::Login);
    assert_eq!(seen.len(), 2);
    let second = seen[1].to_lowercase();
    assert!(
        second.contains("authorization: digest username=\"mira\""),
        "{second}"
    );
    assert!(second.contains("uri=\"/praxis/\"") && !second.contains("geheim"));
}

#[actix_web::test]
async fn a_password_goes_nowhere_in_the_clear_and_to_nobody_else() {
    let outgoing = Outgoing::new(false, "test").unwrap();
    let login = Login {
        username: "mira".to_owned(),
        password: "geheim".to_owned(),
    };
    let plain = Remote::new(&outgoing, &login)
        .discover("http://dav.example/")
        .await;
    assert_eq!(plain.unwrap_err(), RemoteError::Insecure);

    let other = Site::start(Reply::new(404, ""));
    let elsewhere = Reply::new(301, "").with("Location", &format!("{}/praxis/", other.url));
    let (changes, _) = hears(elsewhere).await;
    assert_eq!(changes.unwrap_err(), RemoteError::Gone);
    let seen = other.seen().concat().to_lowercase();
    assert!(seen.starts_with("propfind /praxis/") && !seen.contains("authorization"));
}

#[actix_web::test]
async fn the_password_of_an_account_is_kept_sealed() {
    let server = CalendarServer::radicale().await;
    let desk = Desk::new(&server, &server.url).await;
    let viewer = desk.host.viewer.clone();

    let read = desk
        .rig
        .state
        .store
        .read(move |db| remote_calendars::list(db, &viewer));
    let (account, calendars) = read.await.unwrap().remove(0);

    assert_eq!(account.username, "mira");
    assert!(!account.password.contains("geheim"));
    let opened = desk.rig.state.vault.open(&account.id, &account.password);
    assert_eq!(opened.as_deref(), Some("geheim"));
    assert!(!format!("{account:?}").contains("mira"));
    let others = desk.rig.host("jonas").await;
    let (viewer, id) = (others.viewer, account.id);
    let found = desk
        .rig
        .state
        .store
        .read(move |db| remote_calendars::find(db, &viewer, &id));
    assert!(matches!(found.await, Err(ServiceError::NotFound)));
    assert!(calendars[0].is_read && calendars[0].is_written);
}

#[actix_web::test]
async fn an_account_is_connected_chosen_and_ended_as_json() {
    let server = CalendarServer::radicale().await;
    server.put("away.ics", &monday()).await;
    let rig = Rig::among_hosts();
    let host = rig.host("mira").await;
    let path = "/api/v1/me/calendar-accounts";
    let body =
        |password: &str| json!({ "server": server.url, "username": "mira", "password": password });

    let (status, wrong) = ask(&rig, with_token(&host, api_post(path, &body("wrong")))).await;
    assert_eq!(
        (status, &wrong["errors"][0]["field"]),
        (422, &json!("password"))
    );
    let (status, made) = ask(&rig, with_token(&host, api_post(path, &body("geheim")))).await;
    assert_eq!(status, 201, "{made}");
    assert!(!made.to_string().contains("geheim"));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let calendar = &made["calendars"][0]["id"];
    let choice = json!({ "read": [calendar], "write": calendar });
    let chosen = TestRequest::put().uri(&one).set_json(&choice);
    let (status, _) = ask(&rig, with_token(&host, chosen)).await;
    assert_eq!(status, 200);
    rig.run_jobs().await.unwrap();

    assert_eq!(slots(&rig).await, 0);
    let (_, found) = ask(&rig, with_token(&host, api_get(&one))).await;
    assert_eq!(found["calendars"][0]["is_read"], json!(true));
    assert_eq!(found["problem"], json!(null));
    let ended = rig
        .call(with_token(&host, TestRequest::delete().uri(&one)))
        .await;
    assert_eq!(ended.0, 204);
    assert!(slots(&rig).await > 0);
}
