//! A power cut while clients book: what was promised is kept, once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::support::client::{Client, starts};
use crate::support::rig::Rig;
use crate::support::server::Server;

const CLIENTS: usize = 8;
/// How many promises the server makes before it is killed, and how often that happens.
const PROMISES: usize = 20;
const CUTS: usize = 3;
/// How many times a client may ask for in one life.
const TIMES_EACH: usize = 12;
/// Each life of the server begins later than the leases of the one before end.
const LIVES: [&str; CUTS + 1] = [
    "2026-01-08T08:00:00Z",
    "2026-01-08T08:10:00Z",
    "2026-01-08T08:20:00Z",
    "2026-01-08T08:30:00Z",
];

/// A time somebody asked for: under which key, and the token of the link if it was promised.
struct Asked {
    client: usize,
    start: DateTime<Utc>,
    key: String,
    token: Option<String>,
}

impl Asked {
    /// Asks; a repeated question has the same key.
    fn ask(&mut self, server: &str) -> bool {
        let client = Client::new(self.client);
        let Some(answer) = client.book(server, self.start, Some(&self.key)) else {
            return false;
        };
        assert_eq!(answer.status, 201, "{}", answer.body);
        let link = answer.body["manage_url"].as_str().unwrap();
        let token = link.rsplit_once('/').unwrap().1.to_owned();
        let promised = self.token.get_or_insert_with(|| token.clone());
        assert_eq!(*promised, token, "booked twice");
        true
    }
}

/// Clients book one time after the other until the server is killed.
fn book_until_killed(server: Server, times: &mut impl Iterator<Item = Asked>) -> Vec<Asked> {
    let promised = AtomicUsize::new(0);
    let mut wishes: Vec<Vec<Asked>> = (0..CLIENTS)
        .map(|_| times.by_ref().take(TIMES_EACH).collect())
        .collect();
    let url = server.url.clone();
    thread::scope(|scope| {
        for wishes in &mut wishes {
            let (promised, url) = (&promised, &url);
            scope.spawn(move || {
                let mut asked = 0;
                for wish in wishes.iter_mut() {
                    asked += 1;
                    if !wish.ask(url) {
                        break;
                    }
                    promised.fetch_add(1, Ordering::Relaxed);
                }
                wishes.truncate(asked);
            });
        }
        while promised.load(Ordering::Relaxed) < PROMISES {
            thread::yield_now();
        }
        server.kill();
    });
    wishes.into_iter().flatten().collect()
}

/// Waits until `count` mails have been written, and a little for one too many.
fn wait_for_mails(rig: &Rig, count: usize) {
    let begin = Instant::now();
    while rig.mails().len() < count {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "{} of {count} mails",
            rig.mails().len()
        );
        thread::sleep(Duration::from_millis(50));
    }
    thread::sleep(Duration::from_millis(500));
}

#[actix_web::test]
async fn what_was_promised_before_a_power_cut_is_there_once_with_its_mails() {
    let rig = Rig::new();
    rig.host("mira").await;
    let mut all = Vec::new();
    for (cut, life) in LIVES.iter().take(CUTS).enumerate() {
        let server = Server::start(&rig.database, life);
        // Each life has its own times, so that what a client asks for is free.
        let mut times = starts(CUTS * 100)
            .into_iter()
            .skip(cut * 100)
            .take(100)
            .enumerate()
            .map(|(number, start)| Asked {
                client: number,
                start,
                key: format!("{cut}-{number}"),
                token: None,
            });
        let asked = book_until_killed(server, &mut times);
        assert!(asked.iter().filter(|one| one.token.is_some()).count() >= PROMISES);
        all.extend(asked);
    }

    let server = Server::start(&rig.database, LIVES[CUTS]);

    let client = Client::new(0);
    for asked in all.iter().filter(|asked| asked.token.is_some()) {
        let token = asked.token.as_deref().unwrap();
        let page = client.get(&format!("{}/b/{token}", server.url));
        assert_eq!(page, Some(200), "a booking is lost");
        let again = Client::new(99)
            .book(&server.url, asked.start, None)
            .unwrap();
        assert_eq!(again.status, 409, "a booked time is free");
    }
    // Whoever got no answer asks again: it is booked now if it was not before.
    for asked in all.iter_mut().filter(|asked| asked.token.is_none()) {
        assert!(asked.ask(&server.url), "no answer");
    }
    wait_for_mails(&rig, 2 * all.len());
    let mails = rig.mails();
    let ids: BTreeSet<_> = mails
        .iter()
        .map(|(_, text)| text.lines().find(|line| line.starts_with("Message-ID:")))
        .collect();
    assert_eq!(mails.len(), 2 * all.len());
    assert_eq!(ids.len(), mails.len());
    assert!(server.stop(), "it ends well when asked to");
}
