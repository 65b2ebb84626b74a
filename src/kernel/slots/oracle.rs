//! The slots once more, minute by minute: slow, obvious, and written without the kernel's own
//! sets, grid and zone. It must always say the same as [`Offer`].

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{Claim, Offer, Slot};
use crate::kernel::availability::{DateOverride, Hours, TimeRange, WeeklyHours};
use crate::kernel::energy::{EnergyRules, Gap, InARow, Quota, TimeOfDay, TypeKey};
use crate::kernel::event_type::{SlotRules, Window};
use crate::kernel::limits::Limits;
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::time_off::{TimeOff, Travel};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What an offer borrows.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) rules: SlotRules,
    pub(super) energy: EnergyRules,
    pub(super) hours: Hours,
    pub(super) time_off: TimeOff,
    pub(super) claims: Vec<Claim>,
    pub(super) busy: SpanSet,
    pub(super) now: DateTime<Utc>,
    pub(super) range: Span,
}

impl World {
    pub(super) fn offer(&self) -> Offer<'_> {
        Offer {
            rules: &self.rules,
            event_type: key(1),
            hours: &self.hours,
            time_off: &self.time_off,
            energy: &self.energy,
            claims: &self.claims,
            busy: &self.busy,
            now: self.now,
        }
    }

    /// The clock at home.
    fn wall(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.hours.zone).naive_local()
    }

    /// The clock where the host is: that of a travel on its dates there.
    fn clock(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        let there = self.time_off.travels.iter().find_map(|travel| {
            let wall = instant.with_timezone(&travel.zone).naive_local();
            // Where clocks go back over midnight, the next day has begun for good.
            let late = if wall.hour() > 20 { 180 } else { 1 };
            let lately = (0..late).map(|minutes| {
                let before = instant - MINUTE * minutes;
                before.with_timezone(&travel.zone).date_naive()
            });
            let reached = lately.max().unwrap();
            (travel.from <= reached && reached <= travel.to).then_some(wall)
        });
        there.unwrap_or_else(|| self.wall(instant))
    }

    /// Whether a clock that counts on the date it shows lies in the hours.
    fn is_in_hours(&self, instant: DateTime<Utc>) -> bool {
        let zone_of = |date: NaiveDate| {
            let mut travels = self.time_off.travels.iter();
            travels
                .find(|travel| travel.from <= date && date <= travel.to)
                .map_or(self.hours.zone, |travel| travel.zone)
        };
        let zones = self.time_off.travels.iter().map(|travel| travel.zone);
        let is_away = self.time_off.away.iter().any(|away| away.contains(instant));
        !is_away
            && zones.chain([self.hours.zone]).any(|zone| {
                let wall = instant.with_timezone(&zone).naive_local();
                zone_of(wall.date()) == zone && self.is_in_hours_on(wall)
            })
    }

    fn is_in_hours_on(&self, wall: NaiveDateTime) -> bool {
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
        let holds = |range: &TimeRange| range.from() <= minute && minute < range.to();
        match self.hours.overrides.iter().find(|o| o.date == wall.date()) {
            Some(day) => day.ranges.iter().any(holds),
            None if self.time_off.holidays.contains(&wall.date()) => false,
            None => {
                let today = |hours: &&WeeklyHours| hours.days.contains(&wall.weekday());
                let weekly = self.hours.weekly.iter().filter(today);
                weekly.map(|hours| hours.range).any(|range| holds(&range))
            }
        }
    }

    /// Whether the whole minute from `instant` on is free of claims and busy time, and far
    /// enough from both.
    fn is_free(&self, instant: DateTime<Utc>) -> bool {
        let rules = &self.rules;
        let between = |one: u32, other: u32| {
            let sum = if rules.buffers_add_up {
                one + other
            } else {
                one.max(other)
            };
            TimeDelta::minutes(sum.into())
        };
        let is_clear = |span: Span, before: TimeDelta, after: TimeDelta| {
            instant + MINUTE + before <= span.start() || instant >= span.end() + after
        };
        let of_pair = |first, second| TimeDelta::minutes(self.energy.gap(first, second).into());
        let mut claims = self.claims.iter();
        claims.all(|claim| {
            let before = between(rules.buffer_after, claim.buffer_before);
            let after = between(rules.buffer_before, claim.buffer_after);
            let before = before.max(of_pair(key(1), claim.event_type));
            is_clear(
                claim.span,
                before,
                after.max(of_pair(claim.event_type, key(1))),
            )
        }) && self.busy.as_slice().iter().all(|span| {
            let (before, after) = (rules.buffer_after, rules.buffer_before);
            is_clear(*span, between(before, 0), between(after, 0))
        })
    }

    fn is_open(&self, instant: DateTime<Utc>) -> bool {
        self.is_in_hours(instant) && self.is_free(instant)
    }

    fn is_on_grid(&self, instant: DateTime<Utc>) -> bool {
        let divides = |grid: &u32| self.rules.step.is_multiple_of(*grid);
        let grid = [60, 30, 20, 15, 10, 5]
            .into_iter()
            .find(divides)
            .unwrap_or(1);
        let wall = self.clock(instant);
        (wall.hour() * 60 + wall.minute()).is_multiple_of(grid)
    }

    fn is_in_time(&self, start: DateTime<Utc>) -> bool {
        // The latest date that the calendar has shown: where clocks go back over midnight, the
        // next day has begun for good.
        let lately = (0..180).map(|minutes| self.wall(start - MINUTE * minutes).date());
        let reached = lately.max().unwrap();
        let today = self.wall(self.now).date();
        let is_in_window = match self.rules.window {
            Window::Open => true,
            Window::Fixed { from, to } => from <= reached && reached <= to,
            Window::Rolling { days } => (reached - today).num_days() <= days.into(),
        };
        start >= self.now + TimeDelta::minutes(self.rules.minimum_notice.into()) && is_in_window
    }

    fn is_within_limits(&self, start: DateTime<Utc>, duration: u32) -> bool {
        let limits = &self.rules.limits;
        let date = self.wall(start).date();
        let count = |is_same: &dyn Fn(NaiveDate) -> bool| -> Vec<i64> {
            let own = self.claims.iter().filter(|claim| claim.is_same_event_type);
            let there = own.filter(|claim| is_same(self.wall(claim.span.start()).date()));
            there
                .map(|claim| claim.span.duration().num_minutes())
                .collect()
        };
        let day = count(&|other| other == date);
        let week = count(&|other| other.iso_week() == date.iso_week());
        let month = count(&|o| (o.year(), o.month()) == (date.year(), date.month()));
        let has_room = |limit: Option<u32>, count: usize| limit.is_none_or(|l| count < l as usize);
        let minutes = day.iter().sum::<i64>() + i64::from(duration);
        has_room(limits.per_day, day.len())
            && has_room(limits.per_week, week.len())
            && has_room(limits.per_month, month.len())
            && limits
                .minutes_per_day
                .is_none_or(|limit| minutes <= limit.into())
    }

    /// The minute of this place in the walk.
    fn minute(&self, index: usize) -> DateTime<Utc> {
        let first = self.range.start() - TimeDelta::days(3);
        first + MINUTE * i32::try_from(index).unwrap()
    }

    /// Of every minute of the walk, whether the host could be in a session then.
    pub(super) fn open_minutes(&self, duration: u32) -> Vec<bool> {
        let last = self.range.end() + MINUTE * i32::try_from(duration).unwrap();
        let count = usize::try_from((last - self.minute(0)).num_minutes()).unwrap() + 1;
        (0..count)
            .map(|index| self.is_open(self.minute(index)))
            .collect()
    }

    pub(super) fn is_within_energy(&self, start: DateTime<Utc>, duration: u32) -> bool {
        let energy = &self.energy;
        let date = self.wall(start).date();
        let sessions = self.claims.iter().filter(|claim| claim.is_session);
        let sessions: Vec<Span> = sessions.map(|claim| claim.span).collect();
        let suits = |quota: Quota, is_same: &dyn Fn(NaiveDate) -> bool| {
            let there = sessions
                .iter()
                .filter(|s| is_same(self.wall(s.start()).date()));
            let minutes: Vec<i64> = there.map(|s| s.duration().num_minutes()).collect();
            let total = minutes.iter().sum::<i64>() + i64::from(duration);
            quota
                .sessions
                .is_none_or(|bound| minutes.len() < bound as usize)
                && quota.minutes.is_none_or(|bound| total <= bound.into())
        };
        let span = Span::new(start, start + TimeDelta::minutes(duration.into())).unwrap();
        suits(energy.per_day, &|other| other == date)
            && suits(energy.per_week, &|other| {
                other.iso_week() == date.iso_week()
            })
            && energy
                .in_a_row
                .is_none_or(|rule| has_pauses(rule, &sessions, span))
            && energy.times.iter().all(|time| self.keeps_to(time, span))
    }

    fn keeps_to(&self, time: &TimeOfDay, span: Span) -> bool {
        // The clock that the host lives by at the start goes on until the end.
        let start = self.clock(span.start());
        let zones = self.time_off.travels.iter().map(|travel| travel.zone);
        let mut zones = zones.chain([self.hours.zone]);
        let end = zones.find_map(|zone| {
            let is_there = span.start().with_timezone(&zone).naive_local() == start;
            is_there.then(|| span.end().with_timezone(&zone).naive_local())
        });
        let midnight = start.date().and_hms_opt(0, 0, 0).unwrap();
        let minute = |wall: NaiveDateTime| (wall - midnight).num_minutes();
        (time.event_type.is_some() && time.event_type != key(1))
            || (time
                .not_before
                .is_none_or(|from| minute(start) >= from.into())
                && time
                    .not_after
                    .is_none_or(|to| minute(end.unwrap()) <= to.into()))
    }

    /// The slots by walking through every minute.
    fn slots(&self, duration: u32) -> Vec<Slot> {
        let open = self.open_minutes(duration);
        let mut slots = self.walk(duration, &open, &[vec![(self, open.clone())]]);
        slots.extend(self.open_sessions(TimeDelta::minutes(duration.into())));
        slots.sort_by_key(|slot| slot.span);
        slots
    }

    /// The sessions that begin on the grid of the `open` minutes and have, for each of `parts`,
    /// somebody who is open all the time and whose energy rules allow it.
    pub(super) fn walk(
        &self,
        duration: u32,
        open: &[bool],
        parts: &[Vec<(&World, Vec<bool>)>],
    ) -> Vec<Slot> {
        let length = TimeDelta::minutes(duration.into());
        let minute = |index: usize| self.minute(index);
        let count = open.len();
        let is_held = |index: usize| {
            let all = |(host, minutes): &(&World, Vec<bool>)| {
                let span = minutes.get(index..index + duration as usize);
                span.is_some_and(|minutes| minutes.iter().all(|open| *open))
                    && host.is_within_energy(minute(index), duration)
            };
            parts.iter().all(|hosts| hosts.iter().any(all))
        };
        let mut slots = Vec::new();
        let mut last: Option<usize> = None;
        for index in 1..count {
            let (before, now) = (minute(index - 1), minute(index));
            let is_same_day = self.clock(before).date() == self.clock(now).date();
            let has_changed = self.clock(now) - self.clock(before) != MINUTE;
            if !open[index] || !open[index - 1] || !is_same_day || has_changed {
                last = None;
            }
            let is_start = match last {
                None => self.is_on_grid(now),
                Some(last) => index - last == self.rules.step as usize,
            };
            if !open[index] || !is_start {
                continue;
            }
            last = Some(index);
            if is_held(index)
                && self.range.contains(now)
                && self.is_in_time(now)
                && self.is_within_limits(now, duration)
            {
                let span = Span::new(now, now + length).unwrap();
                slots.push(Slot {
                    span,
                    seats_left: self.rules.seats,
                });
            }
        }
        slots
    }

    fn open_sessions(&self, length: TimeDelta) -> impl Iterator<Item = Slot> {
        let can_join = move |claim: &&Claim| {
            claim.is_same_event_type
                && (1..self.rules.seats).contains(&claim.seats_taken)
                && claim.span.duration() == length
                && self.range.contains(claim.span.start())
                && self.is_in_time(claim.span.start())
        };
        self.claims.iter().filter(can_join).map(|claim| Slot {
            span: claim.span,
            seats_left: self.rules.seats - claim.seats_taken,
        })
    }
}

