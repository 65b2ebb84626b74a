//! Reading under load, asked by wrk: the most a server does, and how long one waits at half of it.

use std::fmt::Write;
use std::process::Command;

use chrono::{Datelike, Months, NaiveDate};
use zeitgenosse::kernel::clock::{Clock, SystemClock};

use super::client::Connection;
use super::servers::{Empty, Product};
use super::{Row, row};

/// How long wrk asks.
pub const SECONDS: u32 = 6;
/// Connections that ask without a pause.
const GREEDY: u32 = 32;
/// Connections that pause between their requests, so many that a pause is some milliseconds.
const PACED: u32 = 64;

/// What wrk saw.
pub struct Load {
    /// Requests per second.
    pub rate: f64,
    /// How long half of the answers took at the most, and 99 of 100, in milliseconds.
    p50: f64,
    p99: f64,
}

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
    wrk(&empty.address, &pages, (1, None), &[]);
    let most = wrk(&empty.address, &slots, (SECONDS, None), &[]).rate;
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
        wrk(&product.address, &paths, (1, None), &[]);
        let rate = wrk(&product.address, &paths, (SECONDS, None), &[]).rate;
        rows.push(row(
            what,
            format!("{rate:.0} requests/s, {:.0} %", rate / most * 100.0),
            &format!("≥ {share:.0} %"),
        ));
        let half = wrk(&product.address, &paths, (SECONDS, Some(rate / 2.0)), &[]);
        rows.push(row(
            format!("{what}, at {:.0} requests/s", half.rate),
            format!("p50 {:.1} ms, p99 {:.1} ms", half.p50, half.p99),
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

/// Asks for the paths in rotation: as often as answers come, or about `pace` times a second.
/// Every answer below 400 counts.
pub fn wrk(
    address: &str,
    paths: &[String],
    (seconds, pace): (u32, Option<f64>),
    fields: &[(&str, &str)],
) -> Load {
    let mut script = "local paths = {\n".to_owned();
    for path in paths {
        writeln!(script, "  \"{path}\",").unwrap();
    }
    script.push_str("}\n");
    for (name, value) in fields {
        writeln!(script, "wrk.headers[{name:?}] = {value:?}").unwrap();
    }
    script.push_str(
        "local requests, place = {}, 0\n\
         init = function() for i, p in ipairs(paths) do requests[i] = wrk.format('GET', p) end end\n\
         request = function() place = place % #requests + 1; return requests[place] end\n\
         done = function(s, l) local e = s.errors; io.write(string.format(\n\
         'RESULT %d %d %d %d %d\\n', e.status + e.connect + e.read + e.timeout,\n\
         s.requests, s.duration, l:percentile(50), l:percentile(99))) end\n",
    );
    if let Some(pace) = pace {
        // Whole milliseconds that are right on average; timer and answer take about one more.
        let pause = (f64::from(PACED) / pace * 1_000.0 - 1.0).max(0.0);
        writeln!(
            script,
            "delay = function() return math.floor({pause} + math.random()) end"
        )
        .unwrap();
    }
    let file = tempfile::NamedTempFile::with_suffix(".lua").unwrap();
    std::fs::write(file.path(), script).unwrap();
    let connections = if pace.is_some() { PACED } else { GREEDY };
    let output = Command::new("wrk")
        .args([
            "-t2",
            &format!("-c{connections}"),
            &format!("-d{seconds}s"),
            "-s",
        ])
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
    assert!(numbers[0] == 0.0, "{} requests failed", numbers[0]);
    Load {
        rate: numbers[1] / (numbers[2] / 1_000_000.0),
        p50: numbers[3] / 1_000.0,
        p99: numbers[4] / 1_000.0,
    }
}
