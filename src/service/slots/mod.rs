//! Which times a host offers.

mod many;
mod offered;
mod sessions;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{ServiceError, bookings};
use crate::kernel::availability::Schedule;
use crate::kernel::energy::{self, EnergyRules, TypeKey};
use crate::kernel::event_type::{SlotRules, Window};
use crate::kernel::finding::Filter;
use crate::kernel::limits::Limits;
use crate::kernel::people::Person;
use crate::kernel::slots::{self, Claim, Finding, Offer, Refusal, Slot, TeamFindings, TeamOffer};
use crate::kernel::span::{Span, SpanSet};
use crate::kernel::team::Part;
use crate::kernel::time_off::{Entries, TimeOff};
use crate::store::claims::{RunOut, View};
use crate::store::{self, Db};
pub use many::{Found, Search, next_of_many};
pub use offered::{Offered, Place, Provider, ProviderName, Staff, of_event_type, offered};
pub(super) use offered::{for_hosts, of_teams};

/// How far ahead free times are looked for, at the most.
const FARTHEST: TimeDelta = TimeDelta::days(366);
/// How much is looked at in one go when free times are looked for.
const STRIDE: TimeDelta = TimeDelta::days(35);

/// What takes the time of the hosts around a range, read from the database.
#[derive(Default)]
struct Taken {
    /// Of each host of each part.
    hosts: Vec<Vec<TakenOfHost>>,
    /// The sessions of the event type, if it is a team's.
    sessions: Vec<Span>,
    /// Claims that have run out but still stand.
    run_out: Vec<RunOut>,
}

/// What takes the time of one host, and their own rules about it.
#[derive(Clone, Default)]
struct TakenOfHost {
    claims: Vec<Claim>,
    busy: SpanSet,
    energy: EnergyRules,
    time_off: TimeOff,
}

/// What the hosts say of their own time, by their ids.
struct OwnRules {
    energy: HashMap<String, EnergyRules>,
    time_off: HashMap<String, Entries>,
}

impl OwnRules {
    fn read(db: &mut Db, host_ids: &[&str]) -> Result<Self, ServiceError> {
        Ok(Self {
            energy: store::energy::of_hosts(db, host_ids)?,
            time_off: store::time_off::of_hosts(db, host_ids)?,
        })
    }

    /// How much must be known to answer for `range`: the rules of each host count in their zone.
    fn horizon(&self, offered: &Offered, range: Span) -> Span {
        let rules = &offered.event_type.rules;
        let whole = Offer::horizon(rules, &energy::NONE, offered.zone, range);
        let hosts = offered.parts.iter().flat_map(|part| &part.hosts);
        hosts.fold(whole, |whole, (host, schedule)| {
            let Some(energy) = self.energy.get(&host.id) else {
                return whole;
            };
            let own = Offer::horizon(rules, energy, schedule.hours.zone, range);
            let (start, end) = (whole.start().min(own.start()), whole.end().max(own.end()));
            Span::new(start, end).unwrap_or(whole)
        })
    }

    /// What of them takes the time of a host within `horizon`.
    fn of(&self, host: &Person, horizon: Span) -> TakenOfHost {
        let entries = self.time_off.get(&host.id);
        TakenOfHost {
            energy: self.energy.get(&host.id).cloned().unwrap_or_default(),
            time_off: entries
                .cloned()
                .unwrap_or_default()
                .within(horizon, host.zone),
            ..TakenOfHost::default()
        }
    }
}

/// Reads what is needed to answer for `range`. The claim of the booking `except` is left out:
/// whoever moves a session may use its own time.
fn taken(
    db: &mut Db,
    offered: &Offered,
    range: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Taken, ServiceError> {
    let event_type = &offered.event_type;
    let ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    let own = OwnRules::read(db, &ids)?;
    let horizon = own.horizon(offered, range);
    let view = View {
        event_type_id: &event_type.id,
        except,
        now,
    };
    match offered.alone() {
        Some(host) => {
            let claims = store::claims::in_range(db, &host.id, horizon, view)?;
            let busy = store::busy::in_range(db, &host.id, horizon)?;
            Ok(Taken {
                hosts: vec![vec![TakenOfHost {
                    claims: claims.live,
                    busy,
                    ..own.of(host, horizon)
                }]],
                sessions: Vec::new(),
                run_out: claims.run_out,
            })
        }
        None => taken_of_several(db, (offered, own), horizon, view),
    }
}

fn taken_of_several(
    db: &mut Db,
    (offered, own): (&Offered, OwnRules),
    horizon: Span,
    view: View,
) -> Result<Taken, ServiceError> {
    let ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    let mut claims = store::claims::in_range_of(db, &ids, horizon, view)?;
    let mut busy = store::busy::in_range_of(db, &ids, horizon)?;
    let mut run_out = Vec::new();
    let mut of_host = |(host, _): &(Person, Schedule)| {
        let claims = claims.remove(&host.id).unwrap_or_default();
        run_out.extend(claims.run_out);
        TakenOfHost {
            claims: claims.live,
            busy: busy.remove(&host.id).unwrap_or_default(),
            ..own.of(host, horizon)
        }
    };
    let hosts = offered
        .parts
        .iter()
        .map(|part| part.hosts.iter().map(&mut of_host).collect())
        .collect();
    Ok(Taken {
        hosts,
        sessions: store::claims::sessions_of(db, horizon, view)?,
        run_out,
    })
}

/// The question to the kernel.
struct Question<'a> {
    offered: &'a Offered,
    parts: Vec<slots::Part<'a>>,
    sessions: &'a [Span],
    now: DateTime<Utc>,
}

