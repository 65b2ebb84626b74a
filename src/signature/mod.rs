//! Signed requests between instances: draft-cavage-http-signatures-12 and RFC 9421, both to sign and
//! to verify, for requests with a body and without.
//!
//! What comes in is held to more than the two demand (`docs/decisions/signatures-of-our-own.md`):
//! a signature that leaves the host, the target, the time or the body open is none.

mod cavage;
mod key;
mod message;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

pub use key::{KeyError, PrivateKey, PublicKey};

/// How old a signature may be.
const OLDEST: TimeDelta = TimeDelta::hours(1);
/// How far ahead the clock of the other side may be.
const AHEAD: TimeDelta = TimeDelta::minutes(5);
/// The longest field that is looked at, in octets.
const LONGEST_FIELD: usize = 8 << 10;

/// A request, as far as it is signed.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `POST`.
    pub method: &'a str,
    /// Scheme, host and port, as others address them: `https://coop.example`.
    pub origin: &'a str,
    /// Path and query: `/inbox`.
    pub target: &'a str,
    /// The fields, with names in lower case, in the order they came.
    pub fields: &'a [(String, String)],
    /// What it carries; none for a request without a body.
    pub body: Option<&'a [u8]>,
}

impl Request<'_> {
    /// A field; several of one name are one with commas (RFC 9110 §5.3).
    fn field(&self, name: &str) -> Option<String> {
        let named = self.fields.iter().filter(|(field, _)| field == name);
        let values: Vec<&str> = named.map(|(_, value)| value.trim()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// A field that is short enough to be read.
    fn short_field(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.field(name) {
            Some(value) if value.len() > LONGEST_FIELD => Err(Refusal::Malformed),
            other => Ok(other),
        }
    }

    /// Host and port: `coop.example`.
    fn authority(&self) -> &str {
        self.origin
            .split_once("://")
            .map_or(self.origin, |(_, authority)| authority)
    }

    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or(self.target)
    }

    fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }
}

/// Which of the two a request is signed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12 with `rsa-sha256`: everybody reads it.
    Cavage,
    /// RFC 9421 with `rsa-v1_5-sha256`.
    Message,
}

/// Why a request counts as not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// There is no signature.
    #[error("there is no signature")]
    Missing,
    /// It cannot be read.
    #[error("the signature cannot be read")]
    Malformed,
    /// It leaves something open that has to be signed.
    #[error("the signature leaves host, target, time or body open")]
    Coverage,
    /// It is made by a method that is not known here.
    #[error("the method of the signature is unknown")]
    Algorithm,
    /// The body is another one.
    #[error("the digest is not that of the body")]
    Digest,
    /// It is too old, or from the future.
    #[error("the signature is too old or from the future")]
    Time,
}

impl Refusal {
    /// A word for it, for logs and texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Coverage => "coverage",
            Self::Algorithm => "algorithm",
            Self::Digest => "digest",
            Self::Time => "time",
        }
    }
}

/// A signature that covers what it must; whether it is good, a key tells.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The address of the key it claims to be made with.
    pub key_id: String,
    signature: Vec<u8>,
    /// What may have been signed. Some leave the query out of the target.
    bases: Vec<String>,
}

impl Signed {
    /// Reads the signature of a request and holds it to everything but the key.
    ///
    /// # Errors
    /// A `Refusal` for whatever is missing.
    pub fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match request.short_field("signature-input")? {
            Some(input) => message::read(request, &input, now),
            None => cavage::read(request, now),
        }
    }

    /// Whether it was made with the private part of `key`.
    pub fn is_by(&self, key: &PublicKey) -> bool {
        let mut bases = self.bases.iter();
        bases.any(|base| key.verify(base.as_bytes(), &self.signature))
    }
}

/// The fields that sign a request to `origin` with the key at `key_id`, with names in lower case.
/// To be sent beside them: `accept` or `content-type`, as they are in `request`.
///
/// # Errors
/// When the key cannot be used.
pub fn sign(
    request: &Request<'_>,
    scheme: Scheme,
    (key_id, key): (&str, &PrivateKey),
    now: DateTime<Utc>,
) -> Result<Vec<(&'static str, String)>, KeyError> {
    match scheme {
        Scheme::Cavage => cavage::sign(request, (key_id, key), now),
        Scheme::Message => message::sign(request, (key_id, key), now),
    }
}

/// Whether a signature of that moment still counts.
fn check_time(
    at: Option<DateTime<Utc>>,
    expires: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let is_fresh = at.is_none_or(|at| at >= now - OLDEST && at <= now + AHEAD);
    let is_over = expires.is_some_and(|expires| expires < now);
    match is_fresh && !is_over {
        true => Ok(()),
        false => Err(Refusal::Time),
    }
}

/// An instant in seconds of Unix time.
fn seconds(at: i64) -> Result<DateTime<Utc>, Refusal> {
    DateTime::from_timestamp(at, 0).ok_or(Refusal::Malformed)
}

/// SHA-256 of a body.
fn digest(body: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(body).to_vec()
}
