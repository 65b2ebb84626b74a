//! Invoices: their numbers, their sums, and what can happen to one.
//!
//! An invoice that was made never changes. One that was wrong is taken back by another, its storno,
//! with a number of its own and every amount the other way round.

use std::collections::BTreeMap;

use super::money::{Currency, Money, TaxNote};

/// How many sessions one invoice may have.
pub const MOST_LINES: usize = 100;

/// Why an invoice could not be made or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// The host has not said yet who sends it.
    #[error("name, address and tax number of the sender are missing")]
    NoSender,
    /// The session costs nothing, or is not agreed.
    #[error("nothing is owed for this session")]
    NothingOwed,
    /// There is an invoice for this session.
    #[error("this session has an invoice already")]
    AlreadyMade,
    /// It was taken back before, or takes back another itself.
    #[error("this invoice was taken back already")]
    AlreadyTakenBack,
    /// The sessions are not of one client, one month and one currency.
    #[error("these sessions do not go on one invoice")]
    Mixed,
}

/// The number of an invoice in its host's own circle: `RE-2026-0017`.
pub fn number(prefix: &str, year: i32, serial: u32) -> String {
    format!("{prefix}{year}-{serial:04}")
}

/// The sums of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// What is to be paid.
    pub total: Money,
    /// By what is said about tax: what is within the total, and the tax within that.
    pub parts: Vec<(TaxNote, Money, Money)>,
}

impl Sums {
    /// Adds up lines of one currency. Tax is reckoned on the sum of each rate, not line by line,
    /// so that it is rounded once.
    pub fn of(lines: impl IntoIterator<Item = (i64, TaxNote)>, currency: Currency) -> Self {
        let mut by_note: BTreeMap<TaxNote, i64> = BTreeMap::new();
        for (cents, note) in lines {
            *by_note.entry(note).or_default() += cents;
        }
        let money = |cents| Money::new(cents, currency);
        Self {
            total: money(by_note.values().sum()),
            parts: by_note
                .into_iter()
                .map(|(note, cents)| (note, money(cents), note.within(money(cents))))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_have_four_digits_and_more_when_they_need_them() {
        assert_eq!(number("RE-", 2026, 17), "RE-2026-0017");
        assert_eq!(number("", 2026, 12_345), "2026-12345");
    }

    #[test]
    fn tax_is_reckoned_once_for_each_rate() {
        let vat = TaxNote::Vat(190);
        let sums = Sums::of(
            [(3_333, vat), (3_333, vat), (500, TaxNote::Education)],
            Currency::EUR,
        );

        assert_eq!(sums.total.cents, 7_166);
        let parts: Vec<_> = sums
            .parts
            .iter()
            .map(|(note, gross, tax)| (*note, gross.cents, tax.cents))
            .collect();
        assert_eq!(parts, [(TaxNote::Education, 500, 0), (vat, 6_666, 1_064)]);
    }

    proptest! {
        #[test]
        fn the_parts_make_the_whole_and_a_storno_makes_nothing(
            lines in proptest::collection::vec((1_i64..=99_999_999, 0_u16..=200), 1..100),
        ) {
            let lines: Vec<_> = lines.into_iter().map(|(cents, rate)| (cents, TaxNote::Vat(rate))).collect();
            let sums = Sums::of(lines.clone(), Currency::EUR);
            let back = Sums::of(lines.iter().map(|(cents, note)| (-cents, *note)), Currency::EUR);
            let gross: i64 = sums.parts.iter().map(|(_, gross, _)| gross.cents).sum();
            prop_assert_eq!(gross, sums.total.cents);
            prop_assert_eq!(sums.total.cents + back.total.cents, 0);
            for (there, back) in sums.parts.iter().zip(&back.parts) {
                prop_assert_eq!(there.2.cents + back.2.cents, 0);
            }
        }
    }
}
