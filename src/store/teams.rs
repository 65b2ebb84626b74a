//! Teams, who belongs to them, and who holds their sessions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::micros;
use super::people;
use super::schema::{event_type_hosts, memberships, people as people_table, teams};
use super::{Db, StoreError};
use crate::kernel::people::{Person, Slug};
use crate::kernel::team::{Membership, Part, Role, Team};
use crate::kernel::zone;

/// Id, slug, name, description, zone, since when.
type Row = (String, String, String, String, String, i64);

/// A member with what they are in the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// What they are in the team.
    pub membership: Membership,
}

/// Adds a team.
///
/// # Errors
/// `Duplicate` when another has the slug.
pub fn insert(db: &mut Db, team: &Team, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(teams::table)
        .values((
            teams::id.eq(&team.id),
            teams::slug.eq(team.slug.as_str()),
            teams::name.eq(&team.name),
            teams::description.eq(&team.description),
            teams::zone.eq(team.zone.name()),
            teams::created_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Writes a team over.
///
/// # Errors
/// `Duplicate` when another has the slug; `NotFound`.
pub fn update(db: &mut Db, team: &Team) -> Result<(), StoreError> {
    let touched = diesel::update(teams::table.find(&team.id))
        .set((
            teams::slug.eq(team.slug.as_str()),
            teams::name.eq(&team.name),
            teams::description.eq(&team.description),
            teams::zone.eq(team.zone.name()),
        ))
        .execute(db)?;
    if touched == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// Removes a team with its memberships and ledger.
///
/// # Errors
/// `InUse` when one of its event types was ever booked; `NotFound`.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    match diesel::delete(teams::table.find(id)).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Finds a team by id.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<Team, StoreError> {
    read(teams::table.find(id).get_result(db)?)
}

/// Finds a team by its name in the address.
///
/// # Errors
/// `NotFound`.
pub fn find_by_slug(db: &mut Db, slug: &Slug) -> Result<Team, StoreError> {
    let row = teams::table
        .filter(teams::slug.eq(slug.as_str()))
        .get_result(db)?;
    read(row)
}

/// Every team, by name.
pub fn list(db: &mut Db) -> Result<Vec<Team>, StoreError> {
    let rows: Vec<Row> = teams::table.order((teams::name, teams::id)).load(db)?;
    rows.into_iter().map(read).collect()
}

/// The teams somebody belongs to, by name.
pub fn list_of(db: &mut Db, person_id: &str) -> Result<Vec<Team>, StoreError> {
    let rows: Vec<Row> = teams::table
        .inner_join(memberships::table)
        .filter(memberships::person_id.eq(person_id))
        .order((teams::name, teams::id))
        .select(teams::all_columns)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The ids of everybody who is in a team with somebody.
pub fn colleagues(db: &mut Db, person_id: &str) -> Result<Vec<String>, StoreError> {
    let own = memberships::table
        .filter(memberships::person_id.eq(person_id))
        .select(memberships::team_id);
    let own: Vec<String> = own.load(db)?;
    Ok(memberships::table
        .filter(memberships::team_id.eq_any(own))
        .filter(memberships::person_id.ne(person_id))
        .select(memberships::person_id)
        .distinct()
        .load(db)?)
}

/// Holds a team until the transaction ends: its sessions are shared out one after the other.
///
/// # Errors
/// `NotFound`.
pub fn lock(db: &mut Db, id: &str) -> Result<Team, StoreError> {
    let team = teams::table.find(id);
    read(match db {
        Db::Pg(connection) => team.for_no_key_update().get_result(connection)?,
        Db::Sqlite(connection) => team.get_result(connection)?,
    })
}

fn read((id, slug, name, description, zone, _): Row) -> Result<Team, StoreError> {
    let corrupt = || StoreError::Corrupt("team");
    Ok(Team {
        id,
        slug: Slug::parse(&slug).map_err(|_| corrupt())?,
        name,
        description,
        zone: zone::parse(&zone).map_err(|_| corrupt())?,
    })
}

/// The members of a team, by name; also disabled people.
pub fn members(db: &mut Db, team_id: &str) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(String, i32, people::Row)> = memberships::table
        .inner_join(people_table::table)
        .filter(memberships::team_id.eq(team_id))
        .order((people_table::name, people_table::id))
        .select((
            memberships::role,
            memberships::weight,
            people::Row::as_select(),
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(role, weight, person)| {
            let person = Person::try_from(person)?;
            Ok(Member {
                membership: Membership {
                    team_id: team_id.to_owned(),
                    person_id: person.id.clone(),
                    role: read_role(&role)?,
                    weight: read_weight(weight)?,
                },
                person,
            })
        })
        .collect()
}

/// What somebody is in a team, if they belong to it.
pub fn membership(
    db: &mut Db,
    team_id: &str,
    person_id: &str,
) -> Result<Option<Membership>, StoreError> {
    let row: Option<(String, i32)> = memberships::table
        .find((team_id, person_id))
        .select((memberships::role, memberships::weight))
        .get_result(db)
        .optional()?;
    row.map(|(role, weight)| {
        Ok(Membership {
            team_id: team_id.to_owned(),
            person_id: person_id.to_owned(),
            role: read_role(&role)?,
            weight: read_weight(weight)?,
        })
    })
    .transpose()
}

/// Takes somebody into a team, or changes what they are there.
pub fn set_membership(
    db: &mut Db,
    membership: &Membership,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let key = (&membership.team_id, &membership.person_id);
    let what = (
        memberships::role.eq(role_word(membership.role)),
        memberships::weight.eq(i32::try_from(membership.weight).unwrap_or(i32::MAX)),
    );
    let touched = diesel::update(memberships::table.find(key))
        .set(what)
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(memberships::table)
            .values((
                memberships::team_id.eq(&membership.team_id),
                memberships::person_id.eq(&membership.person_id),
                what.0,
                what.1,
                memberships::joined_at.eq(micros(now)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Somebody leaves a team, and its event types. What they have agreed to stays.
///
/// # Errors
/// `NotFound`.
pub fn delete_membership(db: &mut Db, team_id: &str, person_id: &str) -> Result<(), StoreError> {
    use super::schema::event_types;

    let own = event_types::table
        .filter(event_types::team_id.eq(team_id))
        .select(event_types::id);
    diesel::delete(
        event_type_hosts::table
            .filter(event_type_hosts::person_id.eq(person_id))
            .filter(event_type_hosts::event_type_id.eq_any(own)),
    )
    .execute(db)?;
    match diesel::delete(memberships::table.find((team_id, person_id))).execute(db)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Who holds the sessions of an event type, in parts; a person in the order of ids.
pub fn parts(db: &mut Db, event_type_id: &str) -> Result<Vec<Part>, StoreError> {
    let found = parts_of_all(db, &[event_type_id])?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// The same of several event types, by their ids; one that is no team's has no entry.
pub fn parts_of_all(
    db: &mut Db,
    event_type_ids: &[&str],
) -> Result<BTreeMap<String, Vec<Part>>, StoreError> {
    let rows: Vec<(String, i32, bool, String)> = event_type_hosts::table
        .filter(event_type_hosts::event_type_id.eq_any(event_type_ids))
        .order((
            event_type_hosts::event_type_id,
            event_type_hosts::part,
            event_type_hosts::person_id,
        ))
        .select((
            event_type_hosts::event_type_id,
            event_type_hosts::part,
            event_type_hosts::is_optional,
            event_type_hosts::person_id,
        ))
        .load(db)?;
    let mut found: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for part in rows.chunk_by(|one, next| (&one.0, one.1) == (&next.0, next.1)) {
        found.entry(part[0].0.clone()).or_default().push(Part {
            is_optional: part.iter().any(|(_, _, is_optional, _)| *is_optional),
            host_ids: part.iter().map(|(.., id)| id.clone()).collect(),
        });
    }
    Ok(found)
}

/// Writes over who holds the sessions of an event type.
pub fn replace_parts(db: &mut Db, event_type_id: &str, parts: &[Part]) -> Result<(), StoreError> {
    let own = event_type_hosts::table.filter(event_type_hosts::event_type_id.eq(event_type_id));
    diesel::delete(own).execute(db)?;
    for (number, part) in (0..).zip(parts) {
        for host_id in &part.host_ids {
            diesel::insert_into(event_type_hosts::table)
                .values((
                    event_type_hosts::event_type_id.eq(event_type_id),
                    event_type_hosts::person_id.eq(host_id),
                    event_type_hosts::part.eq(number),
                    event_type_hosts::is_optional.eq(part.is_optional),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Member => "member",
    }
}

fn read_role(word: &str) -> Result<Role, StoreError> {
    match word {
        "lead" => Ok(Role::Lead),
        "member" => Ok(Role::Member),
        _ => Err(StoreError::Corrupt("membership")),
    }
}

fn read_weight(stored: i32) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|_| StoreError::Corrupt("membership"))
}
