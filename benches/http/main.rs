//! The product as it is used over the network: how much, how fast, how heavy, beside what the
//! same machine does without it in the same run.
//!
//! `cargo bench --bench http`, and behind `--` a part of it: `reading`, `teams`,
//! `calendars`, `memory`, `booking`.
//! `benches/run.sh` says what else is measured.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on ends with the reason"
)]

mod bookings;
mod client;
mod commits;
mod data;
mod dav;
mod feed;
mod load;
mod reading;
mod servers;
mod size;
mod teams;

use data::Amount;
use servers::{Product, empty};

/// One figure: what, how much, and what it should be.
pub struct Row {
    what: String,
    measured: String,
    target: String,
}

/// A row of the table; an empty `target` is a figure for comparison.
pub fn row(what: impl Into<String>, measured: String, target: &str) -> Row {
    Row {
        what: what.into(),
        measured,
        target: target.to_owned(),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments
        .iter()
        .any(|argument| argument == "--empty-server")
    {
        empty::serve();
        return;
    }
    let only = arguments.iter().skip(1).find(|a| !a.starts_with("--"));
    let is_wanted = |part: &str| only.is_none_or(|only| only == part);
    let folder = tempfile::tempdir().unwrap();
    let mut rows = Vec::new();
    let fill_large = || {
        eprintln!("filling: 50 hosts, 100,000 bookings");
        let amount = Amount {
            hosts: 50,
            bookings: 2_000,
            busy: 0,
        };
        data::fill(&folder.path().join("large"), None, amount)
    };
    let large = (is_wanted("reading") || is_wanted("booking")).then(fill_large);
    if let Some(large) = &large
        && is_wanted("reading")
    {
        eprintln!("measuring: cold start, weight, reading");
        rows.extend(size::cold_start(large));
        let product = Product::start(large);
        rows.extend(size::page_weight(&product));
        rows.extend(load::reading(&product));
    }
    if is_wanted("teams") {
        eprintln!("measuring: teams");
        let data = teams::fill(&folder.path().join("teams"));
        rows.extend(teams::measure(&Product::start(&data)));
    }
    if is_wanted("calendars") {
        eprintln!("measuring: calendars");
        rows.extend(reading::measure(folder.path()));
        rows.extend(feed::measure(&folder.path().join("feed")));
        rows.extend(dav::measure(folder.path()));
    }
    if is_wanted("memory") {
        eprintln!("measuring: memory");
        let many = data::fill(
            &folder.path().join("many"),
            None,
            Amount {
                hosts: 200,
                bookings: 10,
                busy: 100,
            },
        );
        rows.extend(size::memory(&many));
    }
    if let Some(large) = &large
        && is_wanted("booking")
    {
        eprintln!("measuring: booking on SQLite");
        rows.extend(bookings::measure(
            "SQLite",
            large,
            &commits::sqlite(folder.path()),
        ));
    }
    if let Ok(url) = std::env::var("TEST_DATABASE_URL")
        && is_wanted("booking")
    {
        eprintln!("measuring: booking on PostgreSQL");
        let amount = Amount {
            hosts: 50,
            bookings: 20,
            busy: 0,
        };
        let served = data::fill(&folder.path().join("postgres"), Some(&url), amount);
        rows.push(row(
            "single-row commits by 32 connections, PostgreSQL",
            format!(
                "{:.0} commits/s",
                commits::postgres(&url, bookings::CLIENTS)
            ),
            "",
        ));
        rows.extend(bookings::measure(
            "PostgreSQL",
            &served,
            &commits::postgres(&url, 1),
        ));
    }
    rows.push(size::binary());
    print(&rows);
}

fn print(rows: &[Row]) {
    println!("| what | measured | target |\n| --- | --- | --- |");
    for row in rows {
        println!("| {} | {} | {} |", row.what, row.measured, row.target);
    }
}
