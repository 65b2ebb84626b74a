//! `/b/{token}`: one booking, for the client who holds the link.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use askama::Template;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;

use super::address::Address;
use super::again;
use super::answers;
use super::errors::PageError;
use super::fields::{Field, Kind};
use super::hosts::NextLink;
use super::layout::{self, Layout, Portrait, dial_number};
use super::packages::words as packages_page;
use super::page;
use super::payment::PaidPart;
use super::place::Place;
use super::web_calendars;
use super::when::Leaf;
use crate::http::language::Reader;
use crate::kernel::booking::{Actor, Booking, CancelledBy, Life, News, Status};
use crate::kernel::event_type::Location;
use crate::kernel::packages::Package;
use crate::kernel::people::Email;
use crate::kernel::policy::Agreed;
use crate::mail::letter::{Coop, Letter, Reader as LetterReader};
use crate::mail::{calendar_file as write_calendar_file, sender};
use crate::service::bookings::{self as service, BookingView, By};
use crate::service::groups::{self, Session};
use crate::service::instance::{self, Instance};
use crate::service::withdrawals::{self, Contract};
use crate::service::{Db, FieldError, ServiceError, invoices, packages, policy};
use crate::state::State;
use crate::texts::Words;

/// How a booking stands, as its client sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Agreed and still to come, or going on.
    Agreed,
    /// Waits for the host until this instant.
    Asked(DateTime<Utc>),
    /// Agreed and over.
    Past,
    /// Called off.
    Cancelled(CancelledBy),
}

impl Standing {
    pub(super) fn of(life: &Life, now: DateTime<Utc>) -> Self {
        match life.status {
            Status::Cancelled { by, .. } => Self::Cancelled(by),
            Status::Tentative { hold_until } if hold_until <= now => {
                Self::Cancelled(CancelledBy::Expired)
            }
            Status::Tentative { hold_until } => Self::Asked(hold_until),
            Status::Confirmed if life.span.end() <= now => Self::Past,
            Status::Confirmed => Self::Agreed,
        }
    }
}

/// `bookings/booking.html`.
#[derive(Template)]
#[template(path = "bookings/booking.html")]
struct BookingPage {
    t: Words,
    layout: Layout,
    title: String,
    heading: String,
    lead: String,
    notes: Vec<String>,
    instead: Option<String>,
    reason: String,
    is_agreed: bool,
    is_alive: bool,
    may_change: bool,
    may_move: bool,
    rules: Vec<String>,
    leaf: Leaf,
    place: Place,
    calendar: Option<String>,
    web_calendars: Vec<NextLink>,
    enter: Option<String>,
    door: Option<NextLink>,
    reschedule: String,
    cancel: String,
    manage: NextLink,
    paid: Option<PaidPart>,
    details: Vec<(String, Vec<String>)>,
    again: Option<(NextLink, String)>,
    package: Option<NextLink>,
    replay: Option<(String, Option<String>)>,
    host: String,
    portrait: Portrait,
    phone: String,
    dial_number: String,
}

/// A booking and what its page needs besides.
struct Loaded {
    instance: Instance,
    view: BookingView,
    contract: Option<Contract>,
    invoice: Option<String>,
    package: Option<Package>,
    session: Option<Session>,
    agreed: Agreed,
}

/// `GET /b/{token}`
///
/// # Errors
/// `NotFound`, also for a forged or stale token.
pub async fn booking(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let asked = token.clone();
    let loaded = state.store.read(move |db| load(db, &asked, now)).await?;
    page::private_html(
        StatusCode::OK,
        &booking_page(&state, loaded, &token, reader, now),
    )
}

fn load(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    let view = service::find_managed(db, token)?;
    let contract = withdrawals::of(db, view.clone(), now)?;
    let invoice = match &contract {
        Some(_) => invoices::of_booking(db, &view.booking.id)?.pop(),
        None => None,
    };
    Ok(Loaded {
        instance: instance::load(db)?,
        contract,
        invoice: invoice.map(|invoice| invoice.number),
        package: packages::find_of_booking(db, &view.booking.id)?,
        agreed: policy::of_booking(db, &view.booking.id)?,
        session: groups::of_booking(db, &view.booking.id)?,
        view,
    })
}

