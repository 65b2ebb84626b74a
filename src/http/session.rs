//! Who is signed in at the desk.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::LOCATION;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};
use futures_util::future::LocalBoxFuture;

use crate::service::accounts::{self, SESSION};
use crate::service::{ServiceError, Viewer};
use crate::state::State;

/// Over https the name makes browsers insist on a safe cookie (RFC 6265bis §4.1.3.2).
const SAFE_NAME: &str = "__Host-zeitgenosse";
const PLAIN_NAME: &str = "zeitgenosse";

/// The person who is signed in; a request without one is sent to the login.
pub struct SignedIn(pub Viewer);

/// Nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The login is the way on; the path is where to go afterwards.
    #[error("not signed in")]
    SignedOut(Option<String>),
    /// The session could not be looked up.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl ResponseError for SessionError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::SignedOut(_) => StatusCode::SEE_OTHER,
            Self::Service(error) => super::error::status(error),
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SignedOut(next) => {
                let login = match next {
                    Some(path) => {
                        let query = url::form_urlencoded::Serializer::new(String::new())
                            .append_pair("next", path)
                            .finish();
                        format!("/login?{query}")
                    }
                    None => "/login".to_owned(),
                };
                HttpResponse::SeeOther()
                    .insert_header((LOCATION, login))
                    .finish()
            }
            Self::Service(error) => {
                super::error::log(error);
                HttpResponse::new(self.status_code())
            }
        }
    }
}

impl FromRequest for SignedIn {
    type Error = SessionError;
    type Future = LocalBoxFuture<'static, Result<Self, SessionError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let next = (request.method() == Method::GET).then(|| request.path().to_owned());
            find(&request)
                .await?
                .map(Self)
                .ok_or(SessionError::SignedOut(next))
        })
    }
}

/// Who is signed in, if anybody.
///
/// # Errors
/// When the session cannot be looked up.
pub async fn find(request: &HttpRequest) -> Result<Option<Viewer>, ServiceError> {
    let Some(token) = token(request) else {
        return Ok(None);
    };
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(None);
    };
    let now = state.clock.now();
    state
        .store
        .read(move |db| accounts::session_viewer(db, &token, now))
        .await
}

/// The token of the session, as the cookie carries it.
pub fn token(request: &HttpRequest) -> Option<String> {
    [SAFE_NAME, PLAIN_NAME]
        .iter()
        .find_map(|name| request.cookie(name))
        .map(|cookie| cookie.value().to_owned())
}

/// The cookie that carries a session's token.
pub fn cookie(state: &State, token: String) -> Cookie<'static> {
    let is_https = state.links.base_url().starts_with("https://");
    Cookie::build(if is_https { SAFE_NAME } else { PLAIN_NAME }, token)
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(SESSION.num_seconds()))
        .finish()
}

/// The cookie that makes a browser forget its session.
pub fn forgetting_cookie(state: &State) -> Cookie<'static> {
    let mut cookie = cookie(state, String::new());
    cookie.make_removal();
    cookie
}
