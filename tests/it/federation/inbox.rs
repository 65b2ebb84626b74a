//! What others send, and what becomes of it. The other side is one that we write ourselves, so that
//! it can lie; it answers at a port of its own.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use zeitgenosse::config::FederationMode;
use zeitgenosse::service::federation::actors::Whose;
use zeitgenosse::service::federation::allies::{self, Ally, State, Trust};
use zeitgenosse::service::links::Links;
use zeitgenosse::service::{Db, ServiceError};
use zeitgenosse::signature::{PrivateKey, Request, Scheme, sign};

use super::elsewhere::Elsewhere;
use crate::support::rig::Rig;

pub const OWN: &str = "http://127.0.0.1:8080/actor";

/// An activity on its way.
struct Sent<'a> {
    activity: Value,
    key: &'a PrivateKey,
    key_id: String,
    scheme: Scheme,
    host: &'a str,
    at: DateTime<Utc>,
}

impl<'a> Sent<'a> {
    fn new(rig: &Rig, elsewhere: &'a Elsewhere, activity: Value) -> Self {
        Self {
            activity,
            key: &elsewhere.key,
            key_id: elsewhere.key_id(),
            scheme: Scheme::Cavage,
            host: "127.0.0.1:8080",
            at: rig.now(),
        }
    }

    async fn status(&self, rig: &Rig) -> u16 {
        let body = self.activity.to_string();
        let request = Request {
            method: "POST",
            origin: &format!("http://{}", self.host),
            target: "/inbox",
            fields: &[],
            body: Some(body.as_bytes()),
        };
        let fields = sign(&request, self.scheme, (&self.key_id, self.key), self.at).unwrap();
        let mut request = TestRequest::default()
            .method(Method::POST)
            .uri("/inbox")
            .insert_header(("Host", self.host));
        for field in fields {
            request = request.insert_header(field);
        }
        let response = rig.send(request.set_payload(body)).await;
        response.status().as_u16()
    }
}

pub async fn send(rig: &Rig, elsewhere: &Elsewhere, activity: Value) -> u16 {
    Sent::new(rig, elsewhere, activity).status(rig).await
}

type Act = fn(&mut Db, &Links, &str, DateTime<Utc>) -> Result<(), ServiceError>;

async fn decide(rig: &Rig, host: &str, act: Act) {
    let (links, host, now) = (rig.state.links.clone(), host.to_owned(), rig.now());
    let done = rig.write(move |db| act(db, &links, &host, now)).await;
    done.unwrap();
}

/// Asks another instance to be an ally.
async fn ask(rig: &Rig, elsewhere: &Elsewhere) {
    rig.state.actor(Whose::Instance).await.unwrap();
    let other = zeitgenosse::fediverse::instance_actor(&rig.state, elsewhere.host())
        .await
        .unwrap();
    assert_eq!(other.id, elsewhere.actor());
    let (links, now) = (rig.state.links.clone(), rig.now());
    let asked = rig.write(move |db| allies::follow(db, &links, &other, now));
    asked.await.unwrap();
}

async fn ally(rig: &Rig, host: &str) -> Option<Ally> {
    let (links, host) = (rig.state.links.clone(), host.to_owned());
    rig.state
        .store
        .read(move |db| {
            let mut all = allies::list(db, &links)?.into_iter();
            Ok::<_, ServiceError>(all.find(|ally| ally.instance.host == host))
        })
        .await
        .unwrap()
}

pub fn follow(elsewhere: &Elsewhere, followed: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": elsewhere.at("/follows/1"),
        "type": "Follow",
        "actor": elsewhere.actor(),
        "object": followed,
    })
}

fn with(mut activity: Value, name: &str, value: Value) -> Value {
    activity[name] = value;
    activity
}

