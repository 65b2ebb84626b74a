//! What a session costs, as lists, pages and forms say it.

use chrono::{DateTime, Utc};

use super::fields::{Field, Kind, error_words};
use crate::kernel::money::Money;
use crate::kernel::price::{Charge, Price, Pricing, Step};
use crate::kernel::withdrawal::{last_day, needs_consent};
use crate::service::FieldError;
use crate::service::slots::Offered;
use crate::texts::Words;

/// A price with what belongs beside it, smaller.
pub struct PriceTag {
    /// `70 €`, `kostenlos`.
    pub amount: String,
    /// For how long, within which range, with which tax.
    pub notes: Vec<String>,
}

/// The prices of an event type, one for each; durations that cost the same stand together. What is
/// said about tax is the same for all of them, and said once, with the last.
pub fn tags(t: &Words, durations: &[u32], pricing: &Pricing) -> Vec<PriceTag> {
    let mut tags = Vec::new();
    let by_price = durations.chunk_by(|a, b| pricing.price(*a) == pricing.price(*b));
    for same in by_price {
        let minutes: Vec<String> = same.iter().map(u32::to_string).collect();
        let words = format!("{} {}", minutes.join(&t.get("or")), t.get("minutes"));
        let price = pricing.price(same[0]);
        tags.push(PriceTag {
            amount: amount(t, pricing, price),
            notes: std::iter::once(words)
                .chain(range(t, pricing, price))
                .collect(),
        });
    }
    let is_paid = durations
        .iter()
        .any(|minutes| *pricing.price(*minutes) != Price::Free);
    if let Some(last) = tags.last_mut().filter(|_| is_paid) {
        last.notes.push(t.tax_note(pricing.tax));
    }
    tags
}

fn amount(t: &Words, pricing: &Pricing, price: &Price) -> String {
    match price {
        Price::Free => t.get("price-free"),
        Price::Fixed(only) => t.money(pricing.money(only.cents)),
        Price::Sliding([_, standard, _]) => t.money(pricing.money(standard.cents)),
    }
}

/// `Richtpreis, 45 € bis 95 € nach Möglichkeit`.
fn range(t: &Words, pricing: &Pricing, price: &Price) -> Option<String> {
    let Price::Sliding([low, _, high]) = price else {
        return None;
    };
    let money = |cents| t.money(pricing.money(cents));
    Some(t.with(
        "price-range",
        &[
            ("low", money(low.cents).into()),
            ("high", money(high.cents).into()),
        ],
    ))
}

/// A price that was agreed.
pub fn agreed(t: &Words, charge: &Charge) -> PriceTag {
    let step = charge.step.map(|step| step_words(t, step));
    PriceTag {
        amount: t.money(charge.amount),
        notes: step.into_iter().chain([t.tax_note(charge.tax)]).collect(),
    }
}

/// What a step of three is called.
pub fn step_words(t: &Words, step: Step) -> String {
    match step {
        Step::Low => t.get("price-low"),
        Step::Standard => t.get("price-standard"),
        Step::High => t.get("price-high"),
    }
}

/// What the booking form of a paid session says and asks.
pub struct Payment {
    /// The price, if there is only one.
    pub tag: Option<PriceTag>,
    /// What it covers; may be empty.
    pub covers: String,
    /// The three prices, if there are three.
    pub choices: Vec<Choice>,
    /// What is said about tax.
    pub tax: String,
    /// What is wrong with the choice.
    pub error: Option<String>,
    /// The words of the button, if there is only one price.
    pub button: String,
    /// Until when the contract can be taken back.
    pub right: String,
}

/// One of three prices.
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// `70 €`.
    pub amount: String,
    /// `Richtpreis`.
    pub name: String,
    /// What it covers.
    pub covers: String,
    /// It is preset.
    pub is_chosen: bool,
    /// The words of the button when it is chosen.
    pub button: String,
}

impl Payment {
    /// What is said about a session of so many minutes; none when it is free.
    pub fn of(
        t: &Words,
        (pricing, minutes): (&Pricing, u32),
        (typed, errors): (Option<&str>, &[FieldError]),
        last: chrono::NaiveDate,
    ) -> Option<Self> {
        let price = pricing.price(minutes);
        let chosen = typed.and_then(Step::parse).unwrap_or(Step::Standard);
        let mut payment = Self {
            tag: None,
            covers: String::new(),
            choices: Vec::new(),
            tax: t.tax_note(pricing.tax),
            error: errors
                .iter()
                .find(|error| error.field == "price")
                .map(|error| error_words(t, error)),
            button: String::new(),
            right: t.one("withdrawal-right", "day", t.date_long(last)),
        };
        match price {
            Price::Free => return None,
            Price::Fixed(only) => {
                payment.tag = Some(PriceTag {
                    amount: t.money(pricing.money(only.cents)),
                    notes: vec![t.tax_note(pricing.tax)],
                });
                payment.covers.clone_from(&only.covers);
                payment.button = button(t, pricing.money(only.cents));
            }
            Price::Sliding(steps) => {
                let choice = |(step, offered): (Step, &crate::kernel::price::Offered)| Choice {
                    value: step.as_str(),
                    amount: t.money(pricing.money(offered.cents)),
                    name: step_words(t, step),
                    covers: offered.covers.clone(),
                    is_chosen: step == chosen,
                    button: button(t, pricing.money(offered.cents)),
                };
                payment.choices = Step::ALL.into_iter().zip(steps).map(choice).collect();
            }
        }
        Some(payment)
    }
}

/// The button of a paid booking says so, and how much (§ 312j Abs. 3 BGB).
fn button(t: &Words, money: Money) -> String {
    t.one("book-paid", "price", t.money(money))
}

/// The last day of the right to withdraw from what is booked now, in a zone.
pub fn right_until(now: DateTime<Utc>, zone: chrono_tz::Tz) -> chrono::NaiveDate {
    last_day(now, zone)
}

/// The box by which a client asks for a session before that day is over, if this one is.
pub fn consent(
    t: &Words,
    offered: &Offered,
    (start, zone): (DateTime<Utc>, chrono_tz::Tz),
    (typed, now): (&str, DateTime<Utc>),
) -> Option<Field> {
    if !needs_consent(start, now, zone) {
        return None;
    }
    let label = t.one("price-early-start", "host", offered.name());
    Some(Field::new("early_start", label, Kind::Check, typed))
}
