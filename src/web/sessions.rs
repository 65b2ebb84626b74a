//! The sessions with seats on the page of an event type: when, and who may still come.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;

use super::address::Address;
use super::calendar::{Ways, rfc3339};
use crate::kernel::group::{Session, Status};
use crate::kernel::slots::Refusal;
use crate::kernel::zone;
use crate::texts::Words;

/// A session, as `event_types/sessions.html` prints it.
pub struct SessionRow {
    /// The start as RFC 3339.
    pub datetime: String,
    /// `Do.`
    pub weekday: String,
    /// `18`.
    pub day: String,
    /// `März`.
    pub month: String,
    /// `18:00–19:15`.
    pub hours: String,
    /// What it is called, if not as the event type is.
    pub title: Option<String>,
    /// How it stands: the class of a tag, and words.
    pub tag: (&'static str, String),
    /// What is to be known about the minimum.
    pub note: Option<String>,
    /// Where a seat can be taken.
    pub book: Option<String>,
    /// Where one can wait for a seat.
    pub wait: Option<String>,
    /// What it is, for who hears the page: `Donnerstag, 18. März, 18:00 bis 19:15 Uhr`.
    pub label: String,
}

/// What the rows of an event type have in common.
pub struct Shown<'a> {
    /// The reader's words.
    pub t: &'a Words,
    /// Where links lead.
    pub ways: &'a Ways,
    /// The reader's zone.
    pub zone: Tz,
    /// What the event type is called.
    pub title: &'a str,
    /// The present instant.
    pub now: DateTime<Utc>,
}

impl Shown<'_> {
    /// The rows of sessions that are to come.
    pub fn rows(&self, sessions: &[Session]) -> Vec<SessionRow> {
        sessions.iter().map(|session| self.row(session)).collect()
    }

    fn row(&self, session: &Session) -> SessionRow {
        let t = self.t;
        let date = zone::date(session.span.start(), self.zone);
        let joined = session.join(1, self.now);
        let href = |part: &str| self.href(part, session);
        SessionRow {
            datetime: rfc3339(session.span.start()),
            weekday: t.weekday_short(date),
            day: date.day().to_string(),
            month: t.month_short(date),
            hours: t.hours(session.span, self.zone),
            title: (session.title != self.title).then(|| session.title.clone()),
            tag: match joined {
                Ok(()) => (
                    "good",
                    t.with(
                        "sessions-left",
                        &[
                            ("left", session.seats_left().into()),
                            ("seats", session.seats.into()),
                        ],
                    ),
                ),
                Err(Refusal::Full) => ("bad", t.get("sessions-full")),
                Err(_) => ("", t.get("sessions-closed")),
            },
            note: self.note(session),
            book: joined.is_ok().then(|| href("book")),
            wait: (joined == Err(Refusal::Full)).then(|| href("waiting")),
            label: format!(
                "{}, {}",
                t.day(date),
                t.hours_words(session.span, self.zone)
            ),
        }
    }

    fn note(&self, session: &Session) -> Option<String> {
        let t = self.t;
        let decide_at = session.decide_at?;
        Some(match session.status {
            Status::Going => t.get("sessions-going"),
            _ => t.with(
                "sessions-minimum",
                &[
                    ("minimum", session.minimum.into()),
                    ("when", t.moment(decide_at, self.now, self.zone).into()),
                ],
            ),
        })
    }

    fn href(&self, part: &str, session: &Session) -> String {
        Address::new(&format!("{}/{part}", self.ways.path))
            .with("start", &rfc3339(session.span.start()))
            .with_some("zone", self.ways.zone.map(|zone| zone.name()))
            .with_some("lang", self.ways.lang)
            .to_string()
    }
}
