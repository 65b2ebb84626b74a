//! Who asks: a name and an app password (RFC 7617), over https, or from the machine itself.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::failure::Failure;
use crate::service::{Viewer, app_passwords, calendars};
use crate::state::State;

/// Who asks.
pub(super) struct Login {
    pub(super) viewer: Viewer,
    /// The one calendar that is open to somebody without a password, to be read.
    pub(super) public: Option<Public>,
}

/// A calendar behind its public address.
pub(super) struct Public {
    pub(super) token: String,
    pub(super) slug: String,
}

impl Login {
    pub(super) fn username(&self) -> &str {
        self.viewer.person.username.as_str()
    }

    /// The address of their principal.
    pub(super) fn principal(&self) -> String {
        format!("/dav/principals/{}/", self.username())
    }

    /// The address of one of the two boxes of theirs.
    pub(super) fn scheduling(&self, which: &str) -> String {
        format!("/dav/scheduling/{}/{which}/", self.username())
    }

    /// The address of the one calendar that is open.
    pub(super) fn public_home(&self) -> String {
        let token = self.public.as_ref().map_or("", |public| &public.token);
        format!("/dav/public/{token}/")
    }

    /// The address of their calendars.
    pub(super) fn home(&self) -> String {
        format!("/dav/calendars/{}/", self.username())
    }
}

/// Finds out who asks.
pub(super) async fn of(state: &State, request: &HttpRequest) -> Result<Login, Failure> {
    if let Some(rest) = request.path().strip_prefix("/dav/public/") {
        let token = rest.split('/').next().unwrap_or_default().to_owned();
        return public(state, token).await;
    }
    let is_local = request
        .peer_addr()
        .is_none_or(|peer| peer.ip().is_loopback());
    if !is_local && request.connection_info().scheme() != "https" {
        return Err(Failure::Insecure);
    }
    let (username, password) = credentials(request).ok_or(Failure::Unauthorized)?;
    let now = state.clock.now();
    let found = state
        .store
        .read(move |db| app_passwords::viewer(db, (&username, &password), now))
        .await?;
    let (viewer, to_note) = found.ok_or(Failure::Unauthorized)?;
    if let Some(id) = to_note {
        let noted = state
            .store
            .write(move |db| app_passwords::note_use(db, &id, now));
        noted.await?;
    }
    Ok(Login {
        viewer,
        public: None,
    })
}

/// Whoever knows the address may read.
async fn public(state: &State, token: String) -> Result<Login, Failure> {
    let asked = token.clone();
    let (viewer, calendar) = state
        .store
        .read(move |db| calendars::find_public(db, &asked))
        .await?;
    let slug = calendar.slug;
    Ok(Login {
        viewer,
        public: Some(Public { token, slug }),
    })
}

fn credentials(request: &HttpRequest) -> Option<(String, String)> {
    let field = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = field.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.len() > 1_000 {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (username, password) = decoded.split_once(':')?;
    Some((username.to_owned(), password.to_owned()))
}
