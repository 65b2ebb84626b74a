//! CalDAV as programs speak it.

use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, read_body};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeitgenosse::service::{app_passwords, calendars};

use crate::api::{ask, get as api_get};
use crate::support::rig::{Host, Rig, booking, minutes};

const OWN: &str = "/dav/calendars/mira/own";
const SESSIONS: &str = "/dav/calendars/mira/sessions";
const MONDAY: &str =
    "/api/v1/hosts/mira/event-types/first-session/slots?from=2026-01-12&to=2026-01-12";

/// A host whose programs may use CalDAV.
pub struct Dav {
    pub rig: Rig,
    pub host: Host,
    pub password: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    pub body: String,
}

impl Dav {
    pub async fn new() -> Self {
        let rig = Rig::new();
        let host = rig.host("mira").await;
        let (viewer, now) = (host.viewer.clone(), rig.now());
        let password = rig
            .write(move |db| app_passwords::create(db, &viewer, "khal", now))
            .await
            .unwrap();
        Self {
            rig,
            host,
            password,
        }
    }

    async fn send(&self, request: TestRequest) -> Answer {
        let login = STANDARD.encode(format!("mira:{}", self.password));
        let login = ("Authorization", format!("Basic {login}"));
        answer(self.rig.send(request.insert_header(login)).await).await
    }

    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = TestRequest::default().method(method).uri(path);
        for (name, value) in fields {
            request = request.insert_header((*name, *value));
        }
        self.send(request.set_payload(body.to_owned())).await
    }

    async fn put(&self, path: &str, body: &str) -> Answer {
        self.ask("PUT", path, &[], body).await
    }

    async fn slots(&self) -> usize {
        let (_, found) = ask(&self.rig, api_get(MONDAY)).await;
        found["slots"].as_array().unwrap().len()
    }
}

async fn answer(response: ServiceResponse) -> Answer {
    let etag = response.headers().get("etag");
    Answer {
        status: response.status().as_u16(),
        etag: etag.map(|etag| etag.to_str().unwrap().to_owned()),
        body: String::from_utf8(read_body(response).await.to_vec()).unwrap(),
    }
}

fn event(uid: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20260101T000000Z\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// All of Monday, the 12th.
fn monday(uid: &str) -> String {
    event(uid, "DTSTART;VALUE=DATE:20260112\r\nSUMMARY:Away")
}

fn report(name: &str, inside: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><{name} xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>{inside}</{name}>"#
    )
}

#[actix_web::test]
async fn what_is_put_into_a_calendar_is_busy_at_once() {
    let dav = Dav::new().await;
    let before = dav.slots().await;
    let path = format!("{OWN}/a.ics");

    let made = dav.put(&path, &monday("a")).await;
    assert_eq!((made.status, dav.slots().await), (201, 0));

    let read = dav.ask("GET", &path, &[], "").await;
    assert_eq!(
        (read.status, &read.body, &read.etag),
        (200, &monday("a"), &made.etag)
    );

    let moved = dav
        .put(&path, &event("a", "DTSTART;VALUE=DATE:20260113"))
        .await;
    assert_eq!((moved.status, dav.slots().await), (204, before));
    dav.put(&path, &monday("a")).await;
    let gone = dav.ask("DELETE", &path, &[], "").await;
    assert_eq!((gone.status, dav.slots().await), (204, before));

    dav.put(&path, &monday("a")).await;
    let gone = dav.ask("DELETE", &format!("{OWN}/"), &[], "").await;
    assert_eq!((gone.status, dav.slots().await), (204, before));
}

#[actix_web::test]
async fn what_changed_meanwhile_is_not_overwritten() {
    let dav = Dav::new().await;
    let path = format!("{OWN}/a.ics");
    let first = dav.put(&path, &monday("a")).await.etag.unwrap();
    let second = event("a", "DTSTART;VALUE=DATE:20260113");

    let new = dav
        .ask("PUT", &path, &[("If-None-Match", "*")], &second)
        .await;
    let other = dav
        .ask("PUT", &path, &[("If-Match", "\"other\"")], &second)
        .await;
    let right = dav
        .ask("PUT", &path, &[("If-Match", &first)], &second)
        .await;
    let late = dav.ask("DELETE", &path, &[("If-Match", &first)], "").await;
    let missing = dav
        .ask(
            "PUT",
            &format!("{OWN}/b.ics"),
            &[("If-Match", "*")],
            &monday("b"),
        )
        .await;

    let statuses = [new, other, right, late, missing].map(|answer| answer.status);
    assert_eq!(statuses, [412, 412, 204, 412, 412]);
    assert_eq!(dav.ask("GET", &path, &[], "").await.body, second);
}

