//! Money, counted in cents, and the tax within it.
//!
//! Nothing here is a fraction. Where a part of an amount has to be rounded, one part is rounded
//! half up and the other is the rest, so that the parts always make the whole.

use std::fmt;

/// The largest amount that is taken for one thing, in cents: 999,999.99.
pub const MOST_CENTS: i64 = 99_999_999;

/// A currency whose hundredth part is its smallest (ISO 4217, exponent 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(&'static str);

/// The currencies one can choose from: those of Europe and its neighbours.
const CURRENCIES: [&str; 20] = [
    "EUR", "CHF", "GBP", "USD", "DKK", "SEK", "NOK", "PLN", "CZK", "HUF", "RON", "BGN", "RSD",
    "BAM", "ALL", "MKD", "UAH", "TRY", "GEL", "MDL",
];

/// It is none of the currencies one can choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a currency that can be chosen")]
pub struct UnknownCurrency;

impl Currency {
    /// The euro.
    pub const EUR: Self = Self("EUR");

    /// Reads a code, `EUR`; surrounding blanks and capitals do not matter.
    ///
    /// # Errors
    /// `UnknownCurrency`.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        CURRENCIES
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(code.trim()))
            .map(Self)
            .ok_or(UnknownCurrency)
    }

    /// Every currency one can choose from.
    pub fn all() -> impl Iterator<Item = Self> {
        CURRENCIES.into_iter().map(Self)
    }

    /// Its code (ISO 4217).
    pub fn code(self) -> &'static str {
        self.0
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::EUR
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money. What is taken back is below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths of the currency.
    pub cents: i64,
    /// Of what.
    pub currency: Currency,
}

/// Why an amount was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is no amount: `70`, `72,50`, `72.50`.
    #[error("is not an amount")]
    NotAnAmount,
    /// Nothing, or less than nothing.
    #[error("must be more than nothing")]
    NotPositive,
    /// Over [`MOST_CENTS`].
    #[error("is too much")]
    TooMuch,
}

impl Money {
    /// So many cents of `currency`.
    pub fn new(cents: i64, currency: Currency) -> Self {
        Self { cents, currency }
    }

    /// A price: more than nothing, and not more than [`MOST_CENTS`].
    ///
    /// # Errors
    /// `NotPositive`, `TooMuch`.
    pub fn price(cents: i64, currency: Currency) -> Result<Self, AmountError> {
        match cents {
            ..=0 => Err(AmountError::NotPositive),
            1..=MOST_CENTS => Ok(Self { cents, currency }),
            _ => Err(AmountError::TooMuch),
        }
    }

    /// Reads an amount as people type it: `70`, `72,50`, `72.5`; a sign of the currency at its end
    /// is ignored. Nothing divides thousands: `1.200` would be ambiguous, and is refused.
    ///
    /// # Errors
    /// `NotAnAmount`; as [`Money::price`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let text = text.trim().trim_end_matches(currency.code());
        let text = text.trim_end_matches(['€', '£', '$']).trim();
        if let Some(less) = text.strip_prefix(['-', '\u{2212}']) {
            return Self::parse(less, currency).and(Err(AmountError::NotPositive));
        }
        let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
        let are_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !are_digits(whole)
            || !are_digits(part)
            || !(1..=2).contains(&part.len())
        {
            return Err(AmountError::NotAnAmount);
        }
        if whole.len() > 12 {
            return Err(AmountError::TooMuch);
        }
        let number = |digits: &str| digits.parse::<i64>().map_err(|_| AmountError::NotAnAmount);
        let tenths = if part.len() == 1 { 10 } else { 1 };
        Self::price(number(whole)? * 100 + number(part)? * tenths, currency)
    }

    /// The amount without a sign of its currency, as it is typed: `70`, `72.50`.
    pub fn plain(self) -> String {
        let (whole, part) = (self.cents / 100, (self.cents % 100).abs());
        let sign = if self.cents < 0 && whole == 0 {
            "-"
        } else {
            ""
        };
        match part {
            0 => format!("{sign}{whole}"),
            part => format!("{sign}{whole}.{part:02}"),
        }
    }

    /// The same amount the other way round: what an invoice says that takes another one back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            cents: -self.cents,
            ..self
        }
    }
}

/// What is said about tax beside a price. Every price is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum TaxNote {
    /// A small business does not charge any (§ 19 UStG).
    #[default]
    SmallBusiness,
    /// Education that is free of it (§ 4 Nr. 21 UStG).
    Education,
    /// It is within the price, at this rate in tenths of a percent: 190 is 19 %.
    Vat(u16),
}

