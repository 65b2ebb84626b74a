//! Lists that can grow come page by page.

use actix_web::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::ApiError;

/// How many items a page has if nobody says.
const USUAL: u32 = 50;
/// How many it has at the most.
const MOST: u32 = 100;

/// Some items of a list, and how to get the next ones.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// The `cursor` of the next page; none after the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// All there is.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// How many items are asked for.
///
/// # Errors
/// `malformed-query` when it is not between 1 and 100.
pub fn limit(asked: Option<u32>) -> Result<u32, ApiError> {
    match asked {
        None => Ok(USUAL),
        Some(limit @ 1..=MOST) => Ok(limit),
        Some(_) => Err(bad("limit must be between 1 and 100")),
    }
}

/// The place after an item: its instant and id. Opaque to the outside.
pub fn cursor(at: DateTime<Utc>, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {id}", at.timestamp_micros()))
}

/// Reads a cursor of ours.
///
/// # Errors
/// `malformed-query` when it is not one.
pub fn read_cursor(cursor: &str) -> Result<(DateTime<Utc>, String), ApiError> {
    let unreadable = || bad("the cursor is not one of ours");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| unreadable())?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
    let (micros, id) = text.split_once(' ').ok_or_else(unreadable)?;
    let at = micros
        .parse()
        .ok()
        .and_then(DateTime::from_timestamp_micros)
        .ok_or_else(unreadable)?;
    Ok((at, id.to_owned()))
}

fn bad(title: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "malformed-query", title)
}