fn key(number: u8) -> Option<TypeKey> {
    TypeKey::of(&format!("{number:032x}"))
}

/// Whether a new session is in no row that is too long.
fn has_pauses(rule: InARow, sessions: &[Span], new: Span) -> bool {
    let mut all = sessions.to_vec();
    all.push(new);
    all.sort_unstable();
    let is_pause =
        |pair: [Span; 2]| pair[1].start() - pair[0].end() >= TimeDelta::minutes(rule.pause.into());
    let mut rows = vec![vec![all[0]]];
    for pair in all.windows(2) {
        if is_pause([pair[0], pair[1]]) {
            rows.push(Vec::new());
        }
        rows.last_mut().unwrap().push(pair[1]);
    }
    let own = rows.iter().find(|row| row.contains(&new)).unwrap();
    own.len() <= rule.sessions as usize
}

/// Zones, and days on which their clocks or calendars do something.
const PLACES: &[(Tz, &str)] = &[
    (Tz::Europe__Berlin, "2026-03-29"),
    (Tz::Europe__Berlin, "2026-10-25"),
    (Tz::Europe__Berlin, "2026-12-31"),
    (Tz::America__New_York, "2026-03-08"),
    (Tz::America__New_York, "2026-11-01"),
    (Tz::Asia__Kolkata, "2028-02-29"),
    (Tz::Asia__Kathmandu, "1986-01-01"),
    (Tz::Asia__Kathmandu, "2026-05-31"),
    (Tz::Australia__Lord_Howe, "2026-04-05"),
    (Tz::Australia__Lord_Howe, "2026-10-04"),
    (Tz::Pacific__Apia, "2011-12-30"),
    (Tz::Pacific__Apia, "2011-09-24"),
    (Tz::Pacific__Kiritimati, "1994-12-31"),
    (Tz::Pacific__Kiritimati, "2027-01-01"),
    (Tz::America__St_Johns, "2006-04-02"),
    (Tz::America__St_Johns, "2006-10-29"),
    (Tz::America__Sao_Paulo, "2018-11-04"),
    (Tz::UTC, "2028-02-29"),
];

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn time_range() -> impl Strategy<Value = TimeRange> {
    let quarters = (0..96_u16, 1..60_u16).prop_map(|(from, more)| (from * 15, (from + more) * 15));
    let odd = (0..1440_u16, 1..700_u16).prop_map(|(from, more)| (from, from + more));
    let whole = Just((0_u16, 1440_u16));
    prop_oneof![4 => quarters, 1 => odd, 1 => whole]
        .prop_map(|(from, to)| TimeRange::new(from, to.min(1440)).unwrap())
}

