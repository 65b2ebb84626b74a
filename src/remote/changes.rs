//! What changed in a calendar: by its sync token (RFC 6578), else by its tag, else by the tags of
//! all objects.

use std::collections::HashMap;
use std::fmt::Write;

use reqwest::Url;

use super::multistatus::{self, Response};
use super::{Remote, RemoteError};
use crate::webdav::{C, CS, D, child};

/// The most objects of a calendar.
const MOST_OBJECTS: usize = 20_000;
/// The most octets of the objects that are fetched at once.
const MOST_OCTETS: usize = 100 << 20;
/// How many objects are asked for at once.
const AT_ONCE: usize = 50;
/// How many pages of changes are asked for.
const MOST_PAGES: usize = 200;

const STATE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:CS="http://calendarserver.org/ns/"><D:prop><D:sync-token/><CS:getctag/></D:prop></D:propfind>"#;
const TAGS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>"#;

/// What is known of a calendar.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Up to where it was read.
    pub sync_token: Option<String>,
    /// Its tag then.
    pub ctag: Option<String>,
    /// The entity tags of its objects, by their paths.
    pub etags: HashMap<String, String>,
}

/// What changed since then.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// What is new or different.
    pub there: Vec<Fetched>,
    /// The paths of what is gone.
    pub gone: Vec<String>,
    /// Up to where it is read now.
    pub sync_token: Option<String>,
    /// Its tag now.
    pub ctag: Option<String>,
}

/// An object as it lies there.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Its path, as the server writes it.
    pub href: String,
    /// Its entity tag.
    pub etag: String,
    /// Its text.
    pub body: String,
}

/// Paths and entity tags that are new or different, and paths that are gone.
#[derive(Default)]
struct Difference {
    there: Vec<String>,
    gone: Vec<String>,
    sync_token: Option<String>,
}

