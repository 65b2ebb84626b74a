//! The one way out: every request of ours to another host goes through here.
//!
//! Private addresses are refused, also behind a name and behind a redirect: the resolver leaves
//! them out, and every hop is looked at again. What comes back is bounded in size and time, also
//! when it is packed.

mod address;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Method, StatusCode, Url, redirect};

/// How many redirects are followed.
pub const MOST_REDIRECTS: usize = 5;
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request may take in all, with its redirects.
const WHOLE: Duration = Duration::from_secs(30);

/// Makes requests to other hosts.
#[derive(Clone)]
pub struct Outgoing {
    client: Client,
    allow_private: bool,
}

/// What is asked.
#[derive(Debug)]
pub struct Question<'a> {
    /// How.
    pub method: Method,
    /// Where.
    pub url: Url,
    /// With which header fields.
    pub fields: &'a [(HeaderName, &'a str)],
    /// With what; empty for nothing.
    pub body: &'a str,
    /// How many redirects are followed; with none, an answer that is one comes back.
    pub redirects: usize,
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// The address is none that we fetch from.
    #[error("the address cannot be used")]
    BadUrl,
    /// It leads into a private network.
    #[error("the address is in a private network")]
    Private,
    /// There is no such host, or it does not answer.
    #[error("the host cannot be reached")]
    Unreachable,
    /// It took too long.
    #[error("the host took too long")]
    Timeout,
    /// More came than was asked for.
    #[error("the answer is too large")]
    TooLarge,
    /// Too many redirects.
    #[error("the address is redirected too often")]
    Redirects,
    /// The machine has no certificates of authorities.
    #[error("the certificates of authorities cannot be read (Debian: ca-certificates)")]
    NoCertificates,
    /// The certificate is not good, or the answer is no HTTP.
    #[error("the connection is not sound")]
    Broken,
}

impl OutgoingError {
    /// A word for it; the texts say it to people.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadUrl => "bad-url",
            Self::Private => "private",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::TooLarge => "too-large",
            Self::Redirects => "redirects",
            Self::Broken | Self::NoCertificates => "broken",
        }
    }
}

/// An answer of another host.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its header fields.
    pub headers: HeaderMap,
    /// Its body, unpacked.
    pub body: Vec<u8>,
    /// Where it came from in the end.
    pub url: Url,
}

impl Answer {
    /// A header field, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Outgoing {
    /// With `allow_private`, loopback and private ranges may be reached: for development and tests.
    ///
    /// # Errors
    /// `NoCertificates`.
    pub fn new(allow_private: bool, user_agent: &str) -> Result<Self, OutgoingError> {
        let client = Client::builder()
            .user_agent(user_agent)
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .no_proxy()
            .referer(false)
            // Followed here, one by one.
            .redirect(redirect::Policy::none())
            .dns_resolver(Arc::new(PublicNames { allow_private }))
            .build()
            .map_err(|_| OutgoingError::NoCertificates)?;
        Ok(Self {
            client,
            allow_private,
        })
    }

    /// Whether private networks may be reached, also without encryption.
    pub fn allows_private(&self) -> bool {
        self.allow_private
    }

    /// Gets what is at `url`, at most `most` octets of it.
    ///
    /// # Errors
    /// When nothing usable comes back; an answer of any status is no error.
    pub async fn get(
        &self,
        url: &str,
        fields: &[(HeaderName, &str)],
        most: usize,
    ) -> Result<Answer, OutgoingError> {
        let question = Question {
            method: Method::GET,
            url: Url::parse(url).map_err(|_| OutgoingError::BadUrl)?,
            fields,
            body: "",
            redirects: MOST_REDIRECTS,
        };
        self.send(question, most).await
    }

    /// Asks, and follows redirects with the same method and body. A field of `Authorization` goes
    /// to the host that was asked and to no other. Of the answer at most `most` octets are taken.
    ///
    /// # Errors
    /// When nothing usable comes back; an answer of any status is no error.
    pub async fn send(&self, question: Question<'_>, most: usize) -> Result<Answer, OutgoingError> {
        let answer = tokio::time::timeout(WHOLE, self.follow(question, most));
        answer.await.unwrap_or(Err(OutgoingError::Timeout))
    }

