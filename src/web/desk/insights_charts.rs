//! The numbers of `/desk/insights` as charts.

use chrono::{Datelike, NaiveDate};

use super::insights_shares;
use super::plot::{self, Plot, Said, Table};
use crate::kernel::insights::{Insights, LEADS, NOTICES, Range, Sums, Unit};
use crate::texts::Words;

/// So many event types stand in the chart; CSV and API have all.
const MOST_EVENT_TYPES: usize = 30;

/// `12`, `12,5`: hours with at most one digit behind the point.
pub fn hours(t: &Words, minutes: u64) -> String {
    tenths(t, (minutes * 10 + 30) / 60)
}

/// `12`, `12,5`: so many tenths of one.
pub fn tenths(t: &Words, tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => t.decimal(&format!("{}.{tenth}", tenths / 10)),
    }
}

/// Every chart; those of nothing are left out.
pub fn plots(t: &Words, counted: &Insights) -> Vec<Plot> {
    let mut plots = vec![by_period(t, counted)];
    if counted.total.minutes > 0 {
        plots.push(hours_by_period(t, counted));
    }
    if counted.total.no_shows > 0 {
        plots.push(no_shows_by_period(t, counted));
    }
    plots.push(by_event_type(t, counted));
    if !counted.shares.is_empty() {
        plots.push(insights_shares::plot(t, &counted.shares));
    }
    if counted.total.sessions > 0 {
        let (heading, unit) = (t.get("plot-leads"), t.get("sum-sessions"));
        plots.push(grouped(
            heading,
            unit,
            &days_words(t, &LEADS),
            &counted.leads,
        ));
    }
    if counted.total.by_client + counted.total.by_host > 0 {
        let (heading, unit) = (t.get("plot-notices"), t.get("cancellations"));
        let words = days_words(t, &NOTICES);
        plots.push(grouped(heading, unit, &words, &counted.notices));
    }
    plots
}

fn by_period(t: &Words, counted: &Insights) -> Plot {
    let cancelled = |sums: &Sums| sums.by_client + sums.by_host;
    let (sessions, off) = (t.get("sum-sessions"), t.get("cancellations"));
    let said = Said {
        heading: t.get("plot-periods"),
        label: t.with(
            "plot-periods-label",
            &[
                ("sessions", counted.total.sessions.into()),
                ("cancelled", cancelled(&counted.total).into()),
            ],
        ),
        table: period_table(t, counted, &[&sessions, &off], |sums| {
            vec![sums.sessions.to_string(), cancelled(sums).to_string()]
        }),
    };
    let groups = periods(t, counted, |sums| [sums.sessions, cancelled(sums)]);
    plot::columns(said, [sessions, off], &groups)
}

fn hours_by_period(t: &Words, counted: &Insights) -> Plot {
    let heading = t.get("sum-hours");
    let said = Said {
        label: total_label(t, &heading, &hours(t, counted.total.minutes)),
        table: period_table(t, counted, &[&heading], |sums| vec![hours(t, sums.minutes)]),
        heading: heading.clone(),
    };
    let groups = periods(t, counted, |sums| [(sums.minutes + 30) / 60]);
    plot::columns(said, [heading], &groups)
}

fn no_shows_by_period(t: &Words, counted: &Insights) -> Plot {
    let heading = t.get("plot-no-shows");
    let said = Said {
        label: total_label(t, &heading, &counted.total.no_shows.to_string()),
        table: period_table(t, counted, &[&heading], |sums| {
            vec![sums.no_shows.to_string()]
        }),
        heading: heading.clone(),
    };
    let groups = periods(t, counted, |sums| [sums.no_shows]);
    plot::columns(said, [heading], &groups)
}

/// What a chart by week or month says, for whoever does not see it.
fn total_label(t: &Words, heading: &str, total: &str) -> String {
    t.with(
        "plot-total-label",
        &[("heading", heading.into()), ("total", total.into())],
    )
}

