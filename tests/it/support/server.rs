//! The real program in a process of its own, on a port of its own.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::database::TestDatabase;
use super::rig::SECRET;

/// How long the program may take to say something.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program; killed with the test.
pub struct Server {
    process: Child,
    lines: Receiver<String>,
    /// How it is reached, without a slash at the end.
    pub url: String,
}

impl Server {
    /// Starts the program on `database` with its clock stopped at `now`.
    pub fn start(database: &TestDatabase, now: &str) -> Self {
        Self::start_with(database, now, &[] as &[(&str, &str)])
    }

    /// The same with more settings, as the environment has them.
    pub fn start_with(
        database: &TestDatabase,
        now: &str,
        settings: &[(&str, impl AsRef<OsStr>)],
    ) -> Self {
        let folder = database.dir.path();
        let log = File::options()
            .create(true)
            .append(true)
            .open(folder.join("server.log"))
            .unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"))
            .arg("serve")
            .current_dir(folder)
            .env("ZEITGENOSSE_BIND", "127.0.0.1:0")
            .env("ZEITGENOSSE_DATA_DIR", folder)
            .env("ZEITGENOSSE_DATABASE_URL", &database.url)
            .env("ZEITGENOSSE_SECRET_KEY", SECRET)
            .env("ZEITGENOSSE_NOW", now)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let lines = lines(&mut process);
        let mut server = Self {
            process,
            lines,
            url: String::new(),
        };
        server.url = server.said("Zeitgenosse runs at ", folder);
        server
    }

    /// The link that the first start prints.
    pub fn setup_link(&self, database: &TestDatabase) -> String {
        let prefix = "Nobody has an account yet. Begin here: ";
        self.said(prefix, database.dir.path())
    }

    /// What follows `prefix` in the next line that begins with it.
    fn said(&self, prefix: &str, folder: &Path) -> String {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if let Some(rest) = line.strip_prefix(prefix) {
                return rest.trim_end().to_owned();
            }
        }
        let log = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
        panic!("the server never said {prefix:?}:\n{log}");
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end, waits until it has, and returns whether it ended well.
    pub fn stop(mut self) -> bool {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        asked.success() && self.process.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The lines of a program, read as they come so that it never waits for us.
pub fn lines(process: &mut Child) -> Receiver<String> {
    let output = process.stdout.take().unwrap();
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody may listen any more; the rest is read all the same.
            let _ = send.send(line);
        }
    });
    receive
}
