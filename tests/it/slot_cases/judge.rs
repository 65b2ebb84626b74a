//! Whether an answer is what a case expects.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::kernel::zone;

use super::case::{Case, Pair};
use super::desk;
use super::run::Answer;

/// Every expectation that is not met, in words; empty if all are.
pub fn differences(case: &Case, answer: &Answer) -> Vec<String> {
    let expect = case.expect.as_object().unwrap();
    let is_wrong = |(key, value): &(&String, &Value)| !holds(case, key, value, answer);
    let wrong = expect.iter().filter(is_wrong);
    let words = wrong.map(|(key, value)| format!("{key} is not {value}, but {}", said(answer)));
    words.collect()
}

fn holds(case: &Case, key: &str, value: &Value, answer: &Answer) -> bool {
    let starts: Vec<_> = answer.slots.iter().map(|slot| slot.span.start()).collect();
    let count = starts.len().max(answer.windows.as_slice().len());
    match key {
        // For windows it is those that start; the first of them may be cut off.
        "starts" if case.kind == "ranges" => {
            let tail: Vec<_> = answer.windows.as_slice().iter().map(Span::start).collect();
            !tail.is_empty() && read::<Vec<DateTime<Utc>>>(value).ends_with(&tail)
        }
        "match" => value == "contains_tail",
        "starts" => starts == read::<Vec<DateTime<Utc>>>(value),
        "local_starts" => {
            let local = starts.iter().map(|start| start.format("%H:%M").to_string());
            local.collect::<Vec<_>>() == read::<Vec<String>>(value)
        }
        "count" => count == read::<usize>(value),
        "min_count" | "upstream_min_count" => count >= read::<usize>(value),
        "first" => starts.first() == Some(&read(value)),
        "all_not_before" => {
            !starts.is_empty()
                && starts
                    .iter()
                    .all(|start| *start >= read::<DateTime<Utc>>(value))
        }
        "max_ms" => answer.millis <= read(value),
        "contains" if case.kind == "ranges" => {
            let pairs = read::<Vec<Pair>>(value);
            let spans = pairs
                .iter()
                .map(|[start, end]| Span::new(*start, *end).unwrap());
            spans
                .into_iter()
                .all(|span| answer.windows.as_slice().contains(&span))
        }
        "contains" => read::<Vec<DateTime<Utc>>>(value)
            .iter()
            .all(|start| starts.contains(start)),
        "excludes" => {
            let none = read::<Vec<DateTime<Utc>>>(value);
            !starts.is_empty() && !none.iter().any(|start| starts.contains(start))
        }
        "none_in" => {
            let [from, to] = read::<Pair>(value);
            !starts.is_empty() && !starts.iter().any(|start| from <= *start && *start < to)
        }
        "none_on_host_date" => {
            let date = read::<NaiveDate>(value);
            let host = answer.host_zone.unwrap();
            !starts.is_empty() && !starts.iter().any(|start| zone::date(*start, host) == date)
        }
        "ranges" => answer.windows == desk::set(&read::<Vec<Pair>>(value)),
        "windows" if case.kind == "ea_subtract" => {
            let date = serde_json::from_value(case.input["date"].clone()).unwrap();
            answer.windows == desk::clock_set(date, &read::<Vec<_>>(value))
        }
        "windows" => answer.windows == desk::unix_set(&read::<Vec<_>>(value)),
        "first_start" => first(&answer.windows) == Some(read(value)),
        "slots" => {
            let secs = answer
                .slots
                .iter()
                .map(|slot| [slot.span.start().timestamp(), slot.span.end().timestamp()]);
            secs.collect::<Vec<_>>() == read::<Vec<[i64; 2]>>(value)
        }
        "by_date" => {
            let dates = read::<std::collections::BTreeMap<NaiveDate, Vec<DateTime<Utc>>>>(value);
            let of = |date: &NaiveDate| answer.by_date.get(date).cloned().unwrap_or_default();
            dates.iter().all(|(date, starts)| of(date) == *starts)
        }
        "all_away" => {
            let (away, starts) = answer.away.as_ref().unwrap();
            !starts.is_empty() && (*away == starts.len()) == read::<bool>(value)
        }
        "contains_start" => answer.away.as_ref().unwrap().1.contains(&read(value)),
        "ok" | "valid" => answer.is_ok == Some(read(value)),
        key => panic!("{}: nobody judges the expectation {key}", case.id),
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn first(windows: &SpanSet) -> Option<i64> {
    let first = windows.as_slice().first()?;
    Some(first.start().timestamp())
}

/// The answer in words.
fn said(answer: &Answer) -> String {
    let starts: Vec<_> = answer
        .slots
        .iter()
        .map(|slot| slot.span.start().to_rfc3339())
        .collect();
    let windows: Vec<_> = answer
        .windows
        .as_slice()
        .iter()
        .map(|window| {
            format!(
                "{} to {}",
                window.start().to_rfc3339(),
                window.end().to_rfc3339()
            )
        })
        .collect();
    let (by_date, away, ok) = (&answer.by_date, &answer.away, answer.is_ok);
    format!("slots {starts:?}, windows {windows:?}, by date {by_date:?}, away {away:?}, ok {ok:?}")
}