#[actix_web::test]
async fn another_instance_asks_waits_and_is_answered() {
    for scheme in [Scheme::Cavage, Scheme::Message] {
        let rig = Rig::among_hosts();
        let elsewhere = Elsewhere::start();
        let wish = follow(&elsewhere, OWN);
        let sent = Sent {
            scheme,
            ..Sent::new(&rig, &elsewhere, wish.clone())
        };

        assert_eq!(sent.status(&rig).await, 202);
        let asked = ally(&rig, elsewhere.host()).await.unwrap();
        assert_eq!(asked.theirs, Some(State::Requested));
        assert_eq!(rig.run_jobs().await.unwrap(), 0, "nobody has decided");

        decide(&rig, elsewhere.host(), allies::allow).await;
        rig.run_jobs().await.unwrap();
        let told = elsewhere.received();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["type"], "Accept");
        assert_eq!(told[0]["actor"], OWN);
        assert_eq!(told[0]["object"]["id"], wish["id"]);

        // The answer may have been lost: who asks again gets it again.
        assert_eq!(sent.status(&rig).await, 202);
        rig.run_jobs().await.unwrap();
        assert_eq!(elsewhere.received().len(), 2);
    }
}

#[actix_web::test]
async fn both_are_allied_when_each_has_said_yes_and_no_more_when_one_leaves() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    ask(&rig, &elsewhere).await;
    rig.run_jobs().await.unwrap();
    let wish = elsewhere.received().remove(0);
    assert_eq!(wish["type"], "Follow");
    assert_eq!(wish["object"], elsewhere.actor());

    let mut yes =
        json!({"id": elsewhere.at("/yes/1"), "type": "Accept", "actor": elsewhere.actor()});
    yes["object"] = wish["id"].clone();
    assert_eq!(send(&rig, &elsewhere, yes).await, 202);
    let half = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!(
        (half.ours, half.is_allied()),
        (Some(State::Accepted), false)
    );

    // We have asked them: what they ask is answered at once.
    assert_eq!(send(&rig, &elsewhere, follow(&elsewhere, OWN)).await, 202);
    assert!(ally(&rig, elsewhere.host()).await.unwrap().is_allied());

    let undo = json!({
        "id": elsewhere.at("/undo/1"),
        "type": "Undo",
        "actor": elsewhere.actor(),
        "object": follow(&elsewhere, OWN),
    });
    assert_eq!(send(&rig, &elsewhere, undo).await, 202);
    let left = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!((left.theirs, left.is_allied()), (None, false));

    // The wish that was undone comes late once more.
    assert_eq!(send(&rig, &elsewhere, follow(&elsewhere, OWN)).await, 202);
    assert_eq!(ally(&rig, elsewhere.host()).await.unwrap().theirs, None);

    decide(&rig, elsewhere.host(), allies::leave).await;
    rig.run_jobs().await.unwrap();
    let told = elsewhere.received().into_iter();
    assert_eq!(told.filter(|it| it["type"] == "Undo").count(), 1);
    assert_eq!(ally(&rig, elsewhere.host()).await.unwrap().ours, None);
}

#[actix_web::test]
async fn another_actor_of_an_instance_does_not_act_for_it() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    let first = send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    assert_eq!(first, 202);
    let second = elsewhere.at("/second");
    let wish = with(follow(&elsewhere, OWN), "actor", json!(second));
    let sent = Sent {
        key_id: format!("{second}#main-key"),
        ..Sent::new(
            &rig,
            &elsewhere,
            with(wish, "id", json!(elsewhere.at("/2"))),
        )
    };

    assert_eq!(sent.status(&rig).await, 202);
    decide(&rig, elsewhere.host(), allies::allow).await;
    assert_eq!(sent.status(&rig).await, 202);
    rig.run_jobs().await.unwrap();

    let known = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!(known.instance.actor, Some(elsewhere.actor()));
    let told = elsewhere.received();
    assert_eq!(told.len(), 1, "the second is not answered");
    assert_eq!(told[0]["object"]["actor"], json!(elsewhere.actor()));
}

#[actix_web::test]
async fn anybody_may_follow_a_host() {
    let rig = Rig::among_hosts();
    rig.host("mira").await;
    let elsewhere = Elsewhere::start();
    let mira = Whose::of_name("mira", "").unwrap();
    let mira = rig.state.actor(mira).await.unwrap();
    let mira = mira.address(&rig.state.links);

    assert_eq!(send(&rig, &elsewhere, follow(&elsewhere, &mira)).await, 202);
    rig.run_jobs().await.unwrap();

    let told = elsewhere.received();
    assert_eq!(
        (&told[0]["type"], &told[0]["actor"]),
        (&json!("Accept"), &json!(mira))
    );
    let path = mira.strip_prefix("http://127.0.0.1:8080").unwrap();
    let (_, followers) = rig
        .call(TestRequest::get().uri(&format!("{path}/followers")))
        .await;
    let followers: Value = serde_json::from_str(&followers).unwrap();
    assert_eq!(followers["totalItems"], 1);
}

