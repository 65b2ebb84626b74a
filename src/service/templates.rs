//! Event types of a team from which its members have their own. What the template decides follows
//! it; the rest is the member's.

use chrono::{DateTime, Utc};

use super::{Problems, ServiceError, Viewer, event_types, new_id, reminders, teams};
use crate::kernel::event_type::{EventType, Owner};
use crate::kernel::people::{Person, Slug, Username};
pub use crate::kernel::template::{Lock, Locks};
use crate::store::{self, Db, StoreError, policies, prices, templates};

/// So many addresses are tried for a copy whose own is taken.
const MOST_TRIES: usize = 50;

/// A template with what was made from it.
#[derive(Debug, Clone)]
pub struct Template {
    /// The team's event type.
    pub event_type: EventType,
    /// What it decides; none if it is no template.
    pub locks: Option<Locks>,
    /// What members have from it, and who.
    pub copies: Vec<(EventType, Person)>,
}

/// One of the event types of a team that the viewer leads, as a template.
///
/// # Errors
/// `NotFound`, also for what is no team's; `Forbidden`.
pub fn find(db: &mut Db, viewer: &Viewer, event_type_id: &str) -> Result<Template, ServiceError> {
    let event_type = of_team(db, viewer, event_type_id)?;
    let ids = templates::copies(db, event_type_id)?;
    let copies = store::event_types::find_all(db, &ids)?;
    let hosts: Vec<&str> = copies.iter().filter_map(EventType::host_id).collect();
    let hosts = store::people::find_all(db, &hosts)?;
    let mut copies: Vec<(EventType, Person)> = copies
        .into_iter()
        .filter_map(|copy| {
            let is_theirs = |host: &&Person| Some(host.id.as_str()) == copy.host_id();
            let host = hosts.iter().find(is_theirs)?.clone();
            Some((copy, host))
        })
        .collect();
    copies.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    Ok(Template {
        locks: templates::find(db, event_type_id)?,
        event_type,
        copies,
    })
}

/// Says what a template decides, or with none that it is no template any more: what was made from
/// it then stands on its own.
///
/// # Errors
/// As [`find`].
pub fn set(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    locks: Option<&Locks>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let event_type = of_team(db, viewer, event_type_id)?;
    let Some(locks) = locks else {
        return Ok(templates::delete(db, event_type_id)?);
    };
    templates::set(db, event_type_id, locks)?;
    follow(db, &event_type)?;
    follow_price(db, event_type_id)?;
    follow_policy(db, event_type_id)?;
    follow_reminders(db, event_type_id, now)
}

/// Makes an event type for a member: like the template, at an address of their own.
///
/// # Errors
/// As [`find`]; `Invalid` about `host`: no member, no hours, or they have it already.
pub fn give(
    db: &mut Db,
    viewer: &Viewer,
    (template_id, host): (&str, &Username),
    now: DateTime<Utc>,
) -> Result<EventType, ServiceError> {
    let template = find(db, viewer, template_id)?;
    let team_id = template.event_type.team_id().unwrap_or_default();
    let mut problems = Problems::default();
    let members = store::teams::members(db, team_id)?;
    let member = members.into_iter().find(|it| it.person.username == *host);
    let schedule = match &member {
        Some(member) => store::schedules::list(db, &member.person.id)?
            .into_iter()
            .next(),
        None => None,
    };
    match (&member, &schedule) {
        (None, _) => problems.add("host", "unknown-choice"),
        (Some(_), None) => problems.add("host", "no-hours"),
        (Some(member), Some(_)) => {
            if template.locks.is_none() {
                return Err(ServiceError::NotFound);
            }
            if template
                .copies
                .iter()
                .any(|(_, it)| it.id == member.person.id)
            {
                problems.add("host", "has-it-already");
            }
        }
    }
    problems.finish()?;
    let (Some(member), Some(schedule)) = (member, schedule) else {
        return Err(ServiceError::NotFound);
    };
    let copy = EventType {
        id: new_id(),
        slug: free_slug(db, &member.person.id, &template.event_type.slug)?,
        owner: Owner::Host {
            host_id: member.person.id,
            schedule_id: schedule.id,
        },
        ..template.event_type
    };
    store::event_types::insert(db, &copy, now)?;
    templates::link(db, template_id, &copy.id)?;
    copy_price(db, template_id, &copy.id)?;
    copy_policy(db, template_id, &copy.id)?;
    copy_reminders(db, template_id, &copy.id, now)?;
    Ok(copy)
}

/// Makes what a member has from a template stand on its own.
///
/// # Errors
/// As [`find`]; `NotFound` when it was not made from it.
pub fn release(
    db: &mut Db,
    viewer: &Viewer,
    template_id: &str,
    copy_id: &str,
) -> Result<(), ServiceError> {
    let template = find(db, viewer, template_id)?;
    if !template.copies.iter().any(|(copy, _)| copy.id == copy_id) {
        return Err(ServiceError::NotFound);
    }
    Ok(templates::unlink(db, &[copy_id])?)
}

