//! Common free time, against tables and against a walk through every minute.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{Calendar, common_free, proposals};
use crate::kernel::span::{Span, SpanSet};

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

fn set(spans: &[(i64, i64)]) -> SpanSet {
    SpanSet::from_spans(spans.iter().filter_map(|(a, b)| Span::new(at(*a), at(*b))))
}

/// Everybody's minutes, one by one: the runs that are free for all and long enough.
fn walked(people: &[(SpanSet, SpanSet)], range: (i64, i64), shortest: i64) -> SpanSet {
    let is_free = |minute: i64| {
        let minute = Span::new(at(minute), at(minute + 1)).unwrap();
        people
            .iter()
            .all(|(hours, taken)| hours.covers(&minute) && !taken.overlaps(&minute))
    };
    let (mut runs, mut begin) = (Vec::new(), None);
    for minute in range.0..=range.1 {
        match (begin, minute < range.1 && is_free(minute)) {
            (None, true) => begin = Some(minute),
            (Some(first), false) => {
                runs.extend((minute - first >= shortest).then_some((first, minute)));
                begin = None;
            }
            _ => {}
        }
    }
    set(&runs)
}

fn asked(people: &[(SpanSet, SpanSet)], range: (i64, i64), shortest: i64) -> SpanSet {
    let calendars: Vec<Calendar> = people
        .iter()
        .map(|(hours, taken)| Calendar { hours, taken })
        .collect();
    let range = Span::new(at(range.0), at(range.1)).unwrap();
    common_free(&calendars, range, TimeDelta::minutes(shortest))
}

#[test]
fn only_what_suits_everybody_is_left() {
    let anna = (set(&[(0, 100)]), set(&[(20, 30)]));
    let bela = (set(&[(10, 90)]), set(&[(60, 70)]));

    let free = asked(&[anna, bela], (0, 200), 1);

    assert_eq!(free, set(&[(10, 20), (30, 60), (70, 90)]));
}

#[test]
fn what_is_too_short_is_no_time() {
    let anna = (set(&[(0, 100)]), set(&[(20, 30)]));

    let free = asked(&[anna], (0, 200), 21);

    assert_eq!(free, set(&[(30, 100)]));
}

#[test]
fn nobody_looks_further_than_sixty_days() {
    let day = 24 * 60;
    let always = (set(&[(0, 100 * day)]), set(&[]));

    let free = asked(&[always], (0, 90 * day), 30);

    assert_eq!(free, set(&[(0, 60 * day)]));
}

#[test]
fn somebody_without_hours_leaves_nothing() {
    let anna = (set(&[(0, 100)]), set(&[]));
    let bela = (set(&[]), set(&[]));

    assert!(asked(&[anna, bela], (0, 200), 1).is_empty());
}

#[track_caller]
fn check_proposals(free: &[(&str, &str)], minutes: i64, expected: &[&str]) {
    let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let free = SpanSet::from_spans(
        free.iter()
            .filter_map(|(from, to)| Span::new(instant(from), instant(to))),
    );

    let found = proposals(&free, TimeDelta::minutes(minutes), Tz::Europe__Berlin, 50);

    let starts: Vec<DateTime<Utc>> = found.iter().map(Span::start).collect();
    let expected: Vec<DateTime<Utc>> = expected.iter().map(|text| instant(text)).collect();
    assert_eq!(starts, expected);
}

#[test]
fn each_part_of_a_day_has_its_first_half_hour() {
    check_proposals(
        &[("2026-01-12T07:10:00Z", "2026-01-12T18:00:00Z")],
        60,
        &[
            "2026-01-12T07:30:00Z",
            "2026-01-12T11:00:00Z",
            "2026-01-12T16:00:00Z",
        ],
    );
}

#[test]
fn proposals_do_not_overlap() {
    check_proposals(
        &[("2026-01-12T10:30:00Z", "2026-01-12T14:00:00Z")],
        90,
        &["2026-01-12T10:30:00Z", "2026-01-12T12:00:00Z"],
    );
}

#[test]
fn half_hours_are_those_of_the_clock_after_it_was_put_forward() {
    check_proposals(
        &[("2026-03-29T00:45:00Z", "2026-03-29T02:00:00Z")],
        30,
        &["2026-03-29T01:00:00Z"],
    );
}

#[test]
fn there_are_no_more_proposals_than_asked_for() {
    let free = set(&[(0, 30 * 24 * 60)]);

    let found = proposals(&free, TimeDelta::minutes(30), Tz::UTC, 5);

    assert_eq!(found.len(), 5);
}

fn spans() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let span = (0_i64..600, 1_i64..90).prop_map(|(start, length)| (start, start + length));
    prop::collection::vec(span, 0..12)
}

proptest! {
    #[test]
    fn the_fast_way_finds_what_a_walk_through_every_minute_finds(
        people in prop::collection::vec((spans(), spans()), 0..5),
        start in 0_i64..300,
        length in 1_i64..400,
        shortest in 1_i64..60,
    ) {
        let people: Vec<(SpanSet, SpanSet)> = people
            .iter()
            .map(|(hours, taken)| (set(hours), set(taken)))
            .collect();
        let range = (start, start + length);

        prop_assert_eq!(asked(&people, range, shortest), walked(&people, range, shortest));
    }

    #[test]
    fn every_proposal_lies_in_free_time_and_after_the_one_before(free in spans(), minutes in 1_i64..120) {
        let free = set(&free);

        let found = proposals(&free, TimeDelta::minutes(minutes), Tz::Asia__Kathmandu, 50);

        prop_assert!(found.iter().all(|span| free.covers(span)));
        prop_assert!(found.windows(2).all(|two| two[0].end() <= two[1].start()));
    }
}
