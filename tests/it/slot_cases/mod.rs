//! Cases of other systems with the slots they expect (`fixtures/slot-cases.json`): each is met,
//! or named below with the reason why our rules differ.

mod case;
mod desk;
mod hosts;
mod judge;
mod run;

use case::{Case, Cases};

/// Cases that expect something else than our rules: id and reason. The same list is in
/// `docs/decisions/0001-slot-rules.md`.
const CONTRADICTING: &[(&str, &str)] = &[
    ("cal-opt-02", GRID_STAYS),
    ("cal-opt-06", GRID_STAYS),
    ("cal-opt-08", GRID_STAYS),
    ("cal-opt-15", GRID_STAYS),
    ("cal-sched-15", "there is no offset from the grid"),
    (
        "cal-sched-24",
        "a request occupies time until it is answered",
    ),
    ("cal-dur-01", "there is no limit of minutes per year"),
    ("cal-restrict-03", HOST_ZONE),
    ("cal-restrict-04", HOST_ZONE),
    ("cal-restrict-05", HOST_ZONE),
    ("cal-restrict-07", HOST_ZONE),
    ("cal-restrict-09", HOST_ZONE),
    ("cal-window-07", HOST_ZONE),
];
const GRID_STAYS: &str = "a start never leaves the grid to make room for one more slot";
const HOST_ZONE: &str = "the grid and the days of a window are those of the host's zone";

/// Cases about what is stored, not about rules: id and the test that takes them up.
const STORED: &[(&str, &str)] = &[
    (
        "cal-hold-06",
        "holds that have run out are removed by the store",
    ),
    ("own-race-01", "the database lets one of two claims in"),
];

fn cases() -> Vec<Case> {
    let text = include_str!("../fixtures/slot-cases.json");
    serde_json::from_str::<Cases>(text).unwrap().cases
}

fn is_listed(list: &[(&str, &str)], case: &Case) -> bool {
    list.iter().any(|(id, _)| *id == case.id)
}

#[test]
fn every_case_is_met_unless_a_rule_of_ours_differs() {
    let mut wrong = Vec::new();
    let mut met = 0;
    for case in cases() {
        if is_listed(STORED, &case) || is_listed(CONTRADICTING, &case) {
            continue;
        }
        match judge::differences(&case, &run::answer(&case)).join("; ") {
            none if none.is_empty() => met += 1,
            difference => wrong.push(format!("{} ({}): {difference}", case.id, case.title)),
        }
    }

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(met + STORED.len() + CONTRADICTING.len(), 148);
}

#[test]
fn every_case_that_is_listed_as_contradicting_does_contradict() {
    let cases = cases();
    for (id, reason) in CONTRADICTING {
        let case = cases.iter().find(|case| case.id == *id);
        let case = case.unwrap_or_else(|| panic!("{id} is no case"));

        let differences = judge::differences(case, &run::answer(case));

        assert!(!differences.is_empty(), "{id} is met, although {reason}");
    }
}

#[test]
fn the_cases_about_the_hosts_zone_are_met_where_the_host_lives_with_the_viewer() {
    let cases = cases();
    let about_zones = |(id, _): &&(&str, &str)| id.starts_with("cal-restrict");
    for (id, _) in CONTRADICTING.iter().filter(about_zones) {
        let case = cases.iter().find(|case| case.id == *id).unwrap();

        let differences = judge::differences(case, &run::with_the_viewer(case));

        assert!(differences.is_empty(), "{id}: {differences:?}");
    }
}

#[test]
fn only_cases_about_stored_things_are_left_to_others() {
    let cases = cases();
    for (id, whose) in STORED {
        let case = cases.iter().find(|case| case.id == *id).unwrap();

        let is_stored = ["hold_cleanup", "race"].contains(&case.kind.as_str());
        assert!(is_stored, "{id} is about rules, although {whose}");
    }
}

#[test]
fn the_decision_page_names_every_case_that_is_not_met() {
    let page = include_str!("../../../docs/decisions/0001-slot-rules.md");

    for (id, _) in CONTRADICTING.iter().chain(STORED) {
        assert!(page.contains(&format!("`{id}`")), "{id} is not on the page");
    }
}
