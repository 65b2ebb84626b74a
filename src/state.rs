//! What handlers and jobs can reach.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use moka::sync::Cache;
use rand::Rng;

use crate::config::Config;
use crate::kernel::booking::{Actor, News};
use crate::kernel::clock::Clock;
use crate::kernel::people::Person;
use crate::mail::letter::{Coop, Letter, Reader};
use crate::mail::send::Mailer;
use crate::mail::{calendar_object, sender};
use crate::outgoing::Outgoing;
use crate::remote::{Login, Remote, RemoteError};
use crate::rooms::Rooms;
use crate::service::bookings::{self, Booked, NewBooking};
use crate::service::federation::actors::{self, LocalActor, NewKey, Whose};
use crate::service::feeds::Session;
use crate::service::links::Links;
use crate::service::remote_calendars::{self, Account, NewAccount};
use crate::service::vault::Vault;
use crate::service::{ServiceError, Viewer};
use crate::signature::KeyError;
use crate::store::Store;
use crate::texts::{Texts, Words};

/// What handlers and jobs can reach.
pub struct State {
    /// The database.
    pub store: Store,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// The settings.
    pub config: Config,
    /// Every link of the instance.
    pub links: Arc<Links>,
    /// The conferencing servers.
    pub rooms: Arc<Rooms>,
    /// What the pages and mails say.
    pub texts: Arc<Texts>,
    /// Keeps secrets of others.
    pub vault: Arc<Vault>,
    /// Asks other hosts.
    pub outgoing: Outgoing,
    /// Sends mail.
    pub mailer: Mailer,
    /// Answers that can be given again.
    pub answers: Answers,
}

/// How long an answer stands that another process may have made stale, and up to half as long
/// again, so that not all are made anew at once.
const FRESH: TimeDelta = TimeDelta::seconds(1);
/// The same on the embedded database: only the command line can make it stale there, and the
/// present, which takes away a time that begins too soon.
const FRESH_EMBEDDED: TimeDelta = TimeDelta::seconds(10);
/// How much longer it serves everybody but the one who is just making it anew.
const RENEWAL: TimeDelta = TimeDelta::seconds(1);
/// How long a page waits for a job that was asked for.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long a server elsewhere may take to name its calendars.
const DISCOVERY: Duration = Duration::from_secs(20);
/// What all kept answers may weigh, in bytes.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Finished answers to questions about free times, kept for a moment.
///
/// An answer stands as long as this process has written nothing since, and some seconds at the
/// most: whether a time is really free is decided when it is booked. When it gets old, one request
/// makes it anew; the others need not wait for that.
pub struct Answers(Cache<String, Answer>);

#[derive(Clone)]
struct Answer {
    body: Bytes,
    generation: u64,
    fresh_until: DateTime<Utc>,
    is_made_anew: Arc<AtomicBool>,
}

impl Answer {
    /// Whether it can be given at `now`, when this process has written up to `generation`.
    fn stands(&self, generation: u64, now: DateTime<Utc>) -> bool {
        self.generation == generation
            && (now < self.fresh_until
                || now < self.fresh_until + RENEWAL
                    && self.is_made_anew.swap(true, Ordering::Relaxed))
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(MOST_BYTES)
                .weigher(|key: &String, answer: &Answer| {
                    u32::try_from(key.len() + answer.body.len() + 64).unwrap_or(u32::MAX)
                })
                .build(),
        )
    }
}

impl State {
    /// A client books a slot: prepared on a reader, decided by the writer.
    ///
    /// # Errors
    /// As [`bookings::prepare`] and [`bookings::take`].
    pub async fn book(&self, new: NewBooking) -> Result<Booked, ServiceError> {
        let prepared = self
            .store
            .read(move |db| bookings::prepare(db, &new))
            .await?;
        let (links, now) = (Arc::clone(&self.links), self.clock.now());
        self.store
            .write(move |db| bookings::take(db, &links, prepared, now))
            .await
    }

