//! A consumer takes back a contract made at a distance (§§ 312g, 355, 356, 356a BGB).

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

use super::booking::{CancelledBy, Status};
use super::money::Money;
use super::span::Span;
use super::zone;

/// How many days the right lasts (§ 355 Abs. 2 BGB).
const DAYS: u64 = 14;

/// The words that a client agrees to before a session within that time, by their date. Whoever
/// changes the text `price-early-start` changes this, too; it is stored with each consent.
pub const CONSENT_VERSION: &str = "2026-11-24";

/// How the right to withdraw stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It can be used up to this day, inclusive, in the client's zone.
    Until(NaiveDate),
    /// The time is over; this was its last day.
    TooLate(NaiveDate),
    /// The session took place (§ 356 Abs. 4 BGB).
    TookPlace,
    /// There is no contract any more: the host ended it, or never agreed.
    NothingLeft,
}

impl Right {
    /// Whether it can be used now.
    ///
    /// # Errors
    /// `TooLate`; `TookPlace`; `NothingLeft`.
    pub fn check(self) -> Result<(), WithdrawalError> {
        match self {
            Self::Until(_) => Ok(()),
            Self::TooLate(_) => Err(WithdrawalError::TooLate),
            Self::TookPlace => Err(WithdrawalError::TookPlace),
            Self::NothingLeft => Err(WithdrawalError::NothingLeft),
        }
    }
}

/// Why a withdrawal was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawalError {
    /// The session costs nothing.
    #[error("this session costs nothing; it can be cancelled instead")]
    Free,
    /// The time is over.
    #[error("the time to withdraw is over")]
    TooLate,
    /// The session took place.
    #[error("the session has taken place")]
    TookPlace,
    /// There is no contract any more.
    #[error("there is nothing left to withdraw from")]
    NothingLeft,
}

/// The last day of the right after a contract was made at `agreed_at`, in `zone`.
///
/// The day of the contract does not count, the fourteenth day after it counts whole (§ 187 Abs. 1,
/// § 188 Abs. 1 BGB); a last day on a Saturday or Sunday gives way to the Monday (§ 193 BGB).
pub fn last_day(agreed_at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let day = zone::date(agreed_at, zone);
    let last = day.checked_add_days(Days::new(DAYS)).unwrap_or(day);
    let rest = match last.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    last.checked_add_days(Days::new(rest)).unwrap_or(last)
}

/// Whether a session that starts at `start` begins before the right is over, so that the client
/// must ask for it expressly.
pub fn needs_consent(start: DateTime<Utc>, agreed_at: DateTime<Utc>, zone: Tz) -> bool {
    zone::date(start, zone) <= last_day(agreed_at, zone)
}

