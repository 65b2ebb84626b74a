//! What the world must still be told: a queue that survives the process.
//!
//! A job is taken on lease, done, and then removed. Whoever dies in between leaves a lease that
//! runs out, and the job is taken again: at least once, so each job may run twice.

mod columns;
mod kinds;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{jobs, mails};
use super::{Db, StoreError};
pub use kinds::{AwayNews, Job, MailReader, PackageNews, PollNews, WaitingNews};

/// A job that was taken.
#[derive(Debug, Clone)]
pub struct TakenJob {
    /// UUIDv7.
    pub id: String,
    /// Unique among the waiting jobs; a mail's key is its Message-ID.
    pub key: String,
    /// What to do.
    pub job: Job,
    /// How often it was taken, this time included.
    pub attempts: u32,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = jobs)]
struct Row {
    id: String,
    kind: String,
    subject: String,
    detail: String,
    key: String,
    run_at: i64,
    attempts: i32,
    leased_until: Option<i64>,
    parked_at: Option<i64>,
    last_error: String,
}

/// Queues a job. One that waits under the same key already is enough.
pub fn push(db: &mut Db, job: &Job, run_at: DateTime<Utc>) -> Result<(), StoreError> {
    let (kind, subject, detail) = columns::of(job);
    let row = Row {
        id: uuid::Uuid::now_v7().to_string(),
        kind: kind.to_owned(),
        key: key(job),
        subject,
        detail,
        run_at: micros(run_at),
        attempts: 0,
        leased_until: None,
        parked_at: None,
        last_error: String::new(),
    };
    // Neither an upsert nor a list keeps its statement prepared, and every booking comes through
    // here; so the rare second job under a key costs a second statement.
    while insert_new(db, &row)? == 0 {
        let waiting = jobs::table.filter(jobs::key.eq(&row.key));
        let again = (jobs::run_at.eq(row.run_at), jobs::parked_at.eq(None::<i64>));
        if diesel::update(waiting).set(again).execute(db)? > 0 {
            break;
        }
    }
    Ok(())
}

