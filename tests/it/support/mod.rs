//! What the tests stand on.

pub mod browser;
pub mod calendar_server;
pub mod client;
pub mod database;
pub mod rig;
pub mod server;
pub mod site;

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// How long a program may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A port that was free a moment ago: neither server says which one it took. It is below those
/// that connections begin from, one of which could meet itself while nobody listens yet.
pub fn free_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 5_000).unwrap();
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 5_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Starts a program in a folder and waits until it listens at `port`. What it says is in the file
/// `log` there.
pub fn serve(mut command: Command, folder: &Path, port: u16) -> Child {
    let log = File::create(folder.join("log")).unwrap();
    let process = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let said = std::fs::read_to_string(folder.join("log"));
        assert!(begun.elapsed() < PATIENCE, "{}", said.unwrap());
        std::thread::yield_now();
    }
    process
}
