//! Setting sessions, moving them, calling them off.

use chrono::{DateTime, Days, TimeDelta, Utc};
use url::Url;

use super::super::bookings::{self, seats};
use super::super::links::Links;
use super::super::slots::{self, Offered};
use super::super::{Problems, ServiceError, Viewer, event_types, new_id, waiting};
use super::forms::{MOST_SEATS, MOST_WEEKS, SessionForm};
use super::{Session, SessionStatus, members, standing};
use crate::kernel::booking::{Booking, TransitionError};
use crate::kernel::group::{Decision, GroupRules};
use crate::kernel::slots::Refusal;
use crate::kernel::span::Span;
use crate::kernel::{text, zone};
use crate::store::claims;
use crate::store::jobs::{self, Job, MailReader};
use crate::store::{self, Db};
use crate::texts::Texts;

/// The longest session, in minutes.
const LONGEST: u32 = 24 * 60;

/// Sets a session, or a weekly series of them: all or none. Fixed members are booked in.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields; `Refused` when one is in the past or the host has
/// something else then.
pub fn create(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
    (event_type_id, form): (&str, &SessionForm),
    now: DateTime<Utc>,
) -> Result<Vec<Session>, ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    bookings::lock(db, &offered)?;
    let rules = store::groups::rules(db, event_type_id)?;
    let model = checked(&offered, &rules, form)?;
    let mut sessions = Vec::new();
    for week in 0..form.weeks {
        let span = weeks_later(&offered, model.span, week).ok_or(Refusal::BeyondWindow)?;
        let id = new_id();
        let session = Session {
            id,
            ..model.clone()
        };
        let session = session.at(&rules, offered.event_type.rules.minimum_notice, span);
        set(db, &offered, &session, now)?;
        members::book_in(db, links, &offered, &session, now)?;
        sessions.push(store::groups::find(db, &session.id)?);
    }
    waiting::fill(db, event_type_id, now)?;
    Ok(sessions)
}

fn checked(
    offered: &Offered,
    rules: &GroupRules,
    form: &SessionForm,
) -> Result<Session, ServiceError> {
    let event_type = &offered.event_type;
    let mut problems = Problems::default();
    let title = problems.take("title", text::one_line(&form.title, 0, 120));
    let seats = form.seats.unwrap_or(event_type.rules.seats);
    if event_type.rules.seats == 1 || !(1..=MOST_SEATS).contains(&seats) {
        problems.add("seats", "seats");
    }
    if !(1..=MOST_WEEKS).contains(&form.weeks) {
        problems.add("weeks", "weeks");
    }
    let usual = event_type.rules.durations.first().copied();
    let duration = form.duration.or(usual).unwrap_or_default();
    if !(1..=LONGEST).contains(&duration) {
        problems.add("duration", "durations");
    }
    problems.finish()?;
    let length = TimeDelta::minutes(i64::from(duration));
    let end = form.start.checked_add_signed(length);
    let span = end.and_then(|end| Span::new(form.start, end));
    let span = span.ok_or(Refusal::BeyondWindow)?;
    let session = Session::new(new_id(), event_type, rules, span);
    let title = title.filter(|title| !title.is_empty());
    Ok(Session {
        seats,
        is_set: true,
        title: title.unwrap_or_else(|| session.title.clone()),
        ..session
    })
}

/// The same wall-clock time so many weeks later.
fn weeks_later(offered: &Offered, span: Span, weeks: u32) -> Option<Span> {
    let local = zone::local(span.start(), offered.zone);
    let local = local.checked_add_days(Days::new(u64::from(weeks) * 7))?;
    let start = zone::instant(local, offered.zone);
    Span::new(start, start.checked_add_signed(span.duration())?)
}

/// Takes the time of the host. Their own hours do not count: they have said that they are there.
fn set(
    db: &mut Db,
    offered: &Offered,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if session.span.start() <= now {
        return Err(Refusal::InThePast.into());
    }
    make_room(db, offered, session, now)?;
    seats::open(db, offered, session)
}