impl Remote<'_> {
    /// What changed in the calendar at `url` since what is known of it; all that is there, if
    /// nothing is.
    ///
    /// # Errors
    /// `Gone` when the calendar is not there any more; `TooLarge`; when the server cannot be used.
    pub async fn changes(&self, url: &Url, known: &Known) -> Result<Changes, RemoteError> {
        if let Some(token) = &known.sync_token
            && let Some(changes) = self.by_token(url, token).await?
        {
            let there = self.fetch(url, &changes.there).await?;
            return Ok(Changes {
                there,
                gone: changes.gone,
                sync_token: changes.sync_token,
                ctag: known.ctag.clone(),
            });
        }
        // Asked for before the list: what changes between the two is found the next time.
        let (sync_token, ctag) = self.state(url).await?;
        if ctag.is_some() && ctag == known.ctag && known.sync_token.is_none() {
            return Ok(Changes {
                sync_token,
                ctag,
                ..Changes::default()
            });
        }
        let changes = self.by_tags(url, &known.etags).await?;
        Ok(Changes {
            there: self.fetch(url, &changes.there).await?,
            gone: changes.gone,
            sync_token,
            ctag,
        })
    }

    /// The entity tag of one object, empty if the server tells none.
    ///
    /// # Errors
    /// When the server cannot be used.
    pub async fn etag(&self, url: &Url) -> Result<String, RemoteError> {
        let answer = self.query("PROPFIND", url, "0", TAGS).await?;
        let document = multistatus::read(multistatus::body(&answer)?)?;
        let mut responses = multistatus::responses(&document);
        let etag = responses.find_map(|it| it.text((D, "getetag")));
        Ok(etag.unwrap_or_default())
    }

    async fn state(&self, url: &Url) -> Result<(Option<String>, Option<String>), RemoteError> {
        let answer = self.query("PROPFIND", url, "0", STATE).await?;
        let document = multistatus::read(multistatus::body(&answer)?)?;
        let about = multistatus::responses(&document).next();
        let about = about.ok_or(RemoteError::NotCalDav)?;
        let kept = |name| about.text(name).filter(|it: &String| it.len() <= 2_000);
        Ok((kept((D, "sync-token")), kept((CS, "getctag"))))
    }

    /// The changes after a token; none if the server does not know the token any more, or no
    /// tokens at all.
    async fn by_token(&self, url: &Url, token: &str) -> Result<Option<Difference>, RemoteError> {
        let mut found = Difference::default();
        let mut token = token.to_owned();
        for _ in 0..MOST_PAGES {
            let body = format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:sync-collection xmlns:D=\"DAV:\">\
                 <D:sync-token>{}</D:sync-token><D:sync-level>1</D:sync-level>\
                 <D:prop><D:getetag/></D:prop></D:sync-collection>",
                escape(&token)
            );
            let answer = self.query("REPORT", url, "0", &body).await?;
            if matches!(answer.status, 400 | 403 | 405 | 409 | 412 | 415 | 501) {
                return Ok(None);
            }
            let document = multistatus::read(multistatus::body(&answer)?)?;
            let is_cut = collect(&document, url, &mut found);
            let next = child(document.root_element(), (D, "sync-token"));
            let next = next
                .map(crate::webdav::text)
                .ok_or(RemoteError::NotCalDav)?;
            let stands_still = next == token;
            found.sync_token = Some(next.clone());
            token = next;
            if found.there.len() + found.gone.len() > MOST_OBJECTS {
                return Err(RemoteError::TooLarge);
            }
            if !is_cut || stands_still {
                return Ok(Some(found));
            }
        }
        Err(RemoteError::TooLarge)
    }

    /// The changes that the tags of all objects tell.
    async fn by_tags(
        &self,
        url: &Url,
        known: &HashMap<String, String>,
    ) -> Result<Difference, RemoteError> {
        let answer = self.query("PROPFIND", url, "1", TAGS).await?;
        let document = multistatus::read(multistatus::body(&answer)?)?;
        let mut seen = HashMap::new();
        for response in multistatus::responses(&document) {
            let is_folder = response
                .prop((D, "resourcetype"))
                .is_some_and(|kind| child(kind, (D, "collection")).is_some());
            if !is_folder && is_within(&response, url) {
                let etag = response.text((D, "getetag")).unwrap_or_default();
                seen.insert(response.href, etag);
            }
        }
        if seen.len() > MOST_OBJECTS {
            return Err(RemoteError::TooLarge);
        }
        let gone = known.keys().filter(|href| !seen.contains_key(*href));
        let gone = gone.cloned().collect();
        // Without a tag nobody knows whether it changed.
        seen.retain(|href, etag| etag.is_empty() || known.get(href) != Some(etag));
        Ok(Difference {
            there: seen.into_keys().collect(),
            gone,
            sync_token: None,
        })
    }

    /// Fetches objects by their paths, some at once. One that is gone meanwhile is left out.
    async fn fetch(&self, url: &Url, hrefs: &[String]) -> Result<Vec<Fetched>, RemoteError> {
        let mut fetched: Vec<Fetched> = Vec::new();
        for hrefs in hrefs.chunks(AT_ONCE) {
            let some = self.multiget(url, hrefs).await?;
            let missing = hrefs
                .iter()
                .filter(|href| !some.iter().any(|it| it.href == **href));
            // Not every server answers with the paths it was asked for.
            for href in missing {
                let target = url.join(href).map_err(|_| RemoteError::NotCalDav)?;
                if let Some((body, etag)) = self.get(&target).await? {
                    let href = href.clone();
                    fetched.push(Fetched { href, etag, body });
                }
            }
            fetched.extend(some);
            let octets: usize = fetched.iter().map(|object| object.body.len()).sum();
            if octets > MOST_OCTETS {
                return Err(RemoteError::TooLarge);
            }
        }
        Ok(fetched)
    }

    /// Objects by their paths (RFC 4791 §7.9); none from a server that cannot do that.
    async fn multiget(&self, url: &Url, hrefs: &[String]) -> Result<Vec<Fetched>, RemoteError> {
        let mut body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <C:calendar-multiget xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\
             <D:prop><D:getetag/><C:calendar-data/></D:prop>"
            .to_owned();
        for href in hrefs {
            // Writing into a string cannot fail.
            let _ = write!(body, "<D:href>{}</D:href>", escape(href));
        }
        body.push_str("</C:calendar-multiget>");
        let answer = self.query("REPORT", url, "1", &body).await?;
        if matches!(answer.status, 400 | 403 | 405 | 415 | 501) {
            return Ok(Vec::new());
        }
        let document = multistatus::read(multistatus::body(&answer)?)?;
        let objects = multistatus::responses(&document).filter_map(|response| {
            let body = response.text((C, "calendar-data"))?;
            Some(Fetched {
                etag: response.text((D, "getetag")).unwrap_or_default(),
                body,
                href: response.href,
            })
        });
        Ok(objects.filter(|it| hrefs.contains(&it.href)).collect())
    }
}

/// Collects a page of changes; whether there are more (RFC 6578 §3.6).
fn collect(document: &roxmltree::Document<'_>, url: &Url, found: &mut Difference) -> bool {
    let mut is_cut = false;
    for response in multistatus::responses(document) {
        match response.status {
            Some(404 | 410) => found.gone.push(response.href),
            Some(507) => is_cut = true,
            _ if response.text((D, "getetag")).is_some() && is_within(&response, url) => {
                found.there.push(response.href);
            }
            _ => {}
        }
    }
    is_cut
}

/// Whether something lies in the calendar at `url` and is not that itself.
fn is_within(response: &Response, url: &Url) -> bool {
    let Ok(target) = url.join(&response.href) else {
        return false;
    };
    target.origin() == url.origin()
        && target.path().trim_end_matches('/') != url.path().trim_end_matches('/')
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
