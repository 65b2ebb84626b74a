//! CalDAV with a calendar of 10,000 events, beside Radicale and Xandikos in the same run.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use zeitgenosse::config::Config;
use zeitgenosse::kernel::clock::{Clock, SystemClock};
use zeitgenosse::kernel::people::Username;
use zeitgenosse::server;
use zeitgenosse::service::calendars::{self, Condition};
use zeitgenosse::service::{ServiceError, Viewer, app_passwords};
use zeitgenosse::store::people;

use super::client::{Answer, Connection};
use super::data::{self, Amount, Data};
use super::reading::peers;
use super::servers::Product;
use super::{Row, row};

/// How many events the calendar has.
const EVENTS: i64 = 10_000;
/// How long each operation is asked for.
const SECONDS: Duration = Duration::from_secs(5);

/// A server with the calendar.
struct Server {
    name: &'static str,
    address: String,
    /// The path of the calendar, with a slash at the end.
    calendar: String,
    authorization: String,
    process: Option<Child>,
    _product: Option<Product>,
}

/// Asks a server again and again; how often per second that goes.
type Operation = fn(&Server) -> f64;

/// The four operations, each beside both peers.
pub fn measure(folder: &Path) -> Vec<Row> {
    let servers = [
        ours(&folder.join("dav")),
        radicale(&folder.join("radicale")),
        xandikos(&folder.join("xandikos")),
    ];
    let operations: [(&str, Operation); 4] = [
        ("sync-collection after one change", sync),
        ("calendar-query over 30 days", query),
        ("multiget of 100", multiget),
        ("PUT", put),
    ];
    let mut rows = Vec::new();
    for (what, measure) in operations {
        let ours = measure(&servers[0]);
        rows.push(row(
            format!("CalDAV, {EVENTS} events: {what}"),
            format!("{ours:.0}/s"),
            "",
        ));
        for peer in &servers[1..] {
            let rate = measure(peer);
            rows.push(row(
                format!("the same by {}", peer.name),
                format!("{rate:.1}/s: ours is {:.0} times that", ours / rate),
                "≥ 10 times",
            ));
        }
    }
    rows
}

fn name(number: i64) -> String {
    format!("event-{number}.ics")
}

