use chrono_tz::Europe::Berlin;
use proptest::prelude::*;

use super::super::booking::CancelledBy;
use super::super::money::Currency;
use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten sessions, three of which are taken, until the end of March.
fn package() -> Package {
    Package {
        id: String::new(),
        event_type_id: String::new(),
        seller_id: String::new(),
        title: "Coaching".to_owned(),
        minutes: 50,
        client: Client {
            name: "Thea".to_owned(),
            email: Email::parse("thea@post.example").unwrap(),
            zone: Berlin,
            language: Language::De,
        },
        size: 10,
        taken: 3,
        price: Some(Price {
            total: Money::new(60_000, Currency::EUR),
            single_cents: Some(7_000),
            tax: TaxNote::default(),
        }),
        zone: Berlin,
        last_day: Some(day("2026-03-31")),
        frozen_on: None,
        ended: None,
        created_at: at("2026-01-08T08:00:00Z"),
    }
}

#[track_caller]
fn check_take(package: &Package, start: &str, now: &str, expected: Result<(), PackageError>) {
    assert_eq!(package.may_take(at(start), at(now)), expected);
}

#[test]
fn a_session_can_begin_up_to_the_end_of_the_last_day() {
    let package = package();
    let now = "2026-01-08T08:00:00Z";

    check_take(&package, "2026-03-31T21:59:59Z", now, Ok(()));
    let beyond = Err(PackageError::BeyondValidity);
    check_take(&package, "2026-03-31T22:00:00Z", now, beyond);
}

#[test]
fn the_first_reason_against_a_session_is_named() {
    let (start, now) = ("2026-02-01T09:00:00Z", "2026-01-08T08:00:00Z");
    let used_up = Package {
        taken: 10,
        ..package()
    };
    let frozen = used_up.clone().freeze(at(now)).unwrap();
    let ended = frozen.clone().end(Actor::Host, at(now)).unwrap();

    check_take(&used_up, start, now, Err(PackageError::UsedUp));
    check_take(&frozen, start, now, Err(PackageError::Frozen));
    check_take(&ended, start, now, Err(PackageError::Ended));
    let later = "2026-04-01T08:00:00Z";
    check_take(&package(), later, later, Err(PackageError::Expired));
    let forever = Package {
        last_day: None,
        ..package()
    };
    check_take(&forever, "2036-04-01T08:00:00Z", later, Ok(()));
}

#[track_caller]
fn check_freeze(from: &str, until: &str, days: u32, last_day: &str) {
    let frozen = package().freeze(at(from)).unwrap();
    let (thawed, rested) = frozen.thaw(at(until)).unwrap();
    assert_eq!(rested, days);
    assert_eq!(thawed.last_day, Some(day(last_day)));
    assert_eq!(thawed.frozen_on, None);
}

#[test]
fn the_last_day_moves_by_the_days_of_rest() {
    check_freeze(
        "2026-02-02T08:00:00Z",
        "2026-02-02T20:00:00Z",
        0,
        "2026-03-31",
    );
    check_freeze(
        "2026-02-02T08:00:00Z",
        "2026-02-16T08:00:00Z",
        14,
        "2026-04-14",
    );
    // Days are those of the calendar in Berlin: 23:30 UTC is the next day there.
    check_freeze(
        "2026-02-02T23:30:00Z",
        "2026-02-03T23:30:00Z",
        1,
        "2026-04-01",
    );
    check_freeze(
        "2026-02-02T22:30:00Z",
        "2026-02-02T23:30:00Z",
        1,
        "2026-04-01",
    );
    // Clocks change in between; days stay days.
    check_freeze(
        "2026-03-28T12:00:00Z",
        "2026-03-30T12:00:00Z",
        2,
        "2026-04-02",
    );
    // It does not expire while it rests.
    check_freeze(
        "2026-03-31T12:00:00Z",
        "2026-05-01T12:00:00Z",
        31,
        "2026-05-01",
    );
}

#[test]
fn steps_that_make_no_sense_are_refused() {
    let now = at("2026-02-02T08:00:00Z");
    let frozen = package().freeze(now).unwrap();
    let ended = package().end(Actor::Host, now).unwrap();

    assert_eq!(frozen.freeze(now), Err(PackageError::Frozen));
    assert_eq!(package().thaw(now).err(), Some(PackageError::NotFrozen));
    assert_eq!(ended.clone().freeze(now), Err(PackageError::Ended));
    assert_eq!(ended.clone().thaw(now).err(), Some(PackageError::Ended));
    assert_eq!(ended.end(Actor::Host, now), Err(PackageError::Ended));
    let late = at("2026-04-01T08:00:00Z");
    assert_eq!(package().freeze(late), Err(PackageError::Expired));
}

#[test]
fn ending_gives_back_what_was_not_used_at_the_price_of_one() {
    let now = at("2026-02-02T08:00:00Z");
    let ended = package().end(Actor::Host, now).unwrap().ended.unwrap();
    assert_eq!(ended.refund_cents, 60_000 - 3 * 7_000);
    let free = Package {
        price: None,
        ..package()
    };
    assert_eq!(
        free.end(Actor::Host, now)
            .unwrap()
            .ended
            .unwrap()
            .refund_cents,
        0
    );
}