#[actix_web::test]
async fn what_is_not_signed_by_its_actor_is_refused_and_changes_nothing() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    let other = Elsewhere::start();
    let wish = || follow(&elsewhere, OWN);
    let sent = |activity| Sent::new(&rig, &elsewhere, activity);
    let stranger = PrivateKey::generate().unwrap();

    let unsigned = TestRequest::post()
        .uri("/inbox")
        .insert_header(("Host", "127.0.0.1:8080"))
        .set_json(wish());
    assert_eq!(rig.send(unsigned).await.status(), 401);
    let cases = [
        (
            "for another host",
            Sent {
                host: "evil.example",
                ..sent(wish())
            },
            421,
        ),
        (
            "too old",
            Sent {
                at: rig.now() - TimeDelta::hours(2),
                ..sent(wish())
            },
            401,
        ),
        (
            "from the future",
            Sent {
                at: rig.now() + TimeDelta::minutes(10),
                ..sent(wish())
            },
            401,
        ),
        (
            "by another key",
            Sent {
                key: &stranger,
                ..sent(wish())
            },
            401,
        ),
        (
            "a key of nobody",
            Sent {
                key_id: elsewhere.at("/nobody#main-key"),
                ..sent(wish())
            },
            401,
        ),
        (
            "a key of another",
            Sent {
                key_id: elsewhere.at("/stolen#main-key"),
                ..sent(wish())
            },
            401,
        ),
        (
            "for another actor",
            sent(with(wish(), "actor", json!(other.actor()))),
            403,
        ),
        (
            "with the id of another",
            sent(with(wish(), "id", json!(other.at("/1")))),
            403,
        ),
        ("without an id", sent(with(wish(), "id", Value::Null)), 400),
        (
            "with too long an id",
            sent(with(wish(), "id", json!(elsewhere.at(&"x".repeat(1_000))))),
            400,
        ),
        ("too deep", sent(with(wish(), "x", deep(30))), 400),
    ];
    for (what, sent, status) in cases {
        assert_eq!(sent.status(&rig).await, status, "{what}");
        assert_eq!(ally(&rig, elsewhere.host()).await, None, "{what}");
    }
    let long = with(wish(), "x", json!("x".repeat(300_000)));
    assert_eq!(sent(long).status(&rig).await, 413);
    assert_eq!(sent(wish()).status(&rig).await, 202);
    let renamed = with(wish(), "to", json!("https://elsewhere.example"));
    assert_eq!(
        sent(renamed).status(&rig).await,
        400,
        "the same id, another body"
    );
}

fn deep(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!([inner]))
}

#[actix_web::test]
async fn what_means_nothing_here_is_taken_and_ignored() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    for (number, kind) in ["Like", "Announce", "EmojiReact", "Question"]
        .iter()
        .enumerate()
    {
        let activity = json!({
            "id": elsewhere.at(&format!("/other/{number}")),
            "type": kind,
            "actor": elsewhere.actor(),
            "object": "https://c.example/note",
        });
        assert_eq!(send(&rig, &elsewhere, activity).await, 202, "{kind}");
    }
    let nobody = follow(&elsewhere, "http://127.0.0.1:8080/ap/p/nobody");
    assert_eq!(send(&rig, &elsewhere, nobody).await, 202);
    rig.run_jobs().await.unwrap();
    assert_eq!(elsewhere.received().len(), 0);
}

#[actix_web::test]
async fn nobody_can_answer_or_undo_for_another() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    let other = Elsewhere::start();
    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    let undo = json!({
        "id": other.at("/undo/1"),
        "type": "Undo",
        "actor": other.actor(),
        "object": follow(&elsewhere, OWN),
    });
    assert_eq!(send(&rig, &other, undo).await, 202);
    let asked = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!(asked.theirs, Some(State::Requested));
}

