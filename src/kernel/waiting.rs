//! Who of those who wait gets what has become free, and how long they have to answer.

use chrono::{DateTime, TimeDelta, Utc};

use super::span::Span;

/// The longest and the shortest time to answer an offer.
const LONGEST: TimeDelta = TimeDelta::hours(12);
const SHORTEST: TimeDelta = TimeDelta::minutes(30);

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wish {
    /// This very time.
    Time(Span),
    /// Any time that begins in this span: a day.
    Within(Span),
    /// Whatever becomes free first: of the coach, or of a series of sessions.
    Any,
}

/// How somebody who waits stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is free yet.
    Waiting,
    /// Something is held for them.
    Offered(Offer),
    /// They said yes.
    Booked,
    /// They said no.
    Declined,
    /// They did not answer in time, or what they waited for is over.
    Expired,
    /// They left.
    Left,
}

/// What is held for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// When it is.
    pub span: Span,
    /// From this instant on it is the next one's, UTC.
    pub until: DateTime<Utc>,
}

impl Wish {
    /// Whether a time would do.
    pub fn fits(&self, slot: Span) -> bool {
        match self {
            Self::Time(span) => *span == slot,
            Self::Within(span) => span.contains(slot.start()),
            Self::Any => true,
        }
    }

    /// Whether one time could do for both.
    pub fn competes_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Time(one), other) => other.fits(*one),
            (one, Self::Time(other)) => one.fits(*other),
            (Self::Within(one), Self::Within(other)) => one.overlaps(other),
        }
    }

    /// Whether nothing that would do can begin any more.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Time(span) => span.start() <= now,
            Self::Within(span) => span.end() <= now,
            Self::Any => false,
        }
    }
}

/// The place in the list of the one at `index`, 1 for the first: how many before them could be
/// offered what they wait for, and one. `wishes` are in the order in which people came.
pub fn place(wishes: &[Wish], index: usize) -> usize {
    let before = wishes.iter().take(index);
    let own = wishes.get(index);
    1 + before
        .filter(|wish| own.is_some_and(|own| own.competes_with(wish)))
        .count()
}

/// Until when somebody can answer who is offered at `now` what begins at `start` and can be booked
/// until `notice` minutes before: a quarter of the time that is left, at most twelve hours, at
/// least half an hour, never beyond the start. None when it cannot be booked any more.
pub fn answer_until(
    now: DateTime<Utc>,
    start: DateTime<Utc>,
    notice: u32,
) -> Option<DateTime<Utc>> {
    let latest = start.checked_sub_signed(TimeDelta::minutes(i64::from(notice)))?;
    let left = latest - now;
    (left > TimeDelta::zero()).then(|| (now + (left / 4).clamp(SHORTEST, LONGEST)).min(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn hours(from: i64, to: i64) -> Span {
        let midnight = at("2026-03-02T00:00:00Z");
        Span::new(
            midnight + TimeDelta::hours(from),
            midnight + TimeDelta::hours(to),
        )
        .unwrap()
    }

    #[track_caller]
    fn check_until(now: &str, start: &str, notice: u32, expected: Option<&str>) {
        assert_eq!(answer_until(at(now), at(start), notice), expected.map(at));
    }

    #[test]
    fn the_time_to_answer_is_shorter_near_the_date() {
        let start = "2026-03-10T12:00:00Z";
        check_until(
            "2026-03-01T12:00:00Z",
            start,
            0,
            Some("2026-03-02T00:00:00Z"),
        );
        check_until(
            "2026-03-10T04:00:00Z",
            start,
            0,
            Some("2026-03-10T06:00:00Z"),
        );
        check_until(
            "2026-03-10T11:00:00Z",
            start,
            0,
            Some("2026-03-10T11:30:00Z"),
        );
        check_until(
            "2026-03-10T11:50:00Z",
            start,
            0,
            Some("2026-03-10T12:00:00Z"),
        );
    }

    #[test]
    fn nothing_is_offered_within_the_minimum_notice() {
        check_until("2026-03-10T00:00:00Z", "2026-03-10T12:00:00Z", 720, None);
        check_until("2026-03-10T13:00:00Z", "2026-03-10T12:00:00Z", 0, None);
    }

    #[test]
    fn those_who_wait_for_something_else_are_not_before_anybody() {
        let monday = Wish::Within(hours(0, 24));
        let wishes = [
            Wish::Time(hours(9, 10)),
            monday,
            Wish::Time(hours(33, 34)),
            Wish::Any,
            monday,
        ];

        assert_eq!(place(&wishes, 0), 1);
        assert_eq!(place(&wishes, 1), 2, "ten o'clock is on Monday");
        assert_eq!(place(&wishes, 2), 1, "nobody else waits for Tuesday");
        assert_eq!(place(&wishes, 3), 4, "everybody is before who takes all");
        assert_eq!(place(&wishes, 4), 4);
    }

    fn wish() -> impl Strategy<Value = Wish> {
        (0..3, 0_i64..48, 1_i64..30).prop_map(|(kind, from, length)| match kind {
            0 => Wish::Time(hours(from, from + length)),
            1 => Wish::Within(hours(from, from + length)),
            _ => Wish::Any,
        })
    }

    proptest! {
        #[test]
        fn wishes_that_one_time_would_grant_compete(one in wish(), other in wish(), from in 0_i64..48, length in 1_i64..30) {
            let slot = hours(from, from + length);
            if one.fits(slot) && other.fits(slot) {
                prop_assert!(one.competes_with(&other));
            }
            prop_assert_eq!(one.competes_with(&other), other.competes_with(&one));
        }

        #[test]
        fn an_answer_has_time_but_not_beyond_the_start(left in 1_i64..100_000, notice in 0_u32..5_000) {
            let now = at("2026-03-01T00:00:00Z");
            let start = now + TimeDelta::minutes(left);
            match answer_until(now, start, notice) {
                None => prop_assert!(left <= i64::from(notice)),
                Some(until) => {
                    prop_assert!(now < until && until <= start);
                    prop_assert!(until - now <= LONGEST);
                    prop_assert!(until - now >= SHORTEST.min(start - now));
                }
            }
        }

        #[test]
        fn who_comes_later_is_never_before(wishes in prop::collection::vec(wish(), 1..20)) {
            let same: Vec<Wish> = vec![wishes[0]; wishes.len()];
            for index in 0..wishes.len() {
                prop_assert_eq!(place(&same, index), index + 1);
                prop_assert!(place(&wishes, index) <= index + 1);
            }
        }
    }
}