fn hours(zone: Tz, date: NaiveDate) -> impl Strategy<Value = Hours> {
    let days = prop::sample::subsequence(WEEK.to_vec(), 5..=7);
    let weekly = (days, time_range()).prop_map(|(days, range)| WeeklyHours { days, range });
    let overrides = (-2..3_i64, prop::collection::vec(time_range(), 0..3));
    let overrides = overrides.prop_map(move |(offset, ranges)| DateOverride {
        date: date + TimeDelta::days(offset),
        ranges,
    });
    let overrides = prop::collection::vec(overrides, 0..3);
    (prop::collection::vec(weekly, 1..4), overrides).prop_map(move |(weekly, mut overrides)| {
        overrides.sort_by_key(|day| day.date);
        overrides.dedup_by_key(|day| day.date);
        Hours {
            zone,
            weekly,
            overrides,
        }
    })
}

fn window(date: NaiveDate) -> impl Strategy<Value = Window> {
    let fixed = (-2..2_i64, 0..3_i64).prop_map(move |(first, more)| Window::Fixed {
        from: date + TimeDelta::days(first),
        to: date + TimeDelta::days(first + more),
    });
    let rolling = (0..6_u32).prop_map(|days| Window::Rolling { days });
    prop_oneof![4 => Just(Window::Open), 1 => fixed, 1 => rolling]
}

