//! What polls promised: asking, reminding, ending in time.

mod letters;

use std::sync::Arc;

use actix_web::web::Data;

use super::{JobError, mail};
use crate::kernel::polls::Status;
use crate::mail::note::Note;
use crate::service::ServiceError;
use crate::service::polls;
use crate::state::State;
use crate::store::jobs::{Job, PollNews, TakenJob};
use letters::Letters;

/// Does one of the jobs about polls.
pub(super) async fn run(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let now = state.clock.now();
    match taken.job.clone() {
        Job::PollDeadline { poll_id, deadline } => {
            let links = Arc::clone(&state.links);
            let done = state
                .store
                .write(move |db| polls::at_deadline(db, &links, (&poll_id, deadline), now))
                .await;
            quietly(done)?;
        }
        Job::PollReminder { poll_id, deadline } => {
            let done = state
                .store
                .write(move |db| polls::remind_by_itself(db, &poll_id, deadline, now))
                .await;
            quietly(done)?;
        }
        Job::PollMail {
            participant_id,
            news,
            ..
        } => {
            if let Some(note) = to_participant(state, participant_id, news).await? {
                mail::send_note(state, taken, &note).await?;
            }
        }
        Job::PollAnswers { poll_id, deadline } => {
            if let Some(note) = to_host(state, poll_id, deadline).await? {
                mail::send_note(state, taken, &note).await?;
            }
        }
        // Every other job is done elsewhere.
        _ => {}
    }
    Ok(())
}

/// What is gone needs nothing any more.
fn quietly<T>(done: Result<T, ServiceError>) -> Result<Option<T>, JobError> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The letter to somebody who was asked; none when what it says is no longer so.
async fn to_participant(
    state: &Data<State>,
    id: String,
    news: PollNews,
) -> Result<Option<Note>, JobError> {
    let now = state.clock.now();
    let loaded = state
        .store
        .read(move |db| polls::load_participant(db, &id, now))
        .await;
    let Some((view, participant)) = quietly(loaded)? else {
        return Ok(None);
    };
    let is_current = match news {
        PollNews::Invitation | PollNews::Reminder => {
            participant.answered_at.is_none() && !view.poll.is_over(now)
        }
        PollNews::NothingFits => view.poll.status == Status::Closed,
    };
    let Some(email) = participant.email.clone().filter(|_| is_current) else {
        return Ok(None);
    };
    let letters = Letters::new(state, &view, (participant.language, participant.zone));
    let url = state.links.poll_of(&participant.id);
    Ok(Some(letters.to_participant(
        (&participant.name, email),
        news,
        &url,
    )))
}

/// The letter to the host of a poll that is over; none when that is no longer so.
async fn to_host(state: &Data<State>, id: String, deadline: i64) -> Result<Option<Note>, JobError> {
    let now = state.clock.now();
    let loaded = state
        .store
        .read(move |db| polls::load_by_id(db, &id, now))
        .await;
    let Some(view) = quietly(loaded)? else {
        return Ok(None);
    };
    let is_current = !matches!(view.poll.status, Status::Booked { .. })
        && view.poll.deadline.map(|it| it.timestamp_micros()) == Some(deadline);
    if !is_current {
        return Ok(None);
    }
    let letters = Letters::new(state, &view, (view.host.language, view.host.zone));
    let url = state.links.desk_poll(&view.poll.id);
    Ok(Some(letters.to_host(&url)))
}
