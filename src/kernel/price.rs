//! What a session costs: nothing, a fixed price, or one of three that the client chooses freely.

use std::collections::BTreeMap;

use super::money::{AmountError, Currency, Money, TaxNote};

/// One of the three prices of a sliding scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// "Wenn es eng ist."
    Low,
    /// The price that is reckoned with.
    Standard,
    /// "Trägt andere mit."
    High,
}

impl Step {
    /// Every step, the lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Standard, Self::High];

    /// How it is chosen and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Standard => "standard",
            Self::High => "high",
        }
    }

    /// The step of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }
}

/// A step with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// In cents, with all tax.
    pub cents: i64,
    /// What it covers, in the host's words; may be empty for a fixed price.
    pub covers: String,
}

/// What a session of one duration costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Price {
    /// Nothing.
    #[default]
    Free,
    /// The same for everybody.
    Fixed(Offered),
    /// One of three, in the order of [`Step::ALL`]; no proof is asked for.
    Sliding([Offered; 3]),
}

/// Why a price was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// An amount is none.
    #[error("the price of step {0} {1}")]
    Amount(usize, AmountError),
    /// The step of this place is not above the one before it.
    #[error("step {0} must cost more than the one before")]
    Order(usize),
}

/// What an event type costs, by duration. A duration that is not named is free.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pricing {
    /// Of all its prices.
    pub currency: Currency,
    /// What is said about tax beside each.
    pub tax: TaxNote,
    /// By minutes.
    pub of: BTreeMap<u32, Price>,
}

/// What a client chose is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// There are three prices, and none was chosen.
    #[error("a price must be chosen")]
    Missing,
    /// There is no such price.
    #[error("there is no such price")]
    Unknown,
}

/// The price of one booking, as it was when it was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// With all tax.
    pub amount: Money,
    /// What was said about tax.
    pub tax: TaxNote,
    /// Which of three, if there were three.
    pub step: Option<Step>,
}

impl Price {
    /// Whether amounts are prices and steps go up.
    ///
    /// # Errors
    /// `PriceError` with the place of the first step that is wrong.
    pub fn check(&self, currency: Currency) -> Result<(), PriceError> {
        for (place, offered) in self.steps().iter().enumerate() {
            Money::price(offered.cents, currency)
                .map_err(|cause| PriceError::Amount(place, cause))?;
            if place > 0 && offered.cents <= self.steps()[place - 1].cents {
                return Err(PriceError::Order(place));
            }
        }
        Ok(())
    }

    /// Its amounts: none, one or three.
    pub fn steps(&self) -> &[Offered] {
        match self {
            Self::Free => &[],
            Self::Fixed(offered) => std::slice::from_ref(offered),
            Self::Sliding(steps) => steps,
        }
    }
}

impl Pricing {
    /// Whether a session of so many minutes can be had for so many whole units of its currency: on
    /// a sliding scale the client chooses, so the lowest price counts.
    pub fn is_within(&self, minutes: u32, most: u32) -> bool {
        let lowest = self.price(minutes).steps().first();
        lowest.is_none_or(|offered| offered.cents <= i64::from(most) * 100)
    }

    /// What a session of so many minutes costs.
    pub fn price(&self, minutes: u32) -> &Price {
        const FREE: &Price = &Price::Free;
        self.of.get(&minutes).unwrap_or(FREE)
    }

    /// Whether no duration costs anything.
    pub fn is_free(&self) -> bool {
        self.of.values().all(|price| *price == Price::Free)
    }

    /// The same, but whatever is offered in `durations` costs `cents`; for 0 it is free.
    pub fn all_at(self, cents: i64, durations: &[u32]) -> Self {
        let price = match cents {
            0 => Price::Free,
            _ => Price::Fixed(Offered {
                cents,
                covers: String::new(),
            }),
        };
        Self {
            of: durations.iter().map(|it| (*it, price.clone())).collect(),
            ..self
        }
    }

