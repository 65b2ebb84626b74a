//! `/me/bookings`: the host's sessions.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::body::Optional;
use crate::api::bookings::{BookingDto, answer};
use crate::api::paging::{Page, cursor, limit, read_cursor};
use crate::api::problem::{ApiError, Problem, explain, not_found};
use crate::api::read_instant;
use crate::kernel::booking::{Actor, Booking};
use crate::service::bookings::{self, By, Listing};
use crate::service::{Db, ServiceError, Viewer, policy, prices};
use crate::state::State;

/// Which bookings are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BookingsQuery {
    /// Those that end after this instant, RFC 3339; now if left out.
    from: Option<String>,
    /// Those that start before this instant, RFC 3339.
    to: Option<String>,
    /// Also cancelled ones.
    #[serde(default)]
    cancelled: bool,
    /// How many at the most, 1 to 100; 50 if left out.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// What a step needs to know.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    /// Why, in the host's words: decline, cancel.
    #[serde(default)]
    reason: String,
    /// The new start, RFC 3339: reschedule.
    #[serde(default)]
    start: Option<String>,
}

/// The host's bookings, in order of time.
#[utoipa::path(get, path = "/api/v1/me/bookings", tag = "me", security(("token" = [])),
    params(BookingsQuery),
    responses((status = 200, body = Page<BookingDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<BookingsQuery>,
) -> Result<Json<Page<BookingDto>>, ApiError> {
    let instant = |field: &str, text: &Option<String>| {
        text.as_deref()
            .map(|text| read_instant(&state.texts, field, text))
            .transpose()
    };
    let from = instant("from", &query.from)?.unwrap_or_else(|| state.clock.now());
    let to = instant("to", &query.to)?;
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let (limit, with_cancelled) = (limit(query.limit)?, query.cancelled);
    let host = bearer.0.person.clone();
    let (found, charges) = state
        .store
        .read(move |db| {
            let listing = Listing {
                host_id: &bearer.0.person.id,
                from,
                to,
                after,
                with_cancelled,
                limit: limit + 1,
            };
            let found = bookings::list_own(db, &listing)?;
            let charges = prices::of_bookings(db, &found)?;
            Ok::<_, ServiceError>((found, charges))
        })
        .await
        .map_err(explain(&state.texts))?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > most;
    let page = &found[..found.len().min(most)];
    Ok(Json(Page {
        items: page
            .iter()
            .map(|booking| {
                BookingDto::new(&state, booking, &host, Actor::Host)
                    .with_price(charges.get(&booking.id))
            })
            .collect(),
        next: page
            .last()
            .filter(|_| has_more)
            .map(|last| cursor(last.life.span.start(), &last.id)),
    }))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/bookings/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = BookingDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let host = bearer.0.person.clone();
    let (view, charge, agreed) = state
        .store
        .read(move |db| {
            let view = bookings::find_own(db, &bearer.0, &id)?;
            let charge = prices::of_booking(db, &id)?;
            let agreed = policy::of_booking(db, &id)?;
            Ok::<_, ServiceError>((view, charge, agreed))
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = BookingDto::new(&state, &view.booking, &host, Actor::Host);
    Ok(answer(
        &dto.with_price(charge.as_ref()).with_agreement(&agreed),
    ))
}

/// A step of a booking: `confirm`, `decline`, `cancel` or `reschedule`.
#[utoipa::path(post, path = "/api/v1/me/bookings/{id}/{step}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("step" = String, Path)),
    request_body = StepBody,
    responses((status = 200, body = BookingDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn step(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Optional<StepBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, step) = path.into_inner();
    let step = read_step(&state, &step, body.0)?;
    let (host, now) = (bearer.0.person.clone(), state.clock.now());
    let (booking, charge) = state
        .store
        .write(move |db| {
            let booking = take(db, &bearer.0, &id, step, now)?;
            let charge = prices::of_booking(db, &id)?;
            Ok::<_, ServiceError>((booking, charge))
        })
        .await
        .map_err(explain(&state.texts))?;
    let dto = BookingDto::new(&state, &booking, &host, Actor::Host);
    Ok(answer(&dto.with_price(charge.as_ref())))
}

enum Step {
    Confirm,
    Decline(String),
    Cancel(String),
    Reschedule(chrono::DateTime<chrono::Utc>),
}

fn read_step(state: &State, name: &str, body: StepBody) -> Result<Step, ApiError> {
    match name {
        "confirm" => Ok(Step::Confirm),
        "decline" => Ok(Step::Decline(body.reason)),
        "cancel" => Ok(Step::Cancel(body.reason)),
        "reschedule" => {
            let start = body.start.unwrap_or_default();
            read_instant(&state.texts, "start", &start).map(Step::Reschedule)
        }
        _ => Err(not_found()),
    }
}

fn take(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    step: Step,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Booking, ServiceError> {
    match step {
        Step::Confirm => bookings::confirm(db, viewer, id, now),
        Step::Decline(reason) => bookings::decline(db, viewer, id, &reason, now),
        Step::Cancel(reason) => bookings::cancel(db, &By::Host(viewer), Some(id), &reason, now),
        Step::Reschedule(start) => {
            bookings::reschedule(db, &By::Host(viewer), Some(id), start, now)
        }
    }
}