impl<'a> Question<'a> {
    /// Of the hosts of a part that holds the one who is wanted, only they are asked.
    fn new(offered: &'a Offered, taken: &'a Taken, now: DateTime<Utc>) -> Self {
        let mut question = Self::of_everybody(offered, taken, now);
        if let Some((part, place)) = offered.wished() {
            let hosts = &mut question.parts[part].hosts;
            *hosts = vec![hosts.swap_remove(place)];
        }
        question
    }

    fn of_everybody(offered: &'a Offered, taken: &'a Taken, now: DateTime<Utc>) -> Self {
        let event_type = TypeKey::of(&offered.event_type.id);
        let offer = |(host, taken): (&'a (Person, Schedule), &'a TakenOfHost)| Offer {
            rules: &offered.event_type.rules,
            event_type,
            hours: &host.1.hours,
            time_off: &taken.time_off,
            energy: &taken.energy,
            claims: &taken.claims,
            busy: &taken.busy,
            now,
        };
        let parts = offered.parts.iter().zip(&taken.hosts);
        Self {
            offered,
            parts: parts
                .map(|(part, taken)| slots::Part {
                    is_optional: part.is_optional,
                    hosts: part.hosts.iter().zip(taken).map(offer).collect(),
                })
                .collect(),
            sessions: &taken.sessions,
            now,
        }
    }

    /// The offer, if one host makes it alone.
    fn alone(&self) -> Option<&Offer<'a>> {
        self.offered.alone()?;
        self.parts.first()?.hosts.first()
    }

    fn team(&self) -> TeamOffer<'_> {
        TeamOffer {
            rules: &self.offered.event_type.rules,
            zone: self.offered.zone,
            parts: &self.parts,
            sessions: self.sessions,
            now: self.now,
        }
    }

    fn slots(&self, duration: u32, range: Span) -> Vec<Slot> {
        match self.alone() {
            Some(offer) => offer.slots(duration, range),
            None => self.team().slots(duration, range),
        }
    }

    fn check(&self, span: Span) -> Result<Slot, Refusal> {
        match self.alone() {
            Some(offer) => offer.check(span),
            None => self.team().check(span),
        }
    }
}

/// What is asked of the slots.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// How long, in minutes.
    pub duration: u32,
    /// The booking whose own time may be used again.
    pub except: Option<&'a str>,
}

/// The slots that start within `range`, in order of time.
pub fn in_range(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    range: Span,
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let taken = taken(db, offered, range, wish.except, now)?;
    let slots = Question::new(offered, &taken, now).slots(wish.duration, range);
    sessions::with_sessions(db, offered, slots, (wish.duration, range), now)
}

/// The next `count` slots that start at or after `from`, at most a year ahead.
pub fn next(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    (from, count): (DateTime<Utc>, usize),
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let look = Look {
        from,
        count,
        filter: Filter::default(),
        zone: offered.zone,
    };
    next_that(db, offered, wish, look, now)
}

/// Which slots are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// None that starts before.
    pub from: DateTime<Utc>,
    /// How many.
    pub count: usize,
    /// Which ones.
    pub filter: Filter,
    /// On whose clocks the filter looks.
    pub zone: Tz,
}

/// The next slots that somebody wants to see, at most a year ahead.
pub fn next_that(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    look: Look,
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let rules = &offered.event_type.rules;
    let Some(bookable) = slots::bookable_range(rules, offered.zone, now) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    // Sessions with seats have a closing time of their own, and may be set beyond the window.
    let (mut start, end) = if rules.seats > 1 {
        let start = look.from.max(now);
        (start, later(start, FARTHEST))
    } else {
        let start = look.from.max(bookable.start());
        (start, bookable.end().min(later(start, FARTHEST)))
    };
    while found.len() < look.count && start < end {
        let Some(range) = Span::new(start, later(start, STRIDE)) else {
            break;
        };
        let mut slots = in_range(db, offered, wish, range, now)?;
        look.filter.retain(&mut slots, look.zone);
        found.extend(slots);
        start = range.end();
    }
    found.truncate(look.count);
    Ok(found)
}

