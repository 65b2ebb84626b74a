//! Accounts of hosts at CalDAV servers elsewhere, and the calendars there.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{calendar_accounts, remote_calendars};
use super::{Db, StoreError};

/// An account at a server elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// UUIDv7.
    pub id: String,
    /// Whose it is.
    pub host_id: String,
    /// What the host calls it.
    pub name: String,
    /// Where its calendars are listed.
    pub url: String,
    /// Who logs in.
    pub username: String,
    /// With what, sealed.
    pub password: String,
    /// When it is read the next time, UTC.
    pub next_at: DateTime<Utc>,
    /// When it was last asked, UTC.
    pub checked_at: Option<DateTime<Utc>>,
    /// How often in a row it failed.
    pub failures: u32,
    /// Why it failed the last time, as a code.
    pub problem: Option<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Nobody's name or password belongs into a log.
        f.debug_struct("Account").field("id", &self.id).finish()
    }
}

/// A calendar at a server elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCalendar {
    /// UUIDv7.
    pub id: String,
    /// Of which account.
    pub account_id: String,
    /// Where it is.
    pub url: String,
    /// What it is called there.
    pub name: String,
    /// Whether its owner may write into it.
    pub is_writable: bool,
    /// Whether what is busy in it blocks.
    pub is_read: bool,
    /// Whether sessions are written into it.
    pub is_written: bool,
    /// Up to where it was read (RFC 6578 §3.3).
    pub sync_token: Option<String>,
    /// The same of servers without that.
    pub ctag: Option<String>,
    /// When it was last read, UTC.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was last read as a whole, UTC.
    pub whole_at: Option<DateTime<Utc>>,
    /// How much of it could not be read the last time.
    pub skipped: u32,
    /// Why it could not be read, as a code.
    pub problem: Option<String>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = calendar_accounts, treat_none_as_null = true)]
struct AccountRow {
    id: String,
    person_id: String,
    name: String,
    url: String,
    username: String,
    password: String,
    next_at: i64,
    checked_at: Option<i64>,
    failures: i32,
    problem: Option<String>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = remote_calendars, treat_none_as_null = true)]
struct CalendarRow {
    id: String,
    account_id: String,
    url: String,
    name: String,
    is_writable: bool,
    is_read: bool,
    is_written: bool,
    sync_token: Option<String>,
    ctag: Option<String>,
    read_at: Option<i64>,
    whole_at: Option<i64>,
    skipped: i32,
    problem: Option<String>,
}

