//! Charts drawn on the server, with their numbers again as a table.
//!
//! `desk/plot.html` prints them as SVG with the tokens of the stylesheet; nothing is measured in a
//! browser and no script is needed.

/// How wide every chart is, in its own units; the page makes it as wide as there is room.
const WIDTH: u32 = 480;
/// How high the columns of a chart can be.
const RISE: u32 = 160;
/// Where columns begin: left of it stands the scale.
const LEFT: u32 = 40;
/// So many columns have a name at the most.
const MOST_NAMES: usize = 6;
/// The height of a line of a chart with lines.
const LINE: u32 = 48;
/// The height of a line with two bars.
const PAIR: u32 = 68;
/// So many characters of a name fit.
const LONGEST_NAME: usize = 48;

/// A chart and its table.
pub struct Plot {
    /// What it shows.
    pub heading: String,
    /// What it says, for whoever does not see it.
    pub label: String,
    /// How wide it is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// What is filled.
    pub bars: Vec<Bar>,
    /// Words and numbers.
    pub marks: Vec<Mark>,
    /// Hairlines across it, by height.
    pub rules: Vec<u32>,
    /// What its inks mean, by the class of the dot; empty when there is one.
    pub key: Vec<(&'static str, String)>,
    /// The numbers again.
    pub table: Table,
}

/// Numbers, the first of each row being its name.
pub struct Table {
    /// What the columns are.
    pub head: Vec<String>,
    /// One row each.
    pub rows: Vec<Vec<String>>,
}

/// A filled rectangle.
pub struct Bar {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// The token of its ink.
    pub ink: &'static str,
}

/// Some words.
pub struct Mark {
    /// From the left.
    pub x: u32,
    /// From the top, to the foot of the letters.
    pub y: u32,
    /// Where `x` is: `start`, `middle`, `end`.
    pub anchor: &'static str,
    /// The words.
    pub words: String,
}

/// What a chart says besides its numbers.
pub struct Said {
    /// What it shows.
    pub heading: String,
    /// What it says.
    pub label: String,
    /// The numbers again.
    pub table: Table,
}

/// The inks of what stands side by side.
const INKS: [&str; 2] = ["petrol", "apricot"];

/// Columns side by side, one or two for each name: the first in petrol, the second in apricot.
/// `key` says what they are.
pub fn columns<const N: usize>(
    said: Said,
    key: [String; N],
    groups: &[(String, [u64; N])],
) -> Plot {
    let top = scale(groups.iter().flat_map(|(_, side)| *side).max().unwrap_or(0));
    let beside = u32::try_from(N).unwrap_or(1).max(1);
    let foot = 16 + RISE;
    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX).max(1);
    let slot = |place: usize| {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        LEFT + (WIDTH - LEFT) * place.min(count) / count
    };
    let every = groups.len().div_ceil(MOST_NAMES).max(1);
    let (mut bars, mut marks) = (Vec::new(), scale_marks(top, foot));
    for (place, (name, side)) in groups.iter().enumerate() {
        let (from, to) = (slot(place), slot(place + 1));
        let width = ((to - from).saturating_sub(2) / beside).max(1);
        for (nth, (value, ink)) in (0..).zip(side.iter().zip(INKS)) {
            let height = part(*value, top, RISE);
            bars.push(Bar {
                x: from + nth * width,
                y: foot - height,
                width,
                height,
                ink,
            });
        }
        if place % every == 0 {
            marks.push(Mark {
                x: from,
                y: foot + 20,
                anchor: "start",
                words: name.clone(),
            });
        }
    }
    Plot {
        heading: said.heading,
        label: said.label,
        width: WIDTH,
        height: foot + 28,
        bars,
        marks,
        rules: vec![foot, foot - RISE / 2, foot - RISE],
        key: key_of(key),
        table: said.table,
    }
}

/// What the inks mean; one alone needs no word.
fn key_of<const N: usize>(words: [String; N]) -> Vec<(&'static str, String)> {
    if N < 2 {
        return Vec::new();
    }
    ["a", "b"].into_iter().zip(words).collect()
}

