//! Calendars that hosts keep at CalDAV servers elsewhere: what is busy there is read, and sessions
//! are written into one of them.

mod found;
mod reading;
mod writing;

use chrono::{DateTime, TimeDelta, Utc};

use super::vault::Vault;
use super::{Problems, ServiceError, Viewer, new_id, waiting};
use crate::kernel::text;
use crate::remote::{FoundCalendar, Login};
use crate::store::jobs::{self, Job};
pub use crate::store::remote_calendars::{Account, RemoteCalendar};
use crate::store::{self, Db, busy};
pub use found::{Found, FoundSession, accept, found, refuse};
pub use reading::{Indexed, Reading, Task, ToRead, finish, keep, source, task, took};
pub use writing::{Write, Written, plan, write, wrote};

/// How many accounts a host may have.
const MOST: usize = 10;
/// How often an account is asked.
const EVERY: TimeDelta = TimeDelta::minutes(5);
/// How long it rests at the most after failures.
const LONGEST_REST: TimeDelta = TimeDelta::hours(6);

/// An account with its calendars, as a host adds it.
#[derive(Debug)]
pub struct NewAccount {
    /// Who logs in, with what.
    pub login: Login,
    /// Where its calendars are listed.
    pub home: String,
    /// The calendars that were found there.
    pub calendars: Vec<FoundCalendar>,
}

/// Which calendars of an account are used.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The ids of those that are read.
    pub read: Vec<String>,
    /// The id of the one that sessions are written into.
    pub written: Option<String>,
}

/// The viewer's accounts with their calendars, the oldest first.
///
/// # Errors
/// When the database cannot be reached.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
) -> Result<Vec<(Account, Vec<RemoteCalendar>)>, ServiceError> {
    let accounts = store::remote_calendars::accounts(db, &viewer.person.id)?;
    let with_calendars = accounts.into_iter().map(|account| {
        let calendars = store::remote_calendars::list(db, &account.id)?;
        Ok((account, calendars))
    });
    with_calendars.collect()
}

/// One of the viewer's accounts.
///
/// # Errors
/// `NotFound`.
pub fn find(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
) -> Result<(Account, Vec<RemoteCalendar>), ServiceError> {
    let account = store::remote_calendars::find_account(db, id)?;
    if account.host_id != viewer.person.id {
        return Err(ServiceError::NotFound);
    }
    let calendars = store::remote_calendars::list(db, id)?;
    Ok((account, calendars))
}

/// Whether the viewer may add another account.
///
/// # Errors
/// `Invalid` when there are too many, or the user name or password cannot be one.
pub fn may_add(db: &mut Db, viewer: &Viewer, login: &Login) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    problems.take("username", text::one_line(&login.username, 1, 200));
    if login.password.is_empty() {
        problems.add("password", "missing");
    } else if login.password.len() > 1_000 {
        problems.add("password", "too-long");
    }
    if store::remote_calendars::accounts(db, &viewer.person.id)?.len() >= MOST {
        problems.add("server", "too-many");
    }
    problems.finish()
}

/// Adds an account whose calendars were found. Nothing is read before the viewer has chosen.
///
/// # Errors
/// As [`may_add`].
pub fn add(
    db: &mut Db,
    viewer: &Viewer,
    vault: &Vault,
    new: NewAccount,
    now: DateTime<Utc>,
) -> Result<Account, ServiceError> {
    may_add(db, viewer, &new.login)?;
    let id = new_id();
    let host = url::Url::parse(&new.home).ok();
    let host = host.as_ref().and_then(url::Url::host_str);
    let account = Account {
        password: vault.seal(&id, &new.login.password),
        host_id: viewer.person.id.clone(),
        name: host.unwrap_or_default().chars().take(80).collect(),
        url: new.home,
        username: new.login.username,
        next_at: now,
        checked_at: None,
        failures: 0,
        problem: None,
        id,
    };
    store::remote_calendars::insert_account(db, &account, now)?;
    for calendar in &new.calendars {
        insert_calendar(db, &account.id, calendar)?;
    }
    queue(db, &account)?;
    Ok(account)
}

