//! Telling others what they must still be told.

use actix_web::web::Data;
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::ask::{Unsigned, send_signed};
use super::{ACTIVITY_JSON, ACTIVITY_STREAMS};
use crate::service::ServiceError;
use crate::service::federation::actors::LocalActor;
use crate::service::federation::outbox::{self, Delivery, Found, Message};
use crate::signature::Scheme;
use crate::state::State;

/// The most octets of an answer; nobody reads it.
const MOST_ANSWER: usize = 64 << 10;

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// It is there, or no longer to be told.
    Done,
    /// The other side does not want it, and why.
    Refused(String),
    /// It may be taken later; why it was not now.
    Later(String),
}

/// Tells another instance what waits under this id.
///
/// # Errors
/// When something is wrong on this side.
pub async fn deliver(state: &Data<State>, id: &str) -> Result<Delivered, ServiceError> {
    let (wanted, now) = (id.to_owned(), state.clock.now());
    let found = state
        .store
        .read(move |db| outbox::find(db, &wanted, now))
        .await?;
    let (delivery, actor) = match found {
        Found::Nothing => return Ok(Delivered::Done),
        Found::Behind => return Ok(Delivered::Later("something goes before it".to_owned())),
        Found::Due(delivery, actor) => (delivery, actor),
    };
    let outcome = send(state, &delivery, &actor).await?;
    let (host, noted) = (delivery.host.clone(), outcome.clone());
    state
        .store
        .write(move |db| match noted {
            Delivered::Done => outbox::settle(db, (&delivery.id, &host), None, now),
            Delivered::Refused(why) => outbox::settle(db, (&delivery.id, &host), Some(&why), now),
            Delivered::Later(why) => outbox::note_failure(db, &host, &why, now),
        })
        .await?;
    Ok(outcome)
}

async fn send(
    state: &Data<State>,
    delivery: &Delivery,
    actor: &LocalActor,
) -> Result<Delivered, ServiceError> {
    let Ok(url) = Url::parse(&delivery.inbox) else {
        return Ok(Delivered::Refused("the inbox has no address".to_owned()));
    };
    let body = write(state, delivery, actor).to_string();
    let request = Unsigned {
        method: Method::POST,
        url: &url,
        field: ("content-type", ACTIVITY_JSON),
        body: &body,
    };
    let mut outcome = Delivered::Later(String::new());
    for scheme in [Scheme::Cavage, Scheme::Message] {
        let answer = send_signed(state, actor, (&request, scheme), MOST_ANSWER).await?;
        let status = match answer {
            Ok(answer) => answer.status,
            Err(error) => return Ok(Delivered::Later(error.to_string())),
        };
        let why = format!("it answers {status}");
        outcome = match status {
            200..=299 => return Ok(Delivered::Done),
            408 | 429 | 500..=599 => return Ok(Delivered::Later(why)),
            _ => Delivered::Refused(why),
        };
        // Some know only one way of signing.
        if status != 401 {
            break;
        }
    }
    Ok(outcome)
}

/// The activity as it is said.
fn write(state: &State, delivery: &Delivery, actor: &LocalActor) -> Value {
    let (id, follower, followed) = &delivery.follow;
    let follow = json!({"id": id, "type": "Follow", "actor": follower, "object": followed});
    let own = actor.address(&state.links);
    let to = match *follower == own {
        true => followed,
        false => follower,
    };
    let kind = match delivery.message {
        Message::Follow => {
            let mut follow = follow;
            follow["@context"] = json!(ACTIVITY_STREAMS);
            follow["to"] = json!([to]);
            return follow;
        }
        Message::Accept => "Accept",
        Message::Reject => "Reject",
        Message::Undo => "Undo",
    };
    json!({
        "@context": ACTIVITY_STREAMS,
        "id": state.links.at(&format!("/ap/a/{}", delivery.id)),
        "type": kind,
        "actor": own,
        "to": [to],
        "object": follow,
    })
}
