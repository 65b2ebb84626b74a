//! The languages a host speaks in sessions; the pages themselves speak fewer.

use std::fmt;

/// How many languages one host can name.
pub const MOST: usize = 10;

/// The languages a host can name, by their codes (ISO 639-1); ascending.
const KNOWN: [&str; 47] = [
    "am", "ar", "az", "be", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi",
    "fr", "ga", "he", "hi", "hr", "hu", "hy", "it", "ja", "ka", "ko", "ku", "lt", "lv", "mk", "nl",
    "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "ti", "tr", "uk",
];

/// A language that is spoken in sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spoken(&'static str);

/// There is no such language here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a language that can be named here")]
pub struct UnknownLanguage;

impl Spoken {
    /// Every language, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.into_iter().map(Self)
    }

    /// Reads a code of ISO 639-1; capital letters become small ones.
    ///
    /// # Errors
    /// `UnknownLanguage`.
    pub fn parse(code: &str) -> Result<Self, UnknownLanguage> {
        KNOWN
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(code))
            .map(Self)
            .ok_or(UnknownLanguage)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_once_and_in_order() {
        assert!(KNOWN.is_sorted_by(|a, b| a < b));
        assert!(KNOWN.iter().all(|code| code.len() == 2));
    }

    #[test]
    fn a_code_is_read_in_any_case_and_nothing_else_is() {
        assert_eq!(Spoken::parse("TR").map(Spoken::code), Ok("tr"));
        for text in ["", "xx", "deu", "de-AT", " de"] {
            assert_eq!(Spoken::parse(text), Err(UnknownLanguage), "{text}");
        }
    }
}
