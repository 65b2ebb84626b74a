//! What others must still be told.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::db::{instant, micros};
use super::super::schema::deliveries;
use super::{value, word};
use crate::store::{Db, StoreError};

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
    /// The end of the activity's address, UUIDv7: what was to be told first comes first.
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

/// Whether something about the same follow is to be told before this.
pub fn is_behind(db: &mut Db, delivery: &Delivery) -> Result<bool, StoreError> {
    let before = deliveries::table
        .filter(deliveries::host.eq(&delivery.host))
        .filter(deliveries::follow.eq(&delivery.follow.0))
        .filter(deliveries::id.lt(&delivery.id));
    Ok(before.count().get_result::<i64>(db)? > 0)
}

/// Forgets what has been delivered.
pub fn delete_delivery(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(deliveries::table.find(id)).execute(db)?;
    Ok(())
}

/// How much waits to be delivered, by instance; where nothing does there is no entry.
pub fn count_deliveries(db: &mut Db) -> Result<HashMap<String, i64>, StoreError> {
    let counts: Vec<(String, i64)> = deliveries::table
        .group_by(deliveries::host)
        .select((deliveries::host, diesel::dsl::count_star()))
        .load(db)?;
    Ok(counts.into_iter().collect())
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
