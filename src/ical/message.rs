//! Calendar text that somebody sent for something to be done (RFC 5546 §1.4).

use calcard::icalendar::ICalendar;
use calcard::{Entry, Parser};

/// Reads a text of at most `most` octets that is sent with this method; none if it is another.
pub(super) fn read(text: &str, method: &str, most: usize) -> Option<ICalendar> {
    let stated = format!("METHOD:{method}");
    let is_sent_so = text
        .lines()
        .any(|line| line.trim().eq_ignore_ascii_case(&stated));
    if text.len() > most || !is_sent_so {
        return None;
    }
    match Parser::new(text).entry() {
        Entry::ICalendar(calendar) => Some(calendar),
        _ => None,
    }
}
