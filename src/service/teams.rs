//! Teams: who belongs to them, who holds their sessions, and how these are shared out.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Problems, ServiceError, Viewer, new_id, templates};
use crate::kernel::event_type::EventType;
use crate::kernel::people::{Slug, Username};
use crate::kernel::team::{Assignment, MOST_WEIGHT, Membership, Part, Role, Team};
use crate::kernel::{text, zone};
pub use crate::store::fairness::{Balance, Entry, Kind};
pub use crate::store::teams::Member;
use crate::store::{self, Db, StoreError};

/// How many people one team may have, and how many teams one instance.
const MOST_MEMBERS: usize = 500;
const MOST_TEAMS: usize = 500;

/// A team as typed.
#[derive(Debug, Clone, Default)]
pub struct TeamForm {
    /// Its name in the address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What a visitor reads about it.
    pub description: String,
    /// IANA name.
    pub zone: String,
}

/// Fails unless the viewer leads this team or runs the instance.
pub(super) fn must_lead(db: &mut Db, viewer: &Viewer, team_id: &str) -> Result<(), ServiceError> {
    let membership = store::teams::membership(db, team_id, &viewer.person.id)?;
    match membership {
        Some(Membership {
            role: Role::Lead, ..
        }) => Ok(()),
        _ if viewer.person.is_admin => Ok(()),
        Some(_) => Err(ServiceError::Forbidden),
        // Whether it exists is nobody else's business.
        None => Err(ServiceError::NotFound),
    }
}

