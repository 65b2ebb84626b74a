//! Booking: 32 clients, each time another slot, beside what the disk can take.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use zeitgenosse::kernel::clock::{Clock, SystemClock};

use super::client::Connection;
use super::data::Data;
use super::servers::Product;
use super::{Row, row};

/// Clients at once.
pub const CLIENTS: usize = 32;
/// How long they book.
const LASTS: Duration = Duration::from_secs(6);
/// So many of them on one day of a host, from 16:00 UTC on, after the bookings that are there.
const A_DAY: usize = 8;

/// Bookings per second, beside `commits` per second of single rows on the same disk.
pub fn measure(database: &str, data: &Data, commits: &f64) -> Vec<Row> {
    let mut rows = vec![row(
        format!("single-row commits one after the other, {database}"),
        format!("{commits:.0} commits/s"),
        "",
    )];
    let what = format!("bookings by 32 clients, {database}");
    let product = Product::start(data);
    rows.push(match book(&product) {
        Ok(rate) => row(
            what,
            format!("{rate:.0} bookings/s, {:.0} %", rate / commits * 100.0),
            "≥ 50 %",
        ),
        Err(reason) => row(what, reason, "≥ 50 %"),
    });
    rows
}

fn book(product: &Product) -> Result<f64, String> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tomorrow = (SystemClock.now() + TimeDelta::days(2)).date_naive();
    let midnight = tomorrow.and_time(chrono::NaiveTime::MIN).and_utc();
    let begun = Instant::now();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(&product.address).unwrap();
                    while begun.elapsed() < LASTS {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        one(&mut connection, product.hosts, number, midnight)?;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        clients
            .into_iter()
            .filter_map(|client| client.join().unwrap().err())
            .collect()
    });
    match failures.into_iter().next() {
        Some(reason) => Err(reason),
        None => Ok(done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()),
    }
}

/// Books the slot of this number; each number is another slot, neighbours are of other hosts.
fn one(
    connection: &mut Connection,
    hosts: usize,
    number: usize,
    midnight: DateTime<Utc>,
) -> Result<(), String> {
    let (host, place) = (number % hosts, number / hosts);
    let minutes = 16 * 60 + 15 * (place % A_DAY) + 24 * 60 * (place / A_DAY);
    let start = midnight + TimeDelta::minutes(i64::try_from(minutes).unwrap());
    let body = serde_json::json!({
        "start": start.to_rfc3339(),
        "duration": 15,
        "name": "Thea Behrend",
        "email": "thea@post.example",
        "zone": "Europe/Berlin",
        "language": "de",
    });
    let path = format!("/api/v1/hosts/host{host}/event-types/quarter/bookings");
    let answer = connection
        .post_json(&path, &body.to_string())
        .map_err(|error| error.to_string())?;
    match answer.status {
        201 => Ok(()),
        status => Err(format!(
            "{status}: {}",
            String::from_utf8_lossy(&answer.body)
                .chars()
                .take(120)
                .collect::<String>()
        )),
    }
}
