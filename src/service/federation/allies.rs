//! Alliances: two instances that follow each other.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::actors::INSTANCE;
use crate::service::links::{Links, random_token};
use crate::service::{ServiceError, Viewer, new_id};
use crate::store::Db;
use crate::store::fediverse::{
    self, Delivery, Follow, FollowState, Instance, Message, RemoteActor,
};
pub use crate::store::fediverse::{FollowState as State, Trust};
use crate::store::jobs::{self, Job};

/// How long it is tried to tell somebody something.
const USEFUL: TimeDelta = TimeDelta::days(3);

/// How it stands with another instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ally {
    /// The instance.
    pub instance: Instance,
    /// Whether we follow it.
    pub ours: Option<FollowState>,
    /// Whether it follows us.
    pub theirs: Option<FollowState>,
    /// How much waits to be told there.
    pub waiting: i64,
}

impl Ally {
    /// Whether each has accepted the other.
    pub fn is_allied(&self) -> bool {
        let yes = Some(FollowState::Accepted);
        self.instance.trust != Trust::Blocked && self.ours == yes && self.theirs == yes
    }
}

/// The instances that we are allied with, as everybody may know: what each is called, by host, and
/// where its pages begin.
///
/// # Errors
/// When the database cannot be read.
pub fn allied(db: &mut Db, links: &Links) -> Result<Vec<(String, String)>, ServiceError> {
    let stands = Stands::load(db, links)?;
    let allied: Vec<&str> = stands.allied().collect();
    let actors = fediverse::find_actors(db, &allied)?.into_iter();
    Ok(actors
        .filter_map(|actor| {
            let url = url::Url::parse(&actor.id)
                .and_then(|id| id.join("/"))
                .ok()?;
            let name = match actor.name.is_empty() {
                true => actor.host,
                false => actor.name,
            };
            Some((name, url.to_string()))
        })
        .collect())
}

/// How our instance and others stand, by their actors: whether we follow it, whether it follows us.
struct Stands(HashMap<String, (Option<FollowState>, Option<FollowState>)>);

impl Stands {
    fn load(db: &mut Db, links: &Links) -> Result<Self, ServiceError> {
        let own = links.actor();
        let mut stands = Self(HashMap::new());
        for follow in fediverse::follows_of(db, &own)? {
            if follow.follower == own {
                stands.0.entry(follow.followed).or_default().0 = Some(follow.state);
            } else {
                stands.0.entry(follow.follower).or_default().1 = Some(follow.state);
            }
        }
        Ok(stands)
    }

    fn of(&self, actor: Option<&String>) -> (Option<FollowState>, Option<FollowState>) {
        let found = actor.and_then(|actor| self.0.get(actor));
        found.copied().unwrap_or_default()
    }

    /// The actors with whom it is mutual. A block ends that, so none of them is blocked.
    fn allied(&self) -> impl Iterator<Item = &str> {
        let yes = Some(FollowState::Accepted);
        let both = self
            .0
            .iter()
            .filter(move |(_, stand)| **stand == (yes, yes));
        both.map(|(actor, _)| actor.as_str())
    }
}

/// What an administrator decides about another instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may follow us.
    Accept,
    /// It may not.
    Decline,
    /// What is between us ends.
    Leave,
    /// It is not listened to any more.
    Block,
    /// It is listened to again.
    Unblock,
}

/// Does what an administrator decides about the instance at `host`.
///
/// # Errors
/// `Forbidden`; `NotFound` for an instance that nobody knows.
pub fn decide(
    db: &mut Db,
    (links, viewer): (&Links, &Viewer),
    (host, decision): (&str, Decision),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    viewer.must_be_admin()?;
    fediverse::find_instance(db, host)?.ok_or(ServiceError::NotFound)?;
    match decision {
        Decision::Accept => allow(db, links, host, now),
        Decision::Decline => answer(db, links, host, (false, now)),
        Decision::Leave => leave(db, links, host, now),
        Decision::Block => block(db, links, host, now),
        Decision::Unblock => Ok(fediverse::set_trust(db, host, Trust::Known)?),
    }
}

/// Who may decide about alliances.
///
/// # Errors
/// `Forbidden` for everybody who is no administrator.
pub fn check(viewer: &Viewer) -> Result<(), ServiceError> {
    viewer.must_be_admin()
}

/// Every instance that is known, for an administrator.
///
/// # Errors
/// `Forbidden`.
pub fn list_for_admin(
    db: &mut Db,
    links: &Links,
    viewer: &Viewer,
) -> Result<Vec<Ally>, ServiceError> {
    viewer.must_be_admin()?;
    list(db, links)
}

/// Every instance that is known, by host.
///
/// # Errors
/// When the database cannot be read.
pub fn list(db: &mut Db, links: &Links) -> Result<Vec<Ally>, ServiceError> {
    let stands = Stands::load(db, links)?;
    let waiting = fediverse::count_deliveries(db)?;
    let instances = fediverse::list_instances(db)?.into_iter();
    Ok(instances
        .map(|instance| {
            let (ours, theirs) = stands.of(instance.actor.as_ref());
            Ally {
                ours,
                theirs,
                waiting: waiting.get(&instance.host).copied().unwrap_or(0),
                instance,
            }
        })
        .collect())
}

