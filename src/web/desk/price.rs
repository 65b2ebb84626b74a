//! `/desk/event-types/{id}/price`: what an event type costs, duration by duration.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::super::prices::step_words;
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use super::{inputs, typed::Typed};
use crate::kernel::event_type::EventType;
use crate::kernel::money::{AmountError, Currency, Money, TaxNote};
use crate::kernel::price::{Offered, Price, Pricing, Step};
use crate::service::{FieldError, Problems, ServiceError, event_types, prices};
use crate::state::State;
use crate::texts::Words;

/// `desk/price.html`.
#[derive(Template)]
#[template(path = "desk/price.html")]
struct PricePage {
    t: Words,
    frame: Frame,
    heading: String,
    tabs: Vec<NavLink>,
    action: String,
    wrong: Vec<(String, String)>,
    about: Vec<Field>,
    durations: Vec<Duration>,
}

/// The fields of one duration.
struct Duration {
    heading: String,
    fields: Vec<Field>,
}

/// `GET /desk/event-types/{id}/price`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), id.into_inner());
    let (event_type, pricing) = state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &viewer, &id)?;
            let pricing = prices::of_event_type(db, &id)?;
            Ok::<_, ServiceError>((event_type, pricing))
        })
        .await?;
    let typed = write(&event_type, &pricing);
    page::private_html(StatusCode::OK, &price_page(&seat, &event_type, &typed, &[]))
}

/// `POST /desk/event-types/{id}/price`.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, wanted) = (seat.viewer.clone(), id.clone());
    let event_type = state
        .store
        .read(move |db| event_types::find(db, &viewer, &wanted))
        .await?;
    let result = match read(&event_type, &typed) {
        Err(error) => Err(error),
        Ok(pricing) => {
            let (viewer, id) = (seat.viewer.clone(), id.clone());
            state
                .store
                .write(move |db| prices::set(db, &viewer, &id, &pricing))
                .await
        }
    };
    match result {
        Ok(_) => Ok(seat.go(&format!("/desk/event-types/{id}/price?done=saved"))),
        Err(ServiceError::Invalid(errors)) => {
            let page = price_page(&seat, &event_type, &typed, &errors);
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// What was typed. The middle amount is the fixed price, too.
fn read(event_type: &EventType, typed: &Typed) -> Result<Pricing, ServiceError> {
    let mut problems = Problems::default();
    let currency = Currency::parse(typed.get("currency"));
    let currency = problems.take("currency", currency.map_err(|_| "unknown-currency"));
    let currency = currency.unwrap_or_default();
    let tax = problems.take("rate", read_tax(typed)).unwrap_or_default();
    let mut of = BTreeMap::new();
    for &minutes in &event_type.rules.durations {
        let mut offered = |step: Step| {
            let field = format!("price.{minutes}.{}", step.as_str());
            let amount = Money::parse(typed.get(&field), currency).map_err(|error| match error {
                AmountError::NotAnAmount if typed.get(&field).trim().is_empty() => "missing",
                AmountError::NotAnAmount => "not-an-amount",
                AmountError::NotPositive => "not-positive",
                AmountError::TooMuch => "too-much",
            });
            Offered {
                cents: problems
                    .take(&field, amount)
                    .map_or(1, |amount| amount.cents),
                covers: typed.text(&format!("covers.{minutes}.{}", step.as_str())),
            }
        };
        let price = match typed.get(&format!("kind.{minutes}")) {
            "fixed" => Price::Fixed(offered(Step::Standard)),
            "sliding" => Price::Sliding(Step::ALL.map(offered)),
            _ => Price::Free,
        };
        of.insert(minutes, price);
    }
    problems.finish()?;
    Ok(Pricing { currency, tax, of })
}

fn read_tax(typed: &Typed) -> Result<TaxNote, &'static str> {
    match typed.get("tax") {
        "vat" => rate(typed.get("rate")).ok_or("rate"),
        "education" => Ok(TaxNote::Education),
        _ => Ok(TaxNote::SmallBusiness),
    }
}

/// A rate in percent, `19`, `8,1`, in tenths of one.
fn rate(text: &str) -> Option<TaxNote> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, tenth) = text.split_once('.').unwrap_or((&text, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(whole) || !are_digits(tenth) || tenth.len() > 1 || whole.len() > 2 {
        return None;
    }
    let (whole, tenth): (u16, u16) = (whole.parse().ok()?, tenth.parse().ok()?);
    TaxNote::vat(whole * 10 + tenth)
}

/// What is stored, as it would be typed.
fn write(event_type: &EventType, pricing: &Pricing) -> Typed {
    let (tax, rate) = match pricing.tax {
        TaxNote::SmallBusiness => ("small-business", 190),
        TaxNote::Education => ("education", 190),
        TaxNote::Vat(rate) => ("vat", rate),
    };
    let rate = Money::new(i64::from(rate) * 10, pricing.currency).plain();
    let mut typed = Typed::default()
        .with("currency", pricing.currency)
        .with("tax", tax)
        .with(
            "rate",
            rate.trim_end_matches('0').trim_end_matches('.').to_owned(),
        );
    for &minutes in &event_type.rules.durations {
        let price = pricing.price(minutes);
        let (kind, steps): (_, &[Step]) = match price {
            Price::Free => ("free", &[]),
            Price::Fixed(_) => ("fixed", &[Step::Standard]),
            Price::Sliding(_) => ("sliding", &Step::ALL),
        };
        typed.push(&format!("kind.{minutes}"), kind);
        for (step, offered) in steps.iter().zip(price.steps()) {
            let amount = pricing.money(offered.cents).plain();
            typed.push(&format!("price.{minutes}.{}", step.as_str()), amount);
            typed.push(
                &format!("covers.{minutes}.{}", step.as_str()),
                &offered.covers,
            );
        }
    }
    typed
}

fn price_page(
    seat: &Seat,
    event_type: &EventType,
    typed: &Typed,
    errors: &[FieldError],
) -> PricePage {
    let t = &seat.t;
    let about = inputs::checked(t, about_fields(t, typed), errors);
    let durations: Vec<Duration> = event_type
        .rules
        .durations
        .iter()
        .map(|&minutes| Duration {
            heading: t.minutes(minutes),
            fields: inputs::checked(t, duration_fields(t, typed, minutes), errors),
        })
        .collect();
    let all = about
        .iter()
        .chain(durations.iter().flat_map(|it| &it.fields));
    PricePage {
        frame: seat.frame(Place::EventTypes),
        heading: event_type.title.clone(),
        tabs: offer_tabs::tabs(seat, event_type, Tab::Price),
        action: seat.href(&format!("/desk/event-types/{}/price", event_type.id)),
        wrong: all
            .filter_map(|field| {
                let error = field.error.as_ref()?;
                Some((field.id.clone(), format!("{}: {error}", field.label)))
            })
            .collect(),
        about,
        durations,
        t: t.clone(),
    }
}

fn about_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let select = |name: &str, label: String, options: Vec<(String, String)>| {
        inputs::select(
            Field::new(name, label, Kind::Select, typed.get(name)),
            options,
        )
    };
    let codes = Currency::all().map(|it| (it.to_string(), it.to_string()));
    let notes = [
        ("small-business", t.get("tax-small-business-choice")),
        ("education", t.get("tax-education-choice")),
        ("vat", t.get("tax-vat-choice")),
    ];
    let notes = notes.map(|(value, label)| (value.to_owned(), label));
    vec![
        select("tax", t.get("tax"), notes.to_vec()),
        Field::new("rate", t.get("tax-rate"), Kind::Line, typed.get("rate"))
            .optional()
            .hint(t.get("tax-rate-hint")),
        select("currency", t.get("currency"), codes.collect()),
    ]
}

