//! The calendars of a coach of the demo: one that comes in, one that goes out.

use chrono::{Days, NaiveDate};

use super::fill::{Tools, ZONE};
use crate::service::feeds::{self, FeedDetail};
use crate::service::{Viewer, subscriptions};
use crate::store::Db;

/// The choir on Thursdays, a school play, and an entry that makes no sense.
pub(super) fn connect(db: &mut Db, tools: &Tools, viewer: &Viewer) -> anyhow::Result<()> {
    let today = tools.now.with_timezone(&ZONE).date_naive();
    let family = family(today);
    subscriptions::hand_in(db, viewer, ("Familie", family.as_bytes()), true, tools.now)?;
    feeds::create(
        db,
        viewer,
        tools.links,
        (None, FeedDetail::Names),
        tools.now,
    )?;
    feeds::create(db, viewer, tools.links, (None, FeedDetail::Busy), tools.now)?;
    Ok(())
}

fn family(today: NaiveDate) -> String {
    let play = today + Days::new(10);
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Familie//Kalender//DE",
        "BEGIN:VEVENT",
        "UID:chor@familie.example",
        "DTSTART;TZID=Europe/Berlin:20260108T160000",
        "DURATION:PT2H",
        "RRULE:FREQ=WEEKLY;BYDAY=TH",
        "SUMMARY:Chor",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:schule@familie.example",
        &play
            .format("DTSTART;TZID=Europe/Berlin:%Y%m%dT100000")
            .to_string(),
        "DURATION:PT3H",
        "SUMMARY:Schultheater",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:irgendwann@familie.example",
        "DTSTART:irgendwann",
        "SUMMARY:Keller aufräumen",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    .join("\r\n")
}
