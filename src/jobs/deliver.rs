//! Telling other instances, until they have been told or it is of no use any more.

use actix_web::web::Data;
use chrono::TimeDelta;
use rand::Rng;

use super::JobError;
use crate::fediverse::{Delivered, deliver};
use crate::state::State;

/// How long it is waited after each attempt, in seconds; after the last of them always as long.
const WAITS: [i64; 8] = [5, 15, 45, 120, 300, 900, 3_600, 10_800];

pub(super) async fn run(
    state: &Data<State>,
    delivery_id: &str,
    attempts: u32,
) -> Result<(), JobError> {
    match deliver(state, delivery_id).await? {
        Delivered::Done => Ok(()),
        Delivered::Refused(why) => {
            tracing::warn!(delivery.id = delivery_id, why, "a delivery was refused");
            Ok(())
        }
        Delivered::Later(why) => Err(JobError::Later(why, wait(attempts))),
    }
}

/// How long to wait after so many attempts, and up to a fifth more or less.
fn wait(attempts: u32) -> TimeDelta {
    let place = attempts.saturating_sub(1) as usize;
    let seconds = WAITS[place.min(WAITS.len() - 1)];
    let share = rand::rng().random_range(800..=1_200);
    TimeDelta::milliseconds(seconds * share)
}
