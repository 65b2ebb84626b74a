//! Calendars of other programs that say when a host is busy.
//!
//! An address is asked again and again; a file that was handed in is read anew as time goes on.
//! The busy times known before stay until new ones are known, whatever goes wrong.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Problems, ServiceError, Viewer, new_id, waiting};
use crate::ical::busy::{Found, NotACalendar, Owner, Search, SkippedList, Why};
use crate::kernel::people::Person;
use crate::kernel::span::Span;
use crate::kernel::text;
use crate::store::jobs::{self, Job};
pub use crate::store::subscriptions::{Subscription, SyncState};
use crate::store::{self, Db, busy};

/// How many calendars a host may subscribe to.
const MOST: usize = 50;
/// The most octets of a file that is handed in.
pub const MOST_OF_FILE: usize = 5 << 20;
/// How long an address may be.
const MOST_OF_URL: usize = 2_000;
/// How often an address is asked.
const EVERY: TimeDelta = TimeDelta::minutes(15);
/// How long it rests at the most after failures.
const LONGEST_REST: TimeDelta = TimeDelta::hours(12);
/// After how long a calendar is read as a whole, changed or not: the window has moved on.
const READ_ANEW: TimeDelta = TimeDelta::days(7);
/// How far back busy times are kept, for the week view.
const BACK: TimeDelta = TimeDelta::days(35);
/// How far ahead they are known.
const AHEAD: TimeDelta = TimeDelta::days(740);

/// What a host says about a calendar.
#[derive(Debug, Clone, Default)]
pub struct SubscriptionForm {
    /// What the host calls it; empty takes the name of its server.
    pub name: String,
    /// `https://`, `http://` or `webcal://`.
    pub url: String,
    /// Whether what is only tentative blocks as well.
    pub tentative_blocks: bool,
}

/// What a reading needs.
#[derive(Debug, Clone)]
pub struct Task {
    /// What is read.
    pub subscription: Subscription,
    /// How it is read.
    pub search: Search,
    /// Its text, if it was handed in.
    pub file: Option<Vec<u8>>,
    /// Whether an answer that nothing changed is enough.
    pub is_conditional: bool,
}

/// What came of a reading.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing has changed.
    Unchanged,
    /// It was read.
    Read {
        /// What it says.
        found: Found,
        /// The entity tag that came with it.
        etag: Option<String>,
        /// The date that came with it.
        last_modified: Option<String>,
    },
    /// It could not be read.
    Failed {
        /// A code; the texts say it in words.
        problem: &'static str,
        /// How long the server wants to be left alone.
        retry_after: Option<TimeDelta>,
    },
}

/// The viewer's subscriptions, the oldest first.
pub fn list(db: &mut Db, viewer: &Viewer) -> Result<Vec<Subscription>, ServiceError> {
    Ok(store::subscriptions::list(db, &viewer.person.id)?)
}

/// One of the viewer's subscriptions.
///
/// # Errors
/// `NotFound`.
pub fn find(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Subscription, ServiceError> {
    let found = store::subscriptions::find(db, id)?;
    if found.host_id == viewer.person.id {
        Ok(found)
    } else {
        Err(ServiceError::NotFound)
    }
}

/// The viewer subscribes to an address; it is read at once.
///
/// # Errors
/// `Invalid` with the fields.
pub fn subscribe(
    db: &mut Db,
    viewer: &Viewer,
    form: &SubscriptionForm,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    let mut problems = Problems::default();
    let url = problems.take("url", read_url(&form.url));
    let name = problems.take("name", text::one_line(&form.name, 0, 80));
    check_count(db, viewer, &mut problems, "url")?;
    problems.finish()?;
    let url = url.unwrap_or_default();
    let name = name.filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| host_of(&url));
    add(
        db,
        viewer,
        (name, Some(url), None),
        form.tentative_blocks,
        now,
    )
}

/// The viewer hands in a calendar file; it is read at once.
///
/// # Errors
/// `Invalid` with the fields.
pub fn hand_in(
    db: &mut Db,
    viewer: &Viewer,
    (name, file): (&str, &[u8]),
    tentative_blocks: bool,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    let mut problems = Problems::default();
    let name = problems.take("name", text::one_line(name, 0, 80));
    if file.is_empty() {
        problems.add("file", "missing");
    } else if file.len() > MOST_OF_FILE {
        problems.add("file", "file-too-large");
    }
    check_count(db, viewer, &mut problems, "file")?;
    problems.finish()?;
    let name = name.filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "calendar.ics".to_owned());
    add(db, viewer, (name, None, Some(file)), tentative_blocks, now)
}