/// MultiConnection knows no `ON CONFLICT`.
fn insert_new(db: &mut Db, row: &Row) -> Result<usize, StoreError> {
    Ok(match db {
        Db::Pg(connection) => diesel::insert_into(jobs::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(jobs::table)
            .values(row)
            .execute(connection)?,
    })
}

/// The key of a job; that of a mail is its Message-ID.
pub fn key(job: &Job) -> String {
    let (kind, subject, detail) = columns::of(job);
    format!("{kind}-{subject}-{detail}").replace(' ', "-")
}

/// Takes up to `limit` due jobs until `lease` from now.
pub fn take(
    db: &mut Db,
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: u32,
) -> Result<Vec<TakenJob>, StoreError> {
    let due = due_ids(db, micros(now), i64::from(limit))?;
    diesel::update(jobs::table.filter(jobs::id.eq_any(due.clone())))
        .set((
            jobs::leased_until.eq(Some(micros(now + lease))),
            jobs::attempts.eq(jobs::attempts + 1),
        ))
        .execute(db)?;
    let rows: Vec<Row> = jobs::table
        .filter(jobs::id.eq_any(due))
        .order(jobs::id)
        .load(db)?;
    let mut taken = Vec::new();
    for row in rows {
        let id = row.id.clone();
        match read(row) {
            Ok(job) => taken.push(job),
            // One that cannot be read must not keep the others from being done.
            Err(error) => park(db, &id, now, &error.to_string())?,
        }
    }
    Ok(taken)
}

/// Several workers on PostgreSQL pass over what another is just taking; MultiConnection knows no
/// `FOR UPDATE SKIP LOCKED`, so each database gets its own query here.
fn due_ids(db: &mut Db, now: i64, limit: i64) -> Result<Vec<String>, StoreError> {
    let due = jobs::table
        .filter(jobs::run_at.le(now))
        .filter(jobs::parked_at.is_null())
        .filter(jobs::leased_until.is_null().or(jobs::leased_until.le(now)))
        .order((jobs::run_at, jobs::id))
        .limit(limit)
        .select(jobs::id);
    Ok(match db {
        Db::Pg(connection) => due.for_update().skip_locked().load(connection)?,
        Db::Sqlite(connection) => due.load(connection)?,
    })
}

/// When the next job is due or a lease runs out, if any waits.
pub fn next_due(db: &mut Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = jobs::table
        .filter(jobs::parked_at.is_null())
        .order(jobs::run_at)
        .limit(100)
        .select((jobs::run_at, jobs::leased_until))
        .load(db)?;
    rows.into_iter()
        .map(|(run_at, leased_until)| run_at.max(leased_until.unwrap_or(run_at)))
        .min()
        .map(instant)
        .transpose()
}

/// Removes a job that is done.
pub fn done(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(jobs::table.find(id)).execute(db)?;
    Ok(())
}

/// Puts a job back until `run_at`.
pub fn retry(db: &mut Db, id: &str, run_at: DateTime<Utc>, error: &str) -> Result<(), StoreError> {
    diesel::update(jobs::table.find(id))
        .set((
            jobs::run_at.eq(micros(run_at)),
            jobs::leased_until.eq(None::<i64>),
            jobs::last_error.eq(error),
        ))
        .execute(db)?;
    Ok(())
}

/// Sets a job aside for a person to look at.
pub fn park(db: &mut Db, id: &str, now: DateTime<Utc>, error: &str) -> Result<(), StoreError> {
    diesel::update(jobs::table.find(id))
        .set((
            jobs::parked_at.eq(Some(micros(now))),
            jobs::leased_until.eq(None::<i64>),
            jobs::last_error.eq(error),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends the leases of a process that is known to be gone.
pub fn release_leases(db: &mut Db) -> Result<(), StoreError> {
    diesel::update(jobs::table.filter(jobs::leased_until.is_not_null()))
        .set(jobs::leased_until.eq(None::<i64>))
        .execute(db)?;
    Ok(())
}

/// How many jobs wait, and how many are set aside. Every session to come looks after its
/// reminders now and then, and every calendar is read again; that is no work that waits.
pub fn counts(db: &mut Db) -> Result<(i64, i64), StoreError> {
    let waiting = jobs::table
        .filter(jobs::parked_at.is_null())
        .filter(jobs::kind.ne_all(["remind", "sync"]))
        .count()
        .get_result(db)?;
    let parked = jobs::table
        .filter(jobs::parked_at.is_not_null())
        .count()
        .get_result(db)?;
    Ok((waiting, parked))
}

/// Whether the mail with this key has left.
pub fn is_sent(db: &mut Db, key: &str) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(mails::table.find(key))).get_result(db)?)
}

/// Whether a mail with an invitation to this booking has left for this reader.
pub fn was_invited(db: &mut Db, booking_id: &str, reader: MailReader) -> Result<bool, StoreError> {
    let first = format!("mail-{booking_id}-");
    let keys: Vec<String> = mails::table
        .filter(mails::key.ge(&first))
        .filter(mails::key.lt(format!("mail-{booking_id}.")))
        .select(mails::key)
        .load(db)?;
    let reader = columns::reader_word(reader);
    Ok(keys.iter().any(|key| {
        let mut words = key[first.len()..].split('-').skip(1);
        matches!(words.next(), Some("confirmed" | "rescheduled"))
            && words.next() == Some(reader.as_str())
    }))
}

/// Remembers that the mail with this key has left.
pub fn mark_sent(db: &mut Db, key: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !is_sent(db, key)? {
        diesel::insert_into(mails::table)
            .values((mails::key.eq(key), mails::sent_at.eq(micros(now))))
            .execute(db)?;
    }
    Ok(())
}

fn read(row: Row) -> Result<TakenJob, StoreError> {
    let job = columns::read(&row.kind, row.subject, &row.detail);
    Ok(TakenJob {
        id: row.id,
        key: row.key,
        job: job.ok_or(StoreError::Corrupt("job"))?,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
    })
}
