//! The waiting list: `…/waiting`, where one joins it, and `/w/{token}`, where one sees their place
//! and answers an offer.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::address::Address;
use super::calendar::rfc3339;
use super::errors::{PageError, refused_key};
use super::fields::{Field, Kind};
use super::form::{self, Asked, Typed};
use super::layout::{self, Layout};
use super::page;
use super::prices::{self, Payment};
use super::schedule;
use super::wanted::{self, Wanted};
use super::when::Leaf;
use crate::http::error;
use crate::http::language::Reader;
use crate::kernel::price::Pricing;
use crate::kernel::span::Span;
use crate::kernel::waiting::{Offer, State as Stage, Wish};
use crate::kernel::zone;
use crate::service::bookings::Wishes;
use crate::service::groups::{self, GroupRules};
use crate::service::instance::{self, Instance};
use crate::service::slots::{self, Offered};
use crate::service::waiting::{self as service, WaitingView, Wanted as WaitFor};
use crate::service::{Db, FieldError, ServiceError, prices as acts};
use crate::state::State;
use crate::texts::Words;

/// `waiting/join.html`.
#[derive(Template)]
#[template(path = "waiting/join.html")]
struct JoinPage {
    t: Words,
    layout: Layout,
    title: String,
    what: String,
    leaf: Option<Leaf>,
    action: String,
    back: String,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    has_errors: bool,
    refused: Option<String>,
}

/// `waiting/waiting.html`.
#[derive(Template)]
#[template(path = "waiting/waiting.html")]
struct WaitingPage {
    t: Words,
    layout: Layout,
    heading: String,
    lead: String,
    what: String,
    leaf: Option<Leaf>,
    place: Option<String>,
    until: Option<String>,
    is_offered: bool,
    is_waiting: bool,
    action: String,
    payment: Option<Payment>,
    fields: Vec<Field>,
    has_errors: bool,
    button: String,
    booking: Option<String>,
    other: String,
    refused: Option<String>,
}

struct Loaded {
    instance: Instance,
    offered: Offered,
    rules: GroupRules,
    span: Option<Span>,
}

/// `GET /@{username}/{slug}/waiting?date=2026-12-03`, or `?start=…`, or neither for whatever becomes
/// free first.
///
/// # Errors
/// `NotFound`; `Unreadable`.
pub async fn show(
    state: Data<State>,
    request: HttpRequest,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let asked = Asked {
        place: page::place(&request, wanted.host.clone())?,
        wanted,
        reader,
    };
    join_page(&state, &asked, &Typed::new(), None).await
}

