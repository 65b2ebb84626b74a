//! Random sequences against a simple model: whatever happens, the ledger adds up.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use zeitgenosse::kernel::booking::{Booking, Status};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::packages::{self, PackageForm};
use zeitgenosse::service::policy;
use zeitgenosse::store::links::Purpose;

use super::{book, cancel, form, ledger, sell, step, view};
use crate::policy::{day_before, set};
use crate::support::rig::{self, Host, at, minutes};

/// What the model knows of a session.
#[derive(Debug, Clone)]
struct Known {
    booking: Booking,
    /// It counts.
    counts: bool,
    /// It waits for its host, or has been agreed; over otherwise.
    is_alive: bool,
    is_asked: bool,
}

struct Play {
    rig: rig::Rig,
    host: Host,
    id: String,
    token: String,
    known: BTreeMap<String, Known>,
    is_frozen: bool,
    random: StdRng,
}

const SIZE: usize = 6;

impl Play {
    async fn new(seed: u64) -> Self {
        let rig = rig::Rig::new();
        let needs_approval = seed % 2 == 1;
        let host = rig
            .host_with("mira", |form| form.needs_approval = needs_approval)
            .await;
        set(&rig, &host, day_before()).await;
        let six = PackageForm {
            size: Some(SIZE as u32),
            last_day: None,
            ..form(&host)
        };
        let (package, token) = sell(&rig, &host, six).await;
        Self {
            rig,
            host,
            id: package.id,
            token,
            known: BTreeMap::new(),
            is_frozen: false,
            random: StdRng::seed_from_u64(seed),
        }
    }

    fn left(&self) -> usize {
        SIZE - self.known.values().filter(|it| it.counts).count()
    }

    fn some(&mut self, suits: impl Fn(&Known) -> bool) -> Option<Known> {
        let found: Vec<&Known> = self.known.values().filter(|it| suits(it)).collect();
        if found.is_empty() {
            return None;
        }
        Some(found[self.random.random_range(0..found.len())].clone())
    }

    /// A working hour within the next weeks; it may be taken.
    fn start(&mut self) -> DateTime<Utc> {
        let (days, hour) = (
            self.random.random_range(1..20),
            self.random.random_range(8..15),
        );
        let midnight = self.rig.now().date_naive().and_hms_opt(0, 0, 0).unwrap();
        midnight.and_utc() + TimeDelta::days(days) + TimeDelta::hours(hour)
    }

    async fn take_turn(&mut self) {
        match self.random.random_range(0..10) {
            0..=2 => self.book().await,
            3 | 4 => self.cancel().await,
            5 => self.cancel_by_host().await,
            6 => self.answer().await,
            7 => self.freeze_or_thaw().await,
            8 => self.give_back().await,
            _ => self.wait().await,
        }
        self.check().await;
    }

    async fn book(&mut self) {
        let count = self.random.random_range(1..4);
        let starts: Vec<String> = (0..count).map(|_| self.start().to_rfc3339()).collect();
        let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
        let Ok(booked) = book(&self.rig, &self.token, &starts).await else {
            return;
        };
        assert!(!self.is_frozen && booked.len() <= self.left());
        for booking in booked {
            let is_asked = matches!(booking.life.status, Status::Tentative { .. });
            let known = Known {
                counts: true,
                is_alive: true,
                is_asked,
                booking,
            };
            self.known.insert(known.booking.id.clone(), known);
        }
    }

    async fn cancel(&mut self) {
        let now = self.rig.now();
        let Some(mut known) = self.some(|it| it.is_alive && it.booking.life.span.start() > now)
        else {
            return;
        };
        let is_late = now > known.booking.life.span.start() - TimeDelta::hours(24);
        if cancel(&self.rig, &known.booking).await.is_ok() {
            known.is_alive = false;
            known.counts = is_late && !known.is_asked;
            self.known.insert(known.booking.id.clone(), known);
        }
    }

    async fn cancel_by_host(&mut self) {
        let now = self.rig.now();
        let Some(mut known) = self.some(|it| it.is_alive && it.booking.life.span.start() > now)
        else {
            return;
        };
        let (viewer, id) = (self.host.viewer.clone(), known.booking.id.clone());
        let done = self
            .rig
            .write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
            .await;
        if done.is_ok() {
            known.is_alive = false;
            known.counts = false;
            self.known.insert(known.booking.id.clone(), known);
        }
    }

