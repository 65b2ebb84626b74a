//! Letters about packages: that one is there, rests, runs again, nears its end, has ended; and one
//! letter for sessions that were booked at once.

use std::sync::Arc;

use actix_web::web::Data;
use chrono::{DateTime, Datelike, Utc};

use super::JobError;
use super::billing::package_withdrawn as withdrawal_receipt;
use super::mail::{coop, send_note};
use crate::kernel::booking::{Actor, Booking, News, Status};
use crate::kernel::packages::Standing;
use crate::kernel::people::Person;
use crate::mail::letter::{Coop, Letter, Reader};
use crate::mail::note::{File, Note};
use crate::mail::{Block, calendar_file_of_all, fact, sender};
use crate::service::bookings::{self, BookingView};
use crate::service::packages::{self, Contract, PackageNews, PackageView};
use crate::service::{ServiceError, instance};
use crate::state::State;
use crate::store::jobs::{self, Job, MailReader, TakenJob};
use crate::store::{Db, StoreError};
use crate::texts::Words;

/// Does a job about a package; quietly nothing when it is gone or no longer so.
pub(super) async fn run(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let done = match &taken.job {
        Job::PackageMail {
            package_id,
            news,
            round,
        } => tell(state, taken, package_id, (*news, *round)).await,
        Job::PackageSeries { series_id, host_id } => {
            tell_of_series(state, taken, series_id, host_id.as_deref()).await
        }
        _ => Ok(()),
    };
    match done {
        Err(LetterError::Gone) => Ok(()),
        Err(LetterError::Job(error)) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// Why a letter was not sent.
enum LetterError {
    /// What it is about is gone.
    Gone,
    Job(JobError),
}

impl From<ServiceError> for LetterError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::Gone,
            error => Self::Job(error.into()),
        }
    }
}

