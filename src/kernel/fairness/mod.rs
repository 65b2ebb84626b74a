//! Who of several hosts takes the next session.
//!
//! Each session is worth one whole. Those who could take it are credited their weighted shares of
//! it, and whoever takes it is charged the whole. A balance is what somebody is owed. The next
//! session goes to the one who would fall a session behind soonest: Tijdeman's rule for the
//! chairman assignment problem (Discrete Mathematics 32, 1980). With the same people free each
//! time, nobody is ever a whole session off their share.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

/// One session, in shares.
pub const WHOLE: i64 = 1_000_000_000;

/// Somebody who could take a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person_id: String,
    /// How much of the work they take, beside the weights of the others; 0 is only by wish.
    pub weight: u32,
    /// What they are owed, in shares; below 0 they are ahead.
    pub balance: i64,
    /// When they were last given one, UTC.
    pub last_taken_at: Option<DateTime<Utc>>,
}

/// Who takes a session, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The place among the candidates.
    pub chosen: usize,
    /// How the balance of each candidate changes, in their order; the sum is nothing.
    pub changes: Vec<i64>,
    /// What was decisive.
    pub reason: Reason,
}

/// What was decisive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The client asked for this person.
    Wish,
    /// Nobody else was free.
    Alone,
    /// They would have fallen behind soonest.
    Owed,
    /// As much owed as others, but the last session is longest ago.
    Longest,
    /// Nothing told them apart; the order of their ids did.
    Order,
}

/// Chooses who takes the next session. `wish` is the place of the one the client asked for.
/// None without candidates.
pub fn choose(candidates: &[Candidate], wish: Option<usize>) -> Option<Choice> {
    let mut changes = shares(candidates);
    let (chosen, reason) = match wish.filter(|place| *place < candidates.len()) {
        Some(place) => (place, Reason::Wish),
        None => Ledger::new(candidates, &changes).next()?,
    };
    changes[chosen] -= WHOLE;
    Some(Choice {
        chosen,
        changes,
        reason,
    })
}

/// What each is credited of one session: its weighted part, and equal parts where nobody has a
/// weight. The sum is one whole: nothing is lost to rounding.
fn shares(candidates: &[Candidate]) -> Vec<i64> {
    let is_weighted = candidates.iter().any(|candidate| candidate.weight > 0);
    let weight = |candidate: &Candidate| i128::from(if is_weighted { candidate.weight } else { 1 });
    let total: i128 = candidates.iter().map(weight).sum();
    let (mut sum, mut given) = (0, 0);
    candidates
        .iter()
        .map(|candidate| {
            sum += weight(candidate);
            let until = i128::from(WHOLE) * sum / total;
            let part = i64::try_from(until).unwrap_or(WHOLE) - given;
            given += part;
            part
        })
        .collect()
}

/// What each is owed once this session is credited.
struct Ledger<'a> {
    candidates: &'a [Candidate],
    owed: Vec<i64>,
    /// Those who may be chosen: whoever has a weight, or all where nobody has.
    places: Vec<usize>,
    /// Who is owed less than this can wait.
    spare: i64,
}

impl<'a> Ledger<'a> {
    fn new(candidates: &'a [Candidate], shares: &[i64]) -> Self {
        let balances = candidates.iter().map(|candidate| candidate.balance);
        let mut places: Vec<usize> = (0..candidates.len()).collect();
        if candidates.iter().any(|candidate| candidate.weight > 0) {
            places.retain(|place| candidates[*place].weight > 0);
        }
        let others = i64::try_from(places.len()).unwrap_or(i64::MAX) - 1;
        Self {
            owed: balances
                .zip(shares)
                .map(|(balance, share)| balance.saturating_add(*share))
                .collect(),
            spare: WHOLE / others.saturating_mul(2).max(1),
            candidates,
            places,
        }
    }

    /// The one who would fall behind soonest.
    fn next(&self) -> Option<(usize, Reason)> {
        if let [only] = self.places[..] {
            return Some((only, Reason::Alone));
        }
        let best = self.places.iter().copied().min_by(|one, other| {
            self.sooner(*one, *other)
                .then_with(|| self.earlier(*one, *other))
                .then_with(|| self.by_id(*one, *other))
        })?;
        let is_like_best =
            |place: &usize| *place != best && self.sooner(best, *place) == Ordering::Equal;
        let mut like_best = self.places.iter().copied().filter(is_like_best).peekable();
        let reason = if like_best.peek().is_none() {
            Reason::Owed
        } else if like_best.all(|place| self.earlier(best, place) == Ordering::Less) {
            Reason::Longest
        } else {
            Reason::Order
        };
        Some((best, reason))
    }

    /// Who comes first: whoever is owed enough to be asked at all, and among those whoever would
    /// fall a session behind after fewer further sessions.
    fn sooner(&self, one: usize, other: usize) -> Ordering {
        let is_due = |place: usize| self.owed[place] >= self.spare;
        if !is_due(one) && !is_due(other) {
            return self.owed[other].cmp(&self.owed[one]);
        }
        is_due(other).cmp(&is_due(one)).then_with(|| {
            // (whole − spare − owed) ÷ weight, compared without dividing.
            let left = |place: usize| i128::from(WHOLE - self.spare) - i128::from(self.owed[place]);
            let weight = |place: usize| i128::from(self.candidates[place].weight.max(1));
            (left(one) * weight(other)).cmp(&(left(other) * weight(one)))
        })
    }

    /// Whose last session is longer ago; one who never had any comes first.
    fn earlier(&self, one: usize, other: usize) -> Ordering {
        let last = |place: usize| self.candidates[place].last_taken_at;
        last(one).cmp(&last(other))
    }

    fn by_id(&self, one: usize, other: usize) -> Ordering {
        let id = |place: usize| &self.candidates[place].person_id;
        id(one).cmp(id(other))
    }
}
