//! Who of a team speaks a language, and in which part of an offer they are.

use std::collections::{BTreeSet, HashMap};

use super::super::slots::{Offered, Provider};
use super::Coach;
use crate::kernel::availability::Schedule;
use crate::kernel::people::Person;

/// Leaves those of the teams' offers at which somebody can speak the language, and says in which
/// part of which offer it must be asked for.
pub(super) fn keep_in_all(
    coaches: &mut [Coach],
    speakers: &BTreeSet<String>,
) -> HashMap<String, usize> {
    let mut parts = HashMap::new();
    let teams = coaches.iter_mut();
    for coach in teams.filter(|coach| matches!(coach.provider, Provider::Team(_))) {
        coach
            .offers
            .retain_mut(|offer| match keep(offer, speakers) {
                Speakers::Nobody => false,
                Speakers::Always => true,
                Speakers::InPart(part) => {
                    parts.insert(offer.event_type.id.clone(), part);
                    true
                }
            });
    }
    parts
}

/// Where in an event type those are who speak a language.
pub(super) enum Speakers {
    /// In no part that a session needs.
    Nobody,
    /// Somebody who is there in any case.
    Always,
    /// In this part, of which only they are left.
    InPart(usize),
}

pub(super) fn keep(offered: &mut Offered, ids: &BTreeSet<String>) -> Speakers {
    let mut needed = offered.parts.iter_mut().enumerate();
    let speaks = |(person, _): &(Person, Schedule)| ids.contains(&person.id);
    let mut first = None;
    for (place, part) in needed.by_ref().filter(|(_, part)| !part.is_optional) {
        match &part.hosts[..] {
            [alone] if speaks(alone) => return Speakers::Always,
            several if several.iter().any(speaks) => first = first.or(Some(place)),
            _ => {}
        }
    }
    let Some(place) = first else {
        return Speakers::Nobody;
    };
    offered.parts[place].hosts.retain(speaks);
    Speakers::InPart(place)
}
