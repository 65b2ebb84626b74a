//! A poll as somebody sees it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::super::links::hash;
use super::super::{ServiceError, Viewer, hosts};
use crate::kernel::booking::Booking;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Person;
use crate::kernel::polls::{Answer, Candidate, Participant, Poll, PollOption, Status, Tally, rank};
use crate::store::polls::Voters;
use crate::store::{self, Db, StoreError};

/// How many of those who have answered are shown at once.
pub const SHOWN: u32 = 12;
/// How many polls that ask a host are listed.
const MOST_ASKED: u32 = 50;

/// A time of a poll.
#[derive(Debug, Clone)]
pub struct OptionView {
    /// When.
    pub option: PollOption,
    /// What everybody said.
    pub tally: Tally,
    /// The same without whoever looks.
    pub others: Tally,
    /// A host has something else then by now, or it has begun.
    pub is_gone: bool,
}

/// Somebody and what they said.
#[derive(Debug, Clone)]
pub struct Voter {
    /// Who.
    pub participant: Participant,
    /// What they said to each time, in the order of the times; none to one that was added since.
    pub answers: Vec<Option<Answer>>,
}

/// A poll with everything that is shown of it.
#[derive(Debug, Clone)]
pub struct PollView {
    /// The poll.
    pub poll: Poll,
    /// Who asks.
    pub host: Person,
    /// Where the session takes place is as this says.
    pub event_type: EventType,
    /// Its times, ascending.
    pub options: Vec<OptionView>,
    /// The places of the times that may win, the best first.
    pub ranking: Vec<usize>,
    /// Whoever looks, if they have a link of their own.
    pub own: Option<Voter>,
    /// Some of the others who have answered, the first first. Who may not see them must not be
    /// shown them.
    pub voters: Vec<Voter>,
    /// How many of those who have answered come before them.
    pub skip: u32,
    /// How many have answered.
    pub answered: u32,
    /// Those who were asked and have not answered.
    pub silent: Vec<Participant>,
    /// The hosts of this instance who were asked.
    pub hosts: Vec<Participant>,
    /// Whether whoever looks sees what others said.
    pub shows_others: bool,
    /// What the poll became.
    pub session: Option<Booking>,
}

/// A poll in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The poll.
    pub poll: Poll,
    /// How many have answered.
    pub answered: u32,
}

/// What a token opens: a poll, for anybody or for one who was asked or has answered.
pub(super) fn open(db: &mut Db, token: &str) -> Result<(Poll, Option<Participant>), ServiceError> {
    let token_hash = hash(token);
    match store::polls::find_participant_by_hash(db, &token_hash)? {
        Some(participant) => {
            let poll = store::polls::find(db, &participant.poll_id)?;
            Ok((poll, Some(participant)))
        }
        None => Ok((store::polls::find_by_hash(db, &token_hash)?, None)),
    }
}

/// The poll that a link opens; those who have answered are shown after the first `skip`.
///
/// # Errors
/// `NotFound`, also for a forged token and when its host is not here any more.
pub fn find_by_token(
    db: &mut Db,
    token: &str,
    skip: u32,
    now: DateTime<Utc>,
) -> Result<PollView, ServiceError> {
    let (poll, own) = open(db, token)?;
    let view = load(db, poll, own, skip, now)?;
    hosts::find(db, &view.host.username)?;
    Ok(view)
}

/// One of the viewer's polls.
///
/// # Errors
/// `NotFound`.
pub fn find_own(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    skip: u32,
    now: DateTime<Utc>,
) -> Result<PollView, ServiceError> {
    let poll = store::polls::find(db, id)?;
    viewer.must_be(&poll.host_id)?;
    let view = load(db, poll, None, skip, now)?;
    Ok(PollView {
        shows_others: true,
        ..view
    })
}

