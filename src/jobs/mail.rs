//! Writing to client, host and guests about a booking.

use actix_web::web::Data;
use lettre::Message;

use super::JobError;
use crate::kernel::booking::{Actor, News, Status};
use crate::kernel::policy::Policy;
use crate::kernel::span::Span;
use crate::mail::compose::compose;
use crate::mail::letter::{Coop, Letter, Priced, Reader};
use crate::mail::note::{self, Note};
use crate::mail::send::SendError;
use crate::mail::{message_id, sender};
use crate::service::bookings::{self, BookingView};
use crate::service::instance::{self, Instance};
use crate::service::withdrawals;
use crate::service::{ServiceError, policy};
use crate::state::State;
use crate::store::jobs::{self, Job, MailReader, TakenJob};

/// What a mail is made of, loaded afresh.
struct Material {
    is_sent: bool,
    was_invited: bool,
    view: BookingView,
    price: Option<Priced>,
    instance: Instance,
    policy: Policy,
}

/// Sends one mail, unless it has left before or says what is no longer so.
pub(super) async fn send(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let Job::Mail {
        news,
        reader,
        previous,
        sequence,
        ..
    } = &taken.job
    else {
        return Ok(());
    };
    let Some(material) = load(state, taken).await? else {
        return Ok(());
    };
    let booking = &material.view.booking;
    let is_superseded = *sequence < booking.life.sequence;
    if material.is_sent || is_superseded || !is_current(*news, booking.life.status) {
        return Ok(());
    }
    let Some(reader) = find_reader(*reader, &material.view) else {
        return Ok(());
    };
    let links = &state.links;
    let door = links.door(
        &booking.id,
        match reader {
            Reader::Host | Reader::CoHost(_) => Actor::Host,
            Reader::Attendee | Reader::Guest(_) => Actor::Attendee,
        },
    );
    let letter = Letter {
        news: *news,
        reader,
        booking,
        host: &material.view.host,
        co_hosts: &material.view.co_hosts,
        coop: &coop(&material.instance),
        domain: state.domain(),
        manage_url: &links.manage(&booking.id),
        join_url: &door,
        desk_url: &links.desk_booking(&booking.id),
        previous: previous.and_then(|(start, end)| Span::new(start, end)),
        was_invited: material.was_invited,
        reads_replies: state.config.mail.replies,
        price: material.price,
        policy: Some(material.policy).filter(|policy| *policy != Policy::default()),
        now: state.clock.now(),
    };
    let from = sender(&state.mail_from()).map_err(give_up)?;
    let id = message_id(&taken.key, state.domain());
    let message = compose(&letter, &state.texts, &from, &id).map_err(give_up)?;
    deliver(state, taken, &message).await
}

/// Sends a note, unless it has left before. The job must be one that [`Job::is_mail`].
pub(super) async fn send_note(
    state: &Data<State>,
    taken: &TakenJob,
    note: &Note,
) -> Result<(), JobError> {
    let key = taken.key.clone();
    let loaded: Result<_, ServiceError> = state
        .store
        .read(move |db| Ok((jobs::is_sent(db, &key)?, instance::load(db)?)))
        .await;
    let (is_sent, instance) = loaded?;
    if is_sent {
        return Ok(());
    }
    let sender = note::Sender {
        coop: &coop(&instance),
        from: &sender(&state.mail_from()).map_err(give_up)?,
        domain: state.domain(),
        now: state.clock.now(),
    };
    let id = message_id(&taken.key, state.domain());
    let message = note::compose(note, sender, &id).map_err(give_up)?;
    deliver(state, taken, &message).await
}

async fn deliver(state: &Data<State>, taken: &TakenJob, message: &Message) -> Result<(), JobError> {
    state
        .mailer
        .send(message, &taken.key)
        .await
        .map_err(|error| match error {
            SendError::Retry(reason) => JobError::Retry(reason),
            SendError::GiveUp(reason) => JobError::GiveUp(reason),
        })
}

fn give_up(error: impl std::fmt::Display) -> JobError {
    JobError::GiveUp(error.to_string())
}

/// Loads what the mail is about; none when it is gone.
async fn load(state: &Data<State>, taken: &TakenJob) -> Result<Option<Material>, JobError> {
    let (key, job) = (taken.key.clone(), taken.job.clone());
    let loaded = state
        .store
        .read(move |db| {
            let Job::Mail {
                booking_id, reader, ..
            } = &job
            else {
                return Err(ServiceError::NotFound);
            };
            let view = bookings::load(db, booking_id)?;
            let price = withdrawals::priced(db, &view.booking)?;
            Ok(Material {
                is_sent: jobs::is_sent(db, &key)?,
                was_invited: jobs::was_invited(db, booking_id, *reader)?,
                view,
                price: price.map(|(charge, right_until)| Priced {
                    charge,
                    right_until,
                }),
                instance: instance::load(db)?,
                policy: policy::kept(db, booking_id)?,
            })
        })
        .await;
    match loaded {
        Ok(material) => Ok(Some(material)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether what the mail says is still so: nobody is told "agreed" after it was called off.
fn is_current(news: News, status: Status) -> bool {
    match news {
        News::Requested => matches!(status, Status::Tentative { .. }),
        News::Confirmed | News::Rescheduled => matches!(status, Status::Confirmed),
        News::Cancelled | News::Declined | News::Expired => {
            matches!(status, Status::Cancelled { .. })
        }
    }
}

pub(super) fn find_reader(reader: MailReader, view: &BookingView) -> Option<Reader<'_>> {
    let index = |place: u32| usize::try_from(place).ok();
    match reader {
        MailReader::Attendee => Some(Reader::Attendee),
        MailReader::Host => Some(Reader::Host),
        MailReader::CoHost(place) => view.co_hosts.get(index(place)?).map(Reader::CoHost),
        MailReader::Guest(place) => {
            let guests = &view.booking.attendee.guests;
            guests.get(index(place)?).map(Reader::Guest)
        }
    }
}

pub(super) fn coop(instance: &Instance) -> Coop {
    Coop {
        name: instance.name.clone(),
        place: instance.place.clone(),
        contact_name: instance.contact_name.clone(),
        contact_phone: instance.contact_phone.clone(),
        contact_email: instance.contact_email.clone(),
    }
}
