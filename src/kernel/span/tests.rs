//! Spans and sets of them, against tables and against a set of minutes.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Span, SpanSet};

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

fn span(start: i64, end: i64) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

fn set(spans: &[(i64, i64)]) -> SpanSet {
    SpanSet::from_spans(spans.iter().map(|(start, end)| span(*start, *end)))
}

/// The minutes of a set, one by one.
fn minutes(set: &SpanSet) -> BTreeSet<i64> {
    let of = |s: &Span| s.start().timestamp() / 60..s.end().timestamp() / 60;
    set.as_slice().iter().flat_map(of).collect()
}

/// Sorted, and neither overlapping nor touching.
fn is_tidy(set: &SpanSet) -> bool {
    let pairs = set.as_slice().windows(2);
    pairs
        .into_iter()
        .all(|pair| pair[0].end() < pair[1].start())
}

#[test]
fn an_empty_span_is_none() {
    assert_eq!(Span::new(at(5), at(5)), None);
    assert_eq!(Span::new(at(6), at(5)), None);
}

#[test]
fn spans_that_touch_neither_overlap_nor_meet() {
    assert!(!span(0, 10).overlaps(&span(10, 20)));
    assert_eq!(span(0, 10).intersection(&span(10, 20)), None);
    assert!(span(0, 11).overlaps(&span(10, 20)));
}

#[test]
fn a_span_contains_its_start_and_not_its_end() {
    assert!(span(0, 10).contains(at(0)));
    assert!(!span(0, 10).contains(at(10)));
    assert!(span(0, 10).covers(&span(0, 10)));
    assert!(!span(0, 10).covers(&span(0, 11)));
}

#[test]
fn widening_stops_at_the_ends_of_the_calendar() {
    let all = span(0, 10).widen(TimeDelta::MAX, TimeDelta::MAX);

    assert_eq!(all.start(), DateTime::<Utc>::MIN_UTC);
    assert_eq!(all.end(), DateTime::<Utc>::MAX_UTC);
}

#[test]
fn a_negative_length_widens_nothing() {
    let narrow = span(0, 10).widen(TimeDelta::minutes(-8), TimeDelta::minutes(-8));

    assert_eq!(narrow, span(0, 10));
}

#[test]
fn spans_that_touch_become_one_in_a_set() {
    assert_eq!(set(&[(20, 30), (0, 10), (10, 20)]), set(&[(0, 30)]));
}

#[test]
fn what_overlaps_a_range_comes_whole() {
    let set = set(&[(0, 10), (20, 30), (40, 50), (60, 70)]);

    assert_eq!(set.within(span(25, 41)), [span(20, 30), span(40, 50)]);
    assert_eq!(set.within(span(10, 20)), []);
}

#[test]
fn a_set_covers_only_what_one_of_its_spans_covers() {
    let set = set(&[(0, 10), (11, 20)]);

    assert!(set.covers(&span(11, 20)));
    assert!(!set.covers(&span(5, 15)));
    assert!(!set.covers(&span(10, 11)));
    assert!(set.overlaps(&span(5, 15)));
}

fn spans() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let one = (0..90_i64, 1..25_i64).prop_map(|(start, length)| (start, start + length));
    prop::collection::vec(one, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sets_behave_like_sets_of_minutes(a in spans(), b in spans(), probe in (0..110_i64, 1..9_i64)) {
        let (a, b) = (set(&a), set(&b));
        let (in_a, in_b) = (minutes(&a), minutes(&b));
        let probe = span(probe.0, probe.0 + probe.1);
        let in_probe = minutes(&probe.into());

        for result in [&a, &a.union(&b), &a.subtract(&b), &a.intersect(&b)] {
            prop_assert!(is_tidy(result));
        }
        prop_assert_eq!(minutes(&a.union(&b)), &in_a | &in_b);
        prop_assert_eq!(minutes(&a.subtract(&b)), &in_a - &in_b);
        prop_assert_eq!(minutes(&a.intersect(&b)), &in_a & &in_b);
        prop_assert_eq!(a.covers(&probe), in_probe.is_subset(&in_a));
        prop_assert_eq!(a.overlaps(&probe), !in_probe.is_disjoint(&in_a));
        let found: Vec<Span> = a.as_slice().iter().filter(|s| s.overlaps(&probe)).copied().collect();
        prop_assert_eq!(a.within(probe), found);
    }
}
