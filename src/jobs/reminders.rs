//! Reminding people of their sessions, and writing to them afterwards.

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use super::JobError;
use super::mail::{coop, find_reader, send_note};
use crate::kernel::booking::{Actor, News};
use crate::kernel::event_type::Visibility;
use crate::mail::letter::{Letter, Reader};
use crate::mail::reminder::{Reminding, write};
use crate::service::ServiceError;
use crate::service::instance::{self, Instance};
use crate::service::reminders::{self, Due};
use crate::state::State;
use crate::store::jobs::{Job, TakenJob};

/// Queues what is due at `moment`, and the next look.
pub(super) async fn look(
    state: &Data<State>,
    booking_id: &str,
    moment: DateTime<Utc>,
) -> Result<(), JobError> {
    let booking_id = booking_id.to_owned();
    let looked: Result<_, ServiceError> = state
        .store
        .write(move |db| reminders::remind(db, &booking_id, moment))
        .await;
    Ok(looked?)
}

/// Sends one reminder, unless it has left before or makes no sense any more.
pub(super) async fn send(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let Job::Reminder { reader, .. } = &taken.job else {
        return Ok(());
    };
    let Some((due, instance)) = load(state, taken).await? else {
        return Ok(());
    };
    let (booking, offered) = (&due.view.booking, &due.view.offered);
    let Some(reader) = find_reader(*reader, &due.view) else {
        return Ok(());
    };
    let links = &state.links;
    let actor = match reader {
        Reader::Host | Reader::CoHost(_) => Actor::Host,
        Reader::Attendee | Reader::Guest(_) => Actor::Attendee,
    };
    let letter = Letter {
        news: News::Confirmed,
        reader,
        booking,
        host: &due.view.host,
        co_hosts: &due.view.co_hosts,
        coop: &coop(&instance),
        domain: state.domain(),
        manage_url: &links.manage(&booking.id),
        join_url: &links.door(&booking.id, actor),
        desk_url: &links.desk_booking(&booking.id),
        previous: None,
        price: None,
        policy: None,
        was_invited: true,
        reads_replies: false,
        now: state.clock.now(),
    };
    let is_bookable = offered.event_type.visibility != Visibility::Closed;
    let again = links.place(&offered.place());
    let reminding = Reminding {
        letter,
        reminder: &due.reminder,
        tone: due.tone,
        again_url: is_bookable.then_some(again.as_str()),
    };
    send_note(state, taken, &write(&reminding, &state.texts)).await
}

/// Loads what is to be sent; none when it is not to be sent any more.
async fn load(state: &Data<State>, taken: &TakenJob) -> Result<Option<(Due, Instance)>, JobError> {
    let Job::Reminder {
        booking_id,
        reminder_id,
        starts_at,
        ..
    } = taken.job.clone()
    else {
        return Ok(None);
    };
    let now = state.clock.now();
    let loaded: Result<_, ServiceError> = state
        .store
        .read(move |db| {
            let due = reminders::find_due(db, (&booking_id, &reminder_id), starts_at, now)?;
            due.map(|due| Ok((due, instance::load(db)?))).transpose()
        })
        .await;
    Ok(loaded?)
}
