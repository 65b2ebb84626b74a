//! Who is behind a name: WebFinger (RFC 7033) and the template that leads to it (RFC 6415).

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use url::Url;

use super::actors::page;
use super::refused;
use crate::fediverse::ACTIVITY_JSON;
use crate::kernel::people::{Slug, Username};
use crate::service::federation::actors::{LocalActor, Owner, Whose};
use crate::state::State;

/// What is asked.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    /// `acct:mira@coop.example`, or an address of a page.
    resource: String,
}

/// The answer (RFC 7033 §4.4).
#[derive(Debug, Serialize)]
struct Answer {
    subject: String,
    aliases: Vec<String>,
    links: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Link {
    rel: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    href: String,
}

/// `GET /.well-known/webfinger`.
pub(super) async fn webfinger(
    state: Data<State>,
    question: Option<Query<Question>>,
) -> HttpResponse {
    let Some(Query(question)) = question else {
        return HttpResponse::BadRequest().finish();
    };
    let Some(whose) = whose(&state, &question.resource) else {
        return HttpResponse::NotFound().finish();
    };
    let answer = match state.actor(whose).await {
        Ok(actor) => answer(&state, &actor),
        Err(error) => return refused(&error),
    };
    match serde_json::to_string(&answer) {
        // §5: pages of others may ask, too.
        Ok(body) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/jrd+json"))
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .insert_header(("Cache-Control", "public, max-age=180"))
            .body(body),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// `GET /.well-known/host-meta`.
pub(super) async fn host_meta(state: Data<State>) -> HttpResponse {
    let template = state.links.at("/.well-known/webfinger?resource={uri}");
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/xrd+xml; charset=utf-8"))
        .body(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\
             <Link rel=\"lrdd\" type=\"application/jrd+json\" template=\"{template}\"/></XRD>\n"
        ))
}

fn answer(state: &State, actor: &LocalActor) -> Answer {
    let (address, page) = (actor.address(&state.links), page(state, &actor.owner));
    let name = actor.owner.name(state.domain());
    let mut links = vec![
        Link {
            rel: "self",
            kind: ACTIVITY_JSON,
            href: address.clone(),
        },
        Link {
            rel: "http://webfinger.net/rel/profile-page",
            kind: "text/html",
            href: page.clone(),
        },
    ];
    if matches!(actor.owner, Owner::Instance(_)) {
        // FEP-d556: who acts for the instance as a whole.
        links.push(Link {
            rel: "https://www.w3.org/ns/activitystreams#Service",
            kind: ACTIVITY_JSON,
            href: address.clone(),
        });
    }
    Answer {
        subject: format!("acct:{name}@{}", state.links.domain()),
        aliases: vec![address, page],
        links,
    }
}

/// Of whom a resource is, if it could be one of ours.
fn whose(state: &State, resource: &str) -> Option<Whose> {
    if let Some(account) = resource.strip_prefix("acct:") {
        let account = account.strip_prefix('@').unwrap_or(account);
        let (name, host) = account.rsplit_once('@')?;
        let is_ours = [state.links.domain(), state.domain()]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(host));
        return is_ours.then(|| Whose::of_name(name, state.domain()))?;
    }
    let url = Url::parse(resource).ok()?;
    if url.origin() != Url::parse(&state.links.at("/")).ok()?.origin() {
        return None;
    }
    match url.path() {
        "/" | "/actor" => Some(Whose::Instance),
        path => match (path.strip_prefix("/@"), path.strip_prefix("/teams/")) {
            (Some(name), _) => Username::parse(name).ok().map(Whose::Person),
            (_, Some(slug)) => Slug::parse(slug).ok().map(Whose::Team),
            _ => None,
        },
    }
}