#[actix_web::test]
async fn what_is_no_event_is_refused_with_its_reason() {
    let dav = Dav::new().await;
    dav.put(&format!("{OWN}/a.ics"), &monday("a")).await;
    let task = monday("b").replace("VEVENT", "VTODO");
    let two = monday("c").replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:d\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
    );
    for (body, element) in [
        ("nonsense", "C:valid-calendar-data"),
        (task.as_str(), "C:supported-calendar-component"),
        (two.as_str(), "C:valid-calendar-data"),
        (
            &event("", "DTSTART:20260101T000000Z"),
            "C:valid-calendar-data",
        ),
        (&event("e", "SUMMARY:?"), "C:valid-calendar-data"),
        (&monday("a"), "C:no-uid-conflict"),
        (
            &event(
                "f",
                &format!(
                    "DTSTART:20260101T000000Z\r\nDESCRIPTION:{}",
                    "a".repeat(1 << 20)
                ),
            ),
            "C:max-resource-size",
        ),
    ] {
        let refused = dav.put(&format!("{OWN}/new.ics"), body).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains(element), "{}", refused.body);
    }
    let conflict = dav.put(&format!("{OWN}/new.ics"), &monday("a")).await;
    assert!(
        conflict
            .body
            .contains("<D:href>/dav/calendars/mira/own/a.ics</D:href>")
    );
    let nowhere = dav
        .put("/dav/calendars/mira/none/a.ics", &monday("g"))
        .await;
    let huge = dav
        .put(&format!("{OWN}/new.ics"), &"a".repeat(3 << 20))
        .await;
    assert_eq!((nowhere.status, huge.status), (409, 413));
}

#[actix_web::test]
async fn a_sync_tells_only_what_changed() {
    let dav = Dav::new().await;
    for name in ["a", "b", "c"] {
        dav.put(&format!("{OWN}/{name}.ics"), &monday(name)).await;
    }
    let sync = |token: &str, more: &str| {
        report(
            "D:sync-collection",
            &format!("<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>{more}"),
        )
    };
    let path = format!("{OWN}/");
    let token = |answer: &Answer| {
        let rest = answer.body.split("<D:sync-token>").nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    let first = dav.ask("REPORT", &path, &[], &sync("", "")).await;
    assert_eq!((first.status, first.body.matches(".ics").count()), (207, 3));

    dav.put(
        &format!("{OWN}/b.ics"),
        &event("b", "DTSTART;VALUE=DATE:20260113"),
    )
    .await;
    dav.ask("DELETE", &format!("{OWN}/c.ics"), &[], "").await;
    let second = dav
        .ask("REPORT", &path, &[], &sync(&token(&first), ""))
        .await;
    assert!(!second.body.contains("a.ics") && second.body.contains("b.ics"));
    assert!(
        second
            .body
            .contains("c.ics</D:href><D:status>HTTP/1.1 404 Not Found"),
        "{}",
        second.body
    );
    let third = dav
        .ask("REPORT", &path, &[], &sync(&token(&second), ""))
        .await;
    assert!(!third.body.contains(".ics"));

    // In parts: what did not fit is asked for with the token that came.
    let one = "<D:limit><D:nresults>1</D:nresults></D:limit>";
    let part = dav.ask("REPORT", &path, &[], &sync("", one)).await;
    assert!(part.body.contains("507") && part.body.matches(".ics").count() == 1);
    let rest = dav
        .ask("REPORT", &path, &[], &sync(&token(&part), ""))
        .await;
    assert!(rest.body.contains("b.ics") && !rest.body.contains("507"));

    for unknown in ["data:,999", "data:,-1", "nonsense"] {
        let refused = dav.ask("REPORT", &path, &[], &sync(unknown, "")).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("D:valid-sync-token"));
    }
}

