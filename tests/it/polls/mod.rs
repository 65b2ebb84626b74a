//! Meeting polls: the acts, the pages, the API and the mails.

mod acts;
mod api;
mod desk;
mod mails;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use zeitgenosse::kernel::people::Language;
use zeitgenosse::kernel::polls::{Poll, Sight};
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::polls::{self, AnswerForm, Answered, Choice, PollForm, PollView};

use crate::support::rig::{Host, Rig, at};

/// Monday, 10:00 in Berlin.
pub const MONDAY: &str = "2026-01-19T09:00:00Z";
/// Tuesday, 10:00 in Berlin.
pub const TUESDAY: &str = "2026-01-20T09:00:00Z";
/// Friday before both, noon in Berlin.
pub const DEADLINE: &str = "2026-01-16T11:00:00Z";

/// A poll of `host` about Monday and Tuesday, 50 minutes each.
pub fn form(host: &Host) -> PollForm {
    PollForm {
        title: "Spring meeting".to_owned(),
        description: "Shared rooms, shared costs.".to_owned(),
        event_type_id: host.event_type.id.clone(),
        zone: "Europe/Berlin".to_owned(),
        starts: vec![at(MONDAY), at(TUESDAY)],
        sight: Some(Sight::Open),
        ..PollForm::default()
    }
}

/// Makes a poll.
pub async fn make(rig: &Rig, host: &Host, form: PollForm) -> Result<Poll, ServiceError> {
    let (links, viewer, now) = (Arc::clone(&rig.state.links), host.viewer.clone(), rig.now());
    rig.write(move |db| polls::create(db, &links, &viewer, &form, now))
        .await
}

/// The poll as its host sees it.
pub async fn view(rig: &Rig, host: &Host, poll: &Poll) -> PollView {
    let (viewer, id, now) = (host.viewer.clone(), poll.id.clone(), rig.now());
    rig.state
        .store
        .read(move |db| polls::find_own(db, &viewer, &id, 0, now))
        .await
        .unwrap()
}

/// The id of the time that begins then.
pub fn option(view: &PollView, start: &str) -> String {
    let start = at(start);
    let mut options = view.options.iter();
    let found = options.find(|it| it.option.span.start() == start);
    found.unwrap().option.id.clone()
}

/// What somebody says to some times.
pub fn says(name: &str, view: &PollView, votes: &[(&str, &str)]) -> AnswerForm {
    let votes: BTreeMap<String, String> = votes
        .iter()
        .map(|(start, word)| (option(view, start), (*word).to_owned()))
        .collect();
    AnswerForm {
        name: name.to_owned(),
        email: Some(format!("{}@post.example", name.to_lowercase())),
        zone: String::new(),
        language: Language::En,
        comment: String::new(),
        votes,
    }
}

/// Somebody answers by the poll's link, or by their own.
pub async fn vote_by(rig: &Rig, token: &str, form: AnswerForm) -> Result<Answered, ServiceError> {
    let (links, token, now) = (Arc::clone(&rig.state.links), token.to_owned(), rig.now());
    rig.write(move |db| polls::answer(db, &links, &token, &form, now))
        .await
}

/// Somebody new answers.
pub async fn vote(rig: &Rig, poll: &Poll, form: AnswerForm) -> Result<Answered, ServiceError> {
    vote_by(rig, &rig.state.links.poll_token(&poll.id), form).await
}

/// The host ends the poll.
pub async fn close(
    rig: &Rig,
    host: &Host,
    poll: &Poll,
    choice: Choice,
) -> Result<Poll, ServiceError> {
    let (links, viewer, now) = (Arc::clone(&rig.state.links), host.viewer.clone(), rig.now());
    let id = poll.id.clone();
    rig.write(move |db| polls::close(db, &links, &viewer, (&id, &choice), now))
        .await
}

/// The fields that a refusal names, with their codes.
pub fn fields<T>(result: Result<T, ServiceError>) -> Vec<(String, &'static str)> {
    match result {
        Err(ServiceError::Invalid(errors)) => errors
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

/// A deadline as a form has it.
pub fn deadline() -> Option<DateTime<Utc>> {
    Some(at(DEADLINE))
}

/// Lets time pass.
pub fn until(rig: &Rig, moment: DateTime<Utc>) {
    rig.clock.advance(moment - rig.now());
}