/// `POST …/waiting`: joins, or shows the form again with what was typed.
///
/// # Errors
/// `NotFound`; `Unreadable`.
pub async fn join(
    state: Data<State>,
    request: HttpRequest,
    form: Form<Vec<(String, String)>>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let typed = form::typed(form.into_inner());
    let wanted = Wanted::try_from(wanted::Query::of(&typed))?;
    let asked = Asked {
        place: page::place(&request, wanted.host.clone())?,
        wanted,
        reader,
    };
    let now = state.clock.now();
    let new = form::new_booking(&asked, asked.wanted.start.unwrap_or(now), &typed);
    let (wait_for, links) = (wait_for(&asked.wanted), state.links.clone());
    let joined = state
        .store
        .write(move |db| service::join(db, &links, (&new, wait_for), now))
        .await;
    match joined {
        Ok(entry) => {
            let link = state.links.waiting(&entry.id);
            let path = Address::new(page::local(&state, &link));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(error) => join_page(&state, &asked, &typed, Some(error)).await,
    }
}

/// What is waited for.
fn wait_for(wanted: &Wanted) -> WaitFor {
    match (wanted.start, wanted.date) {
        (Some(start), _) => WaitFor::Time(start),
        (None, Some(date)) => WaitFor::Day(date),
        (None, None) => WaitFor::Any,
    }
}

/// What is wrong with the fields, or why it is refused: the status and the words.
type Trouble = (Vec<FieldError>, Option<(StatusCode, &'static str)>);

/// What can be said on the page itself about why an act failed.
///
/// # Errors
/// The cause, if it has a page of its own.
fn trouble(cause: Option<ServiceError>) -> Result<Trouble, PageError> {
    match cause {
        None => Ok((Vec::new(), None)),
        Some(ServiceError::Invalid(errors)) => Ok((errors, None)),
        Some(cause) => match refused_key(&cause) {
            Some(key) => Ok((Vec::new(), Some((error::status(&cause), key)))),
            None => Err(cause.into()),
        },
    }
}

async fn join_page(
    state: &State,
    asked: &Asked,
    typed: &Typed,
    cause: Option<ServiceError>,
) -> Result<HttpResponse, PageError> {
    let (errors, refused) = trouble(cause)?;
    let (place, wanted) = (asked.place.clone(), asked.wanted.clone());
    let loaded = state
        .store
        .read(move |db| load(db, &place, &wanted))
        .await?;
    let status = match refused {
        Some((status, _)) => status,
        None if errors.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut page = join_form(state, loaded, asked, (typed, &errors));
    page.refused = refused.map(|(_, key)| page.t.get(key));
    page::private_html(status, &page)
}

fn load(db: &mut Db, place: &slots::Place, wanted: &Wanted) -> Result<Loaded, ServiceError> {
    let offered = slots::offered(db, place)?;
    let duration = schedule::duration(&offered, wanted)?;
    let span = match wanted.start {
        None => None,
        Some(start) => match groups::span_at(db, &offered, start)? {
            Some(span) => Some(span),
            None => start
                .checked_add_signed(TimeDelta::minutes(i64::from(duration)))
                .and_then(|end| Span::new(start, end)),
        },
    };
    Ok(Loaded {
        instance: instance::load(db)?,
        rules: groups::rules_of(db, &offered.event_type)?,
        span,
        offered,
    })
}

fn join_form(
    state: &State,
    loaded: Loaded,
    asked: &Asked,
    (typed, errors): (&Typed, &[FieldError]),
) -> JoinPage {
    let Loaded {
        instance,
        offered,
        rules,
        span,
    } = loaded;
    let t = page::words(state, asked.reader);
    let place = offered.place().path();
    let path = format!("{place}/waiting");
    let date = asked.wanted.date.map(|date| date.to_string());
    let start = asked.wanted.start.map(rfc3339);
    let own = Address::new(&path)
        .with_some("date", date.as_deref())
        .with_some("start", start.as_deref());
    let own = form::carry_time(own, asked).to_string();
    let layout = page::layout(state, &instance, asked.reader, &own);
    let zone = asked.wanted.zone.unwrap_or(offered.zone);
    let title = t.with(
        "event-title",
        &[
            ("title", offered.event_type.title.as_str().into()),
            ("host", offered.name().into()),
        ],
    );
    let mut hidden = vec![("zone", zone.name().to_owned())];
    hidden.extend(start.map(|start| ("start", start)));
    hidden.extend(date.map(|date| ("date", date)));
    let duration = asked.wanted.duration;
    hidden.extend(duration.map(|duration| ("duration", duration.to_string())));
    JoinPage {
        what: match (span, asked.wanted.date) {
            (Some(_), _) => t.get("waiting-join-lead-time"),
            (None, Some(date)) => t.one("waiting-join-lead-day", "day", t.date_long(date)),
            (None, None) => t.get("waiting-join-lead-any"),
        },
        leaf: span.map(|span| Leaf::of(&t, span, zone, offered.zone).what(title.clone())),
        action: layout.href(&path),
        back: form::carry_time(Address::new(&place), asked).to_string(),
        hidden,
        fields: form::fields(&t, (&offered, &rules), typed, errors),
        has_errors: !errors.is_empty(),
        refused: None,
        title,
        t,
        layout,
    }
}

/// `GET /w/{token}`: the place in the list, or the offer. Nothing happens.
///
/// # Errors
/// `NotFound`, also for a forged token.
pub async fn look(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    waiting_page(&state, &token, reader, (Answer::default(), None)).await
}

#[derive(Default, Deserialize)]
pub struct Answer {
    #[serde(default, rename = "do")]
    act: String,
    price: Option<String>,
    early_start: Option<String>,
}

impl Answer {
    fn wishes(&self) -> Wishes {
        Wishes {
            price: self.price.clone(),
            early_start: self.early_start.is_some(),
            ..Wishes::default()
        }
    }
}

/// `POST /w/{token}`: accepts, declines or leaves, as the button says.
///
/// # Errors
/// `NotFound`.
pub async fn answer(
    state: Data<State>,
    token: Path<String>,
    form: Form<Answer>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let (link, now) = (token.clone(), state.clock.now());
    let links = state.links.clone();
    let answer = form.into_inner();
    let (act, wishes) = (answer.act.clone(), answer.wishes());
    let done = state
        .store
        .write(move |db| match act.as_str() {
            "accept" => {
                let view = service::accept(db, &links, (&link, &wishes), now)?;
                Ok(Some(view.booking.id))
            }
            "decline" => service::decline(db, &link, now).map(|_| None),
            "leave" => service::leave(db, &link, now).map(|_| None),
            _ => Err(ServiceError::NotFound),
        })
        .await;
    let path = match done {
        Ok(Some(booking_id)) => page::local(&state, &state.links.manage(&booking_id)).to_owned(),
        Ok(None) => format!("/w/{token}"),
        Err(error) => return waiting_page(&state, &token, reader, (answer, Some(error))).await,
    };
    let path = Address::new(&path).with_some("lang", layout::carried(reader));
    Ok(page::see_other(&path.to_string()))
}

struct Standing {
    instance: Instance,
    view: WaitingView,
    pricing: Pricing,
}

async fn waiting_page(
    state: &State,
    token: &str,
    reader: Reader,
    (answer, cause): (Answer, Option<ServiceError>),
) -> Result<HttpResponse, PageError> {
    let (errors, refused) = trouble(cause)?;
    let asked = token.to_owned();
    let standing = state.store.read(move |db| {
        let view = service::look(db, &asked)?;
        Ok::<_, ServiceError>(Standing {
            instance: instance::load(db)?,
            pricing: acts::of_event_type(db, &view.entry.event_type_id)?,
            view,
        })
    });
    let mut page = standing_page(state, standing.await?, (token, reader), (&answer, &errors));
    page.refused = refused.map(|(_, key)| page.t.get(key));
    let status = match refused {
        Some((status, _)) => status,
        None if errors.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page::private_html(status, &page)
}

fn standing_page(
    state: &State,
    standing: Standing,
    (token, reader): (&str, Reader),
    (answer, errors): (&Answer, &[FieldError]),
) -> WaitingPage {
    let Standing {
        instance,
        view,
        pricing,
    } = standing;
    let layout = page::layout(state, &instance, reader, &format!("/w/{token}"));
    let t = page::words(state, reader);
    let now = state.clock.now();
    let WaitingView {
        entry,
        offered,
        place,
    } = view;
    let zone = entry.attendee.zone;
    let offer = offer_at(entry.state, now);
    let is_waiting = entry.state == Stage::Waiting;
    let (heading, lead) = heading(&t, entry.state, offer.is_some());
    let span = match (offer, entry.wish) {
        (Some(offer), _) => Some(offer.span),
        (None, Wish::Time(span)) => Some(span),
        (None, Wish::Within(_) | Wish::Any) => None,
    };
    let owed = offer.and_then(|offer| {
        owed(
            &t,
            (&offered, &pricing),
            offer,
            (zone, now),
            (answer, errors),
        )
    });
    let (payment, fields) = owed.unzip();
    WaitingPage {
        heading,
        lead,
        what: what(&t, entry.wish, offered.zone),
        leaf: span.map(|span| {
            Leaf::of(&t, span, zone, offered.zone).what(offered.event_type.title.clone())
        }),
        place: place
            .filter(|_| is_waiting)
            .map(|place| t.one("waiting-place", "place", place)),
        until: offer.map(|offer| {
            let when = t.moment(offer.until, now, zone);
            t.one("waiting-answer-until", "when", when)
        }),
        is_offered: offer.is_some(),
        is_waiting,
        action: layout.href(&format!("/w/{token}")),
        button: match &payment {
            Some(payment) => payment.button.clone(),
            None => t.get("waiting-accept"),
        },
        payment,
        fields: fields.unwrap_or_default(),
        has_errors: !errors.is_empty(),
        booking: entry
            .booking_id
            .map(|id| layout.href(page::local(state, &state.links.manage(&id)))),
        other: layout.href(&offered.place().path()),
        refused: None,
        t,
        layout,
    }
}

/// What is to be paid for what is offered, and what must be said to that; none if it is free.
fn owed(
    t: &Words,
    (offered, pricing): (&Offered, &Pricing),
    offer: Offer,
    (zone, now): (Tz, DateTime<Utc>),
    (answer, errors): (&Answer, &[FieldError]),
) -> Option<(Payment, Vec<Field>)> {
    let minutes = u32::try_from(offer.span.duration().num_minutes()).unwrap_or(0);
    let payment = Payment::of(
        t,
        (pricing, minutes),
        (answer.price.as_deref(), errors),
        prices::right_until(now, zone),
    )?;
    let ticked = answer.early_start.as_deref().unwrap_or_default();
    let consent = prices::consent(t, offered, (offer.span.start(), zone), (ticked, now));
    let fields = consent.into_iter().map(|field| field.checked(t, errors));
    Some((payment, fields.collect()))
}

fn what(t: &Words, wish: Wish, zone: Tz) -> String {
    match wish {
        Wish::Time(_) => t.get("waiting-what-time"),
        Wish::Within(day) => {
            let date = zone::date(day.start(), zone);
            t.one("waiting-for-day", "day", t.date_long(date))
        }
        Wish::Any => t.get("waiting-for-any"),
    }
}

/// The offer, if it can still be answered.
fn offer_at(stage: Stage, now: DateTime<Utc>) -> Option<Offer> {
    match stage {
        Stage::Offered(offer) => Some(offer).filter(|offer| now < offer.until),
        _ => None,
    }
}

fn heading(t: &Words, stage: Stage, is_offered: bool) -> (String, String) {
    match stage {
        Stage::Offered(_) if is_offered => (
            t.get("waiting-offered-heading"),
            t.get("waiting-page-offered"),
        ),
        Stage::Waiting => (t.get("waiting-joined-heading"), t.get("waiting-page-waits")),
        Stage::Booked => (t.get("booked-agreed"), t.get("waiting-page-booked")),
        Stage::Declined => (
            t.get("waiting-declined-heading"),
            t.get("waiting-page-declined"),
        ),
        Stage::Offered(_) | Stage::Expired => (
            t.get("waiting-expired-heading"),
            t.get("waiting-page-expired"),
        ),
        Stage::Left => (t.get("waiting-left-heading"), t.get("waiting-page-left")),
    }
}
