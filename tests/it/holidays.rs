//! The holidays of every state and canton against the `holidays` package, from 2020 to 2040.

use std::collections::BTreeSet;

use zeitgenosse::kernel::holidays;

use crate::peers;

#[test]
fn every_region_has_the_holidays_that_a_maintained_source_knows() {
    let theirs = peers::holidays();
    let theirs = theirs.as_object().unwrap();
    let regions: BTreeSet<&str> = holidays::regions().collect();
    assert_eq!(regions, theirs.keys().map(String::as_str).collect());

    for (region, theirs) in theirs {
        let known = |list: &str| -> BTreeSet<String> {
            let days = theirs[list].as_array().unwrap().iter();
            days.map(|day| day.as_str().unwrap().to_owned()).collect()
        };
        let ours = |with_others| -> BTreeSet<String> {
            (2020..=2040)
                .flat_map(|year| holidays::in_year(region, year, with_others))
                .map(|(date, _)| date.to_string())
                .collect()
        };
        let everybody = known("everybody");
        assert_eq!(ours(false), everybody, "{region}");
        assert_eq!(ours(true), &everybody | &known("some"), "{region}");
    }
}
