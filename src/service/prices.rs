//! What sessions cost: set by the host, kept with each booking as it was.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::bookings::{Order, Wishes};
use super::slots::Offered as Offering;
use super::{Problems, ServiceError, Viewer, event_types, invoices, private_links, templates};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::event_type::EventType;
use crate::kernel::price::{Charge, Offered, Price, PriceError, Pricing, Step};
use crate::kernel::span::Span;
use crate::kernel::template::Lock;
use crate::kernel::text;
use crate::kernel::withdrawal::{CONSENT_VERSION, needs_consent};
use crate::store::prices::Agreed;
use crate::store::{Db, prices};

/// The longest sentence on what a price covers.
const LONGEST_COVERS: usize = 200;

/// What an event type costs.
pub fn of_event_type(db: &mut Db, event_type_id: &str) -> Result<Pricing, ServiceError> {
    Ok(prices::find(db, event_type_id)?)
}

/// What something costs as it is offered: a private link may have a price of its own.
pub fn of_offered(db: &mut Db, offered: &Offering) -> Result<Pricing, ServiceError> {
    let link = private_links::of_offered(db, offered)?;
    let own = link.and_then(|link| link.terms.price_cents);
    own_price(db, &offered.event_type, own)
}

fn own_price(
    db: &mut Db,
    event_type: &EventType,
    cents: Option<u32>,
) -> Result<Pricing, ServiceError> {
    let pricing = prices::find(db, &event_type.id)?;
    Ok(match cents {
        Some(cents) => pricing.all_at(i64::from(cents), &event_type.rules.durations),
        None => pricing,
    })
}

/// What event types cost, by id; one that is free is left out.
pub fn of_event_types(
    db: &mut Db,
    event_types: &[EventType],
) -> Result<BTreeMap<String, Pricing>, ServiceError> {
    let ids: Vec<String> = event_types.iter().map(|it| it.id.clone()).collect();
    Ok(prices::list(db, &ids)?)
}

/// Sets what one of the viewer's event types costs. What is booked keeps its price; the price of a
/// duration that is no longer offered stays until it is set anew.
///
/// # Errors
/// `NotFound`; `Forbidden` when a template decides it; `Invalid` with the fields: `price.50.low`, `covers.50.low`.
pub fn set(
    db: &mut Db,
    viewer: &Viewer,
    event_type_id: &str,
    pricing: &Pricing,
) -> Result<Pricing, ServiceError> {
    let event_type = event_types::find(db, viewer, event_type_id)?;
    templates::must_be_free(db, event_type_id, Lock::Price)?;
    let mut problems = Problems::default();
    let mut checked = Pricing {
        of: BTreeMap::new(),
        ..pricing.clone()
    };
    for (&minutes, price) in &pricing.of {
        if !event_type.rules.durations.contains(&minutes) {
            problems.add(&format!("price.{minutes}"), "unknown-duration");
            continue;
        }
        if let Err(error) = price.check(pricing.currency) {
            wrong_price(minutes, price, error, &mut problems);
        }
        let price = with_words(minutes, price, &mut problems);
        checked.of.insert(minutes, price);
    }
    problems.finish()?;
    prices::replace(db, event_type_id, &checked)?;
    templates::follow_price(db, event_type_id)?;
    Ok(checked)
}

fn wrong_price(minutes: u32, price: &Price, error: PriceError, problems: &mut Problems) {
    match error {
        PriceError::Amount(place, cause) => {
            problems.add(&field("price", minutes, price, place), cause)
        }
        PriceError::Order(place) => {
            problems.add(&field("price", minutes, price, place), "price-order")
        }
    }
}

fn with_words(minutes: u32, price: &Price, problems: &mut Problems) -> Price {
    let least = usize::from(matches!(price, Price::Sliding(_)));
    let mut price = price.clone();
    let named = price.clone();
    let steps: &mut [Offered] = match &mut price {
        Price::Free => &mut [],
        Price::Fixed(offered) => std::slice::from_mut(offered),
        Price::Sliding(steps) => steps,
    };
    for (place, offered) in steps.iter_mut().enumerate() {
        let words = text::one_line(&offered.covers, least, LONGEST_COVERS);
        let field = field("covers", minutes, &named, place);
        offered.covers = problems.take(&field, words).unwrap_or_default();
    }
    price
}

/// The name of the field of a step: `price.50.standard`, `covers.50.low`.
fn field(name: &str, minutes: u32, price: &Price, place: usize) -> String {
    let step = match price {
        Price::Sliding(_) => Step::ALL.get(place).map_or("", |step| step.as_str()),
        Price::Free | Price::Fixed(_) => Step::Standard.as_str(),
    };
    format!("{name}.{minutes}.{step}")
}

/// What a booking costs; none if nothing.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Option<Charge>, ServiceError> {
    Ok(prices::find_charge(db, booking_id)?.map(|agreed| agreed.charge))
}

/// What bookings cost, by id; a free one is left out.
pub fn of_bookings(
    db: &mut Db,
    bookings: &[Booking],
) -> Result<BTreeMap<String, Charge>, ServiceError> {
    let ids: Vec<String> = bookings.iter().map(|it| it.id.clone()).collect();
    Ok(prices::list_charges(db, &ids)?)
}

/// What a client who wishes so owes for a session; a private link may say `own_cents`.
pub(super) fn order(
    db: &mut Db,
    (event_type, own_cents): (&EventType, Option<u32>),
    span: Span,
    wishes: &Wishes,
    problems: &mut Problems,
) -> Result<Option<Order>, ServiceError> {
    let minutes = u32::try_from(span.duration().num_minutes()).unwrap_or(0);
    let pricing = own_price(db, event_type, own_cents)?;
    let charge = pricing.charge(minutes, wishes.price.as_deref());
    Ok(problems
        .take("price", charge)
        .flatten()
        .map(|charge| Order {
            charge,
            early_start: wishes.early_start,
        }))
}

/// Makes sure that a client who books a paid session within the time to withdraw asked for it.
///
/// # Errors
/// `Invalid` about `early_start`.
pub(super) fn check_consent(
    order: Option<Order>,
    span: Span,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    if order.is_some_and(|order| !order.early_start) && needs_consent(span.start(), now, zone) {
        problems.add("early_start", "must-agree");
    }
    problems.finish()
}

/// Keeps what a new booking costs, and makes its invoice if the host lets that happen by itself.
pub(super) fn charge(
    db: &mut Db,
    booking: &Booking,
    order: Order,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let is_agreed = booking.life.status == Status::Confirmed;
    let is_early = needs_consent(booking.life.span.start(), now, booking.attendee.zone);
    let consent = if is_early { CONSENT_VERSION } else { "" };
    let agreed = Agreed {
        charge: order.charge,
        agreed_at: is_agreed.then_some(now),
        consent: consent.to_owned(),
    };
    prices::insert_charge(db, &booking.id, &agreed)?;
    if is_agreed {
        invoices::make_by_itself(db, booking, now)?;
    }
    Ok(())
}

/// The host agreed to a booking: from now on counts the right to withdraw, and the invoice is made
/// if the host lets that happen by itself.
pub(super) fn agree(
    db: &mut Db,
    booking: &Booking,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if prices::agree(db, &booking.id, now)? {
        invoices::make_by_itself(db, booking, now)?;
    }
    Ok(())
}
