//! Letters about a host who cannot come.

use std::sync::Arc;

use actix_web::web::Data;

use super::{JobError, mail};
use crate::kernel::people::{Email, Language, Person};
use crate::mail::note::Note;
use crate::mail::{Block, fact};
use crate::service::away::AwayOffer;
use crate::service::bookings::BookingView;
use crate::service::{ServiceError, away};
use crate::state::State;
use crate::store::jobs::{AwayNews, Job, TakenJob};
use crate::texts::Words;

/// Writes to whom the job says, unless what it says is no longer so.
pub(super) async fn send(state: &Data<State>, taken: &TakenJob) -> Result<(), JobError> {
    let Job::Away {
        booking_id,
        news,
        at,
    } = &taken.job
    else {
        return Ok(());
    };
    let (id, now) = (booking_id.clone(), state.clock.now());
    let loaded = state.store.read(move |db| away::load(db, &id, now)).await;
    let (view, offer, absent) = match loaded {
        Ok(loaded) => loaded,
        Err(ServiceError::NotFound | ServiceError::Transition(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let letters = Letters {
        state,
        view: &view,
        offer: &offer,
        absent: &absent,
    };
    let note = match news {
        AwayNews::Offer if *at == offer.made_at && offer.answer.is_none() => {
            letters.to_client("away-mail")
        }
        AwayNews::Over if offer.answer == Some(away::Answer::TakenBack) => {
            letters.to_client("away-over-mail")
        }
        AwayNews::Taken => letters.to_absent(),
        AwayNews::Offer | AwayNews::Over => return Ok(()),
    };
    mail::send_note(state, taken, &note).await
}

struct Letters<'a> {
    state: &'a State,
    view: &'a BookingView,
    offer: &'a AwayOffer,
    absent: &'a Person,
}

impl Letters<'_> {
    /// What to choose from, or that there is nothing to choose any more.
    fn to_client(&self, text: &str) -> Note {
        let attendee = &self.view.booking.attendee;
        let t = self.words(attendee.language);
        let mut blocks = vec![
            Block::Text(t.one(&format!("{text}-lead"), "host", self.absent.name.as_str())),
            self.session(&t, attendee.zone),
        ];
        if self.offer.answer.is_none() {
            if !self.offer.message.is_empty() {
                blocks.push(Block::Text(self.offer.message.clone()));
            }
            blocks.push(Block::Link {
                label: t.get("away-choose"),
                url: self.state.links.instead(&self.view.booking.id),
                is_main: true,
            });
            blocks.push(Block::Text(t.get("away-mail-yours")));
        }
        let to = (attendee.name.clone(), attendee.email.clone());
        self.note(&t, text, to, blocks)
    }

    /// That a colleague holds the session.
    fn to_absent(&self) -> Note {
        let t = self.words(self.absent.language);
        let lead = t.with(
            "away-taken-mail-lead",
            &[
                ("client", self.view.booking.attendee.name.as_str().into()),
                ("colleague", self.view.host.name.as_str().into()),
            ],
        );
        let blocks = vec![
            Block::Text(lead),
            self.session(&t, self.absent.zone),
            Block::Text(t.get("away-taken-mail-calendar")),
        ];
        let to = (self.absent.name.clone(), self.absent.email.clone());
        self.note(&t, "away-taken-mail", to, blocks)
    }

    fn words(&self, language: Language) -> Words {
        Words::new(Arc::clone(&self.state.texts), language)
    }

    fn session(&self, t: &Words, zone: chrono_tz::Tz) -> Block {
        let booking = &self.view.booking;
        fact(&booking.title, vec![t.span_long(booking.life.span, zone)])
    }

    fn note(&self, t: &Words, text: &str, to: (String, Email), blocks: Vec<Block>) -> Note {
        let host = self.absent.name.as_str();
        let heading = t.one(&format!("{text}-heading"), "host", host);
        let moment = self.view.booking.life.span.start();
        let day = crate::kernel::zone::date(moment, self.view.booking.attendee.zone);
        Note {
            language: t.language,
            sender: host.to_owned(),
            reply_to: Some((host.to_owned(), self.absent.email.clone())),
            thread: self.view.booking.id.clone(),
            subject: format!("{heading} {}", t.day(day)),
            greeting: t.one("mail-greeting", "name", to.0.as_str()),
            heading,
            blocks,
            closing: vec![host.to_owned()],
            files: Vec::new(),
            to,
        }
    }
}
