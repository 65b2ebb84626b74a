//! The processes that are measured.

pub mod empty;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::client::Connection;
use super::data::Data;

/// The released program, serving.
pub struct Product {
    process: Child,
    /// `127.0.0.1:port`.
    pub address: String,
    pub hosts: usize,
    /// From its start to its first whole answer.
    pub first_answer: Duration,
}

/// A server whose handlers do nothing.
pub struct Empty {
    process: Child,
    pub address: String,
}

impl Product {
    /// Starts it and waits for its first answer.
    pub fn start(data: &Data) -> Self {
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"));
        command
            .args(["serve", "--bind", "127.0.0.1:0", "--data-dir"])
            .arg(&data.folder)
            .current_dir(&data.folder)
            .env("ZEITGENOSSE_LOG", "warn");
        if let Some(url) = &data.database_url {
            command.env("ZEITGENOSSE_DATABASE_URL", url);
        }
        let (process, address) = start(&mut command, "http://");
        while Connection::open(&address)
            .and_then(|mut connection| connection.get("/@host0", &[]))
            .is_err()
        {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "it does not answer"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        Self {
            process,
            address,
            hosts: data.hosts,
            first_answer: begun.elapsed(),
        }
    }

    /// Its resident memory, in kB.
    pub fn resident_kb(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        std::fs::read_to_string(path)
            .unwrap()
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|value| value.trim().strip_suffix(" kB")?.trim().parse().ok())
            .unwrap()
    }
}

impl Empty {
    /// Starts it: this very program under another name.
    pub fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let (process, address) = start(command.arg("--empty-server"), "http://");
        Self { process, address }
    }
}

/// Starts a process and reads the first address it prints.
fn start(command: &mut Command, before: &str) -> (Child, String) {
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = line.split(before).nth(1).unwrap().trim().to_owned();
    // What is printed later has somewhere to go.
    std::thread::spawn(move || lines.count());
    (process, address)
}

impl Drop for Product {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // It may have ended by itself.
    let _ = process.kill();
    let _ = process.wait();
}
