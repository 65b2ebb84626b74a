//! Prices as JSON: amounts are whole cents, with all tax.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::ApiError;
use crate::kernel::money::{Currency, Money, TaxNote};
use crate::kernel::price::{Charge, Offered, Price, Pricing, Step};
use crate::service::{Problems, ServiceError};
use crate::texts::Texts;

/// What an event type costs. `{}` is free.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "currency": "EUR", "tax": {"kind": "vat", "rate": 19.0},
    "durations": [
        {"duration": 50, "kind": "fixed", "amount": 7000},
        {"duration": 80, "kind": "sliding", "steps": [
            {"amount": 4500, "covers": "the room"},
            {"amount": 7000, "covers": "room and preparation"},
            {"amount": 9500, "covers": "that others pay less"}]}]
}))]
pub struct PriceDto {
    /// ISO 4217; `EUR` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What is said about tax; `small_business` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxDto>,
    /// What each duration costs; one that is not named is free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub durations: Vec<DurationPriceDto>,
}

/// What is said about tax beside a price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TaxDto {
    /// A small business charges none (§ 19 UStG).
    SmallBusiness,
    /// Education is free of it (§ 4 Nr. 21 UStG).
    Education,
    /// It is within the price.
    Vat {
        /// In percent, with at most one decimal: `19`, `8.1`.
        rate: f64,
    },
}

/// What a session of one duration costs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DurationPriceDto {
    /// Minutes.
    pub duration: u32,
    /// How the price is made.
    #[serde(flatten)]
    pub price: PriceKindDto,
}

/// How a price is made.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum PriceKindDto {
    /// It costs nothing.
    #[default]
    Free,
    /// The same for everybody.
    Fixed {
        /// Cents.
        amount: i64,
        /// What it covers; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        covers: String,
    },
    /// One of three, freely chosen: `low`, `standard`, `high`.
    Sliding {
        /// The three, the lowest first.
        steps: Vec<StepDto>,
    },
}

/// One of three prices.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepDto {
    /// Cents.
    pub amount: i64,
    /// What it covers.
    pub covers: String,
}

/// What a booking costs, as it was when it was booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChargeDto {
    /// Cents.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// What was said about tax.
    pub tax: TaxDto,
    /// Which of three: `low`, `standard`, `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<&'static str>,
}

impl PriceDto {
    /// What the service takes.
    ///
    /// # Errors
    /// `invalid-fields`.
    pub fn into_pricing(self, texts: &Texts) -> Result<Pricing, ApiError> {
        let mut problems = Problems::default();
        let currency = match self.currency.as_deref() {
            None => Some(Currency::default()),
            Some(code) => problems.take(
                "price.currency",
                Currency::parse(code).map_err(|_| "unknown-currency"),
            ),
        };
        let tax = match self.tax {
            None => Some(TaxNote::default()),
            Some(tax) => problems.take("price.tax", read_tax(tax).ok_or("rate")),
        };
        let mut of = BTreeMap::new();
        for it in self.durations {
            let price = problems.take(&format!("price.{}", it.duration), read_price(it.price));
            if of.insert(it.duration, price.unwrap_or_default()).is_some() {
                problems.add(&format!("price.{}", it.duration), "duration-twice");
            }
        }
        match problems.finish() {
            Ok(()) => Ok(Pricing {
                currency: currency.unwrap_or_default(),
                tax: tax.unwrap_or_default(),
                of,
            }),
            Err(ServiceError::Invalid(errors)) => Err(ApiError::fields(texts, &errors)),
            Err(error) => Err(ApiError::of(&error)),
        }
    }

    /// What it costs, as programs read it.
    pub fn of(pricing: &Pricing) -> Self {
        if pricing.is_free() {
            return Self::default();
        }
        Self {
            currency: Some(pricing.currency.to_string()),
            tax: Some(write_tax(pricing.tax)),
            durations: pricing
                .of
                .iter()
                .map(|(&duration, price)| DurationPriceDto {
                    duration,
                    price: write_price(price),
                })
                .collect(),
        }
    }

    /// What sessions of one duration cost.
    pub fn of_duration(pricing: &Pricing, minutes: u32) -> Self {
        let price = pricing.price(minutes).clone();
        Self::of(&Pricing {
            of: BTreeMap::from([(minutes, price)]),
            ..pricing.clone()
        })
    }
}

fn read_price(price: PriceKindDto) -> Result<Price, &'static str> {
    match price {
        PriceKindDto::Free => Ok(Price::Free),
        PriceKindDto::Fixed { amount, covers } => Ok(Price::Fixed(Offered {
            cents: amount,
            covers,
        })),
        PriceKindDto::Sliding { steps } => {
            let steps: Vec<Offered> = steps
                .into_iter()
                .map(|step| Offered {
                    cents: step.amount,
                    covers: step.covers,
                })
                .collect();
            <[Offered; 3]>::try_from(steps)
                .map(Price::Sliding)
                .map_err(|_| "three-steps")
        }
    }
}

fn write_price(price: &Price) -> PriceKindDto {
    match price {
        Price::Free => PriceKindDto::Free,
        Price::Fixed(only) => PriceKindDto::Fixed {
            amount: only.cents,
            covers: only.covers.clone(),
        },
        Price::Sliding(steps) => PriceKindDto::Sliding {
            steps: steps
                .iter()
                .map(|step| StepDto {
                    amount: step.cents,
                    covers: step.covers.clone(),
                })
                .collect(),
        },
    }
}

fn read_tax(tax: TaxDto) -> Option<TaxNote> {
    match tax {
        TaxDto::SmallBusiness => Some(TaxNote::SmallBusiness),
        TaxDto::Education => Some(TaxNote::Education),
        TaxDto::Vat { rate } => (0..=1_000)
            .find(|tenths| f64::from(*tenths) / 10.0 == rate)
            .and_then(TaxNote::vat),
    }
}

fn write_tax(tax: TaxNote) -> TaxDto {
    match tax {
        TaxNote::SmallBusiness => TaxDto::SmallBusiness,
        TaxNote::Education => TaxDto::Education,
        TaxNote::Vat(rate) => TaxDto::Vat {
            rate: f64::from(rate) / 10.0,
        },
    }
}

impl From<&Charge> for ChargeDto {
    fn from(charge: &Charge) -> Self {
        let Money { cents, currency } = charge.amount;
        Self {
            amount: cents,
            currency: currency.to_string(),
            tax: write_tax(charge.tax),
            choice: charge.step.map(Step::as_str),
        }
    }
}
