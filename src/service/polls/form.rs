//! What a host asks for, checked.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::super::{Problems, ServiceError, Viewer};
use crate::kernel::event_type::EventType;
use crate::kernel::people::{Email, Person, Username};
use crate::kernel::polls::Sight;
use crate::kernel::span::Span;
use crate::kernel::{text, zone};
use crate::store::{self, Db, StoreError};

/// How many times one poll can propose.
pub const MOST_OPTIONS: usize = 50;
/// How many hosts of the instance can be asked, besides the one who asks.
pub const MOST_HOSTS: usize = 20;
/// How many people can be asked or answer.
pub const MOST_PEOPLE: usize = 500;
/// How many addresses can be asked at once.
pub(super) const MOST_EMAILS: usize = 100;
/// How far ahead a time can lie.
const FARTHEST: TimeDelta = TimeDelta::days(366);

/// A poll as typed or sent.
#[derive(Debug, Clone, Default)]
pub struct PollForm {
    /// What it is about.
    pub title: String,
    /// Some lines more; may be empty.
    pub description: String,
    /// The event type whose place and lengths it uses.
    pub event_type_id: String,
    /// How long each time is; none is the event type's first length.
    pub minutes: Option<u32>,
    /// Where its clock hangs, an IANA name.
    pub zone: String,
    /// When the times begin, UTC.
    pub starts: Vec<DateTime<Utc>>,
    /// The hosts of this instance who are asked, by username.
    pub hosts: Vec<String>,
    /// Who else is asked, by address; an address of a host of this instance asks that host.
    pub emails: Vec<String>,
    /// From when on no answers are taken, UTC.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether the best time is booked at the deadline.
    pub closes_itself: bool,
    /// Whether those are reminded who have not answered, a day before the deadline.
    pub reminds: bool,
    /// Whether its times are held in the hosts' calendars.
    pub holds: bool,
    /// Who sees what others answered; none is everybody.
    pub sight: Option<Sight>,
    /// How many can say yes to one time.
    pub most_yes: Option<u32>,
}

/// The same, checked.
pub(super) struct Checked {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) event_type: EventType,
    pub(super) minutes: u32,
    pub(super) zone: Tz,
    /// In the order of the form.
    pub(super) spans: Vec<Span>,
    pub(super) hosts: Vec<Person>,
    pub(super) emails: Vec<Email>,
}