/// The viewer's polls, the newest first: `limit` of them that are older than `before`.
pub fn list_own(
    db: &mut Db,
    viewer: &Viewer,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<Listed>, ServiceError> {
    let polls = store::polls::list(db, &viewer.person.id, before, limit)?;
    let ids: Vec<&str> = polls.iter().map(|poll| poll.id.as_str()).collect();
    let answered = store::polls::count_answered(db, &ids)?;
    Ok(polls
        .into_iter()
        .map(|poll| Listed {
            answered: small(answered.get(&poll.id).copied()),
            poll,
        })
        .collect())
}

/// The open polls that ask the viewer as a host, with who they are there.
pub fn asked(db: &mut Db, viewer: &Viewer) -> Result<Vec<(Poll, Participant)>, ServiceError> {
    let id = &viewer.person.id;
    Ok(store::polls::list_asked(db, id, MOST_ASKED)?)
}

/// Somebody who was asked, with the poll: for whoever writes to them.
///
/// # Errors
/// `NotFound`.
pub fn load_participant(
    db: &mut Db,
    id: &str,
    now: DateTime<Utc>,
) -> Result<(PollView, Participant), ServiceError> {
    let participant = store::polls::find_participant(db, id)?;
    let poll = store::polls::find(db, &participant.poll_id)?;
    Ok((load(db, poll, None, 0, now)?, participant))
}

/// A poll by its id: for whoever writes about it.
///
/// # Errors
/// `NotFound`.
pub fn load_by_id(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<PollView, ServiceError> {
    let poll = store::polls::find(db, id)?;
    load(db, poll, None, 0, now)
}

/// Everything about a poll, as `own` sees it.
pub(super) fn load(
    db: &mut Db,
    poll: Poll,
    own: Option<Participant>,
    skip: u32,
    now: DateTime<Utc>,
) -> Result<PollView, ServiceError> {
    let options = store::polls::options(db, &poll.id)?;
    let page = Voters { skip, limit: SHOWN };
    let people = store::polls::list_answered(db, &poll.id, page)?;
    let mut voters = voters(db, &options, people.into_iter().chain(own.clone()))?;
    let own = match own {
        Some(_) => voters.pop(),
        None => None,
    };
    if let Some(own) = &own {
        voters.retain(|voter| voter.participant.id != own.participant.id);
    }
    let hosts = store::polls::hosts(db, &poll.id)?;
    let options = views(db, &poll, options, (&hosts, own.as_ref()), now)?;
    let has_answered = own
        .as_ref()
        .is_some_and(|own| own.participant.answered_at.is_some());
    let answered = store::polls::count_answered(db, &[&poll.id])?;
    Ok(PollView {
        host: store::people::find(db, &poll.host_id)?,
        event_type: store::event_types::find(db, &poll.event_type_id)?,
        ranking: ranking(&options),
        silent: store::polls::list_invited(db, &poll.id)?,
        answered: small(answered.get(&poll.id).copied()),
        shows_others: poll.shows_others(has_answered, now),
        session: session(db, &poll)?,
        options,
        own,
        voters,
        skip,
        hosts,
        poll,
    })
}

fn small(count: Option<i64>) -> u32 {
    u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX)
}

fn voters(
    db: &mut Db,
    options: &[PollOption],
    people: impl Iterator<Item = Participant>,
) -> Result<Vec<Voter>, ServiceError> {
    let people: Vec<Participant> = people.collect();
    let ids: Vec<&str> = people.iter().map(|it| it.id.as_str()).collect();
    let votes = store::polls::list_votes(db, &ids)?;
    let answer = |participant: &Participant, option: &PollOption| {
        let key = (participant.id.clone(), option.id.clone());
        votes.get(&key).copied()
    };
    Ok(people
        .into_iter()
        .map(|participant| Voter {
            answers: options
                .iter()
                .map(|option| answer(&participant, option))
                .collect(),
            participant,
        })
        .collect())
}

/// Each time with what was said and whether it can still be had. A host who has said no to a time
/// is not needed for it.
fn views(
    db: &mut Db,
    poll: &Poll,
    options: Vec<PollOption>,
    (hosts, own): (&[Participant], Option<&Voter>),
    now: DateTime<Utc>,
) -> Result<Vec<OptionView>, ServiceError> {
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let tallies = store::polls::tallies(db, &ids)?;
    let gone = gone(db, poll, &options, hosts, now)?;
    Ok(options
        .into_iter()
        .enumerate()
        .map(|(place, option)| {
            let tally = tallies.get(&option.id).copied().unwrap_or_default();
            let mut others = tally;
            if let Some(answer) = own.and_then(|own| own.answers[place]) {
                others.remove(answer);
            }
            OptionView {
                tally,
                others,
                is_gone: option.span.start() <= now || gone.contains(&option.id),
                option,
            }
        })
        .collect())
}

/// The times at which a host who is needed has something else.
fn gone(
    db: &mut Db,
    poll: &Poll,
    options: &[PollOption],
    hosts: &[Participant],
    now: DateTime<Utc>,
) -> Result<HashSet<String>, ServiceError> {
    let mut ids = vec![poll.host_id.as_str()];
    ids.extend(hosts.iter().filter_map(|host| host.host_id.as_deref()));
    let refused = store::polls::refusals(db, &poll.id)?;
    let own: HashSet<&str> = options.iter().map(|it| it.id.as_str()).collect();
    let booking_id = match &poll.status {
        Status::Booked { booking_id, .. } => booking_id.as_str(),
        Status::Open | Status::Closed => "",
    };
    Ok(store::polls::taken(db, &poll.id, &ids, now)?
        .into_iter()
        .filter(|taken| !taken.has_run_out && taken.holder_id != booking_id)
        .filter(|taken| !own.contains(taken.holder_id.as_str()))
        .filter(|taken| {
            refused
                .iter()
                .all(|(option, host)| *option != taken.option_id || *host != taken.host_id)
        })
        .map(|taken| taken.option_id)
        .collect())
}

fn ranking(options: &[OptionView]) -> Vec<usize> {
    let candidates: Vec<Candidate> = options
        .iter()
        .map(|view| Candidate {
            start: view.option.span.start(),
            tally: view.tally,
            is_free: !view.is_gone,
        })
        .collect();
    rank(&candidates)
}

/// What the poll became; none once that is erased.
fn session(db: &mut Db, poll: &Poll) -> Result<Option<Booking>, ServiceError> {
    let Status::Booked { booking_id, .. } = &poll.status else {
        return Ok(None);
    };
    match store::bookings::find(db, booking_id) {
        Ok(booking) => Ok(Some(booking)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
