//! Random acts against a simple model: no seat is sold twice, none is lost, none stays held.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use zeitgenosse::kernel::booking::Status;
use zeitgenosse::kernel::waiting::State;
use zeitgenosse::service::bookings::Booked;
use zeitgenosse::service::groups;
use zeitgenosse::service::waiting::{Entry, Wanted};

use super::{accept, decline, leave, see, try_join};
use crate::groups::{EVENING, cancel, client, group, look, set, wait_until, webinar};
use crate::support::rig::{Host, Rig, at, minutes};

/// What somebody does.
#[derive(Debug, Clone, Copy)]
enum Act {
    Book,
    Cancel(usize),
    Join,
    Accept(usize),
    Decline(usize),
    Leave(usize),
    AddSeat,
    /// So many minutes pass, and the worker does what is due.
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => Just(Act::Book),
        3 => (0..20_usize).prop_map(Act::Cancel),
        4 => Just(Act::Join),
        3 => (0..20_usize).prop_map(Act::Accept),
        2 => (0..20_usize).prop_map(Act::Decline),
        1 => (0..20_usize).prop_map(Act::Leave),
        1 => Just(Act::AddSeat),
        2 => (1..900_i64).prop_map(Act::Wait),
    ]
}

/// What must be so, counted in the simplest way.
#[derive(Default)]
struct Model {
    seats: usize,
    booked: Vec<Booked>,
    by_offer: usize,
    entries: Vec<Entry>,
}

struct World {
    rig: Rig,
    host: Host,
    session: groups::Session,
    model: Model,
    names: usize,
}

impl World {
    async fn new() -> Self {
        let rig = Rig::new();
        let host = group(&rig, webinar(2)).await;
        let session = set(&rig, &host, EVENING).await;
        Self {
            rig,
            host,
            session,
            model: Model {
                seats: 2,
                ..Model::default()
            },
            names: 0,
        }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("Client{}", self.names)
    }

    async fn act(&mut self, act: Act) {
        let pick = |index: usize, of: usize| (of > 0).then(|| index % of.max(1));
        match act {
            Act::Book => {
                let new = client(&self.name(), EVENING);
                if let Ok(booked) = self.rig.book(new).await {
                    self.model.booked.push(booked);
                }
            }
            Act::Cancel(index) => {
                if let Some(index) = pick(index, self.model.booked.len()) {
                    let booked = self.model.booked.remove(index);
                    cancel(&self.rig, &booked).await;
                }
            }
            Act::Join => {
                let new = client(&self.name(), EVENING);
                if let Ok(entry) = try_join(&self.rig, new, Wanted::Time(at(EVENING))).await {
                    self.model.entries.push(entry);
                }
            }
            Act::Accept(index) => {
                if let Some(index) = pick(index, self.model.entries.len())
                    && accept(&self.rig, &self.model.entries[index]).await.is_ok()
                {
                    self.model.by_offer += 1;
                }
            }
            Act::Decline(index) => {
                if let Some(index) = pick(index, self.model.entries.len()) {
                    let _ = decline(&self.rig, &self.model.entries[index]).await;
                }
            }
            Act::Leave(index) => {
                if let Some(index) = pick(index, self.model.entries.len()) {
                    let _ = leave(&self.rig, &self.model.entries[index]).await;
                }
            }
            Act::AddSeat => {
                self.model.seats += 1;
                let seats = u32::try_from(self.model.seats).unwrap();
                let (viewer, id) = (self.host.viewer.clone(), self.session.id.clone());
                let now = self.rig.now();
                let done = self
                    .rig
                    .write(move |db| groups::set_seats(db, &viewer, (&id, seats), now))
                    .await;
                done.unwrap();
            }
            Act::Wait(length) => {
                let later = self.rig.now() + minutes(length);
                // Until an hour before the session, when sign-up closes.
                wait_until(&self.rig, later.min(at(EVENING) - minutes(200)));
                self.rig.run_jobs().await.unwrap();
            }
        }
    }

    async fn check(&self) {
        let view = look(&self.rig, &self.host, &self.session.id).await;
        let taken = usize::try_from(view.session.seats_taken).unwrap();
        let people = view
            .seats
            .iter()
            .filter(|seat| matches!(seat.booking.life.status, Status::Confirmed))
            .count();
        let mut held = 0;
        let mut first_waiting = None;
        let mut last_offered = None;
        for (index, entry) in self.model.entries.iter().enumerate() {
            match see(&self.rig, entry).await.entry.state {
                State::Offered(_) => {
                    held += 1;
                    last_offered = Some(index);
                }
                State::Waiting => first_waiting = first_waiting.or(Some(index)),
                _ => {}
            }
        }
        assert_eq!(people, self.model.booked.len() + self.model.by_offer);
        assert_eq!(taken, people + held, "no hold without an offer");
        assert!(taken <= self.model.seats, "no seat is sold twice");
        if let Some(first) = first_waiting {
            assert_eq!(taken, self.model.seats, "no seat is empty while one waits");
            assert!(last_offered.is_none_or(|last| last < first), "in order");
        }
    }
}

#[test]
fn no_seat_is_sold_twice_or_lost_or_stays_held() {
    let config = Config {
        cases: 12,
        failure_persistence: None,
        ..Config::default()
    };
    let acts = prop::collection::vec(act(), 1..40);
    TestRunner::new(config)
        .run(&acts, |acts| {
            actix_web::rt::System::new().block_on(async {
                let mut world = World::new().await;
                for act in acts {
                    world.act(act).await;
                    world.check().await;
                }
            });
            Ok(())
        })
        .unwrap();
}