/// Checks what can be said without knowing what is taken. Times in `known` may be over, and
/// `deadline` may have passed: they were there before.
///
/// # Errors
/// `Invalid` with the fields; a time is `options.0`.
pub(super) fn check(
    db: &mut Db,
    viewer: &Viewer,
    form: &PollForm,
    known: (&[Span], Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> Result<Checked, ServiceError> {
    let mut problems = Problems::default();
    let title = problems.take("title", text::one_line(&form.title, 1, 120));
    let description = problems.take("description", text::lines(&form.description, 0, 2_000));
    let zone = problems.take("zone", zone::parse(&form.zone));
    let event_type = event_type(db, viewer, &form.event_type_id)?;
    if event_type.is_none() {
        problems.add("event_type", "unknown-offer");
    }
    let minutes = event_type
        .as_ref()
        .and_then(|event_type| minutes(event_type, form, &mut problems));
    let spans = spans(form, minutes.unwrap_or(1), known.0, now, &mut problems);
    check_deadline(form, &spans, known.1, now, &mut problems);
    if form
        .most_yes
        .is_some_and(|most| !(1..=MOST_PEOPLE).contains(&usize::try_from(most).unwrap_or(0)))
    {
        problems.add("most_yes", "limit-zero");
    }
    let hosts = hosts(db, viewer, &form.hosts, &mut problems)?;
    let emails = emails(&form.emails, &mut problems);
    problems.finish()?;
    let (Some(title), Some(description), Some(zone)) = (title, description, zone) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let (Some(event_type), Some(minutes)) = (event_type, minutes) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(Checked {
        title,
        description,
        event_type,
        minutes,
        zone,
        spans,
        hosts,
        emails,
    })
}

fn event_type(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Option<EventType>, ServiceError> {
    match store::event_types::find(db, id) {
        Ok(event_type) => {
            Ok(Some(event_type).filter(|it| it.host_id() == Some(viewer.person.id.as_str())))
        }
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The length must be one of the event type's: the session can then be moved as any other.
fn minutes(event_type: &EventType, form: &PollForm, problems: &mut Problems) -> Option<u32> {
    let durations = &event_type.rules.durations;
    let minutes = match form.minutes {
        None => durations.first().copied(),
        Some(minutes) => durations.contains(&minutes).then_some(minutes),
    };
    if minutes.is_none() {
        problems.add("minutes", "unknown-duration");
    }
    minutes
}

fn spans(
    form: &PollForm,
    minutes: u32,
    known: &[Span],
    now: DateTime<Utc>,
    problems: &mut Problems,
) -> Vec<Span> {
    if form.starts.is_empty() {
        problems.add("options", "no-times");
    }
    if form.starts.len() > MOST_OPTIONS {
        problems.add("options", "too-many");
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut spans = Vec::new();
    for (place, start) in form.starts.iter().enumerate() {
        let field = format!("options.{place}");
        let end = start.checked_add_signed(TimeDelta::minutes(i64::from(minutes)));
        let Some(span) = end.and_then(|end| Span::new(*start, end)) else {
            problems.add(&field, "too-far");
            continue;
        };
        if !seen.insert(*start) {
            problems.add(&field, "time-twice");
        } else if *start <= now && !known.contains(&span) {
            problems.add(&field, "in-the-past");
        } else if *start > now + FARTHEST {
            problems.add(&field, "too-far");
        } else if form.holds && spans.iter().any(|other: &Span| other.overlaps(&span)) {
            problems.add(&field, "held-overlap");
        }
        spans.push(span);
    }
    spans
}

/// A deadline must leave time to answer, and come before the last time is over.
fn check_deadline(
    form: &PollForm,
    spans: &[Span],
    known: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    problems: &mut Problems,
) {
    let Some(deadline) = form.deadline else {
        if form.closes_itself || form.reminds {
            problems.add("deadline", "deadline-missing");
        }
        return;
    };
    let last = spans.iter().map(Span::start).max();
    if deadline <= now && known != Some(deadline) {
        problems.add("deadline", "in-the-past");
    } else if last.is_some_and(|last| deadline > last) {
        problems.add("deadline", "deadline-late");
    }
}

fn hosts(
    db: &mut Db,
    viewer: &Viewer,
    usernames: &[String],
    problems: &mut Problems,
) -> Result<Vec<Person>, ServiceError> {
    if usernames.len() > MOST_HOSTS {
        problems.add("hosts", "too-many");
        return Ok(Vec::new());
    }
    let names: Option<Vec<Username>> = usernames
        .iter()
        .map(|name| Username::parse(name).ok())
        .collect();
    let names = names.unwrap_or_default();
    let distinct: HashSet<&str> = names.iter().map(Username::as_str).collect();
    let wanted: Vec<&str> = distinct.iter().copied().collect();
    let mut found = store::people::list_by_username(db, &wanted)?;
    found.retain(|person| !person.is_disabled);
    if found.len() < distinct.len() || names.len() < usernames.len() {
        problems.add("hosts", "unknown-host");
    }
    found.retain(|person| person.id != viewer.person.id);
    Ok(found)
}

/// The addresses that are asked, each once.
pub(super) fn emails(typed: &[String], problems: &mut Problems) -> Vec<Email> {
    if typed.len() > MOST_EMAILS {
        problems.add("emails", "too-many");
        return Vec::new();
    }
    let mut seen = HashSet::new();
    typed
        .iter()
        .filter_map(|email| problems.take("emails", Email::parse(email)))
        .filter(|email| seen.insert(email.as_str().to_lowercase()))
        .collect()
}
