//! The numbers of `/desk/insights` for a spreadsheet.

use super::insights_charts::{days_words, tenths};
use super::invoices::harmless;
use crate::kernel::insights::{Insights, LEADS, Sums, Unit};
use crate::texts::Words;

/// How many columns are about sessions, and how many about shares of them.
const SUM_COLUMNS: usize = 7;
const SHARE_COLUMNS: usize = 3;

/// Everything as one table: what a row is about, its name, its numbers.
pub fn write(t: &Words, counted: &Insights) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows: Vec<Vec<String>> = vec![vec![
        t.get("csv-group"),
        t.get("csv-name"),
        t.get("sum-sessions"),
        t.get("csv-minutes"),
        t.get("sum-by-client"),
        t.get("sum-by-host"),
        t.get("sum-declined"),
        t.get("sum-expired"),
        t.get("plot-no-shows"),
        t.get("ledger-free"),
        t.get("ledger-held"),
        t.get("share-due"),
    ]];
    let row = |group: String, name: String, sums: &Sums| {
        let numbers = [
            sums.sessions,
            sums.minutes,
            sums.by_client,
            sums.by_host,
            sums.declined,
            sums.expired,
            sums.no_shows,
        ];
        let words = [group, harmless(&name)].into_iter();
        words
            .chain(numbers.map(|number| number.to_string()))
            .chain(std::iter::repeat_n(String::new(), SHARE_COLUMNS))
            .collect()
    };
    let unit = counted.range.unit();
    rows.extend(counted.periods.iter().map(|(first, sums)| {
        let group = match unit {
            Unit::Week => t.get("by-week"),
            Unit::Month => t.get("by-month"),
        };
        row(group, first.to_string(), sums)
    }));
    rows.extend(
        counted
            .event_types
            .iter()
            .map(|(title, sums)| row(t.get("event-type"), title.clone(), sums)),
    );
    let leads = days_words(t, &LEADS).into_iter().zip(counted.leads);
    rows.extend(leads.map(|(name, sessions)| {
        let sums = Sums {
            sessions,
            ..Sums::default()
        };
        row(t.get("plot-leads"), name, &sums)
    }));
    rows.extend(counted.shares.iter().map(|(name, share)| {
        let mut row = vec![t.get("plot-shares"), harmless(name)];
        row.extend(std::iter::repeat_n(String::new(), SUM_COLUMNS));
        row.extend([
            share.asked.to_string(),
            share.taken.to_string(),
            tenths(t, share.due_tenths()),
        ]);
        row
    }));
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
