//! Cases with whole hosts, one or several. What several hosts offer together is not the kernel's
//! yet; their free windows are joined or met by its sets here.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use zeitgenosse::kernel::availability::Hours;
use zeitgenosse::kernel::event_type::{SlotRules, Window};
use zeitgenosse::kernel::slots::Claim;
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::kernel::zone;

use super::case::{BusyEntry, Host, Schedule, Scheduling, Zoned};
use super::desk::{self, Desk, plain};
use super::run::{Answer, count_limits, minute_limits};

pub fn answer(input: &Schedule) -> Answer {
    let viewer = zone::parse(&input.viewer_tz).unwrap();
    let desk = offered(input);
    let mut answer = Answer {
        host_zone: Some(desk.hours.zone),
        ..Answer::default()
    };
    match input.viewer_date {
        Some(date) => answer.slots = desk.slots(zone::day(date, viewer).unwrap()),
        None => answer.by_date = by_date(&desk, viewer),
    }
    answer
}

/// The slots in the same free windows, on the grid of the viewer's clock.
pub fn answer_with_the_viewer(input: &Schedule) -> Answer {
    let viewer = zone::parse(&input.viewer_tz).unwrap();
    let day = zone::day(input.viewer_date.unwrap(), viewer).unwrap();
    let free = free_time(&offered(input), day);
    let desk = desk::free_windows(&free, viewer, rules(input), input.now);
    Answer {
        slots: desk.slots(day),
        ..Answer::default()
    }
}

/// The starts of the week after `now`, by the viewer's date.
fn by_date(desk: &Desk, viewer: chrono_tz::Tz) -> BTreeMap<NaiveDate, Vec<DateTime<Utc>>> {
    let week = Span::new(desk.now, desk.now + Days::new(7)).unwrap();
    let mut by_date: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for start in desk.starts(week) {
        by_date
            .entry(zone::date(start, viewer))
            .or_default()
            .push(start);
    }
    by_date
}

/// The offer of the hosts together.
fn offered(input: &Schedule) -> Desk {
    let mut desks: Vec<(u32, Desk)> = input
        .hosts
        .iter()
        .map(|host| (host.id, desk_of(input, host)))
        .collect();
    if let Some(assigned) = input.assign_to.filter(|_| !input.event.skip_owner) {
        // Whoever has no time for two weeks is not waited for.
        let two_weeks = Span::new(input.now, input.now + Days::new(14)).unwrap();
        let is_free =
            |(id, desk): &(u32, Desk)| *id == assigned && !desk.slots(two_weeks).is_empty();
        if desks.iter().any(is_free) {
            desks.retain(|(id, _)| *id == assigned);
        }
    }
    if desks.len() == 1 {
        return desks.remove(0).1;
    }
    assert_ne!(input.event.scheduling, Scheduling::Single, "several hosts");
    let around = Span::new(input.now - Days::new(60), input.now + Days::new(60)).unwrap();
    let free = desks.iter().map(|(_, desk)| free_time(desk, around));
    let free = match input.event.scheduling {
        Scheduling::Collective => free.reduce(|a, b| a.intersect(&b)),
        _ => free.reduce(|a, b| a.union(&b)),
    };
    let zone = desks[0].1.hours.zone;
    desk::free_windows(&free.unwrap(), zone, rules(input), input.now)
}

/// When a host could be asked at all. Only for hosts and event types without buffers.
fn free_time(desk: &Desk, around: Span) -> SpanSet {
    let buffers = desk.claims.iter().map(|c| c.buffer_before + c.buffer_after);
    assert_eq!(
        buffers.sum::<u32>() + desk.rules.buffer_before + desk.rules.buffer_after,
        0
    );
    let claims = SpanSet::from_spans(desk.claims.iter().map(|claim| claim.span));
    desk.hours
        .spans(around)
        .subtract(&desk.busy)
        .subtract(&claims)
}

