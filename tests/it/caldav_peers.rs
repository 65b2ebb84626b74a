//! CalDAV with programs that are not ours.

use serde_json::json;

use crate::caldav::Dav;
use crate::calendars::calendar;
use crate::peers;
use crate::support::rig::booking;
use crate::support::server::Server;

const NOW: &str = "2026-01-08T08:00:00Z";

#[actix_web::test]
async fn the_caldav_library_finds_what_it_expects() {
    let dav = Dav::new().await;
    let server = Server::start(&dav.rig.database, NOW);

    let met = peers::use_caldav(&format!("{}/", server.url), "mira", &dav.password);

    assert_eq!(met["names"], json!(["Eigene Termine", "Sitzungen"]));
    assert_eq!(met["addresses"][0], "mailto:mira@coop.example");
    assert_eq!(met["components"], json!(["VEVENT"]));
    assert_eq!(met["found"], json!(["Jede Woche"]));
    assert_eq!(met["instances"].as_array().unwrap().len(), 4, "{met}");
    assert_eq!(met["by_uid"], "Probe");
    assert_eq!(
        (&met["first_sync"], &met["second_sync"]),
        (&json!(2), &json!([1, 1]))
    );
    assert!(met["task"].is_string(), "tasks are refused: {met}");
    assert_eq!((&met["free_busy"], &met["left"]), (&json!(1), &json!(2)));
}

#[actix_web::test]
async fn the_tester_of_calendar_servers_finds_only_known_gaps() {
    let dav = Dav::new().await;
    let server = Server::start(&dav.rig.database, NOW);

    let found = peers::check_caldav(&format!("{}/dav/", server.url), "mira", &dav.password);

    let features = found["features"].as_object().unwrap();
    let is_about_tasks = |name: &str| name.contains("todo") || name.contains("journal");
    let mut lacking: Vec<&str> = features
        .iter()
        .filter(|(name, it)| it["support"] != "full" && !is_about_tasks(name))
        .filter(|(_, it)| it["support"] != "unknown")
        .map(|(name, _)| name.as_str())
        .collect();
    lacking.sort_unstable();
    let known = [
        // Colours are written as figures, and calendars hold events alone.
        "calendar-color.name",
        "create-calendar.with-supported-component-types",
        // Nobody looks up others, invitations go out by mail, alarms are the program's.
        "principal-search",
        "scheduling",
        "search.time-range.alarm",
        // An address has one spelling, and the other is led to it.
        "url.encode-at.identity",
    ];
    assert_eq!(lacking, known, "{features:#?}");
}

#[actix_web::test]
async fn evolution_keeps_events_and_moves_a_session() {
    let dav = Dav::new().await;
    dav.rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let at = |name: &str| format!("/dav/calendars/mira/own/{name}@elsewhere.ics");
    let choir = calendar("DTSTART;VALUE=DATE:20260113\r\nSUMMARY:Choir");
    dav.ask("PUT", &at("choir"), &[], &choir).await;
    let server = Server::start(&dav.rig.database, NOW);

    let port = server.url.rsplit(':').next().unwrap().trim_end_matches('/');
    let met = peers::use_evolution(port, "mira", &dav.password);

    assert_eq!(met["is_readonly"], json!([false, false]));
    assert_eq!(met["own"], json!(["Choir"]));
    let kept = dav.ask("GET", &at("kept"), &[], "").await;
    assert!(kept.body.contains("DTSTART:20260114T140000Z"), "{kept:?}");
    assert_eq!(dav.ask("GET", &at("gone"), &[], "").await.status, 404);
    let taken = dav
        .ask(
            "REPORT",
            "/dav/calendars/mira/sessions/",
            &[],
            SESSIONS_AT_10,
        )
        .await;
    assert!(taken.body.contains(".ics"), "{}: {taken:?}", met["session"]);
}

/// Asks for sessions on the Monday between 10 and 11 UTC.
const SESSIONS_AT_10: &str = r#"<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">
    <D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="20260112T100000Z" end="20260112T110000Z"/>
    </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"#;