/// The numbers of each week or month, with what fits below a column.
fn periods<const N: usize>(
    t: &Words,
    counted: &Insights,
    numbers: impl Fn(&Sums) -> [u64; N],
) -> Vec<(String, [u64; N])> {
    let short = |first| period_short(t, &counted.range, first);
    let periods = counted.periods.iter();
    periods
        .map(|(first, sums)| (short(*first), numbers(sums)))
        .collect()
}

fn period_table(
    t: &Words,
    counted: &Insights,
    head: &[&str],
    cells: impl Fn(&Sums) -> Vec<String>,
) -> Table {
    let unit = counted.range.unit();
    let row = |(first, sums): &(NaiveDate, Sums)| {
        let mut row = vec![period(t, unit, *first)];
        row.extend(cells(sums));
        row
    };
    let first = t.get("insights-by");
    Table {
        head: std::iter::once(first.as_str())
            .chain(head.iter().copied())
            .map(str::to_owned)
            .collect(),
        rows: counted.periods.iter().map(row).collect(),
    }
}

fn by_event_type(t: &Words, counted: &Insights) -> Plot {
    let shown = || counted.event_types.iter().take(MOST_EVENT_TYPES);
    let groups: Vec<(String, u64)> = shown()
        .map(|(title, sums)| (title.clone(), sums.sessions))
        .collect();
    let table = Table {
        head: vec![
            t.get("event-type"),
            t.get("sum-sessions"),
            t.get("sum-hours"),
            t.get("cancellations"),
            t.get("plot-no-shows"),
        ],
        rows: shown()
            .map(|(title, sums)| {
                vec![
                    title.clone(),
                    sums.sessions.to_string(),
                    hours(t, sums.minutes),
                    (sums.by_client + sums.by_host).to_string(),
                    sums.no_shows.to_string(),
                ]
            })
            .collect(),
    };
    let said = Said {
        heading: t.get("plot-event-types"),
        label: label(t.get("plot-event-types"), &groups),
        table,
    };
    plot::lines(said, &groups)
}

fn grouped(heading: String, unit: String, words: &[String], counts: &[u64]) -> Plot {
    let groups: Vec<(String, u64)> = words.iter().cloned().zip(counts.iter().copied()).collect();
    let table = Table {
        head: vec![heading.clone(), unit],
        rows: groups
            .iter()
            .map(|(name, count)| vec![name.clone(), count.to_string()])
            .collect(),
    };
    let said = Said {
        label: label(heading.clone(), &groups),
        heading,
        table,
    };
    plot::lines(said, &groups)
}

/// The same in words: `Nach Angebot. Einzelcoaching: 12. Kennenlernen: 4.`
fn label(heading: String, groups: &[(String, u64)]) -> String {
    groups.iter().fold(format!("{heading}."), |words, group| {
        format!("{words} {}: {}.", group.0, group.1)
    })
}

/// The groups of whole days that `bounds` divide, in words.
pub fn days_words(t: &Words, bounds: &[i64]) -> Vec<String> {
    let last = bounds.last().copied().unwrap_or_default();
    let mut words: Vec<String> = bounds
        .windows(2)
        .map(|pair| match (pair[0], pair[1] - 1) {
            (from, to) if from == to => t.one("days-exactly", "count", from),
            (from, to) => t.with("days-between", &[("from", from.into()), ("to", to.into())]),
        })
        .collect();
    words.insert(0, t.get("days-under-one"));
    words.push(t.one("days-or-more", "from", last));
    words
}

/// `März 2026`, `ab 16. März 2026`.
fn period(t: &Words, unit: Unit, first: NaiveDate) -> String {
    match unit {
        Unit::Month => t.month(first),
        Unit::Week => t.one("week-from", "date", t.date_short(first)),
    }
}

/// `März`, `Mär 26`, `16. Mär`: what fits below a column. The year stands there when months come
/// more than once.
fn period_short(t: &Words, range: &Range, first: NaiveDate) -> String {
    let month = t.month_short(first);
    match range.unit() {
        Unit::Week => format!("{} {month}", t.day_number(first)),
        Unit::Month if range.periods().len() > 12 => {
            format!("{month} {:02}", first.year().rem_euclid(100))
        }
        Unit::Month => month,
    }
}