#[track_caller]
fn check_place(session: &Session, now: &str, expected: Place) {
    assert_eq!(session.place(at(now)), expected);
}

fn session() -> Session {
    Session {
        booking_id: String::new(),
        span: span("2026-02-02T09:00:00Z"),
        status: Status::Confirmed,
        counts: true,
        is_no_show: false,
    }
}

fn span(start: &str) -> Span {
    Span::new(at(start), at(start) + chrono::TimeDelta::minutes(50)).unwrap()
}

#[test]
fn a_session_is_used_once_it_begins() {
    let (before, after) = ("2026-02-02T08:59:59Z", "2026-02-02T09:00:00Z");
    let with = |status, counts, is_no_show| Session {
        status,
        counts,
        is_no_show,
        ..session()
    };
    let cancelled = Status::Cancelled {
        at: at(before),
        by: CancelledBy::Attendee,
    };
    let asked = Status::Tentative {
        hold_until: at(after),
    };

    check_place(&session(), before, Place::Planned);
    check_place(&session(), after, Place::Used);
    check_place(&with(asked, true, false), before, Place::Planned);
    check_place(&with(cancelled, true, false), before, Place::Late);
    check_place(&with(cancelled, false, false), before, Place::Returned);
    check_place(&with(Status::Confirmed, true, true), after, Place::Missed);
    check_place(
        &with(Status::Confirmed, false, true),
        after,
        Place::Returned,
    );
}

#[track_caller]
fn check_dates(first: &str, rhythm: Rhythm, expected: &[&str]) {
    let count = u32::try_from(expected.len()).unwrap();
    let expected: Vec<_> = expected.iter().map(|text| at(text)).collect();
    assert_eq!(dates(at(first), Berlin, rhythm, count), expected);
}

#[test]
fn a_series_keeps_the_time_on_the_wall_when_clocks_change() {
    check_dates(
        "2026-03-17T09:00:00Z",
        Rhythm::Weekly,
        &[
            "2026-03-17T09:00:00Z",
            "2026-03-24T09:00:00Z",
            "2026-03-31T08:00:00Z",
        ],
    );
    check_dates(
        "2026-10-13T07:00:00Z",
        Rhythm::Fortnightly,
        &[
            "2026-10-13T07:00:00Z",
            "2026-10-27T08:00:00Z",
            "2026-11-10T08:00:00Z",
        ],
    );
}

#[test]
fn a_series_survives_hours_that_come_twice_or_never() {
    // 2:30 comes twice on 25 October; the second one was asked for.
    check_dates(
        "2026-10-25T01:30:00Z",
        Rhythm::Weekly,
        &["2026-10-25T01:30:00Z", "2026-11-01T01:30:00Z"],
    );
    // 2:30 never comes on 29 March: it is an hour later on the wall.
    check_dates(
        "2026-03-22T01:30:00Z",
        Rhythm::Weekly,
        &[
            "2026-03-22T01:30:00Z",
            "2026-03-29T01:30:00Z",
            "2026-04-05T00:30:00Z",
        ],
    );
    assert!(dates(at("2026-03-22T01:30:00Z"), Berlin, Rhythm::Weekly, 0).is_empty());
}

#[track_caller]
fn check_next_week(start: &str, now: &str, expected: &str) {
    assert_eq!(next_week(at(start), Berlin, at(now)), at(expected));
}

#[test]
fn the_same_time_next_week_is_the_one_on_the_wall() {
    let before = "2026-03-01T08:00:00Z";
    check_next_week("2026-03-24T09:00:00Z", before, "2026-03-31T08:00:00Z");
    // Of a session long ago it is the next one to come.
    let long_ago = "2025-12-02T09:00:00Z";
    check_next_week(long_ago, "2026-03-31T07:59:59Z", "2026-03-31T08:00:00Z");
    check_next_week(long_ago, "2026-03-31T08:00:00Z", "2026-04-07T08:00:00Z");
    check_next_week(long_ago, long_ago, "2025-12-09T09:00:00Z");
}

fn reach(last_day: Option<&str>) -> Reach {
    Reach {
        distance: chrono::TimeDelta::days(3),
        zone: Berlin,
        last_day: last_day.map(day),
    }
}

#[test]
fn a_taken_date_gets_the_nearest_free_time_on_a_day_of_its_own() {
    let wanted = [span("2026-02-02T09:00:00Z"), span("2026-02-09T09:00:00Z")];
    let free = [
        span("2026-02-02T09:00:00Z"),
        span("2026-02-06T09:00:00Z"),
        span("2026-02-08T08:00:00Z"),
        span("2026-02-10T10:00:00Z"),
        span("2026-02-20T10:00:00Z"),
    ];

    let proposed = propose(&wanted, &free, reach(None));

    assert_eq!(proposed[0].outcome, Outcome::Free);
    let nearest = vec![free[2], free[3], free[1]];
    assert_eq!(proposed[1].outcome, Outcome::Instead(nearest));
}

