//! Programs of others that tests talk to. `tests/setup.sh` installs them.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::serve;

/// Where the programs of others are: `PEERS_DIR`, or `peers` in cargo's target folder.
pub fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("PEERS_DIR") {
        return folder.into();
    }
    // The test binary is target/debug/deps/it-….
    let binary = std::env::current_exe().unwrap();
    binary.ancestors().nth(3).unwrap().join("peers")
}

/// A script of `tests/peers/`, ready to be run.
fn script(name: &str) -> Command {
    let python = folder().join("venv/bin/python");
    assert!(
        python.exists(),
        "{} is missing: run tests/setup.sh",
        python.display()
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(python);
    command.arg(root.join("tests/peers").join(name));
    command
}

/// A mail server that writes what it gets into a folder.
pub struct SmtpServer {
    process: Child,
    folder: PathBuf,
    /// The port of 127.0.0.1 it listens on.
    pub port: u16,
}

impl SmtpServer {
    /// Starts a server that writes into `folder`.
    pub fn start(folder: &Path) -> Self {
        let mut process = script("smtp_server.py")
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            process,
            folder: folder.to_owned(),
            port: line
                .trim()
                .parse()
                .expect("the mail server prints its port"),
        }
    }

    /// Its URL, as the configuration takes it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it got, in the order of arrival, as `read_invite.py` reads it.
    pub fn mails(&self) -> Vec<Value> {
        read_mails(&self.folder)
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The `.eml` files of a folder in the order of their names, read by programs that are not ours.
pub fn read_mails(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    paths.sort();
    let output = script("read_invite.py").args(&paths).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The public holidays of every region, as `holidays_of_regions.py` says them.
pub fn holidays() -> Value {
    json_of(&mut script("holidays_of_regions.py"))
}

/// When the calendars are busy, as `expand_calendars.py` says it.
pub fn expand(calendars: &Value) -> Value {
    let mut process = script("expand_calendars.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    serde_json::to_writer(process.stdin.take().unwrap(), calendars).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `use_caldav.py` meets on a server.
pub fn use_caldav(url: &str, username: &str, password: &str) -> Value {
    json_of(script("use_caldav.py").args([url, username, password]))
}

/// What `check_caldav.py` finds that a server can do, feature by feature.
pub fn check_caldav(url: &str, username: &str, password: &str) -> Value {
    let mut command = script("check_caldav.py");
    command.args(["--caldav-url", url, "--caldav-username", username]);
    json_of(command.args(["--caldav-password", password, "--format", "json"]))
}

/// What `use_evolution.py` meets on a server, in a session and a home of its own.
pub fn use_evolution(port: &str, username: &str, password: &str) -> Value {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new("dbus-run-session");
    command
        .args(["--", "/usr/bin/python3", "tests/peers/use_evolution.py"])
        .args([port, username, password])
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8");
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env_remove(name);
    }
    json_of(&mut command)
}

/// The object that a program says; what is said before it is not the program's.
fn json_of(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(&said[said.find('{').unwrap()..]).unwrap()
}

/// A program of the Python environment.
pub fn program(name: &str) -> Command {
    Command::new(folder().join("venv/bin").join(name))
}

/// Runs a program of the Python environment in `folder` and returns what it says.
pub fn run(name: &str, folder: &Path, arguments: &[&str]) -> String {
    let output = program(name)
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{name} {arguments:?}: {said}");
    said
}

/// The mail with which somebody answers an invitation.
pub fn reply_to_invite(mail: &Path, attendee: &str, partstat: &str, from: &str) -> Vec<u8> {
    let output = script("reply_to_invite.py")
        .arg(mail)
        .args([attendee, partstat, from])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output.stdout
}

/// The probe of fediverse-pasture: six actors that sign each in their own way. Stopped with the test.
pub struct Pasture {
    process: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Pasture {
    /// Starts it and waits until it answers.
    pub fn start(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program("python");
        command
            .args(["-m", "fediverse_pasture.verify_actor"])
            .args(["--port", &port.to_string()])
            .args(["--domain", &format!("localhost:{port}")]);
        let process = serve(command, folder.path(), port);
        Self {
            process,
            url: format!("http://localhost:{port}/"),
            _folder: folder,
        }
    }

    /// What its actors could do at another actor's.
    pub fn verify(&self, actor: &str) -> Value {
        let answer = ureq::post(&self.url)
            .header("Accept", "application/json")
            .send_form([("actor_uri", actor)]);
        let mut found: Value = answer.unwrap().body_mut().read_json().unwrap();
        found["result"].take()
    }
}

impl Drop for Pasture {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