fn limits() -> impl Strategy<Value = Limits> {
    use prop::option::weighted;
    let counts = (
        weighted(0.3, 1..4_u32),
        weighted(0.2, 1..5_u32),
        weighted(0.2, 1..7_u32),
    );
    let limited =
        (counts, weighted(0.2, 30..300_u32)).prop_map(|(counts, minutes_per_day)| Limits {
            per_day: counts.0,
            per_week: counts.1,
            per_month: counts.2,
            minutes_per_day,
        });
    prop_oneof![Just(Limits::default()), limited]
}

fn rules(date: NaiveDate) -> impl Strategy<Value = SlotRules> {
    let step = prop_oneof![
        Just(60),
        Just(30),
        Just(45),
        Just(50),
        Just(15),
        Just(7),
        1..200_u32
    ];
    let buffer = || prop_oneof![2 => Just(0), 2 => 1..40_u32, 1 => 1..200_u32];
    let duration = prop_oneof![Just(50), Just(60), 1..200_u32];
    let notice = prop_oneof![3 => Just(0), 1 => 1..2000_u32];
    let times = (duration, step, buffer(), buffer(), any::<bool>(), notice);
    (times, window(date), limits(), 1..6_u32).prop_map(|(times, window, limits, seats)| SlotRules {
        durations: vec![times.0],
        step: times.1,
        buffer_before: times.2,
        buffer_after: times.3,
        buffers_add_up: times.4,
        minimum_notice: times.5,
        window,
        limits,
        seats,
    })
}

