//! Sessions that several people book: who may still join, and whether they take place.

use chrono::{DateTime, TimeDelta, Utc};

use super::event_type::EventType;
use super::slots::Refusal;
use super::span::Span;

/// How an event type with seats is offered. Times before the start are whole minutes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupRules {
    /// Only at times that its host sets; otherwise at every free time of their hours.
    pub set_times_only: bool,
    /// How many people it needs to take place; 0 and 1 are no minimum.
    pub minimum: u32,
    /// How long before the start it is decided whether enough have come.
    pub decide_before: u32,
    /// How long before the start sign-up closes; none is the minimum notice.
    pub close_before: Option<u32>,
    /// How many more people one booking may bring.
    pub extra_places: u32,
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// People may sign up; with a minimum, whether it takes place is open.
    Open,
    /// It takes place.
    Going,
    /// Called off.
    Cancelled,
}

/// A session with seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// UUIDv7; its claims are held by it.
    pub id: String,
    /// What is held.
    pub event_type_id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub span: Span,
    /// How many people it takes.
    pub seats: u32,
    /// How many seats are booked, or kept for somebody who waits.
    pub seats_taken: u32,
    /// How many people it needs to take place.
    pub minimum: u32,
    /// When it is decided whether enough have come, UTC; none without a minimum.
    pub decide_at: Option<DateTime<Utc>>,
    /// From this instant on nobody can join, UTC.
    pub signup_closes_at: DateTime<Utc>,
    /// How it stands.
    pub status: Status,
    /// Its host set it: it stays when nobody is left. One that a booking opened goes with the
    /// last booking.
    pub is_set: bool,
    /// Where it can be watched again; may be empty.
    pub replay_url: String,
    /// From this instant on it cannot, UTC.
    pub replay_until: Option<DateTime<Utc>>,
    /// Counts its moves.
    pub sequence: u32,
}

/// What is decided about a session on the day that was named for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It takes place.
    Going,
    /// Too few have come: it is called off.
    TooFew,
}

impl Session {
    /// A new session of an event type with these rules, without anybody.
    pub fn new(id: String, event_type: &EventType, rules: &GroupRules, span: Span) -> Self {
        Self {
            id,
            event_type_id: event_type.id.clone(),
            title: event_type.title.clone(),
            span,
            seats: event_type.rules.seats,
            seats_taken: 0,
            minimum: rules.minimum,
            decide_at: None,
            signup_closes_at: span.start(),
            status: Status::Open,
            is_set: false,
            replay_url: String::new(),
            replay_until: None,
            sequence: 0,
        }
        .at(rules, event_type.rules.minimum_notice, span)
    }

    /// The same at another time: decided and closed as long before it as the rules say, or by the
    /// minimum `notice` in minutes.
    #[must_use]
    pub fn at(self, rules: &GroupRules, notice: u32, span: Span) -> Self {
        let before = |count: u32| earlier(span.start(), count);
        Self {
            span,
            decide_at: (self.minimum > 1).then(|| before(rules.decide_before)),
            signup_closes_at: before(rules.close_before.unwrap_or(notice)),
            ..self
        }
    }

    /// How many more people it takes.
    pub fn seats_left(&self) -> u32 {
        self.seats.saturating_sub(self.seats_taken)
    }

    /// Whether so many people can join it at `now`.
    ///
    /// # Errors
    /// `Taken` when it was called off, `InThePast`, `SignupClosed`, `Full`, `TooFewSeats`.
    pub fn join(&self, places: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.status == Status::Cancelled {
            Err(Refusal::Taken)
        } else if self.span.start() <= now {
            Err(Refusal::InThePast)
        } else if self.signup_closes_at <= now {
            Err(Refusal::SignupClosed)
        } else if self.seats_left() == 0 {
            Err(Refusal::Full)
        } else if self.seats_left() < places {
            Err(Refusal::TooFewSeats)
        } else {
            Ok(())
        }
    }

