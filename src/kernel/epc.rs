//! The text of the QR code for a bank transfer: EPC069-12, version 002, SEPA credit transfer.

use super::money::{Currency, Money};

/// The longest name of who is paid, in characters (element AT-21).
const LONGEST_NAME: usize = 70;
/// The longest purpose, in characters (element AT-05, unstructured).
const LONGEST_REMITTANCE: usize = 140;
/// The largest amount, in cents: 999,999,999.99.
const MOST_CENTS: i64 = 99_999_999_999;
/// The longest text, in bytes; a larger one would need a code beyond version 13.
const LONGEST: usize = 331;

/// A transfer that a client is asked to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// Who is paid.
    pub name: &'a str,
    /// Their account, checked; blanks do not matter.
    pub iban: &'a str,
    /// Their bank; may be empty within the European Economic Area.
    pub bic: &'a str,
    /// How much.
    pub amount: Money,
    /// What for: the number of the invoice.
    pub remittance: &'a str,
}

/// Why there is no code for a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EpcError {
    /// SEPA moves euros.
    #[error("only euros can be transferred")]
    Currency,
    /// Below 0.01 or above 999,999,999.99.
    #[error("the amount is outside of what a transfer can carry")]
    Amount,
    /// A part is missing.
    #[error("a name and an account are needed")]
    Missing,
    /// It does not fit into 331 bytes.
    #[error("the text is too long for a code")]
    TooLong,
}

impl Transfer<'_> {
    /// The text of the code: eleven lines, UTF-8, without a line end after the last. A name or
    /// purpose beyond its limit is cut, since a bank would cut it, too.
    ///
    /// # Errors
    /// `EpcError`.
    pub fn payload(&self) -> Result<String, EpcError> {
        if self.amount.currency != Currency::EUR {
            return Err(EpcError::Currency);
        }
        if !(1..=MOST_CENTS).contains(&self.amount.cents) {
            return Err(EpcError::Amount);
        }
        let name = cut(self.name, LONGEST_NAME);
        let iban: String = self.iban.split_whitespace().collect();
        if name.is_empty() || iban.is_empty() {
            return Err(EpcError::Missing);
        }
        let (whole, part) = (self.amount.cents / 100, self.amount.cents % 100);
        let amount = format!("EUR{whole}.{part:02}");
        let remittance = cut(self.remittance, LONGEST_REMITTANCE);
        let payload = [
            "BCD",
            "002",
            "1",
            "SCT",
            self.bic,
            &name,
            &iban,
            &amount,
            "",
            "",
            &remittance,
        ]
        .join("\n");
        if payload.len() > LONGEST {
            return Err(EpcError::TooLong);
        }
        Ok(payload)
    }
}

/// The first characters of a text as one line.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .take(most)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer<'a>() -> Transfer<'a> {
        Transfer {
            name: "Miriam Okafor-Lindner",
            iban: "DE02 1203 0000 0000 2020 51",
            bic: "BYLADEM1001",
            amount: Money::new(7_000, Currency::EUR),
            remittance: "RE-2026-0001",
        }
    }

    #[test]
    fn the_text_is_the_one_of_the_standard() {
        assert_eq!(
            transfer().payload().unwrap(),
            "BCD\n002\n1\nSCT\nBYLADEM1001\nMiriam Okafor-Lindner\nDE02120300000000202051\n\
             EUR70.00\n\n\nRE-2026-0001"
        );
    }

    #[test]
    fn a_bank_need_not_be_named() {
        let payload = Transfer {
            bic: "",
            ..transfer()
        }
        .payload()
        .unwrap();

        assert!(payload.contains("SCT\n\nMiriam"));
    }

    #[track_caller]
    fn check_amount(cents: i64, expected: Result<&str, EpcError>) {
        let amount = Money::new(cents, Currency::EUR);
        let payload = Transfer {
            amount,
            ..transfer()
        }
        .payload();
        let line = payload.map(|payload| payload.lines().nth(7).unwrap().to_owned());
        assert_eq!(line, expected.map(str::to_owned));
    }

    #[test]
    fn amounts_have_two_decimals_and_limits() {
        check_amount(1, Ok("EUR0.01"));
        check_amount(7_250, Ok("EUR72.50"));
        check_amount(99_999_999_999, Ok("EUR999999999.99"));
        check_amount(0, Err(EpcError::Amount));
        check_amount(-1, Err(EpcError::Amount));
        check_amount(100_000_000_000, Err(EpcError::Amount));
    }

    #[test]
    fn other_currencies_have_no_code() {
        let amount = Money::new(7_000, Currency::parse("CHF").unwrap());
        assert_eq!(
            Transfer {
                amount,
                ..transfer()
            }
            .payload(),
            Err(EpcError::Currency)
        );
    }

    #[test]
    fn a_name_is_cut_at_seventy_characters_and_a_line_end_adds_no_line() {
        let long = "ä".repeat(71);
        let payload = Transfer {
            name: &long,
            ..transfer()
        }
        .payload()
        .unwrap();
        assert_eq!(payload.lines().nth(5).unwrap().chars().count(), 70);

        let forged = Transfer {
            name: "Mira\nDE99",
            remittance: "a\r\nb",
            ..transfer()
        };
        let payload = forged.payload().unwrap();
        assert_eq!(payload.lines().count(), 11);
        assert_eq!(payload.lines().nth(5), Some("Mira DE99"));
    }

    #[test]
    fn what_does_not_fit_into_331_bytes_is_refused() {
        let (name, remittance) = ("ä".repeat(70), "x".repeat(120));
        let payload = |remittance| {
            Transfer {
                name: &name,
                remittance,
                ..transfer()
            }
            .payload()
        };

        // 140 bytes of the name, 11 of the bank, 22 of the account, 8 of the amount.
        assert_eq!(payload(&remittance).unwrap().len(), 321);
        assert_eq!(payload(&"ä".repeat(140)), Err(EpcError::TooLong));
    }
}
