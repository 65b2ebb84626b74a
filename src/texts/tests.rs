use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Texts, Words, files};
use crate::kernel::people::Language;
use crate::kernel::span::Span;

/// Keys made of a prefix and a word of the data or the code.
const PREFIXES: &[&str] = &[
    "away-",
    "day-time-",
    "error-",
    "holiday-",
    "region-",
    "spoken-",
    "zone-",
    "skipped-",
    "sync-problem-",
    "reply-accepted",
    "reply-declined",
    "reply-tentative",
];

fn words(language: Language) -> Words {
    Words::new(Arc::new(Texts::load().unwrap()), language)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The keys of a language with the file they are in, `form.ftl book-with`: every line that begins
/// with a name and ` =`.
fn keys_in_files(language: Language) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (file, source) in files(language) {
        let file = file.split_once('/').unwrap().1.to_owned();
        keys.extend(
            source
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(" ="))
                .map(|(key, _)| format!("{file} {key}")),
        );
    }
    keys
}

fn keys() -> BTreeSet<String> {
    keys_in_files(Language::De)
        .iter()
        .map(|key| key.split_once(' ').unwrap().1.to_owned())
        .collect()
}

/// Everything that may name a key, without blanks so that line breaks do not matter.
fn sources() -> String {
    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if path
                .extension()
                .is_some_and(|e| e == "rs" || e == "html" || e == "txt")
            {
                // Comments show keys as examples.
                let text = fs::read_to_string(path).unwrap();
                into.extend(
                    text.lines()
                        .filter(|line| !line.trim_start().starts_with("//")),
                );
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    read(&root.join("src"), &mut text);
    read(&root.join("frontend/templates"), &mut text);
    text.retain(|c| !c.is_whitespace());
    text
}

/// The keys that are asked for by name: `t.get("…")`, `t.with("…"`, `t.one("…"`, `t.count("…"`.
fn asked(sources: &str) -> BTreeSet<&str> {
    ["get", "with", "one", "count"]
        .iter()
        .flat_map(|name| {
            let call = format!("t.{name}(\"");
            sources
                .match_indices(&call)
                .map(|(at, _)| (at, at + call.len()))
                .collect::<Vec<_>>()
        })
        .filter(|&(at, _)| {
            // `t` alone, not the end of another name.
            !sources[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
        })
        .filter_map(|(_, start)| sources[start..].split('"').next())
        .collect()
}

#[test]
fn both_languages_have_the_same_keys() {
    let (de, en) = (keys_in_files(Language::De), keys_in_files(Language::En));

    assert_eq!(
        de.difference(&en).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    assert_eq!(
        en.difference(&de).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let sources = sources();
    let keys = keys();

    let missing: Vec<_> = asked(&sources)
        .into_iter()
        .filter(|key| !keys.contains(*key))
        .collect();

    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_key_is_used() {
    let sources = sources();

    let unused: Vec<_> = keys()
        .into_iter()
        .filter(|key| !PREFIXES.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        .collect();

    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn no_text_holds_isolation_marks() {
    let text = words(Language::De).one("zone-words", "city", "Berlin");

    assert_eq!(text, "Zeit in Berlin");
}

#[test]
fn dates_are_said_as_people_say_them() {
    let day = date("2027-03-16");
    let (de, en) = (words(Language::De), words(Language::En));

    assert_eq!(de.date_long(day), "Dienstag, 16.\u{a0}März 2027");
    assert_eq!(en.date_long(day), "Tuesday 16\u{a0}March 2027");
    assert_eq!(de.day_short(day), "Di\u{a0}16.\u{a0}März");
    assert_eq!(en.day_short(day), "Tue\u{a0}16\u{a0}March");
    assert_eq!(de.week()[0], ("Mo".to_owned(), "Montag".to_owned()));
}

#[test]
fn times_are_said_in_the_zone_asked_for() {
    let span = Span::new(
        instant("2027-03-16T08:30:00Z"),
        instant("2027-03-16T09:20:00Z"),
    )
    .unwrap();
    let (de, en) = (words(Language::De), words(Language::En));

    assert_eq!(
        de.hours_words(span, Tz::Europe__Berlin),
        "9:30 bis 10:20\u{a0}Uhr"
    );
    assert_eq!(en.hours_words(span, Tz::Europe__London), "8:30 to 9:20");
    assert_eq!(
        de.zone_at(Tz::Europe__Vienna, span.start()),
        "Zeit in Wien (UTC+1)"
    );
    assert_eq!(
        en.zone_at(Tz::America__St_Johns, span.start()),
        "St Johns time (UTC\u{2212}2:30)"
    );
}

#[test]
fn an_hour_that_comes_twice_says_which_one_it_is() {
    let de = words(Language::De);

    let first = de.clock(instant("2027-10-31T00:30:00Z"), Tz::Europe__Berlin);
    let second = de.clock(instant("2027-10-31T01:30:00Z"), Tz::Europe__Berlin);

    assert_eq!(first, "2:30\u{a0}(UTC+2)");
    assert_eq!(second, "2:30\u{a0}(UTC+1)");
}

#[test]
fn near_days_are_called_today_and_tomorrow() {
    let de = words(Language::De);
    let now = instant("2027-03-09T13:20:00Z");
    let say = |at| de.moment(instant(at), now, Tz::Europe__Berlin);

    assert_eq!(say("2027-03-09T22:30:00Z"), "heute, 23:30\u{a0}Uhr");
    assert_eq!(say("2027-03-10T15:30:00Z"), "morgen, 16:30\u{a0}Uhr");
    assert_eq!(
        say("2027-03-16T08:30:00Z"),
        "Dienstag, 16.\u{a0}März, 9:30\u{a0}Uhr"
    );
}
