//! Asking CalDAV servers elsewhere (RFC 4791): which calendars there are, what changed in one, and
//! writing into it. What comes back is bounded, and half an answer counts as none.

mod changes;
mod discovery;
mod multistatus;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use digest_auth::{AuthContext, HttpMethod};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, IF_MATCH, IF_NONE_MATCH};
use reqwest::{Method, Url};

use crate::outgoing::{Answer, MOST_REDIRECTS, Outgoing, OutgoingError, Question};
pub use changes::{Changes, Fetched, Known};
pub use discovery::{Found, FoundCalendar};

/// The most octets of one answer.
const MOST_OCTETS: usize = 16 << 20;
/// How an XML body is called.
const XML: &str = "application/xml; charset=utf-8";

/// Who logs in.
#[derive(Clone)]
pub struct Login {
    /// The user name.
    pub username: String,
    /// Their password, or one for programs.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Login")
    }
}

/// A server elsewhere, as somebody who has an account there.
pub struct Remote<'a> {
    outgoing: &'a Outgoing,
    login: &'a Login,
}

/// Why a server could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// Nothing came back.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    /// A password would go over a connection that others can read.
    #[error("the connection is not encrypted")]
    Insecure,
    /// User name or password are wrong.
    #[error("the server does not know this user name and password")]
    Login,
    /// It does not let this user do that.
    #[error("the server forbids it")]
    Forbidden,
    /// There is nothing.
    #[error("there is nothing at this address")]
    Gone,
    /// What lies there is not what was expected.
    #[error("it was changed meanwhile")]
    Changed,
    /// No room is left (RFC 4918 §11.5).
    #[error("the account is full")]
    Full,
    /// Too much is asked of it.
    #[error("the server asks for patience")]
    Busy,
    /// Another status.
    #[error("the server reports an error")]
    Status,
    /// The answer is no CalDAV, or breaks off.
    #[error("this is not a CalDAV server")]
    NotCalDav,
    /// There is more than can be read here.
    #[error("the calendar is too large")]
    TooLarge,
}

impl RemoteError {
    /// A word for it; the texts say it to people.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outgoing(error) => error.code(),
            Self::Insecure => "insecure",
            Self::Login => "login",
            Self::Forbidden => "not-allowed",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Full => "full",
            Self::Busy => "busy",
            Self::Status => "status",
            Self::NotCalDav => "not-caldav",
            Self::TooLarge => "too-large",
        }
    }
}

/// What must lie at an address so that something is written there.
#[derive(Debug, Clone, Copy)]
pub enum Expected<'a> {
    /// Nothing.
    Nothing,
    /// What has this entity tag.
    Tag(&'a str),
    /// Whatever it is.
    Anything,
}

impl<'a> Remote<'a> {
    /// A server as this user.
    pub fn new(outgoing: &'a Outgoing, login: &'a Login) -> Self {
        Self { outgoing, login }
    }

    /// What lies at `url`, and its entity tag; none if nothing does.
    ///
    /// # Errors
    /// When the server cannot be used.
    pub async fn get(&self, url: &Url) -> Result<Option<(String, String)>, RemoteError> {
        let answer = self.ask(Method::GET, url, &[], "").await?;
        match answer.status {
            404 | 410 => Ok(None),
            _ => {
                let etag = check(&answer)?.header("etag").unwrap_or_default();
                let etag = etag.to_owned();
                let body = String::from_utf8(answer.body).map_err(|_| RemoteError::NotCalDav)?;
                Ok(Some((body, etag)))
            }
        }
    }

    /// Writes a calendar object. Returns its new entity tag, empty if the server tells none.
    ///
    /// # Errors
    /// `Changed` when something else lies there than expected; when the server cannot be used.
    pub async fn put(
        &self,
        url: &Url,
        body: &str,
        expected: Expected<'_>,
    ) -> Result<String, RemoteError> {
        let mut fields = condition(expected);
        fields.push((CONTENT_TYPE, "text/calendar; charset=utf-8"));
        let answer = self.ask(Method::PUT, url, &fields, body).await?;
        let etag = check(&answer)?.header("etag").unwrap_or_default();
        // A weak tag says that the server keeps something else than it was sent.
        Ok(Some(etag)
            .filter(|etag| !etag.starts_with("W/"))
            .unwrap_or_default()
            .to_owned())
    }

