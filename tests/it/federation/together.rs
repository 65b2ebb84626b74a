//! Two instances of ours, and programs that are not: each in a process of its own.

use std::process::Command;
use std::time::{Duration, Instant};

use chrono::SecondsFormat;
use serde_json::Value;
use zeitgenosse::kernel::clock::{Clock, SystemClock};

use crate::peers;
use crate::support::database::{self, TestDatabase};
use crate::support::free_port;
use crate::support::rig::SECRET;
use crate::support::server::Server;

/// How long two may take to agree.
const PATIENCE: Duration = Duration::from_secs(30);

/// An instance that other programs can reach.
struct Coop {
    host: String,
    database: TestDatabase,
    now: String,
    _server: Server,
}

impl Coop {
    fn start() -> Self {
        let database = database::fresh();
        let host = format!("localhost:{}", free_port());
        // What others sign, they sign by their own clock.
        let now = SystemClock.now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let server = Server::start_with(&database, &now, &Self::settings(&host));
        Self {
            host,
            database,
            now,
            _server: server,
        }
    }

    fn settings(host: &str) -> [(&'static str, String); 3] {
        [
            ("ZEITGENOSSE_BIND", host.replace("localhost", "127.0.0.1")),
            ("ZEITGENOSSE_BASE_URL", format!("http://{host}")),
            ("ZEITGENOSSE_NETWORK__ALLOW_PRIVATE", "true".to_owned()),
        ]
    }

    /// Runs `federation` beside the server, and returns whether it went well and what it said.
    fn federation(&self, what: &[&str]) -> (bool, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"))
            .arg("federation")
            .args(what)
            .env("ZEITGENOSSE_DATA_DIR", self.database.dir.path())
            .env("ZEITGENOSSE_DATABASE_URL", &self.database.url)
            .env("ZEITGENOSSE_SECRET_KEY", SECRET)
            .env("ZEITGENOSSE_NOW", &self.now)
            .envs(Self::settings(&self.host))
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    /// How it stands with another instance.
    fn with(&self, other: &Self) -> Option<Value> {
        let (went, said) = self.federation(&["list", "--json"]);
        assert!(went, "{said}");
        let json = said.lines().find(|line| line.starts_with('['));
        let all: Vec<Value> = serde_json::from_str(json.unwrap()).unwrap();
        all.into_iter()
            .find(|one| one["host"] == other.host.as_str())
    }

    /// Waits until something is so.
    fn wait(&self, other: &Self, is_so: impl Fn(&Value) -> bool) {
        let begun = Instant::now();
        loop {
            let stand = self.with(other);
            if stand.as_ref().is_some_and(&is_so) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{stand:?}");
            std::thread::yield_now();
        }
    }
}

#[actix_web::test]
async fn two_instances_ally_from_the_command_line_and_part_again() {
    let (a, b) = (Coop::start(), Coop::start());

    let (went, said) = a.federation(&["follow", &b.host]);
    assert!(went, "{said}");
    b.wait(&a, |stand| stand["they_follow"] == "requested");
    assert_eq!(a.with(&b).unwrap()["we_follow"], "requested");
    let (went, said) = b.federation(&["follow", &format!("http://{}/", a.host)]);
    assert!(went, "{said}");
    for (one, other) in [(&a, &b), (&b, &a)] {
        one.wait(other, |stand| {
            stand["allied"] == true && stand["waiting"] == 0
        });
    }
    assert!(
        a.federation(&["list"])
            .1
            .contains(&format!("{}\tallied", b.host))
    );

    assert!(b.federation(&["block", &a.host]).0);
    let (went, said) = b.federation(&["follow", &a.host]);
    assert!(!went && said.contains("cannot be asked"), "{said}");
    a.wait(&b, |stand| stand["we_follow"] == "rejected");
}

#[actix_web::test]
async fn the_command_line_says_what_is_wrong() {
    let coop = Coop::start();
    for (host, words) in [
        ("localhost:1", "cannot be asked"),
        ("https://user@coop.example", "is not a host name"),
        ("coop.example/path", "is not a host name"),
    ] {
        let (went, said) = coop.federation(&["follow", host]);
        assert!(!went && said.contains(words), "{said}");
    }
}

#[actix_web::test]
async fn six_actors_of_another_program_are_told_apart_by_their_signatures() {
    let coop = Coop::start();
    let port = free_port();
    let probe = peers::Pasture::start(port);

    let met = probe.verify(&format!("http://{}/actor", coop.host));

    assert_eq!(met["webfinger"], true, "{met}");
    for (name, is_signed) in [
        ("alice", false),
        ("bob", true),
        ("claire", true),
        ("dean", false),
        ("emily", true),
        ("frank", true),
    ] {
        assert_eq!(met[name]["get_actor"], true, "{name}");
        assert_eq!(met[name]["post_inbox"], is_signed, "{name}");
    }
}
