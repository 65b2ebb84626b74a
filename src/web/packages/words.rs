//! A package in words, for its client's page and for the host's.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;

use super::super::calendar::rfc3339;
use crate::kernel::booking::{Booking, Status};
use crate::kernel::money::Money;
use crate::kernel::packages::{Package, Place, Session, Standing};
use crate::kernel::zone;
use crate::service::packages::{Entry, Kind, PackageView};
use crate::texts::Words;

/// How something stands, in a word and a shape.
pub struct Tag {
    /// Its class in the stylesheet.
    pub class: &'static str,
    /// The word.
    pub words: String,
}

/// A session of a package in a list.
pub struct SessionRow {
    /// Its booking.
    pub booking_id: String,
    /// Its page.
    pub href: String,
    /// Its start, RFC 3339.
    pub datetime: String,
    /// Weekday, day and month for a small leaf.
    pub leaf: [String; 3],
    /// `Dienstag, 16. März 2027, 9:30 bis 10:20 Uhr`.
    pub when: String,
    /// How it stands.
    pub tag: Tag,
    /// Whether its host may give it back: where to.
    pub give_back: Option<String>,
}

/// A line of the ledger.
pub struct HistoryLine {
    /// When, RFC 3339.
    pub datetime: String,
    /// When, in words.
    pub when: String,
    /// What happened.
    pub words: String,
    /// `+1`, `−1`; empty if nothing changed.
    pub change: String,
}

/// `10 × Einzelcoaching`.
pub fn title(t: &Words, package: &Package) -> String {
    t.with(
        "package-title",
        &[
            ("size", package.size.into()),
            ("title", package.title.as_str().into()),
        ],
    )
}

/// How a package stands.
pub fn tag(t: &Words, package: &Package, now: DateTime<Utc>) -> Tag {
    let (class, words) = match package.standing(now) {
        Standing::Running => (
            "good",
            t.count("package-state-left", package.left() as usize),
        ),
        Standing::UsedUp => ("", t.get("package-state-used-up")),
        Standing::Frozen(_) => ("wait", t.get("package-state-frozen")),
        Standing::Expired(_) => ("bad", t.get("package-state-expired")),
        Standing::Ended => ("bad", t.get("package-state-ended")),
    };
    Tag { class, words }
}

/// What is to be said about how it stands, if nothing can be booked.
pub fn standing(t: &Words, view: &PackageView, now: DateTime<Utc>) -> Option<String> {
    let package = &view.package;
    match package.standing(now) {
        Standing::Frozen(since) => {
            let since = t.date_long(since);
            Some(t.one("package-note-frozen", "day", since))
        }
        Standing::Expired(last) => Some(t.one("package-note-expired", "day", t.date_long(last))),
        Standing::Ended => Some(match refund(package) {
            Some(refund) => t.one("package-note-refund", "refund", t.money(refund)),
            None => t.get("package-note-ended"),
        }),
        _ if !view.is_offered() => Some(t.get("refused-package-host-gone")),
        Standing::UsedUp => Some(t.get("package-note-used-up")),
        Standing::Running => None,
    }
}

/// What was given back when it was ended.
fn refund(package: &Package) -> Option<Money> {
    let (price, ended) = (package.price?, package.ended?);
    Some(Money::new(ended.refund_cents, price.total.currency))
}

/// Used, planned, left, valid until, price.
pub fn facts(t: &Words, view: &PackageView) -> Vec<(String, String)> {
    let (package, ledger) = (&view.package, view.ledger);
    let mut facts = vec![
        (t.get("package-used"), ledger.used.to_string()),
        (t.get("package-planned"), ledger.planned.to_string()),
        (t.get("package-left"), ledger.left.to_string()),
        (
            t.get("package-valid"),
            package
                .last_day
                .map_or_else(|| t.get("package-forever"), |last| t.date_long(last)),
        ),
        (t.get("duration"), t.minutes(package.minutes)),
    ];
    if let Some(price) = package.price {
        let words = format!("{}. {}", t.money(price.total), t.tax_note(price.tax));
        facts.push((t.get("price"), words));
    }
    facts
}

/// The sessions that stand at one of these places; `href` says where each has its page.
pub fn rows(
    t: &Words,
    view: &PackageView,
    places: &[Place],
    (zone, now): (Tz, DateTime<Utc>),
    href: impl Fn(&Booking) -> String,
) -> Vec<SessionRow> {
    view.sessions
        .iter()
        .filter(|(session, _)| places.contains(&session.place(now)))
        .map(|(session, booking)| {
            let date = zone::date(session.span.start(), zone);
            SessionRow {
                booking_id: booking.id.clone(),
                href: href(booking),
                datetime: rfc3339(session.span.start()),
                leaf: [
                    t.weekday_short(date),
                    date.day().to_string(),
                    t.month_short(date),
                ],
                when: t.span_long(session.span, zone),
                tag: session_tag(t, session, now),
                give_back: None,
            }
        })
        .collect()
}

fn session_tag(t: &Words, session: &Session, now: DateTime<Utc>) -> Tag {
    let (class, words) = match session.place(now) {
        Place::Planned if matches!(session.status, Status::Tentative { .. }) => {
            ("wait", t.get("package-session-asked"))
        }
        Place::Planned => ("good", t.get("package-session-planned")),
        Place::Used => ("", t.get("package-session-used")),
        Place::Missed => ("bad", t.get("package-session-missed")),
        Place::Late => ("bad", t.get("package-session-late")),
        Place::Returned => ("", t.get("package-session-returned")),
    };
    Tag { class, words }
}

/// What happened to a package, the newest first.
pub fn history(t: &Words, view: &PackageView, zone: Tz) -> Vec<HistoryLine> {
    let line = |entry: &Entry| {
        let date = zone::date(entry.at, zone);
        HistoryLine {
            datetime: rfc3339(entry.at),
            when: t.date_long(date),
            words: entry_words(t, view, entry, zone),
            change: match entry.change {
                0 => String::new(),
                change @ 1.. => format!("+{change}"),
                change => format!("\u{2212}{}", change.unsigned_abs()),
            },
        }
    };
    view.entries.iter().rev().map(line).collect()
}

fn entry_words(t: &Words, view: &PackageView, entry: &Entry, zone: Tz) -> String {
    let id = entry.booking_id.as_deref();
    let session = view
        .sessions
        .iter()
        .find(|(session, _)| Some(session.booking_id.as_str()) == id);
    let when = session.map_or_else(
        || t.get("package-entry-erased"),
        |(session, _)| {
            let (start, date) = (session.span.start(), zone::date(session.span.start(), zone));
            format!("{}, {}", t.day(date), t.clock_words(start, zone))
        },
    );
    match entry.kind {
        Kind::Sold => t.get("package-entry-sold"),
        Kind::Booked => t.one("package-entry-booked", "when", when),
        Kind::Returned => t.one("package-entry-returned", "when", when),
        Kind::Kept => t.one("package-entry-kept", "when", when),
        Kind::Frozen => t.get("package-entry-frozen"),
        Kind::Thawed => t.count("package-entry-thawed", entry.days as usize),
        Kind::Ended => t.get("package-entry-ended"),
    }
}
