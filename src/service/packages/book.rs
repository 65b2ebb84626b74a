//! Whoever holds the link of a package books from it, one session or several at once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::bookings::{self, NewBooking, Wishes};
use super::super::links::Links;
use super::super::slots::Offered;
use super::super::{ServiceError, new_id, reminders};
use super::{InPackage, bookable, plan};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::packages::Package;
use crate::store::jobs::{self, Job};
use crate::store::{self, Db};

/// The sessions that are wanted of a package.
#[derive(Debug, Clone, Default)]
pub struct SessionsForm {
    /// When they begin.
    pub starts: Vec<DateTime<Utc>>,
    /// Answers by the key of their question, for each of them.
    pub answers: BTreeMap<String, String>,
}

/// Books all of the sessions or none, in one transaction. Of one session its client and host hear
/// as of any other; of several they get one letter.
///
/// # Errors
/// `NotFound`; `Invalid`; `Package` when the package does not give so many; `Refused` when one of
/// the times cannot be had; `Policy` when this client cannot book.
pub fn book(
    db: &mut Db,
    links: &Links,
    token: &str,
    form: &SessionsForm,
    now: DateTime<Utc>,
) -> Result<Vec<Booking>, ServiceError> {
    let mut starts = form.starts.clone();
    starts.sort_unstable();
    starts.dedup();
    plan::check(&starts)?;
    let (package, offered) = bookable(db, token)?;
    plan::may_take(&package, starts.len(), now)?;
    for start in &starts {
        package.may_take(*start, now)?;
    }
    let series_id = (starts.len() > 1).then(new_id);
    let mut booked = Vec::new();
    for start in starts {
        let new = new_booking(&package, &offered, start, &form.answers);
        let from = InPackage {
            id: package.id.clone(),
            series_id: series_id.clone(),
        };
        let prepared = bookings::prepare_in(db, offered.clone(), &new, from)?;
        booked.push(bookings::take(db, links, prepared, now)?.booking);
    }
    if let Some(series_id) = series_id {
        tell_of(db, &series_id, &booked, now)?;
    }
    if let Some(last) = booked.last()
        && last.life.status == Status::Confirmed
    {
        let left = store::packages::find(db, &package.id)?.left();
        reminders::package_nearly_used(db, last, left, now)?;
    }
    Ok(booked)
}

fn new_booking(
    package: &Package,
    offered: &Offered,
    start: DateTime<Utc>,
    answers: &BTreeMap<String, String>,
) -> NewBooking {
    let client = &package.client;
    NewBooking {
        place: offered.place(),
        start,
        duration: Some(package.minutes),
        name: client.name.clone(),
        email: client.email.to_string(),
        zone: client.zone.name().to_owned(),
        language: client.language,
        answers: answers.clone(),
        guests: Vec::new(),
        idempotency_key: None,
        wishes: Wishes::default(),
    }
}

/// One letter to the client, and one to each host who holds any of the sessions.
fn tell_of(
    db: &mut Db,
    series_id: &str,
    booked: &[Booking],
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut host_ids: Vec<&str> = booked.iter().flat_map(Booking::host_ids).collect();
    host_ids.sort_unstable();
    host_ids.dedup();
    let hosts = host_ids.into_iter().map(|id| Some(id.to_owned()));
    for host_id in std::iter::once(None).chain(hosts) {
        let series_id = series_id.to_owned();
        jobs::push(db, &Job::PackageSeries { series_id, host_id }, now)?;
    }
    Ok(())
}
