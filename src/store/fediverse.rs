//! Others in the fediverse: instances, their actors, who follows whom, what came in and goes out.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{deliveries, follows, inbox_seen, instances, remote_actors};
use super::{Db, StoreError};

/// What is thought of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is known.
    Known,
    /// It may ally without being asked.
    Allowed,
    /// It is not listened to.
    Blocked,
}

const TRUSTS: [(Trust, &str); 3] = [
    (Trust::Known, "known"),
    (Trust::Allowed, "allowed"),
    (Trust::Blocked, "blocked"),
];

impl Trust {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        word(&TRUSTS, self)
    }
}

/// Another instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its host, and port where it is not the usual one.
    pub host: String,
    /// What is thought of it.
    pub trust: Trust,
    /// Its actor, if it has shown one.
    pub actor: Option<String>,
    /// When it last sent something, UTC.
    pub seen_at: Option<DateTime<Utc>>,
    /// Since when nothing can be delivered there, UTC.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why not.
    pub last_error: String,
}

type InstanceRow = (
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    i32,
    String,
);

/// An actor elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = remote_actors)]
#[diesel(treat_none_as_null = true)]
pub struct RemoteActor {
    /// Its address.
    pub id: String,
    /// Its instance.
    pub host: String,
    /// `Person`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Where it is written to.
    pub inbox: String,
    /// Where all of its instance are written to.
    pub shared_inbox: Option<String>,
    /// The address of its key.
    pub key_id: String,
    /// Its key, PEM.
    pub public_key: String,
    /// When it was read, microseconds, UTC.
    pub fetched_at: i64,
}

/// How a wish to follow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowState {
    /// Nobody has answered.
    Requested,
    /// Yes.
    Accepted,
    /// No.
    Rejected,
}

const STATES: [(FollowState, &str); 3] = [
    (FollowState::Requested, "requested"),
    (FollowState::Accepted, "accepted"),
    (FollowState::Rejected, "rejected"),
];

impl FollowState {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        word(&STATES, self)
    }
}

/// Somebody follows somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// Who.
    pub follower: String,
    /// Whom.
    pub followed: String,
    /// The address of the activity.
    pub id: String,
    /// The other instance of the two.
    pub host: String,
    /// How it stands.
    pub state: FollowState,
}

type FollowRow = (String, String, String, String, String, i64);

/// What is said about a wish to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// I want to follow you.
    Follow,
    /// You may follow me.
    Accept,
    /// You may not, or not any more.
    Reject,
    /// I do not follow you any more.
    Undo,
}

const MESSAGES: [(Message, &str); 4] = [
    (Message::Follow, "follow"),
    (Message::Accept, "accept"),
    (Message::Reject, "reject"),
    (Message::Undo, "undo"),
];

/// Something that another must still be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The end of the activity's address.
    pub id: String,
    /// Who of us says it.
    pub actor_id: String,
    /// To which instance.
    pub host: String,
    /// To which inbox.
    pub inbox: String,
    /// What.
    pub message: Message,
    /// About which follow: its address, who, whom.
    pub follow: (String, String, String),
    /// Until when it is of use, UTC.
    pub expires_at: DateTime<Utc>,
}

type DeliveryRow = (
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
);

/// The instance at `host`, if it is known.
pub fn find_instance(db: &mut Db, host: &str) -> Result<Option<Instance>, StoreError> {
    let row: Option<InstanceRow> = instances::table.find(host).get_result(db).optional()?;
    row.map(read_instance).transpose()
}

/// Whether one of these is blocked.
pub fn is_any_blocked(db: &mut Db, hosts: &[&str]) -> Result<bool, StoreError> {
    // A list would not keep its statement prepared; there are few labels in a name.
    for host in hosts {
        let row = instances::table.find(*host);
        let trust: Option<String> = row.select(instances::trust).get_result(db).optional()?;
        if trust.as_deref() == Some(Trust::Blocked.as_str()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every instance that is known, by host.
pub fn list_instances(db: &mut Db) -> Result<Vec<Instance>, StoreError> {
    let rows: Vec<InstanceRow> = instances::table.order(instances::host).load(db)?;
    rows.into_iter().map(read_instance).collect()
}

/// Makes an instance known, if it is not.
pub fn meet(db: &mut Db, host: &str, now: DateTime<Utc>) -> Result<Instance, StoreError> {
    let row: InstanceRow = (
        host.to_owned(),
        Trust::Known.as_str().to_owned(),
        None,
        micros(now),
        None,
        None,
        0,
        String::new(),
    );
    // MultiConnection knows no `ON CONFLICT`.
    match db {
        Db::Pg(connection) => diesel::insert_into(instances::table)
            .values(instance_columns(&row))
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(instances::table)
            .values(instance_columns(&row))
            .execute(connection)?,
    };
    let found: InstanceRow = instances::table.find(host).get_result(db)?;
    read_instance(found)
}

/// Changes what is thought of an instance.
pub fn set_trust(db: &mut Db, host: &str, trust: Trust) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::trust.eq(trust.as_str()))
        .execute(db)?;
    Ok(())
}

/// Notes who acts for an instance.
pub fn set_instance_actor(db: &mut Db, host: &str, actor: &str) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::actor.eq(Some(actor)))
        .execute(db)?;
    Ok(())
}

