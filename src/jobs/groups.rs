//! Sessions with seats and the waiting list: what is decided, and who is written to.

use std::sync::Arc;

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use super::{JobError, mail};
use crate::kernel::booking::Status;
use crate::kernel::waiting::{State as Standing, Wish};
use crate::mail::note::Note;
use crate::mail::{Block, When, lines_of};
use crate::service::bookings::{self, BookingView};
use crate::service::waiting::{self, WaitingView};
use crate::service::{Db, ServiceError, groups};
use crate::state::State;
use crate::store::groups::Message;
use crate::store::jobs::{Job, MailReader, TakenJob, WaitingNews};
use crate::texts::Words;

/// Does one of them.
pub(super) async fn run(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let now = state.clock.now();
    match taken.job.clone() {
        Job::DecideSession {
            session_id,
            sequence,
        } => {
            let texts = Arc::clone(&state.texts);
            act(state, move |db| {
                groups::decide(db, &texts, (&session_id, sequence), now)
            })
            .await
        }
        Job::FillWaiting { event_type_id, .. } => {
            act(state, move |db| waiting::fill(db, &event_type_id, now)).await
        }
        Job::ExpireOffer { waiting_id, .. } => {
            act(state, move |db| waiting::expire(db, &waiting_id, now)).await
        }
        Job::SessionGoes { booking_id } => {
            let view = load(state, move |db| bookings::load(db, &booking_id)).await?;
            match view.filter(is_agreed) {
                Some(view) => mail::send_note(state, taken, &goes(state, &view)).await,
                None => Ok(()),
            }
        }
        Job::SessionMessage {
            booking_id,
            message_id,
            reader,
        } => {
            let found = load(state, move |db| {
                let message = groups::find_message(db, &message_id)?;
                Ok((bookings::load(db, &booking_id)?, message))
            });
            match found.await? {
                Some((view, message)) => match written(state, &view, &message, reader) {
                    Some(note) => mail::send_note(state, taken, &note).await,
                    None => Ok(()),
                },
                None => Ok(()),
            }
        }
        Job::DeclinedByMail {
            booking_id,
            email,
            sequence,
        } => {
            let view = load(state, move |db| bookings::load(db, &booking_id)).await?;
            let current =
                view.filter(|view| is_agreed(view) && view.booking.life.sequence == sequence);
            match current {
                Some(view) => mail::send_note(state, taken, &declined(state, &view, &email)).await,
                None => Ok(()),
            }
        }
        Job::WaitingMail {
            waiting_id,
            news,
            number,
        } => {
            let view = load(state, move |db| waiting::view(db, &waiting_id)).await?;
            let current = view.filter(|view| is_current(view, news, number, now));
            match current {
                Some(view) => mail::send_note(state, taken, &waits(state, &view, news)).await,
                None => Ok(()),
            }
        }
        // Every other job is done elsewhere.
        _ => Ok(()),
    }
}