#[actix_web::test]
async fn queries_find_what_touches_a_time_or_has_a_text() {
    let dav = Dav::new().await;
    dav.put(&format!("{OWN}/once.ics"), &monday("once")).await;
    let weekly = "DTSTART:20260106T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Choir\r\nTRANSP:TRANSPARENT";
    dav.put(&format!("{OWN}/weekly.ics"), &event("weekly", weekly))
        .await;
    let moment = "DTSTART:20260301T000000Z\r\nSUMMARY:New moon";
    dav.put(&format!("{OWN}/moment.ics"), &event("moment", moment))
        .await;
    let query = |inside: &str| {
        report(
            "C:calendar-query",
            &format!(
                r#"<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{inside}</C:comp-filter></C:comp-filter></C:filter>"#
            ),
        )
    };
    let range = |from: &str, to: &str| {
        format!(r#"<C:time-range start="{from}T000000Z" end="{to}T000000Z"/>"#)
    };
    let text = |name: &str, text: &str| {
        format!(
            r#"<C:prop-filter name="{name}"><C:text-match>{text}</C:text-match></C:prop-filter>"#
        )
    };
    for (inside, names) in [
        (String::new(), "once weekly moment"),
        (range("20260112", "20260113"), "once"),
        (range("20260120", "20260121"), "weekly"),
        (range("20260121", "20260122"), ""),
        (text("SUMMARY", "CHOIR"), "weekly"),
        (text("UID", "once"), "once"),
        (
            r#"<C:prop-filter name="RRULE"><C:is-not-defined/></C:prop-filter>"#.to_owned(),
            "once moment",
        ),
        (
            text("SUMMARY", "CHOIR").replace("match>CH", r#"match collation="i;octet">CH"#),
            "",
        ),
        (range("20260301", "20260302"), "moment"),
    ] {
        let found = dav
            .ask("REPORT", &format!("{OWN}/"), &[], &query(&inside))
            .await;
        assert_eq!(found.status, 207);
        let there = ["once", "weekly", "moment"].into_iter();
        let there: Vec<_> = there
            .filter(|name| found.body.contains(&format!("{name}.ics")))
            .collect();
        assert_eq!(there.join(" "), names, "{inside}");
    }
    let alarms = r#"<C:comp-filter name="VALARM"/>"#;
    let klingon = text("SUMMARY", "x").replace("match>x", r#"match collation="i;klingon">x"#);
    for (inside, status, element) in [
        (r#"<C:time-range start="soon"/>"#, 400, ""),
        (alarms, 403, "C:supported-filter"),
        (&klingon, 403, "C:supported-collation"),
    ] {
        let refused = dav
            .ask("REPORT", &format!("{OWN}/"), &[], &query(inside))
            .await;
        assert_eq!(refused.status, status);
        assert!(refused.body.contains(element));
    }

    let wanted = "<D:href>/dav/calendars/mira/own/%6Fnce.ics</D:href><D:href>/dav/calendars/mira/own/none.ics</D:href>";
    let many = dav
        .ask(
            "REPORT",
            &format!("{OWN}/"),
            &[],
            &report("C:calendar-multiget", wanted),
        )
        .await;
    assert!(
        many.body.contains("%6Fnce.ics</D:href><D:propstat>"),
        "as it was asked: {}",
        many.body
    );
    assert!(
        many.body
            .contains("none.ics</D:href><D:status>HTTP/1.1 404")
    );

    let expand = query(&range("20260120", "20260204")).replace(
        "<D:getetag/>",
        r#"<C:calendar-data><C:expand start="20260120T000000Z" end="20260204T000000Z"/></C:calendar-data>"#,
    );
    let expanded = dav.ask("REPORT", &format!("{OWN}/"), &[], &expand).await;
    let starts: Vec<&str> = expanded.body.split("DTSTART:").skip(1).collect();
    assert!(starts[0].starts_with("20260120T100000Z") && starts[1].starts_with("20260127T100000Z"));
    assert!(
        starts.len() == 3 && !expanded.body.contains("RRULE"),
        "{}",
        expanded.body
    );
    assert_eq!(expanded.body.matches("RECURRENCE-ID:").count(), 3);

    let free_busy = report("C:free-busy-query", &range("20260101", "20260201"));
    let busy = dav.ask("REPORT", &format!("{OWN}/"), &[], &free_busy).await;
    assert_eq!(busy.body.matches("FREEBUSY:").count(), 1, "{}", busy.body);
}

#[actix_web::test]
async fn a_session_is_moved_and_called_off_from_a_calendar() {
    let dav = Dav::new().await;
    let booked = dav
        .rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    dav.rig.run_jobs().await.unwrap();
    let mails = dav.rig.mails().len();
    let path = format!("{SESSIONS}/{}.ics", booked.booking.id);
    let read = dav.ask("GET", &path, &[], "").await;
    assert!(read.body.contains("Thea Behrend") && !read.body.contains("METHOD"));
    assert!(
        !read.body.contains("ATTENDEE"),
        "nobody is invited a second time"
    );

    dav.rig.clock.advance(minutes(1));
    let longer = read.body.replace("T105000", "T115000");
    let refused = dav.put(&path, &longer).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("keeps its length"));
    let at_night = read.body.replace("20260112T10", "20260112T03");
    assert_eq!(
        dav.put(&path, &at_night).await.status,
        403,
        "outside of the hours"
    );
    let stale = dav
        .ask("PUT", &path, &[("If-Match", "\"old\"")], &read.body)
        .await;
    assert_eq!(stale.status, 412);

    let tuesday = read.body.replace("20260112T", "20260113T");
    let moved = dav
        .ask(
            "PUT",
            &path,
            &[("If-Match", read.etag.as_deref().unwrap())],
            &tuesday,
        )
        .await;
    assert_eq!(
        (moved.status, moved.etag),
        (204, None),
        "it is not kept as it was sent"
    );
    let read = dav.ask("GET", &path, &[], "").await;
    assert!(read.body.contains("20260113T100000") && read.body.contains("SEQUENCE:1"));
    dav.rig.run_jobs().await.unwrap();
    assert_eq!(dav.rig.mails().len(), mails + 2, "client and host are told");

    let listed = dav
        .ask("PROPFIND", &format!("{SESSIONS}/"), &[("Depth", "1")], "")
        .await;
    assert!(listed.body.contains(&booked.booking.id));
    let ended = dav.ask("DELETE", &path, &[], "").await;
    let gone = dav.ask("GET", &path, &[], "").await;
    let again = dav.ask("DELETE", &path, &[], "").await;
    assert_eq!((ended.status, gone.status, again.status), (204, 404, 403));

    let new = dav
        .put(&format!("{SESSIONS}/new.ics"), &monday("new"))
        .await;
    let all = dav.ask("DELETE", &format!("{SESSIONS}/"), &[], "").await;
    assert_eq!((new.status, all.status), (403, 403));
}

#[actix_web::test]
async fn calendars_are_made_and_painted() {
    let dav = Dav::new().await;
    let set = r##"<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:A="http://apple.com/ns/ical/"><D:set><D:prop><D:displayname>Chor &amp; Orchester</D:displayname><A:calendar-color>#ff0000ff</A:calendar-color></D:prop></D:set></C:mkcalendar>"##;
    let path = "/dav/calendars/mira/ch%C3%B6r/";
    let made = dav.ask("MKCALENDAR", path, &[], set).await;
    let twice = dav.ask("MKCALENDAR", path, &[], set).await;
    let tasks = set.replace("<D:displayname>", r#"<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set><D:displayname>"#);
    let tasks = dav
        .ask("MKCALENDAR", "/dav/calendars/mira/tasks/", &[], &tasks)
        .await;
    assert_eq!((made.status, twice.status, tasks.status), (201, 405, 403));

    let patch = set
        .replace("mkcalendar", "propertyupdate")
        .replace("#ff0000ff", "#00ff00")
        .replace("C:propertyupdate", "D:propertyupdate");
    let painted = dav.ask("PROPPATCH", path, &[], &patch).await;
    assert!(painted.body.contains("HTTP/1.1 200 OK"), "{}", painted.body);
    let ask = r#"<D:propfind xmlns:D="DAV:" xmlns:A="http://apple.com/ns/ical/" xmlns:N="urn:none"><D:prop><D:displayname/><A:calendar-color/><N:none/></D:prop></D:propfind>"#;
    let found = dav.ask("PROPFIND", path, &[("Depth", "0")], ask).await;
    assert!(
        found.body.contains("Chor &amp; Orchester") && found.body.contains("#00ff00"),
        "{}",
        found.body
    );
    assert!(found.body.contains("HTTP/1.1 404 Not Found"));
    // That of sessions is painted as well, and stays one and the same calendar.
    let sessions = format!("{SESSIONS}/");
    let before = dav.ask("PROPFIND", &sessions, &[("Depth", "0")], ask).await;
    assert!(before.body.contains("Sitzungen"), "{}", before.body);
    for color in ["#123456", "#654321"] {
        let patch = patch.replace("#00ff00", color);
        let painted = dav.ask("PROPPATCH", &sessions, &[], &patch).await;
        assert!(painted.body.contains("HTTP/1.1 200 OK"), "{}", painted.body);
    }
    let after = dav.ask("PROPFIND", &sessions, &[("Depth", "0")], ask).await;
    assert!(after.body.contains("#654321") && after.body.contains("Chor &amp; Orchester"));
    let home = "/dav/calendars/mira/";
    let home = dav.ask("PROPFIND", home, &[("Depth", "1")], ask).await;
    assert_eq!(home.body.matches("sessions/</D:href>").count(), 1);
    let odd = patch.replace("calendar-color", "calendar-smell");
    let odd = dav.ask("PROPPATCH", path, &[], &odd).await;
    assert!(
        odd.body.contains("403 Forbidden") && odd.body.contains("424"),
        "all or nothing"
    );
}

#[actix_web::test]
async fn hostile_requests_are_refused() {
    let dav = Dav::new().await;
    let bomb = r#"<!DOCTYPE a [<!ENTITY x "y">]><D:propfind xmlns:D="DAV:"><D:prop>&x;</D:prop></D:propfind>"#;
    let many = format!(
        r#"<D:propfind xmlns:D="DAV:">{}</D:propfind>"#,
        "<D:a/>".repeat(30_000)
    );
    for body in [bomb, &many, "<D:propfind>", "\u{0}"] {
        let refused = dav.ask("PROPFIND", "/dav/", &[("Depth", "0")], body).await;
        assert_eq!(refused.status, 400);
    }
    for path in [
        "/dav/calendars/jonas/",
        "/dav/calendars/mira/none/",
        "/dav/principals/jonas/",
        "/dav/a/b/c/d/e/f",
    ] {
        assert_eq!(
            dav.ask("PROPFIND", path, &[], "").await.status,
            404,
            "{path}"
        );
    }
    let dots = dav.put(&format!("{OWN}/%2E%2E"), &monday("a")).await;
    let broken = dav.put(&format!("{OWN}/%zz"), &monday("a")).await;
    assert_eq!((dots.status, broken.status), (403, 400));
}

#[actix_web::test]
async fn only_app_passwords_open_calendars() {
    let dav = Dav::new().await;
    let nobody = answer(dav.rig.send(TestRequest::get().uri("/dav/")).await).await;
    let wrong = STANDARD.encode("mira:nonsense");
    let wrong = TestRequest::get()
        .uri("/dav/")
        .insert_header(("Authorization", format!("Basic {wrong}")));
    let wrong = answer(dav.rig.send(wrong).await).await;
    let other = STANDARD.encode(format!("jonas:{}", dav.password));
    let other = TestRequest::get()
        .uri("/dav/")
        .insert_header(("Authorization", format!("Basic {other}")));
    let other = answer(dav.rig.send(other).await).await;
    assert_eq!([nobody.status, wrong.status, other.status], [401, 401, 401]);

    let read = dav.ask("PROPFIND", "/dav/", &[("Depth", "0")], "").await;
    assert_eq!(read.status, 207);
    let viewer = dav.host.viewer.clone();
    dav.rig
        .write(move |db| {
            let known = app_passwords::list(db, &viewer)?;
            app_passwords::revoke(db, &viewer, &known[0].id)
        })
        .await
        .unwrap();
    assert_eq!(dav.ask("PROPFIND", "/dav/", &[], "").await.status, 401);

    let far = TestRequest::get()
        .uri("/dav/")
        .peer_addr("192.0.2.1:9".parse().unwrap());
    assert_eq!(
        answer(dav.rig.send(far).await).await.status,
        403,
        "others could read it"
    );
}

#[actix_web::test]
async fn the_outbox_says_when_colleagues_are_busy_and_not_why() {
    let dav = Dav::new().await;
    dav.rig.host("jonas").await;
    dav.put(&format!("{OWN}/a.ics"), &monday("a")).await;
    let props = "<D:propfind xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop>\
                 <C:schedule-outbox-URL/><C:schedule-inbox-URL/></D:prop></D:propfind>";
    let depth = [("Depth", "0")];
    let principal = dav
        .ask("PROPFIND", "/dav/principals/mira/", &depth, props)
        .await;
    assert!(principal.body.contains("/dav/scheduling/mira/outbox/"));
    let inbox = "/dav/scheduling/mira/inbox/";
    let inbox = dav.ask("PROPFIND", inbox, &[("Depth", "1")], "").await;
    assert!(inbox.body.contains("C:schedule-inbox"), "{}", inbox.body);

    let outbox = "/dav/scheduling/mira/outbox/";
    let asked = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nMETHOD:REQUEST\r\n\
                 BEGIN:VFREEBUSY\r\nUID:q1\r\nDTSTAMP:20260108T080000Z\r\n\
                 DTSTART:20260111T000000Z\r\nDTEND:20260115T000000Z\r\n\
                 ORGANIZER:mailto:mira@coop.example\r\nATTENDEE:mailto:Mira@coop.example\r\n\
                 ATTENDEE:mailto:jonas@coop.example\r\nATTENDEE:mailto:nobody@post.example\r\n\
                 END:VFREEBUSY\r\nEND:VCALENDAR\r\n";
    let answer = dav.ask("POST", outbox, &[], asked).await;

    assert_eq!(answer.status, 200, "{}", answer.body);
    let parts: Vec<&str> = answer.body.split("<C:response>").skip(1).collect();
    assert_eq!(parts.len(), 3);
    assert!(parts[0].contains("FREEBUSY:20260111T230000Z/20260112T230000Z"));
    assert!(parts[0].contains("METHOD:REPLY") && parts[0].contains("UID:q1"));
    assert!(!answer.body.contains("Away"));
    assert!(parts[1].contains("2.0;Success") && !parts[1].contains("\nFREEBUSY:"));
    assert!(parts[2].contains("3.7;"));

    let endless = asked.replace("DTEND:2026", "DTEND:2036");
    for wrong in ["nonsense", endless.as_str()] {
        assert_eq!(dav.ask("POST", outbox, &[], wrong).await.status, 403);
    }
    assert_eq!(dav.ask("POST", OWN, &[], asked).await.status, 405);
    let others = "/dav/scheduling/jonas/outbox/";
    assert_eq!(dav.ask("POST", others, &[], asked).await.status, 404);
}

#[actix_web::test]
async fn a_public_calendar_is_read_by_whoever_knows_its_address_and_written_by_nobody() {
    let dav = Dav::new().await;
    dav.put(&format!("{OWN}/a.ics"), &monday("a")).await;
    let (viewer, links) = (dav.host.viewer.clone(), dav.rig.state.links.clone());
    let id = dav
        .rig
        .write(move |db| {
            let own = calendars::list(db, &viewer)?.remove(0);
            calendars::publish(db, &viewer, &links, &own.id)?;
            Ok(calendars::list(db, &viewer)?.remove(0))
        })
        .await
        .unwrap();
    let url = dav.rig.state.links.public_calendar(&id.public_id.unwrap());
    let path = url[dav.rig.state.links.base_url().len()..].to_owned();
    let ask = async |method: &str, path: &str, body: &str| {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = TestRequest::default().method(method).uri(path);
        let request = request.insert_header(("Depth", "1"));
        answer(dav.rig.send(request.set_payload(body.to_owned())).await).await
    };

    let found = ask("PROPFIND", &path, "").await;
    assert_eq!(found.status, 207);
    assert!(
        found
            .body
            .contains(&format!("<D:href>{path}a.ics</D:href>")),
        "{}",
        found.body
    );
    assert!(!found.body.contains("mira"), "nobody's name is in it");
    let whole = ask("GET", &path, "").await;
    assert!(whole.body.contains("SUMMARY:Away") && whole.etag.is_some());
    let one = ask("GET", &format!("{path}a.ics"), "").await;
    assert_eq!((one.status, one.body), (200, monday("a")));
    let changes = report(
        "D:sync-collection",
        "<D:sync-token/><D:sync-level>1</D:sync-level>",
    );
    assert_eq!(ask("REPORT", &path, &changes).await.status, 207);

    for method in ["PUT", "DELETE", "PROPPATCH"] {
        let refused = ask(method, &format!("{path}a.ics"), &monday("a")).await;
        assert_eq!(refused.status, 403, "{method}");
    }
    let range = "<C:time-range start=\"20260101T000000Z\" end=\"20260201T000000Z\"/>";
    let busy = ask("REPORT", &path, &report("C:free-busy-query", range)).await;
    assert_eq!(busy.status, 403, "it would tell of the sessions, too");
    assert_eq!(ask("PROPFIND", "/dav/public/forged/", "").await.status, 404);

    let (viewer, id) = (dav.host.viewer.clone(), id.id);
    dav.rig
        .write(move |db| calendars::withdraw(db, &viewer, &id))
        .await
        .unwrap();
    assert_eq!(ask("GET", &path, "").await.status, 404);
    assert_eq!(dav.slots().await, 0, "the calendar itself stays");
}