/// Notes that an instance has sent something.
pub fn seen(db: &mut Db, host: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(instances::table.find(host))
        .set(instances::seen_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

/// Notes how a delivery went; none is well.
pub fn delivered(
    db: &mut Db,
    host: &str,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = instances::table.find(host);
    let Some(error) = error else {
        diesel::update(row)
            .set((
                instances::failing_since.eq(None::<i64>),
                instances::failures.eq(0),
                instances::last_error.eq(""),
            ))
            .execute(db)?;
        return Ok(());
    };
    diesel::update(row)
        .set((
            instances::failures.eq(instances::failures + 1),
            instances::last_error.eq(error),
        ))
        .execute(db)?;
    diesel::update(row.filter(instances::failing_since.is_null()))
        .set(instances::failing_since.eq(Some(micros(now))))
        .execute(db)?;
    Ok(())
}

/// An actor elsewhere, by its address.
pub fn find_actor(db: &mut Db, id: &str) -> Result<Option<RemoteActor>, StoreError> {
    Ok(remote_actors::table.find(id).get_result(db).optional()?)
}

/// The actor elsewhere whose key this is.
pub fn find_actor_by_key(db: &mut Db, key_id: &str) -> Result<Option<RemoteActor>, StoreError> {
    let row = remote_actors::table.filter(remote_actors::key_id.eq(key_id));
    Ok(row.first(db).optional()?)
}

/// Keeps an actor as it was just read.
pub fn put_actor(db: &mut Db, actor: &RemoteActor) -> Result<(), StoreError> {
    let known = diesel::update(remote_actors::table.find(&actor.id)).set(actor);
    if known.execute(db)? == 0 {
        diesel::insert_into(remote_actors::table)
            .values(actor)
            .execute(db)?;
    }
    Ok(())
}

/// Has an actor read again before its key is used next.
pub fn outdate_actor(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::update(remote_actors::table.find(id))
        .set(remote_actors::fetched_at.eq(0))
        .execute(db)?;
    Ok(())
}

/// Forgets an actor and whom it follows.
pub fn forget_actor(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(remote_actors::table.find(id)).execute(db)?;
    let of_it = follows::table.filter(follows::follower.eq(id).or(follows::followed.eq(id)));
    diesel::delete(of_it).execute(db)?;
    Ok(())
}

/// Whether and how one follows another.
pub fn find_follow(
    db: &mut Db,
    (follower, followed): (&str, &str),
) -> Result<Option<Follow>, StoreError> {
    let row: Option<FollowRow> = follows::table
        .find((follower, followed))
        .get_result(db)
        .optional()?;
    row.map(read_follow).transpose()
}

/// Every follow with an instance, in both directions.
pub fn list_follows(db: &mut Db, host: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = follows::table
        .filter(follows::host.eq(host))
        .order((follows::created_at, follows::id))
        .load(db)?;
    rows.into_iter().map(read_follow).collect()
}

/// How many follow somebody.
pub fn count_followers(db: &mut Db, followed: &str) -> Result<i64, StoreError> {
    let accepted = FollowState::Accepted.as_str();
    Ok(follows::table
        .filter(follows::followed.eq(followed))
        .filter(follows::state.eq(accepted))
        .count()
        .get_result(db)?)
}

/// Keeps a follow as it now stands.
pub fn put_follow(db: &mut Db, follow: &Follow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = follows::table.find((&follow.follower, &follow.followed));
    let changed = diesel::update(row)
        .set((
            follows::id.eq(&follow.id),
            follows::state.eq(follow.state.as_str()),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(follows::table)
            .values((
                follows::follower.eq(&follow.follower),
                follows::followed.eq(&follow.followed),
                follows::id.eq(&follow.id),
                follows::host.eq(&follow.host),
                follows::state.eq(follow.state.as_str()),
                follows::created_at.eq(micros(now)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Ends a follow.
pub fn delete_follow(db: &mut Db, (follower, followed): (&str, &str)) -> Result<(), StoreError> {
    diesel::delete(follows::table.find((follower, followed))).execute(db)?;
    Ok(())
}

/// The hash of the body that came under this name before, if one did; else notes this one.
pub fn note_seen(
    db: &mut Db,
    (origin, activity): (&str, &str),
    body_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let row = (
        inbox_seen::origin.eq(origin),
        inbox_seen::activity.eq(activity),
        inbox_seen::body_hash.eq(body_hash),
        inbox_seen::received_at.eq(micros(now)),
    );
    // MultiConnection knows no `ON CONFLICT`.
    let new = match db {
        Db::Pg(connection) => diesel::insert_into(inbox_seen::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)?,
        Db::Sqlite(connection) => diesel::insert_or_ignore_into(inbox_seen::table)
            .values(row)
            .execute(connection)?,
    };
    if new > 0 {
        return Ok(None);
    }
    let seen = inbox_seen::table.find((origin, activity));
    Ok(Some(seen.select(inbox_seen::body_hash).get_result(db)?))
}

/// Forgets what was received before `before`.
pub fn forget_seen(db: &mut Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    let old = inbox_seen::table.filter(inbox_seen::received_at.lt(micros(before)));
    diesel::delete(old).execute(db)?;
    Ok(())
}

/// Keeps what is to be delivered.
pub fn insert_delivery(db: &mut Db, delivery: &Delivery) -> Result<(), StoreError> {
    let (follow, follower, followed) = &delivery.follow;
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(&delivery.id),
            deliveries::actor_id.eq(&delivery.actor_id),
            deliveries::host.eq(&delivery.host),
            deliveries::inbox.eq(&delivery.inbox),
            deliveries::kind.eq(word(&MESSAGES, delivery.message)),
            deliveries::follow.eq(follow),
            deliveries::follower.eq(follower),
            deliveries::followed.eq(followed),
            deliveries::expires_at.eq(micros(delivery.expires_at)),
        ))
        .execute(db)?;
    Ok(())
}

/// What is to be delivered, unless it has been.
pub fn find_delivery(db: &mut Db, id: &str) -> Result<Option<Delivery>, StoreError> {
    let row: Option<DeliveryRow> = deliveries::table.find(id).get_result(db).optional()?;
    row.map(read_delivery).transpose()
}

/// Forgets what has been delivered.
pub fn delete_delivery(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(deliveries::table.find(id)).execute(db)?;
    Ok(())
}

/// How much waits to be delivered to an instance.
pub fn count_deliveries(db: &mut Db, host: &str) -> Result<i64, StoreError> {
    let waiting = deliveries::table.filter(deliveries::host.eq(host));
    Ok(waiting.count().get_result(db)?)
}

fn instance_columns(
    row: &InstanceRow,
) -> (
    diesel::dsl::Eq<instances::host, &String>,
    diesel::dsl::Eq<instances::trust, &String>,
    diesel::dsl::Eq<instances::created_at, i64>,
    diesel::dsl::Eq<instances::failures, i32>,
    diesel::dsl::Eq<instances::last_error, &String>,
) {
    (
        instances::host.eq(&row.0),
        instances::trust.eq(&row.1),
        instances::created_at.eq(row.3),
        instances::failures.eq(row.6),
        instances::last_error.eq(&row.7),
    )
}

fn read_instance(row: InstanceRow) -> Result<Instance, StoreError> {
    let (host, trust, actor, _, seen_at, failing_since, _, last_error) = row;
    Ok(Instance {
        host,
        trust: value(&TRUSTS, &trust)?,
        actor,
        seen_at: seen_at.map(instant).transpose()?,
        failing_since: failing_since.map(instant).transpose()?,
        last_error,
    })
}

fn read_follow((follower, followed, id, host, state, _): FollowRow) -> Result<Follow, StoreError> {
    Ok(Follow {
        follower,
        followed,
        id,
        host,
        state: value(&STATES, &state)?,
    })
}

fn read_delivery(row: DeliveryRow) -> Result<Delivery, StoreError> {
    let (id, actor_id, host, inbox, kind, follow, follower, followed, expires_at) = row;
    Ok(Delivery {
        id,
        actor_id,
        host,
        inbox,
        message: value(&MESSAGES, &kind)?,
        follow: (follow, follower, followed),
        expires_at: instant(expires_at)?,
    })
}

fn word<T: Copy + PartialEq>(words: &[(T, &'static str)], wanted: T) -> &'static str {
    let found = words.iter().find(|(value, _)| *value == wanted);
    found.map_or("", |(_, word)| word)
}

fn value<T: Copy>(words: &[(T, &'static str)], wanted: &str) -> Result<T, StoreError> {
    let found = words.iter().find(|(_, word)| *word == wanted);
    found
        .map(|(value, _)| *value)
        .ok_or(StoreError::Corrupt("word"))
}