fn booking_page(
    state: &State,
    loaded: Loaded,
    token: &str,
    reader: Reader,
    now: DateTime<Utc>,
) -> BookingPage {
    let Loaded {
        instance,
        view,
        contract,
        invoice,
        package,
        session,
        agreed,
    } = loaded;
    let (booking, host) = (&view.booking, &view.host);
    let t = page::words(state, reader);
    let path = format!("/b/{token}");
    let layout = page::layout(state, &instance, reader, &path);
    let href = |part: &str| layout.href(&format!("{path}{part}"));
    let standing = Standing::of(&booking.life, now);
    let is_alive = matches!(standing, Standing::Agreed | Standing::Asked(_));
    let is_online = is_online(&booking.location);
    let door = page::local(state, &state.links.door(&booking.id, Actor::Attendee)).to_owned();
    let opens = booking.life.span.start() - Duration::minutes(10);
    let is_open = standing == Standing::Agreed && is_online && opens <= now;
    let (heading, title) = heading(&t, standing, &view);
    BookingPage {
        title,
        heading,
        lead: lead(&t, &view),
        notes: notes(&t, standing, &view)
            .into_iter()
            .chain(owed(&t, &agreed, package.is_some()))
            .collect(),
        instead: agreed
            .is_away
            .then(|| href("/instead"))
            .filter(|_| is_alive),
        may_move: may_move(&agreed, booking, now),
        rules: rules(&t, &agreed, &view, now),
        reason: booking.reason.clone(),
        is_agreed: matches!(standing, Standing::Agreed | Standing::Past),
        is_alive,
        may_change: booking.life.may_change(now).is_ok(),
        leaf: Leaf::of(&t, booking.life.span, booking.attendee.zone, host.zone),
        place: Place::of(&t, &booking.location, &state.rooms, &host.name),
        calendar: is_alive.then(|| href("/calendar.ics")),
        web_calendars: match standing {
            Standing::Agreed => web_calendars(booking),
            _ => Vec::new(),
        },
        enter: is_open.then(|| layout.href(&door)),
        door: (is_alive && is_online).then(|| NextLink {
            href: layout.href(&door),
            label: t.get("to-the-room"),
        }),
        reschedule: href("/reschedule"),
        cancel: href("/cancel"),
        manage: NextLink {
            href: href(""),
            label: state.links.manage(&booking.id),
        },
        paid: contract
            .as_ref()
            .map(|contract| PaidPart::of(&t, &layout, &path, contract, invoice.as_deref())),
        details: details(&t, &view),
        again: again::ways(&t, &layout, &path, &view, now),
        package: package.map(|package| NextLink {
            href: layout.href(page::local(state, &state.links.package(&package.id))),
            label: packages_page::title(&t, &package),
        }),
        replay: session.and_then(|session| {
            let url = session.replay(now)?.to_owned();
            let zone = booking.attendee.zone;
            let until = session.replay_until.map(|until| t.moment(until, now, zone));
            Some((url, until.map(|until| t.one("replay-until", "when", until))))
        }),
        host: host.name.clone(),
        portrait: Portrait::of(host, "small"),
        dial_number: dial_number(&host.profile.phone),
        phone: host.profile.phone.clone(),
        t,
        layout,
    }
}

/// Whether there is a room to enter.
pub(super) fn is_online(location: &Location) -> bool {
    matches!(location, Location::Room { .. } | Location::Link { .. })
}

/// The heading of the page, and its title.
fn heading(t: &Words, standing: Standing, view: &BookingView) -> (String, String) {
    let host = view.host.name.as_str();
    let heading = match standing {
        Standing::Agreed => t.get("booked-agreed"),
        Standing::Asked(_) => t.get("booked-asked"),
        Standing::Past => t.get("booked-past"),
        Standing::Cancelled(CancelledBy::Attendee) => t.get("booked-cancelled"),
        Standing::Cancelled(CancelledBy::Host) => t.one("booked-cancelled-by-host", "host", host),
        Standing::Cancelled(CancelledBy::Declined) => t.one("booked-declined", "host", host),
        Standing::Cancelled(CancelledBy::Expired) => t.get("booked-expired"),
    };
    let booking = &view.booking;
    let when = t.span_long(booking.life.span, booking.attendee.zone);
    let title = format!("{} {when}", heading.trim_end_matches('.').to_owned() + ":");
    (heading, title)
}

