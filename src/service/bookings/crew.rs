//! Who of several hosts holds a session, and how that is written down.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::super::slots::{Offered, Staff};
use crate::kernel::booking::{Booking, CancelledBy, Status};
use crate::kernel::fairness::{self, Candidate, Choice, Reason, WHOLE};
use crate::kernel::people::Person;
use crate::store::fairness::{Balance, Entry, Kind};
use crate::store::{self, Db};

/// Who holds a session: one of each part, the one who answers for it first.
pub(super) struct Crew {
    pub(super) hosts: Vec<Person>,
    /// How those were chosen who were chosen among several.
    decisions: Vec<Decision>,
}

/// How one of several was chosen.
struct Decision {
    candidates: Vec<Candidate>,
    choice: Choice,
}

/// Chooses one of each part among those at `places`. An optional part may have nobody.
pub(super) fn choose(
    db: &mut Db,
    offered: &Offered,
    places: &[Vec<usize>],
) -> Result<Crew, ServiceError> {
    let mut crew = Crew {
        hosts: Vec::new(),
        decisions: Vec::new(),
    };
    let ledger = match offered.team() {
        Some(team) if offered.parts.iter().any(|part| part.hosts.len() > 1) => {
            Some(Ledger::load(db, &team.id)?)
        }
        _ => None,
    };
    let wished = offered.wished();
    let mut optional = Vec::new();
    for (number, (part, places)) in offered.parts.iter().zip(places).enumerate() {
        let wish = wished.filter(|(part, _)| *part == number);
        let wish = wish.and_then(|(_, place)| places.iter().position(|able| *able == place));
        let Some(host) = crew.take(part, places, wish, ledger.as_ref()) else {
            continue;
        };
        if part.is_optional {
            optional.push(host);
        } else {
            crew.hosts.push(host);
        }
    }
    crew.hosts.extend(optional);
    Ok(crew)
}

impl Crew {
    /// Takes one of a part. `wish` is the place in `places` of the one the client asked for.
    fn take(
        &mut self,
        part: &Staff,
        places: &[usize],
        wish: Option<usize>,
        ledger: Option<&Ledger>,
    ) -> Option<Person> {
        let host = |place: usize| part.hosts.get(place).map(|(host, _)| host.clone());
        let Some(ledger) = ledger.filter(|_| part.hosts.len() > 1) else {
            return host(*places.first()?);
        };
        let candidates: Vec<Candidate> = places
            .iter()
            .filter_map(|place| part.hosts.get(*place))
            .map(|(host, _)| ledger.candidate(host))
            .collect();
        let choice = fairness::choose(&candidates, wish)?;
        let chosen = host(places[choice.chosen]);
        self.decisions.push(Decision { candidates, choice });
        chosen
    }

    /// Writes down how the session was shared out. The team must be locked.
    pub(super) fn record(
        &self,
        db: &mut Db,
        offered: &Offered,
        booking_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), ServiceError> {
        let Some(team) = offered.team() else {
            return Ok(());
        };
        let mut entries = Vec::new();
        for Decision { candidates, choice } in &self.decisions {
            for (place, candidate) in candidates.iter().enumerate() {
                let is_chosen = place == choice.chosen;
                let share = choice.changes[place] + if is_chosen { WHOLE } else { 0 };
                let entry = Entry {
                    team_id: team.id.clone(),
                    person_id: candidate.person_id.clone(),
                    booking_id: booking_id.to_owned(),
                    kind: Kind::Asked,
                    reason: String::new(),
                    weight: candidate.weight,
                    change: share,
                    at: now,
                };
                let taken = is_chosen.then(|| Entry {
                    kind: Kind::Taken,
                    reason: reason_word(choice.reason).to_owned(),
                    change: -WHOLE,
                    ..entry.clone()
                });
                entries.push(entry);
                entries.extend(taken);
            }
        }
        Ok(store::fairness::add(db, &entries)?)
    }
}

/// What everybody in a team is owed, and how much each takes.
struct Ledger {
    weights: HashMap<String, u32>,
    balances: HashMap<String, Balance>,
}

impl Ledger {
    fn load(db: &mut Db, team_id: &str) -> Result<Self, ServiceError> {
        let members = store::teams::members(db, team_id)?;
        Ok(Self {
            weights: members
                .into_iter()
                .map(|member| (member.person.id, member.membership.weight))
                .collect(),
            balances: store::fairness::balances(db, team_id)?,
        })
    }

    fn candidate(&self, host: &Person) -> Candidate {
        let balance = self.balances.get(&host.id).cloned().unwrap_or_default();
        Candidate {
            person_id: host.id.clone(),
            weight: self.weights.get(&host.id).copied().unwrap_or_default(),
            balance: balance.balance,
            last_taken_at: balance.last_taken_at,
        }
    }
}

/// A reason as the ledger keeps it.
fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Wish => "wish",
        Reason::Alone => "alone",
        Reason::Owed => "owed",
        Reason::Longest => "longest",
        Reason::Order => "order",
    }
}

/// Writes down that a session that was shared out does not take place. Who did not want it is
/// charged for it all the same; if the client did not, it is as if it had not been given out.
pub(super) fn settle(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Status::Cancelled { by, .. } = booking.life.status else {
        return Ok(());
    };
    let entries = store::fairness::of_booking(db, &booking.id)?;
    let Some(first) = entries.first() else {
        return Ok(());
    };
    store::teams::lock(db, &first.team_id)?;
    let ended: Vec<Entry> = entries
        .iter()
        .filter_map(|entry| {
            let (kind, change) = match (by, entry.kind) {
                (CancelledBy::Attendee, Kind::Asked | Kind::Taken | Kind::Absent) => {
                    (Kind::Returned, -entry.change)
                }
                _ if !booking.is_hosted_by(&entry.person_id) => return None,
                (CancelledBy::Declined | CancelledBy::Host, Kind::Taken) => (Kind::Declined, 0),
                (CancelledBy::Expired, Kind::Taken) => (Kind::Absent, 0),
                _ => return None,
            };
            Some(Entry {
                kind,
                change,
                reason: String::new(),
                at: now,
                ..entry.clone()
            })
        })
        .collect();
    Ok(store::fairness::add(db, &ended)?)
}

/// Writes down that somebody holds a session in place of one who cannot come: it is charged to
/// them alone. The team must be locked.
pub(super) fn stand_in(
    db: &mut Db,
    booking_id: &str,
    (from, to): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let entries = store::fairness::of_booking(db, booking_id)?;
    let is_theirs = |entry: &&Entry| entry.kind == Kind::Taken && entry.person_id == from;
    let Some(taken) = entries.iter().rfind(is_theirs) else {
        return Ok(());
    };
    let weights = Ledger::load(db, &taken.team_id)?.weights;
    let absent = Entry {
        kind: Kind::Absent,
        reason: String::new(),
        change: WHOLE,
        at: now,
        ..taken.clone()
    };
    let stood_in = Entry {
        person_id: to.to_owned(),
        weight: weights.get(to).copied().unwrap_or_default(),
        reason: "stand-in".to_owned(),
        at: now,
        ..taken.clone()
    };
    Ok(store::fairness::add(db, &[absent, stood_in])?)
}