/// Fails unless the viewer belongs to this team or runs the instance.
pub(super) fn must_belong(db: &mut Db, viewer: &Viewer, team_id: &str) -> Result<(), ServiceError> {
    match must_lead(db, viewer, team_id) {
        Ok(()) | Err(ServiceError::Forbidden) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Every team, by name.
pub fn list(db: &mut Db) -> Result<Vec<Team>, ServiceError> {
    Ok(store::teams::list(db)?)
}

/// The teams that the viewer belongs to, by name; all of them for whoever runs the instance.
pub fn list_own(db: &mut Db, viewer: &Viewer) -> Result<Vec<Team>, ServiceError> {
    Ok(if viewer.person.is_admin {
        store::teams::list(db)?
    } else {
        store::teams::list_of(db, &viewer.person.id)?
    })
}

/// A team by its name in the address.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, slug: &Slug) -> Result<Team, ServiceError> {
    Ok(store::teams::find_by_slug(db, slug)?)
}

/// A team of the viewer's.
///
/// # Errors
/// `NotFound`.
pub fn find_own(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Team, ServiceError> {
    let team = store::teams::find(db, id)?;
    must_belong(db, viewer, id)?;
    Ok(team)
}

/// Whether the viewer may change a team.
pub fn is_led_by(db: &mut Db, viewer: &Viewer, team: &Team) -> Result<bool, ServiceError> {
    match must_lead(db, viewer, &team.id) {
        Ok(()) => Ok(true),
        Err(ServiceError::Forbidden | ServiceError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The members of a team who are not disabled, by name.
pub fn members(db: &mut Db, team: &Team) -> Result<Vec<Member>, ServiceError> {
    let mut members = store::teams::members(db, &team.id)?;
    members.retain(|member| !member.person.is_disabled);
    Ok(members)
}

/// Adds a team, which the viewer leads until others do.
///
/// # Errors
/// `Forbidden` for those who do not run the instance; `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    form: &TeamForm,
    now: DateTime<Utc>,
) -> Result<Team, ServiceError> {
    viewer.must_be_admin()?;
    let team = checked(db, new_id(), form)?;
    store::teams::insert(db, &team, now)?;
    let membership = Membership {
        team_id: team.id.clone(),
        person_id: viewer.person.id.clone(),
        role: Role::Lead,
        weight: 1,
    };
    store::teams::set_membership(db, &membership, now)?;
    Ok(team)
}

/// Writes a team over.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` with the fields.
pub fn replace(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    form: &TeamForm,
) -> Result<Team, ServiceError> {
    must_lead(db, viewer, id)?;
    let team = checked(db, id.to_owned(), form)?;
    store::teams::update(db, &team)?;
    Ok(team)
}

/// Removes a team.
///
/// # Errors
/// `NotFound`; `Forbidden`; `InUse` when one of its event types was ever booked.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    must_lead(db, viewer, id)?;
    Ok(store::teams::delete(db, id)?)
}

fn checked(db: &mut Db, id: String, form: &TeamForm) -> Result<Team, ServiceError> {
    let mut problems = Problems::default();
    let slug = problems.take("slug", Slug::parse(&form.slug));
    let name = problems.take("name", text::one_line(&form.name, 1, 120));
    let description = problems.take("description", text::lines(&form.description, 0, 5_000));
    let zone = problems.take("zone", zone::parse(&form.zone));
    if let Some(slug) = &slug {
        match store::teams::find_by_slug(db, slug) {
            Ok(other) if other.id != id => problems.add("slug", "already-taken"),
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if store::teams::list(db)?.len() >= MOST_TEAMS {
        problems.add("name", "too-many");
    }
    problems.finish()?;
    let (Some(slug), Some(name), Some(description), Some(zone)) = (slug, name, description, zone)
    else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    Ok(Team {
        id,
        slug,
        name,
        description,
        zone,
    })
}

/// What somebody is to be in a team.
#[derive(Debug, Clone)]
pub struct MemberForm {
    /// Who.
    pub username: Username,
    /// What they may do.
    pub role: Role,
    /// How much of the work they take.
    pub weight: u32,
}

/// Takes somebody into a team, or changes what they are there.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid`, also when nobody would lead the team any more.
pub fn set_member(
    db: &mut Db,
    viewer: &Viewer,
    team_id: &str,
    form: &MemberForm,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    must_lead(db, viewer, team_id)?;
    store::teams::lock(db, team_id)?;
    let mut problems = Problems::default();
    if form.weight > MOST_WEIGHT {
        problems.add("weight", "weight");
    }
    let person = match store::people::find_by_username(db, &form.username) {
        Ok(person) if !person.is_disabled => Some(person),
        Ok(_) | Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let members = store::teams::members(db, team_id)?;
    match &person {
        None => problems.add("username", "unknown-host"),
        Some(person) => {
            let is_new = members.iter().all(|member| member.person.id != person.id);
            if is_new && members.len() >= MOST_MEMBERS {
                problems.add("username", "too-many");
            }
            if form.role == Role::Member && is_last_lead(&members, &person.id) {
                problems.add("role", "last-lead");
            }
        }
    }
    problems.finish()?;
    let Some(person) = person else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let membership = Membership {
        team_id: team_id.to_owned(),
        person_id: person.id,
        role: form.role,
        weight: form.weight,
    };
    Ok(store::teams::set_membership(db, &membership, now)?)
}

/// Somebody leaves a team: on their own, or because a lead says so. The sessions they have agreed
/// to stay theirs.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` when nobody would lead the team any more.
pub fn remove_member(
    db: &mut Db,
    viewer: &Viewer,
    team_id: &str,
    username: &Username,
) -> Result<(), ServiceError> {
    let person = store::people::find_by_username(db, username)?;
    if person.id != viewer.person.id {
        must_lead(db, viewer, team_id)?;
    }
    store::teams::lock(db, team_id)?;
    let members = store::teams::members(db, team_id)?;
    if is_last_lead(&members, &person.id) {
        let mut problems = Problems::default();
        problems.add("role", "last-lead");
        problems.finish()?;
    }
    templates::keep_own(db, team_id, &person.id)?;
    Ok(store::teams::delete_membership(db, team_id, &person.id)?)
}

/// Whether this is the only one who leads the team.
fn is_last_lead(members: &[Member], person_id: &str) -> bool {
    let mut leads = members
        .iter()
        .filter(|member| member.membership.role == Role::Lead);
    leads.next().is_some_and(|lead| lead.person.id == person_id) && leads.next().is_none()
}

/// How event types are shared out, by id; one that is no team's has no entry.
pub fn assignments(
    db: &mut Db,
    event_types: &[EventType],
) -> Result<BTreeMap<String, Assignment>, ServiceError> {
    let of_teams = event_types.iter().filter(|it| it.team_id().is_some());
    let ids: Vec<&str> = of_teams.map(|it| it.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let parts = store::teams::parts_of_all(db, &ids)?;
    Ok(parts
        .into_iter()
        .map(|(id, parts)| (id, Assignment::of(&parts)))
        .collect())
}

/// Who holds the sessions of a team's event type.
pub fn parts(db: &mut Db, event_type_id: &str) -> Result<Vec<Part>, ServiceError> {
    Ok(store::teams::parts(db, event_type_id)?)
}

/// Says who holds the sessions of a team's event type: one of each part.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` when a part is empty, when somebody is in two parts or not in
/// the team, or when every part is optional.
pub fn set_parts(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    parts: &[Part],
) -> Result<(), ServiceError> {
    let event_type = super::event_types::find(db, viewer, event_type_id)?;
    let team_id = event_type.team_id().ok_or(ServiceError::NotFound)?;
    let members: HashSet<String> = store::teams::members(db, team_id)?
        .into_iter()
        .map(|member| member.person.id)
        .collect();
    let mut problems = Problems::default();
    let mut seen = HashSet::new();
    let ids = || parts.iter().flat_map(|part| &part.host_ids);
    if parts.iter().all(|part| part.is_optional) || parts.iter().any(|p| p.host_ids.is_empty()) {
        problems.add("parts", "empty-part");
    }
    if !ids().all(|id| members.contains(id)) {
        problems.add("parts", "unknown-host");
    }
    if !ids().all(|id| seen.insert(id)) {
        problems.add("parts", "host-twice");
    }
    problems.finish()?;
    Ok(store::teams::replace_parts(db, event_type_id, parts)?)
}

/// The ledger of a team as its members read it.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The members, by name.
    pub members: Vec<Member>,
    /// What each is owed and did, by the id of the person.
    pub balances: HashMap<String, Balance>,
    /// The last decisions, the newest first.
    pub entries: Vec<Entry>,
    /// The names of all whom they are about.
    pub names: Names,
}

/// The names of people, by id.
pub type Names = HashMap<String, String>;

/// The ledger of a team: `count` entries after the first `skip`. Every member reads all of it.
///
/// # Errors
/// `NotFound`.
pub fn ledger(
    db: &mut Db,
    viewer: &Viewer,
    team_id: &str,
    part: (u32, u32),
) -> Result<Ledger, ServiceError> {
    must_belong(db, viewer, team_id)?;
    let members = store::teams::members(db, team_id)?;
    let balances = store::fairness::balances(db, team_id)?;
    let entries = store::fairness::list(db, team_id, part)?;
    let names = names(db, &entries)?;
    Ok(Ledger {
        members,
        balances,
        entries,
        names,
    })
}

/// How the session of a booking was shared out: who could have taken it, with what they were
/// credited, and who took it. Every member of the team reads it.
///
/// # Errors
/// `NotFound`.
pub fn decision(
    db: &mut Db,
    viewer: &Viewer,
    team_id: &str,
    booking_id: &str,
) -> Result<(Vec<Entry>, Names), ServiceError> {
    must_belong(db, viewer, team_id)?;
    let mut entries = store::fairness::of_booking(db, booking_id)?;
    entries.retain(|entry| entry.team_id == team_id);
    if entries.is_empty() {
        return Err(ServiceError::NotFound);
    }
    let names = names(db, &entries)?;
    Ok((entries, names))
}

fn names(db: &mut Db, entries: &[Entry]) -> Result<Names, ServiceError> {
    let ids: Vec<&str> = entries
        .iter()
        .map(|entry| entry.person_id.as_str())
        .collect();
    let people = store::people::find_all(db, &ids)?.into_iter();
    Ok(people.map(|person| (person.id, person.name)).collect())
}
