//! What hosts offer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use url::Url;

use super::{Problems, ServiceError, Viewer, new_id, schedules, teams, templates, waiting};
use crate::kernel::event_type::{
    EventType, Location, Owner, Question, QuestionKind, SlotRules, Visibility,
};
use crate::kernel::intake::MOST_KEEP_DAYS;
use crate::kernel::people::{Person, Slug};
use crate::kernel::slots::RulesError;
use crate::kernel::team::{Part, Team};
use crate::kernel::text;
use crate::rooms::Rooms;
use crate::store::{self, Db, StoreError};
use crate::texts::Texts;

/// How many questions one event type may ask, and how many options one question may have.
const MOST_QUESTIONS: usize = 20;
const MOST_OPTIONS: usize = 50;

/// An event type as typed or sent.
#[derive(Debug, Clone)]
pub struct EventTypeForm {
    /// Its name in the address.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// The schedule whose hours it uses; none is the host's first.
    pub schedule_id: Option<String>,
    /// When it can be booked.
    pub rules: SlotRules,
    /// Whether the host answers every request by hand.
    pub needs_approval: bool,
    /// Where the session takes place.
    pub location: Location,
    /// What the client is asked.
    pub questions: Vec<Question>,
    /// Who finds it.
    pub visibility: Visibility,
}

/// What an event type is checked against.
pub struct Means<'a> {
    /// The conferencing servers that may be named.
    pub rooms: &'a Rooms,
    /// The words of questions that are asked by themselves.
    pub texts: &'a Texts,
}

/// The viewer's event types, the oldest first, also closed ones.
pub fn list_own(db: &mut Db, viewer: &Viewer) -> Result<Vec<EventType>, ServiceError> {
    Ok(store::event_types::list(db, &viewer.person.id)?)
}

/// The event types that a visitor of a host's page finds.
pub fn list_public(db: &mut Db, host: &Person) -> Result<Vec<EventType>, ServiceError> {
    let mut event_types = store::event_types::list(db, &host.id)?;
    event_types.retain(|event_type| event_type.visibility == Visibility::Public);
    Ok(event_types)
}

/// The event types that visitors find, by the id of their host, the oldest first; without
/// questions.
pub fn list_public_of_all(db: &mut Db) -> Result<BTreeMap<String, Vec<EventType>>, ServiceError> {
    let mut of_host: BTreeMap<String, Vec<EventType>> = BTreeMap::new();
    for event_type in store::event_types::list_public(db)? {
        if let Some(host_id) = event_type.host_id().map(str::to_owned) {
            of_host.entry(host_id).or_default().push(event_type);
        }
    }
    Ok(of_host)
}

/// The event types that a visitor of a team's page finds.
pub fn list_public_of_team(db: &mut Db, team: &Team) -> Result<Vec<EventType>, ServiceError> {
    let mut event_types = store::event_types::list_of_team(db, &team.id)?;
    event_types.retain(|event_type| event_type.visibility == Visibility::Public);
    Ok(event_types)
}

/// The event types of a team of the viewer's, the oldest first, also closed ones.
///
/// # Errors
/// `NotFound`.
pub fn list_of_team(
    db: &mut Db,
    viewer: &Viewer,
    team: &Team,
) -> Result<Vec<EventType>, ServiceError> {
    teams::find_own(db, viewer, &team.id)?;
    Ok(store::event_types::list_of_team(db, &team.id)?)
}

/// One of the viewer's event types, or of a team that they lead.
///
/// # Errors
/// `NotFound`; `Forbidden` for other members of the team.
pub fn find(db: &mut Db, viewer: &Viewer, id: &str) -> Result<EventType, ServiceError> {
    let event_type = store::event_types::find(db, id)?;
    match &event_type.owner {
        Owner::Host { host_id, .. } => viewer.must_be(host_id)?,
        Owner::Team { team_id } => teams::must_lead(db, viewer, team_id)?,
    }
    Ok(event_type)
}

/// Adds an event type for the viewer.
///
/// # Errors
/// `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    means: &Means,
    form: EventTypeForm,
    now: DateTime<Utc>,
) -> Result<EventType, ServiceError> {
    let event_type = checked(db, viewer, means, (new_id(), None), form)?;
    store::event_types::insert(db, &event_type, now)?;
    Ok(event_type)
}