/// How the right stands at `now` for a session at `span`; `zone` is the client's. A request that
/// waits for its answer (`agreed_at` is none) can be taken back all the time.
pub fn right(
    status: Status,
    span: Span,
    agreed_at: Option<DateTime<Utc>>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Right {
    let last = last_day(agreed_at.unwrap_or(now), zone);
    match status {
        Status::Cancelled {
            by: CancelledBy::Host | CancelledBy::Declined | CancelledBy::Expired,
            ..
        } => Right::NothingLeft,
        Status::Tentative { hold_until } if hold_until <= now => Right::NothingLeft,
        Status::Confirmed if span.end() <= now => Right::TookPlace,
        _ if zone::date(now, zone) > last => Right::TooLate(last),
        _ => Right::Until(last),
    }
}

/// What is given back of the price of a package of `count` sessions of which `used` took place.
///
/// A used session counts with `single_price`, what it costs alone, where one was agreed, and with
/// its even share of `total` otherwise; that share is rounded down, for the client. Never more than
/// `total`, never less than nothing; after the last session nothing. What is kept is the rest, so
/// that both make the whole.
pub fn refund_pro_rata(total: Money, used: u32, count: u32, single_price: Option<Money>) -> Money {
    let used = used.min(count);
    let kept = match single_price {
        _ if used == 0 => 0,
        _ if used == count => i128::from(total.cents),
        Some(single) => i128::from(single.cents) * i128::from(used),
        None => i128::from(total.cents) * i128::from(used) / i128::from(count),
    };
    let kept = kept.clamp(0, i128::from(total.cents.max(0)));
    let kept = i64::try_from(kept).unwrap_or(total.cents);
    Money {
        cents: total.cents - kept,
        ..total
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Europe::Berlin, Pacific::Kiritimati};
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::money::Currency;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check_last_day(agreed_at: &str, zone: Tz, expected: &str) {
        assert_eq!(last_day(at(agreed_at), zone).to_string(), expected);
    }

    #[test]
    fn fourteen_whole_days_follow_the_day_of_the_contract() {
        check_last_day("2026-11-24T00:30:00Z", Berlin, "2026-12-08");
        check_last_day("2026-11-24T22:59:00Z", Berlin, "2026-12-08");
        // An hour later it is the next day in Berlin.
        check_last_day("2026-11-24T23:00:00Z", Berlin, "2026-12-09");
        check_last_day("2026-11-24T12:00:00Z", Kiritimati, "2026-12-09");
    }

    #[test]
    fn a_last_day_at_a_weekend_gives_way_to_monday() {
        check_last_day("2026-11-28T12:00:00Z", Berlin, "2026-12-14");
        check_last_day("2026-11-29T12:00:00Z", Berlin, "2026-12-14");
        check_last_day("2026-11-30T12:00:00Z", Berlin, "2026-12-14");
    }

    fn session() -> Span {
        Span::new(at("2026-12-01T09:00:00Z"), at("2026-12-01T09:50:00Z")).unwrap()
    }

    #[track_caller]
    fn check_right(status: Status, agreed_at: &str, now: &str, expected: Right) {
        let stands = right(status, session(), Some(at(agreed_at)), Berlin, at(now));
        assert_eq!(stands, expected);
    }

    #[test]
    fn the_right_lasts_to_the_end_of_its_last_day_and_not_beyond_the_session() {
        let booked = "2026-11-11T12:00:00Z";
        let last = "2026-11-25".parse().unwrap();
        let stands = |now, expected| check_right(Status::Confirmed, booked, now, expected);

        stands("2026-11-25T22:59:59Z", Right::Until(last));
        stands("2026-11-25T23:00:00Z", Right::TooLate(last));
        stands("2026-12-01T09:50:00Z", Right::TookPlace);
    }

    #[test]
    fn a_session_that_has_only_begun_can_still_be_taken_back() {
        let last = "2026-12-04".parse().unwrap();
        check_right(
            Status::Confirmed,
            "2026-11-20T12:00:00Z",
            "2026-12-01T09:49:59Z",
            Right::Until(last),
        );
    }

    #[test]
    fn who_cancelled_may_still_withdraw_but_not_from_what_the_host_ended() {
        let ended = |by| Status::Cancelled {
            at: at("2026-11-21T12:00:00Z"),
            by,
        };
        let (booked, now) = ("2026-11-20T12:00:00Z", "2026-11-22T12:00:00Z");
        let last = "2026-12-04".parse().unwrap();

        check_right(
            ended(CancelledBy::Attendee),
            booked,
            now,
            Right::Until(last),
        );
        for by in [
            CancelledBy::Host,
            CancelledBy::Declined,
            CancelledBy::Expired,
        ] {
            check_right(ended(by), booked, now, Right::NothingLeft);
        }
    }

    #[test]
    fn a_session_on_the_last_day_begins_early() {
        let needed = |start| needs_consent(at(start), at("2026-11-24T12:00:00Z"), Berlin);

        assert!(needed("2026-11-25T09:00:00Z"));
        assert!(needed("2026-12-08T22:59:00Z"));
        assert!(!needed("2026-12-08T23:00:00Z"));
    }

    fn euros(cents: i64) -> Money {
        Money::new(cents, Currency::EUR)
    }

    #[track_caller]
    fn check_refund(total: i64, used: u32, count: u32, single: Option<i64>, expected: i64) {
        let refund = refund_pro_rata(euros(total), used, count, single.map(euros));
        assert_eq!(refund.cents, expected);
    }

    #[test]
    fn a_package_gives_back_what_was_not_used() {
        check_refund(60_000, 0, 10, Some(7_000), 60_000);
        check_refund(60_000, 3, 10, Some(7_000), 39_000);
        check_refund(60_000, 9, 10, Some(7_000), 0);
        check_refund(60_000, 10, 10, Some(5_000), 0);
        check_refund(60_000, 3, 10, None, 42_000);
        check_refund(10_000, 1, 3, None, 6_667);
        check_refund(10_000, 7, 3, None, 0);
        check_refund(10_000, 0, 0, None, 10_000);
    }

    proptest! {
        #[test]
        fn refunds_fall_with_use_and_stay_within_the_price(
            total in 0_i64..=99_999_999, count in 1_u32..200, single in proptest::option::of(0_i64..=99_999_999),
        ) {
            let refund = |used| refund_pro_rata(euros(total), used, count, single.map(euros)).cents;
            prop_assert_eq!(refund(0), total);
            prop_assert_eq!(refund(count), 0);
            for used in 1..=count {
                prop_assert!((0..=refund(used - 1)).contains(&refund(used)));
            }
        }

        /// The slow way: count the days one by one.
        #[test]
        fn the_last_day_is_reached_by_counting(seconds in 0_i64..4_000_000_000) {
            let agreed_at = DateTime::from_timestamp(seconds, 0).unwrap();
            let mut day = zone::date(agreed_at, Berlin);
            for _ in 0..14 {
                day = day.succ_opt().unwrap();
            }
            while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                day = day.succ_opt().unwrap();
            }
            prop_assert_eq!(last_day(agreed_at, Berlin), day);
        }
    }
}