fn duration_fields(t: &Words, typed: &Typed, minutes: u32) -> Vec<Field> {
    let name = format!("kind.{minutes}");
    let kind = Field::new(&name, t.get("price-kind"), Kind::Select, typed.get(&name));
    let kinds = [
        ("free", t.get("price-free")),
        ("fixed", t.get("price-fixed")),
        ("sliding", t.get("price-sliding")),
    ];
    let mut fields = vec![inputs::select(
        kind,
        kinds.map(|(value, label)| (value.to_owned(), label)),
    )];
    // The price that is reckoned with comes first: it is the fixed one, too.
    for step in [Step::Standard, Step::Low, Step::High] {
        let words = step_words(t, step);
        let name = format!("price.{minutes}.{}", step.as_str());
        let label = match step {
            Step::Standard => t.get("price-amount"),
            Step::Low | Step::High => t.one("price-amount-of", "step", words.as_str()),
        };
        fields.push(Field::new(&name, label, Kind::Line, typed.get(&name)).optional());
        let name = format!("covers.{minutes}.{}", step.as_str());
        let label = t.one("price-covers-of", "step", words.as_str());
        let covers = Field::new(&name, label, Kind::Line, typed.get(&name)).optional();
        fields.push(covers.hint(t.get("price-covers-hint")));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_in_percent() {
        for (typed, expected) in [
            ("19", Some(190)),
            ("8,1 %", Some(81)),
            ("0", Some(0)),
            ("7.0", Some(70)),
            ("51", None),
            ("-19", None),
            ("19.55", None),
            ("", None),
            ("nineteen", None),
        ] {
            assert_eq!(rate(typed).map(TaxNote::rate), expected, "{typed}");
        }
    }
}