/// Adds an event type for a team that the viewer leads. Every member holds its sessions by
/// turns, until it is said who does.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` with the fields.
pub fn create_for_team(
    db: &mut Db,
    viewer: &Viewer,
    means: &Means,
    (team_id, form): (&str, EventTypeForm),
    now: DateTime<Utc>,
) -> Result<EventType, ServiceError> {
    teams::must_lead(db, viewer, team_id)?;
    let event_type = checked(db, viewer, means, (new_id(), Some(team_id)), form)?;
    store::event_types::insert(db, &event_type, now)?;
    let members = store::teams::members(db, team_id)?;
    let everybody = Part {
        is_optional: false,
        host_ids: members.into_iter().map(|member| member.person.id).collect(),
    };
    store::teams::replace_parts(db, &event_type.id, &[everybody])?;
    Ok(event_type)
}

/// Writes one of the viewer's event types over. What is booked stays as it was booked, and
/// sessions that are set keep their length and their seats.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn replace(
    db: &mut Db,
    viewer: &Viewer,
    means: &Means,
    id: &str,
    form: EventTypeForm,
) -> Result<EventType, ServiceError> {
    let stored = find(db, viewer, id)?;
    let event_type = checked(db, viewer, means, (id.to_owned(), stored.team_id()), form)?;
    templates::check(db, &event_type)?;
    store::event_types::update(db, &event_type)?;
    templates::follow(db, &event_type)?;
    if let Some(host_id) = event_type.host_id() {
        waiting::has_time_again(db, host_id)?;
    }
    Ok(event_type)
}

/// Removes one of the viewer's event types.
///
/// # Errors
/// `NotFound`; `InUse` when it was ever booked: it can be closed instead.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    find(db, viewer, id)?;
    Ok(store::event_types::delete(db, id)?)
}

