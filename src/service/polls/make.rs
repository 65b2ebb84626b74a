//! A host makes a poll, changes it, takes it away.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::super::links::{Links, hash};
use super::super::{Problems, ServiceError, Viewer, new_id};
use super::form::{self, Checked, PollForm};
use super::{find_own_locked, hold, host_ids, invite, release, schedule, take_stock};
use crate::kernel::polls::{Participant, Poll, PollError, PollOption, Sight, Status};
use crate::kernel::span::Span;
use crate::store::{self, Db};

/// The viewer makes a poll; those who are asked get a mail.
///
/// # Errors
/// `Invalid` with the fields; a time that shall be held and is taken is one of them.
pub fn create(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
    form: &PollForm,
    now: DateTime<Utc>,
) -> Result<Poll, ServiceError> {
    let checked = form::check(db, viewer, form, (&[], None), now)?;
    let poll = Poll {
        id: new_id(),
        host_id: viewer.person.id.clone(),
        language: viewer.person.language,
        status: Status::Open,
        reminded_at: None,
        created_at: now,
        ..settings(form, &checked)
    };
    store::polls::insert(db, &poll, &hash(&links.poll_token(&poll.id)))?;
    let options = add_options(db, &poll, &checked.spans)?;
    invite::add(db, links, &poll, (&checked.hosts, &checked.emails), now)?;
    if poll.holds {
        hold_new(db, &poll, &options, form, now)?;
    }
    schedule(db, &poll, now)?;
    Ok(poll)
}

/// The viewer changes a poll that is open. Times that stay keep their answers, those that go lose
/// them; another length is another time. Hosts who are left out are still asked, but their time is
/// not taken any more; addresses are only ever added.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields; `Poll` when it is closed or booked.
pub fn replace(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
    (id, form): (&str, &PollForm),
    now: DateTime<Utc>,
) -> Result<Poll, ServiceError> {
    let stored = find_own_locked(db, viewer, id)?;
    stored.may_close()?;
    if stored.status != Status::Open {
        return Err(PollError::Over.into());
    }
    let before = store::polls::options(db, id)?;
    let known: Vec<Span> = before.iter().map(|option| option.span).collect();
    let checked = form::check(db, viewer, form, (&known, stored.deadline), now)?;
    let poll = Poll {
        id: stored.id,
        host_id: stored.host_id,
        language: stored.language,
        status: stored.status,
        reminded_at: stored.reminded_at,
        created_at: stored.created_at,
        ..settings(form, &checked)
    };
    release(db, &poll)?;
    store::polls::update(db, &poll)?;
    let gone: Vec<&str> = before
        .iter()
        .filter(|option| !checked.spans.contains(&option.span))
        .map(|option| option.id.as_str())
        .collect();
    store::polls::delete_options(db, &gone)?;
    let fresh: Vec<Span> = checked
        .spans
        .iter()
        .copied()
        .filter(|span| !known.contains(span))
        .collect();
    let fresh = add_options(db, &poll, &fresh)?;
    leave_out(db, &poll, &checked)?;
    invite::add(db, links, &poll, (&checked.hosts, &checked.emails), now)?;
    if poll.holds {
        hold_new(db, &poll, &fresh, form, now)?;
    }
    schedule(db, &poll, now)?;
    Ok(poll)
}

/// The viewer takes a poll away, with everything that was said; what was booked stays booked.
///
/// # Errors
/// `NotFound`.
pub fn delete(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    let poll = find_own_locked(db, viewer, id)?;
    release(db, &poll)?;
    Ok(store::polls::delete(db, &poll.id)?)
}

/// What a form decides; the rest is filled in by whoever calls.
fn settings(form: &PollForm, checked: &Checked) -> Poll {
    Poll {
        id: String::new(),
        host_id: String::new(),
        event_type_id: checked.event_type.id.clone(),
        title: checked.title.clone(),
        description: checked.description.clone(),
        zone: checked.zone,
        language: Default::default(),
        minutes: checked.minutes,
        deadline: form.deadline,
        closes_itself: form.closes_itself,
        reminds: form.reminds,
        holds: form.holds,
        sight: form.sight.unwrap_or(Sight::Open),
        most_yes: form.most_yes,
        status: Status::Open,
        reminded_at: None,
        created_at: DateTime::UNIX_EPOCH,
    }
}

fn add_options(db: &mut Db, poll: &Poll, spans: &[Span]) -> Result<Vec<PollOption>, ServiceError> {
    let mut options = Vec::new();
    for span in spans {
        let option = PollOption {
            id: new_id(),
            span: *span,
        };
        store::polls::insert_option(db, &poll.id, &option)?;
        options.push(option);
    }
    Ok(options)
}

/// Holds every time that can be had. One of the `fresh` times that is taken is a mistake in the
/// form; one that was there before is shown as gone.
fn hold_new(
    db: &mut Db,
    poll: &Poll,
    fresh: &[PollOption],
    form: &PollForm,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let hosts = host_ids(db, poll)?;
    let others = take_stock(db, poll, &hosts, now)?;
    let taken: HashSet<&str> = others.iter().map(|it| it.option_id.as_str()).collect();
    let mut problems = Problems::default();
    for option in fresh.iter().filter(|it| taken.contains(it.id.as_str())) {
        let place = form.starts.iter().position(|it| *it == option.span.start());
        problems.add(&format!("options.{}", place.unwrap_or(0)), "time-taken");
    }
    problems.finish()?;
    let options = store::polls::options(db, &poll.id)?;
    let free: Vec<&PollOption> = options
        .iter()
        .filter(|option| option.span.start() > now && !taken.contains(option.id.as_str()))
        .collect();
    hold(db, poll, &free, &hosts)
}

/// Hosts who are not among those asked any more: their time is not taken.
fn leave_out(db: &mut Db, poll: &Poll, checked: &Checked) -> Result<(), ServiceError> {
    for host in store::polls::hosts(db, &poll.id)? {
        let is_asked = checked
            .hosts
            .iter()
            .any(|person| Some(&person.id) == host.host_id.as_ref());
        if !is_asked {
            let host = Participant {
                host_id: None,
                ..host
            };
            store::polls::update_participant(db, &host)?;
        }
    }
    Ok(())
}
