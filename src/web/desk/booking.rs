//! `/desk/bookings/{id}`: one session, and everything the host can do with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::answers;
use super::super::calendar::rfc3339;
use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, Kind};
use super::super::layout::dial_number;
use super::super::packages::words;
use super::super::page;
use super::super::payment::of_contract;
use super::super::prices::{self, PriceTag};
use super::super::when::Leaf;
use super::agreed::Agreed;
use super::bookings::{Tag, tag};
use super::reminder_form::audience_words;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::booking::{Actor, Status};
use crate::kernel::event_type::{Location, Visibility};
use crate::kernel::intake::Given;
use crate::kernel::reminder::Audience;
use crate::service::bookings::{self, BookingView, By};
use crate::service::invoices::{self, Invoice};
use crate::service::withdrawals::{self, Contract};
use crate::service::{ServiceError, clients, packages, policy, reminders, replies};
use crate::state::State;
use crate::texts::Words;

/// `desk/booking.html`.
#[derive(Template)]
#[template(path = "desk/booking.html")]
struct BookingPage {
    t: Words,
    frame: Frame,
    refused: Option<String>,
    title: String,
    name: String,
    email: String,
    tag: Tag,
    leaf: Leaf,
    rows: Vec<(String, String)>,
    guests: Vec<String>,
    price: Option<PriceTag>,
    price_note: String,
    invoices: Vec<(String, String)>,
    new_invoice: Option<String>,
    answers: Vec<(String, Vec<String>)>,
    client: Option<String>,
    call: Option<String>,
    reason_given: String,
    door: Option<String>,
    manage: String,
    offer: Option<String>,
    until: Option<String>,
    reminders: Vec<(String, String)>,
    /// What attendees answered from their calendars.
    replies: Vec<String>,
    may_change: bool,
    confirm: String,
    decline: String,
    cancel: String,
    reschedule: String,
    decline_reason: Field,
    cancel_reason: Field,
    agreed: Agreed,
}

/// `GET /desk/bookings/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    again(&state, &seat, &id, (StatusCode::OK, None, "")).await
}

/// `POST /desk/bookings/{id}/confirm`.
///
/// # Errors
/// `NotFound`.
pub async fn confirm(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, booking_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let result = state
        .store
        .write(move |db| bookings::confirm(db, &viewer, &booking_id, now))
        .await;
    after(&state, &seat, &id, (result.map(|_| "confirmed"), "")).await
}

/// `POST /desk/bookings/{id}/decline`.
///
/// # Errors
/// `NotFound`.
pub async fn decline(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, booking_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let reason = typed.text("reason");
    let result = state
        .store
        .write(move |db| bookings::decline(db, &viewer, &booking_id, &reason, now))
        .await;
    let result = result.map(|_| "declined");
    after(&state, &seat, &id, (result, typed.get("reason"))).await
}

/// `POST /desk/bookings/{id}/cancel`.
///
/// # Errors
/// `NotFound`.
pub async fn cancel(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, booking_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let reason = typed.text("reason");
    let result = state
        .store
        .write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&booking_id), &reason, now))
        .await;
    let result = result.map(|_| "cancelled");
    after(&state, &seat, &id, (result, typed.get("reason"))).await
}