/// Asks another instance, whose actor was just read, to be an ally. What it asks in turn is thereby
/// answered with yes.
///
/// # Errors
/// `Forbidden` if it is blocked.
pub fn follow(
    db: &mut Db,
    links: &Links,
    other: &RemoteActor,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let instance = fediverse::meet(db, &other.host, now)?;
    if instance.trust == Trust::Blocked {
        return Err(ServiceError::Forbidden);
    }
    fediverse::put_actor(db, other)?;
    fediverse::set_instance_actor(db, &other.host, &other.id)?;
    fediverse::set_trust(db, &other.host, Trust::Allowed)?;
    let own = links.actor();
    let known = fediverse::find_follow(db, (&own, &other.id))?;
    let follow = match known.filter(|known| known.state != FollowState::Rejected) {
        Some(known) => known,
        None => Follow {
            follower: own,
            followed: other.id.clone(),
            id: links.at(&format!("/ap/f/{}", random_token())),
            host: other.host.clone(),
            state: FollowState::Requested,
        },
    };
    fediverse::put_follow(db, &follow, now)?;
    if follow.state == FollowState::Requested {
        tell(db, (INSTANCE, other), (Message::Follow, &follow), now)?;
    }
    answer(db, links, &other.host, (true, now))
}

/// Lets an instance ally, and answers with yes if it has asked. One that was blocked is not any more.
///
/// # Errors
/// When the database refuses.
pub fn allow(
    db: &mut Db,
    links: &Links,
    host: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    fediverse::meet(db, host, now)?;
    fediverse::set_trust(db, host, Trust::Allowed)?;
    answer(db, links, host, (true, now))
}

/// Answers what an instance has asked: may it follow us?
///
/// # Errors
/// When the database refuses.
pub fn answer(
    db: &mut Db,
    links: &Links,
    host: &str,
    (is_yes, now): (bool, DateTime<Utc>),
) -> Result<(), ServiceError> {
    let own = links.actor();
    let (state, message) = match is_yes {
        true => (FollowState::Accepted, Message::Accept),
        false => (FollowState::Rejected, Message::Reject),
    };
    let instance = fediverse::find_instance(db, host)?;
    let actor = instance.and_then(|instance| instance.actor);
    for follow in fediverse::list_follows(db, host)? {
        let is_it = actor.as_ref() == Some(&follow.follower);
        if !is_it || follow.followed != own || follow.state == state {
            continue;
        }
        let Some(other) = fediverse::find_actor(db, &follow.follower)? else {
            continue;
        };
        let follow = Follow { state, ..follow };
        fediverse::put_follow(db, &follow, now)?;
        tell(db, (INSTANCE, &other), (message, &follow), now)?;
    }
    Ok(())
}

/// Ends an alliance, on both sides.
///
/// # Errors
/// When the database refuses.
pub fn leave(
    db: &mut Db,
    links: &Links,
    host: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let own = links.actor();
    for follow in fediverse::list_follows(db, host)? {
        let (message, other) = match (follow.follower == own, follow.followed == own) {
            (true, _) => (Message::Undo, &follow.followed),
            (_, true) => (Message::Reject, &follow.follower),
            // Somebody there who follows a host here may go on.
            _ => continue,
        };
        if let Some(other) = fediverse::find_actor(db, other)? {
            tell(db, (INSTANCE, &other), (message, &follow), now)?;
        }
        fediverse::delete_follow(db, (&follow.follower, &follow.followed))?;
    }
    fediverse::set_trust(db, host, Trust::Known)?;
    Ok(())
}

/// Listens to an instance no more: whatever was between us ends, and it is told that once.
///
/// # Errors
/// When the database refuses.
pub fn block(
    db: &mut Db,
    links: &Links,
    host: &str,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    fediverse::meet(db, host, now)?;
    leave(db, links, host, now)?;
    for follow in fediverse::list_follows(db, host)? {
        fediverse::delete_follow(db, (&follow.follower, &follow.followed))?;
    }
    fediverse::set_trust(db, host, Trust::Blocked)?;
    Ok(())
}

/// Queues what is to be told, in the transaction of what it is about.
pub(super) fn tell(
    db: &mut Db,
    (actor_id, to): (&str, &RemoteActor),
    (message, follow): (Message, &Follow),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let delivery = Delivery {
        id: new_id(),
        actor_id: actor_id.to_owned(),
        host: to.host.clone(),
        inbox: to.inbox.clone(),
        message,
        follow: (
            follow.id.clone(),
            follow.follower.clone(),
            follow.followed.clone(),
        ),
        expires_at: now + USEFUL,
    };
    fediverse::insert_delivery(db, &delivery)?;
    let job = Job::Deliver {
        delivery_id: delivery.id,
    };
    jobs::push(db, &job, now)?;
    Ok(())
}

/// A host name as it is stored: small letters, a port where it is not the usual one; none if it is
/// anything else than that. What stands before `://` and a slash at the end is let go.
pub fn host_name(typed: &str) -> Option<String> {
    let host = typed.trim().trim_end_matches(['/', '.']);
    let host = host.rsplit_once("://").map_or(host, |(_, host)| host);
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    let is_plain = url.path() == "/" && url.username().is_empty() && url.query().is_none();
    is_plain.then(|| host_of(&url))?
}

/// Host, and port where it is not the usual one: what an instance is known by.
pub fn host_of(url: &url::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
