//! `/p/{token}/series`: the dates of a series, before they are booked together.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::super::errors::PageError;
use super::super::form::Typed;
use super::super::wanted::{Unreadable, instant};
use super::book::Asked;
use super::confirm::{Trouble, answer};
use crate::http::language::Reader;
use crate::kernel::packages::Rhythm;
use crate::service::packages as service;
use crate::service::{ServiceError, instance};
use crate::state::State;

/// When a series begins, every how many weeks it comes, and how often.
#[derive(Debug, Deserialize)]
pub struct Wish {
    #[serde(default)]
    start: String,
    #[serde(default)]
    every: String,
    #[serde(default)]
    count: String,
}

/// `GET /p/{token}/series?start=2026-01-20T08:30:00Z&every=1&count=6`
///
/// # Errors
/// `NotFound`; `Package` when not so many can be booked; `Unreadable`.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    wish: Query<Wish>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = Asked {
        now: state.clock.now(),
        state: &state,
        token: &token,
        reader,
    };
    let first = instant(&wish.start).ok_or_else(|| Unreadable::new("start", &wish.start))?;
    let rhythm = wish.every.parse().ok().and_then(Rhythm::of_weeks);
    let rhythm = rhythm.ok_or_else(|| Unreadable::new("every", &wish.every))?;
    let count = wish.count.trim().parse().unwrap_or(0);
    let (link, now) = (token.clone(), asked.now);
    let loaded = state
        .store
        .read(move |db| {
            let plan = service::series(db, &link, first, (rhythm, count), now)?;
            Ok((instance::load(db)?, plan))
        })
        .await;
    match loaded {
        Ok(loaded) => answer(&asked, loaded, Typed::new(), Trouble::default()),
        // No number, or one that is out of range.
        Err(ServiceError::Invalid(_)) => Err(Unreadable::new("count", &wish.count).into()),
        Err(error) => Err(error.into()),
    }
}
