//! What others send. Whose it is comes first; what it says is only looked at then.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HOST};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, TimeDelta};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::config::FederationMode;
use crate::fediverse::envelope::{self, Envelope};
use crate::fediverse::{AskError, origin_of, owner_of_key};
use crate::service::ServiceError;
use crate::service::federation::RemoteActor;
use crate::service::federation::allies::host_of;
use crate::service::federation::inbox::{self, Act, Outcome, Received};
use crate::signature::{PublicKey, Refusal, Request, Signed};
use crate::state::State;

/// The most octets of an activity.
pub(super) const MOST: usize = 256 << 10;
/// How long a key is believed without asking again.
const KEEP: TimeDelta = TimeDelta::hours(24);
/// How often an actor is asked for its key at the most.
const ASK_EVERY: TimeDelta = TimeDelta::minutes(5);

/// Why something was not taken.
#[derive(Debug, thiserror::Error)]
enum InboxError {
    /// It was meant for another host.
    #[error("this is not the host that is addressed")]
    Misdirected,
    /// It is not signed well.
    #[error(transparent)]
    Unsigned(#[from] Refusal),
    /// The key does not fit, or is not to be had.
    #[error("the signature is not by the key that it names")]
    Forged,
    /// It speaks for somebody who has not signed it.
    #[error("this was not signed by its actor")]
    NotActor,
    /// Nothing is taken from there.
    #[error("nothing is taken from this instance")]
    Blocked,
    /// It is no activity.
    #[error("this is not an activity")]
    Malformed,
    /// Another activity came under the same name.
    #[error("another activity had this id")]
    Conflict,
    /// Too many strangers at once.
    #[error("too much is being looked at; come again")]
    Busy,
    /// Something is wrong here.
    #[error(transparent)]
    Service(ServiceError),
}

impl From<ServiceError> for InboxError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Forbidden => Self::Blocked,
            other => Self::Service(other),
        }
    }
}

impl From<AskError> for InboxError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Service(error) => error.into(),
            AskError::Busy => Self::Busy,
            _ => Self::Forged,
        }
    }
}

impl InboxError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Unsigned(_) | Self::Forged => StatusCode::UNAUTHORIZED,
            Self::NotActor | Self::Blocked => StatusCode::FORBIDDEN,
            Self::Malformed | Self::Conflict => StatusCode::BAD_REQUEST,
            Self::Busy | Self::Service(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind of problem (FEP-c180).
    fn kind(&self) -> &'static str {
        match self {
            Self::NotActor => "https://w3id.org/fep/c180#principal-actor-mismatch",
            Self::Conflict => "https://w3id.org/fep/c180#duplicate-delivery",
            _ => "about:blank",
        }
    }
}

/// `POST` to any inbox. 202 says that it is stored, not that anybody agrees.
pub(super) async fn receive(state: Data<State>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let error = match take(&state, &request, &body).await {
        Ok(()) => return HttpResponse::Accepted().finish(),
        Err(error) => error,
    };
    match &error {
        InboxError::Service(error) => tracing::error!(%error, "an activity could not be taken"),
        error => tracing::info!(%error, "an activity was refused"),
    }
    HttpResponse::build(error.status())
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .body(
            json!({
                "type": error.kind(),
                "title": error.to_string(),
                "status": error.status().as_u16(),
            })
            .to_string(),
        )
}

async fn take(state: &Data<State>, request: &HttpRequest, body: &[u8]) -> Result<(), InboxError> {
    // One that was signed for another host could be sent here again by that host.
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|it| it.as_str()));
    if !host.is_some_and(|host| host.eq_ignore_ascii_case(state.links.domain())) {
        return Err(InboxError::Misdirected);
    }
    let fields = fields(request);
    let target = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let signed = Request {
        method: request.method().as_str(),
        origin: &state.links.at(""),
        target,
        fields: &fields,
        body: Some(body),
    };
    let signed = Signed::read(&signed, state.clock.now())?;
    let key_host = url::Url::parse(&signed.key_id).ok();
    let key_host = key_host.as_ref().and_then(host_of);
    let key_host = key_host.ok_or(Refusal::Malformed)?;
    let is_blocked = state
        .store
        .read(move |db| inbox::is_blocked(db, &key_host))
        .await?;
    if is_blocked {
        return Err(InboxError::Blocked);
    }
    let activity = envelope::parse(body).ok_or(InboxError::Malformed)?;
    let activity = Envelope::read(&activity).ok_or(InboxError::Malformed)?;
    let Some(actor) = signer(state, &signed, &activity).await? else {
        return Ok(());
    };
    // Its id could otherwise take that of somebody else's activity from it.
    let is_own = actor.id == activity.actor && origin_of(&activity.id) == origin_of(&actor.id);
    if !is_own {
        return Err(InboxError::NotActor);
    }
    let received = Received {
        id: activity.id,
        body_hash: format!("{:x}", Sha256::digest(body)),
        actor,
        act: activity.act,
    };
    let is_open = state.config.federation.mode == FederationMode::Open;
    let (links, now) = (state.links.clone(), state.clock.now());
    let outcome = state
        .store
        .write(move |db| inbox::receive(db, (&links, is_open), &received, now))
        .await?;
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::Conflict => Err(InboxError::Conflict),
    }
}

/// Who signed it. A key that is not known, old or does not fit is asked for, now and then. None for
/// somebody unknown who says that they are gone: nobody could be asked.
async fn signer(
    state: &Data<State>,
    signed: &Signed,
    activity: &Envelope,
) -> Result<Option<RemoteActor>, InboxError> {
    let key_id = signed.key_id.clone();
    let known = state
        .store
        .read(move |db| inbox::find_signer(db, &key_id))
        .await?;
    let now = state.clock.now();
    let age = known
        .as_ref()
        .map(|actor| now - DateTime::from_timestamp_micros(actor.fetched_at).unwrap_or_default());
    if let Some(actor) = known {
        let fits = is_by(signed, &actor);
        if fits && age.is_some_and(|age| age < KEEP) {
            return Ok(Some(actor));
        }
        if age.is_some_and(|age| age < ASK_EVERY) {
            return Err(InboxError::Forged);
        }
        if fits && activity.act == Act::Delete {
            return Ok(Some(actor));
        }
    } else if activity.act == Act::Delete {
        return Ok(None);
    }
    let actor = owner_of_key(state, &signed.key_id).await?;
    let fits = is_by(signed, &actor);
    let kept = actor.clone();
    state
        .store
        .write(move |db| inbox::keep_signer(db, &kept))
        .await?;
    match fits {
        true => Ok(Some(actor)),
        false => Err(InboxError::Forged),
    }
}

fn is_by(signed: &Signed, actor: &RemoteActor) -> bool {
    PublicKey::from_pem(&actor.public_key).is_ok_and(|key| signed.is_by(&key))
}

fn fields(request: &HttpRequest) -> Vec<(String, String)> {
    let fields = request.headers().iter();
    fields
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect()
}
