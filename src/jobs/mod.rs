//! The background worker: takes what waits in the queue and does it, at least once.

mod away;
mod billing;
mod deliver;
mod groups;
mod mail;
mod packages;
mod polls;
mod reminders;
mod remote;
mod retention;
mod sync;

use std::time::Duration;

use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use tokio::sync::watch;

use crate::service::bookings::holds;
use crate::service::{ServiceError, bookings, calendars};
use crate::state::State;
use crate::store::jobs::{self, Job, TakenJob};
use crate::store::{StoreError, accounts, fediverse, idempotency};

/// How long a worker may take for a job before another may take it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How many jobs run at once.
const AT_ONCE: u32 = 8;
/// How long a worker rests at the most: others may have queued something, or the clock was set.
const REST: Duration = Duration::from_secs(1);
/// How often what has run out is removed.
const TIDY_EVERY: TimeDelta = TimeDelta::hours(1);
/// How long a repeated request gets the same answer.
const REMEMBER_KEYS: TimeDelta = TimeDelta::hours(24);
/// How long it is known what was received: whoever sends it again does not do so later.
const REMEMBER_RECEIVED: TimeDelta = TimeDelta::days(90);
/// How many calendar objects are looked at in one transaction.
const INDEX_AT_ONCE: u32 = 50;
/// How often a job is tried again.
const RETRIES: u32 = 10;

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
enum JobError {
    /// It may succeed later.
    #[error("{0}")]
    Retry(String),
    /// It may succeed after so long, and is tried as often as it takes.
    #[error("{0}")]
    Later(String, TimeDelta),
    /// It never will.
    #[error("{0}")]
    GiveUp(String),
}

impl From<ServiceError> for JobError {
    fn from(error: ServiceError) -> Self {
        Self::Retry(error.to_string())
    }
}