/// Does an act; what is gone needs nothing.
async fn act<F>(state: &Data<State>, act: F) -> Result<(), JobError>
where
    F: FnOnce(&mut Db) -> Result<(), ServiceError> + Send + 'static,
{
    match state.store.write(act).await {
        Ok(()) | Err(ServiceError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Loads what a mail is about; none when it is gone.
async fn load<T, F>(state: &Data<State>, load: F) -> Result<Option<T>, JobError>
where
    F: FnOnce(&mut Db) -> Result<T, ServiceError> + Send + 'static,
    T: Send + 'static,
{
    match state.store.read(load).await {
        Ok(found) => Ok(Some(found)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_agreed(view: &BookingView) -> bool {
    matches!(view.booking.life.status, Status::Confirmed)
}

/// Whether what the mail says is still so.
fn is_current(view: &WaitingView, news: WaitingNews, number: u32, now: DateTime<Utc>) -> bool {
    let entry = &view.entry;
    match (news, entry.state) {
        (WaitingNews::Joined, Standing::Waiting | Standing::Offered(_)) => true,
        (WaitingNews::Offered, Standing::Offered(offer)) => {
            entry.offers == number && now < offer.until
        }
        (WaitingNews::Expired | WaitingNews::Over, Standing::Expired) => true,
        (WaitingNews::Withdrawn, Standing::Waiting) => true,
        _ => false,
    }
}

/// Enough have come: the session takes place.
fn goes(state: &State, view: &BookingView) -> Note {
    let (t, attendee) = of_client(state, view);
    let booking = &view.booking;
    Note {
        subject: t.one("group-goes-subject", "title", booking.title.as_str()),
        heading: t.get("group-goes-heading"),
        blocks: vec![
            Block::Text(t.one("group-goes-lead", "title", booking.title.as_str())),
            Block::When(When::of(&t, booking.life.span, attendee.zone)),
            Block::Link {
                label: t.get("group-mail-manage"),
                url: state.links.manage(&booking.id),
                is_main: true,
            },
        ],
        ..letter(&t, view)
    }
}

/// What the host wrote to everybody. The client's link is not for their guests.
fn written(
    state: &State,
    view: &BookingView,
    message: &Message,
    reader: MailReader,
) -> Option<Note> {
    let (t, attendee) = of_client(state, view);
    let booking = &view.booking;
    let guest = match reader {
        MailReader::Guest(place) => Some(attendee.guests.get(place as usize)?),
        _ => None,
    };
    let mut blocks = vec![Block::Text(t.with(
        "group-message-lead",
        &[
            ("host", view.host.name.as_str().into()),
            ("title", booking.title.as_str().into()),
        ],
    ))];
    blocks.extend(lines_of(&message.body).into_iter().map(Block::Text));
    blocks.push(Block::When(When::of(&t, booking.life.span, attendee.zone)));
    let note = Note {
        subject: message.subject.clone(),
        heading: message.subject.clone(),
        ..letter(&t, view)
    };
    if let Some(guest) = guest {
        return Some(Note {
            to: (String::new(), guest.clone()),
            greeting: t.get("mail-greeting-guest"),
            blocks,
            ..note
        });
    }
    blocks.push(Block::Link {
        label: t.get("group-mail-manage"),
        url: state.links.manage(&booking.id),
        is_main: false,
    });
    Some(Note { blocks, ..note })
}

/// Somebody has declined the invitation; the session stands.
fn declined(state: &State, view: &BookingView, email: &str) -> Note {
    let (booking, host) = (&view.booking, &view.host);
    let t = Words::new(Arc::clone(&state.texts), host.language);
    let client = &booking.attendee;
    let name = match client.email.as_str() == email {
        true => client.name.as_str(),
        false => email,
    };
    let values = [
        ("name", name.into()),
        ("title", booking.title.as_str().into()),
    ];
    Note {
        to: (host.name.clone(), host.email.clone()),
        language: host.language,
        sender: String::new(),
        reply_to: Some((client.name.clone(), client.email.clone())),
        greeting: t.one("group-mail-greeting", "name", host.name.as_str()),
        subject: t.with("reply-declined-subject", &values),
        heading: t.get("reply-declined-heading"),
        blocks: vec![
            Block::Text(t.with("reply-declined-lead", &values)),
            Block::When(When::of(&t, booking.life.span, host.zone)),
            Block::Link {
                label: t.get("to-the-booking"),
                url: state.links.desk_booking(&booking.id),
                is_main: true,
            },
        ],
        closing: Vec::new(),
        ..letter(&t, view)
    }
}

fn of_client<'a>(
    state: &State,
    view: &'a BookingView,
) -> (Words, &'a crate::kernel::booking::Attendee) {
    let attendee = &view.booking.attendee;
    let t = Words::new(Arc::clone(&state.texts), attendee.language);
    (t, attendee)
}

/// An empty letter of the host to the client of a booking.
fn letter(t: &Words, view: &BookingView) -> Note {
    let attendee = &view.booking.attendee;
    Note {
        to: (attendee.name.clone(), attendee.email.clone()),
        language: attendee.language,
        sender: view.host.name.clone(),
        reply_to: Some((view.host.name.clone(), view.host.email.clone())),
        thread: view.booking.id.clone(),
        subject: String::new(),
        heading: String::new(),
        greeting: t.one("group-mail-greeting", "name", attendee.name.as_str()),
        blocks: Vec::new(),
        closing: vec![view.host.name.clone()],
        files: Vec::new(),
    }
}

/// The news of the waiting list.
fn waits(state: &State, view: &WaitingView, news: WaitingNews) -> Note {
    let WaitingView { entry, offered, .. } = view;
    let attendee = &entry.attendee;
    let t = Words::new(Arc::clone(&state.texts), attendee.language);
    let title = offered.event_type.title.as_str();
    let (subject, heading, lead) = match news {
        WaitingNews::Joined => (
            t.one("waiting-joined-subject", "title", title),
            t.get("waiting-joined-heading"),
            t.one("waiting-joined-lead", "title", title),
        ),
        WaitingNews::Offered => (
            t.one("waiting-offered-subject", "title", title),
            t.get("waiting-offered-heading"),
            t.one("waiting-offered-lead", "title", title),
        ),
        WaitingNews::Expired => (
            t.one("waiting-expired-subject", "title", title),
            t.get("waiting-expired-heading"),
            t.one("waiting-expired-lead", "title", title),
        ),
        WaitingNews::Withdrawn => (
            t.one("waiting-withdrawn-subject", "title", title),
            t.get("waiting-withdrawn-heading"),
            t.one("waiting-withdrawn-lead", "title", title),
        ),
        WaitingNews::Over => (
            t.one("waiting-over-subject", "title", title),
            t.get("waiting-over-heading"),
            t.one("waiting-over-lead", "title", title),
        ),
    };
    let host = offered.host();
    Note {
        to: (attendee.name.clone(), attendee.email.clone()),
        language: attendee.language,
        sender: offered.name().to_owned(),
        reply_to: host.map(|host| (host.name.clone(), host.email.clone())),
        thread: entry.id.clone(),
        subject,
        heading,
        greeting: t.one("group-mail-greeting", "name", attendee.name.as_str()),
        blocks: waiting_blocks(state, view, &t, lead),
        closing: vec![offered.name().to_owned()],
        files: Vec::new(),
    }
}

fn waiting_blocks(state: &State, view: &WaitingView, t: &Words, lead: String) -> Vec<Block> {
    let WaitingView { entry, offered, .. } = view;
    let zone = entry.attendee.zone;
    let mut blocks = vec![Block::Text(lead)];
    match (entry.state, entry.wish) {
        (Standing::Offered(offer), _) => {
            blocks.push(Block::When(When::of(t, offer.span, zone)));
            let until = t.moment(offer.until, state.clock.now(), zone);
            blocks.push(Block::Text(t.one("waiting-answer-until", "when", until)));
        }
        (_, Wish::Time(span)) => blocks.push(Block::When(When::of(t, span, zone))),
        (_, Wish::Within(day)) => {
            let date = crate::kernel::zone::date(day.start(), offered.zone);
            let day = t.date_long(date);
            blocks.push(Block::Text(t.one("waiting-for-day", "day", day)));
        }
        (_, Wish::Any) => blocks.push(Block::Text(t.get("waiting-for-any"))),
    }
    if let (Standing::Waiting, Some(place)) = (entry.state, view.place) {
        blocks.push(Block::Text(t.one("waiting-place", "place", place)));
    }
    let is_over = !matches!(entry.state, Standing::Waiting | Standing::Offered(_));
    let (label, url) = if is_over {
        (
            t.get("waiting-other-time"),
            state.links.place(&offered.place()),
        )
    } else if matches!(entry.state, Standing::Offered(_)) {
        (t.get("waiting-answer"), state.links.waiting(&entry.id))
    } else {
        (t.get("waiting-see-place"), state.links.waiting(&entry.id))
    };
    blocks.push(Block::Link {
        label,
        url,
        is_main: true,
    });
    blocks
}
