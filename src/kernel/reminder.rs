//! Reminders and follow-ups: when they go out, to whom, and in whose words.

use chrono::{DateTime, TimeDelta, Utc};

use super::people::Language;
use super::span::Span;

/// What a reminder is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The session begins.
    Before {
        /// So many minutes before its start. They pass as on a stopwatch: a day has 1,440 of them
        /// also where the clocks change.
        minutes: u32,
    },
    /// The session is over.
    After {
        /// So many minutes after its end.
        minutes: u32,
    },
    /// The client did not come.
    NoShow {
        /// So many minutes after that was noted.
        minutes: u32,
    },
    /// A package is nearly used.
    Package {
        /// With so many sessions left.
        left: u32,
    },
}

/// Who gets a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The client; their guests too where it is about the session itself.
    Client,
    /// The host.
    Host,
    /// Both.
    Both,
}

/// How the standard texts address their reader in German.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither du nor Sie.
    #[default]
    Neutral,
    /// With du.
    Du,
    /// With Sie.
    Sie,
}

/// The host's own words in one language. What is empty is said in the standard words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// The subject, with placeholders.
    pub subject: String,
    /// The letter, with placeholders; each line is a paragraph.
    pub body: String,
}

/// A reminder of an event type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Names it among those of its event type for as long as it exists.
    pub id: String,
    /// What it is sent for, and when.
    pub occasion: Occasion,
    /// Who gets it.
    pub to: Audience,
    /// The host's own words in German.
    pub de: Wording,
    /// The host's own words in English.
    pub en: Wording,
}

/// The reminders of an event type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Nobody has changed it.
    pub is_standard: bool,
    /// How its standard texts address their reader; none is the host's usual way.
    pub tone: Option<Tone>,
    /// In the host's order.
    pub reminders: Vec<Reminder>,
}

/// The longest time between a session and its reminder, in minutes: a year.
pub const MOST_MINUTES: u32 = 366 * 24 * 60;
/// The most sessions that may be left in a package when it is called nearly used.
pub const MOST_LEFT: u32 = 100;
/// A follow-up that could not be sent for so long is not sent any more.
const STALE: TimeDelta = TimeDelta::days(3);

impl Plan {
    /// What holds for every event type whose host has not chosen otherwise: a day and an hour
    /// before the start, to the client.
    pub fn standard() -> Self {
        Self {
            is_standard: true,
            tone: None,
            reminders: vec![
                Reminder::standard("day", 24 * 60),
                Reminder::standard("hour", 60),
            ],
        }
    }

    /// The next instant after `after` at which a reminder of a session at `span` is due.
    pub fn next_moment(&self, span: Span, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.reminders
            .iter()
            .filter_map(|reminder| reminder.occasion.moment(span))
            .filter(|moment| *moment > after)
            .min()
    }

    /// The reminders of a session at `span` that are due at exactly `moment`.
    pub fn due_at(&self, span: Span, moment: DateTime<Utc>) -> impl Iterator<Item = &Reminder> {
        self.reminders
            .iter()
            .filter(move |reminder| reminder.occasion.moment(span) == Some(moment))
    }
}

impl Reminder {
    fn standard(id: &str, minutes: u32) -> Self {
        Self {
            id: id.to_owned(),
            occasion: Occasion::Before { minutes },
            to: Audience::Client,
            de: Wording::default(),
            en: Wording::default(),
        }
    }