    /// What a session of so many minutes costs everybody; none if that is chosen, or nothing is
    /// said of money.
    pub fn fixed(&self, minutes: u32) -> Option<Money> {
        match self.price(minutes) {
            Price::Fixed(offered) => Some(self.money(offered.cents)),
            Price::Free | Price::Sliding(_) => None,
        }
    }

    /// An amount of it.
    pub fn money(&self, cents: i64) -> Money {
        Money::new(cents, self.currency)
    }

    /// What a session of so many minutes costs whoever chose `choice`; none when it is free. A
    /// fixed price needs no choice; naming the middle step of it is no mistake.
    ///
    /// # Errors
    /// `ChoiceError`.
    pub fn charge(
        &self,
        minutes: u32,
        choice: Option<&str>,
    ) -> Result<Option<Charge>, ChoiceError> {
        let choice = choice.filter(|choice| !choice.is_empty());
        let step = choice
            .map(|name| Step::parse(name).ok_or(ChoiceError::Unknown))
            .transpose()?;
        let (cents, step) = match (self.price(minutes), step) {
            (Price::Free, None) => return Ok(None),
            (Price::Fixed(offered), None | Some(Step::Standard)) => (offered.cents, None),
            (Price::Sliding([low, ..]), Some(Step::Low)) => (low.cents, step),
            (Price::Sliding([_, standard, _]), Some(Step::Standard)) => (standard.cents, step),
            (Price::Sliding([.., high]), Some(Step::High)) => (high.cents, step),
            (Price::Sliding(_), None) => return Err(ChoiceError::Missing),
            (Price::Free | Price::Fixed(_), Some(_)) => return Err(ChoiceError::Unknown),
        };
        Ok(Some(Charge {
            amount: self.money(cents),
            tax: self.tax,
            step,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(cents: i64) -> Offered {
        Offered {
            cents,
            covers: String::new(),
        }
    }

    fn pricing() -> Pricing {
        Pricing {
            of: BTreeMap::from([
                (50, Price::Fixed(offered(7_000))),
                (80, Price::Sliding([4_500, 7_000, 9_500].map(offered))),
            ]),
            ..Pricing::default()
        }
    }

    #[track_caller]
    fn check(minutes: u32, choice: Option<&str>, expected: Result<Option<i64>, ChoiceError>) {
        let charge = pricing().charge(minutes, choice);
        assert_eq!(
            charge.map(|charge| charge.map(|it| it.amount.cents)),
            expected
        );
    }

    #[test]
    fn the_price_is_the_one_that_was_chosen() {
        check(20, None, Ok(None));
        check(50, None, Ok(Some(7_000)));
        check(50, Some("standard"), Ok(Some(7_000)));
        check(80, Some("low"), Ok(Some(4_500)));
        check(80, Some("high"), Ok(Some(9_500)));
    }

    #[test]
    fn what_is_not_offered_cannot_be_chosen() {
        check(20, Some("low"), Err(ChoiceError::Unknown));
        check(50, Some("low"), Err(ChoiceError::Unknown));
        check(80, Some("lowest"), Err(ChoiceError::Unknown));
        check(80, None, Err(ChoiceError::Missing));
        check(80, Some(""), Err(ChoiceError::Missing));
    }

    #[test]
    fn steps_go_up_and_amounts_are_prices() {
        let check = |cents: [i64; 3]| Price::Sliding(cents.map(offered)).check(Currency::EUR);

        assert_eq!(check([4_500, 7_000, 9_500]), Ok(()));
        assert_eq!(check([4_500, 4_500, 9_500]), Err(PriceError::Order(1)));
        assert_eq!(check([4_500, 7_000, 6_000]), Err(PriceError::Order(2)));
        let negative = PriceError::Amount(0, AmountError::NotPositive);
        assert_eq!(check([-1, 7_000, 9_500]), Err(negative));
        let huge = PriceError::Amount(2, AmountError::TooMuch);
        assert_eq!(check([1, 2, i64::MAX]), Err(huge));
        assert_eq!(Price::Free.check(Currency::EUR), Ok(()));
    }
}
