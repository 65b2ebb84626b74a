//! Who acts here, as documents.

use activitypub_federation::protocol::context::WithContext;
use activitypub_federation::protocol::public_key::PublicKey;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::filters::{Html, escape};
use url::Url;

use super::wire::{
    Actor, ActorType, Collection, Endpoints, Field, Generator, Image, actor_context,
};
use super::{document, refused};
use crate::fediverse::{ACTIVITY_JSON, ACTIVITY_STREAMS};
use crate::kernel::people::{Person, Slug, Username};
use crate::service::ServiceError;
use crate::service::federation::actors::{self, LocalActor, Owner, Whose};
use crate::state::State;
use crate::texts::Words;

/// `GET /actor`.
pub(super) async fn instance(state: Data<State>) -> HttpResponse {
    shown(&state, state.actor(Whose::Instance).await)
}

/// `GET /ap/p/{id}`, `GET /ap/t/{id}`.
pub(super) async fn by_id(state: Data<State>, request: HttpRequest) -> HttpResponse {
    shown(&state, find(&state, request.path()).await)
}

/// `GET /@{username}`, asked by a program: where the actor is.
pub(super) async fn person(state: Data<State>, username: Path<String>) -> HttpResponse {
    let whose = Username::parse(&username).map(Whose::Person);
    led(&state, whose.ok()).await
}

/// `GET /teams/{slug}`, asked by a program: where the actor is.
pub(super) async fn team(state: Data<State>, slug: Path<String>) -> HttpResponse {
    let whose = Slug::parse(&slug).map(Whose::Team);
    led(&state, whose.ok()).await
}

/// `GET /ap/p/{id}/outbox` and the like.
pub(super) async fn collection(
    state: Data<State>,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> HttpResponse {
    let (_, name) = path.into_inner();
    let actor = request.path().trim_end_matches(&name).trim_end_matches('/');
    match find(&state, actor).await {
        Ok(actor) => collected(&state, actor.address(&state.links), &name).await,
        Err(error) => refused(&error),
    }
}

/// `GET /actor/outbox` and the like.
pub(super) async fn instance_collection(state: Data<State>, name: Path<String>) -> HttpResponse {
    collected(&state, state.links.actor(), &name).await
}

/// How much there is. Nobody publishes anything yet, and who follows is nobody's business.
async fn collected(state: &Data<State>, actor: String, name: &str) -> HttpResponse {
    let id = format!("{actor}/{name}");
    let count = match name {
        "outbox" => Ok(0),
        "followers" => {
            state
                .store
                .read(move |db| actors::count_followers(db, &actor))
                .await
        }
        _ => Err(ServiceError::NotFound),
    };
    let total_items = match count {
        Ok(count) => count,
        Err(error) => return refused(&error),
    };
    let collection = Collection {
        context: ACTIVITY_STREAMS,
        id,
        kind: "OrderedCollection",
        total_items,
    };
    document(ACTIVITY_JSON, &collection)
}

/// The actor at a path.
async fn find(state: &Data<State>, path: &str) -> Result<LocalActor, ServiceError> {
    let (links, address) = (state.links.clone(), state.links.at(path));
    let found = state
        .store
        .read(move |db| actors::at_address(db, &links, &address))
        .await?;
    found.ok_or(ServiceError::NotFound)
}

async fn led(state: &Data<State>, whose: Option<Whose>) -> HttpResponse {
    let Some(whose) = whose else {
        return HttpResponse::NotFound().finish();
    };
    match state.actor(whose).await {
        Ok(actor) => HttpResponse::Found()
            .insert_header((LOCATION, actor.address(&state.links)))
            .insert_header(("Vary", "Accept"))
            .finish(),
        Err(error) => refused(&error),
    }
}

fn shown(state: &Data<State>, actor: Result<LocalActor, ServiceError>) -> HttpResponse {
    let written = actor.map(|actor| write(state, actor));
    match written {
        Ok(Some(actor)) => document(ACTIVITY_JSON, &WithContext::new(actor, actor_context())),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => refused(&error),
    }
}

/// Where people read about whom it is.
pub(super) fn page(state: &State, owner: &Owner) -> String {
    match owner {
        Owner::Instance(_) => state.links.at("/"),
        Owner::Person(person) => state.links.host(&person.username),
        Owner::Team(team) => state.links.team(&team.slug),
    }
}

/// The document of an actor; none if the instance has no address that a URL could be.
fn write(state: &State, actor: LocalActor) -> Option<Actor> {
    let id = actor.address(&state.links);
    let name = actor.owner.name(state.domain());
    let (kind, title, summary) = match &actor.owner {
        Owner::Instance(instance) => (
            ActorType::Application,
            match instance.name.is_empty() {
                true => state.domain().to_owned(),
                false => instance.name.clone(),
            },
            paragraphs(&[&instance.owner]),
        ),
        Owner::Person(person) => (ActorType::Person, person.name.clone(), about(person)),
        Owner::Team(team) => (
            ActorType::Group,
            team.name.clone(),
            paragraphs(&[&team.description]),
        ),
    };
    let is_instance = kind == ActorType::Application;
    let page = page(state, &actor.owner);
    let id_url = Url::parse(&id).ok()?;
    Some(Actor {
        kind,
        webfinger: format!("{name}@{}", state.links.domain()),
        preferred_username: name,
        name: title,
        summary,
        inbox: format!("{id}/inbox"),
        outbox: format!("{id}/outbox"),
        followers: format!("{id}/followers"),
        endpoints: Endpoints {
            shared_inbox: state.links.at("/inbox"),
        },
        manually_approves_followers: is_instance,
        discoverable: !is_instance,
        icon: icon(state, &actor.owner),
        attachment: fields(state, &actor.owner, &page),
        generator: (!is_instance).then(|| Generator {
            kind: ActorType::Application,
            id: state.links.actor(),
        }),
        public_key: PublicKey {
            id: format!("{id}#main-key"),
            owner: id_url.clone(),
            public_key_pem: actor.public_key,
        },
        url: page,
        id: id_url,
    })
}

fn about(person: &Person) -> Option<String> {
    let about = person.profile.about.split("\n\n");
    let texts: Vec<&str> = std::iter::once(person.profile.headline.as_str())
        .chain(about)
        .collect();
    paragraphs(&texts)
}

/// Texts as paragraphs of HTML; none if there is nothing to say.
fn paragraphs(texts: &[&str]) -> Option<String> {
    let texts = texts.iter().filter(|text| !text.trim().is_empty());
    let html: String = texts
        .map(|text| format!("<p>{}</p>", escaped(text.trim())))
        .collect();
    (!html.is_empty()).then_some(html)
}

fn escaped(text: &str) -> String {
    escape(text, Html).map_or_else(|_| String::new(), |escaped| escaped.to_string())
}

fn icon(state: &State, owner: &Owner) -> Option<Image> {
    let Owner::Person(person) = owner else {
        return None;
    };
    let version = person.profile.portrait_version?;
    let name = person.username.as_str();
    Some(Image {
        kind: "Image",
        media_type: "image/jpeg",
        url: state
            .links
            .at(&format!("/portraits/{name}?v={version}&size=large")),
    })
}

/// What to do here, in the language of whom it is about.
fn fields(state: &State, owner: &Owner, page: &str) -> Vec<Field> {
    let Owner::Person(person) = owner else {
        return Vec::new();
    };
    let t = Words::new(std::sync::Arc::clone(&state.texts), person.language);
    vec![Field {
        kind: "PropertyValue",
        name: t.get("actor-book"),
        value: format!(r#"<a href="{0}" rel="me noopener">{0}</a>"#, escaped(page)),
    }]
}
