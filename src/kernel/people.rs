//! People as the rules see them: names that can be addressed, languages, e-mail addresses.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;

use super::text::{self, TextError};

/// The name in a host's address: `mira` in `/@mira`.
///
/// 2 to 40 characters `a-z 0-9 _ -`, beginning and ending with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Username(String);

/// The name of an event type in its address: `first-session` in `/@mira/first-session`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Why a username or a slug was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Shorter or longer than allowed.
    #[error("must have 2 to 40 characters")]
    Length,
    /// A character that an address cannot carry.
    #[error("may hold a-z, 0-9, - and _, and must begin and end with a letter or digit")]
    Characters,
    /// A word that the product uses itself.
    #[error("this word is reserved")]
    Reserved,
}

/// Words below `/@host/` that the product uses itself.
const RESERVED_SLUGS: &[&str] = &["book", "feed", "inbox", "outbox"];

fn check_name(text: &str) -> Result<(), NameError> {
    if !(2..=40).contains(&text.len()) {
        return Err(NameError::Length);
    }
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    let inner_ok = bytes.iter().all(|&b| is_word(b) || b == b'-' || b == b'_');
    if inner_ok && is_word(bytes[0]) && is_word(bytes[bytes.len() - 1]) {
        Ok(())
    } else {
        Err(NameError::Characters)
    }
}

impl Username {
    /// Reads a username; capital letters become small ones.
    ///
    /// # Errors
    /// `NameError` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim().to_lowercase();
        check_name(&text)?;
        Ok(Self(text))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Slug {
    /// Reads a slug; capital letters become small ones.
    ///
    /// # Errors
    /// `NameError` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim().to_lowercase();
        check_name(&text)?;
        if RESERVED_SLUGS.contains(&text.as_str()) {
            return Err(NameError::Reserved);
        }
        Ok(Self(text))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An e-mail address that can be written to: `local@domain`, at most 254 characters
/// (RFC 5321 §4.5.3.1), without comments or quoted parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why an e-mail address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was given.
    #[error("is missing")]
    Missing,
    /// No `@`.
    #[error("the @ is missing")]
    NoAt,
    /// Something else that no mail server would take.
    #[error("is not an e-mail address")]
    Malformed,
}

impl Email {
    /// Reads an address; surrounding blanks are dropped, the domain is made lower case.
    ///
    /// # Errors
    /// `EmailError` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Missing);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::NoAt)?;
        let local_ok = (1..=64).contains(&local.len())
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
        let domain_ok = domain.contains('.')
            && domain.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if !local_ok || !domain_ok || text.len() > 254 {
            return Err(EmailError::Malformed);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The languages the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// German.
    De,
    /// English.
    #[default]
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

impl FromStr for Language {
    type Err = ();

    /// Reads a language tag; `de-AT` is German.
    fn from_str(tag: &str) -> Result<Self, ()> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
            .ok_or(())
    }
}

/// A name of a person as they write it: 1 to 120 characters, one line.
///
/// # Errors
/// `TextError` when it is empty, too long, or holds control or bidirectional marks.
pub fn parse_person_name(text: &str) -> Result<String, TextError> {
    text::one_line(text, 1, 120)
}

/// A local person who offers sessions or runs the instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// UUIDv7.
    pub id: String,
    /// The name in the address.
    pub username: Username,
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: Email,
    /// Where they live and work.
    pub zone: Tz,
    /// What they read.
    pub language: Language,
    /// May change the instance.
    pub is_admin: bool,
    /// A disabled person is neither shown nor let in.
    pub is_disabled: bool,
    /// What a visitor reads about them.
    pub profile: Profile,
}

/// What a visitor reads about a host. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// One sentence.
    pub headline: String,
    /// Their own words, one or two sentences.
    pub voice: String,
    /// Some paragraphs, divided by empty lines.
    pub about: String,
    /// A telephone number, shown as written.
    pub phone: String,
    /// When a portrait was stored last, in microseconds UTC; part of its address.
    pub portrait_version: Option<i64>,
}
