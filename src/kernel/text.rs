//! Texts that people type, made safe to keep and to show.

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was given.
    #[error("is missing")]
    Missing,
    /// More characters than allowed.
    #[error("is too long, at most {max} characters")]
    TooLong {
        /// How many characters are allowed.
        max: usize,
    },
    /// Control characters, or marks that turn the direction of writing (Unicode UAX #9 §2).
    #[error("holds characters that cannot be shown")]
    Unprintable,
}

/// One line of text: surrounding blanks are dropped, runs of blanks become one.
///
/// # Errors
/// `TextError` when it has fewer than `min` or more than `max` characters, or holds control
/// characters or bidirectional marks.
pub fn one_line(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    // Refused before anything is copied, so that a megabyte costs nothing.
    if text.len() > max.saturating_mul(8).saturating_add(64) {
        return Err(TextError::TooLong { max });
    }
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    check(&text, min, max, is_unprintable)?;
    Ok(text)
}

/// Some lines of text; line ends become `\n`, surrounding blanks are dropped.
///
/// # Errors
/// As [`one_line`].
pub fn lines(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    if text.len() > max.saturating_mul(8).saturating_add(64) {
        return Err(TextError::TooLong { max });
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim().to_owned();
    check(&text, min, max, |c| {
        c != '\n' && c != '\t' && is_unprintable(c)
    })?;
    Ok(text)
}

fn check(
    text: &str,
    min: usize,
    max: usize,
    is_refused: impl Fn(char) -> bool,
) -> Result<(), TextError> {
    let count = text.chars().count();
    if count > max {
        return Err(TextError::TooLong { max });
    }
    if text.chars().any(is_refused) {
        return Err(TextError::Unprintable);
    }
    if count < min {
        return Err(TextError::Missing);
    }
    Ok(())
}

/// Control characters and the marks that turn or override the direction of writing.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}'
            | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
