use crate::kernel::money::{Currency, Money};
use chrono::{DateTime, TimeZone, Utc};
use proptest::prelude::*;

use super::{Agreed, Before, Due, Fee, LinkTerms, Pattern, PatternError, Policy, PolicyError};
use super::{PolicyRefusal, share};
use crate::kernel::people::Email;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day_before(fee: Fee) -> Policy {
    Policy {
        free_until: 24 * 60,
        fee,
        ..Policy::default()
    }
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

#[track_caller]
fn check_fee(fee: Fee, price: Option<i64>, now: &str, expected: Due) {
    let start = at("2026-01-13T09:00:00Z");

    let price = price.map(euros);
    assert_eq!(day_before(fee).fee(price, start, at(now)), expected);
}

#[test]
fn calling_off_is_free_up_to_the_last_instant_of_the_window() {
    check_fee(
        Fee::Percent(50),
        Some(80_00),
        "2026-01-12T09:00:00Z",
        Due::Nothing,
    );
    check_fee(
        Fee::Percent(50),
        Some(80_00),
        "2026-01-12T09:00:01Z",
        Due::Amount(euros(40_00)),
    );
}

#[test]
fn a_share_is_named_where_no_price_is_known_and_parts_of_a_cent_are_dropped() {
    check_fee(
        Fee::Percent(50),
        None,
        "2026-01-13T08:00:00Z",
        Due::Percent(50),
    );
    check_fee(
        Fee::Percent(33),
        Some(99),
        "2026-01-13T08:00:00Z",
        Due::Amount(euros(32)),
    );
}

#[test]
fn a_fixed_fee_is_never_more_than_the_price() {
    check_fee(
        Fee::Fixed(30_00),
        None,
        "2026-01-13T08:00:00Z",
        Due::Amount(euros(30_00)),
    );
    check_fee(
        Fee::Fixed(30_00),
        Some(20_00),
        "2026-01-13T08:00:00Z",
        Due::Amount(euros(20_00)),
    );
    check_fee(
        Fee::Fixed(30_00),
        Some(0),
        "2026-01-13T08:00:00Z",
        Due::Nothing,
    );
    check_fee(Fee::None, Some(20_00), "2026-01-13T08:00:00Z", Due::Nothing);
}

#[test]
fn a_day_before_is_24_hours_also_when_the_clocks_change() {
    // Ten in the morning in Berlin, hours after the clocks went forward.
    let start = at("2026-03-29T08:00:00Z");

    let free_before = day_before(Fee::Percent(50)).free_before(start);

    let local = free_before.with_timezone(&chrono_tz::Europe::Berlin);
    assert_eq!(local.format("%a %H:%M").to_string(), "Sat 09:00");
}

#[test]
fn moving_ends_with_the_number_and_with_the_window() {
    let policy = Policy {
        most_moves: Some(1),
        move_until: 60,
        ..Policy::default()
    };
    let start = at("2026-01-13T09:00:00Z");
    let check = |moves, now: &str| policy.may_move(moves, start, at(now));

    assert_eq!(check(0, "2026-01-13T08:00:00Z"), Ok(()));
    assert_eq!(
        check(0, "2026-01-13T08:00:01Z"),
        Err(PolicyRefusal::MoveTooLate)
    );
    assert_eq!(
        check(1, "2026-01-12T08:00:00Z"),
        Err(PolicyRefusal::MovesUsedUp)
    );
    assert_eq!(
        Policy::default().may_move(99, start, at("2026-01-13T08:59:59Z")),
        Ok(())
    );
}

#[test]
fn one_who_was_here_or_has_enough_to_come_cannot_book_again() {
    let once = Policy {
        once_per_person: true,
        ..Policy::default()
    };
    let two = Policy {
        max_open: Some(2),
        ..Policy::default()
    };
    let before = |open, count| Before { open, count };

    assert_eq!(
        once.may_book(before(0, 1)),
        Err(PolicyRefusal::OncePerPerson)
    );
    assert_eq!(once.may_book(before(0, 0)), Ok(()));
    assert_eq!(two.may_book(before(2, 2)), Err(PolicyRefusal::TooManyOpen));
    assert_eq!(two.may_book(before(1, 9)), Ok(()));
}

#[test]
fn a_fee_is_owed_for_being_late_or_missing_until_the_host_lets_them_off() {
    let agreed = Agreed {
        policy: day_before(Fee::Fixed(20_00)),
        ..Agreed::default()
    };

    assert_eq!(agreed.due(), Due::Nothing);
    let then = Some(at("2026-01-13T08:00:00Z"));
    for happened in [
        Agreed {
            late_at: then,
            ..agreed
        },
        Agreed {
            no_show_at: then,
            ..agreed
        },
    ] {
        assert_eq!(happened.due(), Due::Amount(euros(20_00)));
        let waived = Agreed {
            waived_at: then,
            ..happened
        };
        assert_eq!(waived.due(), Due::Nothing);
    }
}

#[test]
fn what_makes_no_sense_is_named_all_at_once() {
    let policy = Policy {
        free_until: u32::MAX,
        fee: Fee::Percent(101),
        most_moves: Some(21),
        max_open: Some(0),
        answer_within: 1,
        ..Policy::default()
    };

    use PolicyError::{Answer, Fee as WrongFee, Moves, Open, Window};
    assert_eq!(policy.problems(), [Window, WrongFee, Moves, Open, Answer]);
    assert_eq!(Policy::default().problems(), []);
}

#[track_caller]
fn check_pattern(pattern: &str, email: &str, is_blocked: bool) {
    let pattern = Pattern::parse(pattern).unwrap();
    let all = Pattern::all_of(&Email::parse(email).unwrap());

    assert_eq!(all.contains(&pattern.as_str().to_owned()), is_blocked);
}

#[test]
fn a_domain_takes_those_below_it_along_in_any_case() {
    check_pattern("Spam.Example", "Thea@SPAM.example", true);
    check_pattern("@spam.example", "thea@mail.Spam.example", true);
    check_pattern("*.spam.example", "thea@spam.example", true);
    check_pattern("spam.example", "thea@notspam.example", false);
    check_pattern("mail.spam.example", "thea@spam.example", false);
    check_pattern("Thea@Post.example", "thea@post.EXAMPLE", true);
    check_pattern("thea@post.example", "thea@mail.post.example", false);
}

#[test]
fn a_pattern_is_an_address_or_a_domain() {
    assert_eq!(Pattern::parse("  "), Err(PatternError::Missing));
    for text in [
        "example",
        "@",
        "*.",
        "a b@c.example",
        "c..example",
        "@@c.example",
    ] {
        assert_eq!(Pattern::parse(text), Err(PatternError::Malformed), "{text}");
    }
}

#[test]
fn a_link_opens_until_it_is_used_up_or_out_of_date_and_for_its_client() {
    let terms = LinkTerms {
        most_uses: Some(2),
        expires_at: Some(at("2026-02-01T00:00:00Z")),
        email: Some(Email::parse("thea@post.example").unwrap()),
        price_cents: None,
    };
    let client = |text| terms.admit(&Email::parse(text).unwrap());

    assert_eq!(terms.open(1, at("2026-01-31T23:59:59Z")), Ok(()));
    assert_eq!(
        terms.open(2, at("2026-01-01T00:00:00Z")),
        Err(PolicyRefusal::LinkUsedUp)
    );
    assert_eq!(
        terms.open(0, at("2026-02-01T00:00:00Z")),
        Err(PolicyRefusal::LinkUsedUp)
    );
    assert_eq!(client("Thea@post.example"), Ok(()));
    assert_eq!(
        client("jo@post.example"),
        Err(PolicyRefusal::LinkForAnother)
    );
}

proptest! {
    #[test]
    fn a_fee_is_never_more_than_the_price_and_never_falls_with_time(
        percent in 1..=100_u32, fixed in 1..=1_000_000_u32, price in 0..10_000_000_i64,
        free_until in 0..10_000_u32, first in 0..20_000_i64, later in 0..20_000_i64,
    ) {
        let start = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        for fee in [Fee::Percent(percent), Fee::Fixed(fixed)] {
            let policy = Policy { free_until, fee, ..Policy::default() };
            let cents = |minutes: i64| {
                match policy.fee(Some(euros(price)), start, start - chrono::TimeDelta::minutes(minutes)) {
                    Due::Nothing => 0,
                    Due::Amount(money) => money.cents,
                    Due::Percent(_) => unreachable!(),
                }
            };
            prop_assert!(cents(first.min(later)) >= cents(first.max(later)));
            prop_assert!(cents(first) <= price);
        }
    }

    #[test]
    fn a_share_is_what_counting_cent_by_cent_gives(price in 0..5_000_i64, percent in 0..=100_u32) {
        let counted = (0..=price)
            .take_while(|cents| cents * 100 <= price * i64::from(percent))
            .count();
        prop_assert_eq!(share(euros(price), percent).cents + 1, i64::try_from(counted).unwrap());
    }
}
