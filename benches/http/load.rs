//! Reading under load: wrk for the most a server does, a paced loop for how long one waits at half
//! of it.

use std::fmt::Write;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use chrono::{Datelike, Months, NaiveDate};
use zeitgenosse::kernel::clock::{Clock, SystemClock};

use super::client::Connection;
use super::servers::{Empty, Product};
use super::{Row, row};

/// How long wrk asks.
const SECONDS: u32 = 6;
/// Connections of the paced loop.
const PACED: u32 = 16;

/// The month's slots and the booking page, beside a handler that does nothing.
pub fn reading(product: &Product) -> Vec<Row> {
    let empty = Empty::start();
    let (first, last) = month();
    let paths = |path: &dyn Fn(usize) -> String| (0..product.hosts).map(path).collect::<Vec<_>>();
    let slots = paths(&|host| {
        format!(
            "/api/v1/hosts/host{host}/event-types/session/slots\
             ?from={first}&to={last}&zone=Europe/Berlin&duration=50"
        )
    });
    let pages = paths(&|host| format!("/@host{host}/session?month={}", first.format("%Y-%m")));
    wrk(&empty.address, &pages, 1);
    let most = wrk(&empty.address, &slots, SECONDS);
    let mut rows = vec![row(
        "empty actix handler, 32 connections",
        format!("{most:.0} requests/s"),
        "",
    )];
    for (what, paths, share) in [
        ("month's slots as JSON", slots, 25.0),
        ("booking page", pages, 15.0),
    ] {
        if let Err(reason) = try_one(product, &paths[0]) {
            rows.push(row(what, reason, ""));
            continue;
        }
        wrk(&product.address, &paths, 1);
        let rate = wrk(&product.address, &paths, SECONDS);
        rows.push(row(
            what,
            format!("{rate:.0} requests/s, {:.0} %", rate / most * 100.0),
            &format!("≥ {share:.0} %"),
        ));
        let half = rate / 2.0;
        let waits = paced(&product.address, &paths, half);
        let percentile = |percent: usize| {
            let place = (waits.len() * percent / 100).min(waits.len().saturating_sub(1));
            waits
                .get(place)
                .map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
        };
        rows.push(row(
            format!("{what}, at {half:.0} requests/s"),
            format!("p50 {:.1} ms, p99 {:.1} ms", percentile(50), percentile(99)),
            "p99 < 10 ms",
        ));
    }
    rows
}

/// The first and last day of the next month, when most times are still free.
fn month() -> (NaiveDate, NaiveDate) {
    let today = SystemClock.now().date_naive();
    let first = today.with_day(1).unwrap() + Months::new(1);
    (first, (first + Months::new(1)).pred_opt().unwrap())
}

fn try_one(product: &Product, path: &str) -> Result<(), String> {
    let answer = Connection::open(&product.address)
        .and_then(|mut connection| connection.get(path, &[]))
        .map_err(|error| error.to_string())?;
    match answer.status {
        200 => Ok(()),
        status => Err(format!("not served: {status}")),
    }
}

/// The most requests per second that the paths in rotation get answers to.
fn wrk(address: &str, paths: &[String], seconds: u32) -> f64 {
    let mut script = "local paths = {\n".to_owned();
    for path in paths {
        writeln!(script, "  \"{path}\",").unwrap();
    }
    script.push_str(
        "}\nlocal requests, place = {}, 0\n\
         init = function() for i, p in ipairs(paths) do requests[i] = wrk.format('GET', p) end end\n\
         request = function() place = place % #requests + 1; return requests[place] end\n\
         done = function(s) local e = s.errors; io.write(string.format('RESULT %d %d %d\\n', \
         s.requests, s.duration, e.status + e.connect + e.read + e.timeout)) end\n",
    );
    let file = tempfile::NamedTempFile::with_suffix(".lua").unwrap();
    std::fs::write(file.path(), script).unwrap();
    let output = Command::new("wrk")
        .args(["-t2", "-c32", &format!("-d{seconds}s"), "-s"])
        .arg(file.path())
        .arg(format!("http://{address}"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let result = text
        .lines()
        .find_map(|line| line.strip_prefix("RESULT "))
        .unwrap();
    let numbers: Vec<f64> = result
        .split(' ')
        .map(|number| number.parse().unwrap())
        .collect();
    assert!(numbers[2] == 0.0, "{} requests failed", numbers[2]);
    numbers[0] / (numbers[1] / 1_000_000.0)
}

/// How long each answer took at a steady rate, in order of length. The time counts from when the
/// request was due, also when the one before it was late.
fn paced(address: &str, paths: &[String], rate: f64) -> Vec<Duration> {
    let (send, waits) = channel();
    let interval = Duration::from_secs_f64(f64::from(PACED) / rate);
    let begin = Instant::now() + Duration::from_millis(50);
    std::thread::scope(|scope| {
        for number in 0..PACED {
            let send = send.clone();
            scope.spawn(move || {
                let mut connection = Connection::open(address).unwrap();
                let mut due = begin + interval * number / PACED;
                let mut place = number as usize;
                let mut own = Vec::new();
                while due < begin + Duration::from_secs(u64::from(SECONDS)) {
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    connection.get(&paths[place % paths.len()], &[]).unwrap();
                    own.push(due.elapsed());
                    due += interval;
                    place += 1;
                }
                send.send(own).unwrap();
            });
        }
    });
    drop(send);
    let mut waits: Vec<Duration> = waits.iter().flatten().collect();
    waits.sort_unstable();
    waits
}
