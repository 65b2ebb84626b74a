//! A week as a table of half hours. Pure: no words of its own, no addresses, no database.
//!
//! Rows are what the clock on the wall shows, 0:00 to 24:00 in the host's zone. In the night in
//! which clocks go back, both hours of the same name share their rows; in the one in which they go
//! forward, the missing rows stay empty.

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::kernel::span::Span;
use crate::kernel::zone;

/// Minutes of a row.
const ROW: u32 = 30;
/// Rows of a day.
const ROWS: usize = 48;
/// What is shown of a week without hours: 8:00 to 18:00.
const USUAL: std::ops::Range<usize> = 16..36;

/// What a piece of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Agreed.
    Kept,
    /// Asked for, not answered.
    Asked,
    /// Busy elsewhere.
    Busy,
}

impl Kind {
    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Asked => "asked",
            Self::Busy => "busy",
        }
    }
}

/// A session or a busy time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// When.
    pub span: Span,
    /// What.
    pub kind: Kind,
    /// Who, or why.
    pub name: String,
    /// What it is called; may be empty.
    pub note: String,
    /// Where more stands, if anything does.
    pub href: Option<String>,
}

/// What a week is made of.
pub struct Source<'a> {
    /// The Monday.
    pub monday: NaiveDate,
    /// The zone on the wall.
    pub zone: Tz,
    /// When the host can be booked.
    pub open: &'a [Span],
    /// Sessions, in order of time; they do not overlap.
    pub sessions: &'a [Piece],
    /// Busy times, in order of time.
    pub busy: &'a [Piece],
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// A week as a table.
pub struct Week {
    /// The days that are shown.
    pub days: Vec<DayHead>,
    /// The half hours that are shown.
    pub rows: Vec<Row>,
}

/// The head of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayHead {
    /// The day.
    pub date: NaiveDate,
    /// It is today.
    pub is_today: bool,
}

/// A half hour of every day.
pub struct Row {
    /// `9:30`.
    pub clock: String,
    /// It is a whole hour.
    pub is_whole: bool,
    /// What lies in it; days whose piece began in a row above have none.
    pub cells: Vec<Cell>,
}

/// What lies in a half hour of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its classes in the stylesheet.
    pub class: String,
    /// How many rows it takes.
    pub rows: usize,
    /// What is written in it.
    pub entries: Vec<Entry>,
}

/// What is written in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who, or why.
    pub name: String,
    /// What it is called.
    pub note: String,
    /// When it begins, if that is not where the cell begins: `9:50`.
    pub clock: Option<String>,
    /// Where more stands.
    pub href: Option<String>,
}

/// Some rows of one day that belong together.
struct Block {
    rows: std::ops::Range<usize>,
    kind: Kind,
    entries: Vec<Entry>,
}

impl Week {
    /// Lays a week out.
    pub fn of(source: &Source<'_>) -> Self {
        let today = zone::date(source.now, source.zone);
        let mut days: Vec<Column> = source
            .monday
            .iter_days()
            .take(7)
            .map(|date| Column::of(source, date))
            .filter(|column| !is_weekend(column.date) || column.date == today || !column.is_empty())
            .collect();
        let shown = bounds(&days);
        for day in &mut days {
            day.cut(&shown);
        }
        let now_row = row_of(minute(source.now, source.zone));
        Self {
            rows: shown
                .map(|row| Row {
                    clock: clock(u32::try_from(row).unwrap_or_default() * ROW),
                    is_whole: row.is_multiple_of(2),
                    cells: days
                        .iter()
                        .filter_map(|day| day.cell(row, day.date == today && row == now_row))
                        .collect(),
                })
                .collect(),
            days: days
                .iter()
                .map(|day| DayHead {
                    date: day.date,
                    is_today: day.date == today,
                })
                .collect(),
        }
    }
}

