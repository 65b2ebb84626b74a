//! A client of the JSON API, over a real connection.

use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};

/// What the API answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The JSON of the body.
    pub body: Value,
}

/// A client with a name of its own.
pub struct Client {
    agent: ureq::Agent,
    /// Part of its name, address and keys.
    pub number: usize,
}

impl Client {
    /// A client that has not asked yet.
    pub fn new(number: usize) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        Self {
            agent: config.build().into(),
            number,
        }
    }

    /// Asks for mira's first session at `start`; none when the server did not answer.
    pub fn book(&self, server: &str, start: DateTime<Utc>, key: Option<&str>) -> Option<Answer> {
        let url = format!("{server}/api/v1/hosts/mira/event-types/first-session/bookings");
        let mut request = self.agent.post(url);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let body = json!({
            "start": start.to_rfc3339(), "name": format!("Client {}", self.number),
            "email": format!("client{}@post.example", self.number),
            "zone": "Europe/Berlin", "language": "en",
        });
        let mut answer = request.send_json(body).ok()?;
        Some(Answer {
            status: answer.status().as_u16(),
            body: answer.body_mut().read_json().ok()?,
        })
    }

    /// The status of a page; none when the server did not answer.
    pub fn get(&self, url: &str) -> Option<u16> {
        Some(self.agent.get(url).call().ok()?.status().as_u16())
    }
}

/// Sessions of mira's that do not touch: weekdays at full hours from 9 to 16 in Berlin, where it
/// is winter.
pub fn starts(count: usize) -> Vec<DateTime<Utc>> {
    let first: DateTime<Utc> = "2026-01-09T08:00:00Z".parse().unwrap();
    (0..60)
        .map(|days| first + TimeDelta::days(days))
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .flat_map(|day| (0..8).map(move |hours| day + TimeDelta::hours(hours)))
        .take(count)
        .collect()
}
