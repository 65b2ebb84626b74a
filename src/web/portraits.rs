//! `/portraits/{username}`: faces.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::errors::PageError;
use super::page;
use crate::service::portraits::{self, Size};
use crate::state::State;

/// Which picture, and of when.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    size: String,
    v: Option<i64>,
}

/// `GET /portraits/{username}?v={version}&size=small|large`: a picture of a version never changes.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn portrait(
    state: Data<State>,
    username: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let username = page::username(&username)?;
    let size = if asked.size == "large" {
        Size::Large
    } else {
        Size::Small
    };
    let portrait = state
        .store
        .read(move |db| portraits::find(db, &username, size))
        .await?;
    let keep = if asked.v.is_some() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(HttpResponse::Ok()
        .content_type(portrait.media_type)
        .insert_header(("Cache-Control", keep))
        .body(portrait.bytes))
}
