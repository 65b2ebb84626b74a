//! The host sells a package.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::super::links::{Links, hash};
use super::super::slots;
use super::super::{Problems, ServiceError, Viewer, event_types, new_id, prices};
use super::invoice;
use crate::kernel::event_type::EventType;
use crate::kernel::money::Money;
use crate::kernel::packages::{Client, LONGEST_DAYS, MOST_SESSIONS, Package, Price};
use crate::kernel::people::{Email, Language, parse_person_name};
use crate::kernel::price::{Price as OfSession, Pricing};
use crate::kernel::zone;
use crate::store::Db;
use crate::store::jobs::{self, Job, PackageNews};
use crate::store::packages::{self, Entry, Kind};

/// So long before its end the client of a package learns of it.
const BEFORE_END: TimeDelta = TimeDelta::days(14);

/// A package as its host sells it; texts are as typed.
#[derive(Debug, Clone, Default)]
pub struct PackageForm {
    /// What its sessions are of.
    pub event_type_id: String,
    /// How long each is; none is the event type's first duration.
    pub minutes: Option<u32>,
    /// How many sessions.
    pub size: Option<u32>,
    /// The client, as they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: String,
    /// The zone they read times in; empty is the zone of the offer.
    pub zone: String,
    /// What they read.
    pub language: Language,
    /// What all sessions cost, in cents of the event type's currency; none is nothing.
    pub cents: Option<i64>,
    /// What one costs alone; none is the price of the event type, if it has one.
    pub single_cents: Option<i64>,
    /// The last day, in the zone of the offer; none is for ever.
    pub last_day: Option<NaiveDate>,
}

/// Sells a package for one of the viewer's event types, or of a team that they lead. The client
/// gets its link, and an invoice if the host lets that happen by itself.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Invalid` with the fields.
pub fn create(
    db: &mut Db,
    viewer: &Viewer,
    links: &Links,
    form: &PackageForm,
    now: DateTime<Utc>,
) -> Result<Package, ServiceError> {
    let event_type = event_types::find(db, viewer, &form.event_type_id)?;
    let pricing = prices::of_event_type(db, &event_type.id)?;
    let zone = slots::of_event_type(db, event_type.clone())?.zone;
    let mut problems = Problems::default();
    let minutes = minutes(&event_type, form, &mut problems);
    let size = size(form, &mut problems);
    let client = client(form, zone, &mut problems);
    let price = price(&pricing, minutes, form, &mut problems);
    let today = zone::date(now, zone);
    let longest = today.checked_add_days(Days::new(LONGEST_DAYS));
    if form
        .last_day
        .is_some_and(|last| last < today || longest.is_some_and(|longest| last > longest))
    {
        problems.add("last_day", "package-day");
    }
    problems.finish()?;
    let package = Package {
        id: new_id(),
        event_type_id: event_type.id,
        seller_id: viewer.person.id.clone(),
        title: event_type.title,
        minutes,
        client: client.ok_or_else(|| ServiceError::Invalid(Vec::new()))?,
        size,
        taken: 0,
        price,
        zone,
        last_day: form.last_day,
        frozen_on: None,
        ended: None,
        created_at: now,
    };
    packages::insert(db, &hash(&links.package_token(&package.id)), &package)?;
    let entry = Entry {
        change: i32::try_from(size).unwrap_or(i32::MAX),
        ..Entry::whole(Kind::Sold, now)
    };
    packages::add_entry(db, &package.id, &entry)?;
    tell(db, &package.id, PackageNews::Sold, now)?;
    announce_end(db, &package, now)?;
    invoice::make_by_itself(db, &package, now)?;
    Ok(package)
}

fn minutes(event_type: &EventType, form: &PackageForm, problems: &mut Problems) -> u32 {
    let durations = &event_type.rules.durations;
    let wanted = form.minutes.or(durations.first().copied()).unwrap_or(0);
    if !durations.contains(&wanted) {
        problems.add("minutes", "unknown-duration");
    }
    wanted
}

fn size(form: &PackageForm, problems: &mut Problems) -> u32 {
    match form.size {
        None => problems.add("size", "missing"),
        Some(1..=MOST_SESSIONS) => {}
        Some(_) => problems.add("size", "package-size"),
    }
    form.size.unwrap_or(0)
}

fn client(form: &PackageForm, usual: chrono_tz::Tz, problems: &mut Problems) -> Option<Client> {
    let name = problems.take("name", parse_person_name(&form.name));
    let email = problems.take("email", Email::parse(&form.email));
    let zone = match form.zone.trim() {
        "" => Some(usual),
        zone => problems.take("zone", zone::parse(zone)),
    };
    Some(Client {
        name: name?,
        email: email?,
        zone: zone?,
        language: form.language,
    })
}

fn price(
    pricing: &Pricing,
    minutes: u32,
    form: &PackageForm,
    problems: &mut Problems,
) -> Option<Price> {
    let total = Money::price(form.cents?, pricing.currency);
    let usual = match pricing.price(minutes) {
        OfSession::Free => None,
        OfSession::Fixed(offered) => Some(offered.cents),
        OfSession::Sliding([_, standard, _]) => Some(standard.cents),
    };
    let single = form
        .single_cents
        .map(|cents| Money::price(cents, pricing.currency))
        .and_then(|single| problems.take("single", single));
    Some(Price {
        total: problems.take("price", total)?,
        single_cents: single.map(|money| money.cents).or(usual),
        tax: pricing.tax,
    })
}

/// Queues a letter to the client about what happens now.
pub(super) fn tell(
    db: &mut Db,
    package_id: &str,
    news: PackageNews,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let job = Job::PackageMail {
        package_id: package_id.to_owned(),
        news,
        round: now.timestamp_micros(),
    };
    Ok(jobs::push(db, &job, now)?)
}

/// Queues the letter about the end to come. One for a day that is no longer the last says nothing.
pub(super) fn announce_end(
    db: &mut Db,
    package: &Package,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let Some(last_day) = package.last_day else {
        return Ok(());
    };
    let at = zone::day_start(last_day, package.zone) - BEFORE_END;
    if at <= now {
        return Ok(());
    }
    let job = Job::PackageMail {
        package_id: package.id.clone(),
        news: PackageNews::Expiring,
        round: i64::from(last_day.num_days_from_ce()),
    };
    Ok(jobs::push(db, &job, at)?)
}
