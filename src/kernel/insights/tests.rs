use chrono_tz::Europe::Berlin;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn range(from: &str, to: &str, unit: Unit) -> Range {
    Range::new(date(from), date(to), unit).unwrap()
}

/// A session of 50 minutes, booked ten days before.
fn seen(start: &str, status: Status) -> Seen {
    let start = at(start);
    Seen {
        event_type_id: "e1".to_owned(),
        created_at: start - TimeDelta::days(10),
        status,
        span: Span::new(start, start + TimeDelta::minutes(50)).unwrap(),
        is_no_show: false,
    }
}

fn cancelled(start: &str, hours_before: i64, by: CancelledBy) -> Seen {
    let at = at(start) - TimeDelta::hours(hours_before);
    seen(start, Status::Cancelled { at, by })
}

fn count(range: Range, all: &[Seen]) -> Insights {
    let mut counter = Counter::new(range, Berlin, at("2026-06-01T00:00:00Z"));
    for one in all {
        counter.add(one);
    }
    counter.finish(str::to_owned)
}

#[test]
fn sessions_are_counted_on_the_day_that_the_clocks_of_the_zone_show() {
    let months = range("2026-03-01", "2026-04-30", Unit::Month);

    let insights = count(
        months,
        &[
            // 28 February, 23:59, and 1 March, 0:00, in Berlin.
            seen("2026-02-28T22:59:00Z", Status::Confirmed),
            seen("2026-02-28T23:00:00Z", Status::Confirmed),
            // Clocks go forward on 29 March: from then on midnight is 22:00 UTC.
            seen("2026-03-31T21:59:00Z", Status::Confirmed),
            seen("2026-03-31T22:00:00Z", Status::Confirmed),
            seen("2026-04-30T21:59:00Z", Status::Confirmed),
            seen("2026-04-30T22:00:00Z", Status::Confirmed),
        ],
    );

    let sessions: Vec<(String, u64)> = insights
        .periods
        .iter()
        .map(|(first, sums)| (first.to_string(), sums.sessions))
        .collect();
    let expected = [("2026-03-01", 2), ("2026-04-01", 2)];
    assert_eq!(sessions, expected.map(|(day, n)| (day.to_owned(), n)));
    assert_eq!(insights.total.minutes, 200);
}

#[test]
fn a_session_across_a_change_of_the_clocks_has_the_minutes_it_takes() {
    let day = range("2026-03-29", "2026-03-29", Unit::Week);
    let mut night = seen("2026-03-29T00:30:00Z", Status::Confirmed);
    // 1:30 to 4:30 on the wall, two hours in truth.
    night.span = Span::new(at("2026-03-29T00:30:00Z"), at("2026-03-29T02:30:00Z")).unwrap();

    let insights = count(day, &[night]);

    assert_eq!(insights.total.minutes, 120);
    assert_eq!(insights.periods[0].0, date("2026-03-23"));
}

#[test]
fn cancellations_are_counted_by_whom_and_how_early() {
    let start = "2026-03-10T09:00:00Z";
    let insights = count(
        range("2026-03-01", "2026-03-31", Unit::Month),
        &[
            cancelled(start, 1, CancelledBy::Attendee),
            cancelled(start, 24, CancelledBy::Attendee),
            cancelled(start, 47, CancelledBy::Host),
            cancelled(start, 48, CancelledBy::Host),
            cancelled(start, 7 * 24, CancelledBy::Attendee),
            cancelled(start, 100, CancelledBy::Declined),
            cancelled(start, 100, CancelledBy::Expired),
        ],
    );

    let expected = Sums {
        by_client: 3,
        by_host: 2,
        declined: 1,
        expired: 1,
        ..Sums::default()
    };
    assert_eq!(insights.total, expected);
    assert_eq!(insights.notices, [1, 2, 1, 1]);
    assert_eq!(insights.leads, [0; 6]);
}

#[test]
fn lead_times_are_whole_days_from_booking_to_start() {
    let sessions: Vec<Seen> = [0, 23, 24, 3 * 24, 6 * 24, 7 * 24, 14 * 24, 29 * 24, 30 * 24]
        .into_iter()
        .map(|hours| {
            let mut one = seen("2026-03-10T09:00:00Z", Status::Confirmed);
            one.created_at = one.span.start() - TimeDelta::hours(hours);
            one
        })
        .collect();

    let insights = count(range("2026-03-01", "2026-03-31", Unit::Month), &sessions);

    assert_eq!(insights.leads, [2, 1, 2, 1, 2, 1]);
}

#[test]
fn a_request_that_waits_counts_nowhere_and_one_that_ran_out_was_not_answered() {
    let waits = Status::Tentative {
        hold_until: at("2026-06-02T00:00:00Z"),
    };
    let ran_out = Status::Tentative {
        hold_until: at("2026-05-02T00:00:00Z"),
    };

    let insights = count(
        range("2026-05-01", "2026-06-30", Unit::Month),
        &[
            seen("2026-06-10T09:00:00Z", waits),
            seen("2026-05-10T09:00:00Z", ran_out),
            seen("2026-06-11T09:00:00Z", Status::Confirmed),
        ],
    );

    assert_eq!((insights.total.sessions, insights.to_come), (1, 1));
    assert_eq!(insights.total.expired, 1);
}