    /// What is decided at `now`, if `booked` people have booked. None when nothing is to be
    /// decided: too early, done before, or without a minimum.
    pub fn decide(&self, booked: u32, now: DateTime<Utc>) -> Option<Decision> {
        let is_due = self.decide_at.is_some_and(|at| at <= now);
        (is_due && self.status == Status::Open).then_some(if booked >= self.minimum {
            Decision::Going
        } else {
            Decision::TooFew
        })
    }

    /// Where it can be watched again at `now`, if it is over and there is such a place.
    pub fn replay(&self, now: DateTime<Utc>) -> Option<&str> {
        let is_over = self.span.end() <= now && self.status != Status::Cancelled;
        let stands = self.replay_until.is_none_or(|until| now < until);
        (is_over && stands && !self.replay_url.is_empty()).then_some(&self.replay_url)
    }
}

/// So many minutes before `instant`, or the first instant that can be written.
fn earlier(instant: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
    instant
        .checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn session(seats: u32, taken: u32) -> Session {
        let rules = GroupRules {
            minimum: 3,
            decide_before: 24 * 60,
            close_before: Some(60),
            ..GroupRules::default()
        };
        let span = Span::new(at("2026-03-18T17:00:00Z"), at("2026-03-18T18:15:00Z")).unwrap();
        Session {
            id: "s".to_owned(),
            event_type_id: "e".to_owned(),
            title: "Webinar".to_owned(),
            span,
            seats,
            seats_taken: taken,
            minimum: rules.minimum,
            decide_at: None,
            signup_closes_at: span.start(),
            status: Status::Open,
            is_set: true,
            replay_url: String::new(),
            replay_until: None,
            sequence: 0,
        }
        .at(&rules, 720, span)
    }

    #[track_caller]
    fn check_join(session: Session, places: u32, now: &str, expected: Result<(), Refusal>) {
        assert_eq!(session.join(places, at(now)), expected);
    }

    #[test]
    fn the_last_seat_can_be_taken_and_no_other() {
        check_join(session(24, 23), 1, "2026-03-01T00:00:00Z", Ok(()));
        check_join(
            session(24, 24),
            1,
            "2026-03-01T00:00:00Z",
            Err(Refusal::Full),
        );
    }

    #[test]
    fn more_people_than_seats_are_refused_together() {
        let refused = Err(Refusal::TooFewSeats);
        check_join(session(24, 23), 2, "2026-03-01T00:00:00Z", refused);
    }

    #[test]
    fn sign_up_closes_at_its_instant_and_not_before() {
        let closed = Err(Refusal::SignupClosed);
        check_join(session(24, 0), 1, "2026-03-18T15:59:59Z", Ok(()));
        check_join(session(24, 0), 1, "2026-03-18T16:00:00Z", closed);
        let past = Err(Refusal::InThePast);
        check_join(session(24, 0), 1, "2026-03-18T17:00:00Z", past);
    }

    #[test]
    fn a_minimum_that_is_reached_exactly_is_enough() {
        let day = at("2026-03-17T17:00:00Z");

        assert_eq!(session(24, 9).decide(3, day), Some(Decision::Going));
        assert_eq!(session(24, 9).decide(2, day), Some(Decision::TooFew));
        assert_eq!(
            session(24, 9).decide(2, day - TimeDelta::seconds(1)),
            None,
            "it is too early"
        );
    }

    #[test]
    fn a_replay_is_shown_after_the_end_and_before_it_runs_out() {
        let session = Session {
            replay_url: "https://video.example/1".to_owned(),
            replay_until: Some(at("2026-04-01T00:00:00Z")),
            ..session(24, 9)
        };

        assert_eq!(session.replay(at("2026-03-18T18:00:00Z")), None);
        assert!(session.replay(at("2026-03-18T18:15:00Z")).is_some());
        assert_eq!(session.replay(at("2026-04-01T00:00:00Z")), None);
    }
}