/// `Dienstag, 16. März 2027, 9:30 bis 10:20 Uhr, mit Miriam Okafor-Lindner.`
fn lead(t: &Words, view: &BookingView) -> String {
    let booking = &view.booking;
    t.with(
        "booked-lead",
        &[
            ("title", booking.title.as_str().into()),
            (
                "when",
                t.span_long(booking.life.span, booking.attendee.zone).into(),
            ),
            ("host", view.host.name.as_str().into()),
        ],
    )
}

fn notes(t: &Words, standing: Standing, view: &BookingView) -> Vec<String> {
    let attendee = &view.booking.attendee;
    let host = view.host.name.as_str();
    match standing {
        Standing::Agreed => vec![t.one("booked-mail", "email", attendee.email.as_str())],
        Standing::Asked(until) => {
            let date = crate::kernel::zone::date(until, attendee.zone);
            let until = format!("{}, {}", t.day(date), t.clock_words(until, attendee.zone));
            vec![
                t.with(
                    "booked-hold",
                    &[("host", host.into()), ("until", until.into())],
                ),
                t.one("booked-mail", "email", attendee.email.as_str()),
            ]
        }
        Standing::Cancelled(CancelledBy::Expired) => {
            vec![t.one("booked-expired-note", "host", host)]
        }
        Standing::Cancelled(CancelledBy::Attendee) => vec![t.get("booked-cancelled-note")],
        Standing::Past | Standing::Cancelled(CancelledBy::Host | CancelledBy::Declined) => {
            Vec::new()
        }
    }
}

fn may_move(agreed: &Agreed, booking: &Booking, now: DateTime<Utc>) -> bool {
    agreed.may_move(booking.life.span.start(), now).is_ok()
}

/// What applies now to calling off and moving.
fn rules(t: &Words, agreed: &Agreed, view: &BookingView, now: DateTime<Utc>) -> Vec<String> {
    let booking = &view.booking;
    let (start, zone) = (booking.life.span.start(), booking.attendee.zone);
    let mut rules = vec![t.policy_now(agreed, start, now, zone)];
    if !may_move(agreed, booking, now) {
        rules.push(t.one("policy-ask-host", "host", view.host.name.as_str()));
    }
    rules
}

/// What the client owes, or was let off; a session of a package is used up instead.
fn owed(t: &Words, agreed: &Agreed, is_in_package: bool) -> Option<String> {
    if agreed.waived_at.is_some() {
        return Some(t.get("policy-waived"));
    }
    if is_in_package {
        let is_used_up = agreed.late_at.is_some() || agreed.no_show_at.is_some();
        return is_used_up.then(|| t.get("package-session-counts"));
    }
    let fee = t.due(agreed.due())?;
    let key = if agreed.no_show_at.is_some() {
        "policy-missed"
    } else {
        "policy-late"
    };
    Some(t.one(key, "fee", fee))
}

fn details(t: &Words, view: &BookingView) -> Vec<(String, Vec<String>)> {
    let attendee = &view.booking.attendee;
    let mut details = vec![
        (t.get("field-name"), vec![attendee.name.clone()]),
        (t.get("field-email"), vec![attendee.email.to_string()]),
    ];
    details.extend(answers::told(t, view));
    if !attendee.guests.is_empty() {
        let guests: Vec<_> = attendee.guests.iter().map(Email::as_str).collect();
        details.push((t.get("guests"), vec![guests.join(", ")]));
    }
    details
}

/// The ways to calendars of others. The door to a room stays with us: it is a secret.
fn web_calendars(booking: &Booking) -> Vec<NextLink> {
    let place = match &booking.location {
        Location::Place { address } => address.as_str(),
        _ => "",
    };
    web_calendars::links(&booking.title, booking.life.span, place)
}

