//! Texts with placeholders: `{name}` stands for a value, `{{` and `}}` for the braces themselves.

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// The client's name.
    Name,
    /// The host's name.
    Host,
    /// What was booked.
    Title,
    /// The time in the reader's zone.
    When,
    /// That zone in words.
    Zone,
    /// The reader's door to the room.
    Door,
    /// Where the session takes place, or who calls whom.
    Place,
    /// Where the session is moved or called off.
    Manage,
    /// Where another time can be chosen.
    Again,
    /// The co-operative's name.
    Coop,
    /// How many sessions a package has left.
    Left,
}

use Placeholder::{Again, Coop, Door, Host, Left, Manage, Name, Place, Title, When, Zone};

impl Placeholder {
    /// Every placeholder, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Name, Host, Title, When, Zone, Place, Door, Manage, Again, Coop, Left,
    ];

    /// Its name, without braces.
    pub fn name(self) -> &'static str {
        match self {
            Name => "name",
            Host => "host",
            Title => "title",
            When => "when",
            Zone => "zone",
            Door => "door",
            Place => "place",
            Manage => "manage",
            Again => "again",
            Coop => "coop",
            Left => "left",
        }
    }

    /// How it is written in a text: `{name}`.
    pub fn written(self) -> String {
        format!("{{{}}}", self.name())
    }

    fn find(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|known| known.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, to be printed as they are.
    Words(&'a str),
    /// Stands for a value.
    Value(Placeholder),
    /// Looks like a placeholder and is none; as it is written, with its braces.
    Unknown(&'a str),
}

/// The parts of a text, in order. A brace that is never closed is unknown up to the line's end.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, length) = first(rest);
        pieces.push(piece);
        rest = &rest[length..];
    }
    pieces
}

/// The first part of a text that is not empty, and how many bytes of the text it is made of.
fn first(text: &str) -> (Piece<'_>, usize) {
    if text.starts_with("{{") || text.starts_with("}}") {
        return (Piece::Words(&text[..1]), 2);
    }
    if !text.starts_with('{') {
        // A brace that closes nothing is a word like any other.
        let skipped = usize::from(text.starts_with('}'));
        let end = text[skipped..]
            .find(['{', '}'])
            .map_or(text.len(), |at| at + skipped);
        return (Piece::Words(&text[..end]), end);
    }
    let end = text[1..].find(['{', '}', '\n']).map(|at| at + 1);
    match end {
        Some(end) if text[end..].starts_with('}') => {
            let piece = match Placeholder::find(&text[1..end]) {
                Some(known) => Piece::Value(known),
                None => Piece::Unknown(&text[..=end]),
            };
            (piece, end + 1)
        }
        end => {
            let end = end.unwrap_or(text.len());
            (Piece::Unknown(&text[..end]), end)
        }
    }
}

/// The text with its values. What is unknown is printed as it is written: a text that was fine
/// when it was saved must not keep a mail from leaving.
pub fn fill(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) | Piece::Unknown(words) => words.to_owned(),
            Piece::Value(placeholder) => value(placeholder),
        })
        .collect()
}

/// Whether everything in the text that looks like a placeholder is one.
pub fn are_known(text: &str) -> bool {
    !pieces(text)
        .iter()
        .any(|piece| matches!(piece, Piece::Unknown(_)))
}

/// The placeholder that a line consists of, if it consists of nothing else.
pub fn alone(line: &str) -> Option<Placeholder> {
    match pieces(line.trim()).as_slice() {
        [Piece::Value(placeholder)] => Some(*placeholder),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let filled = fill(text, |placeholder| placeholder.name().to_uppercase());

        assert_eq!(filled, expected);
    }

    #[test]
    fn placeholders_become_values() {
        check("Hello {name}, {when}.", "Hello NAME, WHEN.");
        check("{name}{host}", "NAMEHOST");
        check("{ Name }", "NAME");
    }

    #[test]
    fn doubled_braces_are_braces() {
        check("{{name}}", "{name}");
        check("{{{name}}}", "{NAME}");
        check("}} {{", "} {");
    }

    #[test]
    fn what_is_unknown_is_printed_as_it_is_written() {
        check("{nmae} {name}", "{nmae} NAME");
        check("{", "{");
        check("{na{name}", "{naNAME");
        check("{name\n}", "{name\n}");
        check("a } b", "a } b");
        check("{}", "{}");
    }

    #[test]
    fn unknown_ones_are_found() {
        assert!(are_known("{name} {{x}} :-}"));
        for text in ["{nmae}", "{}", "{name", "{first name}", "{na{name}"] {
            assert!(!are_known(text), "{text}");
        }
    }

    #[test]
    fn a_line_may_be_one_placeholder() {
        assert_eq!(alone("  {when} "), Some(Placeholder::When));
        assert_eq!(alone("{when}."), None);
        assert_eq!(alone(""), None);
    }

    proptest! {
        #[test]
        fn a_text_with_doubled_braces_comes_out_as_it_was(text in "[{}a-zü ]{0,40}") {
            let doubled = text.replace('{', "{{").replace('}', "}}");

            prop_assert!(are_known(&doubled));
            prop_assert_eq!(fill(&doubled, |_| String::new()), text);
        }
    }
}
