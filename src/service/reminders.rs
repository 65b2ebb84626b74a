//! Reminders and follow-ups: what a host chooses for an event type, and what is sent when.
//!
//! Every agreed session has one job in the queue, for the next moment at which one of its
//! reminders is due. It reads the rules afresh, queues the mails of that moment and the job for
//! the next one. Whoever moves a session or changes the rules adds the job of the new moment; one
//! that comes for a moment that no rule names any more finds nothing to do.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::bookings::{self, BookingView};
use super::{Problems, ServiceError, Viewer, event_types, groups, new_id, slots, templates};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::placeholders;
use crate::kernel::reminder::{
    Audience, MOST_LEFT, MOST_MINUTES, Occasion, Plan, Reminder, Tone, Wording,
};
use crate::kernel::template::Lock;
use crate::kernel::text;
use crate::store::jobs::{self, Job, MailReader};
use crate::store::{self, Db, StoreError, reminders};

/// How many reminders one event type may have.
const MOST_REMINDERS: usize = 20;
/// How many characters a subject and a letter may have.
const MOST_SUBJECT: usize = 200;
const MOST_BODY: usize = 3_000;

/// A reminder that is to be sent, and what it is about.
#[derive(Debug, Clone)]
pub struct Due {
    /// The session.
    pub view: BookingView,
    /// What is sent.
    pub reminder: Reminder,
    /// How its standard texts address the client.
    pub tone: Tone,
}

/// The reminders of one of the viewer's event types.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, event_type_id: &str) -> Result<Plan, ServiceError> {
    event_types::find(db, viewer, event_type_id)?;
    Ok(reminders::find(db, event_type_id)?)
}

/// Changes the reminders of one of the viewer's event types, for all sessions to come.
///
/// # Errors
/// `NotFound`; `Forbidden` when a template decides them; `Invalid` with the fields,
/// `reminders.0.number` and so on.
pub fn change(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    edit: impl FnOnce(&mut Plan),
    now: DateTime<Utc>,
) -> Result<Plan, ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    templates::must_be_free(db, event_type_id, Lock::Reminders)?;
    let offered = slots::of_event_type(db, event_type)?;
    // Nobody books between the old rules and the new ones.
    bookings::lock(db, &offered)?;
    let stored = reminders::find(db, event_type_id)?;
    let mut plan = stored.clone();
    edit(&mut plan);
    let plan = checked(plan, &stored)?;
    write(db, event_type_id, &plan, now)?;
    templates::follow_reminders(db, event_type_id, now)?;
    Ok(plan)
}

/// Writes the reminders of an event type over, and sees to those of its sessions.
pub(super) fn write(
    db: &mut Db,
    event_type_id: &str,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    reminders::replace(db, event_type_id, plan)?;
    let since = now - TimeDelta::minutes(i64::from(MOST_MINUTES));
    for (booking_id, span) in reminders::sessions_since(db, event_type_id, since)? {
        if let Some(moment) = plan.next_moment(span, now) {
            wake(db, &booking_id, moment)?;
        }
    }
    Ok(())
}

/// Whether a reminder could be kept as it is; keeps nothing.
///
/// # Errors
/// `Invalid` with the fields, as [`change`] names those of the first reminder.
pub fn check(reminder: Reminder) -> Result<Reminder, ServiceError> {
    let mut problems = Problems::default();
    let reminder = checked_reminder(reminder, "reminders.0", &mut problems);
    problems.finish()?;
    Ok(reminder)
}

/// How the standard texts of the viewer address their reader.
pub fn find_tone(db: &mut Db, viewer: &Viewer) -> Result<Tone, ServiceError> {
    Ok(reminders::find_tone(db, &viewer.person.id)?)
}

/// Chooses how the standard texts of the viewer address their reader.
pub fn set_tone(db: &mut Db, viewer: &Viewer, tone: Tone) -> Result<(), ServiceError> {
    Ok(reminders::set_tone(db, &viewer.person.id, tone)?)
}

/// When reminders of a session will go out, and to whom, the next one first.
pub fn upcoming(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, Audience)>, ServiceError> {
    if booking.life.status != Status::Confirmed {
        return Ok(Vec::new());
    }
    let plan = reminders::find(db, &booking.event_type_id)?;
    let mut upcoming: Vec<_> = plan
        .reminders
        .iter()
        .filter_map(|reminder| Some((reminder.occasion.moment(booking.life.span)?, reminder.to)))
        .filter(|(moment, _)| *moment > now)
        .collect();
    upcoming.sort_by_key(|(moment, _)| *moment);
    Ok(upcoming)
}

/// Sees to the reminders of a session that has been agreed or has moved. What would have gone out
/// before now does not.
pub(super) fn plan(db: &mut Db, booking: &Booking, now: DateTime<Utc>) -> Result<(), ServiceError> {
    if booking.life.status != Status::Confirmed {
        return Ok(());
    }
    let plan = reminders::find(db, &booking.event_type_id)?;
    if let Some(moment) = plan.next_moment(booking.life.span, now) {
        wake(db, &booking.id, moment)?;
    }
    Ok(())
}

