//! `/desk/time-off`: out of office, travels, holidays.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::hours_tabs::{self, Tab};
use super::inputs;
use super::seat::{Frame, NavLink, Place, Seat};
use super::time_off_form as form;
use super::typed::Typed;
use crate::kernel::booking::Booking;
use crate::kernel::people::Person;
use crate::kernel::time_off::{Absence, Entries, Period};
use crate::kernel::zone;
use crate::service::away::{self, Answer, AwayOffer};
use crate::service::time_off::{self, TimeOffForm};
use crate::service::{Db, FieldError, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Words;

/// `desk/time_off.html`.
#[derive(Template)]
#[template(path = "desk/time_off.html")]
struct TimeOffPage {
    t: Words,
    frame: Frame,
    tabs: Vec<NavLink>,
    action: String,
    wrong: Vec<(String, String)>,
    absences: Vec<Row>,
    away: Vec<Field>,
    travels: Vec<Row>,
    travel: Vec<Field>,
    holidays_action: String,
    region: Field,
    chosen_region: String,
    holidays: Vec<form::DayOff>,
}

/// An absence or a travel.
struct Row {
    /// Where everybody concerned is written to, if somebody was not yet.
    tell: Option<String>,
    datetime: String,
    leaf: [String; 3],
    when: String,
    words: String,
    note: String,
    bookings: Vec<Concerned>,
    remove: String,
}

/// A session in an absence.
struct Concerned {
    href: String,
    words: String,
    /// What its client was told and chose.
    state: Option<String>,
}

/// What the page is made of.
struct Loaded {
    offers: Vec<AwayOffer>,
    entries: Entries,
    others: Vec<Person>,
    bookings: Vec<(String, Booking)>,
}

/// `GET /desk/time-off`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let region = seat.query("region");
    let page = time_off_page(&state, &seat, (&Typed::default(), &[]), region).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/time-off`: one absence or travel more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let is_travel = typed.get("do") == "travel";
    let tells = typed.get("do") == "tell";
    let result = match form::read(&typed, is_travel, seat.viewer.person.zone) {
        Err(errors) => Err(ServiceError::Invalid(errors)),
        Ok(new) => add(&state, &seat, new, tells).await,
    };
    match result {
        Ok(()) if tells => Ok(seat.go("/desk/time-off?done=away")),
        Ok(()) => Ok(seat.go("/desk/time-off?done=time-off")),
        Err(ServiceError::Invalid(errors)) => {
            let errors = form::named_as_typed(errors, is_travel);
            let page = time_off_page(&state, &seat, (&typed, &errors), None).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/time-off/{id}/remove`.
///
/// # Errors
/// `NotFound`.
pub async fn remove(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| away::end(db, &viewer, &id, now))
        .await?;
    Ok(seat.go("/desk/time-off?done=time-off-gone"))
}

/// `POST /desk/time-off/{id}/tell`: offers everybody concerned what they can choose from.
///
/// # Errors
/// `NotFound`.
pub async fn tell(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| away::announce(db, &viewer, &id, now))
        .await?;
    Ok(seat.go("/desk/time-off?done=away"))
}

/// `POST /desk/time-off/holidays`: another region, or the days that are taken off in it.
///
/// # Errors
/// `Invalid` for a region that there is not.
pub async fn set_holidays(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, choice) = (seat.viewer.clone(), form::choice(&typed));
    let result = state
        .store
        .write(move |db| time_off::set_holidays(db, &viewer, &choice))
        .await;
    match result {
        Ok(()) => Ok(seat.go("/desk/time-off?done=holidays")),
        Err(ServiceError::Invalid(errors)) => {
            let page = time_off_page(&state, &seat, (&typed, &errors), None).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn add(
    state: &State,
    seat: &Seat,
    new: TimeOffForm,
    tells: bool,
) -> Result<(), ServiceError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| {
            let entry = time_off::create(db, &viewer, &new)?;
            if tells {
                away::announce(db, &viewer, entry.id(), now)?;
            }
            Ok(())
        })
        .await
}

fn load(db: &mut Db, viewer: &Viewer, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    let entries = time_off::list(db, viewer)?;
    Ok(Loaded {
        others: time_off::substitutes(db, viewer)?,
        offers: away::offers(db, &entries.absences)?,
        bookings: time_off::bookings_within(db, viewer, &entries.absences, now)?,
        entries,
    })
}

