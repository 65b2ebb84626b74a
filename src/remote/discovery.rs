//! Finding the calendars of an account (RFC 6764 §6): from what people type to the list.

use reqwest::Url;

use super::multistatus::{self, Response};
use super::{Remote, RemoteError};
use crate::webdav::{C, CS, D, child, is};

/// What is asked of anything that may lead on.
const WHERE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:resourcetype/><D:displayname/><D:current-user-principal/><C:calendar-home-set/><C:supported-calendar-component-set/><D:current-user-privilege-set/></D:prop></D:propfind>"#;
/// What is asked of calendars.
const WHAT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:resourcetype/><D:displayname/><C:supported-calendar-component-set/><D:current-user-privilege-set/></D:prop></D:propfind>"#;
/// The most calendars of an account.
const MOST_CALENDARS: usize = 200;
/// How many steps may lead to the list.
const MOST_STEPS: usize = 6;

/// The calendars of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where they are listed.
    pub home: Url,
    /// Those that hold events.
    pub calendars: Vec<FoundCalendar>,
}

/// A calendar at a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCalendar {
    /// Where it is.
    pub url: Url,
    /// What it is called there.
    pub name: String,
    /// Whether this user may write into it.
    pub is_writable: bool,
}

impl Remote<'_> {
    /// Finds the calendars of an account from an address, the name of a server, or an e-mail
    /// address.
    ///
    /// # Errors
    /// `NotCalDav` when nothing leads to calendars; when the server cannot be used.
    pub async fn discover(&self, typed: &str) -> Result<Found, RemoteError> {
        let start = read_address(typed).ok_or(RemoteError::NotCalDav)?;
        let direct = self.walk(start.clone()).await;
        let is_over = match &direct {
            Ok(_) | Err(RemoteError::Login | RemoteError::Insecure) => true,
            Err(_) => start.path() == "/.well-known/caldav",
        };
        if is_over {
            return direct;
        }
        let mut well_known = start;
        well_known.set_path("/.well-known/caldav");
        // What the typed address said is more to the point than that there is no other.
        match self.walk(well_known).await {
            Err(RemoteError::Gone | RemoteError::NotCalDav) => direct,
            other => other,
        }
    }

    /// Goes from an address by principal and home to the list.
    async fn walk(&self, start: Url) -> Result<Found, RemoteError> {
        let mut url = start;
        for _ in 0..MOST_STEPS {
            let answer = self.query("PROPFIND", &url, "0", WHERE).await?;
            let here = answer.url.clone();
            let document = multistatus::read(multistatus::body(&answer)?)?;
            let mut responses = multistatus::responses(&document);
            let about = responses.next().ok_or(RemoteError::NotCalDav)?;
            if let Some(calendar) = calendar(&here, &about) {
                return Ok(Found {
                    home: here,
                    calendars: vec![calendar],
                });
            }
            if let Some(home) = about.href_in((C, "calendar-home-set")) {
                return self.list(&lead(&here, &home)?).await;
            }
            let principal = about.href_in((D, "current-user-principal"));
            let next = lead(&here, &principal.ok_or(RemoteError::NotCalDav)?)?;
            if next == url {
                return Err(RemoteError::NotCalDav);
            }
            url = next;
        }
        Err(RemoteError::NotCalDav)
    }

    /// The calendars below a home; of a calendar itself that one.
    ///
    /// # Errors
    /// When the server cannot be used.
    pub async fn list(&self, home: &Url) -> Result<Found, RemoteError> {
        // Below a calendar lies all that is in it.
        let itself = self.look(home, "0").await?;
        if itself.calendars.is_empty() {
            self.look(home, "1").await
        } else {
            Ok(itself)
        }
    }

    /// The calendars at an address and, with depth 1, right below it.
    async fn look(&self, home: &Url, depth: &str) -> Result<Found, RemoteError> {
        let answer = self.query("PROPFIND", home, depth, WHAT).await?;
        let here = answer.url.clone();
        let document = multistatus::read(multistatus::body(&answer)?)?;
        let calendars: Vec<FoundCalendar> = multistatus::responses(&document)
            .filter_map(|response| calendar(&here, &response))
            .take(MOST_CALENDARS)
            .collect();
        Ok(Found {
            home: here,
            calendars,
        })
    }
}

