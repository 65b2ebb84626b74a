//! CalDAV servers that are not ours, each in a process of its own on a port of its own.

use std::path::Path;
use std::process::{Child, Command};

use reqwest::{Client, Method};
use tempfile::TempDir;
use zeitgenosse::outgoing::Outgoing;
use zeitgenosse::remote::{Expected, Fetched, Known, Login, Remote};

use super::{free_port, serve};
use crate::peers;

/// A server with an account and a calendar `praxis` in it; killed with the test.
pub struct CalendarServer {
    process: Child,
    _folder: TempDir,
    outgoing: Outgoing,
    /// How it is reached.
    pub url: String,
    /// The path of the calendar.
    pub calendar: String,
    /// The account.
    pub login: Login,
}

impl CalendarServer {
    /// Radicale.
    pub async fn radicale() -> Self {
        let server = Self::start("/mira/praxis/", |folder, port| {
            std::fs::write(folder.join("users"), "mira:geheim\n").unwrap();
            let mut command = peers::program("radicale");
            command.args(["--config", ""]);
            command.arg(format!("--server-hosts=127.0.0.1:{port}"));
            command.args(["--auth-type=htpasswd", "--auth-htpasswd-encryption=plain"]);
            let at = |name: &str| folder.join(name).display().to_string();
            command.arg(format!("--auth-htpasswd-filename={}", at("users")));
            command.arg(format!("--storage-filesystem-folder={}", at("data")));
            command
        });
        server.make_calendar().await;
        server
    }

    /// Xandikos, which asks for no password behind a proxy.
    pub async fn xandikos() -> Self {
        let server = Self::start("/mira/calendars/praxis/", |folder, port| {
            let mut command = peers::program("xandikos");
            command.args(["serve", "--defaults", "--no-detect-systemd"]);
            command.args(["--current-user-principal", "/mira/"]);
            command.args(["--listen-address", "127.0.0.1"]);
            command.args(["--port", &port.to_string(), "--directory"]);
            command.arg(folder.join("data"));
            command
        });
        server.make_calendar().await;
        server
    }

    fn start(calendar: &str, command: impl FnOnce(&Path, u16) -> Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let process = serve(command(folder.path(), port), folder.path(), port);
        Self {
            process,
            _folder: folder,
            outgoing: Outgoing::new(true, "test").unwrap(),
            url: format!("http://127.0.0.1:{port}/"),
            calendar: calendar.to_owned(),
            login: Login {
                username: "mira".to_owned(),
                password: "geheim".to_owned(),
            },
        }
    }

    async fn make_calendar(&self) {
        let method = Method::from_bytes(b"MKCALENDAR").unwrap();
        let url = format!("{}{}", self.url.trim_end_matches('/'), self.calendar);
        let made = Client::new()
            .request(method, url)
            .basic_auth(&self.login.username, Some(&self.login.password))
            .send()
            .await
            .unwrap();
        assert_eq!(made.status().as_u16(), 201);
    }

    fn remote(&self) -> Remote<'_> {
        Remote::new(&self.outgoing, &self.login)
    }

    fn at(&self, href: &str) -> reqwest::Url {
        self.url
            .parse::<reqwest::Url>()
            .unwrap()
            .join(href)
            .unwrap()
    }

    /// Puts an object into the calendar, as its owner's program does.
    pub async fn put(&self, name: &str, body: &str) {
        let url = self.at(&format!("{}{name}", self.calendar));
        let put = self.remote().put(&url, body, Expected::Anything).await;
        put.unwrap();
    }

    /// Deletes an object of the calendar.
    pub async fn delete(&self, name: &str) {
        let url = self.at(&format!("{}{name}", self.calendar));
        let deleted = self.remote().delete(&url, Expected::Anything).await;
        deleted.unwrap();
    }

    /// All that is in the calendar.
    pub async fn objects(&self) -> Vec<Fetched> {
        let url = self.at(&self.calendar);
        let all = self.remote().changes(&url, &Known::default()).await;
        let mut objects = all.unwrap().there;
        objects.sort_by(|a, b| a.href.cmp(&b.href));
        objects
    }
}

impl Drop for CalendarServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