async fn time_off_page(
    state: &State,
    seat: &Seat,
    (typed, errors): (&Typed, &[FieldError]),
    region: Option<String>,
) -> Result<TimeOffPage, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let loaded = state.store.read(move |db| load(db, &viewer, now)).await?;
    let t = &seat.t;
    let away = inputs::checked(t, form::away(t, typed, &loaded.others), errors);
    let travel = inputs::checked(t, form::travel(t, typed, now), errors);
    let mut choice = loaded.entries.holidays.clone();
    if let Some(region) = region {
        choice.region = region;
    }
    let region = form::region(t, &choice.region).checked(t, errors);
    let all = away.iter().chain(&travel).chain([&region]);
    Ok(TimeOffPage {
        frame: seat.frame(Place::Hours),
        tabs: hours_tabs::tabs(seat, Tab::TimeOff),
        action: seat.href("/desk/time-off"),
        wrong: all
            .filter_map(|field| {
                let error = field.error.as_ref()?;
                Some((field.id.clone(), format!("{}: {error}", field.label)))
            })
            .collect(),
        absences: absences(seat, &loaded, now),
        travels: travels(seat, &loaded.entries, now),
        away,
        travel,
        holidays_action: seat.href("/desk/time-off/holidays"),
        chosen_region: choice.region.clone(),
        holidays: form::days_off(t, &choice, zone::date(now, seat.viewer.person.zone)),
        region,
        t: t.clone(),
    })
}

/// The absences that are not over.
fn absences(seat: &Seat, loaded: &Loaded, now: DateTime<Utc>) -> Vec<Row> {
    let host_zone = seat.viewer.person.zone;
    let mut rows: Vec<_> = loaded
        .entries
        .absences
        .iter()
        .filter_map(|absence| Some((absence.period.span(host_zone)?, absence)))
        .filter(|(span, _)| span.end() > now)
        .collect();
    rows.sort_by_key(|(span, _)| *span);
    rows.into_iter()
        .map(|(_, absence)| absence_row(seat, loaded, absence, now))
        .collect()
}

fn absence_row(seat: &Seat, loaded: &Loaded, absence: &Absence, now: DateTime<Utc>) -> Row {
    let (t, host_zone) = (&seat.t, seat.viewer.person.zone);
    let (date, when) = match absence.period {
        Period::Days { from, to } => (from, form::days_words(t, from, to)),
        Period::Between(span) => (
            zone::date(span.start(), host_zone),
            t.with(
                "day-range",
                &[
                    ("from", t.moment_short(span.start(), now, host_zone).into()),
                    ("to", t.moment_short(span.end(), now, host_zone).into()),
                ],
            ),
        ),
    };
    let others = &loaded.others;
    let substitute = others
        .iter()
        .find(|person| Some(&person.id) == absence.substitute_id.as_ref());
    let concerned = concerned(seat, loaded, absence, now);
    let is_untold = concerned.iter().any(|it| it.state.is_none());
    Row {
        tell: is_untold.then(|| seat.href(&format!("/desk/time-off/{}/tell", absence.id))),
        datetime: date.to_string(),
        leaf: form::leaf(t, date),
        when,
        words: absence.message.clone(),
        note: substitute
            .map(|person| t.one("time-off-substituted", "name", person.name.as_str()))
            .unwrap_or_default(),
        bookings: concerned,
        remove: seat.href(&format!("/desk/time-off/{}/remove", absence.id)),
    }
}

/// The sessions that lie in an absence, and those that did until their clients chose otherwise.
fn concerned(
    seat: &Seat,
    loaded: &Loaded,
    absence: &Absence,
    now: DateTime<Utc>,
) -> Vec<Concerned> {
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let offer_of = |id: &str| loaded.offers.iter().find(|it| it.booking_id == id);
    let within = loaded.bookings.iter().filter(|(id, _)| *id == absence.id);
    within
        .map(|(_, booking)| {
            let start = t.moment_short(booking.life.span.start(), now, zone);
            let client = &booking.attendee.name;
            Concerned {
                href: seat.href(&format!("/desk/bookings/{}", booking.id)),
                words: format!("{start}, {client}, {}", booking.title),
                state: offer_of(&booking.id).map(|offer| answer_words(t, offer)),
            }
        })
        .collect()
}

fn answer_words(t: &Words, offer: &AwayOffer) -> String {
    t.get(match offer.answer {
        None | Some(Answer::TakenBack) => "away-waits",
        Some(Answer::Colleague) => "away-colleague-chosen",
        Some(Answer::Moved) => "away-moved",
        Some(Answer::Cancelled) => "away-called-off",
    })
}

/// The travels that are not over.
fn travels(seat: &Seat, entries: &Entries, now: DateTime<Utc>) -> Vec<Row> {
    let t = &seat.t;
    entries
        .travels
        .iter()
        .filter(|(_, travel)| travel.to >= zone::date(now, travel.zone))
        .map(|(id, travel)| Row {
            tell: None,
            datetime: travel.from.to_string(),
            leaf: form::leaf(t, travel.from),
            when: form::days_words(t, travel.from, travel.to),
            words: String::new(),
            note: t.zone(travel.zone),
            bookings: Vec::new(),
            remove: seat.href(&format!("/desk/time-off/{id}/remove")),
        })
        .collect()
}
