//! Who was asked by a poll, and what they said.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::super::db::{instant, micros};
use super::super::schema::{poll_options, poll_participants, poll_votes, polls};
use super::super::{Db, StoreError};
use super::CORRUPT;
use crate::kernel::people::Email;
use crate::kernel::polls::{Answer, Participant, Poll, Tally};
use crate::kernel::zone;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = poll_participants, treat_none_as_null = true)]
struct Row {
    id: String,
    poll_id: String,
    person_id: Option<String>,
    name: String,
    email: Option<String>,
    zone: String,
    language: String,
    comment: String,
    answered_at: Option<i64>,
}

impl From<&Participant> for Row {
    fn from(participant: &Participant) -> Self {
        Self {
            id: participant.id.clone(),
            poll_id: participant.poll_id.clone(),
            person_id: participant.host_id.clone(),
            name: participant.name.clone(),
            email: participant.email.as_ref().map(ToString::to_string),
            zone: participant.zone.name().to_owned(),
            language: participant.language.tag().to_owned(),
            comment: participant.comment.clone(),
            answered_at: participant.answered_at.map(micros),
        }
    }
}

impl TryFrom<Row> for Participant {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            poll_id: row.poll_id,
            host_id: row.person_id,
            name: row.name,
            email: row
                .email
                .map(|email| Email::parse(&email).map_err(|_| CORRUPT))
                .transpose()?,
            zone: zone::parse(&row.zone).map_err(|_| CORRUPT)?,
            language: row.language.parse().map_err(|()| CORRUPT)?,
            comment: row.comment,
            answered_at: row.answered_at.map(instant).transpose()?,
        })
    }
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Participant>, StoreError> {
    rows.into_iter().map(Participant::try_from).collect()
}

/// Adds somebody; `token_hash` is what opens the poll for them.
pub fn insert_participant(
    db: &mut Db,
    participant: &Participant,
    token_hash: &str,
) -> Result<(), StoreError> {
    diesel::insert_into(poll_participants::table)
        .values((
            Row::from(participant),
            poll_participants::token_hash.eq(token_hash),
        ))
        .execute(db)?;
    Ok(())
}

/// Writes somebody over; what opens the poll for them stays.
pub fn update_participant(db: &mut Db, participant: &Participant) -> Result<(), StoreError> {
    diesel::update(poll_participants::table.find(&participant.id))
        .set(Row::from(participant))
        .execute(db)?;
    Ok(())
}

/// Finds somebody by id.
///
/// # Errors
/// `NotFound`.
pub fn find_participant(db: &mut Db, id: &str) -> Result<Participant, StoreError> {
    poll_participants::table
        .find(id)
        .select(Row::as_select())
        .get_result(db)?
        .try_into()
}

/// Whom a token belongs to.
pub fn find_participant_by_hash(
    db: &mut Db,
    token_hash: &str,
) -> Result<Option<Participant>, StoreError> {
    poll_participants::table
        .filter(poll_participants::token_hash.eq(token_hash))
        .select(Row::as_select())
        .get_result(db)
        .optional()?
        .map(Participant::try_from)
        .transpose()
}

/// How many were asked or have answered.
pub fn count(db: &mut Db, poll_id: &str) -> Result<i64, StoreError> {
    Ok(poll_participants::table
        .filter(poll_participants::poll_id.eq(poll_id))
        .count()
        .get_result(db)?)
}