    /// The host's own words in a language.
    pub fn wording(&self, language: Language) -> &Wording {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

impl Occasion {
    /// When the reminder of a session at `span` is due, UTC. None when no clock says it: somebody
    /// notes that the client did not come, or a package runs low.
    pub fn moment(self, span: Span) -> Option<DateTime<Utc>> {
        let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
        match self {
            Self::Before { minutes: n } => span.start().checked_sub_signed(minutes(n)),
            Self::After { minutes: n } => span.end().checked_add_signed(minutes(n)),
            Self::NoShow { .. } | Self::Package { .. } => None,
        }
    }

    /// Whether it still makes sense at `now`: nobody is reminded of a session that has begun, and
    /// a follow-up comes while the session is remembered.
    pub fn is_timely(self, span: Span, now: DateTime<Utc>) -> bool {
        match self {
            Self::Before { .. } => now < span.start(),
            Self::After { .. } => self.moment(span).is_none_or(|moment| now - moment <= STALE),
            Self::NoShow { .. } | Self::Package { .. } => true,
        }
    }

    /// Whether it is about the session itself, so that guests of the client get it too.
    pub fn is_for_guests(self) -> bool {
        matches!(self, Self::Before { .. } | Self::After { .. })
    }
}

impl Audience {
    /// Whether the client gets it.
    pub fn has_client(self) -> bool {
        matches!(self, Self::Client | Self::Both)
    }

    /// Whether the host gets it.
    pub fn has_host(self) -> bool {
        matches!(self, Self::Host | Self::Both)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// 50 minutes from `start`.
    fn session(start: &str) -> Span {
        let start = at(start);
        Span::new(start, start + TimeDelta::minutes(50)).unwrap()
    }

    #[track_caller]
    fn check_next(after: &str, expected: Option<&str>) {
        let next = Plan::standard().next_moment(session("2026-01-12T09:00:00Z"), at(after));

        assert_eq!(next, expected.map(at));
    }

    #[test]
    fn a_day_and_an_hour_before_is_the_standard() {
        check_next("2026-01-08T08:00:00Z", Some("2026-01-11T09:00:00Z"));
        check_next("2026-01-11T08:59:59Z", Some("2026-01-11T09:00:00Z"));
        check_next("2026-01-11T09:00:00Z", Some("2026-01-12T08:00:00Z"));
        check_next("2026-01-12T08:00:00Z", None);
    }

    #[test]
    fn a_day_has_as_many_minutes_where_the_clocks_change() {
        // Berlin, 29 March 2026: 10 o'clock is 8:00 UTC, and 9:00 UTC on the day before.
        let occasion = Occasion::Before { minutes: 24 * 60 };

        let moment = occasion.moment(session("2026-03-29T08:00:00Z"));

        assert_eq!(moment, Some(at("2026-03-28T08:00:00Z")));
    }

    #[test]
    fn nobody_is_reminded_of_what_has_begun() {
        let span = session("2026-01-12T09:00:00Z");
        let before = Occasion::Before { minutes: 60 };

        assert!(before.is_timely(span, at("2026-01-12T08:59:59Z")));
        assert!(!before.is_timely(span, at("2026-01-12T09:00:00Z")));
    }

    #[test]
    fn a_follow_up_is_dropped_when_it_is_days_late() {
        let span = session("2026-01-12T09:00:00Z");
        let after = Occasion::After { minutes: 10 };

        assert!(after.is_timely(span, at("2026-01-15T10:00:00Z")));
        assert!(!after.is_timely(span, at("2026-01-15T10:00:01Z")));
    }

    #[test]
    fn what_no_clock_says_has_no_moment() {
        let span = session("2026-01-12T09:00:00Z");

        assert_eq!(Occasion::NoShow { minutes: 5 }.moment(span), None);
        assert_eq!(Occasion::Package { left: 1 }.moment(span), None);
    }

    proptest! {
        /// Going from moment to moment meets every reminder exactly once.
        #[test]
        fn no_reminder_is_passed_over_or_met_twice(
            before in proptest::collection::vec(0_u32..5_000, 0..6),
            after in proptest::collection::vec(0_u32..5_000, 0..6),
        ) {
            let span = session("2026-01-12T09:00:00Z");
            let before = before.into_iter().map(|minutes| Occasion::Before { minutes });
            let after = after.into_iter().map(|minutes| Occasion::After { minutes });
            let reminders: Vec<Reminder> = before
                .chain(after)
                .map(|occasion| Reminder { occasion, ..Reminder::standard("r", 0) })
                .collect();
            let plan = Plan { is_standard: false, tone: None, reminders };

            let mut now = at("2026-01-01T00:00:00Z");
            let mut met = 0;
            while let Some(next) = plan.next_moment(span, now) {
                prop_assert!(next > now);
                met += plan.due_at(span, next).count();
                now = next;
            }

            prop_assert_eq!(met, plan.reminders.len());
        }
    }
}