/// One line below the other, each with its name above two bars, and what they are worth in words
/// at their ends.
pub fn pairs(said: Said, key: [String; 2], groups: &[(String, [(u64, String); 2])]) -> Plot {
    let values = groups.iter().flat_map(|(_, pair)| pair.each_ref());
    let top = values.map(|(value, _)| *value).max().unwrap_or(0).max(1);
    let (mut bars, mut marks) = (Vec::new(), Vec::new());
    for (place, (name, pair)) in (0..).zip(groups) {
        let y = place * PAIR;
        marks.push(Mark {
            x: 0,
            y: y + 16,
            anchor: "start",
            words: shortened(name),
        });
        for (nth, ((value, words), ink)) in (0..).zip(pair.iter().zip(INKS)) {
            let y = y + 22 + nth * 18;
            let width = part(*value, top, WIDTH - 70);
            bars.push(Bar {
                x: 0,
                y,
                width: width.max(1),
                height: 16,
                ink,
            });
            marks.push(Mark {
                x: width + 8,
                y: y + 13,
                anchor: "start",
                words: words.clone(),
            });
        }
    }
    let count = u32::try_from(groups.len()).unwrap_or(0);
    Plot {
        heading: said.heading,
        label: said.label,
        width: WIDTH,
        height: (count * PAIR).max(1),
        bars,
        marks,
        rules: Vec::new(),
        key: key_of(key),
        table: said.table,
    }
}

/// One line below the other, each with its name above it and its number at its end.
pub fn lines(said: Said, groups: &[(String, u64)]) -> Plot {
    let top = groups.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let (mut bars, mut marks) = (Vec::new(), Vec::new());
    for (place, (name, value)) in (0..).zip(groups) {
        let y = place * LINE;
        let width = part(*value, top.max(1), WIDTH - 70);
        bars.push(Bar {
            x: 0,
            y: y + 22,
            width: width.max(1),
            height: 16,
            ink: "petrol",
        });
        marks.push(Mark {
            x: 0,
            y: y + 16,
            anchor: "start",
            words: shortened(name),
        });
        marks.push(Mark {
            x: width + 8,
            y: y + 35,
            anchor: "start",
            words: value.to_string(),
        });
    }
    let count = u32::try_from(groups.len()).unwrap_or(0);
    Plot {
        heading: said.heading,
        label: said.label,
        width: WIDTH,
        height: (count * LINE).max(1),
        bars,
        marks,
        rules: Vec::new(),
        key: Vec::new(),
        table: said.table,
    }
}

fn scale_marks(top: u64, foot: u32) -> Vec<Mark> {
    [(0, foot), (top / 2, foot - RISE / 2), (top, foot - RISE)]
        .map(|(value, y)| Mark {
            x: LEFT - 8,
            y: y + 5,
            anchor: "end",
            words: value.to_string(),
        })
        .into()
}

/// The least even number of 2, 4, 10, 20, 40, 100, … that is no less than `most`.
fn scale(most: u64) -> u64 {
    let mut unit = 1_u64;
    loop {
        for step in [2, 4, 10] {
            let top = unit.saturating_mul(step);
            if top >= most || top == u64::MAX {
                return top;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// So much of `length` as `value` is of `top`.
fn part(value: u64, top: u64, length: u32) -> u32 {
    let part = u128::from(value.min(top)) * u128::from(length) / u128::from(top.max(1));
    u32::try_from(part).unwrap_or(length)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let cut: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        Said {
            heading: String::new(),
            label: String::new(),
            table: Table {
                head: Vec::new(),
                rows: Vec::new(),
            },
        }
    }

    fn key() -> [String; 2] {
        [String::new(), String::new()]
    }

    #[test]
    fn a_scale_has_a_whole_half() {
        for (most, expected) in [
            (0, 2),
            (1, 2),
            (3, 4),
            (5, 10),
            (11, 20),
            (21, 40),
            (41, 100),
            (999, 1_000),
        ] {
            assert_eq!(scale(most), expected, "{most}");
        }
        assert!(scale(u64::MAX) >= u64::MAX / 2);
    }

    #[test]
    fn five_years_of_weeks_fit_beside_each_other() {
        let groups: Vec<(String, [u64; 2])> =
            (0..261).map(|week| (week.to_string(), [week, 1])).collect();

        let plot = columns(said(), key(), &groups);

        assert!(plot.bars.iter().all(|bar| bar.x + bar.width <= WIDTH));
        assert!(
            plot.bars
                .iter()
                .all(|bar| bar.y + bar.height <= plot.height)
        );
        let names = plot.marks.iter().filter(|mark| mark.anchor == "start");
        assert!(names.count() <= MOST_NAMES);
    }

    #[test]
    fn a_chart_of_nothing_is_drawn() {
        assert_eq!(columns(said(), key(), &[]).bars.len(), 0);
        assert_eq!(lines(said(), &[("none".to_owned(), 0)]).bars[0].width, 1);
    }
}
