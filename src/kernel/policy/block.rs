//! Who cannot book with a host.

use super::super::people::{Email, EmailError};

/// An address, or everybody below a domain; in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

/// Why a pattern was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing was given.
    #[error("is missing")]
    Missing,
    /// Neither an address nor a domain.
    #[error("is neither an address nor a domain")]
    Malformed,
}

impl Pattern {
    /// Reads `name@mail.example`, `mail.example`, `@mail.example` or `*.mail.example`.
    ///
    /// # Errors
    /// `PatternError` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let domain = text.strip_prefix('@').or(text.strip_prefix("*."));
        let is_domain = domain.is_some() || !text.contains('@');
        let address = match (is_domain, domain) {
            (true, domain) => format!("x@{}", domain.unwrap_or(text)),
            (false, _) => text.to_owned(),
        };
        match Email::parse(&address) {
            _ if text.is_empty() => Err(PatternError::Missing),
            Ok(email) if is_domain => Ok(Self(email.as_str()[2..].to_owned())),
            Ok(email) => Ok(Self(email.as_str().to_lowercase())),
            Err(EmailError::Missing | EmailError::NoAt | EmailError::Malformed) => {
                Err(PatternError::Malformed)
            }
        }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Every pattern that an address falls under: itself, its domain, and the domains above it.
    pub fn all_of(email: &Email) -> Vec<String> {
        let address = email.as_str().to_lowercase();
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let mut patterns = vec![address.clone()];
        let mut rest = domain;
        while rest.contains('.') {
            patterns.push(rest.to_owned());
            rest = rest.split_once('.').map_or("", |(_, above)| above);
        }
        patterns
    }
}
