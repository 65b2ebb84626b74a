//! What runs here, for those who count (NodeInfo 2.1).

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

use super::{document, refused};
use crate::service::{hosts, instance};
use crate::state::State;

/// The version that is spoken.
const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";

/// `GET /.well-known/nodeinfo`, with the instance's actor (FEP-2677).
pub(super) async fn links(state: Data<State>) -> HttpResponse {
    document(
        "application/json",
        &json!({"links": [
            {"rel": SCHEMA, "href": state.links.at("/nodeinfo/2.1")},
            {
                "rel": "https://www.w3.org/ns/activitystreams#Application",
                "href": state.links.actor(),
            },
        ]}),
    )
}

/// `GET /nodeinfo/2.1`.
pub(super) async fn nodeinfo(state: Data<State>) -> HttpResponse {
    let found = state
        .store
        .read(|db| {
            Ok::<_, crate::service::ServiceError>((hosts::list(db)?.len(), instance::load(db)?))
        })
        .await;
    let (hosts, instance) = match found {
        Ok(found) => found,
        Err(error) => return refused(&error),
    };
    document(
        &format!("application/json; profile=\"{SCHEMA}#\""),
        &json!({
            "version": "2.1",
            "software": {"name": "zeitgenosse", "version": env!("CARGO_PKG_VERSION")},
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": false,
            "usage": {"users": {"total": hosts}},
            "metadata": {"nodeName": instance.name},
        }),
    )
}
