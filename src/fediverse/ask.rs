//! Asking others: signed by the instance, bounded, and only believed about what is theirs.

use std::time::Duration;

use actix_web::web::Data;
use reqwest::Method;
use reqwest::header::HeaderName;
use serde_json::Value;
use tokio::sync::Semaphore;
use url::{Origin, Url};

use super::envelope::{self, id, kind};
use crate::outgoing::{Answer, OutgoingError, Question};
use crate::service::ServiceError;
use crate::service::federation::RemoteActor;
use crate::service::federation::actors::{LocalActor, Whose};
use crate::service::federation::allies::host_of;
use crate::service::federation::inbox::is_blocked;
use crate::signature::{PublicKey, Request, Scheme, sign};
use crate::state::State;

/// The most octets of a document.
const MOST: usize = 1 << 20;
/// How long it may take to find out whose a key is: somebody waits who gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(9);
/// How often an address may lead to another.
const MOST_HOPS: usize = 1;
const ACCEPT: &str = "application/activity+json, \
    application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The address is none that we ask, or its instance is blocked.
    #[error("this address is not asked")]
    Refused,
    /// It is this instance itself.
    #[error("this is this instance itself")]
    Ourselves,
    /// The other side cannot be reached or says no.
    #[error("it cannot be read: {0}")]
    Unreachable(String),
    /// Too many keys are being asked for.
    #[error("too many keys are being asked for")]
    Busy,
    /// What came is not what was asked for.
    #[error("what is there is not an actor that could be believed")]
    Unbelievable,
    /// Something is wrong here.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<OutgoingError> for AskError {
    fn from(error: OutgoingError) -> Self {
        match error {
            OutgoingError::BadUrl | OutgoingError::Private => Self::Refused,
            other => Self::Unreachable(other.to_string()),
        }
    }
}

/// The actor that acts for an instance as a whole: found where NodeInfo says (FEP-2677), and it must
/// be at home there.
///
/// # Errors
/// When there is none.
pub async fn instance_actor(state: &Data<State>, host: &str) -> Result<RemoteActor, AskError> {
    if host == state.links.domain() {
        return Err(AskError::Ourselves);
    }
    let scheme = match state.outgoing.allows_private() {
        true => "http",
        false => "https",
    };
    let at = Url::parse(&format!("{scheme}://{host}/.well-known/nodeinfo"));
    let at = at.map_err(|_| AskError::Refused)?;
    check(state, &at).await?;
    let fields = [(reqwest::header::ACCEPT, "application/json")];
    let answer = state.outgoing.get(at.as_str(), &fields, MOST).await?;
    let links = envelope::parse(&answer.body).ok_or(AskError::Unbelievable)?;
    let links = links["links"].as_array().into_iter().flatten();
    let mut actors =
        links.filter(|link| link["rel"] == "https://www.w3.org/ns/activitystreams#Application");
    let actor = actors.next().and_then(|link| link["href"].as_str());
    let actor = actor.ok_or(AskError::Unbelievable)?;
    let url = Url::parse(actor).map_err(|_| AskError::Unbelievable)?;
    if url.origin() != at.origin() {
        return Err(AskError::Unbelievable);
    }
    let document = get(state, url).await?;
    read_actor(state, &document, None).ok_or(AskError::Unbelievable)
}

/// How many keys are asked for at once: whoever names many that nobody has must not keep us busy.
static TURNS: Semaphore = Semaphore::const_new(16);

/// Whose a key is. The key and its owner are at home at the same place, and each names the other.
///
/// # Errors
/// When that cannot be found out, or is not so.
pub async fn owner_of_key(state: &Data<State>, key_id: &str) -> Result<RemoteActor, AskError> {
    let _turn = TURNS.try_acquire().map_err(|_| AskError::Busy)?;
    let found = tokio::time::timeout(PATIENCE, find_owner(state, key_id)).await;
    found.unwrap_or_else(|_| Err(OutgoingError::Timeout.into()))
}

