//! Reading a calendar that a host subscribed to.

use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, IF_MODIFIED_SINCE, IF_NONE_MATCH};

use super::JobError;
use crate::ical::busy::{self, Search};
use crate::ical::read::MOST_OCTETS;
use crate::outgoing::Answer;
use crate::service::ServiceError;
use crate::service::subscriptions::{self, Outcome, Task};
use crate::state::State;

/// What we can read.
const READABLE: &str = "text/calendar, application/ics;q=0.9, text/plain;q=0.5, */*;q=0.1";

/// Reads it, and keeps what it says.
pub(super) async fn run(state: &Data<State>, id: &str, due: DateTime<Utc>) -> Result<(), JobError> {
    let (wanted, domain, now) = (id.to_owned(), state.domain().to_owned(), state.clock.now());
    let task: Option<Task> = state
        .store
        .read(move |db| subscriptions::task(db, (&wanted, due), &domain, now))
        .await?;
    let Some(task) = task else { return Ok(()) };
    let outcome = read(state, task).await;
    let (id, now) = (id.to_owned(), state.clock.now());
    let taken: Result<(), ServiceError> = state
        .store
        .write(move |db| subscriptions::took(db, (&id, due), outcome, now))
        .await;
    Ok(taken?)
}

async fn read(state: &State, task: Task) -> Outcome {
    let Some(url) = &task.subscription.url else {
        let file = task.file.unwrap_or_default();
        return expand(file, task.search, (None, None)).await;
    };
    let known = &task.subscription.state;
    let mut fields = vec![(ACCEPT, READABLE)];
    if task.is_conditional {
        fields.extend(known.etag.as_deref().map(|etag| (IF_NONE_MATCH, etag)));
        let date = known.last_modified.as_deref();
        fields.extend(date.map(|date| (IF_MODIFIED_SINCE, date)));
    }
    match state.outgoing.get(url, &fields, MOST_OCTETS).await {
        Ok(answer) => answered(answer, task.search).await,
        Err(error) => Outcome::Failed {
            problem: error.code(),
            retry_after: None,
        },
    }
}

async fn answered(answer: Answer, search: Search) -> Outcome {
    let failed = |problem| Outcome::Failed {
        problem,
        retry_after: retry_after(&answer),
    };
    match answer.status {
        304 => Outcome::Unchanged,
        200 => {
            let kept = |name| answer.header(name).filter(|value| value.len() <= 500);
            let marks = (
                kept("etag").map(str::to_owned),
                kept("last-modified").map(str::to_owned),
            );
            expand(answer.body, search, marks).await
        }
        401 | 403 => failed("forbidden"),
        404 | 410 => failed("gone"),
        429 | 503 => failed("busy"),
        _ => failed("status"),
    }
}

/// Finds the busy times, on a thread of its own: a calendar may be large.
async fn expand(
    text: Vec<u8>,
    search: Search,
    (etag, last_modified): (Option<String>, Option<String>),
) -> Outcome {
    let found = tokio::task::spawn_blocking(move || busy::find(&text, &search)).await;
    match found {
        Ok(Ok(found)) => Outcome::Read {
            found,
            etag,
            last_modified,
        },
        Ok(Err(error)) => Outcome::Failed {
            problem: subscriptions::problem_of(error),
            retry_after: None,
        },
        Err(_) => Outcome::Failed {
            problem: "not-a-calendar",
            retry_after: None,
        },
    }
}

fn retry_after(answer: &Answer) -> Option<TimeDelta> {
    let seconds = answer.header("retry-after")?.trim().parse().ok()?;
    TimeDelta::try_seconds(seconds)
}
