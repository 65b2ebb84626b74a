//! What a client types, checked.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::groups;
use super::super::links::hash;
use super::super::slots::Place;
use super::super::{Problems, ServiceError, new_id};
use crate::kernel::booking::Attendee;
use crate::kernel::event_type::EventType;
use crate::kernel::intake::Answer;
use crate::kernel::people::{Email, Language, parse_person_name};
use crate::kernel::slots::Refusal;
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::store::Db;

/// How many others a client may bring.
const MOST_GUESTS: usize = 10;

/// A booking as a client asks for it; texts are as typed.
#[derive(Debug, Clone)]
pub struct NewBooking {
    /// What, and whose time.
    pub place: Place,
    /// From when.
    pub start: DateTime<Utc>,
    /// How long, in minutes; none is the event type's first duration.
    pub duration: Option<u32>,
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: String,
    /// The zone they look at times in, an IANA name.
    pub zone: String,
    /// The language they read.
    pub language: Language,
    /// Answers by the key of their question; what was chosen of several comes one a line.
    pub answers: BTreeMap<String, String>,
    /// Addresses of others who come.
    pub guests: Vec<String>,
    /// The same key with the same request gets the same booking.
    pub idempotency_key: Option<String>,
    /// What not everybody asks for.
    pub wishes: Wishes,
}

/// What not everybody who books asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Which of three prices: `low`, `standard`, `high`.
    pub price: Option<String>,
    /// That a paid session begins before the right to withdraw is over.
    pub early_start: bool,
    /// The token of the hold on the time they book.
    pub hold: Option<String>,
    /// How many come along without being named, where sessions have seats.
    pub extra_places: u32,
}

impl NewBooking {
    /// A hash of what is asked for: two requests with the same one are the same request.
    pub(super) fn fingerprint(&self) -> String {
        hash(&format!(
            "{:?}",
            (
                (&self.place, self.start, self.duration),
                (&self.name, &self.email, &self.zone, self.language),
                (&self.answers, &self.guests, &self.wishes),
            )
        ))
    }
}

/// The span that is asked for.
pub(super) fn span(
    event_type: &EventType,
    start: DateTime<Utc>,
    duration: Option<u32>,
) -> Result<Span, ServiceError> {
    let durations = &event_type.rules.durations;
    let duration = match duration {
        None => durations.first().copied(),
        Some(duration) => durations.contains(&duration).then_some(duration),
    }
    .ok_or(Refusal::WrongDuration)?;
    start
        .checked_add_signed(TimeDelta::minutes(i64::from(duration)))
        .and_then(|end| Span::new(start, end))
        .ok_or(ServiceError::Refused(Refusal::BeyondWindow))
}

/// How many people come, where sessions have seats: the client, their guests, and those who are
/// not named.
///
/// # Errors
/// `Invalid` when one booking may not bring so many.
pub(in super::super) fn places(
    db: &mut Db,
    event_type: &EventType,
    new: &NewBooking,
) -> Result<u32, ServiceError> {
    let mut problems = Problems::default();
    let unnamed = new.wishes.extra_places;
    if event_type.rules.seats == 1 {
        if unnamed > 0 {
            problems.add("extra_places", TooManyPlaces(0));
        }
        problems.finish()?;
        return Ok(1);
    }
    let rules = groups::rules_of(db, event_type)?;
    let guests = u32::try_from(new.guests.len()).unwrap_or(u32::MAX);
    let extra = guests.saturating_add(unnamed);
    if extra > rules.extra_places {
        let field = if unnamed > 0 {
            "extra_places"
        } else {
            "guests"
        };
        problems.add(field, TooManyPlaces(rules.extra_places));
    }
    problems.finish()?;
    Ok(1 + extra)
}

/// One booking may bring no more than so many.
struct TooManyPlaces(u32);

impl From<TooManyPlaces> for super::super::errors::Problem {
    fn from(TooManyPlaces(max): TooManyPlaces) -> Self {
        Self::of("too-many-places", max)
    }
}

/// Checks who comes and what they answered; `problems` holds what is known to be wrong already.
///
/// # Errors
/// `Invalid` with every field that needs another look.
pub(in super::super) fn check(
    event_type: &EventType,
    new: &NewBooking,
    mut problems: Problems,
) -> Result<Attendee, ServiceError> {
    let name = problems.take("name", parse_person_name(&new.name));
    let email = problems.take("email", Email::parse(&new.email));
    let zone = problems.take("zone", zone::parse(&new.zone));
    let guests = check_guests(&new.guests, &mut problems);
    let answers = check_answers(event_type, &new.answers, &mut problems);
    problems.finish()?;
    let (Some(name), Some(email), Some(zone)) = (name, email, zone) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(Attendee {
        id: new_id(),
        name,
        email,
        zone,
        language: new.language,
        guests,
        answers,
    })
}

fn check_guests(guests: &[String], problems: &mut Problems) -> Vec<Email> {
    if guests.len() > MOST_GUESTS {
        problems.add("guests", "too-many");
        return Vec::new();
    }
    guests
        .iter()
        .filter_map(|guest| problems.take("guests", Email::parse(guest)))
        .collect()
}

fn check_answers(
    event_type: &EventType,
    given: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> Vec<Answer> {
    let is_asked = |key: &String| event_type.questions.iter().any(|q| q.key == *key);
    let unknown = given.keys().filter(|key| !is_asked(key));
    for key in unknown.take(MOST_GUESTS) {
        let field: String = key.chars().take(40).collect();
        problems.add(&format!("answers.{field}"), "unknown-question");
    }
    event_type
        .questions
        .iter()
        .filter_map(|question| {
            let answer = given.get(&question.key).map_or("", String::as_str);
            let field = format!("answers.{}", question.key);
            problems.take(&field, question.check(answer))?
        })
        .collect()
}