async fn find_owner(state: &Data<State>, key_id: &str) -> Result<RemoteActor, AskError> {
    let mut url = Url::parse(key_id).map_err(|_| AskError::Refused)?;
    let origin = url.origin();
    url.set_fragment(None);
    let mut document = get(state, url).await?;
    if document["publicKeyPem"].is_string() {
        // A key with an address of its own: its owner must list it.
        let owner = id(&document["owner"]).or_else(|| id(&document["controller"]));
        let owner = owner.and_then(|owner| Url::parse(owner).ok());
        let owner = owner.filter(|owner| owner.origin() == origin);
        document = get(state, owner.ok_or(AskError::Unbelievable)?).await?;
    }
    let actor = read_actor(state, &document, Some(key_id));
    let actor = actor.ok_or(AskError::Unbelievable)?;
    match origin_of(&actor.id) == Some(origin) {
        true => Ok(actor),
        false => Err(AskError::Unbelievable),
    }
}

/// The origin of an address, if it is one.
pub fn origin_of(address: &str) -> Option<Origin> {
    Url::parse(address).ok().map(|url| url.origin())
}

/// The document at an address. It says the address itself, or where it really is on that host.
async fn get(state: &Data<State>, url: Url) -> Result<Value, AskError> {
    let (document, found_at) = get_once(state, url.clone()).await?;
    let said = id(&document).and_then(|said| Url::parse(said).ok());
    let said = said.ok_or(AskError::Unbelievable)?;
    if said == found_at || said == url {
        return Ok(document);
    }
    if said.origin() != found_at.origin() {
        return Err(AskError::Unbelievable);
    }
    let (document, found_at) = get_once(state, said).await?;
    match id(&document) == Some(found_at.as_str()) {
        true => Ok(document),
        false => Err(AskError::Unbelievable),
    }
}

async fn get_once(state: &Data<State>, url: Url) -> Result<(Value, Url), AskError> {
    let actor = state.actor(Whose::Instance).await?;
    let mut url = url;
    for _ in 0..=MOST_HOPS {
        check(state, &url).await?;
        let request = Unsigned {
            method: Method::GET,
            url: &url,
            field: ("accept", ACCEPT),
            body: "",
        };
        let answer = send_signed(state, &actor, (&request, Scheme::Cavage), MOST).await??;
        match (answer.status, answer.header("location")) {
            (200, _) => {
                let kind = answer.header("content-type").unwrap_or_default();
                let document = envelope::parse(&answer.body).filter(|_| is_activity_json(kind));
                return Ok((document.ok_or(AskError::Unbelievable)?, url));
            }
            (301 | 302 | 303 | 307 | 308, Some(next)) => {
                url = url.join(next).map_err(|_| AskError::Refused)?;
            }
            (status, _) => return Err(AskError::Unreachable(format!("it answers {status}"))),
        }
    }
    Err(OutgoingError::Redirects.into())
}

/// A request before it is signed.
pub(super) struct Unsigned<'a> {
    pub(super) method: Method,
    pub(super) url: &'a Url,
    /// The field that is signed with it, by its name in small letters.
    pub(super) field: (&'a str, &'a str),
    /// Empty for nothing.
    pub(super) body: &'a str,
}