    async fn follow(&self, question: Question<'_>, most: usize) -> Result<Answer, OutgoingError> {
        let mut url = question.url.clone();
        for _ in 0..=question.redirects {
            check(&url, self.allow_private)?;
            let mut request = self.client.request(question.method.clone(), url.clone());
            for (name, value) in question.fields {
                if name == AUTHORIZATION && url.origin() != question.url.origin() {
                    continue;
                }
                let mut value = HeaderValue::from_str(value).map_err(|_| OutgoingError::BadUrl)?;
                value.set_sensitive(name == AUTHORIZATION);
                request = request.header(name, value);
            }
            if !question.body.is_empty() {
                request = request.body(question.body.to_owned());
            }
            let response = request.send().await.map_err(|error| reason(&error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            let next = match status.as_u16() {
                301 | 302 | 303 | 307 | 308 if question.redirects > 0 => headers.get(LOCATION),
                _ => None,
            };
            if let Some(next) = next {
                let next = next.to_str().map_err(|_| OutgoingError::BadUrl)?;
                url = url.join(next).map_err(|_| OutgoingError::BadUrl)?;
                continue;
            }
            let body = match status {
                StatusCode::NOT_MODIFIED => Vec::new(),
                _ => read(response, most).await?,
            };
            return Ok(Answer {
                status: status.as_u16(),
                headers,
                body,
                url,
            });
        }
        Err(OutgoingError::Redirects)
    }
}

/// Reads a body as far as it may go.
async fn read(response: reqwest::Response, most: usize) -> Result<Vec<u8>, OutgoingError> {
    let mut body = Vec::new();
    let mut parts = response.bytes_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| reason(&error))?;
        if body.len() + part.len() > most {
            return Err(OutgoingError::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// Whether a URL may be asked. A name is looked at again when it has been resolved.
fn check(url: &Url, allow_private: bool) -> Result<(), OutgoingError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(OutgoingError::BadUrl);
    }
    let is_private = match url.host() {
        Some(url::Host::Ipv4(address)) => !address::is_public(address.into()),
        Some(url::Host::Ipv6(address)) => !address::is_public(address.into()),
        Some(url::Host::Domain(_)) => false,
        None => return Err(OutgoingError::BadUrl),
    };
    if is_private && !allow_private {
        return Err(OutgoingError::Private);
    }
    Ok(())
}

/// What went wrong, in the words of people.
fn reason(error: &reqwest::Error) -> OutgoingError {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(own) = inner.downcast_ref::<OutgoingError>() {
            return *own;
        }
        source = inner.source();
    }
    if error.is_timeout() {
        OutgoingError::Timeout
    } else if error.is_connect() {
        OutgoingError::Unreachable
    } else {
        OutgoingError::Broken
    }
}

/// Looks names up and leaves private addresses out.
struct PublicNames {
    allow_private: bool,
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.collect();
            let public: Vec<SocketAddr> = found
                .iter()
                .copied()
                .filter(|address| allow_private || address::is_public(address.ip()))
                .collect();
            if public.is_empty() && !found.is_empty() {
                return Err(OutgoingError::Private.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> Option<OutgoingError> {
        check(&Url::parse(url).unwrap(), false).err()
    }

    #[test]
    fn only_public_addresses_over_http_are_asked() {
        assert_eq!(refused("https://calendar.example/mira.ics"), None);
        assert_eq!(refused("http://93.184.216.34/"), None);
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest/meta-data",
        ] {
            assert_eq!(refused(url), Some(OutgoingError::Private), "{url}");
        }
        assert_eq!(refused("file:///etc/passwd"), Some(OutgoingError::BadUrl));
        assert_eq!(
            refused("ftp://calendar.example/"),
            Some(OutgoingError::BadUrl)
        );
    }

    #[actix_web::test]
    async fn a_name_that_leads_into_a_private_network_is_refused() {
        let outgoing = Outgoing::new(false, "test").unwrap();

        let answer = outgoing.get("http://localhost:9/", &[], 100).await;

        assert_eq!(answer.unwrap_err(), OutgoingError::Private);
    }
}
