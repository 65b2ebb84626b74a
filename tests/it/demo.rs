//! The demo, as a newcomer starts it: the real program, its printed links followed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running demo; stopped at the end.
struct Demo {
    process: Child,
    output: String,
}

impl Demo {
    /// Starts it on a free port and reads what it prints.
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"))
            .arg("demo")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = String::new();
        for line in BufReader::new(process.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            output.push_str(&line);
            output.push('\n');
            if line.contains("Ctrl-C") {
                break;
            }
        }
        Self { process, output }
    }

    fn links(&self) -> Vec<&str> {
        self.output
            .split_whitespace()
            .filter(|word| word.starts_with("http://"))
            .collect()
    }

    /// The folder it writes mails to.
    fn mail_folder(&self) -> &str {
        let after = self.output.split("Mails are files in ").nth(1).unwrap();
        after.split(". Ctrl-C").next().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let folder = std::path::Path::new(self.mail_folder()).parent().unwrap();
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[test]
fn every_link_that_the_demo_prints_leads_somewhere() {
    let demo = Demo::start();

    let links = demo.links();

    assert!(links.len() >= 8, "{}", demo.output);
    for link in links {
        let answer = ureq::get(link).call().unwrap();
        assert_eq!(answer.status(), 200, "{link}");
    }
}

#[test]
fn the_demo_shows_its_coaches_on_the_front_page_in_german_too() {
    let demo = Demo::start();
    let front = format!("{}?lang=de", demo.links()[0]);

    let page = ureq::get(front)
        .call()
        .unwrap()
        .into_body()
        .read_to_string()
        .unwrap();

    for name in [
        "Lotsenhaus eG",
        "Miriam Okafor-Lindner",
        "Selma Yıldız",
        "Tomasz Wolny",
    ] {
        assert!(page.contains(name), "{name} is missing");
    }
    assert!(page.contains("040 66969-123"));
}

#[test]
fn the_demo_removes_its_folder_when_it_ends() {
    let mut demo = Demo::start();
    let folder = std::path::Path::new(demo.mail_folder())
        .parent()
        .unwrap()
        .to_owned();
    // From its first answer on it listens to signals.
    ureq::get(demo.links()[0]).call().unwrap();
    assert!(folder.exists());

    Command::new("kill")
        .arg(demo.process.id().to_string())
        .status()
        .unwrap();
    demo.process.wait().unwrap();

    assert!(!folder.exists());
}