/// How many have answered, by the id of the poll; one that nobody answered has no entry.
pub fn count_answered(db: &mut Db, poll_ids: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = poll_participants::table
        .filter(poll_participants::poll_id.eq_any(poll_ids))
        .filter(poll_participants::answered_at.is_not_null())
        .group_by(poll_participants::poll_id)
        .select((poll_participants::poll_id, count_star()))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Which of those who have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voters {
    /// So many before them.
    pub skip: u32,
    /// So many at the most.
    pub limit: u32,
}

/// Those who have answered, the first first.
pub fn list_answered(
    db: &mut Db,
    poll_id: &str,
    voters: Voters,
) -> Result<Vec<Participant>, StoreError> {
    let rows = poll_participants::table
        .filter(poll_participants::poll_id.eq(poll_id))
        .filter(poll_participants::answered_at.is_not_null())
        .order((poll_participants::answered_at, poll_participants::id))
        .offset(i64::from(voters.skip))
        .limit(i64::from(voters.limit))
        .select(Row::as_select())
        .load(db)?;
    read_all(rows)
}

/// Those who were asked and have not answered, in the order in which they were asked.
pub fn list_invited(db: &mut Db, poll_id: &str) -> Result<Vec<Participant>, StoreError> {
    let rows = poll_participants::table
        .filter(poll_participants::poll_id.eq(poll_id))
        .filter(poll_participants::answered_at.is_null())
        .order(poll_participants::id)
        .select(Row::as_select())
        .load(db)?;
    read_all(rows)
}

/// Everybody who can be written to: who has answered first, each group in order of time.
pub fn list_with_address(db: &mut Db, poll_id: &str) -> Result<Vec<Participant>, StoreError> {
    let rows = poll_participants::table
        .filter(poll_participants::poll_id.eq(poll_id))
        .filter(poll_participants::email.is_not_null())
        .order(poll_participants::id)
        .select(Row::as_select())
        .load(db)?;
    let mut found = read_all(rows)?;
    found.sort_by_key(|one| (one.answered_at.is_none(), one.answered_at));
    Ok(found)
}

/// The hosts of this instance who were asked, in the order in which they were asked.
pub fn hosts(db: &mut Db, poll_id: &str) -> Result<Vec<Participant>, StoreError> {
    let rows = poll_participants::table
        .filter(poll_participants::poll_id.eq(poll_id))
        .filter(poll_participants::person_id.is_not_null())
        .order(poll_participants::id)
        .select(Row::as_select())
        .load(db)?;
    read_all(rows)
}

/// The polls that a host was asked by and that are open, the newest first, with who they are
/// there.
pub fn list_asked(
    db: &mut Db,
    host_id: &str,
    limit: u32,
) -> Result<Vec<(Poll, Participant)>, StoreError> {
    let rows: Vec<(super::Row, Row)> = polls::table
        .inner_join(poll_participants::table.on(poll_participants::poll_id.eq(polls::id)))
        .filter(poll_participants::person_id.eq(host_id))
        .filter(polls::status.eq("open"))
        .order(polls::id.desc())
        .limit(i64::from(limit))
        .select((super::Row::as_select(), Row::as_select()))
        .load(db)?;
    rows.into_iter()
        .map(|(poll, participant)| Ok((poll.try_into()?, participant.try_into()?)))
        .collect()
}

/// The answers of somebody, in place of those before.
pub fn replace_votes(
    db: &mut Db,
    participant_id: &str,
    votes: &[(&str, Answer)],
) -> Result<(), StoreError> {
    diesel::delete(poll_votes::table.filter(poll_votes::participant_id.eq(participant_id)))
        .execute(db)?;
    for (option_id, answer) in votes {
        diesel::insert_into(poll_votes::table)
            .values((
                poll_votes::option_id.eq(option_id),
                poll_votes::participant_id.eq(participant_id),
                poll_votes::answer.eq(answer.as_str()),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The answers of some people, by the ids of who answered and of the time.
pub fn list_votes(
    db: &mut Db,
    participant_ids: &[&str],
) -> Result<HashMap<(String, String), Answer>, StoreError> {
    let rows: Vec<(String, String, String)> = poll_votes::table
        .filter(poll_votes::participant_id.eq_any(participant_ids))
        .select((
            poll_votes::participant_id,
            poll_votes::option_id,
            poll_votes::answer,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(participant_id, option_id, answer)| {
            let answer = Answer::parse(&answer).ok_or(CORRUPT)?;
            Ok(((participant_id, option_id), answer))
        })
        .collect()
}

/// How many said what to each time of a poll, by the id of the time; a time to which nobody said
/// anything has no entry.
pub fn tallies(db: &mut Db, option_ids: &[&str]) -> Result<HashMap<String, Tally>, StoreError> {
    let rows: Vec<(String, String, i64)> = poll_votes::table
        .filter(poll_votes::option_id.eq_any(option_ids))
        .group_by((poll_votes::option_id, poll_votes::answer))
        .select((poll_votes::option_id, poll_votes::answer, count_star()))
        .load(db)?;
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    for (option_id, answer, count) in rows {
        let answer = Answer::parse(&answer).ok_or(CORRUPT)?;
        let count = u32::try_from(count).map_err(|_| CORRUPT)?;
        tallies.entry(option_id).or_default().add(answer, count);
    }
    Ok(tallies)
}

/// Which hosts have said no to which times of a poll: the ids of time and host.
pub fn refusals(db: &mut Db, poll_id: &str) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<(String, Option<String>)> = poll_votes::table
        .inner_join(poll_options::table.on(poll_options::id.eq(poll_votes::option_id)))
        .inner_join(
            poll_participants::table.on(poll_participants::id.eq(poll_votes::participant_id)),
        )
        .filter(poll_participants::poll_id.eq(poll_id))
        .filter(poll_options::poll_id.eq(poll_id))
        .filter(poll_participants::person_id.is_not_null())
        .filter(poll_votes::answer.eq(Answer::No.as_str()))
        .select((poll_votes::option_id, poll_participants::person_id))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(|(option_id, host_id)| Some((option_id, host_id?)))
        .collect())
}