/// The rules of a host about all their sessions; often none.
fn energy() -> impl Strategy<Value = EnergyRules> {
    use prop::option::weighted;
    let quota = |sessions: std::ops::Range<u32>, minutes: std::ops::Range<u32>| {
        let both = (weighted(0.2, sessions), weighted(0.2, minutes));
        both.prop_map(|(sessions, minutes)| Quota { sessions, minutes })
    };
    let in_a_row = (1..4_u32, 1..120_u32).prop_map(|(sessions, pause)| InARow { sessions, pause });
    let bounds = (weighted(0.5, 0..900_u16), weighted(0.5, 901..1441_u16));
    let time = (0..3_u8, bounds).prop_map(|(number, (not_before, not_after))| TimeOfDay {
        event_type: key(number).filter(|_| number > 0),
        not_before,
        not_after,
    });
    let gap = (1..3_u8, 1..3_u8, 1..200_u32).prop_map(|(first, second, minutes)| Gap {
        first: key(first).unwrap(),
        second: key(second).unwrap(),
        minutes,
    });
    let some = (
        (quota(1..4, 30..400), quota(1..6, 60..900)),
        weighted(0.4, in_a_row),
        prop::collection::vec(time, 0..2),
        prop::collection::vec(gap, 0..3),
    );
    let some = some.prop_map(|((per_day, per_week), in_a_row, times, gaps)| EnergyRules {
        per_day,
        per_week,
        in_a_row,
        times,
        gaps,
    });
    prop_oneof![Just(EnergyRules::default()), some]
}

/// Holidays, absences and a travel around `date`; often none.
fn time_off(date: NaiveDate) -> impl Strategy<Value = TimeOff> {
    let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
    let holidays = prop::collection::btree_set(-2..3_i64, 0..2);
    let away = prop::collection::vec((-3000..3000_i64, 1..900_i64), 0..2);
    let zone = prop::sample::select(PLACES).prop_map(|(zone, _)| zone);
    let travel = prop::option::weighted(0.5, (zone, -2..3_i64, 0..3_i64));
    let some = (holidays, away, travel).prop_map(move |(holidays, away, travel)| TimeOff {
        holidays: holidays
            .into_iter()
            .map(|offset| date + TimeDelta::days(offset))
            .collect(),
        away: away
            .into_iter()
            .map(|(start, more)| {
                let start = noon + MINUTE * i32::try_from(start).unwrap();
                Span::new(start, start + TimeDelta::minutes(more)).unwrap()
            })
            .collect(),
        travels: travel
            .into_iter()
            .map(|(zone, first, more)| Travel {
                from: date + TimeDelta::days(first),
                to: date + TimeDelta::days(first + more),
                zone,
            })
            .collect(),
    });
    prop_oneof![2 => Just(TimeOff::default()), 1 => some]
}

/// Disjoint claims around `noon`, from gaps and lengths in minutes.
fn claims(noon: DateTime<Utc>, duration: u32) -> impl Strategy<Value = Vec<Claim>> {
    let length = prop_oneof![3 => Just(duration), 1 => 1..200_u32];
    let buffers = (
        prop_oneof![Just(0), 0..90_u32],
        prop_oneof![Just(0), 0..90_u32],
    );
    let kind = (any::<bool>(), 0..3_u8, prop::bool::weighted(0.9));
    let one = (0..900_i64, length, buffers, kind, 0..4_u32);
    prop::collection::vec(one, 0..8).prop_map(move |claims| {
        let mut start = noon - TimeDelta::hours(60);
        let claim =
            |(wait, length, buffers, kind, seats_taken): (_, u32, (_, _), (_, u8, _), _)| {
                start += TimeDelta::minutes(wait);
                let span = Span::new(start, start + TimeDelta::minutes(length.into())).unwrap();
                start = span.end();
                Claim {
                    span,
                    buffer_before: buffers.0,
                    buffer_after: buffers.1,
                    is_same_event_type: kind.0,
                    event_type: key(kind.1).filter(|_| kind.1 > 0),
                    is_session: kind.2,
                    seats_taken,
                }
            };
        claims.into_iter().map(claim).collect()
    })
}

