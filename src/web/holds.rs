//! Keeping a time while the form is filled in: `POST …/hold`.

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};

use super::address::Address;
use super::calendar::rfc3339;
use super::errors::{PageError, refused_key};
use super::form::{self, Asked, Trouble, Typed};
use super::wanted::{self, Unreadable, Wanted};
use super::{page, private_links};
use crate::http::language::Reader;
use crate::service::ServiceError;
use crate::service::bookings::holds;
use crate::service::slots::Place;
use crate::state::State;
use crate::texts::Words;

/// The hold on the time of a form, as `event_types/form.html` prints it.
pub(super) struct Note {
    /// Until when, UTC, RFC 3339.
    pub until: String,
    /// The same on the reader's clock.
    pub clock: String,
    /// Where a script renews it.
    pub api: String,
    /// What a script says then, with `…` for the time.
    pub renewed: String,
}

impl Note {
    pub(super) fn of(t: &Words, hold: &holds::Hold, zone: chrono_tz::Tz, api: String) -> Self {
        Self {
            until: rfc3339(hold.expires_at),
            clock: t.clock_words(hold.expires_at, zone),
            api,
            renewed: t.one("hold-renewed", "until", "…"),
        }
    }
}

/// `POST …/hold`: keeps the time and leads to the form, or renews the hold and shows the form with
/// what was typed, or gives the time back and leads to the calendar, as the button says.
///
/// # Errors
/// `NotFound`; `Unreadable` when start, zone or duration are none.
pub async fn hold(
    state: Data<State>,
    request: HttpRequest,
    form: Form<Vec<(String, String)>>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let typed: Typed = form.into_inner().into_iter().collect();
    let wanted = Wanted::try_from(wanted::Query::of(&typed))?;
    let start = wanted.start.ok_or_else(|| Unreadable::new("start", ""))?;
    let place = private_links::place(&state, &request, wanted.host.clone()).await?;
    let mut asked = Asked {
        place: place.clone(),
        wanted,
        reader,
    };
    let now = state.clock.now();
    let token = asked.wanted.hold.take();
    let done = match (typed.get("do").map(String::as_str), token) {
        (Some("release"), token) => {
            if let Some(token) = token {
                let given = state.store.write(move |db| holds::release(db, &token, now));
                given.await?;
            }
            let path = form::carry(Address::new(&place.path()), &asked);
            return Ok(page::see_other(&path.to_string()));
        }
        (Some("renew"), Some(token)) => {
            asked.wanted.hold = Some(token.clone());
            renew(&state, place, token, now).await.map(|()| None)
        }
        (_, token) => keep(&state, &asked, (start, token), now).await.map(Some),
    };
    let refused = match done {
        Ok(None) => None,
        Ok(Some(token)) => {
            asked.wanted.hold = Some(token);
            let address = Address::new(&format!("{}/book", asked.place.path()));
            let path = form::carry(address.with("start", &rfc3339(start)), &asked);
            return Ok(page::see_other(&path.to_string()));
        }
        Err(error) => Some(refused_key(&error).ok_or(error)?),
    };
    let trouble = Trouble {
        errors: Vec::new(),
        refused,
    };
    form::answer(&state, &asked, &typed, trouble).await
}

async fn keep(
    state: &State,
    asked: &Asked,
    (start, instead_of): (DateTime<Utc>, Option<String>),
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let (place, duration) = (asked.place.clone(), asked.wanted.duration);
    let held = state
        .store
        .write(move |db| holds::hold(db, &place, (start, duration), instead_of.as_deref(), now));
    Ok(held.await?.token)
}

async fn renew(
    state: &State,
    place: Place,
    token: String,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let renewed = state
        .store
        .write(move |db| holds::renew(db, &place, &token, now));
    renewed.await.map(drop)
}