/// The highest rate that is taken, in tenths of a percent.
const HIGHEST_RATE: u16 = 500;

impl TaxNote {
    /// The tax is within the price, at `rate` tenths of a percent.
    ///
    /// # Errors
    /// None above 50 %.
    pub fn vat(rate: u16) -> Option<Self> {
        (rate <= HIGHEST_RATE).then_some(Self::Vat(rate))
    }

    /// The rate in tenths of a percent.
    pub fn rate(self) -> u16 {
        match self {
            Self::Vat(rate) => rate,
            Self::SmallBusiness | Self::Education => 0,
        }
    }

    /// The tax within `gross`, rounded half up (away from zero); the net amount is the rest.
    pub fn within(self, gross: Money) -> Money {
        let rate = i128::from(self.rate());
        let whole = 1_000 + rate;
        let size = i128::from(gross.cents).abs();
        let tax = (2 * size * rate + whole) / (2 * whole);
        let cents = i64::try_from(tax).unwrap_or(i64::MAX);
        Money {
            cents: cents * gross.cents.signum(),
            ..gross
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Result<i64, AmountError>) {
        let read = Money::parse(typed, Currency::EUR).map(|money| money.cents);
        assert_eq!(read, expected, "{typed}");
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        check("70", Ok(7_000));
        check(" 72,50 €", Ok(7_250));
        check("72.5", Ok(7_250));
        check("0,01", Ok(1));
        check("999999.99", Ok(MOST_CENTS));
        check("70 EUR", Ok(7_000));
    }

    #[test]
    fn what_is_no_price_is_refused_and_named() {
        check("", Err(AmountError::NotAnAmount));
        check("1.200", Err(AmountError::NotAnAmount));
        check("1.200,00", Err(AmountError::NotAnAmount));
        check("seventy", Err(AmountError::NotAnAmount));
        check("7e3", Err(AmountError::NotAnAmount));
        check("70,", Err(AmountError::NotAnAmount));
        check("٧٠", Err(AmountError::NotAnAmount));
        check("0", Err(AmountError::NotPositive));
        check("-70", Err(AmountError::NotPositive));
        check("1000000", Err(AmountError::TooMuch));
        check("99999999999999999999999", Err(AmountError::TooMuch));
    }

    #[test]
    fn a_currency_is_one_of_the_list() {
        assert_eq!(Currency::parse(" eur "), Ok(Currency::EUR));
        assert_eq!(Currency::default().code(), "EUR");
        assert_eq!(Currency::parse("XXX"), Err(UnknownCurrency));
        assert_eq!(Currency::parse("JPY"), Err(UnknownCurrency));
    }

    #[test]
    fn the_tax_within_a_price_is_rounded_half_up() {
        let within = |cents, rate| {
            TaxNote::Vat(rate)
                .within(Money::new(cents, Currency::EUR))
                .cents
        };

        assert_eq!(within(11_900, 190), 1_900);
        assert_eq!(within(7_000, 190), 1_118);
        assert_eq!(within(7_000, 70), 458);
        assert_eq!(within(7_000, 81), 525);
        assert_eq!(within(-7_000, 190), -1_118);
        assert_eq!(within(7_000, 0), 0);
    }

    #[test]
    fn no_rate_is_above_half() {
        assert_eq!(TaxNote::vat(190), Some(TaxNote::Vat(190)));
        assert_eq!(TaxNote::vat(501), None);
    }

    proptest! {
        /// Read back, an amount is what it was; the slow way round is division of decimals.
        #[test]
        fn an_amount_survives_being_typed(cents in 1..=MOST_CENTS) {
            let money = Money::new(cents, Currency::EUR);
            prop_assert_eq!(Money::parse(&money.plain(), Currency::EUR), Ok(money));
        }

        #[test]
        fn net_and_tax_make_the_whole(cents in -MOST_CENTS..=MOST_CENTS, rate in 0_u16..=500) {
            let gross = Money::new(cents, Currency::EUR);
            let tax = TaxNote::Vat(rate).within(gross).cents;
            let net = cents - tax;
            // The tax on the net amount is off by less than the cent that was rounded.
            let exact = net * i64::from(rate);
            prop_assert!((exact - tax * 1_000).abs() <= 1_000 + i64::from(rate));
            prop_assert!(tax.abs() <= cents.abs());
        }
    }
}