#[actix_web::test]
async fn a_new_key_is_learned_but_not_asked_for_all_the_time() {
    let rig = Rig::among_hosts();
    let mut elsewhere = Elsewhere::start();
    assert_eq!(send(&rig, &elsewhere, follow(&elsewhere, OWN)).await, 202);

    elsewhere.rotate();
    let later = || {
        json!({
            "id": elsewhere.at("/later"),
            "type": "Like",
            "actor": elsewhere.actor(),
            "object": "x",
        })
    };
    assert_eq!(
        send(&rig, &elsewhere, later()).await,
        401,
        "asked a moment ago"
    );
    let asked = elsewhere.asked();
    assert_eq!(send(&rig, &elsewhere, later()).await, 401);
    assert_eq!(elsewhere.asked(), asked, "and not again");
    rig.clock.advance(TimeDelta::minutes(6));
    assert_eq!(send(&rig, &elsewhere, later()).await, 202);
}

#[actix_web::test]
async fn a_blocked_instance_is_not_listened_to_nor_is_what_belongs_to_it() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    decide(&rig, elsewhere.host(), allies::block).await;

    let asked = elsewhere.asked();
    assert_eq!(send(&rig, &elsewhere, follow(&elsewhere, OWN)).await, 403);
    assert_eq!(elsewhere.asked(), asked);
    let blocked = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!(
        (blocked.instance.trust, blocked.theirs),
        (Trust::Blocked, None)
    );

    decide(&rig, "coop.example", allies::block).await;
    let below = Sent {
        key_id: "https://sub.coop.example/actor#main-key".to_owned(),
        ..Sent::new(&rig, &elsewhere, follow(&elsewhere, OWN))
    };
    assert_eq!(below.status(&rig).await, 403);
}

#[actix_web::test]
async fn what_cannot_be_delivered_is_tried_again_and_its_state_is_known() {
    let rig = Rig::with(|config| {
        config.network.allow_private = true;
        config.federation.mode = FederationMode::Open;
    });
    let elsewhere = Elsewhere::start();
    let deaf = Arc::clone(&elsewhere.is_deaf);
    *deaf.lock().unwrap() = true;
    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    rig.run_jobs().await.unwrap();
    let failing = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!(failing.instance.failing_since, Some(rig.now()));
    assert_eq!(
        (failing.instance.last_error.as_str(), failing.waiting),
        ("it answers 503", 1)
    );

    *deaf.lock().unwrap() = false;
    rig.clock.advance(TimeDelta::seconds(7));
    rig.run_jobs().await.unwrap();
    let well = ally(&rig, elsewhere.host()).await.unwrap();
    assert_eq!((well.instance.failing_since, well.waiting), (None, 0));
    assert_eq!(elsewhere.received()[0]["type"], "Accept");
}

#[actix_web::test]
async fn who_is_gone_is_forgotten_and_nobody_is_asked_about_it() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    let gone = json!({
        "id": elsewhere.at("/gone"),
        "type": "Delete",
        "actor": elsewhere.actor(),
        "object": elsewhere.actor(),
    });
    assert_eq!(send(&rig, &elsewhere, gone.clone()).await, 202);
    assert_eq!(elsewhere.asked(), 0);

    send(&rig, &elsewhere, follow(&elsewhere, OWN)).await;
    assert_eq!(send(&rig, &elsewhere, gone).await, 202);
    assert_eq!(ally(&rig, elsewhere.host()).await.unwrap().theirs, None);
}

#[actix_web::test]
async fn what_was_said_first_arrives_first() {
    let rig = Rig::among_hosts();
    let elsewhere = Elsewhere::start();
    *elsewhere.is_deaf.lock().unwrap() = true;
    ask(&rig, &elsewhere).await;
    rig.run_jobs().await.unwrap();

    *elsewhere.is_deaf.lock().unwrap() = false;
    decide(&rig, elsewhere.host(), allies::leave).await;
    rig.run_jobs().await.unwrap();
    assert_eq!(
        elsewhere.received().len(),
        0,
        "the wish itself has not arrived"
    );
    for _ in 0..2 {
        rig.clock.advance(TimeDelta::minutes(1));
        rig.run_jobs().await.unwrap();
    }

    let told = elsewhere.received();
    let told: Vec<&str> = told.iter().filter_map(|it| it["type"].as_str()).collect();
    assert_eq!(told, ["Follow", "Undo"]);
}
