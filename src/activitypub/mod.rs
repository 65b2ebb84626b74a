//! ActivityPub: who acts here, as the fediverse reads it. `FEDERATION.md` tells what is spoken.
//!
//! | address | what |
//! | --- | --- |
//! | `/.well-known/webfinger`, `/.well-known/host-meta` | who is behind a name (RFC 7033, RFC 6415) |
//! | `/.well-known/nodeinfo`, `/nodeinfo/2.1` | what runs here |
//! | `/actor` | the instance |
//! | `/ap/p/{id}`, `/ap/t/{id}` | a host, a team |
//! | `/inbox`, `/actor/inbox`, `/ap/p/{id}/inbox`, `/ap/t/{id}/inbox` | what others send |
//! | `/@{username}`, `/teams/{slug}` | the same, when a program asks for it |

mod actors;
mod inbox;
mod nodeinfo;
mod webfinger;
mod wire;

use actix_web::HttpResponse;
use actix_web::guard::{self, GuardContext};
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};
use actix_web::web::{Data, PayloadConfig, ServiceConfig, get, resource, scope};
use serde::Serialize;

use crate::config::FederationMode;
use crate::fediverse::ACTIVITY_JSON;
use crate::service::ServiceError;
use crate::state::State;

/// Every address of the fediverse.
pub fn routes(app: &mut ServiceConfig) {
    app.configure(inboxes)
        .service(
            scope("/.well-known")
                .guard(is_on)
                .route("/webfinger", get().to(webfinger::webfinger))
                .route("/host-meta", get().to(webfinger::host_meta))
                .route("/nodeinfo", get().to(nodeinfo::links)),
        )
        .service(
            resource("/nodeinfo/2.1")
                .guard(guard::fn_guard(is_on))
                .get(nodeinfo::nodeinfo),
        )
        .service(
            resource("/actor")
                .guard(guard::fn_guard(is_on))
                .get(actors::instance),
        )
        .service(
            scope("/ap")
                .guard(is_on)
                .route("/p/{id}", get().to(actors::by_id))
                .route("/p/{id}/{collection}", get().to(actors::collection))
                .route("/t/{id}", get().to(actors::by_id))
                .route("/t/{id}/{collection}", get().to(actors::collection)),
        )
        .route(
            "/actor/{collection}",
            get().guard(is_on).to(actors::instance_collection),
        )
        .route("/@{username}", get().guard(is_wanted).to(actors::person))
        .route("/teams/{slug}", get().guard(is_wanted).to(actors::team));
}

/// Where others send to. All are one: what is meant stands in the activity.
fn inboxes(app: &mut ServiceConfig) {
    for path in [
        "/inbox",
        "/actor/inbox",
        "/ap/p/{id}/inbox",
        "/ap/t/{id}/inbox",
    ] {
        app.service(
            resource(path)
                .guard(guard::fn_guard(is_on))
                .app_data(PayloadConfig::new(inbox::MOST))
                .post(inbox::receive),
        );
    }
}

/// Whether this instance takes part at all.
fn is_on(context: &GuardContext<'_>) -> bool {
    context
        .app_data::<Data<State>>()
        .is_some_and(|state| state.config.federation.mode != FederationMode::Off)
}

/// Whether a program asks, and not a person who reads the page.
fn is_wanted(context: &GuardContext<'_>) -> bool {
    let accept = context.head().headers().get(ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    is_on(context)
        && accept.is_some_and(|accept| {
            let accept = accept.to_ascii_lowercase();
            accept.contains(ACTIVITY_JSON) || accept.contains("application/ld+json")
        })
}

/// A public document.
fn document(content_type: &str, document: &impl Serialize) -> HttpResponse {
    match serde_json::to_string(document) {
        Ok(body) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, content_type))
            .insert_header(("Vary", "Accept, Signature"))
            .insert_header(("Cache-Control", "public, max-age=180"))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .body(body),
        Err(error) => {
            tracing::error!(%error, "a document could not be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn refused(error: &ServiceError) -> HttpResponse {
    match error {
        ServiceError::NotFound => HttpResponse::NotFound().finish(),
        error => {
            tracing::error!(%error, "an actor could not be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
