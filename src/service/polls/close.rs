//! A poll ends: the best time becomes a session, or nothing fits.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::super::bookings::{Agreed, agree};
use super::super::links::Links;
use super::super::{ServiceError, Viewer, new_id, slots};
use super::view::{PollView, load};
use super::{find_own_locked, hold, host_ids, release, schedule, take_stock, tell};
use crate::kernel::booking::Attendee;
use crate::kernel::people::Email;
use crate::kernel::polls::{Participant, Poll, PollError, PollOption, Status};
use crate::store::jobs::{self, Job, PollNews};
use crate::store::{self, Db};

/// How a poll ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// With the time that suits best.
    Best,
    /// With this one.
    Option(String),
    /// Without any.
    Nothing,
}

/// The viewer ends a poll. A time becomes a session with everybody who left an address; the other
/// times are given back. Without a time those who left an address are told.
///
/// # Errors
/// `NotFound`; `Poll` when it was booked before, when the time is gone, or nothing fits: then
/// nothing is changed.
pub fn close(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
    (id, choice): (&str, &Choice),
    now: DateTime<Utc>,
) -> Result<Poll, ServiceError> {
    let poll = find_own_locked(db, viewer, id)?;
    finish(db, links, poll, choice, now)
}

/// The viewer lets a poll take answers again that is over and was not booked. Times that can still
/// be had are held again.
///
/// # Errors
/// `NotFound`; `Poll` when it is open, or was booked.
pub fn reopen(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Poll, ServiceError> {
    let poll = find_own_locked(db, viewer, id)?.reopen(now)?;
    release(db, &poll)?;
    store::polls::update(db, &poll)?;
    if poll.holds {
        let hosts = host_ids(db, &poll)?;
        let others = take_stock(db, &poll, &hosts, now)?;
        let taken: HashSet<&str> = others.iter().map(|it| it.option_id.as_str()).collect();
        let options = store::polls::options(db, &poll.id)?;
        let free: Vec<&PollOption> = options
            .iter()
            .filter(|it| it.span.start() > now && !taken.contains(it.id.as_str()))
            .collect();
        hold(db, &poll, &free, &hosts)?;
    }
    schedule(db, &poll, now)?;
    Ok(poll)
}

/// The deadline has come: the best time is booked if that was chosen, else the host is asked to
/// choose. Does nothing when the poll was ended before or its deadline has moved.
///
/// # Errors
/// `NotFound`.
pub fn at_deadline(
    db: &mut Db,
    links: &Links,
    (id, deadline): (&str, i64),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let poll = store::polls::find_locked(db, id)?;
    let is_due = poll.status == Status::Open
        && poll
            .deadline
            .is_some_and(|it| it.timestamp_micros() == deadline && it <= now);
    if !is_due {
        return Ok(());
    }
    if poll.closes_itself {
        match finish(db, links, poll.clone(), &Choice::Best, now) {
            Ok(_) => return Ok(()),
            Err(ServiceError::Poll(PollError::NothingFits | PollError::NobodyAnswered)) => {
                finish(db, links, poll, &Choice::Nothing, now)?;
            }
            Err(error) => return Err(error),
        }
    }
    let job = Job::PollAnswers {
        poll_id: id.to_owned(),
        deadline,
    };
    Ok(jobs::push(db, &job, now)?)
}

/// Ends a poll that is held. What is refused is refused before anything of it is written.
fn finish(
    db: &mut Db,
    links: &Links,
    poll: Poll,
    choice: &Choice,
    now: DateTime<Utc>,
) -> Result<Poll, ServiceError> {
    poll.may_close()?;
    if *choice == Choice::Nothing {
        return end_without(db, poll, now);
    }
    let hosts = host_ids(db, &poll)?;
    take_stock(db, &poll, &hosts, now)?;
    let view = load(db, poll, None, 0, now)?;
    let winner = winner(&view, choice)?.clone();
    let offered = slots::of_event_type(db, view.event_type.clone())?;
    let refused = store::polls::refusals(db, &view.poll.id)?;
    let comes = |id: &String| {
        refused
            .iter()
            .all(|(option, host)| *option != winner.id || host != id)
    };
    let host_id = &view.poll.host_id;
    let coming = hosts.into_iter().filter(|id| id == host_id || comes(id));
    let coming: Vec<String> = coming.collect();
    let attendee = attendee(db, &view, &coming)?;
    release(db, &view.poll)?;
    let agreed = Agreed {
        offered: &offered,
        title: &view.poll.title,
        span: winner.span,
        attendee,
        host_ids: coming,
    };
    let booking = agree(db, links, agreed, now)?;
    let poll = Poll {
        status: Status::Booked {
            option_id: winner.id,
            booking_id: booking.id,
        },
        ..view.poll
    };
    store::polls::update(db, &poll)?;
    Ok(poll)
}

fn winner<'a>(view: &'a PollView, choice: &Choice) -> Result<&'a PollOption, ServiceError> {
    if view.answered == 0 {
        return Err(PollError::NobodyAnswered.into());
    }
    match choice {
        Choice::Option(id) => {
            let wanted = view.options.iter().find(|it| it.option.id == *id);
            let wanted = wanted.ok_or(ServiceError::NotFound)?;
            if wanted.is_gone {
                return Err(PollError::OptionGone.into());
            }
            Ok(&wanted.option)
        }
        Choice::Best | Choice::Nothing => {
            let best = view.ranking.first().ok_or(PollError::NothingFits)?;
            Ok(&view.options[*best].option)
        }
    }
}

/// Who the session is with: the first who answered and left an address; the others who left one
/// are guests, but for the hosts of the session, who hear of it as hosts. Where nobody did, the mail for them goes to the host, who can pass it on.
fn attendee(db: &mut Db, view: &PollView, host_ids: &[String]) -> Result<Attendee, ServiceError> {
    let mut seen = HashSet::from([view.host.email.as_str().to_lowercase()]);
    let people: Vec<(Participant, Email)> = store::polls::list_with_address(db, &view.poll.id)?
        .into_iter()
        .filter(|it| it.host_id.as_ref().is_none_or(|id| !host_ids.contains(id)))
        .filter_map(|participant| {
            let email = participant.email.clone()?;
            let is_new = seen.insert(email.as_str().to_lowercase());
            is_new.then_some((participant, email))
        })
        .collect();
    let guests = people.iter().skip(1).map(|(_, email)| email.clone());
    let guests = guests.collect();
    let first = people.into_iter().next();
    let (participant, email) = match (first, view.voters.first()) {
        (Some(first), _) => first,
        (None, Some(voter)) => (voter.participant.clone(), view.host.email.clone()),
        (None, None) => return Err(PollError::NobodyAnswered.into()),
    };
    Ok(Attendee {
        id: new_id(),
        name: if participant.name.is_empty() {
            email.to_string()
        } else {
            participant.name
        },
        email,
        zone: participant.zone,
        language: participant.language,
        guests,
        answers: Vec::new(),
    })
}

fn end_without(db: &mut Db, poll: Poll, now: DateTime<Utc>) -> Result<Poll, ServiceError> {
    if poll.status == Status::Closed {
        return Ok(poll);
    }
    release(db, &poll)?;
    let poll = Poll {
        status: Status::Closed,
        ..poll
    };
    store::polls::update(db, &poll)?;
    for participant in store::polls::list_with_address(db, &poll.id)? {
        tell(db, &participant, PollNews::NothingFits, now, now)?;
    }
    Ok(poll)
}
