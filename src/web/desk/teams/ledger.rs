//! `/desk/teams/{id}/ledger`: how the sessions of a team were shared out, for every member.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::super::errors::PageError;
use super::super::super::page;
use super::super::seat::{Frame, Place, Seat};
use crate::kernel::fairness::WHOLE;
use crate::kernel::zone;
use crate::service::ServiceError;
use crate::service::teams::{self as acts, Entry, Kind, Ledger};
use crate::state::State;
use crate::texts::Words;

/// How many decisions a page shows.
const PAGE: u32 = 50;

/// `desk/team_ledger.html`.
#[derive(Template)]
#[template(path = "desk/team_ledger.html")]
struct LedgerPage {
    t: Words,
    frame: Frame,
    name: String,
    back: String,
    members: Vec<MemberRow>,
    entries: Vec<EntryRow>,
    newer: Option<String>,
    older: Option<String>,
}

/// What a member is owed, and what they did.
struct MemberRow {
    name: String,
    weight: u32,
    balance: String,
    asked: u32,
    taken: u32,
    declined: u32,
    absent: u32,
}

/// A decision, or what became of it.
struct EntryRow {
    when: String,
    name: String,
    what: String,
    href: String,
}

/// `desk/team_decision.html`.
#[derive(Template)]
#[template(path = "desk/team_decision.html")]
struct DecisionPage {
    t: Words,
    frame: Frame,
    back: String,
    rows: Vec<DecisionRow>,
}

/// One line of a decision.
struct DecisionRow {
    name: String,
    what: String,
    weight: u32,
    change: String,
}

/// `GET /desk/teams/{id}/ledger?from=50`.
///
/// # Errors
/// `NotFound`.
pub async fn ledger(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let from: u32 = seat
        .query("from")
        .and_then(|from| from.parse().ok())
        .unwrap_or_default();
    let (viewer, team_id) = (seat.viewer.clone(), id.clone());
    let (team, found) = state
        .store
        .read(move |db| {
            let team = acts::find_own(db, &viewer, &team_id)?;
            let found = acts::ledger(db, &viewer, &team_id, (from, PAGE + 1))?;
            Ok::<_, ServiceError>((team, found))
        })
        .await?;
    let own = format!("/desk/teams/{}", *id);
    let page_from = |from: u32| seat.href(&format!("{own}/ledger?from={from}"));
    let shown = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let page = LedgerPage {
        frame: seat.frame(Place::Teams),
        name: team.name,
        back: seat.href(&own),
        members: members(&seat.t, &found),
        entries: found
            .entries
            .iter()
            .take(shown)
            .map(|entry| entry_row(&seat, &own, &found, entry))
            .collect(),
        newer: (from > 0).then(|| page_from(from.saturating_sub(PAGE))),
        older: (found.entries.len() > shown).then(|| page_from(from.saturating_add(PAGE))),
        t: seat.t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

/// `GET /desk/teams/{id}/ledger/{booking}`: why this person was chosen.
///
/// # Errors
/// `NotFound`.
pub async fn decision(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, booking_id) = path.into_inner();
    let (viewer, team_id) = (seat.viewer.clone(), id.clone());
    let (entries, names) = state
        .store
        .read(move |db| acts::decision(db, &viewer, &team_id, &booking_id))
        .await?;
    let t = &seat.t;
    let page = DecisionPage {
        frame: seat.frame(Place::Teams),
        back: seat.href(&format!("/desk/teams/{id}/ledger")),
        rows: entries
            .iter()
            .map(|entry| DecisionRow {
                name: names.get(&entry.person_id).cloned().unwrap_or_default(),
                what: what(t, entry),
                weight: entry.weight,
                change: t.decimal(&sessions(entry.change)),
            })
            .collect(),
        t: t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

fn members(t: &Words, ledger: &Ledger) -> Vec<MemberRow> {
    ledger
        .members
        .iter()
        .map(|member| {
            let balance = ledger.balances.get(&member.person.id);
            let balance = balance.cloned().unwrap_or_default();
            MemberRow {
                name: member.person.name.clone(),
                weight: member.membership.weight,
                balance: t.decimal(&sessions(balance.balance)),
                asked: balance.asked,
                taken: balance.taken,
                declined: balance.declined,
                absent: balance.absent,
            }
        })
        .collect()
}

fn entry_row(seat: &Seat, own: &str, ledger: &Ledger, entry: &Entry) -> EntryRow {
    let name = ledger.names.get(&entry.person_id);
    EntryRow {
        when: seat
            .t
            .date_long(zone::date(entry.at, seat.viewer.person.zone)),
        name: name.cloned().unwrap_or_default(),
        what: what(&seat.t, entry),
        href: seat.href(&format!("{own}/ledger/{}", entry.booking_id)),
    }
}

/// What happened, and why.
fn what(t: &Words, entry: &Entry) -> String {
    match (entry.kind, entry.reason.as_str()) {
        (Kind::Asked, _) => t.get("ledger-asked"),
        (Kind::Taken, "wish") => t.get("ledger-taken-wish"),
        (Kind::Taken, "alone") => t.get("ledger-taken-alone"),
        (Kind::Taken, "owed") => t.get("ledger-taken-owed"),
        (Kind::Taken, "longest") => t.get("ledger-taken-longest"),
        (Kind::Taken, "stand-in") => t.get("ledger-taken-stand-in"),
        (Kind::Taken, _) => t.get("ledger-taken-order"),
        (Kind::Declined, _) => t.get("ledger-declined"),
        (Kind::Absent, _) => t.get("ledger-absent"),
        (Kind::Returned, _) => t.get("ledger-returned"),
    }
}

/// Shares as sessions with two decimals: `+0.33`, in the way of figures in tables.
fn sessions(shares: i64) -> String {
    let hundredths = (i128::from(shares) * 100 + i128::from(WHOLE) / 2).div_euclid(WHOLE.into());
    let sign = match hundredths.cmp(&0) {
        std::cmp::Ordering::Less => "\u{2212}",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => "+",
    };
    let hundredths = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::{WHOLE, sessions};

    #[test]
    fn shares_are_shown_as_sessions() {
        assert_eq!(sessions(0), "0.00");
        assert_eq!(sessions(WHOLE / 3), "+0.33");
        assert_eq!(sessions(-WHOLE - WHOLE / 4), "\u{2212}1.25");
        assert_eq!(sessions(-4), "0.00");
    }
}