/// The `count` slots that begin nearest to `moment`, within five weeks around it, in order of
/// time.
pub fn nearest(
    db: &mut Db,
    offered: &Offered,
    wish: Wish,
    (moment, count): (DateTime<Utc>, usize),
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let around = Span::new(
        later(moment, -STRIDE / 2).max(now),
        later(moment.max(now), STRIDE / 2),
    );
    let mut slots = match around {
        Some(range) => in_range(db, offered, wish, range, now)?,
        None => Vec::new(),
    };
    slots.sort_by_key(|slot| (slot.span.start() - moment).abs());
    slots.truncate(count);
    slots.sort_by_key(|slot| slot.span.start());
    if slots.is_empty() {
        return next(db, offered, wish, (now, count), now);
    }
    Ok(slots)
}

/// The slots there would be in `range` if nothing were taken.
pub fn possible(
    db: &mut Db,
    offered: &Offered,
    duration: u32,
    range: Span,
    now: DateTime<Utc>,
) -> Result<Vec<Slot>, ServiceError> {
    let ids: Vec<&str> = offered.hosts().map(|host| host.id.as_str()).collect();
    let mut own = OwnRules::read(db, &ids)?;
    own.energy.clear();
    let horizon = own.horizon(offered, range);
    let parts = offered.parts.iter().map(|part| {
        let hosts = part.hosts.iter();
        hosts.map(|(host, _)| own.of(host, horizon)).collect()
    });
    let nothing = Taken {
        hosts: parts.collect(),
        ..Taken::default()
    };
    Ok(Question::new(offered, &nothing, now).slots(duration, range))
}

/// Everything that decides about a span.
pub(super) enum Explained {
    /// Of what a host offers alone.
    Alone(Vec<Finding>),
    /// Of what several offer.
    Several(TeamFindings),
}

/// Everything that decides about a span of an offer.
pub(super) fn explain(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    now: DateTime<Utc>,
) -> Result<Explained, ServiceError> {
    let taken = taken(db, offered, span, None, now)?;
    let question = Question::new(offered, &taken, now);
    Ok(match question.alone() {
        Some(offer) => Explained::Alone(offer.explain(span)),
        None => Explained::Several(question.team().explain(span)),
    })
}

/// Whether this very span can be booked. The time of the booking `except` may be used again.
///
/// # Errors
/// `Refused` with the first reason against it.
pub fn check(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    match bookings::check_seats(db, offered, (span, 1), now)? {
        Some(answer) => Ok(answer?),
        None => able(db, offered, span, except, now).map(drop),
    }
}

/// Who can take a span.
pub(super) struct Able {
    /// Of each part, the places of those who can; only an optional part may have nobody.
    pub(super) places: Vec<Vec<usize>>,
    /// The claims around the span that have run out but still stand, and must go first.
    pub(super) run_out: Vec<RunOut>,
}

/// As [`check`], for whoever takes the span.
pub(super) fn able(
    db: &mut Db,
    offered: &Offered,
    span: Span,
    except: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Able, ServiceError> {
    let taken = taken(db, offered, span, except, now)?;
    Question::new(offered, &taken, now).check(span)?;
    let places = match offered.alone() {
        Some(_) => vec![vec![0]],
        None => {
            let everybody = Question::of_everybody(offered, &taken, now);
            everybody.team().able(span)
        }
    };
    Ok(Able {
        places,
        run_out: taken.run_out,
    })
}

/// Who of several people could hold a session of `offered` at `span` in place of its host: within
/// their own hours and rules, whatever the event type says about when it can be booked.
pub(super) fn stand_ins(
    db: &mut Db,
    offered: &Offered,
    host_ids: Vec<String>,
    span: Span,
    now: DateTime<Utc>,
) -> Result<Vec<Person>, ServiceError> {
    let mut offered = offered.clone();
    let part = Part {
        is_optional: false,
        host_ids,
    };
    offered.parts = offered::staff(db, &[part])?;
    let minutes = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
    offered.event_type.rules = SlotRules {
        durations: vec![minutes],
        step: 1,
        minimum_notice: 0,
        window: Window::Open,
        limits: Limits::default(),
        ..offered.event_type.rules
    };
    let places = match able(db, &offered, span, None, now) {
        Ok(able) => able.places.into_iter().next().unwrap_or_default(),
        Err(ServiceError::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let hosts = &offered.parts[0].hosts;
    Ok(places
        .into_iter()
        .map(|place| hosts[place].0.clone())
        .collect())
}

/// The instant `step` after `at`, or the first or last that can be written.
fn later(at: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(step)
        .unwrap_or(if step < TimeDelta::zero() {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
}
