//! What others send: understood elsewhere, decided here, once.

use chrono::{DateTime, Utc};

use super::actors::{self, LocalActor, Owner};
use super::allies;
use crate::service::ServiceError;
use crate::service::links::Links;
use crate::store::Db;
use crate::store::fediverse::{self, Follow, FollowState, Message, RemoteActor, Trust};

/// Something that an actor elsewhere has signed.
#[derive(Debug, Clone)]
pub struct Received {
    /// The address of the activity; of the same origin as its actor.
    pub id: String,
    /// SHA-256 of what came, in hexadecimal digits.
    pub body_hash: String,
    /// Who.
    pub actor: RemoteActor,
    /// What.
    pub act: Act,
}

/// What somebody elsewhere did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Wants to follow somebody.
    Follow {
        /// Whom.
        followed: String,
    },
    /// Does not follow somebody any more.
    Unfollow {
        /// The address of the activity that is undone.
        follow: String,
        /// Whom, if that is said.
        followed: Option<String>,
    },
    /// Answers a wish to follow them.
    Answer {
        /// The address of the wish.
        follow: String,
        /// Whether that is a yes.
        is_yes: bool,
    },
    /// Is gone.
    Delete,
    /// Is not as before.
    Update,
    /// Anything that means nothing here.
    Other,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, also if nothing was to do.
    Done,
    /// The same name came with another body before.
    Conflict,
}

/// Does what somebody elsewhere has signed, in the transaction that remembers it.
///
/// # Errors
/// `Forbidden` if nothing is taken from there.
pub fn receive(
    db: &mut Db,
    (links, is_open): (&Links, bool),
    received: &Received,
    now: DateTime<Utc>,
) -> Result<Outcome, ServiceError> {
    let host = &received.actor.host;
    let instance = fediverse::meet(db, host, now)?;
    if is_blocked(db, host)? {
        return Err(ServiceError::Forbidden);
    }
    let before = fediverse::note_seen(db, (host, &received.id), &received.body_hash, now)?;
    if before
        .as_ref()
        .is_some_and(|hash| *hash != received.body_hash)
    {
        return Ok(Outcome::Conflict);
    }
    fediverse::seen(db, host, now)?;
    let actor = &received.actor;
    match &received.act {
        Act::Follow { followed } => {
            let Some(followed) = actors::at_address(db, links, followed)? else {
                return Ok(Outcome::Done);
            };
            if before.is_some() {
                answer_again(db, links, received, &followed, now)?;
            } else {
                // Whoever acts for an instance is known once and for all: others there may not.
                let is_it = instance
                    .actor
                    .as_ref()
                    .is_none_or(|known| *known == actor.id);
                let may_ally = is_it && (is_open || instance.trust == Trust::Allowed);
                follow(db, links, received, (&followed, may_ally), now)?;
            }
        }
        Act::Unfollow { follow, followed } => {
            for known in fediverse::list_follows(db, host)? {
                let is_meant = known.id == *follow || Some(&known.followed) == followed.as_ref();
                if known.follower == actor.id && is_meant {
                    fediverse::delete_follow(db, (&known.follower, &known.followed))?;
                }
            }
        }
        Act::Answer { follow, is_yes } => answered(db, actor, (follow, *is_yes), now)?,
        Act::Delete => fediverse::forget_actor(db, &actor.id)?,
        Act::Update => fediverse::outdate_actor(db, &actor.id)?,
        Act::Other => {}
    }
    Ok(Outcome::Done)
}

/// Everybody may follow a host or a team; another instance waits until an administrator has looked
/// at it, unless that has been done before.
fn follow(
    db: &mut Db,
    links: &Links,
    received: &Received,
    (followed, may_ally): (&LocalActor, bool),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let actor = &received.actor;
    let is_alliance = matches!(followed.owner, Owner::Instance(_));
    if is_alliance && matches!(actor.kind.as_str(), "Application" | "Service") {
        fediverse::note_instance_actor(db, &actor.host, &actor.id)?;
    }
    let address = followed.address(links);
    let known = fediverse::find_follow(db, (&actor.id, &address))?;
    let was_accepted = known.is_some_and(|known| known.state == FollowState::Accepted);
    let state = match was_accepted || !is_alliance || may_ally {
        true => FollowState::Accepted,
        false => FollowState::Requested,
    };
    let follow = Follow {
        follower: actor.id.clone(),
        followed: address,
        id: received.id.clone(),
        host: actor.host.clone(),
        state,
    };
    fediverse::put_follow(db, &follow, now)?;
    if state == FollowState::Accepted {
        allies::tell(db, (&followed.id, actor), (Message::Accept, &follow), now)?;
    }
    Ok(())
}

/// The same wish once more: the answer may have been lost. One that was undone since stays undone.
fn answer_again(
    db: &mut Db,
    links: &Links,
    received: &Received,
    followed: &LocalActor,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let actor = &received.actor;
    let known = fediverse::find_follow(db, (&actor.id, &followed.address(links)))?;
    let Some(known) = known.filter(|known| known.id == received.id) else {
        return Ok(());
    };
    let message = match known.state {
        FollowState::Requested => return Ok(()),
        FollowState::Accepted => Message::Accept,
        FollowState::Rejected => Message::Reject,
    };
    allies::tell(db, (&followed.id, actor), (message, &known), now)
}

/// Only whom we wanted to follow can answer that.
fn answered(
    db: &mut Db,
    actor: &RemoteActor,
    (follow, is_yes): (&str, bool),
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let follows = fediverse::list_follows(db, &actor.host)?.into_iter();
    let mut asked = follows.filter(|known| known.followed == actor.id && known.id == follow);
    if let Some(known) = asked.next() {
        let state = match is_yes {
            true => FollowState::Accepted,
            false => FollowState::Rejected,
        };
        fediverse::put_follow(db, &Follow { state, ..known }, now)?;
    }
    Ok(())
}

/// Whether nothing is taken from `host` and nothing told there; also if that is said of a domain
/// that it belongs to.
///
/// # Errors
/// When the database cannot be read.
pub fn is_blocked(db: &mut Db, host: &str) -> Result<bool, ServiceError> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let mut domains = vec![host, name.as_str()];
    domains.extend(name.match_indices('.').map(|(at, _)| &name[at + 1..]));
    Ok(fediverse::is_any_blocked(db, &domains)?)
}

/// Whose key this is, if they are known.
///
/// # Errors
/// When the database cannot be read.
pub fn find_signer(db: &mut Db, key_id: &str) -> Result<Option<RemoteActor>, ServiceError> {
    Ok(fediverse::find_actor_by_key(db, key_id)?)
}

/// Keeps an actor as it was just read.
///
/// # Errors
/// When the database refuses.
pub fn keep_signer(db: &mut Db, actor: &RemoteActor) -> Result<(), ServiceError> {
    Ok(fediverse::put_actor(db, actor)?)
}
