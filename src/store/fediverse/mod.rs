//! Others in the fediverse: instances, their actors, who follows whom, what came in and goes out.

mod actors;
mod deliveries;
mod follows;
mod instances;
mod received;

use super::StoreError;
pub use actors::*;
pub use deliveries::*;
pub use follows::*;
pub use instances::*;
pub use received::*;

fn word<T: Copy + PartialEq>(words: &[(T, &'static str)], wanted: T) -> &'static str {
    let found = words.iter().find(|(value, _)| *value == wanted);
    found.map_or("", |(_, word)| word)
}

fn value<T: Copy>(words: &[(T, &'static str)], wanted: &str) -> Result<T, StoreError> {
    let found = words.iter().find(|(_, word)| *word == wanted);
    found
        .map(|(value, _)| *value)
        .ok_or(StoreError::Corrupt("word"))
}