/// Busy spans around `noon`; feeds know seconds.
fn busy(noon: DateTime<Utc>) -> impl Strategy<Value = SpanSet> {
    let minutes = (-3000..3000_i64, 1..300_i64).prop_map(|(start, more)| (start * 60, more * 60));
    let seconds = (-180_000..180_000_i64, 1..9000_i64);
    let one = prop_oneof![3 => minutes, 1 => seconds].prop_map(move |(start, more)| {
        let start = noon + TimeDelta::seconds(start);
        Span::new(start, start + TimeDelta::seconds(more)).unwrap()
    });
    prop::collection::vec(one, 0..4).prop_map(SpanSet::from_spans)
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let place = prop::sample::select(PLACES);
    place.prop_flat_map(|(zone, date)| {
        let date: NaiveDate = date.parse().unwrap();
        let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
        rules(date).prop_flat_map(move |rules| {
            let taken = (claims(noon, rules.durations[0]), busy(noon));
            // The time of asking, and the range asked for.
            let asking = (-5000..1000_i64, -2500..1000_i64, 300..2500_i64);
            let host = (hours(zone, date), time_off(date), energy());
            (Just(rules), host, taken, asking).prop_map(move |world| {
                let (rules, host, (claims, busy), (now, start, more)) = world;
                let (hours, time_off, energy) = host;
                let start = noon + TimeDelta::minutes(start);
                World {
                    rules,
                    energy,
                    hours,
                    time_off,
                    claims,
                    busy,
                    now: noon + TimeDelta::minutes(now),
                    range: Span::new(start, start + TimeDelta::minutes(more)).unwrap(),
                }
            })
        })
    })
}

/// The offer with only those claims and busy spans that lie in its horizon.
fn within_horizon(world: &World) -> World {
    let horizon = Offer::horizon(&world.rules, &world.energy, world.hours.zone, world.range);
    let mut near = world.clone();
    near.claims.retain(|claim| claim.span.overlaps(&horizon));
    near.busy = SpanSet::from_spans(world.busy.within(horizon).iter().copied());
    near
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn slots_are_those_that_a_walk_through_the_minutes_finds(world in world()) {
        let duration = world.rules.durations[0];

        prop_assert_eq!(world.offer().slots(duration, world.range), world.slots(duration));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_span_can_be_booked_exactly_if_it_is_among_the_slots(
        world in world(),
        probes in prop::collection::vec(0..2500_i32, 24),
    ) {
        let offer = world.offer();
        let duration = world.rules.durations[0];
        let slots = offer.slots(duration, world.range);

        for slot in &slots {
            prop_assert_eq!(offer.check(slot.span), Ok(*slot));
        }
        // Any minute, and what would be a slot if nothing were taken: the second are near misses.
        let minutes = probes.into_iter().map(|minute| world.range.start() + MINUTE * minute);
        let empty = Offer { claims: &[], busy: &SpanSet::default(), ..offer };
        let near = empty.slots(duration, world.range).into_iter().map(|slot| slot.span.start());
        for start in minutes.chain(near).filter(|start| world.range.contains(*start)) {
            let span = Span::new(start, start + MINUTE * i32::try_from(duration).unwrap()).unwrap();
            let slot = slots.iter().find(|slot| slot.span == span).copied();
            prop_assert_eq!(offer.check(span).ok(), slot);
            let findings = offer.explain(span);
            let is_free = !findings.iter().any(|finding| finding.is_against);
            prop_assert_eq!(is_free, slot.is_some(), "{:?}", findings);
        }
    }

    #[test]
    fn slots_depend_neither_on_how_one_asks_nor_on_what_lies_beyond_the_horizon(
        world in world(),
        cut in 1..2500_i64,
    ) {
        let offer = world.offer();
        let duration = world.rules.durations[0];
        let whole = offer.slots(duration, world.range);

        let near = within_horizon(&world);
        prop_assert_eq!(&near.offer().slots(duration, world.range), &whole);
        let middle = world.range.start() + TimeDelta::minutes(cut);
        let halves = [(world.range.start(), middle.min(world.range.end())), (middle, world.range.end())];
        let halves = halves.into_iter().filter_map(|(start, end)| Span::new(start, end));
        let parts: Vec<Slot> = halves.flat_map(|half| offer.slots(duration, half)).collect();
        prop_assert_eq!(parts, whole);
    }
}
