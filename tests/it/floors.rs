//! The plan of the house: a room uses the rooms below it, never one above or beside it.

use std::path::{Path, PathBuf};

/// The rooms of `src/`, the lowest floor first.
const FLOORS: &[&[&str]] = &[
    &["kernel", "config"],
    &[
        "store",
        "ical",
        "rooms",
        "texts",
        "outgoing",
        "signature",
        "webdav",
    ],
    &["remote"],
    &["service", "mail"],
    &["secret", "state"],
    &["http", "fediverse"],
    &["web", "api", "feeds", "caldav", "activitypub"],
    &["jobs"],
    &["server"],
    &["cli"],
];

/// Adapters translate; what they want from the database they ask of `service`.
const STRANGERS: &[(&str, &str)] = &[
    ("web", "store"),
    ("api", "store"),
    ("feeds", "store"),
    ("activitypub", "store"),
    ("kernel", "config"),
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// Every Rust file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The names that follow `crate::` in `code`, also those in braces.
fn names_used(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .flat_map(|(at, prefix)| {
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(group) => first_names(group),
                None => vec![identifier(rest)],
            }
        })
        .collect()
}

/// The first name of each path in a group: `a, b` of `a::{x, y}, b as c}`.
fn first_names(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut names = vec![identifier(group.trim_start())];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// What is wrong with `room` using `used`, if anything.
fn offence(room: &str, used: &str) -> Option<String> {
    let wrong = match (floor(room), floor(used)) {
        _ if room == used => false,
        (Some(own), Some(other)) => other >= own || STRANGERS.contains(&(room, used)),
        // A name that is no room is an item of the crate's root, which holds none.
        _ => true,
    };
    wrong.then(|| format!("{room} uses {used}"))
}

#[test]
fn no_room_uses_one_above_or_beside_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = root.join("src");
    let mut offences = Vec::new();

    for file in files(&source) {
        let inside = file.strip_prefix(&source).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if matches!(room, "lib" | "main") {
            continue;
        }
        let code = std::fs::read_to_string(&file).unwrap();
        for used in names_used(&code) {
            let offence = offence(room, used);
            offences.extend(offence.map(|what| format!("src/{}: {what}", inside.display())));
        }
    }

    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn names_are_found_in_every_form_of_a_path() {
    let code = "use crate::a::B;\nuse crate::{c, d::{E, f}, g as h};\nfn x(y: crate::i) {}";

    let names = names_used(code);

    assert_eq!(names, ["a", "c", "d", "g", "i"]);
}

#[test]
fn a_room_that_looks_up_is_told_apart() {
    let said = offence("store", "service");

    assert_eq!(said.as_deref(), Some("store uses service"));
    assert_eq!(offence("service", "store"), None);
}
