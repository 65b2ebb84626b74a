//! Reading and expanding a calendar, beside libical and the packages of Python in the same run.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use zeitgenosse::ical::busy::{Owner, Search, find};
use zeitgenosse::kernel::span::Span;

use super::{Row, row};

/// How many events there are, and how many of them are series.
const EVENTS: i64 = 10_000;
const SERIES: i64 = 1_000;
const DAYS: i64 = 60;

/// Three rows: ours, and how the others compare.
pub fn measure(folder: &Path) -> Vec<Row> {
    let begin: DateTime<Utc> = "2026-03-01T00:00:00Z".parse().unwrap();
    let end = begin + TimeDelta::days(DAYS);
    let text = calendar(begin);
    let file = folder.join("calendar.ics");
    std::fs::write(&file, &text).unwrap();
    let search = Search {
        owner: Owner {
            zone: chrono_tz::Europe::Berlin,
            addresses: Vec::new(),
        },
        window: Span::new(begin, end).unwrap(),
        own_suffix: String::new(),
        with_free: true,
    };
    let rounds = (0..5).map(|_| {
        let begun = Instant::now();
        let found = find(text.as_bytes(), &search).unwrap();
        (begun.elapsed().as_secs_f64(), found.times.len())
    });
    let (ours, count) = rounds.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    let mut rows = vec![row(
        "reading 10,000 events, 1,000 of them series, expanded over 60 days",
        format!("{:.0} ms, {count} instances", ours * 1_000.0),
        "",
    )];
    let range = [begin, end].map(|at| at.format("%Y%m%dT%H%M%SZ").to_string());
    let others = [
        ("libical", libical(folder), "≥ 0.5 times ours"),
        (
            "icalendar and recurring-ical-events",
            python(),
            "≥ 30 times ours",
        ),
    ];
    for (name, command, target) in others {
        let measured = match command.map(|mut it| it.arg(&file).args(&range).output().unwrap()) {
            Some(output) if output.status.success() => {
                let said = String::from_utf8(output.stdout).unwrap();
                let mut words = said.split_whitespace();
                let seconds: f64 = words.next().unwrap().parse().unwrap();
                let count = words.next().unwrap();
                format!(
                    "{:.0} ms, {count} instances: {:.1} times ours",
                    seconds * 1_000.0,
                    seconds / ours
                )
            }
            Some(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            None => "not installed".to_owned(),
        };
        rows.push(row(format!("the same by {name}"), measured, target));
    }
    rows
}

/// Single events through ten years, and series that have long begun.
fn calendar(begin: DateTime<Utc>) -> String {
    let rules = [
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101T000000Z",
    ];
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n".to_owned();
    for number in 0..EVENTS {
        let is_series = number < SERIES;
        let start = match is_series {
            true => begin - TimeDelta::days(400) + TimeDelta::hours(number % 240),
            false => begin + TimeDelta::hours(9 * (number - EVENTS / 2)),
        };
        let end = start + TimeDelta::minutes(50);
        let [start, end] = [start, end].map(|at| at.format("%Y%m%dT%H%M%SZ").to_string());
        write!(
            text,
            "BEGIN:VEVENT\r\nUID:{number}@bench.example\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:Appointment {number}\r\n\
             DESCRIPTION:A line that says what this one is about\\, and why.\r\n\
             LOCATION:Am Zollhafen 3\\, Hamburg\r\n"
        )
        .unwrap();
        if is_series {
            let rule = rules[usize::try_from(number).unwrap() % rules.len()];
            write!(text, "RRULE:{rule}\r\n").unwrap();
        }
        text.push_str("END:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// The program that asks libical, compiled here.
fn libical(folder: &Path) -> Option<Command> {
    let program = folder.join("expand_libical");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/expand_libical.c");
    let compiled = Command::new("cc")
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(source)
        .arg("-lical")
        .status();
    compiled
        .is_ok_and(|status| status.success())
        .then(|| Command::new(program))
}

fn python() -> Option<Command> {
    let python = peers().join("venv/bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/expand_python.py");
    python.exists().then(|| {
        let mut command = Command::new(python);
        command.arg(script);
        command
    })
}

/// Where programs of others are installed.
pub fn peers() -> PathBuf {
    match std::env::var_os("PEERS_DIR") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers"),
    }
}
