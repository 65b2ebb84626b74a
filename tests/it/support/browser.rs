//! A real Chromium, driven through its driver (WebDriver), and axe to look at what it shows.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::rig::Rig;
use super::server::{Server, lines};
use crate::peers;
use zeitgenosse::service::{Viewer, accounts};

/// How long the browser may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);
/// The password of whoever signs in.
const PASSWORD: &str = "a boat in the harbour";
/// How long an element may take to appear.
const LOAD: Duration = Duration::from_secs(15);
/// How long to wait between two looks at a page that loads.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// More key presses than any page has places to go to.
const MOST_TABS: usize = 250;
/// The name of a reference to an element (WebDriver §11).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Keys as WebDriver has them (§17.4.2).
pub const TAB: &str = "\u{e004}";
/// The key that sends a form and follows a link.
pub const ENTER: &str = "\u{e007}";
/// The arrow to the right.
pub const RIGHT: &str = "\u{e014}";

/// What kind of visitor the browser is.
#[derive(Clone, Copy, Default)]
pub struct Look {
    /// No scripts are run.
    pub without_scripts: bool,
    /// A telephone, 390 pixels wide.
    pub is_narrow: bool,
}

/// A browser with an empty profile; gone with the test.
pub struct Browser {
    driver: Child,
    session: String,
    agent: ureq::Agent,
    _lines: Receiver<String>,
}

/// What the browser asked the network for.
pub struct Traffic {
    /// Every address, in the order asked for.
    pub urls: Vec<String>,
    /// What came over the wire, heads included, in bytes.
    pub bytes: u64,
}

