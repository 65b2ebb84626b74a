//! The reasons about a time in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::seat::Seat;
use crate::kernel::availability::TimeRange;
use crate::kernel::energy::Rule;
use crate::kernel::event_type::Window;
use crate::kernel::limits::Limit;
use crate::kernel::slots::{HoursSource, Near, Reason};
use crate::kernel::span::Span;
use crate::service::energy::clock;
use crate::service::why::{Found, Source, Why, WhyHost};
use crate::texts::Words;

/// A reason, and where it is changed.
pub struct Line {
    /// What it is.
    pub words: String,
    /// Where the reader can change it, if they can, and what that place is called.
    pub way: Option<(String, String)>,
}

/// A reason in words, of one host or of all.
pub fn line(
    seat: &Seat,
    (why, host): (&Why, Option<&WhyHost>),
    found: &Found,
    now: DateTime<Utc>,
) -> Line {
    let speaker = Speaker {
        t: &seat.t,
        zone: why.zone,
        now,
    };
    let way = match host {
        Some(host) if host.is_viewer => Some(way(&seat.t, (why, host), found)),
        None if why.may_change => Some(offer(&seat.t, why)),
        _ => None,
    };
    Line {
        words: speaker.say(found),
        way: way.map(|(path, way)| (seat.href(&path), way)),
    }
}

fn offer(t: &Words, why: &Why) -> (String, String) {
    let path = format!("/desk/event-types/{}", why.event_type.id);
    (path, t.get("why-to-offer"))
}

/// Where a reason is changed that counts for the reader.
fn way(t: &Words, (why, host): (&Why, &WhyHost), found: &Found) -> (String, String) {
    let time_off = || ("/desk/time-off".to_owned(), t.get("why-to-time-off"));
    let energy = || ("/desk/energy".to_owned(), t.get("why-to-energy"));
    match (&found.finding.reason, &found.source) {
        (
            Reason::Claim {
                near: Near::Gap(_), ..
            },
            _,
        )
        | (Reason::Energy(_), _) => energy(),
        (_, Source::Booking(booking)) => (
            format!("/desk/bookings/{}", booking.id),
            t.get("why-to-booking"),
        ),
        (_, Source::Holiday(_) | Source::Absence(_) | Source::Hours(Some(_))) => time_off(),
        (Reason::Away { .. }, _) => time_off(),
        (Reason::Hours { .. }, _) => (
            format!("/desk/hours/{}", host.schedule.id),
            t.get("why-to-hours"),
        ),
        (Reason::Claim { .. } | Reason::Busy { .. }, _) => {
            ("/desk".to_owned(), t.get("why-to-week"))
        }
        _ => offer(t, why),
    }
}