/// The calendar that a response is about, if it is one that holds events.
fn calendar(here: &Url, response: &Response) -> Option<FoundCalendar> {
    let kind = response.prop((D, "resourcetype"))?;
    child(kind, (C, "calendar"))?;
    // What others published and this account merely follows is read where it comes from.
    if child(kind, (CS, "subscribed")).is_some() {
        return None;
    }
    let holds_events = response
        .prop((C, "supported-calendar-component-set"))
        .is_none_or(|set| {
            let mut kinds = set.children().filter(|it| is(*it, (C, "comp")));
            kinds.any(|kind| kind.attribute("name") == Some("VEVENT"))
        });
    if !holds_events {
        return None;
    }
    let url = lead(here, &response.href).ok()?;
    let name = response.text((D, "displayname"));
    let is_writable = response
        .prop((D, "current-user-privilege-set"))
        .is_none_or(|privileges| {
            let may = |name| privileges.descendants().any(|it| is(it, (D, name)));
            may("all") || may("write") || may("write-content") || may("bind")
        });
    Some(FoundCalendar {
        name: name.unwrap_or_else(|| last_part(&url)),
        is_writable,
        url,
    })
}

fn last_part(url: &Url) -> String {
    let mut parts = url.path().rsplit('/').filter(|part| !part.is_empty());
    parts.next().unwrap_or("calendar").to_owned()
}

/// Where a server leads to: to itself or, as Apple's does, to another of its house.
fn lead(from: &Url, href: &str) -> Result<Url, RemoteError> {
    let to = from.join(href).map_err(|_| RemoteError::NotCalDav)?;
    let is_as_safe = to.scheme() == from.scheme() || to.scheme() == "https";
    if is_as_safe && house(&to) == house(from) {
        Ok(to)
    } else {
        Err(RemoteError::NotCalDav)
    }
}

/// The last two labels of a name; a numeric address whole.
fn house(url: &Url) -> Option<String> {
    match url.host()? {
        url::Host::Domain(name) => {
            let labels: Vec<&str> = name.rsplitn(3, '.').take(2).collect();
            Some(labels.join("."))
        }
        address => Some(address.to_string()),
    }
}

/// Servers whose name is not that of their mail addresses.
const SERVERS: [(&[&str], &str); 2] = [
    (
        &["icloud.com", "me.com", "mac.com"],
        "https://caldav.icloud.com/",
    ),
    (
        &["fastmail.com", "fastmail.fm"],
        "https://caldav.fastmail.com/dav/",
    ),
];

/// The address that was typed: a whole one, the name of a server, or an e-mail address.
fn read_address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    if typed.contains("://") {
        let url = Url::parse(typed).ok()?;
        return Some(url).filter(|url| matches!(url.scheme(), "http" | "https"));
    }
    let server = match typed.split_once('@') {
        Some((_, domain)) => domain,
        None => typed,
    };
    if server.is_empty() || server.contains(char::is_whitespace) {
        return None;
    }
    let known = SERVERS.iter().find(|(names, _)| {
        let is_name = |name: &&str| server.eq_ignore_ascii_case(name);
        names.iter().any(is_name)
    });
    match known {
        Some((_, url)) => Url::parse(url).ok(),
        None if server.contains('/') => Url::parse(&format!("https://{server}")).ok(),
        None => Url::parse(&format!("https://{server}/.well-known/caldav")).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_address(typed: &str, expected: &str) {
        let read = read_address(typed).map(String::from);
        assert_eq!(read.as_deref(), Some(expected));
    }

    #[test]
    fn servers_are_found_from_what_people_type() {
        check_address("https://cloud.example/dav/", "https://cloud.example/dav/");
        check_address("cloud.example", "https://cloud.example/.well-known/caldav");
        check_address(
            "cloud.example/remote.php/dav",
            "https://cloud.example/remote.php/dav",
        );
        check_address("mira@iCloud.com", "https://caldav.icloud.com/");
        assert_eq!(read_address("ftp://cloud.example/"), None);
        assert_eq!(read_address(""), None);
    }

    #[test]
    fn a_server_leads_within_its_house_alone() {
        let from = Url::parse("https://caldav.icloud.com/1/").unwrap();

        assert!(lead(&from, "https://p34-caldav.icloud.com/1/calendars/").is_ok());
        assert!(lead(&from, "/principal/").is_ok());
        assert!(lead(&from, "https://elsewhere.example/").is_err());
        assert!(lead(&from, "http://caldav.icloud.com/").is_err());
    }
}