/// Works until `stop` says so.
pub async fn work(state: Data<State>, mut stop: watch::Receiver<bool>) {
    if state.store.is_embedded() {
        // Whoever held a lease was a process that is gone.
        let released: Result<(), StoreError> = state.store.write(jobs::release_leases).await;
        log_failure(released);
    }
    let mut generations = state.store.generations();
    let mut tidied_at: Option<DateTime<Utc>> = None;
    while !*stop.borrow() {
        generations.mark_unchanged();
        let now = state.clock.now();
        if tidied_at.is_none_or(|at| now - at >= TIDY_EVERY) {
            tidied_at = Some(now);
            log_failure(tidy(&state, now).await);
        }
        match run_due(&state).await {
            Ok(0) => {
                tokio::select! {
                    _ = generations.changed() => {}
                    () = tokio::time::sleep(REST) => {}
                    _ = stop.changed() => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                log_failure(Err(error));
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Does everything that is due now and returns how much that was.
///
/// # Errors
/// When the queue cannot be read or written.
pub async fn run_due(state: &Data<State>) -> Result<usize, StoreError> {
    let now = state.clock.now();
    // Looking costs nothing; taking waits for the writer.
    let due = state.store.read(jobs::next_due).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(0);
    }
    let taken = state
        .store
        .write(move |db| jobs::take(db, now, LEASE, AT_ONCE))
        .await?;
    let count = taken.len();
    let outcomes = join_all(taken.into_iter().map(|taken| async {
        let outcome = run(state, &taken).await;
        (taken, outcome)
    }))
    .await;
    let now = state.clock.now();
    state
        .store
        .write(move |db| {
            for (taken, outcome) in outcomes {
                settle(db, &taken, outcome, now)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(count)
}

async fn run(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    match &taken.job {
        Job::Mail { .. } => mail::send(state, taken).await,
        Job::PollMail { .. }
        | Job::PollAnswers { .. }
        | Job::PollDeadline { .. }
        | Job::PollReminder { .. } => polls::run(state, taken).await,
        Job::Away { .. } => away::send(state, taken).await,
        Job::PackageMail { .. } | Job::PackageSeries { .. } => packages::run(state, taken).await,
        Job::Withdrawal { .. } => billing::confirm_withdrawal(state, taken).await,
        Job::Invoice { .. } => billing::send_invoice(state, taken).await,
        Job::ReleaseHold { holder_id } => {
            let (holder_id, now) = (holder_id.clone(), state.clock.now());
            let release = state
                .store
                .write(move |db| holds::expire(db, &holder_id, now));
            Ok(release.await?)
        }
        Job::ExpireHold { booking_id } => {
            let booking_id = booking_id.clone();
            let now = state.clock.now();
            let expired = state
                .store
                .write(move |db| bookings::expire(db, &booking_id, now))
                .await;
            match expired {
                Ok(()) | Err(ServiceError::NotFound) => Ok(()),
                Err(error) => Err(error.into()),
            }
        }
        Job::Sync {
            subscription_id,
            due,
        } => sync::run(state, subscription_id, *due).await,
        Job::SyncAccount { account_id, due } => remote::sync(state, account_id, *due).await,
        Job::WriteSession {
            booking_id,
            calendar_id,
            ..
        } => remote::write(state, (booking_id, calendar_id)).await,
        Job::Deliver { delivery_id } => deliver::run(state, delivery_id, taken.attempts).await,
        Job::Remind { booking_id, moment } => reminders::look(state, booking_id, *moment).await,
        Job::Reminder { .. } => reminders::send(state, taken).await,
        Job::DecideSession { .. }
        | Job::SessionGoes { .. }
        | Job::SessionMessage { .. }
        | Job::FillWaiting { .. }
        | Job::ExpireOffer { .. }
        | Job::DeclinedByMail { .. }
        | Job::WaitingMail { .. } => groups::run(state, taken).await,
    }
}

fn settle(
    db: &mut crate::store::Db,
    taken: &TakenJob,
    outcome: Result<(), JobError>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (error, next) = match outcome {
        Ok(()) => {
            if taken.job.is_mail() {
                jobs::mark_sent(db, &taken.key, now)?;
            }
            return jobs::done(db, &taken.id);
        }
        Err(JobError::Retry(error)) => (error, back_off(taken.attempts, &taken.id)),
        Err(JobError::Later(error, wait)) => (error, Some(wait)),
        Err(JobError::GiveUp(error)) => (error, None),
    };
    match next {
        Some(wait) => {
            tracing::warn!(job.id = taken.id, %error, "a job failed and is tried again");
            jobs::retry(db, &taken.id, now + wait, &error)
        }
        None => {
            tracing::error!(job.id = taken.id, %error, "a job failed and is set aside");
            jobs::park(db, &taken.id, now, &error)
        }
    }
}

/// How long a job waits after it failed `attempts` times: 5 s, 10 s, … about 45 min, and up to a
/// fifth more, differently for each job, so that they do not all come back at once. None after
/// the last try.
fn back_off(attempts: u32, id: &str) -> Option<TimeDelta> {
    if attempts > RETRIES {
        return None;
    }
    let seconds = 5_i64 << attempts.saturating_sub(1);
    let spread = id.bytes().map(i64::from).sum::<i64>() % 20;
    Some(TimeDelta::milliseconds(seconds * (1_000 + spread * 10)))
}

/// Removes what has run out. Doing it twice, or in two processes at once, does no harm.
///
/// # Errors
/// When the database cannot be written.
pub async fn tidy(state: &Data<State>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let swept: Result<(), StoreError> = state
        .store
        .write(move |db| {
            accounts::delete_expired_sessions(db, now)?;
            idempotency::delete_before(db, now - REMEMBER_KEYS)?;
            fediverse::forget_seen(db, now - REMEMBER_RECEIVED)?;
            Ok(())
        })
        .await;
    swept?;
    index_calendars(state, now).await?;
    retention::delete_due(state, now).await
}

/// Finds the busy times of calendar objects anew that have not been looked at for a while, some
/// in each transaction.
async fn index_calendars(state: &Data<State>, now: DateTime<Utc>) -> Result<(), StoreError> {
    loop {
        let domain = state.domain().to_owned();
        let count = state
            .store
            .write(move |db| calendars::index_anew(db, &domain, now, INDEX_AT_ONCE))
            .await;
        match count {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(ServiceError::Store(error)) => return Err(error),
            Err(error) => return Err(StoreError::Unreachable(error.to_string())),
        }
    }
}

fn log_failure(result: Result<(), StoreError>) {
    if let Err(error) = result {
        tracing::error!(%error, "the worker could not reach its queue");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_after_ten() {
        let waits: Vec<i64> = (1..=RETRIES + 1)
            .filter_map(|attempts| back_off(attempts, ""))
            .map(|wait| wait.num_seconds())
            .collect();

        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560]);
    }

    #[test]
    fn jobs_that_failed_together_do_not_come_back_together() {
        assert_ne!(back_off(5, "a"), back_off(5, "b"));
    }
}
