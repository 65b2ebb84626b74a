//! The language a visitor reads.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{FromRequest, HttpRequest};

use crate::kernel::people::Language;

/// The language of a request: `?lang=` wins, then `Accept-Language`, then English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// What to answer in.
    pub language: Language,
    /// Whether the address says so; links of the page then carry it on.
    pub is_chosen: bool,
}

impl FromRequest for Reader {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(reader(request)))
    }
}

/// The language of a request.
pub fn reader(request: &HttpRequest) -> Reader {
    let chosen = url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(key, _)| key == "lang")
        .and_then(|(_, value)| value.parse().ok());
    if let Some(language) = chosen {
        return Reader {
            language,
            is_chosen: true,
        };
    }
    let header = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Reader {
        language: negotiate(header),
        is_chosen: false,
    }
}

/// The language of ours that an `Accept-Language` header likes best (RFC 9110 §12.5.4).
fn negotiate(header: &str) -> Language {
    let mut best = (0.0, Language::default());
    for part in header.split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        if let Ok(language) = tag.trim().parse()
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Language) {
        assert_eq!(negotiate(header), expected);
    }

    #[test]
    fn the_highest_weight_wins() {
        check("en;q=0.5, de-AT;q=0.9, fr", Language::De);
    }

    #[test]
    fn the_first_of_equals_wins() {
        check("de, en", Language::De);
    }

    #[test]
    fn nothing_known_is_english() {
        check("fr, *;q=0.1", Language::En);
    }
}
