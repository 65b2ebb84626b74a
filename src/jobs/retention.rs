//! Deleting what was only to be kept for a time: answers of clients, notes of coaches, who waited.

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use crate::state::State;
use crate::store::{Db, StoreError, answers, clients, waiting};

/// Of so many bookings or clients something is deleted in one transaction, so that whoever books
/// meanwhile does not wait long.
const AT_ONCE: u32 = 200;
/// So many transactions at the most; what is left then waits for the next time.
const MOST_ROUNDS: u32 = 500;

/// Deletes the answers, notes and places in waiting lists whose time is over.
pub(super) async fn delete_due(state: &Data<State>, now: DateTime<Utc>) -> Result<(), StoreError> {
    in_rounds(state, answers::delete_due, now).await?;
    in_rounds(state, clients::forget_due, now).await?;
    in_rounds(state, waiting::forget_due, now).await
}

async fn in_rounds(
    state: &Data<State>,
    delete: fn(&mut Db, DateTime<Utc>, u32) -> Result<usize, StoreError>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for _ in 0..MOST_ROUNDS {
        let done = state
            .store
            .write(move |db| delete(db, now, AT_ONCE))
            .await?;
        if done == 0 {
            break;
        }
    }
    Ok(())
}
