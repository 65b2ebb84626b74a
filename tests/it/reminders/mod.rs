//! Reminders and follow-ups: what is sent when, and what never is.

mod acts;
mod api;
mod crash;
mod desk;
mod rules;

use chrono::{DateTime, Utc};
use zeitgenosse::kernel::reminder::{Audience, Occasion, Plan, Reminder, Wording};
use zeitgenosse::service::reminders;

use crate::support::rig::{Host, Rig, at};

/// A Monday, 10:00 in Berlin and 9:00 in Lisbon.
const MONDAY: &str = "2026-01-12T09:00:00Z";
const TUESDAY: &str = "2026-01-13T09:00:00Z";

/// Moves the clock to `moment` and does what is due then.
async fn live_until(rig: &Rig, moment: &str) {
    rig.clock.advance(at(moment) - rig.now());
    rig.run_jobs().await.unwrap();
}

/// The reminders that were sent: to whom, and the text of the mail.
fn sent(rig: &Rig) -> Vec<(String, String)> {
    rig.mails()
        .into_iter()
        .filter(|(name, _)| name.starts_with("reminder-"))
        .map(|(_, text)| {
            let to = text.lines().find_map(|line| line.strip_prefix("To: "));
            (to.unwrap().to_owned(), text)
        })
        .collect()
}

/// A reminder for the client in the standard words.
fn reminder(occasion: Occasion) -> Reminder {
    Reminder {
        id: String::new(),
        occasion,
        to: Audience::Client,
        de: Wording::default(),
        en: Wording::default(),
    }
}

/// The host chooses these reminders, and no others.
async fn choose(rig: &Rig, host: &Host, chosen: Vec<Reminder>) -> Plan {
    let (viewer, id, now) = (host.viewer.clone(), host.event_type.id.clone(), rig.now());
    rig.write(move |db| reminders::change(db, &viewer, &id, |plan| plan.reminders = chosen, now))
        .await
        .unwrap()
}

/// The instants at which reminders of a booking are announced.
async fn announced(rig: &Rig, booking_id: &str) -> Vec<DateTime<Utc>> {
    let (id, now) = (booking_id.to_owned(), rig.now());
    rig.write(move |db| {
        let booking = zeitgenosse::service::bookings::load(db, &id)?.booking;
        reminders::upcoming(db, &booking, now)
    })
    .await
    .unwrap()
    .into_iter()
    .map(|(moment, _)| moment)
    .collect()
}
