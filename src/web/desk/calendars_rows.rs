//! What the page of calendars tells of each of them.

use chrono::{DateTime, Utc};

use super::super::fields::{Field, FieldOption, Kind};
use super::seat::Seat;
use crate::kernel::team::Team;
use crate::service::feeds::{Feed, FeedDetail};
use crate::service::subscriptions::{self, Subscription};
use crate::state::State;
use crate::texts::Words;

/// A feed.
pub struct FeedRow {
    /// Its id in the page.
    pub id: String,
    /// Whose sessions, and how much of them.
    pub label: String,
    /// Where it is asked for.
    pub url: String,
    /// The same for programs that subscribe on a click.
    pub webcal: String,
    /// When it was last asked for.
    pub fetched: String,
    /// Where it is ended.
    pub revoke: String,
}

/// A subscribed calendar.
pub struct SubscriptionRow {
    /// What the host calls it.
    pub name: String,
    /// Where more stands.
    pub href: String,
    /// Where it comes from.
    pub from: String,
    /// `good`, `wait` or `bad`.
    pub mark: &'static str,
    /// How it stands, in a word.
    pub state: String,
    /// When it was read, and what came of it.
    pub counts: String,
    /// What is wrong, if it could not be read.
    pub problem: Option<String>,
    /// When it is tried again.
    pub next: Option<String>,
    /// How much could not be read.
    pub skipped: Option<String>,
    /// Where it is read at once.
    pub sync: String,
    /// Where it is ended.
    pub remove: String,
}

const DETAILS: [(FeedDetail, &str); 3] = [
    (FeedDetail::Names, "feed-names"),
    (FeedDetail::Sessions, "feed-sessions"),
    (FeedDetail::Busy, "feed-busy-only"),
];

/// The rows of feeds.
pub fn feeds(
    state: &State,
    seat: &Seat,
    feeds: &[Feed],
    teams: &[Team],
    now: DateTime<Utc>,
) -> Vec<FeedRow> {
    let t = &seat.t;
    feeds
        .iter()
        .map(|feed| {
            let team = feed.team_id.as_ref();
            let team = team.and_then(|id| teams.iter().find(|team| team.id == *id));
            let url = state.links.feed(&feed.id);
            let bare = url.split_once("://").map_or("", |(_, rest)| rest);
            FeedRow {
                id: format!("feed-{}", feed.id),
                label: label(t, team, feed.detail),
                webcal: format!("webcal://{bare}"),
                fetched: match feed.fetched_at {
                    Some(at) => t.one("feed-fetched", "when", ago(t, at, now).as_str()),
                    None => t.get("feed-never"),
                },
                revoke: seat.href(&format!("/desk/calendars/feeds/{}/revoke", feed.id)),
                url,
            }
        })
        .collect()
}

fn label(t: &Words, team: Option<&Team>, detail: FeedDetail) -> String {
    let known = DETAILS.iter().find(|(known, _)| *known == detail);
    let detail = t.get(known.map_or("feed-names", |(_, key)| key));
    match team {
        Some(team) => format!("{}: {detail}", team.name),
        None => detail,
    }
}

/// What a new feed can be of: own sessions by detail, then those of teams.
pub fn choice(t: &Words, teams: &[Team]) -> Field {
    let own = DETAILS
        .iter()
        .map(|(detail, _)| (String::new(), None, *detail));
    let of_teams = teams.iter().flat_map(|team| {
        let of_team = DETAILS
            .iter()
            .filter(|(detail, _)| *detail != FeedDetail::Names);
        of_team.map(move |(detail, _)| (team.id.clone(), Some(team), *detail))
    });
    let mut field = Field::new("of", t.get("feed-of"), Kind::Select, "");
    field.options = own
        .chain(of_teams)
        .map(|(id, team, detail)| FieldOption {
            value: format!("{} {id}", detail.as_str()),
            label: label(t, team, detail),
            is_chosen: false,
        })
        .collect();
    field
}

/// What was chosen: a team, if any, and how much is told.
pub fn read_choice(typed: &str) -> Option<(Option<String>, FeedDetail)> {
    let (detail, team) = typed.split_once(' ')?;
    let team = Some(team.to_owned()).filter(|team| !team.is_empty());
    Some((team, FeedDetail::read(detail)?))
}

/// The row of a subscription.
pub fn subscription(seat: &Seat, one: &Subscription, now: DateTime<Utc>) -> SubscriptionRow {
    let (t, read) = (&seat.t, &one.state);
    let is_waiting = one.next_at <= now;
    let (mark, state) = match (&read.problem, read.read_at) {
        _ if is_waiting => ("wait", "calendar-reading"),
        (Some(_), Some(_)) => ("wait", "calendar-stale"),
        (Some(_), None) => ("bad", "calendar-failed"),
        (None, Some(_)) => ("good", "calendar-current"),
        (None, None) => ("wait", "calendar-reading"),
    };
    let path = format!("/desk/calendars/{}", one.id);
    SubscriptionRow {
        name: one.name.clone(),
        href: seat.href(&path),
        from: match &one.url {
            Some(url) => host_of(url),
            None => t.get("calendar-file"),
        },
        mark,
        state: t.get(state),
        counts: read.read_at.map_or(String::new(), |at| {
            t.with(
                "calendar-counts",
                &[
                    ("when", ago(t, at, now).into()),
                    ("events", read.events.into()),
                    ("times", read.times.into()),
                ],
            )
        }),
        problem: read
            .problem
            .as_ref()
            .map(|problem| t.get(&format!("sync-problem-{problem}"))),
        next: (read.problem.is_some() && !is_waiting).then(|| {
            let next = t.moment(one.next_at, now, seat.viewer.person.zone);
            t.one("calendar-next", "when", next.as_str())
        }),
        skipped: (read.skipped > 0).then(|| {
            t.count(
                "calendar-skipped",
                usize::try_from(read.skipped).unwrap_or(0),
            )
        }),
        sync: seat.href(&format!("{path}/sync")),
        remove: seat.href(&format!("{path}/remove")),
    }
}

/// The first lines that could not be read, each with its reason.
pub fn skipped(t: &Words, one: &Subscription) -> Vec<(String, String)> {
    subscriptions::skipped_lines(&one.state)
        .into_iter()
        .map(|(line, code)| {
            let line = t.count("calendar-line", usize::try_from(line).unwrap_or(0));
            (line, t.get(&format!("skipped-{code}")))
        })
        .collect()
}

/// The server of an address: the rest may be a secret.
fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default().to_owned()
}

/// How long ago something was.
pub fn ago(t: &Words, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = usize::try_from((now - at).num_minutes()).unwrap_or(0);
    match minutes {
        0 => t.get("ago-now"),
        1..120 => t.count("ago-minutes", minutes),
        120..2_880 => t.count("ago-hours", minutes / 60),
        _ => t.count("ago-days", minutes / 1_440),
    }
}
