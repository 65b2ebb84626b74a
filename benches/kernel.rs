//! How long the kernel needs for the slots of one month, of one host and of several.
//!
//! `cargo bench --bench kernel`. Asked for: under 100 µs with 10,000 busy spans stored, and time
//! that grows with the busy spans inside the month, not with all that are stored. The common free
//! time of 20 people with 10,000 busy spans each over 60 days: under 5 ms.

use std::hint::black_box;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use zeitgenosse::kernel::availability::{Hours, TimeRange, WeeklyHours};
use zeitgenosse::kernel::common::{Calendar, common_free};
use zeitgenosse::kernel::energy;
use zeitgenosse::kernel::event_type::{SlotRules, Window};
use zeitgenosse::kernel::limits::Limits;
use zeitgenosse::kernel::slots::{Claim, Offer, Part, TeamOffer};
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::kernel::time_off;
use zeitgenosse::kernel::zone;

const ZONE: Tz = Tz::Europe__Berlin;

/// A coach with full days, fifty minutes at every quarter of an hour, buffers and limits.
struct Coach {
    rules: SlotRules,
    hours: Hours,
    claims: Vec<Claim>,
    busy: SpanSet,
    now: DateTime<Utc>,
    month: Span,
}

impl Coach {
    /// A coach with so many busy spans before and after October 2026, and so many in it. In that
    /// month the clocks change.
    fn new(outside: i32, inside: i32) -> Self {
        let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default();
        let last = first.with_day(31).unwrap_or(first);
        let Some(month) = zone::days(first, last, ZONE) else {
            unreachable!("October has days");
        };
        Self {
            rules: rules(),
            hours: hours(),
            claims: claims(month),
            busy: busy(month, outside, inside),
            now: month.start() - TimeDelta::days(1),
            month,
        }
    }

    /// The same coach, busy some minutes later.
    fn away_by(self, minutes: usize) -> Self {
        let later = TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default());
        let spans = self.busy.as_slice().iter();
        let moved = spans.filter_map(|s| Span::new(s.start() + later, s.end() + later));
        Self {
            busy: SpanSet::from_spans(moved),
            ..self
        }
    }

    fn offer(&self) -> Offer<'_> {
        Offer {
            rules: &self.rules,
            event_type: None,
            hours: &self.hours,
            time_off: &time_off::NONE,
            energy: &energy::NONE,
            claims: &self.claims,
            busy: &self.busy,
            now: self.now,
        }
    }

    fn slots(&self) -> usize {
        self.offer().slots(50, black_box(self.month)).len()
    }
}

fn rules() -> SlotRules {
    SlotRules {
        durations: vec![50],
        step: 15,
        buffer_before: 10,
        buffer_after: 10,
        buffers_add_up: false,
        minimum_notice: 24 * 60,
        window: Window::Rolling { days: 60 },
        limits: Limits {
            per_day: Some(5),
            per_week: Some(20),
            per_month: Some(60),
            minutes_per_day: None,
        },
        seats: 1,
    }
}

fn hours() -> Hours {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    let ranges = [("08:30", "12:00"), ("13:00", "19:00")];
    let weekly = ranges.into_iter().filter_map(|(from, to)| {
        Some(WeeklyHours {
            days: vec![Mon, Tue, Wed, Thu, Fri],
            range: TimeRange::parse(from, to).ok()?,
        })
    });
    Hours {
        zone: ZONE,
        weekly: weekly.collect(),
        overrides: Vec::new(),
    }
}

/// A session a day for four years around the month, mostly by day.
fn claims(month: Span) -> Vec<Claim> {
    let session = |day: i32| {
        let start = month.start() + TimeDelta::days(day.into()) + TimeDelta::hours(12);
        Some(Claim {
            span: Span::new(start, start + TimeDelta::minutes(50))?,
            buffer_before: 10,
            buffer_after: 10,
            is_same_event_type: true,
            event_type: None,
            is_session: true,
            seats_taken: 1,
        })
    };
    (-730..730).filter_map(session).collect()
}

