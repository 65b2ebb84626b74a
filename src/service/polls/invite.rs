//! Asking people, and reminding those who have not answered.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::super::links::{Links, hash};
use super::super::{Problems, ServiceError, Viewer, new_id};
use super::form::{self, MOST_HOSTS, MOST_PEOPLE};
use super::{find_own_locked, tell};
use crate::kernel::people::{Email, Person};
use crate::kernel::polls::{Participant, Poll, PollError};
use crate::store::jobs::PollNews;
use crate::store::{self, Db};

/// The viewer asks more people, by their address. Who has been asked before is not asked again.
///
/// # Errors
/// `NotFound`; `Invalid`; `Poll` when it takes no more answers, or no more people.
pub fn invite(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
    (id, emails): (&str, &[String]),
    now: DateTime<Utc>,
) -> Result<usize, ServiceError> {
    let poll = find_own_locked(db, viewer, id)?;
    poll.may_answer(now)?;
    let mut problems = Problems::default();
    let emails = form::emails(emails, &mut problems);
    if emails.is_empty() {
        problems.add("emails", "missing");
    }
    problems.finish()?;
    // Hosts who come later are asked as everybody is; only the form takes their time.
    let asked = strangers(db, &poll, &emails)?;
    add_all(db, links, &poll, asked, now)
}

/// Asks hosts and addresses; an address of a host of this instance asks that host.
pub(super) fn add(
    db: &mut Db,
    links: &Links,
    poll: &Poll,
    (hosts, emails): (&[Person], &[Email]),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let addresses: Vec<&str> = emails.iter().map(Email::as_str).collect();
    let mut people = hosts.to_vec();
    for person in store::people::list_by_email(db, &addresses)? {
        let is_new = people.iter().all(|known| known.id != person.id);
        if is_new && !person.is_disabled && person.id != poll.host_id {
            people.push(person);
        }
    }
    if people.len() > MOST_HOSTS {
        let mut problems = Problems::default();
        problems.add("hosts", "too-many");
        return problems.finish();
    }
    let known = store::polls::hosts(db, &poll.id)?;
    let is_known = |id: &str| known.iter().any(|it| it.host_id.as_deref() == Some(id));
    let mut asked = Vec::new();
    for person in people.iter().filter(|person| !is_known(&person.id)) {
        asked.push(of_host(poll, person));
    }
    add_all(db, links, poll, asked, now)?;
    let asked = strangers(db, poll, emails)?;
    add_all(db, links, poll, asked, now)?;
    Ok(())
}

/// Those who are not asked yet, neither by this address nor as the one who asks.
fn strangers(db: &mut Db, poll: &Poll, emails: &[Email]) -> Result<Vec<Participant>, ServiceError> {
    let own = store::people::find(db, &poll.host_id)?.email;
    let mut known: HashSet<String> = store::polls::list_with_address(db, &poll.id)?
        .iter()
        .filter_map(|participant| participant.email.as_ref().map(key))
        .collect();
    known.insert(key(&own));
    Ok(emails
        .iter()
        .filter(|email| known.insert(key(email)))
        .map(|email| Participant {
            id: new_id(),
            poll_id: poll.id.clone(),
            host_id: None,
            name: String::new(),
            email: Some(email.clone()),
            zone: poll.zone,
            language: poll.language,
            comment: String::new(),
            answered_at: None,
        })
        .collect())
}

fn key(email: &Email) -> String {
    email.as_str().to_lowercase()
}

fn of_host(poll: &Poll, person: &Person) -> Participant {
    Participant {
        id: new_id(),
        poll_id: poll.id.clone(),
        host_id: Some(person.id.clone()),
        name: person.name.clone(),
        email: Some(person.email.clone()),
        zone: person.zone,
        language: person.language,
        comment: String::new(),
        answered_at: None,
    }
}

fn add_all(
    db: &mut Db,
    links: &Links,
    poll: &Poll,
    asked: Vec<Participant>,
    now: DateTime<Utc>,
) -> Result<usize, ServiceError> {
    let count = usize::try_from(store::polls::count(db, &poll.id)?).unwrap_or(usize::MAX);
    if count.saturating_add(asked.len()) > MOST_PEOPLE {
        return Err(PollError::Full.into());
    }
    for participant in &asked {
        let token = links.participant_token(&participant.id);
        store::polls::insert_participant(db, participant, &hash(&token))?;
        tell(db, participant, PollNews::Invitation, poll.created_at, now)?;
    }
    Ok(asked.len())
}

/// The viewer reminds those who have not answered; returns how many that are.
///
/// # Errors
/// `NotFound`; `Poll` when it takes no more answers, or when they were reminded within a day.
pub fn remind(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<usize, ServiceError> {
    let poll = find_own_locked(db, viewer, id)?;
    poll.may_remind(now)?;
    remind_all(db, poll, now)
}

/// Reminds those who have not answered, as the poll promised; does nothing when its deadline has
/// moved, or when they were reminded within a day.
///
/// # Errors
/// `NotFound`.
pub fn remind_by_itself(
    db: &mut Db,
    id: &str,
    deadline: i64,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let poll = store::polls::find_locked(db, id)?;
    let is_due = poll.reminds
        && poll.deadline.map(|it| it.timestamp_micros()) == Some(deadline)
        && poll.may_remind(now).is_ok();
    if is_due {
        remind_all(db, poll, now)?;
    }
    Ok(())
}

fn remind_all(db: &mut Db, poll: Poll, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    let silent = store::polls::list_invited(db, &poll.id)?;
    for participant in &silent {
        tell(db, participant, PollNews::Reminder, now, now)?;
    }
    let poll = Poll {
        reminded_at: Some(now),
        ..poll
    };
    store::polls::update(db, &poll)?;
    Ok(silent.len())
}
