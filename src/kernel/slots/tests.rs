//! Slots and refusals, one rule at a time. All together are in `oracle.rs`.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{Claim, Offer, Refusal, RulesError, Slot};
use crate::kernel::availability::{Hours, TimeRange, WeeklyHours};
use crate::kernel::energy::{EnergyRules, TypeKey};
use crate::kernel::event_type::{SlotRules, Window};
use crate::kernel::limits::{Limits, LimitsError};
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::time_off;

/// A host in Berlin, Monday to Friday 9 to 12 and 13 to 17, who offers an hour every half hour,
/// asked on Monday, 1 June 2026, 8:00 (6:00 UTC).
pub(super) struct Desk {
    rules: SlotRules,
    pub(super) energy: EnergyRules,
    hours: Hours,
    pub(super) claims: Vec<Claim>,
    busy: Vec<Span>,
    now: DateTime<Utc>,
}

/// Berlin's clocks in summer.
fn at(text: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    time.and_utc() - TimeDelta::hours(2)
}

fn span(date: &str, from: &str, to: &str) -> Span {
    Span::new(at(&format!("{date} {from}")), at(&format!("{date} {to}"))).unwrap()
}

pub(super) fn own_type() -> Option<TypeKey> {
    TypeKey::of(&format!("{:032x}", 1))
}

pub(super) fn claim(date: &str, from: &str, to: &str) -> Claim {
    Claim {
        span: span(date, from, to),
        buffer_before: 0,
        buffer_after: 0,
        is_same_event_type: true,
        event_type: None,
        is_session: true,
        seats_taken: 1,
    }
}

pub(super) fn desk() -> Desk {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    let weekly = |(from, to)| WeeklyHours {
        days: vec![Mon, Tue, Wed, Thu, Fri],
        range: TimeRange::parse(from, to).unwrap(),
    };
    Desk {
        energy: EnergyRules::default(),
        rules: SlotRules {
            durations: vec![60, 90],
            step: 30,
            buffer_before: 0,
            buffer_after: 0,
            buffers_add_up: false,
            minimum_notice: 0,
            window: Window::Open,
            limits: Limits::default(),
            seats: 1,
        },
        hours: Hours {
            zone: Tz::Europe__Berlin,
            weekly: [("09:00", "12:00"), ("13:00", "17:00")]
                .map(weekly)
                .to_vec(),
            overrides: Vec::new(),
        },
        claims: Vec::new(),
        busy: Vec::new(),
        now: at("2026-06-01 08:00"),
    }
}

impl Desk {
    fn ask<T>(&self, question: impl FnOnce(Offer) -> T) -> T {
        let busy = SpanSet::from_spans(self.busy.iter().copied());
        question(Offer {
            rules: &self.rules,
            event_type: own_type(),
            hours: &self.hours,
            time_off: &time_off::NONE,
            energy: &self.energy,
            claims: &self.claims,
            busy: &busy,
            now: self.now,
        })
    }

    fn slots(&self, date: &str) -> Vec<Slot> {
        let day = Span::new(at(&format!("{date} 00:00")), at(&format!("{date} 23:59")));
        self.ask(|offer| offer.slots(60, day.unwrap()))
    }

    #[track_caller]
    pub(super) fn check_starts(&self, date: &str, expected: &str) {
        let clock = |slot: &Slot| (slot.span.start() + TimeDelta::hours(2)).format("%-H:%M");
        let starts: Vec<_> = self
            .slots(date)
            .iter()
            .map(|s| clock(s).to_string())
            .collect();
        assert_eq!(starts.join(" "), expected);
    }

    #[track_caller]
    pub(super) fn check_refused(&self, date: &str, from: &str, to: &str, expected: Refusal) {
        let answer = self.ask(|offer| offer.check(span(date, from, to)));
        assert_eq!(answer, Err(expected));
    }
}

impl Desk {
    /// As a host who is there day and night.
    pub(super) fn open_always(&mut self) {
        for weekly in &mut self.hours.weekly {
            weekly.range = TimeRange::parse("00:00", "24:00").unwrap();
        }
        self.hours.weekly.truncate(1);
    }

    #[track_caller]
    pub(super) fn check_free(&self, date: &str, from: &str, to: &str) {
        let answer = self.ask(|offer| offer.check(span(date, from, to)));
        assert!(answer.is_ok(), "{answer:?}");
    }
}

const TUESDAY: &str = "2026-06-02";

#[test]
fn an_empty_day_has_a_slot_at_every_step_that_fits() {
    desk().check_starts(
        TUESDAY,
        "9:00 9:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00",
    );
    desk().check_starts("2026-06-06", "");
}

#[test]
fn the_first_slot_moves_up_to_the_grid() {
    let mut desk = desk();
    desk.hours.weekly[0].range = TimeRange::parse("08:40", "12:00").unwrap();
    desk.rules.step = 60;
    desk.check_starts(TUESDAY, "9:00 10:00 11:00 13:00 14:00 15:00 16:00");

    desk.rules.step = 50;
    desk.check_starts(TUESDAY, "8:40 9:30 10:20 13:00 13:50 14:40 15:30");
}