#[test]
fn a_date_beyond_the_validity_gets_times_before_its_end() {
    let wanted = [span("2026-03-25T09:00:00Z"), span("2026-04-29T09:00:00Z")];
    let free = [
        span("2026-03-24T09:00:00Z"),
        span("2026-03-25T09:00:00Z"),
        span("2026-03-25T12:00:00Z"),
        span("2026-04-29T09:00:00Z"),
    ];

    let proposed = propose(&wanted, &free, reach(Some("2026-03-31")));

    let before = Outcome::BeyondValidity(vec![free[0]]);
    assert_eq!(proposed[1].outcome, before);
}

/// The slow way: look at everything, sort by distance.
fn propose_slowly(wanted: &[Span], free: &[Span], reach: Reach) -> Vec<Proposal> {
    let day = |span: &Span| zone::date(span.start(), reach.zone);
    let is_covered = |span: &Span| reach.last_day.is_none_or(|last| day(span) <= last);
    let mut days: Vec<NaiveDate> = Vec::new();
    for span in wanted {
        if is_covered(span) && free.contains(span) {
            days.push(day(span));
        }
    }
    let mut proposals: Vec<Proposal> = Vec::new();
    for span in wanted {
        let was_free = proposals
            .iter()
            .any(|before| before.wanted == *span && before.outcome == Outcome::Free);
        let outcome = if is_covered(span) && free.contains(span) && !was_free {
            Outcome::Free
        } else {
            let away = |other: &Span| (other.start() - span.start()).abs();
            let mut found: Vec<Span> = free
                .iter()
                .filter(|other| is_covered(other) && !days.contains(&day(other)))
                .filter(|other| !is_covered(span) || away(other) <= reach.distance)
                .copied()
                .collect();
            found.sort_by_key(|other| (away(other), other.start()));
            found.truncate(3);
            days.extend(found.first().map(day));
            if is_covered(span) {
                Outcome::Instead(found)
            } else {
                Outcome::BeyondValidity(found)
            }
        };
        proposals.push(Proposal {
            wanted: *span,
            outcome,
        });
    }
    proposals
}

fn half_hours(least: usize, most: usize) -> impl Strategy<Value = Vec<Span>> {
    proptest::collection::vec(0_i64..48 * 14, least..most).prop_map(|numbers| {
        let first = at("2026-03-24T00:00:00Z");
        numbers
            .into_iter()
            .map(|number| {
                let start = first + chrono::TimeDelta::minutes(30 * number);
                Span::new(start, start + chrono::TimeDelta::minutes(50)).unwrap()
            })
            .collect()
    })
}

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Freeze,
    Thaw,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1_i64..200).prop_map(Step::Wait),
        Just(Step::Freeze),
        Just(Step::Thaw),
    ]
}

proptest! {
    #[test]
    fn what_is_proposed_is_what_looking_at_everything_proposes(
        wanted in half_hours(1, 8), mut free in half_hours(0, 60), last in proptest::option::of(24_u32..31),
    ) {
        free.sort();
        free.dedup();
        let last = last.map(|day| format!("2026-03-{day}"));
        let reach = reach(last.as_deref());
        prop_assert_eq!(propose(&wanted, &free, reach), propose_slowly(&wanted, &free, reach));
    }

    /// The slow way: count the days on which it rested at midnight, one by one.
    #[test]
    fn the_last_day_moves_by_every_midnight_at_rest(steps in proptest::collection::vec(step(), 1..40)) {
        let mut package = Package { last_day: Some(day("2036-03-31")), ..package() };
        let mut expected = day("2036-03-31");
        let mut now = at("2026-01-08T08:00:00Z");
        for step in steps {
            match step {
                Step::Wait(hours) => {
                    for _ in 0..hours {
                        let later = now + chrono::TimeDelta::hours(1);
                        let is_midnight = zone::date(later, Berlin) != zone::date(now, Berlin);
                        if is_midnight && package.frozen_on.is_some() {
                            expected = expected.succ_opt().unwrap();
                        }
                        now = later;
                    }
                }
                Step::Freeze => package = package.clone().freeze(now).unwrap_or(package),
                Step::Thaw => package = package.clone().thaw(now).map_or(package, |(it, _)| it),
            }
        }
        let thawed = package.clone().thaw(now).map_or(package, |(it, _)| it);
        prop_assert_eq!(thawed.last_day, Some(expected));
    }

    #[test]
    fn dates_of_a_series_are_those_counted_week_by_week(
        minutes in 0_i64..60 * 24 * 365, count in 1_u32..30, weeks in 1_u32..=2,
    ) {
        let first = at("2026-01-01T00:00:00Z") + chrono::TimeDelta::minutes(minutes);
        let series = dates(first, Berlin, Rhythm::of_weeks(weeks).unwrap(), count);
        let mut wall = zone::local(first, Berlin);
        for (number, date) in series.iter().enumerate() {
            if number > 0 {
                for _ in 0..7 * weeks {
                    wall = wall.checked_add_days(Days::new(1)).unwrap();
                }
                prop_assert_eq!(*date, zone::instant(wall, Berlin));
            }
        }
        prop_assert_eq!(series.len(), usize::try_from(count).unwrap());
    }
}