impl From<JobError> for LetterError {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

async fn tell(
    state: &Data<State>,
    taken: &TakenJob,
    id: &str,
    (news, round): (PackageNews, i64),
) -> Result<(), LetterError> {
    let (id, now) = (id.to_owned(), state.clock.now());
    let view = state
        .store
        .read(move |db| packages::load(db, &id, now))
        .await?;
    if !is_so(&view, (news, round), now) {
        return Ok(());
    }
    if let PackageNews::Withdrawn | PackageNews::WithdrawnFromHost = news {
        let is_host = news == PackageNews::WithdrawnFromHost;
        let contract = Contract::of(&view, now);
        let receipt = contract.and_then(|it| withdrawal_receipt(state, &view, it, is_host));
        return match receipt {
            Some(note) => Ok(send_note(state, taken, &note).await?),
            None => Ok(()),
        };
    }
    let t = Words::new(Arc::clone(&state.texts), view.package.client.language);
    let link = state.links.package(&view.package.id);
    Ok(send_note(state, taken, &note(&t, &view, news, link)).await?)
}

/// Whether what the letter says is still so.
fn is_so(view: &PackageView, (news, round): (PackageNews, i64), now: DateTime<Utc>) -> bool {
    let package = &view.package;
    let standing = package.standing(now);
    match news {
        PackageNews::Sold => standing != Standing::Ended,
        PackageNews::Frozen => matches!(standing, Standing::Frozen(_)),
        PackageNews::Thawed => !matches!(standing, Standing::Frozen(_) | Standing::Ended),
        PackageNews::Ended | PackageNews::Withdrawn | PackageNews::WithdrawnFromHost => {
            standing == Standing::Ended
        }
        PackageNews::Expiring => {
            let last_day = package
                .last_day
                .map(|day| i64::from(day.num_days_from_ce()));
            standing == Standing::Running && last_day == Some(round)
        }
    }
}

fn note(t: &Words, view: &PackageView, news: PackageNews, link: String) -> Note {
    let package = &view.package;
    let host = view.offered.name();
    let (subject, heading, lead) = match news {
        PackageNews::Sold => (
            "package-mail-sold-subject",
            "package-mail-sold-heading",
            "package-mail-sold-lead",
        ),
        PackageNews::Frozen => (
            "package-mail-frozen-subject",
            "package-mail-frozen-heading",
            "package-mail-frozen-lead",
        ),
        PackageNews::Thawed => (
            "package-mail-thawed-subject",
            "package-mail-thawed-heading",
            "package-mail-thawed-lead",
        ),
        PackageNews::Expiring => (
            "package-mail-expiring-subject",
            "package-mail-expiring-heading",
            "package-mail-expiring-lead",
        ),
        // The receipts of a withdrawal are letters of their own.
        PackageNews::Ended | PackageNews::Withdrawn | PackageNews::WithdrawnFromHost => (
            "package-mail-ended-subject",
            "package-mail-ended-heading",
            "package-mail-ended-lead",
        ),
    };
    let values = [
        ("title", package.title.as_str().into()),
        ("host", host.into()),
        ("size", package.size.into()),
        ("minutes", t.minutes(package.minutes).into()),
    ];
    let mut blocks = vec![Block::Text(t.with(lead, &values))];
    blocks.extend(facts(t, view, news));
    blocks.push(Block::Link {
        label: t.get(match news {
            PackageNews::Sold | PackageNews::Thawed | PackageNews::Expiring => "package-mail-book",
            _ => "to-the-package",
        }),
        url: link,
        is_main: true,
    });
    if news == PackageNews::Sold {
        blocks.push(Block::Text(t.get("package-mail-private")));
    }
    Note {
        subject: t.with(subject, &values),
        heading: t.get(heading),
        blocks,
        ..blank(t, view)
    }
}

/// What the package is worth now.
fn facts(t: &Words, view: &PackageView, news: PackageNews) -> Vec<Block> {
    let package = &view.package;
    let mut facts = Vec::new();
    match (news, package.price, package.ended) {
        (PackageNews::Ended, Some(price), Some(ended)) => {
            let refund = crate::kernel::money::Money::new(ended.refund_cents, price.total.currency);
            facts.push(fact(&t.get("package-refund"), vec![t.money(refund)]));
        }
        (PackageNews::Ended, ..) => {}
        _ => {
            let left = view.ledger.left.to_string();
            facts.push(fact(&t.get("package-left"), vec![left]));
            if let Some(last) = package.last_day {
                let last = t.date_long(last);
                facts.push(fact(&t.get("package-valid"), vec![last]));
            }
            if let (PackageNews::Sold, Some(price)) = (news, package.price) {
                let words = vec![t.money(price.total), t.tax_note(price.tax)];
                facts.push(fact(&t.get("price"), words));
            }
        }
    }
    facts
}

/// A letter to the client, without words.
fn blank(t: &Words, view: &PackageView) -> Note {
    let (client, seller) = (&view.package.client, &view.seller);
    Note {
        to: (client.name.clone(), client.email.clone()),
        language: client.language,
        sender: seller.name.clone(),
        reply_to: Some((seller.name.clone(), seller.email.clone())),
        thread: view.package.id.clone(),
        subject: String::new(),
        heading: String::new(),
        greeting: t.one("mail-greeting", "name", client.name.as_str()),
        blocks: Vec::new(),
        closing: vec![view.offered.name().to_owned()],
        files: Vec::new(),
    }
}

/// The sessions of a series that one reader holds or comes to.
struct Series {
    package: PackageView,
    sessions: Vec<BookingView>,
    /// The host who reads; none is the client.
    host: Option<Person>,
    coop: Coop,
}

fn load_series(
    db: &mut Db,
    series_id: &str,
    host_id: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Series, ServiceError> {
    let bookings = packages::of_series(db, series_id)?;
    let first = bookings.first().ok_or(ServiceError::NotFound)?;
    let package = packages::of_booking(db, &first.id, now)?;
    let is_theirs = |booking: &&Booking| {
        let is_alive = !matches!(booking.life.status, Status::Cancelled { .. });
        is_alive && host_id.is_none_or(|id| booking.is_hosted_by(id))
    };
    let mut sessions = Vec::new();
    // A series has some dozen sessions at the most.
    for booking in bookings.iter().filter(is_theirs) {
        sessions.push(bookings::load(db, &booking.id)?);
    }
    let host = host_id.and_then(|id| {
        let mut people = sessions
            .iter()
            .flat_map(|view: &BookingView| view.co_hosts.iter().chain([&view.host]));
        people.find(|person| person.id == id).cloned()
    });
    Ok(Series {
        host,
        coop: coop(&instance::load(db)?),
        package,
        sessions,
    })
}

async fn tell_of_series(
    state: &Data<State>,
    taken: &TakenJob,
    series_id: &str,
    host_id: Option<&str>,
) -> Result<(), LetterError> {
    let (id, host, now) = (
        series_id.to_owned(),
        host_id.map(str::to_owned),
        state.clock.now(),
    );
    let series = state
        .store
        .read(move |db| load_series(db, &id, host.as_deref(), now))
        .await?;
    if series.sessions.is_empty() || host_id.is_some() != series.host.is_some() {
        return Ok(());
    }
    let note = series_note(state, &series, now)?;
    send_note(state, taken, &note).await?;
    let invited: Vec<String> = series
        .sessions
        .iter()
        .flat_map(|it| invitation(it, &series))
        .collect();
    // Later letters about one of the sessions must know that its reader has it in the calendar.
    let marked: Result<_, StoreError> = state
        .store
        .write(move |db| {
            invited
                .iter()
                .try_for_each(|key| jobs::mark_sent(db, key, now))
        })
        .await;
    Ok(marked.map_err(ServiceError::from)?)
}

/// The key of the mail that would have invited to one of the sessions alone.
fn invitation(view: &BookingView, series: &Series) -> Option<String> {
    let booking = &view.booking;
    let reader = match &series.host {
        None => MailReader::Attendee,
        Some(host) if host.id == booking.host_id => MailReader::Host,
        Some(host) => {
            let place = booking.co_host_ids.iter().position(|id| *id == host.id)?;
            MailReader::CoHost(u32::try_from(place).ok()?)
        }
    };
    let job = Job::Mail {
        booking_id: booking.id.clone(),
        news: News::Confirmed,
        reader,
        sequence: booking.life.sequence,
        previous: None,
    };
    (booking.life.status == Status::Confirmed).then(|| jobs::key(&job))
}

fn series_note(state: &State, series: &Series, now: DateTime<Utc>) -> Result<Note, JobError> {
    let view = &series.package;
    let client = &view.package.client;
    let (language, zone) = match &series.host {
        Some(host) => (host.language, host.zone),
        None => (client.language, client.zone),
    };
    let t = Words::new(Arc::clone(&state.texts), language);
    let is_asked = matches!(
        series.sessions[0].booking.life.status,
        Status::Tentative { .. }
    );
    let lead = match (&series.host, is_asked) {
        (None, false) => "package-series-lead",
        (None, true) => "package-series-lead-asked",
        (Some(_), false) => "package-series-lead-host",
        (Some(_), true) => "package-series-lead-host-asked",
    };
    let values = [
        ("title", view.package.title.as_str().into()),
        ("host", view.offered.name().into()),
        ("name", client.name.as_str().into()),
        ("count", series.sessions.len().into()),
    ];
    let times = series
        .sessions
        .iter()
        .map(|it| t.span_long(it.booking.life.span, zone))
        .collect();
    let label = t.one("package-series-times", "zone", t.zone(zone));
    let (label_of_link, url) = match &series.host {
        None => ("to-the-package", state.links.package(&view.package.id)),
        Some(_) => (
            "package-to-desk",
            state.links.desk_package(&view.package.id),
        ),
    };
    let note = Note {
        language,
        subject: t.with("package-series-subject", &values),
        heading: t.get(if is_asked {
            "booked-asked"
        } else {
            "booked-agreed"
        }),
        blocks: vec![
            Block::Text(t.with(lead, &values)),
            fact(&label, times),
            Block::Link {
                label: t.get(label_of_link),
                url,
                is_main: true,
            },
        ],
        files: if is_asked {
            Vec::new()
        } else {
            vec![calendar(state, series, &t, now)?]
        },
        ..blank(&t, view)
    };
    Ok(match &series.host {
        None => note,
        Some(host) => Note {
            to: (host.name.clone(), host.email.clone()),
            greeting: t.one("mail-greeting", "name", host.name.as_str()),
            sender: client.name.clone(),
            reply_to: Some((client.name.clone(), client.email.clone())),
            closing: Vec::new(),
            ..note
        },
    })
}

/// All sessions in one file for the reader's calendar.
fn calendar(
    state: &State,
    series: &Series,
    t: &Words,
    now: DateTime<Utc>,
) -> Result<File, JobError> {
    let from = sender(&state.mail_from()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    let actor = match series.host {
        Some(_) => Actor::Host,
        None => Actor::Attendee,
    };
    let links: Vec<[String; 3]> = series
        .sessions
        .iter()
        .map(|view| {
            let id = &view.booking.id;
            [
                state.links.manage(id),
                state.links.door(id, actor),
                state.links.desk_booking(id),
            ]
        })
        .collect();
    let letters: Vec<Letter> = series
        .sessions
        .iter()
        .zip(&links)
        .map(|(view, [manage, join, desk])| Letter {
            news: News::Confirmed,
            reader: match series.host {
                Some(_) => Reader::Host,
                None => Reader::Attendee,
            },
            booking: &view.booking,
            host: &view.host,
            co_hosts: &view.co_hosts,
            coop: &series.coop,
            domain: state.domain(),
            manage_url: manage,
            join_url: join,
            desk_url: desk,
            previous: None,
            was_invited: false,
            reads_replies: false,
            price: None,
            policy: None,
            now,
        })
        .collect();
    Ok(File {
        name: "sessions.ics".to_owned(),
        media_type: "text/calendar; charset=utf-8; method=PUBLISH".to_owned(),
        bytes: calendar_file_of_all(&letters, t, &from).into_bytes(),
    })
}
