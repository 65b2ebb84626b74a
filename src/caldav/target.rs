//! What an address names.

use super::failure::Failure;
use super::login::Login;

/// What an address names. Names are as people write them, without percent signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// `/dav/`.
    Root,
    /// A person.
    Principal,
    /// Their calendars.
    Home,
    /// Where invitations would come in; it is always empty (RFC 6638 §2.2).
    Inbox,
    /// Where free and busy times of colleagues are asked for (RFC 6638 §2.1).
    Outbox,
    /// One of them.
    Calendar(String),
    /// Something in it: calendar and name.
    Object(String, String),
}

impl Target {
    /// What a path names to somebody: other people's calendars are not there.
    pub(super) fn of(path: &str, login: &Login) -> Result<Self, Failure> {
        if path == "/" {
            return Ok(Self::Root);
        }
        let rest = path.strip_prefix("/dav/").ok_or(Failure::NotFound)?;
        let parts: Vec<String> = rest
            .split('/')
            .filter(|part| !part.is_empty())
            .map(decode)
            .collect::<Option<_>>()
            .ok_or(Failure::BadRequest)?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        if let Some(public) = &login.public {
            return match parts.as_slice() {
                ["public", token] if *token == public.token => {
                    Ok(Self::Calendar(public.slug.clone()))
                }
                ["public", token, object] if *token == public.token => {
                    Ok(Self::Object(public.slug.clone(), (*object).to_owned()))
                }
                _ => Err(Failure::NotFound),
            };
        }
        let is_own = |name: &str| name == login.username();
        match parts.as_slice() {
            [] | ["principals" | "calendars"] => Ok(Self::Root),
            ["principals", name] if is_own(name) => Ok(Self::Principal),
            ["calendars", name] if is_own(name) => Ok(Self::Home),
            ["scheduling", name, "inbox"] if is_own(name) => Ok(Self::Inbox),
            ["scheduling", name, "outbox"] if is_own(name) => Ok(Self::Outbox),
            ["calendars", name, slug] if is_own(name) => Ok(Self::Calendar((*slug).to_owned())),
            ["calendars", name, slug, object] if is_own(name) => {
                Ok(Self::Object((*slug).to_owned(), (*object).to_owned()))
            }
            _ => Err(Failure::NotFound),
        }
    }

    /// Its address.
    pub(super) fn href(&self, login: &Login) -> String {
        match self {
            Self::Root => "/dav/".to_owned(),
            Self::Principal => login.principal(),
            Self::Home => login.home(),
            Self::Inbox => login.scheduling("inbox"),
            Self::Outbox => login.scheduling("outbox"),
            Self::Calendar(_) if login.public.is_some() => login.public_home(),
            Self::Object(_, name) if login.public.is_some() => {
                format!("{}{}", login.public_home(), encode(name))
            }
            Self::Calendar(slug) => format!("{}{}/", login.home(), encode(slug)),
            Self::Object(slug, name) => {
                format!("{}{}/{}", login.home(), encode(slug), encode(name))
            }
        }
    }
}

/// The path of an address, which may be whole: `https://coop.example/dav/…`.
pub(super) fn path_of(href: &str) -> &str {
    match href.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => href,
    }
}

/// Percent signs taken out (RFC 3986 §2.1).
fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The same the other way: all but what may stand in a path is written with percent signs.
fn encode(part: &str) -> String {
    part.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            b'-' | b'.' | b'_' | b'~' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'+' | b','
            | b'=' | b':' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