/// The way on after a step: the booking, with what was done or why it was not.
pub(super) async fn after(
    state: &State,
    seat: &Seat,
    id: &str,
    (result, reason): (Result<&'static str, ServiceError>, &str),
) -> Result<HttpResponse, PageError> {
    match result {
        Ok(code) => Ok(seat.go(&format!("/desk/bookings/{id}?done={code}"))),
        Err(
            cause @ (ServiceError::Transition(_)
            | ServiceError::Policy(_)
            | ServiceError::Invalid(_)),
        ) => {
            let status = error::status(&cause);
            again(state, seat, id, (status, Some(cause), reason)).await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn again(
    state: &State,
    seat: &Seat,
    id: &str,
    (status, cause, reason): (StatusCode, Option<ServiceError>, &str),
) -> Result<HttpResponse, PageError> {
    let (viewer, booking_id) = (seat.viewer.clone(), id.to_owned());
    let now = state.clock.now();
    let (view, contract, made, upcoming, agreed, client) = state
        .store
        .read(move |db| {
            let view = bookings::find_own(db, &viewer, &booking_id)?;
            let contract = withdrawals::of(db, view.clone(), now)?;
            let made = match &contract {
                Some(_) => invoices::of_booking(db, &booking_id)?,
                None => Vec::new(),
            };
            let upcoming = reminders::upcoming(db, &view.booking, now)?;
            let answers = replies::of_booking(db, &view.booking)?;
            let agreed = policy::standing(db, &viewer, &booking_id)?;
            let client = clients::of_booking(db, &viewer, &view.booking)?;
            let package = packages::find_of_booking(db, &booking_id)?;
            let agreed = (agreed, package, answers);
            Ok::<_, ServiceError>((view, contract, made, upcoming, agreed, client))
        })
        .await?;
    let (agreed, package, answers) = agreed;
    let agreed = Agreed::of(seat, &view.booking, &agreed, now);
    let mut page = booking_page(state, seat, (&view, agreed), now);
    page.add_money(seat, contract.as_ref(), &made);
    let package = package.map(|it| (seat.t.get("package"), words::title(&seat.t, &it)));
    page.rows.extend(package);
    page.reminders = upcoming
        .into_iter()
        .map(|(moment, to)| (rfc3339(moment), announced(seat, moment, to, now)))
        .collect();
    page.replies = answers
        .iter()
        .map(|reply| {
            let key = format!("reply-{}", reply.answer.as_str());
            let client = &view.booking.attendee;
            let who = match reply.email == client.email {
                true => client.name.as_str(),
                false => reply.email.as_str(),
            };
            seat.t.one(&key, "who", who)
        })
        .collect();
    page.client = client.map(|id| seat.href(&format!("/desk/clients/{id}")));
    page.refused = cause
        .as_ref()
        .and_then(refused_key)
        .map(|key| seat.t.get(key));
    if let Some(ServiceError::Invalid(errors)) = &cause {
        for field in [&mut page.decline_reason, &mut page.cancel_reason] {
            let empty = Field::new("reason", String::new(), Kind::Area, "");
            let id = field.id.clone();
            let mut filled = std::mem::replace(field, empty);
            reason.clone_into(&mut filled.value);
            *field = filled.checked(&seat.t, errors);
            field.id = id;
        }
    }
    page::private_html(status, &page)
}

impl BookingPage {
    /// Adds what the session costs, its invoices, and the way to a new one while none stands.
    fn add_money(&mut self, seat: &Seat, contract: Option<&Contract>, made: &[Invoice]) {
        let Some(contract) = contract else {
            return;
        };
        let t = &seat.t;
        self.price = Some(prices::agreed(t, &contract.agreed.charge));
        self.price_note = of_contract(t, contract);
        if contract.view.booking.host_id != seat.viewer.person.id {
            return;
        }
        let title = |invoice: &Invoice| match invoice.takes_back {
            Some(_) => t.one("invoice-storno-titled", "number", invoice.number.as_str()),
            None => t.one("invoice-titled", "number", invoice.number.as_str()),
        };
        self.invoices = made
            .iter()
            .map(|it| (seat.href(&format!("/desk/invoices/{}", it.id)), title(it)))
            .collect();
        let stornos = made.iter().filter(|it| it.takes_back.is_some()).count();
        let is_owed = contract.view.booking.life.status == Status::Confirmed;
        let path = format!("/desk/bookings/{}/invoice", contract.view.booking.id);
        self.new_invoice = (is_owed && made.len() == 2 * stornos).then(|| seat.href(&path));
    }
}

fn booking_page(
    state: &State,
    seat: &Seat,
    (view, agreed): (&BookingView, Agreed),
    now: DateTime<Utc>,
) -> BookingPage {
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let BookingView {
        booking, offered, ..
    } = view;
    let path = format!("/desk/bookings/{}", booking.id);
    let is_alive = !matches!(booking.life.status, Status::Cancelled { .. });
    let is_waiting =
        matches!(booking.life.status, Status::Tentative { hold_until } if hold_until > now);
    let is_online = matches!(
        booking.location,
        Location::Room { .. } | Location::Link { .. }
    );
    let is_bookable = offered.event_type.visibility != Visibility::Closed;
    BookingPage {
        frame: seat.frame(Place::Bookings),
        agreed,
        refused: None,
        title: booking.title.clone(),
        name: booking.attendee.name.clone(),
        email: booking.attendee.email.to_string(),
        tag: tag(t, booking, now),
        leaf: Leaf::of(t, booking.life.span, zone, booking.attendee.zone),
        rows: place_rows(t, view),
        guests: booking
            .attendee
            .guests
            .iter()
            .map(ToString::to_string)
            .collect(),
        call: phone_of(view),
        price: None,
        price_note: String::new(),
        invoices: Vec::new(),
        new_invoice: None,
        answers: answers::rows(t, &booking.attendee.answers),
        client: None,
        reason_given: booking.reason.clone(),
        door: (is_online && is_alive && booking.life.span.end() > now)
            .then(|| state.links.door(&booking.id, Actor::Host)),
        manage: state.links.manage(&booking.id),
        offer: is_bookable.then(|| state.links.place(&offered.place())),
        until: match booking.life.status {
            Status::Tentative { hold_until } if is_waiting => {
                Some(t.one("answer-until", "when", t.moment(hold_until, now, zone)))
            }
            _ => None,
        },
        reminders: Vec::new(),
        replies: Vec::new(),
        may_change: booking.life.may_change(now).is_ok(),
        confirm: seat.href(&format!("{path}/confirm")),
        decline: seat.href(&format!("{path}/decline")),
        cancel: seat.href(&format!("{path}/cancel")),
        reschedule: seat.href(&format!("{path}/reschedule")),
        decline_reason: reason_field(t, "decline-reason"),
        cancel_reason: reason_field(t, "cancel-reason"),
        t: t.clone(),
    }
}

/// When a reminder goes out, and to whom.
fn announced(seat: &Seat, moment: DateTime<Utc>, to: Audience, now: DateTime<Utc>) -> String {
    let t = &seat.t;
    t.with(
        "reminder-announced",
        &[
            (
                "when",
                t.moment(moment, now, seat.viewer.person.zone).into(),
            ),
            ("to", audience_words(t, to).into()),
        ],
    )
}

fn reason_field(t: &Words, id: &str) -> Field {
    let mut field = Field::new("reason", t.get("reason"), Kind::Area, "")
        .optional()
        .hint(t.get("reason-hint"));
    id.clone_into(&mut field.id);
    field.checked(t, &[])
}

/// Where the session is.
fn place_rows(t: &Words, view: &BookingView) -> Vec<(String, String)> {
    let value = match &view.booking.location {
        Location::Room { backend } => t.one("location-room", "backend", backend.as_str()),
        Location::Phone { number } if number.is_empty() => t.get("location-phone-host-calls"),
        Location::Phone { number } => t.one("location-phone-number", "number", number.as_str()),
        Location::Place { address } => address.clone(),
        Location::Link { url } => url.clone(),
    };
    vec![
        (t.get("where"), value),
        (t.get("zone"), t.zone(view.booking.attendee.zone)),
        (
            t.get("reads"),
            t.get(match view.booking.attendee.language {
                crate::kernel::people::Language::De => "language-de",
                crate::kernel::people::Language::En => "language-en",
            }),
        ),
    ]
}

/// The number that the host calls, if the client gave one.
fn phone_of(view: &BookingView) -> Option<String> {
    let host_calls =
        matches!(&view.booking.location, Location::Phone { number } if number.is_empty());
    view.booking
        .attendee
        .answers
        .iter()
        .filter_map(|answer| match &answer.given {
            Given::Text(text) => Some(dial_number(text)),
            _ => None,
        })
        .find(|number| host_calls && number.len() >= 5)
}
