//! A calendar cut into its components, before anything in them is understood.

use std::borrow::Cow;

use super::{MOST_COMPONENTS, MOST_OCTETS, NotACalendar, SkippedList, Why};

/// The most octets of one component.
const MOST_OF_PIECE: usize = 1 << 20;
/// How deep components may be nested below one.
const MOST_DEPTH: usize = 4;

/// A component below VCALENDAR, with its own BEGIN and END.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line of its BEGIN, from 1.
    pub(super) line: u32,
    /// `VEVENT`.
    pub(super) name: String,
    pub(super) text: String,
}

/// One that is being read.
struct Open {
    piece: Piece,
    /// The names of what is open, this component first.
    path: Vec<String>,
    is_too_large: bool,
}

/// The components of a calendar in the order they come. Line ends may be CRLF, LF or CR.
pub(super) fn pieces(text: &[u8], skipped: &mut SkippedList) -> Result<Vec<Piece>, NotACalendar> {
    if text.len() > MOST_OCTETS {
        return Err(NotACalendar::TooLarge);
    }
    let mut cutter = Cutter {
        pieces: Vec::new(),
        open: None,
        is_calendar: false,
        skipped,
    };
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut number = 0;
    for line in lines(text) {
        number += 1;
        if !cutter.line(line, number) {
            break;
        }
    }
    cutter.abandon();
    if cutter.is_calendar {
        return Ok(cutter.pieces);
    }
    let start: Vec<u8> = text
        .iter()
        .take(2_000)
        .map(u8::to_ascii_lowercase)
        .collect();
    let is_html = [&b"<html"[..], b"<!doctype html", b"<head", b"<body"]
        .iter()
        .any(|tag| start.windows(tag.len()).any(|window| window == *tag));
    Err(if is_html {
        NotACalendar::Html
    } else {
        NotACalendar::Other
    })
}

/// The lines of a text without their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let has_line_feeds = text.contains(&b'\n');
    text.split(move |&octet| octet == if has_line_feeds { b'\n' } else { b'\r' })
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

struct Cutter<'a> {
    pieces: Vec<Piece>,
    open: Option<Open>,
    is_calendar: bool,
    skipped: &'a mut SkippedList,
}

impl Cutter<'_> {
    /// Takes the next line; false when no more are wanted.
    fn line(&mut self, line: &[u8], number: u32) -> bool {
        let line = match std::str::from_utf8(line) {
            Ok(line) => Cow::Borrowed(line),
            Err(_) => {
                self.skipped.push(number, Why::NotUtf8);
                Cow::Owned(line.iter().copied().map(char::from).collect())
            }
        };
        if let Some(name) = value_of(&line, "BEGIN:") {
            return self.begin(name, &line, number);
        }
        self.keep(&line);
        if let Some(name) = value_of(&line, "END:") {
            self.end(&name);
        }
        true
    }

    fn begin(&mut self, name: String, line: &str, number: u32) -> bool {
        if name == "VCALENDAR" {
            self.abandon();
            self.is_calendar = true;
            return true;
        }
        // An event within an event: the end of the first was lost.
        if self.open.as_ref().is_some_and(|open| open.path[0] == name) {
            self.abandon();
        }
        if let Some(open) = &mut self.open {
            open.path.push(name);
            open.is_too_large |= open.path.len() > MOST_DEPTH;
            self.keep(line);
            return true;
        }
        if self.pieces.len() >= MOST_COMPONENTS {
            self.skipped.push(number, Why::TooMany);
            return false;
        }
        if self.is_calendar {
            self.open = Some(Open {
                piece: Piece {
                    line: number,
                    name: name.clone(),
                    text: String::new(),
                },
                path: vec![name],
                is_too_large: false,
            });
            self.keep(line);
        }
        true
    }

    /// Keeps a line of what is open. What is too large is not kept any longer.
    fn keep(&mut self, line: &str) {
        let Some(open) = &mut self.open else { return };
        if open.piece.text.len() + line.len() > MOST_OF_PIECE {
            open.is_too_large = true;
        }
        if !open.is_too_large {
            open.piece.text.push_str(line);
            open.piece.text.push_str("\r\n");
        }
    }

    fn end(&mut self, name: &str) {
        let Some(open) = &mut self.open else { return };
        match open.path.iter().rposition(|inner| inner == name) {
            Some(0) => {
                if let Some(open) = self.open.take() {
                    if open.is_too_large {
                        self.skipped.push(open.piece.line, Why::TooLarge);
                    } else {
                        self.pieces.push(open.piece);
                    }
                }
            }
            Some(place) => open.path.truncate(place),
            None if name == "VCALENDAR" => self.abandon(),
            None => {}
        }
    }

    /// Gives up what is open.
    fn abandon(&mut self) {
        if let Some(open) = self.open.take() {
            self.skipped.push(open.piece.line, Why::Unterminated);
        }
    }
}

/// What follows `before` in a line, in capitals, without blanks.
fn value_of(line: &str, before: &str) -> Option<String> {
    let start = line.get(..before.len())?;
    start
        .eq_ignore_ascii_case(before)
        .then(|| line[before.len()..].trim().to_ascii_uppercase())
}