/// The Monday of the week of `date`.
pub fn monday(date: NaiveDate) -> NaiveDate {
    let days = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Minutes that the clock on the wall shows after midnight.
fn minute(at: DateTime<Utc>, zone: Tz) -> u32 {
    let local = zone::local(at, zone);
    local.hour() * 60 + local.minute()
}

fn row_of(minute: u32) -> usize {
    (minute / ROW) as usize
}

fn clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// One day.
struct Column {
    date: NaiveDate,
    open: [bool; ROWS],
    blocks: Vec<Block>,
}

impl Column {
    fn of(source: &Source<'_>, date: NaiveDate) -> Self {
        let mut open = [false; ROWS];
        for (row, is_open) in (0..).zip(open.iter_mut()) {
            *is_open = middle_of(row, date, source.zone)
                .is_some_and(|middle| source.open.iter().any(|span| span.contains(middle)));
        }
        let mut blocks = session_blocks(source, date);
        let busy = busy_blocks(source, date, &blocks);
        blocks.extend(busy);
        Self { date, open, blocks }
    }

    fn is_empty(&self) -> bool {
        self.blocks.is_empty() && !self.open.contains(&true)
    }

    /// Leaves of each block what is shown.
    fn cut(&mut self, shown: &std::ops::Range<usize>) {
        for block in &mut self.blocks {
            let rows = &block.rows;
            block.rows = rows.start.max(shown.start)..rows.end.min(shown.end);
        }
        self.blocks.retain(|block| !block.rows.is_empty());
    }

    /// The cell that begins in `row`; none when one from above reaches into it.
    fn cell(&self, row: usize, is_now: bool) -> Option<Cell> {
        let now = if is_now { " now" } else { "" };
        match self.blocks.iter().find(|block| block.rows.contains(&row)) {
            None => Some(Cell {
                class: format!("{}{now}", if self.open[row] { "open" } else { "" })
                    .trim()
                    .to_owned(),
                rows: 1,
                entries: Vec::new(),
            }),
            Some(block) if block.rows.start == row => Some(Cell {
                class: match block.entries.len() {
                    0 | 1 => format!("{}{now}", block.kind.class()),
                    _ => format!("{} many{now}", block.kind.class()),
                },
                rows: block.rows.len(),
                entries: block.entries.clone(),
            }),
            Some(_) => None,
        }
    }
}

/// The middle of a row; none where the clocks leave it out.
fn middle_of(row: u32, date: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let minute = row * ROW + ROW / 2;
    let local = date.and_hms_opt(minute / 60, minute % 60, 0)?;
    let middle = zone::instant(local, zone);
    (zone::local(middle, zone) == local).then_some(middle)
}

/// From which to which minute of `date` a span lasts, on the wall; none if it does not touch it.
fn minutes_on(span: Span, date: NaiveDate, zone: Tz) -> Option<(u32, u32)> {
    let part = zone::day(date, zone)?.intersection(&span)?;
    let from = minute(part.start(), zone);
    let to = match zone::date(part.end(), zone) == date {
        true => minute(part.end(), zone),
        false => 24 * 60,
    };
    // Where clocks go back, a span may end before it began, on the wall.
    let length = u32::try_from(part.duration().num_minutes()).unwrap_or(u32::MAX);
    let to = if to > from {
        to
    } else {
        from.saturating_add(length).min(24 * 60)
    };
    Some((from, to.max(from + 1)))
}

/// Sessions keep their order. One that begins in the half hour in which another ends takes the
/// next row if it has one, else it shares the block.
fn session_blocks(source: &Source<'_>, date: NaiveDate) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for piece in source.sessions {
        let Some((from, to)) = minutes_on(piece.span, date, source.zone) else {
            continue;
        };
        let taken = blocks.last().map_or(0, |block| block.rows.end);
        let end = (to.div_ceil(ROW) as usize).min(ROWS);
        let start = row_of(from).max(taken);
        let entry = Entry {
            name: piece.name.clone(),
            note: piece.note.clone(),
            clock: (from != u32::try_from(start).unwrap_or_default() * ROW).then(|| clock(from)),
            href: piece.href.clone(),
        };
        match blocks.last_mut() {
            Some(last) if end <= start => {
                last.entries.push(entry);
                if piece.kind == Kind::Asked {
                    last.kind = Kind::Asked;
                }
            }
            _ => blocks.push(Block {
                rows: start..end.max(start + 1).min(ROWS),
                kind: piece.kind,
                entries: vec![entry],
            }),
        }
    }
    blocks
}

/// Busy times fill what sessions leave; where several overlap, the one that began first is named.
fn busy_blocks(source: &Source<'_>, date: NaiveDate, sessions: &[Block]) -> Vec<Block> {
    let mut rows: [Option<usize>; ROWS] = [None; ROWS];
    for (place, piece) in source.busy.iter().enumerate() {
        if let Some((from, to)) = minutes_on(piece.span, date, source.zone) {
            for row in &mut rows[row_of(from)..(to.div_ceil(ROW) as usize).min(ROWS)] {
                row.get_or_insert(place);
            }
        }
    }
    for block in sessions {
        rows[block.rows.clone()].fill(None);
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut named = None;
    for (row, place) in rows.into_iter().enumerate() {
        let Some(place) = place else {
            named = None;
            continue;
        };
        if named == Some(place)
            && let Some(last) = blocks.last_mut()
        {
            last.rows.end = row + 1;
            continue;
        }
        named = Some(place);
        let piece = &source.busy[place];
        blocks.push(Block {
            rows: row..row + 1,
            kind: Kind::Busy,
            entries: vec![Entry {
                name: piece.name.clone(),
                note: piece.note.clone(),
                clock: None,
                href: piece.href.clone(),
            }],
        });
    }
    blocks
}

/// The rows that are shown: whole hours around hours and sessions. Busy times alone stretch
/// nothing, so that a day off does not show its night.
fn bounds(days: &[Column]) -> std::ops::Range<usize> {
    let mut shown: Option<(usize, usize)> = None;
    let mut include = |from: usize, to: usize| {
        let (first, last) = shown.unwrap_or((from, to));
        shown = Some((first.min(from), last.max(to)));
    };
    for day in days {
        for (row, is_open) in day.open.iter().enumerate() {
            if *is_open {
                include(row, row + 1);
            }
        }
        for block in day.blocks.iter().filter(|block| block.kind != Kind::Busy) {
            include(block.rows.start, block.rows.end);
        }
    }
    let (first, last) = shown.unwrap_or((USUAL.start, USUAL.end));
    first / 2 * 2..last.div_ceil(2) * 2
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