    /// The host name of the instance, without a port: part of calendar UIDs and Message-IDs.
    pub fn domain(&self) -> &str {
        let domain = self.links.domain();
        match domain.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => domain,
        }
    }

    /// The address mail comes from.
    pub fn mail_from(&self) -> String {
        self.config
            .mail
            .from
            .clone()
            .unwrap_or_else(|| format!("zeitgenosse@{}", self.domain()))
    }

    /// A session as it lies in a calendar of one of its hosts, in their words.
    pub fn session_object(&self, host: &Person, session: &Session) -> String {
        let t = Words::new(Arc::clone(&self.texts), host.language);
        let Ok(from) = sender(&self.mail_from()) else {
            return String::new();
        };
        let booking = &session.booking;
        let letter = Letter {
            news: News::of(booking.life.status),
            reader: Reader::CoHost(host),
            booking,
            host: &session.host,
            co_hosts: &session.co_hosts,
            coop: &Coop::default(),
            domain: self.domain(),
            manage_url: "",
            join_url: &self.links.door(&booking.id, Actor::Host),
            desk_url: &self.links.desk_booking(&booking.id),
            previous: None,
            was_invited: true,
            reads_replies: false,
            price: None,
            policy: None,
            now: booking.updated_at,
        };
        calendar_object(&letter, &t, &from)
    }

    /// Somebody who acts here, with a key: the first who asks waits until one is made.
    ///
    /// # Errors
    /// `NotFound` when there is nobody of that name.
    pub async fn actor(&self, whose: Whose) -> Result<LocalActor, ServiceError> {
        let wanted = whose.clone();
        let known = self.store.read(move |db| actors::find(db, &wanted)).await?;
        if let Some(actor) = known {
            return Ok(actor);
        }
        let (vault, wanted) = (Arc::clone(&self.vault), whose.clone());
        let key = actix_web::web::block(move || NewKey::generate(&wanted, &vault)).await;
        let key = key.unwrap_or(Err(KeyError))?;
        let now = self.clock.now();
        self.store
            .write(move |db| actors::create(db, &whose, key, now))
            .await
    }

    /// The answer kept under `key`, or the one that `make` makes now.
    ///
    /// # Errors
    /// What `make` says; a failure is not kept.
    pub async fn answer<E, F>(&self, key: String, make: F) -> Result<Bytes, E>
    where
        F: AsyncFnOnce(DateTime<Utc>) -> Result<Bytes, E>,
    {
        let now = self.clock.now();
        let generation = self.store.generation();
        if let Some(answer) = self.answers.0.get(&key)
            && answer.stands(generation, now)
        {
            return Ok(answer.body);
        }
        let body = make(now).await?;
        let answer = Answer {
            body: body.clone(),
            generation,
            fresh_until: now + self.freshness(),
            is_made_anew: Arc::default(),
        };
        self.answers.0.insert(key, answer);
        Ok(body)
    }

    /// Looks for the calendars of an account at a server elsewhere and adds it.
    ///
    /// # Errors
    /// As [`remote_calendars::may_add`]; within, what is wrong with the server or the login.
    pub async fn connect_calendars(
        &self,
        viewer: &Viewer,
        login: Login,
        server: &str,
    ) -> Result<Result<Account, RemoteError>, ServiceError> {
        let (host, asked) = (viewer.clone(), login.clone());
        self.store
            .read(move |db| remote_calendars::may_add(db, &host, &asked))
            .await?;
        let remote = Remote::new(&self.outgoing, &login);
        let found = tokio::time::timeout(DISCOVERY, remote.discover(server)).await;
        let found = match found.unwrap_or(Err(RemoteError::Busy)) {
            Ok(found) if found.calendars.is_empty() => return Ok(Err(RemoteError::NotCalDav)),
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let new = NewAccount {
            login,
            home: found.home.to_string(),
            calendars: found.calendars,
        };
        let (host, vault, now) = (viewer.clone(), Arc::clone(&self.vault), self.clock.now());
        let added = self
            .store
            .write(move |db| remote_calendars::add(db, &host, &vault, new, now));
        Ok(Ok(added.await?))
    }

    /// Waits a little until `is_over` says yes, so that the next page can tell what came of a job.
    /// It is asked after every change of the database.
    pub async fn wait_a_little<F>(&self, is_over: F)
    where
        F: AsyncFn() -> Result<bool, ServiceError>,
    {
        let mut generations = self.store.generations();
        let over = async {
            while !is_over().await.unwrap_or(true) && generations.changed().await.is_ok() {}
        };
        // Whoever waits longer sees that it goes on.
        let _ = tokio::time::timeout(PATIENCE, over).await;
    }

    fn freshness(&self) -> TimeDelta {
        let least = if self.store.is_embedded() {
            FRESH_EMBEDDED
        } else {
            FRESH
        };
        let spread = least.num_milliseconds() / 2;
        least + TimeDelta::milliseconds(rand::rng().random_range(0..spread))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_made_anew_by_one_while_others_still_get_it() {
        let answer = Answer {
            body: Bytes::new(),
            generation: 7,
            fresh_until: DateTime::UNIX_EPOCH,
            is_made_anew: Arc::default(),
        };
        let stands = |generation, ms| {
            answer.stands(
                generation,
                DateTime::UNIX_EPOCH + TimeDelta::milliseconds(ms),
            )
        };

        assert!(stands(7, -1), "it is fresh");
        assert!(!stands(8, -1), "something was written since");
        assert!(!stands(7, 0), "the first one makes it anew");
        assert!(stands(7, 0), "the second one gets it");
        assert!(!stands(7, 1000), "it is too old for anybody");
    }
}