    /// Deletes what lies at `url`; nothing there is fine.
    ///
    /// # Errors
    /// `Changed` when something else lies there than expected; when the server cannot be used.
    pub async fn delete(&self, url: &Url, expected: Expected<'_>) -> Result<(), RemoteError> {
        let fields = condition(expected);
        let answer = self.ask(Method::DELETE, url, &fields, "").await?;
        match answer.status {
            404 | 410 => Ok(()),
            _ => check(&answer).map(drop),
        }
    }

    /// A PROPFIND or REPORT; `depth` is `0` or `1`.
    async fn query(
        &self,
        method: &str,
        url: &Url,
        depth: &str,
        body: &str,
    ) -> Result<Answer, RemoteError> {
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| RemoteError::Status)?;
        let depth = (HeaderName::from_static("depth"), depth);
        let fields = [depth, (CONTENT_TYPE, XML)];
        self.ask(method, url, &fields, body).await
    }

    /// Asks with the password; with a digest of it where the server wants that (RFC 7616).
    async fn ask(
        &self,
        method: Method,
        url: &Url,
        fields: &[(HeaderName, &str)],
        body: &str,
    ) -> Result<Answer, RemoteError> {
        if url.scheme() != "https" && !self.outgoing.allows_private() {
            return Err(RemoteError::Insecure);
        }
        let Login { username, password } = self.login;
        let basic = format!(
            "Basic {}",
            STANDARD.encode(format!("{username}:{password}"))
        );
        let answer = self.send(&method, url, (fields, &basic), body).await?;
        let challenge = match answer.status {
            401 => digest_challenge(&answer),
            _ => None,
        };
        let Some(mut challenge) = challenge else {
            return Ok(answer);
        };
        let path = match answer.url.query() {
            Some(query) => format!("{}?{query}", answer.url.path()),
            None => answer.url.path().to_owned(),
        };
        let context = AuthContext::new_with_method(
            username,
            password,
            &path,
            Some(body.as_bytes()),
            HttpMethod::from(method.as_str().to_owned()),
        );
        let digest = challenge
            .respond(&context)
            .map_err(|_| RemoteError::Login)?
            .to_header_string();
        let url = answer.url;
        self.send(&method, &url, (fields, &digest), body).await
    }

    async fn send(
        &self,
        method: &Method,
        url: &Url,
        (fields, authorization): (&[(HeaderName, &str)], &str),
        body: &str,
    ) -> Result<Answer, RemoteError> {
        let mut all = fields.to_vec();
        all.push((AUTHORIZATION, authorization));
        let question = Question {
            method: method.clone(),
            url: url.clone(),
            fields: &all,
            body,
            redirects: MOST_REDIRECTS,
        };
        Ok(self.outgoing.send(question, MOST_OCTETS).await?)
    }
}

fn digest_challenge(answer: &Answer) -> Option<digest_auth::WwwAuthenticateHeader> {
    let challenges = answer.headers.get_all("www-authenticate").iter();
    let texts = challenges.filter_map(|value| value.to_str().ok());
    let mut digests = texts.filter(|text| {
        let scheme = text.get(..7).unwrap_or_default();
        scheme.eq_ignore_ascii_case("digest ")
    });
    digest_auth::parse(digests.next()?).ok()
}

fn condition<'a>(expected: Expected<'a>) -> Vec<(HeaderName, &'a str)> {
    match expected {
        Expected::Nothing => vec![(IF_NONE_MATCH, "*")],
        Expected::Tag(etag) if !etag.is_empty() => vec![(IF_MATCH, etag)],
        Expected::Tag(_) | Expected::Anything => Vec::new(),
    }
}

/// An answer that is a success.
fn check(answer: &Answer) -> Result<&Answer, RemoteError> {
    match answer.status {
        200..=299 => Ok(answer),
        401 => Err(RemoteError::Login),
        403 => Err(RemoteError::Forbidden),
        404 | 410 => Err(RemoteError::Gone),
        412 => Err(RemoteError::Changed),
        429 | 503 => Err(RemoteError::Busy),
        507 => Err(RemoteError::Full),
        _ => Err(RemoteError::Status),
    }
}
