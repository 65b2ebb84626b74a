//! Somebody says what suits them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::links::{Links, hash};
use super::super::{Problems, ServiceError, new_id};
use super::form::MOST_PEOPLE;
use super::view::{OptionView, load, open};
use crate::kernel::people::{Email, Language, parse_person_name};
use crate::kernel::polls::{Answer, Participant, Poll, PollError};
use crate::kernel::{text, zone};
use crate::store::{self, Db};

/// What somebody says, as typed or sent.
#[derive(Debug, Clone, Default)]
pub struct AnswerForm {
    /// As they write it.
    pub name: String,
    /// Where the result goes; may be empty. None leaves it as it is.
    pub email: Option<String>,
    /// The zone they look at times in, an IANA name; empty is the poll's.
    pub zone: String,
    /// What they read.
    pub language: Language,
    /// A word to all; may be empty.
    pub comment: String,
    /// Answers by the id of the time; a time that is left out is a no.
    pub votes: BTreeMap<String, String>,
}

/// An answer that was taken.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Whose it is.
    pub participant: Participant,
    /// They had not answered before.
    pub is_new: bool,
}

/// Somebody answers, or changes what they answered: by the poll's link as somebody new, by their
/// own link as themselves. Either all of it is counted or nothing.
///
/// # Errors
/// `NotFound`; `Poll` when no more answers are taken, or no more people; `Invalid` with the
/// fields, also with `votes.<id>` for a time that is gone or has as many yes as it takes.
pub fn answer(
    db: &mut Db,
    links: &Links,
    token: &str,
    form: &AnswerForm,
    now: DateTime<Utc>,
) -> Result<Answered, ServiceError> {
    let (poll, _) = open(db, token)?;
    let poll = store::polls::find_locked(db, &poll.id)?;
    // What was read before the poll was held may have changed.
    let stored = store::polls::find_participant_by_hash(db, &hash(token))?;
    poll.may_answer(now)?;
    let (participant, votes) = check(db, &poll, stored.as_ref(), form, now)?;
    if stored.is_some() {
        store::polls::update_participant(db, &participant)?;
    } else {
        let count = usize::try_from(store::polls::count(db, &poll.id)?).unwrap_or(usize::MAX);
        if count >= MOST_PEOPLE {
            return Err(PollError::Full.into());
        }
        let token = links.participant_token(&participant.id);
        store::polls::insert_participant(db, &participant, &hash(&token))?;
    }
    let votes: Vec<(&str, Answer)> = votes
        .iter()
        .map(|(option_id, answer)| (option_id.as_str(), *answer))
        .collect();
    store::polls::replace_votes(db, &participant.id, &votes)?;
    Ok(Answered {
        is_new: stored.is_none_or(|stored| stored.answered_at.is_none()),
        participant,
    })
}

fn check(
    db: &mut Db,
    poll: &Poll,
    stored: Option<&Participant>,
    form: &AnswerForm,
    now: DateTime<Utc>,
) -> Result<(Participant, Vec<(String, Answer)>), ServiceError> {
    let mut problems = Problems::default();
    let name = problems.take("name", parse_person_name(&form.name));
    let email = match form.email.as_deref().map(str::trim) {
        None => stored.and_then(|stored| stored.email.clone()),
        Some("") => None,
        Some(email) => problems.take("email", Email::parse(email)),
    };
    let zone = match form.zone.trim() {
        "" => Some(stored.map_or(poll.zone, |stored| stored.zone)),
        name => problems.take("zone", zone::parse(name)),
    };
    let comment = problems.take("comment", text::lines(&form.comment, 0, 500));
    let options = load(db, poll.clone(), stored.cloned(), 0, now)?.options;
    let votes = check_votes(poll, &options, &form.votes, &mut problems);
    problems.finish()?;
    let (Some(name), Some(zone), Some(comment)) = (name, zone, comment) else {
        return Err(ServiceError::Invalid(Vec::new()));
    };
    let participant = Participant {
        id: stored.map_or_else(new_id, |stored| stored.id.clone()),
        poll_id: poll.id.clone(),
        host_id: stored.and_then(|stored| stored.host_id.clone()),
        name,
        email,
        zone,
        language: form.language,
        comment,
        answered_at: stored.and_then(|stored| stored.answered_at).or(Some(now)),
    };
    Ok((participant, votes))
}

/// One answer for every time.
fn check_votes(
    poll: &Poll,
    options: &[OptionView],
    given: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> Vec<(String, Answer)> {
    let is_known = |id: &str| options.iter().any(|it| it.option.id == id);
    if let Some(unknown) = given.keys().find(|id| !is_known(id)) {
        let field: String = unknown.chars().take(40).collect();
        problems.add(&format!("votes.{field}"), "unknown-time");
    }
    options
        .iter()
        .map(|view| {
            let id = &view.option.id;
            let answer = match given.get(id) {
                None => Answer::No,
                Some(word) => Answer::parse(word).unwrap_or_else(|| {
                    problems.add(&format!("votes.{id}"), "unknown-choice");
                    Answer::No
                }),
            };
            if answer != Answer::No && view.is_gone {
                problems.add(&format!("votes.{id}"), "time-gone");
            } else if answer == Answer::Yes && view.others.is_full(poll.most_yes) {
                problems.add(&format!("votes.{id}"), "time-full");
            }
            (id.clone(), answer)
        })
        .collect()
}
