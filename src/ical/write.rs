//! Content lines: the `icalendar` crate escapes and quotes, we clean, fold and put in order.
//!
//! Its own components are not used: they give VTIMEZONE a UID and a DTSTAMP of the machine's
//! clock (RFC 5545 §3.6.5 knows neither there), and its folding leaves last lines of 76 octets.

use std::fmt;

use icalendar::Property;

/// How many octets a line may have, without its end (RFC 5545 §3.1).
const LINE_OCTETS: usize = 75;

/// Calendar text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A component from its BEGIN to its END.
    pub(super) fn component(
        &mut self,
        name: &str,
        inside: impl FnOnce(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        self.push_folded(&format!("BEGIN:{name}"));
        inside(self)?;
        self.push_folded(&format!("END:{name}"));
        Ok(())
    }

    /// A property without parameters.
    pub(super) fn put(&mut self, name: &str, value: &str) -> fmt::Result {
        self.put_with(name, &[], value)
    }

    /// A property with parameters, in the order of their names.
    pub(super) fn put_with(
        &mut self,
        name: &str,
        parameters: &[(&str, &str)],
        value: &str,
    ) -> fmt::Result {
        let mut property = Property::new(name, clean_text(value));
        for (key, value) in parameters {
            property.add_parameter(key, &clean_parameter(value));
        }
        let folded_by_crate: String = property.try_into()?;
        self.push_folded(
            folded_by_crate
                .replace("\r\n ", "")
                .trim_end_matches("\r\n"),
        );
        Ok(())
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// Appends one line, folded between characters (RFC 5545 §3.1).
    fn push_folded(&mut self, line: &str) {
        let mut room = LINE_OCTETS;
        for character in line.chars() {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE_OCTETS - 1;
            }
            self.0.push(character);
            room -= character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Line ends become `\n`; other control characters, which no TEXT may hold (RFC 5545 §3.3.11),
/// are dropped.
fn clean_text(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&c| c == '\n' || !c.is_control())
        .collect()
}

/// A parameter value can hold neither line ends nor double quotes. RFC 6868 would write them as
/// `^n` and `^'`, which Outlook and Gmail show as they are; so they become a blank and `'`.
///
/// Anything but a plain word is quoted, more than RFC 5545 §3.2 asks for: some readers trip over
/// a `=` or a backslash in a bare value.
fn clean_parameter(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '+');
    if text.chars().all(is_word) {
        text
    } else {
        format!("\"{text}\"")
    }
}

/// An address as a calendar user: a `mailto:` URI (RFC 6068 §2).
pub(super) fn mailto(address: &str) -> String {
    let mut uri = String::from("mailto:");
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
