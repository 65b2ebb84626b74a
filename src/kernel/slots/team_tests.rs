//! Sessions of several hosts, beside a walk through every minute.

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::oracle::{World, world};
use super::{Finding, Part, Refusal, Slot, TeamOffer};
use crate::kernel::span::Span;
use crate::kernel::time_off::TimeOff;

/// Some hosts who offer the same together. The zone, limits and range of the first one count.
#[derive(Debug, Clone)]
struct Team {
    first: World,
    /// Each part with its hosts, and whether it is optional.
    parts: Vec<(bool, Vec<World>)>,
}

impl Team {
    /// The hosts, in parts of these sizes.
    fn new(hosts: Vec<World>, sizes: &[(bool, usize)]) -> Self {
        let first = hosts[0].clone();
        let mut hosts = hosts.into_iter().map(|host| World {
            rules: first.rules.clone(),
            now: first.now,
            range: first.range,
            ..host
        });
        let parts = sizes
            .iter()
            .map(|(is_optional, size)| (*is_optional, hosts.by_ref().take(*size).collect()))
            .filter(|(_, hosts): &(bool, Vec<World>)| !hosts.is_empty())
            .collect();
        // The grid is the team's: whoever travels, it stays at home.
        let first = World {
            time_off: TimeOff::default(),
            ..first
        };
        Self { first, parts }
    }

    fn ask<T>(&self, question: impl FnOnce(TeamOffer) -> T) -> T {
        let parts: Vec<Part> = self
            .parts
            .iter()
            .map(|(is_optional, hosts)| Part {
                is_optional: *is_optional,
                hosts: hosts.iter().map(World::offer).collect(),
            })
            .collect();
        let own = self.first.claims.iter();
        let sessions: Vec<Span> = own
            .filter(|claim| claim.is_same_event_type)
            .map(|claim| claim.span)
            .collect();
        question(TeamOffer {
            rules: &self.first.rules,
            zone: self.first.hours.zone,
            parts: &parts,
            sessions: &sessions,
            now: self.first.now,
        })
    }

    fn duration(&self) -> u32 {
        self.first.rules.durations[0]
    }

    fn slots(&self) -> Vec<Slot> {
        self.ask(|offer| offer.slots(self.duration(), self.first.range))
    }

    /// The slots by walking through every minute.
    fn walk(&self) -> Vec<Slot> {
        let parts: Vec<Vec<(&World, Vec<bool>)>> = self
            .parts
            .iter()
            .filter(|(is_optional, _)| !is_optional)
            .map(|(_, hosts)| {
                let minutes = |host| (host, World::open_minutes(host, self.duration()));
                hosts.iter().map(minutes).collect()
            })
            .collect();
        let Some(count) = parts.iter().flatten().map(|(_, open)| open.len()).next() else {
            return Vec::new();
        };
        let open: Vec<bool> = (0..count)
            .map(|minute| {
                let is_there =
                    |hosts: &Vec<(&World, Vec<bool>)>| hosts.iter().any(|(_, open)| open[minute]);
                parts.iter().all(is_there)
            })
            .collect();
        self.first.walk(self.duration(), &open, &parts)
    }
}

fn team() -> impl Strategy<Value = Team> {
    let sizes = prop_oneof![
        Just(vec![(false, 1), (false, 1)]),
        Just(vec![(false, 3)]),
        Just(vec![(false, 2), (false, 1), (true, 1)]),
        Just(vec![(true, 1), (false, 2)]),
    ];
    (prop::collection::vec(world(), 2..5), sizes)
        .prop_map(|(hosts, sizes)| Team::new(hosts, &sizes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn slots_of_a_team_are_those_that_a_walk_through_the_minutes_finds(team in team()) {
        prop_assert_eq!(team.slots(), team.walk());
    }

    #[test]
    fn a_team_of_one_has_the_slots_of_that_one(mut host in world()) {
        host.claims.iter_mut().for_each(|claim| claim.seats_taken = 0);
        host.time_off.travels.clear();
        let alone = host.offer().slots(host.rules.durations[0], host.range);

        let team = Team::new(vec![host], &[(false, 1)]);

        prop_assert_eq!(team.slots(), alone);
    }

    #[test]
    fn whoever_is_said_to_be_able_to_take_a_span_has_it_free(team in team()) {
        let slots = team.slots();
        for slot in &slots {
            let able = team.ask(|offer| offer.able(slot.span));
            prop_assert_eq!(team.ask(|offer| offer.check(slot.span)), Ok(*slot));
            prop_assert_eq!(able.len(), team.parts.len());
            for ((is_optional, hosts), places) in team.parts.iter().zip(&able) {
                prop_assert!(*is_optional || !places.is_empty());
                for place in places {
                    let free = hosts[*place].offer().free(slot.span);
                    prop_assert!(free.covers(&slot.span));
                }
            }
        }
        let length = TimeDelta::minutes(team.duration().into());
        for minute in (0..600).step_by(25) {
            let start = team.first.range.start() + TimeDelta::minutes(minute);
            let span = Span::new(start, start + length).unwrap();
            let is_slot = slots.iter().any(|slot| slot.span == span);
            if team.first.range.contains(start) {
                prop_assert_eq!(team.ask(|offer| offer.check(span)).is_ok(), is_slot);
            }
        }
    }

    #[test]
    fn what_is_said_about_a_time_of_a_team_decides_about_it(team in team()) {
        let length = TimeDelta::minutes(team.duration().into());
        for minute in (0..1440).step_by(20) {
            let start = team.first.range.start() + TimeDelta::minutes(minute);
            let span = Span::new(start, start + length).unwrap();

            let said = team.ask(|offer| offer.explain(span));

            let is_for = |findings: &Vec<Finding>| findings.iter().all(|it| !it.is_against);
            let able: Vec<Vec<usize>> = said
                .hosts
                .iter()
                .map(|hosts| (0..hosts.len()).filter(|place| is_for(&hosts[*place])).collect())
                .collect();
            prop_assert_eq!(&able, &team.ask(|offer| offer.able(span)));
            let mut parts = team.parts.iter().zip(&able);
            let is_held = parts.all(|((is_optional, _), able)| *is_optional || !able.is_empty());
            let is_free = is_for(&said.shared) && is_held;
            prop_assert_eq!(said.refusal.is_none(), is_free);
            prop_assert_eq!(said.refusal, team.ask(|offer| offer.check(span)).err());
        }
    }
}

#[test]
fn a_team_without_hosts_offers_nothing() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let host = world().new_tree(&mut runner).unwrap().current();
    let team = Team {
        first: World {
            now: host.range.start() - TimeDelta::days(400),
            ..host
        },
        parts: Vec::new(),
    };

    let span = Span::new(
        team.first.range.start(),
        team.first.range.start() + TimeDelta::minutes(team.duration().into()),
    );
    let refused = team.ask(|offer| offer.check(span.unwrap())).unwrap_err();

    assert!(team.slots().is_empty());
    assert!(matches!(
        refused,
        Refusal::OutsideHours | Refusal::BeyondWindow
    ));
}