fn rules(input: &Schedule) -> SlotRules {
    let event = &input.event;
    let mut rules = plain(event.length_min, event.every_min);
    rules.buffer_before = event.buffer_before_min;
    rules.buffer_after = event.buffer_after_min;
    rules.minimum_notice = event.notice_min;
    rules.limits = count_limits(event.booking_limits);
    rules.limits.minutes_per_day = minute_limits(event.duration_limits);
    if let Some(window) = &input.window {
        assert_eq!(
            (window.r#type.as_str(), window.count.as_str()),
            ("ROLLING", "calendar")
        );
        rules.window = Window::Rolling { days: window.days };
    }
    assert_eq!(rules.check(), Ok(()));
    rules
}

fn desk_of(input: &Schedule, host: &Host) -> Desk {
    let hours = hours_of(input, host);
    let mut busy = busy_of(host, &hours);
    if let Some(restriction) = &input.event.restriction {
        let around = Span::new(input.now - Days::new(30), input.now + Days::new(30)).unwrap();
        let open = zoned(restriction, &input.viewer_tz).spans(around);
        busy = busy.union(&SpanSet::from(around).subtract(&open));
    }
    Desk {
        rules: rules(input),
        claims: claims_of(input, host),
        hours,
        busy,
        now: input.now,
    }
}

fn hours_of(input: &Schedule, host: &Host) -> Hours {
    if let Some(schedule) = &input.event.schedule {
        return zoned(schedule, &input.viewer_tz);
    }
    let mut days_off = [host.days_off.clone(), host.holidays.clone()].concat();
    if let Some(last) = host.days_off_until {
        let days = zone::date(input.now, zone::parse(&host.tz).unwrap()).iter_days();
        days_off.extend(days.take_while(|date| *date <= last));
    }
    desk::hours(&host.tz, &host.rules, &host.overrides, &days_off)
}

fn zoned(schedule: &Zoned, booker_tz: &str) -> Hours {
    let tz = if schedule.use_booker_tz {
        booker_tz
    } else {
        &schedule.tz
    };
    desk::hours(tz, &schedule.rules, &schedule.overrides, &[])
}

/// Entries that are transparent or cancelled take no time; a date takes the host's whole day.
fn busy_of(host: &Host, hours: &Hours) -> SpanSet {
    let is_free = |entry: &&BusyEntry| {
        entry.transp.as_deref() != Some("TRANSPARENT")
            && entry.status.as_deref() != Some("CANCELLED")
    };
    let entries = host.busy_entries.iter().filter(is_free);
    let entries = entries.filter_map(|entry| Span::new(entry.start, entry.end));
    let dates = host
        .busy_dates
        .iter()
        .filter_map(|date| zone::day(*date, hours.zone));
    let pairs = host
        .busy
        .iter()
        .filter_map(|[start, end]| Span::new(*start, *end));
    SpanSet::from_spans(entries.chain(dates).chain(pairs))
}

/// Bookings, agreed or asked for, and the holds of others that have not run out.
fn claims_of(input: &Schedule, host: &Host) -> Vec<Claim> {
    let bookings = host.bookings.iter().map(|booking| {
        assert!(["ACCEPTED", "PENDING"].contains(&booking.status.as_str()));
        Claim {
            span: Span::new(booking.start, booking.end).unwrap(),
            buffer_before: booking.buffer_before_min,
            buffer_after: booking.buffer_after_min,
            is_same_event_type: booking.event.is_none(),
            event_type: None,
            is_session: true,
            seats_taken: 1,
        }
    });
    let holds = input.holds.iter().map(|hold| {
        assert!(input.booker.as_deref() != Some(&hold.by) && input.now < hold.release_at);
        Claim {
            span: Span::new(hold.start, hold.end).unwrap(),
            buffer_before: 0,
            buffer_after: 0,
            is_same_event_type: false,
            event_type: None,
            is_session: true,
            seats_taken: 0,
        }
    });
    let mut claims: Vec<Claim> = bookings.chain(holds).collect();
    claims.sort_by_key(|claim| claim.span);
    claims
}