#[test]
fn after_a_session_the_grid_begins_anew() {
    let mut desk = desk();
    desk.rules.step = 45;
    desk.claims = vec![claim(TUESDAY, "09:00", "10:10")];

    desk.check_starts(TUESDAY, "10:15 11:00 13:00 13:45 14:30 15:15 16:00");
}

#[test]
fn of_two_buffers_that_meet_the_larger_one_counts() {
    let mut desk = desk();
    desk.rules.buffer_before = 30;
    desk.claims = vec![Claim {
        buffer_after: 60,
        ..claim(TUESDAY, "13:00", "14:00")
    }];

    desk.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 15:00 15:30 16:00");
    desk.rules.buffer_before = 90;
    desk.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 15:30 16:00");
}

#[test]
fn buffers_add_up_if_the_host_wants_it() {
    let mut desk = desk();
    desk.rules.buffer_before = 30;
    desk.rules.buffers_add_up = true;
    desk.claims = vec![Claim {
        buffer_after: 60,
        ..claim(TUESDAY, "13:00", "14:00")
    }];

    desk.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 15:30 16:00");
}

#[test]
fn busy_time_keeps_the_buffers_of_the_new_session() {
    let mut desk = desk();
    desk.rules.buffer_before = 15;
    desk.rules.buffer_after = 45;
    desk.busy = vec![span(TUESDAY, "14:45", "15:00")];

    desk.check_starts(TUESDAY, "9:00 9:30 10:00 10:30 11:00 13:00 15:30 16:00");
}

#[test]
fn buffers_reach_over_midnight() {
    let mut desk = desk();
    desk.hours.weekly[0].range = TimeRange::parse("00:00", "03:00").unwrap();
    desk.hours.weekly[1].range = TimeRange::parse("22:00", "24:00").unwrap();
    desk.rules.buffer_before = 60;
    desk.rules.buffer_after = 90;
    desk.busy = vec![
        span("2026-06-01", "23:00", "23:30"),
        span("2026-06-03", "00:00", "00:30"),
    ];

    desk.check_starts(TUESDAY, "0:30 1:00 1:30 2:00");
    desk.check_refused(TUESDAY, "00:00", "01:00", Refusal::Taken);
    desk.check_refused(TUESDAY, "22:00", "23:00", Refusal::Taken);
}

#[test]
fn buffers_may_lie_outside_the_hours() {
    let mut desk = desk();
    desk.rules.buffer_before = 60;
    desk.rules.buffer_after = 60;

    desk.check_starts(
        TUESDAY,
        "9:00 9:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00",
    );
}

#[test]
fn slots_do_not_move_while_time_passes() {
    let mut desk = desk();
    desk.rules.step = 60;
    desk.rules.minimum_notice = 120;
    desk.now = at("2026-06-02 08:17");

    desk.check_starts(TUESDAY, "11:00 13:00 14:00 15:00 16:00");
}

#[test]
fn a_rolling_window_is_today_and_so_many_days() {
    let mut desk = desk();
    desk.rules.window = Window::Rolling { days: 1 };

    assert_eq!(desk.slots("2026-06-02").len(), 12);
    assert_eq!(desk.slots("2026-06-03").len(), 0);
}

#[test]
fn a_fixed_window_includes_both_its_days() {
    let mut desk = desk();
    desk.rules.window = Window::Fixed {
        from: "2026-06-03".parse().unwrap(),
        to: "2026-06-04".parse().unwrap(),
    };

    let count = |date| desk.slots(date).len();
    assert_eq!(
        ["2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05"].map(count),
        [0, 12, 12, 0]
    );
}

#[test]
fn a_full_day_leaves_the_next_one_free() {
    let mut desk = desk();
    desk.rules.limits.per_day = Some(1);
    desk.claims = vec![claim(TUESDAY, "09:00", "10:00")];

    assert_eq!(desk.slots(TUESDAY).len(), 0);
    assert_eq!(desk.slots("2026-06-03").len(), 12);
}

#[test]
fn claims_of_other_event_types_do_not_count_against_limits() {
    let mut desk = desk();
    desk.rules.limits.per_day = Some(1);
    desk.claims = vec![Claim {
        is_same_event_type: false,
        ..claim(TUESDAY, "09:00", "12:00")
    }];

    desk.check_starts(TUESDAY, "13:00 13:30 14:00 14:30 15:00 15:30 16:00");
}

#[test]
fn a_session_with_seats_left_can_be_joined_even_if_the_day_is_full() {
    let mut desk = desk();
    desk.rules.seats = 8;
    desk.rules.limits.per_day = Some(1);
    desk.claims = vec![Claim {
        seats_taken: 5,
        ..claim(TUESDAY, "09:10", "10:10")
    }];

    let span = span(TUESDAY, "09:10", "10:10");
    assert_eq!(
        desk.slots(TUESDAY),
        [Slot {
            span,
            seats_left: 3
        }]
    );
    assert_eq!(
        desk.ask(|offer| offer.check(span)),
        Ok(Slot {
            span,
            seats_left: 3
        })
    );
}