#[actix_web::test]
async fn khal_and_vdirsyncer_sync_both_ways() {
    let dav = Dav::new().await;
    dav.rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let server = Server::start(&dav.rig.database, NOW);
    let program = Program::new(&server, &dav.password);
    let folder = &program.0;
    let at = folder.path().display();
    let khal_config = format!(
        "[calendars]\n[[own]]\npath = {at}/calendars/own\n[[sessions]]\npath = {at}/calendars/sessions\n\
         [locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n\
         datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n\
         local_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n[sqlite]\npath = {at}/khal.db\n"
    );
    std::fs::write(folder.path().join("khal"), khal_config).unwrap();
    let sync = |what: &[&str]| program.run(what);
    let khal = |what: &[&str]| {
        let arguments = [&["-c", "khal"], what].concat();
        peers::run("khal", folder.path(), &arguments)
    };
    sync(&["discover", "--no-list"]);
    sync(&["sync"]);
    let monday = khal(&["list", "2026-01-12", "1d"]);
    assert!(
        monday.contains("10:00-10:50") && monday.contains("Thea Behrend"),
        "{monday}"
    );

    khal(&["new", "-a", "own", "2026-01-13", "09:00", "17:00", "Away"]);
    sync(&["sync"]);
    let client = ureq::get(format!(
        "{}/api/v1/hosts/mira/event-types/first-session/slots?from=2026-01-13&to=2026-01-13",
        server.url
    ));
    let slots: serde_json::Value = client.call().unwrap().body_mut().read_json().unwrap();
    assert_eq!(slots["slots"], json!([]), "the day is taken at once");
    let again = sync(&["sync"]);
    assert!(
        !again.contains("Copying"),
        "nothing changes by itself: {again}"
    );
}

/// vdirsyncer with a folder of its own, which it keeps like the calendars of mira.
struct Program(tempfile::TempDir);

impl Program {
    fn new(server: &Server, password: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display();
        let config = format!(
            "[general]\nstatus_path = \"{at}/status\"\n[pair mira]\na = \"here\"\nb = \"there\"\n\
             collections = [\"own\", \"sessions\"]\n[storage here]\ntype = \"filesystem\"\n\
             path = \"{at}/calendars\"\nfileext = \".ics\"\n[storage there]\ntype = \"caldav\"\n\
             url = \"{}/\"\nusername = \"mira\"\npassword = \"{password}\"\n",
            server.url
        );
        std::fs::write(folder.path().join("vdirsyncer"), config).unwrap();
        for name in ["own", "sessions"] {
            std::fs::create_dir_all(folder.path().join("calendars").join(name)).unwrap();
        }
        Self(folder)
    }

    fn run(&self, what: &[&str]) -> String {
        let arguments = [&["-c", "vdirsyncer"], what].concat();
        peers::run("vdirsyncer", self.0.path(), &arguments)
    }

    /// Enters an hour into the host's own calendar.
    fn enter(&self, uid: &str, start: &str) {
        let event = calendar(&format!(
            "DTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:{uid}"
        ));
        let path = self.0.path().join(format!("calendars/own/{uid}.ics"));
        std::fs::write(path, event.replace("a@elsewhere", uid)).unwrap();
    }

    /// How much lies in a calendar.
    fn count(&self, calendar: &str) -> usize {
        let folder = self.0.path().join("calendars").join(calendar);
        std::fs::read_dir(folder).unwrap().count()
    }
}

#[actix_web::test]
async fn two_programs_sync_at_once_while_bookings_arrive_and_nothing_is_lost() {
    let dav = Dav::new().await;
    let server = Server::start(&dav.rig.database, NOW);
    let programs = [0, 1].map(|_| Program::new(&server, &dav.password));
    for program in &programs {
        program.run(&["discover", "--no-list"]);
        program.run(&["sync"]);
    }

    let booked = std::thread::scope(|scope| {
        for (number, program) in programs.iter().enumerate() {
            scope.spawn(move || {
                for round in 0..5 {
                    let uid = format!("event-{number}-{round}");
                    program.enter(&uid, &format!("2026011{round}T1{number}0000Z"));
                    program.run(&["sync"]);
                }
            });
        }
        let mut booked = 0;
        for day in 12..17 {
            let asked = json!({
                "start": format!("2026-01-{day}T08:00:00Z"), "name": "Thea Behrend",
                "email": "thea@post.example", "zone": "Europe/Berlin", "language": "en",
            });
            let url = format!(
                "{}/api/v1/hosts/mira/event-types/first-session/bookings",
                server.url
            );
            booked += usize::from(ureq::post(url).send_json(asked).is_ok());
        }
        booked
    });

    assert_eq!(booked, 5);
    for program in programs.iter().chain(&programs) {
        program.run(&["sync"]);
    }
    for program in &programs {
        assert_eq!((program.count("own"), program.count("sessions")), (10, 5));
    }
}