/// Sends a request that one of us signs; a redirect is an answer like any other.
pub(super) async fn send_signed(
    state: &State,
    actor: &LocalActor,
    (request, scheme): (&Unsigned<'_>, Scheme),
    most: usize,
) -> Result<Result<Answer, OutgoingError>, ServiceError> {
    let key = actor.private_key(&state.vault)?;
    let url = request.url;
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let (name, value) = request.field;
    let to_sign = Request {
        method: request.method.as_str(),
        origin: &url.origin().ascii_serialization(),
        target: &target,
        fields: &[(name.to_owned(), value.to_owned())],
        body: (!request.body.is_empty()).then_some(request.body.as_bytes()),
    };
    let key_id = format!("{}#main-key", actor.address(&state.links));
    let signed = sign(&to_sign, scheme, (&key_id, &key), state.clock.now())?;
    let signed = signed.iter().map(|(name, value)| (*name, value.as_str()));
    let fields: Vec<(HeaderName, &str)> = std::iter::once(request.field)
        .chain(signed)
        .filter_map(|(name, value)| Some((name.parse().ok()?, value)))
        .collect();
    let question = Question {
        method: request.method.clone(),
        url: url.clone(),
        fields: &fields,
        body: request.body,
        redirects: 0,
    };
    Ok(state.outgoing.send(question, most).await)
}

/// Whether an address may be asked: without names and passwords in it, of the public network with
/// its usual port, and of no instance that is blocked.
async fn check(state: &Data<State>, url: &Url) -> Result<(), AskError> {
    let is_private = state.outgoing.allows_private();
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_public = url.scheme() == "https"
        && url.port().is_none()
        && matches!(url.host(), Some(url::Host::Domain(_)));
    let host = host_of(url).ok_or(AskError::Refused)?;
    if !is_plain || !(is_public || is_private) {
        return Err(AskError::Refused);
    }
    let blocked = state.store.read(move |db| is_blocked(db, &host)).await?;
    match blocked {
        true => Err(AskError::Refused),
        false => Ok(()),
    }
}

/// An actor with a key: that of this address, or else its first.
fn read_actor(state: &State, document: &Value, key_id: Option<&str>) -> Option<RemoteActor> {
    let address = id(&document["id"])?;
    let keys = match &document["publicKey"] {
        Value::Array(keys) => keys.as_slice(),
        one => std::slice::from_ref(one),
    };
    let key = keys.iter().find(|key| {
        let is_asked_for = key_id.is_none_or(|asked| key["id"] == asked);
        is_asked_for && id(&key["owner"]) == Some(address)
    })?;
    let public_key = key["publicKeyPem"].as_str()?;
    PublicKey::from_pem(public_key).ok()?;
    let name = document["name"]
        .as_str()
        .or_else(|| document["preferredUsername"].as_str());
    let url = Url::parse(address).ok()?;
    // An inbox elsewhere would let somebody have us write to others.
    let at_home = |inbox: &Value| {
        let inbox = Url::parse(id(inbox)?).ok()?;
        (inbox.origin() == url.origin()).then(|| inbox.to_string())
    };
    Some(RemoteActor {
        id: address.to_owned(),
        host: host_of(&url)?,
        kind: kind(document).chars().take(40).collect(),
        name: name.unwrap_or_default().chars().take(200).collect(),
        inbox: at_home(&document["inbox"])?,
        shared_inbox: at_home(&document["endpoints"]["sharedInbox"]),
        key_id: id(key)?.to_owned(),
        public_key: public_key.to_owned(),
        fetched_at: state.clock.now().timestamp_micros(),
    })
}

/// Whether a body is what was asked for, and not an uploaded file that looks like it.
fn is_activity_json(kind: &str) -> bool {
    let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
    match parts.next().as_deref() {
        Some("application/activity+json") => true,
        Some("application/ld+json") => parts.any(|part| {
            part.strip_prefix("profile=").is_some_and(|profile| {
                let mut profiles = profile.trim_matches('"').split(' ');
                profiles.any(|one| one == "https://www.w3.org/ns/activitystreams")
            })
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_activity_json;

    #[test]
    fn only_what_is_declared_as_activitystreams_is_read() {
        for kind in [
            "application/activity+json",
            "Application/Activity+JSON; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;charset=utf-8;profile=https://www.w3.org/ns/activitystreams",
        ] {
            assert!(is_activity_json(kind), "{kind}");
        }
        for kind in [
            "",
            "application/json",
            "application/ld+json",
            "text/html",
            "application/activity+jsonx",
            "application/ld+json; profile=\"https://elsewhere.example\"",
        ] {
            assert!(!is_activity_json(kind), "{kind}");
        }
    }
}