/// Spans of 25 minutes, spread evenly inside the month and every four hours outside of it.
fn busy(month: Span, outside: i32, inside: i32) -> SpanSet {
    let entry = |start: DateTime<Utc>| Span::new(start, start + TimeDelta::minutes(25));
    let every = month.duration() / inside.max(1);
    let within = (0..inside).filter_map(move |index| entry(month.start() + every * index));
    let before = (1..=outside / 2).filter_map(move |index| {
        entry(month.start() - TimeDelta::days(3) - TimeDelta::hours(4) * index)
    });
    let after = (1..=outside / 2).filter_map(move |index| {
        entry(month.end() + TimeDelta::days(3) + TimeDelta::hours(4) * index)
    });
    SpanSet::from_spans(within.chain(before).chain(after))
}

fn slots_of_a_month(criterion: &mut Criterion) {
    let mut stored = criterion.benchmark_group("busy spans stored, 100 of them in the month");
    for count in [100, 1_000, 10_000, 100_000] {
        let coach = Coach::new(count - 100, 100);
        let id = BenchmarkId::new(format!("{} slots", coach.slots()), count);
        stored.bench_with_input(id, &coach, |bench, coach| bench.iter(|| coach.slots()));
    }
    stored.finish();

    let mut inside = criterion.benchmark_group("busy spans in the month, of 10000 stored");
    for count in [0, 10, 100, 1_000] {
        let coach = Coach::new(10_000 - count, count);
        let id = BenchmarkId::new(format!("{} slots", coach.slots()), count);
        inside.bench_with_input(id, &coach, |bench, coach| bench.iter(|| coach.slots()));
    }
    inside.finish();
}

/// The month of a session that ten coaches hold together, and of one that a hundred hold by turns.
fn slots_of_a_team(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("month of a team, 10000 busy spans stored of each");
    for (name, parts, hosts) in [("collective of 10", 10, 1), ("round robin of 100", 1, 100)] {
        let coaches: Vec<Coach> = (0..parts * hosts)
            .map(|number| Coach::new(9_900, 100).away_by(number))
            .collect();
        let offers = || coaches.iter().map(Coach::offer);
        let parts: Vec<Part> = (0..parts)
            .map(|part| Part {
                is_optional: false,
                hosts: offers().skip(part * hosts).take(hosts).collect(),
            })
            .collect();
        let first = &coaches[0];
        let team = TeamOffer {
            rules: &first.rules,
            zone: ZONE,
            parts: &parts,
            sessions: &[],
            now: first.now,
        };
        group.bench_function(name, |bench| {
            bench.iter(|| team.slots(50, black_box(first.month)).len());
        });
    }
    group.finish();
}

/// Sixty days of people whose little appointments lie beside each other's, so that each takes
/// something from what the others left.
fn calendars(people: i32, busy: i32) -> (Span, SpanSet, Vec<SpanSet>) {
    let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default();
    let Some(range) = zone::days(first, first + TimeDelta::days(59), ZONE) else {
        unreachable!("autumn has days");
    };
    let every = range.duration() / busy.max(1);
    let taken = |person: i32| {
        SpanSet::from_spans((0..busy).filter_map(|index| {
            let start = range.start() + every * index + TimeDelta::seconds(i64::from(person) * 20);
            Span::new(
                start,
                start + TimeDelta::seconds(if index % 7 == 0 { 15 } else { 1 }),
            )
        }))
    };
    (
        range,
        hours().spans(range),
        (0..people).map(taken).collect(),
    )
}

fn common_time(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("common free time over 60 days");
    for shortest in [5, 30] {
        let (range, hours, taken) = calendars(20, 10_000);
        let calendars: Vec<Calendar> = taken
            .iter()
            .map(|taken| Calendar {
                hours: &hours,
                taken,
            })
            .collect();
        let shortest = TimeDelta::minutes(shortest);
        let id = BenchmarkId::new("20 people with 10000 busy spans each, minutes", shortest);
        group.bench_with_input(id, &calendars, |bench, calendars| {
            bench.iter(|| common_free(calendars, black_box(range), shortest));
        });
    }
    group.finish();
}

criterion_group!(benches, slots_of_a_month, slots_of_a_team, common_time);
criterion_main!(benches);