impl Browser {
    /// Opens a browser.
    pub fn open(look: Look) -> Self {
        // It takes a port of IPv4 and wants the same of IPv6; if that is taken, it ends.
        let (driver, lines, port) = (0..5)
            .find_map(|_| start_driver())
            .expect("chromedriver did not start");
        let address = format!("http://127.0.0.1:{port}");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE));
        let mut browser = Self {
            driver,
            session: format!("{address}/session"),
            agent: config.build().into(),
            _lines: lines,
        };
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities(look)}});
        let opened = browser.post("", &wanted).expect("no browser");
        browser.session = format!(
            "{address}/session/{}",
            opened["sessionId"].as_str().unwrap()
        );
        browser
    }

    /// Opens an address.
    pub fn goto(&self, url: &str) {
        self.post("/url", &json!({"url": url})).unwrap();
    }

    /// Gives a person a password and signs them in at the desk.
    pub async fn sign_in(&self, rig: &Rig, server: &Server, viewer: &Viewer) {
        let (id, hash) = (
            viewer.person.id.clone(),
            accounts::hash_password(PASSWORD).unwrap(),
        );
        rig.write(move |db| accounts::set_password(db, &id, &hash))
            .await
            .unwrap();
        self.goto(&format!("{}/login", server.url));
        self.fill("login", viewer.person.username.as_str());
        self.fill("password", PASSWORD);
        self.click("main form button");
        self.wait("return location.pathname === '/desk'", &[]);
    }

    /// The address of the page that is open.
    pub fn url(&self) -> String {
        self.run("return location.href", &[])
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The path of the page that is open.
    pub fn path(&self) -> String {
        self.run("return location.pathname", &[])
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Runs a script in the page; also where the page's own scripts are not run.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({"script": script, "args": arguments});
        self.post("/execute/sync", &body).unwrap()
    }

    /// Waits until the script returns true.
    #[track_caller]
    pub fn wait(&self, script: &str, arguments: &[Value]) {
        let begin = Instant::now();
        let body = json!({"script": script, "args": arguments});
        // A page that is being left has no document for a moment.
        while self.post("/execute/sync", &body) != Ok(json!(true)) {
            let page = || self.text("body");
            assert!(begin.elapsed() < LOAD, "{script} {arguments:?}\n{}", page());
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// The first element that `css` finds, as soon as there is one.
    #[track_caller]
    fn find(&self, css: &str) -> String {
        let begin = Instant::now();
        let body = json!({"using": "css selector", "value": css});
        loop {
            if let Ok(found) = self.post("/element", &body) {
                return found[ELEMENT].as_str().unwrap().to_owned();
            }
            let page = || format!("{}\n{}", self.url(), self.text("body"));
            assert!(begin.elapsed() < LOAD, "no {css} on {}", page());
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// What a reader sees in it.
    pub fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, &[json!(css)]).as_str().unwrap().to_owned()
    }

    /// An attribute or property of the first element that `css` finds.
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        self.find(css);
        let script = "return document.querySelector(arguments[0])[arguments[1]]";
        self.run(script, &[json!(css), json!(name)])
    }

    /// Whether there is such an element.
    pub fn has(&self, css: &str) -> bool {
        let script = "return document.querySelector(arguments[0]) !== null";
        self.run(script, &[json!(css)]) == true
    }

    /// Clicks on it.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let id = self.find(css);
        self.post(&format!("/element/{id}/click"), &json!({}))
            .unwrap();
    }

    /// Types into the field with this name, in place of what is there.
    #[track_caller]
    pub fn fill(&self, name: &str, value: &str) {
        let id = self.find(&format!("[name=\"{name}\"]"));
        self.post(&format!("/element/{id}/clear"), &json!({}))
            .unwrap();
        self.post(&format!("/element/{id}/value"), &json!({"text": value}))
            .unwrap();
    }

    /// Types keys wherever the focus is.
    pub fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.post("/actions", &json!({"actions": [keyboard]}))
            .unwrap();
    }

    /// Goes on by Tab until the focus is on what `css` names and can be seen there.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        self.find(css);
        let script = "return document.activeElement.matches(arguments[0]) \
                      && document.activeElement.matches(':focus-visible')";
        for _ in 0..MOST_TABS {
            self.press(TAB);
            if self.run(script, &[json!(css)]) == true {
                return;
            }
        }
        panic!("the keyboard does not reach {css} on {}", self.url());
    }

    /// Shows the page as a reader with dark or light colours sees it.
    pub fn set_dark(&self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        let body = json!({"cmd": "Emulation.setEmulatedMedia", "params": features});
        self.post("/goog/cdp/execute", &body).unwrap();
    }

    /// Lets axe look at the page, light and dark; fails with what it finds.
    #[track_caller]
    pub fn check(&self) {
        let axe = peers::folder().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe is missing: run tests/setup.sh test");
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
                found => done(found.violations.map(v => v.id + ': ' + v.help + '\\n'
                    + v.nodes.map(n => n.html + '\\n' + n.failureSummary).join('\\n'))),
                error => done([String(error)]));";
        for is_dark in [false, true] {
            self.set_dark(is_dark);
            self.run(&axe, &[]);
            let body = json!({"script": run, "args": []});
            let found = self.post("/execute/async", &body).unwrap();
            let found: Vec<String> = serde_json::from_value(found).unwrap();
            let (url, found) = (self.url(), found.join("\n"));
            assert!(found.is_empty(), "axe on {url} (dark: {is_dark}):\n{found}");
        }
        self.set_dark(false);
    }

    /// Fails when the page can be moved sideways.
    #[track_caller]
    pub fn check_width(&self) {
        let script = "const root = document.documentElement;
            return [root.scrollWidth, root.clientWidth, location.pathname]";
        let widths = self.run(script, &[]);
        assert!(
            widths[0].as_u64() <= widths[1].as_u64(),
            "wider than the screen: {widths}"
        );
    }

    /// How many cookies the page that is open can have.
    pub fn cookies(&self) -> usize {
        let cookies = self.agent.get(format!("{}/cookie", self.session)).call();
        let cookies: Value = cookies.unwrap().body_mut().read_json().unwrap();
        cookies["value"].as_array().unwrap().len()
    }

    /// What was asked of the network since the last call.
    pub fn traffic(&self) -> Traffic {
        let log = self
            .post("/se/log", &json!({"type": "performance"}))
            .unwrap();
        let mut traffic = Traffic {
            urls: Vec::new(),
            bytes: 0,
        };
        for entry in log.as_array().unwrap() {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let event = &message["message"];
            let parameters = &event["params"];
            match event["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    let url = parameters["request"]["url"].as_str().unwrap();
                    traffic.urls.push(url.to_owned());
                }
                Some("Network.loadingFinished") => {
                    traffic.bytes += parameters["encodedDataLength"].as_u64().unwrap();
                }
                _ => {}
            }
        }
        // What a page carries within itself is no request.
        traffic.urls.retain(|url| !url.starts_with("data:"));
        traffic
    }

    /// One command of WebDriver; what it answers, or the name of what went wrong.
    fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        let mut answer = self
            .agent
            .post(format!("{}{command}", self.session))
            .send_json(body)
            .unwrap();
        let body = answer.body_mut().with_config().limit(100_000_000);
        let mut answer: Value = body.read_json().unwrap();
        let value = answer["value"].take();
        match value.get("error") {
            Some(_) => Err(value.to_string()),
            None => Ok(value),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when the session ends; a test that failed wants no more.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A driver, what it says, and the port it took; none if it ended at once.
fn start_driver() -> Option<(Child, Receiver<String>, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is missing: run tests/setup.sh test");
    let lines = lines(&mut driver);
    let said = "started successfully on port ";
    while let Ok(line) = lines.recv_timeout(PATIENCE) {
        if let Some((_, port)) = line.split_once(said) {
            let port = port.trim_end_matches('.').parse().unwrap();
            return Some((driver, lines, port));
        }
    }
    let _ = driver.kill();
    let _ = driver.wait();
    None
}

fn capabilities(look: Look) -> Value {
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--window-size=1200,1000",
        ],
        "prefs": {"intl.accept_languages": "en"},
    });
    if look.without_scripts {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if look.is_narrow {
        options["mobileEmulation"] =
            json!({"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 1.0}});
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"performance": "ALL"},
    })
}
