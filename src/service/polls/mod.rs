//! Meeting polls: a host proposes times, people say what suits them, and the best one becomes a
//! session.
//!
//! Every act that changes a poll holds its row first and the time of its hosts after that, so that
//! an answer that arrives while the poll ends is either counted or refused, never half of it.

mod answer;
mod close;
mod common;
mod form;
mod invite;
mod make;
mod view;

use chrono::{DateTime, Utc};

use super::{ServiceError, Viewer};
use crate::kernel::polls::{Participant, Poll, PollOption};
use crate::store::claims::{self, Kind, NewClaim};
use crate::store::jobs::{self, Job, PollNews};
use crate::store::polls::Taken;
use crate::store::{self, Db};

pub use answer::{AnswerForm, Answered, answer};
pub use close::{Choice, at_deadline, close, reopen};
pub use common::{Colleagues, common_free};
pub use form::{MOST_HOSTS, MOST_OPTIONS, MOST_PEOPLE, PollForm};
pub use invite::{invite, remind, remind_by_itself};
pub use make::{create, delete, replace};
pub use view::{
    Listed, OptionView, PollView, SHOWN, Voter, asked, find_by_token, find_own, list_own,
    load_by_id, load_participant,
};

/// One of the viewer's polls, held until the transaction ends.
fn find_own_locked(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Poll, ServiceError> {
    let poll = store::polls::find(db, id)?;
    viewer.must_be(&poll.host_id)?;
    Ok(store::polls::find_locked(db, id)?)
}

/// Everybody whose time the session takes: who asks, and the hosts who were asked.
fn host_ids(db: &mut Db, poll: &Poll) -> Result<Vec<String>, ServiceError> {
    let asked = store::polls::hosts(db, &poll.id)?;
    let mut ids = vec![poll.host_id.clone()];
    ids.extend(asked.into_iter().filter_map(|host| host.host_id));
    Ok(ids)
}

/// Holds the time of the hosts, ends what has run out around the times of the poll, and returns
/// the claims on them that others have.
fn take_stock(
    db: &mut Db,
    poll: &Poll,
    host_ids: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<Taken>, ServiceError> {
    let ids: Vec<&str> = host_ids.iter().map(String::as_str).collect();
    store::people::lock_all(db, &ids)?;
    let own = store::polls::options(db, &poll.id)?;
    let mut others = Vec::new();
    for taken in store::polls::taken(db, &poll.id, &ids, now)? {
        if own.iter().any(|option| option.id == taken.holder_id) {
            continue;
        }
        match (taken.has_run_out, taken.is_request) {
            (false, _) => others.push(taken),
            (true, true) => super::bookings::expire(db, &taken.holder_id, now)?,
            (true, false) => claims::delete(db, &taken.holder_id)?,
        }
    }
    Ok(others)
}

/// Takes the hosts' time for these times of a poll, which must be free.
fn hold(
    db: &mut Db,
    poll: &Poll,
    options: &[&PollOption],
    host_ids: &[String],
) -> Result<(), ServiceError> {
    let hosts: Vec<&str> = host_ids.iter().map(String::as_str).collect();
    for option in options {
        let claim = NewClaim {
            holder_id: &option.id,
            event_type_id: None,
            span: option.span,
            kind: Kind::Option(poll.held_until(option.span)),
            buffer_before: 0,
            buffer_after: 0,
        };
        claims::insert(db, &claim, &hosts)?;
    }
    Ok(())
}

/// Gives back the time that a poll holds.
fn release(db: &mut Db, poll: &Poll) -> Result<(), ServiceError> {
    let options = store::polls::options(db, &poll.id)?;
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    Ok(claims::delete_all(db, &ids)?)
}

/// Writes to somebody, if they left an address.
fn tell(
    db: &mut Db,
    participant: &Participant,
    news: PollNews,
    round: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if participant.email.is_some() {
        let job = Job::PollMail {
            participant_id: participant.id.clone(),
            news,
            round: round.timestamp_micros(),
        };
        jobs::push(db, &job, now)?;
    }
    Ok(())
}

/// Queues what is due at the deadline and before it.
fn schedule(db: &mut Db, poll: &Poll, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let Some(deadline) = poll.deadline else {
        return Ok(());
    };
    let (poll_id, micros) = (poll.id.clone(), deadline.timestamp_micros());
    let end = Job::PollDeadline {
        poll_id: poll_id.clone(),
        deadline: micros,
    };
    jobs::push(db, &end, deadline)?;
    if let Some(at) = poll.reminder_at().filter(|at| *at > now) {
        let reminder = Job::PollReminder {
            poll_id,
            deadline: micros,
        };
        jobs::push(db, &reminder, at)?;
    }
    Ok(())
}