    async fn answer(&mut self) {
        let Some(mut known) = self.some(|it| it.is_alive && it.is_asked) else {
            return self.mark_no_show().await;
        };
        let says_yes = self.random.random_bool(0.5);
        let (viewer, id, now) = (
            self.host.viewer.clone(),
            known.booking.id.clone(),
            self.rig.now(),
        );
        let done = self
            .rig
            .write(move |db| {
                if says_yes {
                    bookings::confirm(db, &viewer, &id, now)
                } else {
                    bookings::decline(db, &viewer, &id, "", now)
                }
            })
            .await;
        if done.is_ok() {
            known.is_asked = false;
            known.is_alive = says_yes;
            known.counts = says_yes;
            self.known.insert(known.booking.id.clone(), known);
        }
    }

    async fn mark_no_show(&mut self) {
        let now = self.rig.now();
        let over = |it: &Known| it.is_alive && !it.is_asked && it.booking.life.span.start() <= now;
        let Some(known) = self.some(over) else {
            return;
        };
        let (viewer, id) = (self.host.viewer.clone(), known.booking.id);
        self.rig
            .write(move |db| policy::mark_no_show(db, &viewer, &id, now))
            .await
            .unwrap();
    }

    async fn freeze_or_thaw(&mut self) {
        let name = if self.is_frozen { "thaw" } else { "freeze" };
        step(&self.rig, &self.host, &self.id, name).await.unwrap();
        self.is_frozen = !self.is_frozen;
    }

    async fn give_back(&mut self) {
        let Some(mut known) = self.some(|_| true) else {
            return;
        };
        let now = self.rig.now();
        let is_over = !known.is_alive || known.booking.life.span.start() <= now && !known.is_asked;
        let (viewer, id, booking_id) = (
            self.host.viewer.clone(),
            self.id.clone(),
            known.booking.id.clone(),
        );
        let done = self
            .rig
            .write(move |db| packages::give_back(db, &viewer, (&id, &booking_id), now))
            .await;
        assert_eq!(done.is_ok(), known.counts && is_over, "{known:?}");
        if done.is_ok() {
            known.counts = false;
            self.known.insert(known.booking.id.clone(), known);
        }
    }

    /// Time passes; requests that nobody answered run out.
    async fn wait(&mut self) {
        self.rig
            .clock
            .advance(minutes(self.random.random_range(1..3 * 24) * 60));
        self.rig.run_jobs().await.unwrap();
        let now = self.rig.now();
        for known in self.known.values_mut() {
            let hold_until = match known.booking.life.status {
                Status::Tentative { hold_until } => hold_until,
                _ => continue,
            };
            if known.is_asked && known.is_alive && hold_until <= now {
                known.is_alive = false;
                known.counts = false;
            }
        }
    }

    async fn check(&self) {
        let (used, planned, left) = ledger(&self.rig, &self.token).await;
        let now = self.rig.now();
        assert_eq!(left as usize, self.left());
        assert_eq!((used + planned + left) as usize, SIZE);
        let to_come = self.known.values().filter(|it| {
            it.counts && it.is_alive && (it.is_asked || it.booking.life.span.start() > now)
        });
        assert_eq!(planned as usize, to_come.count());
    }
}

#[actix_web::test]
async fn whatever_happens_the_ledger_adds_up() {
    for seed in 0..4 {
        let mut play = Play::new(seed).await;
        for _ in 0..60 {
            play.take_turn().await;
        }
        if play.is_frozen {
            play.freeze_or_thaw().await;
        }
        let left = play.left();

        step(&play.rig, &play.host, &play.id, "end").await.unwrap();

        let view = view(&play.rig, &play.token).await;
        assert_eq!((view.ledger.planned, view.ledger.left), (0, 0));
        assert!(view.package.taken as usize <= SIZE - left);
        assert!(view.sessions.windows(2).all(|two| {
            let [(one, _), (other, _)] = two else {
                return true;
            };
            let are_alive = [one, other]
                .iter()
                .all(|it| !matches!(it.status, Status::Cancelled { .. }));
            !are_alive || !one.span.overlaps(&other.span)
        }));
        // Nobody's time is held by what was called off.
        assert!(view.ledger.used > 0 || at("2026-01-08T08:00:00Z") < play.rig.now());
    }
}

#[actix_web::test]
async fn a_link_of_a_session_is_none_of_a_package() {
    let play = Play::new(0).await;
    let token = play.rig.state.links.token(&play.id, Purpose::Manage);

    let found = book(&play.rig, &token, &["2026-01-12T09:00:00Z"]).await;

    assert!(found.is_err());
}