struct Speaker<'a> {
    t: &'a Words,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Speaker<'_> {
    fn say(&self, found: &Found) -> String {
        let (t, is_against) = (self.t, found.finding.is_against);
        match &found.finding.reason {
            Reason::Duration { minutes } => {
                let key = if is_against {
                    "why-duration-not"
                } else {
                    "why-duration"
                };
                t.one(key, "duration", t.minutes(*minutes))
            }
            Reason::Present { .. } if is_against => t.get("why-past"),
            Reason::Present { .. } => t.get("why-to-come"),
            Reason::Notice { earliest } => t.one(
                "why-notice",
                "when",
                t.moment(*earliest, self.now, self.zone),
            ),
            Reason::Window { window } => self.window(*window),
            Reason::Hours { .. } => self.hours(found),
            Reason::Away { span } => self.away(*span, &found.source),
            Reason::Claim { span, near } | Reason::Busy { span, near } => {
                self.taken(*span, *near, &found.source)
            }
            Reason::Joins { seats_left } => t.one("why-joins", "count", *seats_left),
            Reason::Limit(limit, used, bound) => self.limit(*limit, (*used, *bound)),
            Reason::Energy(rule) => self.energy(*rule),
            Reason::Grid { step } => {
                let key = if is_against {
                    "why-grid-not"
                } else {
                    "why-grid"
                };
                t.one(key, "step", t.minutes(*step))
            }
        }
    }

    fn window(&self, window: Window) -> String {
        let t = self.t;
        match window {
            Window::Open => t.get("why-window-open"),
            Window::Rolling { days } => t.one("why-window-rolling", "count", days),
            Window::Fixed { from, to } => t.with(
                "why-window-fixed",
                &[("from", t.day(from).into()), ("to", t.day(to).into())],
            ),
        }
    }

    fn hours(&self, found: &Found) -> String {
        let t = self.t;
        let Reason::Hours {
            date,
            zone,
            source,
            ranges,
        } = &found.finding.reason
        else {
            return String::new();
        };
        if let Source::Holiday(key) = found.source {
            let name = t.find(&format!("holiday-{key}")).unwrap_or_default();
            return t.with(
                "why-holiday",
                &[("name", name.into()), ("day", t.day(*date).into())],
            );
        }
        let key = match (source, ranges.is_empty()) {
            (HoursSource::Override, true) => "why-hours-own-none",
            (HoursSource::Override, false) => "why-hours-own",
            (_, true) => "why-hours-none",
            (_, false) => "why-hours",
        };
        let words = t.with(
            key,
            &[
                ("day", t.day(*date).into()),
                ("hours", times(ranges).into()),
                ("zone", t.zone(*zone).into()),
            ],
        );
        match &found.source {
            Source::Hours(Some(travel)) => {
                let travelling = t.with(
                    "why-travel",
                    &[
                        ("from", t.day_month(travel.from).into()),
                        ("to", t.day_month(travel.to).into()),
                        ("city", t.city(travel.zone).into()),
                    ],
                );
                format!("{words} {travelling}")
            }
            _ => words,
        }
    }

    fn away(&self, span: Span, source: &Source) -> String {
        let t = self.t;
        let words = t.with(
            "why-away",
            &[
                (
                    "from",
                    t.moment_short(span.start(), self.now, self.zone).into(),
                ),
                ("to", t.moment_short(span.end(), self.now, self.zone).into()),
            ],
        );
        match source {
            Source::Absence(absence) if !absence.message.is_empty() => {
                let quoted = t.one("quoted", "words", absence.message.as_str());
                format!("{words} {quoted}")
            }
            _ => words,
        }
    }

    fn taken(&self, span: Span, near: Near, source: &Source) -> String {
        let t = self.t;
        let time = t.hours(span, self.zone);
        let what = match source {
            Source::Booking(booking) => t.with(
                "why-booking",
                &[
                    ("name", booking.attendee.name.as_str().into()),
                    ("title", booking.title.as_str().into()),
                    ("time", time.into()),
                ],
            ),
            Source::Busy(entries) => {
                let titles: Vec<&str> = entries
                    .iter()
                    .map(|busy| busy.title.as_str())
                    .filter(|title| !title.is_empty())
                    .take(3)
                    .collect();
                t.with(
                    "why-busy",
                    &[
                        ("titles", titles.join(", ").into()),
                        ("count", titles.len().into()),
                        ("time", time.into()),
                    ],
                )
            }
            Source::Colleague => t.with("why-busy", &[("count", 0.into()), ("time", time.into())]),
            _ => t.one("why-held", "time", time),
        };
        let (key, minutes) = match near {
            Near::Overlaps => return what,
            Near::BufferAfter(minutes) => ("why-buffer-after", minutes),
            Near::BufferBefore(minutes) => ("why-buffer-before", minutes),
            Near::Gap(minutes) => ("why-gap", minutes),
        };
        format!("{what} {}", t.one(key, "minutes", t.minutes(minutes)))
    }

    fn limit(&self, limit: Limit, (used, bound): (u32, u32)) -> String {
        let key = match limit {
            Limit::PerDay => "why-limit-day",
            Limit::PerWeek => "why-limit-week",
            Limit::PerMonth => "why-limit-month",
            Limit::MinutesPerDay => "why-limit-minutes",
        };
        self.counted(key, used, bound)
    }

    fn energy(&self, rule: Rule) -> String {
        let t = self.t;
        match rule {
            Rule::SessionsPerDay { used, bound } => self.counted("why-energy-day", used, bound),
            Rule::MinutesPerDay { used, bound } => {
                self.counted("why-energy-day-minutes", used, bound)
            }
            Rule::SessionsPerWeek { used, bound } => self.counted("why-energy-week", used, bound),
            Rule::MinutesPerWeek { used, bound } => {
                self.counted("why-energy-week-minutes", used, bound)
            }
            Rule::InARow { used, bound, pause } => t.with(
                "why-energy-row",
                &[
                    ("used", used.into()),
                    ("bound", bound.into()),
                    ("pause", t.minutes(pause).into()),
                ],
            ),
            Rule::TimeOfDay {
                not_before,
                not_after,
            } => t.with(
                "why-energy-time",
                &[
                    ("from", clock(not_before.unwrap_or(0)).into()),
                    ("to", clock(not_after.unwrap_or(24 * 60)).into()),
                ],
            ),
        }
    }

    fn counted(&self, key: &str, used: u32, bound: u32) -> String {
        self.t
            .with(key, &[("used", used.into()), ("bound", bound.into())])
    }
}

fn times(ranges: &[TimeRange]) -> String {
    let words: Vec<String> = ranges
        .iter()
        .map(|range| format!("{}–{}", range.from_text(), range.to_text()))
        .collect();
    words.join(", ")
}
