//! The calendar leaf, and the hour beside it.

use chrono::{Datelike, Offset};
use chrono_tz::Tz;

use super::calendar::rfc3339;
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::texts::Words;

/// When a session is, as `parts.html` prints it.
pub struct Leaf {
    /// The start as RFC 3339.
    pub start: String,
    /// `Dienstag`.
    pub weekday: String,
    /// `16`.
    pub day: String,
    /// `März 2027`.
    pub month: String,
    /// `9:30–10:20`.
    pub hours: String,
    /// `Uhr, Zeit in Berlin`.
    pub zone: String,
    /// `Zeit in Berlin`.
    pub zone_words: String,
    /// `10:30–11:20, Zeit in Athen`: the same for the host, where the clocks there show
    /// something else.
    pub there: Option<String>,
    /// What it is: `Einzelcoaching mit Miriam Okafor-Lindner`; may be empty.
    pub what: String,
}

impl Leaf {
    /// The leaf of `span` for somebody in `here`, with the time `there` where it differs.
    pub fn of(t: &Words, span: Span, here: Tz, there: Tz) -> Self {
        let date = zone::date(span.start(), here);
        let offset = |zone: Tz| span.start().with_timezone(&zone).offset().fix();
        Self {
            start: rfc3339(span.start()),
            weekday: t.weekday(date),
            day: date.day().to_string(),
            month: t.month(date),
            hours: t.hours(span, here),
            zone: t.one("leaf-zone", "zone", t.zone(here)),
            zone_words: t.zone(here),
            there: (offset(here) != offset(there)).then(|| {
                t.with(
                    "leaf-there",
                    &[
                        ("hours", t.hours(span, there).into()),
                        ("zone", t.zone(there).into()),
                    ],
                )
            }),
            what: String::new(),
        }
    }

    /// The leaf with what it is about.
    #[must_use]
    pub fn what(mut self, what: String) -> Self {
        self.what = what;
        self
    }
}