/// Queues the mails of a session that are due at `moment`, and the next look at it. Does nothing
/// for a session that is gone, called off or moved.
pub fn remind(db: &mut Db, booking_id: &str, moment: DateTime<Utc>) -> Result<(), ServiceError> {
    let booking = match store::bookings::find(db, booking_id) {
        Ok(booking) => booking,
        Err(StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if booking.life.status != Status::Confirmed {
        return Ok(());
    }
    let plan = reminders::find(db, &booking.event_type_id)?;
    let with_host = groups::speaks_for_all(db, &booking)?;
    for reminder in plan.due_at(booking.life.span, moment) {
        send(db, &booking, (reminder, with_host), moment)?;
    }
    if let Some(next) = plan.next_moment(booking.life.span, moment) {
        wake(db, booking_id, next)?;
    }
    Ok(())
}

/// The client did not come: queues what the host wants to be sent then.
pub fn after_no_show(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for reminder in reminders::find(db, &booking.event_type_id)?.reminders {
        if let Occasion::NoShow { minutes } = reminder.occasion {
            let moment = now + TimeDelta::minutes(i64::from(minutes));
            send(db, booking, (&reminder, true), moment)?;
        }
    }
    Ok(())
}

/// A package has `left` sessions after `booking` took one of it: queues what the host wants to be
/// sent then.
pub fn package_nearly_used(
    db: &mut Db,
    booking: &Booking,
    left: u32,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for reminder in reminders::find(db, &booking.event_type_id)?.reminders {
        if reminder.occasion == (Occasion::Package { left }) {
            send(db, booking, (&reminder, true), now)?;
        }
    }
    Ok(())
}

/// A reminder on its way: of `booking_id`, as long as that starts at `starts_at`. None when the
/// session is called off or has moved, the reminder is gone, or its time is over.
pub fn find_due(
    db: &mut Db,
    (booking_id, reminder_id): (&str, &str),
    starts_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Due>, ServiceError> {
    let view = match bookings::load(db, booking_id) {
        Ok(view) => view,
        Err(ServiceError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let life = &view.booking.life;
    if life.status != Status::Confirmed || life.span.start() != starts_at {
        return Ok(None);
    }
    let plan = reminders::find(db, &view.booking.event_type_id)?;
    let host_tone = reminders::find_tone(db, &view.booking.host_id)?;
    Ok(plan
        .reminders
        .into_iter()
        .find(|reminder| reminder.id == reminder_id)
        .filter(|reminder| reminder.occasion.is_timely(life.span, now))
        .map(|reminder| Due {
            reminder,
            tone: plan.tone.unwrap_or(host_tone),
            view,
        }))
}

fn wake(db: &mut Db, booking_id: &str, moment: DateTime<Utc>) -> Result<(), StoreError> {
    let job = Job::Remind {
        booking_id: booking_id.to_owned(),
        moment,
    };
    jobs::push(db, &job, moment)
}

fn send(
    db: &mut Db,
    booking: &Booking,
    (reminder, with_host): (&Reminder, bool),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    for reader in readers(booking, (reminder, with_host)) {
        let job = Job::Reminder {
            booking_id: booking.id.clone(),
            reminder_id: reminder.id.clone(),
            starts_at: booking.life.span.start(),
            reader,
        };
        jobs::push(db, &job, at)?;
    }
    Ok(())
}

fn readers(booking: &Booking, (reminder, with_host): (&Reminder, bool)) -> Vec<MailReader> {
    let places = |count: usize| 0..u32::try_from(count).unwrap_or(u32::MAX);
    let mut readers = Vec::new();
    if reminder.to.has_client() {
        readers.push(MailReader::Attendee);
        if reminder.occasion.is_for_guests() {
            readers.extend(places(booking.attendee.guests.len()).map(MailReader::Guest));
        }
    }
    if with_host && reminder.to.has_host() {
        readers.push(MailReader::Host);
        readers.extend(places(booking.co_host_ids.len()).map(MailReader::CoHost));
    }
    readers
}

/// The plan, if it can be kept. A reminder keeps its id, so that one that has gone out for a
/// session does not go out again; a new one gets an id.
fn checked(plan: Plan, stored: &Plan) -> Result<Plan, ServiceError> {
    let mut problems = Problems::default();
    if plan.reminders.len() > MOST_REMINDERS {
        problems.add("reminders", "too-many");
    }
    let standard = Plan::standard();
    let mut free: HashSet<&str> = (stored.reminders.iter().chain(&standard.reminders))
        .map(|known| known.id.as_str())
        .collect();
    let mut reminders = Vec::new();
    for (place, mut reminder) in (0..MOST_REMINDERS).zip(plan.reminders) {
        if !free.remove(reminder.id.as_str()) {
            reminder.id = new_id();
        }
        let field = format!("reminders.{place}");
        reminders.push(checked_reminder(reminder, &field, &mut problems));
    }
    problems.finish()?;
    Ok(Plan {
        is_standard: plan.tone.is_none() && reminders == standard.reminders,
        tone: plan.tone,
        reminders,
    })
}

fn checked_reminder(reminder: Reminder, field: &str, problems: &mut Problems) -> Reminder {
    if !is_within_bounds(reminder.occasion) {
        problems.add(&format!("{field}.number"), "reminder-number");
    }
    Reminder {
        de: checked_wording(&reminder.de, &format!("{field}.de"), problems),
        en: checked_wording(&reminder.en, &format!("{field}.en"), problems),
        ..reminder
    }
}

fn is_within_bounds(occasion: Occasion) -> bool {
    match occasion {
        Occasion::Before { minutes } => (1..=MOST_MINUTES).contains(&minutes),
        Occasion::After { minutes } | Occasion::NoShow { minutes } => minutes <= MOST_MINUTES,
        Occasion::Package { left } => left <= MOST_LEFT,
    }
}

fn checked_wording(wording: &Wording, field: &str, problems: &mut Problems) -> Wording {
    let mut take = |name: &str, result: Result<String, text::TextError>| {
        let field = format!("{field}.{name}");
        let text = problems.take(&field, result).unwrap_or_default();
        if !placeholders::are_known(&text) {
            problems.add(&field, "unknown-placeholder");
        }
        text
    };
    Wording {
        subject: take("subject", text::one_line(&wording.subject, 0, MOST_SUBJECT)),
        body: take("body", text::lines(&wording.body, 0, MOST_BODY)),
    }
}