/// One event every two hours, the present in the middle.
fn event(number: i64, summary: &str) -> String {
    let start = midnight() + TimeDelta::hours(2 * (number - EVENTS / 2));
    let end = start + TimeDelta::minutes(50);
    let [start, end] = [start, end].map(|at| at.format("%Y%m%dT%H%M%SZ").to_string());
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VEVENT\r\n\
         UID:event-{number}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\n\
         SUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn midnight() -> DateTime<Utc> {
    let today = SystemClock.now().date_naive();
    today.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn ours(folder: &Path) -> Server {
    let amount = Amount {
        hosts: 1,
        bookings: 0,
        busy: 0,
    };
    let data: Data = data::fill(folder, None, amount);
    let config = Config {
        data_dir: folder.to_owned(),
        ..Config::default()
    };
    let state = server::open(config, Arc::new(SystemClock), "http://127.0.0.1:8080").unwrap();
    let (domain, now) = (state.domain().to_owned(), state.clock.now());
    let filled = state.store.write(move |db| {
        let username = Username::parse("host0").unwrap();
        let viewer = Viewer {
            person: people::find_by_username(db, &username)?,
        };
        let password = app_passwords::create(db, &viewer, "bench", now)?;
        let slug = calendars::list(db, &viewer)?[0].slug.clone();
        for number in 0..EVENTS {
            let (name, body) = (name(number), event(number, "Appointment"));
            let what = (slug.as_str(), name.as_str(), body.as_str());
            calendars::put(db, &viewer, what, &Condition::Any, (&domain, now)).unwrap();
        }
        Ok::<_, ServiceError>((slug, password))
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (slug, password) = runtime.block_on(filled).unwrap();
    drop(state);
    let product = Product::start(&data);
    Server {
        name: "Zeitgenosse",
        address: product.address.clone(),
        calendar: format!("/dav/calendars/host0/{slug}/"),
        authorization: basic("host0", &password),
        process: None,
        _product: Some(product),
    }
}

fn basic(username: &str, password: &str) -> String {
    format!(
        "Authorization: Basic {}",
        STANDARD.encode(format!("{username}:{password}"))
    )
}

fn radicale(folder: &Path) -> Server {
    let calendar = folder.join("collection-root/mira/praxis");
    write_events(&calendar);
    let props = r#"{"tag": "VCALENDAR"}"#;
    std::fs::write(calendar.join(".Radicale.props"), props).unwrap();
    let port = free_port();
    let mut command = program("radicale");
    command.args(["--config", "", "--auth-type=none"]);
    command.arg(format!("--server-hosts=127.0.0.1:{port}"));
    command.arg(format!("--storage-filesystem-folder={}", folder.display()));
    begin("Radicale", command, (port, "/mira/praxis/"))
}

fn xandikos(folder: &Path) -> Server {
    let port = free_port();
    std::fs::create_dir_all(folder).unwrap();
    let mut command = program("xandikos");
    command.args(["serve", "--defaults", "--no-detect-systemd"]);
    command.args([
        "--current-user-principal",
        "/mira/",
        "--listen-address",
        "127.0.0.1",
    ]);
    command.args(["--port", &port.to_string(), "--directory"]);
    command.arg(folder);
    let server = begin("Xandikos", command, (port, "/mira/calendars/calendar/"));
    let calendar = folder.join("mira/calendars/calendar");
    write_events(&calendar);
    for arguments in [
        &["add", "--all"][..],
        &[
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@bench.example",
            "commit",
            "-qm",
            "all",
        ],
    ] {
        let git = Command::new("git")
            .arg("-C")
            .arg(&calendar)
            .args(arguments)
            .status();
        assert!(git.unwrap().success());
    }
    server
}

fn write_events(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for number in 0..EVENTS {
        std::fs::write(folder.join(name(number)), event(number, "Appointment")).unwrap();
    }
}

fn program(name: &str) -> Command {
    let path: PathBuf = peers().join("venv/bin").join(name);
    Command::new(path)
}

/// Below the ports that connections begin from, one of which could meet itself.
fn free_port() -> u16 {
    let ports = 20_000..30_000;
    let mut free = ports.filter(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().unwrap()
}

fn begin(name: &'static str, mut command: Command, (port, calendar): (u16, &str)) -> Server {
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let server = Server {
        name,
        address: format!("127.0.0.1:{port}"),
        calendar: calendar.to_owned(),
        authorization: basic("mira", "geheim"),
        process: Some(process.unwrap()),
        _product: None,
    };
    while Connection::open(&server.address).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A client that keeps its connection where the server does.
struct Client<'a> {
    server: &'a Server,
    connection: Connection,
}

impl<'a> Client<'a> {
    fn new(server: &'a Server) -> Self {
        Self {
            server,
            connection: Connection::open(&server.address).unwrap(),
        }
    }

    fn ask(&mut self, method: &str, name: &str, (depth, body): (&str, &str)) -> Answer {
        let path = format!("{}{name}", self.server.calendar);
        let kind = match method {
            "PUT" => "Content-Type: text/calendar; charset=utf-8",
            _ => "Content-Type: application/xml; charset=utf-8",
        };
        let depth = format!("Depth: {depth}");
        let fields = [self.server.authorization.as_str(), kind, depth.as_str()];
        let sent = self.connection.send(method, &path, &fields, body);
        let answer = sent.or_else(|_| {
            self.connection = Connection::open(&self.server.address)?;
            self.connection.send(method, &path, &fields, body)
        });
        let answer = answer.unwrap();
        assert!(
            (200..300).contains(&answer.status),
            "{} {method} {path}: {} {}",
            self.server.name,
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
        answer
    }
}

/// How often per second, after one time that does not count; only what `act` says is timed.
fn rate(mut act: impl FnMut(i64) -> Duration) -> f64 {
    act(0);
    let begun = Instant::now();
    let (mut times, mut spent) = (0, Duration::ZERO);
    while times < 3 || begun.elapsed() < SECONDS && times < 5_000 {
        times += 1;
        spent += act(times);
    }
    f64::from(u32::try_from(times).unwrap()) / spent.as_secs_f64()
}

fn timed(act: impl FnOnce() -> Answer) -> (Duration, Answer) {
    let begun = Instant::now();
    let answer = act();
    (begun.elapsed(), answer)
}

fn sync(server: &Server) -> f64 {
    let mut client = Client::new(server);
    let ask = |token: &str| {
        format!(
            "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>{token}</D:sync-token>\
             <D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>"
        )
    };
    let first = client.ask("REPORT", "", ("0", &ask("")));
    let mut token = token_of(&first);
    rate(|number| {
        let changed = event(number, &format!("Changed {number}"));
        client.ask("PUT", &name(number), ("0", &changed));
        let (took, answer) = timed(|| client.ask("REPORT", "", ("0", &ask(&token))));
        token = token_of(&answer);
        took
    })
}

fn token_of(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let token = text.split("sync-token>").nth(1).unwrap();
    token.split('<').next().unwrap().to_owned()
}

fn query(server: &Server) -> f64 {
    let mut client = Client::new(server);
    rate(|number| {
        let start = midnight() + TimeDelta::days(number % 200);
        let end = start + TimeDelta::days(30);
        let [start, end] = [start, end].map(|at| at.format("%Y%m%dT%H%M%SZ").to_string());
        let body = format!(
            "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\
             <D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name=\"VCALENDAR\">\
             <C:comp-filter name=\"VEVENT\"><C:time-range start=\"{start}\" end=\"{end}\"/>\
             </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        );
        let (took, answer) = timed(|| client.ask("REPORT", "", ("1", &body)));
        let found = String::from_utf8_lossy(&answer.body)
            .matches("event-")
            .count();
        assert!((350..=370).contains(&found), "{}: {found}", server.name);
        took
    })
}

fn multiget(server: &Server) -> f64 {
    let mut client = Client::new(server);
    rate(|number| {
        let hrefs: String = (0..100)
            .map(|place| (number * 97 + place * 31) % EVENTS)
            .map(|number| format!("<D:href>{}{}</D:href>", server.calendar, name(number)))
            .collect();
        let body = format!(
            "<C:calendar-multiget xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\
             <D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}</C:calendar-multiget>"
        );
        timed(|| client.ask("REPORT", "", ("1", &body))).0
    })
}

fn put(server: &Server) -> f64 {
    let mut client = Client::new(server);
    rate(|number| {
        let body = event(number, &format!("Put {number}"));
        timed(|| client.ask("PUT", &name(number), ("0", &body))).0
    })
}