#[test]
fn a_session_without_seats_left_is_taken() {
    let mut desk = desk();
    desk.rules.seats = 2;
    desk.claims = vec![Claim {
        seats_taken: 2,
        ..claim(TUESDAY, "09:00", "10:00")
    }];

    desk.check_refused(TUESDAY, "09:00", "10:00", Refusal::Taken);
}

#[test]
fn each_refusal_names_its_reason() {
    let mut desk = desk();
    desk.rules.minimum_notice = 90;
    desk.rules.window = Window::Rolling { days: 14 };
    desk.claims = vec![claim(TUESDAY, "09:00", "10:00")];

    desk.check_refused(TUESDAY, "10:00", "10:45", Refusal::WrongDuration);
    desk.check_refused("2026-06-01", "07:00", "08:00", Refusal::InThePast);
    desk.check_refused("2026-06-01", "09:00", "10:00", Refusal::MinimumNotice);
    desk.check_refused("2026-06-16", "09:00", "10:00", Refusal::BeyondWindow);
    desk.check_refused(TUESDAY, "11:30", "12:30", Refusal::OutsideHours);
    desk.check_refused(TUESDAY, "09:30", "10:30", Refusal::Taken);
    desk.check_refused(TUESDAY, "10:15", "11:15", Refusal::OffGrid);
}

#[test]
fn each_limit_that_is_reached_is_named() {
    let mut desk = desk();
    desk.claims = vec![claim(TUESDAY, "09:00", "10:00")];
    let mut check = |limits, expected| {
        desk.rules.limits = limits;
        desk.check_refused(TUESDAY, "13:00", "14:00", expected);
    };

    let none = Limits::default();
    check(
        Limits {
            per_day: Some(1),
            ..none
        },
        Refusal::LimitPerDay,
    );
    check(
        Limits {
            per_week: Some(1),
            ..none
        },
        Refusal::LimitPerWeek,
    );
    check(
        Limits {
            per_month: Some(1),
            ..none
        },
        Refusal::LimitPerMonth,
    );
    check(
        Limits {
            minutes_per_day: Some(119),
            ..none
        },
        Refusal::LimitMinutesPerDay,
    );
}

#[test]
fn a_span_of_odd_seconds_is_no_duration() {
    let desk = desk();
    let odd = Span::new(
        at("2026-06-02 09:00"),
        at("2026-06-02 10:00") + TimeDelta::seconds(1),
    );

    let answer = desk.ask(|offer| offer.check(odd.unwrap()));
    assert_eq!(answer, Err(Refusal::WrongDuration));
}

#[test]
fn nothing_panics_at_the_end_of_the_calendar() {
    let mut desk = desk();
    desk.now = DateTime::<Utc>::MAX_UTC - TimeDelta::days(2);
    desk.rules.window = Window::Rolling { days: 3650 };
    let end = Span::new(desk.now, DateTime::<Utc>::MAX_UTC).unwrap();

    assert_eq!(desk.ask(|offer| offer.slots(60, end)), []);
    desk.rules.window = Window::Open;
    let _ = desk.ask(|offer| offer.slots(60, end));
    let start = DateTime::<Utc>::MIN_UTC;
    let begin = Span::new(start, start + TimeDelta::days(2)).unwrap();
    let _ = desk.ask(|offer| offer.slots(60, begin));
    let _ = Offer::horizon(&desk.rules, &desk.energy, Tz::Pacific__Apia, begin);
    let _ = desk.ask(|offer| offer.check(end));
}

#[track_caller]
fn check_rules(change: impl FnOnce(&mut SlotRules), expected: Result<(), RulesError>) {
    let mut rules = desk().rules;
    change(&mut rules);
    assert_eq!(rules.check(), expected);
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    check_rules(|_| {}, Ok(()));
    for wrong in [vec![], vec![0], vec![1441], vec![60, 30], vec![30, 30]] {
        check_rules(|r| r.durations = wrong, Err(RulesError::Durations));
    }
    check_rules(|r| r.step = 0, Err(RulesError::Step));
    check_rules(|r| r.step = 1441, Err(RulesError::Step));
    check_rules(|r| r.buffer_after = 1441, Err(RulesError::Buffer));
    check_rules(|r| r.minimum_notice = u32::MAX, Err(RulesError::Notice));
    check_rules(|r| r.seats = 0, Err(RulesError::Seats));
    check_rules(|r| r.seats = 1001, Err(RulesError::Seats));
    check_rules(
        |r| r.window = Window::Rolling { days: 3651 },
        Err(RulesError::Window),
    );
    check_rules(
        |r| r.limits.per_week = Some(0),
        Err(RulesError::Limits(LimitsError::Zero)),
    );
}

#[test]
fn a_fixed_window_may_be_one_day_and_not_end_before_it_begins() {
    let day = |text: &str| text.parse().unwrap();
    let fixed = |from, to| Window::Fixed {
        from: day(from),
        to: day(to),
    };

    check_rules(|r| r.window = fixed("2026-06-03", "2026-06-03"), Ok(()));
    check_rules(
        |r| r.window = fixed("2026-06-03", "2026-06-02"),
        Err(RulesError::Window),
    );
}
