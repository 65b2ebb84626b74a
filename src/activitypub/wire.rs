//! ActivityStreams documents as plain structs.

use activitypub_federation::protocol::public_key::PublicKey;
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::fediverse::ACTIVITY_STREAMS;

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum ActorType {
    Application,
    Person,
    Group,
}

/// An actor (ActivityPub §4.1).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Actor {
    pub(super) id: Url,
    #[serde(rename = "type")]
    pub(super) kind: ActorType,
    pub(super) preferred_username: String,
    /// `mira@coop.example` (FEP-2c59).
    pub(super) webfinger: String,
    pub(super) name: String,
    /// HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
    pub(super) url: String,
    pub(super) inbox: String,
    pub(super) outbox: String,
    pub(super) followers: String,
    pub(super) endpoints: Endpoints,
    pub(super) manually_approves_followers: bool,
    pub(super) discoverable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) icon: Option<Image>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attachment: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) generator: Option<Generator>,
    pub(super) public_key: PublicKey,
}

/// One inbox for all who act here.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Endpoints {
    pub(super) shared_inbox: String,
}

/// A portrait.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) media_type: &'static str,
    pub(super) url: String,
}

/// A line of a profile, as Mastodon shows it: the value is HTML.
#[derive(Debug, Serialize)]
pub(super) struct Field {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) value: String,
}

/// On which instance somebody acts.
#[derive(Debug, Serialize)]
pub(super) struct Generator {
    #[serde(rename = "type")]
    pub(super) kind: ActorType,
    pub(super) id: String,
}

/// A collection of which everybody may know how large it is, and nobody what is in it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Collection {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) total_items: i64,
}

/// The context of an actor. Whatever is ours is said inline: a context that a reader had to fetch
/// would make the whole unreadable for many.
pub(super) fn actor_context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        {
            "discoverable": "http://joinmastodon.org/ns#discoverable",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "sc": "http://schema.org#",
            "PropertyValue": "sc:PropertyValue",
            "value": "sc:value",
            "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
        }
    ])
}