fn check_count(
    db: &mut Db,
    viewer: &Viewer,
    problems: &mut Problems,
    field: &'static str,
) -> Result<(), ServiceError> {
    if store::subscriptions::list(db, &viewer.person.id)?.len() >= MOST {
        problems.add(field, "too-many");
    }
    Ok(())
}

fn add(
    db: &mut Db,
    viewer: &Viewer,
    (name, url, file): (String, Option<String>, Option<&[u8]>),
    tentative_blocks: bool,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    let new = Subscription {
        id: new_id(),
        host_id: viewer.person.id.clone(),
        name,
        url,
        tentative_blocks,
        next_at: now,
        state: SyncState::default(),
    };
    store::subscriptions::insert(db, &new, file, now)?;
    queue(db, &new)?;
    Ok(new)
}

/// Changes a subscription, which is then read anew. The address of a file stays empty.
///
/// # Errors
/// `NotFound`; `Invalid` with the fields.
pub fn change(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    form: &SubscriptionForm,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    let mut changed = find(db, viewer, id)?;
    let mut problems = Problems::default();
    if changed.url.is_some() {
        changed.url = problems.take("url", read_url(&form.url));
    }
    let name = problems.take("name", text::one_line(&form.name, 1, 80));
    problems.finish()?;
    changed.name = name.unwrap_or_default();
    changed.tentative_blocks = form.tentative_blocks;
    read_at_once(db, changed, now)
}

/// Reads a subscription now, whatever its server said about changes.
///
/// # Errors
/// `NotFound`.
pub fn sync_now(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    let subscription = find(db, viewer, id)?;
    read_at_once(db, subscription, now)
}

fn read_at_once(
    db: &mut Db,
    mut subscription: Subscription,
    now: DateTime<Utc>,
) -> Result<Subscription, ServiceError> {
    subscription.next_at = now;
    subscription.state.etag = None;
    subscription.state.last_modified = None;
    store::subscriptions::update(db, &subscription)?;
    queue(db, &subscription)?;
    Ok(subscription)
}

/// Whether the reading that was due at `due` is over.
///
/// # Errors
/// When the database cannot be reached.
pub fn is_read(db: &mut Db, id: &str, due: DateTime<Utc>) -> Result<bool, ServiceError> {
    Ok(store::subscriptions::find(db, id)?.next_at != due)
}

/// Ends a subscription; what it blocked is free.
///
/// # Errors
/// `NotFound`.
pub fn unsubscribe(db: &mut Db, viewer: &Viewer, id: &str) -> Result<(), ServiceError> {
    let gone = find(db, viewer, id)?;
    store::subscriptions::delete(db, id)?;
    if busy::replace(db, (&gone.host_id, &gone.source()), Vec::new())? {
        waiting::has_time_again(db, &gone.host_id)?;
    }
    Ok(())
}

