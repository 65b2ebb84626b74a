//! Many clients at once: real connections, and on PostgreSQL several processes.

use std::sync::Barrier;
use std::thread;

use chrono::{DateTime, Utc};

use crate::support::client::{Answer, Client, starts};
use crate::support::rig::Rig;
use crate::support::server::Server;

/// How many clients ask at once.
const CLIENTS: usize = 64;
const NOW: &str = "2026-01-08T08:00:00Z";

/// The processes that share a database: the embedded one belongs to a single process.
fn processes(rig: &Rig) -> Vec<Server> {
    let count = if rig.state.store.is_embedded() { 1 } else { 4 };
    (0..count)
        .map(|_| Server::start(&rig.database, NOW))
        .collect()
}

/// Lets every client ask at the same moment, spread over the processes.
fn all_at_once(
    servers: &[Server],
    wish: impl Fn(usize) -> (DateTime<Utc>, Option<&'static str>) + Sync,
) -> Vec<Answer> {
    let barrier = Barrier::new(CLIENTS);
    let urls: Vec<&str> = servers.iter().map(|server| server.url.as_str()).collect();
    thread::scope(|scope| {
        let asked: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (barrier, wish) = (&barrier, &wish);
                let server = urls[number % urls.len()];
                scope.spawn(move || {
                    let (start, key) = wish(number);
                    // Who repeats a request is the same client.
                    let client = Client::new(if key.is_some() { 0 } else { number });
                    assert_eq!(client.get(&format!("{server}/healthz")), Some(200));
                    barrier.wait();
                    client.book(server, start, key).expect("no answer")
                })
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|one| one.status == status).count()
}

#[actix_web::test]
async fn of_64_clients_who_want_the_same_time_exactly_one_gets_it() {
    let rig = Rig::new();
    rig.host("mira").await;
    let servers = processes(&rig);

    let answers = all_at_once(&servers, |_| (starts(1)[0], None));

    assert_eq!(count(&answers, 201), 1);
    assert_eq!(count(&answers, 409), CLIENTS - 1);
}

#[actix_web::test]
async fn sessions_that_are_booked_at_once_never_overlap() {
    let rig = Rig::new();
    rig.host("mira").await;
    let servers = processes(&rig);
    let first = starts(1)[0];
    let half_hour = chrono::TimeDelta::minutes(30);

    // Sessions of 50 minutes, asked for every 30.
    let answers = all_at_once(&servers, |number| {
        (first + half_hour * (number % 8) as i32, None)
    });

    let mut booked: Vec<(DateTime<Utc>, DateTime<Utc>)> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| {
            let instant = |name: &str| answer.body[name].as_str().unwrap().parse().unwrap();
            (instant("start"), instant("end"))
        })
        .collect();
    booked.sort();
    assert!(booked.windows(2).all(|two| two[0].1 <= two[1].0));
    assert!((3..=4).contains(&booked.len()), "{booked:?}");
    assert_eq!(booked.len() + count(&answers, 409), CLIENTS);
}

#[actix_web::test]
async fn a_request_that_is_repeated_at_once_books_once() {
    let rig = Rig::new();
    rig.host("mira").await;
    let servers = processes(&rig);

    let answers = all_at_once(&servers, |_| (starts(1)[0], Some("the-same-key")));

    let links: std::collections::BTreeSet<_> = answers
        .iter()
        .map(|answer| {
            let link = answer.body["manage_url"].as_str();
            // Each process names itself in its links.
            let token = link.and_then(|link| link.rsplit_once('/'));
            (answer.status, token.map(|(_, token)| token.to_owned()))
        })
        .collect();
    assert_eq!(links.len(), 1, "{links:?}");
    assert_eq!(count(&answers, 201), CLIENTS);
}