/// `GET /b/{token}/calendar.ics`: the session for a calendar, in the language of the reader.
///
/// # Errors
/// `NotFound`, also of a session that was called off.
pub async fn calendar_file(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let (view, instance) = state
        .store
        .read(move |db| {
            let view = service::find_managed(db, &token)?;
            Ok::<_, ServiceError>((view, instance::load(db)?))
        })
        .await?;
    let news = match Standing::of(&view.booking.life, now) {
        Standing::Agreed | Standing::Past => News::Confirmed,
        Standing::Asked(_) => News::Requested,
        Standing::Cancelled(_) => return Err(ServiceError::NotFound.into()),
    };
    let from = sender(&state.mail_from()).map_err(|_| ServiceError::NotFound)?;
    let letter = Letter {
        news,
        reader: LetterReader::Attendee,
        booking: &view.booking,
        host: &view.host,
        co_hosts: &view.co_hosts,
        coop: &coop(&instance),
        domain: state.domain(),
        manage_url: &state.links.manage(&view.booking.id),
        join_url: &state.links.door(&view.booking.id, Actor::Attendee),
        desk_url: "",
        previous: None,
        was_invited: false,
        reads_replies: false,
        price: None,
        policy: None,
        now,
    };
    let t = page::words(&state, reader);
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header(("Cache-Control", "private, no-store"))
        .insert_header((
            "Content-Disposition",
            format!(
                "attachment; filename=\"{}.ics\"",
                view.offered.event_type.slug
            ),
        ))
        .body(write_calendar_file(&letter, &t, &from)))
}

/// The co-operative as letters and calendar entries name it.
pub fn coop(instance: &Instance) -> Coop {
    Coop {
        name: instance.name.clone(),
        place: instance.place.clone(),
        contact_name: instance.contact_name.clone(),
        contact_phone: instance.contact_phone.clone(),
        contact_email: instance.contact_email.clone(),
    }
}

/// `bookings/cancel.html`.
#[derive(Template)]
#[template(path = "bookings/cancel.html")]
struct CancelPage {
    t: Words,
    layout: Layout,
    rules: Vec<String>,
    may_move: bool,
    leaf: Leaf,
    host: String,
    action: String,
    back: String,
    reschedule: String,
    reason: Field,
}

/// `GET /b/{token}/cancel`: asks once more.
///
/// # Errors
/// `NotFound`; `Transition` when nothing can be called off any more.
pub async fn ask_to_cancel(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let page = cancel_page(&state, &token, reader, ("", &[])).await?;
    page::private_html(StatusCode::OK, &page)
}

#[derive(Deserialize)]
pub struct Reason {
    #[serde(default)]
    reason: String,
}

/// `POST /b/{token}/cancel`: calls the session off.
///
/// # Errors
/// `NotFound`; `Transition` when nothing can be called off any more.
pub async fn cancel(
    state: Data<State>,
    token: Path<String>,
    form: Form<Reason>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let (link, reason) = (token.clone(), form.reason.clone());
    let done = state
        .store
        .write(move |db| service::cancel(db, &By::Link(&link), None, &reason, now))
        .await;
    match done {
        Ok(_) => {
            let path = Address::new(&format!("/b/{token}"));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(ServiceError::Invalid(errors)) => {
            let page = cancel_page(&state, &token, reader, (&form.reason, &errors)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn cancel_page(
    state: &State,
    token: &str,
    reader: Reader,
    (typed, errors): (&str, &[FieldError]),
) -> Result<CancelPage, PageError> {
    let (now, link) = (state.clock.now(), token.to_owned());
    let (view, instance, agreed) = state
        .store
        .read(move |db| {
            let view = service::find_managed(db, &link)?;
            view.booking.life.may_change(now)?;
            let agreed = policy::of_booking(db, &view.booking.id)?;
            Ok::<_, ServiceError>((view, instance::load(db)?, agreed))
        })
        .await?;
    let t = page::words(state, reader);
    let path = format!("/b/{token}");
    let layout = page::layout(state, &instance, reader, &format!("{path}/cancel"));
    let (booking, host) = (&view.booking, &view.host);
    let reason = Field::new("reason", t.get("field-reason"), Kind::Area, typed)
        .optional()
        .hint(t.one("field-reason-hint", "host", host.name.as_str()))
        .checked(&t, errors);
    let is_request = matches!(booking.life.status, Status::Tentative { .. });
    Ok(CancelPage {
        // To take a request back costs nothing.
        rules: if is_request {
            Vec::new()
        } else {
            rules(&t, &agreed, &view, now)
        },
        may_move: may_move(&agreed, booking, now),
        leaf: Leaf::of(&t, booking.life.span, booking.attendee.zone, host.zone)
            .what(booking.title.clone()),
        host: host.name.clone(),
        action: layout.href(&format!("{path}/cancel")),
        back: layout.href(&path),
        reschedule: layout.href(&format!("{path}/reschedule")),
        reason,
        t,
        layout,
    })
}
