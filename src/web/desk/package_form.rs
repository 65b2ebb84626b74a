//! `/desk/packages/new`: selling a package.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::{self, checked, select};
use super::policy::{read_amount, whole};
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Language;
use crate::service::packages::{self as service, PackageForm};
use crate::service::{FieldError, Problems, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// `desk/package_form.html`.
#[derive(Template)]
#[template(path = "desk/package_form.html")]
struct FormPage {
    t: Words,
    frame: Frame,
    action: String,
    back: String,
    offers: String,
    has_offers: bool,
    wrong: Vec<(String, String)>,
    what: Vec<Field>,
    who: Vec<Field>,
    price: Vec<Field>,
}

/// `GET /desk/packages/new?event_type=…`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn blank(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let typed = Typed::default()
        .with("of", seat.query("event_type").unwrap_or_default())
        .with("size", "10")
        .with("zone", seat.viewer.person.zone.name())
        .with("language", seat.viewer.person.language.tag());
    answer(&state, &seat, (&typed, &[])).await
}

/// `POST /desk/packages/new`: sells it.
///
/// # Errors
/// `NotFound`.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let result = match read(&typed) {
        Err(error) => Err(error),
        Ok(form) => {
            let viewer = seat.viewer.clone();
            let (links, now) = (Arc::clone(&state.links), state.clock.now());
            let create = move |db: &mut _| service::create(db, &viewer, &links, &form, now);
            state.store.write(create).await
        }
    };
    match result {
        Ok(made) => Ok(seat.go(&format!("/desk/packages/{}?done=package-sold", made.id))),
        Err(ServiceError::Invalid(errors)) => {
            let errors: Vec<FieldError> = errors.into_iter().map(named).collect();
            answer(&state, &seat, (&typed, &errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The error at the field of the form.
fn named(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "minutes" => "of",
        field => field,
    };
    FieldError {
        field: field.to_owned(),
        ..error
    }
}

fn read(typed: &Typed) -> Result<PackageForm, ServiceError> {
    let mut problems = Problems::default();
    // An event type and one of its lengths are chosen together.
    let of = typed.get("of");
    let (event_type, minutes) = of.split_once(' ').unwrap_or((of, ""));
    let mut amount = |name: &str| match typed.get(name).trim() {
        "" => None,
        text => problems
            .take(name, read_amount(text).ok_or("not-an-amount"))
            .map(i64::from),
    };
    let (cents, single_cents) = (amount("price"), amount("single"));
    let last_day = match typed.get("last_day").trim() {
        "" => None,
        text => problems.take("last_day", day(text).ok_or("not-a-date")),
    };
    let form = PackageForm {
        event_type_id: event_type.to_owned(),
        minutes: minutes.parse().ok(),
        size: whole(&mut problems, typed, "size"),
        name: typed.text("name"),
        email: typed.text("email"),
        zone: typed.text("zone"),
        language: typed.get("language").parse().unwrap_or(Language::De),
        cents,
        single_cents,
        last_day,
    };
    problems.finish()?;
    Ok(form)
}

fn day(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (1970..=2999).contains(&date.year()).then_some(date)
}

async fn answer(
    state: &State,
    seat: &Seat,
    (typed, errors): (&Typed, &[FieldError]),
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let offers = state
        .store
        .read(move |db| service::sellable(db, &viewer))
        .await?;
    let t = &seat.t;
    let now = state.clock.now();
    let field =
        |name: &str, label: &str, kind| Field::new(name, t.get(label), kind, typed.get(name));
    let what = vec![
        select(
            field("of", "package-of", Kind::Select),
            options(t, &offers, typed),
        ),
        field("size", "package-size", Kind::Number),
        field("last_day", "package-last-day", Kind::Date)
            .optional()
            .hint(t.get("package-last-day-hint")),
    ];
    let who = vec![
        field("name", "field-name", Kind::Line),
        field("email", "field-email", Kind::Email).hint(t.get("package-email-hint")),
        inputs::zone(t, "zone", typed.get("zone"), now),
        inputs::language(t, typed.get("language")),
    ];
    let price = vec![
        field("price", "package-price", Kind::Line)
            .optional()
            .hint(t.get("package-price-hint")),
        field("single", "package-single", Kind::Line)
            .optional()
            .hint(t.get("package-single-hint")),
    ];
    let [what, who, price] = [what, who, price].map(|fields| checked(t, fields, errors));
    let all = what.iter().chain(&who).chain(&price);
    let wrong = all.filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    let page = FormPage {
        frame: seat.frame(Place::Packages),
        action: seat.href("/desk/packages/new"),
        back: seat.href("/desk/packages"),
        offers: seat.href("/desk/event-types/new"),
        has_offers: !offers.is_empty(),
        wrong: wrong.collect(),
        what,
        who,
        price,
        t: t.clone(),
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page::private_html(status, &page)
}

/// Every event type with each of its lengths; the one that was asked for stands first.
fn options(t: &Words, offers: &[EventType], typed: &Typed) -> Vec<(String, String)> {
    let asked = typed.get("of");
    let mut options: Vec<(String, String)> = offers
        .iter()
        .flat_map(|offer| {
            let lengths = offer.rules.durations.iter();
            lengths.map(|minutes| {
                let label = format!("{}, {}", offer.title, t.minutes(*minutes));
                (format!("{} {minutes}", offer.id), label)
            })
        })
        .collect();
    options.sort_by_key(|(value, _)| !value.starts_with(asked));
    options
}
