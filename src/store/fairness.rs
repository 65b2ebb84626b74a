//! The ledger of a team: how its sessions were shared out. Entries are only ever added; balances
//! are their sums, kept beside them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{balances, fairness};
use super::{Db, StoreError};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Was free for a session that was given out, and credited a share of it.
    Asked,
    /// Was given it.
    Taken,
    /// Said no, or called it off: it counts as taken.
    Declined,
    /// Did not answer in time: it counts as taken. Could not come: whoever stood in took it.
    Absent,
    /// The client called it off: it is as if it had not been given out.
    Returned,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of which team.
    pub team_id: String,
    /// About whom.
    pub person_id: String,
    /// About which booking.
    pub booking_id: String,
    /// What happened.
    pub kind: Kind,
    /// Why, if they were chosen: a word of the kernel's reasons.
    pub reason: String,
    /// Their weight at the time.
    pub weight: u32,
    /// How their balance changed, in shares.
    pub change: i64,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// What a member is owed, and what they did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// In shares; below 0 they are ahead.
    pub balance: i64,
    /// How often they were free for a session that was given out.
    pub asked: u32,
    /// How often they were given one.
    pub taken: u32,
    /// How often they said no.
    pub declined: u32,
    /// How often they did not answer, or were ill.
    pub absent: u32,
    /// When they were last given one, UTC.
    pub last_taken_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = fairness)]
struct Row {
    id: String,
    team_id: String,
    person_id: String,
    booking_id: String,
    kind: String,
    reason: String,
    weight: i32,
    change: i64,
    at: i64,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = balances)]
struct BalanceRow {
    team_id: String,
    person_id: String,
    balance: i64,
    asked: i32,
    taken: i32,
    declined: i32,
    absent: i32,
    last_taken_at: Option<i64>,
}

/// Adds entries and carries them into the balances. The team must be locked.
pub fn add(db: &mut Db, entries: &[Entry]) -> Result<(), StoreError> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    let team_id = first.team_id.clone();
    let mut of_person = balances(db, &team_id)?;
    let mut changed: Vec<&str> = Vec::new();
    for entry in entries {
        insert(db, entry)?;
        let balance = of_person.entry(entry.person_id.clone()).or_default();
        carry(balance, entry);
        changed.push(&entry.person_id);
    }
    changed.sort_unstable();
    changed.dedup();
    for person_id in changed {
        if let Some(balance) = of_person.get(person_id) {
            put(db, row(&team_id, person_id, balance))?;
        }
    }
    Ok(())
}

/// What an entry does to a balance.
fn carry(balance: &mut Balance, entry: &Entry) {
    balance.balance += entry.change;
    match entry.kind {
        Kind::Asked => balance.asked += 1,
        Kind::Taken => {
            balance.taken += 1;
            balance.last_taken_at = balance.last_taken_at.max(Some(entry.at));
        }
        Kind::Declined => balance.declined += 1,
        Kind::Absent => balance.absent += 1,
        Kind::Returned => {}
    }
}

fn insert(db: &mut Db, entry: &Entry) -> Result<(), StoreError> {
    diesel::insert_into(fairness::table)
        .values(Row {
            id: uuid::Uuid::now_v7().to_string(),
            team_id: entry.team_id.clone(),
            person_id: entry.person_id.clone(),
            booking_id: entry.booking_id.clone(),
            kind: word(entry.kind).to_owned(),
            reason: entry.reason.clone(),
            weight: i32::try_from(entry.weight).unwrap_or(i32::MAX),
            change: entry.change,
            at: micros(entry.at),
        })
        .execute(db)?;
    Ok(())
}

fn row(team_id: &str, person_id: &str, balance: &Balance) -> BalanceRow {
    let count = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    BalanceRow {
        team_id: team_id.to_owned(),
        person_id: person_id.to_owned(),
        balance: balance.balance,
        asked: count(balance.asked),
        taken: count(balance.taken),
        declined: count(balance.declined),
        absent: count(balance.absent),
        last_taken_at: balance.last_taken_at.map(micros),
    }
}

fn put(db: &mut Db, row: BalanceRow) -> Result<(), StoreError> {
    let key = (row.team_id.clone(), row.person_id.clone());
    let touched = diesel::update(balances::table.find(key))
        .set(&row)
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(balances::table)
            .values(row)
            .execute(db)?;
    }
    Ok(())
}

/// What everybody in a team is owed, by the id of the person; one who was never asked has no
/// entry.
pub fn balances(db: &mut Db, team_id: &str) -> Result<HashMap<String, Balance>, StoreError> {
    let rows: Vec<BalanceRow> = balances::table
        .filter(balances::team_id.eq(team_id))
        .load(db)?;
    rows.into_iter()
        .map(|row| {
            let count = |stored: i32| u32::try_from(stored).unwrap_or(0);
            let balance = Balance {
                balance: row.balance,
                asked: count(row.asked),
                taken: count(row.taken),
                declined: count(row.declined),
                absent: count(row.absent),
                last_taken_at: row.last_taken_at.map(instant).transpose()?,
            };
            Ok((row.person_id, balance))
        })
        .collect()
}

/// The entries about a booking, in the order in which they were made.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = fairness::table
        .filter(fairness::booking_id.eq(booking_id))
        .order(fairness::id)
        .load(db)?;
    rows.into_iter().map(read).collect()
}

/// The newest entries of a team that are not only [`Kind::Asked`], the last one first: `count` of
/// them after the first `skip`.
pub fn list(
    db: &mut Db,
    team_id: &str,
    (skip, count): (u32, u32),
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = fairness::table
        .filter(fairness::team_id.eq(team_id))
        .filter(fairness::kind.ne("asked"))
        .order(fairness::id.desc())
        .offset(i64::from(skip))
        .limit(i64::from(count))
        .load(db)?;
    rows.into_iter().map(read).collect()
}

const KINDS: [(Kind, &str); 5] = [
    (Kind::Asked, "asked"),
    (Kind::Taken, "taken"),
    (Kind::Declined, "declined"),
    (Kind::Absent, "absent"),
    (Kind::Returned, "returned"),
];

fn word(kind: Kind) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, word)| word)
}

/// The kind of an entry by its stored word.
pub(super) fn read_kind(word: &str) -> Result<Kind, StoreError> {
    let kind = KINDS.iter().find(|(_, known)| *known == word);
    Ok(kind.ok_or(StoreError::Corrupt("ledger entry"))?.0)
}

fn read(row: Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        kind: read_kind(&row.kind)?,
        team_id: row.team_id,
        person_id: row.person_id,
        booking_id: row.booking_id,
        reason: row.reason,
        weight: u32::try_from(row.weight).unwrap_or(0),
        change: row.change,
        at: instant(row.at)?,
    })
}
