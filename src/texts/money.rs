//! Money and what is said about tax, in words.

use super::{NO_BREAK, Words};
use crate::kernel::money::{Currency, Money, TaxNote};
use crate::kernel::people::Language;

impl Words {
    /// `70 €`, `72,50 €`, `1.200 €`; in English `€70`, `€72.50`, `€1,200`, `CHF 70`.
    pub fn money(&self, money: Money) -> String {
        let sign = if money.cents < 0 { "\u{2212}" } else { "" };
        let amount = self.amount(money.cents.unsigned_abs());
        let (symbol, is_code) = symbol(money.currency);
        match self.language {
            Language::De => format!("{sign}{amount}{NO_BREAK}{symbol}"),
            Language::En if is_code => format!("{sign}{symbol}{NO_BREAK}{amount}"),
            Language::En => format!("{sign}{symbol}{amount}"),
        }
    }

    fn amount(&self, cents: u64) -> String {
        let (thousands, comma) = match self.language {
            Language::De => ('.', ','),
            Language::En => (',', '.'),
        };
        let digits = (cents / 100).to_string();
        let mut whole = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                whole.push(thousands);
            }
            whole.push(digit);
        }
        match cents % 100 {
            0 => whole,
            part => format!("{whole}{comma}{part:02}"),
        }
    }

    /// What is said about tax beside a price.
    pub fn tax_note(&self, tax: TaxNote) -> String {
        let t = self;
        match tax {
            TaxNote::SmallBusiness => t.get("tax-small-business"),
            TaxNote::Education => t.get("tax-education"),
            TaxNote::Vat(rate) => t.one("tax-vat", "rate", self.rate(rate)),
        }
    }

    /// `19`, `8,1`: a rate that is given in tenths of a percent.
    pub fn rate(&self, rate: u16) -> String {
        let comma = match self.language {
            Language::De => ',',
            Language::En => '.',
        };
        match rate % 10 {
            0 => (rate / 10).to_string(),
            tenth => format!("{}{comma}{tenth}", rate / 10),
        }
    }
}

/// How a currency is written, and whether that is its code.
fn symbol(currency: Currency) -> (&'static str, bool) {
    match currency.code() {
        "EUR" => ("€", false),
        "GBP" => ("£", false),
        "USD" => ("$", false),
        code => (code, true),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Texts;
    use super::*;

    #[track_caller]
    fn check(cents: i64, code: &str, de: &str, en: &str) {
        let texts = Arc::new(Texts::load().unwrap());
        let money = Money::new(cents, Currency::parse(code).unwrap());
        let say = |language| Words::new(Arc::clone(&texts), language).money(money);
        assert_eq!(say(Language::De), de);
        assert_eq!(say(Language::En), en);
    }

    #[test]
    fn money_is_written_as_people_write_it() {
        check(7_000, "EUR", "70\u{a0}€", "€70");
        check(7_250, "EUR", "72,50\u{a0}€", "€72.50");
        check(5, "EUR", "0,05\u{a0}€", "€0.05");
        check(120_000, "EUR", "1.200\u{a0}€", "€1,200");
        check(99_999_999, "EUR", "999.999,99\u{a0}€", "€999,999.99");
        check(7_000, "CHF", "70\u{a0}CHF", "CHF\u{a0}70");
        check(-7_000, "EUR", "\u{2212}70\u{a0}€", "\u{2212}€70");
    }
}