fn checked(
    db: &mut Db,
    viewer: &Viewer,
    means: &Means,
    (id, team_id): (String, Option<&str>),
    form: EventTypeForm,
) -> Result<EventType, ServiceError> {
    let mut problems = Problems::default();
    let slug = problems.take("slug", Slug::parse(&form.slug));
    let title = problems.take("title", text::one_line(&form.title, 1, 120));
    let description = problems.take("description", text::lines(&form.description, 0, 5_000));
    let owner = match team_id {
        Some(team_id) => Some(Owner::Team {
            team_id: team_id.to_owned(),
        }),
        None => {
            let schedule_id = schedule_of(db, viewer, form.schedule_id.as_deref(), &mut problems)?;
            schedule_id.map(|schedule_id| Owner::Host {
                host_id: viewer.person.id.clone(),
                schedule_id,
            })
        }
    };
    check_rules(&form.rules, &mut problems);
    if team_id.is_some() && form.rules.seats > 1 {
        problems.add("seats", "seats-of-team");
    }
    let location = checked_location(means.rooms, form.location, &mut problems);
    let mut questions = checked_questions(form.questions, &mut problems);
    ask_for_phone(&location, &mut questions, || {
        means.texts.get(viewer.person.language, "question-phone")
    });
    if let Some(slug) = &slug {
        let other = match team_id {
            Some(team_id) => store::event_types::find_by_team(db, team_id, slug),
            None => store::event_types::find_by_slug(db, &viewer.person.id, slug).map(|of| of.0),
        };
        match other {
            Ok(other) if other.id != id => problems.add("slug", "already-taken"),
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    problems.finish()?;
    let (Some(slug), Some(title), Some(description), Some(owner)) =
        (slug, title, description, owner)
    else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(EventType {
        id,
        owner,
        slug,
        title,
        description,
        rules: form.rules,
        needs_approval: form.needs_approval,
        location,
        questions,
        visibility: form.visibility,
    })
}

/// Where the host calls the client, the client is asked for a number.
fn ask_for_phone(
    location: &Location,
    questions: &mut Vec<Question>,
    label: impl FnOnce() -> String,
) {
    let host_calls = matches!(location, Location::Phone { number } if number.is_empty());
    let is_asked = questions
        .iter()
        .any(|question| question.kind == QuestionKind::Phone && question.is_required);
    if host_calls && !is_asked {
        questions.retain(|question| question.key != "phone");
        questions.insert(
            0,
            Question {
                key: "phone".to_owned(),
                label: label(),
                kind: QuestionKind::Phone,
                is_required: true,
                ..Question::default()
            },
        );
    }
}

/// The schedule that is named, or the host's first.
fn schedule_of(
    db: &mut Db,
    viewer: &Viewer,
    id: Option<&str>,
    problems: &mut Problems,
) -> Result<Option<String>, ServiceError> {
    let found = match id {
        Some(id) => match schedules::find(db, viewer, id) {
            Ok(schedule) => Some(schedule.id),
            Err(ServiceError::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => schedules::list(db, viewer)?
            .into_iter()
            .next()
            .map(|schedule| schedule.id),
    };
    if found.is_none() {
        problems.add("schedule", "unknown-schedule");
    }
    Ok(found)
}

fn check_rules(rules: &SlotRules, problems: &mut Problems) {
    if let Err(error) = rules.check() {
        problems.add(field_of(error), error);
    }
}

/// The field that a rule is typed into.
fn field_of(error: RulesError) -> &'static str {
    match error {
        RulesError::Durations => "durations",
        RulesError::Step => "slot_step",
        RulesError::Buffer => "buffer_before",
        RulesError::Notice => "minimum_notice",
        RulesError::Seats => "seats",
        RulesError::Window => "window",
        RulesError::Limits(_) => "limits",
    }
}

fn checked_location(rooms: &Rooms, location: Location, problems: &mut Problems) -> Location {
    match location {
        Location::Room { backend } => {
            if rooms.find(&backend).is_none() {
                problems.add("location", "unknown-backend");
            }
            Location::Room { backend }
        }
        Location::Phone { number } => Location::Phone {
            number: problems
                .take("location", text::one_line(&number, 0, 40))
                .unwrap_or_default(),
        },
        Location::Place { address } => Location::Place {
            address: problems
                .take("location", text::one_line(&address, 1, 300))
                .unwrap_or_default(),
        },
        Location::Link { url } => {
            let is_web = Url::parse(url.trim())
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            if !is_web || url.len() > 1_000 {
                problems.add("location", "not-a-link");
            }
            Location::Link {
                url: url.trim().to_owned(),
            }
        }
    }
}

fn checked_questions(questions: Vec<Question>, problems: &mut Problems) -> Vec<Question> {
    if questions.len() > MOST_QUESTIONS {
        problems.add("questions", "too-many");
        return Vec::new();
    }
    let mut keys = std::collections::HashSet::new();
    let mut checked = Vec::new();
    for (place, question) in questions.into_iter().enumerate() {
        let field = |name: &str| format!("questions.{place}.{name}");
        let label = problems.take(&field("label"), text::one_line(&question.label, 1, 300));
        let is_key = Slug::parse(&question.key).is_ok_and(|key| key.as_str() == question.key);
        if !is_key || !keys.insert(question.key.clone()) {
            problems.add(&field("key"), "question-key");
        }
        let purpose = text::one_line(&question.purpose, 0, 300);
        if question.keep_days > MOST_KEEP_DAYS {
            problems.add(&field("keep_days"), "keep-days");
        }
        checked.push(Question {
            key: question.key,
            label: label.unwrap_or_default(),
            kind: checked_kind(question.kind, field, problems),
            is_required: question.is_required,
            purpose: problems
                .take(&field("purpose"), purpose)
                .unwrap_or_default(),
            keep_days: question.keep_days,
        });
    }
    checked
}

fn checked_kind(
    kind: QuestionKind,
    field: impl Fn(&str) -> String,
    problems: &mut Problems,
) -> QuestionKind {
    match kind {
        QuestionKind::Choice(options) => {
            QuestionKind::Choice(checked_options(options, &field("options"), problems))
        }
        QuestionKind::Several(options) => {
            QuestionKind::Several(checked_options(options, &field("options"), problems))
        }
        QuestionKind::Number {
            min: Some(min),
            max: Some(max),
        } if max < min => {
            problems.add(&field("max"), "max-below-min");
            kind
        }
        other => other,
    }
}

fn checked_options(options: Vec<String>, field: &str, problems: &mut Problems) -> Vec<String> {
    if options.len() < 2 || options.len() > MOST_OPTIONS {
        problems.add(field, "options");
        return Vec::new();
    }
    let options: Vec<String> = options
        .iter()
        .filter_map(|option| problems.take(field, text::one_line(option, 1, 120)))
        .collect();
    let distinct: std::collections::HashSet<&String> = options.iter().collect();
    if distinct.len() < options.len() {
        problems.add(field, "option-twice");
    }
    options
}