/// Adds an account.
pub fn insert_account(db: &mut Db, new: &Account, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(calendar_accounts::table)
        .values((
            account_row(new),
            calendar_accounts::created_at.eq(micros(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Writes an account over.
pub fn update_account(db: &mut Db, account: &Account) -> Result<(), StoreError> {
    diesel::update(calendar_accounts::table.find(&account.id))
        .set(account_row(account))
        .execute(db)?;
    Ok(())
}

/// Removes an account with its calendars.
pub fn delete_account(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(calendar_accounts::table.find(id)).execute(db)?;
    Ok(())
}

/// An account.
///
/// # Errors
/// `NotFound`.
pub fn find_account(db: &mut Db, id: &str) -> Result<Account, StoreError> {
    let row = calendar_accounts::table.find(id);
    read_account(row.select(AccountRow::as_select()).get_result(db)?)
}

/// The accounts of a host, the oldest first.
pub fn accounts(db: &mut Db, host_id: &str) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<AccountRow> = calendar_accounts::table
        .filter(calendar_accounts::person_id.eq(host_id))
        .order((calendar_accounts::created_at, calendar_accounts::id))
        .select(AccountRow::as_select())
        .load(db)?;
    rows.into_iter().map(read_account).collect()
}

/// Adds a calendar.
pub fn insert(db: &mut Db, new: &RemoteCalendar) -> Result<(), StoreError> {
    diesel::insert_into(remote_calendars::table)
        .values(calendar_row(new))
        .execute(db)?;
    Ok(())
}

/// Writes a calendar over.
pub fn update(db: &mut Db, calendar: &RemoteCalendar) -> Result<(), StoreError> {
    diesel::update(remote_calendars::table.find(&calendar.id))
        .set(calendar_row(calendar))
        .execute(db)?;
    Ok(())
}

/// Removes a calendar.
pub fn delete(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(remote_calendars::table.find(id)).execute(db)?;
    Ok(())
}

/// A calendar.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, id: &str) -> Result<RemoteCalendar, StoreError> {
    let row = remote_calendars::table.find(id);
    read_calendar(row.select(CalendarRow::as_select()).get_result(db)?)
}

/// The calendars of an account, by name.
pub fn list(db: &mut Db, account_id: &str) -> Result<Vec<RemoteCalendar>, StoreError> {
    let rows: Vec<CalendarRow> = remote_calendars::table
        .filter(remote_calendars::account_id.eq(account_id))
        .order((remote_calendars::name, remote_calendars::id))
        .select(CalendarRow::as_select())
        .load(db)?;
    rows.into_iter().map(read_calendar).collect()
}

/// The ids of the calendars that sessions of these hosts are written into.
pub fn written(db: &mut Db, host_ids: &[&str]) -> Result<Vec<String>, StoreError> {
    let written = remote_calendars::table
        .inner_join(
            calendar_accounts::table.on(calendar_accounts::id.eq(remote_calendars::account_id)),
        )
        .filter(calendar_accounts::person_id.eq_any(host_ids))
        .filter(remote_calendars::is_written.eq(true))
        .select(remote_calendars::id);
    Ok(written.load(db)?)
}

fn account_row(account: &Account) -> AccountRow {
    AccountRow {
        id: account.id.clone(),
        person_id: account.host_id.clone(),
        name: account.name.clone(),
        url: account.url.clone(),
        username: account.username.clone(),
        password: account.password.clone(),
        next_at: micros(account.next_at),
        checked_at: account.checked_at.map(micros),
        failures: i32::try_from(account.failures).unwrap_or(i32::MAX),
        problem: account.problem.clone(),
    }
}

fn read_account(row: AccountRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.id,
        host_id: row.person_id,
        name: row.name,
        url: row.url,
        username: row.username,
        password: row.password,
        next_at: instant(row.next_at)?,
        checked_at: row.checked_at.map(instant).transpose()?,
        failures: u32::try_from(row.failures).unwrap_or(0),
        problem: row.problem,
    })
}

fn calendar_row(calendar: &RemoteCalendar) -> CalendarRow {
    CalendarRow {
        id: calendar.id.clone(),
        account_id: calendar.account_id.clone(),
        url: calendar.url.clone(),
        name: calendar.name.clone(),
        is_writable: calendar.is_writable,
        is_read: calendar.is_read,
        is_written: calendar.is_written,
        sync_token: calendar.sync_token.clone(),
        ctag: calendar.ctag.clone(),
        read_at: calendar.read_at.map(micros),
        whole_at: calendar.whole_at.map(micros),
        skipped: i32::try_from(calendar.skipped).unwrap_or(i32::MAX),
        problem: calendar.problem.clone(),
    }
}

fn read_calendar(row: CalendarRow) -> Result<RemoteCalendar, StoreError> {
    Ok(RemoteCalendar {
        id: row.id,
        account_id: row.account_id,
        url: row.url,
        name: row.name,
        is_writable: row.is_writable,
        is_read: row.is_read,
        is_written: row.is_written,
        sync_token: row.sync_token,
        ctag: row.ctag,
        read_at: row.read_at.map(instant).transpose()?,
        whole_at: row.whole_at.map(instant).transpose()?,
        skipped: u32::try_from(row.skipped).unwrap_or(0),
        problem: row.problem,
    })
}