/// What of an event type its template decides, and what that is called; none if it has none.
pub fn of_copy(db: &mut Db, event_type_id: &str) -> Result<Option<(String, Locks)>, ServiceError> {
    let Some((template_id, locks)) = templates::of_copy(db, event_type_id)? else {
        return Ok(None);
    };
    let template = store::event_types::find(db, &template_id)?;
    Ok(Some((template.title, locks)))
}

/// Fails when `event_type` differs in what its template decides.
///
/// # Errors
/// `Invalid` with a field of each such part.
pub(super) fn check(db: &mut Db, event_type: &EventType) -> Result<(), ServiceError> {
    let Some((template_id, locks)) = templates::of_copy(db, &event_type.id)? else {
        return Ok(());
    };
    let template = store::event_types::find(db, &template_id)?;
    let mut problems = Problems::default();
    for lock in locks.broken(&template, event_type) {
        problems.add(field(lock), "set-by-template");
    }
    problems.finish()
}

/// Fails when the template of an event type decides this part of it.
///
/// # Errors
/// `Forbidden`.
pub(super) fn must_be_free(
    db: &mut Db,
    event_type_id: &str,
    lock: Lock,
) -> Result<(), ServiceError> {
    match templates::of_copy(db, event_type_id)? {
        Some((_, locks)) if locks.has(lock) => Err(ServiceError::Forbidden),
        _ => Ok(()),
    }
}

/// Makes what was made from a template like it, as far as it decides.
pub(super) fn follow(db: &mut Db, template: &EventType) -> Result<(), ServiceError> {
    let Some(locks) = templates::find(db, &template.id)? else {
        return Ok(());
    };
    let ids = templates::copies(db, &template.id)?;
    for copy in store::event_types::find_all(db, &ids)? {
        store::event_types::update(db, &locks.applied(template, copy))?;
    }
    Ok(())
}

/// The same with what it costs.
pub(super) fn follow_price(db: &mut Db, template_id: &str) -> Result<(), ServiceError> {
    for copy_id in locked_copies(db, template_id, Lock::Price)? {
        copy_price(db, template_id, &copy_id)?;
    }
    Ok(())
}

/// The same with what is agreed.
pub(super) fn follow_policy(db: &mut Db, template_id: &str) -> Result<(), ServiceError> {
    for copy_id in locked_copies(db, template_id, Lock::Policy)? {
        copy_policy(db, template_id, &copy_id)?;
    }
    Ok(())
}

/// The same with what is sent.
pub(super) fn follow_reminders(
    db: &mut Db,
    template_id: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for copy_id in locked_copies(db, template_id, Lock::Reminders)? {
        copy_reminders(db, template_id, &copy_id, now)?;
    }
    Ok(())
}

/// What somebody has from the templates of a team they leave stays theirs.
pub(super) fn keep_own(db: &mut Db, team_id: &str, person_id: &str) -> Result<(), ServiceError> {
    let ids = templates::of_member(db, team_id, person_id)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    Ok(templates::unlink(db, &ids)?)
}

fn of_team(db: &mut Db, viewer: &Viewer, id: &str) -> Result<EventType, ServiceError> {
    let event_type = event_types::find(db, viewer, id)?;
    let team_id = event_type.team_id().ok_or(ServiceError::NotFound)?;
    teams::must_lead(db, viewer, team_id)?;
    Ok(event_type)
}

fn locked_copies(db: &mut Db, template_id: &str, lock: Lock) -> Result<Vec<String>, ServiceError> {
    match templates::find(db, template_id)? {
        Some(locks) if locks.has(lock) => Ok(templates::copies(db, template_id)?),
        _ => Ok(Vec::new()),
    }
}

fn copy_price(db: &mut Db, from: &str, to: &str) -> Result<(), ServiceError> {
    let pricing = prices::find(db, from)?;
    Ok(prices::replace(db, to, &pricing)?)
}

fn copy_policy(db: &mut Db, from: &str, to: &str) -> Result<(), ServiceError> {
    let policy = policies::find(db, from)?;
    Ok(policies::set(db, to, &policy)?)
}

fn copy_reminders(
    db: &mut Db,
    from: &str,
    to: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let plan = store::reminders::find(db, from)?;
    reminders::write(db, to, &plan, now)
}

/// The address of a copy: the template's, or the first with a number that the host has not yet.
fn free_slug(db: &mut Db, host_id: &str, wanted: &Slug) -> Result<Slug, ServiceError> {
    for number in 1..=MOST_TRIES {
        let slug = match number {
            1 => wanted.clone(),
            _ => match Slug::parse(&format!("{wanted}-{number}")) {
                Ok(slug) => slug,
                Err(_) => break,
            },
        };
        match store::event_types::find_by_slug(db, host_id, &slug) {
            Err(StoreError::NotFound) => return Ok(slug),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut problems = Problems::default();
    problems.add("host", "already-taken");
    problems.finish()?;
    Err(ServiceError::InUse)
}

/// The field of a form that stands for a part.
fn field(lock: Lock) -> &'static str {
    match lock {
        Lock::Texts => "title",
        Lock::Time => "durations",
        Lock::Booking => "minimum_notice",
        Lock::Place => "location",
        Lock::Questions => "questions",
        Lock::Approval => "needs_approval",
        Lock::Price => "price",
        Lock::Policy => "policy",
        Lock::Reminders => "reminders",
    }
}