fn insert_calendar(
    db: &mut Db,
    account_id: &str,
    found: &FoundCalendar,
) -> Result<(), ServiceError> {
    let calendar = RemoteCalendar {
        id: new_id(),
        account_id: account_id.to_owned(),
        url: found.url.to_string(),
        name: tidy(&found.name),
        is_writable: found.is_writable,
        is_read: false,
        is_written: false,
        sync_token: None,
        ctag: None,
        read_at: None,
        whole_at: None,
        skipped: 0,
        problem: None,
    };
    Ok(store::remote_calendars::insert(db, &calendar)?)
}

/// Keeps what servers say within bounds.
fn tidy(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_control());
    kept.take(80).collect()
}

/// The viewer chooses which calendars of an account are used; it is read at once. Sessions go into
/// one calendar of a host, so that whatever another account had is given up.
///
/// # Errors
/// `NotFound`.
pub fn choose(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    choice: &Choice,
    now: DateTime<Utc>,
) -> Result<Account, ServiceError> {
    let (account, _) = find(db, viewer, id)?;
    for (of, calendars) in list(db, viewer)? {
        for calendar in calendars {
            let chosen = if of.id == id {
                RemoteCalendar {
                    is_read: choice.read.contains(&calendar.id),
                    is_written: choice.written.as_ref() == Some(&calendar.id)
                        && calendar.is_writable,
                    ..calendar.clone()
                }
            } else {
                RemoteCalendar {
                    is_written: calendar.is_written && choice.written.is_none(),
                    ..calendar.clone()
                }
            };
            use_as(db, viewer, (&calendar, chosen), now)?;
        }
    }
    read_at_once(db, account, now)
}

/// Uses a calendar as it was chosen, and gives up what it was used for before.
fn use_as(
    db: &mut Db,
    viewer: &Viewer,
    (before, mut chosen): (&RemoteCalendar, RemoteCalendar),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if before.is_read && !chosen.is_read {
        forget(db, &viewer.person.id, &before.id)?;
    }
    if before.is_read != chosen.is_read {
        // From the beginning: what lies there was not kept.
        chosen.sync_token = None;
        chosen.ctag = None;
        chosen.whole_at = None;
    }
    store::remote_calendars::update(db, &chosen)?;
    if chosen.is_written {
        Ok(())
    } else {
        writing::give_up(db, &chosen.id, now)
    }
}

/// Forgets what was read from a calendar; its times are free.
fn forget(db: &mut Db, host_id: &str, calendar_id: &str) -> Result<(), ServiceError> {
    store::remote_objects::delete_all(db, calendar_id)?;
    if busy::remove_within(db, &source(calendar_id, ""))? {
        waiting::has_time_again(db, host_id)?;
    }
    Ok(())
}

/// Reads an account now.
///
/// # Errors
/// `NotFound`.
pub fn sync_now(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Account, ServiceError> {
    let (account, _) = find(db, viewer, id)?;
    read_at_once(db, account, now)
}

fn read_at_once(
    db: &mut Db,
    mut account: Account,
    now: DateTime<Utc>,
) -> Result<Account, ServiceError> {
    account.next_at = now;
    store::remote_calendars::update_account(db, &account)?;
    queue(db, &account)?;
    Ok(account)
}

/// Whether the reading that was due at `due` is over.
///
/// # Errors
/// When the database cannot be reached.
pub fn is_read(db: &mut Db, id: &str, due: DateTime<Utc>) -> Result<bool, ServiceError> {
    Ok(store::remote_calendars::find_account(db, id)?.next_at != due)
}

/// Ends the use of an account; what it blocked is free. Sessions that were written there stay.
///
/// # Errors
/// `NotFound`.
pub fn remove(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    let (account, calendars) = find(db, viewer, id)?;
    for calendar in calendars {
        forget(db, &account.host_id, &calendar.id)?;
    }
    Ok(store::remote_calendars::delete_account(db, id)?)
}

fn queue(db: &mut Db, account: &Account) -> Result<(), ServiceError> {
    let job = Job::SyncAccount {
        account_id: account.id.clone(),
        due: account.next_at,
    };
    Ok(jobs::push(db, &job, account.next_at)?)
}
