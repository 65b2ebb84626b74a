//! Numbers as people type them.

use std::fmt;

/// A number with at most two digits behind the point, and twelve before it.
///
/// No floating point: what was typed is what is compared, and there is neither an infinity nor a
/// number that is none. A third digit behind the point is refused: `1.000` is a thousand to some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    hundredths: i64,
}

impl Decimal {
    /// Reads `3`, `-3`, `2,5` or `2.50`. None for anything else, also for exponents.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        let are_digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !are_digits(whole, 12) || !are_digits(part, 2) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<2}").parse().ok()?;
        Some(Self {
            hundredths: sign * (whole * 100 + part),
        })
    }
}

impl fmt::Display for Decimal {
    /// `3`, `-2.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.hundredths.abs() / 100, self.hundredths.abs() % 100);
        let sign = if self.hundredths < 0 { "-" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}"),
            part if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            part => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}