/// Makes sure that the host has nothing else then, and ends what has run out there.
fn make_room(
    db: &mut Db,
    offered: &Offered,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let host_ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    let view = claims::View {
        event_type_id: &session.event_type_id,
        except: Some(&session.id),
        now,
    };
    for claims in claims::in_range_of(db, &host_ids, session.span, view)?.into_values() {
        if !claims.live.is_empty() {
            return Err(Refusal::Taken.into());
        }
        for run_out in claims.run_out {
            bookings::end_run_out(db, &run_out, now)?;
        }
    }
    Ok(())
}

/// One of the viewer's sessions with all that it needs to be changed, held by the transaction.
fn find_locked(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(Session, Offered), ServiceError> {
    let event_type_id = store::groups::find(db, id)?.event_type_id;
    let event_type = event_types::find(db, viewer, &event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    bookings::lock(db, &offered)?;
    Ok((store::groups::find_locked(db, id)?, offered))
}

fn may_change(session: &Session, now: DateTime<Utc>) -> Result<(), TransitionError> {
    if session.status == SessionStatus::Cancelled {
        Err(TransitionError::AlreadyCancelled)
    } else if session.span.start() <= now {
        Err(TransitionError::AlreadyBegun)
    } else {
        Ok(())
    }
}

/// The host calls a session off; everybody who comes is told, `reason` may be empty.
///
/// # Errors
/// `NotFound`; `Invalid`; `Transition` when it has begun or was called off before.
pub fn cancel(
    db: &mut Db,
    viewer: &Viewer,
    (id, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Session, ServiceError> {
    let (session, _) = find_locked(db, viewer, id)?;
    may_change(&session, now)?;
    let reason = bookings::checked_reason(reason)?;
    call_off(db, session, |_| reason.clone(), now)
}

fn call_off(
    db: &mut Db,
    session: Session,
    reason: impl Fn(&Booking) -> String,
    now: DateTime<Utc>,
) -> Result<Session, ServiceError> {
    for booking in standing(db, &session.id)? {
        let booking = store::bookings::find_locked(db, &booking.id)?;
        let reason = reason(&booking);
        seats::call_off(db, booking, reason, now)?;
    }
    waiting::withdraw(db, &session, None, now)?;
    let hosts = claims::hosts(db, &session.id)?;
    let session = seats::close(db, session)?;
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    waiting::freed_later(db, &hosts, now)?;
    waiting::look_again(db, &session.event_type_id, now)?;
    Ok(session)
}

/// The host moves a session; everybody who comes is told. It stays as long as it was.
///
/// # Errors
/// `NotFound`; `Refused` when its host has something else then, or it lies in the past;
/// `Transition` when it has begun or was called off.
pub fn reschedule(
    db: &mut Db,
    viewer: &Viewer,
    (id, start): (&str, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Session, ServiceError> {
    let (session, offered) = find_locked(db, viewer, id)?;
    may_change(&session, now)?;
    let previous = session.span;
    let end = start.checked_add_signed(previous.duration());
    let span = end.and_then(|end| Span::new(start, end));
    let span = span.ok_or(Refusal::BeyondWindow)?;
    if span == previous {
        return Err(TransitionError::SameTime.into());
    }
    if start <= now {
        return Err(Refusal::InThePast.into());
    }
    waiting::withdraw(db, &session, Some(span), now)?;
    let rules = store::groups::rules(db, &session.event_type_id)?;
    let notice = offered.event_type.rules.minimum_notice;
    let moved = Session {
        sequence: session.sequence + 1,
        // What was kept for those who wait is offered anew.
        seats_taken: store::groups::booked(db, id)?,
        ..session
    }
    .at(&rules, notice, span);
    let hosts = claims::hosts(db, id)?;
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    make_room(db, &offered, &moved, now)?;
    claims::delete(db, id)?;
    store::groups::update(db, &moved)?;
    seats::claim(db, &offered, &moved)?;
    for booking in standing(db, id)? {
        let booking = store::bookings::find_locked(db, &booking.id)?;
        seats::move_with(db, booking, span, now)?;
    }
    waiting::freed_later(db, &hosts, now)?;
    waiting::look_again(db, &moved.event_type_id, now)?;
    Ok(moved)
}

/// The host changes how many people a session takes.
///
/// # Errors
/// `NotFound`; `Invalid` when more seats are taken, with their number; `Transition`.
pub fn set_seats(
    db: &mut Db,
    viewer: &Viewer,
    (id, seats): (&str, u32),
    now: DateTime<Utc>,
) -> Result<Session, ServiceError> {
    let (session, _) = find_locked(db, viewer, id)?;
    may_change(&session, now)?;
    let mut problems = Problems::default();
    if !(1..=MOST_SEATS).contains(&seats) {
        problems.add("seats", "seats");
    } else if seats < session.seats_taken {
        problems.add("seats", SeatsTaken(session.seats_taken));
    }
    problems.finish()?;
    let session = Session { seats, ..session };
    store::groups::update(db, &session)?;
    waiting::fill(db, &session.event_type_id, now)?;
    Ok(store::groups::find(db, id)?)
}

/// A session cannot have fewer seats than so many, which are taken.
struct SeatsTaken(u32);

impl From<SeatsTaken> for super::super::errors::Problem {
    fn from(SeatsTaken(taken): SeatsTaken) -> Self {
        Self::of("seats-taken", taken)
    }
}

/// The host says where a session can be watched again, and until when; an empty link takes it
/// back.
///
/// # Errors
/// `NotFound`; `Invalid` when it is not a link.
pub fn set_replay(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    (url, until): (&str, Option<DateTime<Utc>>),
) -> Result<Session, ServiceError> {
    let (session, _) = find_locked(db, viewer, id)?;
    let url = url.trim();
    let is_web =
        Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let mut problems = Problems::default();
    if url.len() > 1_000 || (!url.is_empty() && !is_web) {
        problems.add("replay_url", "not-a-link");
    }
    problems.finish()?;
    let session = Session {
        replay_url: url.to_owned(),
        replay_until: until,
        ..session
    };
    store::groups::update(db, &session)?;
    Ok(session)
}

/// The host writes to everybody who comes, guests too, each in a mail of their own. Returns how
/// many bookings that were.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn send_message(
    db: &mut Db,
    viewer: &Viewer,
    (id, subject, body): (&str, &str, &str),
    now: DateTime<Utc>,
) -> Result<usize, ServiceError> {
    let (session, _) = find_locked(db, viewer, id)?;
    let mut problems = Problems::default();
    let subject = problems.take("subject", text::one_line(subject, 1, 120));
    let body = problems.take("body", text::lines(body, 1, 5_000));
    problems.finish()?;
    let (Some(subject), Some(body)) = (subject, body) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let message_id = new_id();
    store::groups::insert_message(db, &message_id, &session.id, (&subject, &body), now)?;
    let bookings = standing(db, &session.id)?;
    for booking in &bookings {
        let guests = 0..u32::try_from(booking.attendee.guests.len()).unwrap_or(0);
        let readers = guests.map(MailReader::Guest).chain([MailReader::Attendee]);
        for reader in readers {
            let job = Job::SessionMessage {
                booking_id: booking.id.clone(),
                message_id: message_id.clone(),
                reader,
            };
            jobs::push(db, &job, now)?;
        }
    }
    Ok(bookings.len())
}

/// Decides on the day that was named whether a session takes place. With too few it is called
/// off; otherwise everybody who comes is told that it takes place.
///
/// # Errors
/// `NotFound`.
pub fn decide(
    db: &mut Db,
    texts: &Texts,
    (id, sequence): (&str, u32),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let event_type_id = store::groups::find(db, id)?.event_type_id;
    let event_type = store::event_types::find(db, &event_type_id)?;
    let offered = slots::of_event_type(db, event_type)?;
    bookings::lock(db, &offered)?;
    let session = store::groups::find_locked(db, id)?;
    if session.sequence != sequence {
        return Ok(());
    }
    match session.decide(store::groups::booked(db, id)?, now) {
        None => Ok(()),
        // A worker that slept through the start cannot call off what has begun.
        Some(Decision::TooFew) if session.span.start() > now => {
            let words = |booking: &Booking| texts.get(booking.attendee.language, "group-too-few");
            call_off(db, session, words, now).map(drop)
        }
        Some(Decision::TooFew | Decision::Going) => goes(db, session, now),
    }
}

fn goes(db: &mut Db, session: Session, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let session = Session {
        status: SessionStatus::Going,
        ..session
    };
    store::groups::update(db, &session)?;
    for booking in standing(db, &session.id)? {
        let booking_id = booking.id;
        jobs::push(db, &Job::SessionGoes { booking_id }, now)?;
    }
    Ok(())
}