/// What the reading that was due at `due` needs; none if another has taken its place.
///
/// # Errors
/// When the database cannot be reached.
pub fn task(
    db: &mut Db,
    (id, due): (&str, DateTime<Utc>),
    domain: &str,
    now: DateTime<Utc>,
) -> Result<Option<Task>, ServiceError> {
    let subscription = match store::subscriptions::find(db, id) {
        Ok(found) if found.next_at == due => found,
        Ok(_) | Err(store::StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let host = store::people::find(db, &subscription.host_id)?;
    let file = match subscription.url {
        Some(_) => None,
        None => store::subscriptions::file(db, id)?,
    };
    let read_at = subscription.state.read_at;
    Ok(search(&host, domain, now).map(|search| Task {
        search,
        is_conditional: read_at.is_some_and(|at| now - at < READ_ANEW),
        subscription,
        file,
    }))
}

/// What is looked for in a calendar of a host.
pub fn search(host: &Person, domain: &str, now: DateTime<Utc>) -> Option<Search> {
    Some(Search {
        owner: Owner {
            zone: host.zone,
            addresses: vec![host.email.to_string().to_lowercase()],
        },
        window: Span::new(now - BACK, now + AHEAD)?,
        own_suffix: format!("@{domain}"),
        with_free: false,
    })
}

/// Takes what came of a reading, and queues the next one.
///
/// # Errors
/// When the database cannot be written.
pub fn took(
    db: &mut Db,
    (id, due): (&str, DateTime<Utc>),
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut read = match store::subscriptions::find(db, id) {
        Ok(found) if found.next_at == due => found,
        // It ended or was changed meanwhile; then another reading is queued.
        Ok(_) | Err(store::StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    read.state.checked_at = Some(now);
    let mut rest = EVERY;
    match outcome {
        Outcome::Unchanged => {
            read.state.failures = 0;
            read.state.problem = None;
        }
        Outcome::Failed {
            problem,
            retry_after,
        } => {
            read.state.failures = read.state.failures.saturating_add(1);
            read.state.problem = Some(problem.to_owned());
            let doubled = EVERY * (1 << read.state.failures.min(8));
            rest = retry_after.unwrap_or(doubled).clamp(EVERY, LONGEST_REST);
        }
        Outcome::Read {
            found,
            etag,
            last_modified,
        } => keep(db, &mut read, found, (etag, last_modified), now)?,
    }
    read.next_at = now + rest + spread(&read.id, rest);
    store::subscriptions::keep_state(db, &read)?;
    queue(db, &read)
}

/// Keeps the busy times of a calendar that was read.
fn keep(
    db: &mut Db,
    read: &mut Subscription,
    found: Found,
    (etag, last_modified): (Option<String>, Option<String>),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let blocks = |is_tentative: bool| !is_tentative || read.tentative_blocks;
    let times: Vec<(Span, String)> = found
        .times
        .into_iter()
        .filter(|time| blocks(time.is_tentative))
        .map(|time| (time.span, time.title))
        .collect();
    read.state = SyncState {
        etag,
        last_modified,
        checked_at: Some(now),
        read_at: Some(now),
        failures: 0,
        problem: None,
        events: found.events,
        times: u32::try_from(times.len()).unwrap_or(u32::MAX),
        skipped: found.skipped.count,
        skipped_lines: lines(&found.skipped),
    };
    if busy::replace(db, (&read.host_id, &read.source()), times)? {
        waiting::has_time_again(db, &read.host_id)?;
    }
    Ok(())
}

fn queue(db: &mut Db, subscription: &Subscription) -> Result<(), ServiceError> {
    let job = Job::Sync {
        subscription_id: subscription.id.clone(),
        due: subscription.next_at,
    };
    Ok(jobs::push(db, &job, subscription.next_at)?)
}

/// Up to a tenth more, differently for each, so that not all are asked at once.
fn spread(id: &str, rest: TimeDelta) -> TimeDelta {
    let seed: i64 = id.bytes().map(i64::from).sum();
    TimeDelta::seconds(rest.num_seconds() * (seed % 100) / 1_000)
}

/// An address as it is asked. `webcal://` is https (it has no standard; everybody reads it so).
fn read_url(typed: &str) -> Result<String, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("missing");
    }
    let lower = typed.to_ascii_lowercase();
    let written = match lower.split_once("://") {
        Some(("webcal" | "webcals", _)) => {
            format!(
                "https://{}",
                &typed[lower.find("://").map_or(0, |at| at + 3)..]
            )
        }
        Some(_) => typed.to_owned(),
        None => format!("https://{typed}"),
    };
    let url = url::Url::parse(&written).map_err(|_| "not-a-link")?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !is_web || written.len() > MOST_OF_URL {
        return Err("not-a-link");
    }
    Ok(url.into())
}

fn host_of(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(url::Url::host_str);
    host.unwrap_or("calendar").chars().take(80).collect()
}

/// Why a text is no calendar, as a code.
pub fn problem_of(error: NotACalendar) -> &'static str {
    match error {
        NotACalendar::Other => "not-a-calendar",
        NotACalendar::Html => "html",
        NotACalendar::TooLarge => "too-large",
    }
}

/// What is wrong with something that was skipped, as a code.
fn code(why: Why) -> &'static str {
    match why {
        Why::Unterminated => "unterminated",
        Why::TooLarge => "too-large",
        Why::TooMany => "too-many",
        Why::NoStart => "no-start",
        Why::BadEnd => "bad-end",
        Why::BadRule => "bad-rule",
        Why::BadDate => "bad-date",
        Why::RuleCut => "rule-cut",
        Why::UnknownZone => "unknown-zone",
        Why::NotUtf8 => "not-utf8",
    }
}

fn lines(skipped: &SkippedList) -> String {
    let first = skipped.first.iter();
    let lines: Vec<String> = first
        .map(|skipped| format!("{} {}", skipped.line, code(skipped.why)))
        .collect();
    lines.join("\n")
}

/// The first lines that could not be read, and why, as codes.
pub fn skipped_lines(state: &SyncState) -> Vec<(u32, &str)> {
    state
        .skipped_lines
        .lines()
        .filter_map(|line| {
            let (number, code) = line.split_once(' ')?;
            Some((number.parse().ok()?, code))
        })
        .collect()
}