#[test]
fn what_has_one_name_is_counted_together_and_the_most_comes_first() {
    let of = |id: &str| Seen {
        event_type_id: id.to_owned(),
        ..seen("2026-03-10T09:00:00Z", Status::Confirmed)
    };
    let mut counter = Counter::new(
        range("2026-03-01", "2026-03-31", Unit::Month),
        Berlin,
        at("2026-06-01T00:00:00Z"),
    );
    for id in ["a", "b1", "b2", "c"] {
        counter.add(&of(id));
    }

    let insights = counter.finish(|id| id[..1].to_owned());

    let names: Vec<(&str, u64)> = insights
        .event_types
        .iter()
        .map(|(name, sums)| (name.as_str(), sums.sessions))
        .collect();
    assert_eq!(names, [("b", 2), ("a", 1), ("c", 1)]);
}

#[test]
fn a_range_has_an_order_and_five_years_at_the_most() {
    let new = |from, to| Range::new(date(from), date(to), Unit::Month).map(|_| ());

    assert_eq!(new("2026-03-02", "2026-03-01"), Err(RangeError::Backwards));
    assert_eq!(new("2021-01-01", "2025-12-31"), Ok(()));
    assert_eq!(new("2021-01-01", "2026-01-01"), Err(RangeError::TooLong));
    assert_eq!(new("2024-02-29", "2029-02-27"), Ok(()));
    assert_eq!(
        Range::new(NaiveDate::MIN, NaiveDate::MAX, Unit::Week),
        Err(RangeError::TooLong)
    );
    assert_eq!(
        Range::new(NaiveDate::MAX, NaiveDate::MAX, Unit::Week),
        Err(RangeError::TooLong)
    );
}

#[test]
fn nobody_chose_a_range_and_gets_the_last_months_or_weeks_whole() {
    let today = date("2026-01-08");

    let months = Range::usual(today, Unit::Month);
    let weeks = Range::usual(today, Unit::Week);

    assert_eq!(months, range("2025-08-01", "2026-01-31", Unit::Month));
    assert_eq!(weeks, range("2025-10-20", "2026-01-11", Unit::Week));
    assert_eq!((months.periods().len(), weeks.periods().len()), (6, 12));
}

#[test]
fn nothing_happened_is_an_answer_too() {
    let insights = count(range("2026-01-01", "2026-03-31", Unit::Month), &[]);

    assert!(insights.total.is_empty() && insights.event_types.is_empty());
    assert_eq!(insights.periods.len(), 3);
}

fn any_seen() -> impl Strategy<Value = Seen> {
    let by = prop_oneof![
        Just(CancelledBy::Attendee),
        Just(CancelledBy::Host),
        Just(CancelledBy::Declined),
        Just(CancelledBy::Expired),
    ];
    let first = at("2025-12-01T00:00:00Z");
    (0..200_000_i64, 1..600_i64, 0..100_000_i64, 0..3_u8, by).prop_map(
        move |(start, length, before, kind, by)| {
            let start = first + TimeDelta::minutes(start);
            let before = start - TimeDelta::minutes(before);
            Seen {
                event_type_id: format!("e{}", length % 3),
                created_at: before,
                status: match kind {
                    0 => Status::Confirmed,
                    1 => Status::Cancelled { at: before, by },
                    _ => Status::Tentative { hold_until: before },
                },
                span: Span::new(start, start + TimeDelta::minutes(length)).unwrap(),
                is_no_show: length % 4 == 0,
            }
        },
    )
}

proptest! {
    /// Weeks, months, event types and groups each add up to the same whole, which is what looking
    /// at the instants of the range's ends says.
    #[test]
    fn every_way_of_grouping_adds_up(all in prop::collection::vec(any_seen(), 0..60)) {
        let days = ("2026-01-15", "2026-03-31");
        let span = range(days.0, days.1, Unit::Week).span(Berlin).unwrap();
        let inside: Vec<&Seen> = all.iter().filter(|one| span.contains(one.span.start())).collect();
        let sessions = inside.iter().filter(|one| one.status == Status::Confirmed).count();

        for unit in [Unit::Week, Unit::Month] {
            let insights = count(range(days.0, days.1, unit), &all);
            let total = insights.total;
            let mut by_period = Sums::default();
            insights.periods.iter().for_each(|(_, sums)| by_period.add(sums));

            prop_assert_eq!(total.sessions, sessions as u64);
            prop_assert_eq!(by_period, total);
            prop_assert_eq!(insights.leads.iter().sum::<u64>(), total.sessions);
            prop_assert_eq!(
                insights.notices.iter().sum::<u64>(),
                total.by_client + total.by_host
            );
        }
    }
}
